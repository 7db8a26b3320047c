/* training.c - trainings, whatever the trainer does
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * The trainers here are shell scripts that train nothing. */
#include <glib/gstdio.h>
#include <signal.h>
#include <string.h>
#include <sys/stat.h>

#include "emulator-fixture.h"
#include "emulator-import.h"

#define NOBODY "99999999-9999-4999-8999-999999999999"

static const char *program;

typedef struct
{
  Fixture fixture;
  GSubprocess *process; /* the program, where it is used */
  char *model;
  char *rows[2]; /* of the video and of the group */
} Run;

/* ---- set up ---- */

static char *
call_for_string (Fixture *fixture, const char *type, const char *uid,
                 const char *payload, const char *member)
{
  g_auto (Answer) answer = { 0 };
  JsonNode *response;

  fixture_call (fixture, type, "PUT", uid, payload, &answer);
  response = answer_get_response (&answer);
  return g_strdup (member == NULL
                       ? json_node_get_string (response)
                       : json_object_get_string_member (
                             json_node_get_object (response), member));
}

static void
set_up (Run *self, gconstpointer data)
{
  Fixture *fixture = &self->fixture;
  g_autofree char *video = NULL;
  g_autofree char *group = NULL;

  fixture_set_up (fixture, NULL);
  fixture_make_project (fixture);
  video = g_strdup_printf ("\"%s\"", fixture->video);
  group = g_strdup_printf ("\"%s\"", fixture->group);
  self->rows[0] =
      call_for_string (fixture, "labelrow", video, "{}", "label_hash");
  self->rows[1] =
      call_for_string (fixture, "labelrow", group, "{}", "label_hash");
  self->model = call_for_string (
      fixture, "model", "null",
      "{\"model_operation\":2,\"model_parameters\":{\"title\":\"Cars\","
      "\"description\":null,\"features\":[\"aaaa1111\"],"
      "\"model\":\"faster_rcnn\"}}",
      NULL);
}

static void
tear_down (Run *self, gconstpointer data)
{
  if (self->process != NULL) {
    g_subprocess_force_exit (self->process);
    g_subprocess_wait (self->process, NULL, NULL);
    g_clear_object (&self->process);
  }
  g_free (self->model);
  g_free (self->rows[0]);
  g_free (self->rows[1]);
  fixture_tear_down (&self->fixture, NULL);
}

/* $1 is the job's folder, $0 is near it */
static char *
write_trainer (Run *self, const char *script)
{
  g_autofree char *path =
      g_build_filename (self->fixture.folder, "trainer", NULL);
  g_autofree char *text = g_strconcat ("#!/bin/sh\n", script, "\n", NULL);

  g_assert_true (g_file_set_contents_full (
      path, text, -1, G_FILE_SET_CONTENTS_CONSISTENT, 0700, NULL));
  return g_shell_quote (path);
}

static void
use_trainer (Run *self, const char *script)
{
  g_autofree char *command = write_trainer (self, script);

  g_assert_true (emulator_set_trainer (self->fixture.emulator, command, NULL));
}

#define METRICS "echo '{\"finalLoss\":0.25}' >\"$1/out/metrics.json\"\n"
#define MODEL "cat \"$1\"/media/* >\"$1/out/model.onnx\"\n"

static char *
make_request (Run *self)
{
  return g_strdup_printf (
      "{\"labelRows\":[\"%s\",\"%s\"],\"epochs\":2,\"batchSize\":4,"
      "\"model\":\"faster_rcnn\",\"trainingWeightsLink\":\"https://x/y.pkl\","
      "\"device\":\"cpu\"}",
      self->rows[0], self->rows[1]);
}

static char *
start (Run *self)
{
  g_autofree char *path =
      g_strdup_printf ("ml-models/%s/training", self->model);
  g_autofree char *request = make_request (self);
  g_auto (Answer) answer = { 0 };

  fixture_v2 (&self->fixture, self->fixture.admin, "POST", path, request,
              &answer);
  g_assert_cmpuint (answer.status, ==, 200);
  g_assert_true (g_uuid_string_is_valid (json_node_get_string (answer.json)));
  return g_strdup (json_node_get_string (answer.json));
}

