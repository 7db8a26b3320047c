/* gstencordmediabin.c - one media file as upright, numbered frames
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "gstencordmediabin.h"

#include <encord/encord.h>
#include <gst/app/gstappsink.h>
#include <gst/encord/encord.h>
#include <gst/pbutils/missing-plugins.h>
#include <gst/video/video.h>

#include "gstencorddecodebin.h"
#include "gstencordframeprobe.h"

GST_DEBUG_CATEGORY_STATIC (encordmedia_debug);
#define GST_CAT_DEFAULT encordmedia_debug

/* decoded ahead of the reader: enough to hide that frames come out of a decoder
 * in bursts, little enough for 4K */
#define FRAMES_AHEAD 4

/* before the first frame, in microseconds */
#define LOOKS_EVERY (G_USEC_PER_SEC / 2)

/* giostreamsrc ! decodebin ! videoconvert ! videoflip ! appsink
 *
 * decodebin brings the demuxer, the parser and the decoder, whose input and
 * output a frame probe watches. videoconvert is there for the few formats that
 * videoflip does not take and passes all others through.
 *
 * Threads: the elements inside bring their own; one outside thread starts,
 * pulls and stops. They meet in the fields under `lock`, a leaf.
 *
 * What the elements inside report stays inside: whoever pulls gets the first
 * error, after the frames that came before it. */
struct _GstEncordMediaBin
{
  GstBin parent;

  /* set during construction */
  GInputStream *stream;
  GstElement *decodebin;
  GstElement *convert;
  GstAppSink *sink;

  GMutex lock;
  GCond changed;
  /* guarded by lock */
  guint n_waiting;
  gboolean started; /* there was a frame */
  gboolean eos;
  gboolean cancelled;
  GError *error;
  char *missing;
  GstEncordFrameProbe *probe;
};

G_DEFINE_FINAL_TYPE_WITH_CODE (
    GstEncordMediaBin, gst_encord_media_bin, GST_TYPE_BIN,
    GST_DEBUG_CATEGORY_INIT (encordmedia_debug, "encordmedia", 0,
                             "one media file of encordsrc"))

/* the part of a debug string that is not about source lines */
static const char *
last_line (const char *debug)
{
  const char *newline = debug != NULL ? strrchr (debug, '\n') : NULL;

  return newline != NULL ? newline + 1 : debug;
}

static GError *
translate_error (GstEncordMediaBin *self, const GError *error,
                 const char *debug)
{
  const char *detail = last_line (debug);

  if (g_error_matches (error, GST_CORE_ERROR, GST_CORE_ERROR_MISSING_PLUGIN) ||
      g_error_matches (error, GST_STREAM_ERROR,
                       GST_STREAM_ERROR_CODEC_NOT_FOUND))
    return g_error_new (ENCORD_ERROR, ENCORD_ERROR_NOT_SUPPORTED,
                        "no GStreamer plugin for it: %s",
                        self->missing != NULL ? self->missing : error->message);
  if (error->domain == GST_RESOURCE_ERROR)
    return g_error_new (ENCORD_ERROR, ENCORD_ERROR_UNREACHABLE, "%s",
                        detail != NULL ? detail : error->message);

  return g_error_new (ENCORD_ERROR, ENCORD_ERROR_BAD_DATA, "%s",
                      error->message);
}

/* with the lock held; takes the error. The first one stays */
static void
set_error (GstEncordMediaBin *self, GError *error)
{
  if (self->error == NULL)
    self->error = error;
  else
    g_error_free (error);
  g_cond_signal (&self->changed);
}

/* What the bin itself finds. Its own message would go to its parent's bus, past
 * whoever pulls. */
static void
fail (GstEncordMediaBin *self, const char *reason)
{
  GST_DEBUG_OBJECT (self, "%s", reason);
  g_mutex_lock (&self->lock);
  set_error (self,
             g_error_new_literal (ENCORD_ERROR, ENCORD_ERROR_BAD_DATA, reason));
  g_mutex_unlock (&self->lock);
}

