/* encord-ontology-attribute.c - one question that is asked about a label
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <encord/model/encord-json-members-private.h>
#include <encord/model/encord-ontology-attribute-private.h>
#include <encord/model/encord-ontology-build-private.h>
#include <encord/model/encord-ontology-classification.h>
#include <encord/model/encord-ontology-object.h>
#include <encord/model/encord-ontology-option-private.h>

/**
 * EncordOntologyAttribute:
 *
 * One question that is asked about an object, or a classification's own: its
 * answer is one option, some options, a text or a number.
 *
 * Follows `Attribute` of the SDK and its subclasses.
 *
 * Since: 0.1
 */
struct _EncordOntologyAttribute
{
  EncordOntologyElement parent;

  EncordAttributeType type;
};

G_DEFINE_FINAL_TYPE (EncordOntologyAttribute, encord_ontology_attribute,
                     ENCORD_TYPE_ONTOLOGY_ELEMENT)

enum
{
  PROP_NAME = 1,
  PROP_ATTRIBUTE_TYPE,
  PROP_REQUIRED,
  PROP_DYNAMIC,
  N_PROPS,
};

static void
encord_ontology_attribute_get_property (GObject *object, guint id,
                                        GValue *value, GParamSpec *pspec)
{
  EncordOntologyAttribute *self = ENCORD_ONTOLOGY_ATTRIBUTE (object);

  switch (id) {
    case PROP_NAME:
      g_value_set_string (value, encord_ontology_attribute_get_name (self));
      break;
    case PROP_ATTRIBUTE_TYPE:
      g_value_set_enum (value, self->type);
      break;
    case PROP_REQUIRED:
      g_value_set_boolean (value,
                           encord_ontology_attribute_get_required (self));
      break;
    case PROP_DYNAMIC:
      g_value_set_boolean (value, encord_ontology_attribute_get_dynamic (self));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  }
}

static void
encord_ontology_attribute_class_init (EncordOntologyAttributeClass *klass)
{
  const GParamFlags flags =
      G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = encord_ontology_attribute_get_property;

  /**
   * EncordOntologyAttribute:name:
   *
   * The user-visible name (`Attribute.name` of the SDK).
   *
   * Since: 0.1
   */
  g_object_class_install_property (
      object_class, PROP_NAME,
      g_param_spec_string ("name", NULL, NULL, NULL, flags));
  /**
   * EncordOntologyAttribute:attribute-type:
   *
   * What answers it (`Attribute.get_property_type` of the SDK).
   *
   * Since: 0.1
   */
  g_object_class_install_property (
      object_class, PROP_ATTRIBUTE_TYPE,
      g_param_spec_enum ("attribute-type", NULL, NULL,
                         ENCORD_TYPE_ATTRIBUTE_TYPE, ENCORD_ATTRIBUTE_UNKNOWN,
                         flags));
  /**
   * EncordOntologyAttribute:required:
   *
   * Whether editors insist on an answer (`Attribute.required` of the SDK).
   *
   * Since: 0.1
   */
  g_object_class_install_property (
      object_class, PROP_REQUIRED,
      g_param_spec_boolean ("required", NULL, NULL, FALSE, flags));
  /**
   * EncordOntologyAttribute:dynamic:
   *
   * Whether the answer may differ from frame to frame (`Attribute.dynamic` of the
   * SDK).
   *
   * Since: 0.1
   */
  g_object_class_install_property (
      object_class, PROP_DYNAMIC,
      g_param_spec_boolean ("dynamic", NULL, NULL, FALSE, flags));
}

static void
encord_ontology_attribute_init (EncordOntologyAttribute *self)
{
}

EncordOntologyAttribute *
encord_ontology_attribute_new (JsonObject *wire, GError **error)
{
  static const char subject[] = "ontology attribute";
  static const char *const strings[] = { "id", "name", "type" };
  EncordOntologyAttribute *self;

  for (guint i = 0; i < G_N_ELEMENTS (strings); i++)
    if (encord_json_get_string (wire, subject, strings[i], error) == NULL)
      return NULL;
  self = encord_ontology_element_new (ENCORD_TYPE_ONTOLOGY_ATTRIBUTE, wire,
                                      subject, "name", error);
  if (self != NULL)
    self->type = encord_attribute_type_from_string (
        encord_json_peek_string (wire, "type"));

  return self;
}

/**
 * encord_ontology_attribute_get_feature_hash:
 * @self: an attribute
 *
 * Gives the hash by which answers name their attribute
 * (`Attribute.feature_node_hash` of the SDK).
 *
 * Returns: (transfer none): the hash
 *
 * Since: 0.1
 */
const char *
encord_ontology_attribute_get_feature_hash (EncordOntologyAttribute *self)
{
  g_return_val_if_fail (ENCORD_IS_ONTOLOGY_ATTRIBUTE (self), NULL);

  return encord_ontology_element_get_feature_hash (
      ENCORD_ONTOLOGY_ELEMENT (self));
}

