/* labels/encord-track-private.h - one object that is being followed; pure
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <encord/labels/encord-box-filter-private.h>
#include <encord/labels/encord-tracker.h>

G_BEGIN_DECLS

/* classes whose votes are kept; what a model mixes up is two or three */
#define ENCORD_TRACK_VOTES 4
/* sightings that the direction of motion is read from */
#define ENCORD_TRACK_TRAIL 3

/* plain data without gaps: what is kept of a tracker is these, as they are */
typedef struct
{
  guint64 id;
  gint64 time;      /* of the filter's state */
  gint64 last_seen; /* of the last detection */
  guint32 n_seen;   /* detections so far */
  guint32 n_missed; /* frames looked at since the last detection */
  EncordBoxFilter filter;
  EncordBoxFilter at_last_seen; /* the filter as the last detection left it */
  guint32 classes[ENCORD_TRACK_VOTES]; /* those with votes come first */
  double votes[ENCORD_TRACK_VOTES];    /* sums of confidences; 0 is none */
  EncordBox trail[ENCORD_TRACK_TRAIL]; /* last sightings, the newest first */
} EncordTrack;

void encord_track_start (EncordTrack *self, guint64 id, gint64 pts,
                         const EncordDetection *seen);
/* moves it on; never back */
void encord_track_predict (EncordTrack *self, gint64 pts);
/* takes in a detection at the time predicted for; step is the usual time between
 * two frames */
void encord_track_correct (EncordTrack *self, const EncordDetection *seen,
                           gint64 step);
void encord_track_get_box (const EncordTrack *self, EncordBox *ret_box);
guint encord_track_get_class (const EncordTrack *self);
/* everything known of where it is, for a camera that moved */
void encord_track_shift (EncordTrack *self, double x, double y);
gboolean encord_track_is_sound (const EncordTrack *self);

G_END_DECLS
