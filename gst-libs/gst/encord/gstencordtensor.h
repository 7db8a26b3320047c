/* gstencordtensor.h - what goes into a model and comes out of it
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#if !defined(GST_ENCORD_INSIDE) && !defined(GST_ENCORD_COMPILATION)
#error "Only <gst/encord/encord.h> can be included directly."
#endif

#include <gst/encord/gstencordmacros.h>

G_BEGIN_DECLS

/**
 * GstEncordTensorType:
 * @GST_ENCORD_TENSOR_U8: unsigned 8 bit
 * @GST_ENCORD_TENSOR_I32: signed 32 bit
 * @GST_ENCORD_TENSOR_I64: signed 64 bit
 * @GST_ENCORD_TENSOR_F16: 16 bit float
 * @GST_ENCORD_TENSOR_F32: 32 bit float
 * @GST_ENCORD_TENSOR_OTHER: none of these
 *
 * What the elements of a tensor are.
 *
 * Since: 0.1
 */
typedef enum
{
  GST_ENCORD_TENSOR_U8,
  GST_ENCORD_TENSOR_I32,
  GST_ENCORD_TENSOR_I64,
  GST_ENCORD_TENSOR_F16,
  GST_ENCORD_TENSOR_F32,
  GST_ENCORD_TENSOR_OTHER,
} GstEncordTensorType;

/**
 * GST_ENCORD_TENSOR_MAX_DIMS:
 *
 * How many dimensions a tensor has at most.
 *
 * Since: 0.1
 */
#define GST_ENCORD_TENSOR_MAX_DIMS 8

/**
 * GstEncordTensorInfo:
 * @name: (nullable): the tensor's name in the model
 * @type: type of an element
 * @n_dims: how many of @dims count
 * @dims: sizes, outermost first; -1 for one that may change from run to run
 *
 * One input or output of a model.
 *
 * Since: 0.1
 */
typedef struct
{
  char *name;
  GstEncordTensorType type;
  guint n_dims;
  gint64 dims[GST_ENCORD_TENSOR_MAX_DIMS];
} GstEncordTensorInfo;

/**
 * GstEncordTensor:
 * @type: type of an element
 * @n_dims: how many of @dims count
 * @dims: sizes, outermost first
 * @data: (nullable): the elements, dense and row-major; %NULL when there are none
 * @size: size of @data in bytes
 *
 * One output of a finished request, valid until the request is submitted again
 * or released.
 *
 * Since: 0.1
 */
typedef struct
{
  GstEncordTensorType type;
  guint n_dims;
  gint64 dims[GST_ENCORD_TENSOR_MAX_DIMS];
  gconstpointer data;
  gsize size;
} GstEncordTensor;

/* an array of GstEncordTensorInfo that frees the names */
GST_ENCORD_API
GArray *gst_encord_tensor_info_array_new (void);
/* (transfer full): "name float[1,84,8400]; other int64[?]" */
GST_ENCORD_API
char *gst_encord_tensor_infos_to_string (const GstEncordTensorInfo *infos,
                                         guint n_infos);

G_END_DECLS
