/* label-row.c - times building, writing and loading a label row
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <encord/encord.h>

/* Driven by bench-label-row.py, which runs label-row-sdk.py with the same
 * arguments. Both make the same labels, print one line of JSON, and count time and
 * memory from the moment when everything that is no label is ready. */

#define TIME G_GINT64_CONSTANT (1714979289)
#define POINTS 64
#define MASK_WIDTH 1920
#define MASK_HEIGHT 1080

typedef struct
{
  const char *name;
  const char *title; /* of the class */
  gboolean is_box;
  gboolean is_mask;
  gboolean one_each; /* an instance a label, not an instance a track */
  gboolean pixels;   /* masks are read as such */
  GBytes *masks;     /* pixels of each track's, when masks are built */
} Layout;

static Layout layouts[] = {
  { .name = "boxes", .title = "Car", .is_box = TRUE },
  { .name = "detections", .title = "Car", .is_box = TRUE, .one_each = TRUE },
  { .name = "polygons", .title = "Road" },
  { .name = "masks", .title = "Mask", .is_mask = TRUE },
};

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
read_file (const char *folder, const char *name)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);
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

/* a geometry of its own for each label */
static EncordGeometry *
make_geometry (const Layout *layout, int track, gint64 n)
{
  EncordPoint points[POINTS];
  g_autoptr (GBytes) pixels = NULL;
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;

  if (layout->masks == NULL) {
    for (int i = 0; i < POINTS; i++)
      points[i] = (EncordPoint){ fraction (n + (gint64) i * 7907),
                                 fraction (n * 3 + (gint64) i * 7901) };
    return encord_geometry_new_polygon (points, POINTS);
  }
  pixels = g_bytes_new_from_bytes (layout->masks,
                                   (gsize) track * MASK_WIDTH * MASK_HEIGHT,
                                   (gsize) MASK_WIDTH * MASK_HEIGHT);
  text = encord_bitmask_encode (pixels, MASK_WIDTH, MASK_HEIGHT, &error);
  if (text == NULL)
    g_error ("%s", error->message);

  return encord_geometry_new_bitmask (MASK_WIDTH, MASK_HEIGHT, text);
}

static void
set_label (const Layout *layout, EncordObjectInstance *instance, int track,
           int frame)
{
  const gint64 n = (gint64) frame * 7919 + (gint64) track * 104729;
  const EncordAnnotation annotation = {
    .confidence = fraction (n * 11),
    .created_at = TIME + frame,
    .last_edited_at = TIME + frame,
  };
  g_autoptr (GError) error = NULL;
  gboolean ok;

  if (layout->is_box) {
    const EncordBox box = { fraction (n), fraction (n * 3),
                            fraction (n * 5) / 4, fraction (n * 7) / 4, 0 };

    ok = encord_object_instance_set_box (instance, frame, &box, &annotation,
                                         &error);
  } else {
    g_autoptr (EncordGeometry) geometry = make_geometry (layout, track, n);

    ok = encord_object_instance_set_geometry (instance, frame, geometry,
                                              &annotation, &error);
  }
  if (!ok)
    g_error ("%s", error->message);
}

static EncordObjectInstance *
add_instance (EncordLabelRow *row, EncordOntologyObject *object, int number)
{
  char hash[16];
  g_autoptr (GError) error = NULL;
  EncordObjectInstance *instance;

  g_snprintf (hash, sizeof hash, "t%07d", number);
  instance = encord_label_row_add_object_instance (row, object, hash, &error);
  if (instance == NULL)
    g_error ("%s", error->message);

  return instance;
}

static gint64
build (const Layout *layout, EncordLabelRow *row, int n_tracks, int n_frames)
{
  EncordOntologyObject *object =
      encord_ontology_structure_find_object_by_title (
          encord_label_row_get_ontology_structure (row), layout->title);

  for (int track = 0; track < n_tracks; track++) {
    EncordObjectInstance *instance = NULL;

    for (int frame = 0; frame < n_frames; frame++) {
      if (instance == NULL || layout->one_each)
        instance = add_instance (row, object, track * n_frames + frame);
      set_label (layout, instance, track, frame);
    }
  }

  return (gint64) n_tracks * n_frames;
}

