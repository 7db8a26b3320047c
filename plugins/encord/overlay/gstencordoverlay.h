/* gstencordoverlay.h - draws the labels of each frame
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gst/gst.h>

G_BEGIN_DECLS

#define GST_TYPE_ENCORD_OVERLAY (gst_encord_overlay_get_type ())
G_DECLARE_FINAL_TYPE (GstEncordOverlay, gst_encord_overlay, GST, ENCORD_OVERLAY,
                      GstBin)

GST_ELEMENT_REGISTER_DECLARE (encordoverlay);

G_END_DECLS
