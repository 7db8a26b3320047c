/* test-project-models.c - models, trainings, labels that the service computes
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "client-fixture.h"

#include <encord/client/encord-client-private.h>
#include <math.h>
#include <string.h>

static const char *const rows[] = { UUID, NULL };
static const char *const one[] = { "x", NULL };
static const char *const none[] = { NULL };

static gboolean
done (GPtrArray *list)
{
  if (list == NULL)
    return FALSE;
  g_ptr_array_unref (list);

  return TRUE;
}

static gboolean
call_list (EncordProject *project, GError **error)
{
  return done (encord_project_list_models (project, NULL, error));
}

static gboolean
call_metadata (EncordProject *project, GError **error)
{
  return done (encord_project_get_training_metadata (project, one, TRUE, TRUE,
                                                     TRUE, NULL, error));
}

static gboolean
call_create (EncordProject *project, GError **error)
{
  g_autofree char *hash = encord_project_create_model_row (
      project, "T", NULL, one, ENCORD_MODEL_TYPE_MASK_RCNN, NULL, error);

  return hash != NULL;
}

static gboolean
call_create_unknown (EncordProject *project, GError **error)
{
  g_autofree char *hash = encord_project_create_model_row (
      project, "T", NULL, one, ENCORD_MODEL_TYPE_UNKNOWN, NULL, error);

  return hash != NULL;
}

static gboolean
call_delete (EncordProject *project, GError **error)
{
  return encord_project_model_delete (project, "m", NULL, error);
}

static gboolean
infer (EncordProject *project, const char *const *paths,
       const char *const *base64, const char *const *hashes, int device,
       gint64 first, GError **error)
{
  g_autoptr (EncordInferenceOptions) options = encord_inference_options_new ();

  g_object_set (options, "file-paths", paths, "base64-strings", base64,
                "data-hashes", hashes, "device", device, "first-frame", first,
                NULL);

  return done (
      encord_project_model_inference (project, "t", options, NULL, error));
}

static gboolean
call_infer (EncordProject *project, GError **error)
{
  return infer (project, NULL, NULL, one, ENCORD_DEVICE_CUDA, -1, error);
}

static gboolean
call_infer_nothing (EncordProject *project, GError **error)
{
  return infer (project, NULL, NULL, NULL, ENCORD_DEVICE_CUDA, -1, error);
}

static gboolean
call_infer_all (EncordProject *project, GError **error)
{
  return infer (project, one, one, one, ENCORD_DEVICE_CUDA, -1, error);
}

static gboolean
call_infer_half_range (EncordProject *project, GError **error)
{
  return infer (project, NULL, NULL, one, ENCORD_DEVICE_CUDA, 7, error);
}

static gboolean
train (EncordProject *project, const char *const *label_rows, guint epochs,
       EncordModelType model, guint batch_size, int device, GError **error)
{
  g_autofree char *hash = encord_project_model_train_start (
      project, "m", label_rows, epochs, model, NULL, batch_size,
      (EncordDevice) device, NULL, error);

  return hash != NULL;
}

static gboolean
call_train (EncordProject *project, GError **error)
{
  return train (project, rows, 1, ENCORD_MODEL_TYPE_FAST_AI, 24,
                ENCORD_DEVICE_CPU, error);
}

static gboolean
call_train_none (EncordProject *project, GError **error)
{
  return train (project, none, 1, ENCORD_MODEL_TYPE_FAST_AI, 24, 0, error);
}

static gboolean
call_train_no_epoch (EncordProject *project, GError **error)
{
  return train (project, rows, 0, ENCORD_MODEL_TYPE_FAST_AI, 24, 0, error);
}

static gboolean
call_train_no_batch (EncordProject *project, GError **error)
{
  return train (project, rows, 1, ENCORD_MODEL_TYPE_FAST_AI, 0, 0, error);
}

static gboolean
call_train_no_model (EncordProject *project, GError **error)
{
  return train (project, rows, 1, ENCORD_MODEL_TYPE_UNKNOWN, 24, 0, error);
}

static gboolean
call_train_no_uuid (EncordProject *project, GError **error)
{
  return train (project, one, 1, ENCORD_MODEL_TYPE_FAST_AI, 24, 0, error);
}

static gboolean
call_train_no_device (EncordProject *project, GError **error)
{
  return train (project, rows, 1, ENCORD_MODEL_TYPE_FAST_AI, 24, 17, error);
}

static gboolean
call_result (EncordProject *project, GError **error)
{
  g_autoptr (EncordModelTraining) training =
      encord_project_model_train_get_result (project, "m", "t", 1000, NULL,
                                             error);

  return training != NULL;
}

static gboolean
interpolate (EncordProject *project, const char *frames,
             const char *const *objects, GError **error)
{
  g_autoptr (JsonNode) node = json_from_string (frames, NULL);
  g_autoptr (JsonNode) answer =
      encord_project_object_interpolation (project, node, objects, NULL, error);

  return answer != NULL;
}

static gboolean
call_interpolate (EncordProject *project, GError **error)
{
  return interpolate (project, "{\"0\":{}}", one, error);
}

static gboolean
call_interpolate_no_frames (EncordProject *project, GError **error)
{
  return interpolate (project, "{}", one, error);
}

static gboolean
call_interpolate_list (EncordProject *project, GError **error)
{
  return interpolate (project, "[1]", one, error);
}

static gboolean
call_interpolate_no_objects (EncordProject *project, GError **error)
{
  return interpolate (project, "{\"0\":{}}", none, error);
}

static gboolean
fit (EncordProject *project, const char *frames, const char *video,
     GError **error)
{
  g_autoptr (JsonNode) frames_node = json_from_string (frames, NULL);
  g_autoptr (JsonNode) video_node = json_from_string (video, NULL);
  g_autoptr (JsonNode) answer = encord_project_fitted_bounding_boxes (
      project, frames_node, video_node, NULL, error);

  return answer != NULL;
}

static gboolean
call_fit (EncordProject *project, GError **error)
{
  return fit (project, "{\"0\":{}}", "{\"width\":1,\"height\":1}", error);
}

static gboolean
call_fit_no_frames (EncordProject *project, GError **error)
{
  return fit (project, "{}", "{\"width\":1,\"height\":1}", error);
}

static gboolean
call_fit_no_video (EncordProject *project, GError **error)
{
  return fit (project, "{\"0\":{}}", "{}", error);
}

static const BadCall bad_calls[] = {
  { "list/object", call_list, 200, OK ("{}"), ENCORD_ERROR_BAD_RESPONSE },
  { "list/empty-model", call_list, 200, OK ("[{}]"),
    ENCORD_ERROR_BAD_RESPONSE },
  { "list/features-list", call_list, 200,
    OK ("[{\"model_uid\":\"m\",\"title\":\"\",\"feature_node_hashes\":[],"
        "\"model\":\"vgg16\",\"model_iteration_uids\":[]}]"),
    ENCORD_ERROR_BAD_RESPONSE },
  { "metadata/labels", call_metadata, 200,
    OK ("[{\"model_iteration_uid\":\"t\",\"model_training_labels\":"
        "{\"label_metadata_list\":[{\"label_uid\":\"l\"}]}}]"),
    ENCORD_ERROR_BAD_RESPONSE },
  { "create/unknown", call_create_unknown, 0, NULL, ENCORD_ERROR_REJECTED },
  { "create/null", call_create, 200, OK ("null"), ENCORD_ERROR_BAD_RESPONSE },
  { "create/number", call_create, 200, OK ("7"), ENCORD_ERROR_BAD_RESPONSE },
  { "create/features", call_create, 200,
    REFUSED ("MODEL_FEATURES_INCONSISTENT_ERROR"), ENCORD_ERROR_REJECTED },
  { "delete/refused", call_delete, 200, OK ("false"), ENCORD_ERROR_REJECTED },
  { "infer/nothing", call_infer_nothing, 0, NULL, ENCORD_ERROR_REJECTED },
  { "infer/all", call_infer_all, 0, NULL, ENCORD_ERROR_REJECTED },
  { "infer/half-range", call_infer_half_range, 0, NULL, ENCORD_ERROR_REJECTED },
  { "infer/text", call_infer, 200, OK ("\"x\""), ENCORD_ERROR_BAD_RESPONSE },
  { "infer/null", call_infer, 200, OK ("null"), ENCORD_ERROR_BAD_RESPONSE },
  { "infer/number", call_infer, 200, OK ("[7]"), ENCORD_ERROR_BAD_RESPONSE },
  { "infer/file-type", call_infer, 200,
    REFUSED ("FILE_TYPE_NOT_SUPPORTED_ERROR"), ENCORD_ERROR_REJECTED },
  { "train/none", call_train_none, 0, NULL, ENCORD_ERROR_REJECTED },
  { "train/no-epoch", call_train_no_epoch, 0, NULL, ENCORD_ERROR_REJECTED },
  { "train/no-batch", call_train_no_batch, 0, NULL, ENCORD_ERROR_REJECTED },
  { "train/no-model", call_train_no_model, 0, NULL, ENCORD_ERROR_REJECTED },
  { "train/no-uuid", call_train_no_uuid, 0, NULL, ENCORD_ERROR_REJECTED },
  { "train/no-device", call_train_no_device, 0, NULL, ENCORD_ERROR_REJECTED },
  { "train/object", call_train, 200, "{}", ENCORD_ERROR_BAD_RESPONSE },
  { "result/failed", call_result, 200, "{\"status\":\"ERROR\",\"result\":null}",
    ENCORD_ERROR_FAILED },
  { "result/none", call_result, 200, "{\"status\":\"DONE\",\"result\":null}",
    ENCORD_ERROR_BAD_RESPONSE },
  { "result/half", call_result, 200,
    "{\"status\":\"DONE\",\"result\":{\"modelHash\":\"m\"}}",
    ENCORD_ERROR_BAD_RESPONSE },
  { "result/status", call_result, 200, "{\"status\":\"LATER\"}",
    ENCORD_ERROR_BAD_RESPONSE },
  { "result/key", call_result, 401, "{}", ENCORD_ERROR_AUTH },
  { "interpolate/no-frames", call_interpolate_no_frames, 0, NULL,
    ENCORD_ERROR_REJECTED },
  { "interpolate/list", call_interpolate_list, 0, NULL, ENCORD_ERROR_REJECTED },
  { "interpolate/no-objects", call_interpolate_no_objects, 0, NULL,
    ENCORD_ERROR_REJECTED },
  { "interpolate/text", call_interpolate, 200, OK ("\"x\""),
    ENCORD_ERROR_BAD_RESPONSE },
  { "fit/no-frames", call_fit_no_frames, 0, NULL, ENCORD_ERROR_REJECTED },
  { "fit/no-video", call_fit_no_video, 0, NULL, ENCORD_ERROR_REJECTED },
  { "fit/null", call_fit, 200, OK ("null"), ENCORD_ERROR_BAD_RESPONSE },
};

static void
test_bad_call (ClientFixture *f, gconstpointer data)
{
  client_fixture_assert_fails (f, &bad_calls[GPOINTER_TO_SIZE (data)]);
}

/* servers that do not serve a call any more, and errors that mean something else */
static const struct
{
  const char *name;
  gboolean (*call) (EncordProject *project, GError **error);
  guint status;
  const char *answer;
  const char *version; /* NULL: nothing is told */
  int code;
} dropped[] = {
  { "method", call_list, 200, REFUSED ("METHOD_NOT_ALLOWED_ERROR"), "0.1.156",
    ENCORD_ERROR_NOT_SUPPORTED },
  { "not-found", call_infer, 200, REFUSED ("RESOURCE_NOT_FOUND_ERROR"),
    "0.1.156", ENCORD_ERROR_NOT_FOUND },
  { "unknown", call_create, 200, REFUSED ("UNKNOWN_ERROR"), "0.1.156",
    ENCORD_ERROR_FAILED },
  { "new-string", call_delete, 200, REFUSED ("GONE_ERROR"), "0.1.156",
    ENCORD_ERROR_FAILED },
  { "v2-404", call_train, 404, "{}", "0.1.156", ENCORD_ERROR_NOT_FOUND },
  { "v2-405", call_result, 405, "{}", "0.1.156", ENCORD_ERROR_NOT_SUPPORTED },
  { "fit", call_fit, 200, REFUSED ("METHOD_NOT_ALLOWED_ERROR"), "0.1.163",
    ENCORD_ERROR_NOT_SUPPORTED },
  { "interpolate", call_interpolate, 200, REFUSED ("METHOD_NOT_ALLOWED_ERROR"),
    NULL, ENCORD_ERROR_NOT_SUPPORTED },
  { "rights", call_list, 200, REFUSED ("AUTHORISATION_ERROR"), NULL,
    ENCORD_ERROR_DENIED },
  { "range", call_infer, 200, REFUSED ("MUST_SET_DETECTION_RANGE_ERROR"), NULL,
    ENCORD_ERROR_REJECTED },
};