static int
run_build (const Layout *layout, const char *folder, int n_tracks, int n_frames)
{
  g_autofree char *out_path = g_build_filename (folder, "c.json", NULL);
  g_autoptr (GBytes) empty = read_file (folder, "empty.json");
  g_autoptr (EncordLabelRow) row = open_row (folder);
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) body = NULL;
  const long before = read_status ("VmRSS:");
  double start, built, written;
  gint64 n_labels;

  if (!encord_label_row_load (row, empty, &error))
    g_error ("%s", error->message);
  start = now ();
  n_labels = build (layout, row, n_tracks, n_frames);
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

/* where the set pixels of a mask are: their number and the sums of their places */
typedef struct
{
  gint64 pixels, rows, columns;
} Spread;

static void
add_span (int row, int column, int length, gpointer user_data)
{
  Spread *spread = user_data;

  spread->pixels += length;
  spread->rows += (gint64) row * length;
  spread->columns += ((gint64) 2 * column + length - 1) * length / 2;
}

static double
read_mask (EncordGeometry *geometry)
{
  g_autoptr (GError) error = NULL;
  Spread spread = { 0 };
  int width, height;
  const char *text = encord_geometry_get_bitmask (geometry, &width, &height);

  if (!encord_bitmask_foreach_span (text, width, height, add_span, &spread,
                                    &error))
    g_error ("%s", error->message);

  return (double) (spread.pixels + spread.rows + spread.columns);
}

/* the array that the SDK makes of a mask in any case */
static double
read_pixels (EncordGeometry *geometry)
{
  g_autoptr (GError) error = NULL;
  int width, height;
  const char *text = encord_geometry_get_bitmask (geometry, &width, &height);
  g_autoptr (GBytes) pixels =
      encord_bitmask_decode (text, width, height, &error);

  if (pixels == NULL)
    g_error ("%s", error->message);

  return *(const guint8 *) g_bytes_get_data (pixels, NULL);
}

/* everything there is to know of where an object is, as somebody would who uses it */
static double
read_shape (const Layout *layout, EncordObjectInstance *instance, int frame)
{
  g_autoptr (EncordGeometry) geometry = NULL;
  const EncordPoint *points;
  guint n_points;
  double sum = 0;

  if (layout->is_box) {
    EncordBox box = { 0 };

    encord_object_instance_get_box (instance, frame, &box);
    return box.x + box.y + box.width + box.height;
  }
  geometry = encord_object_instance_get_geometry (instance, frame);
  if (layout->is_mask)
    return layout->pixels ? read_pixels (geometry) : read_mask (geometry);
  points = encord_geometry_get_points (geometry, &n_points);
  for (guint i = 0; i < n_points; i++)
    sum += points[i].x + points[i].y;

  return sum;
}

static void
print_shape (const Layout *layout, EncordObjectInstance *instance, int frame)
{
  g_autoptr (EncordGeometry) geometry =
      encord_object_instance_get_geometry (instance, frame);
  const EncordPoint *points;
  EncordBox box;
  guint n_points;
  int width, height;

  if (layout->is_mask) {
    const char *text = encord_geometry_get_bitmask (geometry, &width, &height);

    printf (" %d %d %s", width, height, text);
  } else if (encord_geometry_get_box (geometry, &box)) {
    printf (" %.17g %.17g %.17g %.17g", box.x, box.y, box.width, box.height);
  } else {
    points = encord_geometry_get_points (geometry, &n_points);
    for (guint i = 0; i < n_points; i++)
      printf (" %.17g %.17g", points[i].x, points[i].y);
  }
}

