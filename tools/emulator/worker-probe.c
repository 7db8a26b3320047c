/* worker-probe.c - says what is in a media file
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "worker-probe.h"

#include <gst/gst.h>
#include <gst/video/video.h>
#include <stdio.h>
#include <unistd.h>

#include "gstencordframeprobe.h"

/* Written by the streaming thread of the first video, read when the pipeline has
 * stopped. */
typedef struct
{
  GstElement *pipeline;
  GstCaps *type; /* of the file */
  /* the parsers of a file run side by side, and each has its decoder added */
  GMutex lock;
  GHashTable *probes;         /* GstEncordFrameProbe by decoder; under lock */
  GstEncordFrameProbe *probe; /* that of the first video stream, or NULL */
  GstPad *counted;            /* the first video stream; compared, not used */
  GstVideoInfo info;
  int frames; /* atomic */
  GstClockTime first;
  GstClockTime last;
  GstClockTime end;
} Count;

/* ---- counting ---- */

static void
count_buffer (Count *count, GstBuffer *buffer)
{
  const GstClockTime pts = GST_BUFFER_PTS (buffer);

  g_atomic_int_inc (&count->frames);
  if (!GST_CLOCK_TIME_IS_VALID (pts))
    return;
  if (!GST_CLOCK_TIME_IS_VALID (count->first))
    count->first = pts;
  count->last = pts;
  count->end = pts + (GST_BUFFER_DURATION_IS_VALID (buffer)
                          ? GST_BUFFER_DURATION (buffer)
                          : 0);
}

/* Every buffer that a decoder puts out is a frame that the file shows: hidden
 * frames make none, and the decoder's probe, which is encordsrc's, drops what
 * lies outside the edit list and knows what was lost. */
static GstPadProbeReturn
on_decoded (GstPad *pad, GstPadProbeInfo *info, gpointer user_data)
{
  Count *count = user_data;

  if (GST_PAD_PROBE_INFO_TYPE (info) & GST_PAD_PROBE_TYPE_BUFFER) {
    count_buffer (count, GST_PAD_PROBE_INFO_BUFFER (info));
  } else if (GST_EVENT_TYPE (GST_PAD_PROBE_INFO_EVENT (info)) ==
             GST_EVENT_CAPS) {
    GstCaps *caps;

    gst_event_parse_caps (GST_PAD_PROBE_INFO_EVENT (info), &caps);
    if (count->frames == 0)
      gst_video_info_from_caps (&count->info, caps);
  }
  return GST_PAD_PROBE_OK;
}

static gboolean
is_raw_video (GstPad *pad)
{
  g_autoptr (GstCaps) caps = gst_pad_get_current_caps (pad);

  return caps != NULL && gst_structure_has_name (
                             gst_caps_get_structure (caps, 0), "video/x-raw");
}

/* the decoder behind a pad of decodebin; only to be compared */
static gpointer
find_decoder (GstPad *pad)
{
  g_autoptr (GstPad) target =
      GST_IS_GHOST_PAD (pad) ? gst_ghost_pad_get_target (GST_GHOST_PAD (pad))
                             : NULL;

  return target != NULL ? GST_OBJECT_PARENT (target) : NULL;
}

static void
on_pad_added (GstElement *decodebin, GstPad *pad, gpointer user_data)
{
  Count *count = user_data;
  GstElement *sink = gst_element_factory_make ("fakesink", NULL);
  g_autoptr (GstPad) sink_pad = gst_element_get_static_pad (sink, "sink");

  g_object_set (sink, "sync", FALSE, "qos", FALSE, NULL);
  gst_bin_add (GST_BIN (count->pipeline), sink);
  if (count->counted == NULL && is_raw_video (pad)) {
    count->counted = pad;
    g_mutex_lock (&count->lock);
    count->probe = g_hash_table_lookup (count->probes, find_decoder (pad));
    g_mutex_unlock (&count->lock);
    gst_pad_add_probe (sink_pad,
                       GST_PAD_PROBE_TYPE_BUFFER |
                           GST_PAD_PROBE_TYPE_EVENT_DOWNSTREAM,
                       on_decoded, count, NULL);
  }
  gst_element_sync_state_with_parent (sink);
  gst_pad_link (pad, sink_pad);
}

/* sound need not be decoded to be ignored */
static gboolean
on_autoplug_continue (GstElement *decodebin, GstPad *pad, GstCaps *caps,
                      gpointer user_data)
{
  return !g_str_has_prefix (
      gst_structure_get_name (gst_caps_get_structure (caps, 0)), "audio/");
}

static void
on_have_type (GstElement *typefind, guint probability, GstCaps *caps,
              gpointer user_data)
{
  Count *count = user_data;

  if (count->type == NULL)
    count->type = gst_caps_ref (caps);
}

