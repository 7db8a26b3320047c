/* encordlabelsink-journal.c - what cannot be sent waits and is not lost
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <signal.h>
#include <sys/resource.h>

#include "labelsink-world.h"

GST_START_TEST (test_stopped_in_mid_unit)
{
  g_autoptr (World) world = world_new ();
  g_autoptr (GstStructure) once G_GNUC_UNUSED = world_run (world, 0.25);
  g_autoptr (EncordLabelRow) row = NULL;
  GstHarness *harness = world_make_harness (world);
  EncordObjectInstance *object;

  world_begin (world, harness, world_classes);
  push_frames (harness, 0, 8, 0.3125);
  /* stopping gives the worker time to save */
  world_free_harness (world, harness);

  row = world_fetch_row (world);
  object = only_object (row);
  for (int frame = 0; frame < N_FRAMES; frame++)
    fail_unless (box_x (object, frame) == (frame < 8 ? 0.3125 : 0.25));
}
GST_END_TEST;

GST_START_TEST (test_server_down)
{
  g_autoptr (World) world = world_new ();
  g_autoptr (GstStructure) down = NULL, up = NULL;
  g_autoptr (EncordLabelRow) row = NULL;
  GstHarness *harness = world_make_harness (world);

  emulator_process_stop (world->emulator);
  down = world_run_harness (world, harness, 0.25);
  check_count (down, "rows-journalled", 1);
  check_count (down, "rows-saved", 0);

  /* the next start sends it, whatever its units are */
  emulator_process_start (world->emulator);
  up = world_send_waiting (world);
  check_count (up, "rows-saved", 1);
  row = world_fetch_row (world);
  fail_unless (box_x (only_object (row), N_FRAMES - 1) == 0.25);
}
GST_END_TEST;

/* no time is left to save: it is journalled and goes out with the next run */
GST_START_TEST (test_stopped_without_patience)
{
  g_autoptr (World) world = world_new ();
  g_autoptr (GstStructure) summary = NULL;
  g_autoptr (EncordLabelRow) row = NULL;
  GstHarness *harness = world_make_harness (world);

  emulator_process_stop (world->emulator);
  g_object_set (harness->element, "shutdown-timeout", (guint64) 0, NULL);
  world_begin (world, harness, world_classes);
  push_frames (harness, 0, N_FRAMES, 0.25);
  gst_element_set_state (harness->element, GST_STATE_READY);
  fail_unless (world_count_messages (world, "encord-row-saved") == 0);
  world_free_harness (world, harness);

  emulator_process_start (world->emulator);
  summary = world_send_waiting (world);
  check_count (summary, "rows-saved", 1);
  row = world_fetch_row (world);
  only_object (row);
}
GST_END_TEST;

GST_START_TEST (test_disk_full)
{
  g_autoptr (World) world = world_new ();
  g_autofree char *text = NULL;
  GstHarness *harness = world_make_harness (world);
  struct rlimit before, tight;

  getrlimit (RLIMIT_FSIZE, &before);
  tight = before;
  tight.rlim_cur = 20 * 1024;
  signal (SIGXFSZ, SIG_IGN);
  world_begin (world, harness, world_classes);
  for (guint i = 0; i < 2000; i++)
    push_frame (harness, i, "face", 0.25);
  setrlimit (RLIMIT_FSIZE, &tight);
  world_end (world, harness);
  text = world_wait_for_error (world);
  setrlimit (RLIMIT_FSIZE, &before);
  fail_unless (strstr (text, "space") != NULL, "%s", text);
  world_free_harness (world, harness);
}
GST_END_TEST;

