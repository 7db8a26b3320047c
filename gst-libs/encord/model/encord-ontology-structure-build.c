/* encord-ontology-structure-build.c - adds classes to an ontology
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <encord/model/encord-json-members-private.h>
#include <encord/model/encord-ontology-build-private.h>
#include <encord/model/encord-ontology-classification-private.h>
#include <encord/model/encord-ontology-object-private.h>
#include <encord/model/encord-ontology-structure-private.h>
#include <encord/model/encord-skeleton-template-private.h>

/* the order in which the web editor hands out colours */
static const char *const palette[] = {
  "#D33115", "#E27300", "#16406C", "#FE9200", "#FCDC00", "#DBDF00", "#A4DD00",
  "#68CCCA", "#73D8FF", "#AEA1FF", "#FCC400", "#B0BC00", "#68BC00", "#16A5A5",
  "#009CE0", "#7B64FF", "#FA28FF", "#B3B3B3", "#9F0500", "#C45100", "#FB9E00",
  "#808900", "#194D33", "#0C797D", "#0062B1", "#653294", "#AB149E",
};

const char *
encord_ontology_structure_pick_color (guint n)
{
  return palette[n % G_N_ELEMENTS (palette)];
}

/* a colour that is not spelled as in the palette is none of it */
static const char *
next_color (EncordOntologyStructure *self)
{
  EncordOntologyObject *last;

  if (self->objects->len == 0)
    return palette[0];
  last = g_ptr_array_index (self->objects, self->objects->len - 1);

  for (guint i = 0; i < G_N_ELEMENTS (palette) - 1; i++)
    if (g_str_equal (palette[i], encord_ontology_object_get_color (last)))
      return palette[i + 1];

  return palette[0];
}

/* the wire form of an object or classification, with id and hash */
static JsonObject *
new_wire (EncordOntologyStructure *self, GPtrArray *siblings, guint64 largest,
          guint64 id, const char *feature_hash, char **ret_hash, GError **error)
{
  g_autofree char *text = NULL;
  JsonObject *wire;

  id = encord_ontology_build_id (siblings, largest, id, error);
  if (id == 0)
    return NULL;
  *ret_hash = encord_ontology_build_hash (self->index, ENCORD_ONTOLOGY_HASH_TOP,
                                          feature_hash, error);
  if (*ret_hash == NULL)
    return NULL;

  wire = json_object_new ();
  text = g_strdup_printf ("%" G_GUINT64_FORMAT, id);
  json_object_set_string_member (wire, "id", text);

  return wire;
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
  return encord_ontology_structure_add_object_full (self, name, shape, 0, NULL,
                                                    NULL, error);
}

/**
 * encord_ontology_structure_add_object_full:
 * @self: a structure
 * @name: the class's name, not empty
 * @shape: what it is drawn as, not %ENCORD_SHAPE_UNKNOWN
 * @id: its id, or 0 for the one after the largest
 * @color: (nullable): its colour, usually `#RRGGBB`, or %NULL for the next one of
 *   the palette
 * @feature_hash: (nullable): its feature hash, or %NULL for a new one
 * @error: return location
 *
 * Adds a class of objects as [method@OntologyStructure.add_object] does; with id
 * and hash it makes the exact copy of another one.
 *
 * An id of an object or a hash of any element that is taken is
 * %ENCORD_ERROR_CONFLICT.
 *
 * Returns: (transfer none): the class, or %NULL with @error set
 *
 * Since: 0.1
 */
EncordOntologyObject *
encord_ontology_structure_add_object_full (EncordOntologyStructure *self,
                                           const char *name, EncordShape shape,
                                           guint64 id, const char *color,
                                           const char *feature_hash,
                                           GError **error)
{
  g_autoptr (EncordOntologyObject) object = NULL;
  g_autoptr (JsonObject) wire = NULL;
  g_autofree char *hash = NULL;

  g_return_val_if_fail (ENCORD_IS_ONTOLOGY_STRUCTURE (self), NULL);
  g_return_val_if_fail (name != NULL, NULL);

  if (*name == '\0' || shape == ENCORD_SHAPE_UNKNOWN) {
    g_set_error (error, ENCORD_ERROR, ENCORD_ERROR_REJECTED,
                 "ontology object \"%s\": it needs a name and a known shape",
                 name);
    return NULL;
  }
  wire = new_wire (self, self->objects, self->largest_object_id, id,
                   feature_hash, &hash, error);
  if (wire == NULL)
    return NULL;
  json_object_set_string_member (wire, "name", name);
  json_object_set_string_member (wire, "color",
                                 color != NULL ? color : next_color (self));
  json_object_set_string_member (wire, "shape", encord_shape_to_string (shape));
  json_object_set_string_member (wire, "featureNodeHash", hash);
  json_object_set_boolean_member (wire, "required", FALSE);
  object = encord_ontology_object_new (wire, error);
  if (object == NULL ||
      !encord_ontology_build_list (self->editor, "objects", wire, error))
    return NULL;
  encord_ontology_structure_append_object (self, g_object_ref (object));

  return object;
}

/**
 * encord_ontology_structure_add_classification:
 * @self: a structure
 * @error: return location
 *
 * Adds a classification with a new id and feature hash
 * (`OntologyStructure.add_classification` of the SDK). It needs its attribute,
 * see [method@OntologyClassification.add_attribute], before it can be used.
 *
 * Returns: (transfer none): the classification, or %NULL with @error set
 *
 * Since: 0.1
 */
