/* emulator-trainings.h - trainings, each a run of the trainer
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "emulator-call.h"

G_BEGIN_DECLS

EmulatorTrainings *emulator_trainings_new (Emulator *emulator);
/* kills the trainer; what is not done stays pending in the store and begins
 * anew at the next start */
void emulator_trainings_free (EmulatorTrainings *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (EmulatorTrainings, emulator_trainings_free)

gboolean emulator_trainings_resume (EmulatorTrainings *self, GError **error);
/* the iteration is in the store and pending; taken */
void emulator_trainings_start (EmulatorTrainings *self,
                               EmulatorIteration *iteration);
/* the model has been deleted */
void emulator_trainings_cancel (EmulatorTrainings *self, const char *model);
/* answers the call when the training is done, or after some seconds */
void emulator_trainings_wait (EmulatorTrainings *self,
                              const EmulatorIteration *iteration, guint seconds,
                              EmulatorCall *call);

G_END_DECLS
