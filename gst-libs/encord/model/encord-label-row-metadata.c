/* encord-label-row-metadata.c - what is known of a label row without its labels
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <math.h>
#include <string.h>

#include <encord/encord-error-private.h>
#include <encord/model/encord-json-members-private.h>
#include <encord/model/encord-label-row-private.h>
#include <encord/model/encord-label-row-struct-private.h>

/**
 * encord_label_row_get_label_hash:
 * @self: a row
 *
 * Gives the hash that identifies the labels.
 *
 * Follows `LabelRowV2.label_hash` of the Python SDK.
 *
 * Returns: (transfer none) (nullable): the hash, %NULL until the service has made the
 *   labels
 *
 * Since: 0.1
 */
const char *
encord_label_row_get_label_hash (EncordLabelRow *self)
{
  g_return_val_if_fail (ENCORD_IS_LABEL_ROW (self), NULL);

  return self->strings[PROP_LABEL_HASH];
}

/**
 * encord_label_row_get_branch_name:
 * @self: a row
 *
 * Gives the branch that the labels are on.
 *
 * Follows `LabelRowV2.branch_name` of the Python SDK.
 *
 * Returns: (transfer none): the name, `main` by default
 *
 * Since: 0.1
 */
const char *
encord_label_row_get_branch_name (EncordLabelRow *self)
{
  g_return_val_if_fail (ENCORD_IS_LABEL_ROW (self), NULL);

  return self->strings[PROP_BRANCH_NAME];
}

/**
 * encord_label_row_get_data_hash:
 * @self: a row
 *
 * Gives the hash of the data unit.
 *
 * Follows `LabelRowV2.data_hash` of the Python SDK.
 *
 * Returns: (transfer none): the hash
 *
 * Since: 0.1
 */
const char *
encord_label_row_get_data_hash (EncordLabelRow *self)
{
  g_return_val_if_fail (ENCORD_IS_LABEL_ROW (self), NULL);

  return self->strings[PROP_DATA_HASH];
}

/**
 * encord_label_row_get_data_title:
 * @self: a row
 *
 * Gives the title of the data unit.
 *
 * Follows `LabelRowV2.data_title` of the Python SDK.
 *
 * Returns: (transfer none): the title
 *
 * Since: 0.1
 */
const char *
encord_label_row_get_data_title (EncordLabelRow *self)
{
  g_return_val_if_fail (ENCORD_IS_LABEL_ROW (self), NULL);

  return self->strings[PROP_DATA_TITLE];
}

/**
 * encord_label_row_get_data_type:
 * @self: a row
 *
 * Tells what the data unit is.
 *
 * Follows `LabelRowV2.data_type` of the Python SDK.
 *
 * Returns: (transfer none): the type as listed, in capitals: `VIDEO`, `IMAGE`,
 *   `IMG_GROUP`, ...
 *
 * Since: 0.1
 */
const char *
encord_label_row_get_data_type (EncordLabelRow *self)
{
  g_return_val_if_fail (ENCORD_IS_LABEL_ROW (self), NULL);

  return self->strings[PROP_DATA_TYPE];
}

/**
 * encord_label_row_get_dataset_hash:
 * @self: a row
 *
 * Gives the hash of the dataset.
 *
 * Follows `LabelRowV2.dataset_hash` of the Python SDK.
 *
 * Returns: (transfer none): the hash
 *
 * Since: 0.1
 */
const char *
encord_label_row_get_dataset_hash (EncordLabelRow *self)
{
  g_return_val_if_fail (ENCORD_IS_LABEL_ROW (self), NULL);

  return self->strings[PROP_DATASET_HASH];
}

/**
 * encord_label_row_get_label_status:
 * @self: a row
 *
 * Tells the state of the labels. In projects with a workflow it says nothing: the
 * stage counts there.
 *
 * Follows `LabelRowV2.label_status` of the Python SDK, which refuses to tell it in
 * projects with a workflow.
 *
 * Returns: (transfer none): the state, such as `LABEL_IN_PROGRESS`
 *
 * Since: 0.1
 */
const char *
encord_label_row_get_label_status (EncordLabelRow *self)
{
  g_return_val_if_fail (ENCORD_IS_LABEL_ROW (self), NULL);

  return self->strings[PROP_LABEL_STATUS];
}

/**
 * encord_label_row_get_annotation_task_status:
 * @self: a row
 *
 * Tells the state of the task in projects without a workflow.
 *
 * Follows `LabelRowV2.annotation_task_status` of the Python SDK, which refuses to
 * tell it in projects with a workflow.
 *
 * Returns: (transfer none) (nullable): the state, such as `QUEUED`
 *
 * Since: 0.1
 */
const char *
encord_label_row_get_annotation_task_status (EncordLabelRow *self)
{
  g_return_val_if_fail (ENCORD_IS_LABEL_ROW (self), NULL);

  return self->strings[PROP_ANNOTATION_TASK_STATUS];
}