static void
test_dropped (ClientFixture *f, gconstpointer data)
{
  const gsize i = GPOINTER_TO_SIZE (data);
  g_autoptr (GError) error = NULL;

  client_fixture_open_project (f);
  fake_server_reply (f->server, dropped[i].status, dropped[i].answer);
  g_assert_false (dropped[i].call (f->project, &error));
  g_assert_error (error, ENCORD_ERROR, dropped[i].code);
  g_assert_true ((strstr (error->message, "newer servers") != NULL) ==
                 (dropped[i].version != NULL));
  if (dropped[i].version != NULL)
    g_assert_nonnull (strstr (error->message, dropped[i].version));
  /* what else the error tells is still there */
  g_assert_cmpint (encord_error_get_server_error (error), !=,
                   ENCORD_SERVER_ERROR_NONE);
}

static void
test_metadata (ClientFixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) list = NULL;
  EncordTrainingLabels *labels;
  EncordTrainingLabel *label;

  client_fixture_open_project (f);
  fake_server_reply (
      f->server, 200,
      OK ("[{\"model_iteration_uid\":\"t\",\"created_at\":null,"
          "\"training_final_loss\":null,\"model_training_labels\":{"
          "\"label_metadata_list\":[{\"label_uid\":\"l\",\"data_uid\":\"d\","
          "\"data_link\":null}],\"feature_uids\":[\"f\"]}}]"));
  list = encord_project_get_training_metadata (f->project, one, FALSE, FALSE,
                                               TRUE, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (isnan (
      encord_training_metadata_get_training_final_loss (list->pdata[0])));
  g_assert_null (encord_training_metadata_get_created_at (list->pdata[0]));
  labels = encord_training_metadata_get_model_training_labels (list->pdata[0]);
  g_assert_cmpstr (encord_training_labels_get_feature_uids (labels)[0], ==,
                   "f");
  label = encord_training_labels_get_label_metadata_list (labels)->pdata[0];
  g_assert_cmpstr (encord_training_label_get_data_uid (label), ==, "d");
}

