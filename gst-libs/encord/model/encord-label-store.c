/* encord-label-store.c - the labels of a row, packed
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <string.h>

#include <encord/model/encord-classification-instance-private.h>
#include <encord/model/encord-label-store-private.h>
#include <encord/model/encord-object-instance-private.h>

/* a handle that somebody still holds is empty from now on */
static void
drop_instance (EncordLabelTrack *track)
{
  if (track->instance == NULL)
    return;
  if (track->classification)
    encord_classification_instance_detach (
        ENCORD_CLASSIFICATION_INSTANCE (track->instance));
  else
    encord_object_instance_detach (ENCORD_OBJECT_INSTANCE (track->instance));
  g_clear_object (&track->instance);
}

static void
clear_edit (gpointer data)
{
  EncordLabelEdit *edit = data;

  g_clear_pointer (&edit->geometry, encord_geometry_unref);
}

static void
sheet_free (gpointer data)
{
  encord_answer_sheet_free (data);
}

EncordLabelStore *
encord_label_store_new (GBytes *body, EncordOntologyStructure *ontology,
                        int n_frames_limit)
{
  EncordLabelStore *self = g_new0 (EncordLabelStore, 1);

  self->body = g_bytes_ref (body);
  self->text = g_bytes_get_data (body, &self->length);
  self->n_frames_limit = n_frames_limit;
  g_set_object (&self->ontology, ontology);
  self->top_members = g_array_new (FALSE, FALSE, sizeof (EncordMember));
  self->unit_members = g_array_new (FALSE, FALSE, sizeof (EncordMember));
  self->units = g_array_new (FALSE, FALSE, sizeof (EncordLabelUnit));
  self->frames = g_array_new (FALSE, FALSE, sizeof (EncordLabelFrame));
  self->labels = g_array_new (FALSE, FALSE, sizeof (EncordLabel));
  self->edits = g_array_new (FALSE, FALSE, sizeof (EncordLabelEdit));
  g_array_set_clear_func (self->edits, clear_edit);
  encord_label_tracks_init (&self->tracks);
  self->answers = g_array_new (FALSE, FALSE, sizeof (EncordMember));
  self->actions = g_array_new (FALSE, FALSE, sizeof (EncordMember));
  self->classification_answers =
      g_array_new (FALSE, FALSE, sizeof (EncordMember));
  self->frame_by_number = g_hash_table_new (NULL, NULL);
  self->unit_by_frame = g_array_new (FALSE, FALSE, sizeof (guint32));
  self->frame_by_image = g_hash_table_new (g_str_hash, g_str_equal);
  for (guint i = 0; i < G_N_ELEMENTS (self->sheets); i++)
    self->sheets[i] = g_hash_table_new_full (NULL, NULL, NULL, sheet_free);
  self->strings = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  return self;
}

void
encord_label_store_free (EncordLabelStore *self)
{
  for (guint32 i = 0; i < self->tracks.n; i++)
    drop_instance (encord_label_store_track (self, i));
  encord_label_tracks_clear (&self->tracks);
  g_array_unref (self->top_members);
  g_array_unref (self->unit_members);
  g_array_unref (self->units);
  g_array_unref (self->frames);
  g_array_unref (self->labels);
  g_array_unref (self->edits);
  g_array_unref (self->answers);
  g_array_unref (self->actions);
  g_array_unref (self->unit_by_frame);
  g_array_unref (self->classification_answers);
  g_clear_pointer (&self->occupied, g_hash_table_unref);
  for (guint i = 0; i < G_N_ELEMENTS (self->sheets); i++)
    g_hash_table_unref (self->sheets[i]);
  g_hash_table_unref (self->frame_by_number);
  g_hash_table_unref (self->frame_by_image);
  g_hash_table_unref (self->strings);
  g_clear_object (&self->ontology);
  g_bytes_unref (self->body);
  g_free (self);
}

const char *
encord_label_store_intern (EncordLabelStore *self, const char *text)
{
  gpointer found;
  char *copy;

  if (text == NULL)
    return NULL;
  if (g_hash_table_lookup_extended (self->strings, text, &found, NULL))
    return found;

  copy = g_strdup (text);
  g_hash_table_add (self->strings, copy);

  return copy;
}

const char *
encord_label_store_intern_slice (EncordLabelStore *self, EncordJsonSlice slice)
{
  g_autofree char *text = encord_json_slice_dup_string (slice);

  return encord_label_store_intern (self, text);
}

EncordLabelTrack *
encord_label_store_add_track (EncordLabelStore *self, gboolean classification,
                              const char *hash, const char *feature_hash)
{
  return encord_label_tracks_add (
      &self->tracks, classification, hash, strlen (hash),
      encord_label_store_intern (self, feature_hash));
}

EncordLabelTrack *
encord_label_store_find_track (const EncordLabelStore *self,
                               gboolean classification, EncordJsonSlice hash)
{
  g_autofree char *text = NULL;

  if (memchr (hash.text, '\\', hash.length) == NULL)
    return encord_label_tracks_find (&self->tracks, classification, hash.text,
                                     hash.length);
  text = encord_json_slice_dup_string (hash);

  return encord_label_tracks_find (&self->tracks, classification, text,
                                   strlen (text));
}

static void
mark_edited (EncordLabelStore *self, const EncordLabel *label)
{
  EncordLabelFrame *frame =
      &g_array_index (self->frames, EncordLabelFrame, label->frame);

  if (label->classification)
    frame->classifications = TRUE;
  else
    frame->objects = TRUE;
  self->edited = TRUE;
}

