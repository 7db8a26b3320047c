/* client/encord-task-stage.c - what the tasks of each type of stage can do
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <encord/client/encord-task-stage-private.h>
#include <encord/encord-error.h>
#include <encord/model/encord-json-members-private.h>
#include <encord/records/encord-workflow-task-private.h>

/* The members that every task has are checked by the record. Of those that depend
 * on the stage, the ones that may be null must be there too. */
static gpointer
new_task (JsonNode *node, const char *const *must, GError **error)
{
  JsonObject *task = encord_json_as_object (node, "workflow task", error);

  if (task == NULL)
    return NULL;
  for (; *must != NULL; must++)
    if (encord_json_get_member (task, "workflow task", *must, error) == NULL)
      return NULL;

  return encord_workflow_task_new_from_answer (node, error);
}

static gpointer
new_annotation_task (JsonNode *node, GError **error)
{
  static const char *const must[] = { "status", "labelBranchName", "assignee",
                                      NULL };

  return new_task (node, must, error);
}

static gpointer
new_review_task (JsonNode *node, GError **error)
{
  static const char *const must[] = { "status", "assignee", NULL };

  return new_task (node, must, error);
}

static gpointer
new_consensus_review_task (JsonNode *node, GError **error)
{
  static const char *const must[] = { "status", "assignee", "options", NULL };

  return new_task (node, must, error);
}

#define ASSIGNING (ENCORD_TASK_ASSIGN | ENCORD_TASK_RELEASE)
#define REVIEWING (ENCORD_TASK_APPROVE | ENCORD_TASK_REJECT)

static const EncordTaskStage stages[] = {
  { ENCORD_WORKFLOW_STAGE_ANNOTATION, new_annotation_task,
    ENCORD_TASK_SUBMIT | ASSIGNING, TRUE, TRUE },
  { ENCORD_WORKFLOW_STAGE_REVIEW, new_review_task,
    REVIEWING | ASSIGNING | ENCORD_TASK_REVIEW_LABELS, TRUE, TRUE },
  /* what is done to a subtask goes to the stage as well */
  { ENCORD_WORKFLOW_STAGE_CONSENSUS_ANNOTATION,
    encord_workflow_task_new_from_answer, ENCORD_TASK_SUBMIT | ASSIGNING, TRUE,
    FALSE },
  { ENCORD_WORKFLOW_STAGE_CONSENSUS_REVIEW, new_consensus_review_task,
    REVIEWING | ASSIGNING, TRUE, TRUE },
  { ENCORD_WORKFLOW_STAGE_AGENT, new_annotation_task, ENCORD_TASK_PROCEED, TRUE,
    TRUE },
  { ENCORD_WORKFLOW_STAGE_DONE, encord_workflow_task_new_from_answer, 0, FALSE,
    FALSE },
  /* nobody knows what a newer service takes */
  { ENCORD_WORKFLOW_STAGE_UNKNOWN, encord_workflow_task_new_from_answer, 0,
    TRUE, TRUE },
};

const EncordTaskStage *
encord_task_stage_find (EncordProject *project, const char *stage_uuid,
                        EncordTaskActions actions, GError **error)
{
  EncordWorkflow *workflow = encord_project_get_workflow (project);
  const EncordTaskStage *stage = NULL;
  EncordWorkflowStageType type;
  guint index;

  if (workflow == NULL ||
      !encord_workflow_find_stage (workflow, stage_uuid, &index)) {
    g_set_error (error, ENCORD_ERROR, ENCORD_ERROR_NOT_FOUND,
                 "stage %s: the project's workflow has none of that UUID",
                 stage_uuid);
    return NULL;
  }
  type = encord_workflow_get_stage_type (workflow, index);
  for (gsize i = 0; stage == NULL; i++)
    if (stages[i].type == type)
      stage = &stages[i];
  if ((stage->actions & actions) == actions)
    return stage;
  g_set_error (error, ENCORD_ERROR, ENCORD_ERROR_REJECTED,
               "stage %s: this cannot be done to the tasks of such a stage",
               encord_workflow_get_stage_title (workflow, index));

  return NULL;
}
