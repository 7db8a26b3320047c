/* tracker.c - who keeps which id
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <encord/encord.h>
#include <math.h>

#define FRAME (G_GINT64_CONSTANT (1000000000) / 25)
#define SECOND G_GINT64_CONSTANT (1000000000)

static EncordDetection
at (guint class_index, double x, double y)
{
  return (EncordDetection){ class_index, { x, y, 0.1, 0.2, 0 }, 0.9 };
}

static guint64
update_one (EncordTracker *tracker, gint64 pts, guint class_index, double x,
            double y)
{
  const EncordDetection detection = at (class_index, x, y);
  guint64 id;

  encord_tracker_update (tracker, pts, &detection, 1, &id);

  return id;
}

static void
test_ids_count_from_zero (void)
{
  g_autoptr (EncordTracker) tracker = encord_tracker_new ();
  const EncordDetection three[] = { at (0, 0, 0), at (0, 0.5, 0),
                                    at (1, 0.5, 0) };
  guint64 ids[3];

  encord_tracker_update (tracker, 0, three, 3, ids);

  g_assert_cmpuint (ids[0], ==, 0);
  g_assert_cmpuint (ids[1], ==, 1);
  g_assert_cmpuint (ids[2], ==, 2);
}

/* two objects walk through one another; at the closest they overlap by more
 * than the threshold and are reported in the other order */
static void
test_crossing (void)
{
  g_autoptr (EncordTracker) tracker = encord_tracker_new ();

  for (int i = 0; i <= 40; i++) {
    const double step = 0.02 * i;
    EncordDetection two[] = { at (0, 0.05 + step, 0.4),
                              at (0, 0.86 - step, 0.42) };
    const guint right = i % 2;
    const EncordDetection seen[] = { two[right], two[!right] };
    guint64 ids[2];

    encord_tracker_update (tracker, i * FRAME, seen, 2, ids);
    g_assert_cmpuint (ids[right], ==, 0);
    g_assert_cmpuint (ids[!right], ==, 1);
  }
}

/* while unseen, the object moves on by several times its width */
static void
test_gap_is_bridged_by_motion (void)
{
  g_autoptr (EncordTracker) tracker = encord_tracker_new ();
  const double speed = 0.5 / SECOND;

  for (int i = 0; i < 10; i++)
    g_assert_cmpuint (
        update_one (tracker, i * FRAME, 0, speed * (i * FRAME), 0.3), ==, 0);
  for (int i = 10; i < 24; i++)
    encord_tracker_update (tracker, i * FRAME, NULL, 0, NULL);

  g_assert_cmpuint (
      update_one (tracker, 24 * FRAME, 0, speed * (24 * FRAME), 0.3), ==, 0);
}

static void
test_gap_beyond_max_age_ends_a_track (void)
{
  g_autoptr (EncordTracker) tracker = encord_tracker_new ();

  g_assert_cmpuint (update_one (tracker, 0, 0, 0.3, 0.3), ==, 0);
  g_assert_cmpuint (update_one (tracker, SECOND, 0, 0.3, 0.3), ==, 0);
  g_assert_cmpuint (update_one (tracker, 2 * SECOND + 1, 0, 0.3, 0.3), ==, 1);
}

/* the same walk sampled at odd times, one sample a whole second late: a filter
 * that counts frames would look for the object where it was */
static void
test_variable_frame_rate (void)
{
  static const gint64 milliseconds[] = { 0,   20,  33,  110, 150, 155,
                                         240, 250, 400, 410, 900, 905 };
  g_autoptr (EncordTracker) tracker = encord_tracker_new ();

  for (guint i = 0; i < G_N_ELEMENTS (milliseconds); i++) {
    const double x = 0.4e-3 * (double) milliseconds[i];

    g_assert_cmpuint (
        update_one (tracker, milliseconds[i] * 1000000, 0, x, 0.1), ==, 0);
  }
}

static void
test_classes_never_mix (void)
{
  g_autoptr (EncordTracker) tracker = encord_tracker_new ();

  g_assert_cmpuint (update_one (tracker, 0, 0, 0.3, 0.3), ==, 0);
  g_assert_cmpuint (update_one (tracker, FRAME, 1, 0.3, 0.3), ==, 1);
  g_assert_cmpuint (update_one (tracker, 2 * FRAME, 0, 0.3, 0.3), ==, 0);
}

static void
test_time_standing_still (void)
{
  g_autoptr (EncordTracker) tracker = encord_tracker_new ();

  for (int i = 0; i < 5; i++)
    g_assert_cmpuint (update_one (tracker, SECOND, 0, 0.3, 0.3), ==, 0);
  g_assert_cmpuint (update_one (tracker, 0, 0, 0.3, 0.3), ==, 0);
}

