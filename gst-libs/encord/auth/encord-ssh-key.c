/* auth/encord-ssh-key.c - an Ed25519 key that signs requests
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <encord/auth/encord-hex-private.h>
#include <encord/auth/encord-ssh-key-private.h>
#include <encord/encord-error.h>
#include <libssh/libssh.h>
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <string.h>

#define MAX_FILE_SIZE (64 * 1024)

/* immutable after creation, so any thread may sign */
struct _EncordSshKey
{
  EVP_PKEY *pkey; /* wiped by libcrypto when freed */
  char *public_hex;
};

G_DEFINE_BOXED_TYPE (EncordSshKey, encord_ssh_key, encord_ssh_key_ref,
                     encord_ssh_key_unref)

/* a string that held a key */
static void
wipe_and_free (char *text)
{
  if (text != NULL)
    OPENSSL_cleanse (text, strlen (text));
  g_free (text);
}

typedef char SecretText;
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SecretText, wipe_and_free)

EncordSshKey *
encord_ssh_key_new_from_seed (const guint8 *seed, GError **error)
{
  guint8 public_key[ENCORD_ED25519_KEY_LENGTH];
  gsize length = sizeof public_key;
  EncordSshKey *self;
  EVP_PKEY *pkey;

  pkey = EVP_PKEY_new_raw_private_key (EVP_PKEY_ED25519, NULL, seed,
                                       ENCORD_ED25519_KEY_LENGTH);
  if (pkey == NULL ||
      EVP_PKEY_get_raw_public_key (pkey, public_key, &length) != 1) {
    EVP_PKEY_free (pkey);
    g_set_error_literal (error, ENCORD_ERROR, ENCORD_ERROR_NOT_SUPPORTED,
                         "ssh key: this libcrypto has no Ed25519");
    return NULL;
  }

  self = g_atomic_rc_box_new0 (EncordSshKey);
  self->pkey = pkey;
  self->public_hex = encord_hex_encode (public_key, length);

  return self;
}

/* the same key in a plain container, by libssh: bcrypt's key derivation is
 * neither in libcrypto nor in GLib */
static char *
decrypt (const char *text, const char *passphrase, GError **error)
{
  /* libssh wants the BEGIN line first */
  const char *begin = strstr (text, "-----BEGIN");
  ssh_key key = NULL;
  char *exported = NULL;
  char *plain = NULL;

  if (ssh_pki_import_privkey_base64 (begin, passphrase, NULL, NULL, &key) ==
          SSH_OK &&
      ssh_pki_export_privkey_base64 (key, NULL, NULL, NULL, &exported) ==
          SSH_OK) {
    plain = g_strdup (exported);
    OPENSSL_cleanse (exported, strlen (exported));
    ssh_string_free_char (exported);
  } else {
    g_set_error_literal (error, ENCORD_ERROR, ENCORD_ERROR_AUTH,
                         "ssh key: the passphrase does not open it");
  }
  ssh_key_free (key);

  return plain;
}

static EncordSshKey *
new_from_parsed (const EncordOpensshKey *parsed, GError **error)
{
  g_autofree char *stated = NULL;
  EncordSshKey *self = encord_ssh_key_new_from_seed (parsed->seed, error);

  if (self == NULL)
    return NULL;

  /* signing under a foreign public key would give the private one away */
  stated = encord_hex_encode (parsed->public_key, sizeof parsed->public_key);
  if (strcmp (stated, self->public_hex) != 0) {
    g_set_error_literal (error, ENCORD_ERROR, ENCORD_ERROR_BAD_DATA,
                         "ssh key: its private and public halves do not "
                         "belong together");
    encord_ssh_key_unref (self);
    return NULL;
  }

  return self;
}

