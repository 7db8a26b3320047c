/* encord-object-instance.c - one object of a label row over its frames
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <math.h>

#include <encord/encord-error.h>
#include <encord/model/encord-geometry-private.h>
#include <encord/model/encord-label-annotation-private.h>
#include <encord/model/encord-label-entry-private.h>
#include <encord/model/encord-object-instance-private.h>

/**
 * EncordObjectInstance:
 *
 * One object of a label row: on which frames it is, where, and who says so.
 *
 * An instance is a light handle that belongs to its row. When the row is loaded
 * again, finalised or drops the object, a handle somebody still holds is empty:
 * it has no hash, no frames, and setting anything fails.
 *
 * Follows `ObjectInstance` of the Python SDK.
 *
 * Since: 0.1
 */
struct _EncordObjectInstance
{
  GObject parent;

  EncordLabelStore *store; /* not owned; NULL once detached */
  EncordLabelTrack *track;
  EncordOntologyObject
      *object; /* of the store's ontology; NULL: not looked up */
};

G_DEFINE_FINAL_TYPE (EncordObjectInstance, encord_object_instance,
                     G_TYPE_OBJECT)

static void
encord_object_instance_class_init (EncordObjectInstanceClass *klass)
{
}

static void
encord_object_instance_init (EncordObjectInstance *self)
{
}

EncordObjectInstance *
encord_object_instance_new (EncordLabelStore *store, EncordLabelTrack *track)
{
  EncordObjectInstance *self = g_object_new (ENCORD_TYPE_OBJECT_INSTANCE, NULL);

  self->store = store;
  self->track = track;

  return self;
}

void
encord_object_instance_detach (EncordObjectInstance *self)
{
  self->store = NULL;
  self->track = NULL;
}

EncordLabelTrack *
encord_object_instance_get_track (EncordObjectInstance *self)
{
  return self->track;
}

EncordLabelStore *
encord_object_instance_get_store (EncordObjectInstance *self)
{
  return self->store;
}

/**
 * encord_object_instance_get_object_hash:
 * @self: an instance
 *
 * Gives the hash that identifies the object within its row.
 *
 * Follows `ObjectInstance.object_hash` of the Python SDK.
 *
 * Returns: (transfer none) (nullable): the hash, %NULL when @self is empty
 *
 * Since: 0.1
 */
const char *
encord_object_instance_get_object_hash (EncordObjectInstance *self)
{
  g_return_val_if_fail (ENCORD_IS_OBJECT_INSTANCE (self), NULL);

  return self->track != NULL ? self->track->hash : NULL;
}

/**
 * encord_object_instance_get_feature_hash:
 * @self: an instance
 *
 * Gives the hash of the object's class in the ontology.
 *
 * Follows `ObjectInstance.feature_hash` of the Python SDK.
 *
 * Returns: (transfer none) (nullable): the hash, %NULL when @self is empty
 *
 * Since: 0.1
 */
const char *
encord_object_instance_get_feature_hash (EncordObjectInstance *self)
{
  g_return_val_if_fail (ENCORD_IS_OBJECT_INSTANCE (self), NULL);

  return self->track != NULL ? self->track->feature_hash : NULL;
}

/**
 * encord_object_instance_get_ontology_object:
 * @self: an instance
 *
 * Finds the object's class in the ontology.
 *
 * Follows `ObjectInstance.ontology_item` of the Python SDK, which refuses rows
 * with a class that the ontology lacks.
 *
 * Returns: (transfer none) (nullable): the class, %NULL when the ontology lacks
 *   it or @self is empty
 *
 * Since: 0.1
 */
EncordOntologyObject *
encord_object_instance_get_ontology_object (EncordObjectInstance *self)
{
  g_return_val_if_fail (ENCORD_IS_OBJECT_INSTANCE (self), NULL);

  if (self->track == NULL || self->store->ontology == NULL)
    return NULL;

  if (self->object == NULL)
    self->object = encord_ontology_structure_find_object (
        self->store->ontology, self->track->feature_hash);

  return self->object;
}

/**
 * encord_object_instance_get_frames:
 * @self: an instance
 * @ret_n_frames: (out): number of frames
 *
 * Lists the frames that the object is on.
 *
 * Follows `ObjectInstance.get_annotation_frames` of the Python SDK.
 *
 * Returns: (array length=ret_n_frames) (transfer none) (nullable): ascending
 *   frame numbers, valid until a frame is added or removed
 *
 * Since: 0.1
 */
