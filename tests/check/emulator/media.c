/* media.c - files through expiring addresses
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "emulator-fixture.h"
#include "emulator-store-data.h"
#include "emulator-store-private.h"
#include "emulator-uploads.h"

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

static guint
get_status (Fixture *self, const char *verb, const char *address,
            const char *body)
{
  g_autoptr (SoupMessage) message = soup_message_new (verb, address);
  g_auto (Answer) answer = { 0 };

  fixture_send (self, message, body, &answer);
  return answer.status;
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
  g_assert_cmpuint (get_status (self, "GET", address, NULL), ==, 200);

  bare = g_strndup (address, strchr (address, '?') - address);
  g_assert_cmpuint (get_status (self, "GET", bare, NULL), ==, 403);
  forged = g_strdup (address);
  forged[strlen (forged) - 1] ^= 1;
  g_assert_cmpuint (get_status (self, "GET", forged, NULL), ==, 403);
  old = emulator_seal_sign_path (self->emulator->seal, "GET", path, now - 1);
  expired = g_strconcat (self->uri, old, NULL);
  g_assert_cmpuint (get_status (self, "GET", expired, NULL), ==, 403);
  g_assert_cmpuint (get_status (self, "PUT", address, "x"), ==, 405);
  /* even an address that we had signed leads nowhere but into the folder */
  signed_outside = emulator_seal_sign_path (self->emulator->seal, "GET",
                                            "/media/../secret", now + 10);
  outside = g_strconcat (self->uri, signed_outside, NULL);
  g_assert_cmpuint (get_status (self, "GET", outside, NULL), !=, 200);
}

/* ---- uploads ---- */

static JsonObject *
ask_place (Fixture *self, const char *title, Answer *answer)
{
  g_autofree char *body = g_strdup_printf (
      "{\"query_type\":\"signedvideourl\",\"query_method\":\"GET\","
      "\"values\":{\"uid\":\"%s\",\"payload\":null}}",
      title);

  fixture_legacy (self, self->admin, "dataset", self->dataset, body, answer);
  return json_node_get_object (answer_get_response (answer));
}

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
  place = ask_place (self, "../../../etc/x.mp4", &answer);
  address = json_object_get_string_member (place, "signed_url");
  id = json_object_get_string_member (place, "file_link");
  g_assert_cmpstr (json_object_get_string_member (place, "title"), ==,
                   "../../../etc/x.mp4");
  g_assert_true (g_uuid_string_is_valid (id));
  g_assert_cmpuint (get_status (self, "GET", address, NULL), ==, 405);
  other = g_strdup (address);
  other[strlen (other) - 1] ^= 1;
  g_assert_cmpuint (get_status (self, "PUT", other, "abc"), ==, 403);

  g_assert_cmpuint (get_status (self, "PUT", address, "first try"), ==, 200);
  /* the client repeats it when the answer was lost */
  g_assert_cmpuint (get_status (self, "PUT", address, "second"), ==, 200);
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
  g_assert_cmpuint (get_status (self, "PUT", path, "x"), ==, 409);
}

/* ---- jobs ---- */

static char *
start_job (Fixture *self, const char *items)
{
  g_auto (Answer) answer = { 0 };
  g_autofree char *start = g_strdup_printf (
      "{\"query_type\":\"datasetdatalongpolling\",\"query_method\":\"POST\","
      "\"values\":{\"uid\":\"%s\",\"payload\":{\"dataItems\":%s}}}",
      self->dataset, items);

  fixture_legacy (self, self->admin, "dataset", self->dataset, start, &answer);
  return g_strdup (json_object_get_string_member (
      json_node_get_object (answer_get_response (&answer)), "process_hash"));
}

static char *
make_poll (Fixture *self, const char *job, guint seconds)
{
  return g_strdup_printf (
      "{\"query_type\":\"datasetdatalongpolling\",\"query_method\":\"GET\","
      "\"values\":{\"uid\":\"%s\",\"payload\":{\"process_hash\":\"%s\","
      "\"timeout_seconds\":%u}}}",
      self->dataset, job, seconds);
}

static JsonObject *
poll (Fixture *self, const char *job, guint seconds, Answer *answer)
{
  g_autofree char *body = make_poll (self, job, seconds);

  fixture_legacy (self, self->admin, "dataset", self->dataset, body, answer);
  return json_node_get_object (answer_get_response (answer));
}

static JsonObject *
finish_job (Fixture *self, const char *items, Answer *answer)
{
  g_autofree char *job = start_job (self, items);

  return poll (self, job, 60, answer);
}

static void
assert_job_fails (Fixture *self, const char *items, const char *complaint)
{
  g_auto (Answer) answer = { 0 };
  JsonObject *job = finish_job (self, items, &answer);
  JsonArray *errors = json_object_get_array_member (job, "errors");

  g_assert_cmpstr (json_object_get_string_member (job, "status"), ==, "ERROR");
  g_assert_nonnull (
      strstr (json_array_get_string_element (errors, 0), complaint));
}