/**
 * encord_ontology_attribute_get_name:
 * @self: an attribute
 *
 * Gives the user-visible name of an attribute (`Attribute.name` of the SDK).
 *
 * Returns: (transfer none): the name
 *
 * Since: 0.1
 */
const char *
encord_ontology_attribute_get_name (EncordOntologyAttribute *self)
{
  g_return_val_if_fail (ENCORD_IS_ONTOLOGY_ATTRIBUTE (self), NULL);

  return encord_ontology_element_get_title (ENCORD_ONTOLOGY_ELEMENT (self));
}

/**
 * encord_ontology_attribute_get_attribute_type:
 * @self: an attribute
 *
 * Gives what answers an attribute (`Attribute.get_property_type` of the SDK).
 *
 * Returns: the kind; %ENCORD_ATTRIBUTE_UNKNOWN for one of a newer service
 *
 * Since: 0.1
 */
EncordAttributeType
encord_ontology_attribute_get_attribute_type (EncordOntologyAttribute *self)
{
  g_return_val_if_fail (ENCORD_IS_ONTOLOGY_ATTRIBUTE (self),
                        ENCORD_ATTRIBUTE_UNKNOWN);

  return self->type;
}

/**
 * encord_ontology_attribute_get_required:
 * @self: an attribute
 *
 * Tells whether editors insist on an answer (`Attribute.required` of the SDK);
 * this library does not.
 *
 * Returns: %TRUE when they do
 *
 * Since: 0.1
 */
gboolean
encord_ontology_attribute_get_required (EncordOntologyAttribute *self)
{
  g_return_val_if_fail (ENCORD_IS_ONTOLOGY_ATTRIBUTE (self), FALSE);

  return encord_ontology_element_get_flag (ENCORD_ONTOLOGY_ELEMENT (self),
                                           "required");
}

/**
 * encord_ontology_attribute_get_dynamic:
 * @self: an attribute
 *
 * Tells whether the answer of one object may differ from frame to frame
 * (`Attribute.dynamic` of the SDK).
 *
 * Returns: %TRUE for some attributes right below an object, %FALSE for all others
 *
 * Since: 0.1
 */
gboolean
encord_ontology_attribute_get_dynamic (EncordOntologyAttribute *self)
{
  g_return_val_if_fail (ENCORD_IS_ONTOLOGY_ATTRIBUTE (self), FALSE);

  return encord_ontology_element_get_flag (ENCORD_ONTOLOGY_ELEMENT (self),
                                           "dynamic");
}

/**
 * encord_ontology_attribute_get_options:
 * @self: an attribute
 *
 * Gives the options of a radio or checklist attribute, in their order on the wire
 * (`Attribute.options` of the SDK).
 *
 * Returns: (transfer none) (element-type EncordOntologyOption): the options; none
 *   for other attributes
 *
 * Since: 0.1
 */
GPtrArray *
encord_ontology_attribute_get_options (EncordOntologyAttribute *self)
{
  g_return_val_if_fail (ENCORD_IS_ONTOLOGY_ATTRIBUTE (self), NULL);

  return encord_ontology_element_get_children (ENCORD_ONTOLOGY_ELEMENT (self));
}

/**
 * encord_ontology_attribute_find_option:
 * @self: an attribute
 * @feature_hash: an option's feature hash
 *
 * Finds one of an attribute's own options.
 *
 * Returns: (transfer none) (nullable): the option, or %NULL when there is none
 *
 * Since: 0.1
 */
EncordOntologyOption *
encord_ontology_attribute_find_option (EncordOntologyAttribute *self,
                                       const char *feature_hash)
{
  GPtrArray *options = encord_ontology_attribute_get_options (self);

  g_return_val_if_fail (options != NULL, NULL);
  g_return_val_if_fail (feature_hash != NULL, NULL);

  for (guint i = 0; i < options->len; i++) {
    EncordOntologyOption *option = g_ptr_array_index (options, i);

    if (g_str_equal (encord_ontology_option_get_feature_hash (option),
                     feature_hash))
      return option;
  }

  return NULL;
}

/**
 * encord_ontology_attribute_find_option_by_title:
 * @self: an attribute
 * @title: an option's label, compared byte by byte
 *
 * Finds the first of an attribute's own options that has a label.
 *
 * Returns: (transfer none) (nullable): the option, or %NULL when there is none
 *
 * Since: 0.1
 */
EncordOntologyOption *
encord_ontology_attribute_find_option_by_title (EncordOntologyAttribute *self,
                                                const char *title)
{
  GPtrArray *options = encord_ontology_attribute_get_options (self);

  g_return_val_if_fail (options != NULL, NULL);
  g_return_val_if_fail (title != NULL, NULL);

  for (guint i = 0; i < options->len; i++) {
    EncordOntologyOption *option = g_ptr_array_index (options, i);

    if (g_str_equal (encord_ontology_option_get_label (option), title))
      return option;
  }

  return NULL;
}

