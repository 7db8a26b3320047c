/* encord-classification-instance.c - one classification of a row over its frames
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <encord/encord-error.h>
#include <encord/model/encord-classification-instance-private.h>
#include <encord/model/encord-frame-range-private.h>
#include <encord/model/encord-label-annotation-private.h>

/**
 * EncordClassificationInstance:
 *
 * One classification of a label row: on which frames it holds, what it says, and
 * who says so.
 *
 * An instance is a light handle that belongs to its row. When the row is loaded
 * again, finalised or drops the classification, a handle somebody still holds is
 * empty: it has no hash, no frames, and setting anything fails.
 *
 * Follows `ClassificationInstance` of the Python SDK.
 *
 * Since: 0.1
 */
struct _EncordClassificationInstance
{
  GObject parent;

  EncordLabelStore *store; /* not owned; NULL once detached */
  EncordLabelTrack *track;
};

G_DEFINE_FINAL_TYPE (EncordClassificationInstance,
                     encord_classification_instance, G_TYPE_OBJECT)

static void
encord_classification_instance_class_init (
    EncordClassificationInstanceClass *klass)
{
}

static void
encord_classification_instance_init (EncordClassificationInstance *self)
{
}

EncordClassificationInstance *
encord_classification_instance_new (EncordLabelStore *store,
                                    EncordLabelTrack *track)
{
  EncordClassificationInstance *self =
      g_object_new (ENCORD_TYPE_CLASSIFICATION_INSTANCE, NULL);

  self->store = store;
  self->track = track;

  return self;
}

void
encord_classification_instance_detach (EncordClassificationInstance *self)
{
  self->store = NULL;
  self->track = NULL;
}

EncordLabelTrack *
encord_classification_instance_get_track (EncordClassificationInstance *self)
{
  return self->track;
}

EncordLabelStore *
encord_classification_instance_get_store (EncordClassificationInstance *self)
{
  return self->store;
}

/**
 * encord_classification_instance_get_classification_hash:
 * @self: an instance
 *
 * Gives the hash that identifies the classification within its row.
 *
 * Follows `ClassificationInstance.classification_hash` of the Python SDK.
 *
 * Returns: (transfer none) (nullable): the hash, %NULL when @self is empty
 *
 * Since: 0.1
 */
const char *
encord_classification_instance_get_classification_hash (
    EncordClassificationInstance *self)
{
  g_return_val_if_fail (ENCORD_IS_CLASSIFICATION_INSTANCE (self), NULL);

  return self->track != NULL ? self->track->hash : NULL;
}

/**
 * encord_classification_instance_get_feature_hash:
 * @self: an instance
 *
 * Gives the hash of what is classified in the ontology.
 *
 * Follows `ClassificationInstance.feature_hash` of the Python SDK.
 *
 * Returns: (transfer none) (nullable): the hash, %NULL when @self is empty
 *
 * Since: 0.1
 */
const char *
encord_classification_instance_get_feature_hash (
    EncordClassificationInstance *self)
{
  g_return_val_if_fail (ENCORD_IS_CLASSIFICATION_INSTANCE (self), NULL);

  return self->track != NULL ? self->track->feature_hash : NULL;
}

/**
 * encord_classification_instance_get_ontology_classification:
 * @self: an instance
 *
 * Finds what is classified in the ontology.
 *
 * Follows `ClassificationInstance.ontology_item` of the Python SDK, which refuses
 * rows with a classification that the ontology lacks.
 *
 * Returns: (transfer none) (nullable): the classification, %NULL when the
 *   ontology lacks it or @self is empty
 *
 * Since: 0.1
 */
EncordOntologyClassification *
encord_classification_instance_get_ontology_classification (
    EncordClassificationInstance *self)
{
  g_return_val_if_fail (ENCORD_IS_CLASSIFICATION_INSTANCE (self), NULL);

  if (self->track == NULL || self->store->ontology == NULL)
    return NULL;

  return encord_ontology_structure_find_classification (
      self->store->ontology, self->track->feature_hash);
}

/**
 * encord_classification_instance_get_frames:
 * @self: an instance
 * @ret_n_frames: (out): number of frames
 *
 * Lists the frames that the classification is on.
 *
 * Follows `ClassificationInstance.get_annotations` of the Python SDK.
 *
 * Returns: (array length=ret_n_frames) (transfer none) (nullable): ascending
 *   frame numbers, valid until a frame is added or removed
 *
 * Since: 0.1
 */
const int *
encord_classification_instance_get_frames (EncordClassificationInstance *self,
                                           guint *ret_n_frames)
{
  g_return_val_if_fail (ENCORD_IS_CLASSIFICATION_INSTANCE (self), NULL);
  g_return_val_if_fail (ret_n_frames != NULL, NULL);

  if (self->track == NULL) {
    *ret_n_frames = 0;
    return NULL;
  }

  return encord_label_track_get_frames (self->track, ret_n_frames);
}

