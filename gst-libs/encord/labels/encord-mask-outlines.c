/* labels/encord-mask-outlines.c - polygons around the pixels of a mask; pure
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <encord/labels/encord-mask-outlines.h>

#include <math.h>

#include <encord/labels/encord-corners-private.h>
#include <encord/labels/encord-mask-rings-private.h>
#include <encord/model/encord-geometry-private.h>

/* of the box around the pixels: a picture of 7680 × 4320, all of it */
#define MOST_PIXELS (G_GINT64_CONSTANT (32) * 1024 * 1024)
#define MOST_CORNERS (1024 * 1024)
/* times that the error is halved before all corners stay */
#define N_HALVINGS 4

struct _EncordMaskOutlines
{
  gatomicrefcount refs;
  GPtrArray *polygons; /* EncordMaskPolygon, the largest first */
  EncordPixelGrid grid;
};

G_DEFINE_BOXED_TYPE (EncordMaskOutlines, encord_mask_outlines,
                     encord_mask_outlines_ref, encord_mask_outlines_unref)

static gint
compare_areas (gconstpointer a, gconstpointer b)
{
  const EncordMaskPolygon *p = *(const EncordMaskPolygon *const *) a;
  const EncordMaskPolygon *q = *(const EncordMaskPolygon *const *) b;

  return (p->area < q->area) - (p->area > q->area);
}

static GPtrArray *
thin_rings (GPtrArray *rings, double most_error)
{
  GPtrArray *thin =
      g_ptr_array_new_with_free_func ((GDestroyNotify) g_array_unref);

  for (guint i = 0; i < rings->len; i++)
    g_ptr_array_add (
        thin, encord_mask_ring_thin (g_ptr_array_index (rings, i), most_error));

  return thin;
}

/* Lines that replace corners may cross where two borders are near each other. Less
 * error helps; without any nothing crosses. */
static void
thin_polygon (EncordMaskPolygon *polygon, double most_error)
{
  for (int i = 0; i <= N_HALVINGS && most_error > 0; i++) {
    g_autoptr (GPtrArray) thin = thin_rings (polygon->rings, most_error);

    if (encord_mask_rings_are_simple (thin)) {
      g_ptr_array_unref (polygon->rings);
      polygon->rings = g_steal_pointer (&thin);
      return;
    }
    most_error /= 2;
  }
}

/**
 * encord_mask_outlines_new:
 * @mask: coordinates of a bitmask
 * @width: of the picture in pixels, 0 if unknown; it matters only for a mask that
 *   is cut out of the picture
 * @height: of the picture in pixels, 0 if unknown
 * @most_error: how far the polygons' sides may be from the border of the mask, in
 *   pixels of the mask, 0 or more; 0: they follow the sides of all pixels
 * @error: return location for an error
 *
 * Makes polygons of a mask. Pixels that share a side are one part of it, and each part
 * is a polygon. The borders are followed along the sides of the pixels; then corners
 * are left out as long as the way that is left stays within @most_error of each of
 * them (Douglas and Peucker, 1973).
 *
 * Filled again (with the even-odd rule, by the centres of pixels), all rings
 * together give the mask, but for pixels whose centre is no further than @most_error
 * from its border. No edge of a polygon crosses another of the same: where it would,
 * that polygon is made with less error. Each ring has three corners or more, so no
 * part and no hole is lost, however small. Polygons of two parts that are nearer to
 * each other than twice @most_error may overlap.
 *
 * Returns: (transfer full) (nullable): the outlines, without polygons if the mask is
 *   empty, or %NULL with %ENCORD_ERROR_BAD_DATA for a mask that is malformed, that
 *   fills a box of more than 33,554,432 pixels, or of which the borders have more than
 *   1,048,576 corners
 *
 * Since: 0.1
 */
EncordMaskOutlines *
encord_mask_outlines_new (const EncordGeometry *mask, int width, int height,
                          double most_error, GError **error)
{
  g_autoptr (EncordMaskPatch) patch = NULL;
  EncordMaskOutlines *self;
  GPtrArray *polygons;
  int mask_width, mask_height;
  const char *rle;

  g_return_val_if_fail (mask != NULL, NULL);
  g_return_val_if_fail (
      encord_geometry_get_shape (mask) == ENCORD_SHAPE_BITMASK, NULL);
  g_return_val_if_fail (most_error >= 0 && isfinite (most_error), NULL);

  rle = encord_geometry_get_bitmask (mask, &mask_width, &mask_height);
  patch =
      encord_mask_patch_new (rle, mask_width, mask_height, MOST_PIXELS, error);
  if (patch == NULL)
    return NULL;
  polygons = encord_mask_rings_trace (patch, MOST_CORNERS, error);
  if (polygons == NULL)
    return NULL;
  for (guint i = 0; i < polygons->len; i++)
    thin_polygon (g_ptr_array_index (polygons, i), most_error);
  g_ptr_array_sort (polygons, compare_areas);

  self = g_new (EncordMaskOutlines, 1);
  g_atomic_ref_count_init (&self->refs);
  self->polygons = polygons;
  encord_pixel_grid_init (&self->grid, mask, width, height);
  self->grid.left += patch->left;
  self->grid.top += patch->top;

  return self;
}

