/* fuzz-emulator-page-token.c - what clients send back to get the next page
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * Input: a token; as text, and as what is in one. */
#include <string.h>

#include "emulator-page-token.h"

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

/* A token that is taken is the only spelling of what is in it. */
static void
parse (const char *text)
{
  g_auto (EmulatorPageToken) token = { NULL };
  g_autoptr (GError) error = NULL;
  const gboolean ok = emulator_page_token_parse (text, &token, &error);

  g_assert_true (ok == (error == NULL));
  g_assert_true (ok == (token.first != NULL));
  if (ok) {
    g_autofree char *again =
        emulator_page_token_format (token.first, token.second);

    g_assert_cmpstr (again, ==, text);
  }
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autofree char *text = g_strndup ((const char *) data, size);
  g_autofree char *encoded = g_base64_encode (data, size);
  guint page_size = 0;

  parse (text);
  parse (encoded);
  if (emulator_page_size_parse (text, &page_size, NULL))
    g_assert_true (page_size >= 1 && page_size <= 1000);
  return 0;
}
