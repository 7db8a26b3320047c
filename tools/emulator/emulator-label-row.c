/* emulator-label-row.c - a whole label row as text
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "emulator-label-row.h"

#include <string.h>

#include "emulator-json.h"
#include "emulator-store-labels.h"

/* what the server knows of a row, as the beginning of an object */
static void
append_head (GString *text, const EmulatorRow *row)
{
  g_autoptr (JsonBuilder) builder = json_builder_new_immutable ();
  g_autoptr (JsonNode) node = NULL;
  g_autofree char *head = NULL;
  g_autofree char *type = g_ascii_strdown (row->unit->type, -1);

  json_builder_begin_object (builder);
  emulator_json_add_string (builder, "label_hash", row->label_hash);
  emulator_json_add_string (builder, "branch_name", row->branch);
  emulator_json_add_time (builder, "created_at", row->created_at,
                          EMULATOR_TIME_LABEL);
  emulator_json_add_time (builder, "last_edited_at", row->edited_at,
                          EMULATOR_TIME_LABEL);
  emulator_json_add_string (builder, "data_hash", row->unit->hash);
  emulator_json_add_string (builder, "dataset_hash", row->unit->dataset);
  emulator_json_add_string (builder, "dataset_title", row->unit->dataset_title);
  emulator_json_add_string (builder, "data_title", row->unit->title);
  emulator_json_add_string (builder, "data_type", type);
  emulator_json_add_string (builder, "label_status", row->label_status);
  emulator_json_add_string (builder, "annotation_task_status",
                            row->task_status);
  emulator_json_add_boolean (builder, "is_shadow_data", FALSE);
  emulator_json_add_boolean (builder, "is_valid", TRUE);
  json_builder_end_object (builder);
  node = json_builder_get_root (builder);
  head = emulator_json_to_text (node);
  g_string_append_len (text, head, strlen (head) - 1);
}

gboolean
emulator_label_row_append (GString *text, EmulatorStore *store,
                           const EmulatorRow *row, EmulatorLinkFunc link,
                           gpointer user_data, GError **error)
{
  g_autofree char *places = NULL;
  g_autoptr (GBytes) body =
      emulator_store_get_body (store, row->label_hash, &places, error);

  if (body == NULL)
    return FALSE;
  append_head (text, row);
  g_string_append_c (text, ',');
  emulator_label_body_append (text, body, places, link, user_data);
  g_string_append_c (text, '}');
  return TRUE;
}
