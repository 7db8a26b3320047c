/* test-transport.c - what calls send and what comes of their answers
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "transport-test.h"

#include <encord/auth/encord-signature-private.h>
#include <encord/transport/encord-task-private.h>

#define OK_LEGACY "{\"status\":200,\"response\":[1]}"

static void
assert_trace (EncordCall *call, FakeRequest *request)
{
  g_autofree char *expected =
      g_strconcat (encord_call_get_trace_id (call), "/1;o=1", NULL);

  g_assert_cmpstr (header (request, "X-Cloud-Trace-Context"), ==, expected);
  g_assert_true (
      g_str_has_prefix (header (request, "User-Agent"), "encord-gst/"));
}

static void
test_legacy_request (void)
{
  g_autoptr (FakeServer) server = fake_server_new ();
  g_autoptr (EncordTransport) transport =
      new_transport (fake_server_get_uri (server));
  g_autoptr (EncordCall) call =
      encord_call_new_legacy ("project", "GET", NULL, NULL);
  g_autoptr (EncordCall) user =
      encord_call_new_legacy ("project", "GET", NULL, NULL);
  g_autoptr (FakeRequest) request = NULL;
  g_autoptr (FakeRequest) user_request = NULL;
  g_autoptr (JsonNode) node = NULL;
  g_autoptr (JsonNode) user_node = NULL;
  g_autofree char *who = NULL;
  g_autoptr (GError) error = NULL;
  gsize length;
  gconstpointer body;

  encord_call_set_resource (call, "project", "abc");
  fake_server_reply (server, 418, OK_LEGACY);
  node = encord_transport_run (transport, call, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (JSON_NODE_HOLDS_ARRAY (node));

  request = fake_server_wait_request (server);
  body = g_bytes_get_data (request->body, &length);
  g_assert_cmpstr (request->method, ==, "POST");
  g_assert_cmpstr (request->target, ==, "/public");
  g_assert_cmpstr (header (request, "Accept"), ==, "application/json");
  g_assert_cmpstr (header (request, "Content-Type"), ==, "application/json");
  g_assert_cmpstr (header (request, "Accept-Encoding"), ==, "gzip");
  g_assert_cmpstr (header (request, "ResourceType"), ==, "project");
  g_assert_cmpstr (header (request, "ResourceID"), ==, "abc");
  g_assert_null (header (request, "Signature"));
  g_assert_true (encord_signature_verify_legacy (
      header (request, "Authorization"), body, length, &who, &error));
  g_assert_cmpstr (who, ==, TEST_KEY_HEX);
  assert_trace (call, request);

  encord_call_set_user_scope (user);
  fake_server_reply (server, 200, OK_LEGACY);
  user_node = encord_transport_run (transport, user, NULL, &error);
  g_assert_no_error (error);
  user_request = fake_server_wait_request (server);
  g_assert_cmpstr (user_request->target, ==, "/public/user");
  g_assert_cmpstr (header (user_request, "ResourceType"), ==, "");
  g_assert_cmpstr (header (user_request, "ResourceID"), ==, "");
  /* kept alive */
  g_assert_cmpuint (user_request->client_port, ==, request->client_port);
}

