/* emulator-algorithms.c - label algorithms that run beside the main loop
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * Outlines of thousands of corners take seconds, in which others want to be
 * answered. Only the functions run in threads; all else is the main thread's. */
#include "emulator-algorithms.h"

#include "emulator-turns.h"

/* each of them may make an answer of the largest size */
#define MAX_RUNNING 2

struct _EmulatorAlgorithms
{
  EmulatorTurns turns; /* of Run */
};

typedef struct
{
  EmulatorAlgorithms *algorithms;
  EmulatorCall *call;
  EmulatorAlgorithmFunc func;
  gpointer parameters;
} Run;

static void
run_free (Run *self)
{
  emulator_call_unref (self->call);
  g_free (self->parameters);
  g_free (self);
}

static void
free_text (gpointer data)
{
  g_string_free (data, TRUE);
}

static void
run_in_thread (GTask *task, gpointer source, gpointer task_data,
               GCancellable *cancellable)
{
  const Run *run = task_data;
  GString *json = g_string_new (NULL);
  GError *error = NULL;

  if (run->func (run->call, run->parameters, json, &error)) {
    g_task_return_pointer (task, json, free_text);
  } else {
    free_text (json);
    g_task_return_error (task, error);
  }
}

static void
on_done (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Run *run = user_data;
  g_autoptr (GError) error = NULL;
  GString *json = g_task_propagate_pointer (G_TASK (result), &error);

  if (json != NULL)
    emulator_call_reply_text (run->call, json);
  else
    emulator_call_fail (run->call, error);
  emulator_turns_end (&run->algorithms->turns, run);
}

static void
begin (gpointer data)
{
  g_autoptr (GTask) task = g_task_new (NULL, NULL, on_done, data);

  g_task_set_source_tag (task, begin);
  g_task_set_task_data (task, data, NULL);
  g_task_run_in_thread (task, run_in_thread);
}

EmulatorAlgorithms *
emulator_algorithms_new (void)
{
  EmulatorAlgorithms *self = g_new0 (EmulatorAlgorithms, 1);

  emulator_turns_init (&self->turns, MAX_RUNNING, begin,
                       (GDestroyNotify) run_free);
  return self;
}

/* Nobody is left to be answered: the listener went first. */
void
emulator_algorithms_free (EmulatorAlgorithms *self)
{
  emulator_turns_clear (&self->turns);
  g_free (self);
}

/* what runs already goes on, for nobody */
static void
on_gone (gpointer data)
{
  Run *run = data;

  emulator_turns_withdraw (&run->algorithms->turns, run);
}

void
emulator_algorithms_start (EmulatorAlgorithms *self, EmulatorCall *call,
                           EmulatorAlgorithmFunc func, gpointer parameters)
{
  Run *run = g_new0 (Run, 1);

  run->algorithms = self;
  run->call = emulator_call_ref (call);
  run->func = func;
  run->parameters = parameters;
  emulator_call_defer (call, on_gone, run);
  emulator_turns_take (&self->turns, run);
}

guint
emulator_algorithms_count_running (EmulatorAlgorithms *self)
{
  return self->turns.running.length;
}
