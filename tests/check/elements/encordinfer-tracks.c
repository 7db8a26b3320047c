/* encordinfer-tracks.c - labels with the ids of their tracks
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "infer-harness.h"

/* The box of the model is always at the same place. */

#define BRIGHT 230
#define FAINT 90 /* too faint to begin a track */

static GstHarness *
make_tracker (void)
{
  GstHarness *harness = make_harness ("rows.onnx", 0, CAPS_32);

  g_object_set (harness->element, "tracking", TRUE, NULL);

  return harness;
}

static gint64
get_track (GstHarness *harness, guint8 brightness, GstClockTime pts)
{
  GstBuffer *frame = make_frame (32, 32, brightness, 0);
  g_autoptr (GstBuffer) buffer = NULL;

  GST_BUFFER_PTS (frame) = pts;
  fail_unless_equals_int (gst_harness_push (harness, frame), GST_FLOW_OK);
  buffer = gst_harness_pull (harness);

  return get_label (buffer)->track_id;
}

/* two tracks: the box is long out of sight in between. Returns when */
static GstClockTime
see_two_tracks (GstHarness *harness)
{
  GstClockTime time = 0;

  for (guint i = 0; i < 3; i++, time += 40 * GST_MSECOND)
    fail_unless_equals_int64 (get_track (harness, BRIGHT, time), 0);
  time += 10 * GST_SECOND;
  for (guint i = 0; i < 3; i++, time += 40 * GST_MSECOND)
    fail_unless_equals_int64 (get_track (harness, BRIGHT, time), 1);

  return time;
}

GST_START_TEST (no_ids_unless_asked)
{
  GstHarness *harness = make_harness ("rows.onnx", 0, CAPS_32);

  for (guint i = 0; i < 3; i++)
    fail_unless_equals_int64 (get_track (harness, BRIGHT, i * 40 * GST_MSECOND),
                              -1);
  gst_harness_teardown (harness);
}
GST_END_TEST;

GST_START_TEST (ids_go_on)
{
  GstHarness *harness = make_tracker ();

  see_two_tracks (harness);
  gst_harness_teardown (harness);
}
GST_END_TEST;

