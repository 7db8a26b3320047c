/* encordlabelsink-inputs.c - labels of other elements, and streams without encordsrc
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <gst/video/video.h>
#ifdef HAVE_GST_ANALYTICS
#include <gst/analytics/analytics.h>
#endif

#include "fake-server.h"
#include "labelsink-world.h"

#define WIDTH 64
#define HEIGHT 48

/* a frame as a decoder gives it, with no word about labels or its number */
static GstBuffer *
make_frame (GstHarness *harness, guint frame)
{
  GstBuffer *buffer =
      gst_harness_create_buffer (harness, WIDTH * HEIGHT * 3 / 2);

  GST_BUFFER_PTS (buffer) = frame * GST_SECOND / 10;

  return buffer;
}

static void
push (GstHarness *harness, GstBuffer *buffer)
{
  fail_unless_equals_int (gst_harness_push (harness, buffer), GST_FLOW_OK);
}

static GstHarness *
make_named (World *world, const char *bare_frames)
{
  GstHarness *harness = world_make_harness_with (
      world, "project-hash", world->project_hash, "data-hash", world->data_hash,
      "bare-frames", bare_frames, NULL);

  gst_harness_set_src_caps_str (harness, WORLD_CAPS);

  return harness;
}

static GstStructure *
finish (World *world, GstHarness *harness)
{
  GstStructure *summary;

  gst_harness_push_event (harness, gst_event_new_eos ());
  summary = world_wait_for_summary (world);
  world_free_harness (world, harness);

  return summary;
}

static void
add_region (GstBuffer *buffer, const char *name, guint x)
{
  GstVideoRegionOfInterestMeta *region =
      gst_buffer_add_video_region_of_interest_meta (buffer, name, x, 12, 16,
                                                    24);

  gst_video_region_of_interest_meta_add_param (
      region,
      gst_structure_new ("detection", "confidence", G_TYPE_DOUBLE, 0.75, NULL));
}

/* n frames of a stream that only the properties name; a face on the first n_seen */
static GstStructure *
run_named (World *world, const char *bare_frames, guint n, guint n_seen)
{
  GstHarness *harness = make_named (world, bare_frames);

  for (guint i = 0; i < n; i++) {
    GstBuffer *buffer = make_frame (harness, i);

    if (i < n_seen)
      add_region (buffer, "face", 16);
    push (harness, buffer);
  }

  return finish (world, harness);
}

GST_START_TEST (test_named_unit)
{
  g_autoptr (World) world = world_new ();
  g_autoptr (GstStructure) once =
      run_named (world, "empty", N_FRAMES, N_FRAMES);
  g_autoptr (EncordLabelRow) row = world_fetch_row (world);
  const GstStructure *saved = world_find_message (world, "encord-row-saved");
  EncordObjectInstance *object = only_object (row);
  gboolean complete;
  guint n;

  check_count (once, "rows-saved", 1);
  check_count (once, "labels", N_FRAMES);
  fail_unless (gst_structure_get_boolean (saved, "complete", &complete) &&
               complete);
  fail_unless_equals_string (gst_structure_get_string (saved, "title"),
                             "clip.avi");
  fail_unless (world_find_text (world, "warning") == NULL);
  encord_object_instance_get_frames (object, &n);
  fail_unless_equals_int (n, N_FRAMES);
  for (guint i = 0; i < n; i++)
    fail_unless (box_x (object, (int) i) == 0.25);
}
GST_END_TEST;

/* what a frame without metadata means decides whether labels go that are no longer
 * found */
GST_START_TEST (test_bare_frames)
{
  g_autoptr (World) world = world_new ();
  g_autoptr (GstStructure) all = run_named (world, "empty", N_FRAMES, N_FRAMES);
  g_autoptr (GstStructure) skipped = run_named (world, "skipped", N_FRAMES, 5);
  g_autoptr (GstStructure) empty = NULL;

  check_count (all, "labels", N_FRAMES);
  check_count (skipped, "labels", N_FRAMES);
  fail_unless (strstr (world_find_text (world, "warning"), "15 of 20") != NULL);
  empty = run_named (world, "empty", N_FRAMES, 5);
  check_count (empty, "labels", 5);
}
GST_END_TEST;

