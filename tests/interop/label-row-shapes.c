/* label-row-shapes.c - writes labels of every shape for label-row-shapes.py
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <string.h>

#include "row-files.h"

/* build METADATA ONTOLOGY BODY: the empty body with a label of every shape on
 * stdout; again METADATA ONTOLOGY BODY: a body with every geometry read and set to
 * what it is */

static EncordGeometry *
make_geometry (EncordShape shape, int frame)
{
  const double d = frame / 7.0;
  const EncordPoint points[] = { { 0.1, d }, { 1.0 / 3, 0.25 }, { d, 1 } };
  const EncordJoint joints[] = {
    { "head", "joint001", "#FF0000", "head", { d, 0.25 }, 4 },
    { "foot", "joint002", NULL, NULL, { 0.5, d }, 1 },
  };
  const EncordBox box = { d, 0.1, 0.2, 1.0 / 3, frame * 12.5 };

  switch (shape) {
    case ENCORD_SHAPE_BOUNDING_BOX:
      return encord_geometry_new_box (&box);
    case ENCORD_SHAPE_ROTATABLE_BOUNDING_BOX:
      return encord_geometry_new_rotatable_box (&box);
    case ENCORD_SHAPE_POLYGON:
      return encord_geometry_new_polygon (points, 3);
    case ENCORD_SHAPE_POLYLINE:
      return encord_geometry_new_polyline (points, 3);
    case ENCORD_SHAPE_POINT:
      return encord_geometry_new_point (d, 0.5);
    case ENCORD_SHAPE_SKELETON:
      return encord_geometry_new_skeleton (joints, 2);
    case ENCORD_SHAPE_BITMASK:
      return encord_geometry_new_bitmask (4, 3, "524O");
    case ENCORD_SHAPE_UNKNOWN:
    default:
      g_assert_not_reached ();
  }
}

static void
build (EncordLabelRow *row)
{
  const EncordAnnotation annotation = {
    .confidence = 0.875,
    .created_at = 1714979289,
    .last_edited_at = 1714979290,
    .created_by = "a@example.com",
    .last_edited_by = "b@example.com",
  };
  GPtrArray *objects = encord_ontology_structure_get_objects (
      encord_label_row_get_ontology_structure (row));
  const int n_frames = encord_label_row_get_number_of_frames (row);
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < objects->len; i++) {
    EncordOntologyObject *object = g_ptr_array_index (objects, i);
    EncordObjectInstance *instance =
        encord_label_row_add_object_instance (row, object, NULL, &error);

    g_assert_no_error (error);
    for (int frame = 0; frame < n_frames; frame += 2) {
      g_autoptr (EncordGeometry) geometry =
          make_geometry (encord_ontology_object_get_shape (object), frame);

      encord_object_instance_set_geometry (instance, frame, geometry,
                                           &annotation, &error);
      g_assert_no_error (error);
    }
  }
}

static void
set_again (EncordLabelRow *row)
{
  g_autoptr (GPtrArray) instances = encord_label_row_get_object_instances (row);
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < instances->len; i++) {
    EncordObjectInstance *instance = g_ptr_array_index (instances, i);
    guint n_frames;
    const int *frames = encord_object_instance_get_frames (instance, &n_frames);

    for (guint j = 0; j < n_frames; j++) {
      g_autoptr (EncordGeometry) geometry =
          encord_object_instance_get_geometry (instance, frames[j]);

      encord_object_instance_set_geometry (instance, frames[j], geometry, NULL,
                                           &error);
      g_assert_no_error (error);
    }
  }
}

int
main (int argc, char *argv[])
{
  g_autoptr (EncordLabelRow) row = NULL;

  g_assert_cmpint (argc, ==, 5);
  row = row_files_open (argv + 2);
  if (strcmp (argv[1], "build") == 0)
    build (row);
  else
    set_again (row);
  row_files_print (row);

  return 0;
}
