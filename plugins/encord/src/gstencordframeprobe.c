/* gstencordframeprobe.c - watches a decoder and numbers its frames
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "gstencordframeprobe.h"

#include <gst/encord/encord.h>

#include "gstencordframeindex.h"

/* how an access unit says that it shows nothing */
typedef gboolean (*IsHidden) (const guint8 *data, gsize size);

struct _GstEncordFrameProbe
{
  gatomicrefcount refs;
  GstEncordFrameIndex *index;

  /* the thread that feeds the decoder */
  GstSegment segment;
  IsHidden is_hidden;
  GstEvent *segment_in;

  /* the thread that the decoder pushes from */
  GstEvent *segment_out;
};

/* a sticky event passes again when its pad is linked anew */
static gboolean
is_new_segment (GstEvent **last, GstEvent *event)
{
  return GST_EVENT_TYPE (event) == GST_EVENT_SEGMENT &&
         gst_event_replace (last, event);
}

static gboolean
never_hidden (const guint8 *data, gsize size)
{
  return FALSE;
}

/* RFC 6386 §9.1: bit 4 of the frame tag is show_frame, bit 0 is clear in key
 * frames; what is hidden refers to others, so a hidden key frame is a damaged
 * tag */
static gboolean
vp8_is_hidden (const guint8 *data, gsize size)
{
  return size > 0 && (data[0] & 0x11) == 0x01;
}

/* VP9 bitstream specification §6.2 and annex B: a superframe ends with a marker
 * and has a frame to show; else the uncompressed header tells */
static gboolean
vp9_is_hidden (const guint8 *data, gsize size)
{
  guint profile, bit;

  if (size == 0 || (data[size - 1] & 0xe0) == 0xc0)
    return FALSE;
  if ((data[0] & 0xc0) != 0x80)
    return FALSE;
  profile = ((data[0] >> 5) & 1) | ((data[0] >> 3) & 2);
  /* profile 3 has a reserved bit; then show_existing_frame, frame_type,
   * show_frame */
  bit = profile == 3 ? 2 : 3;
  if ((data[0] >> bit) & 1)
    return FALSE;

  return ((data[0] >> (bit - 2)) & 1) == 0;
}

/* where each access unit is a frame, or says that it is none */
static const struct
{
  const char *name;
  IsHidden is_hidden;
} codecs[] = {
  { "video/x-av1", never_hidden },  { "video/x-h264", never_hidden },
  { "video/x-h265", never_hidden }, { "video/x-vp8", vp8_is_hidden },
  { "video/x-vp9", vp9_is_hidden },
};

static gboolean
has_one_frame_a_unit (GstStructure *caps)
{
  const char *interlace = gst_structure_get_string (caps, "interlace-mode");
  const char *alignment = gst_structure_get_string (caps, "alignment");

  return (interlace == NULL || g_str_equal (interlace, "progressive")) &&
         (alignment == NULL || g_str_equal (alignment, "au") ||
          g_str_equal (alignment, "frame") ||
          g_str_equal (alignment, "super-frame") ||
          g_str_equal (alignment, "tu"));
}

static void
take_caps (GstEncordFrameProbe *self, GstCaps *caps)
{
  GstStructure *structure = gst_caps_get_structure (caps, 0);

  self->is_hidden = NULL;
  for (gsize i = 0; i < G_N_ELEMENTS (codecs); i++)
    if (gst_structure_has_name (structure, codecs[i].name) &&
        has_one_frame_a_unit (structure))
      self->is_hidden = codecs[i].is_hidden;
  if (self->is_hidden == NULL)
    gst_encord_frame_index_distrust (self->index);
}

static gboolean
is_hidden (GstEncordFrameProbe *self, GstBuffer *buffer)
{
  GstMapInfo map;
  gboolean hidden;

  if (GST_BUFFER_FLAG_IS_SET (buffer, GST_BUFFER_FLAG_DECODE_ONLY))
    return TRUE;
  if (self->is_hidden == NULL || !gst_buffer_map (buffer, &map, GST_MAP_READ))
    return FALSE;
  hidden = self->is_hidden (map.data, map.size);
  gst_buffer_unmap (buffer, &map);

  return hidden;
}

