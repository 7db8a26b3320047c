/* encordinfer.c - tests of the element that runs models
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <fcntl.h>
#include <sys/stat.h>

#include <glib/gstdio.h>
#include <gst/check/gstcheck.h>
#include <gst/check/gstharness.h>
#include <gst/encord/encord.h>
#include <gst/video/video.h>

/* The models find one box, whose score is the brightness of the picture: so a
 * label tells which frame it was made from. */

#define CAPS_32 "video/x-raw,format=RGB,width=32,height=32,framerate=25/1"

static char *
model_path (const char *name)
{
  return g_build_filename (g_getenv ("ENCORD_TEST_DATA"), "models", name, NULL);
}

static GstElement *
make_element (const char *model, guint max_in_flight)
{
  GstElement *element = gst_element_factory_make ("encordinfer", NULL);
  g_autofree char *path = model != NULL ? model_path (model) : NULL;

  fail_unless (element != NULL);
  g_object_set (element, "model-file", path, "precision",
                GST_ENCORD_PRECISION_F32, "confidence-threshold", 0.0,
                "max-in-flight", max_in_flight, NULL);

  return element;
}

static GstHarness *
make_harness (const char *model, guint max_in_flight, const char *caps)
{
  g_autoptr (GstElement) element =
      gst_object_ref_sink (make_element (model, max_in_flight));
  GstHarness *harness = gst_harness_new_with_element (element, "sink", "src");

  gst_harness_set_src_caps_str (harness, caps);

  return harness;
}

static GstBuffer *
make_frame (int width, int height, guint8 brightness, guint64 number)
{
  const gsize size = (gsize) GST_ROUND_UP_4 (width * 3) * (gsize) height;
  GstBuffer *buffer = gst_buffer_new_allocate (NULL, size, NULL);

  gst_buffer_memset (buffer, 0, brightness, size);
  GST_BUFFER_PTS (buffer) = number * 40 * GST_MSECOND;
  GST_BUFFER_OFFSET (buffer) = number;

  return buffer;
}

static const GstEncordLabel *
get_label (GstBuffer *buffer)
{
  GstEncordLabelsMeta *meta = gst_buffer_get_encord_labels_meta (buffer);

  fail_unless (meta != NULL);
  fail_unless_equals_int (meta->state, GST_ENCORD_LABELS_INFERRED);
  fail_unless_equals_int (meta->labels->len, 1);

  return &g_array_index (meta->labels, GstEncordLabel, 0);
}

static guint
count_labels (GstBuffer *buffer)
{
  GstEncordLabelsMeta *meta = gst_buffer_get_encord_labels_meta (buffer);

  fail_unless (meta != NULL);

  return meta->labels->len;
}

static void
assert_brightness (GstBuffer *buffer, guint8 brightness)
{
  const double score = get_label (buffer)->confidence;

  fail_unless (ABS (score - brightness / 255.0) < 1e-3,
               "score %f for brightness %u", score, brightness);
}

/* Frames */

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

/* Events */

static GstEvent *
make_marker (guint number)
{
  return gst_event_new_custom (
      GST_EVENT_CUSTOM_DOWNSTREAM,
      gst_structure_new ("marker", "number", G_TYPE_UINT, number, NULL));
}

static GstPadProbeReturn
record (GstPad *pad, GstPadProbeInfo *info, gpointer user_data)
{
  GString *seen = user_data;
  GstEvent *event;

  if (info->type & GST_PAD_PROBE_TYPE_BUFFER) {
    g_string_append (seen, "buffer ");
    return GST_PAD_PROBE_OK;
  }
  event = GST_PAD_PROBE_INFO_EVENT (info);
  if (gst_event_get_structure (event) != NULL &&
      GST_EVENT_TYPE (event) >= GST_EVENT_CUSTOM_UPSTREAM)
    g_string_append (seen,
                     gst_structure_get_name (gst_event_get_structure (event)));
  else
    g_string_append (seen, GST_EVENT_TYPE_NAME (event));
  g_string_append_c (seen, ' ');

