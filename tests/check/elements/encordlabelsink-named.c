/* encordlabelsink-named.c - streams that only project-hash and data-hash name
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "fake-server.h"
#include "named-stream.h"

static gboolean
is_complete (World *world)
{
  const GstStructure *saved = world_find_message (world, "encord-row-saved");
  gboolean complete;

  fail_unless (gst_structure_get_boolean (saved, "complete", &complete));
  fail_unless_equals_string (gst_structure_get_string (saved, "title"),
                             "clip.avi");

  return complete;
}

GST_START_TEST (test_named_unit)
{
  g_autoptr (World) world = world_new ();
  g_autoptr (GstStructure) once =
      named_stream_run (world, "empty", N_FRAMES, N_FRAMES);
  g_autoptr (EncordLabelRow) row = world_fetch_row (world);
  EncordObjectInstance *object = only_object (row);
  guint n;

  check_count (once, "rows-saved", 1);
  check_count (once, "labels", N_FRAMES);
  fail_unless (is_complete (world));
  fail_unless (world_find_text (world, "warning") == NULL);
  encord_object_instance_get_frames (object, &n);
  fail_unless_equals_int (n, N_FRAMES);
  for (guint i = 0; i < n; i++)
    fail_unless (box_x (object, (int) i) == 0.25);
}
GST_END_TEST;

/* a stream that is not the file proves nothing about what is not on it */
GST_START_TEST (test_another_number_of_frames)
{
  static const guint numbers[] = { N_FRAMES - 1, N_FRAMES + 1 };
  g_autoptr (World) world = world_new ();
  g_autoptr (GstStructure) all =
      named_stream_run (world, "empty", N_FRAMES, N_FRAMES);

  check_count (all, "labels", N_FRAMES);
  for (gsize i = 0; i < G_N_ELEMENTS (numbers); i++) {
    g_autoptr (GstStructure) other =
        named_stream_run (world, "empty", numbers[i], 5);
    g_autofree char *expected = g_strdup_printf (
        "had %u frames, but the row of \"clip.avi\" has 20", numbers[i]);

    check_count (other, "labels", N_FRAMES);
    fail_unless (strstr (world_find_text (world, "warning"), expected) != NULL,
                 "%s", world_find_text (world, "warning"));
  }
}
GST_END_TEST;

GST_START_TEST (test_data_hash_alone)
{
  g_autoptr (World) world = world_new ();
  GstElement *sink = world_make_sink (world);
  g_autofree char *text = NULL;

  g_object_set (sink, "data-hash", world->data_hash, NULL);
  text = world_start_in_vain (world, sink);
  fail_unless (strstr (text, "project-hash") != NULL, "%s", text);
}
GST_END_TEST;

GST_START_TEST (test_flush_ends_the_count)
{
  g_autoptr (World) world = world_new ();
  g_autofree char *text = NULL;
  GstHarness *harness = named_stream_new (world, "empty");

  named_stream_push (harness, named_stream_make_frame (harness, 0));
  gst_harness_push_event (harness, gst_event_new_flush_start ());
  gst_harness_push_event (harness, gst_event_new_flush_stop (TRUE));
  gst_harness_set_src_caps_str (harness, WORLD_CAPS);
  fail_unless_equals_int (
      gst_harness_push (harness, named_stream_make_frame (harness, 1)),
      GST_FLOW_ERROR);
  text = world_wait_for_error (world);
  fail_unless (strstr (text, "flushed") != NULL, "%s", text);
  world_free_harness (world, harness);
}
GST_END_TEST;

/* neither the stream nor its end waits for a server that does not answer */
GST_START_TEST (test_frames_do_not_wait_for_the_server)
{
  g_autoptr (World) world = world_new ();
  g_autoptr (GstStructure) summary = NULL;
  GstHarness *harness = named_stream_new (world, "empty");

  emulator_process_pause (world->emulator);
  named_stream_push_all (harness, N_FRAMES, 0);
  gst_harness_push_event (harness, gst_event_new_eos ());
  emulator_process_go_on (world->emulator);
  summary = world_wait_for_summary (world);
  world_free_harness (world, harness);
  check_count (summary, "frames", N_FRAMES);
  check_count (summary, "rows-journalled", 0);
}
GST_END_TEST;

