/* encordlabelsink-drawn.c - labels that bring polygons, lines, points and masks
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <math.h>
#include <sqlite3.h>
#include <string.h>

#include "labelsink-world.h"

/* the picture of the clip */
#define WIDTH 64
#define HEIGHT 48
#define FRAME (GST_SECOND / 10)

static const EncordShape shapes[] = { ENCORD_SHAPE_POLYGON,
                                      ENCORD_SHAPE_POLYLINE, ENCORD_SHAPE_POINT,
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

/* a column of pixels that is wider below */
static EncordGeometry *
draw_mask (double x)
{
  guint8 pixels[WIDTH * HEIGHT] = { 0 };
  g_autoptr (GBytes) bytes = NULL;
  g_autofree char *rle = NULL;

  for (int row = HEIGHT / 4; row < HEIGHT * 3 / 4; row++)
    memset (pixels + row * WIDTH + (int) (x * WIDTH), 1,
            row < HEIGHT / 2 ? WIDTH / 8 : WIDTH / 4);
  bytes = g_bytes_new (pixels, sizeof pixels);
  rle = encord_bitmask_encode (bytes, WIDTH, HEIGHT, NULL);

  return encord_geometry_new_bitmask (WIDTH, HEIGHT, rle);
}

/* in quarters and eighths, which JSON holds exactly */
static EncordGeometry *
draw (EncordShape shape, double x)
{
  const EncordPoint points[] = { { x, 0.25 },
                                 { x + 0.25, 0.5 },
                                 { x + 0.125, 0.75 } };

  switch (shape) {
    case ENCORD_SHAPE_POLYGON:
      return encord_geometry_new_polygon (points, G_N_ELEMENTS (points));
    case ENCORD_SHAPE_POLYLINE:
      return encord_geometry_new_polyline (points, G_N_ELEMENTS (points));
    case ENCORD_SHAPE_POINT:
      return encord_geometry_new_point (x, 0.25);
    default:
      return draw_mask (x);
  }
}

/* takes the geometry; without one nothing is on the frame */
static void
push_drawn (GstHarness *harness, guint frame, EncordGeometry *geometry)
{
  g_autoptr (EncordGeometry) taken G_GNUC_UNUSED = geometry;
  GstBuffer *buffer =
      gst_harness_create_buffer (harness, WIDTH * HEIGHT * 3 / 2);
  GstEncordLabelsMeta *meta;

  GST_BUFFER_PTS (buffer) = frame * FRAME;
  gst_buffer_add_encord_frame_meta (buffer, frame, NULL);
  meta = gst_buffer_add_encord_labels_meta (buffer, GST_ENCORD_LABELS_INFERRED);
  if (geometry != NULL) {
    const GstEncordLabel label = {
      .class_name = g_quark_from_string ("face"),
      .shape = encord_geometry_get_shape (geometry),
      .geometry = geometry,
      .confidence = 0.75,
      .track_id = -1,
    };

    gst_encord_labels_meta_append (meta, &label);
  }
  fail_unless_equals_int (gst_harness_push (harness, buffer), GST_FLOW_OK);
}

static void
push_shapes (GstHarness *harness, EncordShape shape, guint start, guint n,
             double x)
{
  for (guint i = start; i < start + n; i++)
    push_drawn (harness, i, draw (shape, x));
}

static const char *const face[] = { "face", NULL };

static void
begin_from (World *world, GstHarness *harness, guint64 first_frame)
{
  g_autoptr (GstEncordUnit) unit = world_make_unit_from (world, first_frame);

  gst_harness_set_src_caps_str (harness, WORLD_CAPS);
  gst_harness_push_event (harness, gst_encord_unit_event_new (unit));
  gst_harness_push_event (harness, gst_encord_classes_event_new (face));
}

static GstStructure *
run (World *world, EncordShape shape, double x)
{
  GstHarness *harness = world_make_harness (world);

  world_begin (world, harness, face);
  push_shapes (harness, shape, 0, N_FRAMES, x);

  return world_complete (world, harness);
}

static void
check_shape (EncordObjectInstance *object, int frame, EncordShape shape,
             double x)
{
  g_autoptr (EncordGeometry) expected = draw (shape, x);
  g_autoptr (EncordGeometry) geometry =
      encord_object_instance_get_geometry (object, frame);

  fail_unless (geometry != NULL, "nothing on frame %d", frame);
  fail_unless (encord_geometry_equal (geometry, expected), "frame %d", frame);
}

static void
check_row (World *world, EncordShape shape, double x)
{
  g_autoptr (EncordLabelRow) row = world_fetch_row (world);
  EncordObjectInstance *object = only_object (row);

  for (int frame = 0; frame < N_FRAMES; frame++)
    check_shape (object, frame, shape, x);
}

GST_START_TEST (test_is_written_and_known_again)
{
  const EncordShape shape = shapes[__i__];
  g_autoptr (World) world = make_world (shape);
  g_autoptr (GstStructure) once = run (world, shape, 0.25);
  g_autoptr (GstStructure) twice = NULL, thrice = NULL;

  check_count (once, "rows-saved", 1);
  check_count (once, "labels", N_FRAMES);
  check_row (world, shape, 0.25);
  twice = run (world, shape, 0.25);
  check_count (twice, "rows-unchanged", 1);
  thrice = run (world, shape, 0.25 + 1. / WIDTH);
  check_count (thrice, "labels", N_FRAMES);
  check_row (world, shape, 0.25 + 1. / WIDTH);
}
GST_END_TEST;

/* Labels a row, of which a human then draws the only object anew on frame 3; what else
 * is said of it stays as it is. Labels it again, a little further right. (transfer
 * full): the row */
static EncordLabelRow *
run_around_human (World *world, EncordShape shape, EncordGeometry *drawn,
                  EncordObjectInstance **ret_object)
{
  g_autoptr (GstStructure) once G_GNUC_UNUSED = run (world, shape, 0.25);
  g_autoptr (GstStructure) twice = NULL;
  g_autoptr (EncordLabelRow) edited = world_fetch_row (world);
  EncordAnnotation annotation;
  EncordObjectInstance *object = only_object (edited);
  EncordLabelRow *row;

  fail_unless (encord_object_instance_get_annotation (object, 3, &annotation));
  fail_unless (encord_object_instance_set_geometry (object, 3, drawn,
                                                    &annotation, NULL));
  human_saves (edited);

  twice = run (world, shape, 0.25 + 1. / WIDTH);
  check_count (twice, "labels", N_FRAMES - 1);
  row = world_fetch_row (world);
  *ret_object = encord_label_row_get_object_instance (
      row, encord_object_instance_get_object_hash (object));

  return row;
}

GST_START_TEST (test_what_a_human_moved_stays)
{
  const EncordShape shape = shapes[__i__];
  g_autoptr (World) world = make_world (shape);
  g_autoptr (EncordGeometry) moved = draw (shape, 0.25 + 2. / WIDTH);
  EncordObjectInstance *object;
  g_autoptr (EncordLabelRow) row G_GNUC_UNUSED =
      run_around_human (world, shape, moved, &object);

  for (int frame = 0; frame < N_FRAMES; frame++)
    check_shape (object, frame, shape,
                 frame == 3 ? 0.25 + 2. / WIDTH : 0.25 + 1. / WIDTH);
}
GST_END_TEST;

/* (transfer full): the polygon with a hole in it */
static EncordGeometry *
draw_holed (double x)
{
  const EncordPoint hole[] = { { x + 0.0625, 0.375 },
                               { x + 0.125, 0.5 },
                               { x + 0.0625, 0.5 } };
  g_autoptr (EncordGeometry) plain = draw (ENCORD_SHAPE_POLYGON, x);

  return encord_geometry_with_hole (plain, hole, G_N_ELEMENTS (hole));
}

/* a human has cut a hole into one of ours, whose outline is still the same */
GST_START_TEST (test_what_a_human_cut_out_stays)
{
  g_autoptr (World) world = make_world (ENCORD_SHAPE_POLYGON);
  g_autoptr (EncordGeometry) holed = draw_holed (0.25);
  EncordObjectInstance *object;
  g_autoptr (EncordLabelRow) row G_GNUC_UNUSED =
      run_around_human (world, ENCORD_SHAPE_POLYGON, holed, &object);
  g_autoptr (EncordGeometry) stays =
      encord_object_instance_get_geometry (object, 3);

  fail_unless (encord_geometry_equal (stays, holed));
}
GST_END_TEST;

/* labels bring their holes to the row, which is then as it should be */
GST_START_TEST (test_holes)
{
  g_autoptr (World) world = make_world (ENCORD_SHAPE_POLYGON);
  g_autoptr (EncordGeometry) expected = draw_holed (0.25);
  static const char *const counts[] = { "rows-saved", "rows-unchanged" };

  for (gsize i = 0; i < G_N_ELEMENTS (counts); i++) {
    GstHarness *harness = world_make_harness (world);
    g_autoptr (GstStructure) summary = NULL;
    g_autoptr (EncordLabelRow) row = NULL;
    g_autoptr (EncordGeometry) written = NULL;

    world_begin (world, harness, face);
    for (guint frame = 0; frame < N_FRAMES; frame++)
      push_drawn (harness, frame, draw_holed (0.25));
    summary = world_complete (world, harness);
    check_count (summary, counts[i], 1);
    row = world_fetch_row (world);
    written = encord_object_instance_get_geometry (only_object (row), 3);
    fail_unless (encord_geometry_equal (written, expected));
  }
}
GST_END_TEST;

static void
wait_for (World *world, const char *name)
{
  for (;;) {
    g_autoptr (GstMessage) message =
        gst_bus_timed_pop_filtered (world->bus, GST_CLOCK_TIME_NONE,
                                    GST_MESSAGE_ELEMENT | GST_MESSAGE_ERROR);

    fail_unless_equals_int (GST_MESSAGE_TYPE (message), GST_MESSAGE_ELEMENT);
    if (gst_message_has_name (message, name))
      return;
  }
}

/* what waits for the server is in the journal, and so is what a run had seen when it
 * was ended */
GST_START_TEST (test_journal_keeps_them)
{
  const EncordShape shape = shapes[__i__];
  g_autoptr (World) world = make_world (shape);
  g_autoptr (GstStructure) rest = NULL;
  GstHarness *harness = world_make_harness (world);

  fail_unless (world_ask (world, harness, "digest") == 0);
  emulator_process_stop (world->emulator);
  g_object_set (harness->element, "shutdown-timeout", (guint64) 0, NULL);
  world_begin (world, harness, face);
  push_shapes (harness, shape, 0, 8, 0.25);
  world_free_harness (world, harness);

  emulator_process_start (world->emulator);
  harness = world_make_harness (world);
  fail_unless_equals_uint64 (world_ask (world, harness, "digest"), 8);
  begin_from (world, harness, 8);
  /* the part that waited, before the rest of the unit is there, too */
  wait_for (world, "encord-row-saved");
  push_shapes (harness, shape, 8, N_FRAMES - 8, 0.25);
  rest = world_complete (world, harness);
  /* that part, and the whole */
  check_count (rest, "rows-saved", 2);
  check_row (world, shape, 0.25);
}
GST_END_TEST;

/* in keys mode each sighting is one, and an editor fills the gap */
GST_START_TEST (test_keys_and_gaps)
{
  static const char *const modes[] = { "dense", "keys" };
  const EncordShape shape = shapes[__i__];

  for (gsize i = 0; i < G_N_ELEMENTS (modes); i++) {
    g_autoptr (World) world = make_world (shape);
    g_autoptr (GstStructure) summary = NULL;
    GstHarness *harness =
        world_make_harness_with (world, "write-mode", modes[i], NULL);
    /* no editor interpolates masks: keys would leave the gap open */
    const gboolean fills =
        g_str_equal (modes[i], "dense") ||
        (g_str_equal (modes[i], "keys") && shape == ENCORD_SHAPE_BITMASK);

    world_begin (world, harness, face);
    push_shapes (harness, shape, 0, 8, 0.25);
    push_drawn (harness, 8, NULL);
    push_shapes (harness, shape, 9, N_FRAMES - 9, 0.25);
    summary = world_complete (world, harness);
    check_count (summary, "labels", fills ? N_FRAMES : N_FRAMES - 1);
  }
}
GST_END_TEST;

/* convert-shapes is for boxes; without it the first one ends the run */
GST_START_TEST (test_box_among_shapes)
{
  const EncordShape shape = shapes[__i__];
  g_autoptr (World) world = make_world (shape);
  GstHarness *harness = world_make_harness (world);
  g_autoptr (GstMessage) message = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *remedy = NULL;

  world_begin (world, harness, face);
  push_shapes (harness, shape, 0, 4, 0.25);
  push_frames (harness, 4, 1, 0.25);
  message = gst_bus_timed_pop_filtered (world->bus, GST_CLOCK_TIME_NONE,
                                        GST_MESSAGE_ERROR);
  gst_message_parse_error (message, &error, &remedy);
  fail_unless (strstr (error->message, "the labels are boxes") != NULL, "%s",
               error->message);
  fail_unless (strstr (remedy, "convert-shapes") != NULL, "%s", remedy);
  world_free_harness (world, harness);
}
GST_END_TEST;

/* a box object takes the bounds of anything; of a point, those of a place */
GST_START_TEST (test_box_object)
{
  const EncordShape shape = shapes[__i__];
  g_autoptr (World) world = make_world (ENCORD_SHAPE_BOUNDING_BOX);
  g_autoptr (GstStructure) summary = run (world, shape, 0.25);
  g_autoptr (EncordLabelRow) row = world_fetch_row (world);

  check_count (summary, "labels", N_FRAMES);
  fail_unless (box_x (only_object (row), N_FRAMES - 1) ==
               (shape == ENCORD_SHAPE_POINT ? 15.5 / WIDTH : 0.25));
}
GST_END_TEST;

/* a mask has an outline; but a line has no inside */
GST_START_TEST (test_polygon_object)
{
  const EncordShape shape = shapes[__i__];
  g_autoptr (World) world = make_world (ENCORD_SHAPE_POLYGON);
  g_autofree char *text = NULL;
  GstHarness *harness;

  if (shape == ENCORD_SHAPE_POLYGON || shape == ENCORD_SHAPE_BITMASK) {
    g_autoptr (GstStructure) summary = run (world, shape, 0.25);
    g_autoptr (EncordLabelRow) row = world_fetch_row (world);
    g_autoptr (EncordGeometry) polygon =
        encord_object_instance_get_geometry (only_object (row), 3);
    EncordBox box;

    check_count (summary, "labels", N_FRAMES);
    fail_unless (encord_fit_box (polygon, WIDTH, HEIGHT, &box, NULL));
    fail_unless (box.x == 0.25 && box.y == 0.25);
    fail_unless (box.width == 0.25 && box.height == 0.5);
    return;
  }
  harness = world_make_harness (world);
  world_begin (world, harness, face);
  push_shapes (harness, shape, 0, N_FRAMES, 0.25);
  world_end (world, harness);
  text = world_wait_for_error (world);
  fail_unless (strstr (text, "which does not become one") != NULL, "%s", text);
  world_free_harness (world, harness);
}
GST_END_TEST;

/* what is no shape is left out, and takes nothing with it */
GST_START_TEST (test_malformed)
{
  const EncordShape shape = shapes[__i__];
  g_autoptr (World) world = make_world (shape);
  g_autoptr (GstStructure) summary = NULL;
  GstHarness *harness = world_make_harness_with (world, "max-gap", "0", NULL);
  const EncordPoint nowhere[] = { { 0.5, 0.5 }, { 0.75, NAN }, { 0.25, 0.75 } };

  world_begin (world, harness, face);
  for (guint i = 0; i < N_FRAMES; i++) {
    if (i != 9)
      push_drawn (harness, i, draw (shape, 0.25));
    else if (shape == ENCORD_SHAPE_BITMASK)
      push_drawn (harness, i,
                  encord_geometry_new_bitmask (WIDTH, HEIGHT, "\x01"));
    else if (shape == ENCORD_SHAPE_POLYGON)
      push_drawn (harness, i, encord_geometry_new_polygon (nowhere, 3));
    else if (shape == ENCORD_SHAPE_POLYLINE)
      push_drawn (harness, i, encord_geometry_new_polyline (nowhere, 3));
    else
      push_drawn (harness, i, encord_geometry_new_point (NAN, 0.5));
  }
  summary = world_complete (world, harness);
  check_count (summary, "labels", N_FRAMES - 1);
}
GST_END_TEST;

/* a point at the very edge of the picture is in it */
GST_START_TEST (test_edge)
{
  g_autoptr (World) world = make_world (ENCORD_SHAPE_POINT);
  g_autoptr (GstStructure) summary = run (world, ENCORD_SHAPE_POINT, 1);

  check_count (summary, "labels", N_FRAMES);
  check_row (world, ENCORD_SHAPE_POINT, 1);
}
GST_END_TEST;

/* a line with so many bends that a second of them would not fit in memory */
static EncordGeometry *
draw_long_line (void)
{
  const guint n = 100000;
  g_autofree EncordPoint *points = g_new (EncordPoint, n);

  for (guint i = 0; i < n; i++)
    points[i] = (EncordPoint){ (double) i / n, i % 2 ? 0.25 : 0.5 };

  return encord_geometry_new_polyline (points, n);
}

static int
count_chunks (World *world)
{
  g_autofree char *path =
      g_build_filename (world->journal_dir, "journal.sqlite", NULL);
  sqlite3 *db = NULL;
  sqlite3_stmt *statement = NULL;
  int n;

  fail_unless (sqlite3_open (path, &db) == SQLITE_OK);
  sqlite3_busy_timeout (db, 10000);
  fail_unless (sqlite3_prepare_v2 (db, "SELECT count(*) FROM chunk", -1,
                                   &statement, NULL) == SQLITE_OK);
  fail_unless (sqlite3_step (statement) == SQLITE_ROW);
  n = sqlite3_column_int (statement, 0);
  sqlite3_finalize (statement);
  sqlite3_close (db);

  return n;
}

/* they do not wait in memory for the next check point */
GST_START_TEST (test_large_shapes)
{
  g_autoptr (World) world = make_world (ENCORD_SHAPE_POLYLINE);
  GstHarness *harness =
      world_make_harness_with (world, "checkpoint-interval", "3600000000000",
                               "shutdown-timeout", "0", NULL);

  emulator_process_stop (world->emulator);
  world_begin (world, harness, face);
  for (guint i = 0; i < N_FRAMES; i++)
    push_drawn (harness, i, draw_long_line ());
  world_free_harness (world, harness);
  /* of 16 MiB each, and what came last */
  fail_unless_equals_int (count_chunks (world), 2);
}
GST_END_TEST;

static Suite *
encordlabelsink_drawn_suite (void)
{
  Suite *s = suite_create ("encordlabelsink-drawn");
  TCase *tc = tcase_create ("general");
  const int n = G_N_ELEMENTS (shapes);

  suite_add_tcase (s, tc);
  tcase_set_timeout (tc, 60);
  tcase_add_loop_test (tc, test_is_written_and_known_again, 0, n);
  tcase_add_loop_test (tc, test_what_a_human_moved_stays, 0, n);
  tcase_add_test (tc, test_what_a_human_cut_out_stays);
  tcase_add_test (tc, test_holes);
  tcase_add_loop_test (tc, test_journal_keeps_them, 0, n);
  tcase_add_loop_test (tc, test_keys_and_gaps, 0, n);
  tcase_add_loop_test (tc, test_box_among_shapes, 0, n);
  tcase_add_loop_test (tc, test_box_object, 0, n);
  tcase_add_loop_test (tc, test_polygon_object, 0, n);
  tcase_add_loop_test (tc, test_malformed, 0, n);
  tcase_add_test (tc, test_edge);
  tcase_add_test (tc, test_large_shapes);

  return s;
}

GST_CHECK_MAIN (encordlabelsink_drawn);
