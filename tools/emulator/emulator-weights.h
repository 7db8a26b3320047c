/* emulator-weights.h - the folder of weights, one folder in it an iteration
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "emulator-store.h"

G_BEGIN_DECLS

/* Only one process at a time changes the folder: an import may run while the
 * emulator does. The descriptor is closed to let go; -1 with error. Makes the
 * folder where there is none. */
int emulator_weights_lock (const char *dir, GError **error);

/* Copies weights (.onnx, .tflite, .xml with its .bin beside it) to the disk
 * under the iteration's UUID, whole or not at all; returns their name relative
 * to dir. The lock is held. INVALID_ARGUMENTS: no such format. */
char *emulator_weights_add (const char *dir, const char *uuid, const char *file,
                            GError **error);
void emulator_weights_remove (const char *dir, const char *uuid);
/* those of iterations that are no more, and what a kill left half-written */
gboolean emulator_weights_collect (const char *dir, EmulatorStore *store,
                                   GError **error);

G_END_DECLS