  return GST_PAD_PROBE_OK;
}

static GString *
add_recorder (GstHarness *harness)
{
  GString *seen = g_string_new (NULL);

  gst_pad_add_probe (harness->sinkpad,
                     GST_PAD_PROBE_TYPE_BUFFER |
                         GST_PAD_PROBE_TYPE_EVENT_DOWNSTREAM,
                     record, seen, NULL);

  return seen;
}

static void
wait_for_eos (GstHarness *harness)
{
  gboolean eos = FALSE;

  while (!eos) {
    g_autoptr (GstEvent) event = gst_harness_pull_event (harness);

    eos = GST_EVENT_TYPE (event) == GST_EVENT_EOS;
  }
}

GST_START_TEST (events_and_frames_keep_their_order)
{
  g_autoptr (GstElement) element =
      gst_object_ref_sink (make_element ("slow.onnx", 4));
  GstHarness *harness = gst_harness_new_with_element (element, "sink", "src");
  GString *seen = add_recorder (harness);

  gst_harness_set_src_caps_str (harness, CAPS_32);
  gst_harness_push (harness, make_frame (32, 32, 1, 0));
  gst_harness_push_event (harness, make_marker (0));
  gst_harness_push_event (harness, gst_event_new_gap (0, GST_SECOND));
  gst_harness_push (harness, make_frame (32, 32, 2, 1));
  gst_harness_push (harness, make_frame (32, 32, 3, 2));
  gst_harness_push_event (harness, make_marker (1));
  gst_harness_push_event (harness, gst_event_new_eos ());
  wait_for_eos (harness);

  fail_unless_equals_string (
      seen->str, "stream-start caps segment encord-classes buffer marker gap "
                 "buffer buffer marker eos ");
  gst_harness_teardown (harness);
  g_string_free (seen, TRUE);
}
GST_END_TEST;

GST_START_TEST (classes_come_with_every_stream)
{
  g_autoptr (GstElement) element =
      gst_object_ref_sink (make_element ("rows.onnx", 2));
  GstHarness *harness = gst_harness_new_with_element (element, "sink", "src");
  GString *seen = add_recorder (harness);
  g_autoptr (GstEvent) event = NULL;
  g_auto (GStrv) names = NULL;

  gst_harness_set_src_caps_str (harness, CAPS_32);
  gst_harness_push (harness, make_frame (32, 32, 1, 0));
  gst_harness_push (harness, make_frame (32, 32, 1, 1));
  gst_harness_push_event (harness, gst_event_new_stream_start ("next"));
  gst_harness_push (harness, make_frame (32, 32, 1, 2));
  gst_harness_push_event (harness, gst_event_new_eos ());
  wait_for_eos (harness);

  fail_unless_equals_string (
      seen->str, "stream-start caps segment encord-classes buffer buffer "
                 "stream-start encord-classes buffer eos ");
  event = gst_pad_get_sticky_event (harness->sinkpad,
                                    GST_EVENT_CUSTOM_DOWNSTREAM_STICKY, 0);
  names = gst_encord_classes_event_parse (event);
  fail_unless_equals_int (g_strv_length (names), 3);
  fail_unless_equals_string (names[0], "cat");
  fail_unless_equals_string (names[2], "V\xc3\xb6gel");
  gst_harness_teardown (harness);
  g_string_free (seen, TRUE);
}
GST_END_TEST;

GST_START_TEST (eos_drains)
{
  GstHarness *harness = make_harness ("slow.onnx", 8, CAPS_32);

  for (guint i = 0; i < 8; i++)
    gst_harness_push (harness, make_frame (32, 32, 10, i));
  gst_harness_push_event (harness, gst_event_new_eos ());
  wait_for_eos (harness);

  fail_unless_equals_int (gst_harness_buffers_received (harness), 8);
  gst_harness_teardown (harness);
}
GST_END_TEST;

/* after a flush in mid-stream nothing of before comes out, and each frame after
 * it has its own labels */
