/* model/encord-label-tracks-private.h - the objects and classifications of a row
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <encord/model/encord-label-track-private.h>

G_BEGIN_DECLS

/* finds tracks by hash, the newest of each */
typedef struct
{
  guint32 *slots; /* index of a track + 1, or 0; NULL: there is no track */
  guint n_bits;   /* 2 to the power of it are the slots */
  guint32 n_used;
} EncordLabelTrackTable;

/* Instances point to tracks, so a track stays where it was made. A detector without
 * tracking makes as many tracks as labels: they lie in blocks, their hashes one
 * behind another, and the tables hold nothing but indices. */
typedef struct
{
  GPtrArray *blocks;
  guint32 n;
  GStringChunk *hashes;
  EncordLabelTrackTable tables[2]; /* of objects, of classifications */
} EncordLabelTracks;

void encord_label_tracks_init (EncordLabelTracks *self);
void encord_label_tracks_clear (EncordLabelTracks *self);
/* feature_hash is kept, hash is copied; another track of that hash is found no
 * longer */
EncordLabelTrack *encord_label_tracks_add (EncordLabelTracks *self,
                                           gboolean classification,
                                           const char *hash, gsize length,
                                           const char *feature_hash);
/* NULL: there is none; it may be one that was removed */
EncordLabelTrack *encord_label_tracks_find (const EncordLabelTracks *self,
                                            gboolean classification,
                                            const char *hash, gsize length);
EncordLabelTrack *encord_label_tracks_get (const EncordLabelTracks *self,
                                           guint32 index);

G_END_DECLS
