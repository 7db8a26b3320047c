/* models.c - model rows, their iterations, and weights from outside
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <glib/gstdio.h>
#include <string.h>

#include "emulator-error.h"
#include "emulator-fixture.h"
#include "emulator-import.h"
#include "emulator-model-rules.h"

#define ITERATION "77777777-7777-4777-8777-777777777777"
#define NOBODY "99999999-9999-4999-8999-999999999999"

#define CREATE(features, model)                                                \
  "{\"model_operation\":2,\"model_parameters\":{\"title\":\"Cars\","           \
  "\"description\":null,\"features\":" features ",\"model\":\"" model "\"}}"

static char *
make_model (Fixture *self)
{
  g_auto (Answer) answer = { 0 };

  fixture_call (self, "model", "PUT", "null",
                CREATE ("[\"aaaa1111\"]", "faster_rcnn"), &answer);
  return g_strdup (json_node_get_string (answer_get_response (&answer)));
}

/* a file that could be weights, for those who do not run it */
static char *
make_weights (Fixture *self, const char *name)
{
  char *path = g_build_filename (self->folder, name, NULL);

  g_assert_true (g_file_set_contents (path, "not really", -1, NULL));
  return path;
}

static JsonObject *
list_one (Fixture *self, Answer *ret)
{
  JsonArray *models;

  fixture_call (self, "modelconfiguration", "GET", "null", "null", ret);
  models = json_node_get_array (answer_get_response (ret));
  g_assert_cmpuint (json_array_get_length (models), ==, 1);
  return json_array_get_object_element (models, 0);
}

/* ---- rows ---- */

static void
test_rows (Fixture *self, gconstpointer data)
{
  g_autofree char *hash = NULL;
  g_autofree char *uid = NULL;
  g_auto (Answer) answer = { 0 };
  JsonObject *model;

  fixture_make_project (self);
  hash = make_model (self);
  g_assert_true (g_uuid_string_is_valid (hash));
  fixture_restart (self);
  model = list_one (self, &answer);
  g_assert_cmpstr (json_object_get_string_member (model, "model_uid"), ==,
                   hash);
  g_assert_cmpstr (json_object_get_string_member (model, "title"), ==, "Cars");
  g_assert_cmpstr (json_object_get_string_member (model, "model"), ==,
                   "faster_rcnn");
  g_assert_true (json_object_has_member (
      json_object_get_object_member (model, "feature_node_hashes"),
      "aaaa1111"));
  g_assert_cmpuint (json_array_get_length (json_object_get_array_member (
                        model, "model_iteration_uids")),
                    ==, 0);

  uid = g_strdup_printf ("\"%s\"", hash);
  fixture_call (self, "model", "DELETE", uid, "null", &answer);
  g_assert_true (json_node_get_boolean (answer_get_response (&answer)));
  fixture_call (self, "modelconfiguration", "GET", "null", "null", &answer);
  g_assert_cmpuint (json_array_get_length (
                        json_node_get_array (answer_get_response (&answer))),
                    ==, 0);
  fixture_call (self, "model", "DELETE", uid, "null", &answer);
  answer_assert_refused (&answer, "RESOURCE_NOT_FOUND_ERROR");
}

