/* encord-ontology-structure.c - what may be labelled: classes, attributes, options
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <encord/model/encord-json-members-private.h>
#include <encord/model/encord-ontology-attribute-private.h>
#include <encord/model/encord-ontology-classification-private.h>
#include <encord/model/encord-ontology-object-private.h>
#include <encord/model/encord-ontology-option.h>
#include <encord/model/encord-ontology-structure.h>

/* the order in which the web editor hands out colours */
static const char *const palette[] = {
  "#D33115", "#E27300", "#16406C", "#FE9200", "#FCDC00", "#DBDF00", "#A4DD00",
  "#68CCCA", "#73D8FF", "#AEA1FF", "#FCC400", "#B0BC00", "#68BC00", "#16A5A5",
  "#009CE0", "#7B64FF", "#FA28FF", "#B3B3B3", "#9F0500", "#C45100", "#FB9E00",
  "#808900", "#194D33", "#0C797D", "#0062B1", "#653294", "#AB149E",
};

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
struct _EncordOntologyStructure
{
  GObject parent;

  JsonObject *editor;
  GPtrArray *objects;         /* of EncordOntologyObject */
  GPtrArray *classifications; /* of EncordOntologyClassification */
  EncordOntologyIndex *index;
};

G_DEFINE_FINAL_TYPE (EncordOntologyStructure, encord_ontology_structure,
                     G_TYPE_OBJECT)

static void
encord_ontology_structure_finalize (GObject *object)
{
  EncordOntologyStructure *self = ENCORD_ONTOLOGY_STRUCTURE (object);

  encord_ontology_index_close (self->index);
  g_ptr_array_unref (self->objects);
  g_ptr_array_unref (self->classifications);
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

static gboolean
append_object (EncordOntologyStructure *self, JsonObject *wire, GError **error)
{
  EncordOntologyObject *object = encord_ontology_object_new (wire, error);
  const char *feature_hash;

  if (object == NULL)
    return FALSE;
  g_ptr_array_add (self->objects, object);
  feature_hash = encord_ontology_object_get_feature_hash (object);
  if (encord_ontology_structure_find_object (self, feature_hash) != NULL) {
    g_set_error (error, ENCORD_ERROR, ENCORD_ERROR_BAD_DATA,
                 "ontology: two objects have the feature hash %s",
                 feature_hash);
    return FALSE;
  }
  encord_ontology_element_enter (ENCORD_ONTOLOGY_ELEMENT (object), self->index,
                                 self->objects->len - 1);

  return encord_ontology_attribute_load (ENCORD_ONTOLOGY_ELEMENT (object),
                                         "attributes", error);
}

static gboolean
append_classification (EncordOntologyStructure *self, JsonObject *wire,
                       GError **error)
{
  EncordOntologyClassification *classification =
      encord_ontology_classification_new (wire, error);
  EncordOntologyElement *element;

  if (classification == NULL)
    return FALSE;
  g_ptr_array_add (self->classifications, classification);
  element = ENCORD_ONTOLOGY_ELEMENT (classification);
  encord_ontology_element_enter (element, self->index,
                                 self->classifications->len - 1);
  if (!encord_ontology_attribute_load (element, "attributes", error))
    return FALSE;
  encord_ontology_classification_take_title (classification);

  return TRUE;
}

static gboolean
load_list (EncordOntologyStructure *self, const char *list,
           gboolean (*append) (EncordOntologyStructure *self, JsonObject *wire,
                               GError **error),
           GError **error)
{
  JsonArray *elements =
      encord_json_get_array (self->editor, "ontology", list, error);

  if (elements == NULL)
    return FALSE;

  for (guint i = 0; i < json_array_get_length (elements); i++) {
    JsonObject *wire = encord_json_get_element (elements, i, list, error);

    if (wire == NULL || !append (self, wire, error))
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
  if (!load_list (self, "objects", append_object, error) ||
      !load_list (self, "classifications", append_classification, error))
    return NULL;

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

static guint64
next_object_id (EncordOntologyStructure *self)
{
  guint64 largest = 0;

  for (guint i = 0; i < self->objects->len; i++)
    largest = MAX (largest, encord_ontology_element_get_local_id (
                                g_ptr_array_index (self->objects, i)));

  return largest + 1;
}

static const char *
next_color (EncordOntologyStructure *self)
{
  EncordOntologyObject *last;

  if (self->objects->len == 0)
    return palette[0];
  last = g_ptr_array_index (self->objects, self->objects->len - 1);

  for (guint i = 0; i < G_N_ELEMENTS (palette) - 1; i++)
    if (g_ascii_strcasecmp (palette[i],
                            encord_ontology_object_get_color (last)) == 0)
      return palette[i + 1];

  return palette[0];
}

static char *
new_feature_hash (EncordOntologyStructure *self)
{
  for (;;) {
    g_autofree char *uuid = g_uuid_string_random ();

    uuid[8] = '\0';
    if (find (self, ENCORD_TYPE_ONTOLOGY_ELEMENT, uuid) == NULL)
      return g_steal_pointer (&uuid);
  }
}

/**
 * encord_ontology_structure_add_object:
 * @self: a structure
 * @name: the class's name, not empty
 * @shape: what it is drawn as, not %ENCORD_SHAPE_UNKNOWN
 * @error: return location
 *
 * Adds a class of objects with a new feature hash and the next colour of the
 * palette (`OntologyStructure.add_object` of the SDK).
 *
 * An empty name or an unknown shape is %ENCORD_ERROR_REJECTED.
 *
 * Returns: (transfer none): the class, or %NULL with @error set
 *
 * Since: 0.1
 */
EncordOntologyObject *
encord_ontology_structure_add_object (EncordOntologyStructure *self,
                                      const char *name, EncordShape shape,
                                      GError **error)
{
  g_autoptr (JsonObject) wire = NULL;
  g_autofree char *id = NULL;
  g_autofree char *feature_hash = NULL;

  g_return_val_if_fail (ENCORD_IS_ONTOLOGY_STRUCTURE (self), NULL);
  g_return_val_if_fail (name != NULL, NULL);

  if (*name == '\0' || shape == ENCORD_SHAPE_UNKNOWN) {
    g_set_error (error, ENCORD_ERROR, ENCORD_ERROR_REJECTED,
                 "ontology object \"%s\": it needs a name and a known shape",
                 name);
    return NULL;
  }

  id = g_strdup_printf ("%" G_GUINT64_FORMAT, next_object_id (self));
  feature_hash = new_feature_hash (self);
  wire = json_object_new ();
  json_object_set_string_member (wire, "id", id);
  json_object_set_string_member (wire, "name", name);
  json_object_set_string_member (wire, "color", next_color (self));
  json_object_set_string_member (wire, "shape", encord_shape_to_string (shape));
  json_object_set_string_member (wire, "featureNodeHash", feature_hash);
  json_object_set_boolean_member (wire, "required", FALSE);
  if (!append_object (self, wire, error))
    return NULL;
  json_array_add_object_element (
      json_object_get_array_member (self->editor, "objects"),
      g_steal_pointer (&wire));

  return g_ptr_array_index (self->objects, self->objects->len - 1);
}
