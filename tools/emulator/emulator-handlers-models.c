/* emulator-handlers-models.c - calls about model rows and their iterations
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "emulator-handlers.h"

#include <math.h>
#include <string.h>

#include "emulator-error.h"
#include "emulator-inferences.h"
#include "emulator-json.h"
#include "emulator-model-rules.h"
#include "emulator-store-labels.h"
#include "emulator-store-models.h"
#include "emulator-trainings.h"
#include "emulator-weights.h"

/* the numbers that tell one model call from another */
#define OPERATION_CREATE 2

/* ---- rows ---- */

typedef struct
{
  const char *title;
  const char *description;
  const char *type;
  char **features;
} ModelRequest;

static void
model_request_clear (ModelRequest *self)
{
  g_strfreev (self->features);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (ModelRequest, model_request_clear)

static gboolean
read_request (JsonObject *payload, ModelRequest *ret, GError **error)
{
  double operation = -1;
  JsonObject *parameters;
  JsonArray *features;

  if (!emulator_json_read_double (payload, "model_operation", &operation,
                                  error))
    return FALSE;
  if (operation != OPERATION_CREATE) {
    g_set_error (error, EMULATOR_ERROR, EMULATOR_ERROR_INVALID_ARGUMENTS,
                 "model_operation: %d expected", OPERATION_CREATE);
    return FALSE;
  }
  return emulator_json_get_object (payload, "model_parameters", &parameters,
                                   error) &&
         emulator_json_get_string (parameters, "title", &ret->title, error) &&
         emulator_json_read_string (parameters, "description",
                                    &ret->description, error) &&
         emulator_json_get_string (parameters, "model", &ret->type, error) &&
         emulator_json_get_array (parameters, "features", &features, error) &&
         emulator_json_get_hashes (
             json_object_get_member (parameters, "features"), "features",
             &ret->features, error);
}

static char *
join_hashes (char **hashes)
{
  g_autoptr (JsonBuilder) builder = json_builder_new_immutable ();
  g_autoptr (JsonNode) node = NULL;

  json_builder_begin_array (builder);
  for (guint i = 0; hashes[i] != NULL; i++)
    json_builder_add_string_value (builder, hashes[i]);
  json_builder_end_array (builder);
  node = json_builder_get_root (builder);
  return emulator_json_to_text (node);
}

gboolean
emulator_handle_model_create (EmulatorCall *call, GError **error)
{
  JsonObject *payload = emulator_call_get_payload (call, error);
  g_auto (ModelRequest) request = { NULL };
  g_autofree char *editor = NULL;
  g_autofree char *features = NULL;
  g_autofree char *hash = NULL;

  if (payload == NULL || !read_request (payload, &request, error))
    return FALSE;
  editor =
      emulator_store_get_editor (call->emulator->store, call->resource, error);
  if (editor == NULL || !emulator_model_check_features (
                            request.type, request.features, editor, error))
    return FALSE;
  features = join_hashes (request.features);
  hash = emulator_store_add_model (call->emulator->store, call->resource,
                                   request.title, request.description,
                                   request.type, features, error);
  if (hash == NULL)
    return FALSE;
  emulator_call_reply_string (call, hash);
  return TRUE;
}

/* The rows go first: weights without a row are found and removed at the next
 * start. */
gboolean
emulator_handle_model_delete (EmulatorCall *call, GError **error)
{
  EmulatorStore *store = call->emulator->store;
  g_autoptr (GPtrArray) iterations = NULL;
  const char *hash;

  if (!emulator_call_get_hash (call, &hash, error))
    return FALSE;
  iterations = emulator_store_list_iterations (store, hash, NULL, error);
  if (iterations == NULL ||
      !emulator_store_delete_model (store, call->resource, hash, error))
    return FALSE;
  emulator_trainings_cancel (call->emulator->trainings, hash);
  for (guint i = 0; i < iterations->len; i++) {
    const EmulatorIteration *iteration = g_ptr_array_index (iterations, i);

    emulator_weights_remove (call->emulator->weights_dir, iteration->uuid);
  }
  emulator_call_reply_boolean (call, TRUE);
  return TRUE;
}

/* ---- running ---- */

gboolean
emulator_handle_model_inference (EmulatorCall *call, GError **error)
{
  g_autoptr (EmulatorInferenceRequest) request = NULL;
  g_autoptr (EmulatorIteration) iteration = NULL;
  const char *uuid;

  if (!emulator_call_get_hash (call, &uuid, error))
    return FALSE;
  iteration = emulator_store_get_iteration (call->emulator->store,
                                            call->resource, uuid, error);
  if (iteration == NULL)
    return FALSE;
  if (iteration->file == NULL) {
    g_set_error (error, EMULATOR_ERROR, EMULATOR_ERROR_OPERATION_NOT_ALLOWED,
                 "the iteration has no weights: its training %s",
                 iteration->failure == NULL ? "is not done" : "failed");
    return FALSE;
  }
  request = emulator_inference_request_parse (call->payload, error);
  return request != NULL &&
         emulator_inferences_start (call->emulator->inferences, call, iteration,
                                    request, error);
}

/* ---- listing ---- */

static gboolean
add_features (JsonBuilder *builder, const EmulatorModel *model, GError **error)
{
  g_autoptr (JsonNode) node =
      emulator_json_parse (model->features, strlen (model->features), error);
  g_auto (GStrv) features = NULL;

  if (node == NULL ||
      !emulator_json_get_hashes (node, "features", &features, error))
    return FALSE;
  /* an object: readers take its keys */
  json_builder_set_member_name (builder, "feature_node_hashes");
  json_builder_begin_object (builder);
  for (guint i = 0; features[i] != NULL; i++) {
    json_builder_set_member_name (builder, features[i]);
    json_builder_begin_object (builder);
    json_builder_end_object (builder);
  }
  json_builder_end_object (builder);
  return TRUE;
}

static gboolean
add_model (EmulatorCall *call, JsonBuilder *builder, const EmulatorModel *model,
           GError **error)
{
  g_autoptr (GPtrArray) iterations = emulator_store_list_iterations (
      call->emulator->store, model->hash, "DONE", error);

  if (iterations == NULL)
    return FALSE;
  json_builder_begin_object (builder);
  emulator_json_add_string (builder, "model_uid", model->hash);
  emulator_json_add_string (builder, "title", model->title);
  emulator_json_add_string (builder, "description",
                            model->description != NULL ? model->description
                                                       : "");
  if (!add_features (builder, model, error))
    return FALSE;
  emulator_json_add_string (builder, "model", model->type);
  json_builder_set_member_name (builder, "model_iteration_uids");
  json_builder_begin_array (builder);
  for (guint i = 0; i < iterations->len; i++) {
    const EmulatorIteration *iteration = g_ptr_array_index (iterations, i);

    json_builder_add_string_value (builder, iteration->uuid);
  }
  json_builder_end_array (builder);
  json_builder_end_object (builder);
  return TRUE;
}

gboolean
emulator_handle_models_list (EmulatorCall *call, GError **error)
{
  g_autoptr (JsonBuilder) builder = json_builder_new_immutable ();
  g_autoptr (GPtrArray) models =
      emulator_store_list_models (call->emulator->store, call->resource, error);

  if (models == NULL)
    return FALSE;
  json_builder_begin_array (builder);
  for (guint i = 0; i < models->len; i++) {
    if (!add_model (call, builder, g_ptr_array_index (models, i), error))
      return FALSE;
  }
  json_builder_end_array (builder);
  emulator_call_reply (call, json_builder_get_root (builder));
  return TRUE;
}

/* ---- what an iteration was trained on ---- */

typedef struct
{
  gboolean created_at;
  gboolean final_loss;
  gboolean labels;
} Wanted;

/* rows that have vanished since are left out */
static void
add_label (EmulatorCall *call, JsonBuilder *builder, const char *label_hash)
{
  g_autoptr (EmulatorRow) row = emulator_store_get_row (
      call->emulator->store, call->resource, label_hash, NULL);
  g_autofree char *link = NULL;

  if (row == NULL)
    return;
  if (row->unit->media != NULL)
    link = emulator_call_sign_media (call, row->unit->media);
  json_builder_begin_object (builder);
  emulator_json_add_string (builder, "label_uid", label_hash);
  emulator_json_add_string (builder, "data_uid", row->unit->hash);
  emulator_json_add_string (builder, "data_link", link);
  json_builder_end_object (builder);
}

static gboolean
add_labels (EmulatorCall *call, JsonBuilder *builder,
            const EmulatorIteration *iteration, GError **error)
{
  g_autoptr (EmulatorModel) model = emulator_store_get_model (
      call->emulator->store, NULL, iteration->model, error);
  g_autoptr (JsonNode) request = emulator_json_parse (
      iteration->request, strlen (iteration->request), error);
  JsonArray *rows;

  if (model == NULL || request == NULL ||
      !emulator_json_get_array (json_node_get_object (request), "labelRows",
                                &rows, error))
    return FALSE;
  json_builder_set_member_name (builder, "model_training_labels");
  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "label_metadata_list");
  json_builder_begin_array (builder);
  for (guint i = 0; i < json_array_get_length (rows); i++)
    add_label (call, builder, json_array_get_string_element (rows, i));
  json_builder_end_array (builder);
  json_builder_set_member_name (builder, "feature_uids");
  json_builder_add_value (builder, json_from_string (model->features, NULL));
  json_builder_end_object (builder);
  return TRUE;
}

