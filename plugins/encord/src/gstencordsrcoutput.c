/* gstencordsrcoutput.c - units as one stream with ever growing running time
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "gstencordsrcoutput.h"

void
gst_encord_src_output_init (GstEncordSrcOutput *self, GstPad *pad)
{
  memset (self, 0, sizeof (*self));
  self->pad = pad;
}

void
gst_encord_src_output_clear (GstEncordSrcOutput *self)
{
  gst_clear_caps (&self->caps);
  g_clear_object (&self->unit);
  gst_encord_src_output_init (self, self->pad);
}

/* may downstream get buffers whose rows lie as the decoder likes */
static gboolean
ask_layout (GstEncordSrcOutput *self)
{
  g_autoptr (GstQuery) query = gst_query_new_allocation (self->caps, FALSE);

  return gst_pad_peer_query (self->pad, query) &&
         gst_query_find_allocation_meta (query, GST_VIDEO_META_API_TYPE, NULL);
}

static void
push_caps (GstEncordSrcOutput *self, GstCaps *caps)
{
  gst_caps_replace (&self->caps, caps);
  gst_video_info_from_caps (&self->info, caps);
  gst_pad_push_event (self->pad, gst_event_new_caps (caps));
  self->takes_any_layout = ask_layout (self);
}

/* The frames that are left out take no time: running time goes on as if they
 * were not there, while timestamps stay those of the frames in the unit. */
static void
leave_out (GstSegment *segment, GstClockTime entry)
{
  const GstClockTime inside = entry > segment->base ? entry - segment->base : 0;

  segment->base -= MIN (segment->base, entry);
  segment->start += inside;
  segment->time += inside;
  segment->position = MAX (segment->position, segment->start);
}

static void
push_segment (GstEncordSrcOutput *self, const GstSegment *segment)
{
  GstSegment shifted;

  gst_segment_copy_into (segment, &self->segment);
  gst_segment_copy_into (segment, &shifted);
  leave_out (&shifted, self->entry);
  shifted.base += self->base;
  /* the unit's, and it would be taken for the stream's */
  shifted.duration = GST_CLOCK_TIME_NONE;
  gst_pad_push_event (self->pad, gst_event_new_segment (&shifted));
  self->segment_pushed = TRUE;
}

static gboolean
has_default_layout (GstEncordSrcOutput *self, GstBuffer *buffer)
{
  GstVideoMeta *meta = gst_buffer_get_video_meta (buffer);

  if (meta == NULL)
    return TRUE;
  for (guint i = 0; i < meta->n_planes; i++)
    if (meta->stride[i] != GST_VIDEO_INFO_PLANE_STRIDE (&self->info, i) ||
        meta->offset[i] != GST_VIDEO_INFO_PLANE_OFFSET (&self->info, i))
      return FALSE;

  return TRUE;
}

static GstBuffer *
copy_to_default_layout (GstEncordSrcOutput *self, GstBuffer *buffer)
{
  GstBuffer *copy =
      gst_buffer_new_allocate (NULL, GST_VIDEO_INFO_SIZE (&self->info), NULL);
  GstVideoMeta *meta;
  GstVideoFrame from, to;

  gst_buffer_copy_into (copy, buffer,
                        GST_BUFFER_COPY_FLAGS | GST_BUFFER_COPY_TIMESTAMPS |
                            GST_BUFFER_COPY_META,
                        0, -1);
  /* it describes the layout that is left behind */
  meta = gst_buffer_get_video_meta (copy);
  if (meta != NULL)
    gst_buffer_remove_meta (copy, (GstMeta *) meta);

  if (gst_video_frame_map (&from, &self->info, buffer, GST_MAP_READ)) {
    if (gst_video_frame_map (&to, &self->info, copy, GST_MAP_WRITE)) {
      gst_video_frame_copy (&to, &from);
      gst_video_frame_unmap (&to);
    }
    gst_video_frame_unmap (&from);
  }
  gst_buffer_unref (buffer);

  return copy;
}

static GstClockTime
guess_duration (GstEncordSrcOutput *self)
{
  if (GST_VIDEO_INFO_FPS_N (&self->info) <= 0)
    return 0;

  return gst_util_uint64_scale_int (GST_SECOND,
                                    GST_VIDEO_INFO_FPS_D (&self->info),
                                    GST_VIDEO_INFO_FPS_N (&self->info));
}

static void
note_time (GstEncordSrcOutput *self, GstBuffer *buffer)
{
  GstClockTime start, duration = GST_BUFFER_DURATION (buffer);

  start = gst_segment_to_running_time (&self->segment, GST_FORMAT_TIME,
                                       GST_BUFFER_PTS (buffer));
  if (!GST_CLOCK_TIME_IS_VALID (start))
    return;
  if (!GST_CLOCK_TIME_IS_VALID (duration))
    duration = guess_duration (self);
  self->end = MAX (self->end, start + duration - MIN (start, self->entry));
}

static void
note_entry (GstEncordSrcOutput *self, const GstSegment *segment,
            GstBuffer *buffer)
{
  const GstClockTime entry = gst_segment_to_running_time (
      segment, GST_FORMAT_TIME, GST_BUFFER_PTS (buffer));

  self->entry = GST_CLOCK_TIME_IS_VALID (entry) ? entry : 0;
}

