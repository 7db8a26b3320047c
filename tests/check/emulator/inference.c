/* inference.c - models run by a worker, whatever that worker does
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * The workers here are shell scripts: what a model finds is another test's
 * business. */
#include <glib/gstdio.h>
#include <signal.h>
#include <string.h>
#include <sys/stat.h>

#include "emulator-error.h"
#include "emulator-fixture.h"
#include "emulator-import.h"
#include "emulator-inference-answer.h"
#include "emulator-inference-request.h"
#include "emulator-store-data.h"

#define ITERATION "77777777-7777-4777-8777-777777777777"
#define NOBODY "99999999-9999-4999-8999-999999999999"

/* ---- requests ---- */

#define ASK(parameters)                                                        \
  "{\"model_operation\":0,\"model_parameters\":{" parameters "}}"
#define PNG "iVBORw0KGgo="

static const struct
{
  const char *payload;
  int error; /* -1: fine */
} requests[] = {
  { ASK (""), -1 },
  { ASK ("\"files\":null,\"data_hashes\":null"), -1 },
  { ASK ("\"conf_thresh\":0.0,\"iou_thresh\":1.0,\"rdp_thresh\":0.01,"
         "\"device\":\"cpu\",\"allocation_enabled\":true,"
         "\"detection_frame_range\":[],\"data_hashes\":[\"a\"],\"new\":{}"),
    -1 },
  { ASK ("\"detection_frame_range\":[5,1005]"), -1 },
  { ASK ("\"detection_frame_range\":[7,7]"), -1 },
  { ASK ("\"detection_frame_range\":[5,1006]"),
    EMULATOR_ERROR_DETECTION_RANGE_INVALID },
  { ASK ("\"detection_frame_range\":[5,4]"),
    EMULATOR_ERROR_DETECTION_RANGE_INVALID },
  { ASK ("\"detection_frame_range\":[-1,4]"),
    EMULATOR_ERROR_DETECTION_RANGE_INVALID },
  { ASK ("\"detection_frame_range\":[1]"),
    EMULATOR_ERROR_DETECTION_RANGE_INVALID },
  { ASK ("\"detection_frame_range\":[1,2,3]"),
    EMULATOR_ERROR_DETECTION_RANGE_INVALID },
  { ASK ("\"detection_frame_range\":[\"1\",2]"),
    EMULATOR_ERROR_DETECTION_RANGE_INVALID },
  { ASK ("\"detection_frame_range\":{}"), EMULATOR_ERROR_INVALID_ARGUMENTS },
  { ASK ("\"conf_thresh\":1.1"), EMULATOR_ERROR_INVALID_ARGUMENTS },
  { ASK ("\"conf_thresh\":-0.1"), EMULATOR_ERROR_INVALID_ARGUMENTS },
  { ASK ("\"conf_thresh\":\"1\""), EMULATOR_ERROR_INVALID_ARGUMENTS },
  { ASK ("\"iou_thresh\":2.0"), EMULATOR_ERROR_INVALID_ARGUMENTS },
  { ASK ("\"rdp_thresh\":0.02"), EMULATOR_ERROR_INVALID_ARGUMENTS },
  { ASK ("\"device\":\"tpu\""), EMULATOR_ERROR_INVALID_ARGUMENTS },
  { ASK ("\"data_hashes\":[1]"), EMULATOR_ERROR_INVALID_ARGUMENTS },
  { ASK ("\"files\":[{\"uid\":\"a\"}]"), EMULATOR_ERROR_INVALID_ARGUMENTS },
  { ASK ("\"files\":[{\"base64_str\":\"" PNG "\"}]"),
    EMULATOR_ERROR_INVALID_ARGUMENTS },
  { ASK ("\"files\":[{\"uid\":1,\"base64_str\":\"" PNG "\"}]"),
    EMULATOR_ERROR_INVALID_ARGUMENTS },
  { ASK ("\"files\":\"a\""), EMULATOR_ERROR_INVALID_ARGUMENTS },
  { "{\"model_operation\":1,\"model_parameters\":{}}",
    EMULATOR_ERROR_INVALID_ARGUMENTS },
  { "{\"model_parameters\":{}}", EMULATOR_ERROR_INVALID_ARGUMENTS },
  { "{\"model_operation\":0,\"model_parameters\":[]}",
    EMULATOR_ERROR_INVALID_ARGUMENTS },
  { "[]", EMULATOR_ERROR_INVALID_ARGUMENTS },
  { "", EMULATOR_ERROR_INVALID_ARGUMENTS },
};

