/* emulator-rate.h - how many requests a second a user may make; pure
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* A bucket for each user, of EMULATOR_RATE_BURST seconds' worth of requests. */
#define EMULATOR_RATE_BURST 2

typedef struct _EmulatorRate EmulatorRate;

/* per_second 0: no limit */
EmulatorRate *emulator_rate_new (guint per_second);
void emulator_rate_free (EmulatorRate *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (EmulatorRate, emulator_rate_free)

/* Takes a request out of the user's bucket: 0. If there is none in it, the
 * seconds after which there is one; then nothing is taken. now is in
 * microseconds of a clock that never goes back. */
guint emulator_rate_take (EmulatorRate *self, const char *user, gint64 now);

G_END_DECLS
