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

/* the answers of a row, asked for one by one */
static guint
read_answers (EncordLabelRow *row)
{
  g_autoptr (GPtrArray) objects = encord_label_row_get_object_instances (row);
  g_autoptr (GPtrArray) classifications =
      encord_label_row_get_classification_instances (row);
  guint n = 0;

  for (guint i = 0; i < objects->len; i++) {
    g_autoptr (GPtrArray) attributes =
        encord_object_instance_get_answered_attributes (
            g_ptr_array_index (objects, i));

    for (guint j = 0; j < attributes->len; j++) {
      g_autoptr (GPtrArray) answers = encord_object_instance_get_answers (
          g_ptr_array_index (objects, i), g_ptr_array_index (attributes, j));

      g_assert_cmpuint (answers->len, >, 0);
      n += answers->len;
    }
  }
  for (guint i = 0; i < classifications->len; i++) {
    g_autoptr (EncordAnswer) answer =
        encord_classification_instance_get_answer (
            g_ptr_array_index (classifications, i), NULL);

    n += answer != NULL;
  }

  return n;
}

static void
check_row (JsonObject *body, EncordOntologyStructure *ontology,
           guint *n_answers)
{
  g_autoptr (JsonNode) node = json_node_new (JSON_NODE_OBJECT);
  g_autoptr (JsonNode) metadata = NULL;
  g_autoptr (EncordLabelRow) row = NULL;
  g_autoptr (GBytes) written = NULL, bytes = NULL;
  g_autofree char *listing = NULL;
  g_autoptr (GError) error = NULL;
  char *text;

  listing = g_strdup_printf (
      "{\"branch_name\":\"main\",\"dataset_hash\":\"d\",\"data_hash\":\"%s\","
      "\"dataset_title\":\"c\",\"data_title\":\"t\",\"data_type\":\"%s\","
      "\"label_status\":\"LABELLED\",\"number_of_frames\":100}",
      json_object_get_string_member (body, "data_hash"),
      json_object_get_string_member (body, "data_type"));
  metadata = json_from_string (listing, &error);
  row = encord_label_row_new_from_json (metadata, ontology, &error);
  g_assert_no_error (error);
  json_node_set_object (node, body);
  text = json_to_string (node, TRUE);
  bytes = g_bytes_new_take (text, strlen (text));
  encord_label_row_load (row, bytes, &error);
  g_assert_no_error (error);
  *n_answers += read_answers (row);
  written = encord_label_row_write (row, &error);
  g_assert_no_error (error);
  g_assert_true (g_bytes_equal (written, bytes));
}

/* every row anywhere in a recording */
static guint
check_rows (JsonNode *node, EncordOntologyStructure *ontology, guint *n_answers)
{
  guint n = 0;

  if (JSON_NODE_HOLDS_ARRAY (node)) {
    JsonArray *array = json_node_get_array (node);

    for (guint i = 0; i < json_array_get_length (array); i++)
      n += check_rows (json_array_get_element (array, i), ontology, n_answers);
  } else if (JSON_NODE_HOLDS_OBJECT (node)) {
    JsonObject *object = json_node_get_object (node);
    g_autoptr (GList) members = json_object_get_values (object);

    if (json_object_has_member (object, "data_units") &&
        json_object_has_member (object, "data_type")) {
      check_row (object, ontology, n_answers);
      return 1;
    }
    for (GList *l = members; l != NULL; l = l->next)
      n += check_rows (l->data, ontology, n_answers);
  }

  return n;
}

static void
test_all (void)
{
  g_autofree char *path =
      g_build_filename (g_getenv ("ENCORD_TEST_DATA"), "recordings", NULL);
  g_autoptr (EncordOntologyStructure) ontology = read_ontology ();
  g_autoptr (GError) error = NULL;
  g_autoptr (GDir) folder = g_dir_open (path, 0, &error);
  guint n_rows = 0, n_answers = 0;
  const char *file;

  g_assert_no_error (error);
  while ((file = g_dir_read_name (folder)) != NULL) {
    g_autofree char *name = NULL;
    g_autoptr (JsonNode) root = NULL;

    if (!g_str_has_suffix (file, ".json"))
      continue;
    name = g_strndup (file, strlen (file) - strlen (".json"));
    root = read_recording (name);
    n_rows += check_rows (root, ontology, &n_answers);
  }
  g_test_message ("%u rows, %u answers", n_rows, n_answers);
  g_assert_cmpuint (n_rows, >, 10);
  g_assert_cmpuint (n_answers, >, 1);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_data_func ("/label-row/recordings/55", "55-label_row_v2-save",
                        test_saved);
  g_test_add_data_func ("/label-row/recordings/60", "60-import_coco_labels",
                        test_saved);
  g_test_add_func ("/label-row/recordings/all", test_all);

  return g_test_run ();
}
