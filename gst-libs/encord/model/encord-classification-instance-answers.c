/* encord-classification-instance-answers.c - what one classification says
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <encord/encord-error.h>
#include <encord/model/encord-classification-instance-private.h>
#include <encord/model/encord-instance-answers-private.h>
#include <encord/model/encord-label-annotation-private.h>

static EncordOntologyAttribute *
get_root (EncordClassificationInstance *self)
{
  EncordOntologyClassification *classification =
      encord_classification_instance_get_ontology_classification (self);

  return classification != NULL
             ? encord_ontology_classification_get_attribute (classification)
             : NULL;
}

static EncordOntologyAttribute *
find (EncordClassificationInstance *self, EncordOntologyAttribute *attribute)
{
  if (attribute == NULL)
    attribute = get_root (self);

  return attribute != NULL
             ? encord_instance_answers_find (
                   encord_classification_instance_get_store (self),
                   encord_classification_instance_get_track (self), attribute)
             : NULL;
}

/**
 * encord_classification_instance_get_answer:
 * @self: an instance
 * @attribute: (nullable): an attribute of the classification, nested ones
 *   included; %NULL: the root attribute
 *
 * Reads how an attribute is answered. A nested one counts only while the option
 * that it is nested under is chosen.
 *
 * Follows `ClassificationInstance.get_answer` of the Python SDK.
 *
 * Returns: (transfer full) (nullable): the answer, %NULL when there is none, the
 *   classification lacks the attribute or @self is empty
 *
 * Since: 0.1
 */
EncordAnswer *
encord_classification_instance_get_answer (EncordClassificationInstance *self,
                                           EncordOntologyAttribute *attribute)
{
  EncordOntologyAttribute *found;

  g_return_val_if_fail (ENCORD_IS_CLASSIFICATION_INSTANCE (self), NULL);
  g_return_val_if_fail (
      attribute == NULL || ENCORD_IS_ONTOLOGY_ATTRIBUTE (attribute), NULL);

  found = find (self, attribute);

  return found != NULL
             ? encord_instance_answers_get (
                   encord_classification_instance_get_store (self),
                   encord_classification_instance_get_track (self), found, 0)
             : NULL;
}

/**
 * encord_classification_instance_get_answered_attributes:
 * @self: an instance
 *
 * Lists the attributes that are answered. Nested ones are among them while the
 * option that they are nested under is chosen.
 *
 * Returns: (transfer container) (element-type EncordOntologyAttribute): the
 *   attributes in the order of the ontology
 *
 * Since: 0.1
 */
GPtrArray *
encord_classification_instance_get_answered_attributes (
    EncordClassificationInstance *self)
{
  EncordOntologyAttribute *root;

  g_return_val_if_fail (ENCORD_IS_CLASSIFICATION_INSTANCE (self), NULL);

  root = get_root (self);

  return encord_instance_answers_list (
      encord_classification_instance_get_store (self),
      encord_classification_instance_get_track (self), &root, root != NULL);
}

/**
 * encord_classification_instance_set_answer:
 * @self: an instance
 * @attribute: (nullable): an attribute of the classification, nested ones
 *   included; %NULL: the root attribute
 * @answer: what it is answered with
 * @error: return location for an error
 *
 * Answers an attribute, in place of an answer that it has.
 *
 * Follows `ClassificationInstance.set_answer` of the Python SDK with `overwrite`.
 *
 * Returns: %FALSE with @error set: %ENCORD_ERROR_NOT_FOUND when the
 *   classification lacks the attribute, %ENCORD_ERROR_REJECTED when the answer is
 *   of another type or an option of another attribute, when the option that
 *   @attribute is nested under is not chosen, or @self is empty
 *
 * Since: 0.1
 */
gboolean
encord_classification_instance_set_answer (EncordClassificationInstance *self,
                                           EncordOntologyAttribute *attribute,
                                           EncordAnswer *answer, GError **error)
{
  const EncordLabelTrack *track;
  EncordOntologyAttribute *found;

  g_return_val_if_fail (ENCORD_IS_CLASSIFICATION_INSTANCE (self), FALSE);
  g_return_val_if_fail (
      attribute == NULL || ENCORD_IS_ONTOLOGY_ATTRIBUTE (attribute), FALSE);
  g_return_val_if_fail (answer != NULL, FALSE);
  g_return_val_if_fail (error == NULL || *error == NULL, FALSE);

  if (!encord_label_annotation_check (
          encord_classification_instance_get_store (self), error))
    return FALSE;
  track = encord_classification_instance_get_track (self);
  found = find (self, attribute);
  if (found == NULL) {
    g_set_error (error, ENCORD_ERROR, ENCORD_ERROR_NOT_FOUND,
                 "classification \"%s\": \"%s\" has no attribute \"%s\"",
                 track->hash, track->feature_hash,
                 attribute != NULL
                     ? encord_ontology_attribute_get_name (attribute)
                     : "root");
    return FALSE;
  }

  return encord_instance_answers_set (
      encord_classification_instance_get_store (self), track, found, answer,
      NULL, error);
}

/**
 * encord_classification_instance_delete_answer:
 * @self: an instance
 * @attribute: (nullable): an attribute of the classification; %NULL: the root
 *   attribute
 *
 * Makes an attribute unanswered. What is nested under its option no longer counts,
 * but is there again with the option.
 *
 * Follows `ClassificationInstance.delete_answer` of the Python SDK.
 *
 * Returns: whether it was answered
 *
 * Since: 0.1
 */
gboolean
encord_classification_instance_delete_answer (
    EncordClassificationInstance *self, EncordOntologyAttribute *attribute)
{
  EncordOntologyAttribute *found;

  g_return_val_if_fail (ENCORD_IS_CLASSIFICATION_INSTANCE (self), FALSE);
  g_return_val_if_fail (
      attribute == NULL || ENCORD_IS_ONTOLOGY_ATTRIBUTE (attribute), FALSE);

  found = find (self, attribute);

  return found != NULL &&
         encord_instance_answers_delete (
             encord_classification_instance_get_store (self),
             encord_classification_instance_get_track (self), found, NULL);
}
