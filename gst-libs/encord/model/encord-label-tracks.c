/* encord-label-tracks.c - the objects and classifications of a row
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <string.h>

#include <encord/model/encord-label-tracks-private.h>

#define BLOCK_BITS 7
#define BLOCK_LENGTH (1u << BLOCK_BITS)
#define FIRST_TABLE_BITS 4
/* golden ratio: hashes that differ little lie far apart */
#define SPREAD 2654435769u

void
encord_label_tracks_init (EncordLabelTracks *self)
{
  *self = (EncordLabelTracks){
    .blocks = g_ptr_array_new_with_free_func (g_free),
    .hashes = g_string_chunk_new (1024),
  };
}

void
encord_label_tracks_clear (EncordLabelTracks *self)
{
  for (guint32 i = 0; i < self->n; i++)
    encord_label_track_clear (encord_label_tracks_get (self, i));
  g_ptr_array_unref (self->blocks);
  g_string_chunk_free (self->hashes);
  for (guint i = 0; i < G_N_ELEMENTS (self->tables); i++)
    g_free (self->tables[i].slots);
}

EncordLabelTrack *
encord_label_tracks_get (const EncordLabelTracks *self, guint32 index)
{
  EncordLabelTrack *block =
      g_ptr_array_index (self->blocks, index >> BLOCK_BITS);

  return &block[index & (BLOCK_LENGTH - 1)];
}

static guint32
hash_text (const char *text, gsize length)
{
  guint32 hash = 5381;

  for (gsize i = 0; i < length; i++)
    hash = hash * 33 + (guchar) text[i];

  return hash * SPREAD;
}

/* the slot of a hash, or the free one where it belongs */
static guint32 *
find_slot (const EncordLabelTracks *self, const EncordLabelTrackTable *table,
           const char *hash, gsize length)
{
  const guint32 mask = (1u << table->n_bits) - 1;
  guint32 at = hash_text (hash, length) >> (32 - table->n_bits);

  for (; table->slots[at] != 0; at = (at + 1) & mask) {
    const EncordLabelTrack *track =
        encord_label_tracks_get (self, table->slots[at] - 1);

    if (strncmp (track->hash, hash, length) == 0 && track->hash[length] == '\0')
      break;
  }

  return &table->slots[at];
}

static void
grow (const EncordLabelTracks *self, EncordLabelTrackTable *table)
{
  const EncordLabelTrackTable old = *table;

  table->n_bits = old.slots != NULL ? old.n_bits + 1 : FIRST_TABLE_BITS;
  table->slots = g_new0 (guint32, (gsize) 1 << table->n_bits);
  for (guint32 i = 0; old.slots != NULL && i < 1u << old.n_bits; i++) {
    const char *hash;

    if (old.slots[i] == 0)
      continue;
    hash = encord_label_tracks_get (self, old.slots[i] - 1)->hash;
    *find_slot (self, table, hash, strlen (hash)) = old.slots[i];
  }
  g_free (old.slots);
}

static void
enter (EncordLabelTracks *self, EncordLabelTrackTable *table, guint32 index,
       const char *hash, gsize length)
{
  guint32 *slot;

  /* at most two thirds are in use, so a search ends soon */
  if (table->slots == NULL ||
      (guint64) table->n_used * 3 >= (G_GUINT64_CONSTANT (2) << table->n_bits))
    grow (self, table);

  slot = find_slot (self, table, hash, length);
  if (*slot == 0)
    table->n_used++;
  *slot = index + 1;
}

EncordLabelTrack *
encord_label_tracks_add (EncordLabelTracks *self, gboolean classification,
                         const char *hash, gsize length,
                         const char *feature_hash)
{
  const guint32 index = self->n;
  EncordLabelTrack *track;

  if ((index & (BLOCK_LENGTH - 1)) == 0)
    g_ptr_array_add (self->blocks, g_new (EncordLabelTrack, BLOCK_LENGTH));
  self->n++;
  track = encord_label_tracks_get (self, index);
  *track = (EncordLabelTrack){
    .hash = g_string_chunk_insert_len (self->hashes, hash, (gssize) length),
    .feature_hash = feature_hash,
    .index = index,
    .classification = classification != FALSE,
  };
  enter (self, &self->tables[classification], index, hash, length);

  return track;
}

EncordLabelTrack *
encord_label_tracks_find (const EncordLabelTracks *self,
                          gboolean classification, const char *hash,
                          gsize length)
{
  const EncordLabelTrackTable *table = &self->tables[classification];
  guint32 slot = 0;

  if (table->slots != NULL)
    slot = *find_slot (self, table, hash, length);

  return slot != 0 ? encord_label_tracks_get (self, slot - 1) : NULL;
}
