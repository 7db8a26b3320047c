/* gstencordframeprobe.h - watches a decoder and numbers its frames
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gst/gst.h>

G_BEGIN_DECLS

typedef struct _GstEncordFrameProbe GstEncordFrameProbe;

/* (transfer full): every buffer that @decoder pushes gets a
 * #GstEncordFrameMeta; attach it before the decoder's first buffer */
GstEncordFrameProbe *gst_encord_frame_probe_attach (GstElement *decoder);
void gst_encord_frame_probe_unref (GstEncordFrameProbe *self);
guint64 gst_encord_frame_probe_get_n_lost (GstEncordFrameProbe *self,
                                           gboolean ended);

G_END_DECLS
