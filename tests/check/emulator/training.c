/* training.c - trainings, whatever the trainer does
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <string.h>

#include "emulator-store-private.h"
#include "training-fixture.h"

/* ends, as it should, with this in the message */
static void
assert_fails (Training *self, const char *complaint)
{
  g_autofree char *training = training_start (self);
  g_auto (Answer) ret = { 0 };
  JsonObject *answer = training_poll_to_the_end (self, training, &ret);

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

static void
check_metadata (Training *self, const char *training)
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
test_good (Training *self, gconstpointer data)
{
  g_autofree char *training = NULL;

  training_use_trainer (self, MODEL METRICS);
  training = training_start (self);
  training_check_result (self, training);
  check_metadata (self, training);
  g_assert_true (folder_is_empty (self->fixture.emulator->jobs_dir));
  fixture_restart (&self->fixture);
  training_check_result (self, training);
}

/* the contract of docs/trainer.md */
static void
test_folder (Training *self, gconstpointer data)
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
  training_use_trainer (self, "test \"$PWD\" = \"$1\" || exit 9\n" MODEL METRICS
                              "cp -R \"$1\" \"${0%/*}/kept\"");
  training = training_start (self);
  g_assert_cmpstr (
      json_object_get_string_member (
          training_poll_to_the_end (self, training, &ret), "status"),
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

static void
test_no_trainer (Training *self, gconstpointer data)
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
test_bad_trainers (Training *self, gconstpointer data)
{
  for (guint i = 0; i < G_N_ELEMENTS (trainers); i++) {
    training_use_trainer (self, trainers[i].script);
    assert_fails (self, trainers[i].complaint);
  }
  training_use_trainer (self, METRICS "echo x >\"$1/out/model.xml\"");
  g_test_expect_message ("EncordEmulator", G_LOG_LEVEL_WARNING, "*model.bin*");
  assert_fails (self, ".bin");
  g_assert_true (
      emulator_set_trainer (self->fixture.emulator, "/nowhere/trainer", NULL));
  g_test_expect_message ("EncordEmulator", G_LOG_LEVEL_WARNING, "*nowhere*");
  assert_fails (self, "cannot be run");
  g_test_assert_expected_messages ();
  g_assert_true (folder_is_empty (self->fixture.emulator->jobs_dir));
  test_good (self, NULL);
}

static void
test_command (Training *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  g_assert_false (
      emulator_set_trainer (self->fixture.emulator, "train 'it", &error));
  g_assert_nonnull (error);
}

/* what a trainer has made cannot be stored: all who ask hear that it failed */
static void
test_unstorable (Training *self, gconstpointer data)
{
  static const char refuse[] =
      "CREATE TRIGGER refuse BEFORE UPDATE ON iterations"
      " WHEN NEW.status = 'DONE' BEGIN SELECT RAISE (ABORT, 'no'); END";

  training_use_trainer (self, MODEL METRICS);
  g_assert_true (
      emulator_store_exec (self->fixture.emulator->store, NULL, refuse, ""));
  g_test_expect_message ("EncordEmulator", G_LOG_LEVEL_WARNING, "store: no");
  g_test_expect_message ("EncordEmulator", G_LOG_LEVEL_WARNING, "training *");
  g_test_expect_message ("EncordEmulator", G_LOG_LEVEL_MESSAGE, "training *");
  assert_fails (self, "");
  g_test_assert_expected_messages ();
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(path, test)                                                        \
  g_test_add ("/emulator/training/" path, Training, NULL, training_set_up,     \
              test, training_tear_down)
  ADD ("good", test_good);
  ADD ("folder", test_folder);
  ADD ("no-trainer", test_no_trainer);
  ADD ("bad-trainers", test_bad_trainers);
  ADD ("command", test_command);
  ADD ("unstorable", test_unstorable);
  return g_test_run ();
}
