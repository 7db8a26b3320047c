/* gstencordlabelsmeta.c - what is on a frame
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <gst/video/video.h>

#include <gst/encord/gstencordlabelsmeta.h>

static void
label_clear (gpointer data)
{
  GstEncordLabel *label = data;

  g_clear_pointer (&label->geometry, encord_geometry_unref);
}

static gboolean
labels_meta_init (GstMeta *meta, gpointer params, GstBuffer *buffer)
{
  GstEncordLabelsMeta *self = (GstEncordLabelsMeta *) meta;

  self->state = GST_ENCORD_LABELS_SKIPPED;
  self->labels = g_array_new (FALSE, FALSE, sizeof (GstEncordLabel));
  g_array_set_clear_func (self->labels, label_clear);

  return TRUE;
}

static void
labels_meta_free (GstMeta *meta, GstBuffer *buffer)
{
  g_array_unref (((GstEncordLabelsMeta *) meta)->labels);
}

static void
labels_meta_copy (GstEncordLabelsMeta *self, GstBuffer *dest)
{
  GstEncordLabelsMeta *copy =
      gst_buffer_add_encord_labels_meta (dest, self->state);

  for (guint i = 0; i < self->labels->len; i++)
    gst_encord_labels_meta_append (
        copy, &g_array_index (self->labels, GstEncordLabel, i));
}

/* A scaler that adds borders, or that crops, leaves the picture's aspect ratio
 * and the buffer's apart; nothing else in the transform tells. One pixel is
 * what rounding to whole pixels costs, on either axis. */
static gboolean
keeps_aspect_ratio (const GstVideoInfo *in, const GstVideoInfo *out)
{
  const double in_width = (double) in->width * in->par_n / in->par_d;
  const double out_width = (double) out->width * out->par_n / out->par_d;
  const double width_error =
      ABS (in_width * out->height / in->height - out_width) * out->par_d /
      out->par_n;
  const double height_error =
      ABS (out_width * in->height / in_width - out->height);

  return MIN (width_error, height_error) <= 1.0;
}

static gboolean
has_area (const GstVideoInfo *info)
{
  return info->width > 0 && info->height > 0 && info->par_n > 0 &&
         info->par_d > 0;
}

static gboolean
labels_meta_transform (GstBuffer *dest, GstMeta *meta, GstBuffer *buffer,
                       GQuark type, gpointer data)
{
  GstEncordLabelsMeta *self = (GstEncordLabelsMeta *) meta;

  if (GST_META_TRANSFORM_IS_COPY (type)) {
    if (((GstMetaTransformCopy *) data)->region)
      return FALSE;
  } else if (GST_VIDEO_META_TRANSFORM_IS_SCALE (type)) {
    const GstVideoMetaTransform *scale = data;

    if (!has_area (scale->in_info) || !has_area (scale->out_info) ||
        !keeps_aspect_ratio (scale->in_info, scale->out_info))
      return FALSE;
  } else {
    return FALSE;
  }
  labels_meta_copy (self, dest);

  return TRUE;
}

/**
 * gst_encord_labels_meta_api_get_type: (skip)
 *
 * Gives the type by which GStreamer knows [struct@GstEncord.LabelsMeta].
 *
 * Returns: the type of the meta's interface, with its tags
 *
 * Since: 0.1
 */
GType
gst_encord_labels_meta_api_get_type (void)
{
  static gsize type;
  static const char *tags[] = { GST_META_TAG_VIDEO_STR,
                                GST_META_TAG_VIDEO_ORIENTATION_STR,
                                GST_META_TAG_VIDEO_SIZE_STR, NULL };

  if (g_once_init_enter (&type))
    g_once_init_leave (
        &type, gst_meta_api_type_register ("GstEncordLabelsMetaAPI", tags));

  return type;
}

/**
 * gst_encord_labels_meta_get_info: (skip)
 *
 * Gives what GStreamer has to know to copy and free the meta.
 *
 * Returns: (transfer none): the registered implementation
 *
 * Since: 0.1
 */
const GstMetaInfo *
gst_encord_labels_meta_get_info (void)
{
  static const GstMetaInfo *info;

  if (g_once_init_enter (&info))
    g_once_init_leave (
        &info, gst_meta_register (
                   GST_ENCORD_LABELS_META_API_TYPE, "GstEncordLabelsMeta",
                   sizeof (GstEncordLabelsMeta), labels_meta_init,
                   labels_meta_free, labels_meta_transform));

  return info;
}

/**
 * gst_buffer_add_encord_labels_meta: (skip)
 * @buffer: a writable buffer
 * @state: whether anyone looked at the frame
 *
 * Gives @buffer an empty list of labels, in place of one that is there.
 *
 * Returns: (transfer none): the meta
 *
 * Since: 0.1
 */
GstEncordLabelsMeta *
gst_buffer_add_encord_labels_meta (GstBuffer *buffer,
                                   GstEncordLabelsState state)
{
  GstEncordLabelsMeta *self;

  g_return_val_if_fail (GST_IS_BUFFER (buffer), NULL);
  g_return_val_if_fail (gst_buffer_is_writable (buffer), NULL);

  self = gst_buffer_get_encord_labels_meta (buffer);
  if (self != NULL)
    gst_buffer_remove_meta (buffer, &self->meta);
  self = (GstEncordLabelsMeta *) gst_buffer_add_meta (
      buffer, gst_encord_labels_meta_get_info (), NULL);
  self->state = state;

  return self;
}

/**
 * gst_buffer_get_encord_labels_meta: (skip)
 * @buffer: a buffer
 *
 * Returns: (transfer none) (nullable): what is on the frame, or %NULL when
 *   @buffer did not pass encordinfer, or lost its labels in a transform that
 *   they do not survive
 *
 * Since: 0.1
 */
GstEncordLabelsMeta *
gst_buffer_get_encord_labels_meta (GstBuffer *buffer)
{
  return (GstEncordLabelsMeta *) gst_buffer_get_meta (
      buffer, GST_ENCORD_LABELS_META_API_TYPE);
}

/**
 * gst_encord_labels_meta_append: (skip)
 * @self: a meta on a writable buffer
 * @label: what to add; copied, with a reference on its geometry
 *
 * Adds a label to the list.
 *
 * Since: 0.1
 */
void
gst_encord_labels_meta_append (GstEncordLabelsMeta *self,
                               const GstEncordLabel *label)
{
  GstEncordLabel copy;

  g_return_if_fail (self != NULL);
  g_return_if_fail (label != NULL);

  copy = *label;
  if (copy.geometry != NULL)
    encord_geometry_ref (copy.geometry);
  g_array_append_val (self->labels, copy);
}
