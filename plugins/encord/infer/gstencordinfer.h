/* gstencordinfer.h - runs a model on every frame
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gst/gst.h>

G_BEGIN_DECLS

#define GST_TYPE_ENCORD_INFER (gst_encord_infer_get_type ())
G_DECLARE_FINAL_TYPE (GstEncordInfer, gst_encord_infer, GST, ENCORD_INFER,
                      GstElement)
GST_ELEMENT_REGISTER_DECLARE (encordinfer);

G_END_DECLS
