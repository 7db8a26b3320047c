/* gstencordsrcstream.c - the source pad of encordsrc, and the task that fills it
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <gst/video/video.h>

#include "gstencordsrcmessages.h"
#include "gstencordsrcprivate.h"

#define GST_CAT_DEFAULT encordsrc_debug

GstStaticPadTemplate gst_encord_src_template = GST_STATIC_PAD_TEMPLATE (
    "src", GST_PAD_SRC, GST_PAD_ALWAYS,
    GST_STATIC_CAPS (GST_VIDEO_CAPS_MAKE (GST_VIDEO_FORMATS_ALL)));

static void
set_playing (GstEncordSrc *self, GstEncordMediaBin *media)
{
  g_mutex_lock (&self->lock);
  self->playing = media;
  if (self->cancelled && media != NULL)
    gst_encord_media_bin_cancel (media);
  g_mutex_unlock (&self->lock);
}

void
gst_encord_src_drop_item (GstEncordSrc *self)
{
  set_playing (self, NULL);
  g_clear_pointer (&self->item, gst_encord_src_item_free);
}

void
gst_encord_src_cancel (GstEncordSrc *self, gboolean eos_wanted)
{
  g_mutex_lock (&self->lock);
  self->cancelled = TRUE;
  self->eos_wanted = self->eos_wanted || eos_wanted;
  if (self->reader != NULL)
    gst_encord_src_reader_cancel (self->reader);
  if (self->playing != NULL)
    gst_encord_media_bin_cancel (self->playing);
  g_mutex_unlock (&self->lock);
}

static void
end_stream (GstEncordSrc *self)
{
  gst_encord_src_drop_item (self);
  gst_encord_src_output_end_unit (&self->output, GST_ENCORD_UNIT_CANCELLED);
  gst_encord_src_end_async (self);
  gst_pad_push_event (self->srcpad, gst_event_new_eos ());
  gst_pad_pause_task (self->srcpad);
}

/* somebody cancelled us: a state change, which says nothing more downstream, or
 * an EOS event, which ends the stream in good order */
static void
end_cancelled (GstEncordSrc *self)
{
  gboolean eos_wanted;

  g_mutex_lock (&self->lock);
  eos_wanted = self->eos_wanted;
  g_mutex_unlock (&self->lock);

  if (eos_wanted)
    end_stream (self);
  else
    gst_pad_pause_task (self->srcpad);
}

static void
fail_unit (GstEncordSrc *self, GError *error)
{
  GstEncordUnit *unit = self->item->unit;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED)) {
    g_error_free (error);
    end_cancelled (self);
    return;
  }

  g_prefix_error (&error,
                  "unit %s (\"%s\"): ", gst_encord_unit_get_data_hash (unit),
                  gst_encord_unit_get_title (unit));
  gst_encord_src_output_end_unit (&self->output, GST_ENCORD_UNIT_FAILED);
  if (self->on_unit_error == GST_ENCORD_SRC_ON_UNIT_ERROR_SKIP) {
    gst_encord_element_post_warning (GST_ELEMENT (self), error);
    gst_encord_src_reader_skip (self->reader, unit);
    gst_encord_src_drop_item (self);
  } else {
    gst_encord_element_post_error (GST_ELEMENT (self), error);
    end_stream (self);
  }
  g_error_free (error);
}

static void
finish_unit (GstEncordSrc *self)
{
  GstEncordUnit *unit = self->item->unit;
  gint64 expected = gst_encord_unit_get_n_frames (unit);
  guint64 n_lost = gst_encord_media_bin_get_n_lost (self->item->media, TRUE);
  guint64 n_shown = self->output.n_skipped + self->output.n_frames + n_lost;

  if (n_lost > 0)
    gst_encord_src_post_damage (GST_ELEMENT (self), unit, n_lost, n_shown);
  if (expected >= 0 && (guint64) expected != n_shown)
    gst_encord_src_post_miscount (GST_ELEMENT (self), unit, n_shown);
  /* a file cut off may end without an error; what is missing in it is not
   * missing in the data */
  gst_encord_src_output_end_unit (&self->output,
                                  expected >= 0 && n_shown < (guint64) expected
                                      ? GST_ENCORD_UNIT_FAILED
                                      : GST_ENCORD_UNIT_COMPLETE);
}

static void
end_media (GstEncordSrc *self)
{
  if (self->output.n_skipped + self->output.n_frames == 0) {
    fail_unit (self, g_error_new (ENCORD_ERROR, ENCORD_ERROR_BAD_DATA,
                                  "there is no frame in it"));
    return;
  }
  if (self->item->last)
    finish_unit (self);
  gst_encord_src_drop_item (self);
}

static void
end_of_units (GstEncordSrc *self)
{
  if (self->n_units == 0)
    gst_encord_src_post_nothing_selected (
        GST_ELEMENT (self), gst_encord_src_reader_get_selection (self->reader));
  end_stream (self);
}

