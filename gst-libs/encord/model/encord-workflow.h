/* model/encord-workflow.h - the stages a row goes through
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#if !defined(ENCORD_INSIDE) && !defined(ENCORD_COMPILATION)
#error "Only <encord/encord.h> can be included directly."
#endif

#include <json-glib/json-glib.h>

#include <encord/encord-macros.h>

G_BEGIN_DECLS

/**
 * EncordWorkflowStageType:
 * @ENCORD_WORKFLOW_STAGE_ANNOTATION: labels are made
 * @ENCORD_WORKFLOW_STAGE_REVIEW: labels are approved or rejected
 * @ENCORD_WORKFLOW_STAGE_CONSENSUS_ANNOTATION: several people label the same
 * @ENCORD_WORKFLOW_STAGE_CONSENSUS_REVIEW: one of their labels is chosen
 * @ENCORD_WORKFLOW_STAGE_DONE: nothing is left to do
 * @ENCORD_WORKFLOW_STAGE_AGENT: a program decides
 * @ENCORD_WORKFLOW_STAGE_UNKNOWN: a stage of a newer service
 *
 * What is done in a stage of a workflow.
 *
 * Since: 0.1
 */
typedef enum
{
  ENCORD_WORKFLOW_STAGE_ANNOTATION,
  ENCORD_WORKFLOW_STAGE_REVIEW,
  ENCORD_WORKFLOW_STAGE_CONSENSUS_ANNOTATION,
  ENCORD_WORKFLOW_STAGE_CONSENSUS_REVIEW,
  ENCORD_WORKFLOW_STAGE_DONE,
  ENCORD_WORKFLOW_STAGE_AGENT,
  ENCORD_WORKFLOW_STAGE_UNKNOWN,
} EncordWorkflowStageType;

ENCORD_API
GType encord_workflow_stage_type_get_type (void) G_GNUC_CONST;
#define ENCORD_TYPE_WORKFLOW_STAGE_TYPE (encord_workflow_stage_type_get_type ())

#define ENCORD_TYPE_WORKFLOW (encord_workflow_get_type ())
ENCORD_API
G_DECLARE_FINAL_TYPE (EncordWorkflow, encord_workflow, ENCORD, WORKFLOW,
                      GObject)

ENCORD_API
EncordWorkflow *encord_workflow_new_from_json (JsonNode *workflow,
                                               GError **error);
ENCORD_API
guint encord_workflow_get_n_stages (EncordWorkflow *self);
ENCORD_API
const char *encord_workflow_get_stage_uuid (EncordWorkflow *self, guint index);
ENCORD_API
const char *encord_workflow_get_stage_title (EncordWorkflow *self, guint index);
ENCORD_API
EncordWorkflowStageType encord_workflow_get_stage_type (EncordWorkflow *self,
                                                        guint index);
/* by uuid; FALSE when there is no such stage */
ENCORD_API
gboolean encord_workflow_find_stage (EncordWorkflow *self, const char *uuid,
                                     guint *ret_index);
/* the first of that title; FALSE when there is no such stage */
ENCORD_API
gboolean encord_workflow_find_stage_by_title (EncordWorkflow *self,
                                              const char *title,
                                              guint *ret_index);

G_END_DECLS
