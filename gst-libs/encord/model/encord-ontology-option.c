/* encord-ontology-option.c - one answer that can be chosen
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <encord/model/encord-json-members-private.h>
#include <encord/model/encord-ontology-attribute-private.h>
#include <encord/model/encord-ontology-build-private.h>
#include <encord/model/encord-ontology-option-private.h>

/**
 * EncordOntologyOption:
 *
 * One answer that can be chosen for a radio or checklist attribute; below an option
 * of a radio attribute there may be further attributes.
 *
 * Follows `Option` of the SDK and its subclasses.
 *
 * Since: 0.1
 */
struct _EncordOntologyOption
{
  EncordOntologyElement parent;

  const char *value; /* belongs to the wire form */
};

G_DEFINE_FINAL_TYPE (EncordOntologyOption, encord_ontology_option,
                     ENCORD_TYPE_ONTOLOGY_ELEMENT)

enum
{
  PROP_LABEL = 1,
  PROP_VALUE,
};

static void
encord_ontology_option_get_property (GObject *object, guint id, GValue *value,
                                     GParamSpec *pspec)
{
  EncordOntologyOption *self = ENCORD_ONTOLOGY_OPTION (object);

  switch (id) {
    case PROP_LABEL:
      g_value_set_string (value, encord_ontology_option_get_label (self));
      break;
    case PROP_VALUE:
      g_value_set_string (value, self->value);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  }
}

static void
encord_ontology_option_class_init (EncordOntologyOptionClass *klass)
{
  const GParamFlags flags =
      G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = encord_ontology_option_get_property;

  /**
   * EncordOntologyOption:label:
   *
   * The user-visible text (`Option.label` of the SDK).
   *
   * Since: 0.1
   */
  g_object_class_install_property (
      object_class, PROP_LABEL,
      g_param_spec_string ("label", NULL, NULL, NULL, flags));
  /**
   * EncordOntologyOption:value:
   *
   * The internal name (`Option.value` of the SDK).
   *
   * Since: 0.1
   */
  g_object_class_install_property (
      object_class, PROP_VALUE,
      g_param_spec_string ("value", NULL, NULL, NULL, flags));
}

static void
encord_ontology_option_init (EncordOntologyOption *self)
{
}

EncordOntologyOption *
encord_ontology_option_new (JsonObject *wire, GError **error)
{
  EncordOntologyOption *self = encord_ontology_element_new (
      ENCORD_TYPE_ONTOLOGY_OPTION, wire, "ontology option", "label", error);

  if (self == NULL)
    return NULL;
  self->value = encord_json_peek_string (wire, "value");
  if (self->value == NULL)
    self->value = "";

  return self;
}

static JsonObject *
new_wire (EncordOntologyElement *attribute, const char *label,
          const char *value, guint64 local_id, const char *feature_hash,
          GError **error)
{
  g_autofree char *made = value == NULL || *value == '\0'
                              ? encord_ontology_build_option_value (label)
                              : NULL;
  g_autofree char *id =
      encord_ontology_build_nested_id (attribute, local_id, error);
  g_autofree char *hash =
      id != NULL ? encord_ontology_build_hash (
                       encord_ontology_element_get_index (attribute),
                       ENCORD_ONTOLOGY_HASH_NESTED, feature_hash, error)
                 : NULL;
  JsonObject *wire;

  if (hash == NULL)
    return NULL;

  wire = json_object_new ();
  json_object_set_string_member (wire, "id", id);
  json_object_set_string_member (wire, "label", label);
  json_object_set_string_member (wire, "value", made != NULL ? made : value);
  json_object_set_string_member (wire, "featureNodeHash", hash);

  return wire;
}

EncordOntologyOption *
encord_ontology_option_build (EncordOntologyElement *attribute,
                              const char *label, const char *value,
                              guint64 local_id, const char *feature_hash,
                              GError **error)
{
  g_autoptr (EncordOntologyOption) option = NULL;
  g_autoptr (JsonObject) wire = NULL;

  if (!encord_ontology_build_check_title ("an option", label, error))
    return NULL;
  wire = new_wire (attribute, label, value, local_id, feature_hash, error);
  option = wire != NULL ? encord_ontology_option_new (wire, error) : NULL;
  if (option == NULL ||
      !encord_ontology_build_list (encord_ontology_element_get_wire (attribute),
                                   "options", wire, error))
    return NULL;
  encord_ontology_element_adopt (
      attribute, g_object_ref (ENCORD_ONTOLOGY_ELEMENT (option)));

  return option;
}

/**
 * encord_ontology_option_get_feature_hash:
 * @self: an option
 *
 * Gives the hash by which answers name an option
 * (`Option.feature_node_hash` of the SDK).
 *
 * Returns: (transfer none): the hash
 *
 * Since: 0.1
 */
const char *
encord_ontology_option_get_feature_hash (EncordOntologyOption *self)
{
  g_return_val_if_fail (ENCORD_IS_ONTOLOGY_OPTION (self), NULL);

  return encord_ontology_element_get_feature_hash (
      ENCORD_ONTOLOGY_ELEMENT (self));
}

/**
 * encord_ontology_option_get_label:
 * @self: an option
 *
 * Gives the user-visible text of an option (`Option.label` of the SDK).
 *
 * Returns: (transfer none): the text; empty when it is missing on the wire
 *
 * Since: 0.1
 */
