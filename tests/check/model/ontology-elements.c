/* ontology-elements.c - tests of attributes, options and classifications
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <encord/encord.h>

static const char editor[] =
    "{\"objects\":["
    "{\"id\":\"1\",\"name\":\"Car\",\"color\":\"#D33115\","
    "\"shape\":\"bounding_box\",\"featureNodeHash\":\"obj1\",\"required\":true,"
    "\"attributes\":[{\"id\":\"1.1\",\"name\":\"Colour\",\"type\":\"radio\","
    "\"featureNodeHash\":\"att1\",\"required\":true,\"dynamic\":true,"
    "\"options\":[{\"id\":\"1.1.1\",\"label\":\"Red\",\"value\":\"red\","
    "\"featureNodeHash\":\"opt1\","
    "\"options\":[{\"id\":\"1.1.1.1\",\"name\":\"Tone\",\"type\":\"slider\","
    "\"featureNodeHash\":\"att2\",\"required\":false},"
    "{\"id\":\"1.1.1.2\",\"name\":\"Colour\",\"type\":\"text\","
    "\"featureNodeHash\":\"att3\",\"required\":false,\"options\":null}]},"
    "{\"id\":\"1.1.2\",\"label\":\"Blue\",\"value\":\"blue\","
    "\"featureNodeHash\":\"opt2\"}]},"
    "{\"id\":\"1.2\",\"name\":\"Speed\",\"type\":\"numeric\","
    "\"featureNodeHash\":\"att4\",\"required\":false}]},"
    "{\"id\":\"2\",\"name\":\"Road\",\"color\":\"#D33115\","
    "\"shape\":\"polygon\",\"featureNodeHash\":\"obj2\"}],"
    "\"classifications\":[{\"id\":\"1\",\"featureNodeHash\":\"cls1\","
    "\"attributes\":[{\"id\":\"1.1\",\"name\":\"Weather\","
    "\"type\":\"checklist\",\"featureNodeHash\":\"att5\",\"required\":false,"
    "\"options\":[{\"id\":\"1.1.1\",\"label\":\"Rain\",\"value\":\"rain\","
    "\"featureNodeHash\":\"opt3\"}]}]}]}";

static EncordOntologyStructure *
structure_from_text (const char *text)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) node = json_from_string (text, &error);
  EncordOntologyStructure *structure;

  g_assert_no_error (error);
  structure = encord_ontology_structure_new_from_json (node, &error);
  g_assert_no_error (error);

  return structure;
}

static void
test_attribute (void)
{
  g_autoptr (EncordOntologyStructure) structure = structure_from_text (editor);
  EncordOntologyObject *car =
      encord_ontology_structure_find_object (structure, "obj1");
  GPtrArray *attributes = encord_ontology_object_get_attributes (car);
  EncordOntologyAttribute *colour =
      encord_ontology_structure_find_attribute (structure, "att1");
  EncordOntologyAttribute *speed =
      encord_ontology_structure_find_attribute (structure, "att4");

  g_assert_cmpuint (attributes->len, ==, 2);
  g_assert_true (g_ptr_array_index (attributes, 0) == colour);
  g_assert_true (g_ptr_array_index (attributes, 1) == speed);
  g_assert_cmpstr (encord_ontology_attribute_get_feature_hash (colour), ==,
                   "att1");
  g_assert_cmpstr (encord_ontology_attribute_get_name (colour), ==, "Colour");
  g_assert_cmpint (encord_ontology_attribute_get_attribute_type (colour), ==,
                   ENCORD_ATTRIBUTE_RADIO);
  g_assert_true (encord_ontology_attribute_get_required (colour));
  g_assert_true (encord_ontology_attribute_get_dynamic (colour));
  g_assert_cmpint (encord_ontology_attribute_get_attribute_type (speed), ==,
                   ENCORD_ATTRIBUTE_NUMERIC);
  g_assert_false (encord_ontology_attribute_get_required (speed));
  g_assert_false (encord_ontology_attribute_get_dynamic (speed));
  g_assert_cmpuint (encord_ontology_attribute_get_options (speed)->len, ==, 0);
  g_assert_null (encord_ontology_attribute_get_parent_option (colour));
  g_assert_true (encord_ontology_attribute_get_object (colour) == car);
  g_assert_null (encord_ontology_attribute_get_classification (colour));
  g_assert_null (encord_ontology_structure_find_attribute (structure, "opt1"));
}

static void
test_option (void)
{
  g_autoptr (EncordOntologyStructure) structure = structure_from_text (editor);
  EncordOntologyAttribute *colour =
      encord_ontology_structure_find_attribute (structure, "att1");
  EncordOntologyOption *red =
      encord_ontology_structure_find_option (structure, "opt1");
  GPtrArray *options = encord_ontology_attribute_get_options (colour);

  g_assert_cmpuint (options->len, ==, 2);
  g_assert_true (g_ptr_array_index (options, 0) == red);
  g_assert_cmpstr (encord_ontology_option_get_feature_hash (red), ==, "opt1");
  g_assert_cmpstr (encord_ontology_option_get_label (red), ==, "Red");
  g_assert_cmpstr (encord_ontology_option_get_value (red), ==, "red");
  g_assert_true (encord_ontology_option_get_attribute (red) == colour);
  g_assert_true (encord_ontology_attribute_find_option (colour, "opt1") == red);
  g_assert_null (encord_ontology_attribute_find_option (colour, "opt3"));
  g_assert_true (encord_ontology_attribute_find_option_by_title (
                     colour, "Blue") == g_ptr_array_index (options, 1));
  g_assert_null (
      encord_ontology_attribute_find_option_by_title (colour, "blue"));
  g_assert_null (encord_ontology_structure_find_option (structure, "att1"));
}

static void
test_nested (void)
{
  g_autoptr (EncordOntologyStructure) structure = structure_from_text (editor);
  EncordOntologyOption *red =
      encord_ontology_structure_find_option (structure, "opt1");
  EncordOntologyAttribute *tone =
      encord_ontology_structure_find_attribute (structure, "att2");
  GPtrArray *nested = encord_ontology_option_get_nested_attributes (red);

  g_assert_cmpuint (nested->len, ==, 2);
  g_assert_true (g_ptr_array_index (nested, 0) == tone);
  g_assert_cmpint (encord_ontology_attribute_get_attribute_type (tone), ==,
                   ENCORD_ATTRIBUTE_UNKNOWN);
  g_assert_true (encord_ontology_attribute_get_parent_option (tone) == red);
  g_assert_true (encord_ontology_attribute_get_object (tone) ==
                 encord_ontology_structure_find_object (structure, "obj1"));
}

static void
test_classification (void)
{
  g_autoptr (EncordOntologyStructure) structure = structure_from_text (editor);
  EncordOntologyClassification *weather =
      encord_ontology_structure_find_classification (structure, "cls1");
  EncordOntologyAttribute *attribute =
      encord_ontology_classification_get_attribute (weather);
  GPtrArray *all = encord_ontology_structure_get_classifications (structure);

  g_assert_cmpuint (all->len, ==, 1);
  g_assert_true (g_ptr_array_index (all, 0) == weather);
  g_assert_cmpstr (encord_ontology_classification_get_feature_hash (weather),
                   ==, "cls1");
  g_assert_cmpstr (encord_ontology_classification_get_title (weather), ==,
                   "Weather");
  g_assert_cmpstr (encord_ontology_attribute_get_feature_hash (attribute), ==,
                   "att5");
  g_assert_true (encord_ontology_attribute_get_classification (attribute) ==
                 weather);
  g_assert_null (encord_ontology_attribute_get_object (attribute));
  g_assert_null (
      encord_ontology_structure_find_classification (structure, "obj1"));
}

/* what is held longer than the structure stays readable, but has no parents */
static void
test_outlive (void)
{
  g_autoptr (EncordOntologyStructure) structure = structure_from_text (editor);
  g_autoptr (EncordOntologyAttribute) tone = g_object_ref (
      encord_ontology_structure_find_attribute (structure, "att2"));
  g_autoptr (EncordOntologyClassification) weather = g_object_ref (
      encord_ontology_structure_find_classification (structure, "cls1"));

  g_clear_object (&structure);
  g_assert_cmpstr (encord_ontology_attribute_get_name (tone), ==, "Tone");
  g_assert_null (encord_ontology_attribute_get_parent_option (tone));
  g_assert_null (encord_ontology_attribute_get_object (tone));
  g_assert_cmpstr (encord_ontology_classification_get_title (weather), ==,
                   "Weather");
}