static void
test_requests (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (requests); i++) {
    g_autoptr (GError) error = NULL;
    g_autoptr (EmulatorInferenceRequest) request =
        emulator_inference_request_parse (
            (EncordJsonSlice){ requests[i].payload,
                               strlen (requests[i].payload) },
            &error);

    if (requests[i].error < 0)
      g_assert_no_error (error);
    else
      g_assert_error (error, EMULATOR_ERROR, requests[i].error);
    g_assert_true ((request != NULL) == (error == NULL));
  }
}

static const struct
{
  const char *bytes;
  gsize size;
  int kind; /* 0 image, 1 video, -1 refused */
} files[] = {
  { "\x89PNG\r\n\x1a\n", 8, 0 },
  { "\xff\xd8\xff\xe0", 4, 0 },
  { "\0\0\0\x20"
    "ftypisom",
    12, 1 },
  { "\x1a\x45\xdf\xa3\x9f\x42\x86\x81\x01\x42\x82\x84webm", 16, 1 },
  { "\x1a\x45\xdf\xa3\x9f\x42\x82\x88matroska", 16, -1 },
  { "\0\0\0\x20"
    "ftypqt  ",
    12, -1 },
  { "\0\0\0\x20"
    "ftypheic",
    12, -1 },
  { "\0\0\0\x20"
    "ftyp",
    8, -1 },
  { "GIF89a", 6, -1 },
  { "RIFF\0\0\0\0WEBP", 12, -1 },
  { "x", 1, -1 },
};

static void
test_files (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (files); i++) {
    g_autofree char *text =
        g_base64_encode ((const guint8 *) files[i].bytes, files[i].size);
    const EmulatorInferenceFile file = { (char *) "u",
                                         { text, strlen (text) } };
    gboolean is_video = FALSE;
    g_autoptr (GError) error = NULL;
    g_autoptr (GBytes) bytes =
        emulator_inference_file_decode (&file, &is_video, &error);

    if (files[i].kind < 0) {
      g_assert_error (error, EMULATOR_ERROR,
                      EMULATOR_ERROR_FILE_TYPE_NOT_SUPPORTED);
      continue;
    }
    g_assert_no_error (error);
    g_assert_cmpmem (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes),
                     files[i].bytes, files[i].size);
    g_assert_cmpint (is_video, ==, files[i].kind);
  }
}

static void
test_base64 (void)
{
  static const char *const texts[] = { "",     "iVBO=",        "iV BORw0KGgo=",
                                       "====", "iVBORw0KGg!=", "iVBOR=w0KGgo" };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++) {
    const EmulatorInferenceFile file = { (char *) "u",
                                         { texts[i], strlen (texts[i]) } };
    gboolean is_video;
    g_autoptr (GError) error = NULL;

    g_assert_null (emulator_inference_file_decode (&file, &is_video, &error));
    g_assert_error (error, EMULATOR_ERROR, EMULATOR_ERROR_INVALID_ARGUMENTS);
  }
}

/* ---- answers ---- */

#define EDITOR                                                                 \
  "{\"objects\":[{\"id\":\"1\",\"name\":\"Big car\",\"color\":\"#D33115\","    \
  "\"shape\":\"bounding_box\",\"featureNodeHash\":\"c\"}],"                    \
  "\"classifications\":[]}"

static GString *
answer (const char *output, GError **error)
{
  g_autoptr (GPtrArray) inputs = g_ptr_array_new_with_free_func (
      (GDestroyNotify) emulator_inference_input_free);
  const EmulatorInferenceContext context = { inputs, "[\"c\"]", EDITOR,
                                             NULL,   "a@b",     "now" };

  g_ptr_array_add (inputs, emulator_inference_input_new ("first", TRUE));
  g_ptr_array_add (inputs, emulator_inference_input_new ("second", FALSE));
  return emulator_inference_answer_new (output, &context, error);
}