static void
watch_decoder (Count *count, GstElement *decoder)
{
  GstEncordFrameProbe *probe = gst_encord_frame_probe_attach (decoder);

  g_mutex_lock (&count->lock);
  g_hash_table_insert (count->probes, decoder, probe);
  g_mutex_unlock (&count->lock);
}

static void
on_deep_element_added (GstBin *bin, GstBin *parent, GstElement *element,
                       gpointer user_data)
{
  GObjectClass *klass = G_OBJECT_GET_CLASS (element);

  if (g_object_class_find_property (klass, "qos") != NULL)
    g_object_set (element, "qos", FALSE, NULL);
  /* a browser, too, goes on behind a damaged frame */
  if (g_object_class_find_property (klass, "max-errors") != NULL)
    g_object_set (element, "max-errors", -1, NULL);
  if (GST_IS_VIDEO_DECODER (element))
    watch_decoder (user_data, element);
  /* decodebin's own: one in front of it would be passed over in pull mode */
  if (g_signal_lookup ("have-type", G_OBJECT_TYPE (element)) != 0)
    g_signal_connect (element, "have-type", G_CALLBACK (on_have_type),
                      user_data);
}

/* ---- answering ---- */

static const struct
{
  const char *caps;
  const char *variant; /* of video/quicktime */
  const char *mime;
} mimes[] = {
  { "video/quicktime", "apple", "video/quicktime" },
  { "video/quicktime", "3gpp", "video/3gpp" },
  { "video/quicktime", NULL, "video/mp4" },
  { "video/mpegts", NULL, "video/mp2t" },
  { "application/ogg", NULL, "video/ogg" },
  { "video/x-matroska", NULL, "video/x-matroska" },
};

static const char *
find_mime (const GstStructure *caps)
{
  const char *name = gst_structure_get_name (caps);
  const char *variant = gst_structure_get_string (caps, "variant");

  for (guint i = 0; i < G_N_ELEMENTS (mimes); i++) {
    if (g_str_equal (mimes[i].caps, name) &&
        (mimes[i].variant == NULL ||
         g_strcmp0 (mimes[i].variant, variant) == 0))
      return mimes[i].mime;
  }
  return name;
}

/* with those that damage took away: they keep their numbers */
static gint64
count_shown (const Count *count)
{
  guint64 lost = count->probe != NULL
                     ? gst_encord_frame_probe_get_n_lost (count->probe, TRUE)
                     : 0;

  return count->frames + (gint64) lost;
}

static void
add_string (JsonObject *answer, const char *member, const char *value)
{
  json_object_set_string_member (answer, member, value);
}

static double
frame_rate (const Count *count)
{
  if (count->info.fps_n > 0)
    return (double) count->info.fps_n / count->info.fps_d;
  if (count->frames > 1 && count->last > count->first)
    return (count->frames - 1) /
           ((double) (count->last - count->first) / GST_SECOND);
  return 0;
}

static void
add_times (JsonObject *answer, const Count *count)
{
  const double fps = frame_rate (count);
  double duration = 0;

  if (GST_CLOCK_TIME_IS_VALID (count->first))
    duration = (double) (count->end - count->first) / GST_SECOND;
  if (count->end == count->last && fps > 0)
    duration += 1 / fps;
  json_object_set_double_member (answer, "fps", fps);
  json_object_set_double_member (answer, "duration", duration);
}

/* the editor shows pictures upright, with square pixels or not */
static void
add_size (JsonObject *answer, const Count *count,
          GstVideoOrientationMethod orientation)
{
  const gboolean turned = orientation == GST_VIDEO_ORIENTATION_90R ||
                          orientation == GST_VIDEO_ORIENTATION_90L ||
                          orientation == GST_VIDEO_ORIENTATION_UL_LR ||
                          orientation == GST_VIDEO_ORIENTATION_UR_LL;

  json_object_set_int_member (answer, turned ? "height" : "width",
                              count->info.width);
  json_object_set_int_member (answer, turned ? "width" : "height",
                              count->info.height);
}

/* ---- running ---- */

/* no file takes so long for its first frame, or from one to the next */
#define STALLED_AFTER (30 * GST_SECOND)

/* Some decoders wait for ever on some files (avdec_gif on a single frame), and
 * a pipeline with one of them in it does not stop either. And decodebin keeps to
 * itself what a demuxer says of a file while it is being put in: of an AVI that ends
 * in its header, now and then. */
static void G_GNUC_NORETURN
give_up (void)
{
  g_print ("{\"error\":\"the decoder gets stuck on this file\"}\n");
  fflush (stdout);
  _exit (0);
}

