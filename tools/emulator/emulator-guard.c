/* emulator-guard.c - keeps slow and many clients from using a server up
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "emulator-guard.h"

#include <errno.h>
#include <sys/socket.h>

#include "emulator-media.h"

/* SoupServer has no time-outs of its own. A connection here has one timer at a
 * time: for the headers as a whole, for the progress of a body in or out, or
 * for the pause between two requests; none while a handler works.
 *
 * Nor does it (3.2) close a connection that ends between two requests: it reads
 * the end of the stream and forgets the socket. So that end is watched for here,
 * with a source that comes before libsoup's; and so it is while a handler makes
 * its answer beside the main loop, which nobody waits for any more. */

struct _EmulatorGuard
{
  SoupServer *server;
  EmulatorLimits limits;
  GHashTable *connections; /* GSocket to Connection */
};

typedef struct
{
  EmulatorGuard *guard;
  GSocket *socket;
  SoupServerMessage *message; /* the last one, whose signals are ours */
  GSource *timer;
  GSource *end;
  gboolean handled; /* has its request, and has no answer yet */
  guint64 moved;    /* bytes of a body since the timer last looked */
} Connection;

/* ---- sources ---- */

static void
stop (GSource **source)
{
  if (*source == NULL)
    return;
  g_source_destroy (*source);
  g_clear_pointer (source, g_source_unref);
}

static void
start_timer (Connection *self, guint seconds, GSourceFunc func)
{
  stop (&self->timer);
  self->moved = 0;
  self->timer = g_timeout_source_new_seconds (seconds);
  g_source_set_callback (self->timer, func, self, NULL);
  g_source_attach (self->timer, g_main_context_get_thread_default ());
}

/* in the middle of a request libsoup does notice the end of the stream */
static gboolean
on_too_slow (gpointer user_data)
{
  Connection *self = user_data;

  g_socket_shutdown (self->socket, TRUE, TRUE, NULL);
  stop (&self->timer);
  return G_SOURCE_REMOVE;
}

static gboolean
on_look (gpointer user_data)
{
  Connection *self = user_data;

  if (self->moved < self->guard->limits.min_bytes)
    return on_too_slow (self);
  self->moved = 0;
  return G_SOURCE_CONTINUE;
}

/* frees self, through the message's last signal */
static gboolean
close_connection (gpointer user_data)
{
  Connection *self = user_data;
  g_autoptr (SoupServerMessage) message = g_object_ref (self->message);
  g_autoptr (GIOStream) stream = soup_server_message_steal_connection (message);

  if (stream != NULL)
    g_io_stream_close (stream, NULL, NULL);
  return G_SOURCE_REMOVE;
}

static gboolean
on_readable (GSocket *socket, GIOCondition condition, gpointer user_data)
{
  Connection *self = user_data;
  char byte;
  const gssize got = recv (g_socket_get_fd (socket), &byte, sizeof byte,
                           MSG_PEEK | MSG_DONTWAIT);

  if (got > 0) {
    /* the next request */
    stop (&self->end);
    return G_SOURCE_REMOVE;
  }
  if (got < 0 && (errno == EAGAIN || errno == EINTR))
    return G_SOURCE_CONTINUE;
  if (self->handled && soup_server_message_get_status (self->message) != 0) {
    /* the client has only closed its half, and the answer is on its way */
    stop (&self->end);
    return G_SOURCE_REMOVE;
  }
  return close_connection (self);
}

static void
watch_for_end (Connection *self)
{
  stop (&self->end);
  self->end = g_socket_create_source (self->socket, G_IO_IN, NULL);
  g_source_set_priority (self->end, G_PRIORITY_HIGH);
  g_source_set_callback (self->end, G_SOURCE_FUNC (on_readable), self, NULL);
  g_source_attach (self->end, g_main_context_get_thread_default ());
}

/* ---- one message ---- */

static void
on_got_headers (SoupServerMessage *message, Connection *self)
{
  start_timer (self, self->guard->limits.progress, on_look);
}

static void
on_got_chunk (SoupServerMessage *message, GBytes *chunk, Connection *self)
{
  self->moved += g_bytes_get_size (chunk);
}