static void
test_jobs (Fixture *self, gconstpointer data)
{
  g_auto (Answer) answer = { 0 };
  g_autofree char *items = NULL;
  g_autofree char *id = NULL;

  fixture_make_project (self);
  assert_job_fails (self, "{\"videos\":[{\"objectUrl\":\"none\"}]}",
                    "no such file");
  assert_job_fails (self, "{\"videos\":[7]}", "not videos");
  assert_job_fails (self, "{\"audio\":[{}]}", "not audio");
  assert_job_fails (self, "{\"imageGroups\":[{\"images\":[]}]}",
                    "without images");
  id = g_strdup (json_object_get_string_member (
      ask_place (self, "x.mp4", &answer), "file_link"));
  items = g_strdup_printf ("{\"videos\":[{\"objectUrl\":\"%s\"}]}", id);
  assert_job_fails (self, items, "not uploaded");
}

/* a worker that crashes, or is not there, fails the job and nothing else */
static void
test_worker (Fixture *self, gconstpointer data)
{
  g_auto (Answer) answer = { 0 };
  g_autofree char *items = NULL;
  JsonObject *place;

  fixture_make_project (self);
  place = ask_place (self, "x.mp4", &answer);
  g_assert_cmpuint (
      get_status (self, "PUT",
                  json_object_get_string_member (place, "signed_url"), "x"),
      ==, 200);
  items = g_strdup_printf ("{\"videos\":[{\"objectUrl\":\"%s\"}]}",
                           json_object_get_string_member (place, "file_link"));
  g_setenv ("ENCORD_EMULATOR_WORKER", "/bin/false", TRUE);
  assert_job_fails (self, items, "crashed");
  g_setenv ("ENCORD_EMULATOR_WORKER", "/bin/true", TRUE);
  assert_job_fails (self, items, "JSON");
  g_setenv ("ENCORD_EMULATOR_WORKER", "/nowhere", TRUE);
  g_test_expect_message ("EncordEmulator", G_LOG_LEVEL_WARNING, "*nowhere*");
  assert_job_fails (self, items, "cannot look into files");
  g_test_assert_expected_messages ();
  g_unsetenv ("ENCORD_EMULATOR_WORKER");
}

/* an upload job whose worker hangs until somebody writes its answer to the file */
static char *
start_waiting (Fixture *self, char **ret_path)
{
  g_auto (Answer) answer = { 0 };
  JsonObject *place = ask_place (self, "x.mp4", &answer);
  const char *id = json_object_get_string_member (place, "file_link");
  char *path = g_build_filename (self->emulator->media_dir, id, NULL);
  g_autofree char *items =
      g_strdup_printf ("{\"videos\":[{\"objectUrl\":\"%s\"}]}", id);

  *ret_path = path;
  emulator_store_set_media_size (self->emulator->store, id, 1, NULL);
  g_assert_cmpint (mkfifo (path, 0600), ==, 0);
  g_setenv ("ENCORD_EMULATOR_WORKER", "/bin/cat", TRUE);
  return start_job (self, items);
}

static char *
start_hanging (Fixture *self)
{
  g_autofree char *path = NULL;

  return start_waiting (self, &path);
}

static void
answer_worker (const char *path, const char *text)
{
  const int fd = g_open (path, O_WRONLY | O_CLOEXEC);

  g_assert_cmpint (fd, >=, 0);
  g_assert_cmpint (write (fd, text, strlen (text)), ==, (gssize) strlen (text));
  close (fd);
}

/* what a job wanted to add has lost its file meanwhile: the job ends, and says so */
static void
test_unstorable (Fixture *self, gconstpointer data)
{
  g_auto (Answer) answer = { 0 };
  g_autofree char *job = NULL, *path = NULL, *id = NULL;
  JsonObject *state;

  fixture_make_project (self);
  job = start_waiting (self, &path);
  id = g_path_get_basename (path);
  g_assert_true (emulator_store_exec (
      self->emulator->store, NULL, "DELETE FROM media WHERE id = ?1", "s", id));
  g_test_expect_message ("EncordEmulator", G_LOG_LEVEL_WARNING,
                         "*FOREIGN KEY*");
  g_test_expect_message ("EncordEmulator", G_LOG_LEVEL_WARNING, "*upload job*");
  answer_worker (path, "{\"mime\":\"video/mp4\",\"image\":false,\"width\":4,"
                       "\"height\":3,\"frames\":5,\"fps\":25.0,"
                       "\"duration\":0.2}\n");
  state = poll (self, job, 60, &answer);
  g_assert_cmpstr (json_object_get_string_member (state, "status"), ==,
                   "ERROR");
  g_test_assert_expected_messages ();
  g_unsetenv ("ENCORD_EMULATOR_WORKER");
}

