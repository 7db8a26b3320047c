/* worker-infer.c - runs a model's weights over media files
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "worker-infer.h"

#include <gst/app/gstappsink.h>
#include <gst/app/gstappsrc.h>
#include <gst/encord/encord.h>
#include <signal.h>
#include <unistd.h>

#include "gstencordmediabin.h"

/* frames in the pipeline: enough for the model never to wait for a decoder */
#define MOST_UNDERWAY 8
/* no frame takes so long, nor does loading a model */
#define STALLED_AFTER_S 120

/* a frame on its way through the model */
typedef struct
{
  JsonArray *frames; /* of the input, to be filled */
  EncordTracker *tracker;
  gint64 frame;
  gint64 pts;
} Underway;

/* appsrc ! encordinfer ! appsink. Frames go in on the main thread, one input
 * after the other, and come out in the same order on another one. */
typedef struct
{
  JsonObject *job;
  GstElement *pipeline;
  GstAppSrc *src;
  gboolean allocate;
  gint64 first;
  gint64 last; /* negative: to the end */
  gint64 longest;

  GMutex lock;
  GCond changed;
  /* guarded by lock */
  GQueue underway;
  JsonArray *classes;
  GError *error; /* of the pipeline */
  gboolean ended;
} Run;

/* Some decoders wait for ever on some files. */
static void
on_stalled (int signal)
{
  static const char answer[] =
      "{\"error\":\"the decoder or the model gets stuck\",\"code\":\"file\"}\n";

  if (write (STDOUT_FILENO, answer, sizeof answer - 1) < 0)
    _exit (1);
  _exit (0);
}

static void
underway_free (Underway *self)
{
  json_array_unref (self->frames);
  g_clear_object (&self->tracker);
  g_free (self);
}

/* ---- what comes out ---- */

static GArray *
read_detections (GstBuffer *buffer)
{
  GArray *detections = g_array_new (FALSE, TRUE, sizeof (EncordDetection));
  const GstEncordLabelsMeta *meta = gst_buffer_get_encord_labels_meta (buffer);

  for (guint i = 0; meta != NULL && i < meta->labels->len; i++) {
    const GstEncordLabel *label =
        &g_array_index (meta->labels, GstEncordLabel, i);
    const EncordDetection detection = { label->class_index, label->box,
                                        label->confidence };

    g_array_append_val (detections, detection);
  }
  return detections;
}

static JsonArray *
describe (const EncordDetection *detection, gint64 track)
{
  JsonArray *label = json_array_sized_new (7);

  json_array_add_int_element (label, detection->class_index);
  json_array_add_double_element (label, detection->confidence);
  json_array_add_double_element (label, detection->box.x);
  json_array_add_double_element (label, detection->box.y);
  json_array_add_double_element (label, detection->box.width);
  json_array_add_double_element (label, detection->box.height);
  json_array_add_int_element (label, track);
  return label;
}

static void
add_frame (Underway *self, GstBuffer *buffer)
{
  g_autoptr (GArray) detections = read_detections (buffer);
  g_autofree guint64 *tracks = g_new0 (guint64, detections->len);
  JsonArray *frame = json_array_new ();
  JsonArray *labels = json_array_new ();

  if (self->tracker != NULL)
    encord_tracker_update (self->tracker, self->pts,
                           (const EncordDetection *) detections->data,
                           detections->len, tracks);
  for (guint i = 0; i < detections->len; i++)
    json_array_add_array_element (
        labels, describe (&g_array_index (detections, EncordDetection, i),
                          self->tracker != NULL ? (gint64) tracks[i] : -1));
  json_array_add_int_element (frame, self->frame);
  json_array_add_array_element (frame, labels);
  json_array_add_array_element (self->frames, frame);
}