static JsonObject *
poll (Run *self, const char *training, guint seconds, Answer *ret)
{
  g_autofree char *path =
      g_strdup_printf ("ml-models/%s/%s/training?timeoutSeconds=%u",
                       self->model, training, seconds);

  fixture_v2 (&self->fixture, self->fixture.admin, "GET", path, NULL, ret);
  g_assert_cmpuint (ret->status, ==, 200);
  return json_node_get_object (ret->json);
}

static JsonObject *
poll_to_the_end (Run *self, const char *training, Answer *ret)
{
  JsonObject *answer;

  do {
    answer = poll (self, training, 60, ret);
  } while (g_str_equal (json_object_get_string_member (answer, "status"),
                        "PENDING"));
  return answer;
}

/* ends, as it should, with this in the message */
static void
assert_fails (Run *self, const char *complaint)
{
  g_autofree char *training = start (self);
  g_auto (Answer) ret = { 0 };
  JsonObject *answer = poll_to_the_end (self, training, &ret);

  g_assert_cmpstr (json_object_get_string_member (answer, "status"), ==,
                   "ERROR");
  g_assert_true (json_object_get_null_member (answer, "result"));
  g_assert_nonnull (
      strstr (json_object_get_string_member (answer, "message"), complaint));
  /* no weights came of it */
  {
    g_autofree char *uid = g_strdup_printf ("\"%s\"", training);

    fixture_call (&self->fixture, "model", "POST", uid,
                  "{\"model_operation\":0,\"model_parameters\":{}}", &ret);
    answer_assert_refused (&ret, "OPERATION_NOT_ALLOWED");
  }
}

static gboolean
is_empty (const char *path)
{
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);

  return dir != NULL && g_dir_read_name (dir) == NULL;
}

/* ---- good ones ---- */

static void
check_metadata (Run *self, const char *training)
{
  g_autofree char *payload = g_strdup_printf (
      "{\"model_iteration_uids\":[\"%s\"],\"get_training_final_loss\":true,"
      "\"get_model_training_labels\":true}",
      training);
  g_auto (Answer) ret = { 0 };
  JsonObject *metadata;
  JsonObject *labels;
  JsonArray *rows;

  fixture_call (&self->fixture, "trainingmetadata", "GET", "null", payload,
                &ret);
  metadata = json_array_get_object_element (
      json_node_get_array (answer_get_response (&ret)), 0);
  g_assert_cmpfloat (
      json_object_get_double_member (metadata, "training_final_loss"), ==,
      0.25);
  labels = json_object_get_object_member (metadata, "model_training_labels");
  g_assert_cmpstr (
      json_array_get_string_element (
          json_object_get_array_member (labels, "feature_uids"), 0),
      ==, "aaaa1111");
  rows = json_object_get_array_member (labels, "label_metadata_list");
  g_assert_cmpuint (json_array_get_length (rows), ==, 2);
  g_assert_cmpstr (json_object_get_string_member (
                       json_array_get_object_element (rows, 0), "data_uid"),
                   ==, self->fixture.video);
}

static void
check_result (Run *self, const char *training)
{
  g_autofree char *weights = g_build_filename (self->fixture.folder, "weights",
                                               training, "model.onnx", NULL);
  g_autofree char *values = NULL;
  g_auto (Answer) ret = { 0 };
  JsonObject *answer = poll_to_the_end (self, training, &ret);
  JsonObject *result;

  g_assert_cmpstr (json_object_get_string_member (answer, "status"), ==,
                   "DONE");
  result = json_object_get_object_member (answer, "result");
  g_assert_cmpstr (json_object_get_string_member (result, "modelHash"), ==,
                   self->model);
  g_assert_cmpstr (json_object_get_string_member (result, "trainingHash"), ==,
                   training);
  g_assert_cmpstr (json_object_get_string_member (result, "title"), ==, "Cars");
  g_assert_cmpstr (json_object_get_string_member (result, "type"), ==,
                   "bounding_box");
  g_assert_cmpstr (json_object_get_string_member (result, "model"), ==,
                   "faster_rcnn");
  g_assert_cmpint (json_object_get_int_member (result, "epochs"), ==, 2);
  g_assert_cmpint (json_object_get_int_member (result, "batchSize"), ==, 4);
  g_assert_cmpfloat (json_object_get_double_member (result, "finalLoss"), ==,
                     0.25);
  g_assert_cmpint (json_object_get_int_member (result, "duration"), >=, 0);
  g_assert_true (json_object_has_member (result, "framework"));
  g_assert_true (json_object_has_member (result, "weightsLink"));
  g_assert_true (json_object_has_member (result, "createdAt"));
  /* the three files of the fixture: the trainer has seen them */
  g_assert_true (g_file_get_contents (weights, &values, NULL, NULL));
  g_assert_cmpstr (values, ==, "012345678901234567890123456789");
}

