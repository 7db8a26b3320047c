/* gstencordmetadatair.c - the key-value pairs of an OpenVINO IR file
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* net > rt_info > framework holds what came along from ONNX, net > rt_info >
 * model_info what OpenVINO's Model API put there; each key is an element with an
 * attribute `value`. Layers have an rt_info too, which is not meant. */

#include <gio/gio.h>

#include <gst/encord/models/gstencordmetadata.h>

#define MAX_VALUE_BYTES (1 << 20)

static gboolean
is_model_metadata (const GSList *stack)
{
  /* innermost first: the key itself, its group, rt_info, net */
  const char *group = stack->next != NULL ? stack->next->data : NULL;

  return g_slist_length ((GSList *) stack) == 4 &&
         (g_str_equal (group, "framework") ||
          g_str_equal (group, "model_info")) &&
         g_str_equal (g_slist_nth_data ((GSList *) stack, 2), "rt_info") &&
         g_str_equal (g_slist_nth_data ((GSList *) stack, 3), "net");
}

static void
on_start (GMarkupParseContext *context, const char *element,
          const char **attributes, const char **values, gpointer user_data,
          GError **error)
{
  GHashTable *metadata = user_data;

  if (!is_model_metadata (g_markup_parse_context_get_element_stack (context)))
    return;
  for (guint i = 0; attributes[i] != NULL; i++)
    if (g_str_equal (attributes[i], "value") &&
        strlen (values[i]) <= MAX_VALUE_BYTES)
      g_hash_table_replace (metadata, g_strdup (element), g_strdup (values[i]));
}

/**
 * gst_encord_metadata_parse_ir: (skip)
 * @xml: contents of an IR's .xml file
 * @size: in bytes
 * @metadata: (element-type utf8 utf8): where to add the pairs
 * @error: return location for an error
 *
 * Reads `rt_info` of an IR model. The attribute rules are those of XML, so line
 * breaks in a value arrive as spaces.
 *
 * Returns: %FALSE with %G_IO_ERROR_INVALID_DATA when @xml is not well formed
 */
gboolean
gst_encord_metadata_parse_ir (const char *xml, gsize size, GHashTable *metadata,
                              GError **error)
{
  static const GMarkupParser parser = { .start_element = on_start };
  g_autoptr (GMarkupParseContext) context =
      g_markup_parse_context_new (&parser, 0, metadata, NULL);
  g_autoptr (GError) cause = NULL;

  if (g_markup_parse_context_parse (context, xml, (gssize) size, &cause) &&
      g_markup_parse_context_end_parse (context, &cause))
    return TRUE;

  g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA, "metadata: %s",
               cause->message);

  return FALSE;
}
