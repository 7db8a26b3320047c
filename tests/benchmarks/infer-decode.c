/* infer-decode.c - decoding with encordinfer behind it against decoding alone
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* infer-decode CLIP MODEL: with a model that costs next to nothing, what is left
 * is the element: conversion, queueing, metadata. */

#include <gst/gst.h>

#include "bench.h"

static GstPadProbeReturn
on_frame (GstPad *pad, GstPadProbeInfo *info, gpointer user_data)
{
  ++*(guint *) user_data;

  return GST_PAD_PROBE_OK;
}

/* frames a second from the first frame to the end of the stream */
static double
run (const char *clip, const char *filter, guint *ret_frames)
{
  g_autofree char *launch = g_strdup_printf (
      "filesrc location=\"%s\" ! decodebin ! %s fakesink name=sink sync=false",
      clip, filter);
  g_autoptr (GError) error = NULL;
  g_autoptr (GstElement) pipeline = gst_parse_launch (launch, &error);
  g_autoptr (GstElement) sink = NULL;
  g_autoptr (GstPad) pad = NULL;
  g_autoptr (GstBus) bus = NULL;
  g_autoptr (GstMessage) message = NULL;
  gint64 started;
  double seconds;

  if (pipeline == NULL)
    g_error ("%s", error->message);
  sink = gst_bin_get_by_name (GST_BIN (pipeline), "sink");
  pad = gst_element_get_static_pad (sink, "sink");
  *ret_frames = 0;
  gst_pad_add_probe (pad, GST_PAD_PROBE_TYPE_BUFFER, on_frame, ret_frames,
                     NULL);

  gst_element_set_state (pipeline, GST_STATE_PAUSED);
  gst_element_get_state (pipeline, NULL, NULL, GST_CLOCK_TIME_NONE);
  started = g_get_monotonic_time ();
  gst_element_set_state (pipeline, GST_STATE_PLAYING);
  bus = gst_element_get_bus (pipeline);
  message = gst_bus_timed_pop_filtered (bus, GST_CLOCK_TIME_NONE,
                                        GST_MESSAGE_EOS | GST_MESSAGE_ERROR);
  seconds = (double) (g_get_monotonic_time () - started) / 1e6;
  if (GST_MESSAGE_TYPE (message) == GST_MESSAGE_ERROR) {
    gst_message_parse_error (message, &error, NULL);
    g_error ("%s", error->message);
  }
  gst_element_set_state (pipeline, GST_STATE_NULL);

  return *ret_frames / seconds;
}

int
main (int argc, char **argv)
{
  g_autofree char *filter = NULL;
  g_autofree char *more = NULL;
  guint n_frames = 0;
  BenchPairs pairs;

  gst_init (&argc, &argv);
  if (argc < 3)
    return 2;
  if (!g_file_test (argv[1], G_FILE_TEST_EXISTS)) {
    g_printerr ("no clip: %s\n", argv[1]);
    return 77;
  }
  filter = g_strdup_printf ("encordinfer model-file=\"%s\" ! ", argv[2]);
  run (argv[1], "", &n_frames);
  run (argv[1], filter, &n_frames);
  for (guint i = 0; i < BENCH_PAIRS; i++) {
    pairs.limit[i] = run (argv[1], "", &n_frames);
    pairs.ours[i] = run (argv[1], filter, &n_frames);
  }
  more = g_strdup_printf (",\"frames\":%u", n_frames);
  bench_print ("infer-decode", "frames/s", &pairs, more);

  return 0;
}
