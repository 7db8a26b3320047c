/* encord-label-row-search.c - instances of a label row by class and frames
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <encord/model/encord-frame-range-private.h>
#include <encord/model/encord-label-row-struct-private.h>

/* whether it is on one of the frames */
static gboolean
is_on (EncordLabelTrack *track, const GArray *ranges)
{
  guint n_frames, low = 0;
  const int *frames = encord_label_track_get_frames (track, &n_frames);

  for (guint i = 0; i < ranges->len; i++) {
    const EncordFrameRange *range =
        &g_array_index (ranges, EncordFrameRange, i);
    guint high = n_frames;

    while (low < high) {
      const guint middle = low + (high - low) / 2;

      if (frames[middle] < range->first)
        low = middle + 1;
      else
        high = middle;
    }
    if (low < n_frames && frames[low] <= range->last)
      return TRUE;
  }

  return FALSE;
}

/* ranges NULL: wherever it is; a ghost counts as absent */
static gboolean
is_wanted (EncordLabelTrack *track, gboolean classification,
           const char *feature_hash, const GArray *ranges)
{
  if (track->removed || track->ghost || track->classification != classification)
    return FALSE;
  if (feature_hash != NULL &&
      g_strcmp0 (track->feature_hash, feature_hash) != 0)
    return FALSE;

  return ranges == NULL || is_on (track, ranges);
}

static GPtrArray *
find (EncordLabelRow *self, gboolean classification, const char *feature_hash,
      const EncordFrameRange *ranges, guint n_ranges)
{
  g_autoptr (GArray) sorted =
      ranges != NULL ? encord_frame_ranges_new_from (ranges, n_ranges) : NULL;
  GPtrArray *found = g_ptr_array_new_with_free_func (g_object_unref);
  EncordLabelStore *store = self->store;

  for (guint32 i = 0; store != NULL && i < store->tracks.n; i++) {
    EncordLabelTrack *track = encord_label_store_track (store, i);

    if (!is_wanted (track, classification, feature_hash, sorted))
      continue;
    if (classification)
      g_ptr_array_add (
          found,
          g_object_ref (encord_label_store_get_classification (store, track)));
    else
      g_ptr_array_add (
          found, g_object_ref (encord_label_store_get_instance (store, track)));
  }

  return found;
}

/**
 * encord_label_row_find_object_instances:
 * @self: a row
 * @object: (nullable): the class that they must have; %NULL: any
 * @ranges: (array length=n_ranges) (nullable): frames on one of which they must
 *   be; %NULL: any or none
 * @n_ranges: number of @ranges
 *
 * Lists the objects of a class or on some frames.
 *
 * Follows `LabelRowV2.get_object_instances` of the Python SDK with its filters.
 *
 * Returns: (transfer container) (element-type EncordObjectInstance): the objects
 *   in order of first appearance; none when the row is not initialised
 *
 * Since: 0.1
 */
GPtrArray *
encord_label_row_find_object_instances (EncordLabelRow *self,
                                        EncordOntologyObject *object,
                                        const EncordFrameRange *ranges,
                                        guint n_ranges)
{
  g_return_val_if_fail (ENCORD_IS_LABEL_ROW (self), NULL);
  g_return_val_if_fail (object == NULL || ENCORD_IS_ONTOLOGY_OBJECT (object),
                        NULL);

  return find (self, FALSE,
               object != NULL ? encord_ontology_object_get_feature_hash (object)
                              : NULL,
               ranges, n_ranges);
}

/**
 * encord_label_row_find_classification_instances:
 * @self: a row
 * @classification: (nullable): what they must classify; %NULL: anything
 * @ranges: (array length=n_ranges) (nullable): frames on one of which they must
 *   be; %NULL: any or none
 * @n_ranges: number of @ranges
 *
 * Lists the classifications of a kind or on some frames.
 *
 * Follows `LabelRowV2.get_classification_instances` of the Python SDK with its
 * filters.
 *
 * Returns: (transfer container) (element-type EncordClassificationInstance): the
 *   classifications in order of first appearance; none when the row is not
 *   initialised
 *
 * Since: 0.1
 */
GPtrArray *
encord_label_row_find_classification_instances (
    EncordLabelRow *self, EncordOntologyClassification *classification,
    const EncordFrameRange *ranges, guint n_ranges)
{
  g_return_val_if_fail (ENCORD_IS_LABEL_ROW (self), NULL);
  g_return_val_if_fail (classification == NULL ||
                            ENCORD_IS_ONTOLOGY_CLASSIFICATION (classification),
                        NULL);

  return find (
      self, TRUE,
      classification != NULL
          ? encord_ontology_classification_get_feature_hash (classification)
          : NULL,
      ranges, n_ranges);
}
