/* labels/encord-merge-shape.c - shapes besides boxes, as merging compares and keeps them; pure
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <encord/labels/encord-merge-shape-private.h>

#include <math.h>
#include <string.h>

#include <encord/labels/encord-merge-object-private.h>
#include <encord/labels/encord-packed-number-private.h>
#include <encord/model/encord-run-length-private.h>

/* a thousandth of a pixel in a picture a thousand pixels wide */
#define SAME 1e-6
/* points reach beyond the picture, but not so far that steps overflow */
#define FARTHEST 200.
#define MOST_STEPS ((gint64) (FARTHEST * ENCORD_MERGE_STEPS))

/* of the picture's longer side: 60 pixels of 1920, within which a person points at the
 * same thing twice */
#define THINNEST (1. / 32)

/* the least number of points that make the shape; 0: it has none, or is not
 * carried */
static guint
least_points (EncordShape shape)
{
  switch (shape) {
    case ENCORD_SHAPE_POLYGON:
      return 3;
    case ENCORD_SHAPE_POLYLINE:
      return 2;
    case ENCORD_SHAPE_POINT:
      return 1;
    case ENCORD_SHAPE_UNKNOWN:
    case ENCORD_SHAPE_BOUNDING_BOX:
    case ENCORD_SHAPE_ROTATABLE_BOUNDING_BOX:
    case ENCORD_SHAPE_SKELETON:
    case ENCORD_SHAPE_BITMASK:
    default:
      return 0;
  }
}

gboolean
encord_merge_has_shape (EncordShape shape)
{
  return shape == ENCORD_SHAPE_BITMASK || least_points (shape) > 0;
}

static EncordGeometry *
new_of_points (EncordShape shape, const EncordPoint *points, guint n)
{
  if (shape == ENCORD_SHAPE_POINT)
    return encord_geometry_new_point (points->x, points->y);
  return shape == ENCORD_SHAPE_POLYGON
             ? encord_geometry_new_polygon (points, n)
             : encord_geometry_new_polyline (points, n);
}

static EncordGeometry *
quantise_points (const EncordGeometry *geometry)
{
  const EncordShape shape = encord_geometry_get_shape (geometry);
  guint n;
  const EncordPoint *points = encord_geometry_get_points (geometry, &n);
  g_autofree EncordPoint *exact = NULL;

  if (n < least_points (shape))
    return NULL;
  exact = g_new (EncordPoint, n);
  for (guint i = 0; i < n; i++) {
    if (!(fabs (points[i].x) <= FARTHEST && fabs (points[i].y) <= FARTHEST))
      return NULL;
    exact[i].x = encord_merge_quantise (points[i].x);
    exact[i].y = encord_merge_quantise (points[i].y);
  }

  return new_of_points (shape, exact, n);
}

/* the next run of pixels that are set; FALSE: there is none */
static gboolean
next_set (EncordRunLengthReader *reader, EncordRun *run)
{
  while (encord_run_length_reader_next (reader, run))
    if (run->value && run->length > 0)
      return TRUE;

  return FALSE;
}

/* whether text is the runs of a mask of that size, with a pixel that is set */
static gboolean
is_mask (const char *text, int width, int height)
{
  EncordRunLengthReader reader;
  EncordRun run;
  gboolean any = FALSE;

  if (width <= 0 || height <= 0 ||
      (gint64) width * height > ENCORD_BITMASK_MAX_PIXELS)
    return FALSE;
  encord_run_length_reader_init (&reader, text, (gint64) width * height);
  while (next_set (&reader, &run))
    any = TRUE;

  return any && reader.reason == NULL;
}

static EncordGeometry *
check_mask (EncordGeometry *mask)
{
  int width, height;
  const char *text = encord_geometry_get_bitmask (mask, &width, &height);
  g_autoptr (EncordGeometry) whole = NULL;

  if (!is_mask (text, width, height))
    return NULL;
  whole = encord_geometry_new_bitmask (width, height, text);

  return encord_geometry_equal (whole, mask) ? g_steal_pointer (&whole) : NULL;
}

