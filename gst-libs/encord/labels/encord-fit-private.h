/* labels/encord-fit-private.h - boxes around other shapes, from text to text; pure
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <encord/labels/encord-fit.h>

G_BEGIN_DECLS

/* Appends what encord_fit_bounding_boxes() returns; what is in json after an error
 * means nothing. */
gboolean encord_frames_fit (const char *labels, gsize length, int width,
                            int height, GString *json, GError **error);

G_END_DECLS
