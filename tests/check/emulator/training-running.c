/* training-running.c - what happens while a trainer runs
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>

#include "training-fixture.h"

static const char *program; /* the emulator, where it runs alone */

/* says who it is, then waits for a line in the fifo */
#define WAIT                                                                   \
  "echo $$ >\"$0.part\"; mv \"$0.part\" \"$0.pid\"\nread line <\"$0.fifo\"\n"

static char *
path_beside (Training *self, const char *extension)
{
  g_autofree char *name = g_strconcat ("trainer", extension, NULL);

  return g_build_filename (self->fixture.folder, name, NULL);
}

static void
make_fifo (Training *self)
{
  g_autofree char *path = path_beside (self, ".fifo");

  g_assert_cmpint (mkfifo (path, 0600), ==, 0);
}

static void
let_go (Training *self)
{
  g_autofree char *path = path_beside (self, ".fifo");
  FILE *fifo = fopen (path, "w");

  fputs ("go\n", fifo);
  fclose (fifo);
}

static char *
wait_for_trainer (Training *self)
{
  g_autofree char *path = path_beside (self, ".pid");
  char *pid = NULL;

  while (!g_file_get_contents (path, &pid, NULL, NULL))
    g_main_context_iteration (NULL, FALSE);
  g_unlink (path);
  return g_strstrip (pid);
}

/* dead, though perhaps not buried: who adopts it may take his time */
static void
wait_for_death (const char *pid)
{
  g_autofree char *path = g_strdup_printf ("/proc/%s/stat", pid);

  for (;;) {
    g_autofree char *stat = NULL;

    if (!g_file_get_contents (path, &stat, NULL, NULL) ||
        strstr (stat, ") Z") != NULL || strstr (stat, ") X") != NULL)
      return;
    g_main_context_iteration (NULL, FALSE);
  }
}

/* a poll that is held, begun and left alone */
static void
begin_poll (Training *self, const char *training, GBytes **ret_answer)
{
  g_autofree char *path = g_strdup_printf (
      "ml-models/%s/%s/training?timeoutSeconds=60", self->model, training);

  fixture_begin_v2 (&self->fixture, path, ret_answer);
}

static void
test_long_poll (Training *self, gconstpointer data)
{
  g_autofree char *training = NULL;
  g_autofree char *pid = NULL;
  GBytes *held = NULL;
  g_auto (Answer) ret = { 0 };

  make_fifo (self);
  training_use_trainer (self, WAIT MODEL METRICS);
  training = training_start (self);
  pid = wait_for_trainer (self);
  g_assert_cmpstr (json_object_get_string_member (
                       training_poll (self, training, 0, &ret), "status"),
                   ==, "PENDING");
  begin_poll (self, training, &held);
  for (guint i = 0; i < 10; i++) {
    fixture_call (&self->fixture, "project", "GET", "null", "{}", &ret);
    answer_get_response (&ret);
  }
  g_assert_null (held);
  let_go (self);
  while (held == NULL)
    g_main_context_iteration (NULL, TRUE);
  g_assert_nonnull (g_strstr_len (g_bytes_get_data (held, NULL),
                                  g_bytes_get_size (held), "\"DONE\""));
  g_bytes_unref (held);
}

/* one at a time, in their order */
static void
test_queue (Training *self, gconstpointer data)
{
  g_autofree char *first = NULL;
  g_autofree char *second = NULL;
  g_autofree char *pid = NULL;
  g_autofree char *next = NULL;
  g_auto (Answer) ret = { 0 };

  make_fifo (self);
  training_use_trainer (self, WAIT MODEL METRICS);
  first = training_start (self);
  second = training_start (self);
  pid = wait_for_trainer (self);
  let_go (self);
  training_check_result (self, first);
  next = wait_for_trainer (self);
  g_assert_cmpstr (json_object_get_string_member (
                       training_poll (self, second, 0, &ret), "status"),
                   ==, "PENDING");
  let_go (self);
  training_check_result (self, second);
}

