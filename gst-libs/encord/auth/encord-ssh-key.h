/* auth/encord-ssh-key.h - an Ed25519 key that signs requests
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#if !defined(ENCORD_INSIDE) && !defined(ENCORD_COMPILATION)
#error "Only <encord/encord.h> can be included directly."
#endif

#include <encord/encord-macros.h>

G_BEGIN_DECLS

/**
 * EncordSshKey:
 *
 * An Ed25519 private key; immutable, reference-counted, wiped when freed.
 *
 * Since: 0.1
 */
typedef struct _EncordSshKey EncordSshKey;

#define ENCORD_TYPE_SSH_KEY (encord_ssh_key_get_type ())
ENCORD_API
GType encord_ssh_key_get_type (void) G_GNUC_CONST;

ENCORD_API
EncordSshKey *encord_ssh_key_new_from_string (const char *text,
                                              const char *passphrase,
                                              GError **error);
ENCORD_API
EncordSshKey *encord_ssh_key_new_from_file (const char *path,
                                            const char *passphrase,
                                            GError **error);
ENCORD_API
EncordSshKey *encord_ssh_key_new_from_environment (const char *passphrase,
                                                   GError **error);
ENCORD_API
EncordSshKey *encord_ssh_key_ref (EncordSshKey *self);
ENCORD_API
void encord_ssh_key_unref (EncordSshKey *self);
ENCORD_API
const char *encord_ssh_key_get_public_hex (EncordSshKey *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (EncordSshKey, encord_ssh_key_unref)

G_END_DECLS
