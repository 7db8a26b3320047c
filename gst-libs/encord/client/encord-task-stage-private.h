/* client/encord-task-stage-private.h - what the tasks of each type of stage can do
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <encord/client/encord-project.h>
#include <encord/records/encord-record-private.h>

G_BEGIN_DECLS

typedef enum
{
  ENCORD_TASK_SUBMIT = 1 << 0,
  ENCORD_TASK_APPROVE = 1 << 1,
  ENCORD_TASK_REJECT = 1 << 2,
  ENCORD_TASK_ASSIGN = 1 << 3,
  ENCORD_TASK_RELEASE = 1 << 4,
  ENCORD_TASK_PROCEED = 1 << 5,
  ENCORD_TASK_REVIEW_LABELS = 1 << 6,
} EncordTaskActions;

typedef struct
{
  EncordWorkflowStageType type;
  EncordRecordNew new_task;
  EncordTaskActions actions;
  gboolean has_assignees;
  gboolean has_statuses;
} EncordTaskStage;

/* the stage of a project's workflow; NULL with error when there is none of that
 * UUID, or when one of the actions cannot be done to its tasks */
const EncordTaskStage *encord_task_stage_find (EncordProject *project,
                                               const char *stage_uuid,
                                               EncordTaskActions actions,
                                               GError **error);

G_END_DECLS
