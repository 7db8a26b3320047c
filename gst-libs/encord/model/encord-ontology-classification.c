/* encord-ontology-classification.c - one question about whole frames
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <encord/model/encord-json-members-private.h>
#include <encord/model/encord-ontology-attribute-private.h>
#include <encord/model/encord-ontology-build-private.h>
#include <encord/model/encord-ontology-classification-private.h>

/**
 * EncordOntologyClassification:
 *
 * One question about whole frames: it has exactly one attribute, whose name is its
 * title.
 *
 * Follows `Classification` of the SDK.
 *
 * Since: 0.1
 */
struct _EncordOntologyClassification
{
  EncordOntologyElement parent;
};

G_DEFINE_FINAL_TYPE (EncordOntologyClassification,
                     encord_ontology_classification,
                     ENCORD_TYPE_ONTOLOGY_ELEMENT)

static void
encord_ontology_classification_class_init (
    EncordOntologyClassificationClass *klass)
{
}

static void
encord_ontology_classification_init (EncordOntologyClassification *self)
{
}

EncordOntologyClassification *
encord_ontology_classification_new (JsonObject *wire, GError **error)
{
  static const char subject[] = "ontology classification";

  if (encord_json_get_array (wire, subject, "attributes", error) == NULL)
    return NULL;

  return encord_ontology_element_new (ENCORD_TYPE_ONTOLOGY_CLASSIFICATION, wire,
                                      subject, NULL, error);
}

void
encord_ontology_classification_take_title (EncordOntologyClassification *self)
{
  EncordOntologyAttribute *attribute =
      encord_ontology_classification_get_attribute (self);

  if (attribute != NULL)
    encord_ontology_element_set_title (
        ENCORD_ONTOLOGY_ELEMENT (self),
        encord_ontology_attribute_get_name (attribute));
}

/**
 * encord_ontology_classification_get_feature_hash:
 * @self: a classification
 *
 * Gives the hash by which labels name a classification
 * (`Classification.feature_node_hash` of the SDK).
 *
 * Returns: (transfer none): the hash
 *
 * Since: 0.1
 */
const char *
encord_ontology_classification_get_feature_hash (
    EncordOntologyClassification *self)
{
  g_return_val_if_fail (ENCORD_IS_ONTOLOGY_CLASSIFICATION (self), NULL);

  return encord_ontology_element_get_feature_hash (
      ENCORD_ONTOLOGY_ELEMENT (self));
}

/**
 * encord_ontology_classification_get_title:
 * @self: a classification
 *
 * Gives the name of a classification's attribute (`Classification.title` of the
 * SDK).
 *
 * Returns: (transfer none) (nullable): the name, or %NULL before it has an attribute
 *
 * Since: 0.1
 */
const char *
encord_ontology_classification_get_title (EncordOntologyClassification *self)
{
  g_return_val_if_fail (ENCORD_IS_ONTOLOGY_CLASSIFICATION (self), NULL);

  return encord_ontology_element_get_title (ENCORD_ONTOLOGY_ELEMENT (self));
}

/**
 * encord_ontology_classification_get_attribute:
 * @self: a classification
 *
 * Gives the attribute that a classification asks for (the first of
 * `Classification.attributes` of the SDK).
 *
 * Returns: (transfer none) (nullable): the attribute, or %NULL before it has one
 *
 * Since: 0.1
 */
EncordOntologyAttribute *
encord_ontology_classification_get_attribute (
    EncordOntologyClassification *self)
{
  GPtrArray *children;

  g_return_val_if_fail (ENCORD_IS_ONTOLOGY_CLASSIFICATION (self), NULL);

  children =
      encord_ontology_element_get_children (ENCORD_ONTOLOGY_ELEMENT (self));

  return children->len > 0 ? g_ptr_array_index (children, 0) : NULL;
}

/**
 * encord_ontology_classification_add_attribute:
 * @self: a classification that has no attribute yet
 * @name: the user-visible name, not empty
 * @type: what answers it, not %ENCORD_ATTRIBUTE_UNKNOWN
 * @required: whether editors shall insist on an answer
 * @error: return location
 *
 * Adds an attribute with a new id and feature hash
 * (`Classification.add_attribute` of the SDK).
 *
 * An empty name or an unknown type is %ENCORD_ERROR_REJECTED; a second
 * attribute is %ENCORD_ERROR_CONFLICT.
 *
 * Returns: (transfer none): the attribute, or %NULL with @error set
 *
 * Since: 0.1
 */
EncordOntologyAttribute *
encord_ontology_classification_add_attribute (
    EncordOntologyClassification *self, const char *name,
    EncordAttributeType type, gboolean required, GError **error)
{
  return encord_ontology_classification_add_attribute_full (
      self, name, type, required, 0, NULL, error);
}

/**
 * encord_ontology_classification_add_attribute_full:
 * @self: a classification that has no attribute yet
 * @name: the user-visible name, not empty
 * @type: what answers it, not %ENCORD_ATTRIBUTE_UNKNOWN
 * @required: whether editors shall insist on an answer
 * @local_id: the last number of its id, or 0 for the next one
 * @feature_hash: (nullable): its feature hash, or %NULL for a new one
 * @error: return location
 *
 * Adds an attribute as [method@OntologyClassification.add_attribute] does; with
 * id and hash it makes the exact copy of another one.
 *
 * An id or hash that is taken is %ENCORD_ERROR_CONFLICT.
 *
 * Returns: (transfer none): the attribute, or %NULL with @error set
 *
 * Since: 0.1
 */
EncordOntologyAttribute *
encord_ontology_classification_add_attribute_full (
    EncordOntologyClassification *self, const char *name,
    EncordAttributeType type, gboolean required, guint64 local_id,
    const char *feature_hash, GError **error)
{
  const EncordAttributeSpec spec = {
    .name = name,
    .type = type,
    .required = required,
    .local_id = local_id,
    .feature_hash = feature_hash,
  };
  EncordOntologyAttribute *attribute;

  g_return_val_if_fail (ENCORD_IS_ONTOLOGY_CLASSIFICATION (self), NULL);
  g_return_val_if_fail (name != NULL, NULL);

  if (encord_ontology_classification_get_attribute (self) != NULL) {
    g_set_error (error, ENCORD_ERROR, ENCORD_ERROR_CONFLICT,
                 "ontology classification \"%s\": it has its attribute "
                 "already",
                 encord_ontology_classification_get_title (self));
    return NULL;
  }
  attribute = encord_ontology_build_attribute (ENCORD_ONTOLOGY_ELEMENT (self),
                                               "attributes", &spec, error);
  if (attribute != NULL)
    encord_ontology_classification_take_title (self);

  return attribute;
}