/**
 * encord_classification_instance_get_ranges:
 * @self: an instance
 * @ret_n_ranges: (out): number of ranges
 *
 * Lists the frames that the classification is on as ranges.
 *
 * Follows `frames_to_ranges()` of the Python SDK.
 *
 * Returns: (array length=ret_n_ranges) (transfer full): ascending ranges that
 *   neither overlap nor touch
 *
 * Since: 0.1
 */
EncordFrameRange *
encord_classification_instance_get_ranges (EncordClassificationInstance *self,
                                           guint *ret_n_ranges)
{
  const int *frames;
  GArray *ranges;
  guint n_frames;

  g_return_val_if_fail (ENCORD_IS_CLASSIFICATION_INSTANCE (self), NULL);
  g_return_val_if_fail (ret_n_ranges != NULL, NULL);

  frames = encord_classification_instance_get_frames (self, &n_frames);
  ranges = encord_frame_ranges_new_from_frames (frames, n_frames);
  *ret_n_ranges = ranges->len;

  return (EncordFrameRange *) (gpointer) g_array_free (ranges, FALSE);
}

static EncordLabel *
find (EncordClassificationInstance *self, int frame)
{
  return self->track != NULL
             ? encord_label_store_find (self->store, self->track, frame)
             : NULL;
}

/**
 * encord_classification_instance_dup_ranges: (rename-to encord_classification_instance_get_ranges)
 * @self: an instance
 *
 * Lists the frames that the classification is on as ranges, as objects of their own.
 *
 * For languages that cannot take over an array of structs; see
 * encord_classification_instance_get_ranges().
 *
 * Returns: (element-type EncordFrameRange) (transfer container): ascending ranges
 *   that neither overlap nor touch
 *
 * Since: 0.1
 */
GPtrArray *
encord_classification_instance_dup_ranges (EncordClassificationInstance *self)
{
  g_autofree EncordFrameRange *ranges = NULL;
  guint n_ranges = 0;

  ranges = encord_classification_instance_get_ranges (self, &n_ranges);

  return encord_frame_ranges_to_copies (ranges, n_ranges);
}

/**
 * encord_classification_instance_has_frame:
 * @self: an instance
 * @frame: frame number
 *
 * Tells whether the classification is on a frame.
 *
 * Returns: whether it is
 *
 * Since: 0.1
 */
gboolean
encord_classification_instance_has_frame (EncordClassificationInstance *self,
                                          int frame)
{
  g_return_val_if_fail (ENCORD_IS_CLASSIFICATION_INSTANCE (self), FALSE);

  return find (self, frame) != NULL;
}

/**
 * encord_classification_instance_get_annotation:
 * @self: an instance
 * @frame: frame number
 * @ret: (out caller-allocates): what is said; its strings belong to the row
 *
 * Reads who put the classification on a frame, when, and how sure. Where the row
 * is silent, the service's defaults stand: confidence 1, manual, and 0 for a time.
 *
 * Follows `ClassificationInstance.Annotation` of the Python SDK.
 *
 * Returns: %FALSE, with @ret untouched, when it is not on the frame
 *
 * Since: 0.1
 */
gboolean
encord_classification_instance_get_annotation (
    EncordClassificationInstance *self, int frame, EncordAnnotation *ret)
{
  g_return_val_if_fail (ENCORD_IS_CLASSIFICATION_INSTANCE (self), FALSE);
  g_return_val_if_fail (ret != NULL, FALSE);

  return encord_label_annotation_get (self->store, find (self, frame), ret);
}

/**
 * encord_classification_instance_dup_annotation: (rename-to encord_classification_instance_get_annotation)
 * @self: an instance
 * @frame: frame number
 *
 * Copies what the row says of the classification on a frame.
 *
 * Unlike that of encord_classification_instance_get_annotation(), its strings do
 * not need the row.
 *
 * Returns: (transfer full) (nullable): the annotation, or %NULL when the
 *   classification is not on @frame
 *
 * Since: 0.1
 */
EncordAnnotation *
encord_classification_instance_dup_annotation (
    EncordClassificationInstance *self, int frame)
{
  EncordAnnotation annotation;

  g_return_val_if_fail (ENCORD_IS_CLASSIFICATION_INSTANCE (self), NULL);

  return encord_classification_instance_get_annotation (self, frame,
                                                        &annotation)
             ? encord_annotation_copy (&annotation)
             : NULL;
}

/**
 * encord_classification_instance_get_reviews:
 * @self: an instance
 * @frame: frame number
 *
 * Reads what reviewers said of the classification on a frame. The service sends
 * it where it was asked to; it is never sent back.
 *
 * Follows `ClassificationInstance.Annotation.reviews` of the Python SDK.
 *
 * Returns: (transfer full) (nullable): the list of reviews, %NULL when none came
 *   or the classification is not on the frame
 *
 * Since: 0.1
 */
JsonNode *
encord_classification_instance_get_reviews (EncordClassificationInstance *self,
                                            int frame)
{
  g_return_val_if_fail (ENCORD_IS_CLASSIFICATION_INSTANCE (self), NULL);

  return encord_label_annotation_get_reviews (self->store, find (self, frame));
}