/* A classification may be in a frame of the body several times, of which only the
 * last counts; the others must not come to life when that goes. */
static void
remove_copies (EncordLabelStore *self, guint32 index)
{
  const EncordLabel *label = &g_array_index (self->labels, EncordLabel, index);

  while (index-- > 0) {
    EncordLabel *copy = &g_array_index (self->labels, EncordLabel, index);

    if (copy->frame != label->frame)
      break;
    if (copy->track == label->track)
      copy->removed = TRUE;
  }
}

static void
remove_label (EncordLabelStore *self, guint32 index)
{
  EncordLabel *label = &g_array_index (self->labels, EncordLabel, index);

  label->removed = TRUE;
  mark_edited (self, label);
  if (label->classification) {
    encord_label_store_occupy (
        self, encord_label_store_track (self, label->track),
        g_array_index (self->frames, EncordLabelFrame, label->frame).number,
        -1);
    if (label->length > 0)
      remove_copies (self, index);
  }
  if (label->edited)
    clear_edit (encord_label_store_get_edit (self, label));
}

void
encord_label_store_remove_track (EncordLabelStore *self,
                                 EncordLabelTrack *track)
{
  const guint32 *labels = encord_label_track_peek_labels (track);

  for (guint32 i = 0; i < track->n_slots; i++)
    if (labels[i] != ENCORD_LABEL_NONE)
      remove_label (self, labels[i]);
  track->n_slots = track->n_main = track->n_removed = 0;
  track->removed = TRUE;
  self->edited = TRUE;
  drop_instance (track);
}

EncordLabel *
encord_label_store_find (EncordLabelStore *self, const EncordLabelTrack *track,
                         int number)
{
  const guint32 index = encord_label_track_find (track, number);

  return index != ENCORD_LABEL_NONE
             ? &g_array_index (self->labels, EncordLabel, index)
             : NULL;
}

EncordLabelEdit *
encord_label_store_get_edit (const EncordLabelStore *self,
                             const EncordLabel *label)
{
  return label->edited
             ? &g_array_index (self->edits, EncordLabelEdit, label->at)
             : NULL;
}

EncordJsonSlice
encord_label_store_get_entry (const EncordLabelStore *self,
                              const EncordLabel *label)
{
  const EncordLabelEdit *edit = encord_label_store_get_edit (self, label);

  return (EncordJsonSlice){
    self->text + (edit != NULL ? edit->entry_at : label->at), label->length
  };
}

static void
take_edit (EncordLabelStore *self, EncordLabel *label,
           const EncordLabelEdit *edit)
{
  EncordLabelEdit *old = encord_label_store_get_edit (self, label);
  EncordLabelEdit new = *edit;

  if (old != NULL) {
    new.entry_at = old->entry_at;
    clear_edit (old);
    *old = new;
  } else {
    new.entry_at = label->at;
    label->at = self->edits->len;
    label->edited = TRUE;
    g_array_append_val (self->edits, new);
  }
}

static void
add_label (EncordLabelStore *self, EncordLabelTrack *track, int number,
           const EncordLabelEdit *edit)
{
  EncordLabel label = { .track = track->index,
                        .classification = track->classification };

  if (encord_label_store_find_frame (self, number, &label.frame) == NULL)
    label.frame = encord_label_store_add_frame (self, number);
  take_edit (self, &label, edit);
  g_array_append_val (self->labels, label);
  encord_label_track_insert (track, number, self->labels->len - 1);
  mark_edited (self, &label);
  if (track->classification)
    encord_label_store_occupy (self, track, number, 1);
}

void
encord_label_store_set (EncordLabelStore *self, EncordLabelTrack *track,
                        int number, const EncordLabelEdit *edit)
{
  EncordLabel *label = encord_label_store_find (self, track, number);

  if (label == NULL) {
    add_label (self, track, number, edit);
    return;
  }

  mark_edited (self, label);
  take_edit (self, label, edit);
}

gboolean
encord_label_store_remove (EncordLabelStore *self, EncordLabelTrack *track,
                           int number)
{
  const guint32 index = encord_label_track_find (track, number);

  if (index == ENCORD_LABEL_NONE)
    return FALSE;
  remove_label (self, index);
  encord_label_track_remove (track, number);

  return TRUE;
}

EncordObjectInstance *
encord_label_store_get_instance (EncordLabelStore *self,
                                 EncordLabelTrack *track)
{
  if (track->instance == NULL)
    track->instance = G_OBJECT (encord_object_instance_new (self, track));

  return ENCORD_OBJECT_INSTANCE (track->instance);
}

EncordAnswerSheet *
encord_label_store_peek_sheet (const EncordLabelStore *self,
                               const EncordLabelTrack *track, gboolean dynamic)
{
  return g_hash_table_lookup (self->sheets[dynamic], track);
}

EncordAnswerSheet *
encord_label_store_get_sheet (EncordLabelStore *self,
                              const EncordLabelTrack *track, gboolean dynamic)
{
  const EncordSpan span = dynamic ? track->actions : track->answers;
  EncordAnswerSheet *sheet =
      encord_label_store_peek_sheet (self, track, dynamic);

  if (sheet == NULL) {
    sheet = encord_answer_sheet_new (self->ontology,
                                     span.length > 0
                                         ? encord_label_store_slice (self, span)
                                         : (EncordJsonSlice){ NULL, 0 },
                                     dynamic);
    g_hash_table_insert (self->sheets[dynamic], (gpointer) track, sheet);
  }

  return sheet;
}
