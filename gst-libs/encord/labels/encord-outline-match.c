/* labels/encord-outline-match.c - which points of two outlines belong together; pure
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <math.h>

#include <encord/labels/encord-outline-private.h>

/* samples in the search for the start */
#define N_SAMPLES 128
/* starts that are tried before the outline is warped */
#define MAX_STARTS 3
/* pairs of corners that are tried around each */
#define MAX_CORNERS 16
/* of the whole length; corners that are closer become one pair */
#define SAME_OFFSET 1e-9

EncordOutlinePairs *
encord_outline_pairs_new (void)
{
  EncordOutlinePairs *self = g_new (EncordOutlinePairs, 1);

  self->from = g_array_new (FALSE, FALSE, sizeof (EncordPoint));
  self->to = g_array_new (FALSE, FALSE, sizeof (EncordPoint));

  return self;
}

void
encord_outline_pairs_free (EncordOutlinePairs *self)
{
  g_array_unref (self->from);
  g_array_unref (self->to);
  g_free (self);
}

static void
turn_points (GArray *points)
{
  for (guint i = 0; i < points->len / 2; i++) {
    EncordPoint *p = &g_array_index (points, EncordPoint, i);
    EncordPoint *q = &g_array_index (points, EncordPoint, points->len - 1 - i);
    const EncordPoint point = *p;

    *p = *q;
    *q = point;
  }
}

void
encord_outline_pairs_turn (EncordOutlinePairs *self)
{
  turn_points (self->from);
  turn_points (self->to);
}

/* into 0..1; what rounding has left just below 1 is 0 */
static double
wrap (double offset)
{
  offset -= floor (offset);

  return offset < 1 - SAME_OFFSET ? offset : 0;
}

/* ---- the start: where along b the start of a belongs ---- */

typedef struct
{
  double x[N_SAMPLES];
  double y[N_SAMPLES];
} Samples;

/* in pixels, around their middle, so that moving costs nothing */
static void
take_samples (const EncordOutline *outline, Samples *ret)
{
  const EncordPoint middle = encord_outline_middle (outline);

  for (guint i = 0; i < N_SAMPLES; i++) {
    const EncordPoint point =
        encord_outline_sample (outline, (double) i / N_SAMPLES);

    ret->x[i] = point.x * outline->scale_x - middle.x;
    ret->y[i] = point.y * outline->scale_y - middle.y;
  }
}

/* The sum of squared distances is least where this is greatest. */
static void
correlate (const Samples *a, const Samples *b, double ret[N_SAMPLES])
{
  for (guint start = 0; start < N_SAMPLES; start++) {
    double sum = 0;

    for (guint i = 0; i < N_SAMPLES; i++) {
      const guint j = (i + start) % N_SAMPLES;

      sum += a->x[i] * b->x[j] + a->y[i] * b->y[j];
    }
    ret[start] = sum;
  }
}

/* the top of the parabola through three neighbours, as an offset */
static double
refine (const double values[N_SAMPLES], guint i)
{
  const double left = values[(i + N_SAMPLES - 1) % N_SAMPLES];
  const double right = values[(i + 1) % N_SAMPLES];
  const double bend = left - 2 * values[i] + right;
  const double shift = bend < 0 ? 0.5 * (left - right) / bend : 0;

  return (i + CLAMP (shift, -1, 1)) / N_SAMPLES;
}

/* the best peaks first; at least one */
static guint
find_starts (const double values[N_SAMPLES], double ret[MAX_STARTS])
{
  guint peaks[MAX_STARTS], n = 0;

  for (guint i = 0; i < N_SAMPLES; i++) {
    const double value = values[i];
    guint place;

    if (value < values[(i + N_SAMPLES - 1) % N_SAMPLES] ||
        value < values[(i + 1) % N_SAMPLES])
      continue;
    for (place = n; place > 0 && value > values[peaks[place - 1]]; place--)
      if (place < MAX_STARTS)
        peaks[place] = peaks[place - 1];
    if (place < MAX_STARTS)
      peaks[place] = i;
    n = MIN (n + 1, MAX_STARTS);
  }
  for (guint i = 0; i < n; i++)
    ret[i] = refine (values, peaks[i]);

  return n;
}

static double
mean_distance (const EncordOutline *a, const EncordOutline *b, double start)
{
  double sum = 0, x = 0, y = 0;

  for (guint i = 0; i < N_SAMPLES; i++) {
    const double offset = (double) i / N_SAMPLES;
    const EncordPoint p = encord_outline_sample (a, offset);
    const EncordPoint q = encord_outline_sample (b, wrap (offset + start));
    const double dx = (q.x - p.x) * a->scale_x, dy = (q.y - p.y) * a->scale_y;

    sum += dx * dx + dy * dy;
    x += dx / N_SAMPLES;
    y += dy / N_SAMPLES;
  }

  return sum - N_SAMPLES * (x * x + y * y);
}

