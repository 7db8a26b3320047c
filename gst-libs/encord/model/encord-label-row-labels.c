/* encord-label-row-labels.c - what is in a label row besides its metadata
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <encord/encord-error.h>
#include <encord/model/encord-label-row-private.h>
#include <encord/model/encord-label-row-struct-private.h>
#include <encord/model/encord-object-instance-private.h>
#include <encord/model/encord-short-hash-private.h>

/**
 * encord_label_row_is_initialised:
 * @self: a row
 *
 * Tells whether the labels have been loaded.
 *
 * Follows `LabelRowV2.is_labelling_initialised` of the Python SDK.
 *
 * Returns: whether they have
 *
 * Since: 0.1
 */
gboolean
encord_label_row_is_initialised (EncordLabelRow *self)
{
  g_return_val_if_fail (ENCORD_IS_LABEL_ROW (self), FALSE);

  return self->store != NULL;
}

/* a row of somebody else would be saved in the place of ours */
static gboolean
check_hash (const char *member, const char *listed, const char *found,
            GError **error)
{
  if (listed == NULL || found == NULL || g_strcmp0 (listed, found) == 0)
    return TRUE;

  g_set_error (error, ENCORD_ERROR, ENCORD_ERROR_BAD_DATA,
               "label row: %s: \"%s\" is not that of the listing, \"%s\"",
               member, found, listed);

  return FALSE;
}

/**
 * encord_label_row_load:
 * @self: a row
 * @body: the row as JSON, as the service sends it; it is kept, not copied
 * @error: return location for an error
 *
 * Reads the labels, in place of any that were there. Instances that somebody
 * holds of these become empty. Of data that is no video and no image the labels
 * are kept and written, not read.
 *
 * Follows `LabelRowV2.from_labels_dict` of the Python SDK.
 *
 * Returns: %FALSE with @error set (%ENCORD_ERROR_BAD_DATA, naming the place) and
 *   the row as before when the body is malformed
 *
 * Since: 0.1
 */
gboolean
encord_label_row_load (EncordLabelRow *self, GBytes *body, GError **error)
{
  g_autoptr (EncordLabelStore) store = NULL;

  g_return_val_if_fail (ENCORD_IS_LABEL_ROW (self), FALSE);
  g_return_val_if_fail (body != NULL, FALSE);
  g_return_val_if_fail (error == NULL || *error == NULL, FALSE);

  store = encord_label_store_new (body, self->ontology, self->number_of_frames);
  if (!encord_label_store_read (store, error) ||
      !check_hash ("label_hash", self->strings[PROP_LABEL_HASH],
                   store->label_hash, error) ||
      !check_hash ("data_hash", self->strings[PROP_DATA_HASH], store->data_hash,
                   error))
    return FALSE;

  encord_label_row_take_store (self, g_steal_pointer (&store));

  return TRUE;
}

gboolean
encord_label_row_check_initialised (EncordLabelRow *self, GError **error)
{
  if (self->store != NULL)
    return TRUE;

  g_set_error (error, ENCORD_ERROR, ENCORD_ERROR_REJECTED,
               "label row of \"%s\": its labels have not been loaded; "
               "initialise it first",
               self->strings[PROP_DATA_TITLE]);

  return FALSE;
}

gboolean
encord_label_row_check_editable (EncordLabelRow *self, GError **error)
{
  if (!encord_label_row_check_initialised (self, error))
    return FALSE;
  if (self->store->kind != ENCORD_LABEL_KIND_OTHER &&
      self->store->units->len > 0)
    return TRUE;

  g_set_error (error, ENCORD_ERROR, ENCORD_ERROR_NOT_SUPPORTED,
               "label row of \"%s\": labels of %s data can be kept, not edited",
               self->strings[PROP_DATA_TITLE], self->strings[PROP_DATA_TYPE]);

  return FALSE;
}

gboolean
encord_label_row_write_into (EncordLabelRow *self, GString *json,
                             GError **error)
{
  if (!encord_label_row_check_initialised (self, error))
    return FALSE;
  encord_label_store_write (self->store, json);

  return TRUE;
}

