/* encordoverlay.c - drawings stay on the frame they belong to
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <gst/check/gstcheck.h>
#include <gst/check/gstharness.h>
#include <gst/encord/encord.h>
#include <gst/video/video.h>

#define CAPS(w, h)                                                             \
  "video/x-raw,format=BGRx,width=" G_STRINGIFY (w) ",height=" G_STRINGIFY (    \
      h) ",framerate=25/1"

static GstBuffer *
gray_frame (int width, int height)
{
  GstBuffer *buffer = gst_buffer_new_allocate (NULL, width * height * 4, NULL);

  gst_buffer_memset (buffer, 0, 0x80, gst_buffer_get_size (buffer));
  GST_BUFFER_PTS (buffer) = 0;

  return buffer;
}

static void
add_box (GstBuffer *buffer, double x, double y, double width, double height)
{
  GstEncordLabelsMeta *meta =
      gst_buffer_add_encord_labels_meta (buffer, GST_ENCORD_LABELS_INFERRED);
  const GstEncordLabel label = {
    .class_name = g_quark_from_static_string ("face"),
    .shape = ENCORD_SHAPE_BOUNDING_BOX,
    .box = { x, y, width, height, 0.0 },
    .confidence = 0.9,
    .track_id = -1,
  };

  gst_encord_labels_meta_append (meta, &label);
}

/* pixels of a part of a BGRx frame that are no longer gray */
static guint
count_drawn (GstBuffer *buffer, int frame_width, int left, int top, int right,
             int bottom)
{
  GstMapInfo map;
  guint n = 0;

  fail_unless (gst_buffer_map (buffer, &map, GST_MAP_READ));
  for (int y = top; y < bottom; y++) {
    for (int x = left; x < right; x++) {
      const guint8 *p = map.data + (y * frame_width + x) * 4;

      n += p[0] != 0x80 || p[1] != 0x80 || p[2] != 0x80;
    }
  }
  gst_buffer_unmap (buffer, &map);

  return n;
}

static GstHarness *
blending_harness (void)
{
  GstHarness *h = gst_harness_new ("encordoverlay");

  g_object_set (h->element, "draw-names", FALSE, "draw-confidences", FALSE,
                NULL);
  gst_harness_set_src_caps_str (h, CAPS (200, 100));

  return h;
}

GST_START_TEST (test_blends_where_downstream_cannot)
{
  GstHarness *h = blending_harness ();
  GstBuffer *buffer = gray_frame (200, 100);

  add_box (buffer, 0.25, 0.25, 0.5, 0.5);
  buffer = gst_harness_push_and_pull (h, buffer);

  fail_unless (count_drawn (buffer, 200, 48, 23, 152, 77) > 200);
  fail_unless_equals_int (count_drawn (buffer, 200, 55, 30, 145, 70), 0);
  fail_unless_equals_int (count_drawn (buffer, 200, 0, 0, 200, 20), 0);
  fail_unless_equals_int (count_drawn (buffer, 200, 0, 80, 200, 100), 0);
  fail_unless (gst_buffer_get_encord_labels_meta (buffer) != NULL);
  gst_buffer_unref (buffer);
  gst_harness_teardown (h);
}
GST_END_TEST;

GST_START_TEST (test_drawing_lives_one_frame)
{
  GstHarness *h = blending_harness ();
  GstBuffer *buffer = gray_frame (200, 100);

  add_box (buffer, 0.25, 0.25, 0.5, 0.5);
  gst_buffer_unref (gst_harness_push_and_pull (h, buffer));

  buffer = gst_harness_push_and_pull (h, gray_frame (200, 100));
  fail_unless_equals_int (count_drawn (buffer, 200, 0, 0, 200, 100), 0);
  gst_buffer_unref (buffer);

  buffer = gray_frame (200, 100);
  gst_buffer_add_encord_labels_meta (buffer, GST_ENCORD_LABELS_INFERRED);
  buffer = gst_harness_push_and_pull (h, buffer);
  fail_unless_equals_int (count_drawn (buffer, 200, 0, 0, 200, 100), 0);
  gst_buffer_unref (buffer);
  gst_harness_teardown (h);
}
GST_END_TEST;

GST_START_TEST (test_follows_caps)
{
  GstHarness *h = blending_harness ();
  GstBuffer *buffer = gray_frame (200, 100);

  add_box (buffer, 0.5, 0.5, 0.4, 0.4);
  gst_buffer_unref (gst_harness_push_and_pull (h, buffer));

  gst_harness_set_src_caps_str (h, CAPS (400, 400));
  buffer = gray_frame (400, 400);
  add_box (buffer, 0.5, 0.5, 0.4, 0.4);
  buffer = gst_harness_push_and_pull (h, buffer);
  fail_unless (count_drawn (buffer, 400, 196, 196, 364, 364) > 400);
  fail_unless_equals_int (count_drawn (buffer, 400, 0, 0, 400, 190), 0);
  fail_unless_equals_int (count_drawn (buffer, 400, 0, 370, 400, 400), 0);
  gst_buffer_unref (buffer);
  gst_harness_teardown (h);
}
GST_END_TEST;

