/* emulator-keyring.c - whose key signed a request
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "emulator-keyring.h"

#include <encord/auth/encord-signature-private.h>
#include <string.h>

#include "emulator-error.h"

struct _EmulatorKeyring
{
  GHashTable *users;      /* public key in hex to mail address */
  GHashTable *duplicates; /* set of public keys given twice */
  char *admin;
};

void
emulator_user_clear (EmulatorUser *self)
{
  g_clear_pointer (&self->user, g_free);
}

static gboolean
add_line (EmulatorKeyring *self, const char *line, GError **error)
{
  g_autofree char *key = NULL;
  g_autofree char *user = NULL;
  g_autoptr (GError) local_error = NULL;

  if (!encord_authorized_key_parse (line, &key, &user, &local_error)) {
    if (local_error == NULL)
      return TRUE;
    g_propagate_error (error, g_steal_pointer (&local_error));
    return FALSE;
  }
  if (user == NULL || user[0] == '\0') {
    g_set_error_literal (error, EMULATOR_ERROR, EMULATOR_ERROR_UNKNOWN,
                         "a key without comment: write the user's mail "
                         "address behind it");
    return FALSE;
  }
  if (self->admin == NULL)
    self->admin = g_strdup (user);
  if (g_hash_table_contains (self->users, key))
    g_hash_table_add (self->duplicates, g_strdup (key));
  else
    g_hash_table_insert (self->users, g_steal_pointer (&key),
                         g_steal_pointer (&user));
  return TRUE;
}

EmulatorKeyring *
emulator_keyring_new_from_text (const char *text, const char *name,
                                GError **error)
{
  g_autoptr (EmulatorKeyring) self = g_new0 (EmulatorKeyring, 1);
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);

  self->users = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->duplicates =
      g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  for (guint i = 0; lines[i] != NULL; i++) {
    if (!add_line (self, g_strchomp (lines[i]), error)) {
      g_prefix_error (error, "%s:%u: ", name, i + 1);
      return NULL;
    }
  }
  if (self->admin == NULL) {
    g_set_error (error, EMULATOR_ERROR, EMULATOR_ERROR_UNKNOWN,
                 "%s: no Ed25519 key in it: make one with ssh-keygen -t "
                 "ed25519 -C you@example.com and add its .pub line",
                 name);
    return NULL;
  }
  return g_steal_pointer (&self);
}

EmulatorKeyring *
emulator_keyring_new_from_file (const char *path, GError **error)
{
  g_autofree char *text = NULL;

  if (!g_file_get_contents (path, &text, NULL, error))
    return NULL;
  return emulator_keyring_new_from_text (text, path, error);
}

void
emulator_keyring_free (EmulatorKeyring *self)
{
  g_hash_table_unref (self->users);
  g_hash_table_unref (self->duplicates);
  g_free (self->admin);
  g_free (self);
}

static void
set_user (EmulatorKeyring *self, const char *user, EmulatorUser *ret)
{
  ret->user = g_strdup (user);
  ret->is_admin = g_str_equal (user, self->admin);
}

gboolean
emulator_keyring_find (EmulatorKeyring *self, const char *public_hex,
                       EmulatorUser *ret, GError **error)
{
  const char *user = g_hash_table_lookup (self->users, public_hex);

  if (user == NULL) {
    g_set_error_literal (error, EMULATOR_ERROR,
                         EMULATOR_ERROR_SSH_KEY_NOT_FOUND,
                         "this key is not among the emulator's "
                         "authorized_keys");
    return FALSE;
  }
  if (g_hash_table_contains (self->duplicates, public_hex)) {
    g_set_error_literal (error, EMULATOR_ERROR,
                         EMULATOR_ERROR_DUPLICATE_SSH_KEY,
                         "this key is there twice among the emulator's "
                         "authorized_keys");
    return FALSE;
  }
  set_user (self, user, ret);
  return TRUE;
}

gboolean
emulator_keyring_find_user (EmulatorKeyring *self, const char *user,
                            EmulatorUser *ret, GError **error)
{
  GHashTableIter iter;
  gpointer known;

  g_hash_table_iter_init (&iter, self->users);
  while (g_hash_table_iter_next (&iter, NULL, &known)) {
    if (g_str_equal (known, user)) {
      set_user (self, user, ret);
      return TRUE;
    }
  }
  g_set_error_literal (error, EMULATOR_ERROR, EMULATOR_ERROR_AUTHENTICATION,
                       "the token's user has no key any more");
  return FALSE;
}

char **
emulator_keyring_list_users (EmulatorKeyring *self)
{
  g_autoptr (GStrvBuilder) users = g_strv_builder_new ();
  GHashTableIter iter;
  gpointer user;

  g_hash_table_iter_init (&iter, self->users);
  while (g_hash_table_iter_next (&iter, NULL, &user))
    g_strv_builder_add (users, user);
  return g_strv_builder_end (users);
}

#define HEX_LENGTH 64

gboolean
emulator_keyring_is_named (EmulatorKeyring *self, const char *header)
{
  static const char mark[] = "keyid=\"";
  const char *key = header != NULL ? strstr (header, mark) : NULL;
  g_autofree char *public_hex = NULL;

  if (header == NULL)
    return FALSE;
  key = key != NULL ? key + strlen (mark) : header;
  public_hex = g_ascii_strdown (key, strnlen (key, HEX_LENGTH));
  return g_hash_table_contains (self->users, public_hex);
}

/* An unknown key is said to be unknown whether its signature is right or not:
 * that is what helps whoever forgot to register it. */
static gboolean
decide (EmulatorKeyring *self, gboolean verified, const char *public_hex,
        GError *verify_error, EmulatorUser *ret, GError **error)
{
  if (public_hex != NULL &&
      !emulator_keyring_find (self, public_hex, ret, error))
    return FALSE;
  if (verified)
    return TRUE;
  emulator_user_clear (ret);
  g_set_error (error, EMULATOR_ERROR, EMULATOR_ERROR_AUTHENTICATION, "%s",
               verify_error->message);
  return FALSE;
}

gboolean
emulator_keyring_check_legacy (EmulatorKeyring *self, const char *authorization,
                               GBytes *body, EmulatorUser *ret, GError **error)
{
  g_autofree char *public_hex = NULL;
  g_autoptr (GError) verify_error = NULL;
  gsize length;
  gconstpointer data = g_bytes_get_data (body, &length);
  gboolean verified = encord_signature_verify_legacy (
      authorization, data, length, &public_hex, &verify_error);

  return decide (self, verified, public_hex, verify_error, ret, error);
}

gboolean
emulator_keyring_check_v2 (EmulatorKeyring *self,
                           const EmulatorV2Headers *headers, GBytes *body,
                           gint64 now, EmulatorUser *ret, GError **error)
{
  g_autofree char *public_hex = NULL;
  g_autoptr (GError) verify_error = NULL;
  gsize length;
  gconstpointer data = g_bytes_get_data (body, &length);
  gboolean verified;

  if (headers->content_digest == NULL || headers->signature_input == NULL ||
      headers->signature == NULL) {
    g_set_error_literal (error, EMULATOR_ERROR, EMULATOR_ERROR_AUTHENTICATION,
                         "the request is not signed");
    return FALSE;
  }
  verified = encord_signature_verify_v2 (
      headers->verb, headers->target, headers->content_digest,
      headers->signature_input, headers->signature, data, length, now,
      &public_hex, &verify_error);
  return decide (self, verified, public_hex, verify_error, ret, error);
}