EncordGeometry *
encord_merge_shape_new (EncordGeometry *geometry)
{
  const EncordShape shape = encord_geometry_get_shape (geometry);

  if (shape == ENCORD_SHAPE_BITMASK)
    return check_mask (geometry);
  return least_points (shape) > 0 ? quantise_points (geometry) : NULL;
}

static gboolean
points_agree (const EncordGeometry *a, const EncordGeometry *b)
{
  guint n_a, n_b;
  const EncordPoint *one = encord_geometry_get_points (a, &n_a);
  const EncordPoint *other = encord_geometry_get_points (b, &n_b);

  if (n_a != n_b)
    return FALSE;
  for (guint i = 0; i < n_a; i++)
    if (!(fabs (one[i].x - other[i].x) < SAME &&
          fabs (one[i].y - other[i].y) < SAME))
      return FALSE;

  return TRUE;
}

static gboolean
boxes_agree (const EncordGeometry *a, const EncordGeometry *b)
{
  EncordBox one, other;

  return encord_geometry_get_box (a, &one) &&
         encord_geometry_get_box (b, &other) &&
         encord_merge_box_equal (&one, &other);
}

/* people's editors write the same pixels in other words */
static gboolean
masks_agree (const EncordGeometry *a, const EncordGeometry *b)
{
  EncordRunLengthReader one, other;
  EncordRun run, same;
  int width, height, width_b, height_b;
  const char *text_a = encord_geometry_get_bitmask (a, &width, &height);
  const char *text_b = encord_geometry_get_bitmask (b, &width_b, &height_b);

  if (width != width_b || height != height_b || width <= 0 || height <= 0)
    return FALSE;
  encord_run_length_reader_init (&one, text_a, (gint64) width * height);
  encord_run_length_reader_init (&other, text_b, (gint64) width * height);
  while (next_set (&one, &run))
    if (!next_set (&other, &same) || run.start != same.start ||
        run.length != same.length)
      return FALSE;

  return !next_set (&other, &same) && one.reason == NULL &&
         other.reason == NULL;
}

gboolean
encord_merge_shape_equal (const EncordGeometry *a, const EncordGeometry *b)
{
  const EncordShape shape = encord_geometry_get_shape (a);

  if (a == b)
    return TRUE;
  if (shape != encord_geometry_get_shape (b))
    return FALSE;
  if (shape == ENCORD_SHAPE_BITMASK)
    return masks_agree (a, b);
  return least_points (shape) > 0 ? points_agree (a, b) : boxes_agree (a, b);
}

/* about its middle */
static void
widen (double *start, double *length, double least)
{
  const double more = least - *length;

  if (!(more > 0))
    return;
  *start -= more / 2;
  *length = least;
}

gboolean
encord_merge_shape_get_bounds (const EncordGeometry *shape, int width,
                               int height, EncordBox *ret_box, GError **error)
{
  const double least = THINNEST * MAX (MAX (width, height), 1);

  if (!encord_fit_box (shape, width, height, ret_box, error))
    return FALSE;
  widen (&ret_box->x, &ret_box->width, least / MAX (width, 1));
  widen (&ret_box->y, &ret_box->height, least / MAX (height, 1));
  encord_merge_quantise_box (ret_box);

  return TRUE;
}

gsize
encord_merge_shape_get_size (const EncordGeometry *shape)
{
  int width, height;
  guint n_points;
  const char *mask = encord_geometry_get_bitmask (shape, &width, &height);

  if (mask != NULL)
    return strlen (mask);
  encord_geometry_get_points (shape, &n_points);

  return n_points * sizeof (EncordPoint);
}

/* Layout: a letter for the shape, then what follows in packed numbers. Points: how
 * many, then of each the way from the one before (the first: from the corner of the
 * picture) in steps. Mask: width, height, and the length of the text, which comes
 * last. */
static const struct
{
  EncordShape shape;
  guint8 letter;
} letters[] = {
  { ENCORD_SHAPE_POLYGON, 'p' },
  { ENCORD_SHAPE_POLYLINE, 'l' },
  { ENCORD_SHAPE_POINT, 'o' },
  { ENCORD_SHAPE_BITMASK, 'm' },
};

