/* row-finish.c - what was seen of a unit, made into the body of its row
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 *   row-finish FOLDER TRACKS FRAMES
 *
 * Driven by bench-row-finish.py, which runs row-finish-sdk.py with the same
 * arguments. Reads the empty row in FOLDER, makes up what a tracker has seen, then
 * does with the clock running what encordlabelsink does when a unit has ended:
 * finishes the tracks, merges them with the row, edits it, and writes it out. The
 * body is left in FOLDER/c.json. Prints one line of JSON. */
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <encord/labels/encord-track-finish-private.h>
#include <gst/encord/rows/gstencordrowedit.h>

#include "row-files.h"

#define CLASS "Car"
#define FRAME G_GINT64_CONSTANT (40000000)

static double
now (void)
{
  struct timespec time;

  clock_gettime (CLOCK_PROCESS_CPUTIME_ID, &time);

  return (double) time.tv_sec + (double) time.tv_nsec * 1e-9;
}

static void
check (gboolean ok, const GError *error)
{
  if (!ok)
    g_error ("%s", error->message);
}

static EncordLabelRow *
open_row (const char *folder)
{
  g_autofree char *metadata = g_build_filename (folder, "metadata.json", NULL);
  g_autofree char *ontology = g_build_filename (folder, "ontology.json", NULL);
  g_autofree char *body = g_build_filename (folder, "empty.json", NULL);

  return row_files_open ((char *[]){ metadata, ontology, body });
}

/* in steps of 1e-7, as detections are kept */
static double
fraction (gint64 n, int parts)
{
  return (double) (n % 1000003 / parts) / ENCORD_MERGE_STEPS;
}

static EncordTracks *
make_tracks (int n_tracks, int n_frames)
{
  EncordTracks *tracks = encord_tracks_new ();

  for (int frame = 0; frame < n_frames; frame++) {
    encord_tracks_add_frame (tracks, frame, frame * FRAME);
    for (int track = 0; track < n_tracks; track++) {
      const gint64 n = (gint64) frame * 7919 + (gint64) track * 104729;
      const EncordBox box = { fraction (n, 1), fraction (n * 3, 1),
                              0.1 + fraction (n * 5, 4),
                              0.1 + fraction (n * 7, 4), 0 };

      encord_tracks_add (tracks, (guint32) track, 0, &box,
                         0.5 + fraction (n * 11, 1));
    }
  }

  return tracks;
}

static EncordMergePlan *
make_plan (EncordLabelRow *row, EncordTracks *tracks)
{
  EncordTrackClass class = { 0 };
  g_autoptr (GPtrArray) base = encord_merge_objects_new ();
  g_autoptr (GPtrArray) mine = NULL, theirs = NULL;
  g_autoptr (GArray) seen = NULL;
  EncordMergeInput input = { .complete = TRUE, .seed = 1 };

  class.feature_hash = encord_ontology_object_get_feature_hash (
      encord_ontology_structure_find_object_by_title (
          encord_label_row_get_ontology_structure (row), CLASS));
  encord_track_rules_init (&class.rules);
  /* the SDK's side does not smooth */
  class.rules.smooth = FALSE;
  mine =
      encord_tracks_finish (tracks, &class, 1, encord_label_row_get_width (row),
                            encord_label_row_get_height (row), NULL);
  seen = encord_tracks_get_seen (tracks, (gint64) class.rules.max_gap);
  gst_encord_row_place_tracks (row, mine, seen, NULL);
  theirs = gst_encord_row_read_objects (row, base, NULL, mine);
  input.base = base;
  input.theirs = theirs;
  input.mine = mine;
  input.seen = (const EncordFrameRange *) seen->data;
  input.n_seen = seen->len;

  return encord_merge_plan_new (&input);
}

int
main (int argc, char **argv)
{
  g_autoptr (EncordLabelRow) row = NULL;
  g_autoptr (EncordTracks) tracks = NULL;
  g_autoptr (EncordMergePlan) plan = NULL;
  g_autoptr (GBytes) body = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *path = NULL;
  double times[4];
  gsize length;
  const char *text;

  if (argc != 4) {
    g_printerr ("usage: %s FOLDER TRACKS FRAMES\n", argv[0]);
    return 2;
  }
  row = open_row (argv[1]);
  tracks = make_tracks (atoi (argv[2]), atoi (argv[3]));

  times[0] = now ();
  plan = make_plan (row, tracks);
  times[1] = now ();
  check (gst_encord_row_apply_plan (row, plan, &error), error);
  times[2] = now ();
  body = encord_label_row_write (row, &error);
  check (body != NULL, error);
  times[3] = now ();

  text = g_bytes_get_data (body, &length);
  path = g_build_filename (argv[1], "c.json", NULL);
  check (g_file_set_contents (path, text, (gssize) length, &error), error);
  g_print ("{\"plan\":%.6f,\"build\":%.6f,\"write\":%.6f,\"whole\":%.6f}\n",
           times[1] - times[0], times[2] - times[1], times[3] - times[2],
           times[3] - times[0]);

  return 0;
}
