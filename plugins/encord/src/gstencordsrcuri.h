/* gstencordsrcuri.h - encordsrc as encord://PROJECT[/DATA]
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gst/gst.h>

G_BEGIN_DECLS

/* a GInterfaceInitFunc of GstURIHandler, for an element with the properties
 * project-hash and data-hashes */
void gst_encord_src_uri_handler_init (gpointer iface, gpointer data);

G_END_DECLS
