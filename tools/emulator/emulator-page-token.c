/* emulator-page-token.c - where the next page of a listing begins; pure
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "emulator-page-token.h"

#include <string.h>

#include "emulator-error.h"

#define DEFAULT_SIZE 100
#define LARGEST_SIZE 1000

void
emulator_page_token_clear (EmulatorPageToken *self)
{
  g_clear_pointer (&self->first, g_free);
  g_clear_pointer (&self->second, g_free);
}

/* the two texts with an end between them, in base64 */
char *
emulator_page_token_format (const char *first, const char *second)
{
  g_autoptr (GString) joined = g_string_new (first);

  g_string_append_c (joined, '\0');
  g_string_append (joined, second);
  return g_base64_encode ((const guchar *) joined->str, joined->len);
}

/* g_base64_decode() passes over what is no base64 */
static gboolean
is_canonical (const char *text, const guchar *data, gsize length)
{
  g_autofree char *again = g_base64_encode (data, length);

  return g_str_equal (text, again);
}

gboolean
emulator_page_token_parse (const char *text, EmulatorPageToken *ret,
                           GError **error)
{
  gsize length;
  g_autofree guchar *data = g_base64_decode (text, &length);
  const guchar *end = length > 0 ? memchr (data, '\0', length) : NULL;

  if (end != NULL && is_canonical (text, data, length) &&
      memchr (end + 1, '\0', length - (end + 1 - data)) == NULL &&
      g_utf8_validate ((const char *) data, end - data, NULL) &&
      g_utf8_validate_len ((const char *) end + 1, length - (end + 1 - data),
                           NULL)) {
    ret->first = g_strdup ((const char *) data);
    ret->second = g_strndup ((const char *) end + 1, length - (end + 1 - data));
    return TRUE;
  }
  g_set_error_literal (error, EMULATOR_ERROR, EMULATOR_ERROR_INVALID_ARGUMENTS,
                       "pageToken: none of the emulator's");
  return FALSE;
}

gboolean
emulator_page_size_parse (const char *text, guint *ret, GError **error)
{
  guint64 size = DEFAULT_SIZE;

  if (text != NULL &&
      !g_ascii_string_to_unsigned (text, 10, 1, LARGEST_SIZE, &size, NULL)) {
    g_set_error (error, EMULATOR_ERROR, EMULATOR_ERROR_INVALID_ARGUMENTS,
                 "pageSize: a whole number from 1 to %d expected",
                 LARGEST_SIZE);
    return FALSE;
  }
  *ret = (guint) size;
  return TRUE;
}
