/* gstencordrowfetch.c - a label row as the server has it now
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "gstencordrowfetch.h"

#include <json-glib/json-glib.h>

#include "gstencordrowedit.h"

EncordLabelRow *
gst_encord_row_find (EncordProject *project, const GstEncordRowKey *key,
                     const char *title, GCancellable *cancellable,
                     GError **error)
{
  const char *const data_hashes[] = { key->data_hash, NULL };
  g_autoptr (EncordLabelRowFilter) filter = encord_label_row_filter_new ();
  g_autoptr (GPtrArray) rows = NULL;

  g_object_set (filter, "data-hashes", data_hashes, NULL);
  if (g_strcmp0 (key->branch_name, GST_ENCORD_MAIN_BRANCH) != 0)
    g_object_set (filter, "branch-name", key->branch_name, NULL);
  rows = encord_project_list_label_rows (project, filter, cancellable, error);
  if (rows == NULL)
    return NULL;

  for (guint i = 0; i < rows->len; i++) {
    EncordLabelRow *row = rows->pdata[i];

    if (g_strcmp0 (encord_label_row_get_data_hash (row), key->data_hash) == 0)
      return g_object_ref (row);
  }
  g_set_error (error, ENCORD_ERROR, ENCORD_ERROR_NOT_FOUND,
               "label row of \"%s\": it is not in the project", title);

  return NULL;
}

EncordLabelRow *
gst_encord_row_fetch (EncordProject *project, const GstEncordPendingRow *unit,
                      GstEncordRowFetchMode mode, char **ret_stage,
                      gboolean *ret_created, GCancellable *cancellable,
                      GError **error)
{
  g_autoptr (GError) failure = NULL;

  for (guint attempt = 0; attempt < 2; attempt++) {
    g_autoptr (EncordLabelRow) row = gst_encord_row_find (
        project, &unit->key, unit->title, cancellable, error);

    if (row == NULL)
      return NULL;
    *ret_created = encord_label_row_get_label_hash (row) == NULL;
    if (gst_encord_row_is_protected (row, project, ret_stage) ||
        (*ret_created && mode == GST_ENCORD_ROW_LEAVE_UNINITIALISED))
      return g_steal_pointer (&row);
    g_clear_error (&failure);
    if (encord_label_row_initialise (row, ENCORD_INITIALISE_NONE, cancellable,
                                     &failure))
      return g_steal_pointer (&row);
    /* somebody else has just created it: it has a label hash now */
    if (!g_error_matches (failure, ENCORD_ERROR, ENCORD_ERROR_CONFLICT))
      break;
  }
  g_propagate_error (error, g_steal_pointer (&failure));

  return NULL;
}

static void
remove_links (JsonNode *node)
{
  if (JSON_NODE_HOLDS_OBJECT (node)) {
    JsonObject *object = json_node_get_object (node);
    g_autoptr (GList) values = NULL;

    json_object_remove_member (object, "data_link");
    values = json_object_get_values (object);
    for (GList *value = values; value != NULL; value = value->next)
      remove_links (value->data);
  } else if (JSON_NODE_HOLDS_ARRAY (node)) {
    JsonArray *array = json_node_get_array (node);

    for (guint i = 0; i < json_array_get_length (array); i++)
      remove_links (json_array_get_element (array, i));
  }
}

static JsonNode *
parse_without_links (GBytes *body)
{
  g_autoptr (JsonParser) parser = json_parser_new ();
  gsize length;
  const char *text = g_bytes_get_data (body, &length);
  JsonNode *node;

  if (!json_parser_load_from_data (parser, text, (gssize) length, NULL))
    return NULL;
  node = json_parser_steal_root (parser);
  if (node != NULL)
    remove_links (node);

  return node;
}

gboolean
gst_encord_row_bodies_equal (GBytes *a, GBytes *b)
{
  g_autoptr (JsonNode) left = NULL;
  g_autoptr (JsonNode) right = NULL;

  /* the writer copies what came, so this is all, almost always */
  if (g_bytes_equal (a, b))
    return TRUE;
  left = parse_without_links (a);
  right = parse_without_links (b);

  return left != NULL && right != NULL && json_node_equal (left, right);
}
