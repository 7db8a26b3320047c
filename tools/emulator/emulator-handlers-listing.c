/* emulator-handlers-listing.c - the listing of label rows
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "emulator-handlers.h"

#include "emulator-answers.h"
#include "emulator-json.h"
#include "emulator-store-labels.h"

typedef struct
{
  EmulatorRowFilter filter;
  gboolean with_metadata;
  gboolean with_images;
  gboolean with_node;
  gboolean only_shadow_data;
  char *task_statuses;
  char *data_hashes;
  char *label_hashes;
} Listing;

static void
listing_clear (Listing *self)
{
  g_free (self->task_statuses);
  g_free (self->data_hashes);
  g_free (self->label_hashes);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Listing, listing_clear)

static gboolean
read_lists (JsonObject *request, Listing *ret, GError **error)
{
  const char *shadow = NULL;

  if (!emulator_json_read_strings (request, "label_statuses",
                                   &ret->task_statuses, error) ||
      !emulator_json_read_strings (request, "data_hashes", &ret->data_hashes,
                                   error) ||
      !emulator_json_read_strings (request, "label_hashes", &ret->label_hashes,
                                   error) ||
      !emulator_json_read_string (request, "shadow_data_state", &shadow, error))
    return FALSE;
  ret->only_shadow_data = g_strcmp0 (shadow, "SHADOW_DATA") == 0;
  ret->filter.task_statuses = ret->task_statuses;
  ret->filter.data_hashes = ret->data_hashes;
  ret->filter.label_hashes = ret->label_hashes;
  return TRUE;
}

static gboolean
read_listing (JsonObject *request, Listing *ret, GError **error)
{
  EmulatorRowFilter *filter = &ret->filter;

  ret->with_node = TRUE;
  return read_lists (request, ret, error) &&
         emulator_json_read_time (request, "edited_before",
                                  &filter->edited_before, error) &&
         emulator_json_read_time (request, "edited_after",
                                  &filter->edited_after, error) &&
         emulator_json_read_boolean (request, "include_uninitialised_labels",
                                     &filter->include_uninitialised, error) &&
         emulator_json_read_string (request, "data_title_eq", &filter->title_eq,
                                    error) &&
         emulator_json_read_string (request, "data_title_like",
                                    &filter->title_like, error) &&
         emulator_json_read_string (request, "workflow_graph_node_title_eq",
                                    &filter->stage_eq, error) &&
         emulator_json_read_string (request, "workflow_graph_node_title_like",
                                    &filter->stage_like, error) &&
         emulator_json_read_boolean (request, "include_all_label_branches",
                                     &filter->all_branches, error) &&
         emulator_json_read_string (request, "branch_name", &filter->branch,
                                    error) &&
         emulator_json_read_boolean (request, "include_client_metadata",
                                     &ret->with_metadata, error) &&
         emulator_json_read_boolean (request, "include_images_data",
                                     &ret->with_images, error) &&
         emulator_json_read_boolean (request, "include_workflow_graph_node",
                                     &ret->with_node, error);
}

gboolean
emulator_handle_label_rows_list (EmulatorCall *call, GError **error)
{
  JsonObject *request = emulator_call_get_payload (call, error);
  g_autoptr (JsonBuilder) builder = json_builder_new_immutable ();
  g_autoptr (GPtrArray) rows = NULL;
  g_auto (Listing) listing = { 0 };

  if (request == NULL || !read_listing (request, &listing, error))
    return FALSE;
  rows = emulator_store_list_rows (call->emulator->store, call->resource,
                                   &listing.filter, error);
  if (rows == NULL)
    return FALSE;
  json_builder_begin_array (builder);
  /* no project here is a benchmark: there is no shadow data */
  for (guint i = 0; !listing.only_shadow_data && i < rows->len; i++) {
    if (!emulator_answer_add_row (call, builder, g_ptr_array_index (rows, i),
                                  listing.with_metadata, listing.with_images,
                                  listing.with_node, error))
      return FALSE;
  }
  json_builder_end_array (builder);
  emulator_call_reply (call, json_builder_get_root (builder));
  return TRUE;
}
