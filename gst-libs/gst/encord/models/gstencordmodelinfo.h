/* gstencordmodelinfo.h - what a model file says about itself
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gst/encord/gstencordmacros.h>

G_BEGIN_DECLS

/**
 * GstEncordModelInfo:
 * @names: (nullable): class names by index
 * @task: (nullable): `detect`, `segment`, ...
 * @width: of the picture it was made for, 0 when it does not say
 * @height: of the picture it was made for, 0 when it does not say
 * @has_final_rows: what comes out needs no suppression of overlaps; FALSE when
 *   it does not say
 *
 * Every field may be missing: many models say nothing.
 */
typedef struct
{
  char **names;
  char *task;
  int width;
  int height;
  gboolean has_final_rows;
} GstEncordModelInfo;

GST_ENCORD_API
GstEncordModelInfo *gst_encord_model_info_read (const char *model_file,
                                                GError **warning);
GST_ENCORD_API
GstEncordModelInfo *
gst_encord_model_info_new_from_metadata (GHashTable *metadata,
                                         GError **warning);
GST_ENCORD_API
void gst_encord_model_info_free (GstEncordModelInfo *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (GstEncordModelInfo, gst_encord_model_info_free)

G_END_DECLS
