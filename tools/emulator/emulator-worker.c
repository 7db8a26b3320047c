/* emulator-worker.c - runs encord-emulator-worker
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "emulator-worker.h"

#include "emulator-error.h"

typedef struct
{
  GSubprocess *process;
  guint timeout;
  guint timeout_s;
  gboolean timed_out;
} Worker;

static void
worker_free (Worker *self)
{
  g_clear_handle_id (&self->timeout, g_source_remove);
  g_clear_object (&self->process);
  g_free (self);
}

/* the installed worker, or the one beside this program in a build folder */
static char *
find_worker (void)
{
  g_autofree char *program = g_file_read_link ("/proc/self/exe", NULL);
  g_autofree char *folder =
      program != NULL ? g_path_get_dirname (program) : NULL;
  const char *set = g_getenv ("ENCORD_EMULATOR_WORKER");

  if (set != NULL)
    return g_strdup (set);
  if (folder != NULL) {
    g_autofree char *beside =
        g_build_filename (folder, "encord-emulator-worker", NULL);

    if (g_file_test (beside, G_FILE_TEST_IS_EXECUTABLE))
      return g_steal_pointer (&beside);
  }
  return g_build_filename (EMULATOR_LIBEXECDIR, "encord-emulator-worker", NULL);
}

static gboolean
on_timeout (gpointer user_data)
{
  Worker *self = user_data;

  self->timeout = 0;
  self->timed_out = TRUE;
  g_subprocess_force_exit (self->process);
  return G_SOURCE_REMOVE;
}

static void
on_worker_done (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Worker *self = g_task_get_task_data (task);
  g_autofree char *output = NULL;
  GError *error = NULL;

  if (!g_subprocess_communicate_utf8_finish (self->process, result, &output,
                                             NULL, &error)) {
    g_subprocess_force_exit (self->process);
    /* who died before it had read its input is no other matter */
    if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_BROKEN_PIPE))
      g_task_return_new_error (task, EMULATOR_ERROR, EMULATOR_ERROR_UNKNOWN,
                               "the worker crashed on it");
    else
      g_task_return_error (task, g_steal_pointer (&error));
    g_clear_error (&error);
  } else if (self->timed_out) {
    g_task_return_new_error (task, EMULATOR_ERROR, EMULATOR_ERROR_UNKNOWN,
                             "the worker took more than %u seconds",
                             self->timeout_s);
  } else if (!g_subprocess_get_successful (self->process)) {
    g_task_return_new_error (task, EMULATOR_ERROR, EMULATOR_ERROR_UNKNOWN,
                             "the worker crashed on it");
  } else {
    g_task_return_pointer (task, g_steal_pointer (&output), g_free);
  }
}

void
emulator_worker_run_async (const char *argument, const char *input,
                           guint timeout_s, GCancellable *cancellable,
                           GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  g_autofree char *program = find_worker ();
  g_autoptr (GError) error = NULL;
  Worker *self = g_new0 (Worker, 1);
  GSubprocessFlags flags = G_SUBPROCESS_FLAGS_STDOUT_PIPE;

  if (input != NULL)
    flags |= G_SUBPROCESS_FLAGS_STDIN_PIPE;
  self->timeout_s = timeout_s;
  g_task_set_source_tag (task, emulator_worker_run_async);
  g_task_set_task_data (task, self, (GDestroyNotify) worker_free);
  self->process = g_subprocess_new (flags, &error, program, argument, NULL);
  if (self->process == NULL) {
    g_warning ("%s", error->message);
    g_task_return_new_error (
        task, EMULATOR_ERROR, EMULATOR_ERROR_UNKNOWN,
        "this emulator cannot look into files, nor run models: install "
        "encord-emulator-worker (it needs a build with GStreamer)");
    return;
  }
  self->timeout = g_timeout_add_seconds (timeout_s, on_timeout, self);
  g_subprocess_communicate_utf8_async (self->process, input, cancellable,
                                       on_worker_done, g_steal_pointer (&task));
}

char *
emulator_worker_run_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}
