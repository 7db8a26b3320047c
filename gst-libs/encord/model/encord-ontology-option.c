/* encord-ontology-option.c - one answer that can be chosen
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <encord/model/encord-json-members-private.h>
#include <encord/model/encord-ontology-attribute-private.h>
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
