/* ontology-build.c - tests of what is added to an ontology, and of look-up in it
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <string.h>

#include <encord/encord.h>

#define assert_conflict(call) assert_refused (call, ENCORD_ERROR_CONFLICT)
#define assert_rejected(call) assert_refused (call, ENCORD_ERROR_REJECTED)
#define assert_refused(call, code)                                             \
  G_STMT_START                                                                 \
  {                                                                            \
    GError *error = NULL;                                                      \
    g_assert_false ((call));                                                   \
    g_assert_error (error, ENCORD_ERROR, code);                                \
    g_clear_error (&error);                                                    \
  }                                                                            \
  G_STMT_END

static const char built[] =
    "{\"objects\":[{\"id\":\"1\",\"name\":\"Car\",\"color\":\"#D33115\","
    "\"shape\":\"polygon\",\"featureNodeHash\":\"obj1\",\"required\":false,"
    "\"attributes\":[{\"id\":\"1.1\",\"name\":\"Colour\",\"type\":\"radio\","
    "\"featureNodeHash\":\"att1\",\"required\":true,\"dynamic\":true,"
    "\"options\":[{\"id\":\"1.1.1\",\"label\":\"Dark Red\","
    "\"value\":\"dark_red\",\"featureNodeHash\":\"opt1\","
    "\"options\":[{\"id\":\"1.1.1.7\",\"name\":\"Tones\","
    "\"type\":\"checklist\",\"featureNodeHash\":\"att2\",\"required\":false,"
    "\"dynamic\":false,\"options\":[{\"id\":\"1.1.1.7.1\",\"label\":\"A\","
    "\"value\":\"X\",\"featureNodeHash\":\"opt2\"}]}]}]}]}],"
    "\"classifications\":[{\"id\":\"4\",\"featureNodeHash\":\"cls1\","
    "\"attributes\":[{\"id\":\"4.1\",\"name\":\"Note\",\"type\":\"text\","
    "\"featureNodeHash\":\"att3\",\"required\":false,\"dynamic\":false}]}],"
    "\"skeleton_templates\":[{\"template\":{\"name\":\"Person\",\"width\":0.5,"
    "\"height\":2.0,\"skeleton\":{\"0\":{\"x\":0.25,\"y\":0.5,"
    "\"name\":\"head\",\"color\":\"#FF0000\",\"value\":\"h\","
    "\"featureHash\":\"jnt1\"},\"1\":{\"x\":0.25,\"y\":1.5,\"name\":\"foot\","
    "\"color\":\"#00000\",\"value\":\"\"}},"
    "\"skeletonEdges\":{\"0\":{\"1\":{\"color\":\"#00000\"}}},"
    "\"shape\":\"skeleton\",\"feature_node_hash\":\"tpl1\"}}]}";

static EncordOntologyStructure *
build_all (void)
{
  EncordOntologyStructure *structure = encord_ontology_structure_new ();
  g_autoptr (EncordSkeletonTemplate) person =
      encord_skeleton_template_new ("Person", 0.5, 2);
  g_autoptr (GError) error = NULL;
  EncordOntologyAttribute *attribute;
  EncordOntologyOption *option;

  attribute = encord_ontology_object_add_attribute_full (
      encord_ontology_structure_add_object_full (
          structure, "Car", ENCORD_SHAPE_POLYGON, 0, NULL, "obj1", &error),
      "Colour", ENCORD_ATTRIBUTE_RADIO, TRUE, TRUE, 0, "att1", &error);
  option = encord_ontology_attribute_add_option_full (attribute, "Dark Red",
                                                      NULL, 0, "opt1", &error);
  attribute = encord_ontology_option_add_nested_attribute_full (
      option, "Tones", ENCORD_ATTRIBUTE_CHECKLIST, FALSE, 7, "att2", &error);
  g_assert_nonnull (encord_ontology_attribute_add_option_full (
      attribute, "A", "X", 0, "opt2", &error));
  g_assert_nonnull (encord_ontology_classification_add_attribute_full (
      encord_ontology_structure_add_classification_full (structure, 4, "cls1",
                                                         &error),
      "Note", ENCORD_ATTRIBUTE_TEXT, FALSE, 0, "att3", &error));
  g_assert_true (encord_ontology_structure_add_skeleton_template (
      structure, person, "tpl1", &error));
  g_assert_true (encord_skeleton_template_add_joint (
      person, "head", 0.25, 0.5, "#FF0000", "h", "jnt1", &error));
  g_assert_true (encord_skeleton_template_add_joint (person, "foot", 0.25, 1.5,
                                                     NULL, NULL, NULL, &error));
  g_assert_true (
      encord_skeleton_template_add_edge (person, 0, 1, NULL, &error));
  g_assert_no_error (error);

  return structure;
}

static void
test_json (void)
{
  g_autoptr (EncordOntologyStructure) structure = build_all ();
  g_autoptr (JsonNode) node = encord_ontology_structure_to_json (structure);
  g_autofree char *text = json_to_string (node, FALSE);

  g_assert_cmpstr (text, ==, built);
}

/* ids count on, hashes have the form of their kind, nothing else changes */
static void
test_defaults (void)
{
  g_autoptr (EncordOntologyStructure) structure = build_all ();
  g_autoptr (GError) error = NULL;
  EncordOntologyObject *object = encord_ontology_structure_add_object (
      structure, "Road", ENCORD_SHAPE_BITMASK, &error);
  EncordOntologyClassification *classification =
      encord_ontology_structure_add_classification (structure, &error);
  EncordOntologyAttribute *attribute =
      encord_ontology_structure_find_attribute (structure, "att2");
  EncordOntologyOption *option =
      encord_ontology_structure_find_option (structure, "opt1");
  EncordOntologyAttribute *nested =
      encord_ontology_option_add_nested_attribute (
          option, "More", ENCORD_ATTRIBUTE_RADIO, TRUE, &error);
  g_autofree guchar *decoded = NULL;
  gsize length;

  g_assert_no_error (error);
  g_assert_cmpstr (
      encord_ontology_element_get_id (ENCORD_ONTOLOGY_ELEMENT (object)), ==,
      "2");
  g_assert_cmpstr (encord_ontology_object_get_color (object), ==, "#E27300");
  g_assert_cmpuint (strspn (encord_ontology_object_get_feature_hash (object),
                            "0123456789abcdef"),
                    ==, 8);
  g_assert_cmpstr (
      encord_ontology_element_get_id (ENCORD_ONTOLOGY_ELEMENT (classification)),
      ==, "5");
  g_assert_cmpstr (
      encord_ontology_element_get_id (ENCORD_ONTOLOGY_ELEMENT (nested)), ==,
      "1.1.1.8");
  g_assert_cmpuint (
      strlen (encord_ontology_attribute_get_feature_hash (nested)), ==, 8);
  decoded = g_base64_decode (
      encord_ontology_attribute_get_feature_hash (nested), &length);
  g_assert_cmpuint (length, ==, 6);
  option = encord_ontology_attribute_add_option (attribute, "B c", "", &error);
  g_assert_no_error (error);
  g_assert_cmpstr (encord_ontology_option_get_value (option), ==, "b_c");
  g_assert_true (encord_ontology_structure_find_option (
                     structure, encord_ontology_option_get_feature_hash (
                                    option)) == option);
}

