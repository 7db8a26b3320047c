/* hostile.c - requests that no client of good will sends
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <string.h>

#include "emulator-fixture.h"
#include "emulator-listener.h"

#define LIST                                                                   \
  "{\"query_type\":\"projectwithuserrole\",\"query_method\":\"GET\","          \
  "\"values\":{\"uid\":null,\"payload\":{\"filter\":{}}}}"

static void
assert_alive (Fixture *self)
{
  g_auto (Answer) answer = { 0 };

  fixture_legacy (self, self->admin, "", "", LIST, &answer);
  answer_get_response (&answer);
}

typedef struct
{
  gboolean done;
} Writing;

static void
on_written (GObject *source, GAsyncResult *result, gpointer user_data)
{
  /* the server may hang up before it has read all */
  g_output_stream_write_all_finish (G_OUTPUT_STREAM (source), result, NULL,
                                    NULL);
  ((Writing *) user_data)->done = TRUE;
}

/* the whole answer to these bytes */
static char *
exchange (Fixture *self, const char *bytes, gsize length)
{
  g_autoptr (GSocketConnection) connection = fixture_connect (self);
  Writing writing = { FALSE };
  char *answer;

  g_output_stream_write_all_async (
      g_io_stream_get_output_stream (G_IO_STREAM (connection)), bytes, length,
      0, NULL, on_written, &writing);
  answer = fixture_read_all (connection);
  while (!writing.done)
    g_main_context_iteration (NULL, TRUE);
  return answer;
}

/* ---- paths ---- */

/* none of these leads to something */
static const char *const targets[] = {
  "/media/../secret",
  "/media/%2e%2e/secret",
  "/media/..%2fsecret",
  "/media/%2e%2e%2fsecret",
  "/media/%252e%252e/secret",
  "/media//secret",
  "/media/.",
  "/media/",
  "/media",
  "/media/%00",
  "/media/x%00y",
  "/media/..\\secret",
  "/media/%c0%ae%c0%ae/secret",
  "/upload/../secret",
  "/upload/%2e%2e%2fsecret",
  "/../secret",
  "/%2e%2e/secret",
  "/secret",
  "/authorized_keys",
  "/emulator.db",
  "/public/../media/x",
  "/public%2fuser",
  "//public",
  "/v2/public/../../secret",
  "/v2/public/%2e%2e/%2e%2e/secret",
  "/v2/public/ontologies/..",
  "/v2/public/ontologies/%2e%2e%2f",
  "/v2/public/ontologies/%00",
  "/v2/public/ontologies/x%00y",
  "/v2/public/ontologies/%zz",
  "/v2/public/ontologies/%",
  "/v2/public/projects/%2fetc%2fpasswd/datasets",
  "/v2/public//ontologies",
  "/v2/public/ontologies/",
};

static void
test_paths (Fixture *self, gconstpointer data)
{
  static const char *const verbs[] = { "GET", "PUT", "POST" };

  for (guint i = 0; i < G_N_ELEMENTS (targets); i++) {
    for (guint j = 0; j < G_N_ELEMENTS (verbs); j++) {
      g_autofree char *request = fixture_make_v2 (
          self, self->admin, verbs[j], targets[i],
          g_str_equal (verbs[j], "GET") ? "" : "{\"title\":\"t\"}", "");
      g_autofree char *answer = exchange (self, request, strlen (request));

      g_test_message ("%s %s", verbs[j], targets[i]);
      g_assert_true (g_str_has_prefix (answer, "HTTP/1.1 4"));
    }
  }
  assert_alive (self);
}

/* ---- requests that are none ---- */

static const struct
{
  const char *name;
  const char *text;
} broken[] = {
  { "garbage", "\x16\x03\x01\x02nonsense\r\n\r\n" },
  { "empty-line", "\r\n\r\n\r\n" },
  { "no-host", "GET /v2/public/ontologies HTTP/1.1\r\n\r\n" },
  { "other-host", "GET http://elsewhere/v2/public/ontologies HTTP/1.1\r\n"
                  "Host: x\r\nConnection: close\r\n\r\n" },
  { "bad-host", "GET /v2/public/ontologies HTTP/1.1\r\nHost: a/b\r\n\r\n" },
  { "asterisk", "OPTIONS * HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n" },
  { "connect", "CONNECT x:1 HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n" },
  { "trace", "TRACE /public HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n" },
  { "upgrade", "GET /v2/public/ontologies HTTP/1.1\r\nHost: x\r\n"
               "Connection: close, Upgrade\r\nUpgrade: websocket\r\n\r\n" },
  { "old", "GET /v2/public/ontologies HTTP/0.9\r\n\r\n" },
  { "negative", "POST /public HTTP/1.1\r\nHost: x\r\nConnection: close\r\n"
                "Content-Length: -1\r\n\r\n" },
  { "huge", "POST /public HTTP/1.1\r\nHost: x\r\nConnection: close\r\n"
            "Content-Length: 99999999999999999999\r\n\r\n" },
  { "two-lengths", "POST /public HTTP/1.1\r\nHost: x\r\nConnection: close\r\n"
                   "Content-Length: 1\r\nContent-Length: 2\r\n\r\nab" },
  { "bad-chunk", "POST /public HTTP/1.1\r\nHost: x\r\nConnection: close\r\n"
                 "Transfer-Encoding: chunked\r\n\r\nzz\r\nab\r\n0\r\n\r\n" },
  { "unknown-coding", "POST /public HTTP/1.1\r\nHost: x\r\nConnection: close"
                      "\r\nTransfer-Encoding: gzip\r\n\r\nab" },
};

