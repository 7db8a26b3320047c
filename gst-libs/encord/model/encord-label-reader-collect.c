/* encord-label-reader-collect.c - what is known once a body has been read
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <encord/encord-error.h>
#include <encord/model/encord-label-reader-private.h>

static gint
compare_units (gconstpointer a, gconstpointer b, gpointer data)
{
  const EncordLabelUnit *units = data;
  const guint32 p = *(const guint32 *) a, q = *(const guint32 *) b;

  if (units[p].sequence != units[q].sequence)
    return units[p].sequence < units[q].sequence ? -1 : 1;

  return p < q ? -1 : 1;
}

/* frame n is the n-th image by data_sequence */
static void
number_images (EncordLabelStore *store)
{
  for (guint32 i = 0; i < store->units->len; i++)
    g_array_append_val (store->unit_by_frame, i);
  g_array_sort_with_data (store->unit_by_frame, compare_units,
                          store->units->data);
  for (guint32 number = 0; number < store->unit_by_frame->len; number++) {
    const guint32 unit = g_array_index (store->unit_by_frame, guint32, number);
    const EncordLabelUnit *image =
        &g_array_index (store->units, EncordLabelUnit, unit);
    const guint32 frame = image->first_frame;

    g_array_index (store->frames, EncordLabelFrame, frame).number =
        (int) number;
    g_hash_table_insert (store->frame_by_number, GUINT_TO_POINTER (number),
                         GUINT_TO_POINTER (frame));
    g_hash_table_insert (store->frame_by_image, (gpointer) image->hash,
                         GUINT_TO_POINTER (number));
  }
}

/* Counted first: growing would leave half of the memory behind. */
static void
reserve_tracks (EncordLabelStore *store)
{
  g_autofree guint32 *counts = g_new0 (guint32, store->tracks.n);

  for (guint32 i = 0; i < store->labels->len; i++)
    counts[g_array_index (store->labels, EncordLabel, i).track]++;
  for (guint32 i = 0; i < store->tracks.n; i++)
    encord_label_track_reserve (encord_label_store_track (store, i), counts[i]);
}

static gboolean
collect_tracks (EncordLabelStore *store, GError **error)
{
  reserve_tracks (store);
  for (guint32 i = 0; i < store->labels->len; i++) {
    const EncordLabel *label = &g_array_index (store->labels, EncordLabel, i);
    const EncordLabelFrame *frame =
        &g_array_index (store->frames, EncordLabelFrame, label->frame);

    encord_label_track_append (encord_label_store_track (store, label->track),
                               frame->number, i);
  }
  for (guint32 i = 0; i < store->tracks.n; i++) {
    EncordLabelTrack *track = encord_label_store_track (store, i);

    /* of a classification the last one on a frame counts */
    if (!encord_label_track_sort (track) && !track->classification) {
      g_set_error (error, ENCORD_ERROR, ENCORD_ERROR_BAD_DATA,
                   "label row: object \"%s\" is twice in one frame",
                   track->hash);
      return FALSE;
    }
  }

  return TRUE;
}

/* Of entries with the same hash the last one counts. */
static void
collect_answers (EncordLabelStore *store, GArray *entries,
                 gboolean classifications, gsize field)
{
  for (guint32 i = 0; i < entries->len; i++) {
    const EncordMember *entry = &g_array_index (entries, EncordMember, i);
    EncordLabelTrack *track = encord_label_store_find_track (
        store, classifications, encord_label_store_slice (store, entry->name));

    if (track != NULL)
      G_STRUCT_MEMBER (EncordSpan, track, field) = entry->value;
  }
}

/* A classification without an entry among the answers is none, says every reader;
 * its entries in frames are carried. */
static void
find_ghosts (EncordLabelStore *store)
{
  for (guint32 i = 0; i < store->tracks.n; i++) {
    EncordLabelTrack *track = encord_label_store_track (store, i);

    track->ghost = track->classification && track->answers.length == 0;
  }
}

gboolean
encord_label_reader_collect (EncordLabelStore *store, GError **error)
{
  const gsize answers = G_STRUCT_OFFSET (EncordLabelTrack, answers);
  const gsize actions = G_STRUCT_OFFSET (EncordLabelTrack, actions);

  if (store->kind == ENCORD_LABEL_KIND_IMAGES)
    number_images (store);
  if (!collect_tracks (store, error))
    return FALSE;

  collect_answers (store, store->answers, FALSE, answers);
  collect_answers (store, store->actions, FALSE, actions);
  collect_answers (store, store->classification_answers, TRUE, answers);
  find_ghosts (store);

  return TRUE;
}