static void
test_properties (void)
{
  g_autoptr (EncordOntologyStructure) structure = structure_from_text (editor);
  g_autofree char *id = NULL, *hash = NULL, *title = NULL, *name = NULL;
  g_autofree char *label = NULL, *value = NULL, *color = NULL;
  EncordAttributeType type;
  EncordShape shape;
  gboolean required, dynamic;

  g_object_get (encord_ontology_structure_find_attribute (structure, "att1"),
                "id", &id, "feature-hash", &hash, "title", &title, "name",
                &name, "attribute-type", &type, "dynamic", &dynamic, NULL);
  g_assert_cmpstr (id, ==, "1.1");
  g_assert_cmpstr (hash, ==, "att1");
  g_assert_cmpstr (title, ==, "Colour");
  g_assert_cmpstr (name, ==, "Colour");
  g_assert_cmpint (type, ==, ENCORD_ATTRIBUTE_RADIO);
  g_assert_true (dynamic);
  g_object_get (encord_ontology_structure_find_option (structure, "opt1"),
                "label", &label, "value", &value, NULL);
  g_assert_cmpstr (label, ==, "Red");
  g_assert_cmpstr (value, ==, "red");
  g_object_get (encord_ontology_structure_find_object (structure, "obj1"),
                "color", &color, "shape", &shape, "required", &required, NULL);
  g_assert_cmpstr (color, ==, "#D33115");
  g_assert_cmpint (shape, ==, ENCORD_SHAPE_BOUNDING_BOX);
  g_assert_true (required);
}

static void
test_attribute_types (void)
{
  g_autoptr (GEnumClass) types = g_type_class_ref (ENCORD_TYPE_ATTRIBUTE_TYPE);

  g_assert_cmpuint (types->n_values, ==, 5);
  for (guint i = 0; i < types->n_values; i++) {
    const char *nick = types->values[i].value_nick;
    const int type = types->values[i].value;

    g_assert_cmpstr (encord_attribute_type_to_string (type), ==, nick);
    g_assert_cmpint (encord_attribute_type_from_string (nick), ==, type);
  }
  g_assert_cmpint (encord_attribute_type_from_string ("slider"), ==,
                   ENCORD_ATTRIBUTE_UNKNOWN);
  g_assert_cmpint (encord_attribute_type_from_string (NULL), ==,
                   ENCORD_ATTRIBUTE_UNKNOWN);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/ontology/attribute", test_attribute);
  g_test_add_func ("/ontology/option", test_option);
  g_test_add_func ("/ontology/nested", test_nested);
  g_test_add_func ("/ontology/classification", test_classification);
  g_test_add_func ("/ontology/outlive", test_outlive);
  g_test_add_func ("/ontology/properties", test_properties);
  g_test_add_func ("/ontology/attribute-types", test_attribute_types);

  return g_test_run ();
}
