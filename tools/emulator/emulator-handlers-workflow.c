/* emulator-handlers-workflow.c - calls that move units through a project
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "emulator-handlers.h"

#include "emulator-error.h"
#include "emulator-json.h"
#include "emulator-page.h"
#include "emulator-store-labels.h"
#include "emulator-store-projects.h"
#include "emulator-store-reviews.h"

#define PAGE_SIZE 100

/* WRONG_PROJECT_TYPE unless the project is as the call needs it */
static gboolean
check_type (EmulatorCall *call, gboolean workflow, GError **error)
{
  g_autoptr (EmulatorProject) project =
      emulator_store_get_project (call->emulator->store, call->resource, error);

  if (project == NULL)
    return FALSE;
  if (project->workflow == workflow)
    return TRUE;
  g_set_error_literal (error, EMULATOR_ERROR, EMULATOR_ERROR_WRONG_PROJECT_TYPE,
                       workflow ? "the project has no workflow"
                                : "the project has a workflow: submit the "
                                  "task, or complete the row");
  return FALSE;
}

gboolean
emulator_handle_review (EmulatorCall *call, GError **error)
{
  g_auto (GStrv) hashes = NULL;

  if (!emulator_call_get_hashes (call, &hashes, error) ||
      !check_type (call, FALSE, error) ||
      !emulator_store_move_rows (call->emulator->store, call->resource,
                                 (const char *const *) hashes,
                                 EMULATOR_MOVE_REVIEW, error))
    return FALSE;
  emulator_call_reply_boolean (call, TRUE);
  return TRUE;
}

gboolean
emulator_handle_workflow_move (EmulatorCall *call, GError **error)
{
  g_auto (GStrv) hashes = NULL;
  JsonObject *request = emulator_call_get_payload (call, error);
  const char *action;
  EmulatorMove move;

  if (request == NULL || !emulator_call_get_hashes (call, &hashes, error) ||
      !emulator_json_get_string (request, "action", &action, error) ||
      !check_type (call, TRUE, error))
    return FALSE;
  if (g_str_equal (action, "complete")) {
    move = EMULATOR_MOVE_COMPLETE;
  } else if (g_str_equal (action, "reopen")) {
    move = EMULATOR_MOVE_REOPEN;
  } else {
    g_set_error_literal (error, EMULATOR_ERROR,
                         EMULATOR_ERROR_INVALID_ARGUMENTS,
                         "action: complete or reopen expected");
    return FALSE;
  }
  if (!emulator_store_move_rows (call->emulator->store, call->resource,
                                 (const char *const *) hashes, move, error))
    return FALSE;
  emulator_call_reply_boolean (call, TRUE);
  return TRUE;
}

/* ---- priorities ---- */

static gboolean
set_priority (EmulatorCall *call, JsonNode *pair, GError **error)
{
  JsonArray *array =
      JSON_NODE_HOLDS_ARRAY (pair) ? json_node_get_array (pair) : NULL;
  JsonNode *hash;
  JsonNode *value;
  double priority;

  if (array == NULL || json_array_get_length (array) != 2)
    goto bad;
  hash = json_array_get_element (array, 0);
  value = json_array_get_element (array, 1);
  if (json_node_get_value_type (hash) != G_TYPE_STRING ||
      (json_node_get_value_type (value) != G_TYPE_DOUBLE &&
       json_node_get_value_type (value) != G_TYPE_INT64))
    goto bad;
  priority = json_node_get_double (value);
  if (!(priority >= 0 && priority <= 1))
    goto bad;
  return emulator_store_set_priority (call->emulator->store, call->resource,
                                      json_node_get_string (hash), priority,
                                      error);
bad:
  g_set_error_literal (error, EMULATOR_ERROR, EMULATOR_ERROR_INVALID_ARGUMENTS,
                       "priorities: pairs of data hash and number from 0 to 1 "
                       "expected");
  return FALSE;
}

gboolean
emulator_handle_priorities (EmulatorCall *call, GError **error)
{
  JsonObject *request = emulator_call_get_payload (call, error);
  JsonArray *pairs;
  gboolean ok = TRUE;

  if (request == NULL || !check_type (call, TRUE, error) ||
      !emulator_json_get_array (request, "priorities", &pairs, error) ||
      !emulator_store_begin_moves (call->emulator->store, error))
    return FALSE;
  for (guint i = 0; ok && i < json_array_get_length (pairs); i++)
    ok = set_priority (call, json_array_get_element (pairs, i), error);
  if (!emulator_store_end_moves (call->emulator->store, ok, error))
    return FALSE;
  emulator_call_reply_null (call);
  return TRUE;
}

/* ---- tasks ---- */

