/* labels/encord-merge-adopt.c - which objects of humans are continued; pure
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <encord/labels/encord-merge-claims-private.h>
#include <encord/labels/encord-merge-private.h>

/* As if it were one of ours in which all is settled: what the track has on other
 * frames then goes into it. */
static EncordMergeObject *
adopt_object (const EncordMergeObject *theirs)
{
  EncordMergeObject *adopted = encord_merge_object_copy (theirs);

  for (guint i = 0; i < adopted->entries->len; i++)
    g_array_index (adopted->entries, EncordMergeEntry, i).settled = TRUE;

  return adopted;
}

static gboolean
meets_human (const EncordMergeObject *theirs, const EncordMergeObject *mine)
{
  for (guint i = 0; i < theirs->entries->len; i++) {
    const EncordMergeEntry *entry =
        &g_array_index (theirs->entries, EncordMergeEntry, i);
    const EncordMergeEntry *wanted =
        entry->manual ? encord_merge_object_find (mine, entry->frame) : NULL;

    if (wanted != NULL && encord_merge_same_place (&entry->box, &wanted->box))
      return TRUE;
  }

  return FALSE;
}

static gboolean
has_manual_entry (const EncordMergeObject *object)
{
  for (guint i = 0; i < object->entries->len; i++)
    if (g_array_index (object->entries, EncordMergeEntry, i).manual)
      return TRUE;

  return FALSE;
}

/* borrowed: objects of humans, which base does not know */
static GPtrArray *
list_strangers (GPtrArray *base, GPtrArray *theirs)
{
  g_autoptr (GHashTable) known = encord_merge_objects_by_hash (base);
  GPtrArray *strangers = g_ptr_array_new ();

  for (guint i = 0; i < theirs->len; i++) {
    EncordMergeObject *object = theirs->pdata[i];

    if (!g_hash_table_contains (known, object->object_hash) &&
        has_manual_entry (object))
      g_ptr_array_add (strangers, object);
  }

  return strangers;
}

/* indices of the tracks that continue nothing yet */
static GArray *
list_homeless (GPtrArray *mine, GArray *tracks)
{
  g_autofree gboolean *placed = g_new0 (gboolean, mine->len);
  GArray *homeless = g_array_new (FALSE, FALSE, sizeof (int));

  for (guint i = 0; i < tracks->len; i++)
    if (g_array_index (tracks, int, i) >= 0)
      placed[g_array_index (tracks, int, i)] = TRUE;
  for (int i = 0; i < (int) mine->len; i++)
    if (!placed[i])
      g_array_append_val (homeless, i);

  return homeless;
}

void
encord_merge_adopt (GPtrArray *base, GPtrArray *theirs, GPtrArray *mine,
                    GArray *tracks)
{
  g_autoptr (GPtrArray) strangers = list_strangers (base, theirs);
  g_autoptr (GArray) homeless = list_homeless (mine, tracks);
  g_autoptr (GPtrArray) candidates = g_ptr_array_new ();
  g_autofree int *homes = g_new (int, strangers->len);

  for (guint i = 0; i < homeless->len; i++)
    g_ptr_array_add (candidates, mine->pdata[g_array_index (homeless, int, i)]);
  encord_merge_identify (strangers, candidates, homes);
  for (guint i = 0; i < strangers->len; i++) {
    if (homes[i] < 0 ||
        !meets_human (strangers->pdata[i], candidates->pdata[homes[i]]))
      continue;
    g_ptr_array_add (base, adopt_object (strangers->pdata[i]));
    g_array_append_val (tracks, g_array_index (homeless, int, homes[i]));
  }
}
