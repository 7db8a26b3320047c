/* test-credentials.c - where credentials come from
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "test-keys.h"

#include <encord/auth/encord-credentials-private.h>
#include <encord/encord.h>
#include <glib/gstdio.h>
#include <string.h>

typedef struct
{
  char *folder;
  char *path;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->folder = g_dir_make_tmp ("encord-credentials-XXXXXX", NULL);
  fixture->path = g_build_filename (fixture->folder, "file", NULL);
  g_unsetenv ("ENCORD_SSH_KEY");
  g_unsetenv ("ENCORD_SSH_KEY_FILE");
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_remove (fixture->path);
  g_assert_cmpint (g_rmdir (fixture->folder), ==, 0);
  g_free (fixture->folder);
  g_free (fixture->path);
}

static void
write_file (Fixture *fixture, const char *text)
{
  g_assert_true (g_file_set_contents (fixture->path, text, -1, NULL));
}

static void
test_token (Fixture *fixture, gconstpointer data)
{
  g_autoptr (EncordCredentials) credentials = NULL;
  g_autoptr (EncordCredentials) other =
      encord_credentials_new_for_bearer_token ("tulips");
  g_autoptr (GError) error = NULL;

  write_file (fixture, "  tulip\r\n");
  g_setenv ("ENCORD_SSH_KEY", TEST_KEY_PLAIN, TRUE);
  credentials = encord_credentials_load ("/nonexistent", fixture->path, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (encord_credentials_get_bearer_token (credentials), ==,
                   "tulip");
  g_assert_null (encord_credentials_get_ssh_key (credentials));
  g_assert_null (
      strstr (encord_credentials_get_fingerprint (credentials), "tulip"));
  g_assert_cmpstr (encord_credentials_get_fingerprint (credentials), !=,
                   encord_credentials_get_fingerprint (other));
}

static void
test_bad_token (Fixture *fixture, gconstpointer data)
{
  static const char *const texts[] = {
    "",         "\n", "tulip\nrose", "tulip rose", "tulip\r\nX-Header: rose",
    "t\xc3\xbc"
  };

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++) {
    g_autoptr (GError) error = NULL;

    write_file (fixture, texts[i]);
    g_assert_null (encord_credentials_load (NULL, fixture->path, &error));
    g_assert_error (error, ENCORD_ERROR, ENCORD_ERROR_BAD_DATA);
    g_assert_null (strstr (error->message, "tulip"));
  }
}

static void
test_missing_token (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (encord_credentials_load (NULL, fixture->path, &error));
  g_assert_error (error, ENCORD_ERROR, ENCORD_ERROR_AUTH);
  g_assert_nonnull (strstr (error->message, fixture->path));
}

static void
test_key_file (Fixture *fixture, gconstpointer data)
{
  g_autoptr (EncordCredentials) credentials = NULL;
  g_autoptr (GError) error = NULL;

  write_file (fixture, TEST_KEY_PLAIN);
  g_setenv ("ENCORD_SSH_KEY", "not this one", TRUE);
  credentials = encord_credentials_load (fixture->path, "", &error);
  g_assert_no_error (error);
  g_assert_nonnull (encord_credentials_get_ssh_key (credentials));
  g_assert_null (encord_credentials_get_bearer_token (credentials));
  g_assert_cmpstr (encord_credentials_get_fingerprint (credentials), ==,
                   TEST_KEY_HEX);
}

static void
test_environment (Fixture *fixture, gconstpointer data)
{
  g_autoptr (EncordCredentials) credentials = NULL;
  g_autoptr (GError) none = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_null (encord_credentials_load (NULL, NULL, &none));
  g_assert_error (none, ENCORD_ERROR, ENCORD_ERROR_AUTH);
  g_assert_nonnull (strstr (none->message, "ENCORD_SSH_KEY_FILE"));

  g_setenv ("ENCORD_SSH_KEY", TEST_KEY_PLAIN, TRUE);
  credentials = encord_credentials_load ("", "", &error);
  g_assert_no_error (error);
  g_assert_cmpstr (encord_credentials_get_fingerprint (credentials), ==,
                   TEST_KEY_HEX);
}

static void
test_encrypted (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  write_file (fixture, TEST_KEY_CTR);
  g_assert_null (encord_credentials_load (fixture->path, NULL, &error));
  g_assert_error (error, ENCORD_ERROR, ENCORD_ERROR_AUTH);
  g_assert_nonnull (strstr (error->message, "ssh-keygen -p"));
}

int
main (int argc, char **argv)
{
  static const struct
  {
    const char *path;
    void (*func) (Fixture *fixture, gconstpointer data);
  } tests[] = {
    { "/credentials/token", test_token },
    { "/credentials/bad-token", test_bad_token },
    { "/credentials/missing-token", test_missing_token },
    { "/credentials/key-file", test_key_file },
    { "/credentials/environment", test_environment },
    { "/credentials/encrypted", test_encrypted },
  };

  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].path, Fixture, NULL, set_up, tests[i].func, tear_down);

  return g_test_run ();
}
