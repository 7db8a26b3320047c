/* gstencordinfertracks.c - gives the labels of a stream the ids of their tracks
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "gstencordinfertracks.h"

static EncordTracker *
create_tracker (const GstEncordInferTrackSettings *settings)
{
  return g_object_new (ENCORD_TYPE_TRACKER, "iou-threshold",
                       settings->iou_threshold, "confidence-threshold",
                       settings->confidence_threshold, "new-track-threshold",
                       settings->new_track_threshold, "max-age",
                       (gint64) settings->max_age, NULL);
}

/* pictures of a group do not follow one another in time */
static gboolean
has_tracks (const GstEncordInferTracks *self,
            const GstEncordInferTrackSettings *settings)
{
  return settings->tracking &&
         (self->unit == NULL || !gst_encord_unit_is_image_group (self->unit));
}

void
gst_encord_infer_tracks_add (GstEncordInferTracks *self,
                             const GstEncordInferTrackSettings *settings,
                             GstBuffer *buffer, GstClockTime usual_duration)
{
  const GstEncordLabelsMeta *meta = gst_buffer_get_encord_labels_meta (buffer);
  g_autofree EncordDetection *detections = NULL;
  g_autofree guint64 *ids = NULL;

  if (!has_tracks (self, settings)) {
    g_clear_object (&self->tracker);
    return;
  }
  if (self->tracker == NULL)
    self->tracker = create_tracker (settings);
  self->time = GST_BUFFER_PTS_IS_VALID (buffer) ? GST_BUFFER_PTS (buffer)
                                                : self->time + usual_duration;

  detections = g_new (EncordDetection, meta->labels->len);
  ids = g_new (guint64, meta->labels->len);
  for (guint i = 0; i < meta->labels->len; i++) {
    const GstEncordLabel *label =
        &g_array_index (meta->labels, GstEncordLabel, i);

    detections[i] =
        (EncordDetection){ label->class_index, label->box, label->confidence };
  }
  encord_tracker_update (self->tracker, (gint64) self->time, detections,
                         meta->labels->len, ids);
  for (guint i = 0; i < meta->labels->len; i++)
    g_array_index (meta->labels, GstEncordLabel, i).track_id =
        ids[i] == ENCORD_TRACKER_NO_TRACK ? -1 : (gint64) ids[i];
}

void
gst_encord_infer_tracks_event (GstEncordInferTracks *self, GstEvent *event)
{
  g_autoptr (GstEncordUnit) unit = gst_encord_unit_event_parse (event);

  if (GST_EVENT_TYPE (event) == GST_EVENT_STREAM_START)
    gst_encord_infer_tracks_clear (self);
  /* sticky events come again when pads are linked anew */
  if (unit != NULL && unit != self->unit) {
    gst_encord_infer_tracks_reset (self);
    g_set_object (&self->unit, unit);
  }
}

void
gst_encord_infer_tracks_reset (GstEncordInferTracks *self)
{
  g_clear_object (&self->tracker);
  self->time = 0;
}

void
gst_encord_infer_tracks_clear (GstEncordInferTracks *self)
{
  gst_encord_infer_tracks_reset (self);
  g_clear_object (&self->unit);
}
