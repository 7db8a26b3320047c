/* labels/encord-merge-identity.c - which track continues which object; pure
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <encord/labels/encord-merge-private.h>

/* least mean overlap on shared frames: as much as the tracker asks for */
#define LEAST_OVERLAP 0.3

typedef struct
{
  guint object;
  guint track;
  guint n_shared;
  guint n_equal;  /* shared frames where nothing has changed */
  double overlap; /* summed over shared frames */
} Pair;

/* one entry of base, found by its frame */
typedef struct
{
  int frame;
  guint object;
  const EncordMergeEntry *entry;
} Spot;

static int
compare_spots (gconstpointer a, gconstpointer b)
{
  const Spot *left = a, *right = b;

  if (left->frame != right->frame)
    return left->frame < right->frame ? -1 : 1;
  return (left->object > right->object) - (left->object < right->object);
}

/* Best first. What is equal was written from the same detections, so that the
 * same input finds its own objects again; otherwise overlap tells, and where
 * that does not, age. */
static int
compare_pairs (gconstpointer a, gconstpointer b)
{
  const Pair *left = a, *right = b;

  if (left->n_equal != right->n_equal)
    return left->n_equal > right->n_equal ? -1 : 1;
  if (left->overlap != right->overlap)
    return left->overlap > right->overlap ? -1 : 1;
  if (left->object != right->object)
    return left->object < right->object ? -1 : 1;
  return (left->track > right->track) - (left->track < right->track);
}

static GArray *
list_spots (GPtrArray *base)
{
  GArray *spots = g_array_new (FALSE, FALSE, sizeof (Spot));

  for (guint i = 0; i < base->len; i++) {
    const EncordMergeObject *object = base->pdata[i];

    if (object->state == ENCORD_MERGE_RETIRED)
      continue;
    for (guint e = 0; e < object->entries->len; e++) {
      const EncordMergeEntry *entry =
          &g_array_index (object->entries, EncordMergeEntry, e);
      const Spot spot = { entry->frame, i, entry };

      g_array_append_val (spots, spot);
    }
  }
  g_array_sort (spots, compare_spots);

  return spots;
}

static guint
first_spot_at (GArray *spots, int frame)
{
  guint low = 0, high = spots->len;

  while (low < high) {
    const guint middle = low + (high - low) / 2;

    if (g_array_index (spots, Spot, middle).frame < frame)
      low = middle + 1;
    else
      high = middle;
  }

  return low;
}

/* by object, what one track shares with it; visits only frames that both have,
 * for in an image group objects and tracks are as many as labels */
static void
measure_track (GPtrArray *base, GArray *spots, const EncordMergeObject *track,
               guint index, GArray *pairs)
{
  g_autoptr (GHashTable) pair_of = g_hash_table_new (NULL, NULL);

  for (guint e = 0; e < track->entries->len; e++) {
    const EncordMergeEntry *entry =
        &g_array_index (track->entries, EncordMergeEntry, e);

    for (guint s = first_spot_at (spots, entry->frame);
         s < spots->len && g_array_index (spots, Spot, s).frame == entry->frame;
         s++) {
      const Spot *spot = &g_array_index (spots, Spot, s);
      const EncordMergeObject *object = base->pdata[spot->object];
      gpointer known;
      Pair *pair;

      if (g_strcmp0 (object->feature_hash, track->feature_hash) != 0)
        continue;
      if (!g_hash_table_lookup_extended (
              pair_of, GUINT_TO_POINTER (spot->object), NULL, &known)) {
        const Pair added = { spot->object, index, 0, 0, 0 };

        known = GUINT_TO_POINTER (pairs->len);
        g_hash_table_insert (pair_of, GUINT_TO_POINTER (spot->object), known);
        g_array_append_val (pairs, added);
      }
      pair = &g_array_index (pairs, Pair, GPOINTER_TO_UINT (known));
      pair->n_shared++;
      pair->n_equal += encord_merge_entry_equal (spot->entry, entry);
      pair->overlap += encord_box_iou (&spot->entry->box, &entry->box);
    }
  }
}