static void
print_label (const Layout *layout, EncordObjectInstance *instance, int frame)
{
  EncordAnnotation annotation = { 0 };

  encord_object_instance_get_annotation (instance, frame, &annotation);
  printf ("%s %s %d %.17g %d %" G_GINT64_FORMAT,
          encord_object_instance_get_object_hash (instance),
          encord_object_instance_get_feature_hash (instance), frame,
          annotation.confidence, annotation.manual, annotation.created_at);
  print_shape (layout, instance, frame);
  printf ("\n");
}

/* returns a sum over all labels; print: writes them instead */
static double
walk (const Layout *layout, EncordLabelRow *row, gint64 *ret_n_labels,
      gboolean print)
{
  g_autoptr (GPtrArray) instances = encord_label_row_get_object_instances (row);
  double sum = 0;

  *ret_n_labels = 0;
  for (guint i = 0; i < instances->len; i++) {
    EncordObjectInstance *instance = g_ptr_array_index (instances, i);
    guint n_frames;
    const int *frames = encord_object_instance_get_frames (instance, &n_frames);

    for (guint j = 0; j < n_frames; j++) {
      if (print)
        print_label (layout, instance, frames[j]);
      else
        sum += read_shape (layout, instance, frames[j]);
    }
    *ret_n_labels += n_frames;
  }

  return sum;
}

static int
run_load (Layout *layout, const char *folder)
{
  g_autoptr (EncordLabelRow) row = open_row (folder);
  g_autoptr (GError) error = NULL;
  const long before = read_status ("VmRSS:");
  g_autoptr (GBytes) body = read_file (folder, "sdk.json");
  const double start = now ();
  double loaded, read, sum;
  long loaded_peak, read_peak;
  gint64 n_labels;

  if (!encord_label_row_load (row, body, &error))
    g_error ("%s", error->message);
  loaded = now ();
  loaded_peak = read_status ("VmHWM:") - before;
  sum = walk (layout, row, &n_labels, FALSE);
  read = now ();
  read_peak = read_status ("VmHWM:") - before;
  if (layout->is_mask) {
    layout->pixels = TRUE;
    walk (layout, row, &n_labels, FALSE);
  }

  g_print ("{\"labels\":%" G_GINT64_FORMAT ",\"load\":%g,\"load_only\":%g,"
           "\"load_only_peak_kb\":%ld,\"bytes\":%" G_GSIZE_FORMAT
           ",\"sum\":%.17g,\"peak_kb\":%ld,\"pixels_peak_kb\":%ld}\n",
           n_labels, read - start, loaded - start, loaded_peak,
           g_bytes_get_size (body), sum, read_peak,
           read_status ("VmHWM:") - before);

  return 0;
}

static int
run_dump (const Layout *layout, const char *folder, const char *name)
{
  g_autoptr (EncordLabelRow) row = open_row (folder);
  g_autoptr (GBytes) body = read_file (folder, name);
  g_autoptr (GError) error = NULL;
  gint64 n_labels;

  if (!encord_label_row_load (row, body, &error))
    g_error ("%s", error->message);
  walk (layout, row, &n_labels, TRUE);

  return 0;
}

int
main (int argc, char *argv[])
{
  Layout *layout = NULL;

  for (gsize i = 0; argc > 2 && i < G_N_ELEMENTS (layouts); i++)
    if (strcmp (argv[2], layouts[i].name) == 0)
      layout = &layouts[i];
  if (layout != NULL && argc == 6 && strcmp (argv[1], "build") == 0) {
    if (layout->is_mask)
      layout->masks = read_file (argv[3], "masks");
    return run_build (layout, argv[3], atoi (argv[4]), atoi (argv[5]));
  }
  if (layout != NULL && argc == 4 && strcmp (argv[1], "load") == 0)
    return run_load (layout, argv[3]);
  if (layout != NULL && argc == 5 && strcmp (argv[1], "dump") == 0)
    return run_dump (layout, argv[3], argv[4]);

  g_printerr ("usage: %s build LAYOUT FOLDER TRACKS FRAMES | "
              "load LAYOUT FOLDER | dump LAYOUT FOLDER FILE\n",
              argv[0]);

  return 2;
}
