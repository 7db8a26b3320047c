/* labels/encord-box-shape.c - boxes drawn as other shapes; pure
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <encord/labels/encord-box-shape-private.h>

#include <math.h>

#include <encord/labels/encord-merge-object-private.h>
#include <encord/labels/encord-merge-shape-private.h>
#include <encord/model/encord-run-length-private.h>

#define N_CORNERS 4

gboolean
encord_box_has_shape (EncordShape shape)
{
  return shape == ENCORD_SHAPE_BOUNDING_BOX ||
         shape == ENCORD_SHAPE_ROTATABLE_BOUNDING_BOX ||
         shape == ENCORD_SHAPE_POLYGON || shape == ENCORD_SHAPE_BITMASK;
}

/* clockwise from the top left; the box turns in pixels, about its centre */
static void
get_corners (const EncordBox *box, double aspect,
             EncordPoint ret_corners[N_CORNERS])
{
  static const double right[] = { -0.5, 0.5, 0.5, -0.5 };
  static const double down[] = { -0.5, -0.5, 0.5, 0.5 };
  const double angle = remainder (box->theta, 360) * G_PI / 180;
  const double c = cos (angle), s = sin (angle);

  for (guint i = 0; i < N_CORNERS; i++) {
    const double x = right[i] * box->width, y = down[i] * box->height;

    ret_corners[i].x = box->x + box->width / 2 + c * x - s * y / aspect;
    ret_corners[i].y = box->y + box->height / 2 + s * x * aspect + c * y;
  }
}

static double
get_aspect (int width, int height)
{
  return width > 0 && height > 0 ? (double) width / height : 1;
}

static EncordGeometry *
draw_polygon (const EncordBox *box, int width, int height)
{
  EncordPoint corners[N_CORNERS];

  get_corners (box, get_aspect (width, height), corners);
  for (guint i = 0; i < N_CORNERS; i++) {
    corners[i].x = encord_merge_quantise (corners[i].x);
    corners[i].y = encord_merge_quantise (corners[i].y);
  }

  return encord_geometry_new_polygon (corners, N_CORNERS);
}

/* where the line through the middles of a row of pixels is in the corners' hull;
 * FALSE: nowhere */
static gboolean
cut_row (const EncordPoint corners[N_CORNERS], double y, double *ret_left,
         double *ret_right)
{
  *ret_left = INFINITY;
  *ret_right = -INFINITY;
  for (guint i = 0; i < N_CORNERS; i++) {
    const EncordPoint *a = &corners[i], *b = &corners[(i + 1) % N_CORNERS];
    double x;

    if ((a->y <= y) == (b->y <= y))
      continue;
    x = a->x + (b->x - a->x) * (y - a->y) / (b->y - a->y);
    *ret_left = fmin (*ret_left, x);
    *ret_right = fmax (*ret_right, x);
  }

  return *ret_left <= *ret_right;
}

/* the runs of a mask as they are found; what touches is one */
typedef struct
{
  EncordRunLengthWriter writer;
  gint64 written; /* pixels */
  gint64 start, end;
} Runs;

static void
flush_run (Runs *self)
{
  if (self->start == self->end)
    return;
  encord_run_length_writer_add (&self->writer, self->start - self->written);
  encord_run_length_writer_add (&self->writer, self->end - self->start);
  self->written = self->end;
}

static void
add_run (Runs *self, gint64 start, gint64 end)
{
  if (start != self->end) {
    flush_run (self);
    self->start = start;
  }
  self->end = end;
}

/* the first whole number whose middle is not before x, within the picture */
static int
first_middle (double x, int size)
{
  return (int) CLAMP (ceil (x - 0.5), 0, size);
}

static EncordGeometry *
draw_mask (const EncordBox *box, int width, int height)
{
  g_autoptr (GString) text = g_string_new (NULL);
  EncordPoint corners[N_CORNERS];
  double top = INFINITY, bottom = -INFINITY;
  Runs runs = { 0 };

  if (width <= 0 || height <= 0 ||
      (gint64) width * height > ENCORD_BITMASK_MAX_PIXELS)
    return NULL;
  get_corners (box, get_aspect (width, height), corners);
  for (guint i = 0; i < N_CORNERS; i++) {
    corners[i].x *= width;
    corners[i].y *= height;
    top = fmin (top, corners[i].y);
    bottom = fmax (bottom, corners[i].y);
  }

  encord_run_length_writer_init (&runs.writer, text);
  for (int row = first_middle (top, height);
       row < first_middle (bottom, height); row++) {
    double left, right;
    int first, end;

    if (!cut_row (corners, row + 0.5, &left, &right))
      continue;
    first = first_middle (left, width);
    end = first_middle (right, width);
    if (first < end)
      add_run (&runs, (gint64) row * width + first, (gint64) row * width + end);
  }
  flush_run (&runs);
  if (runs.written == 0)
    return NULL;
  /* every reader is told of all pixels */
  if (runs.written < (gint64) width * height)
    encord_run_length_writer_add (&runs.writer,
                                  (gint64) width * height - runs.written);

  return encord_geometry_new_bitmask (width, height, text->str);
}

EncordGeometry *
encord_box_to_shape (const EncordBox *box, EncordShape shape, int width,
                     int height)
{
  switch (shape) {
    case ENCORD_SHAPE_BOUNDING_BOX:
      return encord_geometry_new_box (box);
    case ENCORD_SHAPE_ROTATABLE_BOUNDING_BOX:
      return encord_geometry_new_rotatable_box (box);
    case ENCORD_SHAPE_POLYGON:
      return draw_polygon (box, width, height);
    case ENCORD_SHAPE_BITMASK:
      return draw_mask (box, width, height);
    case ENCORD_SHAPE_UNKNOWN:
    case ENCORD_SHAPE_POLYLINE:
    case ENCORD_SHAPE_POINT:
    case ENCORD_SHAPE_SKELETON:
    default:
      g_return_val_if_reached (NULL);
  }
}

gboolean
encord_box_is_shown_by (const EncordBox *box, const EncordGeometry *geometry,
                        int width, int height)
{
  const EncordShape shape = encord_geometry_get_shape (geometry);
  g_autoptr (EncordGeometry) drawn =
      encord_box_has_shape (shape)
          ? encord_box_to_shape (box, shape, width, height)
          : NULL;

  return drawn != NULL && encord_merge_shape_equal (drawn, geometry);
}
