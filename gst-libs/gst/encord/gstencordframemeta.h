/* gstencordframemeta.h - which frame of the unit a buffer is
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#if !defined(GST_ENCORD_INSIDE) && !defined(GST_ENCORD_COMPILATION)
#error "Only <gst/encord/encord.h> can be included directly."
#endif

#include <gst/encord/gstencordmacros.h>

G_BEGIN_DECLS

/**
 * GstEncordFrameMeta:
 * @meta: parent
 * @frame: index of the frame in presentation order, from 0, as a browser and
 *   ffmpeg count; in an image group the position of the image
 * @image_hash: (nullable): the image's hash in an image group
 *
 * On every buffer from encordsrc. It has no tags, so it survives every
 * one-to-one transform.
 *
 * Since: 0.1
 */
typedef struct
{
  GstMeta meta;
  guint64 frame;
  char *image_hash;
} GstEncordFrameMeta;

#define GST_ENCORD_FRAME_META_API_TYPE (gst_encord_frame_meta_api_get_type ())
GST_ENCORD_API
GType gst_encord_frame_meta_api_get_type (void) G_GNUC_CONST;
GST_ENCORD_API
const GstMetaInfo *gst_encord_frame_meta_get_info (void);

GST_ENCORD_API
GstEncordFrameMeta *gst_buffer_add_encord_frame_meta (GstBuffer *buffer,
                                                      guint64 frame,
                                                      const char *image_hash);
GST_ENCORD_API
GstEncordFrameMeta *gst_buffer_get_encord_frame_meta (GstBuffer *buffer);

G_END_DECLS
