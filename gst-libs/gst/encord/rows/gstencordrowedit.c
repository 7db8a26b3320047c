/* gstencordrowedit.c - between a label row and what merging compares
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "gstencordrowedit.h"

#include <encord/labels/encord-box-shape-private.h>
#include <encord/labels/encord-merge-shape-private.h>

static gboolean
is_protected_stage (EncordWorkflowStageType type)
{
  return type == ENCORD_WORKFLOW_STAGE_REVIEW ||
         type == ENCORD_WORKFLOW_STAGE_CONSENSUS_REVIEW ||
         type == ENCORD_WORKFLOW_STAGE_DONE;
}

gboolean
gst_encord_row_is_protected (EncordLabelRow *row, EncordProject *project,
                             char **ret_stage)
{
  EncordWorkflow *workflow = encord_project_get_workflow (project);
  const char *node = encord_label_row_get_workflow_node_uuid (row);
  const char *status = encord_label_row_get_annotation_task_status (row);
  guint stage;

  if (g_strcmp0 (encord_label_row_get_branch_name (row),
                 GST_ENCORD_MAIN_BRANCH) != 0)
    return FALSE;
  if (node != NULL) {
    if (workflow == NULL ||
        !encord_workflow_find_stage (workflow, node, &stage) ||
        !is_protected_stage (encord_workflow_get_stage_type (workflow, stage)))
      return FALSE;
    *ret_stage = g_strdup (encord_label_row_get_workflow_node_title (row));
    return TRUE;
  }
  if (g_strcmp0 (status, "IN_REVIEW") != 0 &&
      g_strcmp0 (status, "COMPLETED") != 0)
    return FALSE;
  *ret_stage = g_strdup (status);

  return TRUE;
}

static int
place_frame (EncordLabelRow *row, int frame, char **image_hashes)
{
  const int n_frames = encord_label_row_get_number_of_frames (row);

  /* images are known by their hashes once somebody has initialised the row */
  if (image_hashes != NULL && encord_label_row_is_initialised (row)) {
    if ((guint) frame >= g_strv_length (image_hashes))
      return -1;
    return encord_label_row_get_frame_for_image_hash (row, image_hashes[frame]);
  }

  return n_frames > 0 && frame >= n_frames ? -1 : frame;
}

static int
compare_entries (gconstpointer a, gconstpointer b)
{
  const EncordMergeEntry *left = a, *right = b;

  return (left->frame > right->frame) - (left->frame < right->frame);
}

static int
compare_ranges (gconstpointer a, gconstpointer b)
{
  const EncordFrameRange *left = a, *right = b;

  return (left->first > right->first) - (left->first < right->first);
}

static EncordShape
get_shape (EncordLabelRow *row, const char *feature_hash)
{
  EncordOntologyObject *class = encord_ontology_structure_find_object (
      encord_label_row_get_ontology_structure (row), feature_hash);

  return class != NULL ? encord_ontology_object_get_shape (class)
                       : ENCORD_SHAPE_BOUNDING_BOX;
}

/* a box smaller than a pixel, or beside the picture, is no mask */
static gboolean
can_be_drawn (EncordLabelRow *row, EncordShape shape,
              const EncordMergeEntry *entry)
{
  g_autoptr (EncordGeometry) drawn = NULL;

  if (shape != ENCORD_SHAPE_BITMASK || entry->geometry != NULL)
    return TRUE;
  drawn =
      encord_box_to_shape (&entry->box, shape, encord_label_row_get_width (row),
                           encord_label_row_get_height (row));

  return drawn != NULL;
}

static void
swap_entries (EncordMergeEntry *a, EncordMergeEntry *b)
{
  const EncordMergeEntry entry = *a;

  *a = *b;
  *b = entry;
}

static guint
place_object (EncordLabelRow *row, EncordMergeObject *object,
              char **image_hashes)
{
  const EncordShape shape = get_shape (row, object->feature_hash);
  guint n_kept = 0, n_beyond = 0;

  for (guint i = 0; i < object->entries->len; i++) {
    EncordMergeEntry *entry =
        &g_array_index (object->entries, EncordMergeEntry, i);

    entry->frame = place_frame (row, entry->frame, image_hashes);
    if (entry->frame < 0) {
      n_beyond++;
      continue;
    }
    if (shape == ENCORD_SHAPE_BOUNDING_BOX)
      entry->box.theta = 0;
    if (can_be_drawn (row, shape, entry))
      swap_entries (
          entry, &g_array_index (object->entries, EncordMergeEntry, n_kept++));
  }
  g_array_set_size (object->entries, n_kept);
  if (image_hashes != NULL)
    g_array_sort (object->entries, compare_entries);

  return n_beyond;
}

