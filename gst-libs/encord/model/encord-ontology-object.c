/* encord-ontology-object.c - one class of objects of an ontology
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <encord/model/encord-json-members-private.h>
#include <encord/model/encord-ontology-attribute-private.h>
#include <encord/model/encord-ontology-build-private.h>
#include <encord/model/encord-ontology-object-private.h>

/**
 * EncordOntologyObject:
 *
 * One class of objects of an ontology: what may be drawn, and as which shape.
 *
 * Follows `Object` of the SDK.
 *
 * Since: 0.1
 */
struct _EncordOntologyObject
{
  EncordOntologyElement parent;

  const char *color; /* belongs to the wire form */
  EncordShape shape;
};

G_DEFINE_FINAL_TYPE (EncordOntologyObject, encord_ontology_object,
                     ENCORD_TYPE_ONTOLOGY_ELEMENT)

enum
{
  PROP_NAME = 1,
  PROP_COLOR,
  PROP_SHAPE,
  PROP_REQUIRED,
};

static void
encord_ontology_object_get_property (GObject *object, guint id, GValue *value,
                                     GParamSpec *pspec)
{
  EncordOntologyObject *self = ENCORD_ONTOLOGY_OBJECT (object);

  switch (id) {
    case PROP_NAME:
      g_value_set_string (value, encord_ontology_object_get_name (self));
      break;
    case PROP_COLOR:
      g_value_set_string (value, self->color);
      break;
    case PROP_SHAPE:
      g_value_set_enum (value, self->shape);
      break;
    case PROP_REQUIRED:
      g_value_set_boolean (value, encord_ontology_object_get_required (self));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  }
}

static void
encord_ontology_object_class_init (EncordOntologyObjectClass *klass)
{
  const GParamFlags flags =
      G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = encord_ontology_object_get_property;

  /**
   * EncordOntologyObject:name:
   *
   * The user-visible name (`Object.name` of the SDK).
   *
   * Since: 0.1
   */
  g_object_class_install_property (
      object_class, PROP_NAME,
      g_param_spec_string ("name", NULL, NULL, NULL, flags));
  /**
   * EncordOntologyObject:color:
   *
   * The colour that it is drawn in (`Object.color` of the SDK).
   *
   * Since: 0.1
   */
  g_object_class_install_property (
      object_class, PROP_COLOR,
      g_param_spec_string ("color", NULL, NULL, NULL, flags));
  /**
   * EncordOntologyObject:shape:
   *
   * The shape that it is drawn as (`Object.shape` of the SDK).
   *
   * Since: 0.1
   */
  g_object_class_install_property (
      object_class, PROP_SHAPE,
      g_param_spec_enum ("shape", NULL, NULL, ENCORD_TYPE_SHAPE,
                         ENCORD_SHAPE_UNKNOWN, flags));
  /**
   * EncordOntologyObject:required:
   *
   * Whether editors insist on one (`Object.required` of the SDK).
   *
   * Since: 0.1
   */
  g_object_class_install_property (
      object_class, PROP_REQUIRED,
      g_param_spec_boolean ("required", NULL, NULL, FALSE, flags));
}

static void
encord_ontology_object_init (EncordOntologyObject *self)
{
}