GST_START_TEST (flush_forgets_what_runs)
{
  GstHarness *harness = make_harness ("slow.onnx", 4, CAPS_32);
  GstSegment segment;

  gst_segment_init (&segment, GST_FORMAT_TIME);
  for (guint round = 0; round < 50; round++) {
    const guint64 base = round * 100;
    GstBuffer *buffer;

    for (guint i = 0; i < round % 5; i++)
      gst_harness_push (harness, make_frame (32, 32, 250, base + i));
    fail_unless (
        gst_harness_push_event (harness, gst_event_new_flush_start ()));
    fail_unless (
        gst_harness_push_event (harness, gst_event_new_flush_stop (TRUE)));
    while ((buffer = gst_harness_try_pull (harness)) != NULL)
      gst_buffer_unref (buffer);

    gst_harness_push_event (harness, gst_event_new_segment (&segment));
    gst_harness_push (harness,
                      make_frame (32, 32, (guint8) (round + 1), base + 50));
    buffer = gst_harness_pull (harness);
    fail_unless_equals_uint64 (GST_BUFFER_OFFSET (buffer), base + 50);
    assert_brightness (buffer, (guint8) (round + 1));
    gst_buffer_unref (buffer);
  }
  gst_harness_teardown (harness);
}
GST_END_TEST;

static gpointer
flush_now (gpointer data)
{
  GstHarness *harness = data;

  gst_pad_push_event (harness->srcpad, gst_event_new_flush_start ());

  return NULL;
}

/* a flush comes while the streaming thread waits for a free request */
GST_START_TEST (flush_wakes_the_streaming_thread)
{
  GstHarness *harness = make_harness ("slow.onnx", 1, CAPS_32);
  GstFlowReturn flow = GST_FLOW_OK;
  GThread *thread;

  gst_harness_push (harness, make_frame (32, 32, 1, 0));
  thread = g_thread_new ("flush", flush_now, harness);
  while (flow == GST_FLOW_OK)
    flow = gst_harness_push (harness, make_frame (32, 32, 1, 1));
  g_thread_join (thread);

  fail_unless_equals_int (flow, GST_FLOW_FLUSHING);
  gst_harness_push_event (harness, gst_event_new_flush_stop (TRUE));
  gst_harness_teardown (harness);
}
GST_END_TEST;

/* States */

GST_START_TEST (shuts_down_while_requests_run)
{
  g_autofree char *path = model_path ("slow.onnx");
  g_autofree char *launch = g_strdup_printf (
      "videotestsrc ! video/x-raw,width=32,height=32,format=RGB ! "
      "encordinfer name=infer max-in-flight=4 model-file=\"%s\" ! "
      "fakesink name=sink sync=false signal-handoffs=true",
      path);
  g_autoptr (GstElement) pipeline = gst_parse_launch (launch, NULL);

  fail_unless (pipeline != NULL);
  for (guint i = 0; i < 50; i++) {
    gst_element_set_state (pipeline, GST_STATE_PLAYING);
    /* half of them while the first frames are still running */
    if (i % 2 == 0)
      fail_unless_equals_int (
          gst_element_get_state (pipeline, NULL, NULL, GST_CLOCK_TIME_NONE),
          GST_STATE_CHANGE_SUCCESS);
    fail_unless_equals_int (gst_element_set_state (pipeline, GST_STATE_READY),
                            GST_STATE_CHANGE_SUCCESS);
  }
  gst_element_set_state (pipeline, GST_STATE_NULL);
}
GST_END_TEST;

static void
cycle (GstElement *element, GstStateChangeReturn expected)
{
  fail_unless_equals_int (gst_element_set_state (element, GST_STATE_PAUSED),
                          expected);
  fail_unless (gst_element_set_state (element, GST_STATE_READY) !=
               GST_STATE_CHANGE_ASYNC);
}

/* the file is damaged, with time and size as before: whoever reads it again
 * fails */
