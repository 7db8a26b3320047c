/* rowlabels.c - what a run saw becomes labels by the rules that it came with
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <gst/encord/rows/gstencordrowlabels.h>

#define SECOND G_GINT64_CONSTANT (1000000000)

static const char *const classes[] = { "face", "car", NULL };

static EncordClassMap *
make_map (void)
{
  g_autoptr (EncordOntologyStructure) ontology =
      encord_ontology_structure_new ();
  g_autoptr (GError) error = NULL;
  EncordClassMap *map;

  for (guint i = 0; classes[i] != NULL; i++)
    encord_ontology_structure_add_object (ontology, classes[i],
                                          ENCORD_SHAPE_BOUNDING_BOX, &error);
  g_assert_no_error (error);
  map = encord_class_map_new (ontology, classes, NULL, FALSE, &error);
  g_assert_no_error (error);

  return map;
}

/* a face and a car that stand still, seen ten times a second, the car only now and
 * then */
static GstEncordPendingRow *
make_unit (const char *rules, gboolean image_group)
{
  GstEncordPendingRow *unit = gst_encord_pending_row_new ();
  guint32 next = 0;

  unit->rules = g_strdup (rules);
  unit->image_group = image_group;
  unit->tracks = encord_tracks_new ();
  for (int frame = 0; frame < 10; frame++) {
    encord_tracks_add_frame (unit->tracks, frame, frame * SECOND / 10);
    for (guint c = 0; c < 2; c++) {
      const EncordBox box = { 0.1 + 0.5 * c, 0.2, 0.1, 0.1, 0 };

      if (c == 0 || frame % 3 == 0)
        encord_tracks_add (unit->tracks, image_group ? next++ : c, c, &box,
                           0.5);
    }
  }

  return unit;
}

/* how many objects and how many labels */
static void
check (const char *rules, gboolean image_group, guint n_objects, guint n_labels)
{
  g_autoptr (EncordClassMap) map = make_map ();
  g_autoptr (GstEncordPendingRow) unit = make_unit (rules, image_group);
  g_autoptr (GPtrArray) mine = NULL;
  g_autoptr (GArray) seen = NULL;
  g_autoptr (GError) error = NULL;
  guint n = 0;

  gst_encord_row_make_labels (unit, map, 1000, 1000, &mine, &seen, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < mine->len; i++)
    n += ((EncordMergeObject *) mine->pdata[i])->entries->len;
  g_assert_cmpuint (mine->len, ==, n_objects);
  g_assert_cmpuint (n, ==, n_labels);
  g_assert_cmpuint (seen->len, ==, 1);
}

static void
test_video (void)
{
  check (NULL, FALSE, 2, 20);
  check ("{\"write-mode\":\"keys\"}", FALSE, 2, 4);
  check ("{\"classes\":{\"car\":{\"write-mode\":\"raw\"}}}", FALSE, 2, 14);
  check ("{\"min-track-length\":5}", FALSE, 1, 10);
  check ("{\"classes\":{\"face\":{\"min-confidence\":0.6}}}", FALSE, 1, 10);
}

/* each picture stands for itself, whatever is said about tracks */
static void
test_image_group (void)
{
  check (NULL, TRUE, 14, 14);
  check ("{\"write-mode\":\"keys\",\"smooth\":true,\"min-track-length\":5,"
         "\"classes\":{\"car\":{\"max-gap\":5,\"min-track-length\":2}}}",
         TRUE, 14, 14);
  check ("{\"classes\":{\"car\":{\"min-confidence\":0.6}}}", TRUE, 10, 10);
}

