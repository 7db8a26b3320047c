/* client/encord-project-rows.c - the project's listing of its rows
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <encord/client/encord-client-private.h>
#include <encord/model/encord-json-members-private.h>

static gpointer
parse_label_rows (gpointer source, JsonNode *answer, GError **error)
{
  EncordProject *self = source;
  g_autoptr (GPtrArray) rows = g_ptr_array_new_with_free_func (g_object_unref);
  JsonArray *list;

  if (!JSON_NODE_HOLDS_ARRAY (answer)) {
    g_set_error (error, ENCORD_ERROR, ENCORD_ERROR_BAD_DATA,
                 "label rows: not a list");
    return NULL;
  }

  list = json_node_get_array (answer);
  for (guint i = 0; i < json_array_get_length (list); i++) {
    EncordLabelRow *row = encord_label_row_new_from_json (
        json_array_get_element (list, i),
        encord_project_get_ontology_structure (self), error);

    if (row == NULL)
      return NULL;
    encord_label_row_set_project (row, self);
    g_ptr_array_add (rows, row);
  }

  return g_steal_pointer (&rows);
}

static void
free_rows (gpointer rows)
{
  g_ptr_array_unref (rows);
}

static EncordRequest *
build_list_label_rows (EncordProject *self, EncordLabelRowFilter *filter)
{
  EncordCall *call =
      encord_project_new_call (self, "labelrowmetadata", "GET", NULL,
                               encord_label_row_filter_to_json (filter));

  encord_call_set_list (call);

  return encord_request_new (encord_project_get_transport (self), call,
                             parse_label_rows, free_rows);
}

/**
 * encord_project_list_label_rows:
 * @self: a project
 * @filter: (nullable): which rows; %NULL: all of the main branch
 * @cancellable: (nullable): ends the call early
 * @error: return location
 *
 * Lists label rows, without their labels (`Project.list_label_rows_v2` of the
 * SDK).
 *
 * Returns: (transfer container) (element-type EncordLabelRow): the rows, or
 *   %NULL with @error set
 *
 * Since: 0.1
 */
GPtrArray *
encord_project_list_label_rows (EncordProject *self,
                                EncordLabelRowFilter *filter,
                                GCancellable *cancellable, GError **error)
{
  g_return_val_if_fail (ENCORD_IS_PROJECT (self), NULL);

  return encord_request_run (build_list_label_rows (self, filter), self,
                             cancellable, error);
}

/**
 * encord_project_list_label_rows_async:
 * @self: a project
 * @filter: (nullable): which rows; %NULL: all of the main branch; read before
 *   this returns
 * @cancellable: (nullable): ends the call early
 * @callback: called with the answer
 * @user_data: for @callback
 *
 * Lists label rows without blocking.
 *
 * Since: 0.1
 */
void
encord_project_list_label_rows_async (EncordProject *self,
                                      EncordLabelRowFilter *filter,
                                      GCancellable *cancellable,
                                      GAsyncReadyCallback callback,
                                      gpointer user_data)
{
  g_return_if_fail (ENCORD_IS_PROJECT (self));

  encord_request_start (build_list_label_rows (self, filter), self,
                        encord_project_list_label_rows_async, cancellable,
                        callback, user_data);
}

/**
 * encord_project_list_label_rows_finish:
 * @self: a project
 * @result: what the callback got
 * @error: return location
 *
 * Ends encord_project_list_label_rows_async().
 *
 * Returns: (transfer container) (element-type EncordLabelRow): the rows, or
 *   %NULL with @error set
 *
 * Since: 0.1
 */
GPtrArray *
encord_project_list_label_rows_finish (EncordProject *self,
                                       GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (ENCORD_IS_PROJECT (self), NULL);

  return encord_task_finish (self, encord_project_list_label_rows_async, result,
                             error);
}
