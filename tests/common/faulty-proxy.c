/* faulty-proxy.c - between a client and a server, where calls go wrong
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "faulty-proxy.h"

#include <libsoup/soup.h>

/* how often a call is tried again */
#define N_RETRIES 3
/* long enough to fall behind others, and no more */
#define LATER_MS 20

/* Threads: one runs the server and asks the other one, request by request; what
 * tests set and read is guarded by the lock. */
struct _FaultyProxy
{
  GThread *thread;
  GMainContext *context;
  GMainLoop *loop;
  SoupServer *server;
  SoupSession *session; /* of the thread */
  char *target;
  char *uri;
  char *favourite; /* nullable */

  GMutex lock;
  GRand *rand;
  guint rate;
  gboolean was_faulty; /* the last request */
  guint n_refusals;    /* that are still to come */
  guint counts[FAULT_N];
};

static gboolean
is_favourite (FaultyProxy *self, SoupServerMessage *msg)
{
  g_autoptr (GBytes) body =
      soup_message_body_flatten (soup_server_message_get_request_body (msg));
  gsize length;
  const char *text = g_bytes_get_data (body, &length);

  return self->favourite != NULL && text != NULL &&
         g_strstr_len (text, (gssize) length, self->favourite) != NULL;
}

static Fault
draw_fault (FaultyProxy *self, SoupServerMessage *msg)
{
  const gboolean favourite = is_favourite (self, msg);
  Fault fault = FAULT_NONE;

  g_mutex_lock (&self->lock);
  if (self->n_refusals > 0) {
    self->n_refusals--;
    fault = FAULT_TOO_MANY;
  } else if (self->rate > 0 && !self->was_faulty &&
             g_rand_int_range (self->rand, 0,
                               favourite ? 2 : (int) self->rate) == 0) {
    fault = (Fault) g_rand_int_range (self->rand, FAULT_NONE + 1, FAULT_N);
    if (fault != FAULT_SLOW && g_rand_int_range (self->rand, 0, 3) == 0)
      self->n_refusals = N_RETRIES;
  }
  self->was_faulty = fault != FAULT_NONE;
  self->counts[fault]++;
  g_mutex_unlock (&self->lock);

  return fault;
}

static void
hang_up (SoupServerMessage *msg)
{
  g_socket_close (soup_server_message_get_socket (msg), NULL);
}

/* these belong to one connection, not to what is said over it */
static gboolean
is_of_the_connection (const char *name)
{
  static const char *const names[] = { "Connection",        "Content-Encoding",
                                       "Content-Length",    "Host",
                                       "Transfer-Encoding", NULL };

  for (guint i = 0; names[i] != NULL; i++)
    if (g_ascii_strcasecmp (name, names[i]) == 0)
      return TRUE;

  return FALSE;
}

static void
copy_header (const char *name, const char *value, gpointer headers)
{
  if (!is_of_the_connection (name))
    soup_message_headers_append (headers, name, value);
}

static SoupMessage *
copy_request (FaultyProxy *self, SoupServerMessage *msg)
{
  GUri *uri = soup_server_message_get_uri (msg);
  const char *query = g_uri_get_query (uri);
  g_autofree char *target = g_strconcat (self->target, g_uri_get_path (uri),
                                         query != NULL ? "?" : "", query, NULL);
  g_autoptr (GUri) encoded =
      g_uri_parse (target, SOUP_HTTP_URI_FLAGS | G_URI_FLAGS_ENCODED, NULL);
  SoupMessage *request =
      soup_message_new_from_uri (soup_server_message_get_method (msg), encoded);
  g_autoptr (GBytes) body =
      soup_message_body_flatten (soup_server_message_get_request_body (msg));

  soup_message_headers_foreach (soup_server_message_get_request_headers (msg),
                                copy_header,
                                soup_message_get_request_headers (request));
  soup_message_add_flags (request, SOUP_MESSAGE_NO_REDIRECT);
  if (g_bytes_get_size (body) > 0)
    soup_message_set_request_body_from_bytes (request, NULL, body);

  return request;
}

/* FALSE: the server is away */
static gboolean
pass_on (FaultyProxy *self, SoupServerMessage *msg)
{
  g_autoptr (SoupMessage) request = copy_request (self, msg);
  g_autoptr (GBytes) body =
      soup_session_send_and_read (self->session, request, NULL, NULL);

  if (body == NULL)
    return FALSE;
  soup_server_message_set_status (msg, soup_message_get_status (request),
                                  soup_message_get_reason_phrase (request));
  soup_message_headers_foreach (soup_message_get_response_headers (request),
                                copy_header,
                                soup_server_message_get_response_headers (msg));
  soup_message_body_append_bytes (soup_server_message_get_response_body (msg),
                                  body);

  return TRUE;
}