/* a stream that is not the file proves nothing about what is not on it */
GST_START_TEST (test_another_number_of_frames)
{
  static const guint numbers[] = { N_FRAMES - 1, N_FRAMES + 1 };
  g_autoptr (World) world = world_new ();
  g_autoptr (GstStructure) all = run_named (world, "empty", N_FRAMES, N_FRAMES);

  check_count (all, "labels", N_FRAMES);
  for (gsize i = 0; i < G_N_ELEMENTS (numbers); i++) {
    g_autoptr (GstStructure) other = run_named (world, "empty", numbers[i], 5);
    g_autofree char *expected = g_strdup_printf (
        "had %u frames, but the row of \"clip.avi\" has 20", numbers[i]);

    check_count (other, "labels", N_FRAMES);
    fail_unless (strstr (world_find_text (world, "warning"), expected) != NULL,
                 "%s", world_find_text (world, "warning"));
  }
}
GST_END_TEST;

GST_START_TEST (test_named_unit_that_is_not_there)
{
  g_autoptr (World) world = world_new ();
  g_autofree char *text = NULL;
  GstHarness *harness = world_make_harness_with (
      world, "project-hash", world->project_hash, "data-hash",
      "00000000-0000-4000-8000-00000000dead", NULL);

  gst_harness_set_src_caps_str (harness, WORLD_CAPS);
  fail_unless_equals_int (gst_harness_push (harness, make_frame (harness, 0)),
                          GST_FLOW_ERROR);
  text = world_wait_for_error (world);
  fail_unless (strstr (text, "not in the project") != NULL, "%s", text);
  world_free_harness (world, harness);
}
GST_END_TEST;

GST_START_TEST (test_data_hash_alone)
{
  g_autoptr (World) world = world_new ();
  GstElement *sink = gst_element_factory_make ("encordlabelsink", NULL);
  g_autofree char *text = NULL;

  g_object_set (sink, "server", emulator_process_get_uri (world->emulator),
                "ssh-key-file", emulator_process_get_key_file (world->emulator),
                "journal-dir", world->journal_dir, "data-hash",
                world->data_hash, NULL);
  gst_element_set_bus (sink, world->bus);
  fail_unless_equals_int (gst_element_set_state (sink, GST_STATE_PAUSED),
                          GST_STATE_CHANGE_FAILURE);
  text = world_wait_for_error (world);
  fail_unless (strstr (text, "project-hash") != NULL, "%s", text);
  gst_element_set_state (sink, GST_STATE_NULL);
  gst_element_set_bus (sink, NULL);
  gst_object_unref (sink);
}
GST_END_TEST;

/* the labels wait in the journal, and whether they are all is not known */
GST_START_TEST (test_named_unit_without_a_server)
{
  g_autoptr (World) world = world_new ();
  g_autoptr (GstStructure) down = NULL, up = NULL;
  g_autoptr (EncordLabelRow) row = NULL;

  emulator_process_stop (world->emulator);
  down = run_named (world, "empty", N_FRAMES, N_FRAMES);
  check_count (down, "rows-journalled", 1);
  fail_unless (strstr (world_find_text (world, "warning"), "says nothing") !=
               NULL);

  emulator_process_start (world->emulator);
  up = finish (world, make_named (world, "empty"));
  check_count (up, "rows-saved", 1);
  row = world_fetch_row (world);
  only_object (row);
}
GST_END_TEST;

/* the first frame waits for a server that never answers: that holds up no change of
 * state */
GST_START_TEST (test_stops_while_the_row_is_looked_up)
{
  static const GstState states[] = { GST_STATE_PAUSED, GST_STATE_PLAYING,
                                     GST_STATE_NULL };
  g_autoptr (World) world = world_new ();
  g_autoptr (FakeServer) server = fake_server_new ();
  g_autoptr (FakeRequest) request = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *launch = g_strdup_printf (
      "videotestsrc num-buffers=5 ! encordlabelsink server=%s "
      "ssh-key-file=%s journal-dir=%s project-hash=%s data-hash=%s",
      fake_server_get_uri (server),
      emulator_process_get_key_file (world->emulator), world->journal_dir,
      world->project_hash, world->data_hash);
  g_autoptr (GstElement) pipeline = gst_parse_launch (launch, &error);

  g_assert_no_error (error);
  fake_server_reply_raw (server, "", TRUE);
  gst_element_set_state (pipeline, GST_STATE_PLAYING);
  request = fake_server_wait_request (server);
  for (gsize i = 0; i < G_N_ELEMENTS (states); i++)
    fail_unless (gst_element_set_state (pipeline, states[i]) !=
                 GST_STATE_CHANGE_FAILURE);
}
GST_END_TEST;