static void
take_error (GstEncordMediaBin *self, GstMessage *message)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *debug = NULL;

  gst_message_parse_error (message, &error, &debug);
  GST_DEBUG_OBJECT (self, "%s: %s (%s)", GST_MESSAGE_SRC_NAME (message),
                    error->message, debug);

  g_mutex_lock (&self->lock);
  set_error (self, translate_error (self, error, debug));
  g_mutex_unlock (&self->lock);
}

static void
take_missing (GstEncordMediaBin *self, GstMessage *message)
{
  g_mutex_lock (&self->lock);
  if (self->missing == NULL)
    self->missing = gst_missing_plugin_message_get_description (message);
  g_mutex_unlock (&self->lock);
}

static void
gst_encord_media_bin_handle_message (GstBin *bin, GstMessage *message)
{
  GstEncordMediaBin *self = GST_ENCORD_MEDIA_BIN (bin);

  switch (GST_MESSAGE_TYPE (message)) {
    case GST_MESSAGE_ERROR:
      take_error (self, message);
      gst_message_unref (message);
      return;
    case GST_MESSAGE_ASYNC_START:
    case GST_MESSAGE_ASYNC_DONE:
    case GST_MESSAGE_STREAM_START:
    case GST_MESSAGE_WARNING:
    case GST_MESSAGE_INFO:
    case GST_MESSAGE_EOS:
    case GST_MESSAGE_TAG:
    case GST_MESSAGE_LATENCY:
    case GST_MESSAGE_DURATION_CHANGED:
      GST_LOG_OBJECT (self, "keeps %" GST_PTR_FORMAT, message);
      gst_message_unref (message);
      return;
    case GST_MESSAGE_ELEMENT:
      if (!gst_is_missing_plugin_message (message))
        break;
      take_missing (self, message);
      gst_message_unref (message);
      return;
    default:
      break;
  }

  GST_BIN_CLASS (gst_encord_media_bin_parent_class)
      ->handle_message (bin, message);
}

/* Nobody waits for a state here, but for frames. decodebin stays in PAUSED when
 * it gets there, which is all that it needs: what it holds has no clock. So there
 * is no change of state left to go on with from a thread that stop() would have
 * to race. */
static GstStateChangeReturn
gst_encord_media_bin_change_state (GstElement *element,
                                   GstStateChange transition)
{
  GstStateChangeReturn result =
      GST_ELEMENT_CLASS (gst_encord_media_bin_parent_class)
          ->change_state (element, transition);

  return result == GST_STATE_CHANGE_ASYNC ? GST_STATE_CHANGE_SUCCESS : result;
}

static GstFlowReturn
on_new_sample (GstAppSink *sink, gpointer data)
{
  GstEncordMediaBin *self = data;

  g_mutex_lock (&self->lock);
  self->n_waiting++;
  self->started = TRUE;
  g_cond_signal (&self->changed);
  g_mutex_unlock (&self->lock);

  return GST_FLOW_OK;
}

static void
on_eos (GstAppSink *sink, gpointer data)
{
  GstEncordMediaBin *self = data;

  g_mutex_lock (&self->lock);
  self->eos = TRUE;
  g_cond_signal (&self->changed);
  g_mutex_unlock (&self->lock);
}

/* Decoders are told that strides may be anything, so they need not copy: who
 * pulls knows whether downstream can take that. */
static GstPadProbeReturn
on_sink_query (GstPad *pad, GstPadProbeInfo *info, gpointer data)
{
  GstQuery *query = GST_PAD_PROBE_INFO_QUERY (info);

  if (GST_QUERY_TYPE (query) != GST_QUERY_ALLOCATION)
    return GST_PAD_PROBE_OK;
  gst_query_add_allocation_meta (query, GST_VIDEO_META_API_TYPE, NULL);

  return GST_PAD_PROBE_HANDLED;
}

