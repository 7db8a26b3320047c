/* ontology.c - tests of the ontology structure and the workflow
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <string.h>

#include <encord/encord.h>

static const char editor[] =
    "{\"objects\":["
    "{\"id\":\"1\",\"name\":\"Car\",\"color\":\"#D33115\","
    "\"shape\":\"bounding_box\",\"featureNodeHash\":\"aaaa1111\","
    "\"future\":{\"deep\":[1,null,true]},"
    "\"attributes\":[{\"id\":\"1.1\",\"name\":\"Colour\",\"type\":\"radio\","
    "\"featureNodeHash\":\"bbbb1111\",\"required\":false,\"archived\":true,"
    "\"options\":[{\"id\":\"1.1.1\",\"label\":\"Red\",\"value\":\"red\","
    "\"featureNodeHash\":\"cccc1111\",\"shade\":0.125,"
    "\"options\":[{\"id\":\"1.1.1.1\",\"name\":\"Tone\",\"type\":\"slider\","
    "\"featureNodeHash\":\"bbbb2222\",\"required\":true}]}]}]},"
    "{\"id\":\"7\",\"name\":\"Hologram\",\"color\":\"#e27300\","
    "\"shape\":\"hologram\",\"featureNodeHash\":\"aaaa2222\"},"
    "{\"id\":\"3\",\"name\":\"Car\",\"color\":\"#E27300\","
    "\"shape\":\"polygon\",\"featureNodeHash\":\"aaaa3333\"}],"
    "\"classifications\":[{\"id\":\"1\",\"featureNodeHash\":\"dddd1111\","
    "\"attributes\":[]}],"
    "\"later\":7}";

static EncordOntologyStructure *
structure_from_text (const char *text, GError **error)
{
  g_autoptr (JsonNode) node = json_from_string (text, error);

  return node != NULL ? encord_ontology_structure_new_from_json (node, error)
                      : NULL;
}

static void
test_find (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (EncordOntologyStructure) structure =
      structure_from_text (editor, &error);
  EncordOntologyObject *object;

  g_assert_no_error (error);
  g_assert_cmpuint (encord_ontology_structure_get_objects (structure)->len, ==,
                    3);
  object = encord_ontology_structure_find_object (structure, "aaaa3333");
  g_assert_cmpstr (encord_ontology_object_get_name (object), ==, "Car");
  g_assert_cmpint (encord_ontology_object_get_shape (object), ==,
                   ENCORD_SHAPE_POLYGON);
  object = encord_ontology_structure_find_object_by_title (structure, "Car");
  g_assert_cmpstr (encord_ontology_object_get_feature_hash (object), ==,
                   "aaaa1111");
  g_assert_cmpstr (encord_ontology_object_get_color (object), ==, "#D33115");
  object = encord_ontology_structure_find_object (structure, "aaaa2222");
  g_assert_cmpint (encord_ontology_object_get_shape (object), ==,
                   ENCORD_SHAPE_UNKNOWN);
  g_assert_null (encord_ontology_structure_find_object (structure, "bbbb1111"));
  g_assert_null (
      encord_ontology_structure_find_object_by_title (structure, "car"));
}

static void
test_lossless (void)
{
  g_autoptr (JsonNode) node = json_from_string (editor, NULL);
  g_autofree char *before = json_to_string (node, FALSE);
  g_autoptr (EncordOntologyStructure) structure =
      encord_ontology_structure_new_from_json (node, NULL);
  g_autoptr (JsonNode) written = NULL;
  g_autofree char *after = NULL;

  /* neither side sees what the other does with its copy */
  json_object_set_int_member (json_node_get_object (node), "later", 8);
  written = encord_ontology_structure_to_json (structure);
  after = json_to_string (written, FALSE);
  g_assert_cmpstr (after, ==, before);
}

static void
test_object_json (void)
{
  g_autoptr (EncordOntologyStructure) structure =
      structure_from_text (editor, NULL);
  g_autoptr (JsonNode) node = encord_ontology_object_to_json (
      encord_ontology_structure_find_object (structure, "aaaa1111"));
  JsonArray *attributes =
      json_object_get_array_member (json_node_get_object (node), "attributes");

  g_assert_cmpstr (json_object_get_string_member (
                       json_array_get_object_element (attributes, 0), "name"),
                   ==, "Colour");
}