static void
test_v2_request (void)
{
  g_autoptr (FakeServer) server = fake_server_new ();
  g_autoptr (EncordTransport) transport =
      new_transport (fake_server_get_uri (server));
  g_autoptr (EncordCall) call = encord_call_new_v2 ("POST", "projects/a b");
  g_autoptr (FakeRequest) request = NULL;
  g_autoptr (JsonNode) node = NULL;
  g_autoptr (GError) error = NULL;
  const gint64 now = g_get_real_time () / G_USEC_PER_SEC;
  gsize length;
  gconstpointer body;

  encord_call_add_query (call, "q", "ü 1:2");
  encord_call_set_json (call, json_from_string ("{\"a\":1}", NULL));
  fake_server_reply (server, 200, "{\"b\":2}");
  node = encord_transport_run (transport, call, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (JSON_NODE_HOLDS_OBJECT (node));

  request = fake_server_wait_request (server);
  body = g_bytes_get_data (request->body, &length);
  g_assert_cmpstr (request->method, ==, "POST");
  g_assert_cmpstr (request->target, ==,
                   "/v2/public/projects/a%20b?q=%C3%BC+1%3A2");
  g_assert_cmpmem (body, length, "{\"a\":1}", 7);
  g_assert_cmpstr (header (request, "Content-Type"), ==, "application/json");
  g_assert_cmpstr (header (request, "Accept-Encoding"), ==, "identity");
  g_assert_null (header (request, "Accept"));
  g_assert_null (header (request, "ResourceType"));
  g_assert_null (header (request, "Authorization"));
  g_assert_true (encord_signature_verify_v2 (
      "POST", request->target, header (request, "Content-Digest"),
      header (request, "Signature-Input"), header (request, "Signature"), body,
      length, now, NULL, &error));
  assert_trace (call, request);
}

static void
test_v2_without_body (void)
{
  g_autoptr (FakeServer) server = fake_server_new ();
  g_autoptr (EncordTransport) transport =
      new_transport (fake_server_get_uri (server));
  g_autoptr (EncordCall) call = encord_call_new_v2 ("DELETE", "x");
  g_autoptr (FakeRequest) request = NULL;
  g_autoptr (JsonNode) node = NULL;
  g_autoptr (GError) error = NULL;

  fake_server_reply (server, 204, "");
  node = encord_transport_run (transport, call, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (JSON_NODE_HOLDS_NULL (node));
  request = fake_server_wait_request (server);
  g_assert_null (header (request, "Content-Type"));
  g_assert_cmpstr (header (request, "Content-Digest"), ==,
                   "sha-256=:47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=:");
  g_assert_true (encord_signature_verify_v2 (
      "DELETE", request->target, header (request, "Content-Digest"),
      header (request, "Signature-Input"), header (request, "Signature"), "", 0,
      g_get_real_time () / G_USEC_PER_SEC, NULL, &error));
}

static void
test_bearer (void)
{
  g_autoptr (FakeServer) server = fake_server_new ();
  g_autoptr (EncordCredentials) credentials =
      encord_credentials_new_for_bearer_token ("token-1");
  g_autoptr (EncordTransport) transport =
      encord_transport_new (fake_server_get_uri (server), credentials);
  g_autoptr (EncordTransport) afar =
      encord_transport_new ("http://api.example.com", credentials);
  g_autoptr (EncordCall) call = encord_call_new_v2 ("GET", "x");
  g_autoptr (FakeRequest) request = NULL;
  g_autoptr (JsonNode) node = NULL;
  g_autoptr (GError) error = NULL;

  fake_server_reply (server, 200, "{}");
  node = encord_transport_run (transport, call, NULL, &error);
  g_assert_no_error (error);
  request = fake_server_wait_request (server);
  g_assert_cmpstr (header (request, "Authorization"), ==, "Bearer token-1");
  g_assert_null (header (request, "Signature"));
  g_assert_null (header (request, "Content-Digest"));

  g_assert_null (encord_transport_run (afar, call, NULL, &error));
  g_assert_error (error, ENCORD_ERROR, ENCORD_ERROR_AUTH);
  g_assert_nonnull (strstr (error->message, "https"));
  g_assert_null (strstr (error->message, "token-1"));
}

static void
test_no_credentials (void)
{
  g_autoptr (EncordTransport) transport =
      encord_transport_new ("http://127.0.0.1:1", NULL);
  g_autoptr (EncordCall) call = encord_call_new_v2 ("GET", "x");
  g_autoptr (GError) error = NULL;

  g_assert_null (encord_transport_run (transport, call, NULL, &error));
  g_assert_error (error, ENCORD_ERROR, ENCORD_ERROR_AUTH);
}

static void
test_no_server (void)
{
  static const char *const servers[] = {
    "",           "api.encord.com",   "ftp://h",       "https://",
    "http://h?q", "https://u:p@host", "file:///etc/x", "http://h#f"
  };

  for (gsize i = 0; i < G_N_ELEMENTS (servers); i++) {
    g_autoptr (EncordTransport) transport = new_transport (servers[i]);
    g_autoptr (EncordCall) call = encord_call_new_v2 ("GET", "x");
    g_autoptr (GError) error = NULL;

    g_assert_null (encord_transport_run (transport, call, NULL, &error));
    g_assert_error (error, ENCORD_ERROR, ENCORD_ERROR_REJECTED);
  }
}

static void
test_prefix (void)
{
  g_autoptr (FakeServer) server = fake_server_new ();
  g_autofree char *prefixed =
      g_strconcat (fake_server_get_uri (server), "/prefix/", NULL);
  g_autoptr (EncordTransport) transport = new_transport (prefixed);
  g_autoptr (EncordCall) legacy =
      encord_call_new_legacy ("project", "GET", NULL, NULL);
  g_autoptr (EncordCall) v2 = encord_call_new_v2 ("GET", "x");
  g_autoptr (FakeRequest) first = NULL;
  g_autoptr (FakeRequest) second = NULL;
  g_autoptr (JsonNode) legacy_node = NULL;
  g_autoptr (JsonNode) v2_node = NULL;

  fake_server_reply (server, 200, OK_LEGACY);
  fake_server_reply (server, 200, "{}");
  legacy_node = encord_transport_run (transport, legacy, NULL, NULL);
  v2_node = encord_transport_run (transport, v2, NULL, NULL);
  first = fake_server_wait_request (server);
  second = fake_server_wait_request (server);
  g_assert_cmpstr (first->target, ==, "/prefix/public");
  g_assert_cmpstr (second->target, ==, "/v2/public/x");
}

static void
test_gzip (void)
{
  static const char *const headers[] = { "Content-Encoding", "gzip", NULL };
  g_autoptr (FakeServer) server = fake_server_new ();
  g_autoptr (EncordTransport) transport =
      new_transport (fake_server_get_uri (server));
  g_autoptr (EncordCall) call =
      encord_call_new_legacy ("project", "GET", NULL, NULL);
  g_autoptr (GConverter) gzip =
      G_CONVERTER (g_zlib_compressor_new (G_ZLIB_COMPRESSOR_FORMAT_GZIP, -1));
  g_autoptr (GError) error = NULL;
  g_autoptr (GError) cut_error = NULL;
  g_autoptr (GError) foreign_error = NULL;
  g_autoptr (GBytes) body = NULL;
  guint8 packed[256];
  gsize n_read, n_written;

  g_assert_cmpint (g_converter_convert (gzip, OK_LEGACY, strlen (OK_LEGACY),
                                        packed, sizeof packed,
                                        G_CONVERTER_INPUT_AT_END, &n_read,
                                        &n_written, &error),
                   ==, G_CONVERTER_FINISHED);
  fake_server_reply_full (server, 200, headers, packed, n_written);
  body = encord_transport_run_bytes (transport, call, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpmem (g_bytes_get_data (body, NULL), g_bytes_get_size (body),
                   OK_LEGACY, strlen (OK_LEGACY));

  for (guint i = 0; i < 4; i++)
    fake_server_reply_full (server, 200, headers, packed, n_written / 2);
  g_assert_null (
      encord_transport_run_bytes (transport, call, NULL, &cut_error));
  g_assert_error (cut_error, ENCORD_ERROR, ENCORD_ERROR_UNREACHABLE);

  for (guint i = 0; i < 4; i++)
    fake_server_reply_full (server, 200, headers, "no gzip at all", 14);
  g_assert_null (
      encord_transport_run_bytes (transport, call, NULL, &foreign_error));
  g_assert_error (foreign_error, ENCORD_ERROR, ENCORD_ERROR_UNREACHABLE);
}

static void
test_bytes (void)
{
  g_autoptr (FakeServer) server = fake_server_new ();
  g_autoptr (EncordTransport) transport =
      new_transport (fake_server_get_uri (server));
  g_autoptr (GBytes) request_body = g_bytes_new_static ("{\"raw\" : 1}", 11);
  g_autoptr (EncordCall) legacy =
      encord_call_new_legacy_bytes ("labelrow", "POST", request_body);
  g_autoptr (EncordCall) v2 = encord_call_new_v2 ("GET", "x");
  g_autoptr (FakeRequest) request = NULL;
  g_autoptr (GBytes) body = NULL;
  g_autoptr (GBytes) v2_body = NULL;
  g_autoptr (GError) error = NULL;

  fake_server_reply (server, 200, "[not parsed");
  body = encord_transport_run_bytes (transport, legacy, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpmem (g_bytes_get_data (body, NULL), g_bytes_get_size (body),
                   "[not parsed", 11);
  request = fake_server_wait_request (server);
  g_assert_true (g_bytes_equal (request->body, request_body));

  fake_server_reply (server, 200, "[not parsed");
  v2_body = encord_transport_run_bytes (transport, v2, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (g_bytes_get_size (v2_body), ==, 11);

  fake_server_reply (server, 403, "{\"message\":\"no\"}");
  g_assert_null (encord_transport_run_bytes (transport, v2, NULL, &error));
  g_assert_error (error, ENCORD_ERROR, ENCORD_ERROR_DENIED);
  g_assert_cmpstr (encord_error_get_server_text (error), ==, "no");
}

static void
test_pages (void)
{
  g_autoptr (FakeServer) server = fake_server_new ();
  g_autoptr (EncordTransport) transport =
      new_transport (fake_server_get_uri (server));
  g_autoptr (EncordCall) call = encord_call_new_v2 ("GET", "tasks");
  g_autoptr (FakeRequest) first = NULL;
  g_autoptr (FakeRequest) second = NULL;
  g_autoptr (FakeRequest) third = NULL;
  g_autoptr (JsonArray) all = NULL;
  g_autoptr (GError) error = NULL;

  encord_call_add_query (call, "status", "a");
  encord_call_add_query (call, "status", "b");
  fake_server_reply (server, 200,
                     "{\"results\":[1,{\"x\":2}],\"nextPageToken\":\"p/2\"}");
  fake_server_reply (server, 200, "{\"results\":[],\"nextPageToken\":\"p 3\"}");
  fake_server_reply (server, 200, "{\"results\":[3],\"nextPageToken\":null}");
  all = encord_transport_run_pages (transport, call, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (json_array_get_length (all), ==, 3);
  g_assert_cmpint (json_array_get_int_element (all, 2), ==, 3);

  first = fake_server_wait_request (server);
  second = fake_server_wait_request (server);
  third = fake_server_wait_request (server);
  g_assert_cmpstr (first->target, ==, "/v2/public/tasks?status=a&status=b");
  g_assert_cmpstr (second->target, ==,
                   "/v2/public/tasks?status=a&status=b&pageToken=p%2F2");
  g_assert_cmpstr (third->target, ==,
                   "/v2/public/tasks?status=a&status=b&pageToken=p+3");
  g_assert_cmpstr (header (first, "X-Cloud-Trace-Context"), !=,
                   header (second, "X-Cloud-Trace-Context"));
}

static void
test_bad_pages (void)
{
  static const char *const pages[] = { "[]", "{}", "{\"results\":7}",
                                       "{\"results\":[],\"nextPageToken\":7}" };
  g_autoptr (FakeServer) server = fake_server_new ();
  g_autoptr (EncordTransport) transport =
      new_transport (fake_server_get_uri (server));
  g_autoptr (EncordCall) call = encord_call_new_v2 ("GET", "tasks");
  g_autoptr (GError) circle = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (pages); i++) {
    g_autoptr (GError) error = NULL;

    fake_server_reply (server, 200, pages[i]);
    g_assert_null (encord_transport_run_pages (transport, call, NULL, &error));
    g_assert_error (error, ENCORD_ERROR, ENCORD_ERROR_BAD_RESPONSE);
  }

  fake_server_reply (server, 200, "{\"results\":[],\"nextPageToken\":\"p\"}");
  fake_server_reply (server, 200, "{\"results\":[],\"nextPageToken\":\"p\"}");
  g_assert_null (encord_transport_run_pages (transport, call, NULL, &circle));
  g_assert_error (circle, ENCORD_ERROR, ENCORD_ERROR_BAD_RESPONSE);
}

static gpointer
run_in_task (gpointer source, gpointer data, GCancellable *cancellable,
             GError **error)
{
  return encord_transport_run (source, data, cancellable, error);
}

static void
keep_result (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GAsyncResult **kept = user_data;

  *kept = g_object_ref (result);
}

static void
test_async (void)
{
  g_autoptr (FakeServer) server = fake_server_new ();
  g_autoptr (EncordTransport) transport =
      new_transport (fake_server_get_uri (server));
  g_autoptr (GAsyncResult) good = NULL;
  g_autoptr (GAsyncResult) bad = NULL;
  g_autoptr (JsonNode) node = NULL;
  g_autoptr (GError) error = NULL;

  fake_server_reply (server, 200, "{}");
  encord_task_run (transport, test_async, run_in_task,
                   encord_call_new_v2 ("GET", "x"),
                   (GDestroyNotify) encord_call_free,
                   (GDestroyNotify) json_node_unref, NULL, keep_result, &good);
  while (good == NULL)
    g_main_context_iteration (NULL, TRUE);
  node = encord_task_finish (transport, test_async, good, &error);
  g_assert_no_error (error);
  g_assert_nonnull (node);

  fake_server_reply (server, 404, "");
  encord_task_run (transport, test_async, run_in_task,
                   encord_call_new_v2 ("GET", "x"),
                   (GDestroyNotify) encord_call_free,
                   (GDestroyNotify) json_node_unref, NULL, keep_result, &bad);
  while (bad == NULL)
    g_main_context_iteration (NULL, TRUE);
  g_assert_null (encord_task_finish (transport, test_async, bad, &error));
  g_assert_error (error, ENCORD_ERROR, ENCORD_ERROR_NOT_FOUND);
}

#define N_THREADS 8
#define N_CALLS 25

static gpointer
call_often (gpointer data)
{
  EncordTransport *transport = data;

  for (guint i = 0; i < N_CALLS; i++) {
    g_autoptr (EncordCall) call =
        encord_call_new_legacy ("project", "GET", NULL, NULL);
    g_autoptr (GError) error = NULL;
    g_autoptr (JsonNode) node =
        encord_transport_run (transport, call, NULL, &error);

    g_assert_no_error (error);
    g_assert_nonnull (node);
  }

  return NULL;
}

static void
test_threads (void)
{
  g_autoptr (FakeServer) server = fake_server_new ();
  g_autoptr (EncordTransport) transport =
      new_transport (fake_server_get_uri (server));
  GThread *threads[N_THREADS];

  for (guint i = 0; i < N_THREADS * N_CALLS; i++)
    fake_server_reply (server, 200, OK_LEGACY);
  for (guint i = 0; i < N_THREADS; i++)
    threads[i] = g_thread_new ("caller", call_often, transport);
  for (guint i = 0; i < N_THREADS; i++)
    g_thread_join (threads[i]);
  g_assert_cmpuint (count_requests (server), ==, N_THREADS * N_CALLS);
}

static GLogWriterOutput
collect_log (GLogLevelFlags level, const GLogField *fields, gsize n_fields,
             gpointer user_data)
{
  GString *log = user_data;

  for (gsize i = 0; i < n_fields; i++)
    if (strcmp (fields[i].key, "MESSAGE") == 0) {
      g_string_append (log, fields[i].value);
      g_string_append_c (log, '\n');
    }

  return G_LOG_WRITER_HANDLED;
}

/* in a process of its own: the log writer can be set once only */
static void
test_log (void)
{
  g_autoptr (FakeServer) server = NULL;
  g_autoptr (EncordTransport) transport = NULL;
  g_autoptr (EncordTransport) with_token = NULL;
  g_autoptr (EncordCredentials) credentials = NULL;
  g_autoptr (EncordCall) call = NULL;
  g_autoptr (FakeRequest) request = NULL;
  g_autoptr (JsonNode) node = NULL;
  g_autoptr (JsonNode) token_node = NULL;
  GString *log;

  if (!g_test_subprocess ()) {
    g_test_trap_subprocess (NULL, 0, 0);
    g_test_trap_assert_passed ();
    return;
  }

  log = g_string_new (NULL);
  g_log_set_writer_func (collect_log, log, NULL);
  server = fake_server_new ();
  transport = new_transport (fake_server_get_uri (server));
  credentials = encord_credentials_new_for_bearer_token ("sesame");
  with_token = encord_transport_new (fake_server_get_uri (server), credentials);
  call = encord_call_new_v2 ("GET", "projects");

  fake_server_reply (server, 503, "");
  fake_server_reply (server, 200, "{}");
  fake_server_reply (server, 200, "{}");
  node = encord_transport_run (transport, call, NULL, NULL);
  token_node = encord_transport_run (with_token, call, NULL, NULL);
  request = fake_server_wait_request (server);

  g_assert_nonnull (strstr (log->str, "GET projects"));
  g_assert_nonnull (strstr (log->str, "503"));
  g_assert_nonnull (strstr (log->str, "attempt 1"));
  g_assert_null (strstr (log->str, "sesame"));
  g_assert_null (strstr (log->str, header (request, "Signature")));
  g_assert_null (strstr (log->str, TEST_KEY_HEX));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/transport/legacy-request", test_legacy_request);
  g_test_add_func ("/transport/v2-request", test_v2_request);
  g_test_add_func ("/transport/v2-without-body", test_v2_without_body);
  g_test_add_func ("/transport/bearer", test_bearer);
  g_test_add_func ("/transport/no-credentials", test_no_credentials);
  g_test_add_func ("/transport/no-server", test_no_server);
  g_test_add_func ("/transport/prefix", test_prefix);
  g_test_add_func ("/transport/gzip", test_gzip);
  g_test_add_func ("/transport/bytes", test_bytes);
  g_test_add_func ("/transport/pages", test_pages);
  g_test_add_func ("/transport/bad-pages", test_bad_pages);
  g_test_add_func ("/transport/async", test_async);
  g_test_add_func ("/transport/threads", test_threads);
  g_test_add_func ("/transport/log", test_log);

  return g_test_run ();
}
