/* media.c - files through expiring addresses
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <string.h>

#include "emulator-store-data.h"
#include "emulator-store-private.h"
#include "upload-place.h"

/* the address of the video, whose file holds 0123456789 */
static char *
get_address (Fixture *self)
{
  g_auto (Answer) answer = { 0 };
  g_autofree char *uid = g_strdup_printf (
      "{\"data_hash\":\"%s\",\"get_signed_url\":true}", self->video);

  fixture_call (self, "datasetdata", "GET", uid, "null", &answer);
  return g_strdup (json_object_get_string_member (
      json_object_get_object_member (
          json_node_get_object (answer_get_response (&answer)), "video"),
      "file_link"));
}

static const struct
{
  const char *verb;
  const char *range;
  const char *if_range; /* "" stands for the right one */
  guint status;
  const char *body;
  const char *content_range;
} ranges[] = {
  { "GET", NULL, NULL, 200, "0123456789", NULL },
  { "GET", "bytes=0-3", NULL, 206, "0123", "bytes 0-3/10" },
  { "GET", "bytes=8-", NULL, 206, "89", "bytes 8-9/10" },
  { "GET", "bytes=-3", NULL, 206, "789", "bytes 7-9/10" },
  { "GET", "bytes=9-20", NULL, 206, "9", "bytes 9-9/10" },
  { "GET", "bytes=-20", NULL, 206, "0123456789", "bytes 0-9/10" },
  { "GET", "bytes=10-", NULL, 416, "", "bytes */10" },
  { "GET", "bytes=0-1,5-6", NULL, 200, "0123456789", NULL },
  { "GET", "bytes=5-2", NULL, 200, "0123456789", NULL },
  { "GET", "apples=1-2", NULL, 200, "0123456789", NULL },
  { "GET", "bytes=0-3", "", 206, "0123", "bytes 0-3/10" },
  { "GET", "bytes=0-3", "\"other\"", 200, "0123456789", NULL },
  { "HEAD", NULL, NULL, 200, "", NULL },
};

static void
test_ranges (Fixture *self, gconstpointer data)
{
  g_autofree char *address = NULL;
  g_autofree char *etag = NULL;

  fixture_make_project (self);
  address = get_address (self);
  for (guint i = 0; i < G_N_ELEMENTS (ranges); i++) {
    g_autoptr (SoupMessage) message =
        soup_message_new (ranges[i].verb, address);
    SoupMessageHeaders *headers = soup_message_get_request_headers (message);
    const char *if_range = ranges[i].if_range;
    g_auto (Answer) answer = { 0 };

    g_test_message ("%s", ranges[i].range);
    if (ranges[i].range != NULL)
      soup_message_headers_append (headers, "Range", ranges[i].range);
    if (if_range != NULL)
      soup_message_headers_append (headers, "If-Range",
                                   if_range[0] == '\0' ? etag : if_range);
    fixture_send (self, message, NULL, &answer);
    g_assert_cmpuint (answer.status, ==, ranges[i].status);
    g_assert_cmpmem (g_bytes_get_data (answer.bytes, NULL),
                     g_bytes_get_size (answer.bytes), ranges[i].body,
                     strlen (ranges[i].body));
    g_assert_cmpstr (
        soup_message_headers_get_one (answer.headers, "Content-Range"), ==,
        ranges[i].content_range);
    if (g_str_equal (ranges[i].verb, "HEAD"))
      g_assert_cmpint (soup_message_headers_get_content_length (answer.headers),
                       ==, 10);
    if (etag == NULL)
      etag = g_strdup (soup_message_headers_get_one (answer.headers, "ETag"));
  }
}

