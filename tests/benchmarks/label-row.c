/* label-row.c - times building, writing and loading a label row
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <encord/encord.h>

/* Driven by bench-label-row.py, which runs label-row-sdk.py with the same
 * arguments: build FOLDER TRACKS FRAMES, load FOLDER, dump FILE. Both make the
 * same labels, print one line of JSON, and count time and memory from the moment
 * when everything that is no label is ready. */

#define TIME G_GINT64_CONSTANT (1714979289)

/* Seconds of processor, which neighbours on the machine disturb least; nothing
 * here waits or runs in parallel. */
static double
now (void)
{
  struct timespec time;

  clock_gettime (CLOCK_PROCESS_CPUTIME_ID, &time);

  return (double) time.tv_sec + (double) time.tv_nsec * 1e-9;
}

/* kB, as the kernel counts it */
static long
read_status (const char *field)
{
  g_autofree char *status = NULL;
  const char *at;

  if (!g_file_get_contents ("/proc/self/status", &status, NULL, NULL))
    return 0;
  at = strstr (status, field);

  return at != NULL ? strtol (at + strlen (field), NULL, 10) : 0;
}

static JsonNode *
read_json (const char *folder, const char *name)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);
  g_autoptr (JsonParser) parser = json_parser_new ();
  g_autoptr (GError) error = NULL;

  if (!json_parser_load_from_file (parser, path, &error))
    g_error ("%s", error->message);

  return json_parser_steal_root (parser);
}

static GBytes *
read_body (const char *path)
{
  g_autoptr (GError) error = NULL;
  char *text;
  gsize length;

  if (!g_file_get_contents (path, &text, &length, &error))
    g_error ("%s", error->message);

  return g_bytes_new_take (text, length);
}

static EncordLabelRow *
open_row (const char *folder)
{
  g_autoptr (JsonNode) editor = read_json (folder, "ontology.json");
  g_autoptr (JsonNode) metadata = read_json (folder, "metadata.json");
  g_autoptr (GError) error = NULL;
  g_autoptr (EncordOntologyStructure) ontology =
      encord_ontology_structure_new_from_json (editor, &error);
  EncordLabelRow *row =
      ontology != NULL
          ? encord_label_row_new_from_json (metadata, ontology, &error)
          : NULL;

  if (row == NULL)
    g_error ("%s", error->message);

  return row;
}

static double
fraction (gint64 n)
{
  return (double) (n % 1000003) / 1000003.0;
}

static gint64
build (EncordLabelRow *row, int n_tracks, int n_frames)
{
  EncordOntologyObject *object =
      encord_ontology_structure_find_object_by_title (
          encord_label_row_get_ontology_structure (row), "Car");
  g_autoptr (GError) error = NULL;

  for (int track = 0; track < n_tracks; track++) {
    char hash[16];
    EncordObjectInstance *instance;

    g_snprintf (hash, sizeof hash, "t%07d", track);
    instance = encord_label_row_add_object_instance (row, object, hash, &error);
    for (int frame = 0; instance != NULL && frame < n_frames; frame++) {
      const gint64 n = (gint64) frame * 7919 + (gint64) track * 104729;
      const EncordBox box = { fraction (n), fraction (n * 3),
                              fraction (n * 5) / 4, fraction (n * 7) / 4, 0 };
      const EncordAnnotation annotation = {
        .confidence = fraction (n * 11),
        .created_at = TIME + frame,
        .last_edited_at = TIME + frame,
      };

      if (!encord_object_instance_set_box (instance, frame, &box, &annotation,
                                           &error))
        break;
    }
    if (error != NULL)
      g_error ("%s", error->message);
  }

  return (gint64) n_tracks * n_frames;
}

