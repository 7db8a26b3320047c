/* fuzz-signature.c - the headers that a verifier reads
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <encord/auth/encord-signature-private.h>
#include <encord/encord.h>
#include <string.h>

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

/* lines: Signature-Input (or Authorization), Signature, Content-Digest, body */
int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autofree char *text = g_strndup ((const char *) data, size);
  g_auto (GStrv) lines = g_strsplit (text, "\n", 4);
  const guint n = g_strv_length (lines);
  const char *body = n > 3 ? lines[3] : "";
  g_autofree char *legacy_who = NULL;
  g_autofree char *v2_who = NULL;
  g_autoptr (GError) legacy_error = NULL;
  g_autoptr (GError) v2_error = NULL;

  if (n == 0)
    return 0;

  g_assert_true (encord_signature_verify_legacy (lines[0], body, strlen (body),
                                                 &legacy_who, &legacy_error) ==
                 (legacy_error == NULL));
  g_assert_true (encord_signature_verify_v2 (
                     "GET", "/x", n > 2 ? lines[2] : NULL, lines[0],
                     n > 1 ? lines[1] : NULL, body, strlen (body), 1795425476,
                     &v2_who, &v2_error) == (v2_error == NULL));

  return 0;
}
