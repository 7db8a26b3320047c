/* encordinfer-frames.c - the labels of each frame
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <gst/video/video.h>

#include "infer-harness.h"

GST_START_TEST (each_frame_keeps_its_place_and_its_label)
{
  GstHarness *harness = make_harness ("rows.onnx", 4, CAPS_32);

  for (guint i = 1; i <= 80; i++)
    fail_unless_equals_int (
        gst_harness_push (harness, make_frame (32, 32, (guint8) (i * 3), i)),
        GST_FLOW_OK);
  for (guint i = 1; i <= 80; i++) {
    g_autoptr (GstBuffer) buffer = gst_harness_pull (harness);

    fail_unless_equals_uint64 (GST_BUFFER_OFFSET (buffer), i);
    assert_brightness (buffer, (guint8) (i * 3));
  }
  gst_harness_teardown (harness);
}
GST_END_TEST;

GST_START_TEST (boxes_are_fractions_of_the_frame)
{
  GstHarness *harness =
      make_harness ("rows.onnx", 2,
                    "video/x-raw,format=RGB,width=64,height=32,framerate=1/1,"
                    "pixel-aspect-ratio=2/1");
  g_autoptr (GstBuffer) buffer = NULL;
  const GstEncordLabel *label;
  GstVideoRegionOfInterestMeta *region;

  gst_harness_push (harness, make_frame (64, 32, 128, 0));
  buffer = gst_harness_pull (harness);
  label = get_label (buffer);

  /* 4,8 to 20,24 in 32x32, where the frame takes the rows 8 to 24 */
  fail_unless_equals_float (label->box.x, 4.0 / 32);
  fail_unless_equals_float (label->box.y, 0.0);
  fail_unless_equals_float (label->box.width, 16.0 / 32);
  fail_unless_equals_float (label->box.height, 1.0);
  fail_unless_equals_int (label->class_index, 1);
  fail_unless_equals_string (g_quark_to_string (label->class_name), "dog's");
  fail_unless_equals_string (g_quark_to_string (label->origin), "encordinfer");
  fail_unless_equals_int (label->shape, ENCORD_SHAPE_BOUNDING_BOX);
  fail_unless (label->track_id == -1);

  region = gst_buffer_get_video_region_of_interest_meta_id (buffer, 0);
  fail_unless (region != NULL);
  fail_unless (gst_encord_region_is_mirror (region));
  fail_unless_equals_int (region->x, 8);
  fail_unless_equals_int (region->w, 32);
  gst_harness_teardown (harness);
}
GST_END_TEST;

/* the bars are grey and count with what the frame leaves free */
GST_START_TEST (bars_are_grey)
{
  GstHarness *harness =
      make_harness ("rows.onnx", 2,
                    "video/x-raw,format=RGB,width=64,height=32,framerate=1/1");
  g_autoptr (GstBuffer) buffer = NULL;

  gst_harness_push (harness, make_frame (64, 32, 0, 0));
  buffer = gst_harness_pull (harness);

  assert_brightness (buffer, 114 / 2);
  gst_harness_teardown (harness);
}
GST_END_TEST;

GST_START_TEST (pixels_are_not_touched)
{
  GstHarness *harness = make_harness ("rows.onnx", 2, CAPS_32);
  GstBuffer *frame = make_frame (32, 32, 77, 0);
  g_autoptr (GstMemory) memory = gst_buffer_get_memory (frame, 0);
  g_autoptr (GstBuffer) buffer = NULL;

  gst_harness_push (harness, frame);
  buffer = gst_harness_pull (harness);

  fail_unless (gst_buffer_peek_memory (buffer, 0) == memory);
  gst_harness_teardown (harness);
}
GST_END_TEST;

static const char *const formats[] = { "I420", "NV12",  "YUY2",      "BGRA",
                                       "RGBx", "GRAY8", "I420_10LE", "Y444" };

GST_START_TEST (formats_are_converted)
{
  g_autofree char *source =
      g_strdup_printf ("videotestsrc pattern=white num-buffers=1 ! capsfilter "
                       "caps=video/x-raw,format=%s,width=33,height=33",
                       formats[__i__]);
  g_autoptr (GstElement) element =
      gst_object_ref_sink (make_element ("rows.onnx", 0));
  GstHarness *harness = gst_harness_new_with_element (element, "sink", "src");
  g_autoptr (GstBuffer) buffer = NULL;

  gst_harness_add_src_parse (harness, source, FALSE);
  fail_unless_equals_int (gst_harness_push_from_src (harness), GST_FLOW_OK);
  buffer = gst_harness_pull (harness);

  fail_unless (get_label (buffer)->confidence > 0.9);
  gst_harness_teardown (harness);
}
GST_END_TEST;

static const struct
{
  int width;
  int height;
} sizes[] = { { 1, 1 }, { 3, 5 }, { 1920, 2 }, { 640, 480 }, { 31, 1000 } };