/* the error that ended it, or NULL; keeps the last orientation it hears of */
static GError *
run (GstElement *pipeline, const gint *frames,
     GstVideoOrientationMethod *ret_orientation)
{
  g_autoptr (GstBus) bus = gst_element_get_bus (pipeline);
  int seen = 0;

  gst_element_set_state (pipeline, GST_STATE_PLAYING);
  for (;;) {
    g_autoptr (GstMessage) message = gst_bus_timed_pop_filtered (
        bus, STALLED_AFTER,
        GST_MESSAGE_EOS | GST_MESSAGE_ERROR | GST_MESSAGE_TAG);

    if (message == NULL) {
      const int now = g_atomic_int_get (frames);

      if (now == seen)
        give_up ();
      seen = now;
    } else if (GST_MESSAGE_TYPE (message) == GST_MESSAGE_TAG) {
      g_autoptr (GstTagList) tags = NULL;

      gst_message_parse_tag (message, &tags);
      gst_video_orientation_from_tag (tags, ret_orientation);
    } else if (GST_MESSAGE_TYPE (message) == GST_MESSAGE_ERROR) {
      GError *error = NULL;

      gst_message_parse_error (message, &error, NULL);
      return error;
    } else {
      return NULL;
    }
  }
}

/* decodebin's choice for JPEG keeps the orientation to itself */
static void
read_exif (const char *path, GstVideoOrientationMethod *ret_orientation)
{
  GstElement *source = gst_element_factory_make ("filesrc", NULL);
  GstElement *parser = gst_element_factory_make ("jpegparse", NULL);
  GstElement *sink = gst_element_factory_make ("fakesink", NULL);
  g_autoptr (GstElement) pipeline =
      gst_object_ref_sink (gst_pipeline_new (NULL));
  g_autoptr (GError) error = NULL;
  const int nothing = 0;

  if (parser == NULL) {
    gst_clear_object (&source);
    gst_clear_object (&sink);
    return;
  }
  g_object_set (source, "location", path, NULL);
  gst_bin_add_many (GST_BIN (pipeline), source, parser, sink, NULL);
  gst_element_link_many (source, parser, sink, NULL);
  error = run (pipeline, &nothing, ret_orientation);
  gst_element_set_state (pipeline, GST_STATE_NULL);
}

void
worker_probe (const char *path, JsonObject *answer)
{
  GstElement *source = gst_element_factory_make ("filesrc", NULL);
  GstElement *decodebin = gst_element_factory_make ("decodebin", NULL);
  g_autoptr (GstElement) pipeline =
      gst_object_ref_sink (gst_pipeline_new (NULL));
  Count count = { .pipeline = pipeline,
                  .first = GST_CLOCK_TIME_NONE,
                  .last = GST_CLOCK_TIME_NONE,
                  .end = GST_CLOCK_TIME_NONE };
  GstVideoOrientationMethod orientation = GST_VIDEO_ORIENTATION_IDENTITY;
  g_autoptr (GError) error = NULL;

  if (source == NULL || decodebin == NULL) {
    add_string (answer, "error",
                "the emulator lacks GStreamer's base plugins: install them");
    return;
  }
  gst_video_info_init (&count.info);
  g_mutex_init (&count.lock);
  count.probes = g_hash_table_new_full (
      NULL, NULL, NULL, (GDestroyNotify) gst_encord_frame_probe_unref);
  g_object_set (source, "location", path, NULL);
  g_signal_connect (pipeline, "deep-element-added",
                    G_CALLBACK (on_deep_element_added), &count);
  g_signal_connect (decodebin, "autoplug-continue",
                    G_CALLBACK (on_autoplug_continue), NULL);
  g_signal_connect (decodebin, "pad-added", G_CALLBACK (on_pad_added), &count);
  gst_bin_add_many (GST_BIN (pipeline), source, decodebin, NULL);
  gst_element_link (source, decodebin);
  error = run (pipeline, &count.frames, &orientation);
  gst_element_set_state (pipeline, GST_STATE_NULL);

  if (error != NULL) {
    add_string (answer, "error", error->message);
  } else if (count.frames == 0 || count.type == NULL) {
    add_string (answer, "error", "the file holds no picture");
  } else {
    const char *mime = find_mime (gst_caps_get_structure (count.type, 0));

    if (g_str_equal (mime, "image/jpeg"))
      read_exif (path, &orientation);
    add_string (answer, "mime", mime);
    json_object_set_boolean_member (answer, "image",
                                    g_str_has_prefix (mime, "image/"));
    json_object_set_int_member (answer, "frames", count_shown (&count));
    add_size (answer, &count, orientation);
    add_times (answer, &count);
  }
  gst_clear_caps (&count.type);
  g_hash_table_unref (count.probes);
  g_mutex_clear (&count.lock);
}
