/* gstencordmetadata.h - keys and values that exporters store in a model file
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>

#include <gst/encord/gstencordmacros.h>

G_BEGIN_DECLS

/* both add to a table of char * to char *, and leave in it what stood before a
 * fault */
GST_ENCORD_API
gboolean gst_encord_metadata_parse_onnx (const guint8 *data, gsize size,
                                         GHashTable *metadata, GError **error);
GST_ENCORD_API
gboolean gst_encord_metadata_parse_ir (const char *xml, gsize size,
                                       GHashTable *metadata, GError **error);

G_END_DECLS
