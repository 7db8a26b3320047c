/* model/encord-label-row.h - all labels of one data unit
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#if !defined(ENCORD_INSIDE) && !defined(ENCORD_COMPILATION)
#error "Only <encord/encord.h> can be included directly."
#endif

#include <encord/encord-macros.h>
#include <encord/model/encord-classification-instance.h>
#include <encord/model/encord-object-instance.h>
#include <encord/model/encord-ontology-structure.h>

G_BEGIN_DECLS

#define ENCORD_TYPE_LABEL_ROW (encord_label_row_get_type ())
ENCORD_API
G_DECLARE_FINAL_TYPE (EncordLabelRow, encord_label_row, ENCORD, LABEL_ROW,
                      GObject)

/**
 * EncordLabelRow:label-hash:
 *
 * Hash of the labels; %NULL until somebody has initialised them.
 *
 * Since: 0.1
 */
/**
 * EncordLabelRow:branch-name:
 *
 * Branch of the labels, `main` unless it is another.
 *
 * Since: 0.1
 */
/**
 * EncordLabelRow:data-hash:
 *
 * Hash of the data unit.
 *
 * Since: 0.1
 */
/**
 * EncordLabelRow:data-title:
 *
 * Title of the data unit.
 *
 * Since: 0.1
 */
/**
 * EncordLabelRow:data-type:
 *
 * What the data unit is, in capitals: `VIDEO`, `IMAGE`, `IMG_GROUP`, ...
 *
 * Since: 0.1
 */
/**
 * EncordLabelRow:dataset-hash:
 *
 * Hash of the dataset.
 *
 * Since: 0.1
 */
/**
 * EncordLabelRow:dataset-title:
 *
 * Title of the dataset.
 *
 * Since: 0.1
 */
/**
 * EncordLabelRow:label-status:
 *
 * State of the labels, such as `LABEL_IN_PROGRESS`.
 *
 * Since: 0.1
 */
/**
 * EncordLabelRow:annotation-task-status:
 *
 * State of the task in projects without a workflow, such as `QUEUED`.
 *
 * Since: 0.1
 */
/**
 * EncordLabelRow:workflow-node-uuid:
 *
 * Stage of the workflow that the row is in; %NULL without a workflow.
 *
 * Since: 0.1
 */
/**
 * EncordLabelRow:workflow-node-title:
 *
 * Title of that stage; %NULL without a workflow.
 *
 * Since: 0.1
 */
/**
 * EncordLabelRow:file-type:
 *
 * MIME type of the file; %NULL when it is not known.
 *
 * Since: 0.1
 */
/**
 * EncordLabelRow:backing-item-uuid:
 *
 * Storage item behind the data unit; %NULL when it is not known.
 *
 * Since: 0.1
 */
/**
 * EncordLabelRow:audio-codec:
 *
 * Codec of the sound; %NULL without sound.
 *
 * Since: 0.1
 */
/**
 * EncordLabelRow:number-of-frames:
 *
 * Frames of a video, or images of a group; 0 when it is not known.
 *
 * Since: 0.1
 */
/**
 * EncordLabelRow:width:
 *
 * Width of the picture in pixels; 0 when it is not known.
 *
 * Since: 0.1
 */
/**
 * EncordLabelRow:height:
 *
 * Height of the picture in pixels; 0 when it is not known.
 *
 * Since: 0.1
 */
/**
 * EncordLabelRow:audio-sample-rate:
 *
 * Samples of the sound a second, in Hz; 0 without sound.
 *
 * Since: 0.1
 */
/**
 * EncordLabelRow:audio-bit-depth:
 *
 * Bits of a sample; 0 without sound.
 *
 * Since: 0.1
 */
/**
 * EncordLabelRow:audio-num-channels:
 *
 * Channels of the sound; 0 without sound.
 *
 * Since: 0.1
 */
/**
 * EncordLabelRow:frames-per-second:
 *
 * Frame rate of a video; 0 when it is not known.
 *
 * Since: 0.1
 */
/**
 * EncordLabelRow:duration:
 *
 * Length in seconds; 0 when it is not known.
 *
 * Since: 0.1
 */
/**
 * EncordLabelRow:priority:
 *
 * Priority of the task in the workflow, 0 to 1.
 *
 * Since: 0.1
 */
/**
 * EncordLabelRow:is-shadow-data:
 *
 * Whether the data unit is shadow data.
 *
 * Since: 0.1
 */
/**
 * EncordLabelRow:is-valid:
 *
 * Whether the labels obey the rules of the project.
 *
 * Since: 0.1
 */
/**
 * EncordLabelRow:is-initialised:
 *
 * Whether the labels have been loaded.
 *
 * Since: 0.1
 */
/**
 * EncordLabelRow:created-at:
 *
 * When the row was made; %NULL until it was.
 *
 * Since: 0.1
 */
/**
 * EncordLabelRow:last-edited-at:
 *
 * When the row was last saved; %NULL until it was.
 *
 * Since: 0.1
 */
/**
 * EncordLabelRow:ontology-structure:
 *
 * Ontology that the labels follow.
 *
 * Since: 0.1
 */
/**
 * EncordLabelRow:client-metadata:
 *
 * What users keep with the data unit, as JSON; %NULL unless the listing asked for
 * it.
 *
 * Since: 0.1
 */
/**
 * EncordLabelRow:images-data:
 *
 * The images of a group, as JSON; %NULL unless the listing asked for them.
 *
 * Since: 0.1
 */

/* metadata, from the listing (wire form: one entry of labelrowmetadata) */
ENCORD_API
EncordLabelRow *encord_label_row_new_from_json (
    JsonNode *metadata, EncordOntologyStructure *ontology, GError **error);