static void
test_add (void)
{
  g_autoptr (EncordOntologyStructure) structure =
      structure_from_text (editor, NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) node = NULL;
  EncordOntologyObject *object = encord_ontology_structure_add_object (
      structure, "Face", ENCORD_SHAPE_BOUNDING_BOX, &error);
  JsonObject *wire;

  g_assert_no_error (error);
  g_assert_cmpstr (encord_ontology_object_get_color (object), ==, "#16406C");
  g_assert_cmpuint (strlen (encord_ontology_object_get_feature_hash (object)),
                    ==, 8);
  g_assert_true (encord_ontology_structure_find_object (
                     structure, encord_ontology_object_get_feature_hash (
                                    object)) == object);
  node = encord_ontology_structure_to_json (structure);
  wire = json_array_get_object_element (
      json_object_get_array_member (json_node_get_object (node), "objects"), 3);
  g_assert_cmpstr (json_object_get_string_member (wire, "id"), ==, "8");
  g_assert_cmpstr (json_object_get_string_member (wire, "shape"), ==,
                   "bounding_box");
  g_assert_false (json_object_get_boolean_member (wire, "required"));

  g_assert_null (encord_ontology_structure_add_object (
      structure, "", ENCORD_SHAPE_POINT, &error));
  g_assert_error (error, ENCORD_ERROR, ENCORD_ERROR_REJECTED);
  g_clear_error (&error);
  g_assert_null (encord_ontology_structure_add_object (
      structure, "X", ENCORD_SHAPE_UNKNOWN, &error));
  g_assert_error (error, ENCORD_ERROR, ENCORD_ERROR_REJECTED);
}

static void
test_new (void)
{
  g_autoptr (EncordOntologyStructure) structure =
      encord_ontology_structure_new ();
  g_autoptr (JsonNode) node = encord_ontology_structure_to_json (structure);
  g_autofree char *text = json_to_string (node, FALSE);

  g_assert_cmpstr (text, ==,
                   "{\"objects\":[],\"classifications\":[],"
                   "\"skeleton_templates\":[]}");
  for (int i = 0; i < 28; i++)
    g_assert_nonnull (encord_ontology_structure_add_object (
        structure, "n", ENCORD_SHAPE_POLYLINE, NULL));
  g_assert_cmpstr (encord_ontology_object_get_color (g_ptr_array_index (
                       encord_ontology_structure_get_objects (structure), 26)),
                   ==, "#AB149E");
  g_assert_cmpstr (encord_ontology_object_get_color (g_ptr_array_index (
                       encord_ontology_structure_get_objects (structure), 27)),
                   ==, "#D33115");
}

#define OBJECT(members) "{\"classifications\":[],\"objects\":[{" members "}]}"
#define CAR                                                                    \
  "\"id\":\"1\",\"name\":\"c\",\"color\":\"#\",\"shape\":\"point\","           \
  "\"featureNodeHash\":\"a\""

static const struct
{
  const char *name;
  const char *text;
} malformed[] = {
  { "list", "[]" },
  { "no-objects", "{\"classifications\":[]}" },
  { "no-classifications", "{\"objects\":[]}" },
  { "objects-null", "{\"objects\":null,\"classifications\":[]}" },
  { "object-number", "{\"objects\":[7],\"classifications\":[]}" },
  { "id-number", OBJECT ("\"id\":1") },
  { "id-text", OBJECT ("\"id\":\"one\",\"name\":\"c\"") },
  { "id-zero", OBJECT ("\"id\":\"0\",\"name\":\"c\"") },
  { "name-null", OBJECT ("\"id\":\"1\",\"name\":null") },
  { "no-hash", OBJECT ("\"id\":\"1\",\"name\":\"c\",\"color\":\"#\","
                       "\"shape\":\"point\"") },
  { "same-hash", "{\"classifications\":[],\"objects\":[{" CAR "},{" CAR "}]}" },
  { "attributes-object", OBJECT (CAR ",\"attributes\":{}") },
  { "attribute-text", OBJECT (CAR ",\"attributes\":[\"x\"]") },
  { "attribute-empty", OBJECT (CAR ",\"attributes\":[{}]") },
  { "options-text",
    OBJECT (CAR ",\"attributes\":[{\"id\":\"1.1\",\"name\":\"n\","
                "\"type\":\"radio\",\"featureNodeHash\":\"b\","
                "\"options\":\"x\"}]") },
  { "classification-empty", "{\"objects\":[],\"classifications\":[{}]}" },
};

static void
test_malformed (gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (
      structure_from_text (malformed[GPOINTER_TO_SIZE (data)].text, &error));
  g_assert_error (error, ENCORD_ERROR, ENCORD_ERROR_BAD_DATA);
}