static const struct
{
  const char *payload;
  const char *refusal;
} refusals[] = {
  { CREATE ("[\"aaaa1111\"]", "mask_rcnn"),
    "MODEL_FEATURES_INCONSISTENT_ERROR" },
  { CREATE ("[\"aaaa1111\"]", "resnet18"),
    "MODEL_FEATURES_INCONSISTENT_ERROR" },
  { CREATE ("[\"dddd1111\"]", "faster_rcnn"),
    "MODEL_FEATURES_INCONSISTENT_ERROR" },
  { CREATE ("[\"aaaa1111\",\"dddd1111\"]", "faster_rcnn"),
    "MODEL_FEATURES_INCONSISTENT_ERROR" },
  { CREATE ("[]", "faster_rcnn"), "MODEL_FEATURES_INCONSISTENT_ERROR" },
  { CREATE ("[\"aaaa1111\",\"ffffffff\"]", "faster_rcnn"),
    "FEATURE_DOES_NOT_EXIST_ERROR" },
  { CREATE ("[\"1'; DROP TABLE models; --\"]", "faster_rcnn"),
    "FEATURE_DOES_NOT_EXIST_ERROR" },
  { CREATE ("[\"aaaa1111\"]", "yolov8"), "INVALID_ARGUMENTS_ERROR" },
  { CREATE ("[1]", "faster_rcnn"), "INVALID_ARGUMENTS_ERROR" },
  { CREATE ("\"aaaa1111\"", "faster_rcnn"), "INVALID_ARGUMENTS_ERROR" },
  { "null", "INVALID_ARGUMENTS_ERROR" },
  { "{}", "INVALID_ARGUMENTS_ERROR" },
  { "{\"model_operation\":1,\"model_parameters\":{}}",
    "INVALID_ARGUMENTS_ERROR" },
  { "{\"model_operation\":2,\"model_parameters\":[]}",
    "INVALID_ARGUMENTS_ERROR" },
};

static void
test_refusals (Fixture *self, gconstpointer data)
{
  g_auto (Answer) answer = { 0 };

  fixture_make_project (self);
  for (guint i = 0; i < G_N_ELEMENTS (refusals); i++) {
    fixture_call (self, "model", "PUT", "null", refusals[i].payload, &answer);
    answer_assert_refused (&answer, refusals[i].refusal);
  }
  /* a classification goes with the other types */
  fixture_call (self, "model", "PUT", "null",
                CREATE ("[\"dddd1111\"]", "resnet18"), &answer);
  answer_get_response (&answer);
}

/* who has no role in the project sees no model, who is no admin makes none */
static void
test_rights (Fixture *self, gconstpointer data)
{
  static const char *const bodies[] = {
    "{\"query_type\":\"modelconfiguration\",\"query_method\":\"GET\","
    "\"values\":{\"uid\":null,\"payload\":null}}",
    "{\"query_type\":\"model\",\"query_method\":\"PUT\",\"values\":{"
    "\"uid\":null,\"payload\":" CREATE ("[\"aaaa1111\"]", "faster_rcnn") "}}",
  };
  g_auto (Answer) answer = { 0 };

  fixture_make_project (self);
  for (guint i = 0; i < G_N_ELEMENTS (bodies); i++) {
    fixture_legacy (self, self->other, "project", self->project, bodies[i],
                    &answer);
    answer_assert_refused (&answer, "AUTHORISATION_ERROR");
  }
  fixture_call (self, "projectusers", "POST", "\"x\"",
                "{\"user_emails\":[\"b@example.com\"],\"user_role\":1}",
                &answer);
  fixture_legacy (self, self->other, "project", self->project, bodies[0],
                  &answer);
  answer_get_response (&answer);
  fixture_legacy (self, self->other, "project", self->project, bodies[1],
                  &answer);
  answer_assert_refused (&answer, "AUTHORISATION_ERROR");
}

/* ---- weights from outside ---- */

