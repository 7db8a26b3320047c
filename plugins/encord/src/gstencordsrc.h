/* gstencordsrc.h - the data units of a project as one stream of frames
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gst/gst.h>

G_BEGIN_DECLS

#define GST_TYPE_ENCORD_SRC (gst_encord_src_get_type ())
G_DECLARE_FINAL_TYPE (GstEncordSrc, gst_encord_src, GST, ENCORD_SRC, GstBin)

GST_ELEMENT_REGISTER_DECLARE (encordsrc)

G_END_DECLS
