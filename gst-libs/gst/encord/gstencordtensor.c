/* gstencordtensor.c - what goes into a model and comes out of it
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <gst/encord/gstencordtensor.h>

static const char *
type_name (GstEncordTensorType type)
{
  switch (type) {
    case GST_ENCORD_TENSOR_U8:
      return "uint8";
    case GST_ENCORD_TENSOR_I32:
      return "int32";
    case GST_ENCORD_TENSOR_I64:
      return "int64";
    case GST_ENCORD_TENSOR_F16:
      return "float16";
    case GST_ENCORD_TENSOR_F32:
      return "float";
    case GST_ENCORD_TENSOR_OTHER:
      break;
  }
  return "other";
}

static void
info_clear (gpointer data)
{
  g_free (((GstEncordTensorInfo *) data)->name);
}

/**
 * gst_encord_tensor_info_array_new: (skip)
 *
 * Makes an empty list of descriptions that owns their names.
 *
 * Returns: (transfer full) (element-type GstEncordTensorInfo): the list
 *
 * Since: 0.1
 */
GArray *
gst_encord_tensor_info_array_new (void)
{
  GArray *infos = g_array_new (FALSE, TRUE, sizeof (GstEncordTensorInfo));

  g_array_set_clear_func (infos, info_clear);

  return infos;
}

static void
append_info (GString *text, const GstEncordTensorInfo *info)
{
  g_string_append_printf (text, "%s %s[",
                          info->name != NULL ? info->name : "(no name)",
                          type_name (info->type));
  for (guint i = 0; i < info->n_dims; i++) {
    if (i > 0)
      g_string_append_c (text, ',');
    if (info->dims[i] < 0)
      g_string_append_c (text, '?');
    else
      g_string_append_printf (text, "%" G_GINT64_FORMAT, info->dims[i]);
  }
  g_string_append_c (text, ']');
}

/**
 * gst_encord_tensor_infos_to_string: (skip)
 * @infos: (array length=n_infos): inputs or outputs of a model
 * @n_infos: how many
 *
 * Writes the tensors as people write them, `images float[1,3,640,640]`,
 * separated by `; `, with `?` for a size that may change.
 *
 * Returns: (transfer full): the text
 *
 * Since: 0.1
 */
char *
gst_encord_tensor_infos_to_string (const GstEncordTensorInfo *infos,
                                   guint n_infos)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < n_infos; i++) {
    if (i > 0)
      g_string_append (text, "; ");
    append_info (text, &infos[i]);
  }

  return g_string_free (text, FALSE);
}
