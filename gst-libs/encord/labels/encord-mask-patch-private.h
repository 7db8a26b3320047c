/* labels/encord-mask-patch-private.h - the part of a mask that holds its pixels; pure
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* One byte a pixel, 0 or 1, row by row, of the smallest box around all that are
 * set: of a small object in a large picture there is little to look at. */
typedef struct
{
  int left, top; /* in the mask */
  int width, height;
  gint64 area;
  guint8 *pixels;
} EncordMaskPatch;

/* ENCORD_ERROR_BAD_DATA for a string that is malformed, and for a box of more than
 * most_pixels. That of an empty mask has the size 0 × 0. */
EncordMaskPatch *encord_mask_patch_new (const char *rle_string, int width,
                                        int height, gint64 most_pixels,
                                        GError **error);
void encord_mask_patch_free (EncordMaskPatch *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (EncordMaskPatch, encord_mask_patch_free)

/* 0 outside of the patch, too; x and y from its corner */
static inline gboolean
encord_mask_patch_get (const EncordMaskPatch *self, int x, int y)
{
  return x >= 0 && y >= 0 && x < self->width && y < self->height &&
         self->pixels[(gsize) y * (gsize) self->width + (gsize) x] != 0;
}

/* the mean of the centres of its pixels, from its corner; area is not 0 */
void encord_mask_patch_get_middle (const EncordMaskPatch *self, double *ret_x,
                                   double *ret_y);

G_END_DECLS
