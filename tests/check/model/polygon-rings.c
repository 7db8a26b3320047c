/* polygon-rings.c - polygons with holes and of several parts
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <math.h>
#include <string.h>

#include "rows.h"

#define POLYGON "obj00003" /* on frame 0 of "everything" */

static const EncordPoint outer[] = { { 0, 0 }, { 0.5, 0 }, { 0.5, 0.5 } };
static const EncordPoint hole[] = {
  { 0.25, 0.125 }, { 0.375, 0.125 }, { 0.375, 0.25 }, { 0.3, 0.2 }
};
static const EncordPoint island[] = { { 0.75, 0.75 }, { 1, 0.75 }, { 1, 1 } };

/* outer with hole, and island */
static EncordGeometry *
make_lake (void)
{
  g_autoptr (EncordGeometry) plain =
      encord_geometry_new_polygon (outer, G_N_ELEMENTS (outer));
  g_autoptr (EncordGeometry) holed =
      encord_geometry_with_hole (plain, hole, G_N_ELEMENTS (hole));

  return encord_geometry_with_polygon (holed, island, G_N_ELEMENTS (island));
}

static void
check_ring (const EncordGeometry *polygon, guint part, guint ring,
            const EncordPoint *expected, guint n_expected)
{
  guint n, n_copied;
  const EncordPoint *points =
      encord_geometry_get_ring (polygon, part, ring, &n);
  g_autofree EncordPoint *copy =
      encord_geometry_dup_ring (polygon, part, ring, &n_copied);

  g_assert_cmpmem (points, n * sizeof *points, expected,
                   n_expected * sizeof *expected);
  g_assert_cmpmem (copy, n_copied * sizeof *copy, expected,
                   n_expected * sizeof *expected);
}

static void
check_lake (const EncordGeometry *lake)
{
  guint n;

  g_assert_cmpuint (encord_geometry_get_n_polygons (lake), ==, 2);
  g_assert_cmpuint (encord_geometry_get_n_rings (lake, 0), ==, 2);
  g_assert_cmpuint (encord_geometry_get_n_rings (lake, 1), ==, 1);
  check_ring (lake, 0, 0, outer, G_N_ELEMENTS (outer));
  check_ring (lake, 0, 1, hole, G_N_ELEMENTS (hole));
  check_ring (lake, 1, 0, island, G_N_ELEMENTS (island));
  /* who knows no rings sees the first */
  g_assert_nonnull (encord_geometry_get_points (lake, &n));
  g_assert_cmpuint (n, ==, G_N_ELEMENTS (outer));
}

static void
test_rings (void)
{
  const EncordBox edges = { 0.1, 0.1, 0.2, 0.2, 0 };
  g_autoptr (EncordGeometry) box = encord_geometry_new_box (&edges);
  g_autoptr (EncordGeometry) plain =
      encord_geometry_new_polygon (outer, G_N_ELEMENTS (outer));
  g_autoptr (EncordGeometry) lake = make_lake ();

  check_lake (lake);
  g_assert_cmpuint (encord_geometry_get_n_polygons (box), ==, 0);
  g_assert_cmpuint (encord_geometry_get_n_polygons (plain), ==, 1);
  g_assert_cmpuint (encord_geometry_get_n_rings (plain, 0), ==, 1);
  check_ring (plain, 0, 0, outer, G_N_ELEMENTS (outer));
}

static void
test_equal (void)
{
  g_autoptr (EncordGeometry) lake = make_lake ();
  g_autoptr (EncordGeometry) same = make_lake ();
  g_autoptr (EncordGeometry) plain =
      encord_geometry_new_polygon (outer, G_N_ELEMENTS (outer));
  g_autoptr (EncordGeometry) holed =
      encord_geometry_with_hole (plain, island, G_N_ELEMENTS (island));
  g_autoptr (EncordGeometry) parts =
      encord_geometry_with_polygon (plain, island, G_N_ELEMENTS (island));

  g_assert_true (encord_geometry_equal (lake, same));
  g_assert_false (encord_geometry_equal (lake, plain));
  g_assert_false (encord_geometry_equal (plain, holed));
  /* the same points, once cut out and once put beside */
  g_assert_false (encord_geometry_equal (holed, parts));
}

