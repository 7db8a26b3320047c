/* auth/encord-signature-verify.c - the signatures of both interfaces, checked
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <encord/auth/encord-hex-private.h>
#include <encord/auth/encord-openssh-private.h>
#include <encord/auth/encord-signature-base-private.h>
#include <encord/auth/encord-signature-private.h>
#include <encord/encord-error.h>
#include <openssl/evp.h>
#include <openssl/sha.h>

/* seconds that client and server clocks may differ; the SDK dates its requests
 * 30 s back */
#define CLOCK_WINDOW 300

static gboolean
refuse (GError **error, const char *why)
{
  g_set_error (error, ENCORD_ERROR, ENCORD_ERROR_AUTH, "signature: %s", why);
  return FALSE;
}

static gboolean
verify (const guint8 *public_key, const guint8 *signature,
        gconstpointer message, gsize length, GError **error)
{
  EVP_PKEY *pkey = EVP_PKEY_new_raw_public_key (
      EVP_PKEY_ED25519, NULL, public_key, ENCORD_ED25519_KEY_LENGTH);
  EVP_MD_CTX *context = EVP_MD_CTX_new ();
  gboolean ok;

  ok = pkey != NULL && context != NULL &&
       EVP_DigestVerifyInit (context, NULL, NULL, NULL, pkey) == 1 &&
       EVP_DigestVerify (context, signature, ENCORD_ED25519_SIGNATURE_LENGTH,
                         message, length) == 1;
  EVP_MD_CTX_free (context);
  EVP_PKEY_free (pkey);

  return ok || refuse (error, "it does not fit the request");
}

gboolean
encord_signature_verify_legacy (const char *authorization, gconstpointer body,
                                gsize length, char **ret_public_hex,
                                GError **error)
{
  guint8 public_key[ENCORD_ED25519_KEY_LENGTH];
  guint8 signature[ENCORD_ED25519_SIGNATURE_LENGTH];
  guint8 digest[SHA256_DIGEST_LENGTH];
  const char *colon;

  if (authorization == NULL)
    return refuse (error, "no Authorization header");
  colon = strchr (authorization, ':');
  if (colon == NULL ||
      !encord_hex_decode (authorization, (gsize) (colon - authorization),
                          public_key, sizeof public_key) ||
      !encord_hex_decode (colon + 1, strlen (colon + 1), signature,
                          sizeof signature))
    return refuse (error, "Authorization is not a public key, a colon and a "
                          "signature");

  if (ret_public_hex != NULL)
    *ret_public_hex = encord_hex_encode (public_key, sizeof public_key);
  SHA256 (body, length, digest);

  return verify (public_key, signature, digest, sizeof digest, error);
}

typedef struct
{
  guint8 public_key[ENCORD_ED25519_KEY_LENGTH];
  gint64 created;
  gboolean has_created;
  gboolean has_key_id;
  gboolean has_algorithm;
} Params;

/* one `name=value` of the parameters: what it holds, or FALSE */
static gboolean
read_param (const char *name, gsize name_length, const char *value,
            gsize value_length, Params *params)
{
  const gboolean quoted =
      value_length >= 2 && value[0] == '"' && value[value_length - 1] == '"';
  g_autofree char *key = g_strndup (name, name_length);
  g_autofree char *text = NULL;

  if (strcmp (key, "created") == 0) {
    text = g_strndup (value, value_length);
    if (params->has_created || !g_ascii_isdigit (text[0]) ||
        !g_ascii_string_to_signed (text, 10, 0, G_MAXINT64, &params->created,
                                   NULL))
      return FALSE;
    params->has_created = TRUE;
  } else if (strcmp (key, "keyid") == 0) {
    if (params->has_key_id || !quoted ||
        !encord_hex_decode (value + 1, value_length - 2, params->public_key,
                            sizeof params->public_key))
      return FALSE;
    params->has_key_id = TRUE;
  } else if (strcmp (key, "alg") == 0) {
    if (params->has_algorithm || value_length != strlen ("\"ed25519\"") ||
        memcmp (value, "\"ed25519\"", value_length) != 0)
      return FALSE;
    params->has_algorithm = TRUE;
  }

  /* others do no harm: they are covered by the signature */
  return name_length > 0 && value_length > 0;
}

