/* label-row-recordings.c - rows that the SDK sent are read and given back
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <string.h>

#include <encord/model/encord-json-scanner-private.h>

#include "rows.h"

static JsonNode *
read_recording (const char *name)
{
  g_autofree char *file = g_strconcat (name, ".json", NULL);
  g_autofree char *path = g_build_filename (g_getenv ("ENCORD_TEST_DATA"),
                                            "recordings", file, NULL);
  g_autoptr (JsonParser) parser = json_parser_new ();
  g_autoptr (GError) error = NULL;

  json_parser_load_from_file (parser, path, &error);
  g_assert_no_error (error);

  return json_parser_steal_root (parser);
}

/* the ontology that the recorded rows follow */
static EncordOntologyStructure *
read_ontology (void)
{
  g_autoptr (JsonNode) root = read_recording ("01-get_project");
  JsonArray *requests =
      json_object_get_array_member (json_node_get_object (root), "requests");
  JsonObject *answer = json_object_get_object_member (
      json_array_get_object_element (requests, 1), "canned_answer");
  g_autoptr (GError) error = NULL;
  EncordOntologyStructure *ontology;

  ontology = encord_ontology_structure_new_from_json (
      json_object_get_member (answer, "editor"), &error);
  g_assert_no_error (error);

  return ontology;
}

/* the text of values.payload.labels[0] */
static EncordJsonSlice
cut_row (EncordJsonSlice request)
{
  static const char *const members[] = { "values", "payload", "labels" };
  EncordJsonSlice slice = request;
  EncordJsonScanner scanner;
  g_autoptr (GError) error = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (members); i++) {
    encord_json_slice_member (slice.text, slice.length, members[i], &slice.text,
                              &slice.length, &error);
    g_assert_no_error (error);
    g_assert_nonnull (slice.text);
  }
  encord_json_scanner_init (&scanner, slice.text, slice.length);
  encord_json_scanner_enter_array (&scanner);
  g_assert_true (encord_json_scanner_next_element (&scanner));
  g_assert_true (encord_json_scanner_skip (&scanner, &slice));

  return slice;
}

static void
test_saved (gconstpointer name)
{
  g_autoptr (JsonNode) root = read_recording (name);
  g_autoptr (EncordOntologyStructure) ontology = read_ontology ();
  g_autoptr (JsonNode) metadata = json_from_string (
      "{\"branch_name\":\"main\",\"dataset_hash\":\"d\","
      "\"data_hash\":\"22222222-2222-4222-8222-222222222222\","
      "\"dataset_title\":\"c\",\"data_title\":\"t\",\"data_type\":\"VIDEO\","
      "\"label_status\":\"LABELLED\",\"number_of_frames\":100}",
      NULL);
  JsonArray *requests =
      json_object_get_array_member (json_node_get_object (root), "requests");
  JsonObject *last = json_array_get_object_element (
      requests, json_array_get_length (requests) - 1);
  gsize length;
  g_autofree guchar *body = g_base64_decode (
      json_object_get_string_member (last, "raw_body_base64"), &length);
  const EncordJsonSlice text =
      cut_row ((EncordJsonSlice){ (const char *) body, length });
  g_autoptr (GBytes) row_body = g_bytes_new (text.text, text.length);
  g_autoptr (GError) error = NULL;
  g_autoptr (EncordLabelRow) row =
      encord_label_row_new_from_json (metadata, ontology, &error);
  g_autoptr (GBytes) written = NULL;
  g_autoptr (GPtrArray) instances = NULL;

  g_assert_no_error (error);
  g_assert_true (encord_label_row_load (row, row_body, &error));
  g_assert_no_error (error);
  written = encord_label_row_write (row, &error);
  g_assert_no_error (error);
  g_assert_true (g_bytes_equal (written, row_body));

  instances = encord_label_row_get_object_instances (row);
  g_assert_cmpuint (instances->len, >, 0);
  for (guint i = 0; i < instances->len; i++) {
    EncordObjectInstance *instance = g_ptr_array_index (instances, i);
    EncordOntologyObject *object =
        encord_object_instance_get_ontology_object (instance);
    guint n_frames;
    const int *frames = encord_object_instance_get_frames (instance, &n_frames);

    g_assert_nonnull (object);
    g_assert_cmpuint (n_frames, >, 0);
    for (guint j = 0; j < n_frames; j++) {
      g_autoptr (EncordGeometry) geometry =
          encord_object_instance_get_geometry (instance, frames[j]);

      g_assert_nonnull (geometry);
      g_assert_cmpint (encord_geometry_get_shape (geometry), ==,
                       encord_ontology_object_get_shape (object));

      /* set to what it is, it stays what it is */
      g_assert_true (encord_object_instance_set_geometry (
          instance, frames[j], geometry, NULL, &error));
      g_assert_no_error (error);
    }
  }
  g_clear_pointer (&written, g_bytes_unref);
  written = encord_label_row_write (row, &error);
  g_assert_true (encord_label_row_load (row, written, &error));
  g_assert_no_error (error);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_data_func ("/label-row/recordings/55", "55-label_row_v2-save",
                        test_saved);
  g_test_add_data_func ("/label-row/recordings/60", "60-import_coco_labels",
                        test_saved);

  return g_test_run ();
}