static gboolean
find_stage (EmulatorCall *call, char **ret_type, GError **error)
{
  g_autoptr (GPtrArray) stages =
      emulator_store_list_stages (call->emulator->store, call->resource, error);

  if (stages == NULL)
    return FALSE;
  for (guint i = 0; i < stages->len; i++) {
    const EmulatorStage *stage = g_ptr_array_index (stages, i);

    if (g_str_equal (stage->uuid, call->args[1])) {
      *ret_type = g_strdup (stage->type);
      return TRUE;
    }
  }
  g_set_error (error, EMULATOR_ERROR, EMULATOR_ERROR_RESOURCE_NOT_FOUND,
               "no such stage in this project: %.64s", call->args[1]);
  return FALSE;
}

static gboolean
check_role (EmulatorCall *call, const char *stage_type, GError **error)
{
  int role;

  if (!emulator_store_get_role (call->emulator->store,
                                EMULATOR_RESOURCE_PROJECT, call->resource,
                                call->user.user, &role, error))
    return FALSE;
  if (call->user.is_admin || emulator_workflow_may_act (role, stage_type))
    return TRUE;
  g_set_error (error, EMULATOR_ERROR, EMULATOR_ERROR_AUTHORISATION,
               "your role in this project has nothing to do at stages of type "
               "%s",
               stage_type);
  return FALSE;
}

static void
add_task (JsonBuilder *builder, const EmulatorTask *task, const char *type)
{
  json_builder_begin_object (builder);
  emulator_json_add_string (builder, "uuid", task->uuid);
  emulator_json_add_time (builder, "createdAt", task->created_at,
                          EMULATOR_TIME_V2);
  emulator_json_add_time (builder, "updatedAt", task->updated_at,
                          EMULATOR_TIME_V2);
  emulator_json_add_string (builder, "dataHash", task->unit);
  emulator_json_add_string (builder, "dataTitle", task->unit_title);
  if (!g_str_equal (type, "DONE")) {
    emulator_json_add_string (builder, "status", task->status);
    emulator_json_add_string (builder, "assignee", task->assignee);
  }
  if (g_str_equal (type, "ANNOTATION"))
    emulator_json_add_string (builder, "labelBranchName", "main");
  json_builder_end_object (builder);
}

gboolean
emulator_handle_tasks_list (EmulatorCall *call, GError **error)
{
  g_autofree char *users = emulator_call_dup_query_list (call, "userEmails");
  g_autofree char *units = emulator_call_dup_query_list (call, "dataHashes");
  g_autofree char *datasets =
      emulator_call_dup_query_list (call, "datasetHashes");
  g_autofree char *statuses = emulator_call_dup_query_list (call, "statuses");
  g_autofree char *title = emulator_call_dup_query (call, "dataTitleContains");
  g_autofree char *token = emulator_call_dup_query (call, "pageToken");
  EmulatorTaskFilter filter = { users, units, datasets, statuses,
                                title, 0,     PAGE_SIZE };
  g_autofree char *type = NULL;
  g_autoptr (GPtrArray) tasks = NULL;
  g_autoptr (JsonBuilder) builder = json_builder_new_immutable ();

  if (!find_stage (call, &type, error) ||
      !emulator_page_parse_token (token, &filter.after, error))
    return FALSE;
  tasks = emulator_store_list_tasks (call->emulator->store, call->resource,
                                     call->args[1], &filter, error);
  if (tasks == NULL)
    return FALSE;
  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "results");
  json_builder_begin_array (builder);
  for (guint i = 0; i < tasks->len; i++)
    add_task (builder, g_ptr_array_index (tasks, i), type);
  json_builder_end_array (builder);
  if (tasks->len == PAGE_SIZE) {
    const EmulatorTask *last = g_ptr_array_index (tasks, PAGE_SIZE - 1);
    g_autofree char *next = emulator_page_make_token (last->seq);

    emulator_json_add_string (builder, "nextPageToken", next);
  }
  json_builder_end_object (builder);
  emulator_call_reply (call, json_builder_get_root (builder));
  return TRUE;
}

/* an action has at most one of these, and it is for that action */
static gboolean
read_with_reviews (JsonObject *request, gboolean *ret, GError **error)
{
  *ret = TRUE;
  return emulator_json_read_boolean (request, "resolveLabelReviews", ret,
                                     error) &&
         emulator_json_read_boolean (request, "approveLabelReviews", ret,
                                     error) &&
         emulator_json_read_boolean (request, "rejectLabelReviews", ret, error);
}