static JsonObject *
get_frame (JsonNode *node, guint input, const char *uid, const char *frame)
{
  JsonObject *result =
      json_array_get_object_element (json_node_get_array (node), input);

  g_assert_cmpstr (json_object_get_string_member (result, "uid"), ==, uid);
  return json_object_get_object_member (
      json_object_get_object_member (result, "predictions"), frame);
}

static JsonObject *
get_object (JsonObject *frame, guint index)
{
  return json_array_get_object_element (
      json_object_get_array_member (frame, "objects"), index);
}

static void
test_answer (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GString) text =
      answer ("{\"classes\":[\"dog\",\"big_car\"],\"inputs\":[["
              "[3,[[1,0.5,0.1,0.2,0.3,0.25,7],[0,0.9,0,0,1,1,8]]],"
              "[4,[[1,0.5,-0.1,0.9,0.3,0.25,7],[1,0.5,1.5,0,1,1,9]]]],"
              "[[0,[]]]]}",
              &error);
  g_autoptr (JsonNode) node = NULL;
  JsonObject *object;
  JsonObject *box;

  g_assert_no_error (error);
  node = json_from_string (text->str, NULL);
  g_assert_cmpuint (json_array_get_length (json_node_get_array (node)), ==, 2);
  /* the dog has no feature */
  g_assert_cmpuint (json_array_get_length (json_object_get_array_member (
                        get_frame (node, 0, "first", "3"), "objects")),
                    ==, 1);
  object = get_object (get_frame (node, 0, "first", "3"), 0);
  g_assert_cmpstr (json_object_get_string_member (object, "name"), ==,
                   "Big car");
  g_assert_cmpstr (json_object_get_string_member (object, "value"), ==,
                   "big_car");
  g_assert_cmpstr (json_object_get_string_member (object, "color"), ==,
                   "#D33115");
  g_assert_cmpstr (json_object_get_string_member (object, "shape"), ==,
                   "bounding_box");
  g_assert_cmpstr (json_object_get_string_member (object, "featureHash"), ==,
                   "c");
  g_assert_cmpstr (json_object_get_string_member (object, "createdBy"), ==,
                   "a@b");
  g_assert_cmpfloat (json_object_get_double_member (object, "confidence"), ==,
                     0.5);
  g_assert_false (json_object_get_boolean_member (object, "manualAnnotation"));
  box = json_object_get_object_member (object, "bounding_box");
  g_assert_cmpfloat (json_object_get_double_member (box, "x"), ==, 0.1);
  g_assert_cmpfloat (json_object_get_double_member (box, "h"), ==, 0.25);
  /* one track, one hash; boxes end at the edges, and none lies outside */
  g_assert_cmpuint (json_array_get_length (json_object_get_array_member (
                        get_frame (node, 0, "first", "4"), "objects")),
                    ==, 1);
  g_assert_cmpstr (
      json_object_get_string_member (
          get_object (get_frame (node, 0, "first", "4"), 0), "objectHash"),
      ==, json_object_get_string_member (object, "objectHash"));
  box = json_object_get_object_member (
      get_object (get_frame (node, 0, "first", "4"), 0), "bounding_box");
  g_assert_cmpfloat (json_object_get_double_member (box, "x"), ==, 0);
  g_assert_cmpfloat_with_epsilon (json_object_get_double_member (box, "w"), 0.2,
                                  1e-12);
  g_assert_cmpfloat_with_epsilon (json_object_get_double_member (box, "h"), 0.1,
                                  1e-12);
  g_assert_nonnull (get_frame (node, 1, "second", "0"));
}

