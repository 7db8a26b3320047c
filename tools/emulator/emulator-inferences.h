/* emulator-inferences.h - models that run in worker processes
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "emulator-call.h"
#include "emulator-inference-request.h"

G_BEGIN_DECLS

EmulatorInferences *emulator_inferences_new (Emulator *emulator);
/* kills the workers */
void emulator_inferences_free (EmulatorInferences *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (EmulatorInferences, emulator_inferences_free)

/* Runs the weights of an iteration of the call's project; the call is answered
 * when the worker is done. A few run at a time, some more wait. */
gboolean emulator_inferences_start (EmulatorInferences *self,
                                    EmulatorCall *call,
                                    const EmulatorIteration *iteration,
                                    const EmulatorInferenceRequest *request,
                                    GError **error);

G_END_DECLS