static int
run_build (const char *folder, int n_tracks, int n_frames)
{
  g_autofree char *empty_path = g_build_filename (folder, "empty.json", NULL);
  g_autofree char *out_path = g_build_filename (folder, "c.json", NULL);
  g_autoptr (GBytes) empty = read_body (empty_path);
  g_autoptr (EncordLabelRow) row = open_row (folder);
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) body = NULL;
  const long before = read_status ("VmRSS:");
  double start, built, written;
  gint64 n_labels;

  if (!encord_label_row_load (row, empty, &error))
    g_error ("%s", error->message);
  start = now ();
  n_labels = build (row, n_tracks, n_frames);
  built = now ();
  body = encord_label_row_write (row, &error);
  if (body == NULL)
    g_error ("%s", error->message);
  written = now ();

  g_print ("{\"labels\":%" G_GINT64_FORMAT ",\"build\":%g,\"write\":%g,"
           "\"save\":%g,\"bytes\":%" G_GSIZE_FORMAT ",\"peak_kb\":%ld}\n",
           n_labels, built - start, written - built, written - built,
           g_bytes_get_size (body), read_status ("VmHWM:") - before);
  if (!g_file_set_contents (out_path, g_bytes_get_data (body, NULL),
                            (gssize) g_bytes_get_size (body), &error))
    g_error ("%s", error->message);

  return 0;
}

/* every box and everything said of it, as somebody would who uses them */
static double
walk (EncordLabelRow *row, gint64 *ret_n_labels, gboolean print)
{
  g_autoptr (GPtrArray) instances = encord_label_row_get_object_instances (row);
  double sum = 0;

  *ret_n_labels = 0;
  for (guint i = 0; i < instances->len; i++) {
    EncordObjectInstance *instance = g_ptr_array_index (instances, i);
    guint n_frames;
    const int *frames = encord_object_instance_get_frames (instance, &n_frames);

    for (guint j = 0; j < n_frames; j++) {
      EncordAnnotation annotation = { 0 };
      EncordBox box = { 0 };

      encord_object_instance_get_box (instance, frames[j], &box);
      sum += box.x + box.y + box.width + box.height;
      if (!print)
        continue;
      encord_object_instance_get_annotation (instance, frames[j], &annotation);
      printf ("%s %s %d %.17g %.17g %.17g %.17g %.17g %d %" G_GINT64_FORMAT
              "\n",
              encord_object_instance_get_object_hash (instance),
              encord_object_instance_get_feature_hash (instance), frames[j],
              box.x, box.y, box.width, box.height, annotation.confidence,
              annotation.manual, annotation.created_at);
    }
    *ret_n_labels += n_frames;
  }

  return sum;
}

static int
run_load (const char *folder)
{
  g_autofree char *path = g_build_filename (folder, "sdk.json", NULL);
  g_autoptr (EncordLabelRow) row = open_row (folder);
  g_autoptr (GError) error = NULL;
  const long before = read_status ("VmRSS:");
  g_autoptr (GBytes) body = read_body (path);
  const double start = now ();
  double loaded;
  gint64 n_labels;

  if (!encord_label_row_load (row, body, &error))
    g_error ("%s", error->message);
  loaded = now ();
  walk (row, &n_labels, FALSE);

  g_print ("{\"labels\":%" G_GINT64_FORMAT ",\"load\":%g,\"load_only\":%g,"
           "\"bytes\":%" G_GSIZE_FORMAT ",\"peak_kb\":%ld}\n",
           n_labels, now () - start, loaded - start, g_bytes_get_size (body),
           read_status ("VmHWM:") - before);

  return 0;
}

static int
run_dump (const char *folder, const char *name)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);
  g_autoptr (EncordLabelRow) row = open_row (folder);
  g_autoptr (GBytes) body = read_body (path);
  g_autoptr (GError) error = NULL;
  gint64 n_labels;

  if (!encord_label_row_load (row, body, &error))
    g_error ("%s", error->message);
  walk (row, &n_labels, TRUE);

  return 0;
}

int
main (int argc, char *argv[])
{
  if (argc == 5 && strcmp (argv[1], "build") == 0)
    return run_build (argv[2], atoi (argv[3]), atoi (argv[4]));
  if (argc == 3 && strcmp (argv[1], "load") == 0)
    return run_load (argv[2]);
  if (argc == 4 && strcmp (argv[1], "dump") == 0)
    return run_dump (argv[2], argv[3]);

  g_printerr ("usage: %s build FOLDER TRACKS FRAMES | load FOLDER | "
              "dump FOLDER FILE\n",
              argv[0]);

  return 2;
}
