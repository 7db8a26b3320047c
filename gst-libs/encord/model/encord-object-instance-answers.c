/* encord-object-instance-answers.c - what is answered about one object
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <encord/encord-error.h>
#include <encord/model/encord-frame-range-private.h>
#include <encord/model/encord-instance-answers-private.h>
#include <encord/model/encord-label-annotation-private.h>
#include <encord/model/encord-object-instance-private.h>

static EncordOntologyAttribute *
find (EncordObjectInstance *self, EncordOntologyAttribute *attribute)
{
  return encord_instance_answers_find (encord_object_instance_get_store (self),
                                       encord_object_instance_get_track (self),
                                       attribute);
}

/**
 * encord_object_instance_get_answer:
 * @self: an instance
 * @attribute: an attribute of its class, nested ones included
 * @frame: of a dynamic attribute: frame number; ignored for others
 *
 * Reads how an attribute is answered. Of a dynamic checklist that is all options
 * whose ranges hold the frame. A nested attribute counts only while the option
 * that it is nested under is chosen.
 *
 * Follows `ObjectInstance.get_answer` of the Python SDK, which gives an empty list
 * for a checklist that is not answered.
 *
 * Returns: (transfer full) (nullable): the answer, %NULL when there is none, the
 *   class lacks the attribute or @self is empty
 *
 * Since: 0.1
 */
EncordAnswer *
encord_object_instance_get_answer (EncordObjectInstance *self,
                                   EncordOntologyAttribute *attribute,
                                   int frame)
{
  EncordOntologyAttribute *found;

  g_return_val_if_fail (ENCORD_IS_OBJECT_INSTANCE (self), NULL);
  g_return_val_if_fail (ENCORD_IS_ONTOLOGY_ATTRIBUTE (attribute), NULL);

  found = find (self, attribute);

  return found != NULL
             ? encord_instance_answers_get (
                   encord_object_instance_get_store (self),
                   encord_object_instance_get_track (self), found, frame)
             : NULL;
}

static void
unref_answer (gpointer data)
{
  encord_answer_unref (data);
}

static GPtrArray *
get_spans (EncordObjectInstance *self, EncordOntologyAttribute *attribute)
{
  return encord_answer_sheet_get_spans (
      encord_label_store_get_sheet (encord_object_instance_get_store (self),
                                    encord_object_instance_get_track (self),
                                    TRUE),
      attribute);
}

/**
 * encord_object_instance_get_answers:
 * @self: an instance
 * @attribute: an attribute of its class
 *
 * Lists the different answers that an attribute has on some frame.
 *
 * Follows `ObjectInstance.get_answer` of the Python SDK, which lists the answers
 * of a dynamic attribute.
 *
 * Returns: (transfer container) (element-type EncordAnswer): the answers in order
 *   of their first frames; of a static attribute one or none
 *
 * Since: 0.1
 */
GPtrArray *
encord_object_instance_get_answers (EncordObjectInstance *self,
                                    EncordOntologyAttribute *attribute)
{
  g_autoptr (GPtrArray) spans = NULL;
  EncordOntologyAttribute *found;
  EncordAnswer *answer;
  GPtrArray *answers;

  g_return_val_if_fail (ENCORD_IS_OBJECT_INSTANCE (self), NULL);
  g_return_val_if_fail (ENCORD_IS_ONTOLOGY_ATTRIBUTE (attribute), NULL);

  answers = g_ptr_array_new_with_free_func (unref_answer);
  found = find (self, attribute);
  if (found == NULL)
    return answers;

  if (!encord_ontology_attribute_get_dynamic (found)) {
    answer = encord_object_instance_get_answer (self, found, 0);
    if (answer != NULL)
      g_ptr_array_add (answers, answer);
    return answers;
  }

  spans = get_spans (self, found);
  for (guint i = 0; i < spans->len; i++) {
    const EncordAnswerSpan *span = g_ptr_array_index (spans, i);

    g_ptr_array_add (answers, encord_answer_ref (span->answer));
  }

  return answers;
}

