/* auth/encord-credentials.h - who we are to the server: a key or a token
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#if !defined(ENCORD_INSIDE) && !defined(ENCORD_COMPILATION)
#error "Only <encord/encord.h> can be included directly."
#endif

#include <encord/auth/encord-ssh-key.h>

G_BEGIN_DECLS

#define ENCORD_TYPE_CREDENTIALS (encord_credentials_get_type ())
ENCORD_API
G_DECLARE_FINAL_TYPE (EncordCredentials, encord_credentials, ENCORD,
                      CREDENTIALS, GObject)

ENCORD_API
EncordCredentials *encord_credentials_new_for_ssh_key (EncordSshKey *key);
ENCORD_API
EncordCredentials *encord_credentials_new_for_bearer_token (const char *token);
/* bearer file, else key file, else ENCORD_SSH_KEY_FILE, else ENCORD_SSH_KEY */
ENCORD_API
EncordCredentials *encord_credentials_load (const char *ssh_key_file,
                                            const char *bearer_token_file,
                                            GError **error);
/* tells two identities apart without giving the secret away */
ENCORD_API
const char *encord_credentials_get_fingerprint (EncordCredentials *self);

G_END_DECLS
