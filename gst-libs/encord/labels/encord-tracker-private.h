/* labels/encord-tracker-private.h - what a tracker is made of, and its bytes
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <encord/labels/encord-track-private.h>

G_BEGIN_DECLS

/* live at a time; more begin only after others have ended */
#define ENCORD_TRACKER_MOST_TRACKS 16384

/* plain data without gaps */
typedef struct
{
  double iou_threshold;
  double class_switch_threshold;
  double confidence_threshold;
  double new_track_threshold;
  double low_threshold;
  gint64 max_age;
} EncordTrackerSettings;

struct _EncordTracker
{
  GObject parent;

  EncordTrackerSettings settings;
  guint64 next_id;
  gint64 time;    /* of the last frame */
  GArray *tracks; /* of EncordTrack, by id */
};

/* What a tracker is, settings included: one made of these bytes answers every
 * later call as this one does, to the bit. For the machine and the version of
 * the library that wrote them. */
ENCORD_API
GBytes *encord_tracker_to_bytes (EncordTracker *self);
ENCORD_API
EncordTracker *encord_tracker_new_from_bytes (GBytes *bytes, GError **error);

G_END_DECLS
