/* test-exchange.c - a server that breaks in every way
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "fake-tls-server.h"
#include "transport-test.h"

/* what the retry table says, seen from the server */
typedef struct
{
  const char *name;
  const char *type; /* NULL: v2 */
  const char *method;
  const char *uid;
  guint attempts;
} Kind;

static const Kind kinds[] = {
  { "legacy-get", "project", "GET", NULL, 4 },
  { "legacy-get-list", "labelrow", "GET", "[\"a\"]", 4 },
  { "legacy-put", "labelrow", "PUT", "\"a\"", 4 },
  { "legacy-put-list", "labelrow", "PUT", "[\"a\"]", 1 },
  { "legacy-post", "project", "POST", NULL, 1 },
  { "legacy-post-label-row", "labelrow", "POST", "\"a\"", 4 },
  { "legacy-post-label-rows", "labelrow", "POST", "[\"a\"]", 4 },
  { "legacy-delete", "video", "DELETE", "[\"a\"]", 1 },
  { "v2-get", NULL, "GET", NULL, 4 },
  { "v2-post", NULL, "POST", NULL, 4 },
  { "v2-put", NULL, "PUT", NULL, 4 },
  { "v2-patch", NULL, "PATCH", NULL, 1 },
  { "v2-delete", NULL, "DELETE", NULL, 1 },
};

static EncordCall *
call_of_kind (const Kind *kind)
{
  EncordCall *call;

  if (kind->type != NULL)
    return encord_call_new_legacy (
        kind->type, kind->method,
        kind->uid != NULL ? json_from_string (kind->uid, NULL) : NULL, NULL);

  call = encord_call_new_v2 (kind->method, "x");
  if (strcmp (kind->method, "GET") != 0 && strcmp (kind->method, "DELETE") != 0)
    encord_call_set_json (call, json_from_string ("{}", NULL));

  return call;
}

static void
test_hang_up (gconstpointer data)
{
  const Kind *kind = data;
  g_autoptr (FakeServer) server = fake_server_new ();
  g_autoptr (EncordTransport) transport =
      new_transport (fake_server_get_uri (server));
  g_autoptr (EncordCall) call = call_of_kind (kind);
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < 8; i++)
    fake_server_reply (server, 0, "");
  g_assert_null (encord_transport_run (transport, call, NULL, &error));
  g_assert_error (error, ENCORD_ERROR, ENCORD_ERROR_UNREACHABLE);
  g_assert_cmpint (encord_error_get_server_error (error), ==,
                   ENCORD_SERVER_ERROR_REQUEST);
  g_assert_cmpstr (encord_error_get_trace_id (error), ==,
                   encord_call_get_trace_id (call));
  g_assert_cmpuint (count_requests (server), ==, kind->attempts);
}

static void
test_truncated (gconstpointer data)
{
  const Kind *kind = data;
  g_autoptr (FakeServer) server = fake_server_new ();
  g_autoptr (EncordTransport) transport =
      new_transport (fake_server_get_uri (server));
  g_autoptr (EncordCall) call = call_of_kind (kind);
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < 8; i++)
    fake_server_reply_raw (
        server, "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{\"a", FALSE);
  g_assert_null (encord_transport_run (transport, call, NULL, &error));
  g_assert_error (error, ENCORD_ERROR, ENCORD_ERROR_UNREACHABLE);
  g_assert_cmpuint (count_requests (server), ==, kind->attempts);
}

static void
test_transient (gconstpointer data)
{
  const Kind *kind = data;
  static const struct
  {
    guint status;
    EncordError code;
  } rows[] = { { 413, ENCORD_ERROR_THROTTLED },
               { 429, ENCORD_ERROR_THROTTLED },
               { 500, ENCORD_ERROR_UNREACHABLE },
               { 502, ENCORD_ERROR_UNREACHABLE },
               { 503, ENCORD_ERROR_UNREACHABLE } };
  /* only there the answer's text is read */
  const gboolean told = kind->type == NULL && kind->attempts == 1;

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (FakeServer) server = fake_server_new ();
    g_autoptr (EncordTransport) transport =
        new_transport (fake_server_get_uri (server));
    g_autoptr (EncordCall) call = call_of_kind (kind);
    g_autoptr (GError) error = NULL;

    for (guint j = 0; j < 8; j++)
      fake_server_reply (server, rows[i].status, "{\"message\":\"gap\"}");
    g_assert_null (encord_transport_run (transport, call, NULL, &error));
    g_assert_error (error, ENCORD_ERROR, (int) rows[i].code);
    g_assert_cmpuint (encord_error_get_http_status (error), ==, rows[i].status);
    g_assert_cmpint (encord_error_get_server_error (error), ==,
                     told ? ENCORD_SERVER_ERROR_UNKNOWN
                          : ENCORD_SERVER_ERROR_REQUEST);
    g_assert_cmpstr (encord_error_get_server_text (error), ==,
                     told ? "gap" : NULL);
    g_assert_cmpuint (count_requests (server), ==, kind->attempts);
  }
}

