/* bundle.c - initialises and saves all rows of a project in bundles
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <time.h>

#include <encord/encord.h>

/* bundle SERVER KEY_FILE PROJECT_HASH: driven by bench-bundle.py, which runs
 * bundle-sdk.py with the same arguments. Prints one line of JSON: seconds by the
 * clock and of the processor. */

typedef struct
{
  double clock;
  double processor;
} Seconds;

static double
read_clock (clockid_t clock)
{
  struct timespec time;

  clock_gettime (clock, &time);

  return (double) time.tv_sec + (double) time.tv_nsec * 1e-9;
}

static Seconds
now (void)
{
  return (Seconds){ read_clock (CLOCK_MONOTONIC),
                    read_clock (CLOCK_PROCESS_CPUTIME_ID) };
}

static void
check (gboolean ok, GError *error)
{
  if (!ok)
    g_error ("%s", error->message);
}

static void
initialise_all (GPtrArray *rows)
{
  g_autoptr (EncordBundle) bundle = encord_bundle_new (0);
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < rows->len; i++)
    check (encord_bundle_add_initialise (bundle, rows->pdata[i],
                                         ENCORD_INITIALISE_NONE, &error),
           error);
  check (encord_bundle_execute (bundle, NULL, &error), error);
}

static void
label_all (GPtrArray *rows)
{
  const EncordBox box = { 0.25, 0.25, 0.5, 0.5, 0 };
  const EncordAnnotation annotation = { .confidence = 0.5 };
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < rows->len; i++) {
    EncordOntologyObject *object =
        encord_ontology_structure_find_object_by_title (
            encord_label_row_get_ontology_structure (rows->pdata[i]), "Car");
    EncordObjectInstance *instance = encord_label_row_add_object_instance (
        rows->pdata[i], object, NULL, &error);

    check (instance != NULL, error);
    check (
        encord_object_instance_set_box (instance, 0, &box, &annotation, &error),
        error);
  }
}

static void
save_all (GPtrArray *rows)
{
  g_autoptr (EncordBundle) bundle = encord_bundle_new (0);
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < rows->len; i++)
    check (encord_bundle_add_save (bundle, rows->pdata[i], ENCORD_SAVE_NONE,
                                   &error),
           error);
  check (encord_bundle_execute (bundle, NULL, &error), error);
}

static void
print_step (const char *name, Seconds from, Seconds to)
{
  g_print (",\"%s_seconds\":%.6f,\"%s_processor_seconds\":%.6f", name,
           to.clock - from.clock, name, to.processor - from.processor);
}

int
main (int argc, char *argv[])
{
  g_autoptr (EncordCredentials) credentials = NULL;
  g_autoptr (EncordClient) client = NULL;
  g_autoptr (EncordProject) project = NULL;
  g_autoptr (GPtrArray) rows = NULL;
  g_autoptr (GError) error = NULL;
  Seconds times[4];

  if (argc != 4) {
    g_printerr ("usage: %s SERVER KEY_FILE PROJECT_HASH\n", argv[0]);
    return 2;
  }
  credentials = encord_credentials_load (argv[2], NULL, &error);
  check (credentials != NULL, error);
  client = encord_client_new (argv[1], credentials);
  project = encord_client_get_project (client, argv[3], NULL, &error);
  check (project != NULL, error);
  rows = encord_project_list_label_rows (project, NULL, NULL, &error);
  check (rows != NULL, error);

  times[0] = now ();
  initialise_all (rows);
  times[1] = now ();
  label_all (rows);
  times[2] = now ();
  save_all (rows);
  times[3] = now ();

  g_print ("{\"rows\":%u", rows->len);
  print_step ("initialise", times[0], times[1]);
  print_step ("label", times[1], times[2]);
  print_step ("save", times[2], times[3]);
  print_step ("whole", times[0], times[3]);
  g_print ("}\n");

  return 0;
}
