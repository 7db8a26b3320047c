/* client/encord-project-tasks.c - tasks of a workflow's stages
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <encord/client/encord-client-private.h>
#include <encord/client/encord-pager-private.h>
#include <encord/client/encord-payload-private.h>
#include <encord/client/encord-project-tasks-build-private.h>
#include <encord/client/encord-task-stage-private.h>
#include <encord/encord-error.h>
#include <encord/model/encord-json-members-private.h>
#include <encord/records/encord-label-review-private.h>
#include <encord/records/encord-task-filter-private.h>
#include <encord/records/encord-workflow-task-private.h>

static gpointer
refuse (const char *why, GError **error)
{
  g_set_error (error, ENCORD_ERROR, ENCORD_ERROR_REJECTED, "tasks: %s", why);

  return NULL;
}

/* below the stage; what (with the numbers of tasks and reviews) is text */
static EncordCall *
new_call (EncordProject *self, const char *verb, const char *stage_uuid,
          const char *what)
{
  g_autofree char *path =
      g_strconcat ("projects/", encord_project_get_project_hash (self),
                   "/workflow/stages/", stage_uuid, "/", what, NULL);

  return encord_call_new_v2 (verb, path);
}

static void
add_queries (EncordCall *call, const char *key, char **values)
{
  for (guint i = 0; values != NULL && values[i] != NULL; i++)
    encord_call_add_query (call, key, values[i]);
}

static gboolean
are_statuses (char **names)
{
  g_autoptr (GTypeClass) klass = g_type_class_ref (ENCORD_TYPE_TASK_STATUS);

  for (guint i = 0; names != NULL && names[i] != NULL; i++) {
    GEnumValue *value =
        g_enum_get_value_by_nick ((GEnumClass *) klass, names[i]);

    if (value == NULL || value->value == ENCORD_TASK_STATUS_UNKNOWN)
      return FALSE;
  }

  return TRUE;
}

static gboolean
check_filter (const EncordTaskStage *stage, EncordTaskFilter *filter,
              GError **error)
{
  if (filter->user_emails != NULL && !stage->has_assignees)
    refuse ("nobody has those of such a stage: do not ask for people", error);
  else if (filter->statuses != NULL && !stage->has_statuses)
    refuse ("those of such a stage have no status: do not ask for it", error);
  else if (!are_statuses (filter->statuses))
    refuse ("there is no such status", error);
  else
    return TRUE;

  return FALSE;
}

/**
 * encord_project_list_tasks:
 * @self: a project
 * @stage_uuid: UUID of a stage of its workflow
 * @filter: (nullable): which tasks; %NULL: all
 * @error: return location
 *
 * Lists the tasks of a stage (`WorkflowStage.get_tasks` of the SDK).
 *
 * This sends nothing; encord_pager_next() asks for one page after another. A stage
 * that the workflow does not have is %ENCORD_ERROR_NOT_FOUND, a filter that its type
 * does not know %ENCORD_ERROR_REJECTED.
 *
 * Returns: (transfer full): a listing of EncordWorkflowTask objects; or %NULL with
 *   @error set
 *
 * Since: 0.1
 */
EncordPager *
encord_project_list_tasks (EncordProject *self, const char *stage_uuid,
                           EncordTaskFilter *filter, GError **error)
{
  const EncordTaskStage *stage;
  EncordCall *call;

  g_return_val_if_fail (ENCORD_IS_PROJECT (self), NULL);
  g_return_val_if_fail (stage_uuid != NULL, NULL);

  stage = encord_task_stage_find (self, stage_uuid, 0, error);
  if (stage == NULL || (filter != NULL && !check_filter (stage, filter, error)))
    return NULL;
  call = new_call (self, "GET", stage_uuid, "tasks");
  if (filter != NULL) {
    add_queries (call, "userEmails", filter->user_emails);
    add_queries (call, "dataHashes", filter->data_hashes);
    add_queries (call, "datasetHashes", filter->dataset_hashes);
    encord_call_add_query (call, "dataTitleContains",
                           filter->data_title_contains);
    add_queries (call, "statuses", filter->statuses);
  }

  return encord_pager_new (encord_project_get_transport (self), call,
                           "workflow tasks", stage->new_task);
}