/**
 * encord_object_instance_get_answer_ranges:
 * @self: an instance
 * @attribute: a dynamic attribute of its class
 * @answer: an answer
 * @ret_n_ranges: (out): number of ranges
 *
 * Finds the frames on which a dynamic attribute has an answer.
 *
 * Follows `AnswerForFrames.ranges` of the Python SDK.
 *
 * Returns: (array length=ret_n_ranges) (transfer full): ascending ranges that
 *   neither overlap nor touch; none for a static attribute
 *
 * Since: 0.1
 */
EncordFrameRange *
encord_object_instance_get_answer_ranges (EncordObjectInstance *self,
                                          EncordOntologyAttribute *attribute,
                                          EncordAnswer *answer,
                                          guint *ret_n_ranges)
{
  g_autoptr (GPtrArray) spans = NULL;
  EncordOntologyAttribute *found;
  GArray *ranges;

  g_return_val_if_fail (ENCORD_IS_OBJECT_INSTANCE (self), NULL);
  g_return_val_if_fail (ENCORD_IS_ONTOLOGY_ATTRIBUTE (attribute), NULL);
  g_return_val_if_fail (answer != NULL, NULL);
  g_return_val_if_fail (ret_n_ranges != NULL, NULL);

  ranges = encord_frame_ranges_new ();
  found = find (self, attribute);
  if (found != NULL && encord_ontology_attribute_get_dynamic (found))
    spans = get_spans (self, found);
  for (guint i = 0; spans != NULL && i < spans->len; i++) {
    const EncordAnswerSpan *span = g_ptr_array_index (spans, i);

    if (encord_answer_equal (span->answer, answer))
      encord_frame_ranges_add (ranges, span->ranges);
  }
  *ret_n_ranges = ranges->len;

  return (EncordFrameRange *) (gpointer) g_array_free (ranges, FALSE);
}

/**
 * encord_object_instance_dup_answer_ranges: (rename-to encord_object_instance_get_answer_ranges)
 * @self: an instance
 * @attribute: a dynamic attribute
 * @answer: an answer to it
 *
 * Lists the frames on which an attribute has an answer, as objects of their own.
 *
 * For languages that cannot take over an array of structs; see
 * encord_object_instance_get_answer_ranges().
 *
 * Returns: (element-type EncordFrameRange) (transfer container): ascending ranges
 *   that neither overlap nor touch
 *
 * Since: 0.1
 */
GPtrArray *
encord_object_instance_dup_answer_ranges (EncordObjectInstance *self,
                                          EncordOntologyAttribute *attribute,
                                          EncordAnswer *answer)
{
  g_autofree EncordFrameRange *ranges = NULL;
  guint n_ranges = 0;

  ranges = encord_object_instance_get_answer_ranges (self, attribute, answer,
                                                     &n_ranges);

  return encord_frame_ranges_to_copies (ranges, n_ranges);
}

/**
 * encord_object_instance_get_answered_attributes:
 * @self: an instance
 *
 * Lists the attributes that are answered, dynamic ones on some frame at least.
 * Nested ones are among them while the option that they are nested under is
 * chosen.
 *
 * Returns: (transfer container) (element-type EncordOntologyAttribute): the
 *   attributes in the order of the ontology
 *
 * Since: 0.1
 */
GPtrArray *
encord_object_instance_get_answered_attributes (EncordObjectInstance *self)
{
  EncordOntologyObject *object;
  GPtrArray *roots;

  g_return_val_if_fail (ENCORD_IS_OBJECT_INSTANCE (self), NULL);

  object = encord_object_instance_get_ontology_object (self);
  if (object == NULL)
    return g_ptr_array_new_with_free_func (g_object_unref);
  roots = encord_ontology_object_get_attributes (object);

  return encord_instance_answers_list (
      encord_object_instance_get_store (self),
      encord_object_instance_get_track (self),
      (EncordOntologyAttribute *const *) roots->pdata, roots->len);
}