/* a quoted value may hold semicolons */
static gsize
value_span (const char *value)
{
  const char *end;

  if (value[0] != '"')
    return strcspn (value, ";");
  end = strchr (value + 1, '"');

  return end == NULL ? 0 : (gsize) (end + 1 - value);
}

/* text is what follows the label in Signature-Input */
static gboolean
read_params (const char *text, Params *params)
{
  const char *p = text;

  if (!g_str_has_prefix (p, ENCORD_V2_COMPONENTS))
    return FALSE;
  p += strlen (ENCORD_V2_COMPONENTS);

  while (*p != '\0') {
    gsize name_length, value_length;

    if (*p++ != ';')
      return FALSE;
    name_length = strcspn (p, "=;");
    if (p[name_length] != '=')
      return FALSE;
    value_length = value_span (p + name_length + 1);
    if (!read_param (p, name_length, p + name_length + 1, value_length, params))
      return FALSE;
    p += name_length + 1 + value_length;
  }

  return params->has_created && params->has_key_id && params->has_algorithm;
}

static gboolean
read_signature (const char *text,
                guint8 signature[ENCORD_ED25519_SIGNATURE_LENGTH])
{
  const char prefix[] = ENCORD_V2_LABEL "=:";
  g_autofree guchar *bytes = NULL;
  g_autofree char *base64 = NULL;
  g_autofree char *again = NULL;
  gsize length;

  if (!g_str_has_prefix (text, prefix) || !g_str_has_suffix (text, ":"))
    return FALSE;
  text += strlen (prefix);
  if (*text == '\0')
    return FALSE;
  base64 = g_strndup (text, strlen (text) - 1);
  bytes = g_base64_decode (base64, &length);
  if (length != ENCORD_ED25519_SIGNATURE_LENGTH)
    return FALSE;
  /* g_base64_decode() skips what it does not know */
  again = g_base64_encode (bytes, length);
  memcpy (signature, bytes, length);

  return strcmp (again, base64) == 0;
}

gboolean
encord_signature_verify_v2 (const char *verb, const char *request_target,
                            const char *content_digest,
                            const char *signature_input, const char *signature,
                            gconstpointer body, gsize length, gint64 now,
                            char **ret_public_hex, GError **error)
{
  guint8 signature_bytes[ENCORD_ED25519_SIGNATURE_LENGTH];
  g_autofree char *digest = NULL;
  g_autofree char *base = NULL;
  const char *params_text;
  Params params = { { 0 } };

  if (content_digest == NULL || signature_input == NULL || signature == NULL)
    return refuse (error, "the request lacks Content-Digest, Signature-Input "
                          "or Signature");
  if (!g_str_has_prefix (signature_input, ENCORD_V2_LABEL "="))
    return refuse (error, "Signature-Input has no " ENCORD_V2_LABEL);
  params_text = signature_input + strlen (ENCORD_V2_LABEL "=");
  if (!read_params (params_text, &params))
    return refuse (error, "Signature-Input is malformed");
  if (!read_signature (signature, signature_bytes))
    return refuse (error, "Signature is malformed");

  if (ret_public_hex != NULL)
    *ret_public_hex =
        encord_hex_encode (params.public_key, sizeof params.public_key);
  if (params.created < now - CLOCK_WINDOW ||
      params.created > now + CLOCK_WINDOW)
    return refuse (error, "it is not of now: check the clocks");
  digest = encord_signature_content_digest (body, length);
  if (strcmp (digest, content_digest) != 0)
    return refuse (error, "Content-Digest does not fit the body");
  base = encord_signature_base_v2 (verb, request_target, content_digest,
                                   params_text);

  return verify (params.public_key, signature_bytes, base, strlen (base),
                 error);
}
