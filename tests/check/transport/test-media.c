/* test-media.c - range reads and uploads through signed URLs
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "fake-server.h"
#include "test-keys.h"

#include <encord/encord.h>
#include <encord/transport/encord-transport-private.h>
#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

typedef struct
{
  FakeServer *server;
  EncordTransport *transport;
  char *url;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autoptr (EncordSshKey) key =
      encord_ssh_key_new_from_string (TEST_KEY_PLAIN, NULL, NULL);
  g_autoptr (EncordCredentials) credentials =
      encord_credentials_new_for_ssh_key (key);

  fixture->server = fake_server_new ();
  fixture->transport = encord_transport_new ("https://unused", credentials);
  encord_transport_set_backoff (fixture->transport, 0);
  fixture->url = g_strconcat (fake_server_get_uri (fixture->server),
                              "/clip.mp4?Signature=tulip", NULL);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_object_unref (fixture->transport);
  fake_server_free (fixture->server);
  g_free (fixture->url);
}

/* SoupServer would answer a range request by itself, and rightly */
static void
reply_raw (FakeServer *server, guint status, const char *range)
{
  g_autofree char *text = g_strdup_printf (
      "HTTP/1.1 %u whatever\r\nContent-Length: 10\r\n%s%s%s\r\n0123456789",
      status, range != NULL ? "Content-Range: " : "",
      range != NULL ? range : "", range != NULL ? "\r\n" : "");

  fake_server_reply_raw (server, text, FALSE);
}

static void
assert_secret (const GError *error)
{
  g_assert_null (strstr (error->message, "tulip"));
}

