/* reduction.c - few keys, and the bound kept on every frame
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <encord/labels/encord-reducer-private.h>
#include <encord/labels/encord-smoothing-private.h>

#include <math.h>

#include "peucker.h"
#include "random-track.h"

#define N_TRACKS 300
#define FRAME_TIME (G_GINT64_CONSTANT (1000000000) / 30)

static const EncordBoxBound bounds[] = {
  { 0.8, 0, 1920, 1080 }, { 0.9, 0, 1920, 1080 }, { 0.95, 0, 1920, 1080 },
  { 0.4, 0, 1920, 1080 }, { 0, 2, 1920, 1080 },   { 0, 8, 1280, 720 },
  { 0, 500, 1920, 1080 },
};

static GRand *
open_rand (void)
{
  const guint32 seed = g_test_rand_int ();

  g_test_message ("seed %u", seed);

  return g_rand_new_with_seed (seed);
}

static EncordReductionFrame *
frame_at (GArray *frames, guint index)
{
  return &g_array_index (frames, EncordReductionFrame, index);
}

static RandomTrack
random_kind (GRand *rand, guint n)
{
  static const double jitters[] = { 0, 0.001, 0.005, 0.02 };

  return (RandomTrack){
    .n = n,
    .jitter = jitters[g_rand_int_range (rand, 0, G_N_ELEMENTS (jitters))],
    .turns = g_rand_int_range (rand, 0, 3) == 0,
    .skips = g_rand_boolean (rand),
    .jumps = g_rand_int_range (rand, 0, 4) == 0,
  };
}

static guint
count_keys (GArray *frames)
{
  guint n_keys = 0;

  for (guint i = 0; i < frames->len; i++)
    n_keys += frame_at (frames, i)->is_key;

  return n_keys;
}

static void
assert_near (const EncordBoxBound *bound, const EncordReducerKey *a,
             const EncordReducerKey *b, const EncordReductionFrame *frame)
{
  const double position =
      (double) (frame->frame - a->frame) / (double) (b->frame - a->frame);
  EncordBox box;

  encord_interpolate_box (&a->box, &b->box, position, &box);
  if (!encord_box_bound_holds (bound, &frame->seen, &box))
    g_error ("frame %d between %d and %d breaks IoU %g, %g pixels",
             frame->frame, a->frame, b->frame, bound->iou, bound->pixels);
}

/* what an editor shows between the keys, frame by frame */
static void
assert_bound_is_kept (const EncordBoxBound *bound, GArray *frames, GArray *keys)
{
  guint next = 0;

  g_assert_cmpuint (keys->len, >, 0);
  for (guint i = 0; i < frames->len; i++) {
    const EncordReductionFrame *frame = frame_at (frames, i);
    const EncordReducerKey *key;

    while (next < keys->len &&
           g_array_index (keys, EncordReducerKey, next).frame < frame->frame)
      next++;
    g_assert_cmpuint (next, <, keys->len);
    key = &g_array_index (keys, EncordReducerKey, next);
    if (key->frame == frame->frame) {
      assert_near (bound, key, &(EncordReducerKey){ key->frame + 1, key->box },
                   frame);
    } else {
      g_assert_cmpuint (next, >, 0);
      assert_near (bound, key - 1, key, frame);
    }
  }
}

static GArray *
list_keys (GArray *frames)
{
  GArray *keys = g_array_new (FALSE, FALSE, sizeof (EncordReducerKey));

  for (guint i = 0; i < frames->len; i++) {
    const EncordReductionFrame *frame = frame_at (frames, i);
    const EncordReducerKey key = { frame->frame, frame->written };

    if (frame->is_key)
      g_array_append_val (keys, key);
    else
      g_assert_false (frame->keep);
  }
  g_assert_true (frame_at (frames, 0)->is_key);
  g_assert_true (frame_at (frames, frames->len - 1)->is_key);

  return keys;
}

