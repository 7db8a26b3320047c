/* random-shape.h - shapes of tracks, and what humans make of them
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <encord/labels/encord-merge-object-private.h>

G_BEGIN_DECLS

/* (transfer full): a polygon, perhaps with a hole, that fills the box, or a mask that
 * does so in a picture of 100 by 100 pixels; bounds: those of the shape */
EncordGeometry *random_shape (GRand *rand, gboolean mask, const EncordBox *box,
                              EncordBox *ret_bounds);
/* (transfer full): another one about there, as a human draws it */
EncordGeometry *redraw_shape (GRand *rand, const EncordGeometry *shape,
                              EncordBox *ret_bounds);
/* (transfer full): equal for the same shape only */
char *describe_shape (const EncordGeometry *shape);

G_END_DECLS
