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
                                    at (1, 0.5, 0.5) };
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

/* also where that is stricter than what a detection of another class needs */
static void
test_iou_threshold_holds (void)
{
  g_autoptr (EncordTracker) tracker = encord_tracker_new ();

  g_object_set (tracker, "iou-threshold", 0.9, NULL);
  for (guint i = 0; i < 6; i++)
    g_assert_cmpuint (
        update_one (tracker, i * FRAME, 0, i % 2 ? 0.42 : 0.4, 0.4), ==,
        i % 2 ? 1 : 0);
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
  g_autoptr (EncordTracker) tracker =
      g_object_new (ENCORD_TYPE_TRACKER, "max-age", SECOND, NULL);

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

/* two objects of two classes share most of their place: each goes on as itself,
 * whatever the order */
static void
test_own_class_comes_first (void)
{
  g_autoptr (EncordTracker) tracker = encord_tracker_new ();
  EncordDetection rider = { 0, { 0.3, 0.3, 0.1, 0.3, 0 }, 0.9 };
  EncordDetection horse = { 1, { 0.3, 0.4, 0.12, 0.3, 0 }, 0.9 };

  for (guint i = 0; i < 20; i++) {
    const EncordDetection rider_first[] = { rider, horse };
    const EncordDetection horse_first[] = { horse, rider };
    const guint second = i % 2;
    guint64 ids[2];

    encord_tracker_update (tracker, i * FRAME,
                           second ? horse_first : rider_first, 2, ids);
    g_assert_cmpuint (ids[second], ==, 0);
    g_assert_cmpuint (ids[!second], ==, 1);
    rider.box.x += 0.01;
    horse.box.x += 0.01;
  }
}

static void
assert_class (EncordTracker *tracker, guint64 track_id, guint expected)
{
  guint class_index;

  g_assert_true (encord_tracker_get_class (tracker, track_id, &class_index));
  g_assert_cmpuint (class_index, ==, expected);
}

/* a model that now and then takes a bus for a truck makes no second object, and
 * most of what it says decides */
static void
test_class_flips (void)
{
  g_autoptr (EncordTracker) tracker = encord_tracker_new ();
  guint class_index;

  for (guint i = 0; i < 30; i++)
    g_assert_cmpuint (update_one (tracker, i * FRAME, i % 3 == 2, 0.3, 0.3), ==,
                      0);
  assert_class (tracker, 0, 0);
  for (guint i = 30; i < 60; i++)
    g_assert_cmpuint (update_one (tracker, i * FRAME, 1, 0.3, 0.3), ==, 0);
  assert_class (tracker, 0, 1);
  g_assert_false (encord_tracker_get_class (tracker, 1, &class_index));
}

static void
test_class_flips_not_wanted (void)
{
  g_autoptr (EncordTracker) tracker =
      g_object_new (ENCORD_TYPE_TRACKER, "class-switch-threshold", 1.1, NULL);

  for (guint i = 0; i < 3; i++)
    g_assert_cmpuint (update_one (tracker, i * FRAME, 0, 0.3, 0.3), ==, 0);
  g_assert_cmpuint (update_one (tracker, 3 * FRAME, 1, 0.3, 0.3), ==, 1);
  g_assert_cmpuint (update_one (tracker, 4 * FRAME, 0, 0.3, 0.3), ==, 0);
}

/* classes beyond those that a track keeps votes for do not push out the first */
static void
test_votes_for_many_classes (void)
{
  g_autoptr (EncordTracker) tracker = encord_tracker_new ();

  for (guint i = 0; i < 60; i++)
    g_assert_cmpuint (
        update_one (tracker, i * FRAME, i % 2 ? 100 : i, 0.3, 0.3), ==, 0);
  assert_class (tracker, 0, 100);
}

/* seen through a fence: scores fall below what begins a track */
static void
test_weak_detections_continue_only (void)
{
  g_autoptr (EncordTracker) tracker = encord_tracker_new ();
  EncordDetection seen = at (0, 0.3, 0.3);
  const EncordDetection ghost = { 0, { 0.7, 0.3, 0.1, 0.2, 0 }, 0.2 };

  for (guint i = 0; i < 60; i++) {
    const EncordDetection both[] = { seen, ghost };
    guint64 ids[2];

    encord_tracker_update (tracker, i * FRAME, both, 2, ids);
    g_assert_cmpuint (ids[0], ==, 0);
    g_assert_cmpuint (ids[1], ==, ENCORD_TRACKER_NO_TRACK);
    seen.confidence = i < 5 || i > 40 ? 0.9 : 0.15;
    seen.box.x += 0.002;
  }
}

static void
test_thresholds_are_properties (void)
{
  g_autoptr (EncordTracker) tracker = g_object_new (
      ENCORD_TYPE_TRACKER, "low-threshold", 0.3, "confidence-threshold", 0.5,
      "new-track-threshold", 0.8, NULL);
  EncordDetection seen = at (0, 0.3, 0.3);
  guint64 id;
  const struct
  {
    double confidence;
    guint64 id;
  } steps[] = {
    { 0.7, ENCORD_TRACKER_NO_TRACK },  { 0.8, 0 }, { 0.8, 0 }, { 0.31, 0 },
    { 0.29, ENCORD_TRACKER_NO_TRACK }, { 0.5, 0 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (steps); i++) {
    seen.confidence = steps[i].confidence;
    encord_tracker_update (tracker, i * FRAME, &seen, 1, &id);
    g_assert_cmpuint (id, ==, steps[i].id);
  }
}

/* one object passes in front of another, which is not reported meanwhile */
static void
test_occlusion (void)
{
  g_autoptr (EncordTracker) tracker = encord_tracker_new ();

  for (int i = 0; i < 60; i++) {
    const EncordDetection front = { 0,
                                    { 0.02 + 0.012 * i, 0.3, 0.12, 0.3, 0 },
                                    0.9 };
    const EncordDetection behind = { 0, { 0.4, 0.32, 0.1, 0.24, 0 }, 0.9 };
    const EncordDetection both[] = { front, behind };
    const gboolean hidden = encord_box_iou (&front.box, &behind.box) > 0.2;
    guint64 ids[2];

    encord_tracker_update (tracker, i * FRAME, both, hidden ? 1 : 2, ids);
    g_assert_cmpuint (ids[0], ==, 0);
    if (!hidden)
      g_assert_cmpuint (ids[1], ==, 1);
  }
}

static void
test_second_box_on_one_object (void)
{
  g_autoptr (EncordTracker) tracker = encord_tracker_new ();
  const EncordDetection twice[] = {
    { 0, { 0.3, 0.3, 0.2, 0.2, 0 }, 0.9 },
    { 0, { 0.302, 0.3, 0.2, 0.2, 0 }, 0.8 },
    { 1, { 0.31, 0.3, 0.2, 0.2, 0 }, 0.7 },
  };
  guint64 ids[3];

  for (guint i = 0; i < 10; i++) {
    encord_tracker_update (tracker, i * FRAME, twice, 3, ids);
    g_assert_cmpuint (ids[0], ==, 0);
    g_assert_cmpuint (ids[1], ==, ENCORD_TRACKER_NO_TRACK);
    g_assert_cmpuint (ids[2], ==, ENCORD_TRACKER_NO_TRACK);
  }
}

/* someone bumps into the camera: nothing overlaps with where it was */
static void
test_jolt_of_the_camera (void)
{
  g_autoptr (EncordTracker) tracker = encord_tracker_new ();

  for (guint i = 0; i < 40; i++) {
    const double jolt = i % 10 == 5 ? 0.12 : 0;
    EncordDetection some[6];
    guint64 ids[6];

    for (guint d = 0; d < 6; d++)
      some[d] =
          (EncordDetection){ 0,
                             { 0.1 + 0.13 * d + jolt + 0.002 * i,
                               0.1 + 0.02 * d * d, 0.06 + 0.01 * d, 0.1, 0 },
                             0.9 };
    encord_tracker_update (tracker, i * FRAME, some, 6, ids);
    for (guint d = 0; d < 6; d++)
      g_assert_cmpuint (ids[d], ==, d);
  }
}

/* points, and lines along an edge of the picture, have bounds without area */
static void
test_shapes_without_area (void)
{
  g_autoptr (EncordTracker) tracker = encord_tracker_new ();

  for (guint i = 0; i < 50; i++) {
    const double moved = 0.01 * i;
    const EncordDetection some[] = {
      { 0, { 0.2 + moved, 0.2, 0, 0, 0 }, 0.9 },
      { 0, { 0.2 + moved, 0.5, 0.3, 0, 0 }, 0.9 },
      { 0, { 0.9, 0.2 + moved, 0, 0.3, 0 }, 0.9 },
    };
    guint64 ids[3];

    encord_tracker_update (tracker, i * FRAME, some, 3, ids);
    for (guint d = 0; d < 3; d++)
      g_assert_cmpuint (ids[d], ==, d);
  }
}

/* a false alarm does not wait for a chance to become something */
static void
test_seen_once (void)
{
  g_autoptr (EncordTracker) tracker = encord_tracker_new ();
  guint n_boxes;
  g_autofree EncordTrackedBox *boxes = NULL;

  g_assert_cmpuint (update_one (tracker, 0, 0, 0.3, 0.3), ==, 0);
  boxes = encord_tracker_predict (tracker, 0, &n_boxes);
  g_assert_cmpuint (n_boxes, ==, 0);
  for (guint i = 1; i < 10; i++)
    encord_tracker_update (tracker, i * FRAME, NULL, 0, NULL);
  g_assert_cmpuint (update_one (tracker, 10 * FRAME, 0, 0.3, 0.3), ==, 1);
}

/* every third frame is looked at; the boxes of the others follow */
static void
test_predictions (void)
{
  g_autoptr (EncordTracker) tracker = encord_tracker_new ();

  for (gint64 i = 0; i < 60; i++) {
    const double x = 0.1 + 0.01 * (double) i;
    g_autofree EncordTrackedBox *boxes = NULL;
    guint n_boxes;

    if (i % 3 == 0)
      g_assert_cmpuint (update_one (tracker, i * FRAME, 5, x, 0.3), ==, 0);
    if (i < 12)
      continue;
    boxes = encord_tracker_predict (tracker, i * FRAME, &n_boxes);
    g_assert_cmpuint (n_boxes, ==, 1);
    g_assert_cmpuint (boxes[0].track_id, ==, 0);
    g_assert_cmpuint (boxes[0].class_index, ==, 5);
    g_assert_cmpint (boxes[0].predicted, ==, i % 3 != 0);
    g_assert_cmpint (boxes[0].last_seen, ==, i / 3 * 3 * FRAME);
    g_assert_cmpfloat_with_epsilon (boxes[0].box.x, x, 0.01);
    g_assert_cmpfloat_with_epsilon (boxes[0].box.width, 0.1, 0.005);
  }
}

static void
test_predictions_end (void)
{
  g_autoptr (EncordTracker) tracker = encord_tracker_new ();
  g_autofree EncordTrackedBox *last = NULL, *none = NULL;
  guint n_boxes;

  for (gint64 i = 0; i < 5; i++)
    update_one (tracker, i * FRAME, 0, 0.3, 0.3);
  last = encord_tracker_predict (
      tracker, 4 * FRAME + ENCORD_TRACKER_DEFAULT_MAX_AGE, &n_boxes);
  g_assert_cmpuint (n_boxes, ==, 1);
  none = encord_tracker_predict (
      tracker, 4 * FRAME + ENCORD_TRACKER_DEFAULT_MAX_AGE + 1, &n_boxes);
  g_assert_cmpuint (n_boxes, ==, 0);
  /* asking changes nothing */
  g_assert_cmpuint (update_one (tracker, 5 * FRAME, 0, 0.3, 0.3), ==, 0);
}

static void
test_reset (void)
{
  g_autoptr (EncordTracker) tracker = encord_tracker_new ();
  guint class_index;

  for (gint64 i = 0; i < 5; i++)
    update_one (tracker, i * FRAME, 0, 0.3, 0.3);
  encord_tracker_reset (tracker);
  g_assert_false (encord_tracker_get_class (tracker, 0, &class_index));
  g_assert_cmpuint (update_one (tracker, 0, 0, 0.7, 0.3), ==, 0);
}

/* 5,000 detections a frame, first apart and then all in one heap: with every pair
 * in one matrix this would take hours and gigabytes */
static void
test_thousands (void)
{
  g_autoptr (EncordTracker) tracker = encord_tracker_new ();
  g_autofree EncordDetection *many = g_new (EncordDetection, 5000);
  g_autofree guint64 *first = g_new (guint64, 5000);
  g_autofree guint64 *ids = g_new (guint64, 5000);

  for (guint i = 0; i < 5000; i++)
    many[i] = (EncordDetection){
      0, { 0.06 * (i % 100), 0.06 * (i / 100), 0.06, 0.06, 0 }, 0.9
    };
  encord_tracker_update (tracker, 0, many, 5000, first);
  encord_tracker_update (tracker, FRAME, many, 5000, ids);
  g_assert_cmpmem (ids, 5000 * sizeof *ids, first, 5000 * sizeof *first);

  encord_tracker_reset (tracker);
  for (guint i = 0; i < 5000; i++)
    many[i] = (EncordDetection){
      0, { 0.0001 * (i % 100), 0.0001 * (i / 100), 0.06, 0.06, 0 }, 0.9
    };
  for (guint i = 0; i < 3; i++)
    encord_tracker_update (tracker, i * FRAME, many, 5000, ids);
  g_assert_cmpuint (ids[0], ==, 0);
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
assert_no_id_twice (const guint64 *ids, guint n_ids)
{
  for (guint i = 0; i < n_ids; i++)
    for (guint j = 0; j < i; j++)
      g_assert_true (ids[i] != ids[j] || ids[i] == ENCORD_TRACKER_NO_TRACK);
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
    assert_no_id_twice (&ret_ids[8 * i], n);
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
  g_test_add_func ("/tracker/iou-threshold-holds", test_iou_threshold_holds);
  g_test_add_func ("/tracker/gap-is-bridged-by-motion",
                   test_gap_is_bridged_by_motion);
  g_test_add_func ("/tracker/gap-beyond-max-age-ends-a-track",
                   test_gap_beyond_max_age_ends_a_track);
  g_test_add_func ("/tracker/variable-frame-rate", test_variable_frame_rate);
  g_test_add_func ("/tracker/own-class-comes-first",
                   test_own_class_comes_first);
  g_test_add_func ("/tracker/class-flips", test_class_flips);
  g_test_add_func ("/tracker/class-flips-not-wanted",
                   test_class_flips_not_wanted);
  g_test_add_func ("/tracker/votes-for-many-classes",
                   test_votes_for_many_classes);
  g_test_add_func ("/tracker/weak-detections-continue-only",
                   test_weak_detections_continue_only);
  g_test_add_func ("/tracker/thresholds-are-properties",
                   test_thresholds_are_properties);
  g_test_add_func ("/tracker/occlusion", test_occlusion);
  g_test_add_func ("/tracker/second-box-on-one-object",
                   test_second_box_on_one_object);
  g_test_add_func ("/tracker/jolt-of-the-camera", test_jolt_of_the_camera);
  g_test_add_func ("/tracker/shapes-without-area", test_shapes_without_area);
  g_test_add_func ("/tracker/seen-once", test_seen_once);
  g_test_add_func ("/tracker/predictions", test_predictions);
  g_test_add_func ("/tracker/predictions-end", test_predictions_end);
  g_test_add_func ("/tracker/reset", test_reset);
  g_test_add_func ("/tracker/thousands", test_thousands);
  g_test_add_func ("/tracker/time-standing-still", test_time_standing_still);
  g_test_add_func ("/tracker/shrinking-out-of-sight",
                   test_shrinking_out_of_sight);
  g_test_add_func ("/tracker/boxes-that-are-none", test_boxes_that_are_none);
  g_test_add_func ("/tracker/same-calls-same-ids", test_same_calls_same_ids);

  return g_test_run ();
}
