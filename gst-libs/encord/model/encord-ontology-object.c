/* encord-ontology-object.c - one class of objects of an ontology
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <encord/model/encord-json-members-private.h>
#include <encord/model/encord-ontology-object-private.h>

/**
 * EncordOntologyObject:
 *
 * One class of objects of an ontology: what may be drawn, and as which shape.
 *
 * It never changes. Follows `Object` of the SDK.
 *
 * Since: 0.1
 */
struct _EncordOntologyObject
{
  GObject parent;

  /* the strings below belong to it */
  JsonObject *wire;
  const char *name;
  const char *color;
  const char *feature_hash;
  guint64 id;
  EncordShape shape;
};

G_DEFINE_FINAL_TYPE (EncordOntologyObject, encord_ontology_object,
                     G_TYPE_OBJECT)

static void
encord_ontology_object_finalize (GObject *object)
{
  EncordOntologyObject *self = ENCORD_ONTOLOGY_OBJECT (object);

  json_object_unref (self->wire);

  G_OBJECT_CLASS (encord_ontology_object_parent_class)->finalize (object);
}

static void
encord_ontology_object_class_init (EncordOntologyObjectClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = encord_ontology_object_finalize;
}

static void
encord_ontology_object_init (EncordOntologyObject *self)
{
}

EncordOntologyObject *
encord_ontology_object_new (JsonObject *wire, GError **error)
{
  static const char subject[] = "ontology object";
  const char *id, *name, *color, *shape, *feature_hash;
  EncordOntologyObject *self;
  guint64 number;

  id = encord_json_get_string (wire, subject, "id", error);
  if (id == NULL)
    return NULL;
  if (!g_ascii_string_to_unsigned (id, 10, 1, G_MAXINT64, &number, NULL)) {
    g_set_error (error, ENCORD_ERROR, ENCORD_ERROR_BAD_DATA,
                 "%s: id is not a positive number", subject);
    return NULL;
  }
  name = encord_json_get_string (wire, subject, "name", error);
  if (name == NULL)
    return NULL;
  color = encord_json_get_string (wire, subject, "color", error);
  if (color == NULL)
    return NULL;
  shape = encord_json_get_string (wire, subject, "shape", error);
  if (shape == NULL)
    return NULL;
  feature_hash =
      encord_json_get_string (wire, subject, "featureNodeHash", error);
  if (feature_hash == NULL)
    return NULL;

  self = g_object_new (ENCORD_TYPE_ONTOLOGY_OBJECT, NULL);
  self->wire = json_object_ref (wire);
  self->id = number;
  self->name = name;
  self->color = color;
  self->feature_hash = feature_hash;
  self->shape = encord_shape_from_string (shape);

  return self;
}

JsonObject *
encord_ontology_object_get_wire (EncordOntologyObject *self)
{
  return self->wire;
}

guint64
encord_ontology_object_get_id (EncordOntologyObject *self)
{
  return self->id;
}

/**
 * encord_ontology_object_get_name:
 * @self: an object
 *
 * Gives the user-visible name of a class (`Object.name` of the SDK).
 *
 * Returns: (transfer none): the name; it need not be unique in its ontology
 *
 * Since: 0.1
 */
const char *
encord_ontology_object_get_name (EncordOntologyObject *self)
{
  g_return_val_if_fail (ENCORD_IS_ONTOLOGY_OBJECT (self), NULL);

  return self->name;
}

/**
 * encord_ontology_object_get_color:
 * @self: an object
 *
 * Gives the colour that a class is drawn in (`Object.color` of the SDK).
 *
 * Returns: (transfer none): usually `#RRGGBB`; the service does not check it
 *
 * Since: 0.1
 */
const char *
encord_ontology_object_get_color (EncordOntologyObject *self)
{
  g_return_val_if_fail (ENCORD_IS_ONTOLOGY_OBJECT (self), NULL);

  return self->color;
}

/**
 * encord_ontology_object_get_feature_hash:
 * @self: an object
 *
 * Gives the hash by which labels name their class
 * (`Object.feature_node_hash` of the SDK).
 *
 * Returns: (transfer none): the hash, unique in its ontology
 *
 * Since: 0.1
 */
const char *
encord_ontology_object_get_feature_hash (EncordOntologyObject *self)
{
  g_return_val_if_fail (ENCORD_IS_ONTOLOGY_OBJECT (self), NULL);

  return self->feature_hash;
}

/**
 * encord_ontology_object_get_shape:
 * @self: an object
 *
 * Gives the shape that a class is drawn as (`Object.shape` of the SDK).
 *
 * Returns: the shape; %ENCORD_SHAPE_UNKNOWN for one of a newer service, which
 *   cannot be labelled with
 *
 * Since: 0.1
 */
EncordShape
encord_ontology_object_get_shape (EncordOntologyObject *self)
{
  g_return_val_if_fail (ENCORD_IS_ONTOLOGY_OBJECT (self), ENCORD_SHAPE_UNKNOWN);

  return self->shape;
}

/**
 * encord_ontology_object_to_json:
 * @self: an object
 *
 * Gives the whole wire form of a class, its attributes and their options
 * included (`Object.to_dict` of the SDK).
 *
 * Returns: (transfer full): a JSON object that shares nothing with @self
 *
 * Since: 0.1
 */
JsonNode *
encord_ontology_object_to_json (EncordOntologyObject *self)
{
  g_autoptr (JsonNode) node = NULL;

  g_return_val_if_fail (ENCORD_IS_ONTOLOGY_OBJECT (self), NULL);

  node = json_node_new (JSON_NODE_OBJECT);
  json_node_set_object (node, self->wire);

  return encord_json_copy (node);
}