static gint
compare_shifts (gconstpointer a, gconstpointer b)
{
  const double p = fabs (*(const double *) a), q = fabs (*(const double *) b);

  return (p > q) - (p < q);
}

/* How far the start would have to move for a corner of a to meet one of b: for each
 * corner of a the two nearest of b. Closest first. */
static GArray *
list_shifts (const EncordOutline *a, const EncordOutline *b, double start)
{
  GArray *shifts = g_array_new (FALSE, FALSE, sizeof (double));

  for (guint i = 0, j = 0; i < a->n_points; i++) {
    const double wanted = wrap (a->offsets[i] + start);

    if (i > 0 && wanted < wrap (a->offsets[i - 1] + start))
      j = 0;
    while (j + 1 < b->n_points && b->offsets[j + 1] <= wanted)
      j++;
    for (guint k = j; k <= j + 1; k++) {
      const double shift = b->offsets[k] - wanted;

      if (fabs (shift) <= 1.0 / N_SAMPLES)
        g_array_append_val (shifts, shift);
    }
  }
  g_array_sort (shifts, compare_shifts);

  return shifts;
}

/* corners on corners: fewer points, and none of the corners is cut */
static double
snap_to_corners (const EncordOutline *a, const EncordOutline *b, double start)
{
  g_autoptr (GArray) shifts = list_shifts (a, b, start);
  double best = start, least = INFINITY, last = INFINITY;
  guint n_tried = 0;

  for (guint i = 0; i < shifts->len && n_tried < MAX_CORNERS; i++) {
    const double shift = g_array_index (shifts, double, i);
    double cost;

    if (fabs (shift - last) < SAME_OFFSET)
      continue;
    last = shift;
    n_tried++;
    cost = mean_distance (a, b, start + shift);
    if (cost < least) {
      least = cost;
      best = start + shift;
    }
  }

  return wrap (best);
}

/* ---- the pairs ---- */

static void
append (EncordOutlinePairs *self, EncordPoint from, EncordPoint to)
{
  g_array_append_val (self->from, from);
  g_array_append_val (self->to, to);
}

/* the first corner of b at or behind start */
static guint
find_corner (const EncordOutline *b, double start)
{
  for (guint j = 0; j < b->n_points; j++)
    if (b->offsets[j] >= start - SAME_OFFSET)
      return j;

  return 0;
}

/* The corners of both outlines by their length along it, each with the point of the
 * other outline at the same length. */
EncordOutlinePairs *
encord_outline_pairs_at (const EncordOutline *a, const EncordOutline *b,
                         double start)
{
  EncordOutlinePairs *self = encord_outline_pairs_new ();
  const guint first = find_corner (b, start);
  guint i = 0, n = 0;

  while (i < a->n_points || n < b->n_points) {
    const EncordPoint *corner = &b->points[(first + n) % b->n_points];
    const double at_a = i < a->n_points ? a->offsets[i] : 2;
    double at_b = 2;

    if (n < b->n_points) {
      const double offset = b->offsets[(first + n) % b->n_points] - start;

      at_b = b->closed ? wrap (offset) : offset;
    }
    if (fabs (at_a - at_b) < SAME_OFFSET) {
      append (self, a->points[i++], *corner);
      n++;
    } else if (at_a < at_b) {
      const double offset = b->closed ? wrap (at_a + start) : at_a;

      append (self, a->points[i++], encord_outline_sample (b, offset));
    } else {
      append (self, encord_outline_sample (a, at_b), *corner);
      n++;
    }
  }

  return self;
}

/* where the first drawing began, and in its direction */
static void
restore_order (EncordOutlinePairs *self, const EncordOutline *a)
{
  const guint n = self->from->len;
  g_autofree EncordPoint *from = g_memdup2 (self->from->data, n * sizeof *from);
  g_autofree EncordPoint *to = g_memdup2 (self->to->data, n * sizeof *to);
  guint first = 0;

  for (guint i = 0; a->closed && i < n; i++)
    if (from[i].x == a->first.x && from[i].y == a->first.y) {
      first = i;
      break;
    }
  if (a->reversed && !a->closed)
    first = n - 1;
  for (guint i = 0; i < n; i++) {
    const guint j = (a->reversed ? first + n - i : first + i) % n;

    g_array_index (self->from, EncordPoint, i) = from[j];
    g_array_index (self->to, EncordPoint, i) = to[j];
  }
}