GST_START_TEST (faint_labels_begin_nothing)
{
  GstHarness *harness = make_tracker ();
  const struct
  {
    guint8 brightness;
    gint64 track;
  } steps[] = {
    { FAINT, -1 }, { FAINT, -1 }, { BRIGHT, 0 }, { BRIGHT, 0 }, { FAINT, 0 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (steps); i++)
    fail_unless_equals_int64 (
        get_track (harness, steps[i].brightness, i * 40 * GST_MSECOND),
        steps[i].track);
  gst_harness_teardown (harness);
}
GST_END_TEST;

GST_START_TEST (settings_reach_the_tracker)
{
  GstHarness *harness = make_tracker ();

  g_object_set (harness->element, "new-track-threshold", 0.2,
                "track-confidence-threshold", 0.2, "track-max-age",
                20 * GST_SECOND, "track-iou-threshold", 0.9, NULL);
  for (guint i = 0; i < 3; i++)
    fail_unless_equals_int64 (get_track (harness, FAINT, i * 40 * GST_MSECOND),
                              0);
  fail_unless_equals_int64 (get_track (harness, FAINT, 10 * GST_SECOND), 0);
  gst_harness_teardown (harness);
}
GST_END_TEST;

GST_START_TEST (tracking_changes_while_running)
{
  GstHarness *harness = make_tracker ();

  see_two_tracks (harness);
  g_object_set (harness->element, "tracking", FALSE, NULL);
  fail_unless_equals_int64 (get_track (harness, BRIGHT, 20 * GST_SECOND), -1);
  g_object_set (harness->element, "tracking", TRUE, NULL);
  fail_unless_equals_int64 (get_track (harness, BRIGHT, 20 * GST_SECOND), 0);
  gst_harness_teardown (harness);
}
GST_END_TEST;

GST_START_TEST (stream_counts_anew)
{
  GstHarness *harness = make_tracker ();
  const GstClockTime time = see_two_tracks (harness);

  gst_harness_push_event (harness, gst_event_new_stream_start ("next"));
  fail_unless_equals_int64 (get_track (harness, BRIGHT, time), 0);
  gst_harness_teardown (harness);
}
GST_END_TEST;

GST_START_TEST (flush_counts_anew)
{
  GstHarness *harness = make_tracker ();
  const GstClockTime time = see_two_tracks (harness);
  GstSegment segment;

  gst_segment_init (&segment, GST_FORMAT_TIME);
  gst_harness_push_event (harness, gst_event_new_flush_start ());
  gst_harness_push_event (harness, gst_event_new_flush_stop (TRUE));
  gst_harness_push_event (harness, gst_event_new_segment (&segment));
  fail_unless_equals_int64 (get_track (harness, BRIGHT, time), 0);
  gst_harness_teardown (harness);
}
GST_END_TEST;

static void
push_unit (GstHarness *harness, GstEncordUnit *unit)
{
  gst_harness_push_event (harness, gst_encord_unit_event_new (unit));
}

GST_START_TEST (unit_counts_anew)
{
  g_autoptr (GstEncordUnit) one =
      g_object_new (GST_TYPE_ENCORD_UNIT, "data-hash", "first", NULL);
  g_autoptr (GstEncordUnit) other =
      g_object_new (GST_TYPE_ENCORD_UNIT, "data-hash", "second", NULL);
  GstHarness *harness = make_tracker ();
  GstClockTime time;

  push_unit (harness, one);
  time = see_two_tracks (harness);
  /* pads were linked anew */
  push_unit (harness, one);
  fail_unless_equals_int64 (get_track (harness, BRIGHT, time), 1);
  push_unit (harness, other);
  fail_unless_equals_int64 (get_track (harness, BRIGHT, 0), 0);
  gst_harness_teardown (harness);
}
GST_END_TEST;

GST_START_TEST (pictures_have_no_tracks)
{
  g_autoptr (GstEncordUnit) unit =
      g_object_new (GST_TYPE_ENCORD_UNIT, "data-type", "img_group", NULL);
  GstHarness *harness = make_tracker ();

  push_unit (harness, unit);
  for (guint i = 0; i < 3; i++)
    fail_unless_equals_int64 (get_track (harness, BRIGHT, i * 40 * GST_MSECOND),
                              -1);
  gst_harness_teardown (harness);
}
GST_END_TEST;

/* frames without times are taken for as long as the caps say: 40 ms, so that
 * more than 50 of them pass the greatest age */
GST_START_TEST (frames_without_times)
{
  GstHarness *harness = make_tracker ();

  for (guint i = 0; i < 3; i++)
    fail_unless_equals_int64 (get_track (harness, BRIGHT, GST_CLOCK_TIME_NONE),
                              0);
  for (guint i = 0; i < 60; i++)
    get_track (harness, 0, GST_CLOCK_TIME_NONE);
  fail_unless_equals_int64 (get_track (harness, BRIGHT, GST_CLOCK_TIME_NONE),
                            1);
  gst_harness_teardown (harness);
}
GST_END_TEST;

static Suite *
encordinfer_tracks_suite (void)
{
  Suite *suite = suite_create ("encordinfer-tracks");
  TCase *tc = tcase_create ("general");

  suite_add_tcase (suite, tc);
  tcase_add_test (tc, no_ids_unless_asked);
  tcase_add_test (tc, ids_go_on);
  tcase_add_test (tc, faint_labels_begin_nothing);
  tcase_add_test (tc, settings_reach_the_tracker);
  tcase_add_test (tc, tracking_changes_while_running);
  tcase_add_test (tc, stream_counts_anew);
  tcase_add_test (tc, flush_counts_anew);
  tcase_add_test (tc, unit_counts_anew);
  tcase_add_test (tc, pictures_have_no_tracks);
  tcase_add_test (tc, frames_without_times);

  return suite;
}

GST_CHECK_MAIN (encordinfer_tracks);
