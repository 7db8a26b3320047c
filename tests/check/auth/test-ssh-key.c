/* test-ssh-key.c - key files, good and bad
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "test-keys.h"

#include <encord/encord.h>
#include <glib/gstdio.h>
#include <string.h>

static void
assert_loads (const char *text, const char *passphrase)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (EncordSshKey) key =
      encord_ssh_key_new_from_string (text, passphrase, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (encord_ssh_key_get_public_hex (key), ==, TEST_KEY_HEX);
}

/* the third line of a container holds parts of it in every case */
static void
assert_refused (const char *text, const char *passphrase, EncordError code,
                const char *part_of_message)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (EncordSshKey) key =
      encord_ssh_key_new_from_string (text, passphrase, &error);
  g_auto (GStrv) lines = g_strsplit_set (text, "\r\n", -1);

  g_assert_null (key);
  g_assert_error (error, ENCORD_ERROR, (int) code);
  if (part_of_message != NULL)
    g_assert_nonnull (strstr (error->message, part_of_message));
  for (guint i = 0; lines[i] != NULL; i++)
    if (strlen (lines[i]) > 8 && !g_str_has_prefix (lines[i], "-----"))
      g_assert_null (strstr (error->message, lines[i]));
}

static void
test_plain (void)
{
  assert_loads (TEST_KEY_PLAIN, NULL);
  assert_loads (TEST_KEY_PLAIN, "");
  assert_refused (TEST_KEY_PLAIN, "superfluous", ENCORD_ERROR_AUTH,
                  "not encrypted");
}

static void
test_encrypted (void)
{
  assert_loads (TEST_KEY_CTR, TEST_KEY_PASSPHRASE);
  assert_loads ("\n\n" TEST_KEY_CTR "\n", TEST_KEY_PASSPHRASE);
  assert_refused (TEST_KEY_CTR, NULL, ENCORD_ERROR_AUTH, "passphrase");
  assert_refused (TEST_KEY_CTR, "", ENCORD_ERROR_AUTH, "passphrase");
  assert_refused (TEST_KEY_CTR, "wrong horse", ENCORD_ERROR_AUTH, "passphrase");
}

static void
test_line_ends (void)
{
  g_auto (GStrv) plain = g_strsplit (TEST_KEY_PLAIN, "\n", -1);
  g_auto (GStrv) encrypted = g_strsplit (TEST_KEY_CTR, "\n", -1);
  g_autofree char *plain_crlf = g_strjoinv ("\r\n", plain);
  g_autofree char *encrypted_crlf = g_strjoinv ("\r\n", encrypted);

  assert_loads (plain_crlf, NULL);
  assert_loads (encrypted_crlf, TEST_KEY_PASSPHRASE);
}

static void
test_not_a_key (void)
{
  assert_refused ("", NULL, ENCORD_ERROR_BAD_DATA, NULL);
  assert_refused ("nothing of the kind", NULL, ENCORD_ERROR_BAD_DATA, NULL);
  assert_refused (TEST_KEY_PUBLIC, NULL, ENCORD_ERROR_BAD_DATA, ".pub");
  assert_refused ("-----BEGIN RSA PRIVATE KEY-----\nMIIEow\n", NULL,
                  ENCORD_ERROR_NOT_SUPPORTED, "OpenSSH");
  assert_refused ("-----BEGIN OPENSSH PRIVATE KEY-----\nb3Bl", NULL,
                  ENCORD_ERROR_BAD_DATA, "END");
}

static guchar *
decode (const char *text, gsize *length)
{
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
  g_autoptr (GString) base64 = g_string_new (NULL);

  for (guint i = 0; lines[i] != NULL; i++)
    if (!g_str_has_prefix (lines[i], "-----"))
      g_string_append (base64, lines[i]);

  return g_base64_decode (base64->str, length);
}

static char *
encode (const guchar *bytes, gsize length)
{
  g_autofree char *base64 = g_base64_encode (bytes, length);

  return g_strdup_printf ("-----BEGIN OPENSSH PRIVATE KEY-----\n%s\n"
                          "-----END OPENSSH PRIVATE KEY-----\n",
                          base64);
}