static void
test_good (Run *self, gconstpointer data)
{
  g_autofree char *training = NULL;

  use_trainer (self, MODEL METRICS);
  training = start (self);
  check_result (self, training);
  check_metadata (self, training);
  g_assert_true (is_empty (self->fixture.emulator->jobs_dir));
  fixture_restart (&self->fixture);
  check_result (self, training);
}

/* the contract of docs/trainer.md */
static void
test_folder (Run *self, gconstpointer data)
{
  g_autofree char *training = NULL;
  g_autofree char *kept = g_build_filename (self->fixture.folder, "kept", NULL);
  g_autofree char *path = g_build_filename (kept, "job.json", NULL);
  g_autofree char *text = NULL;
  g_autoptr (JsonNode) job = NULL;
  g_auto (Answer) ret = { 0 };
  JsonObject *object;
  JsonArray *rows;

  /* the folder is also the current one */
  use_trainer (self, "test \"$PWD\" = \"$1\" || exit 9\n" MODEL METRICS
                     "cp -R \"$1\" \"${0%/*}/kept\"");
  training = start (self);
  g_assert_cmpstr (json_object_get_string_member (
                       poll_to_the_end (self, training, &ret), "status"),
                   ==, "DONE");
  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  job = json_from_string (text, NULL);
  object = json_node_get_object (job);
  g_assert_cmpint (json_object_get_int_member (object, "version"), ==, 1);
  g_assert_cmpstr (json_object_get_string_member (object, "trainingHash"), ==,
                   training);
  g_assert_cmpstr (json_object_get_string_member (object, "device"), ==, "cpu");
  g_assert_cmpstr (
      json_object_get_string_member (object, "trainingWeightsLink"), ==,
      "https://x/y.pkl");
  rows = json_object_get_array_member (object, "labelRows");
  g_assert_cmpuint (json_array_get_length (rows), ==, 2);
  for (guint i = 0; i < 2; i++) {
    JsonObject *row = json_array_get_object_element (rows, i);
    JsonArray *media = json_object_get_array_member (row, "media");
    g_autofree char *row_path = g_build_filename (
        kept, json_object_get_string_member (row, "file"), NULL);
    g_autofree char *row_text = NULL;
    g_autoptr (JsonNode) label_row = NULL;

    g_assert_cmpstr (json_object_get_string_member (row, "labelHash"), ==,
                     self->rows[i]);
    g_assert_cmpuint (json_array_get_length (media), ==, i + 1);
    g_assert_true (g_file_get_contents (row_path, &row_text, NULL, NULL));
    label_row = json_from_string (row_text, NULL);
    g_assert_cmpstr (json_object_get_string_member (
                         json_node_get_object (label_row), "label_hash"),
                     ==, self->rows[i]);
    for (guint j = 0; j <= i; j++) {
      JsonObject *file = json_array_get_object_element (media, j);
      const char *name = json_object_get_string_member (file, "file");
      g_autofree char *media_path = g_build_filename (kept, name, NULL);

      g_assert_true (g_file_test (media_path, G_FILE_TEST_IS_REGULAR));
      /* the row links to it */
      g_assert_nonnull (strstr (row_text, name));
    }
  }
}

/* ---- bad ones ---- */