static GstFlowReturn
on_sample (GstAppSink *sink, gpointer user_data)
{
  Run *self = user_data;
  g_autoptr (GstSample) sample = gst_app_sink_pull_sample (sink);
  Underway *underway;

  if (sample == NULL)
    return GST_FLOW_EOS;
  alarm (STALLED_AFTER_S);
  g_mutex_lock (&self->lock);
  underway = g_queue_pop_head (&self->underway);
  add_frame (underway, gst_sample_get_buffer (sample));
  underway_free (underway);
  g_cond_signal (&self->changed);
  g_mutex_unlock (&self->lock);
  return GST_FLOW_OK;
}

/* the names of the classes come as an event, before the first frame */
static GstPadProbeReturn
on_event (GstPad *pad, GstPadProbeInfo *info, gpointer user_data)
{
  Run *self = user_data;
  g_auto (GStrv) names =
      gst_encord_classes_event_parse (GST_PAD_PROBE_INFO_EVENT (info));

  if (names == NULL)
    return GST_PAD_PROBE_OK;
  g_mutex_lock (&self->lock);
  g_clear_pointer (&self->classes, json_array_unref);
  self->classes = json_array_new ();
  for (guint i = 0; names[i] != NULL; i++)
    json_array_add_string_element (self->classes, names[i]);
  g_mutex_unlock (&self->lock);
  return GST_PAD_PROBE_OK;
}

static GstBusSyncReply
on_message (GstBus *bus, GstMessage *message, gpointer user_data)
{
  Run *self = user_data;

  g_mutex_lock (&self->lock);
  if (GST_MESSAGE_TYPE (message) == GST_MESSAGE_ERROR && self->error == NULL)
    gst_message_parse_error (message, &self->error, NULL);
  if (GST_MESSAGE_TYPE (message) == GST_MESSAGE_EOS)
    self->ended = TRUE;
  g_cond_signal (&self->changed);
  g_mutex_unlock (&self->lock);
  gst_message_unref (message);
  return GST_BUS_DROP;
}

/* ---- what goes in ---- */

static gboolean
fail (JsonObject *answer, const char *code, const char *text)
{
  json_object_set_string_member (answer, "code", code);
  json_object_set_string_member (answer, "error", text);
  return FALSE;
}

/* takes underway; FALSE when the pipeline has failed */
static gboolean
push (Run *self, GstSample *sample, Underway *underway)
{
  gboolean ok;

  g_mutex_lock (&self->lock);
  while (self->error == NULL && self->underway.length >= MOST_UNDERWAY)
    g_cond_wait (&self->changed, &self->lock);
  ok = self->error == NULL;
  if (ok)
    g_queue_push_tail (&self->underway, underway);
  else
    underway_free (underway);
  g_mutex_unlock (&self->lock);
  return ok && gst_app_src_push_sample (self->src, sample) == GST_FLOW_OK;
}

/* where a frame stands among what is looked at */
typedef enum
{
  BEFORE,
  WITHIN,
  BEHIND,
  TOO_LONG,
} Place;

static Place
find_place (const Run *self, gint64 frame)
{
  if (self->last < 0)
    return frame < self->longest ? WITHIN : TOO_LONG;
  if (frame < self->first)
    return BEFORE;
  return frame <= self->last ? WITHIN : BEHIND;
}

static gint64
get_time (GstBuffer *buffer, gint64 frame)
{
  /* files that know no times: any distance does that is less than a track's
   * age */
  return GST_BUFFER_PTS_IS_VALID (buffer) ? (gint64) GST_BUFFER_PTS (buffer)
                                          : frame * 40 * GST_MSECOND;
}

/* takes nothing; FALSE when the pipeline has failed */
static gboolean
push_frame (Run *self, GstSample *sample, gint64 frame, JsonArray *frames,
            EncordTracker *tracker)
{
  Underway *underway = g_new0 (Underway, 1);

  underway->frames = json_array_ref (frames);
  underway->tracker = tracker != NULL ? g_object_ref (tracker) : NULL;
  underway->frame = frame;
  underway->pts = get_time (gst_sample_get_buffer (sample), frame);
  return push (self, sample, underway);
}

/* numbered as encordsrc does */
static gint64
get_frame (GstSample *sample, gint64 position)
{
  const GstEncordFrameMeta *meta =
      gst_buffer_get_encord_frame_meta (gst_sample_get_buffer (sample));

  return meta != NULL ? (gint64) meta->frame : position;
}

