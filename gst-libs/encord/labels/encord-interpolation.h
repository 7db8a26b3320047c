/* labels/encord-interpolation.h - labels for the frames between two labelled ones; pure
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#if !defined(ENCORD_INSIDE) && !defined(ENCORD_COMPILATION)
#error "Only <encord/encord.h> can be included directly."
#endif

#include <encord/encord-macros.h>
#include <encord/model/encord-geometry.h>

G_BEGIN_DECLS

/**
 * ENCORD_INTERPOLATED_CONFIDENCE:
 *
 * Confidence of a filled-in label, as the platform's editor marks it.
 *
 * Since: 0.1
 */
#define ENCORD_INTERPOLATED_CONFIDENCE 0.99

/* linear in x, y, width and height; position 0 gives a, 1 gives b */
ENCORD_API
void encord_interpolate_box (const EncordBox *a, const EncordBox *b,
                             double position, EncordBox *ret_box);
/* intersection over union of two axis-aligned boxes, 0..1 */
ENCORD_API
double encord_box_iou (const EncordBox *a, const EncordBox *b);

G_END_DECLS
