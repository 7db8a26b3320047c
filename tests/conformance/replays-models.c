/* replays-models.c - models, and labels that the service computes
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "requests.h"

#include <glib/gstdio.h>

#define MODEL "66666666-6666-4666-8666-666666666666"
#define TRAINING "77777777-7777-4777-8777-777777777777"
#define FRAMES                                                                 \
  "{\"0\":{\"objects\":[{\"objectHash\":\"obj00001\",\"featureHash\":"         \
  "\"aaaa1111\",\"polygon\":{\"0\":{\"x\":0.1,\"y\":0.1},\"1\":{\"x\":0.2,"    \
  "\"y\":0.1},\"2\":{\"x\":0.2,\"y\":0.2}}}]},\"10\":{\"objects\":[{"          \
  "\"objectHash\":\"obj00001\",\"featureHash\":\"aaaa1111\",\"polygon\":{"     \
  "\"0\":{\"x\":0.3,\"y\":0.3},\"1\":{\"x\":0.4,\"y\":0.3},\"2\":{\"x\":0.4,"  \
  "\"y\":0.4}}}]}}"

static void
call_list_models (Context *ctx)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) models =
      encord_project_list_models (ctx->project, NULL, &error);
  EncordModelConfiguration *model;

  g_assert_no_error (error);
  g_assert_cmpuint (models->len, ==, 1);
  model = models->pdata[0];
  g_assert_cmpstr (encord_model_configuration_get_model_uid (model), ==, MODEL);
  g_assert_cmpint (encord_model_configuration_get_model (model), ==,
                   ENCORD_MODEL_TYPE_FASTER_RCNN);
  g_assert_cmpstr (
      encord_model_configuration_get_feature_node_hashes (model)[0], ==,
      "aaaa1111");
  g_assert_cmpstr (
      encord_model_configuration_get_model_iteration_uids (model)[0], ==,
      TRAINING);
}

static void
call_get_training_metadata (Context *ctx)
{
  static const char *const trainings[] = { TRAINING, NULL };
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) list = encord_project_get_training_metadata (
      ctx->project, trainings, TRUE, TRUE, TRUE, NULL, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (list->len, ==, 1);
  g_assert_cmpfloat (
      encord_training_metadata_get_training_final_loss (list->pdata[0]), ==,
      0.1);
  g_assert_null (
      encord_training_metadata_get_model_training_labels (list->pdata[0]));
}

static void
call_create_model_row (Context *ctx)
{
  static const char *const features[] = { "aaaa1111", NULL };
  g_autoptr (GError) error = NULL;
  g_autofree char *hash = encord_project_create_model_row (
      ctx->project, "Cars", "finds cars", features,
      ENCORD_MODEL_TYPE_FASTER_RCNN, NULL, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (hash, ==, MODEL);
}

static void
call_model_delete (Context *ctx)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (
      encord_project_model_delete (ctx->project, MODEL, NULL, &error));
  g_assert_no_error (error);
}

static void
infer (Context *ctx, EncordInferenceOptions *options)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) results = encord_project_model_inference (
      ctx->project, TRAINING, options, NULL, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (results->len, ==, 1);
  g_assert_cmpstr (encord_inference_result_get_uid (results->pdata[0]), ==,
                   "x");
  g_assert_cmpuint (encord_inference_result_get_frames (results->pdata[0])->len,
                    ==, 0);
}

static void
call_infer_base64 (Context *ctx)
{
  static const char *const files[] = { "iVBORy1ieXRlcw==", NULL };
  g_autoptr (EncordInferenceOptions) options = encord_inference_options_new ();

  g_object_set (options, "base64-strings", files, "conf-thresh", 0.5, "device",
                ENCORD_DEVICE_CPU, NULL);
  infer (ctx, options);
}

static void
call_infer_data_hashes (Context *ctx)
{
  static const char *const hashes[] = { DATA, NULL };
  g_autoptr (EncordInferenceOptions) options = encord_inference_options_new ();

  g_object_set (options, "data-hashes", hashes, "first-frame", (gint64) 0,
                "last-frame", (gint64) 50, "allocation-enabled", TRUE,
                "rdp-thresh", 0.01, NULL);
  infer (ctx, options);
}

static void
call_infer_file (Context *ctx)
{
  g_autofree char *path = g_build_filename (ctx->folder, "image.bin", NULL);
  const char *const files[] = { path, NULL };
  g_autoptr (EncordInferenceOptions) options = encord_inference_options_new ();

  g_assert_true (g_file_set_contents (path, "not-really-an-image", -1, NULL));
  g_object_set (options, "file-paths", files, NULL);
  infer (ctx, options);
  g_unlink (path);
}

static void
call_train_start (Context *ctx)
{
  static const char *const rows[] = { LABEL, NULL };
  g_autoptr (GError) error = NULL;
  g_autofree char *hash = encord_project_model_train_start (
      ctx->project, MODEL, rows, 2, ENCORD_MODEL_TYPE_FASTER_RCNN,
      "faster_rcnn_R_50_C4_1x.pkl", 4, ENCORD_DEVICE_CPU, NULL, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (hash, ==, TRAINING);
}

static void
call_train_get_result (Context *ctx)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (EncordModelTraining) training =
      encord_project_model_train_get_result (ctx->project, MODEL, TRAINING, 5,
                                             NULL, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (encord_model_training_get_training_hash (training), ==,
                   TRAINING);
  g_assert_cmpstr (encord_model_training_get_feature_type (training), ==,
                   "bounding_box");
  g_assert_cmpint (encord_model_training_get_duration (training), ==, 3);
}

static void
call_interpolation (Context *ctx)
{
  static const char *const objects[] = { "obj00001", NULL };
  g_autoptr (JsonNode) frames = json_from_string (FRAMES, NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) answer = encord_project_object_interpolation (
      ctx->project, frames, objects, NULL, &error);

  g_assert_no_error (error);
  g_assert_true (json_object_has_member (json_node_get_object (answer), "0"));
}

static void
call_fitted_boxes (Context *ctx)
{
  g_autoptr (JsonNode) frames = json_from_string (FRAMES, NULL);
  g_autoptr (JsonNode) video =
      json_from_string ("{\"width\":640,\"height\":480}", NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) answer = encord_project_fitted_bounding_boxes (
      ctx->project, frames, video, NULL, &error);

  g_assert_no_error (error);
  g_assert_true (json_object_has_member (json_node_get_object (answer), "0"));
}

const Replay replays_models[] = {
  { "28-list_models", given_project, call_list_models },
  { "29-get_training_metadata", given_project, call_get_training_metadata },
  { "30-create_model_row", given_project, call_create_model_row },
  { "31-model_delete", given_project, call_model_delete },
  { "32-model_inference-base64", given_project, call_infer_base64 },
  { "33-model_inference-data-hashes", given_project, call_infer_data_hashes },
  { "34-model_inference-file", given_project, call_infer_file },
  { "35-model_train_start", given_project, call_train_start },
  { "36-model_train_get_result", given_project, call_train_get_result },
  { "37-object_interpolation", given_project, call_interpolation },
  { "38-fitted_bounding_boxes", given_project, call_fitted_boxes },
  { NULL },
};