/**
 * encord_ssh_key_new_from_string:
 * @text: a private key in OpenSSH's format, from its BEGIN to its END line
 * @passphrase: (nullable): what it is encrypted with; %NULL or empty for a
 *   plain key
 * @error: return location for a #GError
 *
 * Reads an Ed25519 key. Encrypted ones must use aes256-ctr (ssh-keygen's own
 * choice) or aes256-cbc.
 *
 * Errors: %ENCORD_ERROR_AUTH for a missing, wrong or superfluous passphrase,
 * %ENCORD_ERROR_NOT_SUPPORTED for other key types and ciphers,
 * %ENCORD_ERROR_BAD_DATA for text that is no key. The text is in no message.
 *
 * Returns: (transfer full): the key
 *
 * Since: 0.1
 */
EncordSshKey *
encord_ssh_key_new_from_string (const char *text, const char *passphrase,
                                GError **error)
{
  g_auto (EncordOpensshKey) key = { NULL };
  g_auto (EncordOpensshKey) opened = { NULL };
  g_autoptr (SecretText) plain = NULL;
  const gboolean have_passphrase = passphrase != NULL && *passphrase != '\0';

  g_return_val_if_fail (text != NULL, NULL);

  if (!encord_openssh_key_parse (text, &key, error))
    return NULL;

  if (strcmp (key.cipher, "none") == 0) {
    if (have_passphrase) {
      g_set_error_literal (error, ENCORD_ERROR, ENCORD_ERROR_AUTH,
                           "ssh key: there is a passphrase, but the key is "
                           "not encrypted");
      return NULL;
    }
    return new_from_parsed (&key, error);
  }

  if (!have_passphrase) {
    g_set_error_literal (error, ENCORD_ERROR, ENCORD_ERROR_AUTH,
                         "ssh key: it is encrypted and needs its passphrase; "
                         "\"ssh-keygen -p -f FILE\" removes it");
    return NULL;
  }
  plain = decrypt (text, passphrase, error);
  if (plain == NULL || !encord_openssh_key_parse (plain, &opened, error))
    return NULL;

  return new_from_parsed (&opened, error);
}

static char *
expand_home (const char *path)
{
  if (path[0] == '~' && (path[1] == '/' || path[1] == '\0'))
    return g_build_filename (g_get_home_dir (), path + 1, NULL);

  return g_strdup (path);
}

/* g_file_get_contents() would leave copies of the key behind as it grows */
static char *
read_key_file (const char *path, GError **error)
{
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GFileInputStream) stream = NULL;
  g_autoptr (GError) cause = NULL;
  char *text = g_malloc0 (MAX_FILE_SIZE + 1);
  gsize length = 0;

  stream = g_file_read (file, NULL, &cause);
  if (stream == NULL ||
      !g_input_stream_read_all (G_INPUT_STREAM (stream), text, MAX_FILE_SIZE,
                                &length, NULL, &cause)) {
    g_set_error (error, ENCORD_ERROR, ENCORD_ERROR_AUTH,
                 "ssh key file \"%s\": %s", path, cause->message);
  } else if (length == MAX_FILE_SIZE) {
    g_set_error (error, ENCORD_ERROR, ENCORD_ERROR_BAD_DATA,
                 "ssh key file \"%s\": too large for a key", path);
  } else if (memchr (text, '\0', length) != NULL || !g_str_is_ascii (text)) {
    g_set_error (error, ENCORD_ERROR, ENCORD_ERROR_BAD_DATA,
                 "ssh key file \"%s\": not an ASCII text", path);
  } else {
    return text;
  }

  OPENSSL_cleanse (text, MAX_FILE_SIZE);
  g_free (text);

  return NULL;
}

/**
 * encord_ssh_key_new_from_file:
 * @path: (type filename): a private key file; a leading `~` is the home folder
 * @passphrase: (nullable): as in encord_ssh_key_new_from_string()
 * @error: return location for a #GError
 *
 * Reads an Ed25519 key from a file of at most 64 kB.
 *
 * Errors: those of encord_ssh_key_new_from_string(), and %ENCORD_ERROR_AUTH if
 * the file cannot be read.
 *
 * Returns: (transfer full): the key
 *
 * Since: 0.1
 */
