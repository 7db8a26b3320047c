/* infer-memory.c - memory of encordinfer after 1,000 and 10,000 frames
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* infer-memory MODEL: what is resident at each of the two, in one run; the limit
 * is that nothing grows between them. */

#include <stdio.h>
#include <unistd.h>

#include <gst/gst.h>

#include "bench.h"

#define EARLY 1000
#define LATE 10000

typedef struct
{
  guint n;
  double early;
  double late;
} Samples;

static double
get_resident (void)
{
  g_autofree char *text = NULL;
  unsigned long pages = 0;

  if (!g_file_get_contents ("/proc/self/statm", &text, NULL, NULL) ||
      sscanf (text, "%*u %lu", &pages) != 1)
    g_error ("no /proc/self/statm");

  return (double) pages * (double) sysconf (_SC_PAGESIZE) / 1024.0;
}

static GstPadProbeReturn
on_frame (GstPad *pad, GstPadProbeInfo *info, gpointer user_data)
{
  Samples *samples = user_data;

  samples->n++;
  if (samples->n == EARLY)
    samples->early = get_resident ();
  else if (samples->n == LATE)
    samples->late = get_resident ();

  return GST_PAD_PROBE_OK;
}

static void
run (const char *model_file, Samples *samples)
{
  g_autofree char *launch = g_strdup_printf (
      "videotestsrc pattern=white num-buffers=%d ! capsfilter "
      "caps=video/x-raw,format=I420,width=320,height=240 ! "
      "encordinfer model-file=\"%s\" ! fakesink name=sink sync=false",
      LATE, model_file);
  g_autoptr (GstElement) pipeline = gst_parse_launch (launch, NULL);
  g_autoptr (GstElement) sink =
      gst_bin_get_by_name (GST_BIN (pipeline), "sink");
  g_autoptr (GstPad) pad = gst_element_get_static_pad (sink, "sink");
  g_autoptr (GstBus) bus = gst_element_get_bus (pipeline);
  g_autoptr (GstMessage) message = NULL;

  gst_pad_add_probe (pad, GST_PAD_PROBE_TYPE_BUFFER, on_frame, samples, NULL);
  gst_element_set_state (pipeline, GST_STATE_PLAYING);
  message = gst_bus_timed_pop_filtered (bus, GST_CLOCK_TIME_NONE,
                                        GST_MESSAGE_EOS | GST_MESSAGE_ERROR);
  if (GST_MESSAGE_TYPE (message) == GST_MESSAGE_ERROR)
    g_error ("the pipeline failed");
  gst_element_set_state (pipeline, GST_STATE_NULL);
}

int
main (int argc, char **argv)
{
  BenchPairs pairs;

  gst_init (&argc, &argv);
  if (argc < 2)
    return 2;
  for (guint i = 0; i < BENCH_PAIRS; i++) {
    Samples samples = { 0 };

    run (argv[1], &samples);
    pairs.limit[i] = samples.early;
    pairs.ours[i] = samples.late;
  }
  bench_print ("infer-memory", "kB", &pairs,
               ",\"ours_at\":10000,\"limit_at\":1000");

  return 0;
}
