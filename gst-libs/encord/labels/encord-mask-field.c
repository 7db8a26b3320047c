/* labels/encord-mask-field.c - how far pixels are from a mask's border; pure
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <encord/labels/encord-mask-field-private.h>

#include <math.h>

/* The exact Euclidean distance, in time linear in the pixels (Felzenszwalb and
 * Huttenlocher, Distance Transforms of Sampled Functions, 2012): first along the
 * columns, then along the rows, where each column is a parabola above its place and
 * the lowest of all of them counts. Both sides of the border are held in one
 * number by its sign, since a pixel is on one of them. */

/* one row with a pixel more at both ends, where there is no mask */
typedef struct
{
  int n;
  double *heights; /* squared distances along the columns */
  double *lowest;  /* squared distances */
  int *places;     /* of the parabolas in the envelope */
  double *begins;  /* where each of these becomes the lowest */
} Row;

static void
row_init (Row *self, int n)
{
  self->n = n;
  self->heights = g_new (double, n);
  self->lowest = g_new (double, n);
  self->places = g_new (int, n);
  self->begins = g_new (double, n);
}

static void
row_clear (Row *self)
{
  g_free (self->heights);
  g_free (self->lowest);
  g_free (self->places);
  g_free (self->begins);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Row, row_clear)

/* where the parabola of the later place gets below that of the earlier one */
static double
meet (const Row *self, int earlier, int later)
{
  const double p = earlier, q = later;

  return ((self->heights[later] + q * q) - (self->heights[earlier] + p * p)) /
         (2 * (q - p));
}

static void
find_lowest (Row *self)
{
  int last = -1;

  for (int i = 0; i < self->n; i++) {
    double begin = -INFINITY;

    if (isinf (self->heights[i]))
      continue;
    for (; last >= 0; last--) {
      begin = meet (self, self->places[last], i);
      if (begin > self->begins[last])
        break;
    }
    last++;
    self->places[last] = i;
    self->begins[last] = last > 0 ? begin : -INFINITY;
  }
  for (int i = 0, k = 0; i < self->n; i++) {
    double way;

    while (k < last && self->begins[k + 1] < i)
      k++;
    way = i - self->places[k];
    self->lowest[i] =
        last < 0 ? INFINITY : way * way + self->heights[self->places[k]];
  }
}

/* one pixel further from the border than its neighbour, or the first one behind it */
static inline float
step_on (float neighbour, gboolean inside)
{
  if (inside)
    return neighbour > 0 ? neighbour + 1 : 1;

  return neighbour > 0 ? -1 : neighbour - 1;
}

/* Of 1 and 0 makes, above 0, the number of pixels to the next free one of the
 * column and, below 0, that to the next one of the mask, which may not exist. Row by
 * row, since that is how they lie in memory. */
static void
measure_columns (float *field, int width, int height)
{
  const gsize stride = (gsize) width, n = stride * (gsize) height;

  for (gsize i = 0; i < n; i++)
    field[i] =
        step_on (i < stride ? -INFINITY : field[i - stride], field[i] != 0);
  for (gsize i = n; i-- > 0;) {
    const float below = i + stride < n ? field[i + stride] : -INFINITY;
    const float distance = step_on (below, field[i] > 0);

    if (fabsf (distance) < fabsf (field[i]))
      field[i] = distance;
  }
}

/* Of the other side only the pixels at the border matter: all others are further
 * away. */
static void
set_heights (Row *row, const float *columns, int width, float side)
{
  row->heights[0] = row->heights[width + 1] = side > 0 ? 0 : INFINITY;
  for (int x = 0; x < width; x++) {
    double height = INFINITY;

    if (columns[x] * side > 0)
      height = (double) columns[x] * columns[x];
    else if ((x > 0 && columns[x - 1] * side > 0) ||
             (x + 1 < width && columns[x + 1] * side > 0))
      height = 0;
    row->heights[x + 1] = height;
  }
}

static void
measure_row (Row *row, float *field, int width)
{
  g_autofree float *columns = g_memdup2 (field, (gsize) width * sizeof *field);

  for (int side = -1; side <= 1; side += 2) {
    set_heights (row, columns, width, (float) side);
    find_lowest (row);
    for (int x = 0; x < width; x++)
      if (columns[x] * (float) side > 0)
        field[x] = (float) (side * (sqrt (row->lowest[x + 1]) - 0.5));
  }
}

float *
encord_mask_field_new (const EncordMaskPatch *patch, int left, int top,
                       int width, int height)
{
  float *field = g_new (float, (gsize) width *(gsize) height);
  g_auto (Row) row = { 0 };

  for (int y = 0; y < height; y++)
    for (int x = 0; x < width; x++)
      field[(gsize) y * (gsize) width + (gsize) x] =
          encord_mask_patch_get (patch, left + x, top + y) ? 1 : 0;
  measure_columns (field, width, height);
  row_init (&row, width + 2);
  for (int y = 0; y < height; y++)
    measure_row (&row, field + (gsize) y * (gsize) width, width);

  return field;
}
