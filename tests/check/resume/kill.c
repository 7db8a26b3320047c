/* kill.c - a labelling pipeline killed at many points ends with the same row
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <encord/encord.h>
#include <glib/gstdio.h>
#include <gst/gst.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/resource.h>

#include "bad-network.h"
#include "emulator-process.h"
#include "row-text.h"

/* kill PROGRAM POINTS. A history is a seed: it says at which frames and writes the
 * program dies, and then it may finish. Run one alone with -p /resume/kill/SEED. */

#define N_FRAMES 40
#define KILLS_A_HISTORY 2
#define ATTEMPTS_A_NETWORK 4

/* of a program on a bad network, before it gets a good one */
#define MOST_ATTEMPTS 5

/* check points that may not have reached the disk when a frame arrives */
#define MOST_BEHIND 6

static const char *program;

/* shared by all histories; each has a project and a journal of its own */
typedef struct
{
  EmulatorProcess *emulator;
  char *dataset;
  char *model;
  int n_frames;
  /* of a run that nobody disturbs, by whether it is one of polygons */
  char *expected[2];
  int n_writes[2];
} World;

static World world;

typedef struct
{
  char *project;
  char *journal;
  gboolean polygons;
  const char *server; /* not owned: the emulator, or a way to it */
} History;

/* what the program said */
typedef struct
{
  gboolean killed;
  const char *error; /* interned; NULL: none */
  int resumed;       /* -1: it was not */
  int n_frames;
  int n_writes;
} Outcome;

static void
die_with_parent (gpointer data)
{
  prctl (PR_SET_PDEATHSIG, SIGKILL);
}

static int
read_number (const char *text, const char *name, int fallback)
{
  const char *found = strstr (text, name);

  return found != NULL ? atoi (found + strlen (name)) : fallback;
}

static const char *
find_error (const char *text)
{
  const char *found = strstr (text, "error ");
  g_autofree char *line =
      found != NULL ? g_strndup (found, strcspn (found, "\n")) : NULL;

  return g_intern_string (line);
}

static Outcome
run_program_with (const History *history, const char *kind, int point,
                  GSpawnChildSetupFunc child_setup)
{
  g_autoptr (GSubprocessLauncher) launcher =
      g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE);
  g_autoptr (GSubprocess) process = NULL;
  g_autofree char *number = g_strdup_printf ("%d", point);
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;
  Outcome outcome;

  g_subprocess_launcher_set_child_setup (launcher, child_setup, NULL, NULL);
  process = g_subprocess_launcher_spawn (
      launcher, &error, program, history->server,
      emulator_process_get_key_file (world.emulator), history->project,
      history->journal, world.model, history->polygons ? "polygons" : "boxes",
      kind, number, NULL);
  g_assert_no_error (error);
  g_subprocess_communicate_utf8 (process, NULL, NULL, &text, NULL, &error);
  g_assert_no_error (error);
  outcome = (Outcome){
    .killed = g_subprocess_get_if_signaled (process),
    .error = find_error (text),
    .resumed = read_number (text, "resumed ", -1),
    .n_frames = read_number (text, "frames ", 0),
    .n_writes = read_number (text, "writes ", 0),
  };
  g_test_message ("%s %d: %s, resumed at %d", kind, point,
                  outcome.killed ? "killed" : "finished", outcome.resumed);
  if (outcome.killed)
    g_assert_cmpint (g_subprocess_get_term_sig (process), ==, SIGKILL);
  else
    g_assert_true (g_subprocess_get_successful (process) ==
                   (outcome.error == NULL));

  return outcome;
}

/* dies, or goes through */
static Outcome
run_program (const History *history, const char *kind, int point)
{
  const Outcome outcome =
      run_program_with (history, kind, point, die_with_parent);

  g_assert_cmpstr (outcome.error, ==, NULL);

  return outcome;
}

static char *
describe_row (const History *history)
{
  return row_text_new (emulator_process_get_client (world.emulator),
                       history->project);
}

