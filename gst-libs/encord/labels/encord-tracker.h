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
 * ENCORD_TRACKER_NO_TRACK:
 *
 * What encord_tracker_update() says of a detection that belongs to no track.
 *
 * Since: 0.1
 */
#define ENCORD_TRACKER_NO_TRACK G_MAXUINT64

/**
 * ENCORD_TRACKER_DEFAULT_IOU_THRESHOLD:
 *
 * What [property@Encord.Tracker:iou-threshold] is unless set.
 *
 * Since: 0.1
 */
#define ENCORD_TRACKER_DEFAULT_IOU_THRESHOLD 0.15

/**
 * ENCORD_TRACKER_DEFAULT_CONFIDENCE_THRESHOLD:
 *
 * What [property@Encord.Tracker:confidence-threshold] is unless set.
 *
 * Since: 0.1
 */
#define ENCORD_TRACKER_DEFAULT_CONFIDENCE_THRESHOLD 0.35

/**
 * ENCORD_TRACKER_DEFAULT_NEW_TRACK_THRESHOLD:
 *
 * What [property@Encord.Tracker:new-track-threshold] is unless set.
 *
 * Since: 0.1
 */
#define ENCORD_TRACKER_DEFAULT_NEW_TRACK_THRESHOLD 0.45

/**
 * ENCORD_TRACKER_DEFAULT_MAX_AGE:
 *
 * What [property@Encord.Tracker:max-age] is unless set, in nanoseconds.
 *
 * Since: 0.1
 */
#define ENCORD_TRACKER_DEFAULT_MAX_AGE G_GINT64_CONSTANT (2000000000)

/**
 * EncordDetection:
 * @class_index: which class
 * @box: where; of another shape its bounds. Rotation is left out of account
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

/**
 * EncordTrackedBox:
 * @track_id: whose box it is
 * @class_index: the class that the track's detections have voted for
 * @predicted: %TRUE if the box was computed for a frame on which the track was not
 *   detected, %FALSE if a detection is the source
 * @last_seen: presentation time of the track's last detection, in nanoseconds
 * @box: where the track is
 *
 * Where a track is at some time.
 *
 * Since: 0.1
 */
typedef struct
{
  guint64 track_id;
  guint class_index;
  gboolean predicted;
  gint64 last_seen;
  EncordBox box;
} EncordTrackedBox;

#define ENCORD_TYPE_TRACKER (encord_tracker_get_type ())
ENCORD_API
G_DECLARE_FINAL_TYPE (EncordTracker, encord_tracker, ENCORD, TRACKER, GObject)

ENCORD_API
EncordTracker *encord_tracker_new (void);
ENCORD_API
void encord_tracker_update (EncordTracker *self, gint64 pts,
                            const EncordDetection *detections,
                            guint n_detections, guint64 *ret_track_ids);
ENCORD_API
EncordTrackedBox *
encord_tracker_predict (EncordTracker *self, gint64 pts,
                        guint *ret_n_boxes) G_GNUC_WARN_UNUSED_RESULT;
ENCORD_API
gboolean encord_tracker_get_class (EncordTracker *self, guint64 track_id,
                                   guint *ret_class_index);
ENCORD_API
void encord_tracker_reset (EncordTracker *self);

G_END_DECLS
