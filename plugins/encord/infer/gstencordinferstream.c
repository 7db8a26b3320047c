/* gstencordinferstream.c - what happens between the pads of encordinfer
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "gstencordinferprivate.h"

#define GST_CAT_DEFAULT encordinfer_debug

/* of a frame without a time, where the rate is unknown */
#define USUAL_DURATION (40 * GST_MSECOND)

#define CAPS GST_VIDEO_CAPS_MAKE (GST_VIDEO_FORMATS_ALL)
GstStaticPadTemplate gst_encord_infer_sink_template = GST_STATIC_PAD_TEMPLATE (
    "sink", GST_PAD_SINK, GST_PAD_ALWAYS, GST_STATIC_CAPS (CAPS));
GstStaticPadTemplate gst_encord_infer_src_template = GST_STATIC_PAD_TEMPLATE (
    "src", GST_PAD_SRC, GST_PAD_ALWAYS, GST_STATIC_CAPS (CAPS));

/* Source task */

static void
post_stats (GstEncordInfer *self)
{
  self->stats_posted = g_get_monotonic_time ();
  gst_element_post_message (
      GST_ELEMENT (self),
      gst_message_new_element (GST_OBJECT (self),
                               gst_encord_infer_make_stats (self)));
}

static void
report (GstEncordInfer *self, const GstEncordModelCounts *counts, gint64 time)
{
  gboolean latency_moved;
  guint64 interval;

  GST_OBJECT_LOCK (self);
  gst_encord_infer_stats_add (&self->stats, counts, time);
  latency_moved = self->live && gst_encord_infer_stats_is_off (&self->stats);
  interval = self->settings.stats_interval;
  GST_OBJECT_UNLOCK (self);

  if (latency_moved)
    gst_element_post_message (GST_ELEMENT (self),
                              gst_message_new_latency (GST_OBJECT (self)));
  if (interval > 0 && g_get_monotonic_time () - self->stats_posted >=
                          (gint64) (interval / GST_USECOND))
    post_stats (self);
}

static void
add_tracks (GstEncordInfer *self, GstBuffer *buffer)
{
  GstEncordInferTrackSettings settings;
  GstClockTime usual_duration = USUAL_DURATION;

  GST_OBJECT_LOCK (self);
  settings = self->settings.tracks;
  if (self->fps_n > 0 && self->fps_d > 0)
    usual_duration =
        gst_util_uint64_scale_int (GST_SECOND, self->fps_d, self->fps_n);
  GST_OBJECT_UNLOCK (self);
  gst_encord_infer_tracks_add (&self->tracks, &settings, buffer,
                               usual_duration);
}

/* takes the item's buffer and slot; the buffer with its labels, or NULL with the
 * error set */
static GstBuffer *
finish_frame (GstEncordInfer *self, const GstEncordRingItem *item,
              GError **error)
{
  GstBuffer *buffer = gst_buffer_make_writable (GST_BUFFER_CAST (item->object));
  GstEncordLabelsMeta *labels =
      gst_buffer_add_encord_labels_meta (buffer, GST_ENCORD_LABELS_INFERRED);
  GstEncordModelCounts counts = { 0 };
  const gint64 time = item->slot->finished - item->slot->started;
  GstEncordOutputOptions options;
  gboolean ok;

  GST_OBJECT_LOCK (self);
  options = self->settings.output;
  GST_OBJECT_UNLOCK (self);

  ok = gst_encord_request_wait (item->slot->request, error) &&
       gst_encord_model_read_labels (self->model, item->slot->request,
                                     &item->letterbox, &options, labels,
                                     &counts, error);
  gst_encord_ring_return_slot (self->ring, item->slot);
  if (!ok) {
    gst_buffer_unref (buffer);
    return NULL;
  }

  add_tracks (self, buffer);
  gst_encord_labels_mirror (buffer, item->letterbox.source_width,
                            item->letterbox.source_height);
  report (self, &counts, time);

  return buffer;
}

static GstFlowReturn
push_frame (GstEncordInfer *self, const GstEncordRingItem *item)
{
  g_autoptr (GError) error = NULL;
  GstBuffer *buffer = finish_frame (self, item, &error);

  if (buffer != NULL)
    return gst_pad_push (self->srcpad, buffer);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return GST_FLOW_FLUSHING;
  self->failed = TRUE;
  gst_encord_infer_post_error (self, error);

  return GST_FLOW_ERROR;
}

static void
push_event (GstEncordInfer *self, GstEvent *event)
{
  guint64 interval;

  gst_encord_infer_tracks_event (&self->tracks, event);
  if (GST_EVENT_TYPE (event) == GST_EVENT_EOS) {
    GST_OBJECT_LOCK (self);
    interval = self->settings.stats_interval;
    GST_OBJECT_UNLOCK (self);
    if (interval > 0)
      post_stats (self);
  }
  /* what downstream makes of it shows with the next frame */
  gst_pad_push_event (self->srcpad, event);
}

