/* tracks.c - a made-up scene, and what our tracker makes of it, as text
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include <glib/gstdio.h>

#include "tracks-labels.h"

/* Files of a folder, in the form of the MOT challenge: frame, id, left, top, width,
 * height, confidence, class, visibility; frames, ids and classes from 1, -1 for
 * what does not apply.
 *   truth.txt       who is there
 *   detections.txt  what the detector says
 *   tracks.txt      detections with the id of their track
 *   labels-N.txt    what an editor shows of the label row that the Nth rules make,
 *                   from 1; in place of the visibility 1 for labels of the row,
 *                   0 for those between its key frames
 *   frames.txt      frame, time in ns, whether the detector looked */
typedef struct
{
  FILE *truth;
  FILE *detections;
  FILE *tracks;
  FILE *frames;
} Files;

typedef struct
{
  char *scenario;
  gint64 seed;
  int n_frames;
  char *folder;
  char **tracker; /* NAME=VALUE */
  char **rules;   /* JSON */
  gboolean list;
} Options;

static double
read_number (const char *setting, const char *text)
{
  char *end;
  const double value = g_ascii_strtod (text, &end);

  if (end == text || *end != '\0')
    g_error ("--tracker %s: \"%s\" is no number", setting, text);

  return value;
}

/* NAME=VALUE: a property of the tracker; those of times in seconds */
static EncordTracker *
make_tracker (char **settings)
{
  EncordTracker *tracker = encord_tracker_new ();

  for (guint i = 0; settings != NULL && settings[i] != NULL; i++) {
    g_auto (GStrv) parts = g_strsplit (settings[i], "=", 2);
    GParamSpec *pspec =
        g_object_class_find_property (G_OBJECT_GET_CLASS (tracker), parts[0]);
    double value;

    if (pspec == NULL || parts[1] == NULL)
      g_error ("--tracker %s: not of the form PROPERTY=NUMBER", settings[i]);
    value = read_number (settings[i], parts[1]);
    if (G_IS_PARAM_SPEC_INT64 (pspec))
      g_object_set (tracker, parts[0], (gint64) (value * 1e9), NULL);
    else
      g_object_set (tracker, parts[0], value, NULL);
  }

  return tracker;
}

static FILE *
open_file (const char *folder, const char *name)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);
  FILE *file = g_fopen (path, "w");

  if (file == NULL)
    g_error ("cannot write %s: %s", path, g_strerror (errno));

  return file;
}

static void
close_file (FILE *file, const char *name)
{
  if (fclose (file) != 0)
    g_error ("cannot write %s: %s", name, g_strerror (errno));
}

static void
files_open (Files *self, const char *folder)
{
  if (g_mkdir_with_parents (folder, 0777) != 0)
    g_error ("cannot make %s: %s", folder, g_strerror (errno));
  self->truth = open_file (folder, "truth.txt");
  self->detections = open_file (folder, "detections.txt");
  self->tracks = open_file (folder, "tracks.txt");
  self->frames = open_file (folder, "frames.txt");
}

static void
files_close (Files *self)
{
  close_file (self->truth, "truth.txt");
  close_file (self->detections, "detections.txt");
  close_file (self->tracks, "tracks.txt");
  close_file (self->frames, "frames.txt");
}

static void
write_line (FILE *file, guint64 frame, gint64 id, const SceneBox *box,
            double confidence, guint class_index, double visibility)
{
  fprintf (file,
           "%" G_GUINT64_FORMAT ",%" G_GINT64_FORMAT
           ",%.3f,%.3f,%.3f,%.3f,%.4f,%u,%.4g\n",
           frame + 1, id, box->x, box->y, box->width, box->height, confidence,
           class_index + 1, visibility);
}

static void
write_frame (Files *self, const SceneFrame *frame)
{
  fprintf (self->frames, "%" G_GUINT64_FORMAT ",%" G_GINT64_FORMAT ",%d\n",
           frame->index + 1, frame->pts, frame->looked);
  for (guint i = 0; i < frame->n_truths; i++) {
    const SceneTruth *truth = &frame->truths[i];

    write_line (self->truth, frame->index, (gint64) truth->id + 1, &truth->box,
                1, truth->class_index, truth->visibility);
  }
  for (guint i = 0; i < frame->n_detections; i++) {
    const SceneDetection *detection = &frame->detections[i];

    write_line (self->detections, frame->index, -1, &detection->box,
                detection->confidence, detection->class_index, -1);
  }
}

static EncordBox
to_fractions (const SceneBox *box, const SceneCamera *camera)
{
  return (EncordBox){ box->x / camera->width, box->y / camera->height,
                      box->width / camera->width, box->height / camera->height,
                      0 };
}

static SceneBox
to_pixels (const EncordBox *box, const SceneCamera *camera)
{
  return (SceneBox){ box->x * camera->width, box->y * camera->height,
                     box->width * camera->width, box->height * camera->height };
}