static gboolean
is_good (const EncordOutlinePairs *pairs, const EncordOutline *a)
{
  return encord_outline_pairs_keep_area (pairs) &&
         encord_outline_pairs_keep_simple (pairs, a->scale_x, a->scale_y);
}

/* Lengths along both outlines agree; the start is where the outlines, moved onto
 * each other, are closest. Where a way crosses itself or its area collapses, other
 * starts follow, and then pairs that are near instead of equally far along. */
EncordOutlinePairs *
encord_outline_match_rings (const EncordOutline *a, const EncordOutline *b)
{
  g_autoptr (EncordOutlinePairs) first = NULL;
  Samples samples_a, samples_b;
  double values[N_SAMPLES], starts[MAX_STARTS];
  EncordOutlinePairs *found = NULL;
  guint n_starts;

  take_samples (a, &samples_a);
  take_samples (b, &samples_b);
  correlate (&samples_a, &samples_b, values);
  n_starts = find_starts (values, starts);

  for (guint i = 0; i < n_starts && found == NULL; i++) {
    g_autoptr (EncordOutlinePairs) pairs = NULL;

    starts[i] = snap_to_corners (a, b, starts[i]);
    pairs = encord_outline_pairs_at (a, b, starts[i]);
    if (is_good (pairs, a))
      found = g_steal_pointer (&pairs);
    else if (first == NULL)
      first = g_steal_pointer (&pairs);
  }
  /* an end that crosses itself leaves nothing to keep simple */
  if (found == NULL &&
      !(encord_outline_is_simple (a) && encord_outline_is_simple (b)))
    found = g_steal_pointer (&first);
  for (guint i = 0; i < n_starts && found == NULL; i++) {
    g_autoptr (EncordOutlinePairs) pairs =
        encord_outline_pairs_warped (a, b, starts[i]);

    if (is_good (pairs, a))
      found = g_steal_pointer (&pairs);
  }
  if (found != NULL)
    restore_order (found, a);

  return found;
}

static double
line_distance (const EncordOutline *a, const EncordOutline *b,
               gboolean backwards)
{
  double sum = 0;

  for (guint i = 0; i <= N_SAMPLES; i++) {
    const double offset = (double) i / N_SAMPLES;
    const EncordPoint p = encord_outline_sample (a, offset);
    const EncordPoint q =
        encord_outline_sample (b, backwards ? 1 - offset : offset);
    const double dx = (q.x - p.x) * a->scale_x, dy = (q.y - p.y) * a->scale_y;

    sum += dx * dx + dy * dy;
  }

  return sum;
}

static void
turn (EncordOutline *line)
{
  const guint n = line->n_points;

  for (guint i = 0; i < n / 2; i++) {
    const EncordPoint point = line->points[i];
    const double offset = line->offsets[i];

    line->points[i] = line->points[n - 1 - i];
    line->points[n - 1 - i] = point;
    line->offsets[i] = line->offsets[n - 1 - i];
    line->offsets[n - 1 - i] = offset;
  }
  for (guint i = 0; i < n; i++)
    line->offsets[i] = 1 - line->offsets[i];
}

EncordOutlinePairs *
encord_outline_match_lines (const EncordOutline *a, const EncordOutline *b)
{
  g_autoptr (EncordOutline) other = NULL;
  EncordOutlinePairs *pairs;

  if (b->n_points > 1 &&
      line_distance (a, b, TRUE) < line_distance (a, b, FALSE)) {
    other = encord_outline_new (b->points, b->n_points, FALSE, b->scale_x,
                                b->scale_y);
    turn (other);
  }
  pairs = encord_outline_pairs_at (a, other != NULL ? other : b, 0);
  restore_order (pairs, a);

  return pairs;
}

static gboolean
are_finite (const EncordPoint *points, guint n)
{
  for (guint i = 0; i < n; i++)
    if (!isfinite (points[i].x) || !isfinite (points[i].y))
      return FALSE;

  return TRUE;
}

EncordOutlinePairs *
encord_outline_match_points (const EncordPoint *a, guint n_a,
                             const EncordPoint *b, guint n_b, gboolean closed,
                             double width, double height)
{
  g_autoptr (EncordOutline) from = NULL;
  g_autoptr (EncordOutline) to = NULL;

  if (n_a == 0 || n_b == 0 || !are_finite (a, n_a) || !are_finite (b, n_b))
    return NULL;
  from = encord_outline_new (a, n_a, closed, width, height);
  to = encord_outline_new (b, n_b, closed, width, height);
  /* along the largest numbers there is no length */
  if (!isfinite (from->length) || !isfinite (to->length))
    return NULL;

  return closed ? encord_outline_match_rings (from, to)
                : encord_outline_match_lines (from, to);
}
