/* labels/encord-smoothing.c - the jitter of a detector out of a run of boxes; pure
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <encord/labels/encord-smoothing-private.h>

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* State: where a coordinate is and how fast it moves; white noise as acceleration
 * (Bar-Shalom, Li, Kirubarajan, "Estimation with Applications to Tracking and
 * Navigation", 6.2.2; Rauch, Tung, Striebel, AIAA Journal 3 (1965)). Everything is
 * in units of the box's own width or height, so that near and far objects are
 * treated alike. */

/* Density of the acceleration, (box sizes / s²)² s: a person walks off at about
 * one body height a second squared, within about a second. */
#define ACCELERATION 1.
/* Standard deviation of one measurement, in box sizes: measured on the run itself,
 * within these limits. A box drawn to the pixel on an object of 500 pixels is off
 * by the first; with the second (what DeepSORT assumes, Wojke et al. 2017) boxes
 * of one object overlap by about 0.8. */
#define LEAST_NOISE 0.001
#define MOST_NOISE 0.05
/* for runs too short to measure it */
#define USUAL_NOISE 0.01
#define FEWEST_MEASURED 8
/* A box that is off by more standard deviations than this counts with the square
 * of the share, so that the farther it is off the less it pulls; the weights are
 * found in so many rounds. */
#define OUTLIER 2.5
#define N_ROUNDS 4
/* what is known before the first box, as variance: nothing */
#define UNKNOWN 1e6

typedef struct
{
  double at, speed;  /* mean */
  double pp, ps, ss; /* covariance: at-at, at-speed, speed-speed */
} State;

typedef struct
{
  guint n;
  const double *steps; /* seconds from the one before */
  double *values;      /* measured, box sizes */
  double *extents;     /* of each box, in those of the middle one */
  double *weights;     /* 1 to 0, of each measurement */
  double *result;
  State *predicted;
  State *filtered;
  double *scratch;
} Run;

static State
predict (const State *from, double step)
{
  State to;

  to.at = from->at + step * from->speed;
  to.speed = from->speed;
  to.pp = from->pp + step * (2 * from->ps + step * from->ss) +
          ACCELERATION * step * step * step / 3;
  to.ps = from->ps + step * from->ss + ACCELERATION * step * step / 2;
  to.ss = from->ss + ACCELERATION * step;

  return to;
}

static State
correct (const State *predicted, double value, double variance)
{
  const double whole = predicted->pp + variance;
  const double gain_at = predicted->pp / whole;
  const double gain_speed = predicted->ps / whole;
  State to;

  to.at = predicted->at + gain_at * (value - predicted->at);
  to.speed = predicted->speed + gain_speed * (value - predicted->at);
  to.pp = gain_at * variance;
  to.ps = gain_speed * variance;
  to.ss = predicted->ss - gain_speed * predicted->ps;

  return to;
}

static void
filter_forward (Run *run, double variance)
{
  State state = { .at = run->values[0], .pp = UNKNOWN, .ss = UNKNOWN };

  for (guint i = 0; i < run->n; i++) {
    if (i > 0)
      state = predict (&state, run->steps[i]);
    run->predicted[i] = state;
    state = correct (&state, run->values[i],
                     variance * run->extents[i] * run->extents[i] /
                         run->weights[i]);
    run->filtered[i] = state;
  }
}

static void
smooth_backward (Run *run)
{
  double at = run->filtered[run->n - 1].at;
  double speed = run->filtered[run->n - 1].speed;

  run->result[run->n - 1] = at;
  for (guint i = run->n - 1; i > 0; i--) {
    const State *here = &run->filtered[i - 1], *next = &run->predicted[i];
    const double step = run->steps[i];
    const double determinant = next->pp * next->ss - next->ps * next->ps;
    const double change_at = at - next->at, change_speed = speed - next->speed;
    /* rows of filtered covariance times transition, transposed */
    const double a = here->pp + step * here->ps, b = here->ps;
    const double c = here->ps + step * here->ss, d = here->ss;
    const double to_at =
        (next->ss * change_at - next->ps * change_speed) / determinant;
    const double to_speed =
        (next->pp * change_speed - next->ps * change_at) / determinant;

    at = here->at + a * to_at + b * to_speed;
    speed = here->speed + c * to_at + d * to_speed;
    run->result[i - 1] = at;
  }
}

static int
compare_doubles (const void *a, const void *b)
{
  const double x = *(const double *) a, y = *(const double *) b;

  return (x > y) - (x < y);
}

/* From how far each measurement lies off the line between its neighbours, which
 * steady motion does not change. The median, since a few outliers must not. */
