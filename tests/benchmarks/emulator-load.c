/* emulator-load.c - 50 clients of encord-emulator against a bare SoupServer
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* emulator-load EMULATOR get|save [REQUESTS]: each client has a label row of its own and a
 * connection that it keeps, and sends its next signed request when the last one
 * is answered. The limit is a SoupServer in a process of its own that takes the
 * same requests and answers the same bytes without a look at anything.
 *
 * The requests are signed beforehand (a legacy signature knows no time), and
 * the clients are threads with plain sockets, so that what is measured is the
 * server. */

#include <errno.h>
#include <stdio.h>
#include <sys/socket.h>
#include <unistd.h>

#include "../check/emulator/emulator-fixture.h"
#include "bench.h"

#define CLIENTS 50
#define MAX_REQUESTS 40 /* of each client in one round, and the default */
#define FRAMES 10
#define BOXES 20 /* on each frame */

/* ---- the limit ---- */

static void
on_bare_request (SoupServer *server, SoupServerMessage *message,
                 const char *path, GHashTable *query, gpointer user_data)
{
  GBytes *answer = user_data;
  gsize length;
  const char *text = g_bytes_get_data (answer, &length);

  soup_server_message_set_status (message, 200, NULL);
  soup_server_message_set_response (message, "application/json",
                                    SOUP_MEMORY_STATIC, text, length);
}

/* serves the content of a file until it is killed */
static int
run_bare (const char *file)
{
  g_autoptr (SoupServer) server = soup_server_new (NULL, NULL);
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  g_autoptr (GBytes) answer = NULL;
  g_autoptr (GSList) sockets = NULL;
  g_autoptr (GSocketAddress) address = NULL;
  g_autoptr (GError) error = NULL;
  char *text;
  gsize length;

  if (!g_file_get_contents (file, &text, &length, &error))
    g_error ("%s", error->message);
  answer = g_bytes_new_take (text, length);
  soup_server_add_handler (server, NULL, on_bare_request, answer, NULL);
  if (!soup_server_listen_local (server, 0, SOUP_SERVER_LISTEN_IPV4_ONLY,
                                 &error))
    g_error ("%s", error->message);
  sockets = soup_server_get_listeners (server);
  /* as the emulator does: GSocket asks for places for ten */
  if (listen (g_socket_get_fd (sockets->data), CLIENTS) != 0)
    g_error ("listen: %s", g_strerror (errno));
  address = g_socket_get_local_address (sockets->data, NULL);
  g_print ("%u\n",
           g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (address)));
  fflush (stdout);
  g_main_loop_run (loop);
  return 0;
}

static GSubprocess *
start_bare (const char *self, const char *file, guint16 *ret_port)
{
  g_autoptr (GError) error = NULL;
  GSubprocess *process = g_subprocess_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE,
                                           &error, self, "--bare", file, NULL);
  g_autoptr (GDataInputStream) output = NULL;
  g_autofree char *line = NULL;

  if (process == NULL)
    g_error ("%s", error->message);
  output = g_data_input_stream_new (g_subprocess_get_stdout_pipe (process));
  line = g_data_input_stream_read_line (output, NULL, NULL, NULL);
  *ret_port = (guint16) atoi (line);
  return process;
}

/* ---- one client ---- */

typedef struct
{
  char *request;
  int fd;
  guint n_requests;
  gint64 latencies[MAX_REQUESTS]; /* microseconds */
} Client;

