/* labels/encord-packed-number.c - whole numbers as few bytes
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <encord/labels/encord-packed-number-private.h>

void
encord_packed_number_put (GByteArray *bytes, guint64 number)
{
  do {
    const guint8 byte = (number & 0x7f) | (number > 0x7f ? 0x80 : 0);

    g_byte_array_append (bytes, &byte, 1);
    number >>= 7;
  } while (number > 0);
}

void
encord_packed_number_put_signed (GByteArray *bytes, gint64 number)
{
  encord_packed_number_put (bytes,
                            (guint64) number << 1 ^ (guint64) (number >> 63));
}

gboolean
encord_packed_number_get (const guint8 **at, const guint8 *end,
                          guint64 *ret_number)
{
  guint64 number = 0;

  for (guint shift = 0; shift < 64 && *at < end; shift += 7) {
    const guint8 byte = *(*at)++;

    number |= (guint64) (byte & 0x7f) << shift;
    if (!(byte & 0x80)) {
      *ret_number = number;
      return TRUE;
    }
  }

  return FALSE;
}

gboolean
encord_packed_number_get_signed (const guint8 **at, const guint8 *end,
                                 gint64 *ret_number)
{
  guint64 number;

  if (!encord_packed_number_get (at, end, &number))
    return FALSE;
  *ret_number = (gint64) (number >> 1 ^ (~(number & 1) + 1));

  return TRUE;
}
