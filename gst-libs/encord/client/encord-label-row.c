/* client/encord-label-row.c - the calls of a label row
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <encord/client/encord-label-row-build-private.h>
#include <encord/client/encord-row-operation-private.h>
#include <encord/encord-error.h>
#include <encord/model/encord-json-members-private.h>
#include <encord/records/encord-record-private.h>

/* The model knows no network: a row from a listing carries its project along. */
static G_DEFINE_QUARK (encord_label_row_project, project);

void
encord_label_row_set_project (EncordLabelRow *self, EncordProject *project)
{
  g_object_set_qdata_full (G_OBJECT (self), project_quark (),
                           g_object_ref (project), g_object_unref);
}

EncordProject *
encord_label_row_get_project (EncordLabelRow *self, GError **error)
{
  EncordProject *project =
      g_object_get_qdata (G_OBJECT (self), project_quark ());

  if (project == NULL)
    g_set_error (error, ENCORD_ERROR, ENCORD_ERROR_REJECTED,
                 "label row of %s: it does not come from a project's listing",
                 encord_label_row_get_data_title (self));

  return project;
}

EncordRequest *
encord_label_row_build_initialise (EncordLabelRow *self,
                                   EncordInitialiseFlags flags, GError **error)
{
  return encord_label_row_build_initialise_filtered (self, flags, NULL, NULL,
                                                     error);
}

EncordRequest *
encord_label_row_build_initialise_filtered (
    EncordLabelRow *self, EncordInitialiseFlags flags,
    const char *const *object_features,
    const char *const *classification_features, GError **error)
{
  return encord_row_operation_to_request (encord_row_operation_new_initialise (
      self, flags, object_features, classification_features, error));
}

EncordRequest *
encord_label_row_build_save (EncordLabelRow *self, EncordSaveFlags flags,
                             GError **error)
{
  return encord_row_operation_to_request (
      encord_row_operation_new_save (self, flags, error));
}

EncordRequest *
encord_label_row_build_workflow_complete (EncordLabelRow *self, GError **error)
{
  return encord_row_operation_to_request (
      encord_row_operation_new_move (self, "complete", error));
}

EncordRequest *
encord_label_row_build_workflow_reopen (EncordLabelRow *self, GError **error)
{
  /* it never left */
  if (encord_label_row_get_label_hash (self) == NULL)
    return NULL;

  return encord_row_operation_to_request (
      encord_row_operation_new_move (self, "reopen", error));
}

EncordRequest *
encord_label_row_build_set_priority (EncordLabelRow *self, double priority,
                                     GError **error)
{
  return encord_row_operation_to_request (
      encord_row_operation_new_priority (self, priority, error));
}

/* an EncordTaskFunc */
static gpointer
find_nothing_wrong (gpointer source, gpointer data, GCancellable *cancellable,
                    GError **error)
{
  return g_new0 (char *, 1);
}

static gpointer
parse_errors (gpointer source, JsonNode *answer, GError **error)
{
  const char *subject = "validation state";
  JsonObject *state = encord_json_as_object (answer, subject, error);
  char **errors = NULL;

  if (state == NULL || !encord_record_read_strings (state, subject, "errors",
                                                    TRUE, &errors, error))
    return NULL;

  return errors;
}

EncordRequest *
encord_label_row_build_get_validation_errors (EncordLabelRow *self,
                                              GError **error)
{
  EncordProject *project = encord_label_row_get_project (self, error);
  const char *label_hash = encord_label_row_get_label_hash (self);
  g_autofree char *path = NULL;

  if (project == NULL)
    return NULL;
  if (label_hash == NULL || encord_label_row_is_valid (self))
    return encord_request_new_task (find_nothing_wrong, NULL, NULL,
                                    encord_request_free_strings);
  path = g_strconcat ("projects/", encord_project_get_project_hash (project),
                      "/labels/", label_hash, "/validation-state", NULL);

  return encord_request_new (encord_project_get_transport (project),
                             encord_call_new_v2 ("GET", path), parse_errors,
                             encord_request_free_strings);
}