static int
open_connection (guint16 port)
{
  g_autoptr (GInetAddress) loopback =
      g_inet_address_new_loopback (G_SOCKET_FAMILY_IPV4);
  g_autoptr (GSocketAddress) address =
      g_inet_socket_address_new (loopback, port);
  struct sockaddr_storage native;
  const int fd = socket (AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

  g_socket_address_to_native (address, &native, sizeof native, NULL);
  if (fd < 0 || connect (fd, (struct sockaddr *) &native,
                         g_socket_address_get_native_size (address)) != 0)
    g_error ("connect: %s", g_strerror (errno));
  return fd;
}

static void
write_all (int fd, const char *text)
{
  gsize left = strlen (text);

  while (left > 0) {
    const gssize n = send (fd, text, left, MSG_NOSIGNAL);

    if (n < 0)
      g_error ("send: %s", g_strerror (errno));
    text += n;
    left -= (gsize) n;
  }
}

/* more of an answer into text; the server never hangs up first */
static void
read_more (int fd, GString *text)
{
  char buffer[65536];
  const gssize n = recv (fd, buffer, sizeof buffer, 0);

  if (n <= 0)
    g_error ("recv: %s", n == 0 ? "closed" : g_strerror (errno));
  g_string_append_len (text, buffer, n);
}

static void
read_answer (int fd, GString *text)
{
  const char *end;
  const char *length;
  gsize expected;

  g_string_truncate (text, 0);
  while ((end = strstr (text->str, "\r\n\r\n")) == NULL)
    read_more (fd, text);
  length = strstr (text->str, "Content-Length: ");
  if (length == NULL || !g_str_has_prefix (text->str, "HTTP/1.1 200 "))
    g_error ("answer: %.200s", text->str);
  expected = (gsize) (end - text->str) + 4 +
             strtoul (length + strlen ("Content-Length: "), NULL, 10);
  while (text->len < expected)
    read_more (fd, text);
  if (strstr (text->str, "\"status\":200") == NULL)
    g_error ("refused: %s", text->str);
}

static gpointer
run_client (gpointer user_data)
{
  Client *self = user_data;
  g_autoptr (GString) answer = g_string_new (NULL);

  for (guint i = 0; i < self->n_requests; i++) {
    const gint64 start = g_get_monotonic_time ();

    write_all (self->fd, self->request);
    read_answer (self->fd, answer);
    self->latencies[i] = g_get_monotonic_time () - start;
  }
  return NULL;
}

/* ---- one round ---- */

typedef struct
{
  double rate; /* requests a second */
  double p50;  /* milliseconds */
  double p99;
} Round;

static int
compare_times (gconstpointer a, gconstpointer b)
{
  const gint64 x = *(const gint64 *) a;
  const gint64 y = *(const gint64 *) b;

  return (x > y) - (x < y);
}

static Round
run_round (Client *clients, guint16 port)
{
  GThread *threads[CLIENTS];
  gint64 all[CLIENTS * MAX_REQUESTS];
  const guint n_each = clients[0].n_requests;
  gint64 start;
  double seconds;

  for (guint i = 0; i < CLIENTS; i++)
    clients[i].fd = open_connection (port);
  start = g_get_monotonic_time ();
  for (guint i = 0; i < CLIENTS; i++)
    threads[i] = g_thread_new ("client", run_client, &clients[i]);
  for (guint i = 0; i < CLIENTS; i++)
    g_thread_join (threads[i]);
  seconds = (double) (g_get_monotonic_time () - start) / 1e6;
  for (guint i = 0; i < CLIENTS; i++)
    close (clients[i].fd);
  for (guint i = 0; i < CLIENTS; i++)
    memcpy (all + i * n_each, clients[i].latencies, n_each * sizeof *all);
  qsort (all, CLIENTS * n_each, sizeof *all, compare_times);
  return (Round){ CLIENTS * n_each / seconds,
                  (double) all[CLIENTS * n_each / 2] / 1e3,
                  (double) all[CLIENTS * n_each * 99 / 100] / 1e3 };
}

/* ---- the rows ---- */

static char *
make_labels (Fixture *fixture)
{
  g_autoptr (GString) text = g_string_new (NULL);

  g_string_append_printf (text, "{\"data_units\":{\"%s\":{\"labels\":{",
                          fixture->video);
  for (guint frame = 0; frame < FRAMES; frame++) {
    g_string_append_printf (text, "%s\"%u\":{\"objects\":[",
                            frame > 0 ? "," : "", frame);
    for (guint i = 0; i < BOXES; i++)
      g_string_append_printf (
          text,
          "%s{\"objectHash\":\"obj%05u\",\"featureHash\":\"aaaa1111\","
          "\"name\":\"Car\",\"value\":\"car\",\"color\":\"#D33115\","
          "\"shape\":\"bounding_box\",\"confidence\":0.875,"
          "\"createdAt\":\"Mon, 06 May 2024 07:08:09 GMT\","
          "\"createdBy\":null,\"manualAnnotation\":false,\"boundingBox\":{"
          "\"x\":0.1%04u,\"y\":0.2%04u,\"w\":0.125,\"h\":0.25}}",
          i > 0 ? "," : "", i, frame, i);
    g_string_append (text, "],\"classifications\":[]}");
  }
  g_string_append (text, "}}},\"object_answers\":{");
  for (guint i = 0; i < BOXES; i++)
    g_string_append_printf (text, "%s\"obj%05u\":{}", i > 0 ? "," : "", i);
  g_string_append (text, "},\"classification_answers\":{}}");
  return g_strdup (text->str);
}

static char *
make_body (const char *method, const char *uid, const char *payload)
{
  return g_strdup_printf ("{\"query_type\":\"labelrow\",\"query_method\":"
                          "\"%s\",\"values\":{\"uid\":%s,\"payload\":%s}}",
                          method, uid, payload);
}

/* the same bytes over and over, on a connection that stays */
static char *
make_request (Fixture *fixture, const char *body)
{
  g_autoptr (GString) request = NULL;
  g_autofree char *text = fixture_make_legacy (
      fixture, fixture->admin, "project", fixture->project, body, "");

  request = g_string_new (text);
  g_string_replace (request, "Connection: close\r\n", "", 1);
  return g_strdup (request->str);
}

static char *
add_row (Fixture *fixture, guint i)
{
  g_auto (Answer) answer = { 0 };
  g_autofree char *uid = g_strdup_printf ("[\"%s\"]", fixture->video);
  g_autofree char *payload =
      g_strdup_printf ("{\"branch_name\":\"client-%u\"}", i);

  fixture_call (fixture, "labelrow", "PUT", uid, payload, &answer);
  return g_strdup (json_object_get_string_member (
      json_array_get_object_element (
          json_node_get_array (answer_get_response (&answer)), 0),
      "label_hash"));
}

/* rows with labels, one for each client, and the request of each; ret_answer is
 * what one of them is answered */
static void
prepare (Fixture *fixture, gboolean save, Client *clients, GBytes **ret_answer)
{
  g_autofree char *labels = make_labels (fixture);

  for (guint i = 0; i < CLIENTS; i++) {
    g_autofree char *hash = add_row (fixture, i);
    g_autofree char *uid = g_strdup_printf ("\"%s\"", hash);
    g_autofree char *saving = make_body ("POST", uid, labels);
    g_autofree char *getting = make_body ("GET", uid, "{}");
    g_auto (Answer) answer = { 0 };

    fixture_legacy (fixture, fixture->admin, "project", fixture->project,
                    saving, &answer);
    answer_get_response (&answer);
    if (!save)
      fixture_legacy (fixture, fixture->admin, "project", fixture->project,
                      getting, &answer);
    clients[i].request = make_request (fixture, save ? saving : getting);
    g_clear_pointer (ret_answer, g_bytes_unref);
    *ret_answer = g_bytes_ref (answer.bytes);
  }
}

static void
compare (const char *what, Client *clients, guint16 port, guint16 bare_port)
{
  BenchPairs rates;
  double p50[2][BENCH_PAIRS];
  double p99[2][BENCH_PAIRS];
  g_autofree char *name = g_strconcat ("emulator-", what, NULL);
  g_autofree char *more = NULL;

  for (guint i = 0; i < BENCH_PAIRS; i++) {
    const Round ours = run_round (clients, port);
    const Round limit = run_round (clients, bare_port);

    rates.ours[i] = ours.rate;
    rates.limit[i] = limit.rate;
    p50[0][i] = ours.p50;
    p50[1][i] = limit.p50;
    p99[0][i] = ours.p99;
    p99[1][i] = limit.p99;
  }
  more = g_strdup_printf (
      ",\"peer\":\"bare SoupServer, same bytes\",\"clients\":%d,"
      "\"request_bytes\":%" G_GSIZE_FORMAT ",\"p50_ms\":%.2f,\"p99_ms\":%.2f,"
      "\"limit_p50_ms\":%.2f,\"limit_p99_ms\":%.2f",
      CLIENTS, strlen (clients[0].request), bench_median (p50[0]),
      bench_median (p99[0]), bench_median (p50[1]), bench_median (p99[1]));
  bench_print (name, "requests/s", &rates, more);
}

int
main (int argc, char **argv)
{
  Fixture fixture = { NULL };
  Client *clients;
  g_autoptr (GSubprocess) process = NULL;
  g_autoptr (GSubprocess) bare = NULL;
  g_autoptr (GBytes) answer = NULL;
  g_autofree char *file = NULL;
  guint16 bare_port;
  int n_requests = MAX_REQUESTS;

  if (argc == 3 && strcmp (argv[1], "--bare") == 0)
    return run_bare (argv[2]);
  if (argc == 4)
    n_requests = atoi (argv[3]);
  if (argc < 3 || argc > 4 || n_requests < 1 || n_requests > MAX_REQUESTS ||
      (strcmp (argv[2], "get") != 0 && strcmp (argv[2], "save") != 0)) {
    g_printerr ("usage: %s EMULATOR get|save [REQUESTS, 1..%d]\n", argv[0],
                MAX_REQUESTS);
    return 2;
  }
  clients = g_new0 (Client, CLIENTS);
  for (guint i = 0; i < CLIENTS; i++)
    clients[i].n_requests = (guint) n_requests;
  fixture_set_up (&fixture, NULL);
  fixture_make_project (&fixture);
  prepare (&fixture, strcmp (argv[2], "save") == 0, clients, &answer);
  file = g_build_filename (fixture.folder, "answer", NULL);
  g_file_set_contents (file, g_bytes_get_data (answer, NULL),
                       (gssize) g_bytes_get_size (answer), NULL);
  bare = start_bare (argv[0], file, &bare_port);
  process = fixture_spawn (&fixture, argv[1], NULL);
  compare (argv[2], clients, (guint16) atoi (strrchr (fixture.uri, ':') + 1),
           bare_port);
  g_subprocess_force_exit (bare);
  g_subprocess_force_exit (process);
  g_subprocess_wait (process, NULL, NULL);
  fixture_tear_down (&fixture, NULL);
  for (guint i = 0; i < CLIENTS; i++)
    g_free (clients[i].request);
  g_free (clients);
  return 0;
}