static void
on_pad_added (GstElement *decodebin, GstPad *pad, gpointer data)
{
  GstEncordMediaBin *self = data;
  g_autoptr (GstPad) sink = gst_element_get_static_pad (self->convert, "sink");
  g_autoptr (GstCaps) caps = gst_pad_query_caps (pad, NULL);

  if (gst_pad_is_linked (sink) ||
      !gst_encord_decodebin_caps_are_pictures (caps))
    GST_DEBUG_OBJECT (self, "leaves out %" GST_PTR_FORMAT, caps);
  else if (gst_pad_link (pad, sink) != GST_PAD_LINK_OK)
    fail (self, "it is no raw video");
}

static void
on_no_more_pads (GstElement *decodebin, gpointer data)
{
  GstEncordMediaBin *self = data;
  g_autoptr (GstPad) sink = gst_element_get_static_pad (self->convert, "sink");

  if (!gst_pad_is_linked (sink))
    fail (self, "it holds no video");
}

static void
on_deep_element_added (GstBin *bin, GstBin *sub_bin, GstElement *element,
                       gpointer data)
{
  GstEncordMediaBin *self = GST_ENCORD_MEDIA_BIN (bin);
  GstEncordFrameProbe *probe, *old;

  if (!GST_IS_VIDEO_DECODER (element))
    return;
  GST_DEBUG_OBJECT (self, "decodes with %" GST_PTR_FORMAT, element);
  /* every frame counts: late ones too, and damaged ones are no reason to end */
  g_object_set (element, "qos", FALSE, "max-errors", -1, NULL);
  /* libav keeps as many frames in the works as it has frame threads, and after
   * an error at the end of a file the decoder throws all of them away */
  if (g_object_class_find_property (G_OBJECT_GET_CLASS (element),
                                    "thread-type") != NULL)
    gst_util_set_object_arg (G_OBJECT (element), "thread-type", "slice");

  probe = gst_encord_frame_probe_attach (element);
  g_mutex_lock (&self->lock);
  old = self->probe;
  self->probe = probe;
  g_mutex_unlock (&self->lock);
  if (old != NULL)
    gst_encord_frame_probe_unref (old);
}

static void
gst_encord_media_bin_constructed (GObject *object)
{
  GstEncordMediaBin *self = GST_ENCORD_MEDIA_BIN (object);

  G_OBJECT_CLASS (gst_encord_media_bin_parent_class)->constructed (object);

  /* to the outside it is neither source nor sink, and no state of it is
   * waited for */
  gst_bin_set_suppressed_flags (GST_BIN (self), GST_ELEMENT_FLAG_SINK |
                                                    GST_ELEMENT_FLAG_SOURCE);
  gst_element_set_locked_state (GST_ELEMENT (self), TRUE);
  g_signal_connect (self, "deep-element-added",
                    G_CALLBACK (on_deep_element_added), NULL);
}

static void
gst_encord_media_bin_finalize (GObject *object)
{
  GstEncordMediaBin *self = GST_ENCORD_MEDIA_BIN (object);

  g_clear_pointer (&self->probe, gst_encord_frame_probe_unref);
  g_clear_object (&self->stream);
  g_clear_error (&self->error);
  g_free (self->missing);
  g_cond_clear (&self->changed);
  g_mutex_clear (&self->lock);

  G_OBJECT_CLASS (gst_encord_media_bin_parent_class)->finalize (object);
}

static void
gst_encord_media_bin_class_init (GstEncordMediaBinClass *klass)
{
  G_OBJECT_CLASS (klass)->constructed = gst_encord_media_bin_constructed;
  G_OBJECT_CLASS (klass)->finalize = gst_encord_media_bin_finalize;
  GST_ELEMENT_CLASS (klass)->change_state =
      GST_DEBUG_FUNCPTR (gst_encord_media_bin_change_state);
  GST_BIN_CLASS (klass)->handle_message =
      GST_DEBUG_FUNCPTR (gst_encord_media_bin_handle_message);
  gst_element_class_set_static_metadata (
      GST_ELEMENT_CLASS (klass), "Encord media", "Source/Video",
      "One media file as upright, numbered frames", "gst-encord");
}