static void
take_access_unit (GstEncordFrameProbe *self, GstBuffer *buffer)
{
  GstClockTime pts = GST_BUFFER_PTS (buffer);
  guint64 stop = GST_CLOCK_TIME_NONE, start;

  if (is_hidden (self, buffer))
    return;
  if (!GST_CLOCK_TIME_IS_VALID (pts) ||
      self->segment.format != GST_FORMAT_TIME) {
    gst_encord_frame_index_distrust (self->index);
    return;
  }

  /* as the decoder will clip the frame */
  if (GST_BUFFER_DURATION_IS_VALID (buffer))
    stop = pts + GST_BUFFER_DURATION (buffer);
  if (!gst_segment_clip (&self->segment, GST_FORMAT_TIME, pts, stop, &start,
                         NULL))
    return;
  if (start == pts)
    gst_encord_frame_index_add_access_unit (self->index, pts);
  else
    gst_encord_frame_index_add_partial (self->index, start);
}

static GstPadProbeReturn
on_input (GstPad *pad, GstPadProbeInfo *info, gpointer data)
{
  GstEncordFrameProbe *self = data;

  if (info->type & GST_PAD_PROBE_TYPE_BUFFER) {
    take_access_unit (self, GST_PAD_PROBE_INFO_BUFFER (info));
  } else {
    GstEvent *event = GST_PAD_PROBE_INFO_EVENT (info);
    GstCaps *caps;

    if (is_new_segment (&self->segment_in, event)) {
      gst_event_copy_segment (event, &self->segment);
      gst_encord_frame_index_begin_segment (self->index);
    } else if (GST_EVENT_TYPE (event) == GST_EVENT_CAPS) {
      gst_event_parse_caps (event, &caps);
      take_caps (self, caps);
    }
  }

  return GST_PAD_PROBE_OK;
}

static GstPadProbeReturn
number_frame (GstEncordFrameProbe *self, GstPadProbeInfo *info)
{
  GstBuffer *buffer = GST_PAD_PROBE_INFO_BUFFER (info);
  guint64 frame;

  if (!gst_encord_frame_index_take_frame (self->index, GST_BUFFER_PTS (buffer),
                                          &frame))
    return GST_PAD_PROBE_DROP;
  buffer = gst_buffer_make_writable (buffer);
  gst_buffer_add_encord_frame_meta (buffer, frame, NULL);
  GST_PAD_PROBE_INFO_DATA (info) = buffer;

  return GST_PAD_PROBE_OK;
}

static GstPadProbeReturn
on_output (GstPad *pad, GstPadProbeInfo *info, gpointer data)
{
  GstEncordFrameProbe *self = data;

  if (info->type & GST_PAD_PROBE_TYPE_BUFFER)
    return number_frame (self, info);
  if (is_new_segment (&self->segment_out, GST_PAD_PROBE_INFO_EVENT (info)))
    gst_encord_frame_index_next_segment (self->index);

  return GST_PAD_PROBE_OK;
}

static GstEncordFrameProbe *
probe_ref (GstEncordFrameProbe *self)
{
  g_atomic_ref_count_inc (&self->refs);

  return self;
}

GstEncordFrameProbe *
gst_encord_frame_probe_attach (GstElement *decoder)
{
  const GstPadProbeType type =
      GST_PAD_PROBE_TYPE_BUFFER | GST_PAD_PROBE_TYPE_EVENT_DOWNSTREAM;
  g_autoptr (GstPad) sink = gst_element_get_static_pad (decoder, "sink");
  g_autoptr (GstPad) src = gst_element_get_static_pad (decoder, "src");
  GstEncordFrameProbe *self = g_new0 (GstEncordFrameProbe, 1);

  g_atomic_ref_count_init (&self->refs);
  self->index = gst_encord_frame_index_new ();
  gst_segment_init (&self->segment, GST_FORMAT_UNDEFINED);
  gst_pad_add_probe (sink, type, on_input, probe_ref (self),
                     (GDestroyNotify) gst_encord_frame_probe_unref);
  gst_pad_add_probe (src, type, on_output, probe_ref (self),
                     (GDestroyNotify) gst_encord_frame_probe_unref);

  return self;
}

void
gst_encord_frame_probe_unref (GstEncordFrameProbe *self)
{
  if (!g_atomic_ref_count_dec (&self->refs))
    return;
  gst_clear_event (&self->segment_in);
  gst_clear_event (&self->segment_out);
  gst_encord_frame_index_unref (self->index);
  g_free (self);
}

guint64
gst_encord_frame_probe_get_n_lost (GstEncordFrameProbe *self, gboolean ended)
{
  return gst_encord_frame_index_get_n_lost (self->index, ended);
}
