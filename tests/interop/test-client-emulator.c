/* test-client-emulator.c - the whole client against encord-emulator
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 *   test-client-emulator ENCORD-EMULATOR CREATE-PROJECT */
#include "test-keys.h"

#include <encord/encord.h>
#include <glib/gstdio.h>
#include <json-glib/json-glib.h>
#include <string.h>

#define TEMPLATE "00000000-0000-4000-8000-000000000001"
#define N_FRAMES 20
#define WIDTH 64
#define HEIGHT 48

static const char *emulator_program;
static const char *create_program;

typedef struct
{
  char *folder;
  char *key_file;
  char *video;
  char *images[2];
  GSubprocess *emulator;
  char *uri;
  EncordClient *client;
} Fixture;

static char *
in_folder (Fixture *f, const char *name)
{
  return g_build_filename (f->folder, name, NULL);
}

static void
run_program (const char *const *argv)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GSubprocess) process =
      g_subprocess_newv (argv, G_SUBPROCESS_FLAGS_NONE, &error);

  g_assert_no_error (error);
  g_subprocess_wait_check (process, NULL, &error);
  g_assert_no_error (error);
}

static void
make_media (Fixture *f)
{
  g_autofree char *frames = g_strdup_printf ("num-buffers=%d", N_FRAMES);
  g_autofree char *caps = g_strdup_printf (
      "video/x-raw,width=%d,height=%d,framerate=10/1", WIDTH, HEIGHT);
  g_autofree char *to_video = g_strconcat ("location=", f->video, NULL);
  const char *const video[] = {
    "gst-launch-1.0", "-q", "videotestsrc", frames, "!",        caps,     "!",
    "jpegenc",        "!",  "avimux",       "!",    "filesink", to_video, NULL
  };

  run_program (video);
  for (gsize i = 0; i < G_N_ELEMENTS (f->images); i++) {
    g_autofree char *to_image = g_strconcat ("location=", f->images[i], NULL);
    const char *const image[] = { "gst-launch-1.0",
                                  "-q",
                                  "videotestsrc",
                                  "num-buffers=1",
                                  i == 0 ? "pattern=ball" : "pattern=snow",
                                  "!",
                                  "video/x-raw,width=32,height=24",
                                  "!",
                                  "pngenc",
                                  "!",
                                  "filesink",
                                  to_image,
                                  NULL };

    run_program (image);
  }
}

static void
start_emulator (Fixture *f)
{
  g_autofree char *data_dir = in_folder (f, "data");
  g_autofree char *keys = in_folder (f, "keys");
  g_autoptr (GError) error = NULL;
  g_autoptr (GDataInputStream) lines = NULL;
  g_autofree char *line = NULL;

  f->emulator = g_subprocess_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE, &error,
                                  emulator_program, "--data-dir", data_dir,
                                  "--authorized-keys", keys, NULL);
  g_assert_no_error (error);
  lines = g_data_input_stream_new (g_subprocess_get_stdout_pipe (f->emulator));
  line = g_data_input_stream_read_line (lines, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (g_str_has_prefix (line, "listening on "));
  f->uri = g_strdup (line + strlen ("listening on "));
}

static EncordClient *
new_client (Fixture *f, const char *key_text)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (EncordSshKey) key =
      encord_ssh_key_new_from_string (key_text, NULL, &error);
  g_autoptr (EncordCredentials) credentials = NULL;

  g_assert_no_error (error);
  credentials = encord_credentials_new_for_ssh_key (key);

  return encord_client_new (f->uri, credentials);
}

static void
set_up (Fixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *keys = NULL;

  f->folder = g_dir_make_tmp ("encord-interop-XXXXXX", &error);
  g_assert_no_error (error);
  f->key_file = in_folder (f, "key");
  f->video = in_folder (f, "clip.avi");
  f->images[0] = in_folder (f, "first.png");
  f->images[1] = in_folder (f, "second.png");
  keys = in_folder (f, "keys");
  g_file_set_contents (f->key_file, TEST_KEY_PLAIN, -1, &error);
  g_assert_no_error (error);
  g_file_set_contents (keys, TEST_KEY_PUBLIC " a@example.com\n", -1, &error);
  g_assert_no_error (error);
  make_media (f);
  start_emulator (f);
  f->client = new_client (f, TEST_KEY_PLAIN);
}