GST_START_TEST (same_model_is_not_loaded_again)
{
  g_autofree char *folder = g_dir_make_tmp ("encord-XXXXXX", NULL);
  g_autofree char *copy = g_build_filename (folder, "model.onnx", NULL);
  g_autofree char *original = model_path ("rows.onnx");
  g_autofree char *data = NULL;
  GstElement *element = gst_element_factory_make ("encordinfer", NULL);
  struct timespec times[2];
  struct stat before;
  gsize size;

  fail_unless (g_file_get_contents (original, &data, &size, NULL));
  fail_unless (g_file_set_contents (copy, data, (gssize) size, NULL));
  fail_unless_equals_int (stat (copy, &before), 0);
  g_object_set (element, "model-file", copy, NULL);
  cycle (element, GST_STATE_CHANGE_SUCCESS);

  memset (data, 0xff, size);
  fail_unless (g_file_set_contents (copy, data, (gssize) size, NULL));
  times[0] = before.st_atim;
  times[1] = before.st_mtim;
  fail_unless_equals_int (utimensat (AT_FDCWD, copy, times, 0), 0);
  cycle (element, GST_STATE_CHANGE_SUCCESS);

  /* another time is another file */
  times[1].tv_sec++;
  fail_unless_equals_int (utimensat (AT_FDCWD, copy, times, 0), 0);
  cycle (element, GST_STATE_CHANGE_FAILURE);

  gst_element_set_state (element, GST_STATE_NULL);
  gst_object_unref (element);
  g_unlink (copy);
  g_rmdir (folder);
}
GST_END_TEST;

/* Queries and flow */

static GstFlowReturn
refuse_buffer (GstPad *pad, GstObject *parent, GstBuffer *buffer)
{
  gst_buffer_unref (buffer);

  return (GstFlowReturn) GPOINTER_TO_INT (
      g_object_get_data (G_OBJECT (pad), "flow"));
}

static const GstFlowReturn flows[] = { GST_FLOW_EOS, GST_FLOW_NOT_LINKED,
                                       GST_FLOW_ERROR };

GST_START_TEST (flow_reaches_upstream)
{
  GstHarness *harness = make_harness ("rows.onnx", 2, CAPS_32);
  GstFlowReturn flow = GST_FLOW_OK;

  g_object_set_data (G_OBJECT (harness->sinkpad), "flow",
                     GINT_TO_POINTER ((int) flows[__i__]));
  gst_pad_set_chain_function (harness->sinkpad, refuse_buffer);
  while (flow == GST_FLOW_OK)
    flow = gst_harness_push (harness, make_frame (32, 32, 1, 0));

  fail_unless_equals_int (flow, flows[__i__]);
  gst_harness_teardown (harness);
}
GST_END_TEST;

static gint
count_buffers (GstHarness *harness)
{
  return (gint) gst_harness_buffers_received (harness);
}

static gboolean
propose_pool (GstPad *pad, GstObject *parent, GstQuery *query)
{
  if (GST_QUERY_TYPE (query) != GST_QUERY_ALLOCATION)
    return gst_pad_query_default (pad, parent, query);
  gst_query_add_allocation_pool (query, NULL, 3072, 2, 5);

  return TRUE;
}

GST_START_TEST (serialized_query_waits_for_the_frames)
{
  GstHarness *harness = make_harness ("slow.onnx", 4, CAPS_32);
  g_autoptr (GstCaps) caps = gst_caps_from_string (CAPS_32);
  g_autoptr (GstQuery) query = gst_query_new_allocation (caps, TRUE);
  guint size;
  guint min;
  guint max;

  for (guint i = 0; i < 4; i++)
    gst_harness_push (harness, make_frame (32, 32, 1, i));
  gst_pad_set_query_function (harness->sinkpad, propose_pool);
  fail_unless (gst_pad_peer_query (harness->srcpad, query));

  fail_unless_equals_int (count_buffers (harness), 4);
  gst_query_parse_nth_allocation_pool (query, 0, NULL, &size, &min, &max);
  fail_unless_equals_int (min, 2 + 4);
  fail_unless_equals_int (max, 5 + 4);
  gst_harness_teardown (harness);
}
GST_END_TEST;

