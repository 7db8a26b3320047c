/* labels/encord-frame-gap-private.h - the frames between two keys of an object; pure
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <encord/labels/encord-frames-interpolation-private.h>
#include <encord/labels/encord-frames-private.h>
#include <encord/labels/encord-interpolator-private.h>

G_BEGIN_DECLS

typedef struct
{
  int frame;
  guint object; /* of the frames */
} EncordFrameKey;

/* the frames between two neighbouring keys of one object */
typedef struct
{
  EncordFrameKey from;
  EncordFrameKey to;
  guint track;
  /* only while its frames are being written */
  EncordInterpolator *way; /* NULL: all that moves is in the text */
  EncordMovingText *text;  /* the object, up to the coordinates if not NULL */
} EncordFrameGap;

/* Those that are to be filled (element-type EncordFrameGap), by their first frame and
 * then by the order in which objects were asked for. */
GArray *encord_frame_gaps_find (const EncordFrames *frames,
                                const EncordFramesInterpolation *how);

/* ENCORD_ERROR_BAD_DATA for coordinates that are malformed */
gboolean encord_frame_gap_open (EncordFrameGap *self,
                                const EncordFrames *frames,
                                const EncordFramesInterpolation *how,
                                gint64 most_mask_pixels, GError **error);
void encord_frame_gap_close (EncordFrameGap *self);
/* while it is open */
gint64 encord_frame_gap_count_mask_pixels (const EncordFrameGap *self);
/* the object on one of the frames; while it is open */
void encord_frame_gap_append (const EncordFrameGap *self, int frame,
                              GString *json);

G_END_DECLS
