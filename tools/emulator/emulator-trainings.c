/* emulator-trainings.c - trainings, each a run of the trainer
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "emulator-trainings.h"

#include <math.h>
#include <signal.h>
#include <sys/prctl.h>
#include <unistd.h>

#include "emulator-error.h"
#include "emulator-json.h"
#include "emulator-polls.h"
#include "emulator-store-models.h"
#include "emulator-training-folder.h"

#define PENDING "{\"status\":\"PENDING\",\"result\":null}"

#define DELETED "the model has been deleted"

/* One at a time: a trainer takes the machine. */
struct _EmulatorTrainings
{
  Emulator *emulator;
  EmulatorPolls *polls;
  GQueue waiting;       /* of Run */
  struct _Run *running; /* nullable */
  gboolean stopped;
};

typedef struct _Run
{
  EmulatorTrainings *trainings;
  EmulatorIteration *iteration;
  EmulatorTrainingFolder *folder;
  GSubprocess *trainer;
  gint64 started; /* monotonic */
  guint idle;
  gboolean cancelled; /* the model is no more */
} Run;

static void
run_free (Run *self)
{
  g_clear_handle_id (&self->idle, g_source_remove);
  g_clear_object (&self->trainer);
  g_clear_pointer (&self->folder, emulator_training_folder_free);
  emulator_iteration_free (self->iteration);
  g_free (self);
}

EmulatorTrainings *
emulator_trainings_new (Emulator *emulator)
{
  EmulatorTrainings *self = g_new0 (EmulatorTrainings, 1);

  self->emulator = emulator;
  self->polls = emulator_polls_new ();
  g_queue_init (&self->waiting);
  return self;
}

/* with all processes that it has started and left in its group */
static void
kill_trainer (Run *self)
{
  const char *pid = self->trainer != NULL
                        ? g_subprocess_get_identifier (self->trainer)
                        : NULL;

  if (pid != NULL)
    kill (-(pid_t) g_ascii_strtoll (pid, NULL, 10), SIGKILL);
}

void
emulator_trainings_free (EmulatorTrainings *self)
{
  Run *run = self->running;

  self->stopped = TRUE;
  if (run != NULL && run->trainer == NULL)
    g_clear_pointer (&self->running, run_free);
  else if (run != NULL)
    kill_trainer (run);
  while (self->running != NULL)
    g_main_context_iteration (NULL, TRUE);
  g_queue_clear_full (&self->waiting, (GDestroyNotify) run_free);
  emulator_polls_free (self->polls);
  g_free (self);
}

/* ---- answers ---- */

static char *
describe (const EmulatorIteration *iteration)
{
  g_autoptr (JsonBuilder) builder = NULL;
  g_autoptr (JsonNode) node = NULL;

  if (g_str_equal (iteration->status, "PENDING"))
    return g_strdup (PENDING);
  if (iteration->result != NULL)
    return g_strdup_printf ("{\"status\":\"DONE\",\"result\":%s}",
                            iteration->result);
  builder = json_builder_new_immutable ();
  json_builder_begin_object (builder);
  emulator_json_add_string (builder, "status", "ERROR");
  emulator_json_add_null (builder, "result");
  emulator_json_add_string (builder, "message", iteration->failure);
  json_builder_end_object (builder);
  node = json_builder_get_root (builder);
  return emulator_json_to_text (node);
}

void
emulator_trainings_wait (EmulatorTrainings *self,
                         const EmulatorIteration *iteration, guint seconds,
                         EmulatorCall *call)
{
  g_autofree char *text = describe (iteration);

  if (g_str_equal (iteration->status, "PENDING"))
    emulator_polls_hold (self->polls, call, iteration->uuid, seconds, text);
  else
    emulator_call_reply_text (call, g_string_new (text));
}

/* ---- ends ---- */

static void begin_one (EmulatorTrainings *self);

static void
end_run (Run *self)
{
  EmulatorTrainings *trainings = self->trainings;

  trainings->running = NULL;
  run_free (self);
  if (!trainings->stopped)
    begin_one (trainings);
}

static void
set_text (char **text, const char *value)
{
  g_free (*text);
  *text = g_strdup (value);
}

static void
set_outcome (EmulatorIteration *iteration, const char *failure)
{
  set_text (&iteration->status, failure == NULL ? "DONE" : "ERROR");
  set_text (&iteration->failure, failure);
  if (failure == NULL)
    return;
  g_message ("training %s: %s", iteration->uuid, failure);
  iteration->final_loss = NAN;
  g_clear_pointer (&iteration->file, g_free);
  g_clear_pointer (&iteration->result, g_free);
}

/* failure NULL: there are weights, and a result */
static void
finish_run (Run *self, const char *failure)
{
  EmulatorTrainings *trainings = self->trainings;
  Emulator *emulator = trainings->emulator;
  EmulatorIteration *iteration = self->iteration;
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;

  set_outcome (iteration, failure);
  if (!emulator_store_finish_iteration (emulator->store, iteration, &error)) {
    g_warning ("training %s: %s", iteration->uuid, error->message);
    /* who waits hears what is stored, or at least that it is not done */
    set_outcome (iteration, emulator_error_get_message (error));
    emulator_store_finish_iteration (emulator->store, iteration, NULL);
  }
  text = describe (iteration);
  emulator_polls_answer (trainings->polls, iteration->uuid, text);
  end_run (self);
}

static void
finish_with_error (Run *self, const GError *error)
{
  if (error->domain != EMULATOR_ERROR)
    g_warning ("training %s: %s", self->iteration->uuid, error->message);
  finish_run (self, emulator_error_get_message (error));
}