static void
test_no_trainer (Run *self, gconstpointer data)
{
  assert_fails (self, "--trainer");
}

static const struct
{
  const char *script;
  const char *complaint;
} trainers[] = {
  { "exit 3", "status 3" },
  { "kill -9 $$", "signal 9" },
  { MODEL, "metrics.json" },
  { METRICS, "model.onnx" },
  { MODEL "echo no >\"$1/out/metrics.json\"", "metrics.json" },
  { MODEL "echo '{}' >\"$1/out/metrics.json\"", "metrics.json" },
  { MODEL "echo '{\"finalLoss\":\"1\"}' >\"$1/out/metrics.json\"",
    "metrics.json" },
  { MODEL "echo '{\"finalLoss\":1e999}' >\"$1/out/metrics.json\"",
    "metrics.json" },
  { MODEL METRICS "exit 1", "status 1" },
};

static void
test_bad_trainers (Run *self, gconstpointer data)
{
  for (guint i = 0; i < G_N_ELEMENTS (trainers); i++) {
    use_trainer (self, trainers[i].script);
    assert_fails (self, trainers[i].complaint);
  }
  use_trainer (self, METRICS "echo x >\"$1/out/model.xml\"");
  g_test_expect_message ("EncordEmulator", G_LOG_LEVEL_WARNING, "*model.bin*");
  assert_fails (self, ".bin");
  g_assert_true (
      emulator_set_trainer (self->fixture.emulator, "/nowhere/trainer", NULL));
  g_test_expect_message ("EncordEmulator", G_LOG_LEVEL_WARNING, "*nowhere*");
  assert_fails (self, "cannot be run");
  g_test_assert_expected_messages ();
  g_assert_true (is_empty (self->fixture.emulator->jobs_dir));
  test_good (self, NULL);
}

static void
test_command (Run *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  g_assert_false (
      emulator_set_trainer (self->fixture.emulator, "train 'it", &error));
  g_assert_nonnull (error);
}

/* ---- refusals ---- */

typedef struct
{
  const char *rows; /* %s is one that is there */
  const char *rest;
  guint status;
} Refusal;

#define REST(epochs, batch, model, device)                                     \
  "\"epochs\":" epochs ",\"batchSize\":" batch ",\"model\":\"" model           \
  "\",\"device\":\"" device "\""

static const Refusal refusals[] = {
  { "[]", REST ("1", "1", "faster_rcnn", "cpu"), 400 },
  { "\"x\"", REST ("1", "1", "faster_rcnn", "cpu"), 400 },
  { "[7]", REST ("1", "1", "faster_rcnn", "cpu"), 400 },
  { "[\"" NOBODY "\"]", REST ("1", "1", "faster_rcnn", "cpu"), 404 },
  { "[\"../../etc/passwd\"]", REST ("1", "1", "faster_rcnn", "cpu"), 404 },
  { "[\"%s\"]", REST ("0", "1", "faster_rcnn", "cpu"), 400 },
  { "[\"%s\"]", REST ("1.5", "1", "faster_rcnn", "cpu"), 400 },
  { "[\"%s\"]", REST ("\"1\"", "1", "faster_rcnn", "cpu"), 400 },
  { "[\"%s\"]", REST ("1", "-1", "faster_rcnn", "cpu"), 400 },
  { "[\"%s\"]", REST ("1", "1", "mask_rcnn", "cpu"), 400 },
  { "[\"%s\"]", REST ("1", "1", "faster_rcnn", "tpu"), 400 },
  { "[\"%s\"]", "\"model\":\"faster_rcnn\",\"device\":\"cpu\"", 400 },
};