static const EncordMergeEntry *
entry_at (const EncordMergeObject *object, guint index)
{
  return &g_array_index (object->entries, EncordMergeEntry, index);
}

/* index: of the first entry that is not before frame; there is one before it, unless
 * it is on the frame itself */
static EncordBox
box_at (const EncordMergeObject *object, guint index, int frame)
{
  const EncordMergeEntry *after = entry_at (object, index), *before = after - 1;
  EncordBox box = after->box;

  if (after->frame != frame)
    encord_interpolate_box (&before->box, &after->box,
                            (double) (frame - before->frame) /
                                (double) (after->frame - before->frame),
                            &box);

  return box;
}

/* two runs rarely choose the same keys: on the keys of either, what lies between
 * those of the other counts */
static void
measure_keys (const EncordMergeObject *object, const EncordMergeObject *track,
              Pair *pair)
{
  const int first =
      MAX (entry_at (object, 0)->frame, entry_at (track, 0)->frame);
  guint o = 0, t = 0;

  while (o < object->entries->len && t < track->entries->len) {
    const EncordMergeEntry *ours = entry_at (object, o);
    const EncordMergeEntry *other = entry_at (track, t);
    const int frame = MIN (ours->frame, other->frame);

    if (frame >= first) {
      const EncordBox a = box_at (object, o, frame);
      const EncordBox b = box_at (track, t, frame);

      pair->n_shared++;
      pair->n_equal += encord_merge_entry_equal (ours, other);
      pair->overlap += encord_box_iou (&a, &b);
    }
    o += ours->frame == frame;
    t += other->frame == frame;
  }
}

static gboolean
overlap_in_time (const EncordMergeObject *a, const EncordMergeObject *b)
{
  return a->entries->len > 0 && b->entries->len > 0 &&
         entry_at (a, 0)->frame <= entry_at (b, b->entries->len - 1)->frame &&
         entry_at (b, 0)->frame <= entry_at (a, a->entries->len - 1)->frame;
}

static void
measure_track_of_keys (GPtrArray *base, const EncordMergeObject *track,
                       guint index, GArray *pairs)
{
  for (guint i = 0; i < base->len; i++) {
    const EncordMergeObject *object = base->pdata[i];
    Pair pair = { i, index, 0, 0, 0 };

    if (object->state == ENCORD_MERGE_RETIRED ||
        !overlap_in_time (object, track) ||
        g_strcmp0 (object->feature_hash, track->feature_hash) != 0)
      continue;
    measure_keys (object, track, &pair);
    if (pair.n_shared > 0)
      g_array_append_val (pairs, pair);
  }
}

/* A long track does not vanish because it touches a place where a human deleted
 * something short. */
static gboolean
may_continue (const EncordMergeObject *object, const EncordMergeObject *track,
              const Pair *pair)
{
  if (pair->overlap < LEAST_OVERLAP * pair->n_shared)
    return FALSE;
  return object->state == ENCORD_MERGE_OURS ||
         pair->n_shared >= (track->entries->len + 1) / 2;
}

void
encord_merge_identify (GPtrArray *base, GPtrArray *mine, int *ret_tracks)
{
  g_autoptr (GArray) spots = list_spots (base);
  g_autoptr (GArray) pairs = g_array_new (FALSE, FALSE, sizeof (Pair));
  g_autofree gboolean *taken = g_new0 (gboolean, mine->len);

  for (guint i = 0; i < mine->len; i++) {
    const EncordMergeObject *track = mine->pdata[i];

    if (track->keys)
      measure_track_of_keys (base, track, i, pairs);
    else
      measure_track (base, spots, track, i, pairs);
  }
  g_array_sort (pairs, compare_pairs);

  for (guint i = 0; i < base->len; i++)
    ret_tracks[i] = -1;
  for (guint i = 0; i < pairs->len; i++) {
    const Pair *pair = &g_array_index (pairs, Pair, i);

    if (ret_tracks[pair->object] >= 0 || taken[pair->track] ||
        !may_continue (base->pdata[pair->object], mine->pdata[pair->track],
                       pair))
      continue;
    ret_tracks[pair->object] = (int) pair->track;
    taken[pair->track] = TRUE;
  }
}
