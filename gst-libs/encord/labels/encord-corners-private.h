/* labels/encord-corners-private.h - the points that bound a shape; pure
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <encord/model/encord-geometry.h>

G_BEGIN_DECLS

/* where the pixels of a mask are, as fractions of the picture: x + left of them from
 * its edge, each step_x wide */
typedef struct
{
  double left, top;
  double step_x, step_y;
} EncordPixelGrid;

/* A mask covers the picture, except when it says that it is cut out of it. */
void encord_pixel_grid_init (EncordPixelGrid *self, const EncordGeometry *mask,
                             int width, int height);

/* one point, as fractions of the picture */
typedef void (*EncordCornerFunc) (const EncordPoint *corner, gpointer data);

/* Calls func for points of which the convex hull is that of the shape: corners of
 * boxes, polygons, lines and runs of pixels, and joints. Sizes are the picture's in
 * pixels, 0 if unknown. ENCORD_ERROR_BAD_DATA, maybe after some points, for a mask
 * that is malformed. */
gboolean encord_corners_visit (const EncordGeometry *geometry, int width,
                               int height, EncordCornerFunc func, gpointer data,
                               GError **error);

G_END_DECLS