static gboolean
read_frames (Run *self, GstEncordMediaBin *media, JsonArray *frames,
             EncordTracker *tracker, JsonObject *answer)
{
  for (gint64 position = 0;; position++) {
    g_autoptr (GError) error = NULL;
    g_autoptr (GstSample) sample = gst_encord_media_bin_pull (media, &error);
    Place place;

    if (error != NULL)
      return fail (answer, "file", error->message);
    if (sample == NULL)
      return TRUE;
    alarm (STALLED_AFTER_S);
    position = get_frame (sample, position);
    place = find_place (self, position);
    if (place == TOO_LONG)
      return fail (answer, "long", "the video is too long");
    if (place == BEHIND)
      return TRUE;
    if (place == WITHIN &&
        !push_frame (self, sample, position, frames, tracker))
      return FALSE;
  }
}

/* what follows the first frame of a picture is animation */
static gboolean
read_picture (Run *self, GstEncordMediaBin *media, gint64 index,
              JsonArray *frames, JsonObject *answer)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GstSample) sample = gst_encord_media_bin_pull (media, &error);

  if (sample == NULL)
    return fail (answer, "file",
                 error != NULL ? error->message : "it holds no picture");
  alarm (STALLED_AFTER_S);
  return push_frame (self, sample, index, frames, NULL);
}

/* index: negative for a video, else the picture's */
static gboolean
read_file (Run *self, const char *path, gint64 index, JsonArray *frames,
           EncordTracker *tracker, JsonObject *answer)
{
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GFileInputStream) stream = g_file_read (file, NULL, NULL);
  g_autoptr (GError) error = NULL;
  GstEncordMediaBin *media;
  gboolean ok;

  if (stream == NULL)
    return fail (answer, "file", "the file is missing");
  media = gst_encord_media_bin_new (G_INPUT_STREAM (stream));
  gst_object_ref_sink (media);
  ok = gst_encord_media_bin_start (media, &error);
  if (!ok)
    fail (answer, "file", error->message);
  else if (index < 0)
    ok = read_frames (self, media, frames, tracker, answer);
  else
    ok = read_picture (self, media, index, frames, answer);
  gst_encord_media_bin_stop (media);
  gst_object_unref (media);
  return ok;
}

static gboolean
read_images (Run *self, JsonArray *paths, JsonArray *frames, JsonObject *answer)
{
  const guint n_images = json_array_get_length (paths);

  for (guint i = 0; i < n_images; i++) {
    /* a range has no meaning for a single image */
    if (n_images > 1 && find_place (self, i) != WITHIN)
      continue;
    if (!read_file (self, json_array_get_string_element (paths, i), i, frames,
                    NULL, answer))
      return FALSE;
  }
  return TRUE;
}

static gboolean
read_input (Run *self, JsonObject *input, JsonArray *frames, JsonObject *answer)
{
  g_autoptr (EncordTracker) tracker =
      self->allocate ? encord_tracker_new () : NULL;

  if (json_object_has_member (input, "images"))
    return read_images (self, json_object_get_array_member (input, "images"),
                        frames, answer);
  return read_file (self, json_object_get_string_member (input, "video"), -1,
                    frames, tracker, answer);
}

static gboolean
read_inputs (Run *self, JsonArray *results, JsonObject *answer)
{
  JsonArray *inputs = json_object_get_array_member (self->job, "inputs");

  for (guint i = 0; i < json_array_get_length (inputs); i++) {
    JsonArray *frames = json_array_new ();

    json_array_add_array_element (results, frames);
    json_object_set_int_member (answer, "input", i);
    if (!read_input (self, json_array_get_object_element (inputs, i), frames,
                     answer))
      return FALSE;
  }
  return TRUE;
}

/* ---- the pipeline ---- */

