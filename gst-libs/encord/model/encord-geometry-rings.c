/* encord-geometry-rings.c - polygons of several parts, and with holes
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <encord/model/encord-geometry-private.h>

static gboolean
is_polygon (const EncordGeometry *self)
{
  return self != NULL &&
         encord_geometry_get_shape (self) == ENCORD_SHAPE_POLYGON;
}

/* (transfer full): copies of both, the second with the one ring of a plain polygon */
static void
copy_parts (const EncordGeometry *self, GArray **ret_points, GArray **ret_rings)
{
  GArray *rings;
  GArray *points = encord_geometry_get_parts (self, &rings);
  const EncordRing whole = { points->len, 0 };

  *ret_points = g_array_copy (points);
  if (rings != NULL) {
    *ret_rings = g_array_copy (rings);
    return;
  }
  *ret_rings = g_array_new (FALSE, FALSE, sizeof (EncordRing));
  g_array_append_val (*ret_rings, whole);
}

static EncordGeometry *
with_ring (const EncordGeometry *self, const EncordPoint *corners,
           guint n_corners, gboolean hole)
{
  GArray *points, *rings;
  EncordRing ring;

  copy_parts (self, &points, &rings);
  if (n_corners > 0)
    g_array_append_vals (points, corners, n_corners);
  ring = g_array_index (rings, EncordRing, rings->len - 1);
  ring.end = points->len;
  ring.part += !hole;
  g_array_append_val (rings, ring);

  return encord_geometry_new_rings_take (points, rings);
}

/**
 * encord_geometry_with_hole:
 * @self: the coordinates of a polygon
 * @points: (array length=n_points): the corners of the hole in fractions of the
 *   picture
 * @n_points: number of corners
 *
 * Makes the same polygon with one more hole; if it has several parts, in the last of
 * them.
 *
 * Follows `PolygonCoordinates.polygons` of the Python SDK 0.1.190 and later. The
 * reference, 0.1.153, reads only the first outer ring.
 *
 * Returns: (transfer full): the coordinates
 *
 * Since: 0.1
 */
EncordGeometry *
encord_geometry_with_hole (const EncordGeometry *self,
                           const EncordPoint *points, guint n_points)
{
  g_return_val_if_fail (is_polygon (self), NULL);
  g_return_val_if_fail (points != NULL || n_points == 0, NULL);

  return with_ring (self, points, n_points, TRUE);
}

/**
 * encord_geometry_with_polygon:
 * @self: the coordinates of a polygon
 * @points: (array length=n_points): the corners in fractions of the picture
 * @n_points: number of corners
 *
 * Makes the same label with one more part, a polygon beside those that it has.
 *
 * Follows `PolygonCoordinates.polygons` of the Python SDK 0.1.190 and later. The
 * reference, 0.1.153, reads only the first part, without its holes.
 *
 * Returns: (transfer full): the coordinates
 *
 * Since: 0.1
 */
EncordGeometry *
encord_geometry_with_polygon (const EncordGeometry *self,
                              const EncordPoint *points, guint n_points)
{
  g_return_val_if_fail (is_polygon (self), NULL);
  g_return_val_if_fail (points != NULL || n_points == 0, NULL);

  return with_ring (self, points, n_points, FALSE);
}

/* the number of the polygon's outer ring among all; rings->len: there is none. A row
 * may bring a million rings, and whoever walks over them asks for each. */
static guint
find_polygon (const GArray *rings, guint polygon)
{
  guint low = 0, high = rings->len;

  while (low < high) {
    const guint middle = low + (high - low) / 2;

    if (g_array_index (rings, EncordRing, middle).part < polygon)
      low = middle + 1;
    else
      high = middle;
  }

  return low;
}

/**
 * encord_geometry_get_n_polygons:
 * @self: coordinates
 *
 * Counts the parts of a polygon.
 *
 * Returns: how many polygons there are, or 0 for another shape
 *
 * Since: 0.1
 */
guint
encord_geometry_get_n_polygons (const EncordGeometry *self)
{
  GArray *rings;

  g_return_val_if_fail (self != NULL, 0);

  if (!is_polygon (self))
    return 0;
  encord_geometry_get_parts (self, &rings);

  return rings != NULL
             ? g_array_index (rings, EncordRing, rings->len - 1).part + 1
             : 1;
}

/**
 * encord_geometry_get_n_rings:
 * @self: the coordinates of a polygon
 * @polygon: which of its parts, from 0
 *
 * Counts the rings of a part: the one around it and that of each hole.
 *
 * Returns: how many rings there are, 1 or more
 *
 * Since: 0.1
 */
guint
encord_geometry_get_n_rings (const EncordGeometry *self, guint polygon)
{
  GArray *rings;

  g_return_val_if_fail (is_polygon (self), 0);
  g_return_val_if_fail (polygon < encord_geometry_get_n_polygons (self), 0);

  encord_geometry_get_parts (self, &rings);

  return rings != NULL
             ? find_polygon (rings, polygon + 1) - find_polygon (rings, polygon)
             : 1;
}

/**
 * encord_geometry_get_ring:
 * @self: the coordinates of a polygon
 * @polygon: which of its parts, from 0
 * @ring: 0 for the ring around the part, then its holes
 * @ret_n_points: (out): number of corners
 *
 * Reads one ring of a polygon. Ring 0 of part 0 is what
 * encord_geometry_get_points() gives.
 *
 * Returns: (array length=ret_n_points) (transfer none): the corners in fractions of
 *   the picture
 *
 * Since: 0.1
 */
const EncordPoint *
encord_geometry_get_ring (const EncordGeometry *self, guint polygon, guint ring,
                          guint *ret_n_points)
{
  GArray *points, *rings;
  guint place, start;

  g_return_val_if_fail (is_polygon (self), NULL);
  g_return_val_if_fail (ret_n_points != NULL, NULL);
  g_return_val_if_fail (polygon < encord_geometry_get_n_polygons (self), NULL);
  g_return_val_if_fail (ring < encord_geometry_get_n_rings (self, polygon),
                        NULL);

  points = encord_geometry_get_parts (self, &rings);
  if (rings == NULL)
    return encord_geometry_get_points (self, ret_n_points);
  place = find_polygon (rings, polygon) + ring;
  start = place > 0 ? g_array_index (rings, EncordRing, place - 1).end : 0;
  *ret_n_points = g_array_index (rings, EncordRing, place).end - start;

  return (const EncordPoint *) points->data + start;
}

/**
 * encord_geometry_dup_ring: (rename-to encord_geometry_get_ring)
 * @self: the coordinates of a polygon
 * @polygon: which of its parts, from 0
 * @ring: 0 for the ring around the part, then its holes
 * @ret_n_points: (out): number of corners
 *
 * Copies one ring of a polygon.
 *
 * Unlike that of encord_geometry_get_ring(), it does not need @self.
 *
 * Returns: (array length=ret_n_points) (transfer full): the corners in fractions of
 *   the picture
 *
 * Since: 0.1
 */
EncordPoint *
encord_geometry_dup_ring (const EncordGeometry *self, guint polygon, guint ring,
                          guint *ret_n_points)
{
  const EncordPoint *points =
      encord_geometry_get_ring (self, polygon, ring, ret_n_points);

  return points != NULL ? g_memdup2 (points, *ret_n_points * sizeof *points)
                        : NULL;
}
