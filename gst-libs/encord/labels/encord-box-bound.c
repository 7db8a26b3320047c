/* labels/encord-box-bound.c - how far a written box may be from what was seen; pure
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <encord/labels/encord-box-bound-private.h>

#include <math.h>

/* four corners, cut by four edges: each cut adds at most one */
#define MOST_CORNERS 8

static void
get_corners (const EncordBox *box, int width, int height,
             EncordPoint ret_corners[4])
{
  static const int across[] = { -1, 1, 1, -1 }, down[] = { -1, -1, 1, 1 };
  const double angle = remainder (box->theta, 360) * G_PI / 180;
  const double c = cos (angle), s = sin (angle);
  const double half_width = box->width * width / 2;
  const double half_height = box->height * height / 2;

  for (guint i = 0; i < 4; i++) {
    const double x = across[i] * half_width, y = down[i] * half_height;

    ret_corners[i].x = box->x * width + half_width + c * x - s * y;
    ret_corners[i].y = box->y * height + half_height + s * x + c * y;
  }
}

/* positive on the inner side of an edge, since corners go clockwise on a picture
 * whose y points down */
static double
side_of (EncordPoint from, EncordPoint to, EncordPoint point)
{
  return (to.x - from.x) * (point.y - from.y) -
         (to.y - from.y) * (point.x - from.x);
}

/* what is left of a convex polygon inside of one edge */
static guint
cut (EncordPoint from, EncordPoint to, const EncordPoint *corners, guint n,
     EncordPoint *ret_corners)
{
  guint n_left = 0;

  for (guint i = 0; i < n; i++) {
    const EncordPoint here = corners[i], next = corners[(i + 1) % n];
    const double inside = side_of (from, to, here);
    const double inside_next = side_of (from, to, next);

    if (inside >= 0)
      ret_corners[n_left++] = here;
    if ((inside > 0 && inside_next < 0) || (inside < 0 && inside_next > 0)) {
      const double position = inside / (inside - inside_next);

      ret_corners[n_left].x = here.x + (next.x - here.x) * position;
      ret_corners[n_left++].y = here.y + (next.y - here.y) * position;
    }
  }

  return n_left;
}

static double
get_area (const EncordPoint *corners, guint n)
{
  double twice = 0;

  for (guint i = 0; i + 1 < n; i++)
    twice += side_of (corners[0], corners[i], corners[i + 1]);

  return twice / 2;
}

double
encord_box_turned_iou (const EncordBox *a, const EncordBox *b, int width,
                       int height)
{
  EncordPoint corners[4], edges[4], left[2][MOST_CORNERS];
  double area_a, area_b, shared;
  guint n = 4;

  if (a->theta == 0 && b->theta == 0)
    return encord_box_iou (a, b);
  if (!(a->width > 0 && a->height > 0 && b->width > 0 && b->height > 0))
    return 0;

  get_corners (a, width, height, corners);
  get_corners (b, width, height, edges);
  area_a = get_area (corners, 4);
  area_b = get_area (edges, 4);
  for (guint i = 0; i < 4; i++)
    left[0][i] = corners[i];
  for (guint i = 0; i < 4; i++)
    n = cut (edges[i], edges[(i + 1) % 4], left[i % 2], n, left[(i + 1) % 2]);
  shared = fmin (fmax (get_area (left[0], n), 0), fmin (area_a, area_b));

  return shared / (area_a + area_b - shared);
}

static gboolean
corners_hold (const EncordBoxBound *self, const EncordBox *seen,
              const EncordBox *written)
{
  EncordPoint a[4], b[4];

  get_corners (seen, self->width, self->height, a);
  get_corners (written, self->width, self->height, b);
  for (guint i = 0; i < 4; i++)
    if (!(fabs (a[i].x - b[i].x) <= self->pixels &&
          fabs (a[i].y - b[i].y) <= self->pixels))
      return FALSE;

  return TRUE;
}

static gboolean
edges_hold (const EncordBoxBound *self, const EncordBox *seen,
            const EncordBox *written)
{
  const double across = self->pixels / self->width;
  const double down = self->pixels / self->height;

  return fabs (written->x - seen->x) <= across &&
         fabs (written->y - seen->y) <= down &&
         fabs (written->x + written->width - seen->x - seen->width) <= across &&
         fabs (written->y + written->height - seen->y - seen->height) <= down;
}

gboolean
encord_box_bound_holds (const EncordBoxBound *self, const EncordBox *seen,
                        const EncordBox *written)
{
  const gboolean upright = seen->theta == 0 && written->theta == 0;

  if (!(written->width > 0 && written->height > 0) || !isfinite (written->x) ||
      !isfinite (written->y) || !isfinite (written->theta))
    return FALSE;
  if (self->pixels > 0)
    return upright ? edges_hold (self, seen, written)
                   : corners_hold (self, seen, written);

  return encord_box_turned_iou (seen, written, self->width, self->height) >=
         self->iou;
}
