/* labels/encord-track-finish-private.h - what was seen, made into labels; pure
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <encord/labels/encord-track-rules-private.h>
#include <encord/labels/encord-tracks-private.h>

G_BEGIN_DECLS

typedef struct
{
  const char *feature_hash; /* where it goes; NULL: its labels are dropped */
  EncordTrackRules rules;
} EncordTrackClass;

/* EncordMergeObject elements without hashes, in order of first sight. classes: by
 * class index; detections of others are dropped. A track's class is that with the
 * greatest sum of confidences, and its rules hold for the track; but what is too
 * low to count is decided by the detection's own class. width, height: of the
 * picture in pixels; 0 where nobody knows: then bounds in pixels do not hold, those
 * of overlap do. With ENCORD_WRITE_KEYS each stretch without absence is an
 * object of its own, since an editor interpolates over all gaps of one object.
 * Takes time in proportion to what was seen and is filled. */
GPtrArray *encord_tracks_finish (EncordTracks *self,
                                 const EncordTrackClass *classes,
                                 guint n_classes, int width, int height);

G_END_DECLS