/* every image stands for itself */
static void
place_seen (EncordLabelRow *row, GArray *seen, char **image_hashes)
{
  g_autoptr (GArray) placed =
      g_array_new (FALSE, FALSE, sizeof (EncordFrameRange));

  for (guint i = 0; i < seen->len; i++) {
    const EncordFrameRange range = g_array_index (seen, EncordFrameRange, i);

    for (int frame = range.first; frame <= range.last; frame++) {
      const int at = place_frame (row, frame, image_hashes);
      const EncordFrameRange one = { at, at };

      if (at >= 0)
        g_array_append_val (placed, one);
    }
  }
  g_array_sort (placed, compare_ranges);
  g_array_set_size (seen, 0);
  g_array_append_vals (seen, placed->data, placed->len);
}

guint
gst_encord_row_place_tracks (EncordLabelRow *row, GPtrArray *mine, GArray *seen,
                             char **image_hashes)
{
  guint n_dropped = 0;

  for (guint i = mine->len; i > 0; i--) {
    EncordMergeObject *object = mine->pdata[i - 1];

    n_dropped += place_object (row, object, image_hashes);
    if (object->entries->len == 0)
      g_ptr_array_remove_index (mine, i - 1);
  }
  if (image_hashes != NULL)
    place_seen (row, seen, image_hashes);

  return n_dropped;
}

/* what reading a row needs to know of what we wrote */
typedef struct
{
  EncordLabelRow *row;
  GHashTable *base;   /* object hash to EncordMergeObject */
  GHashTable *intent; /* likewise */
} Reading;

static gboolean
is_shown_by (const EncordMergeEntry *entry, const EncordGeometry *geometry,
             EncordLabelRow *row)
{
  if (entry->geometry != NULL)
    return encord_merge_shape_equal (entry->geometry, geometry);
  return encord_box_is_shown_by (&entry->box, geometry,
                                 encord_label_row_get_width (row),
                                 encord_label_row_get_height (row));
}

/* one of the states that we may have left the row in */
static gboolean
is_of (const EncordMergeObject *object, const EncordGeometry *geometry,
       EncordLabelRow *row, EncordMergeEntry *entry)
{
  const EncordMergeEntry *ours =
      object != NULL ? encord_merge_object_find (object, entry->frame) : NULL;

  if (ours == NULL || !is_shown_by (ours, geometry, row))
    return FALSE;
  entry->box = ours->box;
  entry->geometry = ours->geometry;

  return TRUE;
}

/* Of what we drew as another shape, what we meant by it; of what a human drew, the
 * box around it. */
static void
read_place (const Reading *self, EncordObjectInstance *instance,
            EncordMergeEntry *entry)
{
  const char *hash = encord_object_instance_get_object_hash (instance);
  g_autoptr (EncordGeometry) geometry = NULL;

  if (encord_object_instance_get_box (instance, entry->frame, &entry->box))
    return;
  geometry = encord_object_instance_get_geometry (instance, entry->frame);
  if (geometry != NULL && (is_of (g_hash_table_lookup (self->base, hash),
                                  geometry, self->row, entry) ||
                           is_of (g_hash_table_lookup (self->intent, hash),
                                  geometry, self->row, entry)))
    return;
  entry->foreign = TRUE;
  /* what is nowhere covers nothing */
  if (geometry == NULL ||
      !encord_merge_shape_get_bounds (
          geometry, encord_label_row_get_width (self->row),
          encord_label_row_get_height (self->row), &entry->box, NULL))
    entry->box = (EncordBox){ .width = -1, .height = -1 };
}

static void
read_entries (const Reading *self, EncordObjectInstance *instance,
              EncordMergeObject *object)
{
  guint n_frames;
  const int *frames = encord_object_instance_get_frames (instance, &n_frames);

  for (guint i = 0; i < n_frames; i++) {
    EncordMergeEntry entry = { .frame = frames[i] };
    EncordAnnotation annotation;

    if (!encord_object_instance_get_annotation (instance, frames[i],
                                                &annotation))
      continue;
    entry.manual = annotation.manual;
    entry.confidence = annotation.confidence;
    read_place (self, instance, &entry);
    encord_merge_entries_add (object->entries, &entry);
  }
}

static void
add_features (GHashTable *features, GPtrArray *objects)
{
  for (guint i = 0; i < objects->len; i++) {
    EncordMergeObject *object = objects->pdata[i];

    g_hash_table_add (features, object->feature_hash);
  }
}