static void
test_refusals (Run *self, gconstpointer data)
{
  Fixture *fixture = &self->fixture;
  g_autofree char *path =
      g_strdup_printf ("ml-models/%s/training", self->model);
  g_autofree char *request = make_request (self);
  g_auto (Answer) ret = { 0 };

  for (guint i = 0; i < G_N_ELEMENTS (refusals); i++) {
    const char *place = strstr (refusals[i].rows, "%s");
    g_autofree char *rows = place != NULL
                                ? g_strdup_printf ("[\"%s\"]", self->rows[0])
                                : g_strdup (refusals[i].rows);
    g_autofree char *body =
        g_strdup_printf ("{\"labelRows\":%s,%s}", rows, refusals[i].rest);

    fixture_v2 (fixture, fixture->admin, "POST", path, body, &ret);
    g_assert_cmpuint (ret.status, ==, refusals[i].status);
  }
  fixture_v2 (fixture, fixture->admin, "POST", "ml-models/" NOBODY "/training",
              request, &ret);
  g_assert_cmpuint (ret.status, ==, 404);
  fixture_v2 (fixture, fixture->other, "POST", path, request, &ret);
  g_assert_cmpuint (ret.status, ==, 403);
  fixture_v2 (fixture, fixture->admin, "POST", path, "[]", &ret);
  g_assert_cmpuint (ret.status, ==, 400);
}

/* only trainings of this model can be followed */
static void
test_poll_refusals (Run *self, gconstpointer data)
{
  Fixture *fixture = &self->fixture;
  g_autofree char *training = start (self);
  g_autofree char *other = g_strdup_printf (
      "ml-models/%s/" NOBODY "/training?timeoutSeconds=1", self->model);
  g_autofree char *model =
      g_strdup_printf ("ml-models/" NOBODY "/%s/training", training);
  g_autofree char *own =
      g_strdup_printf ("ml-models/%s/%s/training", self->model, training);
  g_autofree char *wrong = g_strconcat (own, "?timeoutSeconds=-1", NULL);
  g_autofree char *file = g_build_filename (fixture->folder, "x.onnx", NULL);
  const EmulatorImport import = { NOBODY, file, self->model };
  g_autofree char *imported = NULL;
  g_auto (Answer) ret = { 0 };

  fixture_v2 (fixture, fixture->admin, "GET", other, NULL, &ret);
  g_assert_cmpuint (ret.status, ==, 404);
  fixture_v2 (fixture, fixture->admin, "GET", model, NULL, &ret);
  g_assert_cmpuint (ret.status, ==, 404);
  fixture_v2 (fixture, fixture->other, "GET", own, NULL, &ret);
  g_assert_cmpuint (ret.status, ==, 403);
  fixture_v2 (fixture, fixture->admin, "GET", wrong, NULL, &ret);
  g_assert_cmpuint (ret.status, ==, 400);
  /* nobody trained what was imported */
  g_assert_true (g_file_set_contents (file, "x", -1, NULL));
  imported = emulator_import_model (fixture->folder, &import, NULL);
  g_assert_nonnull (imported);
  fixture_v2 (fixture, fixture->admin, "GET", other, NULL, &ret);
  g_assert_cmpuint (ret.status, ==, 404);
}

/* ---- while a trainer runs ---- */

/* says who it is, then waits for a line in the fifo */
#define WAIT                                                                   \
  "echo $$ >\"$0.part\"; mv \"$0.part\" \"$0.pid\"\nread line <\"$0.fifo\"\n"

static char *
path_beside (Run *self, const char *extension)
{
  g_autofree char *name = g_strconcat ("trainer", extension, NULL);

  return g_build_filename (self->fixture.folder, name, NULL);
}

static void
make_fifo (Run *self)
{
  g_autofree char *path = path_beside (self, ".fifo");

  g_assert_cmpint (mkfifo (path, 0600), ==, 0);
}

static void
let_go (Run *self)
{
  g_autofree char *path = path_beside (self, ".fifo");
  FILE *fifo = fopen (path, "w");

  fputs ("go\n", fifo);
  fclose (fifo);
}

static char *
wait_for_trainer (Run *self)
{
  g_autofree char *path = path_beside (self, ".pid");
  char *pid = NULL;

  while (!g_file_get_contents (path, &pid, NULL, NULL))
    g_main_context_iteration (NULL, FALSE);
  g_unlink (path);
  return g_strstrip (pid);
}

