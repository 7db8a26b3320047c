/* encordlabelsink-groups.c - image groups: labels go where their picture is
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "labelsink-world.h"
#include "run-pipeline.h"

#define N_PICTURES 3

static const char *const face[] = { "face", NULL };

static GFile *
make_picture (World *world, guint number)
{
  g_autofree char *path =
      g_strdup_printf ("%s/picture-%u.png",
                       emulator_process_get_folder (world->emulator), number);
  g_autofree char *launch = g_strdup_printf (
      "videotestsrc num-buffers=1 pattern=%u ! video/x-raw,width=64,height=48 "
      "! videoconvert ! pngenc ! filesink location=%s",
      number, path);

  run_pipeline (launch);

  return g_file_new_for_path (path);
}

/* (transfer full): the hash of a group in a new dataset */
static char *
upload_group (World *world, char **ret_dataset_hash)
{
  EncordClient *client = emulator_process_get_client (world->emulator);
  g_autoptr (EncordDataset) dataset = NULL;
  g_autoptr (GError) error = NULL;
  GFile *pictures[N_PICTURES];
  char *hash;

  *ret_dataset_hash =
      encord_client_create_dataset (client, "pictures", "", NULL, &error);
  g_assert_no_error (error);
  dataset = encord_client_get_dataset (client, *ret_dataset_hash, NULL, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < N_PICTURES; i++)
    pictures[i] = make_picture (world, i);
  hash = encord_dataset_create_image_group (dataset, pictures, N_PICTURES,
                                            "group", ENCORD_IMAGE_GROUP_NONE,
                                            NULL, NULL, NULL, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < N_PICTURES; i++)
    g_object_unref (pictures[i]);

  return hash;
}

/* faces are drawn as shape, and the world's data is a group */
static World *
make_world (EncordShape shape)
{
  g_autoptr (EncordOntologyStructure) structure =
      encord_ontology_structure_new ();
  g_autoptr (EncordProject) project = NULL;
  g_autofree char *dataset_hash = NULL;
  g_autoptr (GError) error = NULL;
  World *world;

  fail_unless (encord_ontology_structure_add_object (structure, "face", shape,
                                                     NULL) != NULL);
  world = world_new_with (structure);
  g_free (world->data_hash);
  world->data_hash = upload_group (world, &dataset_hash);
  project =
      encord_client_get_project (emulator_process_get_client (world->emulator),
                                 world->project_hash, NULL, &error);
  g_assert_no_error (error);
  fail_unless (encord_project_add_datasets (
      project, (const char *const[]){ dataset_hash, NULL }, NULL, &error));

  return world;
}

/* each picture's thing is somewhere else */
static double
place_of (guint picture)
{
  return 0.125 * (picture + 1);
}

static EncordGeometry *
draw (guint picture)
{
  const double x = place_of (picture);
  const EncordPoint points[] = { { x, 0.25 },
                                 { x + 0.25, 0.5 },
                                 { x + 0.125, 0.75 } };

  return encord_geometry_new_polygon (points, G_N_ELEMENTS (points));
}

/* the frame that comes as number is that picture of the row */
static void
push_picture (GstHarness *harness, EncordLabelRow *row, guint number,
              guint picture, gboolean drawn)
{
  g_autoptr (EncordGeometry) geometry = drawn ? draw (picture) : NULL;
  GstBuffer *buffer = gst_harness_create_buffer (harness, 64 * 48 * 3 / 2);
  GstEncordLabelsMeta *meta =
      gst_buffer_add_encord_labels_meta (buffer, GST_ENCORD_LABELS_INFERRED);
  const GstEncordLabel label = {
    .class_name = g_quark_from_string ("face"),
    .shape = drawn ? ENCORD_SHAPE_POLYGON : ENCORD_SHAPE_BOUNDING_BOX,
    .box = { place_of (picture), 0.25, 0.25, 0.5, 0 },
    .geometry = geometry,
    .confidence = 0.75,
    .track_id = -1,
  };

  gst_buffer_add_encord_frame_meta (
      buffer, number, encord_label_row_get_image_hash (row, (int) picture));
  gst_encord_labels_meta_append (meta, &label);
  fail_unless_equals_int (gst_harness_push (harness, buffer), GST_FLOW_OK);
}

static GstStructure *
run (World *world, const guint *order, gboolean drawn)
{
  g_autoptr (EncordLabelRow) row = world_fetch_row (world);
  g_autoptr (GstEncordUnit) unit = g_object_new (
      GST_TYPE_ENCORD_UNIT, "project-hash", world->project_hash, "data-hash",
      world->data_hash, "branch-name", "main", "title", "group", "data-type",
      "img_group", "n-frames", (gint64) N_PICTURES, NULL);
  GstHarness *harness = world_make_harness (world);

  gst_harness_set_src_caps_str (harness, WORLD_CAPS);
  gst_harness_push_event (harness, gst_encord_unit_event_new (unit));
  gst_harness_push_event (harness, gst_encord_classes_event_new (face));
  for (guint i = 0; i < N_PICTURES; i++)
    push_picture (harness, row, i, order[i], drawn);
  gst_harness_push_event (
      harness, gst_encord_unit_end_event_new (unit, GST_ENCORD_UNIT_COMPLETE,
                                              N_PICTURES));

  return world_finish (world, harness);
}

/* every picture has an object of its own, with its own place */
static void
check_objects (World *world, gboolean drawn)
{
  g_autoptr (EncordLabelRow) row = world_fetch_row (world);
  g_autoptr (GPtrArray) objects = encord_label_row_get_object_instances (row);
  guint found = 0;

  fail_unless_equals_int (objects->len, N_PICTURES);
  for (guint i = 0; i < objects->len; i++) {
    guint n;
    const int *frames =
        encord_object_instance_get_frames (objects->pdata[i], &n);
    g_autoptr (EncordGeometry) geometry = NULL;
    g_autoptr (EncordGeometry) expected = NULL;

    fail_unless_equals_int (n, 1);
    found |= 1u << frames[0];
    if (!drawn) {
      fail_unless (box_x (objects->pdata[i], frames[0]) ==
                   place_of ((guint) frames[0]));
      continue;
    }
    geometry =
        encord_object_instance_get_geometry (objects->pdata[i], frames[0]);
    expected = draw ((guint) frames[0]);
    fail_unless (encord_geometry_equal (geometry, expected));
  }
  fail_unless_equals_int (found, (1u << N_PICTURES) - 1);
}

/* a row may have its pictures in another order than the stream */
GST_START_TEST (test_pictures_are_known_by_hash)
{
  static const guint order[] = { 2, 0, 1 }, sorted[] = { 0, 1, 2 };
  const gboolean drawn = __i__ == 1;
  g_autoptr (World) world =
      make_world (drawn ? ENCORD_SHAPE_POLYGON : ENCORD_SHAPE_BOUNDING_BOX);
  g_autoptr (GstStructure) once = run (world, order, drawn);
  g_autoptr (GstStructure) twice = NULL;

  check_count (once, "rows-saved", 1);
  check_count (once, "labels", N_PICTURES);
  check_objects (world, drawn);
  twice = run (world, sorted, drawn);
  check_count (twice, "rows-unchanged", 1);
}
GST_END_TEST;

static Suite *
encordlabelsink_groups_suite (void)
{
  Suite *suite = suite_create ("encordlabelsink-groups");
  TCase *tc = tcase_create ("general");

  suite_add_tcase (suite, tc);
  tcase_add_loop_test (tc, test_pictures_are_known_by_hash, 0, 2);

  return suite;
}

GST_CHECK_MAIN (encordlabelsink_groups)