const int *
encord_object_instance_get_frames (EncordObjectInstance *self,
                                   guint *ret_n_frames)
{
  g_return_val_if_fail (ENCORD_IS_OBJECT_INSTANCE (self), NULL);
  g_return_val_if_fail (ret_n_frames != NULL, NULL);

  if (self->track == NULL) {
    *ret_n_frames = 0;
    return NULL;
  }

  return encord_label_track_get_frames (self->track, ret_n_frames);
}

static EncordLabel *
find (EncordObjectInstance *self, int frame)
{
  return self->track != NULL
             ? encord_label_store_find (self->store, self->track, frame)
             : NULL;
}

/**
 * encord_object_instance_has_frame:
 * @self: an instance
 * @frame: frame number
 *
 * Tells whether the object is on a frame.
 *
 * Returns: whether it is
 *
 * Since: 0.1
 */
gboolean
encord_object_instance_has_frame (EncordObjectInstance *self, int frame)
{
  g_return_val_if_fail (ENCORD_IS_OBJECT_INSTANCE (self), FALSE);

  return find (self, frame) != NULL;
}

/**
 * encord_object_instance_get_box:
 * @self: an instance
 * @frame: frame number
 * @ret_box: (out caller-allocates): the box
 *
 * Reads the box of an object on a frame; nothing is allocated.
 *
 * Follows `ObjectInstance.Annotation.coordinates` of the Python SDK.
 *
 * Returns: %FALSE, with @ret_box untouched, when the object is not on the frame
 *   or no box
 *
 * Since: 0.1
 */
gboolean
encord_object_instance_get_box (EncordObjectInstance *self, int frame,
                                EncordBox *ret_box)
{
  const EncordLabel *label;
  const EncordLabelEdit *edit;

  g_return_val_if_fail (ENCORD_IS_OBJECT_INSTANCE (self), FALSE);
  g_return_val_if_fail (ret_box != NULL, FALSE);

  label = find (self, frame);
  if (label == NULL)
    return FALSE;
  edit = encord_label_store_get_edit (self->store, label);
  if (edit == NULL)
    return encord_entry_get_box (self->store, label, ret_box);
  if (edit->geometry != NULL)
    return FALSE;
  *ret_box = edit->box;

  return TRUE;
}

/**
 * encord_object_instance_get_geometry:
 * @self: an instance
 * @frame: frame number
 *
 * Reads the coordinates of an object on a frame.
 *
 * Follows `ObjectInstance.Annotation.coordinates` of the Python SDK.
 *
 * Returns: (transfer full) (nullable): the coordinates, %NULL when the object is
 *   not on the frame or of a shape that this version does not know
 *
 * Since: 0.1
 */
EncordGeometry *
encord_object_instance_get_geometry (EncordObjectInstance *self, int frame)
{
  const EncordLabel *label;
  const EncordLabelEdit *edit;

  g_return_val_if_fail (ENCORD_IS_OBJECT_INSTANCE (self), NULL);

  label = find (self, frame);
  if (label == NULL)
    return NULL;
  edit = encord_label_store_get_edit (self->store, label);
  if (edit == NULL)
    return encord_entry_get_geometry (self->store, label);
  if (edit->geometry != NULL)
    return encord_geometry_ref (edit->geometry);

  return edit->rotated ? encord_geometry_new_rotatable_box (&edit->box)
                       : encord_geometry_new_box (&edit->box);
}

/**
 * encord_object_instance_get_annotation:
 * @self: an instance
 * @frame: frame number
 * @ret: (out caller-allocates): what is said; its strings belong to the row
 *
 * Reads what the row says of an object on a frame besides its coordinates. Where
 * the row is silent, the service's defaults stand: confidence 1, manual, and 0
 * for a time.
 *
 * Follows `ObjectInstance.Annotation` of the Python SDK.
 *
 * Returns: %FALSE, with @ret untouched, when the object is not on the frame
 *
 * Since: 0.1
 */
gboolean
encord_object_instance_get_annotation (EncordObjectInstance *self, int frame,
                                       EncordAnnotation *ret)
{
  g_return_val_if_fail (ENCORD_IS_OBJECT_INSTANCE (self), FALSE);
  g_return_val_if_fail (ret != NULL, FALSE);

  return encord_label_annotation_get (self->store, find (self, frame), ret);
}

/**
 * encord_object_instance_dup_annotation: (rename-to encord_object_instance_get_annotation)
 * @self: an instance
 * @frame: frame number
 *
 * Copies what the row says of the object on a frame.
 *
 * Unlike that of encord_object_instance_get_annotation(), its strings do
 * not need the row.
 *
 * Returns: (transfer full) (nullable): the annotation, or %NULL when the
 *   object is not on @frame
 *
 * Since: 0.1
 */