static void
test_seen (void)
{
  static const char rules[] =
      "{\"max-gap\":0,\"classes\":{\"car\":{\"max-gap\":1000000000}}}";
  g_autoptr (EncordClassMap) map = make_map ();

  for (guint images = 0; images < 2; images++) {
    g_autoptr (GstEncordPendingRow) unit = make_unit (rules, images == 1);
    g_autoptr (GPtrArray) mine = NULL;
    g_autoptr (GArray) seen = NULL;

    /* nobody looked at the frames in between: a car would be filled in there */
    encord_tracks_add_frame (unit->tracks, 15, 15 * SECOND / 10);
    g_assert_true (
        gst_encord_row_make_labels (unit, map, 0, 0, &mine, &seen, NULL));
    g_assert_cmpuint (seen->len, ==, images == 1 ? 2 : 1);
  }
}

/* lanes are polylines; on one of the frames there is a box */
static void
test_shapes (void)
{
  static const char *const lane[] = { "lane", NULL };
  const EncordPoint ends[] = { { 0.1, 0.2 }, { 0.2, 0.3 } };
  const EncordBox box = { 0.1, 0.2, 0.1, 0.1, 0 };
  g_autoptr (EncordOntologyStructure) ontology =
      encord_ontology_structure_new ();
  g_autoptr (EncordGeometry) line = encord_geometry_new_polyline (ends, 2);
  g_autoptr (EncordClassMap) map = NULL;

  encord_ontology_structure_add_object (ontology, "lane", ENCORD_SHAPE_POLYLINE,
                                        NULL);
  map = encord_class_map_new (ontology, lane, NULL, ENCORD_CLASS_MAP_ANY_SHAPE,
                              NULL);
  for (guint images = 0; images < 2; images++) {
    g_autoptr (GstEncordPendingRow) unit = gst_encord_pending_row_new ();
    g_autoptr (GPtrArray) mine = NULL, none = NULL;
    g_autoptr (GArray) seen = NULL, unseen = NULL;
    g_autoptr (GError) error = NULL;

    unit->image_group = images == 1;
    unit->tracks = encord_tracks_new ();
    for (int frame = 0; frame < 5; frame++) {
      encord_tracks_add_frame (unit->tracks, frame, frame * SECOND / 10);
      encord_tracks_add (unit->tracks, images ? (guint32) frame : 0, 0, &box,
                         0.5);
      encord_tracks_set_shape (unit->tracks, line);
    }
    g_assert_true (
        gst_encord_row_make_labels (unit, map, 0, 0, &mine, &seen, NULL));
    g_assert_cmpuint (mine->len, ==, images ? 5 : 1);
    for (guint i = 0; i < mine->len; i++) {
      const EncordMergeObject *object = mine->pdata[i];

      g_assert_nonnull (
          g_array_index (object->entries, EncordMergeEntry, 0).geometry);
    }

    encord_tracks_add_frame (unit->tracks, 5, 5 * SECOND / 10);
    encord_tracks_add (unit->tracks, images ? 5 : 0, 0, &box, 0.5);
    g_assert_false (
        gst_encord_row_make_labels (unit, map, 0, 0, &none, &unseen, &error));
    g_assert_error (error, ENCORD_ERROR, ENCORD_ERROR_REJECTED);
    g_assert_cmpstr (error->message, ==,
                     "class \"lane\": the ontology object \"lane\" is a "
                     "polyline, the labels are boxes");
  }
}

static void
test_damaged_rules (void)
{
  g_autoptr (EncordClassMap) map = make_map ();
  g_autoptr (GstEncordPendingRow) unit = make_unit ("{\"oops\":1}", FALSE);
  g_autoptr (GPtrArray) mine = NULL;
  g_autoptr (GArray) seen = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_false (
      gst_encord_row_make_labels (unit, map, 0, 0, &mine, &seen, &error));
  g_assert_error (error, ENCORD_ERROR, ENCORD_ERROR_BAD_DATA);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/row-labels/video", test_video);
  g_test_add_func ("/row-labels/image-group", test_image_group);
  g_test_add_func ("/row-labels/seen", test_seen);
  g_test_add_func ("/row-labels/shapes", test_shapes);
  g_test_add_func ("/row-labels/damaged-rules", test_damaged_rules);

  return g_test_run ();
}
