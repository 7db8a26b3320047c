/* client/encord-label-row-workflow.c - a label row's way through its workflow
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <encord/client/encord-client-private.h>
#include <encord/client/encord-label-row-workflow-build-private.h>
#include <encord/client/encord-payload-private.h>
#include <encord/encord-error.h>

static EncordRequest *
build_action (EncordLabelRow *self, const char *action, GError **error)
{
  EncordProject *project = encord_label_row_get_project (self, error);

  if (project == NULL)
    return NULL;

  return encord_request_new (
      encord_project_get_transport (project),
      encord_project_new_call (
          project, "labelworkflowgraphnode", "POST",
          encord_label_row_new_uid (encord_label_row_get_label_hash (self)),
          encord_payload_new ("{'action': <%s>}", action)),
      encord_request_parse_done, NULL);
}

EncordRequest *
encord_label_row_build_workflow_complete (EncordLabelRow *self, GError **error)
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
EncordRequest *
encord_label_row_build_workflow_reopen (EncordLabelRow *self, GError **error)
{
  if (encord_label_row_get_label_hash (self) == NULL)
    return NULL;

  return build_action (self, "reopen", error);
}

EncordRequest *
encord_label_row_build_set_priority (EncordLabelRow *self, double priority,
                                     GError **error)
{
  EncordProject *project = encord_label_row_get_project (self, error);
  g_autofree char *path = NULL;
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

  path = g_strconcat ("projects/", encord_project_get_project_hash (project),
                      "/priorities", NULL);
  call = encord_call_new_v2 ("POST", path);
  encord_call_set_json (
      call,
      encord_payload_new ("{'priorities': <[(%s, %d)]>}",
                          encord_label_row_get_data_hash (self), priority));

  return encord_request_new (encord_project_get_transport (project), call,
                             encord_request_parse_done, NULL);
}