/* dead, though perhaps not buried: who adopts it may take his time */
static void
wait_for_death (const char *pid)
{
  g_autofree char *path = g_strdup_printf ("/proc/%s/stat", pid);

  for (;;) {
    g_autofree char *stat = NULL;

    if (!g_file_get_contents (path, &stat, NULL, NULL) ||
        strstr (stat, ") Z") != NULL || strstr (stat, ") X") != NULL)
      return;
    g_main_context_iteration (NULL, FALSE);
  }
}

static void
on_sent (GObject *source, GAsyncResult *result, gpointer user_data)
{
  *(GBytes **) user_data =
      soup_session_send_and_read_finish (SOUP_SESSION (source), result, NULL);
}

/* a poll that is held, begun and left alone */
static void
begin_poll (Run *self, const char *training, GBytes **ret_answer)
{
  Fixture *fixture = &self->fixture;
  g_autofree char *target =
      g_strdup_printf ("/v2/public/ml-models/%s/%s/training?timeoutSeconds=60",
                       self->model, training);
  g_autofree char *uri = g_strconcat (fixture->uri, target, NULL);
  g_autoptr (SoupMessage) message = soup_message_new ("GET", uri);
  SoupMessageHeaders *headers = soup_message_get_request_headers (message);
  g_auto (EncordV2Signature) signature = { NULL };

  encord_signature_sign_v2 (fixture->admin, "GET", target, "", 0,
                            g_get_real_time () / G_USEC_PER_SEC - 30,
                            &signature);
  soup_message_headers_append (headers, "Content-Digest",
                               signature.content_digest);
  soup_message_headers_append (headers, "Signature-Input",
                               signature.signature_input);
  soup_message_headers_append (headers, "Signature", signature.signature);
  soup_session_send_and_read_async (fixture->session, message, 0, NULL, on_sent,
                                    ret_answer);
}

static void
test_long_poll (Run *self, gconstpointer data)
{
  g_autofree char *training = NULL;
  g_autofree char *pid = NULL;
  GBytes *held = NULL;
  g_auto (Answer) ret = { 0 };

  make_fifo (self);
  use_trainer (self, WAIT MODEL METRICS);
  training = start (self);
  pid = wait_for_trainer (self);
  g_assert_cmpstr (
      json_object_get_string_member (poll (self, training, 0, &ret), "status"),
      ==, "PENDING");
  begin_poll (self, training, &held);
  for (guint i = 0; i < 10; i++) {
    fixture_call (&self->fixture, "project", "GET", "null", "{}", &ret);
    answer_get_response (&ret);
  }
  g_assert_null (held);
  let_go (self);
  while (held == NULL)
    g_main_context_iteration (NULL, TRUE);
  g_assert_nonnull (g_strstr_len (g_bytes_get_data (held, NULL),
                                  g_bytes_get_size (held), "\"DONE\""));
  g_bytes_unref (held);
}

/* one at a time, in their order */
static void
test_queue (Run *self, gconstpointer data)
{
  g_autofree char *first = NULL;
  g_autofree char *second = NULL;
  g_autofree char *pid = NULL;
  g_autofree char *next = NULL;
  g_auto (Answer) ret = { 0 };

  make_fifo (self);
  use_trainer (self, WAIT MODEL METRICS);
  first = start (self);
  second = start (self);
  pid = wait_for_trainer (self);
  let_go (self);
  check_result (self, first);
  next = wait_for_trainer (self);
  g_assert_cmpstr (
      json_object_get_string_member (poll (self, second, 0, &ret), "status"),
      ==, "PENDING");
  let_go (self);
  check_result (self, second);
}

/* a model that is deleted takes its training along */
static void
test_delete (Run *self, gconstpointer data)
{
  g_autofree char *uid = g_strdup_printf ("\"%s\"", self->model);
  g_autofree char *path = NULL;
  g_autofree char *running = NULL;
  g_autofree char *waiting = NULL;
  g_autofree char *pid = NULL;
  g_auto (Answer) ret = { 0 };

  make_fifo (self);
  use_trainer (self, WAIT MODEL METRICS);
  running = start (self);
  waiting = start (self);
  pid = wait_for_trainer (self);
  fixture_call (&self->fixture, "model", "DELETE", uid, "null", &ret);
  answer_get_response (&ret);
  wait_for_death (pid);
  while (!is_empty (self->fixture.emulator->jobs_dir))
    g_main_context_iteration (NULL, FALSE);
  path = g_strdup_printf ("ml-models/%s/%s/training", self->model, running);
  fixture_v2 (&self->fixture, self->fixture.admin, "GET", path, NULL, &ret);
  g_assert_cmpuint (ret.status, ==, 404);
}