/* a whole pipeline prerolls, plays and stops while the look-up hangs */
GST_START_TEST (test_states_do_not_wait_for_the_server)
{
  static const GstState states[] = { GST_STATE_PLAYING, GST_STATE_PAUSED,
                                     GST_STATE_PLAYING, GST_STATE_NULL };
  g_autoptr (World) world = world_new ();
  g_autoptr (FakeServer) server = fake_server_new ();
  g_autoptr (FakeRequest) request = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *launch = g_strdup_printf (
      "videotestsrc ! encordlabelsink server=%s ssh-key-file=%s journal-dir=%s "
      "project-hash=%s data-hash=%s bare-frames=empty shutdown-timeout=0",
      fake_server_get_uri (server),
      emulator_process_get_key_file (world->emulator), world->journal_dir,
      world->project_hash, world->data_hash);
  g_autoptr (GstElement) pipeline = gst_parse_launch (launch, &error);

  g_assert_no_error (error);
  fake_server_reply_raw (server, "", TRUE);
  gst_element_set_state (pipeline, GST_STATE_PLAYING);
  request = fake_server_wait_request (server);
  for (gsize i = 0; i < G_N_ELEMENTS (states); i++) {
    gst_element_set_state (pipeline, states[i]);
    fail_unless_equals_int (
        gst_element_get_state (pipeline, NULL, NULL, GST_CLOCK_TIME_NONE),
        GST_STATE_CHANGE_SUCCESS);
  }
}
GST_END_TEST;

GST_START_TEST (test_recorded_without_a_server)
{
  g_autoptr (World) world = world_new ();
  g_autoptr (GstStructure) down = NULL, up = NULL;
  g_autoptr (EncordLabelRow) row = NULL;

  emulator_process_stop (world->emulator);
  down = named_stream_run (world, "empty", N_FRAMES, N_FRAMES);
  check_count (down, "rows-journalled", 1);
  fail_unless (world_find_text (world, "warning") == NULL);

  emulator_process_start (world->emulator);
  up = world_finish (world, named_stream_new (world, "empty"));
  check_count (up, "rows-saved", 1);
  fail_unless (is_complete (world));
  fail_unless (world_find_text (world, "warning") == NULL);
  row = world_fetch_row (world);
  only_object (row);
}
GST_END_TEST;

/* leaves in the journal what nobody has asked the server about */
static void
record (World *world, guint n, guint n_seen)
{
  GstHarness *harness;

  emulator_process_pause (world->emulator);
  harness = named_stream_new (world, "empty");
  g_object_set (harness->element, "shutdown-timeout", (guint64) 0, NULL);
  named_stream_push_all (harness, n, n_seen);
  gst_harness_push_event (harness, gst_event_new_eos ());
  world_free_harness (world, harness);
  emulator_process_go_on (world->emulator);
}

/* the row says afterwards whether that was the whole file */
GST_START_TEST (test_recorded_too_short)
{
  g_autoptr (World) world = world_new ();
  g_autoptr (GstStructure) all =
      named_stream_run (world, "empty", N_FRAMES, N_FRAMES);
  g_autoptr (GstStructure) up = NULL, again = NULL;

  check_count (all, "rows-saved", 1);
  record (world, N_FRAMES - 1, 5);
  up = world_finish (world, named_stream_new (world, "empty"));
  check_count (up, "rows-unchanged", 1);
  check_count (up, "labels", N_FRAMES);
  fail_unless (!is_complete (world));
  fail_unless (strstr (world_find_text (world, "warning"),
                       "had 19 frames, but the row of \"clip.avi\" has 20") !=
               NULL);
  again = world_finish (world, named_stream_new (world, "empty"));
  check_count (again, "rows-unchanged", 0);
}
GST_END_TEST;

