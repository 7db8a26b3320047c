/* gstencordframeindex.h - which frame of the file a decoder's output is
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gst/gst.h>

G_BEGIN_DECLS

typedef struct _GstEncordFrameIndex GstEncordFrameIndex;

GstEncordFrameIndex *gst_encord_frame_index_new (void);
GstEncordFrameIndex *gst_encord_frame_index_ref (GstEncordFrameIndex *self);
void gst_encord_frame_index_unref (GstEncordFrameIndex *self);

/* what goes into the decoder, in decoding order */
void gst_encord_frame_index_begin_segment (GstEncordFrameIndex *self);
void gst_encord_frame_index_add_access_unit (GstEncordFrameIndex *self,
                                             GstClockTime pts);
/* the frame begins before its segment and ends inside: decoders push it, clipped
 * to @start; players do not show it */
void gst_encord_frame_index_add_partial (GstEncordFrameIndex *self,
                                         GstClockTime start);
void gst_encord_frame_index_distrust (GstEncordFrameIndex *self);

/* what comes out, in presentation order */
void gst_encord_frame_index_next_segment (GstEncordFrameIndex *self);
/* FALSE for a frame that is not shown */
gboolean gst_encord_frame_index_take_frame (GstEncordFrameIndex *self,
                                            GstClockTime pts,
                                            guint64 *ret_frame);
/* after the last output, frames that never came count as lost too */
guint64 gst_encord_frame_index_get_n_lost (GstEncordFrameIndex *self,
                                           gboolean ended);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (GstEncordFrameIndex,
                               gst_encord_frame_index_unref)

G_END_DECLS
