/* fake-server.c - an HTTP server that answers what a test tells it to
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "fake-server.h"

/* a request that does not come is a failed test, not a slow one */
#define PATIENCE (120 * G_USEC_PER_SEC)

typedef struct
{
  guint status;
  char **headers;
  GBytes *body;
  gboolean raw;
  gboolean keep_silent;
} Reply;

/* The thread runs the server; both queues are how it meets the test. */
struct _FakeServer
{
  GThread *thread;
  GMainContext *context;
  GMainLoop *loop;
  SoupServer *server;
  char *uri;
  GAsyncQueue *replies;
  GAsyncQueue *requests;
  GPtrArray *silent; /* thread only: connections kept open */
  GBytes *served;    /* nullable; set before the first request */
};

static void
reply_free (gpointer data)
{
  Reply *reply = data;

  g_strfreev (reply->headers);
  g_bytes_unref (reply->body);
  g_free (reply);
}

void
fake_request_free (FakeRequest *self)
{
  g_free (self->method);
  g_free (self->target);
  soup_message_headers_unref (self->headers);
  g_bytes_unref (self->body);
  g_free (self);
}

static void
copy_header (const char *name, const char *value, gpointer user_data)
{
  soup_message_headers_append (user_data, name, value);
}

static FakeRequest *
record (SoupServerMessage *msg)
{
  FakeRequest *request = g_new0 (FakeRequest, 1);
  GUri *uri = soup_server_message_get_uri (msg);
  GSocketAddress *address = soup_server_message_get_remote_address (msg);
  const char *query = g_uri_get_query (uri);

  request->method = g_strdup (soup_server_message_get_method (msg));
  request->target =
      g_strconcat (g_uri_get_path (uri), query != NULL ? "?" : "", query, NULL);
  request->headers = soup_message_headers_new (SOUP_MESSAGE_HEADERS_REQUEST);
  soup_message_headers_foreach (soup_server_message_get_request_headers (msg),
                                copy_header, request->headers);
  request->body =
      soup_message_body_flatten (soup_server_message_get_request_body (msg));
  request->client_port =
      g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (address));

  return request;
}

static void
send_raw (FakeServer *self, SoupServerMessage *msg, Reply *reply)
{
  g_autoptr (GIOStream) stream = soup_server_message_steal_connection (msg);
  gsize length;
  gconstpointer data = g_bytes_get_data (reply->body, &length);

  g_output_stream_write_all (g_io_stream_get_output_stream (stream), data,
                             length, NULL, NULL, NULL);
  if (reply->keep_silent)
    g_ptr_array_add (self->silent, g_steal_pointer (&stream));
  else
    g_io_stream_close (stream, NULL, NULL);
}

static void
send_reply (SoupServerMessage *msg, Reply *reply)
{
  SoupMessageHeaders *headers = soup_server_message_get_response_headers (msg);

  soup_server_message_set_status (msg, reply->status, NULL);
  soup_message_headers_replace (headers, "Content-Type", "application/json");
  for (guint i = 0; reply->headers != NULL && reply->headers[i] != NULL; i += 2)
    soup_message_headers_replace (headers, reply->headers[i],
                                  reply->headers[i + 1]);
  if (g_bytes_get_size (reply->body) > 0)
    soup_message_body_append_bytes (soup_server_message_get_response_body (msg),
                                    reply->body);
}

static void
on_request (SoupServer *server, SoupServerMessage *msg, const char *path,
            GHashTable *query, gpointer user_data)
{
  FakeServer *self = user_data;
  Reply *reply = g_async_queue_try_pop (self->replies);

  g_async_queue_push (self->requests, record (msg));
  if (reply == NULL) {
    if (self->served != NULL) {
      soup_server_message_set_status (msg, 200, NULL);
      soup_message_body_append_bytes (
          soup_server_message_get_response_body (msg), self->served);
    } else {
      soup_server_message_set_status (msg, 500, "unscripted");
    }
    return;
  }
  if (reply->raw)
    send_raw (self, msg, reply);
  else if (reply->status == 0)
    g_socket_close (soup_server_message_get_socket (msg), NULL);
  else
    send_reply (msg, reply);
  reply_free (reply);
}