/**
 * encord_mask_outlines_ref:
 * @self: outlines
 *
 * Takes a reference.
 *
 * Returns: (transfer full): @self
 *
 * Since: 0.1
 */
EncordMaskOutlines *
encord_mask_outlines_ref (EncordMaskOutlines *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_atomic_ref_count_inc (&self->refs);

  return self;
}

/**
 * encord_mask_outlines_unref:
 * @self: (transfer full): outlines
 *
 * Gives a reference back.
 *
 * Since: 0.1
 */
void
encord_mask_outlines_unref (EncordMaskOutlines *self)
{
  g_return_if_fail (self != NULL);

  if (!g_atomic_ref_count_dec (&self->refs))
    return;

  g_ptr_array_unref (self->polygons);
  g_free (self);
}

/**
 * encord_mask_outlines_get_n_polygons:
 * @self: outlines
 *
 * Counts the parts of the mask.
 *
 * Returns: the number of polygons, 0 for an empty mask
 *
 * Since: 0.1
 */
guint
encord_mask_outlines_get_n_polygons (const EncordMaskOutlines *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->polygons->len;
}

/**
 * encord_mask_outlines_get_area:
 * @self: outlines
 * @polygon: which one, below [method@MaskOutlines.get_n_polygons]; the largest is 0
 *
 * Tells how many pixels of the mask a polygon stands for. Its holes do not count.
 *
 * Returns: the number, above 0
 *
 * Since: 0.1
 */
gint64
encord_mask_outlines_get_area (const EncordMaskOutlines *self, guint polygon)
{
  const EncordMaskPolygon *found;

  g_return_val_if_fail (self != NULL, 0);
  g_return_val_if_fail (polygon < self->polygons->len, 0);

  found = g_ptr_array_index (self->polygons, polygon);

  return found->area;
}

/**
 * encord_mask_outlines_get_n_rings:
 * @self: outlines
 * @polygon: which one, below [method@MaskOutlines.get_n_polygons]; the largest is 0
 *
 * Counts the rings of a polygon: the one around it and that of each hole.
 *
 * Returns: the number, 1 or more
 *
 * Since: 0.1
 */
guint
encord_mask_outlines_get_n_rings (const EncordMaskOutlines *self, guint polygon)
{
  const EncordMaskPolygon *found;

  g_return_val_if_fail (self != NULL, 0);
  g_return_val_if_fail (polygon < self->polygons->len, 0);

  found = g_ptr_array_index (self->polygons, polygon);

  return found->rings->len;
}

/**
 * encord_mask_outlines_get_ring:
 * @self: outlines
 * @polygon: which one, below [method@MaskOutlines.get_n_polygons]; the largest is 0
 * @ring: 0 for the one around the polygon, which runs clockwise as seen on the
 *   picture; from 1 on holes, which run the other way
 *
 * Gives a ring as a polygon, in fractions of the picture. That of number 0 may be
 * a label by itself: the shape polygon has no holes.
 *
 * Returns: (transfer full): the corners
 *
 * Since: 0.1
 */
EncordGeometry *
encord_mask_outlines_get_ring (const EncordMaskOutlines *self, guint polygon,
                               guint ring)
{
  const EncordMaskPolygon *found;
  GArray *corners, *points;

  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (polygon < self->polygons->len, NULL);
  found = g_ptr_array_index (self->polygons, polygon);
  g_return_val_if_fail (ring < found->rings->len, NULL);

  corners = g_ptr_array_index (found->rings, ring);
  points = g_array_sized_new (FALSE, FALSE, sizeof (EncordPoint), corners->len);
  for (guint i = 0; i < corners->len; i++) {
    const EncordMaskCorner *corner =
        &g_array_index (corners, EncordMaskCorner, i);
    const EncordPoint point = {
      (self->grid.left + corner->x) * self->grid.step_x,
      (self->grid.top + corner->y) * self->grid.step_y
    };

    g_array_append_val (points, point);
  }

  return encord_geometry_new_points_take (ENCORD_SHAPE_POLYGON, points);
}
