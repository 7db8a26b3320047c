/* encord-signature-private.h - both request signatures, made and checked; pure
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <encord/auth/encord-ssh-key.h>

G_BEGIN_DECLS

/* value of the Authorization header of a legacy request */
char *encord_signature_sign_legacy (EncordSshKey *key, gconstpointer body,
                                    gsize length);

/* values of the three headers of a v2 request; request_target is the path and
 * query exactly as in the request line */
typedef struct
{
  char *content_digest;
  char *signature_input;
  char *signature;
} EncordV2Signature;

void encord_v2_signature_clear (EncordV2Signature *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (EncordV2Signature, encord_v2_signature_clear)

void encord_signature_sign_v2 (EncordSshKey *key, const char *verb,
                               const char *request_target, gconstpointer body,
                               gsize length, gint64 created,
                               EncordV2Signature *ret);

/* The verifier's half. FALSE with ENCORD_ERROR_AUTH tells what is wrong.
 * ret_public_hex names the key that signed, once its form is valid, even when
 * the signature turns out wrong, so that a server can look it up first. */
gboolean encord_signature_verify_legacy (const char *authorization,
                                         gconstpointer body, gsize length,
                                         char **ret_public_hex, GError **error);
gboolean encord_signature_verify_v2 (
    const char *verb, const char *request_target, const char *content_digest,
    const char *signature_input, const char *signature, gconstpointer body,
    gsize length, gint64 now, char **ret_public_hex, GError **error);

/* one line of an authorized_keys file: FALSE without error for a blank line or
 * a comment */
gboolean encord_authorized_key_parse (const char *line, char **ret_public_hex,
                                      char **ret_comment, GError **error);

G_END_DECLS
