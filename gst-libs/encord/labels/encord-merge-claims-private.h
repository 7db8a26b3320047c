/* labels/encord-merge-claims-private.h - places where nothing new may go; pure
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <encord/labels/encord-merge-object-private.h>

G_BEGIN_DECLS

/* One place on one frame. Either it is closed for good (a human has decided there,
 * or an entry of ours stays), or a human has drawn something there by hand in an
 * object of their own. */
typedef struct
{
  const EncordMergeObject *object;
  EncordMergeEntry entry;
  gboolean human;
  gboolean replaced; /* a human's that makes room: it claims nothing any more */
} EncordMergeClaim;

/* EncordMergeClaim elements; objects outlive them */
GArray *encord_merge_claims_new (void);
void encord_merge_claims_add (GArray *claims, const EncordMergeObject *object,
                              const EncordMergeEntry *entry, gboolean human);
/* by frame; before anything is found */
void encord_merge_claims_sort (GArray *claims);
/* the first of this sort on the place of an entry of object; NULL: none */
EncordMergeClaim *encord_merge_claims_find (GArray *claims,
                                            const EncordMergeObject *object,
                                            const EncordMergeEntry *entry,
                                            gboolean human);

/* whether two boxes of one class show the same thing */
gboolean encord_merge_same_place (const EncordBox *a, const EncordBox *b);

G_END_DECLS