/* 504 is none of the five */
static void
test_not_transient (void)
{
  g_autoptr (FakeServer) server = fake_server_new ();
  g_autoptr (EncordTransport) transport =
      new_transport (fake_server_get_uri (server));
  g_autoptr (EncordCall) call = encord_call_new_v2 ("GET", "x");
  g_autoptr (GError) error = NULL;

  fake_server_reply (server, 504, "");
  g_assert_null (encord_transport_run (transport, call, NULL, &error));
  g_assert_error (error, ENCORD_ERROR, ENCORD_ERROR_UNREACHABLE);
  g_assert_cmpuint (count_requests (server), ==, 1);
}

static void
test_recovers (void)
{
  g_autoptr (FakeServer) server = fake_server_new ();
  g_autoptr (EncordTransport) transport =
      new_transport (fake_server_get_uri (server));
  g_autoptr (EncordCall) call = encord_call_new_v2 ("GET", "x");
  g_autoptr (FakeRequest) first = NULL;
  g_autoptr (FakeRequest) last = NULL;
  g_autoptr (JsonNode) node = NULL;
  g_autoptr (GError) error = NULL;

  fake_server_reply (server, 503, "");
  fake_server_reply_raw (server, "this is no HTTP\r\n\r\n", FALSE);
  fake_server_reply (server, 0, "");
  fake_server_reply (server, 200, "{}");
  node = encord_transport_run (transport, call, NULL, &error);
  g_assert_no_error (error);
  g_assert_nonnull (node);

  first = fake_server_wait_request (server);
  fake_request_free (fake_server_wait_request (server));
  fake_request_free (fake_server_wait_request (server));
  last = fake_server_wait_request (server);
  g_assert_null (fake_server_take_request (server));
  /* identical, signature included */
  g_assert_cmpstr (header (first, "Signature"), ==, header (last, "Signature"));
  g_assert_cmpstr (header (first, "X-Cloud-Trace-Context"), ==,
                   header (last, "X-Cloud-Trace-Context"));
}

/* Retry-After replaces a pause that no test would survive */
static void
test_retry_after (void)
{
  static const char *const headers[] = { "Retry-After", "0", NULL };
  g_autoptr (FakeServer) server = fake_server_new ();
  g_autoptr (EncordTransport) transport =
      new_transport (fake_server_get_uri (server));
  g_autoptr (EncordCall) call = encord_call_new_v2 ("GET", "x");
  g_autoptr (JsonNode) node = NULL;
  g_autoptr (GError) error = NULL;

  encord_transport_set_backoff (transport, 1e6);
  fake_server_reply_full (server, 503, headers, "", 0);
  fake_server_reply_full (server, 429, headers, "", 0);
  fake_server_reply_full (server, 413, headers, "", 0);
  fake_server_reply (server, 200, "{}");
  node = encord_transport_run (transport, call, NULL, &error);
  g_assert_no_error (error);
  g_assert_nonnull (node);
}

/* bound, so that no other process gets the port, but not listening */
static GSocket *
occupy_port (char **ret_uri)
{
  g_autoptr (GInetAddress) loopback =
      g_inet_address_new_loopback (G_SOCKET_FAMILY_IPV4);
  g_autoptr (GSocketAddress) any = g_inet_socket_address_new (loopback, 0);
  g_autoptr (GSocketAddress) address = NULL;
  g_autoptr (GError) error = NULL;
  GSocket *socket = g_socket_new (G_SOCKET_FAMILY_IPV4, G_SOCKET_TYPE_STREAM,
                                  G_SOCKET_PROTOCOL_DEFAULT, &error);

  g_assert_no_error (error);
  g_socket_bind (socket, any, FALSE, &error);
  g_assert_no_error (error);
  address = g_socket_get_local_address (socket, &error);
  g_assert_no_error (error);
  *ret_uri = g_strdup_printf (
      "http://127.0.0.1:%u",
      g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (address)));

  return socket;
}

static void
test_refused (gconstpointer data)
{
  const Kind *kind = data;
  g_autofree char *uri = NULL;
  g_autoptr (GSocket) socket G_GNUC_UNUSED = occupy_port (&uri);
  g_autoptr (EncordTransport) transport = new_transport (uri);
  g_autoptr (EncordCall) call = call_of_kind (kind);
  g_autoptr (GError) error = NULL;

  g_assert_null (encord_transport_run (transport, call, NULL, &error));
  g_assert_error (error, ENCORD_ERROR, ENCORD_ERROR_UNREACHABLE);
  g_assert_nonnull (strstr (error->message, "4 attempts"));
  g_assert_nonnull (strstr (error->message, uri));
}