static void
test_forged (Fixture *self, gconstpointer data)
{
  const gint64 now = g_get_real_time () / G_USEC_PER_SEC;
  g_autofree char *address = NULL;
  g_autofree char *bare = NULL;
  g_autofree char *forged = NULL;
  g_autofree char *path = NULL;
  g_autofree char *old = NULL;
  g_autofree char *expired = NULL;
  g_autofree char *outside = NULL;
  g_autofree char *signed_outside = NULL;
  GUri *uri;

  fixture_make_project (self);
  address = get_address (self);
  uri = g_uri_parse (address, G_URI_FLAGS_NONE, NULL);
  path = g_strdup (g_uri_get_path (uri));
  g_uri_unref (uri);
  g_assert_cmpuint (upload_place_use (self, "GET", address, NULL), ==, 200);

  bare = g_strndup (address, strchr (address, '?') - address);
  g_assert_cmpuint (upload_place_use (self, "GET", bare, NULL), ==, 403);
  forged = g_strdup (address);
  forged[strlen (forged) - 1] ^= 1;
  g_assert_cmpuint (upload_place_use (self, "GET", forged, NULL), ==, 403);
  old = emulator_seal_sign_path (self->emulator->seal, "GET", path, now - 1);
  expired = g_strconcat (self->uri, old, NULL);
  g_assert_cmpuint (upload_place_use (self, "GET", expired, NULL), ==, 403);
  g_assert_cmpuint (upload_place_use (self, "PUT", address, "x"), ==, 405);
  /* even an address that we had signed leads nowhere but into the folder */
  signed_outside = emulator_seal_sign_path (self->emulator->seal, "GET",
                                            "/media/../secret", now + 10);
  outside = g_strconcat (self->uri, signed_outside, NULL);
  g_assert_cmpuint (upload_place_use (self, "GET", outside, NULL), !=, 200);
}

/* ---- uploads ---- */

static void
test_upload (Fixture *self, gconstpointer data)
{
  g_auto (Answer) answer = { 0 };
  JsonObject *place;
  const char *address;
  const char *id;
  g_autofree char *file = NULL;
  g_autofree char *text = NULL;
  g_autofree char *other = NULL;

  fixture_make_project (self);
  place = upload_place_ask (self, "../../../etc/x.mp4", &answer);
  address = json_object_get_string_member (place, "signed_url");
  id = json_object_get_string_member (place, "file_link");
  g_assert_cmpstr (json_object_get_string_member (place, "title"), ==,
                   "../../../etc/x.mp4");
  g_assert_true (g_uuid_string_is_valid (id));
  g_assert_cmpuint (upload_place_use (self, "GET", address, NULL), ==, 405);
  other = g_strdup (address);
  other[strlen (other) - 1] ^= 1;
  g_assert_cmpuint (upload_place_use (self, "PUT", other, "abc"), ==, 403);

  g_assert_cmpuint (upload_place_use (self, "PUT", address, "first try"), ==,
                    200);
  /* the client repeats it when the answer was lost */
  g_assert_cmpuint (upload_place_use (self, "PUT", address, "second"), ==, 200);
  file = g_build_filename (self->emulator->media_dir, id, NULL);
  g_assert_true (g_file_get_contents (file, &text, NULL, NULL));
  g_assert_cmpstr (text, ==, "second");
}

/* half of a file, of an emulator that was killed, does not lie around */
static void
test_upload_remains (Fixture *self, gconstpointer data)
{
  g_autofree char *id = g_uuid_string_random ();
  g_autofree char *whole =
      g_build_filename (self->emulator->media_dir, id, NULL);
  g_autofree char *part = g_strconcat (whole, ".a1B2c3", NULL);

  g_file_set_contents (whole, "x", 1, NULL);
  g_file_set_contents (part, "x", 1, NULL);
  fixture_restart (self);
  g_assert_true (g_file_test (whole, G_FILE_TEST_EXISTS));
  g_assert_false (g_file_test (part, G_FILE_TEST_EXISTS));
}

