/* transport/encord-transport.c - sends calls and reads their answers
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * Threads: any. Everything here is set before the first call and only read
 * afterwards; libsoup's sessions lock by themselves. */
#include <encord/auth/encord-credentials-private.h>
#include <encord/auth/encord-signature-private.h>
#include <encord/encord-error-private.h>
#include <encord/transport/encord-call-details-private.h>
#include <encord/transport/encord-exchange-private.h>
#include <encord/transport/encord-origin-private.h>
#include <encord/transport/encord-retry-private.h>
#include <encord/transport/encord-transport-details-private.h>
#include <string.h>

#define TIMEOUT 180 /* seconds between two pieces of an answer */
#define POLL_PAUSE 10.0
#define MAX_CONNECTIONS 64
/* v2 requests are dated back, for servers whose clock is late */
#define CREATED_OFFSET (-30)

struct _EncordTransport
{
  GObject parent;

  char *server;
  GUri *uri; /* NULL: the server makes no sense */
  EncordCredentials *credentials;
  double backoff;
  double poll_pause;
  SoupSession *calls;
  EncordConnections *connections; /* of calls */
  SoupSession *media;
  SoupSession *uploads;
};

G_DEFINE_FINAL_TYPE (EncordTransport, encord_transport, G_TYPE_OBJECT)

static void
encord_transport_dispose (GObject *object)
{
  EncordTransport *self = ENCORD_TRANSPORT (object);

  g_clear_object (&self->calls);
  g_clear_object (&self->media);
  g_clear_object (&self->uploads);
  g_clear_object (&self->credentials);
  G_OBJECT_CLASS (encord_transport_parent_class)->dispose (object);
}

static void
encord_transport_finalize (GObject *object)
{
  EncordTransport *self = ENCORD_TRANSPORT (object);

  g_free (self->server);
  g_clear_pointer (&self->uri, g_uri_unref);
  g_clear_pointer (&self->connections, encord_connections_free);
  G_OBJECT_CLASS (encord_transport_parent_class)->finalize (object);
}

static void
encord_transport_class_init (EncordTransportClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = encord_transport_dispose;
  object_class->finalize = encord_transport_finalize;
}

/* No idle timeout: its source would run in another thread than the one that
 * takes the connection at that moment. Ones that the server has closed are
 * noticed when they are to be used. */
static SoupSession *
new_session (guint timeout)
{
  return soup_session_new_with_options (
      "timeout", timeout, "idle-timeout", 0, "max-conns", MAX_CONNECTIONS,
      "max-conns-per-host", MAX_CONNECTIONS, "user-agent",
      "encord-gst/" ENCORD_VERSION, NULL);
}

static void
encord_transport_init (EncordTransport *self)
{
  self->backoff = ENCORD_RETRY_BACKOFF;
  self->poll_pause = POLL_PAUSE;
  self->calls = new_session (TIMEOUT);
  self->connections = encord_connections_new ();
  self->media = new_session (TIMEOUT);
  /* a storage may take its time to digest a large file */
  self->uploads = new_session (0);
}

static GUri *
parse_server (const char *server)
{
  g_autoptr (GUri) uri = g_uri_parse (server, SOUP_HTTP_URI_FLAGS, NULL);

  if (uri == NULL || g_uri_get_host (uri) == NULL ||
      *g_uri_get_host (uri) == '\0' || g_uri_get_userinfo (uri) != NULL ||
      g_uri_get_query (uri) != NULL || g_uri_get_fragment (uri) != NULL)
    return NULL;
  if (strcmp (g_uri_get_scheme (uri), "http") != 0 &&
      strcmp (g_uri_get_scheme (uri), "https") != 0)
    return NULL;

  return g_steal_pointer (&uri);
}

EncordTransport *
encord_transport_new (const char *server, EncordCredentials *credentials)
{
  EncordTransport *self = g_object_new (ENCORD_TYPE_TRANSPORT, NULL);

  self->server = g_strdup (server);
  self->uri = parse_server (server);
  g_set_object (&self->credentials, credentials);

  return self;
}

const char *
encord_transport_get_server (EncordTransport *self)
{
  return self->server;
}

void
encord_transport_set_backoff (EncordTransport *self, double seconds)
{
  self->backoff = seconds;
}

void
encord_transport_set_poll_pause (EncordTransport *self, double seconds)
{
  self->poll_pause = seconds;
}

double
encord_transport_get_poll_pause (EncordTransport *self)
{
  return self->poll_pause;
}

void
encord_transport_set_timeout (EncordTransport *self, guint seconds)
{
  soup_session_set_timeout (self->calls, seconds);
  soup_session_set_timeout (self->media, seconds);
}

void
encord_transport_set_trust (EncordTransport *self, gint64 trust)
{
  encord_connections_set_trust (self->connections, trust);
}

double
encord_transport_get_backoff (EncordTransport *self)
{
  return self->backoff;
}

SoupSession *
encord_transport_get_media_session (EncordTransport *self)
{
  return self->media;
}