static void
test_values (void)
{
  static const char *const labels[][2] = {
    { "Plain", "plain" },
    { "Two  Words\t", "two__words_" },
    { "a\xc2\xa0"
      "b\x1c"
      "c\x0b",
      "a_b_c_" },
    { "\xc3\x84RGER", "\xc3\xa4rger" },
    { "I\xc4\xb0", "ii\xcc\x87" },
    { "\xce\xa3\xce\xa3", "\xcf\x83\xcf\x82" },
  };
  g_autoptr (EncordOntologyStructure) structure = build_all ();
  EncordOntologyAttribute *attribute =
      encord_ontology_structure_find_attribute (structure, "att1");

  for (gsize i = 0; i < G_N_ELEMENTS (labels); i++)
    g_assert_cmpstr (
        encord_ontology_option_get_value (encord_ontology_attribute_add_option (
            attribute, labels[i][0], NULL, NULL)),
        ==, labels[i][1]);
}

static void
test_refused (void)
{
  g_autoptr (EncordOntologyStructure) structure = build_all ();
  g_autoptr (JsonNode) node = NULL;
  g_autofree char *text = NULL;
  EncordOntologyObject *car =
      encord_ontology_structure_find_object (structure, "obj1");
  EncordOntologyAttribute *radio =
      encord_ontology_structure_find_attribute (structure, "att1");
  EncordOntologyAttribute *note =
      encord_ontology_structure_find_attribute (structure, "att3");
  EncordOntologyOption *flat =
      encord_ontology_structure_find_option (structure, "opt2");

  assert_conflict (encord_ontology_structure_add_object_full (
      structure, "x", ENCORD_SHAPE_POINT, 1, NULL, NULL, &error));
  assert_conflict (encord_ontology_structure_add_object_full (
      structure, "x", ENCORD_SHAPE_POINT, 0, NULL, "opt2", &error));
  assert_rejected (encord_ontology_structure_add_object_full (
      structure, "x", ENCORD_SHAPE_POINT, 0, NULL, "", &error));
  assert_rejected (encord_ontology_structure_add_object_full (
      structure, "x", ENCORD_SHAPE_POINT, G_MAXUINT64, NULL, NULL, &error));
  assert_conflict (encord_ontology_structure_add_classification_full (
      structure, 4, NULL, &error));
  assert_conflict (encord_ontology_classification_add_attribute (
      encord_ontology_structure_find_classification (structure, "cls1"), "x",
      ENCORD_ATTRIBUTE_TEXT, FALSE, &error));
  assert_rejected (encord_ontology_object_add_attribute (
      car, "", ENCORD_ATTRIBUTE_TEXT, FALSE, FALSE, &error));
  assert_rejected (encord_ontology_object_add_attribute (
      car, "x", ENCORD_ATTRIBUTE_UNKNOWN, FALSE, FALSE, &error));
  assert_conflict (encord_ontology_object_add_attribute_full (
      car, "x", ENCORD_ATTRIBUTE_TEXT, FALSE, FALSE, 1, NULL, &error));
  assert_rejected (
      encord_ontology_attribute_add_option (note, "x", NULL, &error));
  assert_rejected (
      encord_ontology_attribute_add_option (radio, "", NULL, &error));
  assert_rejected (encord_ontology_option_add_nested_attribute (
      flat, "x", ENCORD_ATTRIBUTE_TEXT, FALSE, &error));

  node = encord_ontology_structure_to_json (structure);
  text = json_to_string (node, FALSE);
  g_assert_cmpstr (text, ==, built);
}