static void
reduce (GArray *frames, const EncordBoxBound *bound, EncordReductionKeys how)
{
  encord_reduce ((EncordReductionFrame *) frames->data, frames->len, bound,
                 how);
}

static GArray *
stream (GArray *frames, const EncordBoxBound *bound, gboolean turned,
        int max_span)
{
  g_autoptr (EncordReducer) reducer =
      encord_reducer_new (bound, turned, max_span);
  GArray *keys = g_array_new (FALSE, FALSE, sizeof (EncordReducerKey));
  EncordReducerKey added[ENCORD_REDUCER_MOST_KEYS];

  for (guint i = 0; i < frames->len; i++) {
    const EncordReductionFrame *frame = frame_at (frames, i);
    const guint n = encord_reducer_add (reducer, frame->frame, &frame->seen,
                                        frame->keep, added);

    g_array_append_vals (keys, added, n);
    /* a key that was asked for stands at once and says what was seen */
    if (frame->keep) {
      g_assert_cmpuint (n, >, 0);
      g_assert_cmpint (added[n - 1].frame, ==, frame->frame);
      g_assert_cmpfloat_with_epsilon (added[n - 1].box.x, frame->seen.x, 1e-7);
    }
  }
  if (encord_reducer_end (reducer, added))
    g_array_append_val (keys, added[0]);
  g_assert_false (encord_reducer_end (reducer, added));

  return keys;
}

static void
smooth (GArray *frames)
{
  g_autofree EncordBox *boxes = g_new (EncordBox, frames->len);
  g_autofree gint64 *times = g_new (gint64, frames->len);

  for (guint i = 0; i < frames->len; i++) {
    boxes[i] = frame_at (frames, i)->seen;
    times[i] = frame_at (frames, i)->frame * FRAME_TIME;
  }
  encord_smooth_boxes (boxes, times, frames->len, boxes);
  for (guint i = 0; i < frames->len; i++)
    frame_at (frames, i)->wanted = boxes[i];
}

/* 100,000 frames of every kind, with keys smoothed or not, looking ahead or not */
static void
test_bound_is_never_broken (void)
{
  g_autoptr (GRand) rand = open_rand ();
  guint n_frames = 0;

  while (n_frames < 100000) {
    const RandomTrack how =
        random_kind (rand, (guint) g_rand_int_range (rand, 1, 1500));
    const EncordBoxBound *bound =
        &bounds[g_rand_int_range (rand, 0, G_N_ELEMENTS (bounds))];
    g_autoptr (GArray) frames = random_track_new (rand, &how);
    g_autoptr (GArray) keys = NULL, streamed = NULL;

    for (guint i = 0; i < frames->len; i++)
      frame_at (frames, i)->keep = g_rand_int_range (rand, 0, 100) == 0;
    if (g_rand_boolean (rand))
      smooth (frames);
    reduce (frames, bound,
            g_rand_boolean (rand) ? ENCORD_REDUCTION_MOVED_KEYS
                                  : ENCORD_REDUCTION_EXACT_KEYS);
    keys = list_keys (frames);
    assert_bound_is_kept (bound, frames, keys);
    streamed = stream (frames, bound, how.turns, 300);
    assert_bound_is_kept (bound, frames, streamed);
    n_frames += frames->len;
  }
}

