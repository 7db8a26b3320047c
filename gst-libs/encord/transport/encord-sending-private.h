/* transport/encord-sending-private.h - one message, on a kept connection or its own
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <encord/transport/encord-exchange-private.h>

G_BEGIN_DECLS

/* Sends to uri, follows nothing. *sent becomes TRUE when somebody may have seen
 * the request. The message that was answered is transfer full. */
GInputStream *encord_exchange_send (const EncordExchange *self, GUri *uri,
                                    gboolean *sent, SoupMessage **ret_message,
                                    GCancellable *cancellable, GError **error);

G_END_DECLS
