/* encordsrc-units.c - units of a real server become one stream
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "source-world.h"

GST_START_TEST (units_follow_each_other)
{
  g_autoptr (World) world = world_new (media_server.project_hash);

  world_play (world);
  world_wait_for_eos (world);

  fail_unless_equals_string (world->log->str,
                             FIRST GROUP ("2000") SECOND ("5000") "eos");
  fail_unless_equals_string (world->warnings->str, "");
}
GST_END_TEST;

/* running time is that of a stream that has no more than what is shown */
GST_START_TEST (units_are_entered_in_the_middle)
{
  g_autoptr (World) world = world_new (media_server.project_hash);

  world->enter_videos = 15;
  world->enter_groups = 2;
  world_play (world);
  world_wait_for_eos (world);

  fail_unless_equals_string (
      world->log->str, "stream unit=first width=64 base=0 frame19 complete=5\n"
                       "stream unit=group width=64 base=500 image2 complete=1\n"
                       "stream unit=second width=80 base=1500 frame19 "
                       "complete=5\n"
                       "eos");
  fail_unless_equals_string (world->warnings->str, "");
  fail_unless_equals_uint64 (world->last, 1900 * GST_MSECOND);
}
GST_END_TEST;

/* an earlier run saw the last frame, and not that it was the last */
GST_START_TEST (units_are_entered_at_their_end)
{
  g_autoptr (World) world = world_new (media_server.project_hash);

  world->enter_videos = N_VIDEO;
  world->enter_groups = 3;
  world_play (world);
  world_wait_for_eos (world);

  fail_unless_equals_string (world->log->str, "stream unit=first complete=0\n"
                                              "stream unit=group complete=0\n"
                                              "stream unit=second complete=0\n"
                                              "eos");
  fail_unless_equals_string (world->warnings->str, "");
}
GST_END_TEST;

GST_START_TEST (image_duration_sets_the_pace)
{
  g_autoptr (World) world = world_new (media_server.project_hash);

  g_object_set (world->src, "image-duration", 40 * GST_MSECOND, NULL);
  world_play (world);
  world_wait_for_eos (world);

  fail_unless_equals_string (world->log->str,
                             FIRST GROUP ("2000") SECOND ("2120") "eos");
}
GST_END_TEST;

/* one for each of the two videos, and one for all pictures of the group */
GST_START_TEST (a_group_costs_one_look_up)
{
  g_autoptr (World) world = world_new (media_server.project_hash);
  const gint64 before =
      emulator_process_count (media_server.emulator, "datasetdata GET");

  world_play (world);
  world_wait_for_eos (world);

  fail_unless_equals_int64 (
      emulator_process_count (media_server.emulator, "datasetdata GET") -
          before,
      3);
}
GST_END_TEST;

/* the fields say the same as the unit, as far as the row knows it */
static void
check_opened (const GstStructure *opened, guint index)
{
  static const struct
  {
    const char *title, *type;
    guint64 n_frames;
    gboolean has_rate;
  } expected[] = {
    { "first", "video", N_VIDEO, TRUE },
    { "group", "img_group", 3, FALSE },
    { "second", "video", N_VIDEO, TRUE },
  };
  g_autoptr (GstEncordUnit) unit = NULL;
  g_autofree char *title = NULL;
  g_autofree char *type = NULL;
  g_autofree char *project = NULL;
  g_autofree char *data = NULL;
  guint told_index, n_units;
  guint64 n_frames;

  fail_unless (gst_structure_get (
      opened, "unit", GST_TYPE_ENCORD_UNIT, &unit, "index", G_TYPE_UINT,
      &told_index, "n-units", G_TYPE_UINT, &n_units, "title", G_TYPE_STRING,
      &title, "data-type", G_TYPE_STRING, &type, "project-hash", G_TYPE_STRING,
      &project, "data-hash", G_TYPE_STRING, &data, "n-frames", G_TYPE_UINT64,
      &n_frames, NULL));
  fail_unless_equals_string (gst_encord_unit_get_data_hash (unit),
                             media_server.data_hashes[index]);
  fail_unless_equals_string (data, media_server.data_hashes[index]);
  fail_unless_equals_string (project, media_server.project_hash);
  fail_unless_equals_string (title, expected[index].title);
  fail_unless_equals_string (type, expected[index].type);
  fail_unless_equals_uint64 (n_frames, expected[index].n_frames);
  fail_unless_equals_int (told_index, index);
  fail_unless_equals_int (n_units, 3);
  fail_unless_equals_int (gst_structure_has_field (opened, "framerate"),
                          expected[index].has_rate);
}

GST_START_TEST (opened_units_are_told)
{
  g_autoptr (World) world = world_new (media_server.project_hash);
  guint n_opened = 0;

  world_play (world);
  for (;;) {
    g_autoptr (GstMessage) message =
        world_wait_for (world, GST_MESSAGE_EOS | GST_MESSAGE_ELEMENT);

    if (GST_MESSAGE_TYPE (message) == GST_MESSAGE_EOS)
      break;
    if (gst_message_has_name (message, "encord-unit-opened"))
      check_opened (gst_message_get_structure (message), n_opened++);
  }
  fail_unless_equals_int (n_opened, 3);
}
GST_END_TEST;

static Suite *
encordsrc_units_suite (void)
{
  Suite *suite = suite_create ("encordsrc-units");
  TCase *tc = tcase_create ("general");

  suite_add_tcase (suite, tc);
  tcase_add_checked_fixture (tc, media_server_set_up, media_server_tear_down);
  tcase_set_timeout (tc, 120);
  tcase_add_test (tc, units_follow_each_other);
  tcase_add_test (tc, units_are_entered_in_the_middle);
  tcase_add_test (tc, units_are_entered_at_their_end);
  tcase_add_test (tc, image_duration_sets_the_pace);
  tcase_add_test (tc, a_group_costs_one_look_up);
  tcase_add_test (tc, opened_units_are_told);

  return suite;
}

GST_CHECK_MAIN (encordsrc_units)