GST_START_TEST (test_cycles_in_mid_unit)
{
  g_autoptr (World) world = world_new ();
  GstHarness *harness = world_make_harness (world);
  g_autoptr (EncordLabelRow) row = NULL;

  for (guint i = 0; i < 50; i++) {
    world_begin (world, harness, world_classes);
    push_frames (harness, 0, i % 5, 0.25);
    gst_element_set_state (harness->element,
                           i % 2 ? GST_STATE_NULL : GST_STATE_READY);
    gst_element_set_state (harness->element, GST_STATE_PLAYING);
  }
  world_free_harness (world, harness);

  row = world_fetch_row (world);
  only_object (row);
  fail_unless_equals_int64 (world_count_calls (world, "labelrow POST"), 4);
}
GST_END_TEST;

/* both label the same unit with the same journal; whoever comes second finds
 * that nothing is left to do */
GST_START_TEST (test_two_pipelines)
{
  g_autoptr (World) world = world_new ();
  g_autoptr (EncordLabelRow) row = NULL;
  GstHarness *harnesses[2];

  for (guint i = 0; i < 2; i++) {
    harnesses[i] = world_make_harness (world);
    world_begin (world, harnesses[i], world_classes);
    push_frames (harnesses[i], 0, N_FRAMES, 0.25);
  }
  for (guint i = 0; i < 2; i++)
    world_end (world, harnesses[i]);
  for (guint i = 0; i < 2; i++) {
    g_autoptr (GstMessage) message = gst_bus_timed_pop_filtered (
        world->bus, GST_CLOCK_TIME_NONE, GST_MESSAGE_EOS | GST_MESSAGE_ERROR);
    g_autoptr (GError) error = NULL;

    if (GST_MESSAGE_TYPE (message) == GST_MESSAGE_ERROR)
      gst_message_parse_error (message, &error, NULL);
    fail_unless (error == NULL, "%s", error != NULL ? error->message : "");
  }
  for (guint i = 0; i < 2; i++)
    world_free_harness (world, harnesses[i]);

  row = world_fetch_row (world);
  only_object (row);
  fail_unless_equals_int64 (world_count_calls (world, "labelrow POST"), 1);
}
GST_END_TEST;

/* more units than anything would hold back while the server keeps silent */
GST_START_TEST (test_network_loss_holds_nothing_up)
{
  g_autoptr (World) world = world_new ();
  g_autoptr (GstStructure) summary = NULL;
  g_autoptr (EncordLabelRow) row = NULL;
  GstHarness *harness = world_make_harness (world);

  emulator_process_pause (world->emulator);
  for (guint i = 0; i < 30; i++) {
    g_autoptr (GstEncordUnit) unit = world_make_unit (world);

    gst_harness_set_src_caps_str (harness, WORLD_CAPS);
    gst_harness_push_event (harness, gst_encord_unit_event_new (unit));
    if (i == 0)
      gst_harness_push_event (harness,
                              gst_encord_classes_event_new (world_classes));
    push_frames (harness, 0, N_FRAMES, 0.25);
    gst_harness_push_event (
        harness, gst_encord_unit_end_event_new (unit, GST_ENCORD_UNIT_COMPLETE,
                                                N_FRAMES));
  }
  emulator_process_go_on (world->emulator);
  summary = world_finish (world, harness);

  check_count (summary, "frames", 30 * N_FRAMES);
  row = world_fetch_row (world);
  fail_unless (box_x (only_object (row), N_FRAMES - 1) == 0.25);
}
GST_END_TEST;

static Suite *
encordlabelsink_journal_suite (void)
{
  Suite *s = suite_create ("encordlabelsink-journal");
  TCase *tc = tcase_create ("general");

  suite_add_tcase (s, tc);
  /* without a server each call is tried for nine seconds */
  tcase_set_timeout (tc, 120);
  tcase_add_test (tc, test_stopped_in_mid_unit);
  tcase_add_test (tc, test_server_down);
  tcase_add_test (tc, test_stopped_without_patience);
  tcase_add_test (tc, test_disk_full);
  tcase_add_test (tc, test_cycles_in_mid_unit);
  tcase_add_test (tc, test_two_pipelines);
  tcase_add_test (tc, test_network_loss_holds_nothing_up);

  return s;
}

GST_CHECK_MAIN (encordlabelsink_journal);