/**
 * encord_project_list_label_reviews:
 * @self: a project
 * @stage_uuid: UUID of a review stage of its workflow
 * @task_uuid: UUID of one of its tasks
 * @error: return location
 *
 * Lists the reviews of the single labels in a task
 * (`ReviewTask.get_label_reviews` of the SDK).
 *
 * This sends nothing; encord_pager_next() asks for one page after another. A stage
 * that the workflow does not have is %ENCORD_ERROR_NOT_FOUND, one of another type
 * %ENCORD_ERROR_REJECTED.
 *
 * Returns: (transfer full): a listing of EncordLabelReview objects; or %NULL with
 *   @error set
 *
 * Since: 0.1
 */
EncordPager *
encord_project_list_label_reviews (EncordProject *self, const char *stage_uuid,
                                   const char *task_uuid, GError **error)
{
  g_autofree char *what = NULL;

  g_return_val_if_fail (ENCORD_IS_PROJECT (self), NULL);
  g_return_val_if_fail (stage_uuid != NULL, NULL);
  g_return_val_if_fail (task_uuid != NULL, NULL);

  if (encord_task_stage_find (self, stage_uuid, ENCORD_TASK_REVIEW_LABELS,
                              error) == NULL)
    return NULL;
  what = g_strconcat ("tasks/", task_uuid, "/reviews", NULL);

  return encord_pager_new (encord_project_get_transport (self),
                           new_call (self, "GET", stage_uuid, what),
                           "label reviews",
                           encord_label_review_new_from_answer);
}

/* the action (transfer full) for each of the tasks or reviews */
static EncordRequest *
new_actions (EncordProject *self, EncordCall *call, JsonNode *action,
             const char *member, const char *const *uuids)
{
  g_autoptr (JsonNode) template = action;
  JsonArray *actions = json_array_new ();
  JsonNode *body = json_node_new (JSON_NODE_ARRAY);

  for (guint i = 0; uuids[i] != NULL; i++) {
    JsonNode *copy = encord_json_copy (template);

    json_object_set_string_member (json_node_get_object (copy), member,
                                   uuids[i]);
    json_array_add_element (actions, copy);
  }
  json_node_take_array (body, actions);
  encord_call_set_json (call, body);

  return encord_request_new (encord_project_get_transport (self), call,
                             encord_request_parse_done, NULL);
}

/* action: transfer full */
static EncordRequest *
new_task_actions (EncordProject *self, const char *stage_uuid,
                  const char *const *task_uuids, EncordTaskActions which,
                  JsonNode *action, GError **error)
{
  const EncordTaskStage *stage =
      encord_task_stage_find (self, stage_uuid, which, error);

  if (stage == NULL || task_uuids[0] == NULL) {
    json_node_unref (action);
    return stage == NULL
               ? NULL
               : refuse ("the list is empty; name at least one", error);
  }
  /* the others have no reviews of single labels */
  if (which == ENCORD_TASK_APPROVE &&
      stage->type == ENCORD_WORKFLOW_STAGE_REVIEW)
    json_object_set_boolean_member (json_node_get_object (action),
                                    "approveLabelReviews", TRUE);
  if (which == ENCORD_TASK_REJECT &&
      stage->type == ENCORD_WORKFLOW_STAGE_REVIEW)
    json_object_set_boolean_member (json_node_get_object (action),
                                    "rejectLabelReviews", TRUE);

  return new_actions (self, new_call (self, "POST", stage_uuid, "actions"),
                      action, "taskUuid", task_uuids);
}

static JsonNode *
new_action (const char *action, const char *assignee, gboolean retain_assignee)
{
  JsonNode *node = encord_payload_new (
      "{'action': <%s>, 'retainAssignee': <%b>}", action, retain_assignee);

  if (assignee != NULL)
    json_object_set_string_member (json_node_get_object (node), "assignee",
                                   assignee);

  return node;
}