static void
test_too_deep (void)
{
  g_autoptr (EncordOntologyStructure) structure =
      encord_ontology_structure_new ();
  EncordOntologyAttribute *attribute = encord_ontology_object_add_attribute (
      encord_ontology_structure_add_object (structure, "o", ENCORD_SHAPE_POINT,
                                            NULL),
      "a", ENCORD_ATTRIBUTE_RADIO, FALSE, FALSE, NULL);
  EncordOntologyOption *option;
  g_autoptr (JsonNode) node = NULL;
  g_autoptr (EncordOntologyStructure) again = NULL;

  for (int i = 1; i < 64; i++) {
    option = encord_ontology_attribute_add_option (attribute, "l", NULL, NULL);
    attribute = encord_ontology_option_add_nested_attribute (
        option, "a", ENCORD_ATTRIBUTE_RADIO, FALSE, NULL);
    g_assert_nonnull (attribute);
  }
  option = encord_ontology_attribute_add_option (attribute, "l", NULL, NULL);
  assert_rejected (encord_ontology_option_add_nested_attribute (
      option, "a", ENCORD_ATTRIBUTE_TEXT, FALSE, &error));
  /* what was built can be read */
  node = encord_ontology_structure_to_json (structure);
  again = encord_ontology_structure_new_from_json (node, NULL);
  g_assert_nonnull (again);
}

