/* client/encord-label-row-workflow.c - a label row's way through its workflow
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <encord/client/encord-client-private.h>
#include <encord/client/encord-label-row-calls.h>
#include <encord/encord-error.h>

static EncordRequest *
build_action (EncordLabelRow *self, const char *action, GError **error)
{
  EncordProject *project = encord_label_row_get_project (self, error);
  JsonObject *payload;
  JsonNode *node;

  if (project == NULL)
    return NULL;
  payload = json_object_new ();
  node = json_node_new (JSON_NODE_OBJECT);
  json_object_set_string_member (payload, "action", action);
  json_node_take_object (node, payload);

  return encord_request_new (
      encord_project_get_transport (project),
      encord_project_new_call (
          project, "labelworkflowgraphnode", "POST",
          encord_label_row_new_uid (encord_label_row_get_label_hash (self)),
          node),
      encord_request_parse_done, NULL);
}

static EncordRequest *
build_complete (EncordLabelRow *self, GError **error)
{
  if (encord_label_row_get_label_hash (self) == NULL) {
    g_set_error (error, ENCORD_ERROR, ENCORD_ERROR_REJECTED,
                 "label row of %s: it cannot be completed before it is "
                 "initialised",
                 encord_label_row_get_data_title (self));
    return NULL;
  }

  return build_action (self, "complete", error);
}

/* NULL without error: nothing needs to be sent */
static EncordRequest *
build_reopen (EncordLabelRow *self, GError **error)
{
  if (encord_label_row_get_label_hash (self) == NULL)
    return NULL;

  return build_action (self, "reopen", error);
}

static EncordRequest *
build_priority (EncordLabelRow *self, double priority, GError **error)
{
  EncordProject *project = encord_label_row_get_project (self, error);
  g_autofree char *path = NULL;
  JsonArray *pair, *pairs;
  JsonObject *body;
  JsonNode *node;
  EncordCall *call;

  if (project == NULL)
    return NULL;
  if (encord_label_row_get_workflow_node_uuid (self) == NULL) {
    g_set_error (error, ENCORD_ERROR, ENCORD_ERROR_REJECTED,
                 "label row of %s: only rows of workflow projects have a "
                 "priority",
                 encord_label_row_get_data_title (self));
    return NULL;
  }

  pair = json_array_new ();
  json_array_add_string_element (pair, encord_label_row_get_data_hash (self));
  json_array_add_double_element (pair, priority);
  pairs = json_array_new ();
  json_array_add_array_element (pairs, pair);
  body = json_object_new ();
  json_object_set_array_member (body, "priorities", pairs);
  node = json_node_new (JSON_NODE_OBJECT);
  json_node_take_object (node, body);
  path = g_strconcat ("projects/", encord_project_get_project_hash (project),
                      "/priorities", NULL);
  call = encord_call_new_v2 ("POST", path);
  encord_call_set_json (call, node);

  return encord_request_new (encord_project_get_transport (project), call,
                             encord_request_parse_done, NULL);
}

/**
 * encord_label_row_workflow_complete:
 * @self: an initialised row from encord_project_list_label_rows()
 * @cancellable: (nullable): ends the call early
 * @error: return location
 *
 * Moves a row to the last stage of its workflow
 * (`LabelRowV2.workflow_complete` of the SDK).
 *
 * Returns: whether it was moved; %FALSE with @error set
 *
 * Since: 0.1
 */
gboolean
encord_label_row_workflow_complete (EncordLabelRow *self,
                                    GCancellable *cancellable, GError **error)
{
  GError *guard = NULL;
  EncordRequest *request;

  g_return_val_if_fail (ENCORD_IS_LABEL_ROW (self), FALSE);

  request = build_complete (self, &guard);

  return encord_request_run_guarded (request, guard, self, cancellable, error);
}

/**
 * encord_label_row_workflow_complete_async:
 * @self: an initialised row from encord_project_list_label_rows()
 * @cancellable: (nullable): ends the call early
 * @callback: called when it was moved
 * @user_data: for @callback
 *
 * Moves a row to the last stage of its workflow without blocking.
 *
 * Since: 0.1
 */
void
encord_label_row_workflow_complete_async (EncordLabelRow *self,
                                          GCancellable *cancellable,
                                          GAsyncReadyCallback callback,
                                          gpointer user_data)
{
  GError *guard = NULL;
  EncordRequest *request;

  g_return_if_fail (ENCORD_IS_LABEL_ROW (self));

  request = build_complete (self, &guard);
  encord_request_start_guarded (request, guard, self,
                                encord_label_row_workflow_complete_async,
                                cancellable, callback, user_data);
}

/**
 * encord_label_row_workflow_complete_finish:
 * @self: a row
 * @result: what the callback got
 * @error: return location
 *
 * Ends encord_label_row_workflow_complete_async().
 *
 * Returns: whether it was moved; %FALSE with @error set
 *
 * Since: 0.1
 */