static const struct
{
  const char *output;
  int error;
} outputs[] = {
  { "", EMULATOR_ERROR_UNKNOWN },
  { "[]", EMULATOR_ERROR_UNKNOWN },
  { "{\"classes\":[\"big car\"],\"inputs\":[]}", EMULATOR_ERROR_UNKNOWN },
  { "{\"classes\":[\"big car\"],\"inputs\":[[[0,[]]],7]}",
    EMULATOR_ERROR_UNKNOWN },
  { "{\"classes\":[\"big car\"],\"inputs\":[[[0]],[[0,[]]]]}",
    EMULATOR_ERROR_UNKNOWN },
  { "{\"classes\":[\"big car\"],\"inputs\":[[[-1,[]]],[[0,[]]]]}",
    EMULATOR_ERROR_UNKNOWN },
  { "{\"classes\":[\"big car\"],\"inputs\":[[[0,[[1,1,0,0,1,1,-1]]]],"
    "[[0,[]]]]}",
    EMULATOR_ERROR_UNKNOWN },
  { "{\"classes\":[\"big car\"],\"inputs\":[[[0,[[0,1,0,0,1,1]]]],[[0,[]]]]}",
    EMULATOR_ERROR_UNKNOWN },
  { "{\"classes\":[\"big car\"],\"inputs\":[[[0,[[0,1,0,0,null,1,1]]]],"
    "[[0,[]]]]}",
    EMULATOR_ERROR_UNKNOWN },
  { "{\"classes\":[\"a\",\"b\"],\"inputs\":[[[0,[]]],[[0,[]]]]}",
    EMULATOR_ERROR_MODEL_WEIGHTS_INCONSISTENT },
  { "{\"classes\":[\"big car\"],\"inputs\":[[],[[0,[]]]]}",
    EMULATOR_ERROR_DETECTION_RANGE_INVALID },
  { "{\"error\":\"no\",\"code\":\"file\",\"input\":1}",
    EMULATOR_ERROR_FILE_TYPE_NOT_SUPPORTED },
  { "{\"error\":\"no\",\"code\":\"file\",\"input\":9}",
    EMULATOR_ERROR_FILE_TYPE_NOT_SUPPORTED },
  { "{\"error\":\"no\",\"code\":\"long\",\"input\":0}",
    EMULATOR_ERROR_MUST_SET_DETECTION_RANGE },
  { "{\"error\":\"/home/me/model.xml: no such file\",\"code\":\"model\"}",
    EMULATOR_ERROR_UNKNOWN },
};

static void
test_outputs (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (outputs); i++) {
    g_autoptr (GError) error = NULL;

    g_assert_null (answer (outputs[i].output, &error));
    g_assert_error (error, EMULATOR_ERROR, outputs[i].error);
    g_assert_null (strstr (error->message, "/home"));
  }
}

/* ---- calls ---- */

typedef struct
{
  Fixture fixture;
  char *model;
} Run;

static void
use_worker (Run *self, const char *script)
{
  g_autofree char *path =
      g_build_filename (self->fixture.folder, "worker", NULL);
  g_autofree char *text =
      g_strconcat ("#!/bin/sh\ncat >\"$0.job\"\n", script, "\n", NULL);

  g_assert_true (g_file_set_contents_full (
      path, text, -1, G_FILE_SET_CONTENTS_CONSISTENT, 0700, NULL));
  g_setenv ("ENCORD_EMULATOR_WORKER", path, TRUE);
}

static void
set_up (Run *self, gconstpointer data)
{
  Fixture *fixture = &self->fixture;
  g_autofree char *file = NULL;
  EmulatorImport import = { .iteration = ITERATION };

  fixture_set_up (fixture, NULL);
  fixture_make_project (fixture);
  file = g_build_filename (fixture->folder, "cars.onnx", NULL);
  g_assert_true (g_file_set_contents (file, "never run", -1, NULL));
  import.file = file;
  import.project = fixture->project;
  self->model = emulator_import_model (fixture->folder, &import, NULL);
  g_assert_nonnull (self->model);
  use_worker (self, "exit 1");
}

static void
tear_down (Run *self, gconstpointer data)
{
  g_unsetenv ("ENCORD_EMULATOR_WORKER");
  g_free (self->model);
  fixture_tear_down (&self->fixture, NULL);
}

static void
infer (Run *self, const char *parameters, Answer *ret)
{
  g_autofree char *payload = g_strdup_printf (
      "{\"model_operation\":0,\"model_parameters\":{%s}}", parameters);

  fixture_call (&self->fixture, "model", "POST", "\"" ITERATION "\"", payload,
                ret);
}

