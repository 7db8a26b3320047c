/* auth/encord-ssh-key-private.h - what only signing needs of a key
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <encord/auth/encord-openssh-private.h>
#include <encord/auth/encord-ssh-key.h>

G_BEGIN_DECLS

/* seed: ENCORD_ED25519_KEY_LENGTH bytes */
EncordSshKey *encord_ssh_key_new_from_seed (const guint8 *seed, GError **error);
/* plain Ed25519; any thread */
void
encord_ssh_key_sign (EncordSshKey *self, gconstpointer message, gsize length,
                     guint8 ret_signature[ENCORD_ED25519_SIGNATURE_LENGTH]);

G_END_DECLS
