/* client/encord-data-stream-private.h - how a data stream finds its bytes
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <encord/client/encord-data-stream.h>
#include <encord/transport/encord-transport-private.h>

G_BEGIN_DECLS

/* Gives a URL that is valid from now on (transfer full, a secret): called when
 * the stream opens without one and whenever the media server refuses the last
 * one. */
typedef char *(*EncordDataStreamLocate) (gpointer data,
                                         GCancellable *cancellable,
                                         GError **error);

/* Sends the first request; data is freed with the stream, and on failure. url:
 * one that was valid some time ago, NULL to locate the first one too. */
EncordDataStream *
encord_data_stream_open (EncordTransport *transport, const char *url,
                         EncordDataStreamLocate locate, gpointer data,
                         GDestroyNotify free_data, GCancellable *cancellable,
                         GError **error);

G_END_DECLS