static void
infer_video (Run *self, Answer *ret)
{
  g_autofree char *parameters =
      g_strdup_printf ("\"data_hashes\":[\"%s\"]", self->fixture.video);

  infer (self, parameters, ret);
}

#define GOOD                                                                   \
  "{\"classes\":[\"car\"],\"inputs\":[[[0,[[0,0.75,0.1,0.1,0.1,0.1,-1]]]]]}"

static void
test_good (Run *self, gconstpointer data)
{
  g_auto (Answer) ret = { 0 };
  JsonObject *object;

  use_worker (self, "echo '" GOOD "'");
  infer_video (self, &ret);
  object = get_object (
      get_frame (answer_get_response (&ret), 0, self->fixture.video, "0"), 0);
  g_assert_cmpstr (json_object_get_string_member (object, "featureHash"), ==,
                   "aaaa1111");
  g_assert_cmpstr (json_object_get_string_member (object, "createdBy"), ==,
                   "a@example.com");
}

/* files come first, in their order; what they were written to is gone */
static void
test_order (Run *self, gconstpointer data)
{
  g_autofree char *parameters = g_strdup_printf (
      "\"data_hashes\":[\"%s\",\"%s\"],\"files\":[{\"uid\":\"./a.png\","
      "\"base64_str\":\"" PNG "\"}],\"detection_frame_range\":[0,1]",
      self->fixture.group, self->fixture.video);
  g_autofree char *job = NULL;
  g_autofree char *job_path =
      g_build_filename (self->fixture.folder, "worker.job", NULL);
  g_autoptr (JsonNode) asked = NULL;
  g_autoptr (GDir) left = NULL;
  g_auto (Answer) ret = { 0 };
  JsonArray *inputs;

  use_worker (self, "echo '{\"classes\":[\"car\"],\"inputs\":[[[0,[]]],[[0,[]],"
                    "[1,[]]],[[0,[]],[1,[]]]]}'");
  infer (self, parameters, &ret);
  get_frame (answer_get_response (&ret), 0, "./a.png", "0");
  get_frame (answer_get_response (&ret), 1, self->fixture.group, "1");
  get_frame (answer_get_response (&ret), 2, self->fixture.video, "1");
  g_assert_true (g_file_get_contents (job_path, &job, NULL, NULL));
  asked = json_from_string (job, NULL);
  g_assert_cmpint (
      json_object_get_int_member (json_node_get_object (asked), "last"), ==, 1);
  inputs =
      json_object_get_array_member (json_node_get_object (asked), "inputs");
  g_assert_cmpuint (json_array_get_length (json_object_get_array_member (
                        json_array_get_object_element (inputs, 1), "images")),
                    ==, 2);
  g_assert_true (json_object_has_member (
      json_array_get_object_element (inputs, 2), "video"));
  left = g_dir_open (self->fixture.emulator->jobs_dir, 0, NULL);
  g_assert_null (g_dir_read_name (left));
}

static void
test_nothing (Run *self, gconstpointer data)
{
  g_auto (Answer) ret = { 0 };

  infer (self, "\"files\":[],\"data_hashes\":null", &ret);
  g_assert_cmpuint (
      json_array_get_length (json_node_get_array (answer_get_response (&ret))),
      ==, 0);
}

static void
test_refusals (Run *self, gconstpointer data)
{
  Fixture *fixture = &self->fixture;
  g_autofree char *late = g_strdup_printf ("\"data_hashes\":[\"%s\"],"
                                           "\"detection_frame_range\":[10,11]",
                                           fixture->video);
  g_auto (Answer) ret = { 0 };

  infer (self, "\"data_hashes\":[\"" NOBODY "\"]", &ret);
  answer_assert_refused (&ret, "RESOURCE_NOT_FOUND_ERROR");
  infer (self, late, &ret);
  answer_assert_refused (&ret, "DETECTION_RANGE_INVALID_ERROR");
  infer (self, "\"files\":[{\"uid\":\"a\",\"base64_str\":\"R0lGODlh\"}]", &ret);
  answer_assert_refused (&ret, "FILE_TYPE_NOT_SUPPORTED_ERROR");
  fixture_call (fixture, "model", "POST", "\"" NOBODY "\"", ASK (""), &ret);
  answer_assert_refused (&ret, "RESOURCE_NOT_FOUND_ERROR");
  fixture_call (fixture, "model", "POST", "null", ASK (""), &ret);
  answer_assert_refused (&ret, "INVALID_ARGUMENTS_ERROR");
  fixture_call (fixture, "model", "POST", "\"" ITERATION "\"", "null", &ret);
  answer_assert_refused (&ret, "INVALID_ARGUMENTS_ERROR");
}

