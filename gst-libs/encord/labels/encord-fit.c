/* labels/encord-fit.c - boxes around other shapes; pure
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <math.h>

#include <encord/encord-error.h>
#include <encord/labels/encord-fit.h>
#include <encord/model/encord-bitmask.h>
#include <encord/model/encord-geometry-private.h>

/* Of a pixel: an edge that is meant to lie on a border of pixels may be off by
 * rounding, and must not take in another one. */
#define ON_A_BORDER 1e-6

/* two edges of a box in one direction, as fractions of the picture */
typedef struct
{
  double low;
  double high;
} Range;

typedef struct
{
  Range x;
  Range y;
} Ranges;

static const Range nothing = { INFINITY, -INFINITY };

static void
range_add (Range *self, double value)
{
  self->low = fmin (self->low, value);
  self->high = fmax (self->high, value);
}

static void
add_points (Ranges *ranges, const EncordGeometry *geometry)
{
  guint n_points, n_joints;
  const EncordPoint *points = encord_geometry_get_points (geometry, &n_points);
  const EncordJoint *joints = encord_geometry_get_joints (geometry, &n_joints);

  for (guint i = 0; i < n_points; i++) {
    range_add (&ranges->x, points[i].x);
    range_add (&ranges->y, points[i].y);
  }
  for (guint i = 0; i < n_joints; i++) {
    range_add (&ranges->x, joints[i].position.x);
    range_add (&ranges->y, joints[i].position.y);
  }
}

/* the box turns in pixels, about its centre */
static void
add_box (Ranges *ranges, const EncordBox *box, double aspect)
{
  const double angle = remainder (box->theta, 360) * G_PI / 180;
  const double c = fabs (cos (angle)), s = fabs (sin (angle));
  const double x = box->x + box->width / 2, y = box->y + box->height / 2;
  const double half_x = fabs (box->width) / 2, half_y = fabs (box->height) / 2;
  const double reach_x = c * half_x + s * half_y / aspect;
  const double reach_y = s * half_x * aspect + c * half_y;

  range_add (&ranges->x, x - reach_x);
  range_add (&ranges->x, x + reach_x);
  range_add (&ranges->y, y - reach_y);
  range_add (&ranges->y, y + reach_y);
}

/* A mask covers the picture, except when it says that it is cut out of it. */
static gboolean
add_mask (Ranges *ranges, const EncordGeometry *geometry, int width, int height,
          GError **error)
{
  int mask_width, mask_height, top, left;
  const char *rle =
      encord_geometry_get_bitmask (geometry, &mask_width, &mask_height);
  int x, y, columns, rows;

  encord_geometry_get_offset (geometry, &top, &left);
  if (!encord_bitmask_get_bounds (rle, mask_width, mask_height, &x, &y,
                                  &columns, &rows, error))
    return FALSE;
  if ((top == 0 && left == 0) || width <= 0 || height <= 0) {
    width = mask_width;
    height = mask_height;
  }
  if (columns == 0)
    return TRUE;
  range_add (&ranges->x, ((double) left + x) / width);
  range_add (&ranges->x, ((double) left + x + columns) / width);
  range_add (&ranges->y, ((double) top + y) / height);
  range_add (&ranges->y, ((double) top + y + rows) / height);

  return TRUE;
}

/* Outward to whole pixels, at least one, inside of the picture. */
static Range
snap (Range range, int size)
{
  double low, high;

  if (size <= 0)
    return (Range){ CLAMP (range.low, 0, 1), CLAMP (range.high, 0, 1) };

  low = floor (range.low * size + ON_A_BORDER);
  high = fmax (ceil (range.high * size - ON_A_BORDER), low + 1);

  return (Range){ CLAMP (low, 0, size) / size, CLAMP (high, 0, size) / size };
}

/**
 * encord_fit_box:
 * @geometry: coordinates of any shape
 * @width: of the picture in pixels, 0 if unknown
 * @height: of the picture in pixels, 0 if unknown
 * @ret_box: (out caller-allocates): the box
 * @error: return location for an error
 *
 * Finds the axis-aligned box around a shape: outward to whole pixels where the
 * size of the picture is known, at least one of them, and cut at the picture's
 * borders. Of a bounding box only what is outside of the picture is cut. What lies
 * outside altogether becomes a box without extent at the border.
 *
 * Follows `Project.fitted_bounding_boxes()` of the Python SDK, whose result is not
 * documented: that it is axis-aligned and by geometry alone is our reading.
 *
 * Returns: %FALSE with %ENCORD_ERROR_BAD_DATA, and @ret_box untouched, where there
 *   is nothing to fit around: no points, an empty or malformed mask
 *
 * Since: 0.1
 */
gboolean
encord_fit_box (const EncordGeometry *geometry, int width, int height,
                EncordBox *ret_box, GError **error)
{
  const gboolean known = width > 0 && height > 0;
  Ranges ranges = { nothing, nothing };
  EncordShape shape;
  EncordBox box;

  g_return_val_if_fail (geometry != NULL && ret_box != NULL, FALSE);

  shape = encord_geometry_get_shape (geometry);
  if (encord_geometry_get_box (geometry, &box))
    add_box (&ranges, &box, known ? (double) width / height : 1);
  else if (shape == ENCORD_SHAPE_BITMASK &&
           !add_mask (&ranges, geometry, width, height, error))
    return FALSE;
  else
    add_points (&ranges, geometry);

  if (!isfinite (ranges.x.low) || !isfinite (ranges.x.high) ||
      !isfinite (ranges.y.low) || !isfinite (ranges.y.high)) {
    g_set_error (error, ENCORD_ERROR, ENCORD_ERROR_BAD_DATA,
                 "%s: nothing that a box could be fitted around",
                 encord_shape_to_string (shape));
    return FALSE;
  }
  if (shape == ENCORD_SHAPE_BOUNDING_BOX || !known)
    width = height = 0;
  ranges = (Ranges){ snap (ranges.x, width), snap (ranges.y, height) };
  *ret_box =
      (EncordBox){ ranges.x.low, ranges.y.low, ranges.x.high - ranges.x.low,
                   ranges.y.high - ranges.y.low, 0 };

  return TRUE;
}
