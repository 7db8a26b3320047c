/* emulator-handlers-datasets.c - calls about datasets and what is in them
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "emulator-handlers.h"

#include "emulator-answers.h"
#include "emulator-error.h"
#include "emulator-json.h"
#include "emulator-store-data.h"
#include "emulator-store-projects.h"

gboolean
emulator_handle_dataset_create (EmulatorCall *call, GError **error)
{
  JsonObject *request = emulator_call_get_payload (call, error);
  g_autoptr (JsonBuilder) builder = json_builder_new_immutable ();
  const char *title;
  const char *description = "";
  g_autofree char *hash = NULL;
  g_autofree char *folder = NULL;

  if (request == NULL ||
      !emulator_json_get_string (request, "title", &title, error) ||
      !emulator_json_read_string (request, "description", &description,
                                  error) ||
      !emulator_store_add_dataset (call->emulator->store, title, description,
                                   call->user.user, &hash, &folder, error))
    return FALSE;
  json_builder_begin_object (builder);
  emulator_json_add_string (builder, "datasetUuid", hash);
  emulator_json_add_string (builder, "backingFolderUuid", folder);
  json_builder_end_object (builder);
  emulator_call_reply (call, json_builder_get_root (builder));
  return TRUE;
}

static void
add_listed (JsonBuilder *builder, const EmulatorDataset *dataset)
{
  json_builder_begin_object (builder);
  emulator_json_add_string (builder, "datasetUuid", dataset->hash);
  emulator_json_add_string (builder, "title", dataset->title);
  emulator_json_add_string (builder, "description", dataset->description);
  emulator_json_add_time (builder, "createdAt", dataset->created_at,
                          EMULATOR_TIME_V2);
  emulator_json_add_time (builder, "lastEditedAt", dataset->edited_at,
                          EMULATOR_TIME_V2);
  emulator_json_add_string (builder, "userRole",
                            dataset->role == EMULATOR_ROLE_NONE    ? NULL
                            : dataset->role == EMULATOR_ROLE_ADMIN ? "admin"
                                                                   : "user");
  emulator_json_add_int (builder, "storageLocation", 0);
  emulator_json_add_string (builder, "backingFolderUuid", dataset->folder);
  json_builder_end_object (builder);
}

gboolean
emulator_handle_datasets_list (EmulatorCall *call, GError **error)
{
  g_autofree char *title_eq = emulator_call_dup_query (call, "titleEq");
  g_autofree char *title_like = emulator_call_dup_query (call, "titleLike");
  g_autofree char *desc_eq = emulator_call_dup_query (call, "descriptionEq");
  g_autofree char *desc_like =
      emulator_call_dup_query (call, "descriptionLike");
  EmulatorFilter filter = { title_eq, title_like, desc_eq, desc_like };
  g_autoptr (GPtrArray) datasets = NULL;
  g_autoptr (JsonBuilder) builder = json_builder_new_immutable ();

  if (!emulator_call_read_filter_times (call, &filter, error))
    return FALSE;
  datasets = emulator_store_list_datasets (
      call->emulator->store, &filter, call->user.user,
      emulator_call_wants_everything (call), error);
  if (datasets == NULL)
    return FALSE;
  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "result");
  json_builder_begin_array (builder);
  for (guint i = 0; i < datasets->len; i++)
    add_listed (builder, g_ptr_array_index (datasets, i));
  json_builder_end_array (builder);
  json_builder_end_object (builder);
  emulator_call_reply (call, json_builder_get_root (builder));
  return TRUE;
}

gboolean
emulator_handle_dataset_add_users (EmulatorCall *call, GError **error)
{
  return emulator_answer_add_users (call, "dataset_hash", error);
}

static gboolean
add_rows (EmulatorCall *call, JsonBuilder *builder,
          const EmulatorUnitFilter *filter, GError **error)
{
  g_autoptr (GPtrArray) units =
      emulator_store_list_units (call->emulator->store, filter, error);

  if (units == NULL)
    return FALSE;
  json_builder_begin_array (builder);
  for (guint i = 0; i < units->len; i++) {
    if (!emulator_answer_add_data_row (
            call, builder, g_ptr_array_index (units, i), FALSE, FALSE, error))
      return FALSE;
  }
  json_builder_end_array (builder);
  return TRUE;
}

gboolean
emulator_handle_dataset_get (EmulatorCall *call, GError **error)
{
  g_autoptr (EmulatorDataset) dataset =
      emulator_store_get_dataset (call->emulator->store, call->resource, error);
  g_autoptr (JsonBuilder) builder = json_builder_new_immutable ();
  const EmulatorUnitFilter filter = { .dataset_eq = call->resource };

  if (dataset == NULL)
    return FALSE;
  json_builder_begin_object (builder);
  emulator_json_add_string (builder, "dataset_hash", dataset->hash);
  emulator_json_add_string (builder, "title", dataset->title);
  emulator_json_add_string (builder, "description", dataset->description);
  emulator_json_add_string (builder, "dataset_type", "CORD_STORAGE");
  emulator_json_add_string (builder, "backing_folder_uuid", dataset->folder);
  json_builder_set_member_name (builder, "data_rows");
  if (!add_rows (call, builder, &filter, error))
    return FALSE;
  json_builder_end_object (builder);
  emulator_call_reply (call, json_builder_get_root (builder));
  return TRUE;
}

gboolean
emulator_handle_data_rows_list (EmulatorCall *call, GError **error)
{
  JsonObject *request = emulator_call_get_payload (call, error);
  g_autoptr (JsonBuilder) builder = json_builder_new_immutable ();
  EmulatorUnitFilter filter = { .dataset_eq = call->resource };
  g_autofree char *types = NULL;
  g_autofree char *hashes = NULL;

  if (request == NULL ||
      !emulator_json_read_string (request, "title_eq", &filter.title_eq,
                                  error) ||
      !emulator_json_read_string (request, "title_like", &filter.title_like,
                                  error) ||
      !emulator_json_read_time (request, "created_before",
                                &filter.created_before, error) ||
      !emulator_json_read_time (request, "created_after", &filter.created_after,
                                error) ||
      !emulator_json_read_strings (request, "data_types", &types, error) ||
      !emulator_json_read_strings (request, "data_hashes", &hashes, error))
    return FALSE;
  filter.types = types;
  filter.hashes = hashes;
  if (!add_rows (call, builder, &filter, error))
    return FALSE;
  emulator_call_reply (call, json_builder_get_root (builder));
  return TRUE;
}