/* the attribute when it can be answered */
static EncordOntologyAttribute *
check_attribute (EncordObjectInstance *self, EncordOntologyAttribute *attribute,
                 GError **error)
{
  const EncordLabelTrack *track = encord_object_instance_get_track (self);
  EncordOntologyAttribute *found;

  if (!encord_label_annotation_check (encord_object_instance_get_store (self),
                                      error))
    return NULL;
  found = find (self, attribute);
  if (found == NULL)
    g_set_error (error, ENCORD_ERROR, ENCORD_ERROR_NOT_FOUND,
                 "object \"%s\": its class \"%s\" has no attribute \"%s\" (%s)",
                 track->hash, track->feature_hash,
                 encord_ontology_attribute_get_name (attribute),
                 encord_ontology_attribute_get_feature_hash (attribute));

  return found;
}

static gboolean
set (EncordObjectInstance *self, EncordOntologyAttribute *attribute,
     EncordAnswer *answer, const GArray *ranges, GError **error)
{
  return encord_instance_answers_set (encord_object_instance_get_store (self),
                                      encord_object_instance_get_track (self),
                                      attribute, answer, ranges, error);
}

/**
 * encord_object_instance_set_answer:
 * @self: an instance
 * @attribute: an attribute of its class, nested ones included
 * @answer: what it is answered with
 * @error: return location for an error
 *
 * Answers an attribute, in place of an answer that it has; a dynamic one on all
 * frames that the object is on at present.
 *
 * Follows `ObjectInstance.set_answer` of the Python SDK with `overwrite`.
 *
 * Returns: %FALSE with @error set: %ENCORD_ERROR_NOT_FOUND when the class lacks
 *   the attribute, %ENCORD_ERROR_REJECTED when the answer is of another type or an
 *   option of another attribute, when the option that @attribute is nested under
 *   is not chosen, or @self is empty
 *
 * Since: 0.1
 */
gboolean
encord_object_instance_set_answer (EncordObjectInstance *self,
                                   EncordOntologyAttribute *attribute,
                                   EncordAnswer *answer, GError **error)
{
  g_autoptr (GArray) ranges = NULL;
  EncordOntologyAttribute *found;
  const int *frames;
  guint n_frames;

  g_return_val_if_fail (ENCORD_IS_OBJECT_INSTANCE (self), FALSE);
  g_return_val_if_fail (ENCORD_IS_ONTOLOGY_ATTRIBUTE (attribute), FALSE);
  g_return_val_if_fail (answer != NULL, FALSE);
  g_return_val_if_fail (error == NULL || *error == NULL, FALSE);

  found = check_attribute (self, attribute, error);
  if (found == NULL)
    return FALSE;
  if (encord_ontology_attribute_get_dynamic (found)) {
    frames = encord_object_instance_get_frames (self, &n_frames);
    ranges = encord_frame_ranges_new_from_frames (frames, n_frames);
  }

  return set (self, found, answer, ranges, error);
}

static gboolean
check_ranges (EncordObjectInstance *self, const EncordFrameRange *ranges,
              guint n_ranges, GError **error)
{
  for (guint i = 0; i < n_ranges; i++)
    if (!encord_label_annotation_check_frame (
            encord_object_instance_get_store (self),
            encord_object_instance_get_track (self), ranges[i].first, error) ||
        !encord_label_annotation_check_frame (
            encord_object_instance_get_store (self),
            encord_object_instance_get_track (self), ranges[i].last, error))
      return FALSE;

  return TRUE;
}

/**
 * encord_object_instance_set_answer_for_ranges:
 * @self: an instance
 * @attribute: a dynamic attribute of its class
 * @answer: what it is answered with
 * @ranges: (array length=n_ranges): the frames, on which the object need not be
 * @n_ranges: number of @ranges
 * @error: return location for an error
 *
 * Answers a dynamic attribute on frames, in place of answers that it has there.
 *
 * Follows `ObjectInstance.set_answer` of the Python SDK with `frames`.
 *
 * Returns: %FALSE with @error set, as encord_object_instance_set_answer(), and
 *   with %ENCORD_ERROR_REJECTED when the attribute is static or the row has no
 *   such frames
 *
 * Since: 0.1
 */