static gboolean
act (EmulatorCall *call, JsonNode *node, GError **error)
{
  EmulatorAction action = { NULL };
  JsonObject *request;

  if (!JSON_NODE_HOLDS_OBJECT (node)) {
    g_set_error_literal (error, EMULATOR_ERROR,
                         EMULATOR_ERROR_INVALID_ARGUMENTS,
                         "actions: a list of objects expected");
    return FALSE;
  }
  request = json_node_get_object (node);
  return emulator_json_get_string (request, "taskUuid", &action.task, error) &&
         emulator_json_get_string (request, "action", &action.action, error) &&
         emulator_json_read_string (request, "assignee", &action.assignee,
                                    error) &&
         emulator_json_read_boolean (request, "retainAssignee",
                                     &action.retain_assignee, error) &&
         read_with_reviews (request, &action.with_reviews, error) &&
         emulator_store_act (call->emulator->store, call->resource,
                             call->args[1], &action, error);
}

typedef gboolean (*ActFunc) (EmulatorCall *call, JsonNode *node,
                             GError **error);

/* a list of actions: all of them or none */
static gboolean
handle_actions (EmulatorCall *call, ActFunc func, GError **error)
{
  JsonNode *node = emulator_call_get_payload_node (call, error);
  g_autofree char *type = NULL;
  JsonArray *actions;
  gboolean ok = TRUE;

  if (node == NULL || !find_stage (call, &type, error) ||
      !check_role (call, type, error))
    return FALSE;
  if (!JSON_NODE_HOLDS_ARRAY (node)) {
    g_set_error_literal (error, EMULATOR_ERROR,
                         EMULATOR_ERROR_INVALID_ARGUMENTS,
                         "actions: a list expected");
    return FALSE;
  }
  actions = json_node_get_array (node);
  if (!emulator_store_begin_moves (call->emulator->store, error))
    return FALSE;
  for (guint i = 0; ok && i < json_array_get_length (actions); i++)
    ok = func (call, json_array_get_element (actions, i), error);
  if (!emulator_store_end_moves (call->emulator->store, ok, error))
    return FALSE;
  emulator_call_reply_null (call);
  return TRUE;
}

gboolean
emulator_handle_task_actions (EmulatorCall *call, GError **error)
{
  return handle_actions (call, act, error);
}

/* ---- reviews of labels ---- */

static void
add_review (JsonBuilder *builder, const EmulatorReview *review)
{
  json_builder_begin_object (builder);
  emulator_json_add_string (builder, "reviewUuid", review->uuid);
  emulator_json_add_string (builder, "status", review->status);
  emulator_json_add_string (builder, "labelType", review->label_type);
  emulator_json_add_string (builder, "labelId", review->label_id);
  json_builder_end_object (builder);
}

gboolean
emulator_handle_label_reviews (EmulatorCall *call, GError **error)
{
  g_autofree char *token = emulator_call_dup_query (call, "pageToken");
  g_autoptr (JsonBuilder) builder = json_builder_new_immutable ();
  g_autoptr (GPtrArray) reviews = NULL;
  gint64 after;

  if (!emulator_page_parse_token (token, &after, error))
    return FALSE;
  reviews = emulator_store_list_reviews (call->emulator->store, call->resource,
                                         call->args[1], call->args[2], after,
                                         PAGE_SIZE, error);
  if (reviews == NULL)
    return FALSE;
  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "results");
  json_builder_begin_array (builder);
  for (guint i = 0; i < reviews->len; i++)
    add_review (builder, g_ptr_array_index (reviews, i));
  json_builder_end_array (builder);
  if (reviews->len == PAGE_SIZE) {
    const EmulatorReview *last = g_ptr_array_index (reviews, PAGE_SIZE - 1);
    g_autofree char *next = emulator_page_make_token (last->seq);

    emulator_json_add_string (builder, "nextPageToken", next);
  }
  json_builder_end_object (builder);
  emulator_call_reply (call, json_builder_get_root (builder));
  return TRUE;
}

static gboolean
act_on_review (EmulatorCall *call, JsonNode *node, GError **error)
{
  JsonObject *request =
      JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
  const char *review;
  const char *action;

  if (request == NULL) {
    g_set_error_literal (error, EMULATOR_ERROR,
                         EMULATOR_ERROR_INVALID_ARGUMENTS,
                         "actions: a list of objects expected");
    return FALSE;
  }
  return emulator_json_get_string (request, "reviewUuid", &review, error) &&
         emulator_json_get_string (request, "action", &action, error) &&
         emulator_store_act_on_review (call->emulator->store, call->resource,
                                       call->args[1], call->args[2], review,
                                       action, error);
}

gboolean
emulator_handle_label_review_actions (EmulatorCall *call, GError **error)
{
  return handle_actions (call, act_on_review, error);
}
