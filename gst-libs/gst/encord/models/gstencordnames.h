/* gstencordnames.h - class names as model files and people write them
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>

#include <gst/encord/gstencordmacros.h>

G_BEGIN_DECLS

GST_ENCORD_API
char **gst_encord_names_parse_literal (const char *text, gsize length,
                                       GError **error);
GST_ENCORD_API
char **gst_encord_names_parse_words (const char *text);
GST_ENCORD_API
char **gst_encord_names_parse_lines (const char *text, gsize length,
                                     GError **error);

G_END_DECLS
