/* gstencordoutput.c - a model's tensors become detections
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <string.h>

#include <gst/encord/outputs/gstencordoutput-private.h>

struct _GstEncordOutput
{
  const GstEncordOutputLayout *layout;
  guint tensor;                            /* which of the model's outputs */
  gint64 dims[GST_ENCORD_TENSOR_MAX_DIMS]; /* as promised; -1 may change */
  guint n_classes;
};

/* where a shape fits both, [1,N,6] with few boxes, rows are what exporters
 * write */
static const GstEncordOutputLayout *const layouts[] = {
  &gst_encord_output_rows,
  &gst_encord_output_v8,
};

static gboolean
refuse (const GstEncordTensorInfo *tensors, guint n_tensors, const char *cause,
        GError **error)
{
  g_autofree char *shapes =
      gst_encord_tensor_infos_to_string (tensors, n_tensors);
  g_autoptr (GString) accepted = g_string_new (NULL);

  for (guint i = 0; i < G_N_ELEMENTS (layouts); i++) {
    if (i > 0)
      g_string_append (accepted, "; ");
    g_string_append_printf (accepted, "float %s", layouts[i]->description);
  }
  g_set_error (error, GST_STREAM_ERROR, GST_STREAM_ERROR_FORMAT,
               "unknown output layout: %s (outputs: %s; accepted: %s)", cause,
               shapes, accepted->str);

  return FALSE;
}

static gboolean
find_layout (const GstEncordTensorInfo *tensors, guint n_tensors,
             const GstEncordModelInfo *info, GstEncordOutput *self)
{
  for (guint t = 0; t < n_tensors; t++) {
    if (tensors[t].type != GST_ENCORD_TENSOR_F32)
      continue;
    for (guint i = 0; i < G_N_ELEMENTS (layouts); i++)
      if ((!info->has_final_rows || !layouts[i]->needs_suppression) &&
          layouts[i]->accepts (tensors[t].dims, tensors[t].n_dims,
                               &self->n_classes)) {
        self->layout = layouts[i];
        self->tensor = t;
        memcpy (self->dims, tensors[t].dims, sizeof self->dims);
        return TRUE;
      }
  }

  return FALSE;
}

/* Outputs of other tasks have the same form with more rows: mask coefficients,
 * key points, an angle. Without a word about the task, the number of names
 * tells; a box decoded from such a model would be silently wrong. */
static gboolean
has_other_rows (const GstEncordModelInfo *info, const GstEncordOutput *self)
{
  return info->task == NULL && info->names != NULL && self->n_classes > 0 &&
         self->n_classes > g_strv_length (info->names);
}

/**
 * gst_encord_output_new: (skip)
 * @tensors: (array length=n_tensors): the compiled model's outputs
 * @n_tensors: how many
 * @info: what the model says about itself
 * @error: return location for an error
 *
 * Finds out how a detector's output is laid out, from what the model says and
 * from the shapes. Outputs that no layout knows are ignored as long as one is
 * known.
 *
 * Returns: (transfer full): the layout, or %NULL with
 *   %GST_STREAM_ERROR_FORMAT and all shapes in @error
 */
GstEncordOutput *
gst_encord_output_new (const GstEncordTensorInfo *tensors, guint n_tensors,
                       const GstEncordModelInfo *info, GError **error)
{
  g_autoptr (GstEncordOutput) self = g_new0 (GstEncordOutput, 1);

  if (info->task != NULL && !g_str_equal (info->task, "detect")) {
    g_autofree char *cause =
        g_strdup_printf ("the model's task is `%s`, not `detect`", info->task);

    refuse (tensors, n_tensors, cause, error);
    return NULL;
  }
  if (!find_layout (tensors, n_tensors, info, self)) {
    refuse (tensors, n_tensors, "no output has a known shape", error);
    return NULL;
  }
  if (has_other_rows (info, self)) {
    g_autofree char *cause =
        g_strdup_printf ("%u scores for %u class names", self->n_classes,
                         g_strv_length (info->names));

    refuse (tensors, n_tensors, cause, error);
    return NULL;
  }

  return g_steal_pointer (&self);
}

/**
 * gst_encord_output_free: (skip)
 * @self: (transfer full): what to free
 */
void
gst_encord_output_free (GstEncordOutput *self)
{
  g_free (self);
}

/**
 * gst_encord_output_get_n_classes: (skip)
 * @self: an output
 *
 * Returns: how many classes the shape tells of, 0 when it does not
 */
guint
gst_encord_output_get_n_classes (const GstEncordOutput *self)
{
  return self->n_classes;
}

/**
 * gst_encord_output_set_n_classes: (skip)
 * @self: an output whose shape tells nothing about classes
 * @n_classes: how many there are; rows of others are invalid
 */
void
gst_encord_output_set_n_classes (GstEncordOutput *self, guint n_classes)
{
  self->n_classes = n_classes;
}

/**
 * gst_encord_output_get_layout: (skip)
 * @self: an output
 *
 * Returns: (transfer none): short name of the layout, such as `v8`
 */
const char *
gst_encord_output_get_layout (const GstEncordOutput *self)
{
  return self->layout->name;
}

static gboolean
check_tensor (const GstEncordOutput *self, const GstEncordTensor *tensors,
              guint n_tensors)
{
  const GstEncordTensor *tensor = &tensors[self->tensor];
  gsize n_elements = 1;

  /* every layout has three dimensions: batch, and two of its own */
  if (self->tensor >= n_tensors || tensor->type != GST_ENCORD_TENSOR_F32 ||
      tensor->n_dims != 3 || tensor->dims[0] != 1)
    return FALSE;
  for (guint i = 0; i < tensor->n_dims; i++)
    if (tensor->dims[i] < 0 ||
        (self->dims[i] >= 0 && tensor->dims[i] != self->dims[i]) ||
        !g_size_checked_mul (&n_elements, n_elements, (gsize) tensor->dims[i]))
      return FALSE;

  return n_elements <= tensor->size / sizeof (float);
}

/**
 * gst_encord_output_decode: (skip)
 * @self: an output
 * @tensors: (array length=n_tensors): outputs of one run
 * @n_tensors: how many
 * @options: thresholds
 * @ret_detections: (element-type GstEncordDetection): emptied, then filled, best
 *   first
 * @counts: what became of the rows is added here
 * @error: return location for an error
 *
 * Turns the outputs of one run into detections, in pixels of the model's
 * picture.
 *
 * Returns: %FALSE with @error set when the outputs are not of the shape that the
 *   model promised
 */
gboolean
gst_encord_output_decode (const GstEncordOutput *self,
                          const GstEncordTensor *tensors, guint n_tensors,
                          const GstEncordOutputOptions *options,
                          GArray *ret_detections, GstEncordOutputCounts *counts,
                          GError **error)
{
  g_array_set_size (ret_detections, 0);
  if (!check_tensor (self, tensors, n_tensors)) {
    g_set_error (error, GST_STREAM_ERROR, GST_STREAM_ERROR_FORMAT,
                 "the model's output changed its shape while running; expected "
                 "%s",
                 self->layout->description);
    return FALSE;
  }

  self->layout->decode (&tensors[self->tensor], self->n_classes,
                        (float) options->confidence, ret_detections, counts);
  if (self->layout->needs_suppression)
    gst_encord_output_suppress (ret_detections, options->iou, counts);
  gst_encord_output_keep_best (ret_detections, options->max_detections, counts);

  return TRUE;
}
