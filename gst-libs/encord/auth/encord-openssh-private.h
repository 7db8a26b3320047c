/* auth/encord-openssh-private.h - reads OpenSSH's containers of Ed25519 keys
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <encord/encord-macros.h>

G_BEGIN_DECLS

#define ENCORD_ED25519_KEY_LENGTH 32
#define ENCORD_ED25519_SIGNATURE_LENGTH 64

/* What a private key file says before any of it is decrypted. The strings point
 * to constants. */
typedef struct
{
  const char *cipher; /* "none", "aes256-ctr" or "aes256-cbc" */
  guint32 rounds;     /* of bcrypt; 0 for "none" */
  guint8 public_key[ENCORD_ED25519_KEY_LENGTH];
  /* plain keys only */
  guint8 seed[ENCORD_ED25519_KEY_LENGTH];
} EncordOpensshKey;

/* also wipes the seed */
void encord_openssh_key_clear (EncordOpensshKey *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (EncordOpensshKey, encord_openssh_key_clear)

/* The text of a private key file, BEGIN to END line. What this project cannot
 * read (another type, another cipher, another container) is
 * ENCORD_ERROR_NOT_SUPPORTED with the remedy; what nobody can is
 * ENCORD_ERROR_BAD_DATA. Never has the text in a message. */
gboolean encord_openssh_key_parse (const char *text, EncordOpensshKey *ret_key,
                                   GError **error);

/* the wire form of a public key, as in an authorized_keys file after base64 */
gboolean encord_openssh_public_key_parse (const guint8 *blob, gsize length,
                                          guint8 *ret_public_key,
                                          GError **error);

G_END_DECLS
