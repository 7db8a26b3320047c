/* labels/encord-mask-ring-thin.c - fewer corners that are as good; pure
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <encord/labels/encord-mask-rings-private.h>

/* A stretch of more corners is cut in the middle, so that the time stays in
 * proportion to the corners whatever their shape. */
#define LONGEST_STRETCH 1024
/* pairs of edges that are looked at, more than 64 for each */
#define MOST_PAIRS 1000000

/* ---- thinner rings ---- */

/* from one corner that stays to the next; last may be the first one again */
typedef struct
{
  guint first, last;
} Stretch;

static const EncordMaskCorner *
get_corner (GArray *corners, guint i)
{
  return &g_array_index (corners, EncordMaskCorner, i % corners->len);
}

static double
squared_distance (const EncordMaskCorner *p, const EncordMaskCorner *a,
                  const EncordMaskCorner *b)
{
  const double edge_x = b->x - a->x, edge_y = b->y - a->y;
  double x = p->x - a->x, y = p->y - a->y;
  const double whole = edge_x * edge_x + edge_y * edge_y;
  const double part =
      whole > 0 ? CLAMP ((x * edge_x + y * edge_y) / whole, 0, 1) : 0;

  x -= part * edge_x;
  y -= part * edge_y;

  return x * x + y * y;
}

/* the corner in between that is furthest from the straight way */
static guint
find_furthest (GArray *corners, Stretch stretch, double *ret_squared)
{
  const EncordMaskCorner *a = get_corner (corners, stretch.first);
  const EncordMaskCorner *b = get_corner (corners, stretch.last);
  guint furthest = stretch.first;

  *ret_squared = -1;
  for (guint i = stretch.first + 1; i < stretch.last; i++) {
    const double squared = squared_distance (get_corner (corners, i), a, b);

    if (squared > *ret_squared) {
      *ret_squared = squared;
      furthest = i;
    }
  }

  return furthest;
}

static void
push (GArray *stretches, guint first, guint last)
{
  const Stretch stretch = { first, last };

  if (last > first + 1)
    g_array_append_val (stretches, stretch);
}

/* Douglas and Peucker (1973). Between what was left out and the straight line that
 * replaces it there is no point further from the border than the furthest corner,
 * so an area is changed by no more, too, whether lines cross or not. */
static void
mark_stretches (GArray *corners, GArray *stretches, double most_squared,
                guint8 *kept)
{
  while (stretches->len > 0) {
    const Stretch stretch =
        g_array_index (stretches, Stretch, stretches->len - 1);
    const gboolean long_one = stretch.last - stretch.first > LONGEST_STRETCH;
    double squared = 0;
    const guint middle =
        long_one ? stretch.first + (stretch.last - stretch.first) / 2
                 : find_furthest (corners, stretch, &squared);

    g_array_set_size (stretches, stretches->len - 1);
    if (!long_one && squared <= most_squared)
      continue;
    kept[middle] = 1;
    push (stretches, stretch.first, middle);
    push (stretches, middle, stretch.last);
  }
}

GArray *
encord_mask_ring_thin (GArray *corners, double most_error)
{
  const guint n = corners->len;
  g_autofree guint8 *kept = g_malloc0 (n);
  g_autoptr (GArray) stretches = g_array_new (FALSE, FALSE, sizeof (Stretch));
  GArray *thin = g_array_new (FALSE, FALSE, sizeof (EncordMaskCorner));
  guint opposite, third, third_behind;
  double squared, squared_behind;

  /* three corners that are no line stay: the first one, the one furthest from it,
   * and the one furthest from both */
  opposite = find_furthest (corners, (Stretch){ 0, n }, &squared);
  third = find_furthest (corners, (Stretch){ 0, opposite }, &squared);
  third_behind =
      find_furthest (corners, (Stretch){ opposite, n }, &squared_behind);
  if (squared_behind > squared)
    third = third_behind;
  kept[0] = kept[opposite] = kept[third] = 1;
  push (stretches, 0, MIN (opposite, third));
  push (stretches, MIN (opposite, third), MAX (opposite, third));
  push (stretches, MAX (opposite, third), n);
  mark_stretches (corners, stretches, most_error * most_error, kept);

  for (guint i = 0; i < n; i++)
    if (kept[i])
      g_array_append_vals (thin, get_corner (corners, i), 1);

  return thin;
}

/* ---- whether rings cross ---- */

/* from left to right */
typedef struct
{
  EncordMaskCorner a, b;
} Edge;

static gint
compare_edges (gconstpointer p, gconstpointer q)
{
  const Edge *a = p, *b = q;

  return (a->a.x > b->a.x) - (a->a.x < b->a.x);
}

static int
get_side (const Edge *edge, const EncordMaskCorner *p)
{
  const gint64 turn = (gint64) (edge->b.x - edge->a.x) * (p->y - edge->a.y) -
                      (gint64) (edge->b.y - edge->a.y) * (p->x - edge->a.x);

  return (turn > 0) - (turn < 0);
}

static gboolean
edges_cross (const Edge *p, const Edge *q)
{
  if (MIN (p->a.y, p->b.y) >= MAX (q->a.y, q->b.y) ||
      MIN (q->a.y, q->b.y) >= MAX (p->a.y, p->b.y))
    return FALSE;

  return get_side (p, &q->a) * get_side (p, &q->b) < 0 &&
         get_side (q, &p->a) * get_side (q, &p->b) < 0;
}

static GArray *
list_edges (GPtrArray *rings)
{
  GArray *edges = g_array_new (FALSE, FALSE, sizeof (Edge));

  for (guint i = 0; i < rings->len; i++) {
    GArray *corners = g_ptr_array_index (rings, i);

    for (guint j = 0; j < corners->len; j++) {
      const EncordMaskCorner *a = get_corner (corners, j);
      const EncordMaskCorner *b = get_corner (corners, j + 1);
      const Edge edge = { a->x < b->x ? *a : *b, a->x < b->x ? *b : *a };

      g_array_append_val (edges, edge);
    }
  }
  g_array_sort (edges, compare_edges);

  return edges;
}

gboolean
encord_mask_rings_are_simple (GPtrArray *rings)
{
  g_autoptr (GArray) edges = list_edges (rings);
  const Edge *list = (const Edge *) edges->data;
  gint64 n_pairs = 0;

  for (guint i = 0; i < edges->len; i++)
    for (guint j = i + 1; j < edges->len && list[j].a.x <= list[i].b.x; j++) {
      n_pairs++;
      if (edges_cross (&list[i], &list[j]) ||
          n_pairs > MOST_PAIRS + 64 * (gint64) edges->len)
        return FALSE;
    }

  return TRUE;
}