/**
 * encord_ontology_attribute_add_option:
 * @self: a radio or checklist attribute
 * @label: the user-visible text, not empty
 * @value: (nullable): the internal name, or %NULL or empty for one made from @label:
 *   lower case, with underscores for white space
 * @error: return location
 *
 * Adds an option with a new id and feature hash (`RadioAttribute.add_option` and
 * `ChecklistAttribute.add_option` of the SDK).
 *
 * An empty label, or an attribute of another type, is %ENCORD_ERROR_REJECTED.
 *
 * Returns: (transfer none): the option, or %NULL with @error set
 *
 * Since: 0.1
 */
EncordOntologyOption *
encord_ontology_attribute_add_option (EncordOntologyAttribute *self,
                                      const char *label, const char *value,
                                      GError **error)
{
  return encord_ontology_attribute_add_option_full (self, label, value, 0, NULL,
                                                    error);
}

/**
 * encord_ontology_attribute_add_option_full:
 * @self: a radio or checklist attribute
 * @label: the user-visible text, not empty
 * @value: (nullable): the internal name, or %NULL for one made from @label
 * @local_id: the last number of its id, or 0 for the next one
 * @feature_hash: (nullable): its feature hash, or %NULL for a new one
 * @error: return location
 *
 * Adds an option as [method@OntologyAttribute.add_option] does; with id and hash
 * it makes the exact copy of another one.
 *
 * An id or hash that is taken is %ENCORD_ERROR_CONFLICT.
 *
 * Returns: (transfer none): the option, or %NULL with @error set
 *
 * Since: 0.1
 */
EncordOntologyOption *
encord_ontology_attribute_add_option_full (EncordOntologyAttribute *self,
                                           const char *label, const char *value,
                                           guint64 local_id,
                                           const char *feature_hash,
                                           GError **error)
{
  g_return_val_if_fail (ENCORD_IS_ONTOLOGY_ATTRIBUTE (self), NULL);
  g_return_val_if_fail (label != NULL, NULL);

  if (self->type != ENCORD_ATTRIBUTE_RADIO &&
      self->type != ENCORD_ATTRIBUTE_CHECKLIST) {
    g_set_error (error, ENCORD_ERROR, ENCORD_ERROR_REJECTED,
                 "ontology attribute \"%s\": only radio and checklist "
                 "attributes have options",
                 encord_ontology_attribute_get_name (self));
    return NULL;
  }

  return encord_ontology_option_build (ENCORD_ONTOLOGY_ELEMENT (self), label,
                                       value, local_id, feature_hash, error);
}

/**
 * encord_ontology_attribute_get_parent_option:
 * @self: an attribute
 *
 * Gives the option that has to be chosen for an attribute to count.
 *
 * Returns: (transfer none) (nullable): the option, or %NULL for an attribute right
 *   below an object or classification
 *
 * Since: 0.1
 */
EncordOntologyOption *
encord_ontology_attribute_get_parent_option (EncordOntologyAttribute *self)
{
  EncordOntologyElement *parent;

  g_return_val_if_fail (ENCORD_IS_ONTOLOGY_ATTRIBUTE (self), NULL);

  parent = encord_ontology_element_get_parent (ENCORD_ONTOLOGY_ELEMENT (self));

  return ENCORD_IS_ONTOLOGY_OPTION (parent) ? ENCORD_ONTOLOGY_OPTION (parent)
                                            : NULL;
}

static gpointer
find_root (EncordOntologyAttribute *self, GType type)
{
  EncordOntologyElement *root = ENCORD_ONTOLOGY_ELEMENT (self);
  EncordOntologyElement *parent;

  while ((parent = encord_ontology_element_get_parent (root)) != NULL)
    root = parent;

  return g_type_is_a (G_OBJECT_TYPE (root), type) ? root : NULL;
}

/**
 * encord_ontology_attribute_get_object:
 * @self: an attribute
 *
 * Gives the class of objects that an attribute belongs to, at any depth.
 *
 * Returns: (transfer none) (nullable): the class, or %NULL for an attribute of a
 *   classification, or one that has outlived its structure
 *
 * Since: 0.1
 */
EncordOntologyObject *
encord_ontology_attribute_get_object (EncordOntologyAttribute *self)
{
  g_return_val_if_fail (ENCORD_IS_ONTOLOGY_ATTRIBUTE (self), NULL);

  return find_root (self, ENCORD_TYPE_ONTOLOGY_OBJECT);
}

/**
 * encord_ontology_attribute_get_classification:
 * @self: an attribute
 *
 * Gives the classification that an attribute belongs to, at any depth.
 *
 * Returns: (transfer none) (nullable): the classification, or %NULL for an
 *   attribute of an object, or one that has outlived its structure
 *
 * Since: 0.1
 */
EncordOntologyClassification *
encord_ontology_attribute_get_classification (EncordOntologyAttribute *self)
{
  g_return_val_if_fail (ENCORD_IS_ONTOLOGY_ATTRIBUTE (self), NULL);

  return find_root (self, ENCORD_TYPE_ONTOLOGY_CLASSIFICATION);
}
