/* encordlabelsink-reasons.c - why a stream ends is said before it ends
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "named-stream.h"

/* What the streaming thread is told while the error is being posted. Once it is told
 * of a failure, elements upstream post a "data stream error" of their own, which
 * must not be the first that the application sees. */
typedef struct
{
  GstHarness *harness;
  GstBuffer *next;
  GstFlowReturn flow;
} Stream;

static GstBusSyncReply
on_message (GstBus *bus, GstMessage *message, gpointer data)
{
  Stream *stream = data;

  if (GST_MESSAGE_TYPE (message) == GST_MESSAGE_ERROR && stream->next != NULL)
    stream->flow =
        gst_harness_push (stream->harness, g_steal_pointer (&stream->next));

  return GST_BUS_PASS;
}

/* pushes frame, and next while the error that comes of frame is on its way */
static char *
push_into_error (World *world, GstHarness *harness, GstBuffer *frame,
                 GstBuffer *next)
{
  Stream stream = { harness, next, GST_FLOW_CUSTOM_ERROR };
  char *text;

  gst_bus_set_sync_handler (world->bus, on_message, &stream, NULL);
  fail_unless_equals_int (gst_harness_push (harness, frame), GST_FLOW_OK);
  text = world_wait_for_error (world);
  gst_bus_set_sync_handler (world->bus, NULL, NULL, NULL);
  fail_unless_equals_int (stream.flow, GST_FLOW_OK);

  return text;
}

static GstBuffer *
make_numbered_frame (GstHarness *harness, guint frame)
{
  GstBuffer *buffer = named_stream_make_frame (harness, frame);

  gst_buffer_add_encord_frame_meta (buffer, frame, NULL);
  named_stream_add_region (buffer, "face", 16);

  return buffer;
}

GST_START_TEST (test_full_disk)
{
  g_autoptr (World) world = world_new ();
  g_autofree char *text = NULL;
  GstHarness *harness =
      world_make_harness_with (world, "checkpoint-interval", "0", NULL);
  struct rlimit before;

  world_begin (world, harness, world_classes);
  world_fill_disk (&before);
  text = push_into_error (world, harness, make_numbered_frame (harness, 0),
                          make_numbered_frame (harness, 1));
  setrlimit (RLIMIT_FSIZE, &before);
  fail_unless (strstr (text, "no space left") != NULL, "%s", text);
  world_free_harness (world, harness);
}
GST_END_TEST;

GST_START_TEST (test_no_such_video)
{
  g_autoptr (World) world = world_new ();
  g_autofree char *text = NULL;
  GstHarness *harness = world_make_harness_with (
      world, "project-hash", world->project_hash, "data-hash",
      "00000000-0000-4000-8000-00000000dead", "bare-frames", "empty", NULL);

  gst_harness_set_src_caps_str (harness, WORLD_CAPS);
  text = push_into_error (world, harness, named_stream_make_frame (harness, 0),
                          named_stream_make_frame (harness, 1));
  fail_unless (strstr (text, "not in the project") != NULL, "%s", text);
  world_free_harness (world, harness);
}
GST_END_TEST;

/* While the worker posts why the unit is refused, the disk fails, too. */
typedef struct
{
  World *world;
  GstHarness *harness;
  struct rlimit before;
  guint n_errors;
  guint n_refused; /* frames that were, before the reason was on the bus */
} TwoFailures;

static GstBusSyncReply
fail_again (GstBus *bus, GstMessage *message, gpointer data)
{
  TwoFailures *failures = data;

  if (GST_MESSAGE_TYPE (message) != GST_MESSAGE_ERROR ||
      failures->n_errors++ > 0)
    return GST_BUS_PASS;
  world_fill_disk (&failures->before);
  /* each is a check point, of which a disk that hangs takes some */
  for (guint i = 1; i < 5; i++) {
    g_autoptr (EncordLabelRow) row G_GNUC_UNUSED = NULL;
    GstBuffer *frame = named_stream_make_frame (failures->harness, i);

    failures->n_refused +=
        gst_harness_push (failures->harness, frame) != GST_FLOW_OK;
    /* far longer than a disk takes to fail */
    row = world_fetch_row (failures->world);
  }

  return GST_BUS_PASS;
}

GST_START_TEST (test_two_failures)
{
  g_autoptr (World) world = world_new ();
  g_autofree char *text = NULL;
  GstHarness *harness = world_make_harness_with (
      world, "project-hash", world->project_hash, "data-hash",
      "00000000-0000-4000-8000-00000000dead", "bare-frames", "empty",
      "checkpoint-interval", "0", NULL);
  TwoFailures failures = { .world = world, .harness = harness };

  gst_bus_set_sync_handler (world->bus, fail_again, &failures, NULL);
  gst_harness_set_src_caps_str (harness, WORLD_CAPS);
  named_stream_push (harness, named_stream_make_frame (harness, 0));
  text = world_wait_for_error (world);
  fail_unless (strstr (text, "not in the project") != NULL, "%s", text);
  fail_unless_equals_int (failures.n_refused, 0);
  while (gst_harness_push (harness, named_stream_make_frame (harness, 5)) ==
         GST_FLOW_OK)
    ;
  gst_bus_set_sync_handler (world->bus, NULL, NULL, NULL);
  fail_unless_equals_int (failures.n_errors, 1);
  setrlimit (RLIMIT_FSIZE, &failures.before);
  world_free_harness (world, harness);
}
GST_END_TEST;

static Suite *
encordlabelsink_reasons_suite (void)
{
  Suite *s = suite_create ("encordlabelsink-reasons");
  TCase *tc = tcase_create ("general");

  suite_add_tcase (s, tc);
  tcase_set_timeout (tc, 60);
  tcase_add_test (tc, test_full_disk);
  tcase_add_test (tc, test_no_such_video);
  tcase_add_test (tc, test_two_failures);

  return s;
}

GST_CHECK_MAIN (encordlabelsink_reasons);
