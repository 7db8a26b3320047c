/* encord-ontology-structure-search.c - finds the elements of an ontology
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <encord/model/encord-ontology-attribute.h>
#include <encord/model/encord-ontology-classification.h>
#include <encord/model/encord-ontology-element-private.h>
#include <encord/model/encord-ontology-object.h>
#include <encord/model/encord-ontology-option.h>
#include <encord/model/encord-ontology-structure-private.h>

static gpointer
find (EncordOntologyStructure *self, GType type, const char *feature_hash)
{
  return encord_ontology_index_find (self->index, type, feature_hash);
}

/**
 * encord_ontology_structure_find_object:
 * @self: a structure
 * @feature_hash: a class's feature hash
 *
 * Finds the class of a label
 * (`OntologyStructure.get_child_by_hash` of the SDK).
 *
 * Returns: (transfer none) (nullable): the class, or %NULL when there is none
 *
 * Since: 0.1
 */
EncordOntologyObject *
encord_ontology_structure_find_object (EncordOntologyStructure *self,
                                       const char *feature_hash)
{
  g_return_val_if_fail (ENCORD_IS_ONTOLOGY_STRUCTURE (self), NULL);
  g_return_val_if_fail (feature_hash != NULL, NULL);

  return find (self, ENCORD_TYPE_ONTOLOGY_OBJECT, feature_hash);
}

/**
 * encord_ontology_structure_find_object_by_title:
 * @self: a structure
 * @title: a class's name, compared byte by byte
 *
 * Finds the first class of a name
 * (`OntologyStructure.get_child_by_title` of the SDK).
 *
 * Returns: (transfer none) (nullable): the class, or %NULL when there is none
 *
 * Since: 0.1
 */
EncordOntologyObject *
encord_ontology_structure_find_object_by_title (EncordOntologyStructure *self,
                                                const char *title)
{
  g_return_val_if_fail (ENCORD_IS_ONTOLOGY_STRUCTURE (self), NULL);
  g_return_val_if_fail (title != NULL, NULL);

  return (gpointer) encord_ontology_index_find_title (
      self->index, ENCORD_TYPE_ONTOLOGY_OBJECT, title);
}

/**
 * encord_ontology_structure_find_classification:
 * @self: a structure
 * @feature_hash: a classification's feature hash
 *
 * Finds the classification of a label
 * (`OntologyStructure.get_child_by_hash` of the SDK).
 *
 * Returns: (transfer none) (nullable): it, or %NULL when there is none
 *
 * Since: 0.1
 */
EncordOntologyClassification *
encord_ontology_structure_find_classification (EncordOntologyStructure *self,
                                               const char *feature_hash)
{
  g_return_val_if_fail (ENCORD_IS_ONTOLOGY_STRUCTURE (self), NULL);
  g_return_val_if_fail (feature_hash != NULL, NULL);

  return find (self, ENCORD_TYPE_ONTOLOGY_CLASSIFICATION, feature_hash);
}

/**
 * encord_ontology_structure_find_attribute:
 * @self: a structure
 * @feature_hash: an attribute's feature hash
 *
 * Finds an attribute at any depth of any object or classification
 * (`OntologyStructure.get_child_by_hash` of the SDK).
 *
 * Returns: (transfer none) (nullable): it, or %NULL when there is none
 *
 * Since: 0.1
 */
EncordOntologyAttribute *
encord_ontology_structure_find_attribute (EncordOntologyStructure *self,
                                          const char *feature_hash)
{
  g_return_val_if_fail (ENCORD_IS_ONTOLOGY_STRUCTURE (self), NULL);
  g_return_val_if_fail (feature_hash != NULL, NULL);

  return find (self, ENCORD_TYPE_ONTOLOGY_ATTRIBUTE, feature_hash);
}

/**
 * encord_ontology_structure_find_option:
 * @self: a structure
 * @feature_hash: an option's feature hash
 *
 * Finds an option at any depth of any object or classification
 * (`OntologyStructure.get_child_by_hash` of the SDK).
 *
 * Returns: (transfer none) (nullable): it, or %NULL when there is none
 *
 * Since: 0.1
 */
EncordOntologyOption *
encord_ontology_structure_find_option (EncordOntologyStructure *self,
                                       const char *feature_hash)
{
  g_return_val_if_fail (ENCORD_IS_ONTOLOGY_STRUCTURE (self), NULL);
  g_return_val_if_fail (feature_hash != NULL, NULL);

  return find (self, ENCORD_TYPE_ONTOLOGY_OPTION, feature_hash);
}

