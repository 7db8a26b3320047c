/* encordlabelsink-resume.c - where a unit is entered, and what is known by then
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "labelsink-world.h"

/* a run that ends after so many frames, as Ctrl-C ends it */
static void
run_early (World *world, const char *digest, guint n_frames)
{
  GstHarness *harness = world_make_harness (world);

  fail_unless (world_ask (world, harness, digest) == 0);
  world_begin (world, harness, world_classes);
  push_frames (harness, 0, n_frames, 0.25);
  world_free_harness (world, harness);
}

/* (transfer full): its summary; the rest of the unit, from where the sink says */
static GstStructure *
run_rest (World *world, const char *digest, guint64 expected)
{
  GstHarness *harness = world_make_harness (world);

  fail_unless_equals_uint64 (world_ask (world, harness, digest), expected);
  world_begin_from (world, harness, expected);
  push_frames (harness, (guint) expected, (guint) (N_FRAMES - expected), 0.25);

  return world_complete (world, harness);
}

static void
check_whole (World *world)
{
  g_autoptr (EncordLabelRow) row = world_fetch_row (world);
  EncordObjectInstance *object = only_object (row);

  for (int frame = 0; frame < N_FRAMES; frame++)
    fail_unless (box_x (object, frame) == 0.25);
}

/* what was seen is sent when the run ends early, and kept for the next one */
GST_START_TEST (test_goes_on)
{
  g_autoptr (World) world = world_new ();
  g_autoptr (EncordLabelRow) part = NULL;
  g_autoptr (GstStructure) summary = NULL;

  run_early (world, "digest", 8);
  part = world_fetch_row (world);
  fail_unless (encord_object_instance_has_frame (only_object (part), 7));
  fail_if (encord_object_instance_has_frame (only_object (part), 8));

  summary = run_rest (world, "digest", 8);
  check_count (summary, "frames", N_FRAMES);
  check_count (summary, "tracks", 1);
  check_count (summary, "labels", N_FRAMES);
  check_whole (world);
}
GST_END_TEST;

/* the whole unit is in the journal: there is nothing left to go on with */
GST_START_TEST (test_finished_unit_starts_anew)
{
  g_autoptr (World) world = world_new ();
  g_autoptr (GstStructure) once = NULL, twice = NULL;

  once = run_rest (world, "digest", 0);
  twice = run_rest (world, "digest", 0);
  check_count (twice, "rows-unchanged", 1);
}
GST_END_TEST;

GST_START_TEST (test_early_twice)
{
  g_autoptr (World) world = world_new ();
  GstHarness *harness;
  g_autoptr (GstStructure) summary = NULL;

  run_early (world, "digest", 8);
  harness = world_make_harness (world);
  fail_unless (world_ask (world, harness, "digest") == 8);
  world_begin_from (world, harness, 8);
  push_frames (harness, 8, 4, 0.25);
  world_free_harness (world, harness);
  summary = run_rest (world, "digest", 12);
  check_whole (world);
}
GST_END_TEST;

GST_START_TEST (test_other_labels_start_anew)
{
  g_autoptr (World) world = world_new ();
  g_autoptr (GstStructure) summary = NULL;

  run_early (world, "digest", 8);
  summary = run_rest (world, "another", 0);
  check_whole (world);
}
GST_END_TEST;

/* other tracks would come of the same labels */
GST_START_TEST (test_other_tracker_starts_anew)
{
  g_autoptr (World) world = world_new ();
  GstHarness *harness;

  run_early (world, "digest", 8);
  harness = world_make_harness (world);
  gst_element_set_state (harness->element, GST_STATE_NULL);
  g_object_set (harness->element, "track-max-age", (guint64) GST_MSECOND, NULL);
  gst_element_set_state (harness->element, GST_STATE_PLAYING);
  fail_unless (world_ask (world, harness, "digest") == 0);
  world_free_harness (world, harness);
}
GST_END_TEST;

GST_START_TEST (test_nobody_vouches_for_labels)
{
  g_autoptr (World) world = world_new ();
  g_autoptr (GstStructure) summary = NULL;

  run_early (world, NULL, 8);
  summary = run_rest (world, NULL, 0);
  check_whole (world);
}
GST_END_TEST;

