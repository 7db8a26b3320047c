/* labels/encord-tracker.h - detections to tracks; pure
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#if !defined(ENCORD_INSIDE) && !defined(ENCORD_COMPILATION)
#error "Only <encord/encord.h> can be included directly."
#endif

#include <encord/encord-macros.h>
#include <encord/model/encord-geometry.h>

G_BEGIN_DECLS

/**
 * EncordDetection:
 * @class_index: which class; detections of two classes are never one track
 * @box: where
 * @confidence: 0..1
 *
 * What a model found on one frame.
 *
 * Since: 0.1
 */
typedef struct
{
  guint class_index;
  EncordBox box;
  double confidence;
} EncordDetection;

#define ENCORD_TYPE_TRACKER (encord_tracker_get_type ())
ENCORD_API
G_DECLARE_FINAL_TYPE (EncordTracker, encord_tracker, ENCORD, TRACKER, GObject)

/* iou_threshold: least overlap of prediction and detection, 0..1;
 * max_age: how long a track survives unseen, in nanoseconds */
ENCORD_API
EncordTracker *encord_tracker_new (double iou_threshold, gint64 max_age);
/* one frame, in presentation order; ret_track_ids gets n_detections ids, from 0,
 * never used twice */
ENCORD_API
void encord_tracker_update (EncordTracker *self, gint64 pts,
                            const EncordDetection *detections,
                            guint n_detections, guint64 *ret_track_ids);

G_END_DECLS