/* pictures of a group differ in size: new caps with each of them */
GST_START_TEST (size_may_change_with_every_frame)
{
  GstHarness *harness = make_harness ("rows.onnx", 3, CAPS_32);

  for (guint i = 0; i < 20; i++) {
    const int width = sizes[i % G_N_ELEMENTS (sizes)].width;
    const int height = sizes[i % G_N_ELEMENTS (sizes)].height;
    g_autofree char *caps = g_strdup_printf (
        "video/x-raw,format=RGB,width=%d,height=%d,framerate=0/1", width,
        height);

    gst_harness_set_src_caps_str (harness, caps);
    gst_harness_push (harness, make_frame (width, height, 114, i));
  }
  for (guint i = 0; i < 20; i++) {
    g_autoptr (GstBuffer) buffer = gst_harness_pull (harness);
    GstEncordLabelsMeta *meta = gst_buffer_get_encord_labels_meta (buffer);

    fail_unless_equals_uint64 (GST_BUFFER_OFFSET (buffer), i);
    fail_unless (meta != NULL);
  }
  gst_harness_teardown (harness);
}
GST_END_TEST;

GST_START_TEST (interlaced_is_taken)
{
  GstHarness *harness = make_harness ("rows.onnx", 2,
                                      CAPS_32 ",interlace-mode=interleaved,"
                                              "field-order=top-field-first");
  g_autoptr (GstBuffer) buffer = NULL;

  gst_harness_push (harness, make_frame (32, 32, 200, 0));
  buffer = gst_harness_pull (harness);
  assert_brightness (buffer, 200);
  gst_harness_teardown (harness);
}
GST_END_TEST;

static const char *const other_models[] = { "bytes.onnx", "sized.onnx",
                                            "ir.xml" };

GST_START_TEST (inputs_of_all_kinds)
{
  GstHarness *harness =
      make_harness (other_models[__i__], 0,
                    "video/x-raw,format=RGB,width=64,height=48,framerate=1/1");
  g_autoptr (GstBuffer) buffer = NULL;

  gst_harness_push (harness, make_frame (64, 48, 114, 0));
  buffer = gst_harness_pull (harness);
  assert_brightness (buffer, 114);
  gst_harness_teardown (harness);
}
GST_END_TEST;

GST_START_TEST (no_rows_are_no_labels)
{
  GstHarness *harness = make_harness ("kept.onnx", 2, CAPS_32);
  g_autoptr (GstBuffer) dark = NULL;
  g_autoptr (GstBuffer) bright = NULL;

  gst_harness_push (harness, make_frame (32, 32, 0, 0));
  gst_harness_push (harness, make_frame (32, 32, 255, 1));
  dark = gst_harness_pull (harness);
  bright = gst_harness_pull (harness);

  fail_unless_equals_int (count_labels (dark), 0);
  fail_unless_equals_int (count_labels (bright), 1);
  gst_harness_teardown (harness);
}
GST_END_TEST;

GST_START_TEST (thresholds_change_while_running)
{
  GstHarness *harness = make_harness ("v8.onnx", 1, CAPS_32);
  const struct
  {
    double confidence;
    double iou;
    guint max;
    guint n_labels;
  } steps[] = {
    { 0.25, 0.45, 300, 3 }, /* one of four suppressed */
    { 0.25, 0.95, 300, 4 }, { 0.85, 0.45, 300, 2 },
    { 0.25, 0.45, 1, 1 },   { 1.0, 0.45, 300, 1 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (steps); i++) {
    g_autoptr (GstBuffer) buffer = NULL;

    g_object_set (harness->element, "confidence-threshold", steps[i].confidence,
                  "iou-threshold", steps[i].iou, "max-detections", steps[i].max,
                  NULL);
    gst_harness_push (harness, make_frame (32, 32, 255, i));
    buffer = gst_harness_pull (harness);
    fail_unless_equals_int (count_labels (buffer), steps[i].n_labels);
  }
  gst_harness_teardown (harness);
}
GST_END_TEST;

static Suite *
encordinfer_frames_suite (void)
{
  Suite *suite = suite_create ("encordinfer-frames");
  TCase *frames = tcase_create ("frames");

  suite_add_tcase (suite, frames);
  tcase_add_test (frames, each_frame_keeps_its_place_and_its_label);
  tcase_add_test (frames, boxes_are_fractions_of_the_frame);
  tcase_add_test (frames, bars_are_grey);
  tcase_add_test (frames, pixels_are_not_touched);
  tcase_add_loop_test (frames, formats_are_converted, 0,
                       G_N_ELEMENTS (formats));
  tcase_add_test (frames, size_may_change_with_every_frame);
  tcase_add_test (frames, interlaced_is_taken);
  tcase_add_loop_test (frames, inputs_of_all_kinds, 0,
                       G_N_ELEMENTS (other_models));
  tcase_add_test (frames, no_rows_are_no_labels);
  tcase_add_test (frames, thresholds_change_while_running);

  return suite;
}

GST_CHECK_MAIN (encordinfer_frames);