/* the later one counts: what was recorded before it does not come back */
GST_START_TEST (test_recorded_twice)
{
  g_autoptr (World) world = world_new ();
  g_autoptr (GstStructure) up = NULL, again = NULL;
  g_autoptr (EncordLabelRow) row = NULL;
  guint n;

  record (world, N_FRAMES, N_FRAMES);
  record (world, N_FRAMES, 5);
  up = world_finish (world, named_stream_new (world, "empty"));
  check_count (up, "rows-saved", 2);
  row = world_fetch_row (world);
  encord_object_instance_get_frames (only_object (row), &n);
  fail_unless_equals_int (n, 5);
  again = world_finish (world, named_stream_new (world, "empty"));
  check_count (again, "rows-saved", 0);
}
GST_END_TEST;

static void
push_until_error (GstHarness *harness, guint first)
{
  guint i = first;

  while (gst_harness_push (harness, named_stream_make_frame (harness, i)) ==
         GST_FLOW_OK)
    i++;
}

/* the stream ends, and nothing of it waits for a row that does not exist */
GST_START_TEST (test_no_such_video)
{
  g_autoptr (World) world = world_new ();
  g_autoptr (GstStructure) after = NULL;
  g_autofree char *text = NULL;
  GstHarness *harness = world_make_harness_with (
      world, "project-hash", world->project_hash, "data-hash",
      "00000000-0000-4000-8000-00000000dead", "bare-frames", "empty",
      "checkpoint-interval", "0", NULL);

  gst_harness_set_src_caps_str (harness, WORLD_CAPS);
  push_until_error (harness, 0);
  text = world_wait_for_error (world);
  fail_unless (strstr (text, "not in the project") != NULL, "%s", text);
  world_free_harness (world, harness);

  after = world_finish (world, named_stream_new (world, "empty"));
  check_count (after, "rows-journalled", 0);
  fail_unless (world_find_text (world, "warning") == NULL, "%s",
               world_find_text (world, "warning"));
}
GST_END_TEST;

/* what another key can send is kept */
GST_START_TEST (test_refused_key)
{
  g_autoptr (World) world = world_new ();
  g_autoptr (GstStructure) after = NULL;
  g_autofree char *text = NULL;
  g_autofree char *token = g_build_filename (
      emulator_process_get_folder (world->emulator), "token", NULL);
  GstHarness *harness;

  fail_unless (g_file_set_contents (token, "nobody", -1, NULL));
  harness = world_make_harness_with (
      world, "bearer-token-file", token, "project-hash", world->project_hash,
      "data-hash", world->data_hash, "bare-frames", "empty", NULL);
  gst_harness_set_src_caps_str (harness, WORLD_CAPS);
  named_stream_push_all (harness, N_FRAMES, 0);
  gst_harness_push_event (harness, gst_event_new_eos ());
  text = world_wait_for_error (world);
  world_free_harness (world, harness);

  after = world_finish (world, named_stream_new (world, "empty"));
  check_count (after, "rows-unchanged", 1);
}
GST_END_TEST;

static Suite *
encordlabelsink_named_suite (void)
{
  Suite *s = suite_create ("encordlabelsink-named");
  TCase *tc = tcase_create ("general");

  suite_add_tcase (s, tc);
  /* without a server each call is tried for nine seconds */
  tcase_set_timeout (tc, 120);
  tcase_add_test (tc, test_named_unit);
  tcase_add_test (tc, test_another_number_of_frames);
  tcase_add_test (tc, test_data_hash_alone);
  tcase_add_test (tc, test_flush_ends_the_count);
  tcase_add_test (tc, test_frames_do_not_wait_for_the_server);
  tcase_add_test (tc, test_states_do_not_wait_for_the_server);
  tcase_add_test (tc, test_recorded_without_a_server);
  tcase_add_test (tc, test_recorded_too_short);
  tcase_add_test (tc, test_recorded_twice);
  tcase_add_test (tc, test_no_such_video);
  tcase_add_test (tc, test_refused_key);

  return s;
}

GST_CHECK_MAIN (encordlabelsink_named);