static void
test_range (Fixture *fixture, gconstpointer data)
{
  static const char *const headers[] = { "Content-Range", "bytes 3-6/1000",
                                         "Content-Type", "video/mp4", NULL };
  g_autoptr (FakeRequest) request = NULL;
  g_autoptr (GInputStream) stream = NULL;
  g_autofree char *type = NULL;
  g_autoptr (GError) error = NULL;
  goffset size = 0;
  guint status = 0;
  char buffer[16];
  gsize n;

  fake_server_reply_full (fixture->server, 206, headers, "3456", 4);
  stream = encord_transport_open_range (fixture->transport, fixture->url, 3, 6,
                                        &size, &type, &status, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpint (size, ==, 1000);
  g_assert_cmpstr (type, ==, "video/mp4");
  g_assert_cmpuint (status, ==, 206);
  g_assert_true (
      g_input_stream_read_all (stream, buffer, sizeof buffer, &n, NULL, NULL));
  g_assert_cmpmem (buffer, n, "3456", 4);

  request = fake_server_wait_request (fixture->server);
  g_assert_cmpstr (request->method, ==, "GET");
  g_assert_cmpstr (request->target, ==, "/clip.mp4?Signature=tulip");
  g_assert_cmpstr (soup_message_headers_get_one (request->headers, "Range"), ==,
                   "bytes=3-6");
  g_assert_cmpstr (
      soup_message_headers_get_one (request->headers, "Accept-Encoding"), ==,
      "identity");
  g_assert_null (
      soup_message_headers_get_one (request->headers, "Authorization"));
  g_assert_null (soup_message_headers_get_one (request->headers, "Signature"));
}

static void
test_open_end (Fixture *fixture, gconstpointer data)
{
  static const char *const headers[] = { "Content-Range", "bytes 5-9/*", NULL };
  g_autoptr (FakeRequest) request = NULL;
  g_autoptr (GInputStream) stream = NULL;
  g_autoptr (GError) error = NULL;
  goffset size = 0;

  fake_server_reply_full (fixture->server, 206, headers, "56789", 5);
  stream = encord_transport_open_range (fixture->transport, fixture->url, 5, -1,
                                        &size, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpint (size, ==, -1);
  request = fake_server_wait_request (fixture->server);
  g_assert_cmpstr (soup_message_headers_get_one (request->headers, "Range"), ==,
                   "bytes=5-");
}

static void
test_whole_file (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GInputStream) stream = NULL;
  g_autoptr (GError) error = NULL;
  goffset size = 0;
  guint status = 0;

  reply_raw (fixture->server, 200, NULL);
  stream = encord_transport_open_range (fixture->transport, fixture->url, 0, -1,
                                        &size, NULL, &status, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpint (size, ==, 10);
  g_assert_cmpuint (status, ==, 200);
}

static void
test_empty_file (Fixture *fixture, gconstpointer data)
{
  static const char *const headers[] = { "Content-Range", "bytes */0", NULL };
  g_autoptr (GInputStream) stream = NULL;
  g_autoptr (GError) error = NULL;
  goffset size = -1;
  char buffer[1];

  fake_server_reply_full (fixture->server, 416, headers, "", 0);
  stream = encord_transport_open_range (fixture->transport, fixture->url, 0, -1,
                                        &size, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpint (size, ==, 0);
  g_assert_cmpint (g_input_stream_read (stream, buffer, 1, NULL, NULL), ==, 0);
}

static const struct
{
  const char *name;
  guint status;
  const char *range; /* Content-Range */
  int code;
} refusals[] = {
  { "expired", 403, NULL, ENCORD_ERROR_DENIED },
  { "gone", 404, NULL, ENCORD_ERROR_NOT_FOUND },
  { "beyond-end", 416, "bytes */10", ENCORD_ERROR_FAILED },
  { "no-ranges", 200, NULL, ENCORD_ERROR_BAD_RESPONSE },
  { "other-range", 206, "bytes 0-3/10", ENCORD_ERROR_BAD_RESPONSE },
  { "no-range-told", 206, NULL, ENCORD_ERROR_BAD_RESPONSE },
  { "garbled-range", 206, "bytes x", ENCORD_ERROR_BAD_RESPONSE },
};

static void
test_refusal (Fixture *fixture, gconstpointer data)
{
  const gsize i = GPOINTER_TO_SIZE (data);
  g_autoptr (GError) error = NULL;

  reply_raw (fixture->server, refusals[i].status, refusals[i].range);
  g_assert_null (encord_transport_open_range (
      fixture->transport, fixture->url, 3, -1, NULL, NULL, NULL, NULL, &error));
  g_assert_error (error, ENCORD_ERROR, refusals[i].code);
  g_assert_cmpuint (encord_error_get_http_status (error), ==,
                    refusals[i].status);
  assert_secret (error);
}

static void
test_unsafe_url (Fixture *fixture, gconstpointer data)
{
  static const char *const urls[] = { "http://example.com/x?Signature=tulip",
                                      "ftp://127.0.0.1/tulip",
                                      "file:///etc/passwd", "tulip", "" };

  for (gsize i = 0; i < G_N_ELEMENTS (urls); i++) {
    g_autoptr (GFile) file = g_file_new_for_path ("/dev/null");
    g_autoptr (GError) error = NULL;
    g_autoptr (GError) upload_error = NULL;

    g_assert_null (encord_transport_open_range (
        fixture->transport, urls[i], 0, -1, NULL, NULL, NULL, NULL, &error));
    g_assert_error (error, ENCORD_ERROR, ENCORD_ERROR_BAD_RESPONSE);
    assert_secret (error);
    g_assert_false (encord_transport_put_file (fixture->transport, urls[i],
                                               file, "video/mp4", NULL, NULL,
                                               NULL, &upload_error));
    g_assert_error (upload_error, ENCORD_ERROR, ENCORD_ERROR_BAD_RESPONSE);
  }
}

static void
test_redirect (Fixture *fixture, gconstpointer data)
{
  g_autoptr (FakeServer) other = fake_server_new ();
  const char *safe[] = { "Location", fake_server_get_uri (other), NULL };
  static const char *const unsafe[] = { "Location", "http://example.com/x",
                                        NULL };
  g_autoptr (GInputStream) stream = NULL;
  g_autoptr (FakeRequest) request = NULL;
  g_autoptr (GError) error = NULL;

  fake_server_reply_full (fixture->server, 302, safe, "", 0);
  fake_server_reply (other, 200, "0123456789");
  stream = encord_transport_open_range (fixture->transport, fixture->url, 0, -1,
                                        NULL, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
  request = fake_server_wait_request (other);
  g_assert_cmpstr (soup_message_headers_get_one (request->headers, "Range"), ==,
                   "bytes=0-");

  fake_server_reply_full (fixture->server, 302, unsafe, "", 0);
  g_assert_null (encord_transport_open_range (
      fixture->transport, fixture->url, 0, -1, NULL, NULL, NULL, NULL, &error));
  g_assert_error (error, ENCORD_ERROR, ENCORD_ERROR_BAD_RESPONSE);
}

static void
test_range_is_repeated (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GInputStream) stream = NULL;
  g_autoptr (GError) error = NULL;

  fake_server_reply (fixture->server, 503, "");
  fake_server_reply (fixture->server, 0, "");
  fake_server_reply (fixture->server, 200, "0123456789");
  stream = encord_transport_open_range (fixture->transport, fixture->url, 0, -1,
                                        NULL, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_nonnull (stream);
}

/* one upload of a file of half a megabyte */
static GFile *
make_file (gsize size)
{
  g_autoptr (GFileIOStream) stream = NULL;
  GFile *file = g_file_new_tmp ("encord-upload-XXXXXX", &stream, NULL);
  g_autofree char *bytes = g_malloc (size + 1);

  for (gsize i = 0; i < size; i++)
    bytes[i] = (char) (i * 31 >> 3);
  g_assert_true (g_file_replace_contents (
      file, bytes, size, NULL, FALSE, G_FILE_CREATE_NONE, NULL, NULL, NULL));
  return file;
}

typedef struct
{
  goffset last;
  goffset total;
  guint n_restarts;
  GThread *thread;
  GCancellable *cancellable; /* cancelled at the first call */
} Progress;

static void
on_progress (goffset current, goffset total, gpointer user_data)
{
  Progress *progress = user_data;

  g_assert_true (progress->thread == g_thread_self ());
  if (current < progress->last)
    progress->n_restarts++;
  progress->last = current;
  progress->total = total;
  if (progress->cancellable != NULL)
    g_cancellable_cancel (progress->cancellable);
}

#define UPLOAD_SIZE (512 * 1024 + 7)

static void
test_upload (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GFile) file = make_file (UPLOAD_SIZE);
  g_autoptr (FakeRequest) first = NULL;
  g_autoptr (FakeRequest) second = NULL;
  g_autofree char *contents = NULL;
  g_autoptr (GError) error = NULL;
  Progress progress = { .thread = g_thread_self () };
  gsize size;

  fake_server_reply (fixture->server, 503, "");
  fake_server_reply (fixture->server, 200, "");
  g_assert_true (encord_transport_put_file (
      fixture->transport, fixture->url, file, "application/octet-stream",
      on_progress, &progress, NULL, &error));
  g_assert_no_error (error);
  g_assert_cmpint (progress.last, ==, UPLOAD_SIZE);
  g_assert_cmpint (progress.total, ==, UPLOAD_SIZE);
  g_assert_cmpuint (progress.n_restarts, ==, 1);

  first = fake_server_wait_request (fixture->server);
  second = fake_server_wait_request (fixture->server);
  g_assert_cmpstr (second->method, ==, "PUT");
  g_assert_cmpstr (second->target, ==, "/clip.mp4?Signature=tulip");
  g_assert_cmpstr (
      soup_message_headers_get_one (second->headers, "Content-Type"), ==,
      "application/octet-stream");
  g_assert_cmpstr (
      soup_message_headers_get_one (second->headers, "Cache-Control"), ==,
      "max-age=86400");
  g_assert_cmpint (soup_message_headers_get_content_length (second->headers),
                   ==, UPLOAD_SIZE);
  g_assert_null (
      soup_message_headers_get_one (second->headers, "Authorization"));
  g_assert_true (
      g_file_load_contents (file, NULL, &contents, &size, NULL, NULL));
  g_assert_cmpmem (g_bytes_get_data (second->body, NULL),
                   g_bytes_get_size (second->body), contents, size);
  g_file_delete (file, NULL, NULL);
}

static const struct
{
  guint status;
  int code;
} upload_refusals[] = {
  { 201, ENCORD_ERROR_FAILED },
  { 403, ENCORD_ERROR_DENIED },
  { 400, ENCORD_ERROR_REJECTED },
};

static void
test_upload_refused (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GFile) file = make_file (10);

  for (gsize i = 0; i < G_N_ELEMENTS (upload_refusals); i++) {
    g_autoptr (GError) error = NULL;

    fake_server_reply (fixture->server, upload_refusals[i].status, "");
    g_assert_false (encord_transport_put_file (fixture->transport, fixture->url,
                                               file, "image/png", NULL, NULL,
                                               NULL, &error));
    g_assert_error (error, ENCORD_ERROR, upload_refusals[i].code);
    g_assert_cmpint (encord_error_get_server_error (error), ==,
                     ENCORD_SERVER_ERROR_CLOUD_UPLOAD);
    assert_secret (error);
  }
  g_file_delete (file, NULL, NULL);
}

static void
test_upload_without_file (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GFile) file = g_file_new_for_path ("/nonexistent/clip.mp4");
  g_autoptr (GError) error = NULL;

  g_assert_false (encord_transport_put_file (fixture->transport, fixture->url,
                                             file, "video/mp4", NULL, NULL,
                                             NULL, &error));
  g_assert_error (error, ENCORD_ERROR, ENCORD_ERROR_NOT_FOUND);
  g_assert_null (fake_server_take_request (fixture->server));
}

static void
test_upload_cancelled (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GFile) file = make_file (UPLOAD_SIZE);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;
  Progress progress = { .thread = g_thread_self (),
                        .cancellable = cancellable };

  g_assert_false (encord_transport_put_file (fixture->transport, fixture->url,
                                             file, "video/mp4", on_progress,
                                             &progress, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpint (progress.last, <, UPLOAD_SIZE);
  g_file_delete (file, NULL, NULL);
}

/* cuts the file off when its first piece has left */
static void
on_progress_truncate (goffset current, goffset total, gpointer user_data)
{
  g_assert_cmpint (truncate (g_file_peek_path (user_data), 0), ==, 0);
}

static void
test_upload_shrinks (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GFile) file = make_file (UPLOAD_SIZE);
  g_autoptr (GError) error = NULL;

  fake_server_reply (fixture->server, 200, "");
  g_assert_false (encord_transport_put_file (
      fixture->transport, fixture->url, file, "video/mp4", on_progress_truncate,
      file, NULL, &error));
  g_assert_error (error, ENCORD_ERROR, ENCORD_ERROR_BAD_DATA);
  g_file_delete (file, NULL, NULL);
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

/* what an answer may be; every one leaves traces of its own */
static void
reply_in_turn (FakeServer *server, guint turn)
{
  static const char *const headers[] = { "Location", "/hyacinth?s=tulip",
                                         NULL };
  static const char *const out[] = { "Location", "ftp://h/hyacinth?s=tulip",
                                     NULL };

  switch (turn) {
    case 0:
      fake_server_reply (server, 503, "hyacinth tulip");
      fake_server_reply_full (server, 307, headers, "", 0);
      fake_server_reply (server, 200, "data");
      break;
    case 1:
      fake_server_reply (server, 403, "hyacinth tulip");
      break;
    case 2:
      fake_server_reply_full (server, 307, out, "", 0);
      break;
    default:
      for (int i = 0; i < 4; i++)
        fake_server_reply (server, 0, "");
  }
}

/* A service may sign in the path as well as in the query. In a process of its
 * own: the log writer can be set once only. */
static void
test_log (Fixture *fixture, gconstpointer data)
{
  g_autofree char *url = NULL;
  g_autoptr (GFile) file = NULL;
  GString *log;

  if (!g_test_subprocess ()) {
    g_test_trap_subprocess (NULL, 0, 0);
    g_test_trap_assert_passed ();
    return;
  }

  log = g_string_new (NULL);
  g_log_set_writer_func (collect_log, log, NULL);
  url = g_strconcat (fake_server_get_uri (fixture->server),
                     "/hyacinth/clip?Signature=tulip", NULL);
  file = make_file (10);
  for (guint turn = 0; turn < 4; turn++) {
    g_autoptr (GInputStream) stream = NULL;
    g_autoptr (GError) error = NULL;
    g_autoptr (GError) upload_error = NULL;

    reply_in_turn (fixture->server, turn);
    stream = encord_transport_open_range (fixture->transport, url, 0, -1, NULL,
                                          NULL, NULL, NULL, &error);
    g_assert_true ((stream != NULL) == (turn == 0));
    reply_in_turn (fixture->server, turn);
    g_assert_true (encord_transport_put_file (fixture->transport, url, file,
                                              "video/mp4", NULL, NULL, NULL,
                                              &upload_error) == (turn == 0));
    if (turn > 0)
      g_string_append_printf (log, "%s\n%s\n", error->message,
                              upload_error->message);
  }
  g_file_delete (file, NULL, NULL);

  g_assert_nonnull (strstr (log->str, "media: GET"));
  g_assert_nonnull (strstr (log->str, "upload: PUT"));
  g_assert_nonnull (strstr (log->str, "HTTP status 503"));
  g_assert_nonnull (strstr (log->str, fake_server_get_uri (fixture->server)));
  g_assert_null (strstr (log->str, "hyacinth"));
  g_assert_null (strstr (log->str, "tulip"));
}

int
main (int argc, char **argv)
{
  static const struct
  {
    const char *path;
    void (*func) (Fixture *fixture, gconstpointer data);
  } tests[] = {
    { "/media/range", test_range },
    { "/media/open-end", test_open_end },
    { "/media/whole-file", test_whole_file },
    { "/media/empty-file", test_empty_file },
    { "/media/unsafe-url", test_unsafe_url },
    { "/media/redirect", test_redirect },
    { "/media/repeated", test_range_is_repeated },
    { "/media/log", test_log },
    { "/media/upload/plain", test_upload },
    { "/media/upload/refused", test_upload_refused },
    { "/media/upload/no-file", test_upload_without_file },
    { "/media/upload/cancelled", test_upload_cancelled },
    { "/media/upload/shrinks", test_upload_shrinks },
  };

  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].path, Fixture, NULL, set_up, tests[i].func, tear_down);
  for (gsize i = 0; i < G_N_ELEMENTS (refusals); i++) {
    g_autofree char *path =
        g_strconcat ("/media/refused/", refusals[i].name, NULL);
    g_test_add (path, Fixture, GSIZE_TO_POINTER (i), set_up, test_refusal,
                tear_down);
  }

  return g_test_run ();
}
