/* auth/encord-openssh.c - reads OpenSSH's containers of Ed25519 keys
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <encord/auth/encord-openssh-private.h>
#include <encord/encord-error.h>
#include <openssl/crypto.h>
#include <string.h>

#define BEGIN_LINE "-----BEGIN OPENSSH PRIVATE KEY-----"
#define END_LINE "-----END OPENSSH PRIVATE KEY-----"
#define MAGIC "openssh-key-v1" /* with its NUL */
#define KEY_TYPE "ssh-ed25519"

/* ssh-keygen asks for 16 or 24, careful people for some hundred; each costs
 * about 5 ms, so more is an attack or an error */
#define MAX_BCRYPT_ROUNDS 10000
/* up to the cipher's block; libssh fills plain keys as if they were encrypted */
#define MAX_PADDING 16
/* a key with a long comment has less than 1 kB */
#define MAX_TEXT_LENGTH (64 * 1024)

/* the unread rest of a container; the bytes belong to somebody else */
typedef struct
{
  const guint8 *data;
  gsize left;
} Reader;

static gboolean
read_bytes (Reader *reader, gsize length, const guint8 **ret_data)
{
  if (reader->left < length)
    return FALSE;

  *ret_data = reader->data;
  reader->data += length;
  reader->left -= length;

  return TRUE;
}

static gboolean
read_u32 (Reader *reader, guint32 *ret_value)
{
  const guint8 *data;

  if (!read_bytes (reader, 4, &data))
    return FALSE;

  *ret_value = (guint32) data[0] << 24 | (guint32) data[1] << 16 |
               (guint32) data[2] << 8 | data[3];

  return TRUE;
}

static gboolean
read_string (Reader *reader, Reader *ret_string)
{
  guint32 length;

  if (!read_u32 (reader, &length) ||
      !read_bytes (reader, length, &ret_string->data))
    return FALSE;

  ret_string->left = length;

  return TRUE;
}

static gboolean
reader_equals (const Reader *reader, const char *text)
{
  return reader->left == strlen (text) &&
         memcmp (reader->data, text, reader->left) == 0;
}

/* for messages: a name from the file, only if it looks like one */
static char *
reader_dup_name (const Reader *reader)
{
  if (reader->left == 0 || reader->left > 64)
    return g_strdup ("of unknown name");
  for (gsize i = 0; i < reader->left; i++)
    if (!g_ascii_isalnum (reader->data[i]) &&
        strchr ("-_.@", reader->data[i]) == NULL)
      return g_strdup ("of unknown name");

  return g_strndup ((const char *) reader->data, reader->left);
}

static gboolean
malformed (GError **error, const char *what)
{
  g_set_error (error, ENCORD_ERROR, ENCORD_ERROR_BAD_DATA,
               "ssh key: malformed: %s; make a new one with "
               "\"ssh-keygen -t ed25519 -f FILE\"",
               what);
  return FALSE;
}

static gboolean
read_fixed_string (Reader *reader, guint8 *ret_data, gsize length)
{
  Reader string;

  if (!read_string (reader, &string) || string.left != length)
    return FALSE;

  memcpy (ret_data, string.data, length);

  return TRUE;
}

static gboolean
read_key_type (Reader *reader, GError **error)
{
  g_autofree char *name = NULL;
  Reader type;

  if (!read_string (reader, &type))
    return malformed (error, "no key type");
  if (reader_equals (&type, KEY_TYPE))
    return TRUE;

  name = reader_dup_name (&type);
  g_set_error (error, ENCORD_ERROR, ENCORD_ERROR_NOT_SUPPORTED,
               "ssh key: the key is of type %s, but requests are signed with "
               "Ed25519; make one with \"ssh-keygen -t ed25519 -f FILE\" and "
               "register its public half",
               name);

  return FALSE;
}

gboolean
encord_openssh_public_key_parse (const guint8 *blob, gsize length,
                                 guint8 *ret_public_key, GError **error)
{
  Reader reader = { blob, length };

  if (!read_key_type (&reader, error))
    return FALSE;
  if (!read_fixed_string (&reader, ret_public_key, ENCORD_ED25519_KEY_LENGTH) ||
      reader.left != 0)
    return malformed (error, "public key");

  return TRUE;
}

static gboolean
read_cipher (Reader *reader, const char **ret_cipher, GError **error)
{
  static const char *const supported[] = { "none", "aes256-ctr", "aes256-cbc" };
  g_autofree char *name = NULL;
  Reader cipher;

  if (!read_string (reader, &cipher))
    return malformed (error, "no cipher name");

  for (guint i = 0; i < G_N_ELEMENTS (supported); i++)
    if (reader_equals (&cipher, supported[i])) {
      *ret_cipher = supported[i];
      return TRUE;
    }

  name = reader_dup_name (&cipher);
  g_set_error (error, ENCORD_ERROR, ENCORD_ERROR_NOT_SUPPORTED,
               "ssh key: encrypted with cipher %s, which is not supported; "
               "convert it with \"ssh-keygen -p -Z aes256-ctr -f FILE\"",
               name);

  return FALSE;
}

