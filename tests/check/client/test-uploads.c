/* test-uploads.c - uploads that go wrong at every step
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "fake-server.h"
#include "test-keys.h"

#include <encord/client/encord-client-private.h>
#include <encord/client/encord-dataset-private.h>
#include <encord/encord.h>
#include <glib/gstdio.h>
#include <string.h>

#define SECRET "sesame"
#define SIZE 200000
#define OK(response) "{\"status\":200,\"response\":" response "}"
#define JOB(status, hashes, errors)                                            \
  OK ("{\"process_hash\":\"p\",\"status\":\"" status "\","                     \
      "\"data_hashes_with_titles\":[" hashes "],\"errors\":[" errors "],"      \
      "\"data_unit_errors\":[{\"object_urls\":[\"" SECRET "\"],\"error\":"     \
      "\"odd codec\"}],\"units_pending_count\":0,\"units_done_count\":0,"      \
      "\"units_error_count\":0,\"units_cancelled_count\":0}")
#define MADE "{\"data_hash\":\"d\",\"title\":\"t\",\"backing_item_uuid\":\"i\"}"

typedef struct
{
  FakeServer *server;
  EncordClient *client;
  EncordDataset *dataset;
  char *folder;
  GFile *video;
  GFile *images[2];
} Fixture;

static GFile *
make_file (Fixture *f, const char *name, gsize size)
{
  g_autofree char *path = g_build_filename (f->folder, name, NULL);
  g_autofree char *content = g_malloc (size);

  memset (content, *name, size);
  g_assert_true (g_file_set_contents (path, content, (gssize) size, NULL));

  return g_file_new_for_path (path);
}

static void
set_up (Fixture *f, gconstpointer data)
{
  g_autoptr (EncordSshKey) key =
      encord_ssh_key_new_from_string (TEST_KEY_PLAIN, NULL, NULL);
  g_autoptr (EncordCredentials) credentials =
      encord_credentials_new_for_ssh_key (key);
  g_autoptr (GError) error = NULL;

  f->server = fake_server_new ();
  f->client = encord_client_new (fake_server_get_uri (f->server), credentials);
  encord_transport_set_backoff (encord_client_get_transport (f->client), 0);
  fake_server_reply (f->server, 200,
                     OK ("{\"dataset_hash\":\"ds\",\"title\":\"T\"}"));
  f->dataset = encord_client_get_dataset (f->client, "ds", NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (encord_dataset_get_title (f->dataset), ==, "T");
  g_assert_cmpstr (encord_dataset_get_description (f->dataset), ==, "");
  encord_dataset_set_poll_pauses (f->dataset, 0, 0);
  fake_request_free (fake_server_take_request (f->server));

  f->folder = g_dir_make_tmp ("encord-uploads-XXXXXX", &error);
  g_assert_no_error (error);
  f->video = make_file (f, "clip.mp4", SIZE);
  f->images[0] = make_file (f, "a.PNG", 1000);
  f->images[1] = make_file (f, "b.jpeg", 3000);
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  g_file_delete (f->video, NULL, NULL);
  g_file_delete (f->images[0], NULL, NULL);
  g_file_delete (f->images[1], NULL, NULL);
  g_object_unref (f->video);
  g_object_unref (f->images[0]);
  g_object_unref (f->images[1]);
  g_rmdir (f->folder);
  g_free (f->folder);
  g_clear_object (&f->dataset);
  g_clear_object (&f->client);
  fake_server_free (f->server);
}

static void
reply_link (Fixture *f, const char *name, gboolean in_list)
{
  g_autofree char *answer = g_strdup_printf (
      "{\"status\":200,\"response\":%s{\"signed_url\":\"%s/put/%s?" SECRET
      "\",\"file_link\":\"store/%s\",\"title\":\"%s\",\"data_hash\":\"x\"}%s}",
      in_list ? "[" : "", fake_server_get_uri (f->server), name, name, name,
      in_list ? "]" : "");

  fake_server_reply (f->server, 200, answer);
}

static void
reply_done (Fixture *f)
{
  fake_server_reply (f->server, 200, OK ("{\"process_hash\":\"p\"}"));
  fake_server_reply (f->server, 200, JOB ("DONE", MADE, ""));
}

static void
assert_put (Fixture *f, const char *target, const char *type, gsize length)
{
  g_autoptr (FakeRequest) request = fake_server_take_request (f->server);

  g_assert_nonnull (request);
  g_assert_cmpstr (request->method, ==, "PUT");
  g_assert_cmpstr (request->target, ==, target);
  g_assert_cmpstr (
      soup_message_headers_get_one (request->headers, "Content-Type"), ==,
      type);
  g_assert_null (
      soup_message_headers_get_one (request->headers, "Authorization"));
  g_assert_cmpuint (g_bytes_get_size (request->body), ==, length);
}

static JsonObject *
take_values (Fixture *f, const char *query_type, const char *method,
             JsonNode **ret_root)
{
  g_autoptr (FakeRequest) request = fake_server_take_request (f->server);
  g_autofree char *text = NULL;
  JsonObject *root;

  g_assert_nonnull (request);
  g_assert_cmpstr (request->method, ==, "POST");
  text = g_strndup (g_bytes_get_data (request->body, NULL),
                    g_bytes_get_size (request->body));
  *ret_root = json_from_string (text, NULL);
  root = json_node_get_object (*ret_root);
  g_assert_cmpstr (json_object_get_string_member (root, "query_type"), ==,
                   query_type);
  g_assert_cmpstr (json_object_get_string_member (root, "query_method"), ==,
                   method);

  return json_object_get_object_member (root, "values");
}

static void
assert_call (Fixture *f, const char *query_type, const char *method)
{
  g_autoptr (JsonNode) root = NULL;

  take_values (f, query_type, method, &root);
}

static char *
upload (Fixture *f, GError **error)
{
  return encord_dataset_upload_video (f->dataset, f->video, NULL, NULL, NULL,
                                      NULL, error);
}

static void
assert_fails (Fixture *f, GError *error, int code, const char *says)
{
  g_assert_error (error, ENCORD_ERROR, code);
  g_assert_nonnull (strstr (error->message, "clip.mp4"));
  g_assert_null (strstr (error->message, SECRET));
  if (says != NULL)
    g_assert_nonnull (strstr (error->message, says));
}

static void
count_progress (goffset current, goffset total, gpointer data)
{
  goffset *last = data;

  g_assert_cmpint (current, >=, *last);
  g_assert_cmpint (current, <=, total);
  *last = current;
}

static void
test_image_group (Fixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *data_hash = NULL;
  g_autoptr (JsonNode) root = NULL;
  JsonObject *group;
  goffset sent = 0;

  reply_link (f, "a.PNG", TRUE);
  fake_server_reply (f->server, 200, "");
  reply_link (f, "b.jpeg", TRUE);
  fake_server_reply (f->server, 200, "");
  fake_server_reply (f->server, 200, OK ("{\"process_hash\":\"p\"}"));
  fake_server_reply (f->server, 200, JOB ("PENDING", "", ""));
  /* in the other spelling, and one group for each of two resolutions */
  fake_server_reply (f->server, 200,
                     OK ("{\"status\":\"DONE\",\"dataHashesWithTitles\":[{"
                         "\"dataHash\":\"g\"},{\"dataHash\":\"h\"}],"
                         "\"errors\":[]}"));
  data_hash = encord_dataset_create_image_group (
      f->dataset, f->images, 2, "Group", ENCORD_IMAGE_GROUP_CREATE_VIDEO,
      count_progress, &sent, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (data_hash, ==, "g");
  g_assert_cmpint (sent, ==, 4000);

  assert_call (f, "signedimagesurl", "GET");
  assert_put (f, "/put/a.PNG?" SECRET, "image/png", 1000);
  assert_call (f, "signedimagesurl", "GET");
  assert_put (f, "/put/b.jpeg?" SECRET, "image/jpeg", 3000);
  group = take_values (f, "datasetdatalongpolling", "POST", &root);
  group = json_object_get_object_member (
      json_object_get_object_member (group, "payload"), "dataItems");
  group = json_array_get_object_element (
      json_object_get_array_member (group, "imageGroups"), 0);
  g_assert_cmpstr (json_object_get_string_member (group, "title"), ==, "Group");
  g_assert_true (json_object_get_boolean_member (group, "createVideo"));
  g_assert_cmpuint (
      json_array_get_length (json_object_get_array_member (group, "images")),
      ==, 2);
  assert_call (f, "datasetdatalongpolling", "GET");
  assert_call (f, "datasetdatalongpolling", "GET");
  g_assert_null (fake_server_take_request (f->server));
}