/* every prefix, and every byte changed: no crash, no key of another half */
static void
test_damaged (void)
{
  gsize length;
  g_autofree guchar *bytes = decode (TEST_KEY_PLAIN, &length);

  for (gsize i = 0; i < length; i++) {
    g_autofree char *cut = encode (bytes, i);
    g_autofree char *changed = NULL;
    g_autoptr (EncordSshKey) key = NULL;
    g_autoptr (GError) error = NULL;

    assert_refused (cut, NULL, ENCORD_ERROR_BAD_DATA, NULL);

    bytes[i] ^= 0x01;
    changed = encode (bytes, length);
    bytes[i] ^= 0x01;
    key = encord_ssh_key_new_from_string (changed, NULL, &error);
    if (key == NULL)
      g_assert_nonnull (error);
    else
      g_assert_cmpstr (encord_ssh_key_get_public_hex (key), ==, TEST_KEY_HEX);
  }
}

static void
test_file (void)
{
  g_autofree char *folder = g_dir_make_tmp ("encord-key-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "id", NULL);
  g_autofree char *missing = g_build_filename (folder, "none", NULL);
  g_autoptr (EncordSshKey) key = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GString) big = g_string_new (TEST_KEY_PLAIN);

  g_assert_true (g_file_set_contents (path, TEST_KEY_PLAIN, -1, NULL));
  key = encord_ssh_key_new_from_file (path, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (encord_ssh_key_get_public_hex (key), ==, TEST_KEY_HEX);

  g_assert_null (encord_ssh_key_new_from_file (missing, NULL, &error));
  g_assert_error (error, ENCORD_ERROR, ENCORD_ERROR_AUTH);
  g_assert_nonnull (strstr (error->message, missing));
  g_clear_error (&error);

  g_assert_null (encord_ssh_key_new_from_file (folder, NULL, &error));
  g_assert_error (error, ENCORD_ERROR, ENCORD_ERROR_AUTH);
  g_clear_error (&error);

  g_assert_true (g_file_set_contents (path, "caf\xc3\xa9", -1, NULL));
  g_assert_null (encord_ssh_key_new_from_file (path, NULL, &error));
  g_assert_error (error, ENCORD_ERROR, ENCORD_ERROR_BAD_DATA);
  g_clear_error (&error);

  while (big->len < 100 * 1024)
    g_string_append (big, "padding padding padding\n");
  g_assert_true (g_file_set_contents (path, big->str, -1, NULL));
  g_assert_null (encord_ssh_key_new_from_file (path, NULL, &error));
  g_assert_error (error, ENCORD_ERROR, ENCORD_ERROR_BAD_DATA);

  g_assert_cmpint (g_remove (path), ==, 0);
  g_assert_cmpint (g_rmdir (folder), ==, 0);
}

static void
test_environment (void)
{
  g_autofree char *folder = g_dir_make_tmp ("encord-key-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "id", NULL);
  g_autoptr (EncordSshKey) from_file = NULL;
  g_autoptr (EncordSshKey) from_home = NULL;
  g_autoptr (EncordSshKey) from_text = NULL;
  g_autoptr (GError) error = NULL;

  g_unsetenv ("ENCORD_SSH_KEY");
  g_unsetenv ("ENCORD_SSH_KEY_FILE");
  g_assert_null (encord_ssh_key_new_from_environment (NULL, &error));
  g_assert_error (error, ENCORD_ERROR, ENCORD_ERROR_AUTH);
  g_clear_error (&error);

  g_setenv ("ENCORD_SSH_KEY", "", TRUE);
  g_setenv ("ENCORD_SSH_KEY_FILE", "", TRUE);
  g_assert_null (encord_ssh_key_new_from_environment (NULL, &error));
  g_assert_error (error, ENCORD_ERROR, ENCORD_ERROR_AUTH);
  g_clear_error (&error);

  g_setenv ("ENCORD_SSH_KEY", TEST_KEY_PLAIN, TRUE);
  from_text = encord_ssh_key_new_from_environment (NULL, &error);
  g_assert_no_error (error);

  /* the file wins, even when it is missing */
  g_setenv ("ENCORD_SSH_KEY_FILE", path, TRUE);
  g_assert_null (encord_ssh_key_new_from_environment (NULL, &error));
  g_assert_error (error, ENCORD_ERROR, ENCORD_ERROR_AUTH);
  g_clear_error (&error);
  g_assert_true (g_file_set_contents (path, TEST_KEY_PLAIN, -1, NULL));
  from_file = encord_ssh_key_new_from_environment (NULL, &error);
  g_assert_no_error (error);

  g_setenv ("HOME", folder, TRUE);
  g_setenv ("ENCORD_SSH_KEY_FILE", "~/id", TRUE);
  from_home = encord_ssh_key_new_from_environment (NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (encord_ssh_key_get_public_hex (from_home), ==, TEST_KEY_HEX);

  g_unsetenv ("ENCORD_SSH_KEY");
  g_unsetenv ("ENCORD_SSH_KEY_FILE");
  g_assert_cmpint (g_remove (path), ==, 0);
  g_assert_cmpint (g_rmdir (folder), ==, 0);
}

/* a row a key that ssh-keygen makes */
static const struct
{
  const char *name;
  const char *type;
  const char *cipher; /* NULL: plain */
  gboolean loads;
} made[] = {
  { "plain", "ed25519", NULL, TRUE },
  { "aes256-ctr", "ed25519", "aes256-ctr", TRUE },
  { "aes256-cbc", "ed25519", "aes256-cbc", TRUE },
  { "aes256-gcm", "ed25519", "aes256-gcm@openssh.com", FALSE },
  { "chacha20", "ed25519", "chacha20-poly1305@openssh.com", FALSE },
  { "aes128-ctr", "ed25519", "aes128-ctr", FALSE },
  { "rsa", "rsa", NULL, FALSE },
  { "ecdsa", "ecdsa", NULL, FALSE },
};

static void
test_made_by_ssh_keygen (gconstpointer data)
{
  const gsize i = GPOINTER_TO_SIZE (data);
  const char *passphrase = made[i].cipher != NULL ? "open sesame" : "";
  g_autofree char *program = g_find_program_in_path ("ssh-keygen");
  g_autofree char *folder = NULL;
  g_autofree char *path = NULL;
  g_autofree char *public_path = NULL;
  g_autofree char *text = NULL;
  int status;

  if (program == NULL) {
    g_test_skip ("no ssh-keygen");
    return;
  }
  folder = g_dir_make_tmp ("encord-key-XXXXXX", NULL);
  path = g_build_filename (folder, "id", NULL);
  public_path = g_strconcat (path, ".pub", NULL);
  {
    const char *argv[] = { program,
                           "-q",
                           "-t",
                           made[i].type,
                           "-N",
                           passphrase,
                           "-C",
                           "a comment",
                           "-f",
                           path,
                           made[i].cipher != NULL ? "-Z" : NULL,
                           made[i].cipher,
                           NULL };
    g_assert_true (
        g_spawn_sync (NULL, (char **) argv, NULL,
                      G_SPAWN_STDOUT_TO_DEV_NULL | G_SPAWN_STDERR_TO_DEV_NULL,
                      NULL, NULL, NULL, NULL, &status, NULL));
  }
  if (status == 0) {
    g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
    if (made[i].loads) {
      g_autoptr (GError) error = NULL;
      g_autoptr (EncordSshKey) key =
          encord_ssh_key_new_from_string (text, passphrase, &error);
      g_assert_no_error (error);
      g_assert_cmpuint (strlen (encord_ssh_key_get_public_hex (key)), ==, 64);
    } else {
      assert_refused (text, passphrase, ENCORD_ERROR_NOT_SUPPORTED,
                      made[i].cipher != NULL
                          ? "ssh-keygen -p -Z aes256-ctr -f FILE"
                          : "ssh-keygen -t ed25519");
    }
    g_remove (path);
    g_remove (public_path);
  } else {
    g_test_skip ("this ssh-keygen cannot make such a key");
  }
  g_assert_cmpint (g_rmdir (folder), ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/ssh-key/plain", test_plain);
  g_test_add_func ("/ssh-key/encrypted", test_encrypted);
  g_test_add_func ("/ssh-key/line-ends", test_line_ends);
  g_test_add_func ("/ssh-key/not-a-key", test_not_a_key);
  g_test_add_func ("/ssh-key/damaged", test_damaged);
  g_test_add_func ("/ssh-key/file", test_file);
  /* before threads could read the environment */
  g_test_add_func ("/ssh-key/environment", test_environment);
  for (gsize i = 0; i < G_N_ELEMENTS (made); i++) {
    g_autofree char *path =
        g_strconcat ("/ssh-key/made-by-ssh-keygen/", made[i].name, NULL);
    g_test_add_data_func (path, GSIZE_TO_POINTER (i), test_made_by_ssh_keygen);
  }

  return g_test_run ();
}
