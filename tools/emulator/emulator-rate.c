/* emulator-rate.c - how many requests a second a user may make; pure
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "emulator-rate.h"

struct _EmulatorRate
{
  guint per_second;
  GHashTable *buckets; /* user to gint64 */
};

/* A bucket is one number: the time at which it will be full again. */

EmulatorRate *
emulator_rate_new (guint per_second)
{
  EmulatorRate *self = g_new0 (EmulatorRate, 1);

  self->per_second = per_second;
  self->buckets =
      g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  return self;
}

void
emulator_rate_free (EmulatorRate *self)
{
  g_hash_table_unref (self->buckets);
  g_free (self);
}

static gint64 *
get_bucket (EmulatorRate *self, const char *user)
{
  gint64 *full_at = g_hash_table_lookup (self->buckets, user);

  if (full_at == NULL) {
    full_at = g_new0 (gint64, 1);
    g_hash_table_insert (self->buckets, g_strdup (user), full_at);
  }
  return full_at;
}

guint
emulator_rate_take (EmulatorRate *self, const char *user, gint64 now)
{
  gint64 *full_at;
  gint64 next;
  gint64 wait;

  if (self->per_second == 0)
    return 0;
  full_at = get_bucket (self, user);
  next = MAX (*full_at, now) + G_USEC_PER_SEC / self->per_second;
  wait = next - now - EMULATOR_RATE_BURST * G_USEC_PER_SEC;
  if (wait > 0)
    return (wait + G_USEC_PER_SEC - 1) / G_USEC_PER_SEC;
  *full_at = next;
  return 0;
}