SoupSession *
encord_transport_get_upload_session (EncordTransport *self)
{
  return self->uploads;
}

/* one run of a call: everything that all its attempts share */
typedef struct
{
  EncordCall *call;
  EncordExchange exchange;
  char *authorization;
  EncordV2Signature signature;
  guint status;
  GBytes *answer;
} Run;

static void
run_clear (Run *self)
{
  g_clear_pointer (&self->exchange.uri, g_uri_unref);
  g_free (self->authorization);
  encord_v2_signature_clear (&self->signature);
  g_clear_pointer (&self->answer, g_bytes_unref);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Run, run_clear)

static SoupMessage *
build_message (gpointer data, GUri *uri, GError **error)
{
  Run *run = data;
  SoupMessage *message =
      soup_message_new_from_uri (encord_call_get_verb (run->call), uri);
  SoupMessageHeaders *headers = soup_message_get_request_headers (message);
  g_autofree char *trace =
      g_strconcat (encord_call_get_trace_id (run->call), "/1;o=1", NULL);

  if (encord_call_has_body (run->call))
    soup_message_set_request_body_from_bytes (message, "application/json",
                                              encord_call_get_body (run->call));
  if (encord_call_is_legacy (run->call)) {
    soup_message_headers_replace (headers, "Accept", "application/json");
    soup_message_headers_replace (headers, "Accept-Encoding", "gzip");
    soup_message_headers_replace (headers, "ResourceType",
                                  encord_call_get_resource_type (run->call));
    soup_message_headers_replace (headers, "ResourceID",
                                  encord_call_get_resource_id (run->call));
  } else {
    soup_message_headers_replace (headers, "Accept-Encoding", "identity");
  }
  soup_message_headers_replace (headers, "X-Cloud-Trace-Context", trace);
  if (run->authorization != NULL)
    soup_message_headers_replace (headers, "Authorization", run->authorization);
  if (run->signature.signature != NULL) {
    soup_message_headers_replace (headers, "Content-Digest",
                                  run->signature.content_digest);
    soup_message_headers_replace (headers, "Signature-Input",
                                  run->signature.signature_input);
    soup_message_headers_replace (headers, "Signature",
                                  run->signature.signature);
  }

  return message;
}

static gboolean
receive_answer (gpointer data, SoupMessage *message, GInputStream *stream,
                GCancellable *cancellable, GError **error)
{
  Run *run = data;

  run->status = soup_message_get_status (message);
  if (encord_retry_is_transient (run->status) &&
      (encord_call_is_legacy (run->call) || run->exchange.repeatable)) {
    g_autofree char *text =
        g_strdup_printf ("%s: the server cannot answer now (HTTP status %u)",
                         run->exchange.name, run->status);
    g_propagate_error (error, encord_error_new_request (
                                  encord_error_code_for_status (run->status),
                                  run->status, run->exchange.trace_id, text));
    return FALSE;
  }

  run->answer = encord_exchange_read_all (&run->exchange, message, stream,
                                          cancellable, error);

  return run->answer != NULL;
}

static gboolean
fail_auth (EncordCall *call, const char *why, GError **error)
{
  g_set_error (error, ENCORD_ERROR, ENCORD_ERROR_AUTH, "%s: %s",
               encord_call_get_name (call), why);
  return FALSE;
}

static gboolean
sign (EncordTransport *self, Run *run, GError **error)
{
  EncordSshKey *key;
  const char *token;
  gsize length;
  gconstpointer body =
      g_bytes_get_data (encord_call_get_body (run->call), &length);

  if (self->credentials == NULL)
    return fail_auth (run->call, "no ssh key and no bearer token are given",
                      error);

  key = encord_credentials_get_ssh_key (self->credentials);
  token = encord_credentials_get_bearer_token (self->credentials);
  if (token != NULL) {
    if (!encord_origin_is_private (run->exchange.uri))
      return fail_auth (run->call,
                        "a bearer token is sent over https only: give the "
                        "server as https://…",
                        error);
    run->authorization = g_strconcat ("Bearer ", token, NULL);
  } else if (encord_call_is_legacy (run->call)) {
    run->authorization = encord_signature_sign_legacy (key, body, length);
  } else {
    GUri *uri = run->exchange.uri;
    g_autofree char *target = g_strconcat (
        g_uri_get_path (uri), g_uri_get_query (uri) != NULL ? "?" : "",
        g_uri_get_query (uri), NULL);

    encord_signature_sign_v2 (
        key, encord_call_get_verb (run->call), target, body, length,
        g_get_real_time () / G_USEC_PER_SEC + CREATED_OFFSET, &run->signature);
  }

  return TRUE;
}

