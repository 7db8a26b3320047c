/* encord-label-annotation.c - what is said of a label on a frame
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <math.h>

#include <encord/encord-error.h>
#include <encord/model/encord-label-annotation-private.h>
#include <encord/model/encord-label-entry-private.h>

gboolean
encord_label_annotation_check (const EncordLabelStore *store, GError **error)
{
  if (store != NULL)
    return TRUE;

  g_set_error (error, ENCORD_ERROR, ENCORD_ERROR_REJECTED,
               "instance: its label row was loaded again or removed it; get it "
               "anew");

  return FALSE;
}

static const char *
noun (const EncordLabelTrack *track)
{
  return track->classification ? "classification" : "object";
}

int
encord_label_annotation_get_n_frames (const EncordLabelStore *store)
{
  if (store->kind == ENCORD_LABEL_KIND_IMAGES)
    return (int) store->units->len;

  return store->n_frames_limit > 0 ? store->n_frames_limit : G_MAXINT;
}

gboolean
encord_label_annotation_check_frame (const EncordLabelStore *store,
                                     const EncordLabelTrack *track, int frame,
                                     GError **error)
{
  int n_frames;

  if (!encord_label_annotation_check (store, error))
    return FALSE;

  n_frames = encord_label_annotation_get_n_frames (store);
  if (frame < 0 || frame >= n_frames) {
    g_set_error (error, ENCORD_ERROR, ENCORD_ERROR_REJECTED,
                 "%s \"%s\": no frame %d in a row of %d frames", noun (track),
                 track->hash, frame, n_frames);
    return FALSE;
  }

  return TRUE;
}

void
encord_label_annotation_read (EncordLabelStore *store, const EncordLabel *label,
                              EncordLabelEdit *ret_edit)
{
  const EncordLabelEdit *edit = encord_label_store_get_edit (store, label);

  if (edit != NULL)
    *ret_edit = *edit;
  else
    encord_entry_read (store, label, ret_edit);
}

gboolean
encord_label_annotation_get (EncordLabelStore *store, const EncordLabel *label,
                             EncordAnnotation *ret)
{
  EncordLabelEdit edit;

  if (label == NULL)
    return FALSE;
  encord_label_annotation_read (store, label, &edit);
  *ret = (EncordAnnotation){
    .confidence = edit.confidence,
    .manual = edit.manual,
    .created_at = edit.created_at,
    .last_edited_at = edit.last_edited_at,
    .created_by = edit.created_by,
    .last_edited_by = edit.last_edited_by,
  };

  return TRUE;
}

JsonNode *
encord_label_annotation_get_reviews (EncordLabelStore *store,
                                     const EncordLabel *label)
{
  return label != NULL ? encord_entry_get_reviews (store, label) : NULL;
}

static gint64
now (void)
{
  return g_get_real_time () / G_USEC_PER_SEC;
}

gboolean
encord_label_annotation_apply (EncordLabelStore *store,
                               const EncordLabelTrack *track,
                               const EncordLabel *label,
                               const EncordAnnotation *annotation,
                               EncordLabelEdit *ret_edit, GError **error)
{
  if (annotation == NULL && label != NULL) {
    const EncordLabelEdit *old = encord_label_store_get_edit (store, label);
    const gboolean moved = old == NULL || old->moved;

    encord_label_annotation_read (store, label, ret_edit);
    ret_edit->moved = moved && label->length > 0;
    ret_edit->last_edited_at = now ();
    ret_edit->geometry = NULL;
    return TRUE;
  }

  if (annotation == NULL) {
    ret_edit->confidence = 1;
    ret_edit->manual = TRUE;
    ret_edit->created_at = ret_edit->last_edited_at = now ();
    return TRUE;
  }

  if (!isfinite (annotation->confidence)) {
    g_set_error (error, ENCORD_ERROR, ENCORD_ERROR_REJECTED,
                 "%s \"%s\": confidence is no number", noun (track),
                 track->hash);
    return FALSE;
  }
  ret_edit->confidence = annotation->confidence;
  ret_edit->manual = annotation->manual;
  ret_edit->created_at =
      annotation->created_at != 0 ? annotation->created_at : now ();
  ret_edit->last_edited_at =
      annotation->last_edited_at != 0 ? annotation->last_edited_at : now ();
  ret_edit->created_by =
      encord_label_store_intern (store, annotation->created_by);
  ret_edit->last_edited_by =
      encord_label_store_intern (store, annotation->last_edited_by);

  return TRUE;
}