/* parts lie in the box that fits, holes change nothing about it */
static void
test_fit (void)
{
  g_autoptr (EncordGeometry) lake = make_lake ();
  EncordBox box;

  g_assert_true (encord_fit_box (lake, 100, 100, &box, NULL));
  g_assert_true (box.x == 0 && box.y == 0 && box.width == 1 && box.height == 1);
}

static EncordObjectInstance *
get_object (EncordLabelRow *row)
{
  EncordObjectInstance *instance =
      encord_label_row_get_object_instance (row, POLYGON);

  g_assert_nonnull (instance);

  return instance;
}

static void
set_lake (EncordLabelRow *row, const EncordAnnotation *annotation)
{
  g_autoptr (EncordGeometry) lake = make_lake ();
  g_autoptr (GError) error = NULL;

  encord_object_instance_set_geometry (get_object (row), 0, lake, annotation,
                                       &error);
  g_assert_no_error (error);
}

static void
test_written_and_read (void)
{
  static const char expected[] =
      "\"polygon\":{\"0\":{\"x\":0.0,\"y\":0.0},\"1\":{\"x\":0.5,\"y\":0.0},"
      "\"2\":{\"x\":0.5,\"y\":0.5}},"
      "\"polygons\":[[[0.0,0.0,0.5,0.0,0.5,0.5],"
      "[0.25,0.125,0.375,0.125,0.375,0.25,0.3,0.2]],"
      "[[0.75,0.75,1.0,0.75,1.0,1.0]]]";
  const EncordAnnotation unsure = { .confidence = 0.25 };
  g_autoptr (EncordLabelRow) row = rows_open ("everything");
  g_autoptr (EncordGeometry) read = NULL, again = NULL;
  g_autofree char *written = NULL, *rewritten = NULL;
  g_autoptr (GError) error = NULL;

  set_lake (row, NULL);
  written = rows_write (row);
  g_assert_nonnull (strstr (written, expected));
  g_assert_true (rows_load_text (row, written, &error));
  g_assert_no_error (error);
  read = encord_object_instance_get_geometry (get_object (row), 0);
  check_lake (read);

  /* who reads it and says something else of it keeps the rings */
  g_assert_true (encord_object_instance_set_geometry (get_object (row), 0, read,
                                                      &unsure, &error));
  rewritten = rows_write (row);
  g_assert_nonnull (strstr (rewritten, expected));
  g_assert_true (rows_load_text (row, rewritten, &error));
  again = encord_object_instance_get_geometry (get_object (row), 0);
  check_lake (again);
}

/* a value of "polygons", and how many rings its first part then has; 0: those of
 * "polygon" count */
static const struct
{
  const char *name;
  const char *value;
  guint n_rings;
} values[] = {
  { "one", "[[[0,0,1,0,1,1]]]", 1 },
  { "hole", "[[[0,0,1,0,1,1],[0.5,0.1,0.6,0.2,0.5,0.2]]]", 2 },
  { "parts", "[[[0,0,1,0,1,1]],[[0.5,0.1,0.6,0.2,0.5,0.2]]]", 1 },
  { "null", "null", 0 },
  { "nothing", "[]", 0 },
  { "no-ring", "[[]]", 0 },
  { "no-second-ring", "[[[0,0,1,0,1,1]],[]]", 0 },
  { "number", "7", 0 },
  { "object", "{\"0\":[[0,0,1,0,1,1]]}", 0 },
  { "text", "[[[\"0\",0,1,0]]]", 0 },
  { "x-alone", "[[[0,0,1]]]", 0 },
  { "points", "[[[{\"x\":0,\"y\":0}]]]", 0 },
  { "too-large", "[[[0,0,1e999,0]]]", 0 },
};