/* the next medium to play, or the end */
static gboolean
next_item (GstEncordSrc *self)
{
  GError *error = NULL;

  self->item = gst_encord_src_reader_pop (self->reader, &error);
  if (self->item == NULL) {
    if (error == NULL) {
      end_of_units (self);
    } else if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED)) {
      end_cancelled (self);
    } else {
      gst_encord_element_post_error (GST_ELEMENT (self), error);
      end_stream (self);
    }
    g_clear_error (&error);
    return FALSE;
  }

  if (self->item->unit != self->output.unit) {
    self->n_units++;
    gst_encord_src_output_begin_unit (&self->output, self->item->unit);
    if (self->item->media != NULL)
      gst_encord_src_post_opened (GST_ELEMENT (self), self->item);
  }
  if (self->item->media == NULL) {
    fail_unit (self, g_steal_pointer (&self->item->error));
    return FALSE;
  }
  set_playing (self, self->item->media);

  return TRUE;
}

static void
handle_flow (GstEncordSrc *self, GstFlowReturn flow)
{
  switch (flow) {
    case GST_FLOW_OK:
      break;
    case GST_FLOW_FLUSHING:
      end_cancelled (self);
      break;
    case GST_FLOW_NOT_LINKED:
    case GST_FLOW_NOT_NEGOTIATED:
      GST_ELEMENT_FLOW_ERROR (self, flow);
      end_stream (self);
      break;
    default:
      /* EOS, or an error that an element downstream has reported */
      GST_DEBUG_OBJECT (self, "downstream says %s", gst_flow_get_name (flow));
      end_stream (self);
      break;
  }
}

static void
stream_loop (gpointer data)
{
  GstEncordSrc *self = data;
  GError *error = NULL;
  GstSample *sample;

  if (self->item == NULL && !next_item (self))
    return;

  sample = gst_encord_media_bin_pull (self->item->media, &error);
  if (error != NULL) {
    fail_unit (self, error);
  } else if (sample == NULL) {
    end_media (self);
  } else {
    gst_encord_src_end_async (self);
    if (self->item->image_hash != NULL)
      handle_flow (self, gst_encord_src_output_push_picture (
                             &self->output, sample, self->item->first_frame,
                             self->item->image_hash, self->image_duration));
    else
      handle_flow (self,
                   gst_encord_src_output_push_frame (&self->output, sample));
  }
}

static gboolean
gst_encord_src_activate_mode (GstPad *pad, GstObject *parent, GstPadMode mode,
                              gboolean active)
{
  GstEncordSrc *self = GST_ENCORD_SRC (parent);

  if (mode != GST_PAD_MODE_PUSH)
    return FALSE;
  if (active)
    return gst_pad_start_task (pad, stream_loop, self, NULL);
  gst_encord_src_cancel (self, FALSE);

  return gst_pad_stop_task (pad);
}

static gboolean
gst_encord_src_pad_event (GstPad *pad, GstObject *parent, GstEvent *event)
{
  /* frames are numbered from the first one, and none is left out for being
   * late: no seek, no QoS */
  gboolean handled = GST_EVENT_TYPE (event) != GST_EVENT_SEEK;

  GST_LOG_OBJECT (pad, "%s %" GST_PTR_FORMAT, handled ? "drops" : "refuses",
                  event);
  gst_event_unref (event);

  return handled;
}

static gboolean
gst_encord_src_pad_query (GstPad *pad, GstObject *parent, GstQuery *query)
{
  GstFormat format;

  switch (GST_QUERY_TYPE (query)) {
    case GST_QUERY_SEEKING:
      gst_query_parse_seeking (query, &format, NULL, NULL, NULL);
      gst_query_set_seeking (query, format, FALSE, 0, -1);
      return TRUE;
    case GST_QUERY_LATENCY:
      gst_query_set_latency (query, FALSE, 0, GST_CLOCK_TIME_NONE);
      return TRUE;
    case GST_QUERY_CONTEXT:
      return gst_encord_session_handle_query (GST_ELEMENT (parent), query);
    case GST_QUERY_DURATION:
    case GST_QUERY_POSITION:
      /* not known before the last unit; a sink knows the position */
      return FALSE;
    default:
      return gst_pad_query_default (pad, parent, query);
  }
}

void
gst_encord_src_add_pad (GstEncordSrc *self)
{
  self->srcpad =
      gst_pad_new_from_static_template (&gst_encord_src_template, "src");
  gst_pad_set_activatemode_function (
      self->srcpad, GST_DEBUG_FUNCPTR (gst_encord_src_activate_mode));
  gst_pad_set_event_function (self->srcpad,
                              GST_DEBUG_FUNCPTR (gst_encord_src_pad_event));
  gst_pad_set_query_function (self->srcpad,
                              GST_DEBUG_FUNCPTR (gst_encord_src_pad_query));
  gst_element_add_pad (GST_ELEMENT (self), self->srcpad);
}
