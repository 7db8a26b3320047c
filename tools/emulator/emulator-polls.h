/* emulator-polls.h - clients that wait for jobs
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "emulator-call.h"

G_BEGIN_DECLS

typedef struct _EmulatorPolls EmulatorPolls;

EmulatorPolls *emulator_polls_new (void);
/* those who still wait get no answer */
void emulator_polls_free (EmulatorPolls *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (EmulatorPolls, emulator_polls_free)

/* Answers the call when emulator_polls_answer() names the job, but after so many
 * seconds, a minute at most, with pending. */
void emulator_polls_hold (EmulatorPolls *self, EmulatorCall *call,
                          const char *job, guint seconds, const char *pending);
void emulator_polls_answer (EmulatorPolls *self, const char *job,
                            const char *answer);

G_END_DECLS