EncordSshKey *
encord_ssh_key_new_from_file (const char *path, const char *passphrase,
                              GError **error)
{
  g_autofree char *full_path = NULL;
  g_autoptr (SecretText) text = NULL;
  EncordSshKey *self;

  g_return_val_if_fail (path != NULL, NULL);

  full_path = expand_home (path);
  text = read_key_file (full_path, error);
  if (text == NULL)
    return NULL;

  self = encord_ssh_key_new_from_string (text, passphrase, error);
  if (self == NULL)
    g_prefix_error (error, "\"%s\": ", full_path);

  return self;
}

/**
 * encord_ssh_key_new_from_environment:
 * @passphrase: (nullable): as in encord_ssh_key_new_from_string()
 * @error: return location for a #GError
 *
 * Reads the key the way the Python SDK finds it: the file that
 * `ENCORD_SSH_KEY_FILE` names, otherwise the text in `ENCORD_SSH_KEY`. Empty
 * variables count as unset.
 *
 * Errors: those of encord_ssh_key_new_from_file(), and %ENCORD_ERROR_AUTH if
 * neither variable is set.
 *
 * Returns: (transfer full): the key
 *
 * Since: 0.1
 */
EncordSshKey *
encord_ssh_key_new_from_environment (const char *passphrase, GError **error)
{
  const char *path = g_getenv ("ENCORD_SSH_KEY_FILE");
  const char *text = g_getenv ("ENCORD_SSH_KEY");
  EncordSshKey *self;

  if (path != NULL && *path != '\0') {
    self = encord_ssh_key_new_from_file (path, passphrase, error);
    if (self == NULL)
      g_prefix_error (error, "ENCORD_SSH_KEY_FILE: ");
    return self;
  }

  if (text == NULL || *text == '\0') {
    g_set_error_literal (error, ENCORD_ERROR, ENCORD_ERROR_AUTH,
                         "no ssh key: give a key file, or set "
                         "ENCORD_SSH_KEY_FILE or ENCORD_SSH_KEY");
    return NULL;
  }
  self = encord_ssh_key_new_from_string (text, passphrase, error);
  if (self == NULL)
    g_prefix_error (error, "ENCORD_SSH_KEY: ");

  return self;
}

/**
 * encord_ssh_key_ref:
 * @self: a key
 *
 * Takes a reference; thread-safe.
 *
 * Returns: (transfer full): @self
 *
 * Since: 0.1
 */
EncordSshKey *
encord_ssh_key_ref (EncordSshKey *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return g_atomic_rc_box_acquire (self);
}

static void
encord_ssh_key_clear (gpointer data)
{
  EncordSshKey *self = data;

  EVP_PKEY_free (self->pkey);
  g_free (self->public_hex);
}

/**
 * encord_ssh_key_unref:
 * @self: (transfer full): a key
 *
 * Drops a reference; the last one wipes the key from memory. Thread-safe.
 *
 * Since: 0.1
 */
void
encord_ssh_key_unref (EncordSshKey *self)
{
  g_return_if_fail (self != NULL);

  g_atomic_rc_box_release_full (self, encord_ssh_key_clear);
}

/**
 * encord_ssh_key_get_public_hex:
 * @self: a key
 *
 * Gets the public half, which names the user to the server.
 *
 * Returns: (transfer none): 64 lower-case hexadecimal digits
 *
 * Since: 0.1
 */
const char *
encord_ssh_key_get_public_hex (EncordSshKey *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->public_hex;
}

void
encord_ssh_key_sign (EncordSshKey *self, gconstpointer message, gsize length,
                     guint8 ret_signature[ENCORD_ED25519_SIGNATURE_LENGTH])
{
  EVP_MD_CTX *context = EVP_MD_CTX_new ();
  gsize signature_length = ENCORD_ED25519_SIGNATURE_LENGTH;

  if (context == NULL ||
      EVP_DigestSignInit (context, NULL, NULL, NULL, self->pkey) != 1 ||
      EVP_DigestSign (context, ret_signature, &signature_length, message,
                      length) != 1)
    /* only memory can lack, and GLib aborts there too */
    g_error ("libcrypto could not sign");
  EVP_MD_CTX_free (context);
}
