/* labels/encord-mask-way-private.h - what a mask becomes on its way to another; pure
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Masks are blended by the distance to their border, after one was moved onto the
 * other: shape-based interpolation (Raya and Udupa, 1990), along the way from one
 * middle to the other. Immutable. */
typedef struct _EncordMaskWay EncordMaskWay;

/* No more pixels than these are looked at: a mask that covers a picture of
 * 3840 × 2160 and does not move. Each takes 8 bytes. */
#define ENCORD_MASK_WAY_MOST_PIXELS (G_GINT64_CONSTANT (8) * 1024 * 1024)

/* Two run-length strings of masks of one size. NULL: there is no way, since one of
 * them is empty, malformed or too large. */
EncordMaskWay *encord_mask_way_new (const char *a, const char *b, int width,
                                    int height, gint64 most_pixels);
void encord_mask_way_free (EncordMaskWay *self);
/* how many pixels it keeps */
gint64 encord_mask_way_get_n_pixels (const EncordMaskWay *self);
/* (transfer full): the run-length string at a position between 0 and 1 */
char *encord_mask_way_at (const EncordMaskWay *self, double position);

G_END_DECLS
