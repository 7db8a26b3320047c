/* gstencordlabelsink.h - writes what is on the frames into label rows
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gst/gst.h>

G_BEGIN_DECLS

#define GST_TYPE_ENCORD_LABEL_SINK (gst_encord_label_sink_get_type ())
G_DECLARE_FINAL_TYPE (GstEncordLabelSink, gst_encord_label_sink, GST,
                      ENCORD_LABEL_SINK, GstBin)
GST_ELEMENT_REGISTER_DECLARE (encordlabelsink);

G_END_DECLS