/* nobody else's of the same classification may be there */
static gboolean
check_free (EncordClassificationInstance *self, int frame, GError **error)
{
  const guint n_own = find (self, frame) != NULL;

  if (encord_label_store_count_classified (
          self->store, self->track->feature_hash, frame) <= n_own)
    return TRUE;

  g_set_error (
      error, ENCORD_ERROR, ENCORD_ERROR_CONFLICT,
      "classification \"%s\": frame %d has another of \"%s\", which can "
      "be there only once",
      self->track->hash, frame, self->track->feature_hash);

  return FALSE;
}

static gboolean
check_ranges (EncordClassificationInstance *self, const GArray *ranges,
              GError **error)
{
  for (guint i = 0; i < ranges->len; i++) {
    const EncordFrameRange *range =
        &g_array_index (ranges, EncordFrameRange, i);

    if (!encord_label_annotation_check_frame (self->store, self->track,
                                              range->first, error) ||
        !encord_label_annotation_check_frame (self->store, self->track,
                                              range->last, error))
      return FALSE;
    for (int frame = range->first; frame <= range->last; frame++)
      if (!check_free (self, frame, error))
        return FALSE;
  }

  return TRUE;
}

/**
 * encord_classification_instance_set_for_ranges:
 * @self: an instance
 * @ranges: (array length=n_ranges): the frames; in an image group those of the
 *   images
 * @n_ranges: number of @ranges
 * @annotation: (nullable): what to say of it; %NULL on a frame without the
 *   classification: a human's (confidence 1, manual) made now; %NULL where it is
 *   already: as before, edited now
 * @error: return location for an error
 *
 * Puts a classification on frames.
 *
 * Follows `ClassificationInstance.set_for_frames` of the Python SDK with
 * `overwrite`, which skips frames that another instance of the same
 * classification is on.
 *
 * Returns: %FALSE with @error set and nothing changed: %ENCORD_ERROR_REJECTED
 *   when the row has no such frame, a number is not finite or @self is empty,
 *   %ENCORD_ERROR_CONFLICT when another instance of the same classification is on
 *   one of the frames
 *
 * Since: 0.1
 */
gboolean
encord_classification_instance_set_for_ranges (
    EncordClassificationInstance *self, const EncordFrameRange *ranges,
    guint n_ranges, const EncordAnnotation *annotation, GError **error)
{
  g_autoptr (GArray) sorted = NULL;
  EncordLabelEdit edit = { NULL };

  g_return_val_if_fail (ENCORD_IS_CLASSIFICATION_INSTANCE (self), FALSE);
  g_return_val_if_fail (ranges != NULL || n_ranges == 0, FALSE);
  g_return_val_if_fail (error == NULL || *error == NULL, FALSE);

  if (!encord_label_annotation_check (self->store, error))
    return FALSE;
  sorted = encord_frame_ranges_new_from (ranges, n_ranges);
  if (!check_ranges (self, sorted, error) ||
      !encord_label_annotation_apply (self->store, self->track, NULL,
                                      annotation, &edit, error))
    return FALSE;

  for (guint i = 0; i < sorted->len; i++) {
    const EncordFrameRange range = g_array_index (sorted, EncordFrameRange, i);

    for (int frame = range.first; frame <= range.last; frame++) {
      EncordLabelEdit here = edit;

      if (annotation == NULL)
        encord_label_annotation_apply (self->store, self->track,
                                       find (self, frame), NULL, &here, NULL);
      encord_label_store_set (self->store, self->track, frame, &here);
    }
  }

  return TRUE;
}

/**
 * encord_classification_instance_remove_from_ranges:
 * @self: an instance
 * @ranges: (array length=n_ranges): the frames
 * @n_ranges: number of @ranges
 *
 * Takes a classification off frames. One that is on no frame at all is not saved.
 *
 * Follows `ClassificationInstance.remove_from_frames` of the Python SDK.
 *
 * Returns: how many of the frames it was on
 *
 * Since: 0.1
 */
guint
encord_classification_instance_remove_from_ranges (
    EncordClassificationInstance *self, const EncordFrameRange *ranges,
    guint n_ranges)
{
  g_autoptr (GArray) sorted = NULL;
  g_autofree int *frames = NULL;
  const int *present;
  guint n_frames, n = 0;

  g_return_val_if_fail (ENCORD_IS_CLASSIFICATION_INSTANCE (self), 0);
  g_return_val_if_fail (ranges != NULL || n_ranges == 0, 0);

  if (self->track == NULL)
    return 0;

  sorted = encord_frame_ranges_new_from (ranges, n_ranges);
  present = encord_label_track_get_frames (self->track, &n_frames);
  frames = g_memdup2 (present, n_frames * sizeof *frames);
  for (guint i = 0; i < n_frames; i++)
    if (encord_frame_ranges_contain (sorted, frames[i])) {
      encord_label_store_remove (self->store, self->track, frames[i]);
      n++;
    }

  return n;
}