EncordOntologyClassification *
encord_ontology_structure_add_classification (EncordOntologyStructure *self,
                                              GError **error)
{
  return encord_ontology_structure_add_classification_full (self, 0, NULL,
                                                            error);
}

/**
 * encord_ontology_structure_add_classification_full:
 * @self: a structure
 * @id: its id, or 0 for the one after the largest
 * @feature_hash: (nullable): its feature hash, or %NULL for a new one
 * @error: return location
 *
 * Adds a classification as [method@OntologyStructure.add_classification] does; with
 * id and hash it makes the exact copy of another one.
 *
 * An id of a classification or a hash of any element that is taken is
 * %ENCORD_ERROR_CONFLICT.
 *
 * Returns: (transfer none): the classification, or %NULL with @error set
 *
 * Since: 0.1
 */
EncordOntologyClassification *
encord_ontology_structure_add_classification_full (
    EncordOntologyStructure *self, guint64 id, const char *feature_hash,
    GError **error)
{
  g_autoptr (EncordOntologyClassification) classification = NULL;
  g_autoptr (JsonObject) wire = NULL;
  g_autofree char *hash = NULL;

  g_return_val_if_fail (ENCORD_IS_ONTOLOGY_STRUCTURE (self), NULL);

  wire = new_wire (self, self->classifications, self->largest_classification_id,
                   id, feature_hash, &hash, error);
  if (wire == NULL)
    return NULL;
  json_object_set_string_member (wire, "featureNodeHash", hash);
  json_object_set_array_member (wire, "attributes", json_array_new ());
  classification = encord_ontology_classification_new (wire, error);
  if (classification == NULL ||
      !encord_ontology_build_list (self->editor, "classifications", wire,
                                   error))
    return NULL;
  encord_ontology_structure_append_classification (
      self, g_object_ref (classification));

  return classification;
}

/**
 * encord_ontology_structure_add_skeleton_template:
 * @self: a structure
 * @skeleton_template: a template that belongs to no structure
 * @feature_hash: (nullable): its feature hash, or %NULL for a new one
 * @error: return location
 *
 * Adds a skeleton template (`OntologyStructure.add_skeleton_template` of the
 * SDK). Joints and edges that are added to it later are part of the structure too.
 *
 * A name that is taken, or a template that belongs to a structure, is
 * %ENCORD_ERROR_CONFLICT.
 *
 * Returns: %TRUE when it was added, %FALSE with @error set
 *
 * Since: 0.1
 */
gboolean
encord_ontology_structure_add_skeleton_template (
    EncordOntologyStructure *self, EncordSkeletonTemplate *skeleton_template,
    const char *feature_hash, GError **error)
{
  g_autoptr (JsonObject) wire = NULL;
  g_autofree char *hash = NULL;
  const char *name;

  g_return_val_if_fail (ENCORD_IS_ONTOLOGY_STRUCTURE (self), FALSE);
  g_return_val_if_fail (ENCORD_IS_SKELETON_TEMPLATE (skeleton_template), FALSE);

  name = encord_skeleton_template_get_name (skeleton_template);
  if (g_hash_table_contains (self->templates_by_name, name) ||
      encord_skeleton_template_is_claimed (skeleton_template)) {
    g_set_error (error, ENCORD_ERROR, ENCORD_ERROR_CONFLICT,
                 "skeleton template \"%s\": it, or one of its name, belongs to "
                 "an ontology already",
                 name);
    return FALSE;
  }
  hash = encord_ontology_build_hash (self->index, ENCORD_ONTOLOGY_HASH_TOP,
                                     feature_hash, error);
  if (hash == NULL)
    return FALSE;

  wire = json_object_new ();
  json_object_set_object_member (
      wire, "template",
      json_object_ref (encord_skeleton_template_get_wire (skeleton_template)));
  if (!encord_ontology_build_list (self->editor, "skeleton_templates", wire,
                                   error))
    return FALSE;
  encord_skeleton_template_set_feature_hash (skeleton_template, hash);
  encord_ontology_structure_append_template (self,
                                             g_object_ref (skeleton_template));

  return TRUE;
}

/**
 * encord_ontology_structure_check_complete:
 * @self: a structure
 * @error: return location
 *
 * Tells whether a structure can be sent: each classification needs an attribute
 * (`OntologyStructure.to_dict` of the SDK raises otherwise).
 *
 * One that lacks it is %ENCORD_ERROR_REJECTED.
 *
 * Returns: %TRUE when it can, %FALSE with @error set
 *
 * Since: 0.1
 */
gboolean
encord_ontology_structure_check_complete (EncordOntologyStructure *self,
                                          GError **error)
{
  g_return_val_if_fail (ENCORD_IS_ONTOLOGY_STRUCTURE (self), FALSE);

  for (guint i = 0; i < self->classifications->len; i++) {
    EncordOntologyClassification *classification =
        g_ptr_array_index (self->classifications, i);

    if (encord_ontology_classification_get_attribute (classification) != NULL)
      continue;
    g_set_error (
        error, ENCORD_ERROR, ENCORD_ERROR_REJECTED,
        "ontology: classification %s needs an attribute",
        encord_ontology_classification_get_feature_hash (classification));
    return FALSE;
  }

  return TRUE;
}
