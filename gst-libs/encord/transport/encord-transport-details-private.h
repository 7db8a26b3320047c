/* transport/encord-transport-details-private.h - what media transfers need of it
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <encord/transport/encord-transport-private.h>
#include <libsoup/soup.h>

G_BEGIN_DECLS

double encord_transport_get_backoff (EncordTransport *self);
SoupSession *encord_transport_get_media_session (EncordTransport *self);
SoupSession *encord_transport_get_upload_session (EncordTransport *self);

G_END_DECLS
