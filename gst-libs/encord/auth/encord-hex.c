/* auth/encord-hex.c - bytes as hexadecimal digits
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <encord/auth/encord-hex-private.h>

char *
encord_hex_encode (const guint8 *bytes, gsize length)
{
  static const char digits[] = "0123456789abcdef";
  char *text = g_malloc (2 * length + 1);

  for (gsize i = 0; i < length; i++) {
    text[2 * i] = digits[bytes[i] >> 4];
    text[2 * i + 1] = digits[bytes[i] & 0xf];
  }
  text[2 * length] = '\0';

  return text;
}

gboolean
encord_hex_decode (const char *text, gsize text_length, guint8 *ret_bytes,
                   gsize length)
{
  if (text_length != 2 * length)
    return FALSE;

  for (gsize i = 0; i < text_length; i++)
    if (!g_ascii_isxdigit (text[i]))
      return FALSE;

  for (gsize i = 0; i < length; i++)
    ret_bytes[i] = (guint8) (g_ascii_xdigit_value (text[2 * i]) << 4 |
                             g_ascii_xdigit_value (text[2 * i + 1]));

  return TRUE;
}