GST_START_TEST (serialized_query_fails_while_flushing)
{
  GstHarness *harness = make_harness ("rows.onnx", 2, CAPS_32);
  g_autoptr (GstCaps) caps = gst_caps_from_string (CAPS_32);
  g_autoptr (GstQuery) query = gst_query_new_allocation (caps, TRUE);

  gst_harness_push_event (harness, gst_event_new_flush_start ());
  fail_if (gst_pad_peer_query (harness->srcpad, query));
  gst_harness_push_event (harness, gst_event_new_flush_stop (TRUE));
  gst_harness_teardown (harness);
}
GST_END_TEST;

GST_START_TEST (latency_is_added)
{
  GstHarness *harness = make_harness ("slow.onnx", 2, CAPS_32);

  gst_harness_set_upstream_latency (harness, GST_SECOND);
  fail_unless (gst_harness_query_latency (harness) > GST_SECOND);
  gst_harness_teardown (harness);
}
GST_END_TEST;

/* Messages */

typedef struct
{
  GstElement *element;
  GstBus *bus;
} OnBus;

static OnBus
put_on_bus (GstElement *element)
{
  OnBus it = { element, gst_bus_new () };

  gst_element_set_bus (element, it.bus);

  return it;
}

static void
take_off_bus (OnBus *it)
{
  gst_element_set_state (it->element, GST_STATE_NULL);
  gst_element_set_bus (it->element, NULL);
  gst_object_unref (it->bus);
  gst_object_unref (it->element);
}

static void
assert_one_error (GstBus *bus, GQuark domain, int code, const char *part)
{
  g_autoptr (GstMessage) message =
      gst_bus_pop_filtered (bus, GST_MESSAGE_ERROR);
  g_autoptr (GstMessage) second = gst_bus_pop_filtered (bus, GST_MESSAGE_ERROR);
  g_autoptr (GError) error = NULL;
  g_autofree char *remedy = NULL;

  fail_unless (message != NULL);
  fail_unless (second == NULL);
  gst_message_parse_error (message, &error, &remedy);
  fail_unless (g_error_matches (error, domain, code), "%s %d: %s",
               g_quark_to_string (error->domain), error->code, error->message);
  fail_unless (strstr (error->message, part) != NULL, "%s lacks %s",
               error->message, part);
  fail_unless (g_str_has_suffix (remedy, "."));
  /* what is said where nobody knew a remedy */
  fail_unless (strstr (remedy, "GST_DEBUG") == NULL, "%s", remedy);
}

static void
assert_one_warning (GstBus *bus, const char *part)
{
  g_autoptr (GstMessage) message =
      gst_bus_pop_filtered (bus, GST_MESSAGE_WARNING);
  g_autoptr (GstMessage) second =
      gst_bus_pop_filtered (bus, GST_MESSAGE_WARNING);
  g_autoptr (GError) error = NULL;

  fail_unless (message != NULL);
  fail_unless (second == NULL);
  gst_message_parse_warning (message, &error, NULL);
  fail_unless (strstr (error->message, part) != NULL, "%s lacks %s",
               error->message, part);
}

static void
assert_refused (GstElement *element, GQuark domain, int code, const char *part)
{
  OnBus it = put_on_bus (element);

  fail_unless_equals_int (gst_element_set_state (element, GST_STATE_PAUSED),
                          GST_STATE_CHANGE_FAILURE);
  assert_one_error (it.bus, domain, code, part);
  take_off_bus (&it);
}

GST_START_TEST (error_without_model)
{
  assert_refused (make_element (NULL, 0), GST_RESOURCE_ERROR,
                  GST_RESOURCE_ERROR_SETTINGS, "model-file");
}
GST_END_TEST;

GST_START_TEST (error_for_missing_model)
{
  assert_refused (make_element ("no-such.onnx", 0), GST_RESOURCE_ERROR,
                  GST_RESOURCE_ERROR_NOT_FOUND, "no-such.onnx: no such file");
}
GST_END_TEST;

