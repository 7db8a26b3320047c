/* emulator-page.c - where a listing goes on; pure
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "emulator-page.h"

#include "emulator-error.h"

#define PREFIX "after-"

char *
emulator_page_make_token (gint64 after)
{
  return g_strdup_printf (PREFIX "%" G_GINT64_FORMAT, after);
}

gboolean
emulator_page_parse_token (const char *token, gint64 *ret_after, GError **error)
{
  guint64 after = 0;

  if (token != NULL &&
      (!g_str_has_prefix (token, PREFIX) ||
       !g_ascii_string_to_unsigned (token + sizeof PREFIX - 1, 10, 0,
                                    G_MAXINT64, &after, NULL))) {
    g_set_error_literal (error, EMULATOR_ERROR,
                         EMULATOR_ERROR_INVALID_ARGUMENTS,
                         "pageToken: none of the emulator's");
    return FALSE;
  }
  *ret_after = (gint64) after;
  return TRUE;
}
