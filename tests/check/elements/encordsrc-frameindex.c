/* encordsrc-frameindex.c - tests of the bookkeeping that numbers frames
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <gst/check/gstcheck.h>

#include "gstencordframeindex.h"

static void
put (GstEncordFrameIndex *index, const char *times)
{
  g_auto (GStrv) parts = g_strsplit (times, " ", -1);

  for (char **p = parts; *p != NULL; p++)
    gst_encord_frame_index_add_access_unit (index, (GstClockTime) atoi (*p));
}

static void
take (GstEncordFrameIndex *index, GstClockTime pts, guint64 expected)
{
  guint64 frame = G_MAXUINT64;

  fail_unless (gst_encord_frame_index_take_frame (index, pts, &frame));
  fail_unless_equals_uint64 (frame, expected);
}

static void
check_lost (GstEncordFrameIndex *index, gboolean ended, guint64 expected)
{
  fail_unless_equals_uint64 (gst_encord_frame_index_get_n_lost (index, ended),
                             expected);
}

GST_START_TEST (reordered_frames_count_up)
{
  g_autoptr (GstEncordFrameIndex) index = gst_encord_frame_index_new ();

  put (index, "0 30 10 20 60 40 50");
  for (guint i = 0; i < 7; i++)
    take (index, i * 10, i);
  check_lost (index, TRUE, 0);
}
GST_END_TEST;

GST_START_TEST (lost_frames_keep_their_places)
{
  g_autoptr (GstEncordFrameIndex) index = gst_encord_frame_index_new ();

  put (index, "0 30 10 20 60 40 50 70");
  take (index, 0, 0);
  take (index, 20, 2);
  take (index, 50, 5);
  check_lost (index, FALSE, 3);
  check_lost (index, TRUE, 5);
}
GST_END_TEST;

/* the access unit arrives when later ones came out already */
GST_START_TEST (late_access_units_do_not_shift_the_rest)
{
  g_autoptr (GstEncordFrameIndex) index = gst_encord_frame_index_new ();

  put (index, "0 10");
  take (index, 0, 0);
  take (index, 10, 1);
  put (index, "20");
  take (index, 20, 2);
}
GST_END_TEST;

GST_START_TEST (first_frame_lost)
{
  g_autoptr (GstEncordFrameIndex) index = gst_encord_frame_index_new ();

  put (index, "0 10 20");
  take (index, 10, 1);
  check_lost (index, TRUE, 2);
}
GST_END_TEST;

/* decoding order 20 (key), 0, 10 (refer to what is not there), 30 */
GST_START_TEST (leading_pictures_of_an_open_group_are_not_shown)
{
  g_autoptr (GstEncordFrameIndex) index = gst_encord_frame_index_new ();

  put (index, "20 0 10 30");
  take (index, 20, 0);
  take (index, 30, 1);
  check_lost (index, TRUE, 0);
}
GST_END_TEST;

GST_START_TEST (shown_leading_pictures_count)
{
  g_autoptr (GstEncordFrameIndex) index = gst_encord_frame_index_new ();

  put (index, "20 0 10 30");
  for (guint i = 0; i < 4; i++)
    take (index, i * 10, i);
}
GST_END_TEST;

GST_START_TEST (made_up_times_are_counted)
{
  g_autoptr (GstEncordFrameIndex) index = gst_encord_frame_index_new ();

  put (index, "0 10 20 30");
  take (index, 0, 0);
  take (index, 11, 1);
  take (index, 21, 2);
  take (index, 30, 3);
  take (index, GST_CLOCK_TIME_NONE, 4);
  check_lost (index, TRUE, 0);
}
GST_END_TEST;

GST_START_TEST (equal_times_are_counted)
{
  g_autoptr (GstEncordFrameIndex) index = gst_encord_frame_index_new ();

  put (index, "0 10 10 20");
  take (index, 0, 0);
  take (index, 10, 1);
  take (index, 10, 2);
  take (index, 20, 3);
  check_lost (index, TRUE, 0);
}
GST_END_TEST;

/* edits may play a part twice, so times start anew */
GST_START_TEST (segments_follow_each_other)
{
  g_autoptr (GstEncordFrameIndex) index = gst_encord_frame_index_new ();

  gst_encord_frame_index_begin_segment (index);
  put (index, "0 20 10");
  gst_encord_frame_index_begin_segment (index);
  put (index, "0 10");
  gst_encord_frame_index_next_segment (index);
  take (index, 0, 0);
  take (index, 10, 1);
  /* 20 was lost */
  gst_encord_frame_index_next_segment (index);
  take (index, 0, 3);
  take (index, 10, 4);
  check_lost (index, TRUE, 1);
}
GST_END_TEST;

GST_START_TEST (a_stray_segment_changes_nothing)
{
  g_autoptr (GstEncordFrameIndex) index = gst_encord_frame_index_new ();

  gst_encord_frame_index_next_segment (index);
  put (index, "0 10");
  take (index, 0, 0);
  take (index, 10, 1);
}
GST_END_TEST;

/* two fields a frame */
GST_START_TEST (distrusted_times_are_only_counted)
{
  g_autoptr (GstEncordFrameIndex) index = gst_encord_frame_index_new ();

  gst_encord_frame_index_distrust (index);
  put (index, "0 5 10 15 20 25");
  take (index, 0, 0);
  take (index, 10, 1);
  take (index, 20, 2);
  check_lost (index, TRUE, 0);
}
GST_END_TEST;

/* an edit that begins in the middle of a frame: ffmpeg and browsers begin with
 * the next one */
GST_START_TEST (a_frame_cut_at_its_start_is_not_shown)
{
  g_autoptr (GstEncordFrameIndex) index = gst_encord_frame_index_new ();
  guint64 frame;

  gst_encord_frame_index_add_partial (index, 15);
  put (index, "20 30");
  fail_if (gst_encord_frame_index_take_frame (index, 15, &frame));
  take (index, 20, 0);
  take (index, 30, 1);
  check_lost (index, TRUE, 0);
}
GST_END_TEST;

static Suite *
frameindex_suite (void)
{
  Suite *suite = suite_create ("frameindex");
  TCase *tc = tcase_create ("general");

  suite_add_tcase (suite, tc);
  tcase_add_test (tc, reordered_frames_count_up);
  tcase_add_test (tc, lost_frames_keep_their_places);
  tcase_add_test (tc, late_access_units_do_not_shift_the_rest);
  tcase_add_test (tc, first_frame_lost);
  tcase_add_test (tc, leading_pictures_of_an_open_group_are_not_shown);
  tcase_add_test (tc, shown_leading_pictures_count);
  tcase_add_test (tc, made_up_times_are_counted);
  tcase_add_test (tc, equal_times_are_counted);
  tcase_add_test (tc, segments_follow_each_other);
  tcase_add_test (tc, a_stray_segment_changes_nothing);
  tcase_add_test (tc, a_frame_cut_at_its_start_is_not_shown);
  tcase_add_test (tc, distrusted_times_are_only_counted);

  return suite;
}

GST_CHECK_MAIN (frameindex)
