/* labels/encord-hull.c - the convex hull of points; pure
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <encord/labels/encord-hull-private.h>

#include <math.h>

/* points that are collected before those inside are taken out */
#define FEW 1024
/* far outside of any picture; its square still is a number */
#define LARGEST 1e100

struct _EncordHull
{
  GArray *points; /* EncordPoint */
  guint n_most;   /* before the next clearing */
  gboolean measurable;
};

EncordHull *
encord_hull_new (void)
{
  EncordHull *self = g_new (EncordHull, 1);

  self->points = g_array_new (FALSE, FALSE, sizeof (EncordPoint));
  self->n_most = FEW;
  self->measurable = TRUE;

  return self;
}

void
encord_hull_free (EncordHull *self)
{
  g_array_unref (self->points);
  g_free (self);
}

static const EncordPoint *
get (const EncordHull *self, guint i)
{
  return &g_array_index (self->points, EncordPoint, i);
}

static gint
compare_points (gconstpointer a, gconstpointer b)
{
  const EncordPoint *p = a, *q = b;

  return p->x != q->x ? (p->x > q->x) - (p->x < q->x)
                      : (p->y > q->y) - (p->y < q->y);
}

/* above 0 where the way from a over b to c turns from x to y */
static double
turn (const EncordPoint *a, const EncordPoint *b, const EncordPoint *c)
{
  return (b->x - a->x) * (c->y - a->y) - (b->y - a->y) * (c->x - a->x);
}

/* one half; least is how many of the points before belong to the other */
static void
push (GArray *hull, guint least, const EncordPoint *point)
{
  while (hull->len >= least + 2 &&
         turn (&g_array_index (hull, EncordPoint, hull->len - 2),
               &g_array_index (hull, EncordPoint, hull->len - 1), point) <= 0)
    g_array_set_size (hull, hull->len - 1);
  g_array_append_vals (hull, point, 1);
}

/* Andrew's monotone chain (1979): from left to right and back, without corners
 * that turn the other way. The corners stay in the order of the angle. */
static void
take_out_inner (EncordHull *self)
{
  GArray *points = self->points;
  const guint n = points->len;
  GArray *hull;

  g_array_sort (points, compare_points);
  if (n == 0 || compare_points (get (self, 0), get (self, n - 1)) == 0) {
    g_array_set_size (points, MIN (n, 1));
    return;
  }
  hull = g_array_new (FALSE, FALSE, sizeof (EncordPoint));
  for (guint i = 0; i < n; i++)
    push (hull, 0, get (self, i));
  for (guint i = n - 1, least = hull->len - 1; i-- > 0;)
    push (hull, least, get (self, i));
  /* the first one again */
  g_array_set_size (hull, hull->len - 1);
  g_array_unref (points);
  self->points = hull;
}

void
encord_hull_add (EncordHull *self, double x, double y)
{
  const EncordPoint point = { x, y };

  if (!(fabs (x) < LARGEST && fabs (y) < LARGEST))
    self->measurable = FALSE;
  if (!self->measurable)
    return;
  g_array_append_val (self->points, point);
  if (self->points->len < self->n_most)
    return;
  take_out_inner (self);
  self->n_most = MAX (FEW, 2 * self->points->len);
}

gboolean
encord_hull_is_measurable (EncordHull *self)
{
  return self->measurable && self->points->len > 0;
}

/* ---- the rectangle ---- */

/* a direction, and how far the hull reaches along it and across */
typedef struct
{
  double x, y; /* of length 1 */
  double first, last;
  double above, below;
} Frame;

static double
along (const Frame *self, const EncordPoint *point)
{
  return point->x * self->x + point->y * self->y;
}

static double
across (const Frame *self, const EncordPoint *point)
{
  return point->y * self->x - point->x * self->y;
}

static double
area (const Frame *self)
{
  return (self->last - self->first) * (self->below - self->above);
}

/* a corner that touches a side of the rectangle, each further on than the one of
 * the frame before */
typedef struct
{
  guint last, below, first;
} Touching;

static void
move_on (const EncordHull *self, const Frame *frame, guint edge,
         Touching *touching)
{
  const guint n = self->points->len;

#define NEXT(i) get (self, ((i) + 1) % n)
#define AT(i) get (self, (i) % n)
  touching->last = MAX (touching->last, edge + 1);
  while (along (frame, NEXT (touching->last)) >
         along (frame, AT (touching->last)))
    touching->last++;
  touching->below = MAX (touching->below, touching->last);
  while (across (frame, NEXT (touching->below)) >
         across (frame, AT (touching->below)))
    touching->below++;
  touching->first = MAX (touching->first, touching->below);
  while (along (frame, NEXT (touching->first)) <
         along (frame, AT (touching->first)))
    touching->first++;
#undef NEXT
#undef AT
}

static gboolean
make_frame (const EncordHull *self, guint edge, Touching *touching, Frame *ret)
{
  const guint n = self->points->len;
  const EncordPoint *p = get (self, edge), *q = get (self, (edge + 1) % n);
  const double length = hypot (q->x - p->x, q->y - p->y);

  if (!(length > 0))
    return FALSE;
  *ret = (Frame){ .x = (q->x - p->x) / length, .y = (q->y - p->y) / length };
  move_on (self, ret, edge, touching);
  ret->first = along (ret, get (self, touching->first % n));
  ret->last = along (ret, get (self, touching->last % n));
  ret->above = across (ret, p);
  ret->below = across (ret, get (self, touching->below % n));

  return TRUE;
}

/* of the four names of a rectangle the one of the smallest angle */
static void
name_rectangle (const Frame *frame, EncordBox *ret_box)
{
  const double length = frame->last - frame->first;
  const double breadth = frame->below - frame->above;
  const double middle = (frame->first + frame->last) / 2;
  const double beside = (frame->above + frame->below) / 2;
  const double x = middle * frame->x - beside * frame->y;
  const double y = middle * frame->y + beside * frame->x;
  double theta = atan2 (frame->y, frame->x) * 180 / G_PI;
  int quarters;

  theta += theta < 0 ? 360 : 0;
  quarters = (int) (theta / 90);
  theta -= 90 * quarters;
  *ret_box = (EncordBox){ .width = quarters % 2 == 0 ? length : breadth,
                          .height = quarters % 2 == 0 ? breadth : length,
                          .theta = theta };
  ret_box->x = x - ret_box->width / 2;
  ret_box->y = y - ret_box->height / 2;
}

/* One side of the smallest rectangle lies on an edge of the hull (Freeman and
 * Shapira, 1975); the corners that the other three touch move on with the edge
 * (rotating calipers, Toussaint, 1983). An edge in one of the axes' directions wins
 * unless another one is better. */
void
encord_hull_get_rectangle (EncordHull *self, EncordBox *ret_box)
{
  Touching touching = { 0, 0, 0 };
  Frame best = { .x = 1, .y = 0 };

  take_out_inner (self);
  best.first = best.last = along (&best, get (self, 0));
  best.above = best.below = across (&best, get (self, 0));
  for (guint i = 1; i < self->points->len; i++) {
    best.first = fmin (best.first, along (&best, get (self, i)));
    best.last = fmax (best.last, along (&best, get (self, i)));
    best.above = fmin (best.above, across (&best, get (self, i)));
    best.below = fmax (best.below, across (&best, get (self, i)));
  }
  for (guint edge = 0; edge < self->points->len; edge++) {
    Frame frame;

    if (make_frame (self, edge, &touching, &frame) &&
        area (&frame) < area (&best) * (1 - 1e-12))
      best = frame;
  }
  name_rectangle (&best, ret_box);
}