/* what is too large or too long is known before a worker starts */
static void
test_large (Run *self, gconstpointer data)
{
  static const struct
  {
    gint64 size;
    gint64 frames;
    const char *refusal;
  } units[] = {
    { (G_GINT64_CONSTANT (1) << 30) + 1, 10, "FILE_SIZE_NOT_SUPPORTED_ERROR" },
    { 10, 1001, "MUST_SET_DETECTION_RANGE_ERROR" },
  };
  EmulatorStore *store = self->fixture.emulator->store;

  for (guint i = 0; i < G_N_ELEMENTS (units); i++) {
    g_autofree char *media = emulator_store_add_media (
        store, self->fixture.dataset, "a@example.com", "v.mp4", NULL);
    g_autofree char *hash = g_uuid_string_random ();
    g_autofree char *job = emulator_store_add_job (store, self->fixture.dataset,
                                                   "a@example.com", "{}", NULL);
    g_autoptr (GPtrArray) added = g_ptr_array_new ();
    g_autoptr (GPtrArray) images = g_ptr_array_new ();
    EmulatorUnit unit = { .hash = hash,
                          .item = hash,
                          .dataset = self->fixture.dataset,
                          .type = (char *) "VIDEO",
                          .title = (char *) "v.mp4",
                          .media = media,
                          .mime = (char *) "video/mp4",
                          .client_metadata = (char *) "{}",
                          .size = units[i].size,
                          .frames = units[i].frames };
    g_autofree char *parameters =
        g_strdup_printf ("\"data_hashes\":[\"%s\"]", hash);
    g_auto (Answer) ret = { 0 };

    g_ptr_array_add (added, &unit);
    g_ptr_array_add (images, NULL);
    g_assert_true (emulator_store_finish_job (store, job, added, images, "DONE",
                                              "{}", NULL));
    infer (self, parameters, &ret);
    answer_assert_refused (&ret, units[i].refusal);
  }
}

/* whatever a worker does, the call ends in an error, and the next one works */
static void
test_bad_workers (Run *self, gconstpointer data)
{
  static const char *const scripts[] = {
    "kill -SEGV $$",          "exit 3",           "echo no", "echo '{}'",
    "exec 0<&- 1>&-; exit 0", "exec sleep 100000"
  };

  const guint patience = self->fixture.emulator->inference_timeout_s;

  self->fixture.emulator->inference_timeout_s = 1;
  for (guint i = 0; i < G_N_ELEMENTS (scripts); i++) {
    g_auto (Answer) ret = { 0 };

    use_worker (self, scripts[i]);
    infer_video (self, &ret);
    g_assert_nonnull (ret.json);
    g_assert_cmpint (
        json_object_get_int_member (json_node_get_object (ret.json), "status"),
        !=, 200);
  }
  {
    g_auto (Answer) ret = { 0 };

    g_setenv ("ENCORD_EMULATOR_WORKER", "/nowhere/worker", TRUE);
    g_test_expect_message ("EncordEmulator", G_LOG_LEVEL_WARNING, "*nowhere*");
    infer_video (self, &ret);
    g_test_assert_expected_messages ();
    answer_assert_refused (&ret, "UNKNOWN_ERROR");
  }
  self->fixture.emulator->inference_timeout_s = patience;
  test_good (self, NULL);
}

/* ---- while a worker is busy ---- */

static void
begin_inference (Run *self, GBytes **ret_answer)
{
  g_autofree char *payload =
      g_strdup_printf ("{\"model_operation\":0,\"model_parameters\":{"
                       "\"data_hashes\":[\"%s\"]}}",
                       self->fixture.video);

  fixture_begin_call (&self->fixture, "model", "POST", "\"" ITERATION "\"",
                      payload, ret_answer);
}