static void
remove_folder (const char *path)
{
  GDir *dir = g_dir_open (path, 0, NULL);
  const char *name;

  while ((name = g_dir_read_name (dir)) != NULL) {
    g_autofree char *child = g_build_filename (path, name, NULL);

    if (g_file_test (child, G_FILE_TEST_IS_DIR))
      remove_folder (child);
    else
      g_unlink (child);
  }
  g_dir_close (dir);
  g_rmdir (path);
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  g_clear_object (&f->client);
  g_subprocess_send_signal (f->emulator, SIGTERM);
  g_subprocess_wait_check (f->emulator, NULL, &error);
  g_assert_no_error (error);
  g_object_unref (f->emulator);
  remove_folder (f->folder);
  g_free (f->uri);
  g_free (f->images[0]);
  g_free (f->images[1]);
  g_free (f->video);
  g_free (f->key_file);
  g_free (f->folder);
}

static const struct
{
  const char *name;
  EncordShape shape;
} classes[] = {
  { "Car", ENCORD_SHAPE_BOUNDING_BOX },
  { "Truck", ENCORD_SHAPE_ROTATABLE_BOUNDING_BOX },
  { "Road", ENCORD_SHAPE_POLYGON },
  { "Lane", ENCORD_SHAPE_POLYLINE },
  { "Corner", ENCORD_SHAPE_POINT },
  { "Mask", ENCORD_SHAPE_BITMASK },
};

static EncordGeometry *
make_geometry (EncordShape shape)
{
  const EncordPoint points[] = { { 0.1, 0.2 },
                                 { 0.3, 0.25 },
                                 { 0.2, 1.0 / 3 } };
  const EncordBox box = { 0.1, 0.2, 0.3, 0.25, 0 };
  const EncordBox rotated = { 0.2, 0.1, 0.5, 0.3, 17.5 };

  switch (shape) {
    case ENCORD_SHAPE_BOUNDING_BOX:
      return encord_geometry_new_box (&box);
    case ENCORD_SHAPE_ROTATABLE_BOUNDING_BOX:
      return encord_geometry_new_rotatable_box (&rotated);
    case ENCORD_SHAPE_POLYGON:
      return encord_geometry_new_polygon (points, G_N_ELEMENTS (points));
    case ENCORD_SHAPE_POLYLINE:
      return encord_geometry_new_polyline (points, G_N_ELEMENTS (points));
    case ENCORD_SHAPE_POINT:
      return encord_geometry_new_point (0.123456789012345, 0.5);
    case ENCORD_SHAPE_BITMASK:
      /* 3072 pixels: 100 of the background, 50 of the mask */
      return encord_geometry_new_bitmask (WIDTH, HEIGHT, "T3b1Zi2");
    default:
      g_assert_not_reached ();
  }
}

typedef struct
{
  char *project_hash;
  char *video_hash;
  char *group_hash;
} Made;

static void
made_clear (Made *self)
{
  g_free (self->project_hash);
  g_free (self->video_hash);
  g_free (self->group_hash);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Made, made_clear)

static void
on_progress (goffset current, goffset total, gpointer data)
{
  *(double *) data = (double) current / (double) total;
}

