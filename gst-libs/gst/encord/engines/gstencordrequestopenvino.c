/* gstencordrequestopenvino.c - one picture on its way through OpenVINO
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "gstencordopenvino-private.h"

struct _GstEncordRequestOpenvino
{
  GstEncordRequest parent;

  GstEncordEngine *engine;
  ov_infer_request_t *request;
  ov_callback_t callback; /* kept by pointer while a run is under way */
  gboolean submitted;     /* and not waited for yet */

  ov_tensor_t *input;
  guint8 *input_data;
  gsize input_size;

  guint n_outputs;
  ov_tensor_t **output_tensors;
  GstEncordTensor *outputs;
};

G_DEFINE_FINAL_TYPE (GstEncordRequestOpenvino, gst_encord_request_openvino,
                     GST_TYPE_ENCORD_REQUEST)

static gboolean
check (ov_status_e status, const char *subject, GError **error)
{
  return gst_encord_openvino_check (status, subject, GST_LIBRARY_ERROR,
                                    GST_LIBRARY_ERROR_FAILED, error);
}

static void
on_done (void *user_data)
{
  gst_encord_request_emit_done (GST_ENCORD_REQUEST (user_data));
}

static guint8 *
gst_encord_request_openvino_get_input (GstEncordRequest *request,
                                       gsize *ret_size)
{
  GstEncordRequestOpenvino *self = GST_ENCORD_REQUEST_OPENVINO (request);

  *ret_size = self->input_size;

  return self->input_data;
}

static void
release_outputs (GstEncordRequestOpenvino *self)
{
  for (guint i = 0; i < self->n_outputs; i++)
    g_clear_pointer (&self->output_tensors[i], ov_tensor_free);
}

static gboolean
gst_encord_request_openvino_submit (GstEncordRequest *request, GError **error)
{
  GstEncordRequestOpenvino *self = GST_ENCORD_REQUEST_OPENVINO (request);

  release_outputs (self);
  self->submitted = check (ov_infer_request_start_async (self->request),
                           "cannot start a run", error);

  return self->submitted;
}

static void
gst_encord_request_openvino_cancel (GstEncordRequest *request)
{
  ov_infer_request_cancel (GST_ENCORD_REQUEST_OPENVINO (request)->request);
}

static gboolean
gst_encord_request_openvino_wait (GstEncordRequest *request, GError **error)
{
  GstEncordRequestOpenvino *self = GST_ENCORD_REQUEST_OPENVINO (request);
  ov_status_e status;

  if (!self->submitted)
    return TRUE;

  status = ov_infer_request_wait (self->request);
  self->submitted = FALSE;
  if (status == INFER_CANCELLED) {
    g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_CANCELLED,
                         "the run was cancelled");
    return FALSE;
  }

  return check (status, "the run failed", error);
}

static gboolean
read_output (GstEncordRequestOpenvino *self, guint i, GError **error)
{
  ov_tensor_t **tensor = &self->output_tensors[i];
  GstEncordTensor *output = &self->outputs[i];
  ov_element_type_e type = DYNAMIC;
  ov_shape_t shape = { 0 };
  size_t size = 0;
  void *data = NULL;

  if (!check (ov_infer_request_get_output_tensor_by_index (self->request, i,
                                                           tensor),
              "cannot get an output", error) ||
      !check (ov_tensor_get_element_type (*tensor, &type),
              "cannot get an output's type", error) ||
      !check (ov_tensor_get_byte_size (*tensor, &size),
              "cannot get an output's size", error) ||
      !check (ov_tensor_get_shape (*tensor, &shape),
              "cannot get an output's shape", error))
    return FALSE;

  output->type = gst_encord_openvino_type (type);
  output->n_dims = (guint) MIN (shape.rank, GST_ENCORD_TENSOR_MAX_DIMS);
  for (guint d = 0; d < output->n_dims; d++)
    output->dims[d] = shape.dims[d];
  ov_shape_free (&shape);

  /* a tensor without elements need not have memory */
  if (size > 0 &&
      !check (ov_tensor_data (*tensor, &data), "cannot read an output", error))
    return FALSE;
  output->data = data;
  output->size = size;

  return TRUE;
}

static const GstEncordTensor *
gst_encord_request_openvino_get_outputs (GstEncordRequest *request,
                                         guint *ret_n, GError **error)
{
  GstEncordRequestOpenvino *self = GST_ENCORD_REQUEST_OPENVINO (request);

  release_outputs (self);
  for (guint i = 0; i < self->n_outputs; i++)
    if (!read_output (self, i, error))
      return NULL;
  *ret_n = self->n_outputs;

  return self->outputs;
}

static void
gst_encord_request_openvino_finalize (GObject *object)
{
  GstEncordRequestOpenvino *self = GST_ENCORD_REQUEST_OPENVINO (object);

  if (self->submitted) {
    ov_infer_request_cancel (self->request);
    ov_infer_request_wait (self->request);
  }
  release_outputs (self);
  g_clear_pointer (&self->input, ov_tensor_free);
  g_clear_pointer (&self->request, ov_infer_request_free);
  g_free (self->output_tensors);
  g_free (self->outputs);
  g_clear_object (&self->engine);

  G_OBJECT_CLASS (gst_encord_request_openvino_parent_class)->finalize (object);
}

static void
gst_encord_request_openvino_class_init (GstEncordRequestOpenvinoClass *klass)
{
  GstEncordRequestClass *request_class = GST_ENCORD_REQUEST_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = gst_encord_request_openvino_finalize;

  request_class->get_input = gst_encord_request_openvino_get_input;
  request_class->submit = gst_encord_request_openvino_submit;
  request_class->cancel = gst_encord_request_openvino_cancel;
  request_class->wait = gst_encord_request_openvino_wait;
  request_class->get_outputs = gst_encord_request_openvino_get_outputs;
}

static void
gst_encord_request_openvino_init (GstEncordRequestOpenvino *self)
{
  self->callback = (ov_callback_t){ on_done, self };
}

GstEncordRequest *
gst_encord_request_openvino_new (GstEncordEngine *engine,
                                 ov_compiled_model_t *model, guint n_outputs,
                                 GError **error)
{
  g_autoptr (GstEncordRequestOpenvino) self =
      g_object_new (GST_TYPE_ENCORD_REQUEST_OPENVINO, NULL);
  void *data = NULL;

  self->engine = g_object_ref (engine);
  self->n_outputs = n_outputs;
  self->output_tensors = g_new0 (ov_tensor_t *, n_outputs);
  self->outputs = g_new0 (GstEncordTensor, n_outputs);

  if (!check (ov_compiled_model_create_infer_request (model, &self->request),
              "cannot make a request", error) ||
      !check (ov_infer_request_set_callback (self->request, &self->callback),
              "cannot set the callback", error) ||
      !check (ov_infer_request_get_input_tensor_by_index (self->request, 0,
                                                          &self->input),
              "cannot get the input", error) ||
      !check (ov_tensor_get_byte_size (self->input, &self->input_size),
              "cannot get the input's size", error) ||
      !check (ov_tensor_data (self->input, &data), "cannot map the input",
              error))
    return NULL;
  self->input_data = data;

  return GST_ENCORD_REQUEST (g_steal_pointer (&self));
}