const char *
encord_ontology_option_get_label (EncordOntologyOption *self)
{
  g_return_val_if_fail (ENCORD_IS_ONTOLOGY_OPTION (self), NULL);

  return encord_ontology_element_get_title (ENCORD_ONTOLOGY_ELEMENT (self));
}

/**
 * encord_ontology_option_get_value:
 * @self: an option
 *
 * Gives the internal name of an option (`Option.value` of the SDK).
 *
 * Returns: (transfer none): the name; empty when it is missing on the wire
 *
 * Since: 0.1
 */
const char *
encord_ontology_option_get_value (EncordOntologyOption *self)
{
  g_return_val_if_fail (ENCORD_IS_ONTOLOGY_OPTION (self), NULL);

  return self->value;
}

/**
 * encord_ontology_option_get_attribute:
 * @self: an option
 *
 * Gives the attribute that an option answers.
 *
 * Returns: (transfer none) (nullable): the attribute, or %NULL for an option that
 *   has outlived its structure
 *
 * Since: 0.1
 */
EncordOntologyAttribute *
encord_ontology_option_get_attribute (EncordOntologyOption *self)
{
  EncordOntologyElement *parent;

  g_return_val_if_fail (ENCORD_IS_ONTOLOGY_OPTION (self), NULL);

  parent = encord_ontology_element_get_parent (ENCORD_ONTOLOGY_ELEMENT (self));

  return parent != NULL ? ENCORD_ONTOLOGY_ATTRIBUTE (parent) : NULL;
}

/**
 * encord_ontology_option_get_nested_attributes:
 * @self: an option
 *
 * Gives the attributes that count while an option is chosen, in their order on
 * the wire (`Option.attributes` of the SDK).
 *
 * Returns: (transfer none) (element-type EncordOntologyAttribute): the attributes
 *
 * Since: 0.1
 */
GPtrArray *
encord_ontology_option_get_nested_attributes (EncordOntologyOption *self)
{
  g_return_val_if_fail (ENCORD_IS_ONTOLOGY_OPTION (self), NULL);

  return encord_ontology_element_get_children (ENCORD_ONTOLOGY_ELEMENT (self));
}

static gboolean
check_nestable (EncordOntologyOption *self, GError **error)
{
  EncordOntologyAttribute *attribute =
      encord_ontology_option_get_attribute (self);

  if (attribute != NULL && encord_ontology_attribute_get_attribute_type (
                               attribute) == ENCORD_ATTRIBUTE_RADIO)
    return TRUE;
  g_set_error (error, ENCORD_ERROR, ENCORD_ERROR_REJECTED,
               "ontology option \"%s\": only options of radio attributes have "
               "attributes",
               encord_ontology_option_get_label (self));

  return FALSE;
}

/**
 * encord_ontology_option_add_nested_attribute:
 * @self: an option of a radio attribute
 * @name: the user-visible name, not empty
 * @type: what answers it, not %ENCORD_ATTRIBUTE_UNKNOWN
 * @required: whether editors shall insist on an answer
 * @error: return location
 *
 * Adds an attribute with a new id and feature hash
 * (`NestableOption.add_nested_attribute` of the SDK).
 *
 * An empty name or an unknown type is %ENCORD_ERROR_REJECTED, and so is an option
 * of anything but a radio attribute.
 *
 * Returns: (transfer none): the attribute, or %NULL with @error set
 *
 * Since: 0.1
 */
EncordOntologyAttribute *
encord_ontology_option_add_nested_attribute (EncordOntologyOption *self,
                                             const char *name,
                                             EncordAttributeType type,
                                             gboolean required, GError **error)
{
  return encord_ontology_option_add_nested_attribute_full (
      self, name, type, required, 0, NULL, error);
}

/**
 * encord_ontology_option_add_nested_attribute_full:
 * @self: an option of a radio attribute
 * @name: the user-visible name, not empty
 * @type: what answers it, not %ENCORD_ATTRIBUTE_UNKNOWN
 * @required: whether editors shall insist on an answer
 * @local_id: the last number of its id, or 0 for the next one
 * @feature_hash: (nullable): its feature hash, or %NULL for a new one
 * @error: return location
 *
 * Adds an attribute as [method@OntologyOption.add_nested_attribute] does; with
 * id and hash it makes the exact copy of another one.
 *
 * An id or hash that is taken is %ENCORD_ERROR_CONFLICT.
 *
 * Returns: (transfer none): the attribute, or %NULL with @error set
 *
 * Since: 0.1
 */
EncordOntologyAttribute *
encord_ontology_option_add_nested_attribute_full (
    EncordOntologyOption *self, const char *name, EncordAttributeType type,
    gboolean required, guint64 local_id, const char *feature_hash,
    GError **error)
{
  const EncordAttributeSpec spec = {
    .name = name,
    .type = type,
    .required = required,
    .local_id = local_id,
    .feature_hash = feature_hash,
  };

  g_return_val_if_fail (ENCORD_IS_ONTOLOGY_OPTION (self), NULL);
  g_return_val_if_fail (name != NULL, NULL);

  if (!check_nestable (self, error))
    return NULL;

  return encord_ontology_build_attribute (ENCORD_ONTOLOGY_ELEMENT (self),
                                          "options", &spec, error);
}
