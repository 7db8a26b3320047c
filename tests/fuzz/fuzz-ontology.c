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

  return 0;
}