gboolean
encord_object_instance_set_answer_for_ranges (
    EncordObjectInstance *self, EncordOntologyAttribute *attribute,
    EncordAnswer *answer, const EncordFrameRange *ranges, guint n_ranges,
    GError **error)
{
  g_autoptr (GArray) sorted = NULL;
  EncordOntologyAttribute *found;

  g_return_val_if_fail (ENCORD_IS_OBJECT_INSTANCE (self), FALSE);
  g_return_val_if_fail (ENCORD_IS_ONTOLOGY_ATTRIBUTE (attribute), FALSE);
  g_return_val_if_fail (answer != NULL, FALSE);
  g_return_val_if_fail (ranges != NULL || n_ranges == 0, FALSE);
  g_return_val_if_fail (error == NULL || *error == NULL, FALSE);

  found = check_attribute (self, attribute, error);
  if (found == NULL)
    return FALSE;
  if (!encord_ontology_attribute_get_dynamic (found)) {
    g_set_error (error, ENCORD_ERROR, ENCORD_ERROR_REJECTED,
                 "object \"%s\": attribute \"%s\" is not dynamic: it has one "
                 "answer for all frames",
                 encord_object_instance_get_object_hash (self),
                 encord_ontology_attribute_get_name (found));
    return FALSE;
  }
  if (!check_ranges (self, ranges, n_ranges, error))
    return FALSE;
  sorted = encord_frame_ranges_new_from (ranges, n_ranges);

  return set (self, found, answer, sorted, error);
}

/**
 * encord_object_instance_delete_answer:
 * @self: an instance
 * @attribute: an attribute of its class
 *
 * Makes an attribute unanswered, a dynamic one on all frames. What is nested under
 * its option no longer counts, but is there again with the option.
 *
 * Follows `ObjectInstance.delete_answer` of the Python SDK.
 *
 * Returns: whether it was answered
 *
 * Since: 0.1
 */
gboolean
encord_object_instance_delete_answer (EncordObjectInstance *self,
                                      EncordOntologyAttribute *attribute)
{
  EncordOntologyAttribute *found;

  g_return_val_if_fail (ENCORD_IS_OBJECT_INSTANCE (self), FALSE);
  g_return_val_if_fail (ENCORD_IS_ONTOLOGY_ATTRIBUTE (attribute), FALSE);

  found = find (self, attribute);

  return found != NULL &&
         encord_instance_answers_delete (
             encord_object_instance_get_store (self),
             encord_object_instance_get_track (self), found, NULL);
}

/**
 * encord_object_instance_delete_answer_for_ranges:
 * @self: an instance
 * @attribute: a dynamic attribute of its class
 * @ranges: (array length=n_ranges): the frames
 * @n_ranges: number of @ranges
 *
 * Makes a dynamic attribute unanswered on frames.
 *
 * Follows `ObjectInstance.delete_answer` of the Python SDK with `filter_frame`.
 *
 * Returns: whether it was answered on one of them; %FALSE for a static attribute
 *
 * Since: 0.1
 */
gboolean
encord_object_instance_delete_answer_for_ranges (
    EncordObjectInstance *self, EncordOntologyAttribute *attribute,
    const EncordFrameRange *ranges, guint n_ranges)
{
  g_autoptr (GArray) sorted = NULL;
  EncordOntologyAttribute *found;

  g_return_val_if_fail (ENCORD_IS_OBJECT_INSTANCE (self), FALSE);
  g_return_val_if_fail (ENCORD_IS_ONTOLOGY_ATTRIBUTE (attribute), FALSE);
  g_return_val_if_fail (ranges != NULL || n_ranges == 0, FALSE);

  found = find (self, attribute);
  if (found == NULL || !encord_ontology_attribute_get_dynamic (found))
    return FALSE;
  sorted = encord_frame_ranges_new_from (ranges, n_ranges);

  return encord_instance_answers_delete (
      encord_object_instance_get_store (self),
      encord_object_instance_get_track (self), found, sorted);
}