/* also what libssh relies on: it sees the file only after this */
static gboolean
read_kdf (Reader *reader, EncordOpensshKey *key, GError **error)
{
  const gboolean plain = strcmp (key->cipher, "none") == 0;
  Reader kdf, options, salt;

  if (!read_string (reader, &kdf) || !read_string (reader, &options))
    return malformed (error, "key derivation");

  if (plain) {
    if (!reader_equals (&kdf, "none") || options.left != 0)
      return malformed (error, "key derivation of a plain key");
    return TRUE;
  }

  if (!reader_equals (&kdf, "bcrypt") || !read_string (&options, &salt) ||
      salt.left == 0 || !read_u32 (&options, &key->rounds) ||
      options.left != 0 || key->rounds == 0)
    return malformed (error, "key derivation");
  if (key->rounds > MAX_BCRYPT_ROUNDS)
    return malformed (error, "too many bcrypt rounds");

  return TRUE;
}

static gboolean
read_private_section (Reader *section, EncordOpensshKey *key, GError **error)
{
  guint8 public_key[ENCORD_ED25519_KEY_LENGTH];
  Reader secret, comment;
  guint32 check[2];

  if (!read_u32 (section, &check[0]) || !read_u32 (section, &check[1]) ||
      check[0] != check[1])
    return malformed (error, "check words differ");
  if (!read_key_type (section, error))
    return FALSE;
  if (!read_fixed_string (section, public_key, sizeof public_key) ||
      memcmp (public_key, key->public_key, sizeof public_key) != 0)
    return malformed (error, "two different public keys");
  if (!read_string (section, &secret) ||
      secret.left != sizeof key->seed + sizeof public_key ||
      memcmp (secret.data + sizeof key->seed, public_key, sizeof public_key) !=
          0)
    return malformed (error, "private key");
  if (!read_string (section, &comment))
    return malformed (error, "comment");
  for (guint8 i = 1; section->left > 0; i++) {
    const guint8 *padding;
    if (!read_bytes (section, 1, &padding) || *padding != i || i > MAX_PADDING)
      return malformed (error, "padding");
  }
  memcpy (key->seed, secret.data, sizeof key->seed);

  return TRUE;
}

static gboolean
read_container (Reader *reader, EncordOpensshKey *key, GError **error)
{
  const guint8 *magic;
  Reader blob, section;
  guint32 n_keys;

  if (!read_bytes (reader, sizeof MAGIC, &magic) ||
      memcmp (magic, MAGIC, sizeof MAGIC) != 0)
    return malformed (error, "not an OpenSSH key");
  if (!read_cipher (reader, &key->cipher, error) ||
      !read_kdf (reader, key, error))
    return FALSE;
  if (!read_u32 (reader, &n_keys) || n_keys != 1 ||
      !read_string (reader, &blob))
    return malformed (error, "not one key");
  if (!encord_openssh_public_key_parse (blob.data, blob.left, key->public_key,
                                        error))
    return FALSE;
  if (!read_string (reader, &section) || reader->left != 0)
    return malformed (error, "cut off or too long");

  if (strcmp (key->cipher, "none") == 0)
    return read_private_section (&section, key, error);
  if (section.left == 0 || section.left % 16 != 0)
    return malformed (error, "encrypted part of odd length");

  return TRUE;
}

/* the text between the two lines, or NULL with error */
static const char *
find_body (const char *text, gsize *ret_length, GError **error)
{
  const char *begin = strstr (text, BEGIN_LINE);
  const char *end;

  if (begin == NULL) {
    if (strstr (text, "PRIVATE KEY-----") != NULL)
      g_set_error_literal (error, ENCORD_ERROR, ENCORD_ERROR_NOT_SUPPORTED,
                           "ssh key: not in OpenSSH's format; an Ed25519 key "
                           "comes from \"ssh-keygen -t ed25519 -f FILE\"");
    else if (g_str_has_prefix (text, KEY_TYPE))
      g_set_error_literal (error, ENCORD_ERROR, ENCORD_ERROR_BAD_DATA,
                           "ssh key: this is the public half; give the file "
                           "without .pub");
    else
      g_set_error_literal (error, ENCORD_ERROR, ENCORD_ERROR_BAD_DATA,
                           "ssh key: no line " BEGIN_LINE);
    return NULL;
  }

  begin += strlen (BEGIN_LINE);
  end = strstr (begin, END_LINE);
  if (end == NULL) {
    malformed (error, "no END line");
    return NULL;
  }
  *ret_length = (gsize) (end - begin);

  return begin;
}

gboolean
encord_openssh_key_parse (const char *text, EncordOpensshKey *ret_key,
                          GError **error)
{
  g_auto (EncordOpensshKey) key = { NULL };
  g_autofree guchar *container = NULL;
  const char *body;
  gsize body_length, length;
  int state = 0;
  guint save = 0;
  Reader reader;
  gboolean ok;

  if (strlen (text) > MAX_TEXT_LENGTH)
    return malformed (error, "too long");
  body = find_body (text, &body_length, error);
  if (body == NULL)
    return FALSE;

  container = g_malloc (body_length / 4 * 3 + 3);
  length = g_base64_decode_step (body, body_length, container, &state, &save);
  reader = (Reader){ container, length };
  ok = read_container (&reader, &key, error);
  OPENSSL_cleanse (container, length);
  if (!ok)
    return FALSE;

  *ret_key = key;

  return TRUE;
}

void
encord_openssh_key_clear (EncordOpensshKey *self)
{
  OPENSSL_cleanse (self, sizeof *self);
}