EncordOntologyObject *
encord_ontology_object_new (JsonObject *wire, GError **error)
{
  static const char subject[] = "ontology object";
  const char *id, *color, *shape;
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
  if (encord_json_get_string (wire, subject, "name", error) == NULL)
    return NULL;
  color = encord_json_get_string (wire, subject, "color", error);
  if (color == NULL)
    return NULL;
  shape = encord_json_get_string (wire, subject, "shape", error);
  if (shape == NULL)
    return NULL;

  self = encord_ontology_element_new (ENCORD_TYPE_ONTOLOGY_OBJECT, wire,
                                      subject, "name", error);
  if (self == NULL)
    return NULL;
  self->color = color;
  self->shape = encord_shape_from_string (shape);

  return self;
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

  return encord_ontology_element_get_title (ENCORD_ONTOLOGY_ELEMENT (self));
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

  return encord_ontology_element_get_feature_hash (
      ENCORD_ONTOLOGY_ELEMENT (self));
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
 * encord_ontology_object_get_required:
 * @self: an object
 *
 * Tells whether editors insist on an object of a class (`Object.required` of the
 * SDK); this library does not.
 *
 * Returns: %TRUE when they do
 *
 * Since: 0.1
 */
gboolean
encord_ontology_object_get_required (EncordOntologyObject *self)
{
  g_return_val_if_fail (ENCORD_IS_ONTOLOGY_OBJECT (self), FALSE);

  return encord_ontology_element_get_flag (ENCORD_ONTOLOGY_ELEMENT (self),
                                           "required");
}

/**
 * encord_ontology_object_get_attributes:
 * @self: an object
 *
 * Gives the attributes right below a class, in their order on the wire
 * (`Object.attributes` of the SDK).
 *
 * Returns: (transfer none) (element-type EncordOntologyAttribute): the attributes
 *
 * Since: 0.1
 */
GPtrArray *
encord_ontology_object_get_attributes (EncordOntologyObject *self)
{
  g_return_val_if_fail (ENCORD_IS_ONTOLOGY_OBJECT (self), NULL);

  return encord_ontology_element_get_children (ENCORD_ONTOLOGY_ELEMENT (self));
}

/**
 * encord_ontology_object_find_attribute:
 * @self: an object
 * @feature_hash: an attribute's feature hash
 *
 * Finds one of the attributes right below a class.
 *
 * Returns: (transfer none) (nullable): the attribute, or %NULL when there is none
 *
 * Since: 0.1
 */
EncordOntologyAttribute *
encord_ontology_object_find_attribute (EncordOntologyObject *self,
                                       const char *feature_hash)
{
  GPtrArray *attributes = encord_ontology_object_get_attributes (self);

  g_return_val_if_fail (attributes != NULL, NULL);
  g_return_val_if_fail (feature_hash != NULL, NULL);

  for (guint i = 0; i < attributes->len; i++) {
    EncordOntologyAttribute *attribute = g_ptr_array_index (attributes, i);

    if (g_str_equal (encord_ontology_attribute_get_feature_hash (attribute),
                     feature_hash))
      return attribute;
  }

  return NULL;
}

/**
 * encord_ontology_object_find_attribute_by_title:
 * @self: an object
 * @title: an attribute's name, compared byte by byte
 *
 * Finds the first of the attributes right below a class that has a name.
 *
 * Returns: (transfer none) (nullable): the attribute, or %NULL when there is none
 *
 * Since: 0.1
 */
EncordOntologyAttribute *
encord_ontology_object_find_attribute_by_title (EncordOntologyObject *self,
                                                const char *title)
{
  GPtrArray *attributes = encord_ontology_object_get_attributes (self);

  g_return_val_if_fail (attributes != NULL, NULL);
  g_return_val_if_fail (title != NULL, NULL);

  for (guint i = 0; i < attributes->len; i++) {
    EncordOntologyAttribute *attribute = g_ptr_array_index (attributes, i);

    if (g_str_equal (encord_ontology_attribute_get_name (attribute), title))
      return attribute;
  }

  return NULL;
}

/**
 * encord_ontology_object_add_attribute:
 * @self: an object
 * @name: the user-visible name, not empty
 * @type: what answers it, not %ENCORD_ATTRIBUTE_UNKNOWN
 * @required: whether editors shall insist on an answer
 * @dynamic: whether its answer may differ from frame to frame
 * @error: return location
 *
 * Adds an attribute with a new id and feature hash
 * (`Object.add_attribute` of the SDK).
 *
 * An empty name or an unknown type is %ENCORD_ERROR_REJECTED.
 *
 * Returns: (transfer none): the attribute, or %NULL with @error set
 *
 * Since: 0.1
 */
EncordOntologyAttribute *
encord_ontology_object_add_attribute (EncordOntologyObject *self,
                                      const char *name,
                                      EncordAttributeType type,
                                      gboolean required, gboolean dynamic,
                                      GError **error)
{
  return encord_ontology_object_add_attribute_full (self, name, type, required,
                                                    dynamic, 0, NULL, error);
}

/**
 * encord_ontology_object_add_attribute_full:
 * @self: an object
 * @name: the user-visible name, not empty
 * @type: what answers it, not %ENCORD_ATTRIBUTE_UNKNOWN
 * @required: whether editors shall insist on an answer
 * @dynamic: whether its answer may differ from frame to frame
 * @local_id: the last number of its id, or 0 for the next one
 * @feature_hash: (nullable): its feature hash, or %NULL for a new one
 * @error: return location
 *
 * Adds an attribute as [method@OntologyObject.add_attribute] does; with
 * id and hash it makes the exact copy of another one.
 *
 * An id or hash that is taken is %ENCORD_ERROR_CONFLICT.
 *
 * Returns: (transfer none): the attribute, or %NULL with @error set
 *
 * Since: 0.1
 */
EncordOntologyAttribute *
encord_ontology_object_add_attribute_full (
    EncordOntologyObject *self, const char *name, EncordAttributeType type,
    gboolean required, gboolean dynamic, guint64 local_id,
    const char *feature_hash, GError **error)
{
  const EncordAttributeSpec spec = {
    .name = name,
    .type = type,
    .required = required,
    .dynamic = dynamic,
    .local_id = local_id,
    .feature_hash = feature_hash,
  };

  g_return_val_if_fail (ENCORD_IS_ONTOLOGY_OBJECT (self), NULL);
  g_return_val_if_fail (name != NULL, NULL);

  return encord_ontology_build_attribute (ENCORD_ONTOLOGY_ELEMENT (self),
                                          "attributes", &spec, error);
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
  g_return_val_if_fail (ENCORD_IS_ONTOLOGY_OBJECT (self), NULL);

  return encord_ontology_element_to_json (ENCORD_ONTOLOGY_ELEMENT (self));
}
