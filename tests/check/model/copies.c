/* copies.c - what was copied outlives what it was copied from
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "rows.h"

static void
test_points (void)
{
  const EncordPoint corners[] = { { 0.1, 0.2 }, { 0.3, 0.25 }, { 0.2, 0.6 } };
  const EncordBox edges = { 0.1, 0.1, 0.2, 0.2, 0 };
  g_autoptr (EncordGeometry) box = encord_geometry_new_box (&edges);
  EncordGeometry *polygon =
      encord_geometry_new_polygon (corners, G_N_ELEMENTS (corners));
  guint n_points;
  g_autofree EncordPoint *points =
      encord_geometry_dup_points (polygon, &n_points);

  encord_geometry_unref (polygon);
  g_assert_cmpmem (points, n_points * sizeof *points, corners, sizeof corners);
  g_assert_null (encord_geometry_dup_points (box, &n_points));
  g_assert_cmpuint (n_points, ==, 0);
}

static void
test_joints (void)
{
  const EncordJoint joint = { .name = "head", .color = "#FF0000" };
  const EncordBox edges = { 0.1, 0.1, 0.2, 0.2, 0 };
  g_autoptr (EncordGeometry) box = encord_geometry_new_box (&edges);
  EncordGeometry *skeleton = encord_geometry_new_skeleton (&joint, 1);
  g_autoptr (GPtrArray) joints = encord_geometry_dup_joints (skeleton);
  const EncordJoint *copy = g_ptr_array_index (joints, 0);

  encord_geometry_unref (skeleton);
  g_assert_cmpuint (joints->len, ==, 1);
  g_assert_cmpstr (copy->name, ==, "head");
  g_assert_cmpstr (copy->color, ==, "#FF0000");
  g_assert_null (copy->value);
  g_assert_null (encord_geometry_dup_joints (box));
}

static void
test_annotation (void)
{
  const EncordAnnotation written = { .confidence = 0.5,
                                     .created_by = "a@example.com" };
  const EncordBox edges = { 0.1, 0.1, 0.2, 0.2, 0 };
  EncordLabelRow *row = rows_open ("everything");
  EncordObjectInstance *instance = encord_label_row_add_object_instance (
      row,
      encord_ontology_structure_find_object (
          encord_label_row_get_ontology_structure (row), "aaaa1111"),
      NULL, NULL);
  g_autoptr (EncordAnnotation) annotation = NULL;

  g_assert_true (
      encord_object_instance_set_box (instance, 1, &edges, &written, NULL));
  annotation = encord_object_instance_dup_annotation (instance, 1);
  g_assert_null (encord_object_instance_dup_annotation (instance, 0));
  g_object_unref (row);
  g_assert_cmpfloat (annotation->confidence, ==, 0.5);
  g_assert_cmpstr (annotation->created_by, ==, "a@example.com");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/model/copies/points", test_points);
  g_test_add_func ("/model/copies/joints", test_joints);
  g_test_add_func ("/model/copies/annotation", test_annotation);

  return g_test_run ();
}