/* Nothing comes after EOS that could carry the flow upstream. EOS itself stays
 * here: sinks would take what they have got for the whole stream. */
static void
report_flow_at_eos (GstEncordInfer *self, GstFlowReturn flow)
{
  if (!self->failed && (flow == GST_FLOW_NOT_LINKED || flow < GST_FLOW_EOS))
    GST_ELEMENT_FLOW_ERROR (self, flow);
}

static void
gst_encord_infer_loop (gpointer user_data)
{
  GstEncordInfer *self = user_data;
  GstFlowReturn flow = GST_FLOW_OK;
  GstEncordRingItem item;

  if (!gst_encord_ring_pop (self->ring, &item)) {
    gst_encord_ring_pause_task (self->ring, self->srcpad);
    return;
  }
  if (GST_IS_EVENT (item.object))
    push_event (self, GST_EVENT_CAST (item.object));
  else
    flow = push_frame (self, &item);
  if (gst_encord_ring_item_pushed (self->ring, flow))
    report_flow_at_eos (self, flow);
  if (flow != GST_FLOW_OK)
    GST_DEBUG_OBJECT (self, "downstream says %s", gst_flow_get_name (flow));
}

/* Streaming thread */

static gboolean
set_caps (GstEncordInfer *self, GstCaps *caps)
{
  g_autoptr (GError) error = NULL;
  GstVideoInfo info;

  g_clear_pointer (&self->preprocessor, gst_encord_preprocessor_free);
  if (!gst_video_info_from_caps (&info, caps)) {
    GST_WARNING_OBJECT (self, "not a video: %" GST_PTR_FORMAT, caps);
    return FALSE;
  }
  self->preprocessor = gst_encord_preprocessor_new (
      &info, gst_encord_model_get_picture (self->model), &error);
  if (self->preprocessor == NULL) {
    gst_encord_infer_post_error (self, error);
    return FALSE;
  }
  GST_OBJECT_LOCK (self);
  self->fps_n = GST_VIDEO_INFO_FPS_N (&info);
  self->fps_d = GST_VIDEO_INFO_FPS_D (&info);
  GST_OBJECT_UNLOCK (self);

  return TRUE;
}

static void
announce_classes (GstEncordInfer *self)
{
  if (!self->needs_classes)
    return;
  self->needs_classes = FALSE;
  gst_encord_ring_push_event (
      self->ring,
      gst_encord_classes_event_new (gst_encord_model_get_names (self->model)));
}

/* takes the buffer; error stays unset where upstream only has to be told flow */
static GstFlowReturn
queue_frame (GstEncordInfer *self, GstBuffer *buffer, GError **error)
{
  GstFlowReturn flow;
  GstEncordRingSlot *slot = gst_encord_ring_take_slot (self->ring, &flow);
  guint8 *picture;
  gsize size = 0;

  if (slot == NULL) {
    gst_buffer_unref (buffer);
    return flow;
  }
  picture = gst_encord_request_get_input (slot->request, &size);
  if (!gst_encord_preprocessor_run (self->preprocessor, buffer, picture, size,
                                    error)) {
    gst_encord_ring_return_slot (self->ring, slot);
    gst_buffer_unref (buffer);
    return GST_FLOW_ERROR;
  }

  return gst_encord_ring_push_frame (
      self->ring, buffer, slot,
      gst_encord_preprocessor_get_letterbox (self->preprocessor), error);
}

static GstFlowReturn
gst_encord_infer_chain (GstPad *pad, GstObject *parent, GstBuffer *buffer)
{
  GstEncordInfer *self = GST_ENCORD_INFER (parent);
  g_autoptr (GError) error = NULL;
  GstFlowReturn flow;

  if (self->preprocessor == NULL) {
    gst_buffer_unref (buffer);
    return GST_FLOW_NOT_NEGOTIATED;
  }
  announce_classes (self);
  flow = queue_frame (self, buffer, &error);
  if (error != NULL)
    gst_encord_infer_post_error (self, error);

  return flow;
}

static void
flush_start (GstEncordInfer *self)
{
  gst_encord_ring_set_flow (self->ring, GST_FLOW_FLUSHING);
  gst_encord_ring_cancel (self->ring);
  gst_pad_pause_task (self->srcpad);
}

static void
start_task (GstEncordInfer *self)
{
  gst_encord_infer_tracks_reset (&self->tracks);
  self->failed = FALSE;
  gst_encord_ring_set_flow (self->ring, GST_FLOW_OK);
  gst_pad_start_task (self->srcpad, gst_encord_infer_loop, self, NULL);
}

gboolean
gst_encord_infer_stop_task (GstEncordInfer *self)
{
  gst_encord_ring_set_flow (self->ring, GST_FLOW_FLUSHING);
  gst_encord_ring_cancel (self->ring);

  return gst_pad_stop_task (self->srcpad);
}

