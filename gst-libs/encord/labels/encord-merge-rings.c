/* labels/encord-merge-rings.c - the points of a shape, ring by ring; pure
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <encord/labels/encord-merge-rings-private.h>

GArray *
encord_merge_rings_list (const EncordGeometry *shape)
{
  GArray *rings = g_array_new (FALSE, FALSE, sizeof (EncordMergeRing));
  const guint n_polygons = encord_geometry_get_n_polygons (shape);
  EncordMergeRing ring = { NULL, 0, FALSE };

  if (n_polygons == 0) {
    ring.points = encord_geometry_get_points (shape, &ring.n_points);
    g_array_append_val (rings, ring);
  }
  for (guint p = 0; p < n_polygons; p++)
    for (guint r = 0; r < encord_geometry_get_n_rings (shape, p); r++) {
      ring.points = encord_geometry_get_ring (shape, p, r, &ring.n_points);
      ring.hole = r > 0;
      g_array_append_val (rings, ring);
    }

  return rings;
}

/* of a ring that makes the shape */
static guint
least_points (EncordShape shape)
{
  switch (shape) {
    case ENCORD_SHAPE_POLYGON:
      return 3;
    case ENCORD_SHAPE_POLYLINE:
      return 2;
    case ENCORD_SHAPE_POINT:
    case ENCORD_SHAPE_UNKNOWN:
    case ENCORD_SHAPE_BOUNDING_BOX:
    case ENCORD_SHAPE_ROTATABLE_BOUNDING_BOX:
    case ENCORD_SHAPE_SKELETON:
    case ENCORD_SHAPE_BITMASK:
    default:
      return 1;
  }
}

static EncordGeometry *
new_of_one (EncordShape shape, const EncordMergeRing *ring)
{
  if (shape == ENCORD_SHAPE_POINT)
    return encord_geometry_new_point (ring->points->x, ring->points->y);
  return shape == ENCORD_SHAPE_POLYGON
             ? encord_geometry_new_polygon (ring->points, ring->n_points)
             : encord_geometry_new_polyline (ring->points, ring->n_points);
}

EncordGeometry *
encord_merge_rings_add (EncordGeometry *so, EncordShape shape,
                        const EncordMergeRing *ring)
{
  g_autoptr (EncordGeometry) before = so;

  if (ring->n_points < least_points (shape))
    return NULL;
  if (before == NULL)
    return new_of_one (shape, ring);
  return ring->hole
             ? encord_geometry_with_hole (before, ring->points, ring->n_points)
             : encord_geometry_with_polygon (before, ring->points,
                                             ring->n_points);
}
