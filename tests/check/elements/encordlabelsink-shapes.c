/* encordlabelsink-shapes.c - boxes become objects that are drawn otherwise
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <string.h>

#include "labelsink-world.h"

/* the picture of the clip */
#define WIDTH 64
#define HEIGHT 48

static const EncordShape shapes[] = { ENCORD_SHAPE_POLYGON,
                                      ENCORD_SHAPE_BITMASK };

/* faces are drawn so */
static World *
make_world (EncordShape shape)
{
  g_autoptr (EncordOntologyStructure) structure =
      encord_ontology_structure_new ();

  fail_unless (encord_ontology_structure_add_object (structure, "face", shape,
                                                     NULL) != NULL);

  return world_new_with (structure);
}

static GstStructure *
run_with (World *world, double x, const char *policy)
{
  static const char *const face[] = { "face", NULL };
  GstHarness *harness = world_make_harness_with (
      world, "convert-shapes", "true", "overlap-policy", policy, NULL);

  world_begin (world, harness, face);
  push_frames (harness, 0, N_FRAMES, x);

  return world_complete (world, harness);
}

static GstStructure *
run (World *world, double x)
{
  return run_with (world, x, "skip");
}

/* what a face at x looks like, see push_frame() */
static EncordGeometry *
draw (EncordShape shape, double x)
{
  const EncordPoint corners[] = {
    { x, 0.25 }, { x + 0.25, 0.25 }, { x + 0.25, 0.75 }, { x, 0.75 }
  };
  guint8 pixels[WIDTH * HEIGHT] = { 0 };
  g_autoptr (GBytes) bytes = NULL;
  g_autofree char *rle = NULL;

  if (shape == ENCORD_SHAPE_POLYGON)
    return encord_geometry_new_polygon (corners, G_N_ELEMENTS (corners));
  for (int row = HEIGHT / 4; row < HEIGHT * 3 / 4; row++)
    memset (pixels + row * WIDTH + (int) (x * WIDTH), 1, WIDTH / 4);
  bytes = g_bytes_new (pixels, sizeof pixels);
  rle = encord_bitmask_encode (bytes, WIDTH, HEIGHT, NULL);

  return encord_geometry_new_bitmask (WIDTH, HEIGHT, rle);
}

/* a corner is moved inward, or a corner of the mask rubbed out: the bounds stay */
static EncordGeometry *
retouch (EncordShape shape, double x)
{
  const EncordPoint corners[] = {
    { x + 0.03, 0.28 }, { x + 0.25, 0.25 }, { x + 0.25, 0.75 }, { x, 0.75 }
  };
  g_autoptr (EncordGeometry) before = draw (shape, x);
  g_autoptr (GBytes) bytes = NULL, after = NULL;
  g_autofree char *rle = NULL;
  guint8 pixels[WIDTH * HEIGHT];
  int width, height;

  if (shape == ENCORD_SHAPE_POLYGON)
    return encord_geometry_new_polygon (corners, G_N_ELEMENTS (corners));
  bytes = encord_bitmask_decode (
      encord_geometry_get_bitmask (before, &width, &height), WIDTH, HEIGHT,
      NULL);
  memcpy (pixels, g_bytes_get_data (bytes, NULL), sizeof pixels);
  pixels[HEIGHT / 4 * WIDTH + (int) (x * WIDTH)] = 0;
  after = g_bytes_new (pixels, sizeof pixels);
  rle = encord_bitmask_encode (after, WIDTH, HEIGHT, NULL);

  return encord_geometry_new_bitmask (WIDTH, HEIGHT, rle);
}

static void
check_shape (EncordObjectInstance *object, int frame,
             const EncordGeometry *expected)
{
  g_autoptr (EncordGeometry) geometry =
      encord_object_instance_get_geometry (object, frame);

  fail_unless (geometry != NULL, "nothing on frame %d", frame);
  fail_unless (encord_geometry_equal (geometry, expected), "frame %d", frame);
}

GST_START_TEST (test_is_written_and_known_again)
{
  const EncordShape shape = shapes[__i__];
  g_autoptr (World) world = make_world (shape);
  g_autoptr (GstStructure) once = run (world, 0.25);
  g_autoptr (GstStructure) twice = run (world, 0.25);
  g_autoptr (GstStructure) thrice = run (world, 0.3125);
  g_autoptr (EncordGeometry) expected = draw (shape, 0.3125);
  g_autoptr (EncordLabelRow) row = world_fetch_row (world);
  EncordObjectInstance *object = only_object (row);

  check_count (once, "rows-saved", 1);
  check_count (once, "labels", N_FRAMES);
  check_count (twice, "rows-unchanged", 1);
  check_count (thrice, "rows-saved", 1);
  check_count (thrice, "labels", N_FRAMES);
  for (int frame = 0; frame < N_FRAMES; frame++)
    check_shape (object, frame, expected);
}
GST_END_TEST;