static void
test_fewer_keys_than_peucker (void)
{
  g_autoptr (GRand) rand = open_rand ();
  guint n_ours = 0, n_moved = 0, n_peucker = 0, n_streamed = 0;
  guint n_frames = 0, n_more = 0;

  for (guint i = 0; i < N_TRACKS; i++) {
    const RandomTrack how =
        random_kind (rand, (guint) g_rand_int_range (rand, 50, 400));
    const EncordBoxBound *bound = &bounds[i % G_N_ELEMENTS (bounds)];
    g_autoptr (GArray) frames = random_track_new (rand, &how);
    g_autoptr (GArray) streamed = stream (frames, bound, how.turns, G_MAXINT);
    const guint peucker = peucker_count_keys (frames, bound);
    guint ours;

    reduce (frames, bound, ENCORD_REDUCTION_EXACT_KEYS);
    ours = count_keys (frames);
    n_ours += ours;
    reduce (frames, bound, ENCORD_REDUCTION_MOVED_KEYS);
    n_moved += count_keys (frames);
    n_peucker += peucker;
    n_streamed += streamed->len;
    n_frames += frames->len;
    n_more += ours > peucker;
  }
  g_test_message ("%u frames: %u keys, %u where they may move, %u in one pass; "
                  "Ramer-Douglas-Peucker %u (fewer on %u of %u tracks)",
                  n_frames, n_ours, n_moved, n_streamed, n_peucker, n_more,
                  N_TRACKS);
  g_assert_cmpuint (n_ours * 10, <, n_peucker * 9);
  g_assert_cmpuint (n_more * 20, <=, N_TRACKS);
  g_assert_cmpuint (n_moved, <, n_ours);
  g_assert_cmpuint (n_streamed * 2, <, n_frames);
}

/* by trying every end, farthest first */
static guint
find_longest_span (GArray *frames, const EncordBoxBound *bound, guint key)
{
  for (guint end = frames->len - 1; end > key + 1; end--) {
    gboolean holds = TRUE;

    for (guint i = key + 1; i < end && holds; i++)
      holds = peucker_holds (frames, bound, key, end, i);
    if (holds)
      return end;
  }

  return key + 1;
}

static void
test_spans_are_the_longest (void)
{
  g_autoptr (GRand) rand = open_rand ();
  guint n_keys = 0, n_shorter = 0;

  for (guint i = 0; i < N_TRACKS; i++) {
    const RandomTrack how = random_kind (rand, 80);
    const EncordBoxBound *bound = &bounds[i % G_N_ELEMENTS (bounds)];
    g_autoptr (GArray) frames = random_track_new (rand, &how);

    reduce (frames, bound, ENCORD_REDUCTION_EXACT_KEYS);
    for (guint key = 0, next; key + 1 < frames->len; key = next) {
      for (next = key + 1; !frame_at (frames, next)->is_key; next++)
        ;
      n_keys++;
      n_shorter += next < find_longest_span (frames, bound, key);
    }
  }
  g_test_message ("%u of %u spans could be longer", n_shorter, n_keys);
  g_assert_cmpuint (n_shorter * 100, <=, n_keys);
}

/* A longer span may keep what a shorter one breaks: here every end but the first
 * and the last breaks it, and who doubles or bisects never finds the last. */
static void
test_length_is_no_order (void)
{
  const EncordBoxBound bound = { 0, 1, 1000, 1000 };
  g_autoptr (GArray) frames =
      g_array_new (FALSE, TRUE, sizeof (EncordReductionFrame));

  for (int i = 0; i <= 40; i++) {
    EncordReductionFrame frame = { .frame = i,
                                   .seen = { 0.1, 0.1, 0.1, 0.1, 0 } };

    if (i > 0 && i < 40)
      frame.seen.x += i % 2 == 0 ? 0.0009 : -0.0009;
    frame.wanted = frame.seen;
    g_array_append_val (frames, frame);
  }
  g_assert_false (peucker_holds (frames, &bound, 0, 20, 19));
  reduce (frames, &bound, ENCORD_REDUCTION_EXACT_KEYS);

  g_assert_cmpuint (count_keys (frames), ==, 2);
}