ENCORD_API
const char *encord_label_row_get_label_hash (EncordLabelRow *self);
ENCORD_API
const char *encord_label_row_get_branch_name (EncordLabelRow *self);
ENCORD_API
const char *encord_label_row_get_data_hash (EncordLabelRow *self);
ENCORD_API
const char *encord_label_row_get_data_title (EncordLabelRow *self);
ENCORD_API
const char *encord_label_row_get_data_type (EncordLabelRow *self);
ENCORD_API
const char *encord_label_row_get_dataset_hash (EncordLabelRow *self);
ENCORD_API
const char *encord_label_row_get_label_status (EncordLabelRow *self);
ENCORD_API
const char *encord_label_row_get_annotation_task_status (EncordLabelRow *self);
ENCORD_API
const char *encord_label_row_get_workflow_node_uuid (EncordLabelRow *self);
ENCORD_API
const char *encord_label_row_get_workflow_node_title (EncordLabelRow *self);
ENCORD_API
const char *encord_label_row_get_dataset_title (EncordLabelRow *self);
ENCORD_API
const char *encord_label_row_get_file_type (EncordLabelRow *self);
ENCORD_API
const char *encord_label_row_get_backing_item_uuid (EncordLabelRow *self);
/* may be a signed URL: not to be logged */
ENCORD_API
const char *encord_label_row_get_data_link (EncordLabelRow *self);
ENCORD_API
GDateTime *encord_label_row_get_created_at (EncordLabelRow *self);
ENCORD_API
GDateTime *encord_label_row_get_last_edited_at (EncordLabelRow *self);
ENCORD_API
gboolean encord_label_row_is_shadow_data (EncordLabelRow *self);
ENCORD_API
gboolean encord_label_row_is_valid (EncordLabelRow *self);
ENCORD_API
gboolean encord_label_row_get_priority (EncordLabelRow *self,
                                        double *ret_priority, GError **error);
ENCORD_API
JsonNode *encord_label_row_get_client_metadata (EncordLabelRow *self);
ENCORD_API
JsonNode *encord_label_row_get_images_data (EncordLabelRow *self);
ENCORD_API
const char *encord_label_row_get_audio_codec (EncordLabelRow *self);
ENCORD_API
int encord_label_row_get_audio_sample_rate (EncordLabelRow *self);
ENCORD_API
int encord_label_row_get_audio_bit_depth (EncordLabelRow *self);
ENCORD_API
int encord_label_row_get_audio_num_channels (EncordLabelRow *self);
ENCORD_API
int encord_label_row_get_number_of_frames (EncordLabelRow *self);
ENCORD_API
double encord_label_row_get_frames_per_second (EncordLabelRow *self);
ENCORD_API
double encord_label_row_get_duration (EncordLabelRow *self);
ENCORD_API
int encord_label_row_get_width (EncordLabelRow *self);
ENCORD_API
int encord_label_row_get_height (EncordLabelRow *self);
ENCORD_API
EncordOntologyStructure *
encord_label_row_get_ontology_structure (EncordLabelRow *self);

/* the labels: absent until the body has been loaded */
ENCORD_API
gboolean encord_label_row_is_initialised (EncordLabelRow *self);
ENCORD_API
gboolean encord_label_row_load (EncordLabelRow *self, GBytes *body,
                                GError **error);
ENCORD_API
GBytes *encord_label_row_write (EncordLabelRow *self, GError **error);

/* image groups: frame n is the n-th image; NULL and -1 for video */
ENCORD_API
const char *encord_label_row_get_image_hash (EncordLabelRow *self, int frame);
ENCORD_API
int encord_label_row_get_frame_for_image_hash (EncordLabelRow *self,
                                               const char *image_hash);

/* Instances belong to the row (transfer none); the array of all of them, in
 * order of first appearance, is the caller's (transfer container). A row that is
 * loaded again or gone leaves instances empty, which the caller may hold on to
 * with a reference. */
ENCORD_API
GPtrArray *encord_label_row_get_object_instances (EncordLabelRow *self);
ENCORD_API
EncordObjectInstance *
encord_label_row_get_object_instance (EncordLabelRow *self,
                                      const char *object_hash);
ENCORD_API
EncordObjectInstance *
encord_label_row_add_object_instance (EncordLabelRow *self,
                                      EncordOntologyObject *object,
                                      const char *object_hash, GError **error);
ENCORD_API
gboolean
encord_label_row_remove_object_instance (EncordLabelRow *self,
                                         EncordObjectInstance *instance);

/* the same of classifications */
ENCORD_API
GPtrArray *encord_label_row_get_classification_instances (EncordLabelRow *self);
ENCORD_API
EncordClassificationInstance *
encord_label_row_get_classification_instance (EncordLabelRow *self,
                                              const char *classification_hash);
ENCORD_API
EncordClassificationInstance *encord_label_row_add_classification_instance (
    EncordLabelRow *self, EncordOntologyClassification *classification,
    const char *classification_hash, GError **error);
ENCORD_API
gboolean encord_label_row_remove_classification_instance (
    EncordLabelRow *self, EncordClassificationInstance *instance);

/* of a class (NULL: of any), on one of some frames (NULL: on any or none) */
ENCORD_API
GPtrArray *encord_label_row_find_object_instances (
    EncordLabelRow *self, EncordOntologyObject *object,
    const EncordFrameRange *ranges, guint n_ranges);
ENCORD_API
GPtrArray *encord_label_row_find_classification_instances (
    EncordLabelRow *self, EncordOntologyClassification *classification,
    const EncordFrameRange *ranges, guint n_ranges);

G_END_DECLS