/**
 * encord_label_row_write:
 * @self: a row
 * @error: return location for an error
 *
 * Writes the row as JSON, as the service takes it. What was not edited stays as
 * it came, text for text; `reviews` are left out, which the service only sends.
 *
 * Follows `LabelRowV2.to_encord_dict` of the Python SDK.
 *
 * Returns: (transfer full): the JSON, or %NULL with @error set
 *   (%ENCORD_ERROR_REJECTED) when the row is not initialised
 *
 * Since: 0.1
 */
GBytes *
encord_label_row_write (EncordLabelRow *self, GError **error)
{
  GString *json;

  g_return_val_if_fail (ENCORD_IS_LABEL_ROW (self), NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  if (!encord_label_row_check_initialised (self, error))
    return NULL;
  if (!self->store->edited && !self->store->reviews)
    return g_bytes_ref (self->store->body);

  json = g_string_sized_new (self->store->length);
  encord_label_store_write (self->store, json);

  return g_string_free_to_bytes (json);
}

/**
 * encord_label_row_get_image_hash:
 * @self: a row
 * @frame: frame number
 *
 * Gives the hash of an image of a group; frame n is the n-th image by
 * `data_sequence`.
 *
 * Follows `LabelRowV2.FrameView.image_hash` of the Python SDK.
 *
 * Returns: (transfer none) (nullable): the hash, %NULL when there is no such
 *   image, the row is no image or image group, or it is not initialised
 *
 * Since: 0.1
 */
const char *
encord_label_row_get_image_hash (EncordLabelRow *self, int frame)
{
  const EncordLabelStore *store;

  g_return_val_if_fail (ENCORD_IS_LABEL_ROW (self), NULL);

  store = self->store;
  if (store == NULL || frame < 0 || (guint) frame >= store->unit_by_frame->len)
    return NULL;

  return g_array_index (store->units, EncordLabelUnit,
                        g_array_index (store->unit_by_frame, guint32, frame))
      .hash;
}

/**
 * encord_label_row_get_frame_for_image_hash:
 * @self: a row
 * @image_hash: hash of an image
 *
 * Finds the frame number of an image of a group.
 *
 * Follows `LabelRowV2.get_frame_number` of the Python SDK.
 *
 * Returns: the number, -1 when there is no such image, the row is no image or
 *   image group, or it is not initialised
 *
 * Since: 0.1
 */
int
encord_label_row_get_frame_for_image_hash (EncordLabelRow *self,
                                           const char *image_hash)
{
  gpointer frame;

  g_return_val_if_fail (ENCORD_IS_LABEL_ROW (self), -1);
  g_return_val_if_fail (image_hash != NULL, -1);

  if (self->store == NULL ||
      !g_hash_table_lookup_extended (self->store->frame_by_image, image_hash,
                                     NULL, &frame))
    return -1;

  return GPOINTER_TO_INT (frame);
}

/**
 * encord_label_row_get_object_instances:
 * @self: a row
 *
 * Lists the objects of the row.
 *
 * Follows `LabelRowV2.get_object_instances` of the Python SDK.
 *
 * Returns: (transfer container) (element-type EncordObjectInstance): the objects
 *   in order of first appearance; none when the row is not initialised
 *
 * Since: 0.1
 */
GPtrArray *
encord_label_row_get_object_instances (EncordLabelRow *self)
{
  GPtrArray *instances;

  g_return_val_if_fail (ENCORD_IS_LABEL_ROW (self), NULL);

  instances = g_ptr_array_new_with_free_func (g_object_unref);
  for (guint32 i = 0; self->store != NULL && i < self->store->tracks.n; i++) {
    EncordLabelTrack *track = encord_label_store_track (self->store, i);

    if (!track->removed && !track->classification)
      g_ptr_array_add (
          instances,
          g_object_ref (encord_label_store_get_instance (self->store, track)));
  }

  return instances;
}

static EncordLabelTrack *
find_track (EncordLabelRow *self, const char *object_hash)
{
  EncordLabelTrack *track = NULL;

  if (self->store != NULL)
    track = encord_label_tracks_find (&self->store->tracks, FALSE, object_hash,
                                      strlen (object_hash));

  return track != NULL && !track->removed ? track : NULL;
}

/**
 * encord_label_row_get_object_instance:
 * @self: a row
 * @object_hash: hash of an object
 *
 * Finds an object of the row.
 *
 * Returns: (transfer none) (nullable): the object, %NULL when the row has none of
 *   this hash or is not initialised
 *
 * Since: 0.1
 */
EncordObjectInstance *
encord_label_row_get_object_instance (EncordLabelRow *self,
                                      const char *object_hash)
{
  EncordLabelTrack *track;

  g_return_val_if_fail (ENCORD_IS_LABEL_ROW (self), NULL);
  g_return_val_if_fail (object_hash != NULL, NULL);

  track = find_track (self, object_hash);

  return track != NULL ? encord_label_store_get_instance (self->store, track)
                       : NULL;
}

static char *
make_hash (EncordLabelRow *self)
{
  for (;;) {
    g_autofree char *hash = encord_short_hash_new ();

    if (encord_label_tracks_find (&self->store->tracks, FALSE, hash,
                                  strlen (hash)) == NULL)
      return g_steal_pointer (&hash);
  }
}

/**
 * encord_label_row_add_object_instance:
 * @self: a row
 * @object: class of the new object, of the row's ontology
 * @object_hash: (nullable): hash of the new object; %NULL makes one
 * @error: return location for an error
 *
 * Adds an object that is on no frame yet; it is saved once it is on one.
 *
 * Follows `LabelRowV2.add_object_instance` of the Python SDK.
 *
 * Returns: (transfer none): the object, or %NULL with @error set:
 *   %ENCORD_ERROR_REJECTED when the row is not initialised,
 *   %ENCORD_ERROR_NOT_FOUND when its ontology lacks the class,
 *   %ENCORD_ERROR_CONFLICT when it has an object of this hash,
 *   %ENCORD_ERROR_NOT_SUPPORTED when it is no video, image or image group
 *
 * Since: 0.1
 */
EncordObjectInstance *
encord_label_row_add_object_instance (EncordLabelRow *self,
                                      EncordOntologyObject *object,
                                      const char *object_hash, GError **error)
{
  g_autofree char *made = NULL;
  const char *feature_hash;

  g_return_val_if_fail (ENCORD_IS_LABEL_ROW (self), NULL);
  g_return_val_if_fail (ENCORD_IS_ONTOLOGY_OBJECT (object), NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  if (!encord_label_row_check_editable (self, error))
    return NULL;
  feature_hash = encord_ontology_object_get_feature_hash (object);
  if (self->ontology == NULL || encord_ontology_structure_find_object (
                                    self->ontology, feature_hash) == NULL) {
    g_set_error (error, ENCORD_ERROR, ENCORD_ERROR_NOT_FOUND,
                 "label row of \"%s\": its ontology has no class \"%s\" (%s)",
                 self->strings[PROP_DATA_TITLE],
                 encord_ontology_object_get_name (object), feature_hash);
    return NULL;
  }
  if (object_hash == NULL)
    object_hash = made = make_hash (self);
  if (find_track (self, object_hash) != NULL) {
    g_set_error (error, ENCORD_ERROR, ENCORD_ERROR_CONFLICT,
                 "label row of \"%s\": object \"%s\" exists",
                 self->strings[PROP_DATA_TITLE], object_hash);
    return NULL;
  }

  return encord_label_store_get_instance (
      self->store, encord_label_store_add_track (self->store, FALSE,
                                                 object_hash, feature_hash));
}

/**
 * encord_label_row_remove_object_instance:
 * @self: a row
 * @instance: an object of the row, which becomes empty
 *
 * Removes an object from all its frames, with its answers.
 *
 * Follows `LabelRowV2.remove_object` of the Python SDK.
 *
 * Returns: %FALSE when the row has no such object
 *
 * Since: 0.1
 */
gboolean
encord_label_row_remove_object_instance (EncordLabelRow *self,
                                         EncordObjectInstance *instance)
{
  EncordLabelTrack *track;

  g_return_val_if_fail (ENCORD_IS_LABEL_ROW (self), FALSE);
  g_return_val_if_fail (ENCORD_IS_OBJECT_INSTANCE (instance), FALSE);

  track = encord_object_instance_get_track (instance);
  if (track == NULL || find_track (self, track->hash) != track)
    return FALSE;
  encord_label_store_remove_track (self->store, track);

  return TRUE;
}