static const struct
{
  const char *name;
  guint status;
  const char *location;
  const char *verb;
  gboolean followed;
} redirects[] = {
  { "get-301", 301, "/elsewhere", "GET", TRUE },
  { "get-302", 302, "/elsewhere", "GET", TRUE },
  { "get-307", 307, "/elsewhere", "GET", TRUE },
  { "post-307", 307, "/elsewhere", "POST", TRUE },
  { "post-308", 308, "/elsewhere", "POST", TRUE },
  { "post-302", 302, "/elsewhere", "POST", FALSE },
  { "post-303", 303, "/elsewhere", "POST", FALSE },
  { "other-host", 307, "http://localhost.example/x", "POST", FALSE },
  { "other-scheme", 307, "ftp://127.0.0.1/", "GET", FALSE },
  { "no-host", 307, "mailto:me", "GET", FALSE },
};

static void
test_redirect (gconstpointer data)
{
  const gsize i = GPOINTER_TO_SIZE (data);
  const char *headers[] = { "Location", redirects[i].location, NULL };
  g_autoptr (FakeServer) server = fake_server_new ();
  g_autoptr (EncordTransport) transport =
      new_transport (fake_server_get_uri (server));
  g_autoptr (EncordCall) call = encord_call_new_v2 (redirects[i].verb, "x");
  g_autoptr (JsonNode) node = NULL;
  g_autoptr (FakeRequest) first = NULL;
  g_autoptr (FakeRequest) second = NULL;
  g_autoptr (GError) error = NULL;

  if (strcmp (redirects[i].verb, "POST") == 0)
    encord_call_set_json (call, json_from_string ("{\"a\":1}", NULL));
  fake_server_reply_full (server, redirects[i].status, headers, "", 0);
  fake_server_reply (server, 200, "{}");
  node = encord_transport_run (transport, call, NULL, &error);
  first = fake_server_wait_request (server);
  second = fake_server_take_request (server);
  if (redirects[i].followed) {
    g_assert_no_error (error);
    g_assert_cmpstr (second->method, ==, redirects[i].verb);
    g_assert_cmpstr (second->target, ==, "/elsewhere");
    g_assert_true (g_bytes_equal (first->body, second->body));
    g_assert_cmpstr (header (second, "Signature"), ==,
                     header (first, "Signature"));
  } else {
    g_assert_null (node);
    g_assert_null (second);
    g_assert_error (error, ENCORD_ERROR, ENCORD_ERROR_BAD_RESPONSE);
  }
}

static void
test_redirect_loop (void)
{
  static const char *const headers[] = { "Location", "/again", NULL };
  g_autoptr (FakeServer) server = fake_server_new ();
  g_autoptr (EncordTransport) transport =
      new_transport (fake_server_get_uri (server));
  g_autoptr (EncordCall) call = encord_call_new_v2 ("GET", "x");
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < 50; i++)
    fake_server_reply_full (server, 302, headers, "", 0);
  g_assert_null (encord_transport_run (transport, call, NULL, &error));
  g_assert_error (error, ENCORD_ERROR, ENCORD_ERROR_BAD_RESPONSE);
  g_assert_cmpuint (count_requests (server), ==, 11);
}

/* another port is another origin, however much it looks the same */
static void
test_credentials_stay (void)
{
  g_autoptr (FakeServer) server = fake_server_new ();
  g_autoptr (FakeServer) other = fake_server_new ();
  const char *headers[] = { "Location", fake_server_get_uri (other), NULL };
  g_autoptr (EncordTransport) transport =
      new_transport (fake_server_get_uri (server));
  g_autoptr (EncordCall) call =
      encord_call_new_legacy ("project", "GET", NULL, NULL);
  g_autoptr (GError) error = NULL;

  fake_server_reply_full (server, 307, headers, "", 0);
  g_assert_null (encord_transport_run (transport, call, NULL, &error));
  g_assert_error (error, ENCORD_ERROR, ENCORD_ERROR_BAD_RESPONSE);
  g_assert_nonnull (strstr (error->message, "origin"));
  g_assert_null (fake_server_take_request (other));
}

/* cancels when the server has seen the request */
typedef struct
{
  FakeServer *server;
  GCancellable *cancellable;
} Canceller;

static gpointer
cancel_after_request (gpointer data)
{
  Canceller *self = data;

  fake_request_free (fake_server_wait_request (self->server));
  g_cancellable_cancel (self->cancellable);

  return NULL;
}

