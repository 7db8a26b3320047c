/* slow.c - clients that take their time, and clients that are many
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <stdlib.h>
#include <string.h>

#include "emulator-fixture.h"
#include "emulator-listener.h"

#define MANY 200

#define LIST                                                                   \
  "{\"query_type\":\"projectwithuserrole\",\"query_method\":\"GET\","          \
  "\"values\":{\"uid\":null,\"payload\":{\"filter\":{}}}}"

static void
send_bytes (GSocketConnection *connection, const char *bytes, gsize length)
{
  g_output_stream_write_all (
      g_io_stream_get_output_stream (G_IO_STREAM (connection)), bytes, length,
      NULL, NULL, NULL);
}

static void
send_text (GSocketConnection *connection, const char *text)
{
  send_bytes (connection, text, strlen (text));
}

static guint
count_connections (Fixture *self)
{
  return emulator_listener_get_connections (self->emulator->listener);
}

static void
wait_for_connections (Fixture *self, guint n)
{
  while (count_connections (self) != n)
    g_main_context_iteration (NULL, TRUE);
}

/* that the emulator still answers who behaves */
static void
assert_alive (Fixture *self)
{
  g_auto (Answer) answer = { 0 };

  fixture_legacy (self, self->admin, "", "", LIST, &answer);
  answer_get_response (&answer);
}

/* ---- time ---- */

static void
restart_impatient (Fixture *self)
{
  EmulatorLimits limits = EMULATOR_LIMITS_DEFAULT;

  limits.header_time = 1;
  limits.progress = 1;
  limits.idle_time = 1;
  fixture_restart_limited (self, &limits);
}

static const struct
{
  const char *name;
  const char *begin;
} stalls[] = {
  { "nothing", "" },
  { "line", "POST /pub" },
  { "headers", "POST /public HTTP/1.1\r\nHost: x\r\n" },
  { "body", "POST /public HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\n{" },
  { "chunks", "PUT /upload/x HTTP/1.1\r\nHost: x\r\n"
              "Transfer-Encoding: chunked\r\n\r\n4\r\nab" },
};

static void
test_stall (Fixture *self, gconstpointer data)
{
  const gsize i = GPOINTER_TO_SIZE (data);
  g_autoptr (GSocketConnection) connection = NULL;
  g_autofree char *answer = NULL;

  restart_impatient (self);
  connection = fixture_connect (self);
  send_text (connection, stalls[i].begin);
  answer = fixture_read_all (connection);
  g_assert_null (strstr (answer, " 200 "));
  wait_for_connections (self, 0);
  assert_alive (self);
}

/* a byte now and then is no sign of life: neither among the headers nor in a
 * body */
static gboolean
on_trickle (gpointer user_data)
{
  send_text (user_data, "x");
  return G_SOURCE_CONTINUE;
}

static void
test_trickle (Fixture *self, gconstpointer data)
{
  static const char *const begins[] = {
    "POST /public HTTP/1.1\r\nX: ",
    "POST /public HTTP/1.1\r\nHost: x\r\nContent-Length: 1000000\r\n\r\n",
  };

  restart_impatient (self);
  for (guint i = 0; i < G_N_ELEMENTS (begins); i++) {
    g_autoptr (GSocketConnection) connection = fixture_connect (self);
    g_autofree char *answer = NULL;
    guint timer;

    send_text (connection, begins[i]);
    timer = g_timeout_add (20, on_trickle, connection);
    answer = fixture_read_all (connection);
    g_source_remove (timer);
    g_assert_null (strstr (answer, " 200 "));
  }
  wait_for_connections (self, 0);
}

/* an answer that nobody fetches does not lie around for ever */
static void
test_slow_reader (Fixture *self, gconstpointer data)
{
  g_autofree char *ballast = g_strnfill (16 * 1024 * 1024, 'x');
  g_autofree char *title = NULL;
  g_autofree char *request = NULL;
  g_autoptr (GSocketConnection) connection = NULL;
  g_auto (Answer) answer = { 0 };

  title = g_strdup_printf ("{\"title\":\"%s\",\"description\":\"\",\"editor\":{"
                           "\"objects\":[],\"classifications\":[]}}",
                           ballast);
  /* ontologies may have 16 MiB: less the rest */
  memmove (title + 10, title + 2048, strlen (title + 2048) + 1);
  fixture_v2 (self, self->admin, "POST", "ontologies", title, &answer);
  g_assert_cmpuint (answer.status, ==, 200);
  restart_impatient (self);
  request = fixture_make_v2 (self, self->admin, "GET", "/v2/public/ontologies",
                             "", "");
  connection = fixture_connect (self);
  send_text (connection, request);
  wait_for_connections (self, 1);
  wait_for_connections (self, 0);
  assert_alive (self);
}

