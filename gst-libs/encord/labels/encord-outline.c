/* labels/encord-outline.c - a polygon or line by length along it; pure
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <math.h>
#include <string.h>

#include <encord/labels/encord-outline-private.h>

/* below this part of the square of its length a ring's area is rounding */
#define NO_AREA 1e-12
/* samples that make the middle */
#define N_MIDDLE 128

static int
compare_points (const EncordPoint *p, const EncordPoint *q)
{
  if (p->x != q->x)
    return p->x < q->x ? -1 : 1;
  if (p->y != q->y)
    return p->y < q->y ? -1 : 1;

  return 0;
}

static guint
copy_without_repetitions (const EncordPoint *points, guint n_points,
                          gboolean closed, EncordPoint *copy)
{
  guint n = 0;

  for (guint i = 0; i < n_points; i++)
    if (n == 0 || compare_points (&points[i], &copy[n - 1]) != 0)
      copy[n++] = points[i];
  while (closed && n > 1 && compare_points (&copy[n - 1], &copy[0]) == 0)
    n--;

  return n;
}

static void
reverse (EncordPoint *points, guint n)
{
  for (guint i = 0; i < n / 2; i++) {
    const EncordPoint point = points[i];

    points[i] = points[n - 1 - i];
    points[n - 1 - i] = point;
  }
}

/* Where the smallest of all rotations begins: two candidates are compared point by
 * point, and the loser skips what it shares with the winner, so each point is
 * looked at a few times only. */
static guint
smallest_rotation (const EncordPoint *points, guint n)
{
  guint i = 0, j = 1, same = 0;

  while (i < n && j < n && same < n) {
    const int order =
        compare_points (&points[(i + same) % n], &points[(j + same) % n]);

    if (order == 0) {
      same++;
      continue;
    }
    if (order > 0)
      i += same + 1;
    else
      j += same + 1;
    if (i == j)
      j++;
    same = 0;
  }

  return MIN (i, j);
}

static void
rotate (EncordPoint *points, guint n, guint first)
{
  g_autofree EncordPoint *copy = g_memdup2 (points, n * sizeof *points);

  for (guint i = 0; i < n; i++)
    points[i] = copy[(first + i) % n];
}

static int
compare_sequences (const EncordPoint *p, const EncordPoint *q, guint n)
{
  for (guint i = 0; i < n; i++) {
    const int order = compare_points (&p[i], &q[i]);

    if (order != 0)
      return order;
  }

  return 0;
}

static double
distance (const EncordOutline *self, const EncordPoint *p, const EncordPoint *q)
{
  return hypot ((q->x - p->x) * self->scale_x, (q->y - p->y) * self->scale_y);
}

/* twice the area, seen from the first point, so that large coordinates cancel
 * before they are multiplied */
static double
double_area (const EncordPoint *points, guint n)
{
  double sum = 0;

  for (guint i = 1; i + 1 < n; i++)
    sum += (points[i].x - points->x) * (points[i + 1].y - points->y) -
           (points[i + 1].x - points->x) * (points[i].y - points->y);

  return sum;
}

double
encord_outline_area (const EncordOutline *self)
{
  return double_area (self->points, self->n_points) / 2 * self->scale_x *
         self->scale_y;
}

static void
measure (EncordOutline *self)
{
  const guint n = self->n_points;
  double length = 0;

  for (guint i = 0; i < n; i++) {
    self->offsets[i] = length;
    if (i + 1 < n || self->closed)
      length += distance (self, &self->points[i], &self->points[(i + 1) % n]);
  }
  if (self->closed)
    self->offsets[n] = length;
  if (length > 0)
    for (guint i = 0; i < n + self->closed; i++)
      self->offsets[i] /= length;
  if (n > 1)
    self->offsets[self->closed ? n : n - 1] = 1;
  self->length = length;
}

