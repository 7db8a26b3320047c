/* encord-ontology-structure.c - what may be labelled: classes, attributes, options
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <encord/model/encord-json-members-private.h>
#include <encord/model/encord-ontology-attribute-private.h>
#include <encord/model/encord-ontology-classification-private.h>
#include <encord/model/encord-ontology-object-private.h>
#include <encord/model/encord-ontology-structure-private.h>
#include <encord/model/encord-skeleton-template-private.h>

/**
 * EncordOntologyStructure:
 *
 * What may be labelled in a project: its classes of objects and classifications
 * with their attributes and options.
 *
 * It keeps the JSON that it was made from, members that this version does not
 * know included, and writes it back. Reading it from several threads is safe
 * while none adds to it. Follows `OntologyStructure` of the SDK.
 *
 * Since: 0.1
 */

G_DEFINE_FINAL_TYPE (EncordOntologyStructure, encord_ontology_structure,
                     G_TYPE_OBJECT)

static void
encord_ontology_structure_finalize (GObject *object)
{
  EncordOntologyStructure *self = ENCORD_ONTOLOGY_STRUCTURE (object);

  encord_ontology_index_close (self->index);
  g_ptr_array_unref (self->objects);
  g_ptr_array_unref (self->classifications);
  g_hash_table_unref (self->templates_by_name);
  g_ptr_array_unref (self->templates);
  encord_ontology_index_unref (self->index);
  g_clear_pointer (&self->editor, json_object_unref);

  G_OBJECT_CLASS (encord_ontology_structure_parent_class)->finalize (object);
}

static void
encord_ontology_structure_class_init (EncordOntologyStructureClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = encord_ontology_structure_finalize;
}

static void
encord_ontology_structure_init (EncordOntologyStructure *self)
{
  self->objects = g_ptr_array_new_with_free_func (g_object_unref);
  self->classifications = g_ptr_array_new_with_free_func (g_object_unref);
  self->templates = g_ptr_array_new_with_free_func (g_object_unref);
  self->templates_by_name = g_hash_table_new (g_str_hash, g_str_equal);
  self->index = encord_ontology_index_new ();
}

/**
 * encord_ontology_structure_new:
 *
 * Makes a structure with nothing to label in it.
 *
 * Returns: (transfer full): the structure
 *
 * Since: 0.1
 */
EncordOntologyStructure *
encord_ontology_structure_new (void)
{
  EncordOntologyStructure *self =
      g_object_new (ENCORD_TYPE_ONTOLOGY_STRUCTURE, NULL);

  self->editor = json_object_new ();
  json_object_set_array_member (self->editor, "objects", json_array_new ());
  json_object_set_array_member (self->editor, "classifications",
                                json_array_new ());
  json_object_set_array_member (self->editor, "skeleton_templates",
                                json_array_new ());

  return self;
}

void
encord_ontology_structure_append_object (EncordOntologyStructure *self,
                                         EncordOntologyObject *object)
{
  EncordOntologyElement *element = ENCORD_ONTOLOGY_ELEMENT (object);

  self->largest_object_id = MAX (
      self->largest_object_id, encord_ontology_element_get_local_id (element));
  g_ptr_array_add (self->objects, object);
  encord_ontology_element_enter (element, self->index, self->objects->len - 1);
}

void
encord_ontology_structure_append_classification (
    EncordOntologyStructure *self, EncordOntologyClassification *classification)
{
  EncordOntologyElement *element = ENCORD_ONTOLOGY_ELEMENT (classification);

  self->largest_classification_id =
      MAX (self->largest_classification_id,
           encord_ontology_element_get_local_id (element));
  g_ptr_array_add (self->classifications, classification);
  encord_ontology_element_enter (element, self->index,
                                 self->classifications->len - 1);
}

void
encord_ontology_structure_append_template (
    EncordOntologyStructure *self, EncordSkeletonTemplate *skeleton_template)
{
  encord_skeleton_template_claim (skeleton_template);
  g_ptr_array_add (self->templates, skeleton_template);
  g_hash_table_replace (
      self->templates_by_name,
      (gpointer) encord_skeleton_template_get_name (skeleton_template),
      skeleton_template);
}

static gboolean
load_object (EncordOntologyStructure *self, JsonObject *wire, GError **error)
{
  EncordOntologyObject *object = encord_ontology_object_new (wire, error);
  const char *feature_hash;

  if (object == NULL)
    return FALSE;
  feature_hash = encord_ontology_object_get_feature_hash (object);
  if (encord_ontology_structure_find_object (self, feature_hash) != NULL) {
    g_set_error (error, ENCORD_ERROR, ENCORD_ERROR_BAD_DATA,
                 "ontology: two objects have the feature hash %s",
                 feature_hash);
    g_object_unref (object);
    return FALSE;
  }
  encord_ontology_structure_append_object (self, object);

  return encord_ontology_attribute_load (ENCORD_ONTOLOGY_ELEMENT (object),
                                         "attributes", error);
}

static gboolean
load_classification (EncordOntologyStructure *self, JsonObject *wire,
                     GError **error)
{
  EncordOntologyClassification *classification =
      encord_ontology_classification_new (wire, error);

  if (classification == NULL)
    return FALSE;
  encord_ontology_structure_append_classification (self, classification);
  if (!encord_ontology_attribute_load (ENCORD_ONTOLOGY_ELEMENT (classification),
                                       "attributes", error))
    return FALSE;
  encord_ontology_classification_take_title (classification);

  return TRUE;
}

