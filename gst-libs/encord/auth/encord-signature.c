/* auth/encord-signature.c - the signatures of both interfaces, made
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <encord/auth/encord-hex-private.h>
#include <encord/auth/encord-signature-base-private.h>
#include <encord/auth/encord-signature-private.h>
#include <encord/auth/encord-ssh-key-private.h>
#include <openssl/sha.h>

char *
encord_signature_sign_legacy (EncordSshKey *key, gconstpointer body,
                              gsize length)
{
  guint8 digest[SHA256_DIGEST_LENGTH];
  guint8 signature[ENCORD_ED25519_SIGNATURE_LENGTH];
  g_autofree char *hex = NULL;

  g_return_val_if_fail (key != NULL, NULL);

  SHA256 (body, length, digest);
  encord_ssh_key_sign (key, digest, sizeof digest, signature);
  hex = encord_hex_encode (signature, sizeof signature);

  return g_strconcat (encord_ssh_key_get_public_hex (key), ":", hex, NULL);
}

char *
encord_signature_content_digest (gconstpointer body, gsize length)
{
  guint8 digest[SHA256_DIGEST_LENGTH];
  g_autofree char *base64 = NULL;

  SHA256 (body, length, digest);
  base64 = g_base64_encode (digest, sizeof digest);

  return g_strconcat ("sha-256=:", base64, ":", NULL);
}

char *
encord_signature_base_v2 (const char *verb, const char *request_target,
                          const char *content_digest, const char *params)
{
  return g_strconcat ("\"@method\": ", verb,
                      "\n\"@request-target\": ", request_target,
                      "\n\"content-digest\": ", content_digest,
                      "\n\"@signature-params\": ", params, NULL);
}

void
encord_signature_sign_v2 (EncordSshKey *key, const char *verb,
                          const char *request_target, gconstpointer body,
                          gsize length, gint64 created, EncordV2Signature *ret)
{
  guint8 signature[ENCORD_ED25519_SIGNATURE_LENGTH];
  g_autofree char *params = NULL;
  g_autofree char *base = NULL;
  g_autofree char *base64 = NULL;

  g_return_if_fail (key != NULL);

  params =
      g_strdup_printf (ENCORD_V2_COMPONENTS ";created=%" G_GINT64_FORMAT
                                            ";keyid=\"%s\";alg=\"ed25519\"",
                       created, encord_ssh_key_get_public_hex (key));
  ret->content_digest = encord_signature_content_digest (body, length);
  base = encord_signature_base_v2 (verb, request_target, ret->content_digest,
                                   params);
  encord_ssh_key_sign (key, base, strlen (base), signature);
  base64 = g_base64_encode (signature, sizeof signature);
  ret->signature_input = g_strconcat (ENCORD_V2_LABEL "=", params, NULL);
  ret->signature = g_strconcat (ENCORD_V2_LABEL "=:", base64, ":", NULL);
}

void
encord_v2_signature_clear (EncordV2Signature *self)
{
  g_clear_pointer (&self->content_digest, g_free);
  g_clear_pointer (&self->signature_input, g_free);
  g_clear_pointer (&self->signature, g_free);
}
