/* reduction.c - key frames and their cost, against Ramer, Douglas and Peucker
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <time.h>

#include "../check/labels/peucker.h"
#include "../check/labels/random-track.h"
#include "bench.h"

#include <encord/labels/encord-reducer-private.h>
#include <encord/labels/encord-smoothing-private.h>

/* 10 tracks of 1,000 frames (10,000 with --long), each edge blurred by 0.5 % of the
 * box, at three bounds. The limit thins the same tracks in the usual way, in the
 * same run. First how many keys are left, then µs of processor a frame. */
#define N_TRACKS 10
#define JITTER 0.005

static const struct
{
  const char *name;
  EncordBoxBound bound;
} cases[] = {
  { "iou-0.8", { 0.8, 0, 1920, 1080 } },
  { "iou-0.9", { 0.9, 0, 1920, 1080 } },
  { "pixels-2", { 0, 2, 1920, 1080 } },
};

typedef guint (*Count) (GArray *frames, const EncordBoxBound *bound);

static double
now (void)
{
  struct timespec time;

  clock_gettime (CLOCK_PROCESS_CPUTIME_ID, &time);

  return (double) time.tv_sec * 1e6 + (double) time.tv_nsec * 1e-3;
}

static guint
reduce (GArray *frames, const EncordBoxBound *bound, EncordReductionKeys how)
{
  guint n_keys = 0;

  encord_reduce ((EncordReductionFrame *) frames->data, frames->len, bound,
                 how);
  for (guint i = 0; i < frames->len; i++)
    n_keys += g_array_index (frames, EncordReductionFrame, i).is_key;

  return n_keys;
}

static guint
count_raw (GArray *frames, const EncordBoxBound *bound)
{
  return reduce (frames, bound, ENCORD_REDUCTION_EXACT_KEYS);
}

static guint
count_in_one_pass (GArray *frames, const EncordBoxBound *bound)
{
  g_autoptr (EncordReducer) reducer =
      encord_reducer_new (bound, FALSE, G_MAXINT);
  EncordReducerKey keys[ENCORD_REDUCER_MOST_KEYS];
  guint n_keys = 0;

  for (guint i = 0; i < frames->len; i++) {
    const EncordReductionFrame *frame =
        &g_array_index (frames, EncordReductionFrame, i);

    n_keys +=
        encord_reducer_add (reducer, frame->frame, &frame->seen, FALSE, keys);
  }

  return n_keys + encord_reducer_end (reducer, keys);
}

static guint
count_smoothed (GArray *frames, const EncordBoxBound *bound)
{
  g_autofree EncordBox *boxes = g_new (EncordBox, frames->len);
  g_autofree gint64 *times = g_new (gint64, frames->len);

  for (guint i = 0; i < frames->len; i++) {
    const EncordReductionFrame *frame =
        &g_array_index (frames, EncordReductionFrame, i);

    boxes[i] = frame->seen;
    times[i] = frame->frame * G_GINT64_CONSTANT (33333333);
  }
  encord_smooth_boxes (boxes, times, frames->len, boxes);
  for (guint i = 0; i < frames->len; i++)
    g_array_index (frames, EncordReductionFrame, i).wanted = boxes[i];

  return reduce (frames, bound, ENCORD_REDUCTION_MOVED_KEYS);
}

/* the same tracks each time */
static guint
run (Count count, const EncordBoxBound *bound, guint n_frames, double *ret_time)
{
  const RandomTrack how = { .n = n_frames, .jitter = JITTER };
  g_autoptr (GRand) rand = g_rand_new_with_seed (7);
  guint n_keys = 0;

  *ret_time = 0;
  for (guint i = 0; i < N_TRACKS; i++) {
    g_autoptr (GArray) frames = random_track_new (rand, &how);
    const double start = now ();

    n_keys += count (frames, bound);
    *ret_time += (now () - start) / N_TRACKS / n_frames;
  }

  return n_keys;
}

static void
measure (const char *name, Count count, guint n_case, guint n_frames)
{
  const EncordBoxBound *bound = &cases[n_case].bound;
  g_autofree char *keys =
      g_strdup_printf ("reduction-keys-%s-%s", name, cases[n_case].name);
  g_autofree char *cost =
      g_strdup_printf ("reduction-cost-%s-%s", name, cases[n_case].name);
  g_autofree char *more =
      g_strdup_printf (",\"frames\":%u,\"tracks\":%d", n_frames, N_TRACKS);
  BenchPairs n_keys, times;

  for (guint pair = 0; pair < BENCH_PAIRS; pair++) {
    n_keys.ours[pair] = run (count, bound, n_frames, &times.ours[pair]);
    n_keys.limit[pair] =
        run (peucker_count_keys, bound, n_frames, &times.limit[pair]);
  }
  bench_print (keys, "keys", &n_keys, more);
  bench_print (cost, "us", &times, more);
}

int
main (int argc, char **argv)
{
  const gboolean is_long = argc > 1 && strcmp (argv[1], "--long") == 0;
  const guint n_frames = is_long ? 10000 : 1000;

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    measure ("raw", count_raw, i, n_frames);
    measure ("smoothed", count_smoothed, i, n_frames);
    measure ("one-pass", count_in_one_pass, i, n_frames);
  }

  return 0;
}
