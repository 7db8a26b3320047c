/* gstencordpicture.c - what a model's picture input expects
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <gst/encord/models/gstencordpicture.h>

#define COLOURS 3
#define MAX_SIDE 16384

static gboolean
refuse (const GstEncordTensorInfo *inputs, guint n_inputs, const char *cause,
        GError **error)
{
  g_autofree char *shapes =
      gst_encord_tensor_infos_to_string (inputs, n_inputs);

  g_set_error (error, GST_STREAM_ERROR, GST_STREAM_ERROR_FORMAT,
               "unknown input layout: %s (inputs: %s; accepted: one of "
               "[1,3,height,width] or [1,height,width,3], float or uint8)",
               cause, shapes);

  return FALSE;
}

static gboolean
is_number (const GstEncordTensorInfo *input)
{
  return input->type == GST_ENCORD_TENSOR_U8 ||
         input->type == GST_ENCORD_TENSOR_F16 ||
         input->type == GST_ENCORD_TENSOR_F32;
}

static gboolean
find_order (const GstEncordTensorInfo *input, gboolean *ret_planar)
{
  if (input->n_dims != 4 || (input->dims[0] != 1 && input->dims[0] != -1))
    return FALSE;
  *ret_planar = input->dims[1] == COLOURS;

  return *ret_planar || input->dims[3] == COLOURS;
}

/**
 * gst_encord_picture_init: (skip)
 * @self: what to fill
 * @inputs: (array length=n_inputs): the model's inputs
 * @n_inputs: how many
 * @info: what the model says about itself; its size counts where the input
 *   leaves it open
 * @error: return location for an error
 *
 * Finds out what a picture must be like for a model. A model that takes bytes
 * gets them as they are, one that takes floats gets 0..1.
 *
 * Returns: %FALSE with %GST_STREAM_ERROR_FORMAT and all shapes in @error when
 *   the model does not take a picture
 */
gboolean
gst_encord_picture_init (GstEncordPicture *self,
                         const GstEncordTensorInfo *inputs, guint n_inputs,
                         const GstEncordModelInfo *info, GError **error)
{
  gint64 width;
  gint64 height;
  gboolean planar;

  if (n_inputs != 1)
    return refuse (inputs, n_inputs, "not exactly one input", error);
  if (!is_number (inputs) || !find_order (inputs, &planar))
    return refuse (inputs, n_inputs, "not a picture in colour", error);

  height = inputs->dims[planar ? 2 : 1];
  width = inputs->dims[planar ? 3 : 2];
  if (height < 0)
    height = info->height;
  if (width < 0)
    width = info->width;
  if (width < 1 || width > MAX_SIDE || height < 1 || height > MAX_SIDE)
    return refuse (inputs, n_inputs,
                   "no size of the picture, and no `imgsz` in the metadata",
                   error);

  self->width = (int) width;
  self->height = (int) height;
  self->planar = planar;
  self->divisor = inputs->type == GST_ENCORD_TENSOR_U8 ? 1.0 : 255.0;

  return TRUE;
}
