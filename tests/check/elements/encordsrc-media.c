/* encordsrc-media.c - tests of one media file as upright, numbered frames
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <encord/encord.h>
#include <glib/gstdio.h>
#include <gst/check/gstcheck.h>
#include <gst/video/video.h>
#include <unistd.h>

#include "gstencordmediabin.h"
#include "run-pipeline.h"

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
open_stream (GInputStream *stream)
{
  GstEncordMediaBin *media = gst_encord_media_bin_new (stream);
  g_autoptr (GError) error = NULL;

  gst_object_ref_sink (media);
  gst_encord_media_bin_start (media, &error);
  g_assert_no_error (error);

  return media;
}

static GstEncordMediaBin *
open_file (const char *path)
{
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GInputStream) stream =
      G_INPUT_STREAM (g_file_read (file, NULL, NULL));

  fail_unless (stream != NULL);

  return open_stream (stream);
}

static void
close_media (GstEncordMediaBin *media)
{
  gst_encord_media_bin_stop (media);
  gst_object_unref (media);
}

/* takes the medium, which gives no frame but a reason */
static void
check_refused (GstEncordMediaBin *media, EncordError code)
{
  g_autoptr (GError) error = NULL;

  fail_unless (gst_encord_media_bin_pull (media, &error) == NULL);
  g_assert_error (error, ENCORD_ERROR, (int) code);
  close_media (media);
}

/* (transfer full): where what the elements make of some frames is */
static char *
make_file (const char *name, const char *elements)
{
  char *path = g_build_filename (folder, name, NULL);
  g_autofree char *launch =
      g_strdup_printf ("%s ! filesink location=%s", elements, path);

  run_pipeline (launch);

  return path;
}

/* a picture 64 wide and 48 high, as the elements of @launch store it */
static void
check_picture (const char *launch, int width, int height)
{
  g_autofree char *elements = g_strdup_printf (
      "videotestsrc num-buffers=1 ! video/x-raw,width=64,height=48 ! "
      "videoconvert ! %s",
      launch);
  g_autofree char *path = make_file ("picture", elements);
  g_autoptr (GError) error = NULL;
  GstEncordMediaBin *media;
  GstSample *sample;
  GstVideoInfo info;

  media = open_file (path);
  sample = gst_encord_media_bin_pull (media, &error);
  g_assert_no_error (error);
  fail_unless (gst_video_info_from_caps (&info, gst_sample_get_caps (sample)));
  fail_unless_equals_int (GST_VIDEO_INFO_WIDTH (&info), width);
  fail_unless_equals_int (GST_VIDEO_INFO_HEIGHT (&info), height);
  gst_sample_unref (sample);
  fail_unless (gst_encord_media_bin_pull (media, &error) == NULL);
  g_assert_no_error (error);
  close_media (media);
}

GST_START_TEST (pictures_come_out_upright)
{
  check_picture ("pngenc", 64, 48);
  check_picture ("jpegenc", 64, 48);
  check_picture ("jpegenc ! taginject tags=image-orientation=rotate-90 ! "
                 "jifmux",
                 48, 64);
  check_picture ("jpegenc ! taginject tags=image-orientation=rotate-180 ! "
                 "jifmux",
                 64, 48);
}
GST_END_TEST;

/* which come in many pieces, and most decoders want in one */
GST_START_TEST (pictures_without_a_parser)
{
  check_picture ("avenc_bmp", 64, 48);
  check_picture ("avenc_tiff", 64, 48);
}
GST_END_TEST;

/* formats that videoflip does not take */
GST_START_TEST (pictures_of_every_sampling)
{
  check_picture ("video/x-raw,format=Y42B ! jpegenc", 64, 48);
  check_picture ("video/x-raw,format=Y444 ! jpegenc", 64, 48);
  check_picture ("video/x-raw,format=GRAY8 ! jpegenc", 64, 48);
  check_picture ("video/x-raw,format=RGBA ! pngenc", 64, 48);
  check_picture ("video/x-raw,format=GRAY16_BE ! pngenc", 64, 48);
}
GST_END_TEST;

GST_START_TEST (sound_alone_is_an_error)
{
  g_autofree char *path =
      make_file ("sound.wav", "audiotestsrc num-buffers=5 ! wavenc");

  check_refused (open_file (path), ENCORD_ERROR_BAD_DATA);
}
GST_END_TEST;

GST_START_TEST (what_is_no_media_is_an_error)
{
  static const char text[] = "this is a text and no video at all";
  g_autoptr (GInputStream) stream =
      g_memory_input_stream_new_from_data (text, sizeof (text) - 1, NULL);

  check_refused (open_stream (stream), ENCORD_ERROR_BAD_DATA);
}
GST_END_TEST;

GST_START_TEST (an_empty_file_is_an_error)
{
  g_autoptr (GInputStream) stream = g_memory_input_stream_new ();
  g_autoptr (GError) error = NULL;
  GstEncordMediaBin *media = open_stream (stream);

  fail_unless (gst_encord_media_bin_pull (media, &error) == NULL);
  fail_unless (error != NULL);
  close_media (media);
}
GST_END_TEST;

/* a demuxer that speaks before decodebin listens to it: avidemux now and then is as
 * fast with a file that ends in its header */
typedef GstElement HastyDemuxer;
typedef GstElementClass HastyDemuxerClass;
GType hasty_demuxer_get_type (void);
G_DEFINE_TYPE (HastyDemuxer, hasty_demuxer, GST_TYPE_ELEMENT)

