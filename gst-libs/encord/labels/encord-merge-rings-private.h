/* labels/encord-merge-rings-private.h - the points of a shape, ring by ring; pure
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <encord/encord.h>

G_BEGIN_DECLS

/* putting them together takes the second power of them */
#define ENCORD_MERGE_MOST_RINGS 4096

typedef struct
{
  const EncordPoint *points; /* the shape's */
  guint n_points;
  gboolean hole; /* in the part before, whose outer ring comes first */
} EncordMergeRing;

/* (transfer full): EncordMergeRing; a shape that is no polygon has one */
GArray *encord_merge_rings_list (const EncordGeometry *shape);
/* (transfer full) (nullable): the shape with one more ring; so (transfer full,
 * nullable) is what there was so far, of which NULL is nothing. NULL: the ring has too
 * few points. */
EncordGeometry *encord_merge_rings_add (EncordGeometry *so, EncordShape shape,
                                        const EncordMergeRing *ring);

G_END_DECLS
