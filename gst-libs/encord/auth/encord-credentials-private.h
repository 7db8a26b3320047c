/* auth/encord-credentials-private.h - what the transport signs with
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <encord/auth/encord-credentials.h>

G_BEGIN_DECLS

/* exactly one of the two is non-NULL */
EncordSshKey *encord_credentials_get_ssh_key (EncordCredentials *self);
const char *encord_credentials_get_bearer_token (EncordCredentials *self);

G_END_DECLS