static void
hasty_demuxer_loop (gpointer data)
{
  gst_pad_pause_task (data);
}

static gboolean
hasty_demuxer_activate (GstPad *pad, GstObject *parent)
{
  return gst_pad_activate_mode (pad, GST_PAD_MODE_PULL, TRUE);
}

static gboolean
hasty_demuxer_activate_mode (GstPad *pad, GstObject *parent, GstPadMode mode,
                             gboolean active)
{
  if (!active)
    return gst_pad_stop_task (pad);
  GST_ELEMENT_ERROR (parent, STREAM, DEMUX, (NULL), ("nobody hears this"));

  return gst_pad_start_task (pad, hasty_demuxer_loop, pad, NULL);
}

static void
hasty_demuxer_class_init (HastyDemuxerClass *klass)
{
  g_autoptr (GstCaps) caps = gst_caps_new_empty_simple ("video/x-msvideo");

  gst_element_class_set_static_metadata (klass, "Hasty demuxer",
                                         "Codec/Demuxer", "for tests", "tests");
  gst_element_class_add_pad_template (
      klass, gst_pad_template_new ("sink", GST_PAD_SINK, GST_PAD_ALWAYS, caps));
}

static void
hasty_demuxer_init (HastyDemuxer *self)
{
  g_autoptr (GstPadTemplate) template =
      gst_object_ref (gst_element_get_pad_template (self, "sink"));
  GstPad *pad = gst_pad_new_from_template (template, "sink");

  gst_pad_set_activate_function (pad, hasty_demuxer_activate);
  gst_pad_set_activatemode_function (pad, hasty_demuxer_activate_mode);
  gst_element_add_pad (self, pad);
}

GST_START_TEST (a_lost_error_is_an_error)
{
  g_autofree char *path =
      make_file ("video.avi", "videotestsrc num-buffers=1 ! avimux");
  g_autoptr (GstElementFactory) factory = NULL;

  fail_unless (gst_element_register (
      NULL, "hastydemuxer", GST_RANK_PRIMARY + 100, hasty_demuxer_get_type ()));
  check_refused (open_file (path), ENCORD_ERROR_BAD_DATA);
  factory = gst_element_factory_find ("hastydemuxer");
  gst_registry_remove_feature (gst_registry_get (),
                               GST_PLUGIN_FEATURE (factory));
}
GST_END_TEST;

GST_START_TEST (a_file_that_ends_in_its_header_is_an_error)
{
  g_autofree char *path =
      make_file ("video.avi", "videotestsrc num-buffers=1 ! avimux");

  fail_unless (truncate (path, 120) == 0);
  check_refused (open_file (path), ENCORD_ERROR_BAD_DATA);
}
GST_END_TEST;

/* libav would read on behind their ends for ever; somebody else may not */
static void
check_ends (GstEncordMediaBin *media)
{
  g_autoptr (GError) error = NULL;
  GstSample *sample;

  while ((sample = gst_encord_media_bin_pull (media, &error)) != NULL)
    gst_sample_unref (sample);
  /* without its demuxer NUT may be taken for what is in it */
  fail_unless (error == NULL || error->domain == ENCORD_ERROR);
  close_media (media);
}

/* one white pixel */
static const guint8 gif[] = {
  'G',  'I',  'F',  '8',  '9',  'a',  0x01, 0x00, 0x01, 0x00, 0x80, 0x00,
  0x00, 0x00, 0x00, 0x00, 0xff, 0xff, 0xff, 0x2c, 0x00, 0x00, 0x00, 0x00,
  0x01, 0x00, 0x01, 0x00, 0x00, 0x02, 0x02, 0x44, 0x01, 0x00, 0x3b,
};

GST_START_TEST (gif_and_nut_end)
{
  g_autoptr (GInputStream) stream =
      g_memory_input_stream_new_from_data (gif, sizeof gif, NULL);
  g_autofree char *path = make_file (
      "video.nut", "videotestsrc num-buffers=5 ! avenc_mpeg4 ! avmux_nut");

  check_ends (open_stream (stream));
  check_ends (open_file (path));
}
GST_END_TEST;

GST_START_TEST (cancelling_wakes_the_reader)
{
  g_autoptr (GInputStream) stream = g_memory_input_stream_new ();
  g_autoptr (GError) error = NULL;
  GstEncordMediaBin *media = open_stream (stream);

  gst_encord_media_bin_cancel (media);
  fail_unless (gst_encord_media_bin_pull (media, &error) == NULL);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  close_media (media);
}
GST_END_TEST;

static Suite *
media_suite (void)
{
  Suite *suite = suite_create ("media");
  TCase *tc = tcase_create ("general");

  suite_add_tcase (suite, tc);
  tcase_add_checked_fixture (tc, setup, teardown);
  tcase_add_test (tc, pictures_come_out_upright);
  tcase_add_test (tc, pictures_without_a_parser);
  tcase_add_test (tc, pictures_of_every_sampling);
  tcase_add_test (tc, sound_alone_is_an_error);
  tcase_add_test (tc, what_is_no_media_is_an_error);
  tcase_add_test (tc, an_empty_file_is_an_error);
  tcase_add_test (tc, a_lost_error_is_an_error);
  tcase_add_test (tc, a_file_that_ends_in_its_header_is_an_error);
  tcase_add_test (tc, gif_and_nut_end);
  tcase_add_test (tc, cancelling_wakes_the_reader);

  return suite;
}

GST_CHECK_MAIN (media)