/* who waits between two requests may keep the connection for a while only */
static void
test_idle (Fixture *self, gconstpointer data)
{
  restart_impatient (self);
  assert_alive (self);
  g_assert_cmpuint (count_connections (self), ==, 1);
  wait_for_connections (self, 0);
  assert_alive (self);
}

/* whoever goes away between two requests leaves nothing behind */
static void
test_leave (Fixture *self, gconstpointer data)
{
  assert_alive (self);
  soup_session_abort (self->session);
  wait_for_connections (self, 0);
  assert_alive (self);
}

/* ---- numbers ---- */

static void
test_too_many (Fixture *self, gconstpointer data)
{
  EmulatorLimits limits = EMULATOR_LIMITS_DEFAULT;
  GSocketConnection *open[3];
  g_autoptr (GSocketConnection) more = NULL;
  g_autofree char *answer = NULL;

  limits.connections = G_N_ELEMENTS (open);
  fixture_restart_limited (self, &limits);
  for (guint i = 0; i < G_N_ELEMENTS (open); i++)
    open[i] = fixture_connect (self);
  wait_for_connections (self, G_N_ELEMENTS (open));
  g_test_expect_message ("EncordEmulator", G_LOG_LEVEL_WARNING, "*at once*");
  more = fixture_connect (self);
  answer = fixture_read_all (more);
  g_test_assert_expected_messages ();
  g_assert_cmpstr (answer, ==, "");
  for (guint i = 0; i < G_N_ELEMENTS (open); i++)
    g_object_unref (open[i]);
  wait_for_connections (self, 0);
  assert_alive (self);
}

static gsize
get_resident (void)
{
  g_autofree char *text = NULL;

  g_assert_true (g_file_get_contents ("/proc/self/statm", &text, NULL, NULL));
  return strtoull (strchr (text, ' '), NULL, 10) * 4096;
}

/* the part of the request up to the last byte of its body */
static void
send_all_but_one (GSocketConnection *connection, const char *request)
{
  send_bytes (connection, request, strlen (request) - 1);
}

static char *
make_save (Fixture *self, EncordSshKey *key, guint i)
{
  g_autofree char *body = g_strdup_printf (
      "{\"query_type\":\"labelrow\",\"query_method\":\"POST\",\"values\":{"
      "\"uid\":\"%s\",\"payload\":{\"data_units\":{\"%s\":{\"labels\":{}}},"
      "\"object_answers\":{},\"classification_answers\":{},\"n\":%u}}}",
      self->row, self->video, i);

  return fixture_make_legacy (self, key, "project", self->project, body, "");
}

static gint64
get_version (Fixture *self)
{
  g_auto (Answer) answer = { 0 };
  g_autofree char *path = g_strdup_printf (
      "projects/%s/labels/%s/validation-state", self->project, self->row);

  fixture_v2 (self, self->admin, "GET", path, NULL, &answer);
  g_assert_cmpuint (answer.status, ==, 200);
  return json_object_get_int_member (json_node_get_object (answer.json),
                                     "version");
}

/* 200 at once, every other one with a key that nobody knows: each of them gets
 * an answer of its own, and the row has exactly the saves of the known ones */
static void
test_many (Fixture *self, gconstpointer data)
{
  g_autofree char *uid = NULL;
  g_auto (Answer) answer = { 0 };
  GSocketConnection *connections[MANY];
  char *requests[MANY];
  gint64 version;
  gsize before;

  fixture_make_project (self);
  uid = g_strdup_printf ("\"%s\"", self->video);
  fixture_call (self, "labelrow", "PUT", uid, "{}", &answer);
  self->row = g_strdup (json_object_get_string_member (
      json_node_get_object (answer_get_response (&answer)), "label_hash"));
  version = get_version (self);
  before = get_resident ();
  for (guint i = 0; i < MANY; i++) {
    requests[i] =
        make_save (self, i % 2 == 0 ? self->admin : self->stranger, i);
    connections[i] = fixture_connect (self);
    send_all_but_one (connections[i], requests[i]);
  }
  /* that of the fixture's own client is one more */
  wait_for_connections (self, MANY + 1);
  for (guint i = 0; i < MANY; i++)
    send_text (connections[i], requests[i] + strlen (requests[i]) - 1);
  for (guint i = 0; i < MANY; i++) {
    g_autofree char *text = fixture_read_all (connections[i]);

    g_assert_nonnull (strstr (text, i % 2 == 0
                                        ? "{\"status\":200,\"response\":true}"
                                        : "SSH_KEY_NOT_FOUND_ERROR"));
    g_object_unref (connections[i]);
    g_free (requests[i]);
  }
  g_assert_cmpint (get_version (self), ==, version + MANY / 2);
  g_assert_cmpuint (get_resident (), <, before + 64 * 1024 * 1024);
}