static void
count_notify (GObject *object, GParamSpec *pspec, gpointer n)
{
  ++*(int *) n;
}

static void
test_incomplete (void)
{
  g_autoptr (EncordOntologyStructure) structure =
      encord_ontology_structure_new ();
  EncordOntologyClassification *classification =
      encord_ontology_structure_add_classification (structure, NULL);
  int n = 0;

  g_signal_connect (classification, "notify::title", G_CALLBACK (count_notify),
                    &n);
  g_assert_null (encord_ontology_classification_get_title (classification));
  g_assert_null (encord_ontology_classification_get_attribute (classification));
  assert_rejected (
      encord_ontology_structure_check_complete (structure, &error));
  encord_ontology_classification_add_attribute (
      classification, "Title", ENCORD_ATTRIBUTE_TEXT, FALSE, NULL);
  g_assert_cmpint (n, ==, 1);
  g_assert_cmpstr (encord_ontology_classification_get_title (classification),
                   ==, "Title");
  g_assert_true (encord_ontology_structure_check_complete (structure, NULL));
  g_assert_true (encord_ontology_structure_find_child_by_title (
                     structure, "Title", ENCORD_TYPE_ONTOLOGY_CLASSIFICATION,
                     NULL) == ENCORD_ONTOLOGY_ELEMENT (classification));
}

static void
assert_ontology_error (GError *error, EncordError code)
{
  g_assert_error (error, ENCORD_ERROR, (int) code);
  g_assert_cmpint (encord_error_get_server_error (error), ==,
                   ENCORD_SERVER_ERROR_ONTOLOGY);
}

static void
test_find_child (void)
{
  g_autoptr (EncordOntologyStructure) structure = build_all ();
  EncordOntologyElement *car = encord_ontology_structure_find_child_by_title (
      structure, "Car", ENCORD_TYPE_ONTOLOGY_ELEMENT, NULL);
  g_autoptr (GError) error = NULL;

  g_assert_cmpstr (encord_ontology_element_get_feature_hash (car), ==, "obj1");
  g_assert_true (encord_ontology_structure_find_child_by_hash (
                     structure, "opt2", ENCORD_TYPE_ONTOLOGY_OPTION, NULL) ==
                 encord_ontology_element_find_child_by_hash (
                     car, "opt2", ENCORD_TYPE_ONTOLOGY_ELEMENT, NULL));
  g_assert_null (encord_ontology_structure_find_child_by_hash (
      structure, "opt2", ENCORD_TYPE_ONTOLOGY_OBJECT, &error));
  assert_ontology_error (error, ENCORD_ERROR_NOT_FOUND);
  g_clear_error (&error);
  g_assert_null (encord_ontology_element_find_child_by_hash (
      car, "att3", ENCORD_TYPE_ONTOLOGY_ELEMENT, &error));
  assert_ontology_error (error, ENCORD_ERROR_NOT_FOUND);
  g_clear_error (&error);
  g_assert_null (encord_ontology_structure_find_child_by_title (
      structure, "car", ENCORD_TYPE_ONTOLOGY_ELEMENT, &error));
  assert_ontology_error (error, ENCORD_ERROR_NOT_FOUND);
  g_clear_error (&error);
  /* a classification and its attribute */
  g_assert_null (encord_ontology_structure_find_child_by_title (
      structure, "Note", ENCORD_TYPE_ONTOLOGY_ELEMENT, &error));
  assert_ontology_error (error, ENCORD_ERROR_CONFLICT);
  g_clear_error (&error);
  g_assert_nonnull (encord_ontology_structure_find_child_by_title (
      structure, "Note", ENCORD_TYPE_ONTOLOGY_ATTRIBUTE, &error));
  g_assert_null (encord_ontology_element_find_child_by_title (
      car, "Note", ENCORD_TYPE_ONTOLOGY_ELEMENT, &error));
  assert_ontology_error (error, ENCORD_ERROR_NOT_FOUND);
}