#define MANY_JOBS 3000
#define STACK (512 * 1024)

/* jobs that fail at once end one behind another, not one inside another */
static void
test_many_failures (Fixture *self, gconstpointer data)
{
  g_auto (Answer) answer = { 0 };
  g_autofree char *paths[2] = { NULL }, *jobs[2] = { NULL };
  struct rlimit before, small;
  JsonObject *state;

  fixture_make_project (self);
  for (guint i = 0; i < G_N_ELEMENTS (paths); i++)
    jobs[i] = start_waiting (self, &paths[i]);
  for (guint i = 0; i < MANY_JOBS; i++) {
    EmulatorJob *job = g_new0 (EmulatorJob, 1);

    job->uuid = g_uuid_string_random ();
    job->dataset = g_strdup (self->dataset);
    job->user = g_strdup ("nobody@example.com");
    job->request = g_strdup ("{}");
    emulator_uploads_start (self->emulator->uploads, job);
  }
  g_assert_cmpint (getrlimit (RLIMIT_STACK, &before), ==, 0);
  small = before;
  small.rlim_cur = STACK;
  g_assert_cmpint (setrlimit (RLIMIT_STACK, &small), ==, 0);
  for (guint i = 0; i < G_N_ELEMENTS (paths); i++)
    answer_worker (paths[i], "no JSON\n");
  for (guint i = 0; i < G_N_ELEMENTS (paths); i++) {
    state = poll (self, jobs[i], 60, &answer);
    g_assert_cmpstr (json_object_get_string_member (state, "status"), ==,
                     "ERROR");
    answer_clear (&answer);
  }
  setrlimit (RLIMIT_STACK, &before);
  g_unsetenv ("ENCORD_EMULATOR_WORKER");
}

static void
test_pending (Fixture *self, gconstpointer data)
{
  g_auto (Answer) answer = { 0 };
  g_autofree char *job = NULL;
  JsonObject *state;

  fixture_make_project (self);
  job = start_hanging (self);
  state = poll (self, job, 0, &answer);
  g_assert_cmpstr (json_object_get_string_member (state, "status"), ==,
                   "PENDING");
  state = poll (self, job, 1, &answer);
  g_assert_cmpstr (json_object_get_string_member (state, "status"), ==,
                   "PENDING");
  /* the next emulator goes on with it */
  g_setenv ("ENCORD_EMULATOR_WORKER", "/bin/false", TRUE);
  fixture_restart (self);
  state = poll (self, job, 60, &answer);
  g_assert_cmpstr (json_object_get_string_member (state, "status"), ==,
                   "ERROR");
  g_unsetenv ("ENCORD_EMULATOR_WORKER");
}

/* a client that waits for a job and goes away harms nobody */
static void
test_gone (Fixture *self, gconstpointer data)
{
  g_auto (Answer) answer = { 0 };
  g_autofree char *job = NULL;
  g_autofree char *body = NULL;
  g_autofree char *signature = NULL;
  g_autofree char *request = NULL;
  g_autoptr (GSocketClient) client = g_socket_client_new ();
  g_autoptr (GSocketConnection) connection = NULL;
  JsonObject *state;

  fixture_make_project (self);
  job = start_hanging (self);
  body = make_poll (self, job, 1);
  signature = encord_signature_sign_legacy (self->admin, body, strlen (body));
  request = g_strdup_printf (
      "POST /public HTTP/1.1\r\nHost: x\r\nResourceType: dataset\r\n"
      "ResourceID: %s\r\nAuthorization: %s\r\n"
      "Content-Length: %" G_GSIZE_FORMAT "\r\n\r\n%s",
      self->dataset, signature, strlen (body), body);
  connection = g_socket_client_connect_to_host (
      client, strchr (self->uri, '/') + 2, 0, NULL, NULL);
  g_output_stream_write_all (
      g_io_stream_get_output_stream (G_IO_STREAM (connection)), request,
      strlen (request), NULL, NULL, NULL);
  /* another request behind it shows that it has been taken */
  poll (self, job, 0, &answer);
  g_clear_object (&connection);
  /* waits longer than the one that is gone would have */
  state = poll (self, job, 2, &answer);
  g_assert_cmpstr (json_object_get_string_member (state, "status"), ==,
                   "PENDING");
  g_unsetenv ("ENCORD_EMULATOR_WORKER");
}

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
        get_status (self, "PUT",
                    json_object_get_string_member (last, "signedUrl"), "abc"),
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
  ADD ("jobs", test_jobs);
  ADD ("worker", test_worker);
  ADD ("unstorable", test_unstorable);
  ADD ("many-failures", test_many_failures);
  ADD ("pending", test_pending);
  ADD ("gone", test_gone);
#undef ADD
  return g_test_run ();
}
