/* labels/encord-merge-landed.c - whether a row says what was last sent; pure
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <encord/labels/encord-merge-private.h>

static const EncordMergeEntry *
entry_at (const EncordMergeObject *object, guint index)
{
  if (object == NULL || index >= object->entries->len)
    return NULL;
  return &g_array_index (object->entries, EncordMergeEntry, index);
}

static gboolean
entries_agree (const EncordMergeEntry *a, const EncordMergeEntry *b)
{
  return a == NULL || b == NULL ? a == b : encord_merge_entry_equal (a, b);
}

/* how many of the entries in which two states of an object differ are in the row
 * as the first has them; each may be NULL, and an entry absent */
static guint
count_votes (const EncordMergeObject *object, const EncordMergeObject *other,
             const EncordMergeObject *theirs)
{
  guint n_votes = 0, o = 0, r = 0;

  for (;;) {
    const EncordMergeEntry *entry = entry_at (object, o);
    const EncordMergeEntry *rival = entry_at (other, r);
    const EncordMergeEntry *now = NULL;
    int frame;

    if (entry == NULL && rival == NULL)
      return n_votes;
    frame = MIN (entry != NULL ? entry->frame : G_MAXINT,
                 rival != NULL ? rival->frame : G_MAXINT);
    if (entry != NULL && entry->frame != frame)
      entry = NULL;
    if (rival != NULL && rival->frame != frame)
      rival = NULL;
    if (theirs != NULL)
      now = encord_merge_object_find (theirs, frame);

    n_votes += !entries_agree (entry, rival) && entries_agree (entry, now);
    o += entry != NULL;
    r += rival != NULL;
  }
}

static guint
count_all_votes (GPtrArray *state, GPtrArray *other, GHashTable *theirs)
{
  g_autoptr (GHashTable) state_by_hash = encord_merge_objects_by_hash (state);
  g_autoptr (GHashTable) other_by_hash = encord_merge_objects_by_hash (other);
  guint n_votes = 0;

  for (guint i = 0; i < state->len; i++) {
    const EncordMergeObject *object = state->pdata[i];
    const char *hash = object->object_hash;

    n_votes += count_votes (object, g_hash_table_lookup (other_by_hash, hash),
                            g_hash_table_lookup (theirs, hash));
  }
  for (guint i = 0; i < other->len; i++) {
    const EncordMergeObject *object = other->pdata[i];
    const char *hash = object->object_hash;

    if (!g_hash_table_contains (state_by_hash, hash))
      n_votes += count_votes (NULL, object, g_hash_table_lookup (theirs, hash));
  }

  return n_votes;
}

gboolean
encord_merge_has_landed (GPtrArray *base, GPtrArray *intent, GPtrArray *theirs)
{
  g_autoptr (GHashTable) by_hash = encord_merge_objects_by_hash (theirs);

  /* in doubt it has: then what is missing counts as deleted by a human and stays
   * away, where the other way round it would be written a second time */
  return count_all_votes (intent, base, by_hash) >=
         count_all_votes (base, intent, by_hash);
}