/* every second seed is one of polygons */
static void
history_set_up (History *self, gconstpointer seed)
{
  static const char *const classes[] = { "cat", "dog", NULL };

  self->polygons = GPOINTER_TO_INT (seed) % 2 == 0;
  self->project = emulator_process_make_project_over (
      world.emulator, world.dataset, classes,
      self->polygons ? ENCORD_SHAPE_POLYGON : ENCORD_SHAPE_BOUNDING_BOX);
  self->server = emulator_process_get_uri (world.emulator);
  self->journal = g_strdup_printf ("%s/journal-%d",
                                   emulator_process_get_folder (world.emulator),
                                   GPOINTER_TO_INT (seed));
}

static void
history_tear_down (History *self, gconstpointer seed)
{
  g_free (self->project);
  g_free (self->journal);
}

static void
die_once (const History *history, GRand *rand)
{
  static const char *const kinds[] = { "frame", "write", "torn" };
  const char *kind = kinds[g_rand_int_range (rand, 0, G_N_ELEMENTS (kinds))];
  const int most =
      kind == kinds[0] ? world.n_frames : world.n_writes[history->polygons];

  run_program (history, kind, g_rand_int_range (rand, 1, most + 1));
}

static void
test_history (History *self, gconstpointer seed)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (GPOINTER_TO_UINT (seed));
  g_autofree char *got = NULL;
  Outcome outcome;

  for (guint i = 0; i < KILLS_A_HISTORY; i++)
    die_once (self, rand);
  outcome = run_program (self, "", 0);
  g_assert_false (outcome.killed);
  got = describe_row (self);
  g_assert_cmpstr (got, ==, world.expected[self->polygons]);
}

/* calls that fail at random end the program, or leave rows in the journal, or
 * neither: in the end the row is the same */
static void
test_network (History *self, gconstpointer seed)
{
  g_autoptr (BadNetwork) network =
      bad_network_new (self->server, GPOINTER_TO_UINT (seed));
  g_autofree char *got = NULL;
  Outcome outcome;

  self->server = bad_network_get_uri (network);
  for (guint i = 0; i < MOST_ATTEMPTS; i++) {
    outcome = run_program_with (self, "", 0, die_with_parent);
    g_assert_false (outcome.killed);
    if (outcome.error == NULL)
      break;
    g_test_message ("%s", outcome.error);
  }
  g_test_message ("%u faults", bad_network_count_faults (network));
  g_assert_cmpuint (bad_network_count_faults (network), >, 0);

  self->server = emulator_process_get_uri (world.emulator);
  run_program (self, "", 0);
  got = describe_row (self);
  g_assert_cmpstr (got, ==, world.expected[self->polygons]);
}

/* nothing but the last few frames is done twice, and nothing before them */
static void
test_goes_on (History *self, gconstpointer seed)
{
  const int died_at = world.n_frames / 2;
  Outcome outcome = run_program (self, "frame", died_at);
  g_autofree char *got = NULL;

  g_assert_true (outcome.killed);
  outcome = run_program (self, "", 0);
  g_assert_cmpint (outcome.resumed, >=, died_at - MOST_BEHIND);
  g_assert_cmpint (outcome.resumed, <, died_at);
  g_assert_cmpint (outcome.n_frames, ==, world.n_frames - outcome.resumed);
  got = describe_row (self);
  g_assert_cmpstr (got, ==, world.expected[self->polygons]);
}

static void
limit_files (gpointer data)
{
  const struct rlimit limit = { 300 * 1024, 300 * 1024 };

  die_with_parent (NULL);
  /* then a write fails, as it does on a full disk */
  signal (SIGXFSZ, SIG_IGN);
  setrlimit (RLIMIT_FSIZE, &limit);
}

static void
check_stopped_by_full_disk (const History *self, const Outcome *outcome)
{
  g_autofree char *path = g_build_filename (self->journal, "journal", NULL);

  g_assert_nonnull (outcome->error);
  g_test_message ("stopped by: %s", outcome->error);
  g_assert_nonnull (strstr (outcome->error, "no space left"));
  g_assert_nonnull (strstr (outcome->error, path));
  g_assert_cmpint (outcome->n_frames, <, world.n_frames);
}

static void
check_finishes (const History *self, const Outcome *stopped)
{
  const Outcome outcome = run_program (self, "", 0);
  g_autofree char *got = describe_row (self);

  g_assert_cmpint (outcome.resumed, >, 0);
  g_assert_cmpint (outcome.resumed, <=, stopped->n_frames);
  g_assert_cmpstr (got, ==, world.expected[self->polygons]);
}