static void
track_frame (Files *files, EncordTracker *tracker, EncordTracks *tracks,
             const SceneFrame *frame, const SceneCamera *camera)
{
  g_autofree EncordDetection *detections =
      g_new (EncordDetection, frame->n_detections);
  g_autofree guint64 *ids = g_new (guint64, frame->n_detections);

  for (guint i = 0; i < frame->n_detections; i++) {
    const SceneDetection *seen = &frame->detections[i];

    detections[i] = (EncordDetection){
      .class_index = seen->class_index,
      .box = to_fractions (&seen->box, camera),
      .confidence = seen->confidence,
    };
  }
  encord_tracker_update (tracker, frame->pts, detections, frame->n_detections,
                         ids);

  encord_tracks_add_frame (tracks, (int) frame->index, frame->pts);
  for (guint i = 0; i < frame->n_detections; i++) {
    const SceneDetection *seen = &frame->detections[i];

    if (ids[i] == ENCORD_TRACKER_NO_TRACK)
      continue;
    write_line (files->tracks, frame->index, (gint64) ids[i] + 1, &seen->box,
                seen->confidence, seen->class_index, -1);
    encord_tracks_add (tracks, (guint32) ids[i], seen->class_index,
                       &detections[i].box, seen->confidence);
  }
}

/* how many the row has */
static guint
write_labels (const char *folder, guint number, const char *json,
              EncordTracks *tracks, const SceneCamera *camera)
{
  g_autofree char *name = g_strdup_printf ("labels-%u.txt", number);
  g_autoptr (GError) error = NULL;
  g_autoptr (EncordTrackRuleBook) book =
      encord_track_rule_book_parse (json, strlen (json), &error);
  g_autoptr (GArray) labels = NULL;
  FILE *file = open_file (folder, name);
  guint n = 0;

  if (book == NULL)
    g_error ("--rules %s: %s", json, error->message);
  labels = tracks_labels_make (tracks, book, camera);
  for (guint i = 0; i < labels->len; i++) {
    const TracksLabel *label = &g_array_index (labels, TracksLabel, i);
    const SceneBox box = to_pixels (&label->box, camera);

    write_line (file, (guint64) label->frame, (gint64) label->object + 1, &box,
                label->confidence, label->class_index, label->written);
    n += label->written;
  }
  close_file (file, name);

  return n;
}

static void
run (const SceneScenario *scenario, const Options *options)
{
  g_autoptr (Scene) scene = scene_new (scenario, (guint64) options->seed);
  g_autoptr (EncordTracker) tracker = make_tracker (options->tracker);
  g_autoptr (EncordTracks) tracks = encord_tracks_new ();
  guint n_truths = 0, n_detections = 0, n_labels = 0;
  Files files;

  files_open (&files, options->folder);
  for (int i = 0; i < options->n_frames; i++) {
    const SceneFrame *frame = scene_next (scene);

    n_truths += frame->n_truths;
    n_detections += frame->n_detections;
    write_frame (&files, frame);
    if (frame->looked)
      track_frame (&files, tracker, tracks, frame, &scenario->camera);
  }
  files_close (&files);
  for (guint i = 0; options->rules != NULL && options->rules[i] != NULL; i++)
    n_labels += write_labels (options->folder, i + 1, options->rules[i], tracks,
                              &scenario->camera);

  g_print ("{\"benchmark\": \"tracks\", \"scenario\": \"%s\", \"seed\": "
           "%" G_GINT64_FORMAT ", \"frames\": %d, \"truths\": %u, "
           "\"detections\": %u, \"labels\": %u}\n",
           scenario->name, options->seed, options->n_frames, n_truths,
           n_detections, n_labels);
}

static void
list_scenarios (void)
{
  guint n;
  const SceneScenario *scenarios = scene_scenarios (&n);

  for (guint i = 0; i < n; i++)
    g_print ("%s\t%s\n", scenarios[i].name, scenarios[i].about);
}

static void
parse_options (Options *options, int *argc, char ***argv)
{
  const GOptionEntry entries[] = {
    { "list", 0, 0, G_OPTION_ARG_NONE, &options->list, "List the scenarios",
      NULL },
    { "scenario", 0, 0, G_OPTION_ARG_STRING, &options->scenario, "Its name",
      "NAME" },
    { "seed", 0, 0, G_OPTION_ARG_INT64, &options->seed, "Which scene, from 0",
      "N" },
    { "frames", 0, 0, G_OPTION_ARG_INT, &options->n_frames, "How many", "N" },
    { "output", 0, 0, G_OPTION_ARG_FILENAME, &options->folder, "Where to write",
      "FOLDER" },
    { "tracker", 0, 0, G_OPTION_ARG_STRING_ARRAY, &options->tracker,
      "A setting of the tracker", "NAME=VALUE" },
    { "rules", 0, 0, G_OPTION_ARG_STRING_ARRAY, &options->rules,
      "Make labels: settings of encordlabelsink", "JSON" },
    { NULL }
  };
  g_autoptr (GOptionContext) context =
      g_option_context_new ("- writes a scene and its tracks");
  g_autoptr (GError) error = NULL;

  g_option_context_add_main_entries (context, entries, NULL);
  if (!g_option_context_parse (context, argc, argv, &error))
    g_error ("%s", error->message);
  if (!options->list && (options->scenario == NULL || options->folder == NULL))
    g_error ("--scenario and --output must be given; see --help");
}

static void
options_clear (Options *self)
{
  g_free (self->scenario);
  g_free (self->folder);
  g_strfreev (self->tracker);
  g_strfreev (self->rules);
}

int
main (int argc, char *argv[])
{
  Options options = { .n_frames = 600 };
  const SceneScenario *scenario;

  parse_options (&options, &argc, &argv);
  if (options.list) {
    list_scenarios ();
  } else {
    scenario = scene_scenario_find (options.scenario);
    if (scenario == NULL)
      g_error ("--scenario %s: there is none of that name; see --list",
               options.scenario);
    run (scenario, &options);
  }
  options_clear (&options);

  return 0;
}