EncordRequest *
encord_project_build_submit_tasks (EncordProject *self, const char *stage_uuid,
                                   const char *const *task_uuids,
                                   const char *assignee,
                                   gboolean retain_assignee, GError **error)
{
  JsonNode *action = new_action ("SUBMIT", assignee, retain_assignee);

  json_object_set_boolean_member (json_node_get_object (action),
                                  "resolveLabelReviews", TRUE);

  return new_task_actions (self, stage_uuid, task_uuids, ENCORD_TASK_SUBMIT,
                           action, error);
}

EncordRequest *
encord_project_build_approve_tasks (EncordProject *self, const char *stage_uuid,
                                    const char *const *task_uuids,
                                    const char *assignee,
                                    gboolean retain_assignee, GError **error)
{
  return new_task_actions (self, stage_uuid, task_uuids, ENCORD_TASK_APPROVE,
                           new_action ("APPROVE", assignee, retain_assignee),
                           error);
}

EncordRequest *
encord_project_build_reject_tasks (EncordProject *self, const char *stage_uuid,
                                   const char *const *task_uuids,
                                   const char *assignee,
                                   gboolean retain_assignee, GError **error)
{
  return new_task_actions (self, stage_uuid, task_uuids, ENCORD_TASK_REJECT,
                           new_action ("REJECT", assignee, retain_assignee),
                           error);
}

EncordRequest *
encord_project_build_assign_tasks (EncordProject *self, const char *stage_uuid,
                                   const char *const *task_uuids,
                                   const char *assignee, GError **error)
{
  return new_task_actions (
      self, stage_uuid, task_uuids, ENCORD_TASK_ASSIGN,
      encord_payload_new ("{'action': <'ASSIGN'>, 'assignee': <%s>}", assignee),
      error);
}

EncordRequest *
encord_project_build_release_tasks (EncordProject *self, const char *stage_uuid,
                                    const char *const *task_uuids,
                                    GError **error)
{
  return new_task_actions (self, stage_uuid, task_uuids, ENCORD_TASK_RELEASE,
                           encord_payload_new ("{'action': <'RELEASE'>}"),
                           error);
}

EncordRequest *
encord_project_build_proceed_tasks (EncordProject *self, const char *stage_uuid,
                                    const char *const *task_uuids,
                                    const char *pathway_name,
                                    const char *pathway_uuid, GError **error)
{
  const gboolean has_name = pathway_name != NULL && *pathway_name != '\0';
  const gboolean has_uuid = pathway_uuid != NULL && *pathway_uuid != '\0';
  JsonNode *action;

  if (!has_name && !has_uuid)
    return refuse ("name the way on which they proceed", error);
  action = encord_payload_new ("{'action': <'PATHWAY_ACTION'>}");
  if (has_name)
    json_object_set_string_member (json_node_get_object (action), "pathwayName",
                                   pathway_name);
  if (has_uuid)
    json_object_set_string_member (json_node_get_object (action), "pathwayUuid",
                                   pathway_uuid);

  return new_task_actions (self, stage_uuid, task_uuids, ENCORD_TASK_PROCEED,
                           action, error);
}

EncordRequest *
encord_project_build_review_labels (EncordProject *self, const char *stage_uuid,
                                    const char *task_uuid,
                                    const char *const *review_uuids,
                                    EncordLabelReviewAction action,
                                    GError **error)
{
  const char *name =
      encord_record_get_nick (ENCORD_TYPE_LABEL_REVIEW_ACTION, (int) action);
  g_autofree char *what =
      g_strconcat ("tasks/", task_uuid, "/reviews/actions", NULL);

  if (encord_task_stage_find (self, stage_uuid, ENCORD_TASK_REVIEW_LABELS,
                              error) == NULL)
    return NULL;
  if (name == NULL)
    return refuse ("there is no such action", error);
  if (review_uuids[0] == NULL)
    return refuse ("the list of reviews is empty; name at least one", error);

  return new_actions (self, new_call (self, "POST", stage_uuid, what),
                      encord_payload_new ("{'action': <%s>}", name),
                      "reviewUuid", review_uuids);
}