/* in the order of the ontology, whatever the order of adding */
static void
test_find_children (void)
{
  static const char *const expected[] = { "obj1", "top",  "opt9",
                                          "obj2", "cls9", "root" };
  g_autoptr (EncordOntologyStructure) structure =
      encord_ontology_structure_new ();
  EncordOntologyObject *first = encord_ontology_structure_add_object_full (
      structure, "T", ENCORD_SHAPE_POINT, 0, NULL, "obj1", NULL);
  g_autoptr (GPtrArray) found = NULL;

  encord_ontology_classification_add_attribute_full (
      encord_ontology_structure_add_classification_full (structure, 0, "cls9",
                                                         NULL),
      "T", ENCORD_ATTRIBUTE_TEXT, FALSE, 0, "root", NULL);
  encord_ontology_structure_add_object_full (structure, "T", ENCORD_SHAPE_POINT,
                                             0, NULL, "obj2", NULL);
  encord_ontology_attribute_add_option_full (
      encord_ontology_object_add_attribute_full (
          first, "T", ENCORD_ATTRIBUTE_RADIO, FALSE, FALSE, 0, "top", NULL),
      "T", NULL, 0, "opt9", NULL);

  found = encord_ontology_structure_find_children_by_title (
      structure, "T", ENCORD_TYPE_ONTOLOGY_ELEMENT);
  g_assert_cmpuint (found->len, ==, G_N_ELEMENTS (expected));
  for (guint i = 0; i < found->len; i++)
    g_assert_cmpstr (encord_ontology_element_get_feature_hash (found->pdata[i]),
                     ==, expected[i]);
  g_clear_pointer (&found, g_ptr_array_unref);
  found = encord_ontology_element_find_children_by_title (
      ENCORD_ONTOLOGY_ELEMENT (first), "T", ENCORD_TYPE_ONTOLOGY_ELEMENT);
  g_assert_cmpuint (found->len, ==, 2);
}

static void
test_template (void)
{
  g_autoptr (EncordOntologyStructure) structure = build_all ();
  g_autoptr (EncordSkeletonTemplate) same =
      encord_skeleton_template_new ("Person", 1, 1);
  EncordSkeletonTemplate *person =
      encord_ontology_structure_find_skeleton_template (structure, "Person");
  EncordJoint joints[] = {
    { .name = "foot", .position = { 1, 0 } },
    { .name = "head", .position = { 0, 1 } },
  };
  g_autoptr (EncordGeometry) geometry = NULL;
  const EncordJoint *made;
  const char *color;
  guint from, to, n;
  EncordJoint joint;

  g_assert_cmpstr (encord_skeleton_template_get_feature_hash (person), ==,
                   "tpl1");
  g_assert_cmpfloat (encord_skeleton_template_get_height (person), ==, 2);
  g_assert_cmpuint (encord_skeleton_template_get_n_joints (person), ==, 2);
  g_assert_true (encord_skeleton_template_get_joint (person, 0, &joint));
  g_assert_cmpstr (joint.feature_hash, ==, "jnt1");
  g_assert_cmpfloat (joint.position.y, ==, 0.5);
  g_assert_false (encord_skeleton_template_get_joint (person, 2, &joint));
  g_assert_true (
      encord_skeleton_template_get_edge (person, 0, &from, &to, &color));
  g_assert_cmpuint (from, ==, 0);
  g_assert_cmpuint (to, ==, 1);
  g_assert_cmpstr (color, ==, "#00000");
  geometry = encord_skeleton_template_make_geometry (person, joints, 2, NULL);
  made = encord_geometry_get_joints (geometry, &n);
  g_assert_cmpuint (n, ==, 2);
  g_assert_null (made[0].feature_hash);
  g_assert_cmpstr (made[1].feature_hash, ==, "jnt1");

  assert_rejected (
      encord_skeleton_template_make_geometry (person, joints, 1, &error));
  joints[0].name = "tail";
  assert_rejected (
      encord_skeleton_template_make_geometry (person, joints, 2, &error));
  assert_conflict (encord_skeleton_template_add_joint (
      person, "head", 0, 0, NULL, NULL, NULL, &error));
  assert_conflict (
      encord_skeleton_template_add_edge (person, 0, 1, NULL, &error));
  assert_rejected (
      encord_skeleton_template_add_edge (person, 0, 2, NULL, &error));
  assert_rejected (
      encord_skeleton_template_add_edge (person, 1, 1, NULL, &error));
  assert_conflict (encord_ontology_structure_add_skeleton_template (
      structure, same, NULL, &error));
  assert_conflict (encord_ontology_structure_add_skeleton_template (
      structure, person, NULL, &error));
}