GST_START_TEST (error_for_corrupt_model)
{
  assert_refused (make_element ("make-models.py", 0), GST_STREAM_ERROR,
                  GST_STREAM_ERROR_FORMAT, "make-models.py");
}
GST_END_TEST;

GST_START_TEST (error_for_unknown_layout)
{
  assert_refused (make_element ("classes.onnx", 0), GST_STREAM_ERROR,
                  GST_STREAM_ERROR_FORMAT, "output0 float[1,10]");
}
GST_END_TEST;

GST_START_TEST (error_for_missing_label_file)
{
  GstElement *element = make_element ("rows.onnx", 0);

  g_object_set (element, "label-file", "/no/such/labels.txt", NULL);
  assert_refused (element, GST_RESOURCE_ERROR, GST_RESOURCE_ERROR_NOT_FOUND,
                  "/no/such/labels.txt: no such file");
}
GST_END_TEST;

GST_START_TEST (error_for_unknown_device)
{
  GstElement *element = make_element ("rows.onnx", 0);

  g_object_set (element, "device", "TOASTER", NULL);
  assert_refused (element, GST_LIBRARY_ERROR, GST_LIBRARY_ERROR_SETTINGS,
                  "TOASTER");
}
GST_END_TEST;

GST_START_TEST (error_without_engine)
{
  g_autofree char *path = g_strdup (g_getenv ("GST_ENCORD_ENGINE_PATH"));

  g_setenv ("GST_ENCORD_ENGINE_PATH", "/no/such/folder", TRUE);
  assert_refused (make_element ("rows.onnx", 0), GST_CORE_ERROR,
                  GST_CORE_ERROR_MISSING_PLUGIN, "/no/such/folder");
  g_setenv ("GST_ENCORD_ENGINE_PATH", path, TRUE);
}
GST_END_TEST;

GST_START_TEST (error_for_failing_run)
{
  GstHarness *harness = make_harness ("failing.onnx", 2, CAPS_32);
  g_autoptr (GstBus) bus = gst_bus_new ();
  GstFlowReturn flow = GST_FLOW_OK;
  g_autoptr (GstBuffer) bright = NULL;

  gst_element_set_bus (harness->element, bus);
  gst_harness_push (harness, make_frame (32, 32, 255, 0));
  bright = gst_harness_pull (harness);
  while (flow == GST_FLOW_OK)
    flow = gst_harness_push (harness, make_frame (32, 32, 0, 1));

  fail_unless_equals_int (flow, GST_FLOW_ERROR);
  assert_one_error (bus, GST_LIBRARY_ERROR, GST_LIBRARY_ERROR_FAILED,
                    "the run failed");
  gst_element_set_bus (harness->element, NULL);
  gst_harness_teardown (harness);
}
GST_END_TEST;

GST_START_TEST (error_for_short_buffer)
{
  GstHarness *harness = make_harness ("rows.onnx", 2, CAPS_32);
  g_autoptr (GstBus) bus = gst_bus_new ();

  gst_element_set_bus (harness->element, bus);
  fail_unless_equals_int (
      gst_harness_push (harness, gst_buffer_new_allocate (NULL, 100, NULL)),
      GST_FLOW_ERROR);
  assert_one_error (bus, GST_RESOURCE_ERROR, GST_RESOURCE_ERROR_READ,
                    "32x32 RGB");
  gst_element_set_bus (harness->element, NULL);
  gst_harness_teardown (harness);
}
GST_END_TEST;

