/* infer-throughput.c - encordinfer in a pipeline against the bare engine
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* infer-throughput MODEL [FRAMES [IN-FLIGHT]]: the limit is the engine alone,
 * with the same number of requests in flight and pictures that are there already.
 * Ours gets 1280x720 I420 frames, as a decoder gives them, converts each, reads
 * the results and pushes in order. */

#include <gst/app/app.h>
#include <gst/encord/encord.h>
#include <gst/encord/models/gstencordmodel.h>
#include <gst/video/video.h>

#include "bench.h"

#define WIDTH 1280
#define HEIGHT 720
#define WARM_UP 6

typedef struct
{
  GMutex lock;
  GCond cond;
  guint n;
} Counter;

static void
count (Counter *counter)
{
  g_mutex_lock (&counter->lock);
  counter->n++;
  g_cond_signal (&counter->cond);
  g_mutex_unlock (&counter->lock);
}

static void
wait_for (Counter *counter, guint n)
{
  g_mutex_lock (&counter->lock);
  while (counter->n < n)
    g_cond_wait (&counter->cond, &counter->lock);
  g_mutex_unlock (&counter->lock);
}

/* The engine alone */

typedef struct
{
  GstEncordModel *model;
  GAsyncQueue *idle;
  GstEncordRequest **requests;
  guint n_requests;
} Bare;

static void
on_done (GstEncordRequest *request, gpointer user_data)
{
  g_async_queue_push (user_data, request);
}

static void
bare_init (Bare *bare, const char *model_file, guint in_flight)
{
  const GstEncordModelSettings settings = { .engine = "openvino",
                                            .model_file = model_file };
  g_autoptr (GPtrArray) warnings =
      g_ptr_array_new_with_free_func ((GDestroyNotify) g_error_free);
  g_autoptr (GError) error = NULL;

  bare->model = gst_encord_model_new (&settings, warnings, &error);
  if (bare->model == NULL)
    g_error ("%s", error->message);
  bare->idle = g_async_queue_new ();
  bare->n_requests = in_flight;
  bare->requests = g_new0 (GstEncordRequest *, in_flight);
  for (guint i = 0; i < in_flight; i++) {
    GstEncordRequest *request = gst_encord_engine_create_request (
        gst_encord_model_get_engine (bare->model), &error);
    gsize size = 0;
    guint8 *picture;

    if (request == NULL)
      g_error ("%s", error->message);
    picture = gst_encord_request_get_input (request, &size);
    memset (picture, 114, size);
    gst_encord_request_set_done (request, on_done, bare->idle);
    bare->requests[i] = request;
  }
}

static void
bare_clear (Bare *bare)
{
  for (guint i = 0; i < bare->n_requests; i++)
    g_object_unref (bare->requests[i]);
  g_free (bare->requests);
  g_async_queue_unref (bare->idle);
  g_object_unref (bare->model);
}

static void
bare_submit (GstEncordRequest *request)
{
  g_autoptr (GError) error = NULL;

  if (!gst_encord_request_submit (request, &error))
    g_error ("%s", error->message);
}

static double
bare_run (Bare *bare, guint n_frames)
{
  const gint64 started = g_get_monotonic_time ();

  for (guint i = 0; i < MIN (bare->n_requests, n_frames); i++)
    bare_submit (bare->requests[i]);
  for (guint i = 0; i < n_frames; i++) {
    GstEncordRequest *request = g_async_queue_pop (bare->idle);
    g_autoptr (GError) error = NULL;

    if (!gst_encord_request_wait (request, &error))
      g_error ("%s", error->message);
    if (i + bare->n_requests < n_frames)
      bare_submit (request);
  }

  return n_frames * 1e6 / (double) (g_get_monotonic_time () - started);
}

/* The element */

typedef struct
{
  GstElement *pipeline;
  GstElement *source;
  GstBuffer *frame;
  Counter arrived;
} Pipeline;