static void
test_smoothed_keys_where_they_hold (void)
{
  const EncordBoxBound bound = { 0, 2, 1000, 1000 };
  g_autoptr (GArray) frames =
      g_array_new (FALSE, TRUE, sizeof (EncordReductionFrame));

  for (int i = 0; i < 50; i++) {
    EncordReductionFrame frame = { .frame = i,
                                   .seen = { 0.1, 0.1, 0.1, 0.1, 0 },
                                   .wanted = { 0.101, 0.1, 0.1, 0.1, 0 } };

    if (i == 25)
      frame.seen.x = 0.2;
    g_array_append_val (frames, frame);
  }
  reduce (frames, &bound, ENCORD_REDUCTION_EXACT_KEYS);

  g_assert_cmpfloat (frame_at (frames, 0)->written.x, ==, 0.101);
  g_assert_true (frame_at (frames, 25)->is_key);
  g_assert_cmpfloat (frame_at (frames, 25)->written.x, ==, 0.2);
  g_assert_true (frame_at (frames, 24)->is_key);
  g_assert_true (frame_at (frames, 26)->is_key);
  g_assert_cmpuint (count_keys (frames), ==, 5);
}

static void
test_few_frames (void)
{
  EncordReductionFrame frames[2] = {
    { .frame = 3, .seen = { 0.1, 0.1, 0.1, 0.1, 0 } },
    { .frame = 9, .seen = { 0.9, 0.1, 0.1, 0.1, 0 } },
  };

  for (guint n = 0; n <= 2; n++) {
    encord_reduce (frames, n, &bounds[1], ENCORD_REDUCTION_EXACT_KEYS);
    for (guint i = 0; i < n; i++)
      g_assert_true (frames[i].is_key);
  }
}

static void
test_longest_wait (void)
{
  const RandomTrack still = { .n = 1000 };
  g_autoptr (GRand) rand = open_rand ();
  g_autoptr (GArray) frames = random_track_new (rand, &still);
  g_autoptr (GArray) keys = stream (frames, &bounds[1], FALSE, 7);

  for (guint i = 1; i < keys->len; i++)
    g_assert_cmpint (g_array_index (keys, EncordReducerKey, i).frame -
                         g_array_index (keys, EncordReducerKey, i - 1).frame,
                     <=, 7);
  assert_bound_is_kept (&bounds[1], frames, keys);
}

/* something that turns on and on passes the angle at which descriptions jump */
static void
test_turning_on (void)
{
  g_autoptr (GArray) frames =
      g_array_new (FALSE, TRUE, sizeof (EncordReductionFrame));

  for (int i = 0; i < 720; i++) {
    EncordReductionFrame frame = {
      .frame = i, .seen = { 0.4, 0.4, 0.2, 0.1, remainder (3 * i, 360) }
    };

    frame.wanted = frame.seen;
    g_array_append_val (frames, frame);
  }
  for (gsize i = 0; i < G_N_ELEMENTS (bounds); i++) {
    g_autoptr (GArray) streamed = stream (frames, &bounds[i], TRUE, G_MAXINT);
    g_autoptr (GArray) keys = NULL;

    reduce (frames, &bounds[i], ENCORD_REDUCTION_EXACT_KEYS);
    keys = list_keys (frames);
    assert_bound_is_kept (&bounds[i], frames, keys);
    assert_bound_is_kept (&bounds[i], frames, streamed);
    /* six turns at one speed: a key each half turn at most */
    g_assert_cmpuint (keys->len, <=, 14);
    g_assert_cmpuint (streamed->len, <=, 20);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/reduction/bound-is-never-broken",
                   test_bound_is_never_broken);
  g_test_add_func ("/reduction/fewer-keys-than-peucker",
                   test_fewer_keys_than_peucker);
  g_test_add_func ("/reduction/spans-are-the-longest",
                   test_spans_are_the_longest);
  g_test_add_func ("/reduction/length-is-no-order", test_length_is_no_order);
  g_test_add_func ("/reduction/smoothed-keys-where-they-hold",
                   test_smoothed_keys_where_they_hold);
  g_test_add_func ("/reduction/few-frames", test_few_frames);
  g_test_add_func ("/reduction/longest-wait", test_longest_wait);
  g_test_add_func ("/reduction/turning-on", test_turning_on);

  return g_test_run ();
}
