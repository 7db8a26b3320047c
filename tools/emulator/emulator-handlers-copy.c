/* emulator-handlers-copy.c - the call that copies a project
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "emulator-handlers.h"

#include <unistd.h>

#include "emulator-access.h"
#include "emulator-error.h"
#include "emulator-json.h"
#include "emulator-store-copy.h"
#include "emulator-store-models.h"
#include "emulator-store-projects.h"
#include "emulator-weights.h"

/* what is read from the request; the copy's JSON texts are owned here */
typedef struct
{
  EmulatorCopy copy;
  char *chosen;
  char *label_hashes;
  char *review_states;
} Request;

static void
request_clear (Request *self)
{
  g_free (self->chosen);
  g_free (self->label_hashes);
  g_free (self->review_states);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Request, request_clear)

static gboolean
bad_value (const char *member, const char *value, GError **error)
{
  g_set_error (error, EMULATOR_ERROR, EMULATOR_ERROR_INVALID_ARGUMENTS,
               "%s: %.40s is none", member, value);
  return FALSE;
}

static gboolean
read_options (JsonObject *payload, EmulatorCopy *copy, GError **error)
{
  g_auto (GStrv) options = NULL;

  if (!emulator_json_get_hashes (
          json_object_get_member (payload, "copy_project_options"),
          "copy_project_options", &options, error))
    return FALSE;
  for (guint i = 0; options[i] != NULL; i++) {
    if (g_str_equal (options[i], "labels"))
      copy->labels = TRUE;
    else if (g_str_equal (options[i], "datasets"))
      copy->attach_datasets = TRUE;
    else if (g_str_equal (options[i], "collaborators"))
      copy->collaborators = TRUE;
    else if (g_str_equal (options[i], "models"))
      copy->models = TRUE;
    else
      return bad_value ("copy_project_options", options[i], error);
  }
  return TRUE;
}

static const char *const review_states[] = {
  "APPROVED", "PENDING", "REJECTED", "DELETED", "NOT_SELECTED_FOR_REVIEW", NULL,
};

static gboolean
check_states (JsonObject *options, GError **error)
{
  JsonNode *node = json_object_get_member (options, "accepted_label_statuses");
  g_auto (GStrv) states = NULL;

  if (node == NULL || JSON_NODE_HOLDS_NULL (node))
    return TRUE;
  if (!emulator_json_get_hashes (node, "accepted_label_statuses", &states,
                                 error))
    return FALSE;
  for (guint i = 0; states[i] != NULL; i++) {
    if (!g_strv_contains (review_states, states[i]))
      return bad_value ("accepted_label_statuses", states[i], error);
  }
  return TRUE;
}

/* an empty map chooses nothing away */
static gboolean
read_chosen (JsonObject *options, Request *ret, GError **error)
{
  static const char *const name = "datasets_to_data_hashes_map";
  JsonNode *node = json_object_get_member (options, name);
  g_autoptr (GList) lists = NULL;
  JsonObject *map;

  if (node == NULL || JSON_NODE_HOLDS_NULL (node))
    return TRUE;
  if (!emulator_json_get_object (options, name, &map, error))
    return FALSE;
  lists = json_object_get_values (map);
  for (GList *l = lists; l != NULL; l = l->next) {
    g_auto (GStrv) hashes = NULL;

    if (!JSON_NODE_HOLDS_ARRAY (l->data) ||
        !emulator_json_get_hashes (l->data, name, &hashes, NULL)) {
      g_set_error (error, EMULATOR_ERROR, EMULATOR_ERROR_INVALID_ARGUMENTS,
                   "%s: lists of data hashes expected", name);
      return FALSE;
    }
  }
  if (lists != NULL)
    ret->chosen = emulator_json_to_text (node);
  ret->copy.chosen = ret->chosen;
  return TRUE;
}

static gboolean
read_label_options (JsonObject *payload, Request *ret, GError **error)
{
  JsonNode *node = json_object_get_member (payload, "copy_labels_options");
  JsonObject *options;

  if (node == NULL || JSON_NODE_HOLDS_NULL (node))
    return TRUE;
  if (!emulator_json_get_object (payload, "copy_labels_options", &options,
                                 error) ||
      !read_chosen (options, ret, error) || !check_states (options, error) ||
      !emulator_json_read_strings (options, "accepted_label_hashes",
                                   &ret->label_hashes, error) ||
      !emulator_json_read_strings (options, "accepted_label_statuses",
                                   &ret->review_states, error) ||
      !emulator_json_read_boolean (options, "create_new_dataset",
                                   &ret->copy.clone_datasets, error))
    return FALSE;
  ret->copy.label_hashes = ret->label_hashes;
  ret->copy.review_states = ret->review_states;
  return TRUE;
}