gboolean
encord_label_row_workflow_complete_finish (EncordLabelRow *self,
                                           GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (ENCORD_IS_LABEL_ROW (self), FALSE);

  return encord_task_finish (self, encord_label_row_workflow_complete_async,
                             result, error) != NULL;
}

/**
 * encord_label_row_workflow_reopen:
 * @self: a row from encord_project_list_label_rows()
 * @cancellable: (nullable): ends the call early
 * @error: return location
 *
 * Moves a row back to the first stage of its workflow
 * (`LabelRowV2.workflow_reopen` of the SDK); sends nothing for one that was
 * never initialised.
 *
 * Returns: whether it is there; %FALSE with @error set
 *
 * Since: 0.1
 */
gboolean
encord_label_row_workflow_reopen (EncordLabelRow *self,
                                  GCancellable *cancellable, GError **error)
{
  GError *guard = NULL;
  EncordRequest *request;

  g_return_val_if_fail (ENCORD_IS_LABEL_ROW (self), FALSE);

  request = build_reopen (self, &guard);

  return encord_request_run_guarded (request, guard, self, cancellable, error);
}

/**
 * encord_label_row_workflow_reopen_async:
 * @self: a row from encord_project_list_label_rows()
 * @cancellable: (nullable): ends the call early
 * @callback: called when it is there
 * @user_data: for @callback
 *
 * Moves a row back to the first stage of its workflow without blocking.
 *
 * Since: 0.1
 */
void
encord_label_row_workflow_reopen_async (EncordLabelRow *self,
                                        GCancellable *cancellable,
                                        GAsyncReadyCallback callback,
                                        gpointer user_data)
{
  GError *guard = NULL;
  EncordRequest *request;

  g_return_if_fail (ENCORD_IS_LABEL_ROW (self));

  request = build_reopen (self, &guard);
  encord_request_start_guarded (request, guard, self,
                                encord_label_row_workflow_reopen_async,
                                cancellable, callback, user_data);
}

/**
 * encord_label_row_workflow_reopen_finish:
 * @self: a row
 * @result: what the callback got
 * @error: return location
 *
 * Ends encord_label_row_workflow_reopen_async().
 *
 * Returns: whether it is there; %FALSE with @error set
 *
 * Since: 0.1
 */
gboolean
encord_label_row_workflow_reopen_finish (EncordLabelRow *self,
                                         GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (ENCORD_IS_LABEL_ROW (self), FALSE);

  return encord_task_finish (self, encord_label_row_workflow_reopen_async,
                             result, error) != NULL;
}

/**
 * encord_label_row_set_priority:
 * @self: a row of a workflow project, from encord_project_list_label_rows()
 * @priority: 0 (last) to 1 (first); the service says what it takes
 * @cancellable: (nullable): ends the call early
 * @error: return location
 *
 * Says how soon a row shall be worked on (`LabelRowV2.set_priority` of the SDK).
 *
 * Returns: whether it was set; %FALSE with @error set
 *
 * Since: 0.1
 */
gboolean
encord_label_row_set_priority (EncordLabelRow *self, double priority,
                               GCancellable *cancellable, GError **error)
{
  GError *guard = NULL;
  EncordRequest *request;

  g_return_val_if_fail (ENCORD_IS_LABEL_ROW (self), FALSE);

  request = build_priority (self, priority, &guard);

  return encord_request_run_guarded (request, guard, self, cancellable, error);
}

/**
 * encord_label_row_set_priority_async:
 * @self: a row of a workflow project, from encord_project_list_label_rows()
 * @priority: 0 (last) to 1 (first); the service says what it takes
 * @cancellable: (nullable): ends the call early
 * @callback: called when it was set
 * @user_data: for @callback
 *
 * Says how soon a row shall be worked on without blocking.
 *
 * Since: 0.1
 */
void
encord_label_row_set_priority_async (EncordLabelRow *self, double priority,
                                     GCancellable *cancellable,
                                     GAsyncReadyCallback callback,
                                     gpointer user_data)
{
  GError *guard = NULL;
  EncordRequest *request;

  g_return_if_fail (ENCORD_IS_LABEL_ROW (self));

  request = build_priority (self, priority, &guard);
  encord_request_start_guarded (request, guard, self,
                                encord_label_row_set_priority_async,
                                cancellable, callback, user_data);
}

/**
 * encord_label_row_set_priority_finish:
 * @self: a row
 * @result: what the callback got
 * @error: return location
 *
 * Ends encord_label_row_set_priority_async().
 *
 * Returns: whether it was set; %FALSE with @error set
 *
 * Since: 0.1
 */
gboolean
encord_label_row_set_priority_finish (EncordLabelRow *self,
                                      GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (ENCORD_IS_LABEL_ROW (self), FALSE);

  return encord_task_finish (self, encord_label_row_set_priority_async, result,
                             error) != NULL;
}