static void
assert_warning_with_labels (const char *text, const char *part)
{
  g_autofree char *folder = g_dir_make_tmp ("encord-XXXXXX", NULL);
  g_autofree char *labels = g_build_filename (folder, "labels.txt", NULL);
  OnBus it = put_on_bus (make_element ("v8.onnx", 0));

  fail_unless (g_file_set_contents (labels, text, -1, NULL));
  g_object_set (it.element, "label-file", labels, NULL);
  fail_unless_equals_int (gst_element_set_state (it.element, GST_STATE_PAUSED),
                          GST_STATE_CHANGE_SUCCESS);
  if (part != NULL)
    assert_one_warning (it.bus, part);
  else
    fail_if (gst_bus_have_pending (it.bus) &&
             gst_bus_pop_filtered (it.bus, GST_MESSAGE_WARNING) != NULL);
  take_off_bus (&it);
  g_unlink (labels);
  g_rmdir (folder);
}

GST_START_TEST (warning_for_wrong_number_of_names)
{
  assert_warning_with_labels ("a\nb\n", NULL);
  assert_warning_with_labels ("a\n", "1 class names for 2 classes");
}
GST_END_TEST;

GST_START_TEST (model_cannot_change_while_it_runs)
{
  OnBus it = put_on_bus (make_element ("rows.onnx", 0));
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;

  g_object_get (it.element, "model-file", &before, NULL);
  gst_element_set_state (it.element, GST_STATE_PAUSED);
  g_object_set (it.element, "model-file", "other.onnx", NULL);
  g_object_get (it.element, "model-file", &after, NULL);

  fail_unless_equals_string (before, after);
  assert_one_warning (it.bus, "model-file");
  take_off_bus (&it);
}
GST_END_TEST;

static guint64
get_uint64 (const GstStructure *stats, const char *field)
{
  guint64 value = G_MAXUINT64;

  fail_unless (gst_structure_get_uint64 (stats, field, &value));

  return value;
}

GST_START_TEST (stats_count)
{
  GstHarness *harness = make_harness ("v8.onnx", 2, CAPS_32);
  g_autoptr (GstStructure) stats = NULL;
  g_autoptr (GstMessage) message = NULL;
  g_autoptr (GstBus) bus = gst_bus_new ();

  gst_element_set_bus (harness->element, bus);
  g_object_set (harness->element, "confidence-threshold", 0.25,
                "stats-interval", G_GUINT64_CONSTANT (1), NULL);
  for (guint i = 0; i < 10; i++)
    gst_harness_push (harness, make_frame (32, 32, 255, i));
  gst_harness_push_event (harness, gst_event_new_eos ());
  wait_for_eos (harness);
  g_object_get (harness->element, "stats", &stats, NULL);

  fail_unless (gst_structure_has_name (stats, "encord-stats"));
  fail_unless_equals_uint64 (get_uint64 (stats, "frames"), 10);
  fail_unless_equals_uint64 (get_uint64 (stats, "labels"), 30);
  fail_unless_equals_uint64 (get_uint64 (stats, "candidates"), 40);
  fail_unless_equals_uint64 (get_uint64 (stats, "suppressed"), 10);
  fail_unless_equals_string (gst_structure_get_string (stats, "layout"), "v8");
  message = gst_bus_pop_filtered (bus, GST_MESSAGE_ELEMENT);
  fail_unless (message != NULL);
  fail_unless (gst_message_has_name (message, "encord-stats"));
  gst_element_set_bus (harness->element, NULL);
  gst_harness_teardown (harness);
}
GST_END_TEST;

/* keeps the digest that reaches the element downstream */
static GstPadProbeReturn
take_digest (GstPad *pad, GstPadProbeInfo *info, gpointer data)
{
  GstQuery *query = GST_PAD_PROBE_INFO_QUERY (info);
  char **digest = data;

  if (!gst_encord_is_resume_query (query))
    return GST_PAD_PROBE_OK;
  g_free (*digest);
  *digest = g_strdup (gst_encord_resume_query_get_digest (query));

  return GST_PAD_PROBE_OK;
}

