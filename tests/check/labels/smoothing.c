/* smoothing.c - less jitter, nothing else
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <encord/labels/encord-smoothing-private.h>

#include <math.h>

#include "random-track.h"

#define SECOND G_GINT64_CONSTANT (1000000000)
#define N 600

typedef struct
{
  EncordBox truth[N], seen[N], smooth[N];
  gint64 times[N];
} Track;

static GRand *
open_rand (void)
{
  const guint32 seed = g_test_rand_int ();

  g_test_message ("seed %u", seed);

  return g_rand_new_with_seed (seed);
}

/* between a twelfth and a hundredth of a second */
static void
set_uneven_times (Track *track, GRand *rand)
{
  gint64 time = 0;

  for (guint i = 0; i < N; i++) {
    track->times[i] = time;
    time += g_rand_int_range (rand, 10, 84) * (SECOND / 1000);
  }
}

static void
set_even_times (Track *track)
{
  for (guint i = 0; i < N; i++)
    track->times[i] = i * SECOND / 30;
}

/* a person who walks, slows down and walks on */
static void
set_truth (Track *track, double speed)
{
  for (guint i = 0; i < N; i++) {
    const double t = (double) track->times[i] * 1e-9;

    track->truth[i] = (EncordBox){
      .x = 0.1 + 0.02 * t + 0.02 * speed * sin (0.8 * t),
      .y = 0.3 + 0.01 * speed * cos (0.6 * t),
      .width = 0.05 + 0.004 * speed * sin (0.5 * t),
      .height = 0.2 + 0.02 * speed * sin (0.5 * t),
      .theta = 10 * t,
    };
  }
}

static void
add_noise (Track *track, GRand *rand, double noise)
{
  for (guint i = 0; i < N; i++) {
    const EncordBox *truth = &track->truth[i];

    track->seen[i] = (EncordBox){
      .x = truth->x + noise * truth->width * random_normal (rand),
      .y = truth->y + noise * truth->height * random_normal (rand),
      .width = truth->width * (1 + noise * random_normal (rand)),
      .height = truth->height * (1 + noise * random_normal (rand)),
      .theta = truth->theta,
    };
  }
}

/* root of the mean square over centre and size, in box sizes */
static double
get_error (const EncordBox *boxes, const EncordBox *truth, guint first, guint n)
{
  double sum = 0;

  for (guint i = first; i < first + n; i++) {
    const EncordBox *a = &boxes[i], *b = &truth[i];
    const double offs[] = {
      (a->x + a->width / 2 - b->x - b->width / 2) / b->width,
      (a->y + a->height / 2 - b->y - b->height / 2) / b->height,
      (a->width - b->width) / b->width,
      (a->height - b->height) / b->height,
    };

    for (guint k = 0; k < G_N_ELEMENTS (offs); k++)
      sum += offs[k] * offs[k] / G_N_ELEMENTS (offs);
  }

  return sqrt (sum / n);
}

static void
smooth (Track *track)
{
  encord_smooth_boxes (track->seen, track->times, N, track->smooth);
}

static void
test_steady_motion_stays (void)
{
  g_autofree Track *track = g_new0 (Track, 1);
  g_autoptr (GRand) rand = open_rand ();

  set_uneven_times (track, rand);
  for (guint i = 0; i < N; i++) {
    const double t = (double) track->times[i] * 1e-9;

    track->seen[i] = (EncordBox){ 0.9 - 0.03 * t, 0.1 + 0.02 * t,
                                  0.05 + 0.002 * t, 0.2 + 0.001 * t, 40 };
  }
  smooth (track);

  for (guint i = 0; i < N; i++) {
    g_assert_cmpfloat_with_epsilon (track->smooth[i].x, track->seen[i].x, 1e-7);
    g_assert_cmpfloat_with_epsilon (track->smooth[i].y, track->seen[i].y, 1e-7);
    g_assert_cmpfloat_with_epsilon (track->smooth[i].width,
                                    track->seen[i].width, 1e-7);
    g_assert_cmpfloat_with_epsilon (track->smooth[i].height,
                                    track->seen[i].height, 1e-7);
  }
}

static void
test_noise_is_reduced (void)
{
  static const double noises[] = { 0.005, 0.01, 0.02, 0.04 };
  g_autofree Track *track = g_new0 (Track, 1);
  g_autoptr (GRand) rand = open_rand ();

  for (guint uneven = 0; uneven < 2; uneven++) {
    for (gsize i = 0; i < G_N_ELEMENTS (noises); i++) {
      double before, after;

      if (uneven)
        set_uneven_times (track, rand);
      else
        set_even_times (track);
      set_truth (track, 1);
      add_noise (track, rand, noises[i]);
      smooth (track);
      before = get_error (track->seen, track->truth, 0, N);
      after = get_error (track->smooth, track->truth, 0, N);
      g_test_message ("noise %g: %g, then %g", noises[i], before, after);
      g_assert_cmpfloat (after, <, 0.75 * before);
    }
  }
}

/* what is known on both sides of a frame in the middle is known on one side only
 * at the ends: no better there, but no worse than what was seen either */
static void
test_ends_are_not_pulled (void)
{
  g_autofree Track *track = g_new0 (Track, 1);
  g_autoptr (GRand) rand = open_rand ();
  double seen = 0, first = 0, last = 0, drift = 0;

  set_even_times (track);
  for (guint round = 0; round < 200; round++) {
    set_truth (track, 2);
    add_noise (track, rand, 0.02);
    smooth (track);
    seen += get_error (track->seen, track->truth, 0, 3);
    first += get_error (track->smooth, track->truth, 0, 3);
    last += get_error (track->smooth, track->truth, N - 3, 3);
    drift += (track->smooth[N - 1].x - track->truth[N - 1].x) /
             track->truth[N - 1].width;
  }
  g_test_message ("seen %g, first %g, last %g, drift %g", seen / 200,
                  first / 200, last / 200, drift / 200);
  g_assert_cmpfloat (first, <, seen);
  g_assert_cmpfloat (last, <, seen);
  g_assert_cmpfloat (fabs (drift / 200), <, 0.02 / 4);
}