/* an emulator that is stopped takes its trainer with it, and the next one
 * begins anew */
static void
test_stop (Run *self, gconstpointer data)
{
  g_autofree char *training = NULL;
  g_autofree char *pid = NULL;

  make_fifo (self);
  use_trainer (self, WAIT MODEL METRICS);
  training = start (self);
  pid = wait_for_trainer (self);
  fixture_restart (&self->fixture);
  wait_for_death (pid);
  use_trainer (self, MODEL METRICS);
  check_result (self, training);
}

/* ---- kill -9 ---- */

static void
start_program (Run *self, const char *trainer)
{
  g_autofree char *quoted =
      trainer != NULL ? write_trainer (self, trainer) : NULL;
  g_autoptr (GDataInputStream) output = NULL;
  g_autofree char *line = NULL;

  self->process = g_subprocess_new (
      G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDERR_SILENCE, NULL,
      program, "--data-dir", self->fixture.folder,
      trainer != NULL ? "--trainer" : NULL, quoted, NULL);
  g_assert_nonnull (self->process);
  output =
      g_data_input_stream_new (g_subprocess_get_stdout_pipe (self->process));
  line = g_data_input_stream_read_line (output, NULL, NULL, NULL);
  g_assert_true (g_str_has_prefix (line, "listening on http://"));
  g_free (self->fixture.uri);
  self->fixture.uri = g_strdup (line + strlen ("listening on "));
}

static void
kill_program (Run *self)
{
  g_subprocess_send_signal (self->process, SIGKILL);
  g_subprocess_wait (self->process, NULL, NULL);
  g_clear_object (&self->process);
  soup_session_abort (self->fixture.session);
}

static void
test_kill (Run *self, gconstpointer data)
{
  g_autofree char *training = NULL;
  g_autofree char *pid = NULL;

  make_fifo (self);
  g_clear_pointer (&self->fixture.emulator, emulator_free);
  start_program (self, WAIT MODEL METRICS);
  training = start (self);
  pid = wait_for_trainer (self);
  kill_program (self);
  wait_for_death (pid);
  start_program (self, MODEL METRICS);
  check_result (self, training);
}

/* without a trainer a training does not stay pending for ever */
static void
test_kill_and_fail (Run *self, gconstpointer data)
{
  g_autofree char *training = NULL;
  g_autofree char *pid = NULL;
  g_auto (Answer) ret = { 0 };

  make_fifo (self);
  g_clear_pointer (&self->fixture.emulator, emulator_free);
  start_program (self, WAIT);
  training = start (self);
  pid = wait_for_trainer (self);
  kill_program (self);
  start_program (self, NULL);
  g_assert_cmpstr (json_object_get_string_member (
                       poll_to_the_end (self, training, &ret), "status"),
                   ==, "ERROR");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_assert_cmpint (argc, ==, 2);
  program = argv[1];
#define ADD(path, test)                                                        \
  g_test_add ("/emulator/training/" path, Run, NULL, set_up, test, tear_down)
  ADD ("good", test_good);
  ADD ("folder", test_folder);
  ADD ("no-trainer", test_no_trainer);
  ADD ("bad-trainers", test_bad_trainers);
  ADD ("command", test_command);
  ADD ("refusals", test_refusals);
  ADD ("poll-refusals", test_poll_refusals);
  ADD ("long-poll", test_long_poll);
  ADD ("queue", test_queue);
  ADD ("delete", test_delete);
  ADD ("stop", test_stop);
  ADD ("kill", test_kill);
  ADD ("kill-and-fail", test_kill_and_fail);
  return g_test_run ();
}