static gpointer
run (gpointer data)
{
  FakeServer *self = data;
  g_main_context_push_thread_default (self->context);
  g_main_loop_run (self->loop);
  g_main_context_pop_thread_default (self->context);
  return NULL;
}

/* runs on the server thread: quitting from outside could come before the loop
 * has started and be lost */
static gboolean
shut_down (gpointer data)
{
  FakeServer *self = data;

  soup_server_disconnect (self->server);
  g_main_loop_quit (self->loop);
  return G_SOURCE_REMOVE;
}

FakeServer *
fake_server_new (void)
{
  FakeServer *self = g_new0 (FakeServer, 1);
  GSList *uris;

  self->replies = g_async_queue_new_full (reply_free);
  self->requests = g_async_queue_new_full ((GDestroyNotify) fake_request_free);
  self->silent = g_ptr_array_new_with_free_func (g_object_unref);
  self->context = g_main_context_new ();
  self->loop = g_main_loop_new (self->context, FALSE);
  g_main_context_push_thread_default (self->context);
  self->server = soup_server_new ("raw-paths", TRUE, NULL);
  soup_server_add_handler (self->server, NULL, on_request, self, NULL);
  g_assert_true (soup_server_listen_local (self->server, 0,
                                           SOUP_SERVER_LISTEN_IPV4_ONLY, NULL));
  g_main_context_pop_thread_default (self->context);
  uris = soup_server_get_uris (self->server);
  self->uri =
      g_strdup_printf ("%s://127.0.0.1:%d", g_uri_get_scheme (uris->data),
                       g_uri_get_port (uris->data));
  g_slist_free_full (uris, (GDestroyNotify) g_uri_unref);
  self->thread = g_thread_new ("fake-server", run, self);
  return self;
}

void
fake_server_free (FakeServer *self)
{
  g_main_context_invoke (self->context, shut_down, self);
  g_thread_join (self->thread);
  while (g_main_context_iteration (self->context, FALSE))
    ;
  g_ptr_array_unref (self->silent);
  g_object_unref (self->server);
  g_main_loop_unref (self->loop);
  g_main_context_unref (self->context);
  g_async_queue_unref (self->replies);
  g_async_queue_unref (self->requests);
  g_clear_pointer (&self->served, g_bytes_unref);
  g_free (self->uri);
  g_free (self);
}

const char *
fake_server_get_uri (FakeServer *self)
{
  return self->uri;
}

void
fake_server_reply (FakeServer *self, guint status, const char *body)
{
  fake_server_reply_full (self, status, NULL, body, strlen (body));
}

void
fake_server_reply_full (FakeServer *self, guint status,
                        const char *const *headers, gconstpointer body,
                        gsize length)
{
  Reply *reply = g_new0 (Reply, 1);

  reply->status = status;
  reply->headers = g_strdupv ((char **) headers);
  reply->body = g_bytes_new (body, length);
  g_async_queue_push (self->replies, reply);
}

void
fake_server_serve (FakeServer *self, GBytes *data)
{
  self->served = g_bytes_ref (data);
}

void
fake_server_reply_raw (FakeServer *self, const char *bytes,
                       gboolean keep_silent)
{
  Reply *reply = g_new0 (Reply, 1);

  reply->raw = TRUE;
  reply->keep_silent = keep_silent;
  reply->body = g_bytes_new (bytes, strlen (bytes));
  g_async_queue_push (self->replies, reply);
}

FakeRequest *
fake_server_wait_request (FakeServer *self)
{
  FakeRequest *request = g_async_queue_timeout_pop (self->requests, PATIENCE);

  g_assert_nonnull (request);
  return request;
}

FakeRequest *
fake_server_take_request (FakeServer *self)
{
  return g_async_queue_try_pop (self->requests);
}
