/* labels/encord-outline-warp.c - pairs of points that are near each other; pure
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <math.h>

#include <encord/labels/encord-outline-private.h>

/* along the outline there is a point at least every 64th of its length */
#define LONGEST_STEP (1.0 / 64)

/* the corners and enough points between them, from start all around to it again;
 * in pixels and around their middle in at, as they are in points */
typedef struct
{
  GArray *points; /* EncordPoint */
  GArray *at;     /* EncordPoint */
} Chain;

static void
chain_clear (Chain *self)
{
  g_array_unref (self->points);
  g_array_unref (self->at);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Chain, chain_clear)

static gint
compare_doubles (gconstpointer a, gconstpointer b)
{
  const double p = *(const double *) a, q = *(const double *) b;

  return (p > q) - (p < q);
}

/* lengths from start, of the corners and between them */
static GArray *
list_offsets (const EncordOutline *outline, double start)
{
  GArray *offsets = g_array_new (FALSE, FALSE, sizeof (double));
  const double zero = 0, one = 1;
  guint n;

  g_array_append_val (offsets, zero);
  for (guint i = 0; i < outline->n_points; i++) {
    double offset = outline->offsets[i] - start;

    offset -= floor (offset);
    if (offset > 1e-9 && offset < 1 - 1e-9)
      g_array_append_val (offsets, offset);
  }
  g_array_append_val (offsets, one);
  g_array_sort (offsets, compare_doubles);

  n = offsets->len;
  for (guint i = 0; i + 1 < n; i++) {
    const double low = g_array_index (offsets, double, i);
    const double step = g_array_index (offsets, double, i + 1) - low;
    const guint parts = (guint) ceil (step / LONGEST_STEP);

    for (guint j = 1; j < parts; j++) {
      const double offset = low + step * j / parts;

      g_array_append_val (offsets, offset);
    }
  }
  g_array_sort (offsets, compare_doubles);

  return offsets;
}

static void
chain_init (Chain *self, const EncordOutline *outline, double start)
{
  g_autoptr (GArray) offsets = list_offsets (outline, start);
  const EncordPoint middle = encord_outline_middle (outline);

  self->points = g_array_new (FALSE, FALSE, sizeof (EncordPoint));
  self->at = g_array_new (FALSE, FALSE, sizeof (EncordPoint));
  for (guint i = 0; i < offsets->len; i++) {
    double offset = g_array_index (offsets, double, i) + start;
    EncordPoint point;

    offset -= floor (offset);
    point = encord_outline_sample (outline, offset);
    g_array_append_val (self->points, point);
    point.x = point.x * outline->scale_x - middle.x;
    point.y = point.y * outline->scale_y - middle.y;
    g_array_append_val (self->at, point);
  }
}

/* how a pair was reached: along a, along b or along both */
enum
{
  STEP_A,
  STEP_B,
  STEP_BOTH,
};

static double
squared_distance (const Chain *a, guint i, const Chain *b, guint j)
{
  const EncordPoint *p = &g_array_index (a->at, EncordPoint, i);
  const EncordPoint *q = &g_array_index (b->at, EncordPoint, j);

  return (q->x - p->x) * (q->x - p->x) + (q->y - p->y) * (q->y - p->y);
}

/* The cheapest order of steps from both starts to both ends: the rows of the
 * table are points of a; of the costs only the last row is kept. */
static guint8 *
find_steps (const Chain *a, const Chain *b)
{
  const guint rows = a->at->len, columns = b->at->len;
  guint8 *steps = g_malloc ((gsize) rows * columns);
  g_autofree double *costs = g_new (double, columns);

  for (guint i = 0; i < rows; i++) {
    double corner = INFINITY;

    for (guint j = 0; j < columns; j++) {
      const double above = i > 0 ? costs[j] : INFINITY;
      const double left = j > 0 ? costs[j - 1] : INFINITY;
      guint8 step = STEP_BOTH;
      double best = i == 0 && j == 0 ? 0 : corner;

      if (above < best) {
        best = above;
        step = STEP_A;
      }
      if (left < best) {
        best = left;
        step = STEP_B;
      }
      corner = above;
      costs[j] = best + squared_distance (a, i, b, j);
      steps[(gsize) i * columns + j] = step;
    }
  }

  return steps;
}

/* Dynamic time warping (Sakoe and Chiba, 1978) along both outlines: the order of
 * points is kept, but lengths may differ, so a part that grew does not push the
 * rest of the outline along. */
EncordOutlinePairs *
encord_outline_pairs_warped (const EncordOutline *a, const EncordOutline *b,
                             double start)
{
  EncordOutlinePairs *self = encord_outline_pairs_new ();
  g_auto (Chain) chain_a = { NULL, NULL };
  g_auto (Chain) chain_b = { NULL, NULL };
  g_autofree guint8 *steps = NULL;
  guint i, j;

  chain_init (&chain_a, a, 0);
  chain_init (&chain_b, b, start);
  steps = find_steps (&chain_a, &chain_b);

  /* the ends are the starts again */
  i = chain_a.at->len - 1;
  j = chain_b.at->len - 1;
  while (i > 0 || j > 0) {
    const guint8 step = steps[(gsize) i * chain_b.at->len + j];

    i -= step != STEP_B;
    j -= step != STEP_A;
    g_array_append_val (self->from,
                        g_array_index (chain_a.points, EncordPoint, i));
    g_array_append_val (self->to,
                        g_array_index (chain_b.points, EncordPoint, j));
  }
  encord_outline_pairs_turn (self);

  return self;
}
