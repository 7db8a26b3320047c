/* gstencordmodelinfo.c - what a model file says about itself
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <gst/encord/models/gstencordmetadata.h>
#include <gst/encord/models/gstencordmodelinfo.h>
#include <gst/encord/models/gstencordnames.h>

#define MAX_SIDE 16384

static const char *
lookup (GHashTable *metadata, const char *key)
{
  return g_hash_table_lookup (metadata, key);
}

/* `[640, 480]` is height and width, `640` both */
static void
parse_size (const char *text, GstEncordModelInfo *self)
{
  gint64 sides[2] = { 0, 0 };
  guint n = 0;

  while (text != NULL && *text != '\0' && n < G_N_ELEMENTS (sides)) {
    char *end = NULL;

    if (!g_ascii_isdigit (*text)) {
      text++;
      continue;
    }
    sides[n++] = g_ascii_strtoll (text, &end, 10);
    text = end;
  }
  if (n == 1)
    sides[1] = sides[0];
  if (sides[0] <= 0 || sides[0] > MAX_SIDE || sides[1] <= 0 ||
      sides[1] > MAX_SIDE)
    return;
  self->height = (int) sides[0];
  self->width = (int) sides[1];
}

static char **
parse_names (GHashTable *metadata, GError **warning)
{
  const char *names = lookup (metadata, "names");
  const char *labels = lookup (metadata, "labels");

  if (names != NULL)
    return gst_encord_names_parse_literal (names, strlen (names), warning);
  if (labels != NULL && strpbrk (labels, "[{(") == labels)
    return gst_encord_names_parse_literal (labels, strlen (labels), warning);
  if (labels != NULL)
    return gst_encord_names_parse_words (labels);

  return NULL;
}

/* exporters write their settings as Python's repr() of a dict */
static gboolean
has_final_rows (GHashTable *metadata)
{
  const char *args = lookup (metadata, "args");

  return g_strcmp0 (lookup (metadata, "end2end"), "True") == 0 ||
         (args != NULL && strstr (args, "'nms': True") != NULL);
}

/**
 * gst_encord_model_info_new_from_metadata: (skip)
 * @metadata: (element-type utf8 utf8): key-value pairs of a model file
 * @warning: return location for what could not be read
 *
 * Picks out what an exporter of the Ultralytics kind or OpenVINO's Model API
 * stored.
 *
 * Returns: (transfer full): what is known, even with @warning set
 */
GstEncordModelInfo *
gst_encord_model_info_new_from_metadata (GHashTable *metadata, GError **warning)
{
  GstEncordModelInfo *self = g_new0 (GstEncordModelInfo, 1);

  self->names = parse_names (metadata, warning);
  self->task = g_strdup (lookup (metadata, "task"));
  self->has_final_rows = has_final_rows (metadata);
  parse_size (lookup (metadata, "imgsz"), self);

  return self;
}

static gboolean
read_metadata (const char *model_file, GHashTable *metadata, GError **warning)
{
  g_autoptr (GMappedFile) file = g_mapped_file_new (model_file, FALSE, warning);
  const char *data;
  gsize size;

  if (file == NULL)
    return FALSE;
  data = g_mapped_file_get_contents (file);
  size = g_mapped_file_get_length (file);

  if (size > 0 && *data == '<')
    return gst_encord_metadata_parse_ir (data, size, metadata, warning);
  if (g_str_has_suffix (model_file, ".onnx"))
    return gst_encord_metadata_parse_onnx ((const guint8 *) data, size,
                                           metadata, warning);

  return TRUE;
}

/**
 * gst_encord_model_info_read: (skip)
 * @model_file: path of an .onnx file or of an IR's .xml file
 * @warning: return location for what could not be read
 *
 * Reads what a model file says about itself. Other formats say nothing that we
 * could read.
 *
 * Returns: (transfer full): what is known, even with @warning set
 */
GstEncordModelInfo *
gst_encord_model_info_read (const char *model_file, GError **warning)
{
  g_autoptr (GHashTable) metadata =
      g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  GstEncordModelInfo *self;
  GError *cause = NULL;

  if (!read_metadata (model_file, metadata, &cause))
    g_hash_table_remove_all (metadata);
  self = gst_encord_model_info_new_from_metadata (
      metadata, cause == NULL ? &cause : NULL);
  if (cause != NULL)
    g_propagate_prefixed_error (warning, cause, "%s: ", model_file);

  return self;
}

/**
 * gst_encord_model_info_free: (skip)
 * @self: (transfer full): what to free
 */
void
gst_encord_model_info_free (GstEncordModelInfo *self)
{
  g_strfreev (self->names);
  g_free (self->task);
  g_free (self);
}