GST_START_TEST (test_flush_ends_the_count)
{
  g_autoptr (World) world = world_new ();
  g_autofree char *text = NULL;
  GstHarness *harness = make_named (world, "empty");

  push (harness, make_frame (harness, 0));
  gst_harness_push_event (harness, gst_event_new_flush_start ());
  gst_harness_push_event (harness, gst_event_new_flush_stop (TRUE));
  gst_harness_set_src_caps_str (harness, WORLD_CAPS);
  fail_unless_equals_int (gst_harness_push (harness, make_frame (harness, 1)),
                          GST_FLOW_ERROR);
  text = world_wait_for_error (world);
  fail_unless (strstr (text, "flushed") != NULL, "%s", text);
  world_free_harness (world, harness);
}
GST_END_TEST;

/* an encord-unit event is the better authority, and our labels the better source */
GST_START_TEST (test_event_and_own_labels_come_first)
{
  g_autoptr (World) world = world_new ();
  g_autoptr (GstStructure) summary = NULL;
  g_autoptr (EncordLabelRow) row = NULL;
  GstHarness *harness = make_named (world, "empty");

  world_begin (world, harness, world_classes);
  for (guint i = 0; i < N_FRAMES; i++) {
    const GstEncordLabel label = {
      .class_name = g_quark_from_string ("face"),
      .shape = ENCORD_SHAPE_BOUNDING_BOX,
      .box = { 0.5, 0.25, 0.25, 0.5, 0 },
      .confidence = 0.75,
      .track_id = -1,
    };
    GstBuffer *buffer = make_frame (harness, i);

    add_region (buffer, "face", 16);
    gst_encord_labels_meta_append (
        gst_buffer_add_encord_labels_meta (buffer, GST_ENCORD_LABELS_INFERRED),
        &label);
    gst_buffer_add_encord_frame_meta (buffer, i, NULL);
    push (harness, buffer);
  }
  world_end (world, harness);
  summary = world_wait_for_summary (world);
  world_free_harness (world, harness);
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
  GstHarness *harness = make_named (world, "skipped");

  for (guint i = 0; i < N_FRAMES; i++) {
    const GstEncordLabel label = {
      .class_name = g_quark_from_string ("face"),
      .shape = ENCORD_SHAPE_BOUNDING_BOX,
      .box = { 0.5, 0.25, 0.25, 0.5, 0 },
      .confidence = 0.75,
      .track_id = -1,
    };
    GstBuffer *buffer = make_frame (harness, i);

    gst_encord_labels_meta_append (
        gst_buffer_add_encord_labels_meta (buffer, GST_ENCORD_LABELS_INFERRED),
        &label);
    gst_encord_labels_mirror (buffer, WIDTH, HEIGHT);
    gst_buffer_remove_meta (
        buffer, (GstMeta *) gst_buffer_get_encord_labels_meta (buffer));
    push (harness, buffer);
  }
  summary = finish (world, harness);
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
  GstHarness *harness = make_named (world, "empty");

  for (guint i = 0; i < N_FRAMES; i++) {
    GstBuffer *buffer = make_frame (harness, i);
    GstAnalyticsODMtd object;

    add_region (buffer, "face", 16);
    fail_unless (gst_analytics_relation_meta_add_od_mtd (
        gst_buffer_add_analytics_relation_meta (buffer),
        g_quark_from_string ("face"), 32, 12, 16, 24, 0.5f, &object));
    push (harness, buffer);
  }
  summary = finish (world, harness);
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
  tcase_add_test (tc, test_named_unit);
  tcase_add_test (tc, test_bare_frames);
  tcase_add_test (tc, test_another_number_of_frames);
  tcase_add_test (tc, test_named_unit_that_is_not_there);
  tcase_add_test (tc, test_data_hash_alone);
  tcase_add_test (tc, test_named_unit_without_a_server);
  tcase_add_test (tc, test_stops_while_the_row_is_looked_up);
  tcase_add_test (tc, test_flush_ends_the_count);
  tcase_add_test (tc, test_event_and_own_labels_come_first);
  tcase_add_test (tc, test_mirrors_are_not_read);
#ifdef HAVE_GST_ANALYTICS
  tcase_add_test (tc, test_analytics);
#endif

  return s;
}

GST_CHECK_MAIN (encordlabelsink_inputs);
