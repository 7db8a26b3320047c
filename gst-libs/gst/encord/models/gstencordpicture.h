/* gstencordpicture.h - what a model's picture input expects
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gst/encord/encord.h>
#include <gst/encord/models/gstencordmodelinfo.h>

G_BEGIN_DECLS

GST_ENCORD_API
gboolean gst_encord_picture_init (GstEncordPicture *self,
                                  const GstEncordTensorInfo *inputs,
                                  guint n_inputs,
                                  const GstEncordModelInfo *info,
                                  GError **error);

G_END_DECLS