static void
make_project (Fixture *f, Made *made)
{
  g_autoptr (EncordOntologyStructure) structure =
      encord_ontology_structure_new ();
  g_autoptr (GFile) video = g_file_new_for_path (f->video);
  g_autoptr (GFile) first = g_file_new_for_path (f->images[0]);
  g_autoptr (GFile) second = g_file_new_for_path (f->images[1]);
  GFile *images[] = { first, second };
  g_autofree char *ontology_hash = NULL;
  g_autofree char *dataset_hash = NULL;
  g_autoptr (EncordDataset) dataset = NULL;
  g_autoptr (GError) error = NULL;
  const char *datasets[2] = { NULL, NULL };
  double progress = 0;

  for (gsize i = 0; i < G_N_ELEMENTS (classes); i++)
    g_assert_nonnull (encord_ontology_structure_add_object (
        structure, classes[i].name, classes[i].shape, NULL));
  ontology_hash = encord_client_create_ontology (f->client, "Traffic", "T",
                                                 structure, NULL, &error);
  g_assert_no_error (error);
  dataset_hash =
      encord_client_create_dataset (f->client, "Clips", NULL, NULL, &error);
  g_assert_no_error (error);
  dataset = encord_client_get_dataset (f->client, dataset_hash, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (encord_dataset_get_title (dataset), ==, "Clips");

  made->video_hash = encord_dataset_upload_video (
      dataset, video, "A clip", on_progress, &progress, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpfloat (progress, ==, 1);
  made->group_hash = encord_dataset_create_image_group (
      dataset, images, 2, "A group", ENCORD_IMAGE_GROUP_NONE, NULL, NULL, NULL,
      &error);
  g_assert_no_error (error);

  datasets[0] = dataset_hash;
  made->project_hash =
      encord_client_create_project (f->client, "Project", NULL, datasets,
                                    ontology_hash, TEMPLATE, NULL, &error);
  g_assert_no_error (error);
}

static EncordLabelRow *
find_row (EncordProject *project, const char *data_hash)
{
  g_autoptr (EncordLabelRowFilter) filter = encord_label_row_filter_new ();
  const char *const hashes[] = { data_hash, NULL };
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) rows = NULL;

  g_object_set (filter, "data-hashes", hashes, NULL);
  rows = encord_project_list_label_rows (project, filter, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (rows->len, ==, 1);

  return g_object_ref (rows->pdata[0]);
}

static void
initialise (EncordLabelRow *row, EncordInitialiseFlags flags)
{
  g_autoptr (GError) error = NULL;

  encord_label_row_initialise (row, flags, NULL, &error);
  g_assert_no_error (error);
}

static void
save (EncordLabelRow *row)
{
  g_autoptr (GError) error = NULL;

  encord_label_row_save (row, ENCORD_SAVE_VALIDATE, NULL, &error);
  g_assert_no_error (error);
}

static void
label_everything (EncordLabelRow *row)
{
  const EncordAnnotation annotation = { .confidence = 0.75 };

  for (gsize i = 0; i < G_N_ELEMENTS (classes); i++) {
    g_autoptr (EncordGeometry) geometry = make_geometry (classes[i].shape);
    g_autoptr (GError) error = NULL;
    EncordObjectInstance *instance = encord_label_row_add_object_instance (
        row,
        encord_ontology_structure_find_object_by_title (
            encord_label_row_get_ontology_structure (row), classes[i].name),
        NULL, &error);

    g_assert_no_error (error);
    for (int frame = 3; frame < 6; frame++) {
      encord_object_instance_set_geometry (instance, frame, geometry,
                                           &annotation, &error);
      g_assert_no_error (error);
    }
  }
}

static void
assert_labelled (EncordLabelRow *row)
{
  GPtrArray *instances = encord_label_row_get_object_instances (row);

  g_assert_cmpuint (instances->len, ==, G_N_ELEMENTS (classes));
  for (gsize i = 0; i < G_N_ELEMENTS (classes); i++) {
    EncordObjectInstance *instance = g_ptr_array_index (instances, i);
    g_autoptr (EncordGeometry) expected = make_geometry (classes[i].shape);
    g_autoptr (EncordGeometry) found =
        encord_object_instance_get_geometry (instance, 4);
    EncordAnnotation annotation;
    guint n_frames;

    encord_object_instance_get_frames (instance, &n_frames);
    g_assert_cmpuint (n_frames, ==, 3);
    g_assert_true (encord_geometry_equal (found, expected));
    g_assert_true (
        encord_object_instance_get_annotation (instance, 4, &annotation));
    g_assert_cmpfloat (annotation.confidence, ==, 0.75);
    g_assert_false (annotation.manual);
    g_assert_cmpstr (annotation.created_by, ==, "a@example.com");
  }
  g_ptr_array_unref (instances);
}

static void
assert_same_bytes (EncordDataStream *stream, const char *path)
{
  g_autofree char *expected = NULL;
  g_autofree char *found = NULL;
  g_autoptr (GError) error = NULL;
  gsize length, n;

  g_file_get_contents (path, &expected, &length, &error);
  g_assert_no_error (error);
  g_assert_cmpint (encord_data_stream_get_size (stream), ==, (goffset) length);
  found = g_malloc (length);
  g_input_stream_read_all (G_INPUT_STREAM (stream), found, length, &n, NULL,
                           &error);
  g_assert_no_error (error);
  g_assert_cmpmem (found, n, expected, length);

  g_assert_true (
      g_seekable_seek (G_SEEKABLE (stream), -100, G_SEEK_END, NULL, &error));
  g_input_stream_read_all (G_INPUT_STREAM (stream), found, 200, &n, NULL,
                           &error);
  g_assert_no_error (error);
  g_assert_cmpmem (found, n, expected + length - 100, 100);
}

static void
assert_stage (EncordProject *project, EncordLabelRow *row, const char *title)
{
  g_autoptr (EncordLabelRow) now =
      find_row (project, encord_label_row_get_data_hash (row));

  g_assert_cmpstr (encord_label_row_get_workflow_node_title (now), ==, title);
}

static void
assert_moves (EncordProject *project, EncordLabelRow *row)
{
  g_autoptr (GError) error = NULL;

  encord_label_row_set_priority (row, 0.25, NULL, &error);
  g_assert_no_error (error);
  encord_label_row_workflow_complete (row, NULL, &error);
  g_assert_no_error (error);
  assert_stage (project, row, "Complete");
  encord_label_row_workflow_reopen (row, NULL, &error);
  g_assert_no_error (error);
  assert_stage (project, row, "Annotate");
}

static void
test_video (Fixture *f, gconstpointer data)
{
  g_auto (Made) made = { NULL };
  g_autoptr (EncordProject) project = NULL;
  g_autoptr (EncordLabelRow) row = NULL;
  g_autoptr (EncordLabelRow) again = NULL;
  g_autoptr (EncordDataStream) stream = NULL;
  g_autoptr (GError) error = NULL;
  guint stage;

  make_project (f, &made);
  project =
      encord_client_get_project (f->client, made.project_hash, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (
      encord_workflow_get_n_stages (encord_project_get_workflow (project)), ==,
      3);

  row = find_row (project, made.video_hash);
  g_assert_cmpstr (encord_label_row_get_data_title (row), ==, "A clip");
  g_assert_cmpint (encord_label_row_get_number_of_frames (row), ==, N_FRAMES);
  g_assert_cmpint (encord_label_row_get_width (row), ==, WIDTH);
  g_assert_cmpfloat (encord_label_row_get_frames_per_second (row), ==, 10);
  g_assert_true (encord_workflow_find_stage (
      encord_project_get_workflow (project),
      encord_label_row_get_workflow_node_uuid (row), &stage));
  g_assert_cmpint (encord_workflow_get_stage_type (
                       encord_project_get_workflow (project), stage),
                   ==, ENCORD_WORKFLOW_STAGE_ANNOTATION);

  initialise (row, ENCORD_INITIALISE_NONE);
  label_everything (row);
  save (row);
  initialise (row, ENCORD_INITIALISE_OVERWRITE);
  assert_labelled (row);
  again = find_row (project, made.video_hash);
  initialise (again, ENCORD_INITIALISE_SIGNED_URL);
  assert_labelled (again);
  save (again);
  assert_moves (project, again);

  stream =
      encord_project_open_data (project, made.video_hash, NULL, NULL, &error);
  g_assert_no_error (error);
  assert_same_bytes (stream, f->video);
}

static void
test_image_group (Fixture *f, gconstpointer data)
{
  g_auto (Made) made = { NULL };
  g_autoptr (EncordProject) project = NULL;
  g_autoptr (EncordLabelRow) row = NULL;
  g_autoptr (GError) error = NULL;

  make_project (f, &made);
  project =
      encord_client_get_project (f->client, made.project_hash, NULL, &error);
  g_assert_no_error (error);
  row = find_row (project, made.group_hash);
  g_assert_cmpint (encord_label_row_get_number_of_frames (row), ==, 2);
  initialise (row, ENCORD_INITIALISE_NONE);

  for (int i = 0; i < 2; i++) {
    g_autoptr (EncordDataStream) stream = encord_project_open_data (
        project, made.group_hash, encord_label_row_get_image_hash (row, i),
        NULL, &error);

    g_assert_no_error (error);
    assert_same_bytes (stream, f->images[i]);
  }
}

static void
test_refusals (Fixture *f, gconstpointer data)
{
  g_auto (Made) made = { NULL };
  g_autofree char *stranger_file = in_folder (f, "stranger");
  const char *const make_key[] = { "ssh-keygen", "-q",          "-t",
                                   "ed25519",    "-N",          "",
                                   "-f",         stranger_file, NULL };
  g_autofree char *key_text = NULL;
  g_autofree char *noise = in_folder (f, "noise.mp4");
  g_autofree char *dataset_hash = NULL;
  g_autofree char *ssh_keygen = g_find_program_in_path ("ssh-keygen");
  g_autoptr (GFile) noise_file = g_file_new_for_path (noise);
  g_autoptr (EncordDataset) dataset = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_null (encord_client_get_project (
      f->client, "11111111-1111-4111-8111-111111111111", NULL, &error));
  g_assert_error (error, ENCORD_ERROR, ENCORD_ERROR_NOT_FOUND);
  g_clear_error (&error);

  make_project (f, &made);
  if (ssh_keygen != NULL) {
    g_autoptr (EncordClient) stranger = NULL;

    run_program (make_key);
    g_file_get_contents (stranger_file, &key_text, NULL, &error);
    g_assert_no_error (error);
    stranger = new_client (f, key_text);
    g_assert_null (
        encord_client_get_project (stranger, made.project_hash, NULL, &error));
    g_assert_error (error, ENCORD_ERROR, ENCORD_ERROR_AUTH);
    g_clear_error (&error);
  }

  g_file_set_contents (noise, "noise", -1, &error);
  g_assert_no_error (error);
  dataset_hash =
      encord_client_create_dataset (f->client, "Noise", NULL, NULL, &error);
  g_assert_no_error (error);
  dataset = encord_client_get_dataset (f->client, dataset_hash, NULL, &error);
  g_assert_no_error (error);
  g_assert_null (encord_dataset_upload_video (dataset, noise_file, NULL, NULL,
                                              NULL, NULL, &error));
  g_assert_error (error, ENCORD_ERROR, ENCORD_ERROR_REJECTED);
  g_assert_nonnull (strstr (error->message, "noise.mp4"));
}

static void
test_example (Fixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GSubprocess) process = g_subprocess_new (
      G_SUBPROCESS_FLAGS_STDOUT_PIPE, &error, create_program, "--server",
      f->uri, "--ssh-key-file", f->key_file, "--title", "Faces", "--class",
      "face", "--class", "road:polygon", "--workflow", "--video", f->video,
      "--image-group", "Two", f->images[0], f->images[1], NULL);
  g_autofree char *output = NULL;
  g_autoptr (JsonNode) result = NULL;
  g_autoptr (EncordProject) project = NULL;
  g_autoptr (EncordLabelRow) row = NULL;
  EncordOntologyObject *object;
  JsonArray *data_hashes;

  g_assert_no_error (error);
  g_subprocess_communicate_utf8 (process, NULL, NULL, &output, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (g_subprocess_get_successful (process));
  result = json_from_string (output, &error);
  g_assert_no_error (error);
  data_hashes = json_object_get_array_member (json_node_get_object (result),
                                              "data_hashes");
  g_assert_cmpuint (json_array_get_length (data_hashes), ==, 2);

  project = encord_client_get_project (
      f->client,
      json_object_get_string_member (json_node_get_object (result),
                                     "project_hash"),
      NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (encord_project_get_title (project), ==, "Faces");
  object = encord_ontology_structure_find_object_by_title (
      encord_project_get_ontology_structure (project), "road");
  g_assert_cmpint (encord_ontology_object_get_shape (object), ==,
                   ENCORD_SHAPE_POLYGON);
  row = find_row (project, json_array_get_string_element (data_hashes, 1));
  g_assert_cmpstr (encord_label_row_get_data_title (row), ==, "Two");
}

#define ADD(name, func)                                                        \
  g_test_add ("/client-emulator/" name, Fixture, NULL, set_up, func, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_assert_cmpint (argc, ==, 3);
  emulator_program = argv[1];
  create_program = argv[2];

  ADD ("video", test_video);
  ADD ("image-group", test_image_group);
  ADD ("refusals", test_refusals);
  ADD ("example", test_example);

  return g_test_run ();
}