GST_START_TEST (test_unwanted)
{
  g_autoptr (World) world = world_new ();
  GstHarness *harness;

  run_early (world, "digest", 8);
  harness = world_make_harness (world);
  gst_element_set_state (harness->element, GST_STATE_NULL);
  g_object_set (harness->element, "resume", FALSE, NULL);
  gst_element_set_state (harness->element, GST_STATE_PLAYING);
  fail_unless (world_ask (world, harness, "digest") == 0);
  world_begin (world, harness, world_classes);
  push_frames (harness, 0, 3, 0.25);
  world_free_harness (world, harness);

  /* the later run takes the place of the earlier one */
  harness = world_make_harness (world);
  fail_unless (world_ask (world, harness, "digest") == 3);
  world_free_harness (world, harness);
}
GST_END_TEST;

/* each sink says what it needs; frames that one has seen already do no harm */
GST_START_TEST (test_earliest_sink_wins)
{
  g_autoptr (World) world = world_new ();
  g_autoptr (GstEncordUnit) unit = world_make_unit (world);
  g_autoptr (GstQuery) query = gst_encord_resume_query_new (unit);
  g_autoptr (GstStructure) summary = NULL;
  GstHarness *one, *other;

  run_early (world, "digest", 8);
  one = world_make_harness (world);
  other = world_make_harness (world);
  gst_element_set_state (other->element, GST_STATE_NULL);
  g_object_set (other->element, "run-name", "other", NULL);
  gst_element_set_state (other->element, GST_STATE_PLAYING);
  gst_encord_resume_query_set_digest (query, "digest");
  gst_pad_peer_query (one->srcpad, query);
  fail_unless (gst_encord_resume_query_get_first_frame (query) == 8);
  gst_pad_peer_query (other->srcpad, query);
  fail_unless (gst_encord_resume_query_get_first_frame (query) == 0);
  world_free_harness (world, other);

  summary = world_run_harness (world, one, 0.25);
  check_count (summary, "frames", N_FRAMES);
  check_whole (world);
}
GST_END_TEST;

GST_START_TEST (test_two_pipelines_share_nothing)
{
  g_autoptr (World) world = world_new ();
  GstHarness *one, *other;

  run_early (world, "digest", 8);
  one = world_make_harness (world);
  other = world_make_harness (world);
  fail_unless (world_ask (world, one, "digest") == 8);
  fail_unless (world_ask (world, other, "digest") == 0);
  world_free_harness (world, one);
  fail_unless (world_ask (world, other, "digest") == 8);
  world_free_harness (world, other);
}
GST_END_TEST;

/* frames that nobody has seen are no reason to remove labels */
GST_START_TEST (test_gap_is_not_complete)
{
  g_autoptr (World) world = world_new ();
  g_autoptr (GstStructure) once G_GNUC_UNUSED = world_run (world, 0.25);
  g_autoptr (GstStructure) summary = NULL;
  GstHarness *harness = world_make_harness (world);

  world_begin_from (world, harness, 12);
  push_frames (harness, 12, N_FRAMES - 12, 0.25);
  summary = world_complete (world, harness);
  check_whole (world);
}
GST_END_TEST;

static Suite *
encordlabelsink_resume_suite (void)
{
  Suite *s = suite_create ("encordlabelsink-resume");
  TCase *tc = tcase_create ("general");

  suite_add_tcase (s, tc);
  tcase_set_timeout (tc, 60);
  tcase_add_test (tc, test_goes_on);
  tcase_add_test (tc, test_finished_unit_starts_anew);
  tcase_add_test (tc, test_early_twice);
  tcase_add_test (tc, test_other_labels_start_anew);
  tcase_add_test (tc, test_other_tracker_starts_anew);
  tcase_add_test (tc, test_nobody_vouches_for_labels);
  tcase_add_test (tc, test_unwanted);
  tcase_add_test (tc, test_earliest_sink_wins);
  tcase_add_test (tc, test_two_pipelines_share_nothing);
  tcase_add_test (tc, test_gap_is_not_complete);

  return s;
}

GST_CHECK_MAIN (encordlabelsink_resume);