static void
test_import (Fixture *self, gconstpointer data)
{
  g_autofree char *file = make_weights (self, "cars.onnx");
  g_autofree char *copy =
      g_build_filename (self->folder, "weights", ITERATION, "model.onnx", NULL);
  g_autofree char *uid = NULL;
  g_autofree char *hash = NULL;
  g_autofree char *model = NULL;
  g_autofree char *made = NULL;
  g_autoptr (GError) error = NULL;
  g_auto (Answer) answer = { 0 };
  EmulatorImport import = { .iteration = ITERATION, .file = file };

  fixture_make_project (self);
  hash = make_model (self);
  import.model = hash;
  /* the emulator serves meanwhile */
  model = emulator_import_model (self->folder, &import, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (model, ==, hash);
  g_assert_cmpstr (json_array_get_string_element (
                       json_object_get_array_member (list_one (self, &answer),
                                                     "model_iteration_uids"),
                       0),
                   ==, ITERATION);
  g_assert_true (g_file_test (copy, G_FILE_TEST_EXISTS));
  g_assert_null (emulator_import_model (self->folder, &import, &error));
  g_assert_error (error, EMULATOR_ERROR, EMULATOR_ERROR_RESOURCE_EXISTS);
  g_clear_error (&error);

  fixture_restart (self);
  g_assert_true (g_file_test (copy, G_FILE_TEST_EXISTS));
  uid = g_strdup_printf ("\"%s\"", hash);
  fixture_call (self, "model", "DELETE", uid, "null", &answer);
  g_assert_false (g_file_test (copy, G_FILE_TEST_EXISTS));

  import.model = NULL;
  import.project = self->project;
  import.class_map = "{\"automobile\":\"Car\"}";
  made = emulator_import_model (self->folder, &import, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (
      json_object_get_string_member (list_one (self, &answer), "model_uid"), ==,
      made);
}

/* leaves nothing behind */
static void
test_bad_import (Fixture *self, gconstpointer data)
{
  g_autofree char *good = make_weights (self, "good.onnx");
  g_autofree char *text = make_weights (self, "good.txt");
  g_autofree char *lonely = make_weights (self, "lonely.xml");
  g_autofree char *hash = NULL;
  g_autofree char *weights = g_build_filename (self->folder, "weights", NULL);
  g_autoptr (GDir) dir = NULL;

  fixture_make_project (self);
  hash = make_model (self);
  {
    const EmulatorImport imports[] = {
      { "no-uuid", good, hash },
      { ITERATION, good },
      { ITERATION, good, hash, self->project },
      { ITERATION, good, NOBODY },
      { ITERATION, good, NULL, NOBODY },
      { ITERATION, text, hash },
      { ITERATION, lonely, hash },
      { ITERATION, "/nowhere.onnx", hash },
      { ITERATION, good, hash, .class_map = "[1]" },
    };

    for (guint i = 0; i < G_N_ELEMENTS (imports); i++) {
      g_autoptr (GError) error = NULL;

      g_assert_null (emulator_import_model (self->folder, &imports[i], &error));
      g_assert_nonnull (error);
    }
  }
  dir = g_dir_open (weights, 0, NULL);
  g_assert_nonnull (dir);
  g_assert_null (g_dir_read_name (dir));
}

/* what a killed import left is gone after the next start */
static void
test_left_over (Fixture *self, gconstpointer data)
{
  g_autofree char *part =
      g_build_filename (self->folder, "weights", ITERATION ".part", NULL);
  g_autofree char *orphan =
      g_build_filename (self->folder, "weights", NOBODY, NULL);

  g_assert_cmpint (g_mkdir_with_parents (part, 0700), ==, 0);
  g_assert_cmpint (g_mkdir_with_parents (orphan, 0700), ==, 0);
  fixture_restart (self);
  g_assert_false (g_file_test (part, G_FILE_TEST_EXISTS));
  g_assert_false (g_file_test (orphan, G_FILE_TEST_EXISTS));
}

static void
test_metadata (Fixture *self, gconstpointer data)
{
  g_autofree char *file = make_weights (self, "cars.tflite");
  EmulatorImport import = { .iteration = ITERATION, .file = file };
  g_autofree char *made = NULL;
  g_auto (Answer) answer = { 0 };
  JsonObject *metadata;

  fixture_make_project (self);
  import.project = self->project;
  made = emulator_import_model (self->folder, &import, NULL);
  g_assert_nonnull (made);
  fixture_call (self, "trainingmetadata", "GET", "null",
                "{\"model_iteration_uids\":[\"" ITERATION
                "\"],\"get_created_at\":true,\"get_training_final_loss\":true,"
                "\"get_model_training_labels\":true}",
                &answer);
  metadata = json_array_get_object_element (
      json_node_get_array (answer_get_response (&answer)), 0);
  g_assert_cmpstr (
      json_object_get_string_member (metadata, "model_iteration_uid"), ==,
      ITERATION);
  g_assert_cmpuint (
      strlen (json_object_get_string_member (metadata, "created_at")), ==, 19);
  /* nobody trained it here */
  g_assert_true (json_object_get_null_member (metadata, "training_final_loss"));
  g_assert_true (
      json_object_get_null_member (metadata, "model_training_labels"));
  fixture_call (self, "trainingmetadata", "GET", "null",
                "{\"model_iteration_uids\":[\"" ITERATION "\"]}", &answer);
  metadata = json_array_get_object_element (
      json_node_get_array (answer_get_response (&answer)), 0);
  g_assert_true (json_object_get_null_member (metadata, "created_at"));
  fixture_call (self, "trainingmetadata", "GET", "null",
                "{\"model_iteration_uids\":[\"" NOBODY "\"]}", &answer);
  answer_assert_refused (&answer, "RESOURCE_NOT_FOUND_ERROR");
  fixture_call (self, "trainingmetadata", "GET", "null",
                "{\"model_iteration_uids\":7}", &answer);
  answer_assert_refused (&answer, "INVALID_ARGUMENTS_ERROR");
}

/* ---- classes ---- */

#define EDITOR                                                                 \
  "{\"objects\":["                                                             \
  "{\"id\":\"1\",\"name\":\"Traffic light\",\"color\":\"#D33115\","            \
  "\"shape\":\"bounding_box\",\"featureNodeHash\":\"l\"},"                     \
  "{\"id\":\"2\",\"name\":\"Car\",\"color\":\"#E27300\","                      \
  "\"shape\":\"bounding_box\",\"featureNodeHash\":\"c\"},"                     \
  "{\"id\":\"3\",\"name\":\"Road\",\"color\":\"#16406C\","                     \
  "\"shape\":\"polygon\",\"featureNodeHash\":\"r\"}],\"classifications\":[]}"

static const struct
{
  const char *features;
  const char *classes[4];
  const char *class_map;
  const char *found; /* a hash or - for each class; NULL: refused */
} maps[] = {
  { "[\"l\",\"c\"]", { "car", "traffic_light" }, NULL, "cl" },
  { "[\"l\",\"c\"]", { "bus", "car", "dog" }, NULL, "-c-" },
  /* only what the model is for */
  { "[\"l\"]", { "car", "TrafficLight" }, NULL, "-l" },
  /* no name fits, so the order does */
  { "[\"l\",\"c\"]", { "0", "1" }, NULL, "lc" },
  { "[\"c\",\"l\"]", { "0", "1" }, NULL, "cl" },
  { "[\"l\",\"c\"]", { "0", "1", "2" }, NULL, NULL },
  { "[\"l\",\"c\"]", { "auto", "1" }, "{\"auto\":\"c\"}", "c-" },
  { "[\"l\",\"c\"]", { "car", "1" }, "{\"car\":null}", NULL },
  { "[\"l\"]", { NULL }, NULL, NULL },
  /* features that the ontology has lost */
  { "[\"x\"]", { "car" }, NULL, NULL },
};

static void
test_classes (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (maps); i++) {
    g_autoptr (GError) error = NULL;
    g_autoptr (GPtrArray) objects = emulator_model_map_classes (
        maps[i].features, EDITOR, maps[i].classes, maps[i].class_map, &error);

    if (maps[i].found == NULL) {
      g_assert_error (error, EMULATOR_ERROR,
                      EMULATOR_ERROR_MODEL_WEIGHTS_INCONSISTENT);
      continue;
    }
    g_assert_no_error (error);
    g_assert_cmpuint (objects->len, ==, strlen (maps[i].found));
    for (guint j = 0; j < objects->len; j++) {
      EncordOntologyObject *object = g_ptr_array_index (objects, j);

      g_assert_cmpint (object != NULL
                           ? encord_ontology_object_get_feature_hash (object)[0]
                           : '-',
                       ==, maps[i].found[j]);
    }
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(path, test)                                                        \
  g_test_add ("/emulator/models/" path, Fixture, NULL, fixture_set_up, test,   \
              fixture_tear_down)
  ADD ("rows", test_rows);
  ADD ("refusals", test_refusals);
  ADD ("rights", test_rights);
  ADD ("import", test_import);
  ADD ("bad-import", test_bad_import);
  ADD ("left-over", test_left_over);
  ADD ("metadata", test_metadata);
  g_test_add_func ("/emulator/models/classes", test_classes);
  return g_test_run ();
}
