/* emulator-seal.c - signed addresses and tokens, made with a secret of its own
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "emulator-seal.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <openssl/crypto.h>
#include <openssl/rand.h>
#include <string.h>
#include <unistd.h>

#include "emulator-error.h"

#define SECRET_SIZE 32

struct _EmulatorSeal
{
  guint8 secret[SECRET_SIZE];
};

/* written beside and linked into place: a secret is there as a whole or not
 * at all */
static gboolean
write_secret (const char *path, const guint8 *secret, GError **error)
{
  return g_file_set_contents_full (path, (const char *) secret, SECRET_SIZE,
                                   G_FILE_SET_CONTENTS_CONSISTENT |
                                       G_FILE_SET_CONTENTS_DURABLE,
                                   0600, error);
}

EmulatorSeal *
emulator_seal_load (const char *path, GError **error)
{
  g_autoptr (EmulatorSeal) self = g_new0 (EmulatorSeal, 1);
  g_autofree char *contents = NULL;
  g_autoptr (GError) local_error = NULL;
  gsize length = 0;

  if (g_file_get_contents (path, &contents, &length, &local_error)) {
    if (length != SECRET_SIZE) {
      g_set_error (error, EMULATOR_ERROR, EMULATOR_ERROR_UNKNOWN,
                   "%s: %d bytes expected; remove the file to get a new secret",
                   path, SECRET_SIZE);
      return NULL;
    }
    memcpy (self->secret, contents, SECRET_SIZE);
    OPENSSL_cleanse (contents, length);
    return g_steal_pointer (&self);
  }
  if (!g_error_matches (local_error, G_FILE_ERROR, G_FILE_ERROR_NOENT)) {
    g_propagate_error (error, g_steal_pointer (&local_error));
    return NULL;
  }
  if (RAND_bytes (self->secret, SECRET_SIZE) != 1) {
    g_set_error_literal (error, EMULATOR_ERROR, EMULATOR_ERROR_UNKNOWN,
                         "no random numbers to be had");
    return NULL;
  }
  if (!write_secret (path, self->secret, error))
    return NULL;
  return g_steal_pointer (&self);
}

void
emulator_seal_free (EmulatorSeal *self)
{
  OPENSSL_cleanse (self->secret, SECRET_SIZE);
  g_free (self);
}

/* the purpose keeps an address from passing for a token and a GET for a PUT;
 * none of the parts can hold a newline */
static char *
mac (EmulatorSeal *self, const char *purpose, const char *what,
     const char *expires)
{
  g_autofree char *message =
      g_strdup_printf ("%s\n%s\n%s", purpose, what, expires);

  return g_compute_hmac_for_string (G_CHECKSUM_SHA256, self->secret,
                                    SECRET_SIZE, message, -1);
}

static gboolean
check (EmulatorSeal *self, const char *purpose, const char *what,
       const char *expires, const char *signature, gint64 now)
{
  g_autofree char *expected = mac (self, purpose, what, expires);
  guint64 until;

  if (strlen (signature) != strlen (expected) ||
      CRYPTO_memcmp (signature, expected, strlen (expected)) != 0)
    return FALSE;
  return g_ascii_string_to_unsigned (expires, 10, 0, G_MAXINT64, &until,
                                     NULL) &&
         now < (gint64) until;
}

char *
emulator_seal_sign_path (EmulatorSeal *self, const char *verb, const char *path,
                         gint64 expires)
{
  g_autofree char *until = g_strdup_printf ("%" G_GINT64_FORMAT, expires);
  g_autofree char *signature = mac (self, verb, path, until);

  return g_strdup_printf ("%s?expires=%s&signature=%s", path, until, signature);
}

gboolean
emulator_seal_check_path (EmulatorSeal *self, const char *verb,
                          const char *path, const char *expires,
                          const char *signature, gint64 now)
{
  return expires != NULL && signature != NULL &&
         check (self, verb, path, expires, signature, now);
}

char *
emulator_seal_make_token (EmulatorSeal *self, const char *user, gint64 expires)
{
  g_autofree char *until = g_strdup_printf ("%" G_GINT64_FORMAT, expires);
  g_autofree char *name =
      g_base64_encode ((const guchar *) user, strlen (user));
  g_autofree char *signature = mac (self, "token", name, until);

  return g_strdup_printf ("%s.%s.%s", name, until, signature);
}

char *
emulator_seal_open_token (EmulatorSeal *self, const char *token, gint64 now)
{
  g_auto (GStrv) parts = g_strsplit (token, ".", 4);
  g_autofree guchar *name = NULL;
  gsize length;

  if (g_strv_length (parts) != 3 ||
      !check (self, "token", parts[0], parts[1], parts[2], now))
    return NULL;
  name = g_base64_decode (parts[0], &length);
  return g_strndup ((const char *) name, length);
}
