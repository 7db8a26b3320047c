/* labels/encord-tracker-frame-private.h - the detections of one frame, in order
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <encord/labels/encord-tracker-private.h>

G_BEGIN_DECLS

typedef enum
{
  ENCORD_TRACKER_UNUSABLE, /* too weak, or not made of finite numbers */
  ENCORD_TRACKER_LOW,
  ENCORD_TRACKER_HIGH,
} EncordTrackerLevel;

typedef struct
{
  const EncordDetection *detections;
  guint n_detections;
  EncordTrackerLevel *levels; /* by detection */
  EncordBox *boxes;           /* by detection: as it is compared */
  guint *by_left;             /* usable detections from left to right */
  guint n_usable;
  double widest; /* of those */
} EncordTrackerFrame;

void encord_tracker_frame_init (EncordTrackerFrame *self,
                                const EncordTrackerSettings *settings,
                                const EncordDetection *detections,
                                guint n_detections);
void encord_tracker_frame_clear (EncordTrackerFrame *self);
/* Walks the detections whose boxes may overlap box: begins where
 * encord_tracker_frame_seek() says, and ends with FALSE. */
guint encord_tracker_frame_seek (const EncordTrackerFrame *self,
                                 const EncordBox *box);
gboolean encord_tracker_frame_next (const EncordTrackerFrame *self,
                                    const EncordBox *box, guint *position,
                                    guint *ret_detection);
/* points and lines have no area to overlap with: boxes are compared as if none
 * were smaller than a certain share of the picture */
EncordBox encord_tracker_frame_widen (const EncordBox *box);

/* in encord-tracker-camera.c: moves the tracks as the camera moved */
void encord_tracker_follow_camera (EncordTracker *self,
                                   const EncordTrackerFrame *frame);
/* in encord-tracker-rounds.c */
void encord_tracker_associate (EncordTracker *self,
                               const EncordTrackerFrame *frame,
                               guint64 *ret_track_ids);

G_END_DECLS
