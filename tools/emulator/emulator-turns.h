/* emulator-turns.h - jobs that wait for their turn: a few run at a time
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct
{
  guint most; /* that run at a time */
  void (*begin) (gpointer job);
  GDestroyNotify free_job;
  GQueue waiting;
  GQueue running;
  gboolean closed;
} EmulatorTurns;

/* begin() starts a job and returns before the job has ended */
void emulator_turns_init (EmulatorTurns *self, guint most,
                          void (*begin) (gpointer job),
                          GDestroyNotify free_job);
/* begins no other job, and waits for those that run */
void emulator_turns_clear (EmulatorTurns *self);

/* takes the job, and begins it now or later */
void emulator_turns_take (EmulatorTurns *self, gpointer job);
/* frees a job that waits; FALSE when it does not: it runs */
gboolean emulator_turns_withdraw (EmulatorTurns *self, gpointer job);
/* a job that ran has ended: frees it and begins the next one */
void emulator_turns_end (EmulatorTurns *self, gpointer job);

G_END_DECLS
