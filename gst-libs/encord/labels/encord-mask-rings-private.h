/* labels/encord-mask-rings-private.h - the borders of a mask, corner by corner; pure
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <encord/labels/encord-mask-patch-private.h>

G_BEGIN_DECLS

/* of a pixel, from the corner of the patch */
typedef struct
{
  int x, y;
} EncordMaskCorner;

/* Pixels that are connected by their sides. The first ring is the outer border, with
 * the pixels to its right; each other one is that of a hole, with them to its
 * right, too. */
typedef struct
{
  GPtrArray *rings; /* GArray of EncordMaskCorner */
  gint64 area;      /* in pixels */
} EncordMaskPolygon;

/* In the order of their first pixels. ENCORD_ERROR_BAD_DATA for borders of more than
 * most_corners. */
GPtrArray *encord_mask_rings_trace (const EncordMaskPatch *patch,
                                    guint most_corners, GError **error);

/* (transfer full): the corners that are left when those are left out whose absence
 * moves the border by most_error pixels or less; three at least */
GArray *encord_mask_ring_thin (GArray *corners, double most_error);
/* whether no edge of any ring crosses another; FALSE, too, where telling takes too
 * long. Rings that touch do not cross. */
gboolean encord_mask_rings_are_simple (GPtrArray *rings);

G_END_DECLS
