/* labels/encord-box-shape-private.h - boxes drawn as other shapes; pure
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <encord/encord.h>

G_BEGIN_DECLS

/* whether a box can be drawn as that shape: as a box, a polygon or a mask */
gboolean encord_box_has_shape (EncordShape shape);

/* (nullable): the box as that shape, in a picture of so many pixels.
 *
 * A polygon has the corners of the box in the order top left, top right, bottom
 * right, bottom left, which turn with it. A mask has every pixel that has its middle
 * in the box; NULL: there is none, or the picture's size is not known. */
EncordGeometry *encord_box_to_shape (const EncordBox *box, EncordShape shape,
                                     int width, int height);

/* whether geometry is what encord_box_to_shape() makes of the box, but for
 * differences too small to be anyone's intention */
gboolean encord_box_is_shown_by (const EncordBox *box,
                                 const EncordGeometry *geometry, int width,
                                 int height);

G_END_DECLS