static void
test_file_limit (History *self, gconstpointer seed)
{
  const Outcome stopped = run_program_with (self, "", 0, limit_files);

  check_stopped_by_full_disk (self, &stopped);
  check_finishes (self, &stopped);
}

static void
test_full_disk (History *self, gconstpointer seed)
{
  Outcome stopped;

  g_assert_cmpint (g_mkdir (self->journal, 0700), ==, 0);
  if (mount ("tmpfs", self->journal, "tmpfs", 0, "size=400k") != 0) {
    g_test_skip ("nothing can be mounted here");
    return;
  }
  stopped = run_program_with (self, "", 0, die_with_parent);
  check_stopped_by_full_disk (self, &stopped);
  g_assert_cmpint (
      mount ("tmpfs", self->journal, "tmpfs", MS_REMOUNT, "size=40m"), ==, 0);
  check_finishes (self, &stopped);
  umount2 (self->journal, MNT_DETACH);
}

/* objects that come and go, one behind another, with gaps short and long */
static guint8
brightness (guint frame)
{
  if (frame >= 18 && frame < 26)
    return 30;
  return (guint8) (110 + 137 * (frame * 7 % 10) / 9);
}

static void
run_undisturbed (gboolean polygons)
{
  History history = { 0 };
  Outcome outcome;

  history_set_up (&history, GINT_TO_POINTER (polygons ? 0 : -1));
  outcome = run_program (&history, "", 0);
  g_assert_cmpint (outcome.n_frames, ==, N_FRAMES);
  g_assert_cmpint (outcome.n_writes, >, N_FRAMES);
  world.n_frames = outcome.n_frames;
  world.n_writes[polygons] = outcome.n_writes;
  world.expected[polygons] = describe_row (&history);
  /* several objects, or the comparison says little */
  g_assert_nonnull (strchr (world.expected[polygons], '\n'));
  g_assert_true (polygons == (strstr (world.expected[polygons], ";/") != NULL));
  history_tear_down (&history, NULL);
}

static void
world_set_up (void)
{
  g_autofree char *clip = NULL, *data = NULL;

  world.emulator = emulator_process_new ();
  world.model =
      g_test_build_filename (G_TEST_DIST, "data", "models", "v8.onnx", NULL);
  clip = emulator_process_make_grey_clip (world.emulator, N_FRAMES, brightness);
  world.dataset = emulator_process_make_dataset (world.emulator, clip, &data);
  run_undisturbed (FALSE);
  run_undisturbed (TRUE);
}

static void
world_tear_down (void)
{
  emulator_process_free (world.emulator);
  g_free (world.dataset);
  g_free (world.model);
  g_free (world.expected[FALSE]);
  g_free (world.expected[TRUE]);
}

int
main (int argc, char **argv)
{
  int result;

  g_test_init (&argc, &argv, NULL);
  gst_init (NULL, NULL);
  g_assert_cmpint (argc, ==, 3);
  program = argv[1];
  world_set_up ();
  g_test_add ("/resume/goes-on", History, GINT_TO_POINTER (G_MAXINT),
              history_set_up, test_goes_on, history_tear_down);
  g_test_add ("/resume/file-limit", History, GINT_TO_POINTER (-3),
              history_set_up, test_file_limit, history_tear_down);
  g_test_add ("/resume/full-disk", History, GINT_TO_POINTER (-2),
              history_set_up, test_full_disk, history_tear_down);
  for (int seed = 1; seed <= atoi (argv[2]) / ATTEMPTS_A_NETWORK; seed++) {
    g_autofree char *path = g_strdup_printf ("/resume/network/%d", seed);

    g_test_add (path, History, GINT_TO_POINTER (1000 + seed), history_set_up,
                test_network, history_tear_down);
  }
  for (int seed = 1; seed <= atoi (argv[2]) / KILLS_A_HISTORY; seed++) {
    g_autofree char *path = g_strdup_printf ("/resume/kill/%d", seed);

    g_test_add (path, History, GINT_TO_POINTER (seed), history_set_up,
                test_history, history_tear_down);
  }
  result = g_test_run ();
  world_tear_down ();

  return result;
}