/* templates that cannot be read stay in the JSON and nowhere else: nothing but
 * labelling with them needs them */
static void
load_templates (EncordOntologyStructure *self)
{
  JsonNode *list = encord_json_peek_member (self->editor, "skeleton_templates");
  JsonArray *array = list != NULL && JSON_NODE_HOLDS_ARRAY (list)
                         ? json_node_get_array (list)
                         : NULL;

  for (guint i = 0; array != NULL && i < json_array_get_length (array); i++) {
    JsonNode *element = json_array_get_element (array, i);
    JsonNode *wire = JSON_NODE_HOLDS_OBJECT (element)
                         ? encord_json_peek_member (
                               json_node_get_object (element), "template")
                         : NULL;

    if (wire != NULL && JSON_NODE_HOLDS_OBJECT (wire))
      encord_ontology_structure_append_template (
          self,
          encord_skeleton_template_new_from_wire (json_node_get_object (wire)));
  }
}

static gboolean
load_list (EncordOntologyStructure *self, const char *list,
           gboolean (*load) (EncordOntologyStructure *self, JsonObject *wire,
                             GError **error),
           GError **error)
{
  JsonArray *elements =
      encord_json_get_array (self->editor, "ontology", list, error);

  if (elements == NULL)
    return FALSE;

  for (guint i = 0; i < json_array_get_length (elements); i++) {
    JsonObject *wire = encord_json_get_element (elements, i, list, error);

    if (wire == NULL || !load (self, wire, error))
      return FALSE;
  }

  return TRUE;
}

/**
 * encord_ontology_structure_new_from_json:
 * @editor: the member `editor` of an ontology
 * @error: return location
 *
 * Reads a structure (`OntologyStructure.from_dict` of the SDK).
 *
 * Members, shapes and attribute types of a newer service are kept. @editor is
 * copied. Malformed JSON is %ENCORD_ERROR_BAD_DATA.
 *
 * Returns: (transfer full): the structure, or %NULL with @error set
 *
 * Since: 0.1
 */
EncordOntologyStructure *
encord_ontology_structure_new_from_json (JsonNode *editor, GError **error)
{
  g_autoptr (EncordOntologyStructure) self = NULL;
  g_autoptr (JsonNode) copy = NULL;

  g_return_val_if_fail (editor != NULL, NULL);

  if (encord_json_as_object (editor, "ontology", error) == NULL)
    return NULL;

  self = g_object_new (ENCORD_TYPE_ONTOLOGY_STRUCTURE, NULL);
  copy = encord_json_copy (editor);
  self->editor = json_node_dup_object (copy);
  if (!load_list (self, "objects", load_object, error) ||
      !load_list (self, "classifications", load_classification, error))
    return NULL;
  load_templates (self);

  return g_steal_pointer (&self);
}

/**
 * encord_ontology_structure_to_json:
 * @self: a structure
 *
 * Writes a structure in the form that ontologies have on the wire
 * (`OntologyStructure.to_dict` of the SDK).
 *
 * Returns: (transfer full): a JSON object that shares nothing with @self
 *
 * Since: 0.1
 */
JsonNode *
encord_ontology_structure_to_json (EncordOntologyStructure *self)
{
  g_autoptr (JsonNode) node = NULL;

  g_return_val_if_fail (ENCORD_IS_ONTOLOGY_STRUCTURE (self), NULL);

  node = json_node_new (JSON_NODE_OBJECT);
  json_node_set_object (node, self->editor);

  return encord_json_copy (node);
}

/**
 * encord_ontology_structure_get_objects:
 * @self: a structure
 *
 * Gives the classes of objects, in their order on the wire
 * (`OntologyStructure.objects` of the SDK).
 *
 * Returns: (transfer none) (element-type EncordOntologyObject): the classes
 *
 * Since: 0.1
 */
GPtrArray *
encord_ontology_structure_get_objects (EncordOntologyStructure *self)
{
  g_return_val_if_fail (ENCORD_IS_ONTOLOGY_STRUCTURE (self), NULL);

  return self->objects;
}

/**
 * encord_ontology_structure_get_classifications:
 * @self: a structure
 *
 * Gives the classifications, in their order on the wire
 * (`OntologyStructure.classifications` of the SDK).
 *
 * Returns: (transfer none) (element-type EncordOntologyClassification): the
 *   classifications
 *
 * Since: 0.1
 */
GPtrArray *
encord_ontology_structure_get_classifications (EncordOntologyStructure *self)
{
  g_return_val_if_fail (ENCORD_IS_ONTOLOGY_STRUCTURE (self), NULL);

  return self->classifications;
}

/**
 * encord_ontology_structure_get_skeleton_templates:
 * @self: a structure
 *
 * Gives the skeleton templates, in their order on the wire
 * (`OntologyStructure.skeleton_templates` of the SDK).
 *
 * Returns: (transfer none) (element-type EncordSkeletonTemplate): the templates
 *
 * Since: 0.1
 */
GPtrArray *
encord_ontology_structure_get_skeleton_templates (EncordOntologyStructure *self)
{
  g_return_val_if_fail (ENCORD_IS_ONTOLOGY_STRUCTURE (self), NULL);

  return self->templates;
}