static gboolean
add_metadata (EmulatorCall *call, JsonBuilder *builder, const char *uuid,
              const Wanted *wanted, GError **error)
{
  g_autoptr (EmulatorIteration) iteration = emulator_store_get_iteration (
      call->emulator->store, call->resource, uuid, error);

  if (iteration == NULL)
    return FALSE;
  json_builder_begin_object (builder);
  emulator_json_add_string (builder, "model_iteration_uid", uuid);
  if (wanted->created_at)
    emulator_json_add_time (builder, "created_at", iteration->created_at,
                            EMULATOR_TIME_LISTING);
  else
    emulator_json_add_null (builder, "created_at");
  if (wanted->final_loss && isfinite (iteration->final_loss))
    emulator_json_add_double (builder, "training_final_loss",
                              iteration->final_loss);
  else
    emulator_json_add_null (builder, "training_final_loss");
  if (!wanted->labels || iteration->request == NULL)
    emulator_json_add_null (builder, "model_training_labels");
  else if (!add_labels (call, builder, iteration, error))
    return FALSE;
  json_builder_end_object (builder);
  return TRUE;
}

gboolean
emulator_handle_training_metadata (EmulatorCall *call, GError **error)
{
  JsonObject *payload = emulator_call_get_payload (call, error);
  g_autoptr (JsonBuilder) builder = json_builder_new_immutable ();
  g_auto (GStrv) uuids = NULL;
  Wanted wanted = { FALSE, FALSE, FALSE };
  JsonArray *list;

  if (payload == NULL ||
      !emulator_json_get_array (payload, "model_iteration_uids", &list,
                                error) ||
      !emulator_json_get_hashes (
          json_object_get_member (payload, "model_iteration_uids"),
          "model_iteration_uids", &uuids, error) ||
      !emulator_json_read_boolean (payload, "get_created_at",
                                   &wanted.created_at, error) ||
      !emulator_json_read_boolean (payload, "get_training_final_loss",
                                   &wanted.final_loss, error) ||
      !emulator_json_read_boolean (payload, "get_model_training_labels",
                                   &wanted.labels, error))
    return FALSE;
  json_builder_begin_array (builder);
  for (guint i = 0; uuids[i] != NULL; i++) {
    if (!add_metadata (call, builder, uuids[i], &wanted, error))
      return FALSE;
  }
  json_builder_end_array (builder);
  emulator_call_reply (call, json_builder_get_root (builder));
  return TRUE;
}
