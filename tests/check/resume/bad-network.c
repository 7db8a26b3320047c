/* bad-network.c - a network between a client and a server that loses much
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "bad-network.h"

#include <string.h>

/* of a hundred connections; the first one never gets through undisturbed */
#define REFUSED 15
#define CUT 25
#define FAILED 12
#define THROTTLED 12
#define DISTURBED (REFUSED + CUT + FAILED + THROTTLED)
/* bytes of the answer, before a connection is cut */
#define MOST_BEFORE_CUT 3000

struct _BadNetwork
{
  GSocketService *service;
  GMainContext *context;
  GMainLoop *loop;
  GThread *thread;
  char *server; /* host and port */
  char *uri;

  /* connections have threads of their own */
  GMutex lock;
  GRand *rand; /* guarded by lock, as are the faults */
  guint n_faults;
};

typedef enum
{
  PASS,
  REFUSE,
  CUT_OFF,
  FAIL,
  THROTTLE,
} Fate;

static Fate
draw_fate (BadNetwork *self, goffset *ret_cut_after)
{
  Fate fate = PASS;
  int drawn;

  g_mutex_lock (&self->lock);
  drawn =
      g_rand_int_range (self->rand, 0, self->n_faults > 0 ? 100 : DISTURBED);
  *ret_cut_after = g_rand_int_range (self->rand, 0, MOST_BEFORE_CUT);
  if (drawn < REFUSED)
    fate = REFUSE;
  else if (drawn < REFUSED + CUT)
    fate = CUT_OFF;
  else if (drawn < REFUSED + CUT + FAILED)
    fate = FAIL;
  else if (drawn < DISTURBED)
    fate = THROTTLE;
  self->n_faults += fate != PASS;
  g_mutex_unlock (&self->lock);

  return fate;
}

/* whatever the request is */
static void
answer (GIOStream *client, const char *text)
{
  GInputStream *input = g_io_stream_get_input_stream (client);
  char bytes[4096];

  if (g_input_stream_read (input, bytes, sizeof bytes, NULL, NULL) > 0)
    g_output_stream_write_all (g_io_stream_get_output_stream (client), text,
                               strlen (text), NULL, NULL, NULL);
}

typedef struct
{
  GIOStream *from;
  GIOStream *to;
  goffset most; /* bytes; -1: all */
} Direction;

static gpointer
pass_on (gpointer data)
{
  const Direction *self = data;
  GInputStream *input = g_io_stream_get_input_stream (self->from);
  GOutputStream *output = g_io_stream_get_output_stream (self->to);
  char bytes[4096];
  goffset left = self->most >= 0 ? self->most : G_MAXINT64;

  while (left > 0) {
    const gssize n = g_input_stream_read (
        input, bytes, (gsize) MIN (left, (goffset) sizeof bytes), NULL, NULL);

    if (n <= 0 ||
        !g_output_stream_write_all (output, bytes, (gsize) n, NULL, NULL, NULL))
      break;
    left -= n;
  }
  /* the other direction ends with this one */
  g_socket_shutdown (
      g_socket_connection_get_socket (G_SOCKET_CONNECTION (self->from)), TRUE,
      TRUE, NULL);
  g_socket_shutdown (
      g_socket_connection_get_socket (G_SOCKET_CONNECTION (self->to)), TRUE,
      TRUE, NULL);

  return NULL;
}

static void
connect_both (BadNetwork *self, GIOStream *client, goffset cut_after)
{
  g_autoptr (GSocketClient) connector = g_socket_client_new ();
  g_autoptr (GSocketConnection) server =
      g_socket_client_connect_to_host (connector, self->server, 80, NULL, NULL);
  Direction forth, back;
  GThread *thread;

  if (server == NULL)
    return;
  forth = (Direction){ client, G_IO_STREAM (server), -1 };
  back = (Direction){ G_IO_STREAM (server), client, cut_after };
  thread = g_thread_new ("forth", pass_on, &forth);
  pass_on (&back);
  g_thread_join (thread);
}

static gboolean
on_connection (GThreadedSocketService *service, GSocketConnection *connection,
               GObject *source, gpointer data)
{
  BadNetwork *self = data;
  GIOStream *client = G_IO_STREAM (connection);
  goffset cut_after;

  switch (draw_fate (self, &cut_after)) {
    case REFUSE:
      break;
    case FAIL:
      answer (client, "HTTP/1.1 500 Internal Server Error\r\n"
                      "Content-Length: 0\r\nConnection: close\r\n\r\n");
      break;
    case THROTTLE:
      answer (client, "HTTP/1.1 429 Too Many Requests\r\nRetry-After: 0\r\n"
                      "Content-Length: 0\r\nConnection: close\r\n\r\n");
      break;
    case CUT_OFF:
      connect_both (self, client, cut_after);
      break;
    case PASS:
    default:
      connect_both (self, client, -1);
      break;
  }
  g_io_stream_close (client, NULL, NULL);

  return TRUE;
}

static gpointer
run (gpointer data)
{
  BadNetwork *self = data;

  g_main_context_push_thread_default (self->context);
  g_main_loop_run (self->loop);
  g_main_context_pop_thread_default (self->context);

  return NULL;
}

BadNetwork *
bad_network_new (const char *server, guint32 seed)
{
  BadNetwork *self = g_new0 (BadNetwork, 1);
  g_autoptr (GInetAddress) loopback =
      g_inet_address_new_loopback (G_SOCKET_FAMILY_IPV4);
  g_autoptr (GSocketAddress) wanted = g_inet_socket_address_new (loopback, 0);
  g_autoptr (GSocketAddress) address = NULL;
  g_autoptr (GError) error = NULL;

  g_mutex_init (&self->lock);
  self->rand = g_rand_new_with_seed (seed);
  self->server = g_strdup (server + strlen ("http://"));
  self->context = g_main_context_new ();
  self->loop = g_main_loop_new (self->context, FALSE);
  g_main_context_push_thread_default (self->context);
  self->service = g_threaded_socket_service_new (100);
  g_signal_connect (self->service, "run", G_CALLBACK (on_connection), self);
  g_socket_listener_add_address (G_SOCKET_LISTENER (self->service), wanted,
                                 G_SOCKET_TYPE_STREAM, G_SOCKET_PROTOCOL_TCP,
                                 NULL, &address, &error);
  g_assert_no_error (error);
  g_socket_service_start (self->service);
  g_main_context_pop_thread_default (self->context);
  self->uri = g_strdup_printf (
      "http://127.0.0.1:%u",
      g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (address)));
  self->thread = g_thread_new ("bad-network", run, self);

  return self;
}

void
bad_network_free (BadNetwork *self)
{
  g_socket_service_stop (self->service);
  g_main_loop_quit (self->loop);
  g_thread_join (self->thread);
  g_socket_listener_close (G_SOCKET_LISTENER (self->service));
  /* what waited for a connection is let go of */
  while (g_main_context_iteration (self->context, FALSE))
    ;
  g_object_unref (self->service);
  g_main_loop_unref (self->loop);
  g_main_context_unref (self->context);
  g_rand_free (self->rand);
  g_mutex_clear (&self->lock);
  g_free (self->server);
  g_free (self->uri);
  g_free (self);
}

const char *
bad_network_get_uri (BadNetwork *self)
{
  return self->uri;
}

guint
bad_network_count_faults (BadNetwork *self)
{
  guint n_faults;

  g_mutex_lock (&self->lock);
  n_faults = self->n_faults;
  g_mutex_unlock (&self->lock);

  return n_faults;
}
