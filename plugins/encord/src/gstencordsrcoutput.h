/* gstencordsrcoutput.h - units as one stream with ever growing running time
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gst/encord/encord.h>
#include <gst/video/video.h>

G_BEGIN_DECLS

/* what encordsrc's source pad has seen; belongs to the thread that pushes */
typedef struct
{
  GstPad *pad; /* not owned */

  /* of the stream */
  GstClockTime base; /* running time at which the unit starts */
  GstCaps *caps;
  GstVideoInfo info;
  gboolean takes_any_layout;

  /* of the unit */
  GstEncordUnit *unit;
  GstSegment segment; /* last pushed, without base */
  gboolean segment_pushed;
  GstClockTime end;   /* running time at which it ends, from its start */
  GstClockTime entry; /* running time of its first frame here, had it started
                       * with the first one of all */
  guint64 n_frames;
  guint64 n_skipped; /* before the unit's first frame */
  guint64 next_frame;
} GstEncordSrcOutput;

void gst_encord_src_output_init (GstEncordSrcOutput *self, GstPad *pad);
void gst_encord_src_output_clear (GstEncordSrcOutput *self);

void gst_encord_src_output_begin_unit (GstEncordSrcOutput *self,
                                       GstEncordUnit *unit);
/* a frame of a video, with its #GstEncordFrameMeta; frames before the unit's first
 * one are left out */
GstFlowReturn gst_encord_src_output_push_frame (GstEncordSrcOutput *self,
                                                GstSample *sample);
/* a picture of an image group */
GstFlowReturn gst_encord_src_output_push_picture (GstEncordSrcOutput *self,
                                                  GstSample *sample,
                                                  guint64 frame,
                                                  const char *image_hash,
                                                  GstClockTime duration);
void gst_encord_src_output_end_unit (GstEncordSrcOutput *self,
                                     GstEncordUnitStatus status);

G_END_DECLS