static double
measure_noise (Run *run)
{
  guint n = 0;

  for (guint i = 1; i + 1 < run->n; i++) {
    const double before = run->steps[i], after = run->steps[i + 1];
    const double share = before / (before + after);
    const double off =
        run->values[i] - (run->values[i - 1] +
                          share * (run->values[i + 1] - run->values[i - 1]));

    if (before + after > 0)
      run->scratch[n++] = fabs (off) / run->extents[i] /
                          sqrt (1 + share * share + (1 - share) * (1 - share));
  }
  if (n < FEWEST_MEASURED)
    return USUAL_NOISE;
  qsort (run->scratch, n, sizeof *run->scratch, compare_doubles);

  /* of a normal distribution half lies within 0.6745 standard deviations */
  return CLAMP (run->scratch[n / 2] / 0.6745, LEAST_NOISE, MOST_NOISE);
}

static void
smooth_values (Run *run)
{
  const double noise = measure_noise (run);

  for (guint i = 0; i < run->n; i++)
    run->weights[i] = 1;
  for (guint round = 0; round < N_ROUNDS; round++) {
    gboolean is_settled = TRUE;

    filter_forward (run, noise * noise);
    smooth_backward (run);
    for (guint i = 0; i < run->n; i++) {
      const double off =
          fabs (run->values[i] - run->result[i]) / (noise * run->extents[i]);
      const double share = OUTLIER / off;

      run->weights[i] = off > OUTLIER ? share * share : 1;
      is_settled = is_settled && off <= OUTLIER;
    }
    if (is_settled)
      break;
  }
}

/* one coordinate, of boxes that are so long in its direction */
static void
smooth_coordinate (Run *run, const double *values, const double *extents)
{
  double unit;

  memcpy (run->scratch, extents, run->n * sizeof *extents);
  qsort (run->scratch, run->n, sizeof *run->scratch, compare_doubles);
  unit = run->scratch[run->n / 2];
  for (guint i = 0; i < run->n; i++) {
    run->values[i] = values[i] / unit;
    run->extents[i] = extents[i] / unit;
  }
  smooth_values (run);
  for (guint i = 0; i < run->n; i++)
    run->result[i] *= unit;
}

static double *
find_steps (const gint64 *times, guint n)
{
  double *steps = g_new0 (double, n);

  for (guint i = 1; i < n; i++)
    steps[i] = fmax ((double) (times[i] - times[i - 1]) * 1e-9, 0);

  return steps;
}

/* centre and extent in one direction: first from edge and extent, then back */
static void
smooth_direction (Run *run, double *edges, double *extents)
{
  g_autofree double *centres = g_new (double, run->n);

  for (guint i = 0; i < run->n; i++)
    centres[i] = edges[i] + extents[i] / 2;
  smooth_coordinate (run, centres, extents);
  memcpy (centres, run->result, run->n * sizeof *centres);
  smooth_coordinate (run, extents, extents);
  for (guint i = 0; i < run->n; i++) {
    extents[i] = run->result[i];
    edges[i] = centres[i] - extents[i] / 2;
  }
}

static void
smooth_run (const EncordBox *boxes, const gint64 *times, guint n,
            EncordBox *ret_smooth)
{
  g_autofree double *steps = find_steps (times, n);
  g_autofree double *numbers = g_new (double, 9 * (gsize) n);
  g_autofree State *states = g_new (State, 2 * (gsize) n);
  double *x = numbers, *width = x + n, *y = width + n, *height = y + n;
  Run run = {
    .n = n,
    .steps = steps,
    .values = height + n,
    .extents = height + 2 * n,
    .weights = height + 3 * n,
    .result = height + 4 * n,
    .scratch = height + 5 * n,
    .predicted = states,
    .filtered = states + n,
  };

  for (guint i = 0; i < n; i++) {
    x[i] = boxes[i].x;
    y[i] = boxes[i].y;
    width[i] = boxes[i].width;
    height[i] = boxes[i].height;
  }
  smooth_direction (&run, x, width);
  smooth_direction (&run, y, height);
  for (guint i = 0; i < n; i++)
    ret_smooth[i] =
        (EncordBox){ x[i], y[i], width[i], height[i], boxes[i].theta };
}

void
encord_smooth_boxes (const EncordBox *boxes, const gint64 *times, guint n,
                     EncordBox *ret_smooth)
{
  if (n > 2)
    smooth_run (boxes, times, n, ret_smooth);
  else
    for (guint i = 0; i < n; i++)
      ret_smooth[i] = boxes[i];
}
