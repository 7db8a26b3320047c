/* encordsrc-clips.c - tests of the numbers that the frames of a media file carry
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <glib/gstdio.h>
#include <gst/check/gstcheck.h>
#include <gst/encord/encord.h>
#include <gst/video/video.h>

#include "burned-clips.h"
#include "gstencordmediabin.h"

static char *folder;

static void
setup (void)
{
  folder = g_dir_make_tmp ("encord-media-XXXXXX", NULL);
}

static void
teardown (void)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while ((name = g_dir_read_name (dir)) != NULL) {
    g_autofree char *path = g_build_filename (folder, name, NULL);

    g_unlink (path);
  }
  g_rmdir (folder);
  g_clear_pointer (&folder, g_free);
}

static GstEncordMediaBin *
open_file (const char *path)
{
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GInputStream) stream =
      G_INPUT_STREAM (g_file_read (file, NULL, NULL));
  g_autoptr (GError) error = NULL;
  GstEncordMediaBin *media;

  fail_unless (stream != NULL);
  media = gst_encord_media_bin_new (stream);
  gst_object_ref_sink (media);
  gst_encord_media_bin_start (media, &error);
  g_assert_no_error (error);

  return media;
}

static void
close_media (GstEncordMediaBin *media)
{
  gst_encord_media_bin_stop (media);
  gst_object_unref (media);
}

static int
read_number (GstSample *sample)
{
  GstVideoInfo info;
  GstVideoFrame frame;
  int number;

  fail_unless (gst_video_info_from_caps (&info, gst_sample_get_caps (sample)));
  fail_unless_equals_int (GST_VIDEO_INFO_WIDTH (&info), BURNED_WIDTH);
  fail_unless_equals_int (GST_VIDEO_INFO_HEIGHT (&info), BURNED_HEIGHT);
  fail_unless (gst_video_frame_map (
      &frame, &info, gst_sample_get_buffer (sample), GST_MAP_READ));
  number = burned_read (GST_VIDEO_FRAME_PLANE_DATA (&frame, 0),
                        GST_VIDEO_FRAME_PLANE_STRIDE (&frame, 0));
  gst_video_frame_unmap (&frame);

  return number;
}

/* the index that a buffer carries is where ffmpeg shows that picture */
static void
check_clip (const char *name)
{
  g_autoptr (GArray) numbers = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *path = burned_clip_make (folder, name, &numbers);
  guint damage = burned_clip_damage (name), n = 0, unreadable = 0;
  GstEncordMediaBin *media;
  guint64 next = 0, n_lost;
  GstSample *sample;

  if (path == NULL) {
    GST_INFO ("%s: this ffmpeg cannot make it", name);
    return;
  }
  media = open_file (path);
  while ((sample = gst_encord_media_bin_pull (media, &error)) != NULL) {
    GstEncordFrameMeta *meta =
        gst_buffer_get_encord_frame_meta (gst_sample_get_buffer (sample));
    guint64 frame = meta != NULL ? meta->frame : next;
    int number = read_number (sample);

    GST_LOG ("%s: frame %" G_GUINT64_FORMAT " shows %d", name, frame, number);
    fail_unless (frame >= next && frame < numbers->len,
                 "%s: frame %" G_GUINT64_FORMAT " of %u", name, frame,
                 numbers->len);
    if (number < 0)
      unreadable++;
    else
      fail_unless (number == g_array_index (numbers, int, frame),
                   "%s: frame %" G_GUINT64_FORMAT " shows picture %d, not %d",
                   name, frame, number, g_array_index (numbers, int, frame));
    next = frame + 1;
    n++;
    gst_sample_unref (sample);
  }
  fail_unless (error == NULL, "%s: %s", name,
               error != NULL ? error->message : "");
  n_lost = gst_encord_media_bin_get_n_lost (media, TRUE);
  close_media (media);

  GST_INFO ("%s: %u frames, %" G_GUINT64_FORMAT " lost", name, n, n_lost);
  fail_unless (n + n_lost == numbers->len,
               "%s: %u and %" G_GUINT64_FORMAT " lost, not %u", name, n, n_lost,
               numbers->len);
  fail_unless (n_lost <= damage && unreadable <= damage,
               "%s: %u damaged, %u lost, %u unreadable", name, damage,
               (guint) n_lost, unreadable);
}

GST_START_TEST (frames_carry_the_index_that_ffmpeg_gives)
{
  check_clip (burned_clip_names ()[__i__]);
}
GST_END_TEST;

static Suite *
clips_suite (void)
{
  Suite *suite = suite_create ("clips");
  TCase *tc = tcase_create ("general");

  suite_add_tcase (suite, tc);
  tcase_add_checked_fixture (tc, setup, teardown);
  tcase_add_loop_test (tc, frames_carry_the_index_that_ffmpeg_gives, 0,
                       (int) g_strv_length ((char **) burned_clip_names ()));

  return suite;
}

int
main (int argc, char **argv)
{
  gst_check_init (&argc, &argv);
  if (!burned_clips_available ())
    return BURNED_SKIP;

  return gst_check_run_suite (clips_suite (), "clips", __FILE__);
}