static void
on_got_body (SoupServerMessage *message, Connection *self)
{
  stop (&self->timer);
  self->handled = TRUE;
  watch_for_end (self);
}

/* A player may pause for as long as it likes: what it has not fetched yet is a
 * file, not memory. */
static void
on_wrote_headers (SoupServerMessage *message, Connection *self)
{
  GUri *uri = soup_server_message_get_uri (message);

  self->handled = FALSE;
  stop (&self->end);
  /* there is none when the headers could not be read */
  if (uri == NULL ||
      !g_str_has_prefix (g_uri_get_path (uri), EMULATOR_MEDIA_PATH))
    start_timer (self, self->guard->limits.progress, on_look);
}

static void
on_wrote_data (SoupServerMessage *message, guint size, Connection *self)
{
  self->moved += size;
}

static void
on_finished (SoupServerMessage *message, Connection *self)
{
  /* the message stays until the next one: its bodies need not */
  soup_message_body_truncate (soup_server_message_get_request_body (message));
  soup_message_body_truncate (soup_server_message_get_response_body (message));
  self->handled = FALSE;
  start_timer (self, self->guard->limits.idle_time, close_connection);
  watch_for_end (self);
}

static void
on_disconnected (SoupServerMessage *message, Connection *self)
{
  g_hash_table_remove (self->guard->connections, self->socket);
}

/* ---- connections ---- */

static void
drop_message (Connection *self)
{
  if (self->message != NULL)
    g_signal_handlers_disconnect_by_data (self->message, self);
  g_clear_object (&self->message);
}

static void
connection_free (gpointer user_data)
{
  Connection *self = user_data;

  stop (&self->timer);
  stop (&self->end);
  drop_message (self);
  g_object_unref (self->socket);
  g_free (self);
}

static Connection *
get_connection (EmulatorGuard *self, GSocket *socket)
{
  Connection *connection = g_hash_table_lookup (self->connections, socket);

  if (connection == NULL) {
    connection = g_new0 (Connection, 1);
    connection->guard = self;
    connection->socket = g_object_ref (socket);
    g_hash_table_insert (self->connections, socket, connection);
  }
  return connection;
}

static void
take_message (Connection *self, SoupServerMessage *message)
{
  drop_message (self);
  self->message = g_object_ref (message);
#define CONNECT(signal, func)                                                  \
  g_signal_connect (message, signal, G_CALLBACK (func), self)
  CONNECT ("got-headers", on_got_headers);
  CONNECT ("got-chunk", on_got_chunk);
  CONNECT ("got-body", on_got_body);
  CONNECT ("wrote-headers", on_wrote_headers);
  CONNECT ("wrote-body-data", on_wrote_data);
  CONNECT ("finished", on_finished);
  CONNECT ("disconnected", on_disconnected);
#undef CONNECT
}

/* Comes for the first message of a connection when that is accepted, for the
 * next ones with their first byte. */
static void
on_request_started (SoupServer *server, SoupServerMessage *message,
                    gpointer user_data)
{
  EmulatorGuard *self = user_data;
  Connection *connection =
      get_connection (self, soup_server_message_get_socket (message));

  take_message (connection, message);
  stop (&connection->end);
  start_timer (connection, self->limits.header_time, on_too_slow);
  if (g_hash_table_size (self->connections) > self->limits.connections) {
    g_warning ("%u connections at once: one more is refused",
               self->limits.connections);
    on_too_slow (connection);
  }
}

EmulatorGuard *
emulator_guard_new (SoupServer *server, const EmulatorLimits *limits)
{
  EmulatorGuard *self = g_new0 (EmulatorGuard, 1);

  self->server = g_object_ref (server);
  self->limits = *limits;
  self->connections = g_hash_table_new_full (NULL, NULL, NULL, connection_free);
  g_signal_connect (server, "request-started", G_CALLBACK (on_request_started),
                    self);
  return self;
}

void
emulator_guard_free (EmulatorGuard *self)
{
  g_signal_handlers_disconnect_by_data (self->server, self);
  g_object_unref (self->server);
  g_hash_table_unref (self->connections);
  g_free (self);
}

guint
emulator_guard_get_connections (EmulatorGuard *self)
{
  return g_hash_table_size (self->connections);
}
