/* gstencordpreprocessor.c - frames of any format become a model's pictures
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <gst/encord/models/gstencordpreprocessor.h>

#define GREY_ARGB                                                              \
  (0xff000000u | GST_ENCORD_LETTERBOX_GREY << 16 |                             \
   GST_ENCORD_LETTERBOX_GREY << 8 | GST_ENCORD_LETTERBOX_GREY)

struct _GstEncordPreprocessor
{
  GstVideoInfo frame_info;   /* as the buffers are */
  GstVideoInfo picture_info; /* packed RGB of the model's size */
  GstEncordLetterbox letterbox;
  GstVideoConverter *converter;
};

/* Linear, with as many taps as the scale needs (0). Two taps, as many training
 * tools scale with, leave pixels out when a frame shrinks by more than a half:
 * between two correct decoders a face of a tenth of its size then differs by 0.15
 * in its score, with all taps by a third of that. */
static GstStructure *
make_config (const GstEncordLetterbox *letterbox)
{
  return gst_structure_new (
      "config", GST_VIDEO_CONVERTER_OPT_DEST_X, G_TYPE_INT, letterbox->x,
      GST_VIDEO_CONVERTER_OPT_DEST_Y, G_TYPE_INT, letterbox->y,
      GST_VIDEO_CONVERTER_OPT_DEST_WIDTH, G_TYPE_INT, letterbox->width,
      GST_VIDEO_CONVERTER_OPT_DEST_HEIGHT, G_TYPE_INT, letterbox->height,
      GST_VIDEO_CONVERTER_OPT_FILL_BORDER, G_TYPE_BOOLEAN, TRUE,
      GST_VIDEO_CONVERTER_OPT_BORDER_ARGB, G_TYPE_UINT, GREY_ARGB,
      GST_VIDEO_CONVERTER_OPT_RESAMPLER_METHOD, GST_TYPE_VIDEO_RESAMPLER_METHOD,
      GST_VIDEO_RESAMPLER_METHOD_LINEAR, GST_VIDEO_CONVERTER_OPT_RESAMPLER_TAPS,
      G_TYPE_UINT, 0, GST_VIDEO_CONVERTER_OPT_DITHER_METHOD,
      GST_TYPE_VIDEO_DITHER_METHOD, GST_VIDEO_DITHER_NONE, NULL);
}

static void
init_picture_info (GstVideoInfo *info, const GstEncordPicture *picture)
{
  gst_video_info_set_format (info, GST_VIDEO_FORMAT_RGB, (guint) picture->width,
                             (guint) picture->height);
  /* a tensor has no padding at the end of a row */
  info->stride[0] = picture->width * 3;
  info->size = (gsize) info->stride[0] * (gsize) picture->height;
}

/**
 * gst_encord_preprocessor_new: (skip)
 * @info: what the frames are like
 * @picture: what the model wants
 * @error: return location for an error
 *
 * Sets up colour conversion, scaling and grey bars from frames to packed RGB,
 * in one pass.
 *
 * Returns: (transfer full): the preprocessor, or %NULL with @error set
 */
GstEncordPreprocessor *
gst_encord_preprocessor_new (const GstVideoInfo *info,
                             const GstEncordPicture *picture, GError **error)
{
  g_autoptr (GstEncordPreprocessor) self = g_new0 (GstEncordPreprocessor, 1);
  GstVideoInfo in = *info;

  self->frame_info = *info;
  gst_encord_letterbox_init (&self->letterbox, info->width, info->height,
                             picture->width, picture->height);
  init_picture_info (&self->picture_info, picture);

  /* the converter refuses to change these, and for a still picture they mean
   * nothing */
  self->picture_info.fps_n = in.fps_n;
  self->picture_info.fps_d = in.fps_d;
  self->picture_info.interlace_mode = in.interlace_mode =
      GST_VIDEO_INTERLACE_MODE_PROGRESSIVE;

  self->converter = gst_video_converter_new (&in, &self->picture_info,
                                             make_config (&self->letterbox));
  if (self->converter == NULL) {
    g_set_error (error, GST_STREAM_ERROR, GST_STREAM_ERROR_FORMAT,
                 "cannot convert %s frames to RGB",
                 gst_video_format_to_string (GST_VIDEO_INFO_FORMAT (info)));
    return NULL;
  }

  return g_steal_pointer (&self);
}

/**
 * gst_encord_preprocessor_free: (skip)
 * @self: (transfer full): what to free
 */
void
gst_encord_preprocessor_free (GstEncordPreprocessor *self)
{
  g_clear_pointer (&self->converter, gst_video_converter_free);
  g_free (self);
}

/**
 * gst_encord_preprocessor_get_letterbox: (skip)
 * @self: a preprocessor
 *
 * Returns: (transfer none): where the frames lie inside the pictures
 */
const GstEncordLetterbox *
gst_encord_preprocessor_get_letterbox (const GstEncordPreprocessor *self)
{
  return &self->letterbox;
}

/**
 * gst_encord_preprocessor_run: (skip)
 * @self: a preprocessor
 * @buffer: a frame
 * @picture: (array length=size): where the picture goes
 * @size: width x height x 3 of the model's picture
 * @error: return location for an error
 *
 * Converts one frame.
 *
 * Returns: %FALSE with @error set when the frame cannot be mapped
 */
gboolean
gst_encord_preprocessor_run (GstEncordPreprocessor *self, GstBuffer *buffer,
                             guint8 *picture, gsize size, GError **error)
{
  GstVideoFrame frame;
  GstVideoFrame out = { .info = self->picture_info, .data = { picture } };

  g_return_val_if_fail (size == self->picture_info.size, FALSE);

  if (!gst_video_frame_map (&frame, &self->frame_info, buffer, GST_MAP_READ)) {
    g_set_error (
        error, GST_RESOURCE_ERROR, GST_RESOURCE_ERROR_READ,
        "a buffer of %" G_GSIZE_FORMAT
        " bytes cannot be read as a %dx%d %s frame",
        gst_buffer_get_size (buffer), self->frame_info.width,
        self->frame_info.height,
        gst_video_format_to_string (GST_VIDEO_INFO_FORMAT (&self->frame_info)));
    return FALSE;
  }
  gst_video_converter_frame (self->converter, &frame, &out);
  gst_video_frame_unmap (&frame);

  return TRUE;
}