static void
test_value (gconstpointer data)
{
  const guint i = GPOINTER_TO_UINT (data);
  g_autofree char *text = rows_read_file ("everything");
  g_autofree char *member =
      g_strconcat ("\"polygons\": ", values[i].value, NULL);
  g_autofree char *changed =
      rows_replace (text, "\"polygons\": [[[0.0, 0, 0.2, 0]]]", member);
  g_autoptr (EncordLabelRow) row = rows_open ("everything");
  g_autoptr (EncordGeometry) polygon = NULL;
  g_autofree char *written = NULL;
  g_autoptr (GError) error = NULL;
  guint n;

  g_assert_true (rows_load_text (row, changed, &error));
  g_assert_no_error (error);
  polygon = encord_object_instance_get_geometry (get_object (row), 0);
  encord_geometry_get_points (polygon, &n);
  g_assert_cmpuint (n, ==, values[i].n_rings > 0 ? 3 : 5);
  g_assert_cmpuint (encord_geometry_get_n_rings (polygon, 0), ==,
                    MAX (values[i].n_rings, 1));
  /* whatever it is, nobody who saves the row takes it away */
  written = rows_write (row);
  g_assert_cmpstr (written, ==, changed);
}

#define MANY 200000

/* a row may bring any number of rings: walking over them takes no second power */
static void
test_many (void)
{
  g_autofree char *text = rows_read_file ("everything");
  GString *member = g_string_new ("\"polygons\": [");
  g_autofree char *changed = NULL;
  g_autoptr (EncordLabelRow) row = rows_open ("everything");
  g_autoptr (EncordGeometry) polygon = NULL;
  g_autoptr (GError) error = NULL;
  guint n_corners = 0;

  for (guint i = 0; i < MANY; i++)
    g_string_append (member, i > 0 ? ",[[0,0],[]]" : "[[0,0],[]]");
  g_string_append_c (member, ']');
  changed =
      rows_replace (text, "\"polygons\": [[[0.0, 0, 0.2, 0]]]", member->str);
  g_string_free (member, TRUE);
  g_assert_true (rows_load_text (row, changed, &error));
  g_assert_no_error (error);
  polygon = encord_object_instance_get_geometry (get_object (row), 0);
  g_assert_cmpuint (encord_geometry_get_n_polygons (polygon), ==, MANY);
  for (guint p = 0; p < MANY; p++) {
    g_assert_cmpuint (encord_geometry_get_n_rings (polygon, p), ==, 2);
    for (guint r = 0; r < 2; r++) {
      guint n;

      encord_geometry_get_ring (polygon, p, r, &n);
      g_assert_cmpuint (n, ==, 1 - r);
      n_corners += n;
    }
  }
  g_assert_cmpuint (n_corners, ==, MANY);
}

/* of no part of a polygon may a coordinate be no number */
static void
test_no_number (void)
{
  const EncordPoint nowhere[] = { { 0.5, 0.5 }, { NAN, 0.5 }, { 0.5, 0.75 } };
  g_autoptr (EncordGeometry) plain =
      encord_geometry_new_polygon (outer, G_N_ELEMENTS (outer));
  g_autoptr (EncordGeometry) holed =
      encord_geometry_with_hole (plain, nowhere, 3);
  g_autoptr (EncordLabelRow) row = rows_open ("everything");
  g_autoptr (GError) error = NULL;

  g_assert_false (encord_object_instance_set_geometry (get_object (row), 0,
                                                       holed, NULL, &error));
  g_assert_nonnull (error);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/polygon-rings/rings", test_rings);
  g_test_add_func ("/polygon-rings/equal", test_equal);
  g_test_add_func ("/polygon-rings/fit", test_fit);
  g_test_add_func ("/polygon-rings/written-and-read", test_written_and_read);
  g_test_add_func ("/polygon-rings/no-number", test_no_number);
  g_test_add_func ("/polygon-rings/many", test_many);
  for (gsize i = 0; i < G_N_ELEMENTS (values); i++) {
    g_autofree char *path =
        g_strconcat ("/polygon-rings/value/", values[i].name, NULL);

    g_test_add_data_func (path, GUINT_TO_POINTER (i), test_value);
  }

  return g_test_run ();
}