EncordAnnotation *
encord_object_instance_dup_annotation (EncordObjectInstance *self, int frame)
{
  EncordAnnotation annotation;

  g_return_val_if_fail (ENCORD_IS_OBJECT_INSTANCE (self), NULL);

  return encord_object_instance_get_annotation (self, frame, &annotation)
             ? encord_annotation_copy (&annotation)
             : NULL;
}

/**
 * encord_object_instance_get_reviews:
 * @self: an instance
 * @frame: frame number
 *
 * Reads what reviewers said of an object on a frame. The service sends it where
 * it was asked to; it is never sent back.
 *
 * Follows `ObjectInstance.Annotation.reviews` of the Python SDK.
 *
 * Returns: (transfer full) (nullable): the list of reviews, %NULL when none came
 *   or the object is not on the frame
 *
 * Since: 0.1
 */
JsonNode *
encord_object_instance_get_reviews (EncordObjectInstance *self, int frame)
{
  g_return_val_if_fail (ENCORD_IS_OBJECT_INSTANCE (self), NULL);

  return encord_label_annotation_get_reviews (self->store, find (self, frame));
}

/* an edited sheet is written into `json` */
static EncordJsonSlice
get_answers (EncordObjectInstance *self, gboolean dynamic, GString *json)
{
  const EncordAnswerSheet *sheet =
      encord_label_store_peek_sheet (self->store, self->track, dynamic);
  const EncordSpan span = dynamic ? self->track->actions : self->track->answers;

  if (sheet != NULL && sheet->edited) {
    encord_answer_sheet_append (sheet, self->track, json);
    return (EncordJsonSlice){ json->str, json->len };
  }

  return span.length > 0 ? encord_label_store_slice (self->store, span)
                         : (EncordJsonSlice){ NULL, 0 };
}

/**
 * encord_object_instance_dup_answers:
 * @self: an instance
 *
 * Gives the static and dynamic answers of an object in a normal form: one line
 * of JSON that is equal for answers that mean the same, however the web editor
 * or another client wrote them.
 *
 * Returns: (transfer full): the answers; those of an object without any when
 *   @self is empty
 *
 * Since: 0.1
 */
char *
encord_object_instance_dup_answers (EncordObjectInstance *self)
{
  g_autoptr (GString) answers = NULL, actions = NULL;
  const EncordJsonSlice none = { NULL, 0 };

  g_return_val_if_fail (ENCORD_IS_OBJECT_INSTANCE (self), NULL);

  if (self->track == NULL)
    return encord_answers_normalise (none, none);
  answers = g_string_new (NULL);
  actions = g_string_new (NULL);

  return encord_answers_normalise (get_answers (self, FALSE, answers),
                                   get_answers (self, TRUE, actions));
}

/* the shape that the object's coordinates must have */
static EncordShape
get_shape (EncordObjectInstance *self, const EncordLabel *label)
{
  EncordOntologyObject *object =
      encord_object_instance_get_ontology_object (self);

  if (object != NULL)
    return encord_ontology_object_get_shape (object);

  return label != NULL ? label->shape : ENCORD_SHAPE_UNKNOWN;
}

static gboolean
check_shape (EncordObjectInstance *self, EncordShape is, EncordShape shape,
             GError **error)
{
  if (is == shape && is != ENCORD_SHAPE_UNKNOWN)
    return TRUE;

  g_set_error (error, ENCORD_ERROR, ENCORD_ERROR_REJECTED,
               "object \"%s\": its class \"%s\" has the shape %s, not %s",
               self->track->hash, self->track->feature_hash,
               encord_shape_to_string (shape), encord_shape_to_string (is));

  return FALSE;
}

/**
 * encord_object_instance_set_box:
 * @self: an instance
 * @frame: frame number; in an image group that of the image
 * @box: where the object is, in fractions of the picture; `theta` must be 0 when
 *   the class is no rotatable box
 * @annotation: (nullable): what to say of it; %NULL on a frame without the
 *   object: a human's label (confidence 1, manual) made now; %NULL on a frame
 *   with the object: as before, edited now
 * @error: return location for an error
 *
 * Puts an object on a frame, or moves it there.
 *
 * Follows `ObjectInstance.set_for_frames` of the Python SDK with `overwrite`.
 *
 * Returns: %FALSE with @error set (%ENCORD_ERROR_REJECTED) when the row has no
 *   such frame, the class is no box, a number is not finite, or @self is empty
 *
 * Since: 0.1
 */