GPtrArray *
gst_encord_row_read_objects (EncordLabelRow *row, GPtrArray *base,
                             GPtrArray *intent, GPtrArray *mine)
{
  g_autoptr (GPtrArray) instances = encord_label_row_get_object_instances (row);
  g_autoptr (GHashTable) features = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GPtrArray) none = encord_merge_objects_new ();
  g_autoptr (GHashTable) base_by_hash = encord_merge_objects_by_hash (base);
  g_autoptr (GHashTable) intent_by_hash =
      encord_merge_objects_by_hash (intent != NULL ? intent : none);
  const Reading reading = { row, base_by_hash, intent_by_hash };
  GPtrArray *objects = encord_merge_objects_new ();

  add_features (features, mine);
  for (guint i = 0; i < instances->len; i++) {
    EncordObjectInstance *instance = instances->pdata[i];
    const char *hash = encord_object_instance_get_object_hash (instance);
    const char *feature = encord_object_instance_get_feature_hash (instance);
    EncordMergeObject *object = encord_merge_object_new (hash, feature);

    if (g_hash_table_contains (base_by_hash, hash) ||
        g_hash_table_contains (intent_by_hash, hash) ||
        g_hash_table_contains (features, feature)) {
      object->answers = encord_object_instance_dup_answers (instance);
      read_entries (&reading, instance, object);
    }
    g_ptr_array_add (objects, object);
  }

  return objects;
}

static gboolean
add_object (EncordLabelRow *row, const EncordMergeOperation *operation,
            GError **error)
{
  EncordOntologyObject *class = encord_ontology_structure_find_object (
      encord_label_row_get_ontology_structure (row), operation->feature_hash);

  if (class == NULL) {
    g_set_error (error, ENCORD_ERROR, ENCORD_ERROR_NOT_FOUND,
                 "label row of \"%s\": its ontology has no object %s",
                 encord_label_row_get_data_title (row),
                 operation->feature_hash);
    return FALSE;
  }

  return encord_label_row_add_object_instance (
             row, class, operation->object_hash, error) != NULL;
}

static gboolean
set_entry (EncordLabelRow *row, EncordObjectInstance *instance,
           const EncordMergeEntry *entry, GError **error)
{
  const EncordShape shape =
      get_shape (row, encord_object_instance_get_feature_hash (instance));
  EncordAnnotation annotation = { 0 };
  g_autoptr (EncordGeometry) geometry = NULL;

  /* one of ours that moves keeps its birthday */
  encord_object_instance_get_annotation (instance, entry->frame, &annotation);
  annotation.confidence = entry->confidence;
  annotation.manual = FALSE;
  annotation.last_edited_at = 0;
  annotation.created_by = NULL;
  annotation.last_edited_by = NULL;

  if (shape == ENCORD_SHAPE_BOUNDING_BOX ||
      shape == ENCORD_SHAPE_ROTATABLE_BOUNDING_BOX)
    return encord_object_instance_set_box (instance, entry->frame, &entry->box,
                                           &annotation, error);
  geometry = entry->geometry != NULL
                 ? encord_geometry_ref (entry->geometry)
                 : encord_box_to_shape (&entry->box, shape,
                                        encord_label_row_get_width (row),
                                        encord_label_row_get_height (row));

  return encord_object_instance_set_geometry (instance, entry->frame, geometry,
                                              &annotation, error);
}

static gboolean
apply_operation (EncordLabelRow *row, const EncordMergeOperation *operation,
                 GError **error)
{
  EncordObjectInstance *instance =
      encord_label_row_get_object_instance (row, operation->object_hash);

  switch (operation->action) {
    case ENCORD_MERGE_ADD_OBJECT:
      return add_object (row, operation, error);
    case ENCORD_MERGE_SET_ENTRY:
      return set_entry (row, instance, &operation->entry, error);
    case ENCORD_MERGE_REMOVE_ENTRY:
      encord_object_instance_remove_frame (instance, operation->entry.frame);
      return TRUE;
    case ENCORD_MERGE_REMOVE_OBJECT:
      encord_label_row_remove_object_instance (row, instance);
      return TRUE;
    case ENCORD_MERGE_LEAVE_ALONE:
      return TRUE;
    default:
      g_return_val_if_reached (FALSE);
  }
}

gboolean
gst_encord_row_apply_plan (EncordLabelRow *row, EncordMergePlan *plan,
                           GError **error)
{
  for (guint i = 0; i < plan->operations->len; i++)
    if (!apply_operation (
            row, &g_array_index (plan->operations, EncordMergeOperation, i),
            error))
      return FALSE;

  for (guint i = 0; i < plan->base->len; i++) {
    EncordMergeObject *object = plan->base->pdata[i];
    EncordObjectInstance *instance;

    if (object->answers != NULL || object->state != ENCORD_MERGE_OURS)
      continue;
    instance = encord_label_row_get_object_instance (row, object->object_hash);
    object->answers = encord_object_instance_dup_answers (instance);
  }

  return TRUE;
}
