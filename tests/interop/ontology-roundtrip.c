/* ontology-roundtrip.c - reads and makes ontologies for ontology-roundtrip.py
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <stdio.h>
#include <string.h>

#include <encord/encord.h>

/* read FILE: the ontology and what was found in it; build: one of our own, made
 * step by step */

static EncordOntologyStructure *
read_structure (const char *path)
{
  g_autoptr (JsonParser) parser = json_parser_new ();
  g_autoptr (GError) error = NULL;
  EncordOntologyStructure *structure;

  json_parser_load_from_file (parser, path, &error);
  g_assert_no_error (error);
  structure = encord_ontology_structure_new_from_json (
      json_parser_get_root (parser), &error);
  g_assert_no_error (error);

  return structure;
}

static EncordOntologyStructure *
build_structure (void)
{
  EncordOntologyStructure *structure = encord_ontology_structure_new ();
  g_autoptr (EncordSkeletonTemplate) person =
      encord_skeleton_template_new ("Person", 100, 50.5);
  g_autoptr (GError) error = NULL;
  EncordOntologyAttribute *attribute, *nested;
  EncordOntologyOption *option;

  for (guint shape = ENCORD_SHAPE_BOUNDING_BOX; shape <= ENCORD_SHAPE_BITMASK;
       shape++) {
    EncordOntologyObject *object = encord_ontology_structure_add_object (
        structure, encord_shape_to_string (shape), shape, &error);

    g_assert_no_error (error);
    attribute = encord_ontology_object_add_attribute (
        object, "Colour", ENCORD_ATTRIBUTE_RADIO, TRUE, shape % 2, &error);
    option = encord_ontology_attribute_add_option (
        attribute, "Dark Red\xc2\xa0!", NULL, &error);
    nested = encord_ontology_option_add_nested_attribute (
        option, "Marks", ENCORD_ATTRIBUTE_CHECKLIST, TRUE, &error);
    encord_ontology_attribute_add_option (nested, "Scratch", "own Value",
                                          &error);
    encord_ontology_option_add_nested_attribute (
        option, "Notes", ENCORD_ATTRIBUTE_TEXT, FALSE, &error);
    encord_ontology_attribute_add_option (attribute, "\xc3\x84RGER", NULL,
                                          &error);
    encord_ontology_object_add_attribute (
        object, "Plate", ENCORD_ATTRIBUTE_TEXT, FALSE, FALSE, &error);
    g_assert_no_error (error);
  }
  attribute = encord_ontology_classification_add_attribute (
      encord_ontology_structure_add_classification (structure, &error),
      "Weather", ENCORD_ATTRIBUTE_RADIO, FALSE, &error);
  encord_ontology_attribute_add_option (attribute, "Rain", NULL, &error);
  encord_skeleton_template_add_joint (person, "head", 1, 2.5, "#FF0000", "h",
                                      "joint001", &error);
  encord_skeleton_template_add_joint (person, "foot", 3, 4, NULL, NULL, NULL,
                                      &error);
  encord_skeleton_template_add_edge (person, 0, 1, NULL, &error);
  encord_ontology_structure_add_skeleton_template (structure, person, NULL,
                                                   &error);
  g_assert_no_error (error);

  return structure;
}

static void
add_line (JsonBuilder *lines, EncordOntologyElement *element)
{
  GPtrArray *children = encord_ontology_element_get_children (element);

  json_builder_begin_array (lines);
  json_builder_add_string_value (lines,
                                 encord_ontology_element_get_id (element));
  json_builder_add_string_value (
      lines, encord_ontology_element_get_feature_hash (element));
  json_builder_add_string_value (lines,
                                 encord_ontology_element_get_title (element));
  if (ENCORD_IS_ONTOLOGY_ATTRIBUTE (element)) {
    EncordOntologyAttribute *attribute = ENCORD_ONTOLOGY_ATTRIBUTE (element);

    json_builder_add_string_value (
        lines, encord_attribute_type_to_string (
                   encord_ontology_attribute_get_attribute_type (attribute)));
    json_builder_add_boolean_value (
        lines, encord_ontology_attribute_get_required (attribute));
    json_builder_add_boolean_value (
        lines, encord_ontology_attribute_get_dynamic (attribute));
  } else if (ENCORD_IS_ONTOLOGY_OPTION (element)) {
    json_builder_add_string_value (
        lines,
        encord_ontology_option_get_value (ENCORD_ONTOLOGY_OPTION (element)));
  }
  json_builder_end_array (lines);
  for (guint i = 0; i < children->len; i++)
    add_line (lines, children->pdata[i]);
}

int
main (int argc, char *argv[])
{
  g_autoptr (EncordOntologyStructure) structure = NULL;
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autoptr (JsonNode) root = NULL;
  g_autofree char *text = NULL;
  GPtrArray *lists[2];

  if (argc == 3 && strcmp (argv[1], "read") == 0)
    structure = read_structure (argv[2]);
  else if (argc == 2 && strcmp (argv[1], "build") == 0)
    structure = build_structure ();
  else
    return 2;

  lists[0] = encord_ontology_structure_get_objects (structure);
  lists[1] = encord_ontology_structure_get_classifications (structure);
  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "editor");
  json_builder_add_value (builder,
                          encord_ontology_structure_to_json (structure));
  json_builder_set_member_name (builder, "elements");
  json_builder_begin_array (builder);
  for (guint i = 0; i < G_N_ELEMENTS (lists); i++)
    for (guint k = 0; k < lists[i]->len; k++)
      add_line (builder, lists[i]->pdata[k]);
  json_builder_end_array (builder);
  json_builder_end_object (builder);
  root = json_builder_get_root (builder);
  text = json_to_string (root, FALSE);
  /* g_print() follows the locale */
  puts (text);

  return 0;
}