GST_START_TEST (test_retouched_is_a_humans)
{
  const EncordShape shape = shapes[__i__];
  g_autoptr (World) world = make_world (shape);
  g_autoptr (GstStructure) once G_GNUC_UNUSED = run (world, 0.25);
  g_autoptr (GstStructure) twice = NULL;
  g_autoptr (EncordLabelRow) edited = world_fetch_row (world);
  g_autoptr (EncordLabelRow) row = NULL;
  g_autoptr (EncordGeometry) retouched = retouch (shape, 0.25);
  g_autoptr (EncordGeometry) moved = draw (shape, 0.3125);
  EncordAnnotation annotation;
  EncordObjectInstance *object = only_object (edited);

  /* what else is said of it stays as it is: only the shape differs */
  fail_unless (encord_object_instance_get_annotation (object, 3, &annotation));
  fail_unless (encord_object_instance_set_geometry (object, 3, retouched,
                                                    &annotation, NULL));
  human_saves (edited);

  twice = run (world, 0.3125);
  check_count (twice, "rows-saved", 1);
  check_count (twice, "labels", N_FRAMES - 1);
  row = world_fetch_row (world);
  object = only_object (row);
  for (int frame = 0; frame < N_FRAMES; frame++)
    check_shape (object, frame, frame == 3 ? retouched : moved);
}
GST_END_TEST;

/* a human has drawn on frame 4 what the model sees on all */
static void
draw_by_hand (World *world, EncordShape shape)
{
  g_autoptr (EncordLabelRow) row = world_fetch_row (world);
  g_autoptr (EncordGeometry) geometry = retouch (shape, 0.25);
  EncordOntologyObject *class = encord_ontology_structure_find_object_by_title (
      encord_label_row_get_ontology_structure (row), "face");
  EncordObjectInstance *added =
      encord_label_row_add_object_instance (row, class, "humanobj", NULL);

  fail_unless (
      encord_object_instance_set_geometry (added, 4, geometry, NULL, NULL));
  human_saves (row);
}

GST_START_TEST (test_what_a_human_drew_covers)
{
  const EncordShape shape = shapes[__i__];
  g_autoptr (World) world = make_world (shape);
  g_autoptr (GstStructure) summary = NULL, replaced = NULL;
  g_autoptr (EncordGeometry) theirs = retouch (shape, 0.25);
  g_autoptr (EncordLabelRow) row = NULL, after = NULL;

  draw_by_hand (world, shape);
  summary = run (world, 0.25);
  check_count (summary, "labels", N_FRAMES - 1);
  row = world_fetch_row (world);
  check_shape (encord_label_row_get_object_instance (row, "humanobj"), 4,
               theirs);

  replaced = run_with (world, 0.25, "replace");
  check_count (replaced, "labels", N_FRAMES);
  after = world_fetch_row (world);
  fail_unless (encord_label_row_get_object_instance (after, "humanobj") ==
               NULL);
}
GST_END_TEST;

/* a mask is never interpolated, so it is written on each frame; of a polygon keys
 * will do */
GST_START_TEST (test_keys)
{
  static const char *const face[] = { "face", NULL };
  const EncordShape shape = shapes[__i__];
  g_autoptr (World) world = make_world (shape);
  g_autoptr (GstStructure) summary = NULL;
  GstHarness *harness = world_make_harness_with (
      world, "convert-shapes", "true", "write-mode", "keys", NULL);

  world_begin (world, harness, face);
  push_frames (harness, 0, N_FRAMES, 0.25);
  summary = world_complete (world, harness);
  check_count (summary, "labels", shape == ENCORD_SHAPE_BITMASK ? N_FRAMES : 2);
}
GST_END_TEST;

/* beside the picture there are no pixels, and the next frames are not lost */
GST_START_TEST (test_outside_of_the_picture)
{
  const EncordShape shape = shapes[__i__];
  g_autoptr (World) world = make_world (shape);
  g_autoptr (GstStructure) summary = run (world, 1.5);

  check_count (summary, "labels", shape == ENCORD_SHAPE_BITMASK ? 0 : N_FRAMES);
}
GST_END_TEST;

GST_START_TEST (test_not_without_being_asked)
{
  static const char *const face[] = { "face", NULL };
  g_autoptr (World) world = make_world (shapes[__i__]);
  GstHarness *harness = world_make_harness (world);
  g_autoptr (GstMessage) message = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *remedy = NULL;

  world_begin (world, harness, face);
  push_frames (harness, 0, 1, 0.25);
  message = gst_bus_timed_pop_filtered (world->bus, GST_CLOCK_TIME_NONE,
                                        GST_MESSAGE_ERROR);
  gst_message_parse_error (message, &error, &remedy);
  fail_unless (
      strstr (error->message, encord_shape_to_string (shapes[__i__])) != NULL,
      "%s", error->message);
  fail_unless (strstr (remedy, "convert-shapes") != NULL, "%s", remedy);
  world_free_harness (world, harness);
}
GST_END_TEST;

static Suite *
encordlabelsink_shapes_suite (void)
{
  Suite *s = suite_create ("encordlabelsink-shapes");
  TCase *tc = tcase_create ("general");
  const int n = G_N_ELEMENTS (shapes);

  suite_add_tcase (s, tc);
  tcase_set_timeout (tc, 60);
  tcase_add_loop_test (tc, test_is_written_and_known_again, 0, n);
  tcase_add_loop_test (tc, test_retouched_is_a_humans, 0, n);
  tcase_add_loop_test (tc, test_what_a_human_drew_covers, 0, n);
  tcase_add_loop_test (tc, test_keys, 0, n);
  tcase_add_loop_test (tc, test_outside_of_the_picture, 0, n);
  tcase_add_loop_test (tc, test_not_without_being_asked, 0, n);

  return s;
}

GST_CHECK_MAIN (encordlabelsink_shapes);