/* ---- bodies ---- */

#define BODIES 16
#define MEGABYTE (1024 * 1024)

static char *
make_large (Fixture *self, EncordSshKey *key)
{
  g_autofree char *blanks = g_strnfill (MEGABYTE - 4096, ' ');
  g_autofree char *body = g_strconcat (LIST, blanks, NULL);

  return fixture_make_legacy (self, key, "", "", body, "");
}

/* what strangers send is not kept at all */
static void
test_strange_bodies (Fixture *self, gconstpointer data)
{
  g_autofree char *request = make_large (self, self->stranger);
  g_autoptr (GSocketConnection) connection = fixture_connect (self);
  g_autofree char *answer = NULL;

  send_all_but_one (connection, request);
  wait_for_connections (self, 1);
  while (g_main_context_iteration (NULL, FALSE))
    g_assert_cmpuint (emulator_listener_get_held (self->emulator->listener), ==,
                      0);
  send_text (connection, " ");
  answer = fixture_read_all (connection);
  g_assert_nonnull (strstr (answer, "SSH_KEY_NOT_FOUND_ERROR"));
}

/* those of known users together have an upper bound; who comes too much is told
 * to come again */
static void
test_many_bodies (Fixture *self, gconstpointer data)
{
  EmulatorLimits limits = EMULATOR_LIMITS_DEFAULT;
  g_autofree char *request = NULL;
  GSocketConnection *connections[BODIES];
  guint n_turned_away = 0;
  guint n_served = 0;

  limits.bodies = BODIES / 2 * MEGABYTE;
  fixture_restart_limited (self, &limits);
  request = make_large (self, self->admin);
  for (guint i = 0; i < BODIES; i++) {
    const gsize size = strlen (request);
    gsize sent = 0;

    connections[i] = fixture_connect (self);
    /* both ends live here: small steps never block */
    while (sent < size - 1) {
      const gsize step = MIN (16384, size - 1 - sent);

      send_bytes (connections[i], request + sent, step);
      sent += step;
      while (g_main_context_iteration (NULL, FALSE))
        g_assert_cmpuint (emulator_listener_get_held (self->emulator->listener),
                          <=, limits.bodies);
    }
  }
  for (guint i = 0; i < BODIES; i++)
    send_text (connections[i], " ");
  for (guint i = 0; i < BODIES; i++) {
    g_autofree char *text = fixture_read_all (connections[i]);

    if (g_str_has_prefix (text, "HTTP/1.1 503 ")) {
      g_assert_nonnull (strstr (text, "Retry-After: 1\r\n"));
      n_turned_away++;
    } else {
      g_assert_nonnull (strstr (text, "{\"status\":200,"));
      n_served++;
    }
    g_object_unref (connections[i]);
  }
  g_assert_cmpuint (n_turned_away, >, 0);
  g_assert_cmpuint (n_served, >, 0);
  wait_for_connections (self, 0);
  g_assert_cmpuint (emulator_listener_get_held (self->emulator->listener), ==,
                    0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, func)                                                        \
  g_test_add ("/emulator/slow/" name, Fixture, NULL, fixture_set_up, func,     \
              fixture_tear_down)
  for (gsize i = 0; i < G_N_ELEMENTS (stalls); i++) {
    g_autofree char *path =
        g_strconcat ("/emulator/slow/stall/", stalls[i].name, NULL);

    g_test_add (path, Fixture, GSIZE_TO_POINTER (i), fixture_set_up, test_stall,
                fixture_tear_down);
  }
  ADD ("trickle", test_trickle);
  ADD ("reader", test_slow_reader);
  ADD ("idle", test_idle);
  ADD ("leave", test_leave);
  ADD ("too-many", test_too_many);
  ADD ("many", test_many);
  ADD ("strange-bodies", test_strange_bodies);
  ADD ("many-bodies", test_many_bodies);
#undef ADD
  return g_test_run ();
}