/* a place that was removed takes no file, and keeps none */
static void
test_removed_place (Fixture *self, gconstpointer data)
{
  g_auto (Answer) answer = { 0 };
  g_autofree char *path = NULL;
  JsonObject *place;
  const char *id;

  fixture_make_project (self);
  place = upload_place_ask (self, "x.mp4", &answer);
  id = json_object_get_string_member (place, "file_link");
  g_assert_true (emulator_store_exec (
      self->emulator->store, NULL, "DELETE FROM media WHERE id = ?1", "s", id));
  g_assert_cmpuint (
      upload_place_use (self, "PUT",
                        json_object_get_string_member (place, "signed_url"),
                        "x"),
      ==, 400);
  path = g_build_filename (self->emulator->media_dir, id, NULL);
  g_assert_false (g_file_test (path, G_FILE_TEST_EXISTS));
}

/* what has labels is not replaced any more */
static void
test_upload_used (Fixture *self, gconstpointer data)
{
  g_autofree char *path = NULL;
  g_autofree char *address = NULL;
  g_autoptr (EmulatorUnit) unit = NULL;

  fixture_make_project (self);
  unit = emulator_store_get_unit (self->emulator->store, NULL, self->dataset,
                                  self->video, NULL);
  path = g_strconcat ("/upload/", unit->media, NULL);
  address = emulator_seal_sign_path (self->emulator->seal, "PUT", path,
                                     g_get_real_time () / G_USEC_PER_SEC + 10);
  path = (g_free (path), g_strconcat (self->uri, address, NULL));
  g_assert_cmpuint (upload_place_use (self, "PUT", path, "x"), ==, 409);
}

/* ---- jobs ---- */

static const struct
{
  const char *query;
  guint n; /* 0: refused */
} presigned[] = {
  { "count=3&uploadItemType=video", 3 },
  { "count=1&uploadItemType=image", 1 },
  { "count=1000&uploadItemType=image", 1000 },
  { "count=1001&uploadItemType=image", 0 },
  { "count=0&uploadItemType=image", 0 },
  { "count=-1&uploadItemType=image", 0 },
  { "count=two&uploadItemType=image", 0 },
  { "uploadItemType=image", 0 },
  { "count=1&uploadItemType=audio", 0 },
  { "count=1", 0 },
};

/* places without dataset and title: each takes a file of whoever asked */
static void
test_presigned (Fixture *self, gconstpointer data)
{
  for (guint i = 0; i < G_N_ELEMENTS (presigned); i++) {
    g_autofree char *path =
        g_strconcat ("presigned-urls?", presigned[i].query, NULL);
    g_auto (Answer) answer = { 0 };
    g_autoptr (EmulatorMedia) media = NULL;
    JsonArray *results;
    JsonObject *last;

    g_test_message ("%s", presigned[i].query);
    fixture_v2 (self, self->other, "GET", path, NULL, &answer);
    if (presigned[i].n == 0) {
      g_assert_cmpuint (answer.status, ==, 400);
      continue;
    }
    g_assert_cmpuint (answer.status, ==, 200);
    results = json_object_get_array_member (json_node_get_object (answer.json),
                                            "results");
    g_assert_cmpuint (json_array_get_length (results), ==, presigned[i].n);
    last = json_array_get_object_element (results, presigned[i].n - 1);
    g_assert_cmpuint (
        upload_place_use (self, "PUT",
                          json_object_get_string_member (last, "signedUrl"),
                          "abc"),
        ==, 200);
    media = emulator_store_get_media (
        self->emulator->store,
        json_object_get_string_member (last, "objectKey"), NULL);
    g_assert_cmpint (media->size, ==, 3);
    g_assert_cmpstr (media->user, ==, "b@example.com");
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, func)                                                        \
  g_test_add ("/emulator/media/" name, Fixture, NULL, fixture_set_up, func,    \
              fixture_tear_down)
  ADD ("ranges", test_ranges);
  ADD ("forged", test_forged);
  ADD ("upload", test_upload);
  ADD ("upload-remains", test_upload_remains);
  ADD ("upload-used", test_upload_used);
  ADD ("presigned", test_presigned);
  ADD ("removed-place", test_removed_place);
#undef ADD
  return g_test_run ();
}
