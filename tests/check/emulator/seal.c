/* seal.c - signed addresses and tokens
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>

#include "emulator-seal.h"

typedef struct
{
  char *folder;
  char *path;
  EmulatorSeal *seal;
} Fixture;

static void
set_up (Fixture *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  self->folder = g_dir_make_tmp ("seal-XXXXXX", NULL);
  self->path = g_build_filename (self->folder, "secret", NULL);
  self->seal = emulator_seal_load (self->path, &error);
  g_assert_no_error (error);
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  emulator_seal_free (self->seal);
  g_unlink (self->path);
  g_rmdir (self->folder);
  g_free (self->path);
  g_free (self->folder);
}

/* the value of a member of the address's query */
static char *
member (const char *address, const char *name)
{
  const char *query = strchr (address, '?') + 1;
  g_autoptr (GHashTable) members =
      g_uri_parse_params (query, -1, "&", G_URI_PARAMS_NONE, NULL);

  return g_strdup (g_hash_table_lookup (members, name));
}

static void
test_path (Fixture *self, gconstpointer data)
{
  g_autofree char *address =
      emulator_seal_sign_path (self->seal, "GET", "/media/x", 1000);
  g_autofree char *expires = member (address, "expires");
  g_autofree char *signature = member (address, "signature");
  g_autofree char *forged = g_strdup (signature);

  forged[3] = forged[3] == '0' ? '1' : '0';
#define CHECK(verb, path, expires, signature, now)                             \
  emulator_seal_check_path (self->seal, verb, path, expires, signature, now)
  g_assert_true (CHECK ("GET", "/media/x", expires, signature, 999));
  g_assert_false (CHECK ("GET", "/media/x", expires, signature, 1000));
  g_assert_false (CHECK ("PUT", "/media/x", expires, signature, 999));
  g_assert_false (CHECK ("GET", "/media/y", expires, signature, 999));
  g_assert_false (CHECK ("GET", "/media/x", "2000", signature, 999));
  g_assert_false (CHECK ("GET", "/media/x", expires, forged, 999));
  g_assert_false (CHECK ("GET", "/media/x", expires, "", 999));
  g_assert_false (CHECK ("GET", "/media/x", NULL, signature, 999));
  g_assert_false (CHECK ("GET", "/media/x", expires, NULL, 999));
#undef CHECK
}

static void
test_token (Fixture *self, gconstpointer data)
{
  g_autofree char *token =
      emulator_seal_make_token (self->seal, "a@example.com", 1000);
  g_autofree char *user = emulator_seal_open_token (self->seal, token, 999);
  g_autofree char *longer = g_strconcat (token, ".x", NULL);
  g_autofree char *forged = g_strdup (token);

  forged[0]++;
  g_assert_cmpstr (user, ==, "a@example.com");
  g_assert_null (emulator_seal_open_token (self->seal, token, 1000));
  g_assert_null (emulator_seal_open_token (self->seal, forged, 999));
  g_assert_null (emulator_seal_open_token (self->seal, longer, 999));
  g_assert_null (emulator_seal_open_token (self->seal, "", 999));
}

/* an address stays good over a restart and is worth nothing elsewhere */
static void
test_secret (Fixture *self, gconstpointer data)
{
  g_autofree char *token = emulator_seal_make_token (self->seal, "a", 1000);
  g_autoptr (EmulatorSeal) again = emulator_seal_load (self->path, NULL);
  g_autoptr (EmulatorSeal) other = NULL;
  g_autofree char *user = emulator_seal_open_token (again, token, 1);
  GStatBuf info;

  g_assert_cmpstr (user, ==, "a");
  g_assert_cmpint (g_stat (self->path, &info), ==, 0);
  g_assert_cmpuint (info.st_mode & 0777, ==, 0600);
  g_unlink (self->path);
  other = emulator_seal_load (self->path, NULL);
  g_assert_null (emulator_seal_open_token (other, token, 1));
}

static void
test_damaged (Fixture *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  g_file_set_contents (self->path, "short", -1, NULL);
  g_assert_null (emulator_seal_load (self->path, &error));
  g_assert_nonnull (error);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, func)                                                        \
  g_test_add ("/emulator/seal/" name, Fixture, NULL, set_up, func, tear_down)
  ADD ("path", test_path);
  ADD ("token", test_token);
  ADD ("secret", test_secret);
  ADD ("damaged", test_damaged);
#undef ADD
  return g_test_run ();
}