static gboolean
read_metadata (JsonObject *payload, EmulatorCopy *copy, GError **error)
{
  JsonNode *node = json_object_get_member (payload, "project_copy_metadata");
  JsonObject *metadata;

  if (node == NULL || JSON_NODE_HOLDS_NULL (node))
    return TRUE;
  return emulator_json_get_object (payload, "project_copy_metadata", &metadata,
                                   error) &&
         emulator_json_read_string (metadata, "project_title", &copy->title,
                                    error) &&
         emulator_json_read_string (metadata, "project_description",
                                    &copy->description, error) &&
         emulator_json_read_string (metadata, "dataset_title",
                                    &copy->dataset_title, error) &&
         emulator_json_read_string (metadata, "dataset_description",
                                    &copy->dataset_description, error);
}

/* whoever takes data along needs a right to them, not only to the project */
static gboolean
check_datasets (EmulatorCall *call, GError **error)
{
  g_autoptr (GPtrArray) datasets = emulator_store_list_project_datasets (
      call->emulator->store, call->resource, error);
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) hashes = NULL;

  if (datasets == NULL)
    return FALSE;
  for (guint i = 0; i < datasets->len; i++)
    g_strv_builder_add (builder,
                        ((EmulatorDataset *) datasets->pdata[i])->hash);
  hashes = g_strv_builder_end (builder);
  return emulator_access_check_all (call, EMULATOR_RESOURCE_DATASET,
                                    (const char *const *) hashes, error);
}

static gboolean
check_request (EmulatorCall *call, const EmulatorCopy *copy, GError **error)
{
  const char *uid;

  if (!emulator_call_get_hash (call, &uid, error))
    return FALSE;
  if (!g_str_equal (uid, call->resource))
    return bad_value ("uid", uid, error);
  if (copy->attach_datasets && copy->clone_datasets) {
    g_set_error_literal (error, EMULATOR_ERROR,
                         EMULATOR_ERROR_INVALID_ARGUMENTS,
                         "datasets are attached or copied, not both");
    return FALSE;
  }
  return !(copy->attach_datasets || copy->clone_datasets) ||
         check_datasets (call, error);
}

/* ---- models ---- */

/* Weights are copied before the rows that name them: those without a row are
 * found and removed when an emulator starts. */
static gboolean
copy_weights (EmulatorCall *call, JsonBuilder *builder,
              const EmulatorModel *model, GError **error)
{
  const char *dir = call->emulator->weights_dir;
  g_autoptr (GPtrArray) iterations = emulator_store_list_iterations (
      call->emulator->store, model->hash, "DONE", error);

  for (guint i = 0; iterations != NULL && i < iterations->len; i++) {
    const EmulatorIteration *iteration = g_ptr_array_index (iterations, i);
    g_autofree char *path = g_build_filename (dir, iteration->file, NULL);
    g_autofree char *uuid = g_uuid_string_random ();
    g_autofree char *file = emulator_weights_add (dir, uuid, path, error);

    if (file == NULL)
      return FALSE;
    json_builder_begin_array (builder);
    json_builder_add_string_value (builder, iteration->uuid);
    json_builder_add_string_value (builder, uuid);
    json_builder_add_string_value (builder, file);
    json_builder_end_array (builder);
  }
  return iterations != NULL;
}

static gboolean
copy_all_weights (EmulatorCall *call, JsonBuilder *builder, GError **error)
{
  g_autoptr (GPtrArray) models =
      emulator_store_list_models (call->emulator->store, call->resource, error);

  for (guint i = 0; models != NULL && i < models->len; i++) {
    if (!copy_weights (call, builder, g_ptr_array_index (models, i), error))
      return FALSE;
  }
  return models != NULL;
}

/* the hash of the copy */
static char *
copy_with_models (EmulatorCall *call, EmulatorCopy *copy, GError **error)
{
  g_autoptr (JsonBuilder) builder = json_builder_new_immutable ();
  g_autoptr (JsonNode) node = NULL;
  g_autofree char *weights = NULL;
  char *hash = NULL;
  const int lock = emulator_weights_lock (call->emulator->weights_dir, error);

  if (lock < 0)
    return NULL;
  json_builder_begin_array (builder);
  if (copy_all_weights (call, builder, error)) {
    json_builder_end_array (builder);
    node = json_builder_get_root (builder);
    weights = emulator_json_to_text (node);
    copy->weights = weights;
    hash = emulator_store_copy_project (call->emulator->store, copy, error);
    copy->weights = NULL;
  }
  close (lock);
  return hash;
}

gboolean
emulator_handle_project_copy (EmulatorCall *call, GError **error)
{
  JsonObject *payload = emulator_call_get_payload (call, error);
  g_auto (Request) request = { .copy = { .project = call->resource,
                                         .user = call->user.user } };
  g_autofree char *hash = NULL;

  if (payload == NULL || !read_options (payload, &request.copy, error) ||
      !read_label_options (payload, &request, error) ||
      !read_metadata (payload, &request.copy, error) ||
      !check_request (call, &request.copy, error))
    return FALSE;
  hash = request.copy.models ? copy_with_models (call, &request.copy, error)
                             : emulator_store_copy_project (
                                   call->emulator->store, &request.copy, error);
  if (hash == NULL)
    return FALSE;
  emulator_call_reply_string (call, hash);
  return TRUE;
}