/**
 * encord_label_row_get_workflow_node_uuid:
 * @self: a row
 *
 * Gives the stage of the workflow that the row is in.
 *
 * Follows `LabelRowV2.workflow_graph_node` of the Python SDK.
 *
 * Returns: (transfer none) (nullable): the stage, %NULL without a workflow
 *
 * Since: 0.1
 */
const char *
encord_label_row_get_workflow_node_uuid (EncordLabelRow *self)
{
  g_return_val_if_fail (ENCORD_IS_LABEL_ROW (self), NULL);

  return self->strings[PROP_WORKFLOW_NODE_UUID];
}

/**
 * encord_label_row_get_workflow_node_title:
 * @self: a row
 *
 * Gives the title of the stage of the workflow that the row is in.
 *
 * Follows `LabelRowV2.workflow_graph_node` of the Python SDK.
 *
 * Returns: (transfer none) (nullable): the title, %NULL without a workflow
 *
 * Since: 0.1
 */
const char *
encord_label_row_get_workflow_node_title (EncordLabelRow *self)
{
  g_return_val_if_fail (ENCORD_IS_LABEL_ROW (self), NULL);

  return self->strings[PROP_WORKFLOW_NODE_TITLE];
}

/**
 * encord_label_row_get_number_of_frames:
 * @self: a row
 *
 * Gives the number of frames, or of images in a group.
 *
 * Follows `LabelRowV2.number_of_frames` of the Python SDK.
 *
 * Returns: the number, 0 when it is not known
 *
 * Since: 0.1
 */
int
encord_label_row_get_number_of_frames (EncordLabelRow *self)
{
  g_return_val_if_fail (ENCORD_IS_LABEL_ROW (self), 0);

  return self->number_of_frames;
}

/**
 * encord_label_row_get_frames_per_second:
 * @self: a row
 *
 * Gives the frame rate of a video.
 *
 * Follows `LabelRowV2.frames_per_second` of the Python SDK.
 *
 * Returns: frames a second, 0 when it is not known
 *
 * Since: 0.1
 */
double
encord_label_row_get_frames_per_second (EncordLabelRow *self)
{
  g_return_val_if_fail (ENCORD_IS_LABEL_ROW (self), 0);

  return self->frames_per_second;
}

/**
 * encord_label_row_get_duration:
 * @self: a row
 *
 * Gives the length of a video.
 *
 * Follows `LabelRowV2.duration` of the Python SDK.
 *
 * Returns: seconds, 0 when it is not known
 *
 * Since: 0.1
 */
double
encord_label_row_get_duration (EncordLabelRow *self)
{
  g_return_val_if_fail (ENCORD_IS_LABEL_ROW (self), 0);

  return self->duration;
}

/**
 * encord_label_row_get_width:
 * @self: a row
 *
 * Gives the width of the picture.
 *
 * Follows `LabelRowV2.width` of the Python SDK.
 *
 * Returns: pixels, 0 when it is not known
 *
 * Since: 0.1
 */
int
encord_label_row_get_width (EncordLabelRow *self)
{
  g_return_val_if_fail (ENCORD_IS_LABEL_ROW (self), 0);

  return self->width;
}

/**
 * encord_label_row_get_height:
 * @self: a row
 *
 * Gives the height of the picture.
 *
 * Follows `LabelRowV2.height` of the Python SDK.
 *
 * Returns: pixels, 0 when it is not known
 *
 * Since: 0.1
 */
int
encord_label_row_get_height (EncordLabelRow *self)
{
  g_return_val_if_fail (ENCORD_IS_LABEL_ROW (self), 0);

  return self->height;
}

/**
 * encord_label_row_get_ontology_structure:
 * @self: a row
 *
 * Gives the ontology that the labels follow.
 *
 * Follows `LabelRowV2.ontology_structure` of the Python SDK.
 *
 * Returns: (transfer none) (nullable): the ontology
 *
 * Since: 0.1
 */
EncordOntologyStructure *
encord_label_row_get_ontology_structure (EncordLabelRow *self)
{
  g_return_val_if_fail (ENCORD_IS_LABEL_ROW (self), NULL);

  return self->ontology;
}

/**
 * encord_label_row_get_dataset_title:
 * @self: a row
 *
 * Gives the title of the dataset.
 *
 * Follows `LabelRowV2.dataset_title` of the Python SDK.
 *
 * Returns: (transfer none): the title
 *
 * Since: 0.1
 */
const char *
encord_label_row_get_dataset_title (EncordLabelRow *self)
{
  g_return_val_if_fail (ENCORD_IS_LABEL_ROW (self), NULL);

  return self->strings[PROP_DATASET_TITLE];
}