static gboolean
is_before_unit (GstEncordSrcOutput *self, guint64 frame)
{
  if (frame >= gst_encord_unit_get_first_frame (self->unit))
    return FALSE;
  self->n_skipped++;
  self->next_frame = frame + 1;

  return TRUE;
}

static GstFlowReturn
push (GstEncordSrcOutput *self, GstCaps *caps, const GstSegment *segment,
      GstBuffer *buffer, guint64 frame)
{
  if (self->n_frames == 0 && self->n_skipped > 0)
    note_entry (self, segment, buffer);
  if (self->caps == NULL || !gst_caps_is_equal (self->caps, caps))
    push_caps (self, caps);
  else if (gst_pad_check_reconfigure (self->pad))
    self->takes_any_layout = ask_layout (self);
  if (!self->segment_pushed || !gst_segment_is_equal (&self->segment, segment))
    push_segment (self, segment);

  GST_BUFFER_OFFSET (buffer) = frame;
  GST_BUFFER_OFFSET_END (buffer) = frame + 1;
  if (self->n_frames == 0)
    GST_BUFFER_FLAG_SET (buffer, GST_BUFFER_FLAG_DISCONT);
  note_time (self, buffer);
  if (!self->takes_any_layout && !has_default_layout (self, buffer))
    buffer = copy_to_default_layout (self, buffer);
  self->n_frames++;
  self->next_frame = frame + 1;

  return gst_pad_push (self->pad, buffer);
}

void
gst_encord_src_output_begin_unit (GstEncordSrcOutput *self, GstEncordUnit *unit)
{
  g_autofree char *id =
      g_strjoin ("/", gst_encord_unit_get_project_hash (unit),
                 gst_encord_unit_get_data_hash (unit),
                 gst_encord_unit_get_branch_name (unit), NULL);
  GstEvent *event = gst_event_new_stream_start (id);

  g_set_object (&self->unit, unit);
  gst_clear_caps (&self->caps);
  self->segment_pushed = FALSE;
  self->entry = 0;
  self->n_frames = 0;
  self->n_skipped = 0;
  self->next_frame = 0;

  gst_event_set_group_id (event, gst_util_group_id_next ());
  gst_pad_push_event (self->pad, event);
  gst_pad_push_event (self->pad, gst_encord_unit_event_new (unit));
}

GstFlowReturn
gst_encord_src_output_push_frame (GstEncordSrcOutput *self, GstSample *sample)
{
  GstBuffer *buffer = gst_sample_get_buffer (sample);
  g_autoptr (GstCaps) caps = gst_caps_ref (gst_sample_get_caps (sample));
  const GstEncordFrameMeta *meta = gst_buffer_get_encord_frame_meta (buffer);
  /* video that was never compressed has met no decoder */
  const guint64 frame = meta != NULL ? meta->frame : self->next_frame;
  GstSegment segment;

  if (is_before_unit (self, frame)) {
    gst_sample_unref (sample);
    return GST_FLOW_OK;
  }
  gst_buffer_ref (buffer);
  gst_segment_copy_into (gst_sample_get_segment (sample), &segment);
  gst_sample_unref (sample);
  buffer = gst_buffer_make_writable (buffer);
  if (gst_buffer_get_encord_frame_meta (buffer) == NULL)
    gst_buffer_add_encord_frame_meta (buffer, frame, NULL);

  return push (self, caps, &segment, buffer, frame);
}

GstFlowReturn
gst_encord_src_output_push_picture (GstEncordSrcOutput *self, GstSample *sample,
                                    guint64 frame, const char *image_hash,
                                    GstClockTime duration)
{
  GstBuffer *buffer = gst_buffer_ref (gst_sample_get_buffer (sample));
  g_autoptr (GstCaps) caps = gst_caps_copy (gst_sample_get_caps (sample));
  GstEncordFrameMeta *meta;
  GstSegment segment;
  int fps_n, fps_d;

  gst_sample_unref (sample);
  /* those before it were not even opened */
  if (self->n_frames == 0)
    self->n_skipped = frame;
  if (is_before_unit (self, frame)) {
    gst_buffer_unref (buffer);
    return GST_FLOW_OK;
  }
  buffer = gst_buffer_make_writable (buffer);
  meta = gst_buffer_get_encord_frame_meta (buffer);
  if (meta != NULL)
    gst_buffer_remove_meta (buffer, (GstMeta *) meta);
  gst_buffer_add_encord_frame_meta (buffer, frame, image_hash);
  GST_BUFFER_PTS (buffer) = frame * duration;
  GST_BUFFER_DTS (buffer) = GST_CLOCK_TIME_NONE;
  GST_BUFFER_DURATION (buffer) = duration;
  gst_util_double_to_fraction ((double) GST_SECOND / duration, &fps_n, &fps_d);
  gst_caps_set_simple (caps, "framerate", GST_TYPE_FRACTION, fps_n, fps_d,
                       NULL);
  gst_segment_init (&segment, GST_FORMAT_TIME);

  return push (self, caps, &segment, buffer, frame);
}

void
gst_encord_src_output_end_unit (GstEncordSrcOutput *self,
                                GstEncordUnitStatus status)
{
  if (self->unit == NULL)
    return;
  gst_pad_push_event (self->pad, gst_encord_unit_end_event_new (
                                     self->unit, status, self->n_frames));
  self->base += self->end;
  self->end = 0;
  g_clear_object (&self->unit);
}
