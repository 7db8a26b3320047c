/* model/encord-bitmask.h - masks between run-length strings and pixels
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#if !defined(ENCORD_INSIDE) && !defined(ENCORD_COMPILATION)
#error "Only <encord/encord.h> can be included directly."
#endif

#include <gio/gio.h>

#include <encord/encord-macros.h>

G_BEGIN_DECLS

/**
 * ENCORD_BITMASK_MAX_PIXELS:
 *
 * Width times height of a mask; larger ones are refused.
 *
 * Since: 0.1
 */
#define ENCORD_BITMASK_MAX_PIXELS 1073741824

/**
 * EncordBitmaskSpanFunc:
 * @row: from the top, from 0
 * @column: of the first pixel, from the left, from 0
 * @length: number of pixels to the right, at least 1
 * @user_data: what was given beside the function
 *
 * Takes a piece of a row of a mask in which all pixels are set.
 *
 * Since: 0.1
 */
typedef void (*EncordBitmaskSpanFunc) (int row, int column, int length,
                                       gpointer user_data);

ENCORD_API
GBytes *encord_bitmask_decode (const char *rle_string, int width, int height,
                               GError **error);
ENCORD_API
char *encord_bitmask_encode (GBytes *pixels, int width, int height,
                             GError **error);
ENCORD_API
gboolean encord_bitmask_foreach_span (const char *rle_string, int width,
                                      int height, EncordBitmaskSpanFunc func,
                                      gpointer user_data, GError **error);
ENCORD_API
gint64 encord_bitmask_get_area (const char *rle_string, int width, int height,
                                GError **error);
ENCORD_API
gboolean encord_bitmask_get_bounds (const char *rle_string, int width,
                                    int height, int *ret_left, int *ret_top,
                                    int *ret_width, int *ret_height,
                                    GError **error);

G_END_DECLS
