/* gstencordpreprocessor.h - frames of any format become a model's pictures
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gst/video/video.h>

#include <gst/encord/encord.h>
#include <gst/encord/models/gstencordletterbox.h>

G_BEGIN_DECLS

typedef struct _GstEncordPreprocessor GstEncordPreprocessor;

GST_ENCORD_API
GstEncordPreprocessor *
gst_encord_preprocessor_new (const GstVideoInfo *info,
                             const GstEncordPicture *picture, GError **error);
GST_ENCORD_API
void gst_encord_preprocessor_free (GstEncordPreprocessor *self);
GST_ENCORD_API
const GstEncordLetterbox *
gst_encord_preprocessor_get_letterbox (const GstEncordPreprocessor *self);
GST_ENCORD_API
gboolean gst_encord_preprocessor_run (GstEncordPreprocessor *self,
                                      GstBuffer *buffer, guint8 *picture,
                                      gsize size, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (GstEncordPreprocessor,
                               gst_encord_preprocessor_free)

G_END_DECLS
