/* fuzz-label-row.c - load, walk, edit, write and load again
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <encord/encord.h>

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

static EncordLabelRow *
new_row (void)
{
  static EncordOntologyStructure *ontology;
  static JsonNode *metadata;

  if (ontology == NULL) {
    g_autoptr (JsonNode) editor = json_from_string (
        "{\"objects\":[{\"id\":\"1\",\"name\":\"Car\",\"color\":\"#D33115\","
        "\"shape\":\"bounding_box\",\"featureNodeHash\":\"aaaa1111\"}],"
        "\"classifications\":[]}",
        NULL);

    ontology = encord_ontology_structure_new_from_json (editor, NULL);
    metadata = json_from_string (
        "{\"branch_name\":\"main\","
        "\"data_hash\":\"22222222-2222-4222-8222-222222222222\","
        "\"dataset_hash\":\"d\",\"dataset_title\":\"c\",\"data_title\":\"t\","
        "\"data_type\":\"VIDEO\",\"label_status\":\"LABELLED\","
        "\"number_of_frames\":100}",
        NULL);
  }

  return encord_label_row_new_from_json (metadata, ontology, NULL);
}

/* the number of frames that all objects are on together */
static guint
walk (EncordLabelRow *row)
{
  g_autoptr (GPtrArray) instances = encord_label_row_get_object_instances (row);
  guint n = 0;

  for (guint i = 0; i < instances->len; i++) {
    EncordObjectInstance *instance = g_ptr_array_index (instances, i);
    g_autofree char *answers = encord_object_instance_dup_answers (instance);
    const int *frames;
    guint n_frames;

    g_assert_nonnull (answers);
    frames = encord_object_instance_get_frames (instance, &n_frames);
    for (guint j = 0; j < n_frames; j++) {
      EncordAnnotation annotation;
      EncordGeometry *geometry =
          encord_object_instance_get_geometry (instance, frames[j]);

      g_assert_true (encord_object_instance_has_frame (instance, frames[j]));
      g_assert_true (encord_object_instance_get_annotation (instance, frames[j],
                                                            &annotation));
      g_clear_pointer (&geometry, encord_geometry_unref);
    }
    n += n_frames;
  }

  return n;
}

/* moves, removes and adds by the bytes of the input */
static void
edit (EncordLabelRow *row, const guint8 *data, gsize size)
{
  const EncordBox box = { 0.1, 0.2, 0.3, 0.4, 0 };
  g_autoptr (GPtrArray) instances = encord_label_row_get_object_instances (row);
  EncordOntologyObject *car = encord_ontology_structure_find_object (
      encord_label_row_get_ontology_structure (row), "aaaa1111");
  EncordObjectInstance *added;

  for (guint i = 0; i < instances->len; i++) {
    EncordObjectInstance *instance = g_ptr_array_index (instances, i);
    const guint8 choice = data[(i * 7) % size];
    const int frame = choice % 3;

    if (choice % 5 == 0)
      encord_label_row_remove_object_instance (row, instance);
    else if (choice % 5 == 1)
      encord_object_instance_remove_frame (instance, frame);
    else if (choice % 5 == 2)
      encord_object_instance_set_box (instance, frame, &box, NULL, NULL);
  }

  added = encord_label_row_add_object_instance (row, car, "new", NULL);
  if (added != NULL)
    encord_object_instance_set_box (added, 0, &box, NULL, NULL);
}

static void
check_reload (EncordLabelRow *row)
{
  g_autoptr (GBytes) body = encord_label_row_write (row, NULL);
  g_autoptr (EncordLabelRow) again = new_row ();
  g_autoptr (GError) error = NULL;

  g_assert_nonnull (body);
  encord_label_row_load (again, body, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (walk (again), ==, walk (row));
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autoptr (EncordLabelRow) row = new_row ();
  g_autoptr (GBytes) body = g_bytes_new (data, size);

  if (!encord_label_row_load (row, body, NULL))
    return 0;
  walk (row);
  check_reload (row);
  edit (row, data, size);
  check_reload (row);

  return 0;
}