static void
refuse (SoupServerMessage *msg, guint status)
{
  soup_message_body_truncate (soup_server_message_get_response_body (msg));
  soup_message_headers_replace (soup_server_message_get_response_headers (msg),
                                "Retry-After", "0");
  soup_server_message_set_status (msg, status, NULL);
}

static gboolean
go_on (gpointer data)
{
  soup_server_message_unpause (data);

  return G_SOURCE_REMOVE;
}

static void
answer_later (FaultyProxy *self, SoupServerMessage *msg)
{
  g_autoptr (GSource) source = g_timeout_source_new (LATER_MS);

  soup_server_message_pause (msg);
  g_source_set_callback (source, go_on, g_object_ref (msg), g_object_unref);
  g_source_attach (source, self->context);
}

static void
on_request (SoupServer *server, SoupServerMessage *msg, const char *path,
            GHashTable *query, gpointer data)
{
  FaultyProxy *self = data;
  const Fault fault = draw_fault (self, msg);

  if (fault == FAULT_ERROR) {
    refuse (msg, SOUP_STATUS_INTERNAL_SERVER_ERROR);
  } else if (fault == FAULT_TOO_MANY) {
    refuse (msg, 429);
  } else if (fault == FAULT_LOST_REQUEST || !pass_on (self, msg) ||
             fault == FAULT_LOST_ANSWER) {
    hang_up (msg);
  } else if (fault == FAULT_ERROR_AFTERWARDS) {
    refuse (msg, SOUP_STATUS_INTERNAL_SERVER_ERROR);
  } else if (fault == FAULT_SLOW) {
    answer_later (self, msg);
  }
}

static gpointer
run (gpointer data)
{
  FaultyProxy *self = data;

  g_main_context_push_thread_default (self->context);
  self->session = soup_session_new ();
  g_main_loop_run (self->loop);
  g_clear_object (&self->session);
  g_main_context_pop_thread_default (self->context);

  return NULL;
}

/* on the thread: from outside it could come before the loop has started */
static gboolean
shut_down (gpointer data)
{
  FaultyProxy *self = data;

  soup_server_disconnect (self->server);
  g_main_loop_quit (self->loop);

  return G_SOURCE_REMOVE;
}

FaultyProxy *
faulty_proxy_new (const char *uri)
{
  FaultyProxy *self = g_new0 (FaultyProxy, 1);
  GSList *uris;

  g_mutex_init (&self->lock);
  self->rand = g_rand_new_with_seed (0);
  self->target = g_strdup (uri);
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
      g_strdup_printf ("http://127.0.0.1:%d", g_uri_get_port (uris->data));
  g_slist_free_full (uris, (GDestroyNotify) g_uri_unref);
  self->thread = g_thread_new ("faulty-proxy", run, self);

  return self;
}

void
faulty_proxy_free (FaultyProxy *self)
{
  g_main_context_invoke (self->context, shut_down, self);
  g_thread_join (self->thread);
  while (g_main_context_iteration (self->context, FALSE))
    ;
  g_object_unref (self->server);
  g_main_loop_unref (self->loop);
  g_main_context_unref (self->context);
  g_rand_free (self->rand);
  g_mutex_clear (&self->lock);
  g_free (self->favourite);
  g_free (self->target);
  g_free (self->uri);
  g_free (self);
}

const char *
faulty_proxy_get_uri (FaultyProxy *self)
{
  return self->uri;
}

void
faulty_proxy_set_favourite (FaultyProxy *self, const char *text)
{
  self->favourite = g_strdup (text);
}

void
faulty_proxy_set_faults (FaultyProxy *self, guint rate, guint32 seed)
{
  g_mutex_lock (&self->lock);
  self->rate = rate;
  self->was_faulty = FALSE;
  self->n_refusals = 0;
  g_rand_set_seed (self->rand, seed);
  g_mutex_unlock (&self->lock);
}

guint
faulty_proxy_count (FaultyProxy *self, Fault fault)
{
  guint count;

  g_mutex_lock (&self->lock);
  count = self->counts[fault];
  g_mutex_unlock (&self->lock);

  return count;
}