GST_START_TEST (test_line_width)
{
  GstHarness *h = blending_harness ();
  GstBuffer *buffer;
  guint thin, thick;

  g_object_set (h->element, "line-width", 1.0, NULL);
  buffer = gray_frame (200, 100);
  add_box (buffer, 0.25, 0.25, 0.5, 0.5);
  buffer = gst_harness_push_and_pull (h, buffer);
  thin = count_drawn (buffer, 200, 0, 0, 200, 100);
  gst_buffer_unref (buffer);

  g_object_set (h->element, "line-width", 6.0, NULL);
  buffer = gray_frame (200, 100);
  add_box (buffer, 0.25, 0.25, 0.5, 0.5);
  buffer = gst_harness_push_and_pull (h, buffer);
  thick = count_drawn (buffer, 200, 0, 0, 200, 100);
  gst_buffer_unref (buffer);

  fail_unless (thick > 2 * thin);
  gst_harness_teardown (h);
}
GST_END_TEST;

GST_START_TEST (test_other_formats)
{
  static const char *const formats[] = { "I420", "NV12", "GRAY8", "RGB",
                                         "P010_10LE" };

  for (guint i = 0; i < G_N_ELEMENTS (formats); i++) {
    GstHarness *h = gst_harness_new ("encordoverlay");
    GstVideoInfo info;
    GstBuffer *buffer, *before;

    gst_video_info_set_format (&info, gst_video_format_from_string (formats[i]),
                               64, 64);
    gst_harness_set_src_caps (h, gst_video_info_to_caps (&info));
    buffer = gst_buffer_new_allocate (NULL, info.size, NULL);
    gst_buffer_memset (buffer, 0, 0x80, info.size);
    before = gst_buffer_copy_deep (buffer);
    add_box (buffer, 0.2, 0.3, 0.5, 0.5);
    buffer = gst_harness_push_and_pull (h, buffer);
    fail_if (gst_buffer_get_size (buffer) != info.size);
    {
      GstMapInfo map;

      gst_buffer_map (before, &map, GST_MAP_READ);
      fail_if (gst_buffer_memcmp (buffer, 0, map.data, map.size) == 0,
               "nothing drawn in %s", formats[i]);
      gst_buffer_unmap (before, &map);
    }
    gst_buffer_unref (before);
    gst_buffer_unref (buffer);
    gst_harness_teardown (h);
  }
}
GST_END_TEST;

GST_START_TEST (test_attaches_where_downstream_can)
{
  GstHarness *h = gst_harness_new ("encordoverlay");
  GstVideoOverlayCompositionMeta *meta;
  GstBuffer *buffer = gray_frame (200, 100);

  gst_harness_add_propose_allocation_meta (
      h, GST_VIDEO_OVERLAY_COMPOSITION_META_API_TYPE, NULL);
  gst_harness_set_src_caps_str (h, CAPS (200, 100));
  add_box (buffer, 0.25, 0.25, 0.5, 0.5);
  buffer = gst_harness_push_and_pull (h, buffer);

  fail_unless_equals_int (count_drawn (buffer, 200, 0, 0, 200, 100), 0);
  meta = gst_buffer_get_video_overlay_composition_meta (buffer);
  fail_unless (meta != NULL);
  fail_unless_equals_int (
      gst_video_overlay_composition_n_rectangles (meta->overlay), 1);
  gst_buffer_unref (buffer);

  buffer = gst_harness_push_and_pull (h, gray_frame (200, 100));
  fail_unless (gst_buffer_get_video_overlay_composition_meta (buffer) == NULL);
  gst_buffer_unref (buffer);
  gst_harness_teardown (h);
}
GST_END_TEST;

static Suite *
encordoverlay_suite (void)
{
  Suite *s = suite_create ("encordoverlay");
  TCase *tc = tcase_create ("general");

  suite_add_tcase (s, tc);
  tcase_add_test (tc, test_blends_where_downstream_cannot);
  tcase_add_test (tc, test_drawing_lives_one_frame);
  tcase_add_test (tc, test_follows_caps);
  tcase_add_test (tc, test_line_width);
  tcase_add_test (tc, test_other_formats);
  tcase_add_test (tc, test_attaches_where_downstream_can);

  return s;
}

GST_CHECK_MAIN (encordoverlay);
