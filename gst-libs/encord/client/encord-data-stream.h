/* client/encord-data-stream.h - one media file of a project, read over the network
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#if !defined(ENCORD_INSIDE) && !defined(ENCORD_COMPILATION)
#error "Only <encord/encord.h> can be included directly."
#endif

#include <encord/encord-macros.h>

G_BEGIN_DECLS

/* a GInputStream and GSeekable over Range requests; it renews its signed URL
 * and retries by itself, and is safe to read from a streaming thread */
#define ENCORD_TYPE_DATA_STREAM (encord_data_stream_get_type ())
ENCORD_API
G_DECLARE_FINAL_TYPE (EncordDataStream, encord_data_stream, ENCORD, DATA_STREAM,
                      GInputStream)

/* -1 when the server does not say */
ENCORD_API
goffset encord_data_stream_get_size (EncordDataStream *self);
ENCORD_API
const char *encord_data_stream_get_content_type (EncordDataStream *self);

G_END_DECLS
