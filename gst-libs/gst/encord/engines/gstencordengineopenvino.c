/* gstencordengineopenvino.c - models on OpenVINO's CPU, GPU and NPU plugins
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "gstencordopenvino-private.h"

#define DEFAULT_DEVICE "CPU"

struct _GstEncordEngineOpenvino
{
  GstEncordEngine parent;

  ov_core_t *core;
  ov_model_t *model;
  ov_compiled_model_t *compiled;
};

G_DEFINE_FINAL_TYPE (GstEncordEngineOpenvino, gst_encord_engine_openvino,
                     GST_TYPE_ENCORD_ENGINE)

__attribute__ ((visibility ("default"))) GType
gst_encord_engine_module_get_type (void);

GType
gst_encord_engine_module_get_type (void)
{
  return GST_TYPE_ENCORD_ENGINE_OPENVINO;
}

static gboolean
check (ov_status_e status, const char *subject, GError **error)
{
  return gst_encord_openvino_check (status, subject, GST_LIBRARY_ERROR,
                                    GST_LIBRARY_ERROR_INIT, error);
}

/* takes port */
static gboolean
describe_port (ov_output_const_port_t *port, GArray *infos, GError **error)
{
  GstEncordTensorInfo info = { 0 };
  ov_partial_shape_t shape = { 0 };
  ov_element_type_e type = DYNAMIC;
  char *name = NULL;
  gboolean ok;

  ok = check (ov_port_get_element_type (port, &type), "tensor type", error) &&
       check (ov_port_get_partial_shape (port, &shape), "tensor shape", error);
  if (ok) {
    if (ov_port_get_any_name (port, &name) == OK)
      info.name = g_strdup (name);
    ov_free (name);
    info.type = gst_encord_openvino_type (type);
    if (shape.rank.min == shape.rank.max)
      info.n_dims =
          (guint) CLAMP (shape.rank.max, 0, GST_ENCORD_TENSOR_MAX_DIMS);
    for (guint i = 0; i < info.n_dims; i++)
      info.dims[i] =
          shape.dims[i].min == shape.dims[i].max ? shape.dims[i].max : -1;
    g_array_append_val (infos, info);
    ov_partial_shape_free (&shape);
  }
  ov_output_const_port_free (port);

  return ok;
}

static GArray *
describe_inputs (ov_model_t *model, GError **error)
{
  g_autoptr (GArray) infos = gst_encord_tensor_info_array_new ();
  size_t n = 0;

  if (!check (ov_model_inputs_size (model, &n), "inputs", error))
    return NULL;
  for (size_t i = 0; i < n; i++) {
    ov_output_const_port_t *port = NULL;

    if (!check (ov_model_const_input_by_index (model, i, &port), "input",
                error) ||
        !describe_port (port, infos, error))
      return NULL;
  }

  return g_steal_pointer (&infos);
}

static GArray *
describe_outputs (ov_model_t *model, GError **error)
{
  g_autoptr (GArray) infos = gst_encord_tensor_info_array_new ();
  size_t n = 0;

  if (!check (ov_model_outputs_size (model, &n), "outputs", error))
    return NULL;
  for (size_t i = 0; i < n; i++) {
    ov_output_const_port_t *port = NULL;

    if (!check (ov_model_const_output_by_index (model, i, &port), "output",
                error) ||
        !describe_port (port, infos, error))
      return NULL;
  }

  return g_steal_pointer (&infos);
}

static gboolean
gst_encord_engine_openvino_load (GstEncordEngine *engine,
                                 const char *model_file, GError **error)
{
  GstEncordEngineOpenvino *self = GST_ENCORD_ENGINE_OPENVINO (engine);
  g_autoptr (GArray) inputs = NULL;
  g_autoptr (GArray) outputs = NULL;

  if (!check (ov_core_create (&self->core), "OpenVINO does not start", error)
      /* a mapped file that someone truncates is SIGBUS */
      || !check (ov_core_set_property (self->core, NULL,
                                       ov_property_key_enable_mmap, "NO"),
                 "OpenVINO", error) ||
      !gst_encord_openvino_check (
          ov_core_read_model (self->core, model_file, NULL, &self->model),
          model_file, GST_STREAM_ERROR, GST_STREAM_ERROR_FORMAT, error))
    return FALSE;

  inputs = describe_inputs (self->model, error);
  if (inputs == NULL)
    return FALSE;
  outputs = describe_outputs (self->model, error);
  if (outputs == NULL)
    return FALSE;
  gst_encord_engine_describe (engine, g_steal_pointer (&inputs),
                              g_steal_pointer (&outputs));

  return TRUE;
}