static void
test_too_deep (void)
{
  g_autoptr (GString) text =
      g_string_new ("{\"classifications\":[],"
                    "\"objects\":[{" CAR ",\"attributes\":[");
  g_autoptr (GError) error = NULL;

  for (int i = 0; i < 200; i++)
    g_string_append (text, "{\"id\":\"1\",\"name\":\"n\",\"type\":\"radio\","
                           "\"featureNodeHash\":\"b\",\"options\":[{"
                           "\"featureNodeHash\":\"c\",\"options\":[");
  for (int i = 0; i < 200; i++)
    g_string_append (text, "]}]}");
  g_string_append (text, "]}]}");
  g_assert_null (structure_from_text (text->str, &error));
  g_assert_error (error, ENCORD_ERROR, ENCORD_ERROR_BAD_DATA);
}

static void
test_workflow (void)
{
  g_autoptr (JsonNode) node = json_from_string (
      "{\"stages\":[{\"uuid\":\"u1\",\"stageType\":\"ANNOTATION\","
      "\"title\":\"Annotate\"},{\"uuid\":\"u2\",\"stage_type\":\"DONE\","
      "\"title\":\"Complete\"},{\"uuid\":\"u3\",\"stageType\":\"TELEPATHY\","
      "\"title\":\"Think\"}],\"more\":1}",
      NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (EncordWorkflow) workflow =
      encord_workflow_new_from_json (node, &error);
  guint index = 99;

  g_assert_no_error (error);
  g_assert_cmpuint (encord_workflow_get_n_stages (workflow), ==, 3);
  g_assert_true (encord_workflow_find_stage (workflow, "u2", &index));
  g_assert_cmpuint (index, ==, 1);
  g_assert_cmpint (encord_workflow_get_stage_type (workflow, 1), ==,
                   ENCORD_WORKFLOW_STAGE_DONE);
  g_assert_cmpint (encord_workflow_get_stage_type (workflow, 2), ==,
                   ENCORD_WORKFLOW_STAGE_UNKNOWN);
  g_assert_cmpstr (encord_workflow_get_stage_title (workflow, 0), ==,
                   "Annotate");
  g_assert_cmpstr (encord_workflow_get_stage_uuid (workflow, 2), ==, "u3");
  g_assert_false (encord_workflow_find_stage (workflow, "u4", &index));
  g_assert_cmpuint (index, ==, 1);
  g_assert_true (
      encord_workflow_find_stage_by_title (workflow, "Think", &index));
  g_assert_cmpuint (index, ==, 2);
  g_assert_true (
      encord_workflow_find_stage_by_title (workflow, "Complete", NULL));
  g_assert_false (encord_workflow_find_stage_by_title (workflow, "u2", &index));
  g_assert_cmpuint (index, ==, 2);
}

static const char *const malformed_workflows[] = {
  "7",
  "{}",
  "{\"stages\":{}}",
  "{\"stages\":[null]}",
  "{\"stages\":[{\"uuid\":\"u\",\"title\":\"t\"}]}",
  "{\"stages\":[{\"uuid\":\"u\",\"stageType\":1,\"title\":\"t\"}]}",
  "{\"stages\":[{\"stageType\":\"DONE\",\"title\":\"t\"}]}",
};

static void
test_workflow_malformed (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (malformed_workflows); i++) {
    g_autoptr (JsonNode) node = json_from_string (malformed_workflows[i], NULL);
    g_autoptr (GError) error = NULL;

    g_assert_null (encord_workflow_new_from_json (node, &error));
    g_assert_error (error, ENCORD_ERROR, ENCORD_ERROR_BAD_DATA);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/ontology/find", test_find);
  g_test_add_func ("/ontology/lossless", test_lossless);
  g_test_add_func ("/ontology/object-json", test_object_json);
  g_test_add_func ("/ontology/add", test_add);
  g_test_add_func ("/ontology/new", test_new);
  for (gsize i = 0; i < G_N_ELEMENTS (malformed); i++) {
    g_autofree char *path =
        g_strconcat ("/ontology/malformed/", malformed[i].name, NULL);

    g_test_add_data_func (path, GSIZE_TO_POINTER (i), test_malformed);
  }
  g_test_add_func ("/ontology/malformed/too-deep", test_too_deep);
  g_test_add_func ("/workflow/stages", test_workflow);
  g_test_add_func ("/workflow/malformed", test_workflow_malformed);

  return g_test_run ();
}
