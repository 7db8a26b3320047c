/* encordsrc-states.c - starts, stops and seeks
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "source-world.h"

/* PAUSED is reached when the first frame is there */
GST_START_TEST (paused_is_asynchronous)
{
  g_autoptr (World) world = world_new (media_server.project_hash);

  fail_unless_equals_int (gst_element_set_state (world->src, GST_STATE_READY),
                          GST_STATE_CHANGE_SUCCESS);
  fail_unless_equals_int (
      gst_element_set_state (world->pipeline, GST_STATE_PAUSED),
      GST_STATE_CHANGE_ASYNC);
  fail_unless_equals_int (
      gst_element_get_state (world->pipeline, NULL, NULL, GST_CLOCK_TIME_NONE),
      GST_STATE_CHANGE_SUCCESS);
  fail_unless (GST_STATE (world->src) == GST_STATE_PAUSED);
}
GST_END_TEST;

GST_START_TEST (plays_again_after_ready)
{
  g_autoptr (World) world = world_new (media_server.project_hash);

  for (guint i = 0; i < 3; i++) {
    g_string_truncate (world->log, 0);
    world->last = GST_CLOCK_TIME_NONE;
    world_play (world);
    world_wait_for_eos (world);
    fail_unless_equals_string (world->log->str,
                               FIRST GROUP ("2000") SECOND ("5000") "eos");
    gst_element_set_state (world->pipeline, GST_STATE_READY);
  }
}
GST_END_TEST;

GST_START_TEST (shutdown_in_mid_stream)
{
  for (guint i = 0; i < 50; i++) {
    g_autoptr (World) world = world_new (media_server.project_hash);

    world->stop_after = 1 + i % 5;
    world_play (world);
    /* now while opening, now while playing */
    if (i % 2 == 0)
      gst_message_unref (world_wait_for (world, GST_MESSAGE_APPLICATION));
    gst_element_set_state (world->pipeline, GST_STATE_NULL);
  }
}
GST_END_TEST;

/* the server dies, and nobody has to wait for it */
GST_START_TEST (shutdown_while_the_server_is_down)
{
  g_autoptr (World) world = world_new (media_server.project_hash);

  emulator_process_stop (media_server.emulator);
  world_play (world);
  gst_element_set_state (world->pipeline, GST_STATE_NULL);
  fail_unless_equals_string (world->log->str, "");
}
GST_END_TEST;

/* as gst-launch-1.0 -e does: the unit is not complete, and says so */
GST_START_TEST (eos_event_ends_in_good_order)
{
  g_autoptr (World) world = world_new (media_server.project_hash);
  g_autoptr (GstMessage) enough = NULL;

  g_object_set (world->sink, "sync", TRUE, NULL);
  world->stop_after = 3;
  world_play (world);
  enough = world_wait_for (world, GST_MESSAGE_APPLICATION);
  fail_unless (gst_element_send_event (world->pipeline, gst_event_new_eos ()));
  world_wait_for_eos (world);

  fail_unless (strstr (world->log->str, "cancelled=") != NULL, "%s",
               world->log->str);
  fail_unless (g_str_has_suffix (world->log->str, "eos"));
  fail_unless (strstr (world->log->str, "group") == NULL);
}
GST_END_TEST;

GST_START_TEST (seeks_are_refused)
{
  g_autoptr (World) world = world_new (media_server.project_hash);
  g_autoptr (GstQuery) query = gst_query_new_seeking (GST_FORMAT_TIME);
  g_autoptr (GstMessage) enough = NULL;
  gboolean seekable = TRUE;

  world->stop_after = 3;
  world_play (world);
  enough = world_wait_for (world, GST_MESSAGE_APPLICATION);
  fail_unless (gst_element_query (world->pipeline, query));
  gst_query_parse_seeking (query, NULL, &seekable, NULL, NULL);
  fail_if (seekable);
  fail_if (gst_element_seek_simple (world->pipeline, GST_FORMAT_TIME,
                                    GST_SEEK_FLAG_FLUSH, GST_SECOND));
  fail_if (gst_element_seek_simple (world->src, GST_FORMAT_TIME,
                                    GST_SEEK_FLAG_FLUSH, GST_SECOND));
  world_wait_for_eos (world);

  fail_unless_equals_string (world->log->str,
                             FIRST GROUP ("2000") SECOND ("5000") "eos");
}
GST_END_TEST;

static Suite *
encordsrc_states_suite (void)
{
  Suite *suite = suite_create ("encordsrc-states");
  TCase *tc = tcase_create ("general");

  suite_add_tcase (suite, tc);
  tcase_add_checked_fixture (tc, media_server_set_up, media_server_tear_down);
  tcase_set_timeout (tc, 120);
  tcase_add_test (tc, paused_is_asynchronous);
  tcase_add_test (tc, plays_again_after_ready);
  tcase_add_test (tc, shutdown_in_mid_stream);
  tcase_add_test (tc, shutdown_while_the_server_is_down);
  tcase_add_test (tc, eos_event_ends_in_good_order);
  tcase_add_test (tc, seeks_are_refused);

  return suite;
}

GST_CHECK_MAIN (encordsrc_states)
