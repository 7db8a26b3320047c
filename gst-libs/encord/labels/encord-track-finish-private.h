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
  /* what labels become: see encord_shape_fit(); UNKNOWN: they stay as they are */
  EncordShape shape;
  gboolean takes_boxes; /* boxes can be drawn as that, and may be */
  gboolean stills;      /* of pictures that have any size */
  const char *name; /* for messages, as is the next; not NULL with a shape */
  const char *object_name;
} EncordTrackClass;

/* EncordMergeObject elements without hashes, in order of first sight. classes: by
 * class index; detections of others are dropped. A track's class is that with the
 * greatest sum of confidences, and its rules hold for the track; but what is too
 * low to count is decided by the detection's own class. width, height: of the
 * picture in pixels; 0 where nobody knows: then bounds in pixels do not hold, those
 * of overlap do. With ENCORD_WRITE_KEYS each stretch without absence is an
 * object of its own, since an editor interpolates over all gaps of one object.
 *
 * Shapes besides boxes are written where they were seen and as they were seen: a
 * stretch that has one is neither smoothed nor reduced to keys. Gaps are filled with
 * encord_interpolator_new() between two shapes; one that it cannot bridge stays open,
 * as does one between a shape and a box.
 *
 * ENCORD_ERROR_REJECTED: something was seen in a shape that cannot become that of its
 * class. Takes time in proportion to what was seen and is filled. */
GPtrArray *encord_tracks_finish (EncordTracks *self,
                                 const EncordTrackClass *classes,
                                 guint n_classes, int width, int height,
                                 GError **error);

G_END_DECLS
