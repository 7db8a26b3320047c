/* emulator-turns.c - jobs that wait for their turn: a few run at a time
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "emulator-turns.h"

void
emulator_turns_init (EmulatorTurns *self, guint most,
                     void (*begin) (gpointer job), GDestroyNotify free_job)
{
  self->most = most;
  self->begin = begin;
  self->free_job = free_job;
  g_queue_init (&self->waiting);
  g_queue_init (&self->running);
  self->closed = FALSE;
}

void
emulator_turns_clear (EmulatorTurns *self)
{
  self->closed = TRUE;
  while (!g_queue_is_empty (&self->running))
    g_main_context_iteration (NULL, TRUE);
  g_queue_clear_full (&self->waiting, self->free_job);
}

static void
begin_some (EmulatorTurns *self)
{
  while (!self->closed && self->running.length < self->most &&
         !g_queue_is_empty (&self->waiting)) {
    gpointer job = g_queue_pop_head (&self->waiting);

    g_queue_push_tail (&self->running, job);
    self->begin (job);
  }
}

void
emulator_turns_take (EmulatorTurns *self, gpointer job)
{
  g_queue_push_tail (&self->waiting, job);
  begin_some (self);
}

gboolean
emulator_turns_withdraw (EmulatorTurns *self, gpointer job)
{
  if (!g_queue_remove (&self->waiting, job))
    return FALSE;
  self->free_job (job);
  return TRUE;
}

void
emulator_turns_end (EmulatorTurns *self, gpointer job)
{
  g_queue_remove (&self->running, job);
  self->free_job (job);
  begin_some (self);
}