/* the worker says that it runs by a name in the folder */
static void
wait_for (Run *self, const char *name)
{
  g_autofree char *path = g_build_filename (self->fixture.folder, name, NULL);

  while (!g_file_test (path, G_FILE_TEST_EXISTS))
    g_main_context_iteration (NULL, FALSE);
}

static void
test_responsive (Run *self, gconstpointer data)
{
  g_autofree char *fifo = g_build_filename (self->fixture.folder, "fifo", NULL);
  g_autofree char *script = g_strdup_printf (">\"$0.runs\"; exec cat %s", fifo);
  GBytes *bytes = NULL;
  g_auto (Answer) ret = { 0 };

  g_assert_cmpint (mkfifo (fifo, 0600), ==, 0);
  use_worker (self, script);
  begin_inference (self, &bytes);
  wait_for (self, "worker.runs");
  for (guint i = 0; i < 10; i++) {
    fixture_call (&self->fixture, "project", "GET", "null", "{}", &ret);
    answer_get_response (&ret);
  }
  g_assert_null (bytes);
  {
    FILE *pipe = fopen (fifo, "w");

    fputs (GOOD "\n", pipe);
    fclose (pipe);
  }
  while (bytes == NULL)
    g_main_context_iteration (NULL, TRUE);
  g_assert_nonnull (g_strstr_len (g_bytes_get_data (bytes, NULL),
                                  g_bytes_get_size (bytes), "aaaa1111"));
  g_bytes_unref (bytes);
}

/* an emulator that stops takes its workers with it */
static void
test_stop (Run *self, gconstpointer data)
{
  g_autofree char *path =
      g_build_filename (self->fixture.folder, "worker.pid", NULL);
  g_autofree char *text = NULL;
  GBytes *bytes = NULL;

  use_worker (self, "echo $$ >\"$0.part\"; mv \"$0.part\" \"$0.pid\"; "
                    "exec sleep 100000");
  begin_inference (self, &bytes);
  wait_for (self, "worker.pid");
  fixture_restart (&self->fixture);
  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  /* GSubprocess reaps it on a thread of its own */
  while (kill ((pid_t) g_ascii_strtoll (text, NULL, 10), 0) == 0)
    g_thread_yield ();
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_clear_pointer (&bytes, g_bytes_unref);
}

/* Clients that hang up take their workers with them, and those that still wait for
 * one never get it. */
static void
test_gone (Run *self, gconstpointer data)
{
  g_autofree char *path =
      g_build_filename (self->fixture.folder, "worker.pid", NULL);
  g_autofree char *text = NULL;
  GBytes *bytes[4] = { NULL };

  use_worker (self, "echo $$ >\"$0.$$\"; mv \"$0.$$\" \"$0.pid\"; "
                    "exec sleep 100000");
  for (gsize i = 0; i < G_N_ELEMENTS (bytes); i++)
    begin_inference (self, &bytes[i]);
  wait_for (self, "worker.pid");
  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  soup_session_abort (self->fixture.session);
  while (kill ((pid_t) g_ascii_strtoll (text, NULL, 10), 0) == 0)
    g_main_context_iteration (NULL, FALSE);
  /* no room is taken any more */
  for (guint i = 0; i < 3; i++)
    test_good (self, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (bytes); i++)
    g_assert_null (bytes[i]);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/emulator/inference/requests", test_requests);
  g_test_add_func ("/emulator/inference/files", test_files);
  g_test_add_func ("/emulator/inference/base64", test_base64);
  g_test_add_func ("/emulator/inference/answer", test_answer);
  g_test_add_func ("/emulator/inference/outputs", test_outputs);
#define ADD(path, test)                                                        \
  g_test_add ("/emulator/inference/" path, Run, NULL, set_up, test, tear_down)
  ADD ("good", test_good);
  ADD ("order", test_order);
  ADD ("nothing", test_nothing);
  ADD ("refusals", test_refusals);
  ADD ("large", test_large);
  ADD ("bad-workers", test_bad_workers);
  ADD ("responsive", test_responsive);
  ADD ("stop", test_stop);
  ADD ("gone", test_gone);
  return g_test_run ();
}