/* (transfer full): with this model, and a property changed */
static char *
ask_digest (const char *model, const char *property, const char *value,
            const char *before)
{
  GstHarness *harness = make_harness (model, 1, CAPS_32);
  g_autoptr (GstEncordUnit) unit = g_object_new (GST_TYPE_ENCORD_UNIT, NULL);
  g_autoptr (GstQuery) query = gst_encord_resume_query_new (unit);
  char *digest = NULL;

  if (property != NULL)
    gst_util_set_object_arg (G_OBJECT (harness->element), property, value);
  gst_pad_add_probe (harness->sinkpad,
                     GST_PAD_PROBE_TYPE_QUERY_DOWNSTREAM |
                         GST_PAD_PROBE_TYPE_PUSH,
                     take_digest, &digest, NULL);
  gst_encord_resume_query_set_digest (query, before);
  gst_pad_peer_query (harness->srcpad, query);
  /* the next branch of a tee finds the query as it was */
  fail_unless_equals_string (gst_encord_resume_query_get_digest (query),
                             before);
  fail_unless (digest != NULL);
  gst_harness_teardown (harness);

  return digest;
}

GST_START_TEST (digest_tells_what_labels_come_from)
{
  static const struct
  {
    const char *model, *property, *value, *before;
  } others[] = {
    { "kept.onnx", NULL, NULL, NULL },
    { "ir.xml", NULL, NULL, NULL },
    { "rows.onnx", "confidence-threshold", "0.5", NULL },
    { "rows.onnx", "iou-threshold", "0.5", NULL },
    { "rows.onnx", "max-detections", "7", NULL },
    { "rows.onnx", NULL, NULL, "before" },
  };
  g_autofree char *digest = ask_digest ("rows.onnx", NULL, NULL, NULL);
  g_autofree char *again =
      ask_digest ("rows.onnx", "stats-interval", "1000000000", NULL);

  fail_unless_equals_string (digest, again);
  for (gsize i = 0; i < G_N_ELEMENTS (others); i++) {
    g_autofree char *other = ask_digest (others[i].model, others[i].property,
                                         others[i].value, others[i].before);

    fail_if (g_str_equal (digest, other), "%s %s", others[i].model,
             others[i].property);
  }
}
GST_END_TEST;

static Suite *
encordinfer_suite (void)
{
  Suite *suite = suite_create ("encordinfer");
  TCase *frames = tcase_create ("frames");
  TCase *events = tcase_create ("events");
  TCase *states = tcase_create ("states");
  TCase *queries = tcase_create ("queries");
  TCase *messages = tcase_create ("messages");

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

  suite_add_tcase (suite, events);
  tcase_add_test (events, events_and_frames_keep_their_order);
  tcase_add_test (events, classes_come_with_every_stream);
  tcase_add_test (events, eos_drains);
  tcase_add_test (events, flush_forgets_what_runs);
  tcase_add_test (events, flush_wakes_the_streaming_thread);

  suite_add_tcase (suite, states);
  tcase_add_test (states, shuts_down_while_requests_run);
  tcase_add_test (states, same_model_is_not_loaded_again);
  tcase_add_test (states, digest_tells_what_labels_come_from);

  suite_add_tcase (suite, queries);
  tcase_add_loop_test (queries, flow_reaches_upstream, 0, G_N_ELEMENTS (flows));
  tcase_add_test (queries, serialized_query_waits_for_the_frames);
  tcase_add_test (queries, serialized_query_fails_while_flushing);
  tcase_add_test (queries, latency_is_added);

  suite_add_tcase (suite, messages);
  tcase_add_test (messages, error_without_model);
  tcase_add_test (messages, error_for_missing_model);
  tcase_add_test (messages, error_for_corrupt_model);
  tcase_add_test (messages, error_for_unknown_layout);
  tcase_add_test (messages, error_for_missing_label_file);
  tcase_add_test (messages, error_for_unknown_device);
  tcase_add_test (messages, error_without_engine);
  tcase_add_test (messages, error_for_failing_run);
  tcase_add_test (messages, error_for_short_buffer);
  tcase_add_test (messages, warning_for_wrong_number_of_names);
  tcase_add_test (messages, model_cannot_change_while_it_runs);
  tcase_add_test (messages, stats_count);

  return suite;
}

GST_CHECK_MAIN (encordinfer)
