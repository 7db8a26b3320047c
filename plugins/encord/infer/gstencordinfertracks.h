/* gstencordinfertracks.h - gives the labels of a stream the ids of their tracks
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gst/encord/encord.h>

G_BEGIN_DECLS

typedef struct
{
  gboolean tracking;
  double iou_threshold;
  double confidence_threshold;
  double new_track_threshold;
  guint64 max_age; /* ns */
} GstEncordInferTrackSettings;

/* one thread at a time */
typedef struct
{
  EncordTracker *tracker; /* NULL before the first frame with tracks */
  GstEncordUnit *unit;    /* NULL outside of data units */
  GstClockTime time;      /* of the last frame */
} GstEncordInferTracks;

/* settings count from the first frame after a reset on */
void gst_encord_infer_tracks_add (GstEncordInferTracks *self,
                                  const GstEncordInferTrackSettings *settings,
                                  GstBuffer *buffer,
                                  GstClockTime usual_duration);
/* what begins with this event has tracks of its own */
void gst_encord_infer_tracks_event (GstEncordInferTracks *self,
                                    GstEvent *event);
void gst_encord_infer_tracks_reset (GstEncordInferTracks *self);
void gst_encord_infer_tracks_clear (GstEncordInferTracks *self);

G_END_DECLS
