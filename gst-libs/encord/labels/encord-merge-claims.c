/* labels/encord-merge-claims.c - places where nothing new may go; pure
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <encord/labels/encord-merge-claims-private.h>

/* from this overlap on two boxes of one class are the same thing */
#define SAME_THING 0.5

GArray *
encord_merge_claims_new (void)
{
  return g_array_new (FALSE, FALSE, sizeof (EncordMergeClaim));
}

void
encord_merge_claims_add (GArray *claims, const EncordMergeObject *object,
                         const EncordMergeEntry *entry, gboolean human)
{
  const EncordMergeClaim claim = { object, *entry, human, FALSE };

  g_array_append_val (claims, claim);
}

static int
compare_claims (gconstpointer a, gconstpointer b)
{
  const EncordMergeClaim *left = a, *right = b;

  return (left->entry.frame > right->entry.frame) -
         (left->entry.frame < right->entry.frame);
}

void
encord_merge_claims_sort (GArray *claims)
{
  g_array_sort (claims, compare_claims);
}

static guint
first_at (GArray *claims, int frame)
{
  guint low = 0, high = claims->len;

  while (low < high) {
    const guint middle = low + (high - low) / 2;

    if (g_array_index (claims, EncordMergeClaim, middle).entry.frame < frame)
      low = middle + 1;
    else
      high = middle;
  }

  return low;
}

EncordMergeClaim *
encord_merge_claims_find (GArray *claims, const EncordMergeObject *object,
                          const EncordMergeEntry *entry, gboolean human)
{
  for (guint i = first_at (claims, entry->frame); i < claims->len; i++) {
    EncordMergeClaim *claim = &g_array_index (claims, EncordMergeClaim, i);

    if (claim->entry.frame != entry->frame)
      break;
    if (claim->human == human && !claim->replaced &&
        g_str_equal (claim->object->feature_hash, object->feature_hash) &&
        encord_merge_same_place (&claim->entry.box, &entry->box))
      return claim;
  }

  return NULL;
}

gboolean
encord_merge_same_place (const EncordBox *a, const EncordBox *b)
{
  return encord_box_iou (a, b) >= SAME_THING;
}