/* a box that shrinks fast must not come out of hiding inside out */
static void
test_shrinking_out_of_sight (void)
{
  g_autoptr (EncordTracker) tracker = encord_tracker_new ();
  EncordDetection seen = { 0, { 0.2, 0.2, 0.4, 0.4, 0 }, 0.9 };
  guint64 id;

  for (int i = 0; i < 8; i++) {
    encord_tracker_update (tracker, i * FRAME, &seen, 1, &id);
    seen.box.width *= 0.8;
    seen.box.height *= 0.8;
  }
  for (int i = 8; i < 200; i++)
    encord_tracker_update (tracker, i * FRAME, NULL, 0, NULL);
  encord_tracker_update (tracker, 200 * FRAME, &seen, 1, &id);

  g_assert_cmpuint (id, <=, 1);
}

static void
test_boxes_that_are_none (void)
{
  g_autoptr (EncordTracker) tracker = encord_tracker_new ();
  const EncordDetection odd[] = {
    { 0, { NAN, 0.5, 0.1, 0.1, 0 }, 1 },
    { 0, { 0.5, INFINITY, 0.1, 0.1, 0 }, 1 },
    { 0, { 0.5, 0.5, -0.1, 0.1, 0 }, 1 },
    { 0, { 0.5, 0.5, 0.1, NAN, 0 }, 1 },
    { 0, { 1e300, -1e300, 1e300, 1e300, 0 }, 1 },
    { 0, { 0.5, 0.5, 0.1, 0.1, 0 }, NAN },
    { 0, { 0.5, 0.5, 0.1, 0.1, 0 }, -1 },
  };
  guint64 ids[G_N_ELEMENTS (odd)];

  for (int frame = 0; frame < 3; frame++) {
    encord_tracker_update (tracker, frame * FRAME, odd, G_N_ELEMENTS (odd),
                           ids);
    for (guint i = 0; i < G_N_ELEMENTS (odd); i++)
      g_assert_cmpuint (ids[i], ==, ENCORD_TRACKER_NO_TRACK);
  }
}

static void
walk_at_random (GRand *rand, guint64 *ret_ids, guint n_frames)
{
  g_autoptr (EncordTracker) tracker = encord_tracker_new ();

  for (guint i = 0; i < n_frames; i++) {
    EncordDetection some[8];
    const guint n = g_rand_int_range (rand, 0, 9);

    for (guint d = 0; d < n; d++)
      some[d] = at (g_rand_int_range (rand, 0, 2), g_rand_double (rand),
                    g_rand_double (rand));
    memset (&ret_ids[8 * i], 0xff, 8 * sizeof *ret_ids);
    encord_tracker_update (tracker, i * FRAME, some, n, &ret_ids[8 * i]);
    for (guint d = 0; d < n; d++)
      for (guint e = 0; e < d; e++)
        g_assert_cmpuint (ret_ids[8 * i + d], !=, ret_ids[8 * i + e]);
  }
}

static void
test_same_calls_same_ids (void)
{
  const guint32 seed = g_test_rand_int ();
  g_autoptr (GRand) first = g_rand_new_with_seed (seed);
  g_autoptr (GRand) second = g_rand_new_with_seed (seed);
  guint64 a[8 * 300], b[8 * 300];

  walk_at_random (first, a, 300);
  walk_at_random (second, b, 300);

  g_assert_cmpmem (a, sizeof a, b, sizeof b);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/tracker/ids-count-from-zero", test_ids_count_from_zero);
  g_test_add_func ("/tracker/crossing", test_crossing);
  g_test_add_func ("/tracker/gap-is-bridged-by-motion",
                   test_gap_is_bridged_by_motion);
  g_test_add_func ("/tracker/gap-beyond-max-age-ends-a-track",
                   test_gap_beyond_max_age_ends_a_track);
  g_test_add_func ("/tracker/variable-frame-rate", test_variable_frame_rate);
  g_test_add_func ("/tracker/classes-never-mix", test_classes_never_mix);
  g_test_add_func ("/tracker/time-standing-still", test_time_standing_still);
  g_test_add_func ("/tracker/shrinking-out-of-sight",
                   test_shrinking_out_of_sight);
  g_test_add_func ("/tracker/boxes-that-are-none", test_boxes_that_are_none);
  g_test_add_func ("/tracker/same-calls-same-ids", test_same_calls_same_ids);

  return g_test_run ();
}
