/* encord-short-hash.c - names for new labels and answers
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <encord/model/encord-short-hash-private.h>

char *
encord_short_hash_new (void)
{
  const guint32 random[2] = { g_random_int (), g_random_int () };

  return g_base64_encode ((const guchar *) random, 6);
}