static gboolean
fix_sizes (ov_model_t *model, const GstEncordPicture *picture, GError **error)
{
  const int64_t nchw[] = { 1, 3, picture->height, picture->width };
  const int64_t nhwc[] = { 1, picture->height, picture->width, 3 };
  ov_partial_shape_t shape = { 0 };
  gboolean ok;

  if (!ov_model_is_dynamic (model))
    return TRUE;
  if (!check (ov_partial_shape_create_static (4, picture->planar ? nchw : nhwc,
                                              &shape),
              "input shape", error))
    return FALSE;
  ok = check (ov_model_reshape_single_input (model, shape),
              "the model refuses its own input size", error);
  ov_partial_shape_free (&shape);

  return ok;
}

static gboolean
set_up_input (ov_preprocess_prepostprocessor_t *processor,
              const GstEncordPicture *picture, GError **error)
{
  ov_preprocess_input_info_t *input = NULL;
  ov_preprocess_input_tensor_info_t *tensor = NULL;
  ov_preprocess_preprocess_steps_t *steps = NULL;
  ov_preprocess_input_model_info_t *model = NULL;
  ov_layout_t *given = NULL;
  ov_layout_t *wanted = NULL;
  ov_status_e status;
  gboolean ok;

  status = ov_preprocess_prepostprocessor_get_input_info_by_index (processor, 0,
                                                                   &input);
  if (status == OK)
    status = ov_preprocess_input_info_get_tensor_info (input, &tensor);
  if (status == OK)
    status = ov_preprocess_input_info_get_preprocess_steps (input, &steps);
  if (status == OK)
    status = ov_preprocess_input_info_get_model_info (input, &model);
  if (status == OK)
    status = ov_layout_create ("NHWC", &given);
  if (status == OK)
    status = ov_layout_create (picture->planar ? "NCHW" : "NHWC", &wanted);
  if (status == OK)
    status = ov_preprocess_input_tensor_info_set_element_type (tensor, U8);
  if (status == OK)
    status = ov_preprocess_input_tensor_info_set_layout (tensor, given);
  if (status == OK)
    status = ov_preprocess_input_model_info_set_layout (model, wanted);
  if (status == OK && picture->divisor != 1.0) {
    status = ov_preprocess_preprocess_steps_convert_element_type (steps, F32);
    if (status == OK)
      status = ov_preprocess_preprocess_steps_scale (steps,
                                                     (float) picture->divisor);
  }
  ok = check (status, "the input takes no picture", error);

  g_clear_pointer (&wanted, ov_layout_free);
  g_clear_pointer (&given, ov_layout_free);
  g_clear_pointer (&model, ov_preprocess_input_model_info_free);
  g_clear_pointer (&steps, ov_preprocess_preprocess_steps_free);
  g_clear_pointer (&tensor, ov_preprocess_input_tensor_info_free);
  g_clear_pointer (&input, ov_preprocess_input_info_free);

  return ok;
}

static gboolean
set_float_output (ov_preprocess_prepostprocessor_t *processor, guint i,
                  GError **error)
{
  ov_preprocess_output_info_t *output = NULL;
  ov_preprocess_output_tensor_info_t *tensor = NULL;
  ov_status_e status;

  status = ov_preprocess_prepostprocessor_get_output_info_by_index (processor,
                                                                    i, &output);
  if (status == OK)
    status = ov_preprocess_output_info_get_tensor_info (output, &tensor);
  if (status == OK)
    status = ov_preprocess_output_set_element_type (tensor, F32);
  g_clear_pointer (&tensor, ov_preprocess_output_tensor_info_free);
  g_clear_pointer (&output, ov_preprocess_output_info_free);

  return check (status, "output", error);
}

/* half floats come out as floats; integers stay what they are */
static gboolean
set_up_outputs (GstEncordEngine *engine,
                ov_preprocess_prepostprocessor_t *processor, GError **error)
{
  guint n = 0;
  const GstEncordTensorInfo *outputs =
      gst_encord_engine_get_outputs (engine, &n);

  for (guint i = 0; i < n; i++)
    if (outputs[i].type == GST_ENCORD_TENSOR_F16 &&
        !set_float_output (processor, i, error))
      return FALSE;

  return TRUE;
}

static ov_model_t *
add_conversions (GstEncordEngineOpenvino *self, const GstEncordPicture *picture,
                 GError **error)
{
  ov_preprocess_prepostprocessor_t *processor = NULL;
  ov_model_t *model = NULL;

  if (!check (ov_preprocess_prepostprocessor_create (self->model, &processor),
              "conversions", error))
    return NULL;
  if (set_up_input (processor, picture, error) &&
      set_up_outputs (GST_ENCORD_ENGINE (self), processor, error) &&
      !check (ov_preprocess_prepostprocessor_build (processor, &model),
              "the input takes no picture", error))
    model = NULL;
  ov_preprocess_prepostprocessor_free (processor);

  return model;
}