static void
test_floats (ClientFixture *f, gconstpointer data)
{
  g_autoptr (EncordInferenceOptions) options = encord_inference_options_new ();
  g_autoptr (FakeRequest) request = NULL;
  g_autoptr (GPtrArray) results = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *body = NULL;

  client_fixture_open_project (f);
  fake_server_reply (f->server, 200, OK ("[]"));
  g_object_set (options, "data-hashes", one, "conf-thresh", 1.0, "iou-thresh",
                0.0, NULL);
  results =
      encord_project_model_inference (f->project, "t", options, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (results->len, ==, 0);
  request = fake_server_take_request (f->server);
  body = g_strndup (g_bytes_get_data (request->body, NULL),
                    g_bytes_get_size (request->body));
  /* the service drops whole numbers */
  g_assert_nonnull (strstr (body, "\"conf_thresh\":1.0"));
  g_assert_nonnull (strstr (body, "\"iou_thresh\":0.0"));
}

static void
test_missing_file (ClientFixture *f, gconstpointer data)
{
  static const char *const paths[] = { "/nowhere/at/all.png", NULL };
  g_autoptr (EncordInferenceOptions) options = encord_inference_options_new ();
  g_autoptr (GPtrArray) results = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  client_fixture_open_project (f);
  g_object_set (options, "file-paths", paths, NULL);
  encord_project_model_inference_async (f->project, "t", options, NULL,
                                        client_fixture_take_result, &result);
  client_fixture_wait (&result);
  results = encord_project_model_inference_finish (f->project, result, &error);
  g_assert_null (results);
  g_assert_error (error, G_FILE_ERROR, G_FILE_ERROR_NOENT);
  g_assert_null (fake_server_take_request (f->server));
}

#define PENDING "{\"status\":\"PENDING\",\"result\":null}"
#define DONE                                                                   \
  "{\"status\":\"DONE\",\"result\":{\"modelHash\":\"m\",\"trainingHash\":"     \
  "\"t\",\"title\":\"\",\"type\":\"polygon\",\"model\":\"mask_rcnn\","         \
  "\"framework\":\"pytorch\",\"epochs\":2,\"batchSize\":4,\"finalLoss\":1,"    \
  "\"weightsLink\":\"w\",\"createdAt\":\"2024-05-06T07:08:09Z\","              \
  "\"duration\":3}}"
#define ATTEMPTS 4 /* of a call that may be repeated */

static void
reply_failure (ClientFixture *f)
{
  for (guint i = 0; i < ATTEMPTS; i++)
    fake_server_reply (f->server, 503, "");
}

static void
test_poll (ClientFixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (EncordModelTraining) training = NULL;
  g_autoptr (FakeRequest) request = NULL;

  client_fixture_open_project (f);
  /* two failures in a row are no reason to give up, twice neither */
  reply_failure (f);
  reply_failure (f);
  fake_server_reply (f->server, 200, PENDING);
  reply_failure (f);
  reply_failure (f);
  fake_server_reply (f->server, 200, DONE);
  training = encord_project_model_train_get_result (f->project, "m", "t", 1000,
                                                    NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpint (encord_model_training_get_epochs (training), ==, 2);
  g_assert_cmpfloat (encord_model_training_get_final_loss (training), ==, 1.0);
  request = fake_server_take_request (f->server);
  g_assert_cmpstr (request->target, ==,
                   "/v2/public/ml-models/m/t/training?timeoutSeconds=60");
}

static void
test_poll_failures (ClientFixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  FakeRequest *request;
  guint n_requests = 0;

  client_fixture_open_project (f);
  for (guint i = 0; i < 3; i++)
    reply_failure (f);
  g_assert_false (call_result (f->project, &error));
  g_assert_error (error, ENCORD_ERROR, ENCORD_ERROR_UNREACHABLE);
  while ((request = fake_server_take_request (f->server)) != NULL) {
    fake_request_free (request);
    n_requests++;
  }
  g_assert_cmpuint (n_requests, ==, 3 * ATTEMPTS);
}

static void
test_poll_timeout (ClientFixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (EncordModelTraining) training = NULL;
  g_autoptr (FakeRequest) request = NULL;

  client_fixture_open_project (f);
  fake_server_reply (f->server, 200, PENDING);
  training = encord_project_model_train_get_result (f->project, "m", "t", 0,
                                                    NULL, &error);
  g_assert_null (training);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_TIMED_OUT);
  request = fake_server_take_request (f->server);
  g_assert_cmpstr (request->target, ==,
                   "/v2/public/ml-models/m/t/training?timeoutSeconds=0");
  g_assert_null (fake_server_take_request (f->server));
}

/* data: whether the server keeps the question, or the call pauses after a failure */
static void
test_poll_cancelled (ClientFixture *f, gconstpointer data)
{
  const gboolean pauses = GPOINTER_TO_SIZE (data) != 0;
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (EncordModelTraining) training = NULL;
  g_autoptr (GError) error = NULL;

  client_fixture_open_project (f);
  encord_transport_set_poll_pause (encord_project_get_transport (f->project),
                                   100000);
  if (pauses)
    reply_failure (f);
  else
    fake_server_reply_raw (f->server, "", TRUE);
  encord_project_model_train_get_result_async (
      f->project, "m", "t", G_MAXUINT, cancellable, client_fixture_take_result,
      &result);
  for (guint i = 0; i < (pauses ? ATTEMPTS : 1); i++) {
    g_autoptr (FakeRequest) request = fake_server_wait_request (f->server);

    g_assert_nonnull (request);
  }
  g_cancellable_cancel (cancellable);
  client_fixture_wait (&result);
  training =
      encord_project_model_train_get_result_finish (f->project, result, &error);
  g_assert_null (training);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

static void
test_weights (void)
{
  g_autofree char *link =
      encord_model_weights_dup_link (ENCORD_MODEL_TYPE_MASK_RCNN, "R_50_C4_1x");

  g_assert_cmpstr (link, ==,
                   "https://storage.googleapis.com/aws_model_backup/"
                   "model_final_9243eb.pkl");
  g_assert_null (
      encord_model_weights_dup_link (ENCORD_MODEL_TYPE_FAST_AI, "R_50_C4_1x"));
  g_assert_null (
      encord_model_weights_dup_link (ENCORD_MODEL_TYPE_FASTER_RCNN, "R_1"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  ADD_TABLE ("/project-models/bad/", bad_calls, test_bad_call);
  ADD_TABLE ("/project-models/dropped/", dropped, test_dropped);
  ADD ("/project-models/metadata", 0, test_metadata);
  ADD ("/project-models/floats", 0, test_floats);
  ADD ("/project-models/missing-file", 0, test_missing_file);
  ADD ("/project-models/poll", 0, test_poll);
  ADD ("/project-models/poll-failures", 0, test_poll_failures);
  ADD ("/project-models/poll-timeout", 0, test_poll_timeout);
  ADD ("/project-models/poll-cancelled", 0, test_poll_cancelled);
  ADD ("/project-models/pause-cancelled", 1, test_poll_cancelled);
  g_test_add_func ("/project-models/weights", test_weights);

  return g_test_run ();
}
