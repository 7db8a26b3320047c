/* labels/encord-fit.c - boxes around other shapes; pure
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <math.h>

#include <encord/encord-error.h>
#include <encord/labels/encord-corners-private.h>
#include <encord/labels/encord-fit.h>
#include <encord/labels/encord-hull-private.h>

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

/* once it was given no number it stays infinite */
static void
range_add (Range *self, double value)
{
  if (isnan (value))
    value = INFINITY;
  self->low = fmin (self->low, value);
  self->high = fmax (self->high, value);
}

static void
add_corner (const EncordPoint *corner, gpointer data)
{
  Ranges *ranges = data;

  range_add (&ranges->x, corner->x);
  range_add (&ranges->y, corner->y);
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

static void
set_nothing_error (EncordShape shape, GError **error)
{
  g_set_error (error, ENCORD_ERROR, ENCORD_ERROR_BAD_DATA,
               "%s: nothing that a box could be fitted around",
               encord_shape_to_string (shape));
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

  g_return_val_if_fail (geometry != NULL && ret_box != NULL, FALSE);

  shape = encord_geometry_get_shape (geometry);
  if (!encord_corners_visit (geometry, width, height, add_corner, &ranges,
                             error))
    return FALSE;

  if (!isfinite (ranges.x.low) || !isfinite (ranges.x.high) ||
      !isfinite (ranges.y.low) || !isfinite (ranges.y.high)) {
    set_nothing_error (shape, error);
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

/* what is in pixels, or in fractions of a square */
typedef struct
{
  EncordHull *hull;
  double width;
  double height;
} ScaledHull;

static void
add_to_hull (const EncordPoint *corner, gpointer data)
{
  const ScaledHull *scaled = data;

  encord_hull_add (scaled->hull, corner->x * scaled->width,
                   corner->y * scaled->height);
}

/**
 * encord_fit_rotated_box:
 * @geometry: coordinates of any shape
 * @width: of the picture in pixels; 0 if unknown, then it counts as a square
 * @height: of the picture in pixels; 0 if unknown
 * @ret_box: (out caller-allocates): the box, `theta` from 0 to below 90 degrees
 * @error: return location for an error
 *
 * Finds the smallest box, in whatever direction, around a shape: of all rectangles
 * that hold its points the one that covers the fewest pixels. Of a mask all corners
 * of its pixels count. It is exact, so it is neither brought to whole pixels nor cut
 * at the picture's borders. Where turning gains nothing `theta` is 0.
 *
 * One side of it lies on an edge of the convex hull (Freeman and Shapira, 1975); all
 * of these are tried (rotating calipers, Toussaint, 1983), which takes
 * n log n steps for n points.
 *
 * Returns: %FALSE with %ENCORD_ERROR_BAD_DATA, and @ret_box untouched, where there
 *   is nothing to fit around: no points, an empty or malformed mask
 *
 * Since: 0.1
 */
gboolean
encord_fit_rotated_box (const EncordGeometry *geometry, int width, int height,
                        EncordBox *ret_box, GError **error)
{
  const gboolean known = width > 0 && height > 0;
  g_autoptr (EncordHull) hull = encord_hull_new ();
  ScaledHull scaled = { hull, known ? width : 1, known ? height : 1 };
  EncordBox box;

  g_return_val_if_fail (geometry != NULL && ret_box != NULL, FALSE);

  if (!encord_corners_visit (geometry, width, height, add_to_hull, &scaled,
                             error))
    return FALSE;
  if (!encord_hull_is_measurable (hull)) {
    set_nothing_error (encord_geometry_get_shape (geometry), error);
    return FALSE;
  }
  encord_hull_get_rectangle (hull, &box);
  *ret_box = (EncordBox){ box.x / scaled.width, box.y / scaled.height,
                          box.width / scaled.width, box.height / scaled.height,
                          box.theta };

  return TRUE;
}
