/* fuzz-openssh.c - private key files, as text and as the container within
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <encord/auth/encord-openssh-private.h>
#include <encord/encord.h>

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

static void
parse (const char *text)
{
  g_auto (EncordOpensshKey) key = { NULL };
  g_autoptr (GError) error = NULL;

  if (!encord_openssh_key_parse (text, &key, &error))
    g_assert_nonnull (error);
  else if (g_str_equal (key.cipher, "none")) {
    g_autoptr (GError) load_error = NULL;
    g_autoptr (EncordSshKey) loaded =
        encord_ssh_key_new_from_string (text, NULL, &load_error);
    g_assert_true ((loaded == NULL) == (load_error != NULL));
  }
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autofree char *text = g_strndup ((const char *) data, size);
  g_autofree char *base64 = g_base64_encode (data, size);
  g_autofree char *wrapped =
      g_strdup_printf ("-----BEGIN OPENSSH PRIVATE KEY-----\n%s\n"
                       "-----END OPENSSH PRIVATE KEY-----\n",
                       base64);

  parse (text);
  parse (wrapped);

  return 0;
}
