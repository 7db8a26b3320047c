/* fuzz-emulator-page.c - page tokens that clients send to the emulator
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "emulator-page.h"

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

/* A token is refused, or says a place that the emulator's own token for it says
 * too. */
int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autofree char *token = g_strndup ((const char *) data, size);
  g_autofree char *own = NULL;
  g_autoptr (GError) error = NULL;
  gint64 after = -1;
  gint64 again = -1;

  if (!emulator_page_parse_token (token, &after, &error)) {
    g_assert_nonnull (error);
    g_assert_cmpint (after, ==, -1);
    return 0;
  }
  g_assert_no_error (error);
  g_assert_cmpint (after, >=, 0);
  own = emulator_page_make_token (after);
  g_assert_true (emulator_page_parse_token (own, &again, NULL));
  g_assert_cmpint (again, ==, after);
  return 0;
}