static void
on_trainer_done (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Run *self = user_data;
  GSubprocess *trainer = self->trainer;
  const gint64 duration = g_get_monotonic_time () - self->started;
  g_autoptr (GError) error = NULL;
  g_autofree char *failure = NULL;

  g_subprocess_wait_finish (trainer, result, NULL);
  if (self->trainings->stopped) {
    end_run (self);
    return;
  }
  if (self->cancelled)
    failure = g_strdup (DELETED);
  else if (g_subprocess_get_if_signaled (trainer))
    failure = g_strdup_printf ("the trainer was killed by signal %d",
                               g_subprocess_get_term_sig (trainer));
  else if (!g_subprocess_get_successful (trainer))
    failure = g_strdup_printf ("the trainer ended with status %d",
                               g_subprocess_get_exit_status (trainer));
  else if (!emulator_training_folder_read (self->folder,
                                           duration / G_USEC_PER_SEC,
                                           self->iteration, &error))
    failure = g_strdup (emulator_error_get_message (error));
  finish_run (self, failure);
}

/* ---- begins ---- */

/* In the child: a group of its own, so that whatever it starts can be ended with
 * it; and it does not outlive an emulator that is killed. */
static void
set_up_trainer (gpointer user_data)
{
  setpgid (0, 0);
  prctl (PR_SET_PDEATHSIG, SIGKILL);
  /* killed before the kernel knew */
  if (getppid () != GPOINTER_TO_INT (user_data))
    _exit (1);
}

static gboolean
spawn (Run *self, GError **error)
{
  char **command = self->trainings->emulator->trainer;
  g_autofree char *folder = g_canonicalize_filename (
      emulator_training_folder_get_path (self->folder), NULL);
  g_autoptr (GSubprocessLauncher) launcher =
      g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_NONE);
  g_autoptr (GStrvBuilder) arguments = g_strv_builder_new ();
  g_auto (GStrv) argv = NULL;
  g_autoptr (GError) reason = NULL;

  g_strv_builder_addv (arguments, (const char **) command);
  g_strv_builder_add (arguments, folder);
  argv = g_strv_builder_end (arguments);
  g_subprocess_launcher_set_cwd (launcher, folder);
  g_subprocess_launcher_set_child_setup (launcher, set_up_trainer,
                                         GINT_TO_POINTER (getpid ()), NULL);
  /* what the emulator prints is read by programs */
  g_subprocess_launcher_take_stdout_fd (launcher, dup (STDERR_FILENO));
  self->trainer = g_subprocess_launcher_spawnv (
      launcher, (const char *const *) argv, &reason);
  if (self->trainer == NULL) {
    g_warning ("%s", reason->message);
    g_set_error_literal (error, EMULATOR_ERROR, EMULATOR_ERROR_UNKNOWN,
                         "the trainer cannot be run: see --trainer");
    return FALSE;
  }
  self->started = g_get_monotonic_time ();
  g_subprocess_wait_async (self->trainer, NULL, on_trainer_done, self);
  return TRUE;
}

/* one step, then whoever else has something to do */
static gboolean
on_idle (gpointer user_data)
{
  Run *self = user_data;
  Emulator *emulator = self->trainings->emulator;
  g_autoptr (GError) error = NULL;
  gboolean done = FALSE;
  gboolean ok = TRUE;

  if (self->cancelled) {
    g_set_error_literal (&error, EMULATOR_ERROR,
                         EMULATOR_ERROR_RESOURCE_NOT_FOUND, DELETED);
    ok = FALSE;
  } else if (emulator->trainer == NULL) {
    g_set_error_literal (&error, EMULATOR_ERROR, EMULATOR_ERROR_UNKNOWN,
                         "this emulator has no trainer: start it with "
                         "--trainer COMMAND");
    ok = FALSE;
  } else if (self->folder == NULL) {
    self->folder =
        emulator_training_folder_new (emulator, self->iteration, &error);
    ok = self->folder != NULL;
  } else {
    ok = emulator_training_folder_step (self->folder, &done, &error) &&
         (!done || spawn (self, &error));
  }
  if (ok && !done)
    return G_SOURCE_CONTINUE;
  self->idle = 0;
  if (!ok)
    finish_with_error (self, error);
  return G_SOURCE_REMOVE;
}

static void
begin_one (EmulatorTrainings *self)
{
  Run *run;

  if (self->running != NULL || g_queue_is_empty (&self->waiting))
    return;
  run = g_queue_pop_head (&self->waiting);
  self->running = run;
  run->idle = g_idle_add (on_idle, run);
}

void
emulator_trainings_start (EmulatorTrainings *self, EmulatorIteration *iteration)
{
  Run *run = g_new0 (Run, 1);

  run->trainings = self;
  run->iteration = iteration;
  g_queue_push_tail (&self->waiting, run);
  begin_one (self);
}

gboolean
emulator_trainings_resume (EmulatorTrainings *self, GError **error)
{
  g_autoptr (GPtrArray) iterations = emulator_store_list_iterations (
      self->emulator->store, NULL, "PENDING", error);

  if (iterations == NULL)
    return FALSE;
  while (iterations->len > 0)
    emulator_trainings_start (self, g_ptr_array_steal_index (iterations, 0));
  return TRUE;
}

/* those that wait find no model when their turn comes */
void
emulator_trainings_cancel (EmulatorTrainings *self, const char *model)
{
  Run *run = self->running;

  if (run == NULL || !g_str_equal (run->iteration->model, model))
    return;
  run->cancelled = TRUE;
  kill_trainer (run);
}