static void
test_time_may_run_backwards (void)
{
  g_autofree Track *track = g_new0 (Track, 1);
  g_autofree Track *back = g_new0 (Track, 1);
  g_autoptr (GRand) rand = open_rand ();

  set_uneven_times (track, rand);
  set_truth (track, 1);
  add_noise (track, rand, 0.02);
  for (guint i = 0; i < N; i++) {
    back->seen[i] = track->seen[N - 1 - i];
    back->times[i] = track->times[N - 1] - track->times[N - 1 - i];
  }
  smooth (track);
  smooth (back);

  for (guint i = 0; i < N; i++) {
    const EncordBox *a = &track->smooth[i], *b = &back->smooth[N - 1 - i];

    g_assert_cmpfloat_with_epsilon (a->x, b->x, 1e-7);
    g_assert_cmpfloat_with_epsilon (a->y, b->y, 1e-7);
    g_assert_cmpfloat_with_epsilon (a->width, b->width, 1e-7);
    g_assert_cmpfloat_with_epsilon (a->height, b->height, 1e-7);
  }
}

static void
test_outlier_hardly_pulls (void)
{
  g_autofree Track *track = g_new0 (Track, 1);
  g_autofree Track *without = g_new0 (Track, 1);
  g_autoptr (GRand) rand = open_rand ();

  set_even_times (track);
  set_truth (track, 1);
  add_noise (track, rand, 0.01);
  *without = *track;
  track->seen[N / 2].x += track->seen[N / 2].width;
  track->seen[N / 2].height *= 3;
  smooth (track);
  smooth (without);

  for (guint i = N / 2 - 5; i <= N / 2 + 5; i++) {
    if (i == N / 2)
      continue;
    g_assert_cmpfloat (fabs (track->smooth[i].x - without->smooth[i].x), <,
                       0.01 * track->truth[i].width);
    g_assert_cmpfloat (
        fabs (track->smooth[i].height - without->smooth[i].height), <,
        0.01 * track->truth[i].height);
  }
  g_assert_cmpfloat (fabs (track->smooth[N / 2].x - track->truth[N / 2].x), <,
                     0.05 * track->truth[N / 2].width);
}

static void
test_few_boxes (void)
{
  const EncordBox boxes[] = { { 0.1, 0.2, 0.3, 0.4, 5 },
                              { 0.5, 0.1, 0.2, 0.3, 350 } };
  const gint64 times[] = { 0, SECOND };
  EncordBox result[2] = { { 0 }, { 0 } };

  encord_smooth_boxes (boxes, times, 0, result);
  for (guint n = 1; n <= 2; n++) {
    encord_smooth_boxes (boxes, times, n, result);
    g_assert_cmpmem (result, n * sizeof *result, boxes, n * sizeof *boxes);
  }
}

static void
test_angle_stays (void)
{
  g_autofree Track *track = g_new0 (Track, 1);
  g_autoptr (GRand) rand = open_rand ();

  set_even_times (track);
  set_truth (track, 1);
  add_noise (track, rand, 0.02);
  smooth (track);

  for (guint i = 0; i < N; i++)
    g_assert_cmpfloat (track->smooth[i].theta, ==, track->seen[i].theta);
}

/* frames of a damaged file may share a time; a still camera gives equal boxes */
static void
test_no_time_and_no_motion (void)
{
  g_autofree Track *track = g_new0 (Track, 1);

  for (guint i = 0; i < N; i++)
    track->seen[i] = (EncordBox){ 0.25, 0.25, 0.5, 0.5, 0 };
  smooth (track);

  for (guint i = 0; i < N; i++) {
    g_assert_cmpfloat_with_epsilon (track->smooth[i].x, 0.25, 1e-9);
    g_assert_cmpfloat_with_epsilon (track->smooth[i].width, 0.5, 1e-9);
  }
}

static void
test_in_place (void)
{
  g_autofree Track *track = g_new0 (Track, 1);
  g_autoptr (GRand) rand = open_rand ();

  set_even_times (track);
  set_truth (track, 1);
  add_noise (track, rand, 0.02);
  smooth (track);
  encord_smooth_boxes (track->seen, track->times, N, track->seen);

  g_assert_cmpmem (track->seen, sizeof track->seen, track->smooth,
                   sizeof track->smooth);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/smoothing/steady-motion-stays", test_steady_motion_stays);
  g_test_add_func ("/smoothing/noise-is-reduced", test_noise_is_reduced);
  g_test_add_func ("/smoothing/ends-are-not-pulled", test_ends_are_not_pulled);
  g_test_add_func ("/smoothing/time-may-run-backwards",
                   test_time_may_run_backwards);
  g_test_add_func ("/smoothing/outlier-hardly-pulls",
                   test_outlier_hardly_pulls);
  g_test_add_func ("/smoothing/few-boxes", test_few_boxes);
  g_test_add_func ("/smoothing/angle-stays", test_angle_stays);
  g_test_add_func ("/smoothing/no-time-and-no-motion",
                   test_no_time_and_no_motion);
  g_test_add_func ("/smoothing/in-place", test_in_place);

  return g_test_run ();
}
