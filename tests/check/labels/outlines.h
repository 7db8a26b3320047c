/* outlines.h - polygons to interpolate between, and what must hold for them
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <encord/encord.h>

/* (element-type EncordPoint) */
typedef GArray Outline;

/* the two of tests/data/interpolation/polygons.json */
void outline_load_pair (Outline **ret_a, Outline **ret_b);
/* around (0.5, 0.5), simple: corners at random angles, convex or at random radii */
Outline *outline_new_convex (guint n_points);
Outline *outline_new_star (guint n_points);

Outline *outline_dup_rotated (const Outline *self, guint first);
Outline *outline_dup_reversed (const Outline *self);
Outline *outline_dup_moved (const Outline *self, double x, double y);
/* sorted, so that it can be compared whatever the order */
Outline *outline_dup_sorted (const Outline *self);

EncordGeometry *outline_to_polygon (const Outline *self);
EncordGeometry *outline_to_polyline (const Outline *self);
Outline *outline_from_geometry (const EncordGeometry *geometry);

double outline_get_area (const Outline *self); /* not negative */
guint outline_count_crossings (const Outline *self);
void outline_assert_equal (const Outline *a, const Outline *b, double epsilon);

static inline EncordPoint
outline_get (const Outline *self, guint i)
{
  return g_array_index (self, EncordPoint, i % self->len);
}