gboolean
encord_object_instance_set_box (EncordObjectInstance *self, int frame,
                                const EncordBox *box,
                                const EncordAnnotation *annotation,
                                GError **error)
{
  EncordLabelEdit edit = { NULL };
  const EncordLabel *label;
  EncordShape shape;

  g_return_val_if_fail (ENCORD_IS_OBJECT_INSTANCE (self), FALSE);
  g_return_val_if_fail (box != NULL, FALSE);
  g_return_val_if_fail (error == NULL || *error == NULL, FALSE);

  if (!encord_label_annotation_check_frame (self->store, self->track, frame,
                                            error))
    return FALSE;
  label = find (self, frame);
  shape = get_shape (self, label);
  if (shape != ENCORD_SHAPE_ROTATABLE_BOUNDING_BOX &&
      !check_shape (self,
                    box->theta == 0 ? ENCORD_SHAPE_BOUNDING_BOX
                                    : ENCORD_SHAPE_ROTATABLE_BOUNDING_BOX,
                    shape, error))
    return FALSE;
  if (!isfinite (box->x) || !isfinite (box->y) || !isfinite (box->width) ||
      !isfinite (box->height) || !isfinite (box->theta)) {
    g_set_error (error, ENCORD_ERROR, ENCORD_ERROR_REJECTED,
                 "object \"%s\": frame %d: a coordinate is no number",
                 self->track->hash, frame);
    return FALSE;
  }
  if (!encord_label_annotation_apply (self->store, self->track, label,
                                      annotation, &edit, error))
    return FALSE;

  edit.box = *box;
  edit.rotated = shape == ENCORD_SHAPE_ROTATABLE_BOUNDING_BOX;
  encord_label_store_set (self->store, self->track, frame, &edit);

  return TRUE;
}

/**
 * encord_object_instance_set_geometry:
 * @self: an instance
 * @frame: frame number; in an image group that of the image
 * @geometry: where the object is, in the shape of its class
 * @annotation: (nullable): as for encord_object_instance_set_box()
 * @error: return location for an error
 *
 * Puts an object of any shape on a frame, or moves it there.
 *
 * Follows `ObjectInstance.set_for_frames` of the Python SDK with `overwrite`.
 *
 * Returns: %FALSE with @error set (%ENCORD_ERROR_REJECTED) when the row has no
 *   such frame, the class has another shape, a number is not finite, or @self is
 *   empty
 *
 * Since: 0.1
 */
gboolean
encord_object_instance_set_geometry (EncordObjectInstance *self, int frame,
                                     EncordGeometry *geometry,
                                     const EncordAnnotation *annotation,
                                     GError **error)
{
  EncordLabelEdit edit = { NULL };
  const EncordLabel *label;
  EncordBox box;

  g_return_val_if_fail (ENCORD_IS_OBJECT_INSTANCE (self), FALSE);
  g_return_val_if_fail (geometry != NULL, FALSE);
  g_return_val_if_fail (error == NULL || *error == NULL, FALSE);

  if (!encord_label_annotation_check_frame (self->store, self->track, frame,
                                            error))
    return FALSE;
  label = find (self, frame);
  if (!check_shape (self, encord_geometry_get_shape (geometry),
                    get_shape (self, label), error))
    return FALSE;
  if (encord_geometry_get_box (geometry, &box))
    return encord_object_instance_set_box (self, frame, &box, annotation,
                                           error);
  if (!encord_geometry_is_finite (geometry)) {
    g_set_error (error, ENCORD_ERROR, ENCORD_ERROR_REJECTED,
                 "object \"%s\": frame %d: a coordinate is no number",
                 self->track->hash, frame);
    return FALSE;
  }
  if (!encord_label_annotation_apply (self->store, self->track, label,
                                      annotation, &edit, error))
    return FALSE;

  edit.geometry = encord_geometry_ref (geometry);
  encord_label_store_set (self->store, self->track, frame, &edit);

  return TRUE;
}

/**
 * encord_object_instance_remove_frame:
 * @self: an instance
 * @frame: frame number
 *
 * Takes an object off a frame. An object on no frame at all is not saved.
 *
 * Follows `ObjectInstance.remove_from_frames` of the Python SDK.
 *
 * Returns: whether the object was on the frame
 *
 * Since: 0.1
 */
gboolean
encord_object_instance_remove_frame (EncordObjectInstance *self, int frame)
{
  g_return_val_if_fail (ENCORD_IS_OBJECT_INSTANCE (self), FALSE);

  return self->track != NULL &&
         encord_label_store_remove (self->store, self->track, frame);
}
