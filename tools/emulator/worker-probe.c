/* worker-probe.c - says what is in a media file
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "worker-probe.h"

#include <gst/gst.h>
#include <gst/video/video.h>
#include <stdio.h>
#include <unistd.h>

#include "gstencorddecodebin.h"
#include "gstencordframeprobe.h"

/* Written by the streaming thread of the first video, which alone gets decoders; read
 * when the pipeline has stopped. */
typedef struct
{
  GstElement *pipeline;
  GstElement *decodebin;
  /* the thread that waits */
  int n_seen;
  guint n_quiet;              /* seconds without a frame */
  GstCaps *type;              /* of the file */
  GstEncordFrameProbe *probe; /* of the decoder, or NULL */
  gboolean counts;            /* the pad of the video was found */
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

static void
on_pad_added (GstElement *decodebin, GstPad *pad, gpointer user_data)
{
  Count *count = user_data;
  GstElement *sink = gst_element_factory_make ("fakesink", NULL);
  g_autoptr (GstPad) sink_pad = gst_element_get_static_pad (sink, "sink");

  g_object_set (sink, "sync", FALSE, "qos", FALSE, NULL);
  gst_bin_add (GST_BIN (count->pipeline), sink);
  if (!count->counts && is_raw_video (pad)) {
    count->counts = TRUE;
    gst_pad_add_probe (sink_pad,
                       GST_PAD_PROBE_TYPE_BUFFER |
                           GST_PAD_PROBE_TYPE_EVENT_DOWNSTREAM,
                       on_decoded, count, NULL);
  }
  gst_element_sync_state_with_parent (sink);
  gst_pad_link (pad, sink_pad);
}

static void
on_have_type (GstElement *typefind, guint probability, GstCaps *caps,
              gpointer user_data)
{
  Count *count = user_data;

  if (count->type == NULL)
    count->type = gst_caps_ref (caps);
}

/* the last decoder that is tried is the one */
static void
watch_decoder (Count *count, GstElement *decoder)
{
  g_clear_pointer (&count->probe, gst_encord_frame_probe_unref);
  count->probe = gst_encord_frame_probe_attach (decoder);
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

/* no file takes so many seconds for its first frame, or from one to the next */
#define STALLED_AFTER 30

/* Some decoders wait for ever on some files, and a pipeline with one of them in it
 * does not stop either. */
static void G_GNUC_NORETURN
give_up (void)
{
  g_print ("{\"error\":\"the decoder gets stuck on this file\"}\n");
  fflush (stdout);
  _exit (0);
}

/* NULL while the last second has brought something */
static GError *
look_for_life (Count *count)
{
  const int frames = g_atomic_int_get (&count->frames);

  count->n_quiet = frames == count->n_seen ? count->n_quiet + 1 : 0;
  count->n_seen = frames;
  /* not at once: a demuxer stops before it says why, and what it says is better */
  if (frames == 0 && count->n_quiet >= 2 &&
      gst_encord_decodebin_has_given_up (count->decodebin))
    return g_error_new_literal (GST_STREAM_ERROR, GST_STREAM_ERROR_DEMUX,
                                "its streams cannot be found");
  if (count->n_quiet >= STALLED_AFTER)
    give_up ();

  return NULL;
}

/* the error that ended it, or NULL; keeps the last orientation it hears of */
static GError *
run (Count *count, GstVideoOrientationMethod *ret_orientation)
{
  g_autoptr (GstBus) bus = gst_element_get_bus (count->pipeline);
  GError *error = NULL;

  gst_element_set_state (count->pipeline, GST_STATE_PLAYING);
  while (error == NULL) {
    g_autoptr (GstMessage) message = gst_bus_timed_pop_filtered (
        bus, GST_SECOND, GST_MESSAGE_EOS | GST_MESSAGE_ERROR | GST_MESSAGE_TAG);

    if (message == NULL) {
      error = look_for_life (count);
    } else if (GST_MESSAGE_TYPE (message) == GST_MESSAGE_TAG) {
      g_autoptr (GstTagList) tags = NULL;

      gst_message_parse_tag (message, &tags);
      gst_video_orientation_from_tag (tags, ret_orientation);
    } else if (GST_MESSAGE_TYPE (message) == GST_MESSAGE_ERROR) {
      gst_message_parse_error (message, &error, NULL);
    } else {
      break;
    }
  }

  return error;
}

void
worker_probe (const char *path, JsonObject *answer)
{
  GstElement *source = gst_element_factory_make ("filesrc", NULL);
  GstElement *decodebin = gst_encord_decodebin_new ();
  g_autoptr (GstElement) pipeline =
      gst_object_ref_sink (gst_pipeline_new (NULL));
  Count count = { .pipeline = pipeline,
                  .decodebin = decodebin,
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
  g_object_set (source, "location", path, NULL);
  g_signal_connect (pipeline, "deep-element-added",
                    G_CALLBACK (on_deep_element_added), &count);
  g_signal_connect (decodebin, "pad-added", G_CALLBACK (on_pad_added), &count);
  gst_bin_add_many (GST_BIN (pipeline), source, decodebin, NULL);
  gst_element_link (source, decodebin);
  error = run (&count, &orientation);
  gst_element_set_state (pipeline, GST_STATE_NULL);

  if (error != NULL) {
    add_string (answer, "error", error->message);
  } else if (count.frames == 0 || count.type == NULL) {
    add_string (answer, "error", "the file holds no picture");
  } else {
    const char *mime = find_mime (gst_caps_get_structure (count.type, 0));

    add_string (answer, "mime", mime);
    json_object_set_boolean_member (answer, "image",
                                    g_str_has_prefix (mime, "image/"));
    json_object_set_int_member (answer, "frames", count_shown (&count));
    add_size (answer, &count, orientation);
    add_times (answer, &count);
  }
  gst_clear_caps (&count.type);
  g_clear_pointer (&count.probe, gst_encord_frame_probe_unref);
}
