/* fuzz-ontology.c - ontologies, read, added to and written back
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <encord/encord-json-private.h>
#include <encord/encord.h>

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

static void
assert_lossless (JsonNode *editor, EncordOntologyStructure *structure)
{
  g_autoptr (JsonNode) written = encord_ontology_structure_to_json (structure);
  g_autofree char *before = json_to_string (editor, FALSE);
  g_autofree char *after = json_to_string (written, FALSE);

  g_assert_cmpstr (after, ==, before);
}

static void
assert_all_found (EncordOntologyStructure *structure)
{
  GPtrArray *objects = encord_ontology_structure_get_objects (structure);

  for (guint i = 0; i < objects->len; i++) {
    EncordOntologyObject *object = g_ptr_array_index (objects, i);

    g_assert_true (encord_ontology_structure_find_object (
                       structure, encord_ontology_object_get_feature_hash (
                                      object)) == object);
    g_assert_nonnull (encord_ontology_structure_find_object_by_title (
        structure, encord_ontology_object_get_name (object)));
  }
}

static void
assert_linked (EncordOntologyStructure *structure,
               EncordOntologyElement *element)
{
  GPtrArray *children = encord_ontology_element_get_children (element);
  const char *hash = encord_ontology_element_get_feature_hash (element);
  const char *title = encord_ontology_element_get_title (element);

  g_assert_nonnull (encord_ontology_element_get_id (element));
  /* another one may have the same hash, but not in place of it */
  g_assert_nonnull (encord_ontology_structure_find_child_by_hash (
      structure, hash, G_OBJECT_TYPE (element), NULL));
  if (title != NULL) {
    g_autoptr (GPtrArray) found =
        encord_ontology_structure_find_children_by_title (
            structure, title, G_OBJECT_TYPE (element));

    g_assert_true (g_ptr_array_find (found, element, NULL));
  }
  for (guint i = 0; i < children->len; i++) {
    EncordOntologyElement *child = g_ptr_array_index (children, i);

    g_assert_true (encord_ontology_element_get_parent (child) == element);
    g_assert_nonnull (encord_ontology_element_find_child_by_hash (
        element, encord_ontology_element_get_feature_hash (child),
        ENCORD_TYPE_ONTOLOGY_ELEMENT, NULL));
    assert_linked (structure, child);
  }
}

/* it may refuse, but then says so and adds nothing */
static void
extend (EncordOntologyStructure *structure, EncordOntologyElement *element)
{
  g_autoptr (GError) error = NULL;
  gpointer added = NULL;

  if (ENCORD_IS_ONTOLOGY_OBJECT (element))
    added = encord_ontology_object_add_attribute (
        ENCORD_ONTOLOGY_OBJECT (element), "Added", ENCORD_ATTRIBUTE_RADIO,
        FALSE, TRUE, &error);
  else if (ENCORD_IS_ONTOLOGY_CLASSIFICATION (element))
    added = encord_ontology_classification_add_attribute (
        ENCORD_ONTOLOGY_CLASSIFICATION (element), "Added",
        ENCORD_ATTRIBUTE_TEXT, FALSE, &error);
  else if (ENCORD_IS_ONTOLOGY_ATTRIBUTE (element))
    added = encord_ontology_attribute_add_option (
        ENCORD_ONTOLOGY_ATTRIBUTE (element), "Added", NULL, &error);
  else
    added = encord_ontology_option_add_nested_attribute (
        ENCORD_ONTOLOGY_OPTION (element), "Added", ENCORD_ATTRIBUTE_CHECKLIST,
        FALSE, &error);
  g_assert_true ((added == NULL) == (error != NULL));
  if (added != NULL)
    assert_linked (structure, added);
}

static void
walk_list (EncordOntologyStructure *structure, GPtrArray *list)
{
  for (guint i = 0; i < list->len; i++) {
    EncordOntologyElement *element = g_ptr_array_index (list, i);

    assert_linked (structure, element);
    while (encord_ontology_element_get_children (element)->len > 0) {
      extend (structure, element);
      element =
          g_ptr_array_index (encord_ontology_element_get_children (element), 0);
    }
    extend (structure, element);
  }
}

static void
walk_templates (EncordOntologyStructure *structure)
{
  GPtrArray *list =
      encord_ontology_structure_get_skeleton_templates (structure);

  for (guint i = 0; i < list->len; i++) {
    EncordSkeletonTemplate *skeleton = g_ptr_array_index (list, i);
    const guint n = encord_skeleton_template_get_n_joints (skeleton);
    guint from, to;

    g_assert_nonnull (encord_ontology_structure_find_skeleton_template (
        structure, encord_skeleton_template_get_name (skeleton)));
    for (guint k = 0;
         encord_skeleton_template_get_edge (skeleton, k, &from, &to, NULL); k++)
      g_assert_true (from < n && to < n);
    g_assert_true (
        encord_skeleton_template_find_joint (skeleton, "Added", NULL) ||
        encord_skeleton_template_add_joint (skeleton, "Added", 0, 0, NULL, NULL,
                                            NULL, NULL));
    encord_skeleton_template_add_edge (skeleton, 0, n, NULL, NULL);
  }
}

/* what was made of it can be read again */
static void
assert_readable (EncordOntologyStructure *structure)
{
  g_autoptr (JsonNode) written = encord_ontology_structure_to_json (structure);
  g_autoptr (GError) error = NULL;
  g_autoptr (EncordOntologyStructure) again =
      encord_ontology_structure_new_from_json (written, &error);

  g_assert_no_error (error);
  g_assert_nonnull (again);
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autoptr (JsonNode) editor = encord_json_parse (data, size, NULL);
  g_autoptr (EncordOntologyStructure) structure = NULL;
  g_autoptr (GError) error = NULL;

  if (editor == NULL)
    return 0;
  structure = encord_ontology_structure_new_from_json (editor, &error);
  g_assert_true ((structure == NULL) == (error != NULL));
  if (structure == NULL)
    return 0;

  assert_lossless (editor, structure);
  assert_all_found (structure);
  /* the largest id has none after it */
  g_assert_true (encord_ontology_structure_add_object (structure, "Added",
                                                       ENCORD_SHAPE_POLYGON,
                                                       &error) != NULL ||
                 g_error_matches (error, ENCORD_ERROR, ENCORD_ERROR_BAD_DATA));
  assert_all_found (structure);
  walk_list (structure, encord_ontology_structure_get_objects (structure));
  walk_list (structure,
             encord_ontology_structure_get_classifications (structure));
  walk_templates (structure);
  assert_readable (structure);

  return 0;
}
