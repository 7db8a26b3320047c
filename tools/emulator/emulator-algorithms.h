/* emulator-algorithms.h - label algorithms that run beside the main loop
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "emulator-call.h"

G_BEGIN_DECLS

/* Runs in a thread and only reads; json is the answer on success. */
typedef gboolean (*EmulatorAlgorithmFunc) (const EmulatorCall *call,
                                           gconstpointer parameters,
                                           GString *json, GError **error);

EmulatorAlgorithms *emulator_algorithms_new (void);
/* waits for those that run */
void emulator_algorithms_free (EmulatorAlgorithms *self);
/* answers the call when func has ended; parameters is taken, and freed with
 * g_free() */
void emulator_algorithms_start (EmulatorAlgorithms *self, EmulatorCall *call,
                                EmulatorAlgorithmFunc func,
                                gpointer parameters);
guint emulator_algorithms_count_running (EmulatorAlgorithms *self);

G_END_DECLS