/**
 * encord_ontology_structure_find_skeleton_template:
 * @self: a structure
 * @name: a template's name, compared byte by byte
 *
 * Finds a skeleton template (a look-up in `OntologyStructure.skeleton_templates`
 * of the SDK).
 *
 * Returns: (transfer none) (nullable): the template, or %NULL when there is none
 *
 * Since: 0.1
 */
EncordSkeletonTemplate *
encord_ontology_structure_find_skeleton_template (EncordOntologyStructure *self,
                                                  const char *name)
{
  g_return_val_if_fail (ENCORD_IS_ONTOLOGY_STRUCTURE (self), NULL);
  g_return_val_if_fail (name != NULL, NULL);

  return g_hash_table_lookup (self->templates_by_name, name);
}

/**
 * encord_ontology_structure_find_child_by_hash:
 * @self: a structure
 * @feature_hash: the hash to look for
 * @type: the type that is wanted, such as `ENCORD_TYPE_ONTOLOGY_OPTION`, or
 *   `ENCORD_TYPE_ONTOLOGY_ELEMENT` for any
 * @error: return location
 *
 * Finds an object, classification, attribute or option, at any depth
 * (`OntologyStructure.get_child_by_hash` of the SDK). The time it takes does not
 * depend on the size of the ontology.
 *
 * No such element is %ENCORD_ERROR_NOT_FOUND with %ENCORD_SERVER_ERROR_ONTOLOGY.
 *
 * Returns: (transfer none): the element, or %NULL with @error set
 *
 * Since: 0.1
 */
EncordOntologyElement *
encord_ontology_structure_find_child_by_hash (EncordOntologyStructure *self,
                                              const char *feature_hash,
                                              GType type, GError **error)
{
  g_return_val_if_fail (ENCORD_IS_ONTOLOGY_STRUCTURE (self), NULL);
  g_return_val_if_fail (feature_hash != NULL, NULL);
  g_return_val_if_fail (encord_ontology_element_is_type (type), NULL);

  return encord_ontology_element_check (find (self, type, feature_hash),
                                        feature_hash, type, error);
}

/**
 * encord_ontology_structure_find_children_by_title:
 * @self: a structure
 * @title: the title to look for, compared byte by byte
 * @type: the type that is wanted, or `ENCORD_TYPE_ONTOLOGY_ELEMENT` for any
 *
 * Finds all objects, classifications, attributes and options of a title, at any
 * depth (`OntologyStructure.get_children_by_title` of the SDK).
 *
 * Returns: (transfer container) (element-type EncordOntologyElement): the
 *   elements in the order of the ontology; empty when there are none
 *
 * Since: 0.1
 */
GPtrArray *
encord_ontology_structure_find_children_by_title (EncordOntologyStructure *self,
                                                  const char *title, GType type)
{
  GPtrArray *found;

  g_return_val_if_fail (ENCORD_IS_ONTOLOGY_STRUCTURE (self), NULL);
  g_return_val_if_fail (title != NULL, NULL);
  g_return_val_if_fail (encord_ontology_element_is_type (type), NULL);

  found = g_ptr_array_new_with_free_func (g_object_unref);
  encord_ontology_index_collect_title (self->index, type, title, found);
  encord_ontology_element_sort (found);

  return found;
}

/**
 * encord_ontology_structure_find_child_by_title:
 * @self: a structure
 * @title: the title to look for, compared byte by byte
 * @type: the type that is wanted, or `ENCORD_TYPE_ONTOLOGY_ELEMENT` for any; a
 *   classification and its attribute have the same title
 * @error: return location
 *
 * Finds the only object, classification, attribute or option of a title, at any
 * depth (`OntologyStructure.get_child_by_title` of the SDK). The time it takes does
 * not depend on the size of the ontology.
 *
 * No such element is %ENCORD_ERROR_NOT_FOUND, more than one is
 * %ENCORD_ERROR_CONFLICT, both with %ENCORD_SERVER_ERROR_ONTOLOGY.
 *
 * Returns: (transfer none): the element, or %NULL with @error set
 *
 * Since: 0.1
 */
EncordOntologyElement *
encord_ontology_structure_find_child_by_title (EncordOntologyStructure *self,
                                               const char *title, GType type,
                                               GError **error)
{
  g_return_val_if_fail (ENCORD_IS_ONTOLOGY_STRUCTURE (self), NULL);
  g_return_val_if_fail (title != NULL, NULL);
  g_return_val_if_fail (encord_ontology_element_is_type (type), NULL);

  return encord_ontology_element_pick (
      encord_ontology_index_count_title (self->index, type, title),
      encord_ontology_index_find_title (self->index, type, title), title, type,
      error);
}
