/* fuzz-authorized-key.c - a line of an authorized_keys file
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <encord/auth/encord-signature-private.h>
#include <encord/encord.h>
#include <string.h>

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autofree char *line = g_strndup ((const char *) data, size);
  g_autofree char *hex = NULL;
  g_autofree char *comment = NULL;
  g_autoptr (GError) error = NULL;

  if (encord_authorized_key_parse (line, &hex, &comment, &error)) {
    g_assert_no_error (error);
    g_assert_cmpuint (strlen (hex), ==, 64);
    g_assert_true (g_utf8_validate (comment, -1, NULL));
  } else {
    g_assert_null (hex);
    g_assert_null (comment);
  }

  return 0;
}