static gboolean
set_property (GstEncordEngineOpenvino *self, const char *device,
              const char *key, const char *value, GError **error)
{
  return gst_encord_openvino_check (
      ov_core_set_property (self->core, device, key, value), device,
      GST_LIBRARY_ERROR, GST_LIBRARY_ERROR_SETTINGS, error);
}

static gboolean
set_options (GstEncordEngineOpenvino *self, const char *device,
             const GstEncordEngineOptions *options, GError **error)
{
  const gboolean is_cpu = g_str_equal (device, "CPU");

  /* one request at a time has the whole device: on a few cores as fast as
   * several streams, and each frame is done sooner */
  if (!set_property (self, device, ov_property_key_hint_performance_mode,
                     "LATENCY", error))
    return FALSE;
  /* a pipeline's other threads want the cores as well */
  if (is_cpu &&
      !set_property (self, device, ov_property_key_hint_enable_cpu_pinning,
                     "NO", error))
    return FALSE;
  if (options->precision == GST_ENCORD_PRECISION_F32 &&
      !set_property (self, device, ov_property_key_hint_inference_precision,
                     "f32", error))
    return FALSE;
  if (options->n_threads > 0) {
    g_autofree char *n = g_strdup_printf ("%u", options->n_threads);

    return set_property (self, device, ov_property_key_inference_num_threads, n,
                         error);
  }

  return TRUE;
}

static gboolean
gst_encord_engine_openvino_compile (GstEncordEngine *engine,
                                    const GstEncordPicture *picture,
                                    const GstEncordEngineOptions *options,
                                    GError **error)
{
  GstEncordEngineOpenvino *self = GST_ENCORD_ENGINE_OPENVINO (engine);
  const char *device =
      options->device != NULL ? options->device : DEFAULT_DEVICE;
  g_autoptr (GArray) outputs = NULL;
  ov_model_t *model = NULL;
  gboolean ok;

  g_return_val_if_fail (self->model != NULL, FALSE);
  g_return_val_if_fail (self->compiled == NULL, FALSE);

  if (!set_options (self, device, options, error) ||
      !fix_sizes (self->model, picture, error))
    return FALSE;
  model = add_conversions (self, picture, error);
  if (model == NULL)
    return FALSE;

  outputs = describe_outputs (model, error);
  ok = outputs != NULL &&
       check (ov_core_compile_model (self->core, model, device, 0,
                                     &self->compiled),
              "cannot compile the model", error);
  if (model != self->model)
    ov_model_free (model);
  if (ok)
    gst_encord_engine_describe (engine, NULL, g_steal_pointer (&outputs));

  return ok;
}

static guint
gst_encord_engine_openvino_get_optimal_requests (GstEncordEngine *engine)
{
  GstEncordEngineOpenvino *self = GST_ENCORD_ENGINE_OPENVINO (engine);
  char *text = NULL;
  guint64 n = 1;

  if (ov_compiled_model_get_property (
          self->compiled, ov_property_key_optimal_number_of_infer_requests,
          &text) == OK)
    n = g_ascii_strtoull (text, NULL, 10);
  ov_free (text);

  return (guint) CLAMP (n, 1, G_MAXUINT16);
}

static GstEncordRequest *
gst_encord_engine_openvino_create_request (GstEncordEngine *engine,
                                           GError **error)
{
  GstEncordEngineOpenvino *self = GST_ENCORD_ENGINE_OPENVINO (engine);
  guint n_outputs = 0;

  g_return_val_if_fail (self->compiled != NULL, NULL);

  gst_encord_engine_get_outputs (engine, &n_outputs);

  return gst_encord_request_openvino_new (engine, self->compiled, n_outputs,
                                          error);
}

static void
gst_encord_engine_openvino_finalize (GObject *object)
{
  GstEncordEngineOpenvino *self = GST_ENCORD_ENGINE_OPENVINO (object);

  g_clear_pointer (&self->compiled, ov_compiled_model_free);
  g_clear_pointer (&self->model, ov_model_free);
  g_clear_pointer (&self->core, ov_core_free);

  G_OBJECT_CLASS (gst_encord_engine_openvino_parent_class)->finalize (object);
}

static void
gst_encord_engine_openvino_class_init (GstEncordEngineOpenvinoClass *klass)
{
  GstEncordEngineClass *engine_class = GST_ENCORD_ENGINE_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = gst_encord_engine_openvino_finalize;

  engine_class->load = gst_encord_engine_openvino_load;
  engine_class->compile = gst_encord_engine_openvino_compile;
  engine_class->get_optimal_requests =
      gst_encord_engine_openvino_get_optimal_requests;
  engine_class->create_request = gst_encord_engine_openvino_create_request;
}

static void
gst_encord_engine_openvino_init (GstEncordEngineOpenvino *self)
{
}
