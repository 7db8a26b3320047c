/* test-data-stream.c - reading media from servers that do not behave
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "fake-server.h"
#include "test-keys.h"

#include <encord/client/encord-data-stream-private.h>
#include <encord/encord.h>
#include <string.h>

#define SECRET "sesame"
#define TEXT "0123456789abcdefghijklmnopqrstuvwxyz"
#define SIZE (sizeof (TEXT) - 1)
#define MIB (1024 * 1024)

typedef struct
{
  FakeServer *server;
  EncordTransport *transport;
  EncordDataStream *stream;
  guint n_links;
  const char *host; /* NULL: the server's */
} Fixture;

static void
set_up (Fixture *f, gconstpointer data)
{
  g_autoptr (EncordSshKey) key =
      encord_ssh_key_new_from_string (TEST_KEY_PLAIN, NULL, NULL);
  g_autoptr (EncordCredentials) credentials =
      encord_credentials_new_for_ssh_key (key);

  f->server = fake_server_new ();
  f->transport =
      encord_transport_new (fake_server_get_uri (f->server), credentials);
  encord_transport_set_backoff (f->transport, 0);
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  g_clear_object (&f->stream);
  g_clear_object (&f->transport);
  fake_server_free (f->server);
}

static char *
locate (gpointer data, GCancellable *cancellable, GError **error)
{
  Fixture *f = data;

  f->n_links++;

  return g_strdup_printf (
      "%s/media?" SECRET "=%u",
      f->host != NULL ? f->host : fake_server_get_uri (f->server), f->n_links);
}

static gboolean
try_open (Fixture *f, GError **error)
{
  f->stream = encord_data_stream_open (f->transport, NULL, locate, f, NULL,
                                       NULL, error);

  return f->stream != NULL;
}

static void
open_stream (Fixture *f)
{
  g_autoptr (GError) error = NULL;

  try_open (f, &error);
  g_assert_no_error (error);
}

/* SoupServer answers a request for a range with 206 by itself */
static void
reply_whole (Fixture *f)
{
  static const char *const headers[] = { "Content-Type", "video/mp4", NULL };

  fake_server_reply_full (f->server, 200, headers, TEXT, SIZE);
}

/* bytes first..last are promised; sent are the first n */
static void
reply_broken (Fixture *f, guint first, guint n, guint total,
              gboolean keep_silent)
{
  g_autofree char *sent = g_strndup (&TEXT[first], n);
  g_autofree char *text = g_strdup_printf (
      "HTTP/1.1 206 Partial Content\r\nContent-Type: video/mp4\r\n"
      "Content-Length: %u\r\nContent-Range: bytes %u-%u/%u\r\n\r\n%s",
      total - first, first, total - 1, total, sent);

  fake_server_reply_raw (f->server, text, keep_silent);
}

static void
assert_request (Fixture *f, const char *range, guint link)
{
  g_autoptr (FakeRequest) request = fake_server_take_request (f->server);
  g_autofree char *target = g_strdup_printf ("/media?" SECRET "=%u", link);

  g_assert_nonnull (request);
  g_assert_cmpstr (request->method, ==, "GET");
  g_assert_cmpstr (request->target, ==, target);
  g_assert_cmpstr (soup_message_headers_get_one (request->headers, "Range"), ==,
                   range);
  g_assert_null (
      soup_message_headers_get_one (request->headers, "Authorization"));
}

static void
assert_no_request (Fixture *f)
{
  g_assert_null (fake_server_take_request (f->server));
}

static void
assert_read (Fixture *f, const char *expected)
{
  const gsize length = strlen (expected);
  g_autofree char *buffer = g_malloc (length);
  g_autoptr (GError) error = NULL;
  gsize n;

  g_input_stream_read_all (G_INPUT_STREAM (f->stream), buffer, length, &n, NULL,
                           &error);
  g_assert_no_error (error);
  g_assert_cmpmem (buffer, n, expected, length);
}