static void
test_missing_file (Fixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *data_hash = NULL;

  g_file_delete (f->images[1], NULL, NULL);
  data_hash = encord_dataset_create_image_group (f->dataset, f->images, 2, NULL,
                                                 ENCORD_IMAGE_GROUP_NONE, NULL,
                                                 NULL, NULL, &error);
  g_assert_null (data_hash);
  g_assert_error (error, ENCORD_ERROR, ENCORD_ERROR_NOT_FOUND);
  g_assert_nonnull (strstr (error->message, "b.jpeg"));
  g_assert_null (fake_server_take_request (f->server));
}

static void
test_folder (Fixture *f, gconstpointer data)
{
  g_autoptr (GFile) folder = g_file_new_for_path (f->folder);
  g_autoptr (GError) error = NULL;

  g_assert_null (encord_dataset_upload_video (f->dataset, folder, NULL, NULL,
                                              NULL, NULL, &error));
  g_assert_error (error, ENCORD_ERROR, ENCORD_ERROR_NOT_FOUND);
}

static void
test_fresh_link (Fixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *data_hash = NULL;

  reply_link (f, "clip.mp4", FALSE);
  fake_server_reply (f->server, 403, SECRET);
  reply_link (f, "clip.mp4", FALSE);
  fake_server_reply (f->server, 200, "");
  reply_done (f);
  data_hash = upload (f, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (data_hash, ==, "d");
  assert_call (f, "signedvideourl", "GET");
  assert_put (f, "/put/clip.mp4?" SECRET, "application/octet-stream", SIZE);
  assert_call (f, "signedvideourl", "GET");
  assert_put (f, "/put/clip.mp4?" SECRET, "application/octet-stream", SIZE);
}

static void
test_refused_twice (Fixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  for (int i = 0; i < 2; i++) {
    reply_link (f, "clip.mp4", FALSE);
    fake_server_reply (f->server, 403, SECRET);
  }
  g_assert_null (upload (f, &error));
  assert_fails (f, error, ENCORD_ERROR_DENIED, NULL);
}

static void
test_busy_storage (Fixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *data_hash = NULL;

  reply_link (f, "clip.mp4", FALSE);
  fake_server_reply (f->server, 503, "");
  fake_server_reply (f->server, 200, "");
  reply_done (f);
  data_hash = upload (f, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (data_hash, ==, "d");
  assert_call (f, "signedvideourl", "GET");
  assert_put (f, "/put/clip.mp4?" SECRET, "application/octet-stream", SIZE);
  assert_put (f, "/put/clip.mp4?" SECRET, "application/octet-stream", SIZE);
}

static void
test_link_of_another (Fixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  reply_link (f, "other.mp4", FALSE);
  reply_link (f, "other.mp4", FALSE);
  g_assert_null (upload (f, &error));
  assert_fails (f, error, ENCORD_ERROR_BAD_RESPONSE, NULL);
}

static const struct
{
  const char *name;
  const char *answer;
  int code;
  const char *says;
} outcomes[] = {
  { "error", JOB ("ERROR", "", "\"no video in it\""), ENCORD_ERROR_REJECTED,
    "no video in it; odd codec" },
  { "cancelled", JOB ("CANCELLED", "", ""), ENCORD_ERROR_FAILED, "cancelled" },
  { "nothing-made", JOB ("DONE", "", ""), ENCORD_ERROR_BAD_RESPONSE, NULL },
  { "two-made", JOB ("DONE", MADE "," MADE, ""), ENCORD_ERROR_BAD_RESPONSE,
    NULL },
  { "made-number", JOB ("DONE", "7", ""), ENCORD_ERROR_BAD_RESPONSE, NULL },
  { "no-status", OK ("{\"errors\":[]}"), ENCORD_ERROR_BAD_RESPONSE, NULL },
  { "refused", "{\"status\":400,\"response\":[\"AUTHORISATION_ERROR\"]}",
    ENCORD_ERROR_DENIED, NULL },
};

static void
test_outcome (Fixture *f, gconstpointer data)
{
  const gsize i = GPOINTER_TO_SIZE (data);
  g_autoptr (GError) error = NULL;

  reply_link (f, "clip.mp4", FALSE);
  fake_server_reply (f->server, 200, "");
  fake_server_reply (f->server, 200, OK ("{\"process_hash\":\"p\"}"));
  fake_server_reply (f->server, 200, outcomes[i].answer);
  g_assert_null (upload (f, &error));
  assert_fails (f, error, outcomes[i].code, outcomes[i].says);
}

/* a poll is four attempts; two polls may fail, the third may not */
static void
test_failing_polls (Fixture *f, gconstpointer data)
{
  const guint n_polls = GPOINTER_TO_UINT (data);
  g_autoptr (GError) error = NULL;
  g_autofree char *data_hash = NULL;

  reply_link (f, "clip.mp4", FALSE);
  fake_server_reply (f->server, 200, "");
  fake_server_reply (f->server, 200, OK ("{\"process_hash\":\"p\"}"));
  for (guint i = 0; i < 4 * n_polls; i++)
    fake_server_reply (f->server, 503, "");
  fake_server_reply (f->server, 200, JOB ("DONE", MADE, ""));
  data_hash = upload (f, &error);
  if (n_polls < 3) {
    g_assert_no_error (error);
    g_assert_cmpstr (data_hash, ==, "d");
  } else {
    assert_fails (f, error, ENCORD_ERROR_UNREACHABLE, NULL);
  }
}

static void
take_result (GObject *source, GAsyncResult *result, gpointer data)
{
  *(GAsyncResult **) data = g_object_ref (result);
}

static gpointer
wait_for (GAsyncResult **result)
{
  while (*result == NULL)
    g_main_context_iteration (NULL, TRUE);

  return *result;
}

typedef struct
{
  GThread *thread;
  goffset last;
  gboolean freed;
} Progress;

static void
on_progress (goffset current, goffset total, gpointer data)
{
  Progress *progress = data;

  g_assert_true (g_thread_self () == progress->thread);
  g_assert_false (progress->freed);
  g_assert_cmpint (total, ==, SIZE);
  progress->last = current;
}

static void
free_progress (gpointer data)
{
  Progress *progress = data;

  g_assert_true (g_thread_self () == progress->thread);
  progress->freed = TRUE;
}

static void
test_async (Fixture *f, gconstpointer data)
{
  Progress progress = { g_thread_self (), 0, FALSE };
  g_autoptr (GError) error = NULL;
  g_autofree char *data_hash = NULL;
  GAsyncResult *result = NULL;

  reply_link (f, "clip.mp4", FALSE);
  fake_server_reply (f->server, 200, "");
  reply_done (f);
  encord_dataset_upload_video_async (f->dataset, f->video, NULL, on_progress,
                                     &progress, free_progress, NULL,
                                     take_result, &result);
  data_hash = encord_dataset_upload_video_finish (f->dataset,
                                                  wait_for (&result), &error);
  g_assert_no_error (error);
  g_assert_cmpstr (data_hash, ==, "d");
  g_assert_cmpint (progress.last, ==, SIZE);
  g_clear_object (&result);
  while (!progress.freed)
    g_main_context_iteration (NULL, TRUE);
}

static void
cancel_at_once (goffset current, goffset total, gpointer data)
{
  g_cancellable_cancel (data);
}

static void
test_cancel_in_put (Fixture *f, gconstpointer data)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;

  reply_link (f, "clip.mp4", FALSE);
  fake_server_reply (f->server, 200, "");
  g_assert_null (encord_dataset_upload_video (f->dataset, f->video, NULL,
                                              cancel_at_once, cancellable,
                                              cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

static void
test_cancel_in_poll (Fixture *f, gconstpointer data)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;
  GAsyncResult *result = NULL;

  reply_link (f, "clip.mp4", FALSE);
  fake_server_reply (f->server, 200, "");
  fake_server_reply (f->server, 200, OK ("{\"process_hash\":\"p\"}"));
  fake_server_reply_raw (f->server, "HTTP/1.1 200 OK\r\n", TRUE);
  encord_dataset_upload_video_async (f->dataset, f->video, NULL, NULL, NULL,
                                     NULL, cancellable, take_result, &result);
  for (int i = 0; i < 4; i++)
    fake_request_free (fake_server_wait_request (f->server));
  g_cancellable_cancel (cancellable);
  g_assert_null (encord_dataset_upload_video_finish (
      f->dataset, wait_for (&result), &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_clear_object (&result);
}

#define ADD(name, data, func)                                                  \
  g_test_add (name, Fixture, GSIZE_TO_POINTER (data), set_up, func, tear_down)

#define DATA_ROW(hash, title, size)                                            \
  "{\"data_hash\":\"" hash "\",\"data_title\":\"" title                        \
  "\",\"data_type\":\"VIDEO\",\"created_at\":\"2024-05-06 07:08:09\","         \
  "\"last_edited_at\":\"2024-05-06 07:08:09\",\"width\":64,\"height\":48,"     \
  "\"file_link\":null,\"file_size\":" size ",\"file_type\":\"video/mp4\","     \
  "\"storage_location\":0,\"frames_per_second\":25.0,\"duration\":null}"

/* a second run sends what the first did not finish, and nothing else */
static void
test_missing_videos (Fixture *f, gconstpointer data)
{
  g_autoptr (GFile) other = make_file (f, "other.mp4", 3000);
  g_autofree char *path = g_file_get_path (f->video);
  g_autofree char *other_path = g_file_get_path (other);
  const char *const paths[] = { path, other_path, NULL };
  g_autoptr (GError) error = NULL;
  g_auto (GStrv) hashes = NULL;

  /* the second is there, but it is not the same file */
  fake_server_reply (
      f->server, 200,
      OK ("[" DATA_ROW ("there", "clip.mp4", "200000") "," DATA_ROW (
          "old", "other.mp4", "2999") "]"));
  reply_link (f, "other.mp4", FALSE);
  fake_server_reply (f->server, 200, "");
  reply_done (f);
  hashes =
      encord_dataset_upload_missing_videos (f->dataset, paths, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (g_strv_length (hashes), ==, 2);
  g_assert_cmpstr (hashes[0], ==, "there");
  g_assert_cmpstr (hashes[1], ==, "d");
  g_file_delete (other, NULL, NULL);
}

static void
test_missing_videos_gone (Fixture *f, gconstpointer data)
{
  const char *const paths[] = { "/nonexistent/clip.mp4", NULL };
  g_autoptr (GError) error = NULL;

  fake_server_reply (f->server, 200, OK ("[]"));
  g_assert_null (
      encord_dataset_upload_missing_videos (f->dataset, paths, NULL, &error));
  g_assert_error (error, ENCORD_ERROR, ENCORD_ERROR_NOT_FOUND);
}

static void
test_data_rows (Fixture *f, gconstpointer data)
{
  g_autoptr (GPtrArray) rows = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GError) malformed = NULL;

  fake_server_reply (f->server, 200,
                     OK ("[" DATA_ROW ("d", "clip.mp4", "7") "]"));
  rows =
      encord_dataset_list_data_rows (f->dataset, NULL, "%.mp4", NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (rows->len, ==, 1);
  g_assert_cmpint (encord_data_row_get_file_size (rows->pdata[0]), ==, 7);
  g_assert_cmpfloat (encord_data_row_get_duration (rows->pdata[0]), ==, 0.0);
  fake_server_reply (f->server, 200, OK ("[{\"data_hash\":7}]"));
  g_assert_null (
      encord_dataset_list_data_rows (f->dataset, NULL, NULL, NULL, &malformed));
  g_assert_error (malformed, ENCORD_ERROR, ENCORD_ERROR_BAD_RESPONSE);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  ADD ("/uploads/image-group", 0, test_image_group);
  ADD ("/uploads/missing-file", 0, test_missing_file);
  ADD ("/uploads/folder", 0, test_folder);
  ADD ("/uploads/fresh-link", 0, test_fresh_link);
  ADD ("/uploads/refused-twice", 0, test_refused_twice);
  ADD ("/uploads/busy-storage", 0, test_busy_storage);
  ADD ("/uploads/link-of-another", 0, test_link_of_another);
  for (gsize i = 0; i < G_N_ELEMENTS (outcomes); i++) {
    g_autofree char *path =
        g_strconcat ("/uploads/job/", outcomes[i].name, NULL);

    ADD (path, i, test_outcome);
  }
  ADD ("/uploads/failing-polls/2", 2, test_failing_polls);
  ADD ("/uploads/failing-polls/3", 3, test_failing_polls);
  ADD ("/uploads/missing-videos", 0, test_missing_videos);
  ADD ("/uploads/missing-videos/gone", 0, test_missing_videos_gone);
  ADD ("/uploads/data-rows", 0, test_data_rows);
  ADD ("/uploads/async", 0, test_async);
  ADD ("/uploads/cancel/put", 0, test_cancel_in_put);
  ADD ("/uploads/cancel/poll", 0, test_cancel_in_poll);

  return g_test_run ();
}