/* a model that is deleted takes its training along */
static void
test_delete (Training *self, gconstpointer data)
{
  g_autofree char *uid = g_strdup_printf ("\"%s\"", self->model);
  g_autofree char *path = NULL;
  g_autofree char *running = NULL;
  g_autofree char *waiting = NULL;
  g_autofree char *pid = NULL;
  g_auto (Answer) ret = { 0 };

  make_fifo (self);
  training_use_trainer (self, WAIT MODEL METRICS);
  running = training_start (self);
  waiting = training_start (self);
  pid = wait_for_trainer (self);
  fixture_call (&self->fixture, "model", "DELETE", uid, "null", &ret);
  answer_get_response (&ret);
  wait_for_death (pid);
  while (!folder_is_empty (self->fixture.emulator->jobs_dir))
    g_main_context_iteration (NULL, FALSE);
  path = g_strdup_printf ("ml-models/%s/%s/training", self->model, running);
  fixture_v2 (&self->fixture, self->fixture.admin, "GET", path, NULL, &ret);
  g_assert_cmpuint (ret.status, ==, 404);
}

static char *
read_beside (Training *self, const char *extension)
{
  g_autofree char *path = path_beside (self, extension);
  char *text = NULL;

  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));

  return text;
}

/* an emulator that is stopped takes its trainer with it, and the next one begins anew,
 * in a folder to which no process of the first trainer can write */
static void
test_stop (Training *self, gconstpointer data)
{
  g_autofree char *training = NULL;
  g_autofree char *pid = NULL;
  g_autofree char *first = NULL, *second = NULL;

  make_fifo (self);
  training_use_trainer (self, "echo \"$1\" >\"$0.first\"\n" WAIT MODEL METRICS);
  training = training_start (self);
  pid = wait_for_trainer (self);
  fixture_restart (&self->fixture);
  wait_for_death (pid);
  training_use_trainer (self, "echo \"$1\" >\"$0.second\"\n" MODEL METRICS);
  training_check_result (self, training);
  first = read_beside (self, ".first");
  second = read_beside (self, ".second");
  g_assert_cmpstr (first, !=, second);
}

/* ---- kill -9 ---- */

static GSubprocess *
start_program (Training *self, const char *script)
{
  g_autofree char *trainer =
      script != NULL ? training_write_trainer (self, script) : NULL;

  return fixture_spawn (&self->fixture, program, trainer);
}

static void
kill_program (GSubprocess *process)
{
  g_subprocess_force_exit (process);
  g_subprocess_wait (process, NULL, NULL);
  g_object_unref (process);
}

static void
test_kill (Training *self, gconstpointer data)
{
  GSubprocess *process;
  g_autofree char *training = NULL;
  g_autofree char *pid = NULL;

  make_fifo (self);
  process = start_program (self, WAIT MODEL METRICS);
  training = training_start (self);
  pid = wait_for_trainer (self);
  kill_program (process);
  wait_for_death (pid);
  process = start_program (self, MODEL METRICS);
  training_check_result (self, training);
  kill_program (process);
}

/* without a trainer a training does not stay pending for ever */
static void
test_kill_and_fail (Training *self, gconstpointer data)
{
  GSubprocess *process;
  g_autofree char *training = NULL;
  g_autofree char *pid = NULL;
  g_auto (Answer) ret = { 0 };

  make_fifo (self);
  process = start_program (self, WAIT);
  training = training_start (self);
  pid = wait_for_trainer (self);
  kill_program (process);
  process = start_program (self, NULL);
  g_assert_cmpstr (
      json_object_get_string_member (
          training_poll_to_the_end (self, training, &ret), "status"),
      ==, "ERROR");
  kill_program (process);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_assert_cmpint (argc, ==, 2);
  program = argv[1];
#define ADD(path, test)                                                        \
  g_test_add ("/emulator/training/" path, Training, NULL, training_set_up,     \
              test, training_tear_down)
  ADD ("long-poll", test_long_poll);
  ADD ("queue", test_queue);
  ADD ("delete", test_delete);
  ADD ("stop", test_stop);
  ADD ("kill", test_kill);
  ADD ("kill-and-fail", test_kill_and_fail);
  return g_test_run ();
}
