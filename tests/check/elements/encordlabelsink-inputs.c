/* encordlabelsink-inputs.c - labels of other elements
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <gst/video/video.h>
#ifdef HAVE_GST_ANALYTICS
#include <gst/analytics/analytics.h>
#endif

#include "named-stream.h"

/* what a frame without metadata means decides whether labels go that are no longer
 * found */
GST_START_TEST (test_bare_frames)
{
  g_autoptr (World) world = world_new ();
  g_autoptr (GstStructure) all =
      named_stream_run (world, "empty", N_FRAMES, N_FRAMES);
  g_autoptr (GstStructure) skipped =
      named_stream_run (world, "skipped", N_FRAMES, 5);
  g_autoptr (GstStructure) empty = NULL;

  check_count (all, "labels", N_FRAMES);
  check_count (skipped, "labels", N_FRAMES);
  fail_unless (strstr (world_find_text (world, "warning"), "15 of 20") != NULL);
  empty = named_stream_run (world, "empty", N_FRAMES, 5);
  check_count (empty, "labels", 5);
}
GST_END_TEST;

/* an encord-unit event is the better authority, and our labels the better source */
GST_START_TEST (test_event_and_own_labels_come_first)
{
  g_autoptr (World) world = world_new ();
  g_autoptr (GstStructure) summary = NULL;
  g_autoptr (EncordLabelRow) row = NULL;
  GstHarness *harness = named_stream_new (world, "empty");

  world_begin (world, harness, world_classes);
  for (guint i = 0; i < N_FRAMES; i++) {
    const GstEncordLabel label = {
      .class_name = g_quark_from_string ("face"),
      .shape = ENCORD_SHAPE_BOUNDING_BOX,
      .box = { 0.5, 0.25, 0.25, 0.5, 0 },
      .confidence = 0.75,
      .track_id = -1,
    };
    GstBuffer *buffer = named_stream_make_frame (harness, i);

    named_stream_add_region (buffer, "face", 16);
    gst_encord_labels_meta_append (
        gst_buffer_add_encord_labels_meta (buffer, GST_ENCORD_LABELS_INFERRED),
        &label);
    gst_buffer_add_encord_frame_meta (buffer, i, NULL);
    named_stream_push (harness, buffer);
  }
  summary = world_complete (world, harness);
  check_count (summary, "labels", N_FRAMES);
  row = world_fetch_row (world);
  fail_unless (box_x (only_object (row), 0) == 0.5);
}
GST_END_TEST;

/* what repeats labels that were lost on the way is no detection */
GST_START_TEST (test_mirrors_are_not_read)
{
  g_autoptr (World) world = world_new ();
  g_autoptr (GstStructure) summary = NULL;
  GstHarness *harness = named_stream_new (world, "skipped");

  for (guint i = 0; i < N_FRAMES; i++) {
    const GstEncordLabel label = {
      .class_name = g_quark_from_string ("face"),
      .shape = ENCORD_SHAPE_BOUNDING_BOX,
      .box = { 0.5, 0.25, 0.25, 0.5, 0 },
      .confidence = 0.75,
      .track_id = -1,
    };
    GstBuffer *buffer = named_stream_make_frame (harness, i);

    gst_encord_labels_meta_append (
        gst_buffer_add_encord_labels_meta (buffer, GST_ENCORD_LABELS_INFERRED),
        &label);
    gst_encord_labels_mirror (buffer, NAMED_STREAM_WIDTH, NAMED_STREAM_HEIGHT);
    gst_buffer_remove_meta (
        buffer, (GstMeta *) gst_buffer_get_encord_labels_meta (buffer));
    named_stream_push (harness, buffer);
  }
  summary = world_finish (world, harness);
  check_count (summary, "labels", 0);
  fail_unless (strstr (world_find_text (world, "warning"), "20 of 20") != NULL);
}
GST_END_TEST;

#ifdef HAVE_GST_ANALYTICS
/* objects of a stock detector, before regions that say something else */
GST_START_TEST (test_analytics)
{
  g_autoptr (World) world = world_new ();
  g_autoptr (GstStructure) summary = NULL;
  g_autoptr (EncordLabelRow) row = NULL;
  GstHarness *harness = named_stream_new (world, "empty");

  for (guint i = 0; i < N_FRAMES; i++) {
    GstBuffer *buffer = named_stream_make_frame (harness, i);
    GstAnalyticsODMtd object;

    named_stream_add_region (buffer, "face", 16);
    fail_unless (gst_analytics_relation_meta_add_od_mtd (
        gst_buffer_add_analytics_relation_meta (buffer),
        g_quark_from_string ("face"), 32, 12, 16, 24, 0.5f, &object));
    named_stream_push (harness, buffer);
  }
  summary = world_finish (world, harness);
  check_count (summary, "labels", N_FRAMES);
  row = world_fetch_row (world);
  fail_unless (box_x (only_object (row), 0) == 0.5);
}
GST_END_TEST;
#endif

static Suite *
encordlabelsink_inputs_suite (void)
{
  Suite *s = suite_create ("encordlabelsink-inputs");
  TCase *tc = tcase_create ("general");

  suite_add_tcase (s, tc);
  tcase_set_timeout (tc, 60);
  tcase_add_test (tc, test_bare_frames);
  tcase_add_test (tc, test_event_and_own_labels_come_first);
  tcase_add_test (tc, test_mirrors_are_not_read);
#ifdef HAVE_GST_ANALYTICS
  tcase_add_test (tc, test_analytics);
#endif

  return s;
}

GST_CHECK_MAIN (encordlabelsink_inputs);
