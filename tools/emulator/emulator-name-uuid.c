/* emulator-name-uuid.c - UUIDs that are always the same for the same name; pure
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "emulator-name-uuid.h"

#include <string.h>

/* a UUID of this emulator's own, as bytes */
static const guint8 name_space[16] = { 0x5d, 0x0c, 0x7a, 0x1e, 0x93, 0x44,
                                       0x4b, 0x62, 0xa8, 0x35, 0x0e, 0xf1,
                                       0x6c, 0x27, 0xd9, 0x80 };

char *
emulator_name_uuid (const char *kind, const char *name)
{
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA1);
  guint8 d[20];
  gsize length = sizeof d;

  g_checksum_update (checksum, name_space, sizeof name_space);
  /* with its end, so that it cannot run into the name */
  g_checksum_update (checksum, (const guchar *) kind, strlen (kind) + 1);
  g_checksum_update (checksum, (const guchar *) name, strlen (name));
  g_checksum_get_digest (checksum, d, &length);
  d[6] = (d[6] & 0x0f) | 0x50;
  d[8] = (d[8] & 0x3f) | 0x80;
  return g_strdup_printf ("%02x%02x%02x%02x-%02x%02x-%02x%02x-%02x%02x-"
                          "%02x%02x%02x%02x%02x%02x",
                          d[0], d[1], d[2], d[3], d[4], d[5], d[6], d[7], d[8],
                          d[9], d[10], d[11], d[12], d[13], d[14], d[15]);
}