/* no two parts of it are the same */
static GBytes *
make_media (gsize size)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (1);
  guint8 *bytes = g_malloc (size);

  for (gsize i = 0; i < size; i++)
    bytes[i] = (guint8) g_rand_int (rand);

  return g_bytes_new_take (bytes, size);
}

/* reads what media has there, less at its end */
static void
assert_part (Fixture *f, GBytes *media, gsize count)
{
  const gsize position = (gsize) g_seekable_tell (G_SEEKABLE (f->stream));
  const gsize length = MIN (count, g_bytes_get_size (media) - position);
  g_autofree guint8 *buffer = g_malloc (count);
  g_autoptr (GError) error = NULL;
  gsize n;

  g_input_stream_read_all (G_INPUT_STREAM (f->stream), buffer, count, &n, NULL,
                           &error);
  g_assert_no_error (error);
  g_assert_cmpuint (n, ==, length);
  /* not cmpmem: nobody reads so many bytes in a message */
  g_assert_true (
      memcmp (buffer,
              (const guint8 *) g_bytes_get_data (media, NULL) + position,
              n) == 0);
}

static guint
count_requests (Fixture *f)
{
  FakeRequest *request;
  guint n = 0;

  while ((request = fake_server_take_request (f->server)) != NULL) {
    fake_request_free (request);
    n++;
  }

  return n;
}

static void
assert_end (Fixture *f)
{
  g_autoptr (GError) error = NULL;
  char byte;

  g_assert_cmpint (
      g_input_stream_read (G_INPUT_STREAM (f->stream), &byte, 1, NULL, &error),
      ==, 0);
  g_assert_no_error (error);
}

static void
assert_read_fails (Fixture *f, int code)
{
  g_autoptr (GError) error = NULL;
  char buffer[SIZE];
  gsize n;

  g_assert_false (g_input_stream_read_all (G_INPUT_STREAM (f->stream), buffer,
                                           sizeof (buffer), &n, NULL, &error));
  g_assert_error (error, ENCORD_ERROR, code);
  g_assert_null (strstr (error->message, SECRET));
}

static void
seek (Fixture *f, goffset offset, GSeekType type)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (
      g_seekable_seek (G_SEEKABLE (f->stream), offset, type, NULL, &error));
  g_assert_no_error (error);
}

static void
test_in_order (Fixture *f, gconstpointer data)
{
  reply_whole (f);
  open_stream (f);
  g_assert_cmpint (encord_data_stream_get_size (f->stream), ==, SIZE);
  g_assert_cmpstr (encord_data_stream_get_content_type (f->stream), ==,
                   "video/mp4");
  g_assert_true (g_seekable_can_seek (G_SEEKABLE (f->stream)));
  assert_read (f, "0123456789");
  g_assert_cmpint (g_seekable_tell (G_SEEKABLE (f->stream)), ==, 10);
  assert_read (f, "abcdefghijklmnopqrstuvwxyz");
  assert_end (f);
  assert_request (f, "bytes=0-", 1);
  assert_no_request (f);
}

static void
test_seek (Fixture *f, gconstpointer data)
{
  reply_whole (f);
  open_stream (f);
  assert_request (f, "bytes=0-", 1);
  /* a gap is read over */
  seek (f, -2, G_SEEK_END);
  seek (f, 20, G_SEEK_SET);
  assert_read (f, "kl");
  seek (f, 2, G_SEEK_CUR);
  assert_read (f, "op");
  assert_no_request (f);
  /* and so is a step back */
  seek (f, 0, G_SEEK_SET);
  assert_read (f, "01");
  seek (f, 26, G_SEEK_SET);
  assert_read (f, "q");
  seek (f, -7, G_SEEK_CUR);
  assert_read (f, "klmn");
  seek (f, 0, G_SEEK_END);
  assert_end (f);
  seek (f, 1000, G_SEEK_SET);
  assert_end (f);
  assert_no_request (f);
}