static void
assert_kept (JsonNode *editor)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (EncordOntologyStructure) structure =
      encord_ontology_structure_new_from_json (editor, &error);
  g_autoptr (JsonNode) written = NULL;

  g_assert_no_error (error);
  written = encord_ontology_structure_to_json (structure);
  g_assert_true (json_node_equal (editor, written));
}

/* every ontology below a node, however it is wrapped */
static guint
walk (JsonNode *node)
{
  JsonObjectIter iter;
  const char *name;
  JsonNode *value;
  guint n = 0;

  if (JSON_NODE_HOLDS_ARRAY (node)) {
    JsonArray *array = json_node_get_array (node);

    for (guint i = 0; i < json_array_get_length (array); i++)
      n += walk (json_array_get_element (array, i));
  }
  if (!JSON_NODE_HOLDS_OBJECT (node))
    return n;

  json_object_iter_init (&iter, json_node_get_object (node));
  while (json_object_iter_next (&iter, &name, &value)) {
    n += walk (value);
    if (!g_str_has_prefix (name, "editor") || !JSON_NODE_HOLDS_OBJECT (value))
      continue;
    assert_kept (value);
    n++;
  }

  return n;
}

static void
test_recordings (void)
{
  g_autofree char *folder =
      g_build_filename (g_getenv ("ENCORD_TEST_DATA"), "recordings", NULL);
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;
  guint n = 0;

  g_assert_nonnull (dir);
  while ((name = g_dir_read_name (dir)) != NULL) {
    g_autofree char *path = g_build_filename (folder, name, NULL);
    g_autoptr (JsonParser) parser = json_parser_new ();
    g_autoptr (GError) error = NULL;

    json_parser_load_from_file (parser, path, &error);
    g_assert_no_error (error);
    n += walk (json_parser_get_root (parser));
  }
  /* opening a project is in most of them */
  g_assert_cmpuint (n, >, 10);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/ontology/build/json", test_json);
  g_test_add_func ("/ontology/build/defaults", test_defaults);
  g_test_add_func ("/ontology/build/values", test_values);
  g_test_add_func ("/ontology/build/refused", test_refused);
  g_test_add_func ("/ontology/build/too-deep", test_too_deep);
  g_test_add_func ("/ontology/build/incomplete", test_incomplete);
  g_test_add_func ("/ontology/find-child", test_find_child);
  g_test_add_func ("/ontology/find-children", test_find_children);
  g_test_add_func ("/ontology/template", test_template);
  g_test_add_func ("/ontology/recordings", test_recordings);

  return g_test_run ();
}
