/* labels/encord-merge-object-private.h - one object's entries, as merging compares them; pure
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <encord/encord.h>

G_BEGIN_DECLS

typedef struct
{
  int frame;
  gboolean manual;
  gboolean settled; /* of a journalled entry: a human has decided, for good */
  gboolean foreign; /* no box of ours: box is what is around some other shape */
  double confidence;
  EncordBox box;
  /* (nullable): what is written, see encord_merge_shape_new(); box: its bounds.
   * Borrowed, but for what is in an array of encord_merge_entries_new(). */
  EncordGeometry *geometry;
} EncordMergeEntry;

/* an array that owns what is added to it */
GArray *encord_merge_entries_new (void);
void encord_merge_entries_add (GArray *self, const EncordMergeEntry *entry);

typedef enum
{
  ENCORD_MERGE_OURS,
  ENCORD_MERGE_YIELDED, /* a human deleted it or made it something else */
  ENCORD_MERGE_RETIRED, /* we removed it; its hash is never used again */
} EncordMergeState;

typedef struct
{
  char *object_hash; /* NULL for a track that has none yet */
  char *feature_hash;
  char *answers; /* NULL: none */
  EncordMergeState state;
  gboolean keys;   /* of a track: between its entries an editor interpolates */
  GArray *entries; /* EncordMergeEntry, ascending frames, each once */
} EncordMergeObject;

EncordMergeObject *encord_merge_object_new (const char *object_hash,
                                            const char *feature_hash);
EncordMergeObject *encord_merge_object_copy (const EncordMergeObject *self);
void encord_merge_object_free (EncordMergeObject *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (EncordMergeObject, encord_merge_object_free)

const EncordMergeEntry *encord_merge_object_find (const EncordMergeObject *self,
                                                  int frame);
/* a GPtrArray that owns EncordMergeObject elements */
GPtrArray *encord_merge_objects_new (void);
/* (transfer container): object hash to element, for as long as objects lives */
GHashTable *encord_merge_objects_by_hash (GPtrArray *objects);

/* whether both say the same; differences too small to be anyone's intention do
 * not count. What is foreign equals nothing, and of entries with a geometry that is
 * compared in the place of boxes. */
gboolean encord_merge_box_equal (const EncordBox *a, const EncordBox *b);
gboolean encord_merge_entry_equal (const EncordMergeEntry *a,
                                   const EncordMergeEntry *b);

/* Entries in the form the journal keeps them: a few bytes each, exact for values
 * made by encord_merge_quantise() and encord_merge_shape_new(). Parsing fails with ENCORD_ERROR_BAD_DATA. */
GBytes *encord_merge_entries_to_bytes (GArray *entries);
GArray *encord_merge_entries_from_bytes (GBytes *bytes, GError **error);

/* Coordinates are written in steps of 1e-7 of the picture: finer than any model
 * knows, short as text, and exact in the journal. */
#define ENCORD_MERGE_STEPS 10000000
double encord_merge_quantise (double value);
void encord_merge_quantise_box (EncordBox *box);

G_END_DECLS
