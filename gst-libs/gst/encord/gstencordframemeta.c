/* gstencordframemeta.c - which frame of the unit a buffer is
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <gst/encord/gstencordframemeta.h>

static gboolean
frame_meta_init (GstMeta *meta, gpointer params, GstBuffer *buffer)
{
  GstEncordFrameMeta *self = (GstEncordFrameMeta *) meta;

  self->frame = 0;
  self->image_hash = NULL;

  return TRUE;
}

static void
frame_meta_free (GstMeta *meta, GstBuffer *buffer)
{
  g_free (((GstEncordFrameMeta *) meta)->image_hash);
}

/* one buffer in, one buffer out: whatever was done to the pixels, it is still
 * the same frame */
static gboolean
frame_meta_transform (GstBuffer *dest, GstMeta *meta, GstBuffer *buffer,
                      GQuark type, gpointer data)
{
  GstEncordFrameMeta *self = (GstEncordFrameMeta *) meta;

  if (gst_buffer_get_encord_frame_meta (dest) == NULL)
    gst_buffer_add_encord_frame_meta (dest, self->frame, self->image_hash);

  return TRUE;
}

/**
 * gst_encord_frame_meta_api_get_type: (skip)
 *
 * Gives the type by which GStreamer knows [struct@GstEncord.FrameMeta].
 *
 * Returns: the type of the meta's interface, with its tags
 *
 * Since: 0.1
 */
GType
gst_encord_frame_meta_api_get_type (void)
{
  static gsize type;
  static const char *tags[] = { NULL };

  if (g_once_init_enter (&type))
    g_once_init_leave (
        &type, gst_meta_api_type_register ("GstEncordFrameMetaAPI", tags));

  return type;
}

/**
 * gst_encord_frame_meta_get_info: (skip)
 *
 * Gives what GStreamer has to know to copy and free the meta.
 *
 * Returns: (transfer none): the registered implementation
 *
 * Since: 0.1
 */
const GstMetaInfo *
gst_encord_frame_meta_get_info (void)
{
  static const GstMetaInfo *info;

  if (g_once_init_enter (&info))
    g_once_init_leave (
        &info,
        gst_meta_register (GST_ENCORD_FRAME_META_API_TYPE, "GstEncordFrameMeta",
                           sizeof (GstEncordFrameMeta), frame_meta_init,
                           frame_meta_free, frame_meta_transform));

  return info;
}

/**
 * gst_buffer_add_encord_frame_meta: (skip)
 * @buffer: a writable buffer
 * @frame: index of the frame in presentation order, from 0
 * @image_hash: (nullable): the image's hash in an image group
 *
 * Says which frame of its unit @buffer is.
 *
 * Returns: (transfer none): the meta
 *
 * Since: 0.1
 */
GstEncordFrameMeta *
gst_buffer_add_encord_frame_meta (GstBuffer *buffer, guint64 frame,
                                  const char *image_hash)
{
  GstEncordFrameMeta *self;

  g_return_val_if_fail (GST_IS_BUFFER (buffer), NULL);
  g_return_val_if_fail (gst_buffer_is_writable (buffer), NULL);

  self = (GstEncordFrameMeta *) gst_buffer_add_meta (
      buffer, gst_encord_frame_meta_get_info (), NULL);
  self->frame = frame;
  self->image_hash = g_strdup (image_hash);

  return self;
}

/**
 * gst_buffer_get_encord_frame_meta: (skip)
 * @buffer: a buffer
 *
 * Returns: (transfer none) (nullable): which frame @buffer is, or %NULL when it
 *   did not come from encordsrc
 *
 * Since: 0.1
 */
GstEncordFrameMeta *
gst_buffer_get_encord_frame_meta (GstBuffer *buffer)
{
  return (GstEncordFrameMeta *) gst_buffer_get_meta (
      buffer, GST_ENCORD_FRAME_META_API_TYPE);
}
