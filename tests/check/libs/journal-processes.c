/* journal-processes.c - what other processes may do with a journal that is open here
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <gst/encord/rows/gstencordjournal.h>

#include <fcntl.h>
#include <glib-unix.h>
#include <unistd.h>

/* when nobody waited, one new journal in six was refused to one of them */
#define N_AT_ONCE 8
#define N_NEW_JOURNALS 25

static const char *program;

static const GstEncordRowKey key = { (char *) "project", (char *) "data", NULL,
                                     (char *) "main", (char *) "default" };

static char *
make_folder (void)
{
  g_autoptr (GError) error = NULL;
  char *folder = g_dir_make_tmp ("journal-XXXXXX", &error);

  g_assert_no_error (error);

  return folder;
}

static GstEncordJournal *
open_journal (const char *folder)
{
  g_autoptr (GError) error = NULL;
  GstEncordJournal *journal = gst_encord_journal_open (folder, &error);

  g_assert_no_error (error);

  return journal;
}

/* opens the journal, closes it and says how many units wait in it */
static int
visit (const char *folder)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GstEncordJournal) journal =
      gst_encord_journal_open (folder, &error);
  g_autoptr (GArray) ids = NULL;

  if (journal != NULL)
    ids = gst_encord_journal_list_pending (journal, key.project_hash, &error);
  if (ids == NULL) {
    g_printerr ("%s\n", error->message);
    return 1;
  }
  g_print ("%u", ids->len);

  return 0;
}

/* tells that it is there, and visits the journal when all are let go */
static int
visit_at_once (const char *folder)
{
  char byte = '.';

  if (write (STDOUT_FILENO, &byte, 1) != 1 ||
      read (STDIN_FILENO, &byte, 1) != 0)
    return 1;

  return visit (folder);
}

static guint64
count_in_other_process (const char *folder)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GSubprocess) process = g_subprocess_new (
      G_SUBPROCESS_FLAGS_STDOUT_PIPE, &error, program, "visit", folder, NULL);
  g_autofree char *said = NULL;
  guint64 count;

  g_assert_no_error (error);
  g_subprocess_communicate_utf8 (process, NULL, NULL, &said, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (g_subprocess_get_successful (process));
  g_ascii_string_to_unsigned (said, 10, 0, G_MAXUINT, &count, &error);
  g_assert_no_error (error);

  return count;
}

static void
append_unit (GstEncordJournal *journal, const char *data_hash)
{
  g_autoptr (GstEncordPendingRow) unit = gst_encord_pending_row_new ();
  g_autoptr (GstEncordCheckpoint) checkpoint = gst_encord_checkpoint_new ();
  GstEncordRowKey row_key = key;
  g_autoptr (GError) error = NULL;

  row_key.data_hash = (char *) data_hash;
  gst_encord_row_key_copy (&row_key, &unit->key);
  unit->title = g_strdup ("clip");
  unit->complete = TRUE;
  unit->rules = g_strdup ("{}");
  checkpoint->tracks = encord_tracks_new ();
  encord_tracks_add_frame (checkpoint->tracks, 0, 0);
  checkpoint->progress.next_frame = 1;
  checkpoint->progress.n_frames = 1;
  gst_encord_journal_append (journal, unit, checkpoint, TRUE, &error);
  g_assert_no_error (error);
}

/* a second connection, as every sink has, must not take the locks of the first */
static void
test_process_that_closes_last (void)
{
  g_autofree char *folder = make_folder ();
  g_autofree char *log = g_build_filename (folder, "journal.sqlite-wal", NULL);
  g_autoptr (GstEncordJournal) one = open_journal (folder);
  g_autoptr (GstEncordJournal) two = open_journal (folder);

  append_unit (one, "before");
  g_assert_cmpuint (count_in_other_process (folder), ==, 1);
  g_assert_true (g_file_test (log, G_FILE_TEST_EXISTS));
  append_unit (one, "after");
  append_unit (two, "after that");
  g_assert_cmpuint (count_in_other_process (folder), ==, 3);
}

static GSubprocess *
start_at_once (const char *folder, int start_fd, int ready_fd)
{
  g_autoptr (GSubprocessLauncher) launcher =
      g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_NONE);
  g_autoptr (GError) error = NULL;
  GSubprocess *process;

  g_subprocess_launcher_take_stdin_fd (launcher, dup (start_fd));
  g_subprocess_launcher_take_stdout_fd (launcher, dup (ready_fd));
  process = g_subprocess_launcher_spawn (launcher, &error, program,
                                         "visit-at-once", folder, NULL);
  g_assert_no_error (error);

  return process;
}

static void
visit_new_journal_at_once (void)
{
  GSubprocess *processes[N_AT_ONCE];
  g_autofree char *folder = make_folder ();
  int start[2], ready[2];
  GError *error = NULL;

  g_unix_open_pipe (start, FD_CLOEXEC, &error);
  g_assert_no_error (error);
  g_unix_open_pipe (ready, FD_CLOEXEC, &error);
  g_assert_no_error (error);
  for (int i = 0; i < N_AT_ONCE; i++)
    processes[i] = start_at_once (folder, start[0], ready[1]);
  close (start[0]);
  close (ready[1]);
  for (int i = 0; i < N_AT_ONCE; i++) {
    char byte;

    g_assert_cmpint (read (ready[0], &byte, 1), ==, 1);
  }

  close (start[1]);
  for (int i = 0; i < N_AT_ONCE; i++) {
    g_subprocess_wait_check (processes[i], NULL, &error);
    g_assert_no_error (error);
    g_object_unref (processes[i]);
  }
  close (ready[0]);
}

static void
test_first_at_once (void)
{
  for (int i = 0; i < N_NEW_JOURNALS; i++)
    visit_new_journal_at_once ();
}

int
main (int argc, char **argv)
{
  program = argv[0];
  if (argc == 3 && g_str_equal (argv[1], "visit"))
    return visit (argv[2]);
  if (argc == 3 && g_str_equal (argv[1], "visit-at-once"))
    return visit_at_once (argv[2]);
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/journal-processes/closes-last",
                   test_process_that_closes_last);
  g_test_add_func ("/journal-processes/first-at-once", test_first_at_once);

  return g_test_run ();
}