/* legacy calls live under the server's path, v2 calls at its root */
static GUri *
resolve (EncordTransport *self, EncordCall *call, GError **error)
{
  g_autofree char *target = encord_call_dup_target (call);
  g_autofree char *full = NULL;
  GUri *uri = NULL;

  if (self->uri != NULL) {
    g_autofree char *prefix = g_strdup (g_uri_get_path (self->uri));

    if (g_str_has_suffix (prefix, "/"))
      prefix[strlen (prefix) - 1] = '\0';
    full =
        g_strconcat (encord_call_is_legacy (call) ? prefix : "", target, NULL);
    uri = g_uri_parse_relative (self->uri, full, SOUP_HTTP_URI_FLAGS, NULL);
  }
  if (uri == NULL)
    g_set_error (error, ENCORD_ERROR, ENCORD_ERROR_REJECTED,
                 "%s: \"%s\" is no server: give it as https://HOST or "
                 "http://HOST:PORT",
                 encord_call_get_name (call), self->server);

  return uri;
}

static gboolean
run_call (EncordTransport *self, Run *run, EncordCall *call,
          GCancellable *cancellable, GError **error)
{
  run->call = call;
  run->exchange = (EncordExchange){
    .session = self->calls,
    .connections = self->connections,
    .uri = resolve (self, call, error),
    .name = encord_call_get_name (call),
    .trace_id = encord_call_get_trace_id (call),
    .repeatable = encord_call_is_repeatable (call),
    .backoff = self->backoff,
    .build = build_message,
    .receive = receive_answer,
    .data = run,
  };

  return run->exchange.uri != NULL && sign (self, run, error) &&
         encord_exchange_run (&run->exchange, cancellable, error);
}

JsonNode *
encord_transport_run (EncordTransport *self, EncordCall *call,
                      GCancellable *cancellable, GError **error)
{
  g_auto (Run) run = { NULL };

  if (!run_call (self, &run, call, cancellable, error))
    return NULL;

  return encord_call_read_answer (call, run.status, run.answer, error);
}

GBytes *
encord_transport_run_bytes (EncordTransport *self, EncordCall *call,
                            GCancellable *cancellable, GError **error)
{
  g_auto (Run) run = { NULL };

  if (!run_call (self, &run, call, cancellable, error))
    return NULL;

  if (!encord_call_is_legacy (call) && run.status != SOUP_STATUS_OK) {
    g_autoptr (JsonNode) nothing =
        encord_call_read_answer (call, run.status, run.answer, error);
    if (nothing == NULL)
      return NULL;
  }

  return g_steal_pointer (&run.answer);
}

static JsonNode *
bad_page (EncordCall *call, const char *what, GError **error)
{
  g_autofree char *text =
      g_strdup_printf ("%s: %s", encord_call_get_name (call), what);

  g_propagate_error (
      error, encord_error_new_request (ENCORD_ERROR_BAD_RESPONSE, 0,
                                       encord_call_get_trace_id (call), text));

  return NULL;
}

/* the results (transfer full) and a copy of the next token (nullable) */
static JsonNode *
read_page (EncordCall *call, JsonNode *node, char **ret_token, GError **error)
{
  JsonObject *page =
      JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
  JsonNode *results =
      page != NULL ? json_object_get_member (page, "results") : NULL;
  JsonNode *token =
      page != NULL ? json_object_get_member (page, "nextPageToken") : NULL;

  if (results == NULL || !JSON_NODE_HOLDS_ARRAY (results) ||
      (token != NULL && !JSON_NODE_HOLDS_NULL (token) &&
       !(JSON_NODE_HOLDS_VALUE (token) &&
         json_node_get_value_type (token) == G_TYPE_STRING)))
    return bad_page (call, "the answer is not a page of results", error);
  *ret_token = token != NULL ? json_node_dup_string (token) : NULL;

  return json_node_ref (results);
}

JsonNode *
encord_transport_run_page (EncordTransport *self, EncordCall *call,
                           char **token, GCancellable *cancellable,
                           GError **error)
{
  g_autoptr (EncordCall) page =
      *token != NULL ? encord_call_new_page (call, *token) : NULL;
  EncordCall *this_call = page != NULL ? page : call;
  g_autofree char *next_token = NULL;
  g_autoptr (JsonNode) node =
      encord_transport_run (self, this_call, cancellable, error);
  g_autoptr (JsonNode) results =
      node != NULL ? read_page (this_call, node, &next_token, error) : NULL;

  if (results == NULL)
    return NULL;
  if (next_token != NULL && g_strcmp0 (next_token, *token) == 0)
    return bad_page (this_call, "a page names itself as the next one", error);
  g_free (*token);
  *token = g_steal_pointer (&next_token);

  return g_steal_pointer (&results);
}

JsonArray *
encord_transport_run_pages (EncordTransport *self, EncordCall *call,
                            GCancellable *cancellable, GError **error)
{
  g_autoptr (JsonArray) all = json_array_new ();
  g_autofree char *token = NULL;

  do {
    g_autoptr (JsonNode) results =
        encord_transport_run_page (self, call, &token, cancellable, error);
    JsonArray *array;

    if (results == NULL)
      return NULL;
    array = json_node_get_array (results);
    for (guint i = 0; i < json_array_get_length (array); i++)
      json_array_add_element (all, json_array_dup_element (array, i));
  } while (token != NULL);

  return g_steal_pointer (&all);
}