static void
gst_encord_media_bin_init (GstEncordMediaBin *self)
{
  g_mutex_init (&self->lock);
  g_cond_init (&self->changed);
}

GstEncordMediaBin *
gst_encord_media_bin_new (GInputStream *stream)
{
  GstEncordMediaBin *self = g_object_new (GST_TYPE_ENCORD_MEDIA_BIN, NULL);

  self->stream = g_object_ref (stream);

  return self;
}

/* takes the element; NULL and a GError for one that is not installed */
static GstElement *
add_element (GstEncordMediaBin *self, GstElement *element, const char *factory,
             GError **error)
{
  if (element == NULL) {
    g_set_error (error, ENCORD_ERROR, ENCORD_ERROR_NOT_SUPPORTED,
                 "no element \"%s\": install GStreamer's base and good plugins",
                 factory);
    return NULL;
  }
  gst_bin_add (GST_BIN (self), element);

  return element;
}

static GstElement *
make_element (GstEncordMediaBin *self, const char *factory, GError **error)
{
  return add_element (self, gst_element_factory_make (factory, NULL), factory,
                      error);
}

static void
set_up_sink (GstEncordMediaBin *self)
{
  GstAppSinkCallbacks callbacks = { .eos = on_eos,
                                    .new_sample = on_new_sample };
  g_autoptr (GstCaps) caps = gst_caps_new_empty_simple ("video/x-raw");
  g_autoptr (GstPad) pad =
      gst_element_get_static_pad (GST_ELEMENT (self->sink), "sink");

  g_object_set (self->sink, "sync", FALSE, "qos", FALSE, "async", FALSE,
                "max-buffers", FRAMES_AHEAD, "enable-last-sample", FALSE,
                "caps", caps, NULL);
  gst_app_sink_set_callbacks (self->sink, &callbacks, self, NULL);
  gst_pad_add_probe (pad, GST_PAD_PROBE_TYPE_QUERY_DOWNSTREAM, on_sink_query,
                     NULL, NULL);
}

static gboolean
build (GstEncordMediaBin *self, GError **error)
{
  GstElement *src, *flip, *sink;

  if ((src = make_element (self, "giostreamsrc", error)) == NULL ||
      (self->decodebin = add_element (self, gst_encord_decodebin_new (),
                                      "decodebin", error)) == NULL ||
      (self->convert = make_element (self, "videoconvert", error)) == NULL ||
      (flip = make_element (self, "videoflip", error)) == NULL ||
      (sink = make_element (self, "appsink", error)) == NULL)
    return FALSE;

  self->sink = GST_APP_SINK (sink);
  set_up_sink (self);
  g_object_set (src, "stream", self->stream, NULL);
  gst_util_set_object_arg (G_OBJECT (flip), "video-direction", "auto");
  g_signal_connect_object (self->decodebin, "pad-added",
                           G_CALLBACK (on_pad_added), self, 0);
  g_signal_connect_object (self->decodebin, "no-more-pads",
                           G_CALLBACK (on_no_more_pads), self, 0);
  gst_element_link (src, self->decodebin);
  gst_element_link_many (self->convert, flip, sink, NULL);

  return TRUE;
}

gboolean
gst_encord_media_bin_start (GstEncordMediaBin *self, GError **error)
{
  if (!build (self, error))
    return FALSE;
  /* step by step: a bin inside a bin leaves it to its parent to go on after
   * something asynchronous. A failure comes as a message too, which says more */
  if (gst_element_set_state (GST_ELEMENT (self), GST_STATE_PAUSED) ==
          GST_STATE_CHANGE_FAILURE ||
      gst_element_set_state (GST_ELEMENT (self), GST_STATE_PLAYING) ==
          GST_STATE_CHANGE_FAILURE)
    fail (self, "cannot start decoding");

  return TRUE;
}

