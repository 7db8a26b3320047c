/* labels/encord-outline-check.c - whether a ring stays simple on its way; pure
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <math.h>

#include <encord/labels/encord-outline-private.h>

/* positions nearer to an end than this count as the end */
#define AT_AN_END 1e-6
/* of the product of the lengths; below it a cross product is rounding */
#define COLLINEAR 1e-12

/* ---- area ---- */

static double
mixed_area (GArray *p, GArray *q)
{
  const EncordPoint *a = (const EncordPoint *) p->data;
  const EncordPoint *b = (const EncordPoint *) q->data;
  double sum = 0;

  for (guint i = 0; i < p->len; i++) {
    const guint next = (i + 1) % p->len;

    sum += (a[i].x - a[0].x) * (b[next].y - b[0].y) -
           (b[next].x - b[0].x) * (a[i].y - a[0].y) +
           (b[i].x - b[0].x) * (a[next].y - a[0].y) -
           (a[next].x - a[0].x) * (b[i].y - b[0].y);
  }

  return sum / 4;
}

/* On the way, at position t, the area is (1-t)²A + 2t(1-t)M + t²B. */
gboolean
encord_outline_pairs_keep_area (const EncordOutlinePairs *self)
{
  const double a = mixed_area (self->from, self->from);
  const double b = mixed_area (self->to, self->to);
  const double mixed = mixed_area (self->from, self->to);
  const double bend = a - 2 * mixed + b;
  const double t = bend > 0 ? (a - mixed) / bend : 0;

  if (!(t > 0 && t < 1))
    return TRUE;

  return (1 - t) * (1 - t) * a + 2 * t * (1 - t) * mixed + t * t * b >=
         ENCORD_OUTLINE_LEAST_AREA * MIN (a, b);
}

/* ---- crossings ---- */

/* a point that moves from start to start + way, in pixels */
typedef struct
{
  double x, y;
  double way_x, way_y;
} Mover;

/* what something covers on its whole way */
typedef struct
{
  double left, top, right, bottom;
} Extent;

static Mover
get_mover (const EncordOutlinePairs *pairs, guint i, double width,
           double height)
{
  const EncordPoint *from = &g_array_index (pairs->from, EncordPoint, i);
  const EncordPoint *to = &g_array_index (pairs->to, EncordPoint, i);

  return (Mover){ from->x * width, from->y * height, (to->x - from->x) * width,
                  (to->y - from->y) * height };
}

static Extent
get_extent (const Mover *mover)
{
  return (Extent){ fmin (mover->x, mover->x + mover->way_x),
                   fmin (mover->y, mover->y + mover->way_y),
                   fmax (mover->x, mover->x + mover->way_x),
                   fmax (mover->y, mover->y + mover->way_y) };
}

static Extent
unite (Extent a, Extent b)
{
  return (Extent){ fmin (a.left, b.left), fmin (a.top, b.top),
                   fmax (a.right, b.right), fmax (a.bottom, b.bottom) };
}

static gboolean
are_apart (const Extent *a, const Extent *b)
{
  return a->left > b->right || b->left > a->right || a->top > b->bottom ||
         b->top > a->bottom;
}

static Mover
subtract (const Mover *a, const Mover *b)
{
  return (Mover){ a->x - b->x, a->y - b->y, a->way_x - b->way_x,
                  a->way_y - b->way_y };
}

/* whether the point, on the line of the edge at t, lies on the edge */
static gboolean
is_on_edge (const Mover *point, const Mover *edge, double t)
{
  const double ex = edge->x + t * edge->way_x, ey = edge->y + t * edge->way_y;
  const double px = point->x + t * point->way_x;
  const double py = point->y + t * point->way_y;
  const double along = px * ex + py * ey, whole = ex * ex + ey * ey;

  return t > AT_AN_END && t < 1 - AT_AN_END && along >= 0 && along <= whole;
}

/* Point and edge are on one line where the cross product of what leads from the
 * edge's start to the point and to its end is 0: a quadratic in t. */
static gboolean
touches (const Mover *corner, const Mover *start, const Mover *end)
{
  const Mover point = subtract (corner, start), edge = subtract (end, start);
  const double c = edge.x * point.y - edge.y * point.x;
  const double b = edge.x * point.way_y - edge.y * point.way_x +
                   edge.way_x * point.y - edge.way_y * point.x;
  const double a = edge.way_x * point.way_y - edge.way_y * point.way_x;
  const double size =
      (fabs (edge.x) + fabs (edge.y) + fabs (edge.way_x) + fabs (edge.way_y)) *
      (fabs (point.x) + fabs (point.y) + fabs (point.way_x) +
       fabs (point.way_y));
  const double least = COLLINEAR * size;
  double root, q;

  if (fabs (a) <= least && fabs (b) <= least)
    return FALSE; /* never, or all the way, as at the ends */
  if (fabs (a) <= least)
    return is_on_edge (&point, &edge, -c / b);
  root = b * b - 4 * a * c;
  if (root < 0)
    return FALSE;
  q = -0.5 * (b + copysign (sqrt (root), b));

  return is_on_edge (&point, &edge, q / a) ||
         (q != 0 && is_on_edge (&point, &edge, c / q));
}

/* A ring that is simple at first stops being so when one of its corners touches an
 * edge: exactly then, or never, the way is bad. */
gboolean
encord_outline_pairs_keep_simple (const EncordOutlinePairs *self, double width,
                                  double height)
{
  const guint n = self->from->len;
  g_autofree Mover *movers = g_new (Mover, n);
  g_autofree Extent *extents = g_new (Extent, n);

  for (guint i = 0; i < n; i++) {
    movers[i] = get_mover (self, i, width, height);
    extents[i] = get_extent (&movers[i]);
  }
  for (guint i = 0; i < n; i++) {
    const guint next = (i + 1) % n;
    const Extent edge = unite (extents[i], extents[next]);

    for (guint j = 0; j < n; j++)
      if (j != i && j != next && !are_apart (&edge, &extents[j]) &&
          touches (&movers[j], &movers[i], &movers[next]))
        return FALSE;
  }

  return TRUE;
}

/* ---- a ring at rest ---- */

static double
side (const EncordPoint *a, const EncordPoint *b, const EncordPoint *p)
{
  return (b->x - a->x) * (p->y - a->y) - (b->y - a->y) * (p->x - a->x);
}

static gboolean
edges_cross (const EncordPoint *a, const EncordPoint *b, const EncordPoint *c,
             const EncordPoint *d)
{
  if (fmax (a->x, b->x) < fmin (c->x, d->x) ||
      fmax (c->x, d->x) < fmin (a->x, b->x) ||
      fmax (a->y, b->y) < fmin (c->y, d->y) ||
      fmax (c->y, d->y) < fmin (a->y, b->y))
    return FALSE;

  return side (a, b, c) * side (a, b, d) <= 0 &&
         side (c, d, a) * side (c, d, b) <= 0;
}

gboolean
encord_outline_is_simple (const EncordOutline *self)
{
  const guint n = self->n_points;
  const EncordPoint *points = self->points;

  for (guint i = 0; i + 2 < n; i++)
    for (guint j = i + 2; j < n; j++) {
      if (i == 0 && j == n - 1)
        continue; /* neighbours, too */
      if (edges_cross (&points[i], &points[i + 1], &points[j],
                       &points[(j + 1) % n]))
        return FALSE;
    }

  return n >= 3;
}