/* with no area to tell the direction, the smaller sequence wins */
static void
order_ring (EncordOutline *self)
{
  const guint n = self->n_points;
  g_autofree EncordPoint *other =
      g_memdup2 (self->points, n * sizeof *self->points);
  double no_area;

  measure (self);
  no_area = NO_AREA * self->length * self->length;
  reverse (other, n);
  rotate (other, n, smallest_rotation (other, n));
  rotate (self->points, n, smallest_rotation (self->points, n));
  if (fabs (encord_outline_area (self)) > no_area)
    self->reversed = encord_outline_area (self) < 0;
  else
    self->reversed = compare_sequences (other, self->points, n) < 0;
  if (self->reversed)
    memcpy (self->points, other, n * sizeof *other);
}

static void
order_line (EncordOutline *self)
{
  const guint n = self->n_points;
  g_autofree EncordPoint *other =
      g_memdup2 (self->points, n * sizeof *self->points);

  reverse (other, n);
  self->reversed = compare_sequences (other, self->points, n) < 0;
  if (self->reversed)
    memcpy (self->points, other, n * sizeof *other);
}

static void
thin_out (EncordOutline *self)
{
  const guint n = ENCORD_OUTLINE_MAX_POINTS / 2;
  EncordPoint *points = g_new (EncordPoint, n);

  for (guint i = 0; i < n; i++)
    points[i] =
        encord_outline_sample (self, (double) i / (self->closed ? n : n - 1));
  g_free (self->points);
  self->points = points;
  self->n_points = copy_without_repetitions (points, n, self->closed, points);
  measure (self);
}

EncordOutline *
encord_outline_new (const EncordPoint *points, guint n_points, gboolean closed,
                    double width, double height)
{
  EncordOutline *self = g_new0 (EncordOutline, 1);

  g_assert (n_points > 0);

  self->closed = closed;
  self->scale_x = width;
  self->scale_y = height;
  self->first = points[0];
  self->points = g_new (EncordPoint, n_points);
  self->offsets = g_new0 (double, (gsize) n_points + 1);
  self->n_points =
      copy_without_repetitions (points, n_points, closed, self->points);
  if (closed)
    order_ring (self);
  else
    order_line (self);
  measure (self);
  if (self->n_points > ENCORD_OUTLINE_MAX_POINTS && isfinite (self->length))
    thin_out (self);

  return self;
}

void
encord_outline_free (EncordOutline *self)
{
  g_free (self->points);
  g_free (self->offsets);
  g_free (self);
}

/* the last offset that is not above */
static guint
find_offset (const EncordOutline *self, double offset)
{
  guint low = 0, high = self->n_points;

  while (high - low > 1) {
    const guint middle = low + (high - low) / 2;

    if (self->offsets[middle] <= offset)
      low = middle;
    else
      high = middle;
  }

  return low;
}

EncordPoint
encord_outline_sample (const EncordOutline *self, double offset)
{
  const guint n = self->n_points;
  const guint i = find_offset (self, offset);
  const guint next = i + 1 < n ? i + 1 : 0;
  const EncordPoint *p = &self->points[i], *q = &self->points[next];
  double part, edge;

  if (!self->closed && i + 1 == n)
    return *p;
  edge = self->offsets[i + 1] - self->offsets[i];
  part = edge > 0 ? (offset - self->offsets[i]) / edge : 0;

  return (EncordPoint){ p->x + (q->x - p->x) * part,
                        p->y + (q->y - p->y) * part };
}

EncordPoint
encord_outline_middle (const EncordOutline *self)
{
  EncordPoint middle = { 0, 0 };

  for (guint i = 0; i < N_MIDDLE; i++) {
    const EncordPoint point =
        encord_outline_sample (self, (double) i / N_MIDDLE);

    middle.x += point.x * self->scale_x / N_MIDDLE;
    middle.y += point.y * self->scale_y / N_MIDDLE;
  }

  return middle;
}
