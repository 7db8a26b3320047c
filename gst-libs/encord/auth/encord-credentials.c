/* auth/encord-credentials.c - who we are to the server: a key or a token
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <encord/auth/encord-credentials-private.h>
#include <encord/encord-error.h>
#include <openssl/crypto.h>
#include <string.h>

#define MAX_TOKEN_LENGTH (64 * 1024)

/**
 * EncordCredentials:
 *
 * Who we are to the server: an SSH key that signs every request, or a bearer
 * token that goes with it. Immutable; nothing in it can be read back but
 * encord_credentials_get_fingerprint().
 *
 * Since: 0.1
 */
struct _EncordCredentials
{
  GObject parent;

  EncordSshKey *key; /* or */
  char *token;       /* wiped when freed */
  char *fingerprint;
};

G_DEFINE_FINAL_TYPE (EncordCredentials, encord_credentials, G_TYPE_OBJECT)

static void
encord_credentials_finalize (GObject *object)
{
  EncordCredentials *self = ENCORD_CREDENTIALS (object);

  g_clear_pointer (&self->key, encord_ssh_key_unref);
  if (self->token != NULL)
    OPENSSL_cleanse (self->token, strlen (self->token));
  g_free (self->token);
  g_free (self->fingerprint);
  G_OBJECT_CLASS (encord_credentials_parent_class)->finalize (object);
}

static void
encord_credentials_class_init (EncordCredentialsClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = encord_credentials_finalize;
}

static void
encord_credentials_init (EncordCredentials *self)
{
}

/**
 * encord_credentials_new_for_ssh_key:
 * @key: an Ed25519 key
 *
 * Makes credentials that sign every request with @key.
 *
 * Returns: (transfer full): the credentials
 *
 * Since: 0.1
 */
EncordCredentials *
encord_credentials_new_for_ssh_key (EncordSshKey *key)
{
  EncordCredentials *self;

  g_return_val_if_fail (key != NULL, NULL);

  self = g_object_new (ENCORD_TYPE_CREDENTIALS, NULL);
  self->key = encord_ssh_key_ref (key);
  self->fingerprint = g_strdup (encord_ssh_key_get_public_hex (key));

  return self;
}

/**
 * encord_credentials_new_for_bearer_token:
 * @token: a token as the service gives it out, not empty, without blanks
 *
 * Makes credentials that send @token with every request. It is sent over https
 * or to this machine only.
 *
 * Returns: (transfer full): the credentials
 *
 * Since: 0.1
 */
EncordCredentials *
encord_credentials_new_for_bearer_token (const char *token)
{
  g_autofree char *digest = NULL;
  EncordCredentials *self;

  g_return_val_if_fail (token != NULL && *token != '\0', NULL);

  digest = g_compute_checksum_for_string (G_CHECKSUM_SHA256, token, -1);
  self = g_object_new (ENCORD_TYPE_CREDENTIALS, NULL);
  self->token = g_strdup (token);
  self->fingerprint = g_strdup_printf ("bearer-%.16s", digest);

  return self;
}

/* a header must not grow lines from what a file holds */
static gboolean
is_token (const char *text)
{
  if (*text == '\0')
    return FALSE;
  for (; *text != '\0'; text++)
    if (!g_ascii_isgraph (*text))
      return FALSE;

  return TRUE;
}

static EncordCredentials *
load_bearer_token (const char *path, GError **error)
{
  g_autoptr (GError) cause = NULL;
  EncordCredentials *self = NULL;
  char *text = NULL;
  gsize length = 0;

  if (!g_file_get_contents (path, &text, &length, &cause)) {
    g_set_error (error, ENCORD_ERROR, ENCORD_ERROR_AUTH,
                 "bearer token file \"%s\": %s", path, cause->message);
    return NULL;
  }

  if (length <= MAX_TOKEN_LENGTH && strlen (text) == length &&
      is_token (g_strstrip (text)))
    self = encord_credentials_new_for_bearer_token (text);
  else
    g_set_error (error, ENCORD_ERROR, ENCORD_ERROR_BAD_DATA,
                 "bearer token file \"%s\": it must hold one token in one "
                 "line and nothing else",
                 path);
  OPENSSL_cleanse (text, length);
  g_free (text);

  return self;
}

/**
 * encord_credentials_load:
 * @ssh_key_file: (nullable) (type filename): a private key file
 * @bearer_token_file: (nullable) (type filename): a file that holds a token
 * @error: return location for a #GError
 *
 * Finds credentials: the token file if given, else the key file if given, else
 * what encord_ssh_key_new_from_environment() finds. Empty counts as not given.
 *
 * Errors: %ENCORD_ERROR_AUTH if there are none or the file cannot be read, and
 * those of encord_ssh_key_new_from_string().
 *
 * Returns: (transfer full): the credentials
 *
 * Since: 0.1
 */
EncordCredentials *
encord_credentials_load (const char *ssh_key_file,
                         const char *bearer_token_file, GError **error)
{
  g_autoptr (EncordSshKey) key = NULL;

  if (bearer_token_file != NULL && *bearer_token_file != '\0')
    return load_bearer_token (bearer_token_file, error);

  if (ssh_key_file != NULL && *ssh_key_file != '\0')
    key = encord_ssh_key_new_from_file (ssh_key_file, NULL, error);
  else
    key = encord_ssh_key_new_from_environment (NULL, error);
  if (key == NULL)
    return NULL;

  return encord_credentials_new_for_ssh_key (key);
}

/**
 * encord_credentials_get_fingerprint:
 * @self: credentials
 *
 * Gets a text that tells two identities apart without giving a secret away: the
 * public key, or the beginning of a token's digest.
 *
 * Returns: (transfer none): the fingerprint
 *
 * Since: 0.1
 */
const char *
encord_credentials_get_fingerprint (EncordCredentials *self)
{
  g_return_val_if_fail (ENCORD_IS_CREDENTIALS (self), NULL);

  return self->fingerprint;
}

EncordSshKey *
encord_credentials_get_ssh_key (EncordCredentials *self)
{
  return self->key;
}

const char *
encord_credentials_get_bearer_token (EncordCredentials *self)
{
  return self->token;
}
