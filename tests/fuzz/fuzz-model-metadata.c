/* fuzz-model-metadata.c - metadata of ONNX and IR files
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <gst/encord/models/gstencordmetadata.h>
#include <gst/encord/models/gstencordmodelinfo.h>

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

static void
interpret (GHashTable *metadata)
{
  g_autoptr (GError) warning = NULL;
  g_autoptr (GstEncordModelInfo) info =
      gst_encord_model_info_new_from_metadata (metadata, &warning);

  g_assert_cmpint (info->width, >=, 0);
  g_assert_true ((info->width == 0) == (info->height == 0));
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autoptr (GHashTable) metadata =
      g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  g_autoptr (GError) error = NULL;
  gboolean ok;

  /* as the reader of files tells them apart */
  if (size > 0 && *data == '<')
    ok = gst_encord_metadata_parse_ir ((const char *) data, size, metadata,
                                       &error);
  else
    ok = gst_encord_metadata_parse_onnx (data, size, metadata, &error);
  g_assert_true (ok == (error == NULL));
  interpret (metadata);

  return 0;
}
