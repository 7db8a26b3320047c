/* client/encord-client.h - one authenticated connection to a server
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#if !defined(ENCORD_INSIDE) && !defined(ENCORD_COMPILATION)
#error "Only <encord/encord.h> can be included directly."
#endif

#include <encord/auth/encord-credentials.h>
#include <encord/client/encord-dataset.h>
#include <encord/client/encord-project.h>
#include <encord/encord-macros.h>

G_BEGIN_DECLS

#define ENCORD_TYPE_CLIENT (encord_client_get_type ())
ENCORD_API
G_DECLARE_FINAL_TYPE (EncordClient, encord_client, ENCORD, CLIENT, GObject)

/* server NULL: ENCORD_SERVER, else https://api.encord.com */
ENCORD_API
EncordClient *encord_client_new (const char *server,
                                 EncordCredentials *credentials);
ENCORD_API
const char *encord_client_get_server (EncordClient *self);

G_END_DECLS