static void
assert_cancelled (FakeServer *server)
{
  g_autoptr (EncordTransport) transport =
      new_transport (fake_server_get_uri (server));
  g_autoptr (EncordCall) call = encord_call_new_v2 ("GET", "x");
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  Canceller canceller = { server, cancellable };
  GThread *thread =
      g_thread_new ("canceller", cancel_after_request, &canceller);
  g_autoptr (GError) error = NULL;

  g_assert_null (encord_transport_run (transport, call, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_thread_join (thread);
}

static void
test_cancel_before (void)
{
  g_autoptr (FakeServer) server = fake_server_new ();
  g_autoptr (EncordTransport) transport =
      new_transport (fake_server_get_uri (server));
  g_autoptr (EncordCall) call = encord_call_new_v2 ("GET", "x");
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;

  g_cancellable_cancel (cancellable);
  g_assert_null (encord_transport_run (transport, call, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_null (fake_server_take_request (server));
}

/* libsoup counts in whole seconds */
static void
test_silence (void)
{
  g_autoptr (FakeServer) server = fake_server_new ();
  g_autoptr (EncordTransport) transport =
      new_transport (fake_server_get_uri (server));
  g_autoptr (EncordCall) call = encord_call_new_v2 ("PATCH", "x");
  g_autoptr (GError) error = NULL;

  encord_transport_set_timeout (transport, 1);
  fake_server_reply_raw (server, "HTTP/1.1 200 OK\r\n", TRUE);
  g_assert_null (encord_transport_run (transport, call, NULL, &error));
  g_assert_error (error, ENCORD_ERROR, ENCORD_ERROR_UNREACHABLE);
}

static void
test_cancel_silence (void)
{
  g_autoptr (FakeServer) server = fake_server_new ();

  fake_server_reply_raw (server, "", TRUE);
  assert_cancelled (server);
}

static void
test_cancel_reading (void)
{
  g_autoptr (FakeServer) server = fake_server_new ();

  fake_server_reply_raw (
      server, "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{\"a", TRUE);
  assert_cancelled (server);
}

static void
test_cancel_waiting (void)
{
  static const char *const headers[] = { "Retry-After", "3600", NULL };
  g_autoptr (FakeServer) server = fake_server_new ();

  fake_server_reply_full (server, 503, headers, "", 0);
  assert_cancelled (server);
}

static void
test_certificate (void)
{
  g_autoptr (FakeTlsServer) server = NULL;
  g_autoptr (EncordTransport) transport = NULL;
  g_autoptr (EncordCall) call = encord_call_new_v2 ("GET", "x");
  g_autoptr (GError) error = NULL;

  if (!g_tls_backend_supports_tls (g_tls_backend_get_default ())) {
    g_test_skip ("no TLS: glib-networking is not installed");
    return;
  }

  server = fake_tls_server_new ();
  transport = new_transport (fake_tls_server_get_uri (server));
  g_assert_null (encord_transport_run (transport, call, NULL, &error));
  g_assert_error (error, ENCORD_ERROR, ENCORD_ERROR_UNREACHABLE);
  g_assert_nonnull (strstr (error->message, "in 1 attempt:"));
  g_assert_nonnull (strstr (error->message, "certificate"));
  g_assert_cmpuint (fake_tls_server_get_trusting (server), ==, 0);
}

static void
add_kinds (const char *prefix, GTestDataFunc func)
{
  for (gsize i = 0; i < G_N_ELEMENTS (kinds); i++) {
    g_autofree char *path =
        g_strconcat ("/exchange/", prefix, "/", kinds[i].name, NULL);
    g_test_add_data_func (path, &kinds[i], func);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  add_kinds ("hang-up", test_hang_up);
  add_kinds ("truncated", test_truncated);
  add_kinds ("transient", test_transient);
  add_kinds ("refused", test_refused);
  g_test_add_func ("/exchange/not-transient", test_not_transient);
  g_test_add_func ("/exchange/recovers", test_recovers);
  g_test_add_func ("/exchange/retry-after", test_retry_after);
  for (gsize i = 0; i < G_N_ELEMENTS (redirects); i++) {
    g_autofree char *path =
        g_strconcat ("/exchange/redirect/", redirects[i].name, NULL);
    g_test_add_data_func (path, GSIZE_TO_POINTER (i), test_redirect);
  }
  g_test_add_func ("/exchange/redirect-loop", test_redirect_loop);
  g_test_add_func ("/exchange/credentials-stay", test_credentials_stay);
  g_test_add_func ("/exchange/cancel/before", test_cancel_before);
  g_test_add_func ("/exchange/cancel/silence", test_cancel_silence);
  g_test_add_func ("/exchange/cancel/reading", test_cancel_reading);
  g_test_add_func ("/exchange/cancel/waiting", test_cancel_waiting);
  g_test_add_func ("/exchange/silence", test_silence);
  g_test_add_func ("/exchange/certificate", test_certificate);

  return g_test_run ();
}