static void
test_broken (Fixture *self, gconstpointer data)
{
  const gsize i = GPOINTER_TO_SIZE (data);
  EmulatorLimits limits = EMULATOR_LIMITS_DEFAULT;
  g_autofree char *answer = NULL;

  /* some leave the server waiting */
  limits.header_time = 1;
  limits.progress = 1;
  fixture_restart_limited (self, &limits);
  answer = exchange (self, broken[i].text, strlen (broken[i].text));
  /* legacy refusals travel with HTTP status 200 */
  g_assert_null (strstr (answer, "{\"status\":200,"));
  g_assert_null (strstr (answer, "\"results\""));
  assert_alive (self);
}

/* ---- sizes ---- */

#define MEGABYTES 8

static void
assert_refused_unread (Fixture *self, const GString *request)
{
  g_autofree char *answer = exchange (self, request->str, request->len);

  g_assert_false (g_str_has_prefix (answer, "HTTP/1.1 200 "));
  assert_alive (self);
}

static void
test_large_header (Fixture *self, gconstpointer data)
{
  g_autoptr (GString) request =
      g_string_new ("POST /public HTTP/1.1\r\nHost: x\r\nX: ");
  g_autofree char *value = g_strnfill (MEGABYTES * 1024 * 1024, 'x');

  g_string_append (request, value);
  g_string_append (request, "\r\n\r\n");
  assert_refused_unread (self, request);
}

static void
test_many_headers (Fixture *self, gconstpointer data)
{
  g_autoptr (GString) request =
      g_string_new ("POST /public HTTP/1.1\r\nHost: x\r\n");

  for (guint i = 0; request->len < MEGABYTES * 1024 * 1024; i++)
    g_string_append_printf (request, "X-%u: y\r\n", i);
  g_string_append (request, "\r\n");
  assert_refused_unread (self, request);
}

static void
test_long_path (Fixture *self, gconstpointer data)
{
  g_autoptr (GString) request = g_string_new ("GET /");
  g_autofree char *path = g_strnfill (MEGABYTES * 1024 * 1024, '/');

  g_string_append (request, path);
  g_string_append (request, " HTTP/1.1\r\nHost: x\r\n\r\n");
  assert_refused_unread (self, request);
}

/* ---- depth ---- */

#define DEPTH 100000

static char *
make_deep (char open, const char *between, char close)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < DEPTH; i++) {
    g_string_append_c (text, open);
    g_string_append (text, between);
  }
  g_string_append (text, "1");
  for (guint i = 0; i < DEPTH; i++)
    g_string_append_c (text, close);
  return g_strdup (text->str);
}

static void
test_depth (Fixture *self, gconstpointer data)
{
  g_autofree char *lists = make_deep ('[', "", ']');
  g_autofree char *objects = make_deep ('{', "\"a\":", '}');
  const char *const bombs[] = { lists, objects };

  fixture_make_project (self);
  for (guint i = 0; i < G_N_ELEMENTS (bombs); i++) {
    g_auto (Answer) answer = { 0 };

    fixture_call (self, "labelrowmetadata", "GET", "null", bombs[i], &answer);
    answer_assert_refused (&answer, "INVALID_ARGUMENTS_ERROR");
    fixture_call (self, "labelrow", "GET", bombs[i], "{}", &answer);
    answer_assert_refused (&answer, "INVALID_ARGUMENTS_ERROR");
    fixture_call (self, "labelrow", "POST", "\"x\"", bombs[i], &answer);
    answer_assert_refused (&answer, "INVALID_ARGUMENTS_ERROR");
    fixture_legacy (self, self->admin, "", "", bombs[i], &answer);
    answer_assert_refused (&answer, "INVALID_ARGUMENTS_ERROR");
    fixture_v2 (self, self->admin, "POST", "ontologies", bombs[i], &answer);
    g_assert_cmpuint (answer.status, ==, 400);
  }
  assert_alive (self);
}

/* ---- replay ---- */

/* A request that was read on its way can be sent again: that is how the
 * protocol is. What it does not do is anything else than it did. */
static void
test_replay (Fixture *self, gconstpointer data)
{
  g_autofree char *legacy =
      fixture_make_legacy (self, self->admin, "", "", LIST, "");
  g_autofree char *v2 = fixture_make_v2 (self, self->admin, "GET",
                                         "/v2/public/ontologies", "", "");
  g_autoptr (GString) moved = g_string_new (v2);
  g_autofree char *refusal = NULL;

  for (guint i = 0; i < 2; i++) {
    g_autofree char *a = exchange (self, legacy, strlen (legacy));
    g_autofree char *b = exchange (self, v2, strlen (v2));

    g_assert_nonnull (strstr (a, "{\"status\":200,"));
    g_assert_true (g_str_has_prefix (b, "HTTP/1.1 200 "));
  }
  g_string_replace (moved, "GET /v2/public/ontologies",
                    "GET /v2/public/datasets/list", 1);
  refusal = exchange (self, moved->str, moved->len);
  g_assert_true (g_str_has_prefix (refusal, "HTTP/1.1 401 "));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, func)                                                        \
  g_test_add ("/emulator/hostile/" name, Fixture, NULL, fixture_set_up, func,  \
              fixture_tear_down)
  ADD ("paths", test_paths);
  for (gsize i = 0; i < G_N_ELEMENTS (broken); i++) {
    g_autofree char *path =
        g_strconcat ("/emulator/hostile/broken/", broken[i].name, NULL);

    g_test_add (path, Fixture, GSIZE_TO_POINTER (i), fixture_set_up,
                test_broken, fixture_tear_down);
  }
  ADD ("large-header", test_large_header);
  ADD ("many-headers", test_many_headers);
  ADD ("long-path", test_long_path);
  ADD ("depth", test_depth);
  ADD ("replay", test_replay);
#undef ADD
  return g_test_run ();
}