static void
put_points (const EncordGeometry *shape, GByteArray *bytes)
{
  guint n;
  const EncordPoint *points = encord_geometry_get_points (shape, &n);
  gint64 x = 0, y = 0;

  encord_packed_number_put (bytes, n);
  for (guint i = 0; i < n; i++) {
    const gint64 next_x = llrint (points[i].x * ENCORD_MERGE_STEPS);
    const gint64 next_y = llrint (points[i].y * ENCORD_MERGE_STEPS);

    encord_packed_number_put_signed (bytes, next_x - x);
    encord_packed_number_put_signed (bytes, next_y - y);
    x = next_x;
    y = next_y;
  }
}

static void
put_mask (const EncordGeometry *shape, GByteArray *bytes)
{
  int width, height;
  const char *text = encord_geometry_get_bitmask (shape, &width, &height);
  const gsize length = strlen (text);

  encord_packed_number_put (bytes, (guint64) width);
  encord_packed_number_put (bytes, (guint64) height);
  encord_packed_number_put (bytes, length);
  g_byte_array_append (bytes, (const guint8 *) text, (guint) length);
}

void
encord_merge_shape_put (const EncordGeometry *shape, GByteArray *bytes)
{
  const EncordShape wanted = encord_geometry_get_shape (shape);

  for (gsize i = 0; i < G_N_ELEMENTS (letters); i++)
    if (letters[i].shape == wanted)
      g_byte_array_append (bytes, &letters[i].letter, 1);
  if (wanted == ENCORD_SHAPE_BITMASK)
    put_mask (shape, bytes);
  else
    put_points (shape, bytes);
}

static gboolean
get_step (const guint8 **at, const guint8 *end, gint64 *value)
{
  gint64 way;

  if (!encord_packed_number_get_signed (at, end, &way) ||
      way > 2 * MOST_STEPS || way < -2 * MOST_STEPS)
    return FALSE;
  *value += way;

  return *value <= MOST_STEPS && *value >= -MOST_STEPS;
}

static EncordGeometry *
get_points (EncordShape shape, const guint8 **at, const guint8 *end)
{
  g_autofree EncordPoint *points = NULL;
  gint64 x = 0, y = 0;
  guint64 n;

  /* a point takes two bytes or more */
  if (!encord_packed_number_get (at, end, &n) || n < least_points (shape) ||
      n > (guint64) (end - *at) / 2 || (shape == ENCORD_SHAPE_POINT && n > 1))
    return NULL;
  points = g_new (EncordPoint, n);
  for (guint64 i = 0; i < n; i++) {
    if (!get_step (at, end, &x) || !get_step (at, end, &y))
      return NULL;
    points[i].x = (double) x / ENCORD_MERGE_STEPS;
    points[i].y = (double) y / ENCORD_MERGE_STEPS;
  }

  return new_of_points (shape, points, (guint) n);
}

static EncordGeometry *
get_mask (const guint8 **at, const guint8 *end)
{
  g_autofree char *text = NULL;
  guint64 width, height, length;

  if (!encord_packed_number_get (at, end, &width) ||
      !encord_packed_number_get (at, end, &height) ||
      !encord_packed_number_get (at, end, &length) || width > G_MAXINT ||
      height > G_MAXINT || length > (guint64) (end - *at))
    return NULL;
  text = g_strndup ((const char *) *at, length);
  *at += length;

  return strlen (text) == length && is_mask (text, (int) width, (int) height)
             ? encord_geometry_new_bitmask ((int) width, (int) height, text)
             : NULL;
}

EncordGeometry *
encord_merge_shape_get (const guint8 **at, const guint8 *end)
{
  guint8 letter;

  if (*at >= end)
    return NULL;
  letter = *(*at)++;
  for (gsize i = 0; i < G_N_ELEMENTS (letters); i++)
    if (letters[i].letter == letter)
      return letters[i].shape == ENCORD_SHAPE_BITMASK
                 ? get_mask (at, end)
                 : get_points (letters[i].shape, at, end);

  return NULL;
}
