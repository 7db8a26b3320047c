/* encordlabelsink.c - what reaches the label row of a real server
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "labelsink-world.h"

GST_START_TEST (test_saves_and_repeats_nothing)
{
  g_autoptr (World) world = world_new ();
  g_autoptr (GstStructure) once = world_run (world, 0.25);
  g_autoptr (GstStructure) twice = NULL;
  g_autoptr (EncordLabelRow) row = world_fetch_row (world);
  g_autoptr (GPtrArray) objects = encord_label_row_get_object_instances (row);
  EncordAnnotation annotation;
  EncordBox box;

  check_count (once, "rows-saved", 1);
  check_count (once, "labels", N_FRAMES);
  check_count (once, "tracks", 1);
  check_count (once, "frames", N_FRAMES);
  fail_unless_equals_int (objects->len, 1);
  for (int frame = 0; frame < N_FRAMES; frame++) {
    fail_unless (
        encord_object_instance_get_box (objects->pdata[0], frame, &box));
    fail_unless (box.x == 0.25 && box.height == 0.5);
    fail_unless (encord_object_instance_get_annotation (objects->pdata[0],
                                                        frame, &annotation));
    fail_unless (annotation.confidence == 0.75 && !annotation.manual);
  }
  fail_unless_equals_int64 (world_count_calls (world, "labelrow POST"), 1);

  twice = world_run (world, 0.25);
  check_count (twice, "rows-unchanged", 1);
  check_count (twice, "labels", N_FRAMES);
  fail_unless_equals_int64 (world_count_calls (world, "labelrow POST"), 1);
}
GST_END_TEST;

GST_START_TEST (test_run_names_keep_apart)
{
  g_autoptr (World) world = world_new ();
  g_autoptr (GstStructure) once G_GNUC_UNUSED = world_run (world, 0.25);
  g_autoptr (GstStructure) summary = NULL;
  g_autoptr (EncordLabelRow) row = NULL;
  g_autoptr (GPtrArray) objects = NULL;
  GstHarness *harness = world_make_harness (world);

  /* a new name counts from the next start */
  gst_element_set_state (harness->element, GST_STATE_NULL);
  g_object_set (harness->element, "run-name", "other", NULL);
  gst_element_set_state (harness->element, GST_STATE_PLAYING);
  summary = world_run_harness (world, harness, 0.375);

  row = world_fetch_row (world);
  objects = encord_label_row_get_object_instances (row);
  fail_unless_equals_int (objects->len, 2);
  fail_unless (box_x (objects->pdata[0], 0) == 0.25);
  fail_unless (box_x (objects->pdata[1], 0) == 0.375);
}
GST_END_TEST;

/* what is not on the frames any more goes, if the unit went through */
GST_START_TEST (test_complete_unit_removes)
{
  g_autoptr (World) world = world_new ();
  g_autoptr (GstStructure) once G_GNUC_UNUSED = world_run (world, 0.25);
  g_autoptr (GstStructure) twice = NULL;
  g_autoptr (EncordLabelRow) row = NULL;
  GstHarness *harness = world_make_harness (world);
  guint n_frames;

  world_begin (world, harness, world_classes);
  for (guint i = 0; i < N_FRAMES; i++)
    push_frame (harness, i, i < 8 ? "face" : NULL, 0.25);
  twice = world_complete (world, harness);

  check_count (twice, "labels", 8);
  row = world_fetch_row (world);
  encord_object_instance_get_frames (only_object (row), &n_frames);
  fail_unless_equals_int (n_frames, 8);
}
GST_END_TEST;

GST_START_TEST (test_no_unit)
{
  g_autoptr (World) world = world_new ();
  g_autofree char *text = NULL;
  GstHarness *harness = world_make_harness (world);

  gst_harness_set_src_caps_str (harness, WORLD_CAPS);
  fail_unless_equals_int (push_frame (harness, 0, "face", 0.25),
                          GST_FLOW_ERROR);
  text = world_wait_for_error (world);
  world_free_harness (world, harness);
}
GST_END_TEST;

GST_START_TEST (test_flush_in_mid_stream)
{
  g_autoptr (World) world = world_new ();
  g_autoptr (GstStructure) summary = NULL;
  GstHarness *harness = world_make_harness (world);
  GstSegment segment;

  world_begin (world, harness, world_classes);
  push_frames (harness, 0, 8, 0.25);
  gst_harness_push_event (harness, gst_event_new_flush_start ());
  gst_harness_push_event (harness, gst_event_new_flush_stop (TRUE));
  gst_segment_init (&segment, GST_FORMAT_TIME);
  gst_harness_push_event (harness, gst_event_new_segment (&segment));
  push_frames (harness, 12, 8, 0.25);
  summary = world_complete (world, harness);

  check_count (summary, "frames", 16);
  check_count (summary, "labels", N_FRAMES);
}
GST_END_TEST;

static Suite *
encordlabelsink_suite (void)
{
  Suite *s = suite_create ("encordlabelsink");
  TCase *tc = tcase_create ("general");

  suite_add_tcase (s, tc);
  tcase_set_timeout (tc, 60);
  tcase_add_test (tc, test_saves_and_repeats_nothing);
  tcase_add_test (tc, test_run_names_keep_apart);
  tcase_add_test (tc, test_complete_unit_removes);
  tcase_add_test (tc, test_no_unit);
  tcase_add_test (tc, test_flush_in_mid_stream);

  return s;
}

GST_CHECK_MAIN (encordlabelsink);