static GstPadProbeReturn
on_frame (GstPad *pad, GstPadProbeInfo *info, gpointer user_data)
{
  count (user_data);

  return GST_PAD_PROBE_OK;
}

static GstBuffer *
make_frame (void)
{
  const gsize size = WIDTH * HEIGHT * 3 / 2;
  guint8 *data = g_malloc (size);

  /* noise: nothing the scaler could find easy */
  for (gsize i = 0; i < size; i++)
    data[i] = (guint8) (i * 2654435761u >> 24);

  return gst_buffer_new_wrapped (data, size);
}

static void
pipeline_init (Pipeline *it, const char *model_file, guint in_flight)
{
  g_autofree char *launch = g_strdup_printf (
      "appsrc name=source block=true max-buffers=1 max-bytes=0 format=time "
      "caps=video/x-raw,format=I420,width=%d,height=%d,framerate=0/1 ! "
      "encordinfer model-file=\"%s\" max-in-flight=%u ! "
      "fakesink name=sink sync=false",
      WIDTH, HEIGHT, model_file, in_flight);
  g_autoptr (GError) error = NULL;
  g_autoptr (GstElement) sink = NULL;
  g_autoptr (GstPad) pad = NULL;

  it->pipeline = gst_parse_launch (launch, &error);
  if (it->pipeline == NULL)
    g_error ("%s", error->message);
  it->source = gst_bin_get_by_name (GST_BIN (it->pipeline), "source");
  sink = gst_bin_get_by_name (GST_BIN (it->pipeline), "sink");
  pad = gst_element_get_static_pad (sink, "sink");
  gst_pad_add_probe (pad, GST_PAD_PROBE_TYPE_BUFFER, on_frame, &it->arrived,
                     NULL);
  it->frame = make_frame ();
  if (gst_element_set_state (it->pipeline, GST_STATE_PLAYING) ==
      GST_STATE_CHANGE_FAILURE)
    g_error ("the pipeline does not start");
}

static void
pipeline_clear (Pipeline *it)
{
  gst_element_set_state (it->pipeline, GST_STATE_NULL);
  gst_buffer_unref (it->frame);
  gst_object_unref (it->source);
  gst_object_unref (it->pipeline);
}

static double
pipeline_run (Pipeline *it, guint n_frames)
{
  const guint before = it->arrived.n;
  const gint64 started = g_get_monotonic_time ();

  for (guint i = 0; i < n_frames; i++)
    gst_app_src_push_buffer (GST_APP_SRC (it->source),
                             gst_buffer_copy (it->frame));
  wait_for (&it->arrived, before + n_frames);

  return n_frames * 1e6 / (double) (g_get_monotonic_time () - started);
}

int
main (int argc, char **argv)
{
  const guint n_frames = argc > 2 ? (guint) atoi (argv[2]) : 100;
  const guint in_flight = argc > 3 ? (guint) atoi (argv[3]) : 2;
  g_autofree char *more = NULL;
  BenchPairs pairs;
  Bare bare = { 0 };
  Pipeline pipeline = { 0 };

  gst_init (&argc, &argv);
  if (argc < 2)
    return 2;
  bare_init (&bare, argv[1], in_flight);
  pipeline_init (&pipeline, argv[1], in_flight);
  bare_run (&bare, WARM_UP);
  pipeline_run (&pipeline, WARM_UP);

  for (guint i = 0; i < BENCH_PAIRS; i++) {
    pairs.limit[i] = bare_run (&bare, n_frames);
    pairs.ours[i] = pipeline_run (&pipeline, n_frames);
  }
  more =
      g_strdup_printf (",\"frames\":%u,\"in_flight\":%u", n_frames, in_flight);
  bench_print ("infer-throughput", "frames/s", &pairs, more);

  pipeline_clear (&pipeline);
  bare_clear (&bare);

  return 0;
}