static void
test_seek_invalid (Fixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  reply_whole (f);
  open_stream (f);
  g_assert_false (
      g_seekable_seek (G_SEEKABLE (f->stream), -1, G_SEEK_SET, NULL, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT);
  g_clear_error (&error);
  g_assert_false (g_seekable_seek (G_SEEKABLE (f->stream), G_MAXINT64,
                                   G_SEEK_END, NULL, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT);
  g_assert_false (g_seekable_truncate (G_SEEKABLE (f->stream), 0, NULL, NULL));
  assert_read (f, TEXT);
}

/* a seek that waited for the rest of the response would never come back */
static void
test_seek_leaves_response (Fixture *f, gconstpointer data)
{
  g_autoptr (GBytes) media = make_media (MIB);

  reply_broken (f, 0, 4, MIB, TRUE);
  fake_server_serve (f->server, media);
  open_stream (f);
  assert_read (f, "0123");
  seek (f, -4, G_SEEK_END);
  assert_part (f, media, 4);
}

/* asks from the start of a block on, for steps back */
static void
test_seek_far (Fixture *f, gconstpointer data)
{
  g_autoptr (GBytes) media = make_media (MIB);

  fake_server_serve (f->server, media);
  open_stream (f);
  assert_part (f, media, 2);
  seek (f, -3, G_SEEK_END);
  assert_part (f, media, 3);
  seek (f, -1000, G_SEEK_END);
  assert_part (f, media, 1000);
  assert_request (f, "bytes=0-", 1);
  assert_request (f, "bytes=983040-", 1);
  assert_no_request (f);
}

/* the gap breaks, and the rest comes with a new request */
static void
test_seek_broken (Fixture *f, gconstpointer data)
{
  reply_broken (f, 0, 4, SIZE, FALSE);
  reply_whole (f);
  open_stream (f);
  seek (f, 30, G_SEEK_SET);
  assert_read (f, "uvwxyz");
  assert_request (f, "bytes=0-", 1);
  assert_request (f, "bytes=4-", 1);
}

/* what qtdemux under decodebin asks of an mp4 of 1055736 bytes with its index at
 * the end: looks for what kind of file it is, the index, and then sound and
 * pictures, which lie a little apart */
static const struct
{
  guint position;
  guint count;
} demuxer_reads[] = {
  { 0, 4096 },      { 1055704, 4096 }, { 1055608, 4096 }, { 0, 4096 },
  { 4096, 4096 },   { 8192, 4096 },    { 12288, 4096 },   { 16384, 4096 },
  { 20480, 4096 },  { 24576, 4096 },   { 28672, 4096 },   { 32768, 4096 },
  { 36864, 4096 },  { 40960, 4096 },   { 45056, 4096 },   { 49152, 4096 },
  { 53248, 4096 },  { 57344, 4096 },   { 61440, 4096 },   { 65536, 4096 },
  { 0, 4096 },      { 4096, 4096 },    { 8192, 4096 },    { 527868, 4096 },
  { 531964, 4096 }, { 535804, 4096 },  { 539900, 4096 },  { 0, 4096 },
  { 4096, 131077 }, { 128000, 7173 },  { 1051507, 4096 }, { 1055603, 4221 },
  { 1015, 105222 }, { 33783, 72454 },  { 66551, 39686 },  { 48, 4096 },
  { 106237, 4096 }, { 110333, 4096 },  { 114429, 4096 },  { 118525, 4096 },
  { 122621, 4096 }, { 119129, 4096 },  { 123225, 4096 },  { 127321, 4096 },
  { 123661, 4096 }, { 127767, 4096 },  { 131863, 4188 },  { 128758, 4096 },
  { 133952, 4096 }, { 138048, 4096 },  { 136319, 4096 },  { 140875, 4096 },
  { 144255, 4096 }, { 141904, 4096 },  { 146874, 4096 },  { 149840, 4096 },
  { 147845, 4096 }, { 152908, 4096 },  { 155781, 4631 },  { 153954, 4096 },
  { 159597, 4096 }, { 161890, 4996 },  { 160577, 4096 },  { 166586, 4096 },
  { 168729, 5909 }, { 167672, 4096 },  { 174638, 4096 },  { 175608, 3126 },
  { 178734, 5995 }, { 175625, 4096 },  { 182607, 4096 },  { 186703, 6419 },
  { 193122, 6212 }, { 191054, 4096 },  { 198260, 4096 },  { 198990, 3366 },
  { 202356, 6762 }, { 199228, 4096 },  { 206969, 4096 },  { 207164, 3901 },
  { 211065, 6291 }, { 207955, 4096 },  { 215299, 4096 },  { 215891, 3504 },
  { 219395, 6902 }, { 216265, 4096 },  { 224153, 4096 },  { 224201, 4048 },
  { 228249, 6916 }, { 225104, 4096 },  { 233042, 4096 },  { 237138, 7469 },
  { 234025, 4096 }, { 242469, 4096 },  { 246565, 7152 },  { 243437, 4096 }
};

static void
test_demuxer (Fixture *f, gconstpointer data)
{
  g_autoptr (GBytes) media = make_media (1055736);

  fake_server_serve (f->server, media);
  open_stream (f);
  for (gsize i = 0; i < G_N_ELEMENTS (demuxer_reads); i++) {
    seek (f, demuxer_reads[i].position, G_SEEK_SET);
    assert_part (f, media, demuxer_reads[i].count);
  }
  /* the beginning, the end, and all from the beginning on */
  g_assert_cmpuint (count_requests (f), ==, 3);
}

/* what is kept is limited */
static void
test_window (Fixture *f, gconstpointer data)
{
  g_autoptr (GBytes) media = make_media (4 * MIB);

  fake_server_serve (f->server, media);
  open_stream (f);
  assert_part (f, media, 4 * MIB);
  seek (f, 2 * MIB, G_SEEK_SET);
  assert_part (f, media, 2 * MIB);
  g_assert_cmpuint (count_requests (f), ==, 1);
  seek (f, 2 * MIB - 1, G_SEEK_SET);
  assert_part (f, media, 1);
  assert_request (f, "bytes=2031616-", 1);
  assert_no_request (f);
}

/* a step somewhere, near or far */
static goffset
choose (goffset position, goffset size)
{
  goffset reach = (goffset) 1 << g_test_rand_int_range (4, 22);

  if (g_test_rand_int_range (0, 10) == 0)
    reach = size;
  position += (goffset) g_test_rand_double_range (-(double) reach, reach);

  return CLAMP (position, 0, size);
}

static void
test_random (Fixture *f, gconstpointer data)
{
  const goffset size = 5 * MIB + 12345;
  g_autoptr (GBytes) media = make_media ((gsize) size);

  fake_server_serve (f->server, media);
  open_stream (f);
  for (int i = 0; i < 400; i++) {
    const goffset position =
        choose (g_seekable_tell (G_SEEKABLE (f->stream)), size);
    const gsize count = (gsize) g_test_rand_int_range (1, 200000);

    seek (f, position, G_SEEK_SET);
    assert_part (f, media, count);
  }
}

static void
test_broken (Fixture *f, gconstpointer data)
{
  reply_broken (f, 0, 4, SIZE, FALSE);
  reply_broken (f, 4, 0, SIZE, FALSE);
  reply_broken (f, 4, 6, SIZE, FALSE);
  reply_whole (f);
  open_stream (f);
  assert_read (f, TEXT);
  assert_end (f);
  assert_request (f, "bytes=0-", 1);
  assert_request (f, "bytes=4-", 1);
  assert_request (f, "bytes=4-", 1);
  assert_request (f, "bytes=10-", 1);
  assert_no_request (f);
}

static void
test_broken_for_good (Fixture *f, gconstpointer data)
{
  reply_broken (f, 0, 4, SIZE, FALSE);
  for (int i = 0; i < 4; i++)
    reply_broken (f, 4, 0, SIZE, FALSE);
  open_stream (f);
  assert_read_fails (f, ENCORD_ERROR_UNREACHABLE);
  /* it goes on where it was once the server is back */
  reply_whole (f);
  assert_read (f, &TEXT[4]);
}

static void
test_expired (Fixture *f, gconstpointer data)
{
  const guint status = GPOINTER_TO_UINT (data);

  reply_broken (f, 0, 30, SIZE, FALSE);
  fake_server_reply (f->server, status, "expired " SECRET);
  reply_whole (f);
  open_stream (f);
  assert_read (f, TEXT);
  assert_request (f, "bytes=0-", 1);
  assert_request (f, "bytes=30-", 1);
  assert_request (f, "bytes=30-", 2);
}

static void
test_refused (Fixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  fake_server_reply (f->server, 403, SECRET);
  g_assert_false (try_open (f, &error));
  g_assert_error (error, ENCORD_ERROR, ENCORD_ERROR_DENIED);
  g_assert_null (strstr (error->message, SECRET));
  g_assert_cmpuint (f->n_links, ==, 1);
}

static void
test_gone (Fixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  fake_server_reply (f->server, 404, SECRET);
  g_assert_false (try_open (f, &error));
  g_assert_error (error, ENCORD_ERROR, ENCORD_ERROR_NOT_FOUND);
  g_assert_null (strstr (error->message, SECRET));
}

static void
test_busy (Fixture *f, gconstpointer data)
{
  fake_server_reply (f->server, 503, "");
  fake_server_reply (f->server, 0, "");
  reply_whole (f);
  open_stream (f);
  assert_read (f, TEXT);
}

static void
test_replaced (Fixture *f, gconstpointer data)
{
  reply_broken (f, 0, 20, SIZE, FALSE);
  reply_broken (f, 20, 4, SIZE - 1, FALSE);
  open_stream (f);
  assert_read_fails (f, ENCORD_ERROR_CONFLICT);
}

/* the same size, but another version */
static void
test_replaced_in_place (Fixture *f, gconstpointer data)
{
  static const char *const first[] = { "ETag", "\"1\"", NULL };
  static const char *const second[] = { "ETag", "\"2\"", NULL };

  g_autoptr (GBytes) media = make_media (3 * MIB);
  gsize size;
  gconstpointer bytes = g_bytes_get_data (media, &size);

  fake_server_reply_full (f->server, 200, first, bytes, size);
  fake_server_reply_full (f->server, 200, first, bytes, size);
  fake_server_reply_full (f->server, 200, second, bytes, size);
  open_stream (f);
  seek (f, 2 * MIB, G_SEEK_SET);
  assert_part (f, media, 10);
  seek (f, MIB, G_SEEK_SET);
  assert_read_fails (f, ENCORD_ERROR_CONFLICT);
}

static void
test_without_ranges (Fixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  fake_server_reply_raw (
      f->server, "HTTP/1.1 200 OK\r\nContent-Length: 36\r\n\r\n" TEXT, FALSE);
  open_stream (f);
  g_assert_cmpint (encord_data_stream_get_size (f->stream), ==, SIZE);
  g_assert_false (g_seekable_can_seek (G_SEEKABLE (f->stream)));
  g_assert_false (
      g_seekable_seek (G_SEEKABLE (f->stream), 3, G_SEEK_SET, NULL, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED);
  assert_read (f, TEXT);
  assert_end (f);
}

static void
test_without_ranges_broken (Fixture *f, gconstpointer data)
{
  fake_server_reply_raw (
      f->server, "HTTP/1.1 200 OK\r\nContent-Length: 36\r\n\r\n0123", FALSE);
  open_stream (f);
  assert_read_fails (f, ENCORD_ERROR_NOT_SUPPORTED);
}

static void
test_without_size (Fixture *f, gconstpointer data)
{
  fake_server_reply_raw (
      f->server, "HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n0123", FALSE);
  open_stream (f);
  g_assert_cmpint (encord_data_stream_get_size (f->stream), ==, -1);
  assert_read (f, "0123");
  assert_end (f);
}

static void
test_wrong_range (Fixture *f, gconstpointer data)
{
  reply_broken (f, 0, 20, SIZE, FALSE);
  reply_broken (f, 5, 4, SIZE, FALSE);
  open_stream (f);
  assert_read_fails (f, ENCORD_ERROR_BAD_RESPONSE);
}

static void
test_empty (Fixture *f, gconstpointer data)
{
  static const char *const headers[] = { "Content-Range", "bytes */0", NULL };

  fake_server_reply_full (f->server, 416, headers, "", 0);
  open_stream (f);
  g_assert_cmpint (encord_data_stream_get_size (f->stream), ==, 0);
  assert_end (f);
}

static void
test_not_https (Fixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  f->host = "http://media.example.com";
  g_assert_false (try_open (f, &error));
  g_assert_error (error, ENCORD_ERROR, ENCORD_ERROR_BAD_RESPONSE);
  g_assert_null (strstr (error->message, SECRET));
}

static gpointer
cancel (gpointer data)
{
  g_cancellable_cancel (data);

  return NULL;
}

static void
test_cancel (Fixture *f, gconstpointer data)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;
  GThread *thread;
  char buffer[SIZE];
  gsize n;

  reply_broken (f, 0, 4, SIZE, TRUE);
  reply_whole (f);
  open_stream (f);
  thread = g_thread_new ("cancel", cancel, cancellable);
  g_assert_false (g_input_stream_read_all (G_INPUT_STREAM (f->stream), buffer,
                                           SIZE, &n, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_thread_join (thread);
  g_assert_cmpuint (n, <=, 4);
  assert_read (f, &TEXT[n]);
}

static void
test_cancelled_open (Fixture *f, gconstpointer data)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;

  g_cancellable_cancel (cancellable);
  f->stream = encord_data_stream_open (f->transport, NULL, locate, f, NULL,
                                       cancellable, &error);
  g_assert_null (f->stream);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

int
main (int argc, char **argv)
{
#define ADD(name, data, func)                                                  \
  g_test_add ("/data-stream/" name, Fixture, GUINT_TO_POINTER (data), set_up,  \
              func, tear_down)

  g_test_init (&argc, &argv, NULL);

  ADD ("in-order", 0, test_in_order);
  ADD ("seek", 0, test_seek);
  ADD ("seek/invalid", 0, test_seek_invalid);
  ADD ("seek/broken", 0, test_seek_broken);
  ADD ("seek/far", 0, test_seek_far);
  ADD ("seek/leaves-response", 0, test_seek_leaves_response);
  ADD ("demuxer", 0, test_demuxer);
  ADD ("window", 0, test_window);
  ADD ("random", 0, test_random);
  ADD ("broken", 0, test_broken);
  ADD ("broken/for-good", 0, test_broken_for_good);
  ADD ("expired/401", 401, test_expired);
  ADD ("expired/403", 403, test_expired);
  ADD ("expired/410", 410, test_expired);
  ADD ("refused", 0, test_refused);
  ADD ("gone", 0, test_gone);
  ADD ("busy", 0, test_busy);
  ADD ("replaced", 0, test_replaced);
  ADD ("replaced/in-place", 0, test_replaced_in_place);
  ADD ("without-ranges", 0, test_without_ranges);
  ADD ("without-ranges/broken", 0, test_without_ranges_broken);
  ADD ("without-size", 0, test_without_size);
  ADD ("wrong-range", 0, test_wrong_range);
  ADD ("empty", 0, test_empty);
  ADD ("not-https", 0, test_not_https);
  ADD ("cancel", 0, test_cancel);
  ADD ("cancel/open", 0, test_cancelled_open);

  return g_test_run ();
}
