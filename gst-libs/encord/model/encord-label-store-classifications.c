/* encord-label-store-classifications.c - which frames are classified how
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <encord/model/encord-classification-instance-private.h>
#include <encord/model/encord-label-store-private.h>

/* A classification of the ontology may be on a frame once, and rows have one
 * instance a frame as often as one for all. So the frames are counted by
 * classification, from when somebody first adds one. */

static GHashTable *
get_counts (EncordLabelStore *self, const char *feature_hash)
{
  const char *key = encord_label_store_intern (self, feature_hash);
  GHashTable *counts = g_hash_table_lookup (self->occupied, key);

  if (counts == NULL) {
    counts = g_hash_table_new (NULL, NULL);
    g_hash_table_insert (self->occupied, (gpointer) key, counts);
  }

  return counts;
}

static guint
get_count (GHashTable *counts, int number)
{
  return GPOINTER_TO_UINT (
      g_hash_table_lookup (counts, GINT_TO_POINTER (number)));
}

void
encord_label_store_occupy (EncordLabelStore *self,
                           const EncordLabelTrack *track, int number,
                           int change)
{
  GHashTable *counts;

  if (self->occupied == NULL || track->ghost)
    return;

  counts = get_counts (self, track->feature_hash);
  g_hash_table_insert (
      counts, GINT_TO_POINTER (number),
      GUINT_TO_POINTER (get_count (counts, number) + (guint) change));
}

static void
count_all (EncordLabelStore *self)
{
  self->occupied = g_hash_table_new_full (NULL, NULL, NULL,
                                          (GDestroyNotify) g_hash_table_unref);
  for (guint32 i = 0; i < self->tracks.n; i++) {
    EncordLabelTrack *track = encord_label_store_track (self, i);
    const int *frames;
    guint n_frames;

    if (!track->classification)
      continue;
    frames = encord_label_track_get_frames (track, &n_frames);
    for (guint j = 0; j < n_frames; j++)
      encord_label_store_occupy (self, track, frames[j], 1);
  }
}

guint
encord_label_store_count_classified (EncordLabelStore *self,
                                     const char *feature_hash, int number)
{
  if (self->occupied == NULL)
    count_all (self);

  return get_count (get_counts (self, feature_hash), number);
}

EncordClassificationInstance *
encord_label_store_get_classification (EncordLabelStore *self,
                                       EncordLabelTrack *track)
{
  if (track->instance == NULL)
    track->instance =
        G_OBJECT (encord_classification_instance_new (self, track));

  return ENCORD_CLASSIFICATION_INSTANCE (track->instance);
}
