/* encord-label-row-classifications.c - the classifications of a label row
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <encord/encord-error.h>
#include <encord/model/encord-classification-instance-private.h>
#include <encord/model/encord-label-row-struct-private.h>
#include <encord/model/encord-short-hash-private.h>

/* A ghost counts as absent. */
static gboolean
is_listed (const EncordLabelTrack *track)
{
  return track != NULL && track->classification && !track->removed &&
         !track->ghost;
}

/* a ghost, too */
static EncordLabelTrack *
find_track (EncordLabelRow *self, const char *classification_hash)
{
  return self->store != NULL
             ? encord_label_tracks_find (&self->store->tracks, TRUE,
                                         classification_hash,
                                         strlen (classification_hash))
             : NULL;
}

/**
 * encord_label_row_get_classification_instances:
 * @self: a row
 *
 * Lists the classifications of the row. One that stands in frames, but has no
 * entry among the answers counts as absent; it is carried.
 *
 * Follows `LabelRowV2.get_classification_instances` of the Python SDK.
 *
 * Returns: (transfer container) (element-type EncordClassificationInstance): the
 *   classifications in order of first appearance; none when the row is not
 *   initialised
 *
 * Since: 0.1
 */
GPtrArray *
encord_label_row_get_classification_instances (EncordLabelRow *self)
{
  GPtrArray *instances;

  g_return_val_if_fail (ENCORD_IS_LABEL_ROW (self), NULL);

  instances = g_ptr_array_new_with_free_func (g_object_unref);
  for (guint32 i = 0; self->store != NULL && i < self->store->tracks.n; i++) {
    EncordLabelTrack *track = encord_label_store_track (self->store, i);

    if (is_listed (track))
      g_ptr_array_add (instances,
                       g_object_ref (encord_label_store_get_classification (
                           self->store, track)));
  }

  return instances;
}

/**
 * encord_label_row_get_classification_instance:
 * @self: a row
 * @classification_hash: hash of a classification
 *
 * Finds a classification of the row.
 *
 * Returns: (transfer none) (nullable): the classification, %NULL when the row has
 *   none of this hash or is not initialised
 *
 * Since: 0.1
 */
EncordClassificationInstance *
encord_label_row_get_classification_instance (EncordLabelRow *self,
                                              const char *classification_hash)
{
  EncordLabelTrack *track;

  g_return_val_if_fail (ENCORD_IS_LABEL_ROW (self), NULL);
  g_return_val_if_fail (classification_hash != NULL, NULL);

  track = find_track (self, classification_hash);

  return is_listed (track)
             ? encord_label_store_get_classification (self->store, track)
             : NULL;
}

static char *
make_hash (EncordLabelRow *self)
{
  for (;;) {
    g_autofree char *hash = encord_short_hash_new ();

    if (find_track (self, hash) == NULL)
      return g_steal_pointer (&hash);
  }
}

/**
 * encord_label_row_add_classification_instance:
 * @self: a row
 * @classification: what is classified, of the row's ontology
 * @classification_hash: (nullable): hash of the new one; %NULL makes one
 * @error: return location for an error
 *
 * Adds a classification that is on no frame yet; it is saved once it is on one.
 *
 * Follows `LabelRowV2.add_classification_instance` of the Python SDK.
 *
 * Returns: (transfer none): the classification, or %NULL with @error set:
 *   %ENCORD_ERROR_REJECTED when the row is not initialised,
 *   %ENCORD_ERROR_NOT_FOUND when its ontology lacks the classification,
 *   %ENCORD_ERROR_CONFLICT when it has one of this hash,
 *   %ENCORD_ERROR_NOT_SUPPORTED when it is no video, image or image group
 *
 * Since: 0.1
 */
EncordClassificationInstance *
encord_label_row_add_classification_instance (
    EncordLabelRow *self, EncordOntologyClassification *classification,
    const char *classification_hash, GError **error)
{
  g_autofree char *made = NULL;
  const char *feature_hash;
  EncordLabelTrack *track;

  g_return_val_if_fail (ENCORD_IS_LABEL_ROW (self), NULL);
  g_return_val_if_fail (ENCORD_IS_ONTOLOGY_CLASSIFICATION (classification),
                        NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  if (!encord_label_row_check_editable (self, error))
    return NULL;
  feature_hash =
      encord_ontology_classification_get_feature_hash (classification);
  if (self->ontology == NULL || encord_ontology_structure_find_classification (
                                    self->ontology, feature_hash) == NULL) {
    g_set_error (
        error, ENCORD_ERROR, ENCORD_ERROR_NOT_FOUND,
        "label row of \"%s\": its ontology has no classification \"%s\" "
        "(%s)",
        self->strings[PROP_DATA_TITLE],
        encord_ontology_classification_get_title (classification),
        feature_hash);
    return NULL;
  }
  if (classification_hash == NULL)
    classification_hash = made = make_hash (self);
  track = find_track (self, classification_hash);
  if (is_listed (track)) {
    g_set_error (error, ENCORD_ERROR, ENCORD_ERROR_CONFLICT,
                 "label row of \"%s\": classification \"%s\" exists",
                 self->strings[PROP_DATA_TITLE], classification_hash);
    return NULL;
  }

  /* its entries would come to life under the new one */
  if (track != NULL && track->ghost)
    encord_label_store_remove_track (self->store, track);

  return encord_label_store_get_classification (
      self->store, encord_label_store_add_track (
                       self->store, TRUE, classification_hash, feature_hash));
}

/**
 * encord_label_row_remove_classification_instance:
 * @self: a row
 * @instance: a classification of the row, which becomes empty
 *
 * Removes a classification from all its frames, with its answers.
 *
 * Follows `LabelRowV2.remove_classification` of the Python SDK.
 *
 * Returns: %FALSE when the row has no such classification
 *
 * Since: 0.1
 */
gboolean
encord_label_row_remove_classification_instance (
    EncordLabelRow *self, EncordClassificationInstance *instance)
{
  EncordLabelTrack *track;

  g_return_val_if_fail (ENCORD_IS_LABEL_ROW (self), FALSE);
  g_return_val_if_fail (ENCORD_IS_CLASSIFICATION_INSTANCE (instance), FALSE);

  track = encord_classification_instance_get_track (instance);
  if (track == NULL || find_track (self, track->hash) != track)
    return FALSE;
  encord_label_store_remove_track (self->store, track);

  return TRUE;
}
