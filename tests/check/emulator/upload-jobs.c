/* upload-jobs.c - files that become data of a dataset, or do not
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "emulator-store-data.h"
#include "emulator-store-private.h"
#include "emulator-uploads.h"
#include "upload-place.h"

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
      upload_place_ask (self, "x.mp4", &answer), "file_link"));
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
  place = upload_place_ask (self, "x.mp4", &answer);
  g_assert_cmpuint (
      upload_place_use (self, "PUT",
                        json_object_get_string_member (place, "signed_url"),
                        "x"),
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
  JsonObject *place = upload_place_ask (self, "x.mp4", &answer);
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
  char *paths[2], *jobs[2];
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
    g_free (paths[i]);
    g_free (jobs[i]);
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

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, func)                                                        \
  g_test_add ("/emulator/upload-jobs/" name, Fixture, NULL, fixture_set_up,    \
              func, fixture_tear_down)
  ADD ("jobs", test_jobs);
  ADD ("worker", test_worker);
  ADD ("unstorable", test_unstorable);
  ADD ("many-failures", test_many_failures);
  ADD ("pending", test_pending);
  ADD ("gone", test_gone);
#undef ADD
  return g_test_run ();
}