/* FALSE: an element is not installed */
static gboolean
build (Run *self)
{
  GstAppSinkCallbacks callbacks = { .new_sample = on_sample };
  GstElement *src = gst_element_factory_make ("appsrc", NULL);
  GstElement *infer = gst_element_factory_make ("encordinfer", NULL);
  GstElement *sink = gst_element_factory_make ("appsink", NULL);
  g_autoptr (GstBus) bus = NULL;
  g_autoptr (GstPad) pad = NULL;

  if (src == NULL || infer == NULL || sink == NULL) {
    gst_clear_object (&src);
    gst_clear_object (&infer);
    gst_clear_object (&sink);
    return FALSE;
  }
  self->src = GST_APP_SRC (src);
  g_object_set (src, "format", GST_FORMAT_TIME, NULL);
  /* f32: the same figures on every machine */
  g_object_set (
      infer, "model-file", json_object_get_string_member (self->job, "weights"),
      "confidence-threshold",
      json_object_get_double_member (self->job, "confidence"), "iou-threshold",
      json_object_get_double_member (self->job, "iou"), NULL);
  gst_util_set_object_arg (G_OBJECT (infer), "precision", "f32");
  g_object_set (sink, "sync", FALSE, "qos", FALSE, "async", FALSE,
                "enable-last-sample", FALSE, NULL);
  gst_app_sink_set_callbacks (GST_APP_SINK (sink), &callbacks, self, NULL);
  pad = gst_element_get_static_pad (sink, "sink");
  gst_pad_add_probe (pad, GST_PAD_PROBE_TYPE_EVENT_DOWNSTREAM, on_event, self,
                     NULL);
  gst_bin_add_many (GST_BIN (self->pipeline), src, infer, sink, NULL);
  gst_element_link_many (src, infer, sink, NULL);
  bus = gst_element_get_bus (self->pipeline);
  gst_bus_set_sync_handler (bus, on_message, self, NULL);
  return TRUE;
}

static void
wait_for_end (Run *self)
{
  gst_app_src_end_of_stream (self->src);
  g_mutex_lock (&self->lock);
  while (!self->ended && self->error == NULL)
    g_cond_wait (&self->changed, &self->lock);
  g_mutex_unlock (&self->lock);
}

static void
run (Run *self, JsonObject *answer)
{
  g_autoptr (JsonArray) results = json_array_new ();

  if (!build (self)) {
    fail (answer, "model",
          "this emulator cannot run models: GStreamer does not find "
          "encordinfer, appsrc or appsink");
    return;
  }
  gst_element_set_state (self->pipeline, GST_STATE_PLAYING);
  if (read_inputs (self, results, answer))
    wait_for_end (self);
  gst_element_set_state (self->pipeline, GST_STATE_NULL);
  if (self->error != NULL) {
    fail (answer, "model", self->error->message);
  } else if (!json_object_has_member (answer, "error")) {
    if (self->classes == NULL)
      self->classes = json_array_new ();
    json_object_set_array_member (answer, "classes",
                                  g_steal_pointer (&self->classes));
    json_object_set_array_member (answer, "inputs", g_steal_pointer (&results));
  }
}

void
worker_infer (JsonObject *job, JsonObject *answer)
{
  g_autoptr (GstElement) pipeline =
      gst_object_ref_sink (gst_pipeline_new (NULL));
  Run self = {
    .job = job,
    .pipeline = pipeline,
    .allocate = json_object_get_boolean_member (job, "allocate"),
    .first = json_object_get_int_member (job, "first"),
    .last = json_object_get_int_member (job, "last"),
    .longest = json_object_get_int_member (job, "longest"),
  };

  signal (SIGALRM, on_stalled);
  alarm (STALLED_AFTER_S);
  g_mutex_init (&self.lock);
  g_cond_init (&self.changed);
  g_queue_init (&self.underway);
  run (&self, answer);
  alarm (0);
  g_queue_clear_full (&self.underway, (GDestroyNotify) underway_free);
  g_clear_pointer (&self.classes, json_array_unref);
  g_clear_error (&self.error);
  g_cond_clear (&self.changed);
  g_mutex_clear (&self.lock);
}
