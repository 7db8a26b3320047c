/* labels/encord-track-private.h - one object that is being followed; pure
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <encord/labels/encord-box-filter-private.h>
#include <encord/labels/encord-tracker.h>

G_BEGIN_DECLS

/* classes whose votes are kept; what a model mixes up is two or three */
#define ENCORD_TRACK_VOTES 4

/* plain data without gaps: what is kept of a tracker is these, as they are */
typedef struct
{
  guint64 id;
  gint64 time;      /* of the filter's state */
  gint64 last_seen; /* of the last detection */
  guint32 n_seen;   /* detections so far */
  guint32 n_missed; /* frames looked at since the last detection */
  EncordBoxFilter filter;
  guint32 classes[ENCORD_TRACK_VOTES]; /* by votes, falling */
  double votes[ENCORD_TRACK_VOTES];    /* sums of confidences; 0 is none */
} EncordTrack;

void encord_track_start (EncordTrack *self, guint64 id, gint64 pts,
                         const EncordDetection *seen);
/* moves it on; never back */
void encord_track_predict (EncordTrack *self, gint64 pts);
/* takes in a detection at the time predicted for */
void encord_track_correct (EncordTrack *self, const EncordDetection *seen);
void encord_track_get_box (const EncordTrack *self, EncordBox *ret_box);
guint encord_track_get_class (const EncordTrack *self);
/* whether it was detected often enough not to be a false alarm */
gboolean encord_track_is_confirmed (const EncordTrack *self);
/* for a camera that moved */
void encord_track_shift (EncordTrack *self, double x, double y);
gboolean encord_track_is_sound (const EncordTrack *self);

G_END_DECLS
