/* labels/encord-mask-field-private.h - how far pixels are from a mask's border; pure
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <encord/labels/encord-mask-patch-private.h>

G_BEGIN_DECLS

/* For each pixel of a window the distance in pixels to the border of the mask,
 * above 0 inside of it and below 0 outside; of the pixels on both sides of the
 * border it is half a pixel. The window, which holds the whole patch and begins at
 * left and top as seen from it, is free of the mask outside of the patch. */
float *encord_mask_field_new (const EncordMaskPatch *patch, int left, int top,
                              int width, int height);

G_END_DECLS
