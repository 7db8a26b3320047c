/* client/encord-project.h - a labelling project
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#if !defined(ENCORD_INSIDE) && !defined(ENCORD_COMPILATION)
#error "Only <encord/encord.h> can be included directly."
#endif

#include <json-glib/json-glib.h>

#include <encord/client/encord-label-row-filter.h>
#include <encord/client/encord-pager.h>
#include <encord/encord-macros.h>
#include <encord/model/encord-label-row.h>
#include <encord/model/encord-workflow.h>
#include <encord/records/encord-task-filter.h>
#include <encord/records/encord-timer-grouping.h>

G_BEGIN_DECLS

#define ENCORD_TYPE_PROJECT (encord_project_get_type ())
ENCORD_API
G_DECLARE_FINAL_TYPE (EncordProject, encord_project, ENCORD, PROJECT, GObject)

ENCORD_API
const char *encord_project_get_project_hash (EncordProject *self);
/* "workflow" or "manual_qa" */
ENCORD_API
const char *encord_project_get_project_type (EncordProject *self);
ENCORD_API
const char *encord_project_get_title (EncordProject *self);
ENCORD_API
const char *encord_project_get_description (EncordProject *self);
ENCORD_API
GDateTime *encord_project_get_created_at (EncordProject *self);
ENCORD_API
GDateTime *encord_project_get_last_edited_at (EncordProject *self);
ENCORD_API
const char *encord_project_get_ontology_hash (EncordProject *self);
ENCORD_API
EncordOntologyStructure *
encord_project_get_ontology_structure (EncordProject *self);
/* NULL for a project without workflow */
ENCORD_API
EncordWorkflow *encord_project_get_workflow (EncordProject *self);

/* EncordCollaboratorTimer objects; before NULL: until now */
ENCORD_API
EncordPager *encord_project_list_collaborator_timers (
    EncordProject *self, GDateTime *after, GDateTime *before,
    EncordTimerGrouping group_by) G_GNUC_WARN_UNUSED_RESULT;
/* EncordWorkflowTask objects; filter NULL: all */
ENCORD_API
EncordPager *
encord_project_list_tasks (EncordProject *self, const char *stage_uuid,
                           EncordTaskFilter *filter,
                           GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* EncordLabelReview objects */
ENCORD_API
EncordPager *
encord_project_list_label_reviews (EncordProject *self, const char *stage_uuid,
                                   const char *task_uuid,
                                   GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