/**
 * encord_label_row_get_created_at:
 * @self: a row
 *
 * Tells when the labels were made.
 *
 * Follows `LabelRowV2.created_at` of the Python SDK.
 *
 * Returns: (transfer none) (nullable): the time, %NULL until the service has made
 *   them
 *
 * Since: 0.1
 */
GDateTime *
encord_label_row_get_created_at (EncordLabelRow *self)
{
  g_return_val_if_fail (ENCORD_IS_LABEL_ROW (self), NULL);

  return self->created_at;
}

/**
 * encord_label_row_get_last_edited_at:
 * @self: a row
 *
 * Tells when the labels were edited last, as of the listing.
 *
 * Follows `LabelRowV2.last_edited_at` of the Python SDK.
 *
 * Returns: (transfer none) (nullable): the time
 *
 * Since: 0.1
 */
GDateTime *
encord_label_row_get_last_edited_at (EncordLabelRow *self)
{
  g_return_val_if_fail (ENCORD_IS_LABEL_ROW (self), NULL);

  return self->last_edited_at;
}

/**
 * encord_label_row_is_shadow_data:
 * @self: a row
 *
 * Tells whether the data unit is there to be compared with, not to be labelled.
 *
 * Follows `LabelRowV2.is_shadow_data` of the Python SDK.
 *
 * Returns: whether it is
 *
 * Since: 0.1
 */
gboolean
encord_label_row_is_shadow_data (EncordLabelRow *self)
{
  g_return_val_if_fail (ENCORD_IS_LABEL_ROW (self), FALSE);

  return encord_json_peek_boolean (self->metadata, "is_shadow_data", FALSE);
}

/* a member of the body's top level, read when it is asked for; NULL: there is none */
static JsonNode *
read_body_member (EncordLabelRow *self, const char *name)
{
  EncordJsonSlice value = { NULL, 0 };
  g_autofree char *text = NULL;

  for (guint32 i = 0; self->store != NULL && i < self->store->top_members->len;
       i++) {
    const EncordMember *member =
        &g_array_index (self->store->top_members, EncordMember, i);

    if (encord_json_slice_equal (
            encord_label_store_slice (self->store, member->name), name,
            strlen (name)))
      value = encord_label_store_slice (self->store, member->value);
  }
  if (value.text == NULL)
    return NULL;
  text = g_strndup (value.text, value.length);

  return json_from_string (text, NULL);
}

/**
 * encord_label_row_is_valid:
 * @self: a row
 *
 * Tells whether the service found the labels to fit the ontology when they were
 * saved last; once they are loaded, as of then.
 *
 * Follows `LabelRowV2.is_valid` of the Python SDK.
 *
 * Returns: whether it did
 *
 * Since: 0.1
 */
gboolean
encord_label_row_is_valid (EncordLabelRow *self)
{
  g_autoptr (JsonNode) node = NULL;

  g_return_val_if_fail (ENCORD_IS_LABEL_ROW (self), FALSE);

  node = read_body_member (self, "is_valid");
  if (node != NULL && json_node_get_value_type (node) == G_TYPE_BOOLEAN)
    return json_node_get_boolean (node);

  return encord_json_peek_boolean (self->metadata, "is_valid", TRUE);
}

gboolean
encord_label_row_check_workflow (EncordLabelRow *self, GError **error)
{
  const EncordErrorDetails details = {
    .server_error = ENCORD_SERVER_ERROR_WRONG_PROJECT_TYPE,
  };

  if (self->strings[PROP_WORKFLOW_NODE_UUID] != NULL)
    return TRUE;

  g_propagate_error (
      error,
      encord_error_new_with_details (
          ENCORD_ERROR_REJECTED, &details,
          "label row of \"%s\": only rows of workflow projects have a priority",
          self->strings[PROP_DATA_TITLE]));

  return FALSE;
}

/**
 * encord_label_row_get_priority:
 * @self: a row
 * @ret_priority: (out): 0..1, the larger the sooner; NaN for a task that is
 *   complete
 * @error: return location for an error
 *
 * Tells how soon the row's task should be done.
 *
 * Follows `LabelRowV2.priority` of the Python SDK.
 *
 * Returns: %FALSE with @error set (%ENCORD_ERROR_REJECTED, with
 *   %ENCORD_SERVER_ERROR_WRONG_PROJECT_TYPE) when the project has no workflow
 *
 * Since: 0.1
 */
gboolean
encord_label_row_get_priority (EncordLabelRow *self, double *ret_priority,
                               GError **error)
{
  g_return_val_if_fail (ENCORD_IS_LABEL_ROW (self), FALSE);
  g_return_val_if_fail (ret_priority != NULL, FALSE);
  g_return_val_if_fail (error == NULL || *error == NULL, FALSE);

  if (!encord_label_row_check_workflow (self, error))
    return FALSE;
  *ret_priority = encord_json_peek_member (self->metadata, "priority") != NULL
                      ? encord_json_peek_number (self->metadata, "priority")
                      : NAN;

  return TRUE;
}