static gboolean
is_waiting (const GstEncordMediaBin *self)
{
  return self->n_waiting == 0 && !self->eos && !self->cancelled &&
         self->error == NULL;
}

/* With the lock held. Seen twice: a demuxer stops before it says why, and what it
 * says is better. */
static void
wait_for_start (GstEncordMediaBin *self)
{
  guint n_given_up = 0;

  while (is_waiting (self) && n_given_up < 2) {
    if (g_cond_wait_until (&self->changed, &self->lock,
                           g_get_monotonic_time () + LOOKS_EVERY))
      continue;
    g_mutex_unlock (&self->lock);
    n_given_up = gst_encord_decodebin_has_given_up (self->decodebin)
                     ? n_given_up + 1
                     : 0;
    g_mutex_lock (&self->lock);
  }
  if (is_waiting (self))
    set_error (self, g_error_new_literal (ENCORD_ERROR, ENCORD_ERROR_BAD_DATA,
                                          "its streams cannot be found"));
}

GstSample *
gst_encord_media_bin_pull (GstEncordMediaBin *self, GError **error)
{
  gboolean frame;

  g_mutex_lock (&self->lock);
  if (!self->started)
    wait_for_start (self);
  while (is_waiting (self))
    g_cond_wait (&self->changed, &self->lock);
  frame = self->n_waiting > 0 && !self->cancelled;
  if (frame)
    self->n_waiting--;
  else if (self->cancelled)
    g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_CANCELLED, "cancelled");
  else if (self->error != NULL)
    g_propagate_error (error, g_error_copy (self->error));
  g_mutex_unlock (&self->lock);

  return frame ? gst_app_sink_try_pull_sample (self->sink, 0) : NULL;
}

void
gst_encord_media_bin_cancel (GstEncordMediaBin *self)
{
  g_mutex_lock (&self->lock);
  self->cancelled = TRUE;
  g_cond_signal (&self->changed);
  g_mutex_unlock (&self->lock);
}

static void
set_to_null (const GValue *value, gpointer spare_source)
{
  GstElement *child = g_value_get_object (value);

  if (!GPOINTER_TO_INT (spare_source) ||
      !GST_OBJECT_FLAG_IS_SET (child, GST_ELEMENT_FLAG_SOURCE))
    gst_element_set_state (child, GST_STATE_NULL);
}

/* from sink to source, as they were added the other way round */
static void
set_children_to_null (GstEncordMediaBin *self, gboolean spare_source)
{
  GstIterator *children = gst_bin_iterate_elements (GST_BIN (self));

  while (gst_iterator_foreach (children, set_to_null,
                               GINT_TO_POINTER (spare_source)) ==
         GST_ITERATOR_RESYNC)
    gst_iterator_resync (children);
  gst_iterator_free (children);
}

/* A decodebin that gives up on a thread of its own just now ends its
 * asynchronous start, and so overwrites the state that it is being set to, here
 * and in its parent. The first round stops that thread, so the second one and the
 * bin's own change find nobody in their way. The source waits for the second: as
 * long as a decodebin may run, it may ask the source for its stream. */
void
gst_encord_media_bin_stop (GstEncordMediaBin *self)
{
  gst_encord_media_bin_cancel (self);
  set_children_to_null (self, TRUE);
  set_children_to_null (self, FALSE);
  gst_element_set_state (GST_ELEMENT (self), GST_STATE_NULL);
}

guint64
gst_encord_media_bin_get_n_lost (GstEncordMediaBin *self, gboolean ended)
{
  guint64 n_lost = 0;

  g_mutex_lock (&self->lock);
  if (self->probe != NULL)
    n_lost = gst_encord_frame_probe_get_n_lost (self->probe, ended);
  g_mutex_unlock (&self->lock);

  return n_lost;
}
