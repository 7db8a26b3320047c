/* flush.c - filters drop what is in the works on a flush, and go on after it
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <gst/check/gstcheck.h>
#include <gst/check/gstharness.h>
#include <gst/encord/encord.h>

#include "rounds.h"

#define CAPS "video/x-raw,format=RGB,width=64,height=48,framerate=25/1"
#define FRAME_SIZE (64 * 48 * 3)
#define BEFORE 3
#define AFTER 2

static char *
launch_infer (void)
{
  const char *folder = g_getenv ("ENCORD_TEST_MODELS");
  g_autofree char *model = NULL;

  if (folder == NULL)
    return NULL;
  model = g_build_filename (folder, "face.xml", NULL);
  if (!g_file_test (model, G_FILE_TEST_EXISTS))
    return NULL;

  return g_strdup_printf ("encordinfer max-in-flight=4 model-file=%s", model);
}

static void
push_frames (GstHarness *h, guint n, GstClockTime start)
{
  for (guint i = 0; i < n; i++) {
    GstBuffer *buffer = gst_buffer_new_allocate (NULL, FRAME_SIZE, NULL);

    gst_buffer_memset (buffer, 0, 0x40, FRAME_SIZE);
    GST_BUFFER_PTS (buffer) = start + i * 40 * GST_MSECOND;
    fail_unless_equals_int (gst_harness_push (h, buffer), GST_FLOW_OK);
  }
}

static void
flush (GstHarness *h)
{
  GstSegment segment;

  fail_unless (gst_harness_push_event (h, gst_event_new_flush_start ()));
  fail_unless (gst_harness_push_event (h, gst_event_new_flush_stop (TRUE)));
  gst_segment_init (&segment, GST_FORMAT_TIME);
  fail_unless (gst_harness_push_event (h, gst_event_new_segment (&segment)));
}

/* what comes out after a flush is what went in after it, in order */
static void
check_flushes (const char *launch)
{
  GstHarness *h = gst_harness_new_parse (launch);
  GstClockTime now = 0;

  gst_harness_set_src_caps_str (h, CAPS);
  for (int round = 0; round < ROUNDS; round++) {
    push_frames (h, BEFORE, now);
    flush (h);
    while (gst_harness_buffers_in_queue (h) > 0)
      gst_buffer_unref (gst_harness_pull (h));
    now += GST_SECOND;
    push_frames (h, AFTER, now);
    for (int i = 0; i < AFTER; i++) {
      GstBuffer *buffer = gst_harness_pull (h);

      fail_unless (buffer != NULL);
      fail_unless_equals_uint64 (GST_BUFFER_PTS (buffer),
                                 now + i * 40 * GST_MSECOND);
      gst_buffer_unref (buffer);
    }
    now += GST_SECOND;
  }
  fail_unless (gst_harness_push_event (h, gst_event_new_eos ()));
  gst_harness_teardown (h);
}

GST_START_TEST (test_overlay)
{
  check_flushes ("encordoverlay");
}
GST_END_TEST;

GST_START_TEST (test_infer)
{
  g_autofree char *launch = launch_infer ();

  if (launch != NULL)
    check_flushes (launch);
}
GST_END_TEST;

/* the engine's threads are busy while the element goes down */
GST_START_TEST (test_infer_goes_down_in_mid_stream)
{
  g_autofree char *launch = launch_infer ();

  if (launch == NULL)
    return;
  for (int round = 0; round < ROUNDS; round++) {
    GstHarness *h = gst_harness_new_parse (launch);

    gst_harness_set_src_caps_str (h, CAPS);
    push_frames (h, BEFORE, 0);
    gst_harness_teardown (h);
  }
}
GST_END_TEST;

static Suite *
flush_suite (void)
{
  Suite *s = suite_create ("flush");
  TCase *tc = tcase_create ("general");

  /* sanitizers take their time over the engine */
  tcase_set_timeout (tc, 600);
  suite_add_tcase (s, tc);
  tcase_add_test (tc, test_overlay);
  tcase_add_test (tc, test_infer);
  tcase_add_test (tc, test_infer_goes_down_in_mid_stream);

  return s;
}

GST_CHECK_MAIN (flush);