static void
flush_stop (GstEncordInfer *self)
{
  gst_encord_ring_clear (self->ring, self->srcpad);
  start_task (self);
}

/* takes the event */
static gboolean
queue_event (GstEncordInfer *self, GstEvent *event)
{
  const GstEventType type = GST_EVENT_TYPE (event);
  GstFlowReturn flow;

  if (type == GST_EVENT_CAPS) {
    GstCaps *caps;

    gst_event_parse_caps (event, &caps);
    if (!set_caps (self, caps)) {
      gst_event_unref (event);
      return FALSE;
    }
  } else if (type == GST_EVENT_STREAM_START) {
    self->needs_classes = TRUE;
  }

  flow = gst_encord_ring_push_event (self->ring, event);
  if (type == GST_EVENT_EOS)
    report_flow_at_eos (self, flow);

  return flow == GST_FLOW_OK;
}

static gboolean
gst_encord_infer_sink_event (GstPad *pad, GstObject *parent, GstEvent *event)
{
  GstEncordInfer *self = GST_ENCORD_INFER (parent);
  gboolean handled;

  switch (GST_EVENT_TYPE (event)) {
    case GST_EVENT_FLUSH_START:
      handled = gst_pad_push_event (self->srcpad, event);
      flush_start (self);
      return handled;
    case GST_EVENT_FLUSH_STOP:
      handled = gst_pad_push_event (self->srcpad, event);
      flush_stop (self);
      return handled;
    default:
      if (GST_EVENT_IS_SERIALIZED (event))
        return queue_event (self, event);
      return gst_pad_push_event (self->srcpad, event);
  }
}

static gboolean
gst_encord_infer_src_event (GstPad *pad, GstObject *parent, GstEvent *event)
{
  GstEncordInfer *self = GST_ENCORD_INFER (parent);

  if (GST_EVENT_TYPE (event) == GST_EVENT_RECONFIGURE)
    gst_encord_ring_retry_link (self->ring, pad, gst_encord_infer_loop, self);

  return gst_pad_push_event (self->sinkpad, event);
}

/* Pads */

static gboolean
gst_encord_infer_sink_activate_mode (GstPad *pad, GstObject *parent,
                                     GstPadMode mode, gboolean active)
{
  GstEncordInfer *self = GST_ENCORD_INFER (parent);

  if (mode != GST_PAD_MODE_PUSH)
    return FALSE;
  if (active) {
    self->needs_classes = TRUE;
    return TRUE;
  }

  gst_encord_ring_set_flow (self->ring, GST_FLOW_FLUSHING);
  gst_encord_ring_cancel (self->ring);
  GST_PAD_STREAM_LOCK (pad);
  gst_encord_ring_clear (self->ring, NULL);
  GST_PAD_STREAM_UNLOCK (pad);

  return TRUE;
}

static gboolean
gst_encord_infer_src_activate_mode (GstPad *pad, GstObject *parent,
                                    GstPadMode mode, gboolean active)
{
  GstEncordInfer *self = GST_ENCORD_INFER (parent);

  if (mode != GST_PAD_MODE_PUSH)
    return FALSE;
  if (active) {
    start_task (self);
    return TRUE;
  }

  return gst_encord_infer_stop_task (self);
}

void
gst_encord_infer_add_pads (GstEncordInfer *self)
{
  self->sinkpad = gst_pad_new_from_static_template (
      &gst_encord_infer_sink_template, "sink");
  gst_pad_set_chain_function (self->sinkpad,
                              GST_DEBUG_FUNCPTR (gst_encord_infer_chain));
  gst_pad_set_event_function (self->sinkpad,
                              GST_DEBUG_FUNCPTR (gst_encord_infer_sink_event));
  gst_pad_set_query_function (self->sinkpad,
                              GST_DEBUG_FUNCPTR (gst_encord_infer_sink_query));
  gst_pad_set_activatemode_function (
      self->sinkpad, GST_DEBUG_FUNCPTR (gst_encord_infer_sink_activate_mode));
  GST_PAD_SET_PROXY_CAPS (self->sinkpad);
  gst_element_add_pad (GST_ELEMENT (self), self->sinkpad);

  self->srcpad =
      gst_pad_new_from_static_template (&gst_encord_infer_src_template, "src");
  gst_pad_set_event_function (self->srcpad,
                              GST_DEBUG_FUNCPTR (gst_encord_infer_src_event));
  gst_pad_set_query_function (self->srcpad,
                              GST_DEBUG_FUNCPTR (gst_encord_infer_src_query));
  gst_pad_set_activatemode_function (
      self->srcpad, GST_DEBUG_FUNCPTR (gst_encord_infer_src_activate_mode));
  GST_PAD_SET_PROXY_CAPS (self->srcpad);
  gst_element_add_pad (GST_ELEMENT (self), self->srcpad);
}
