/* encord-answer.c - what an attribute is answered with
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <encord/model/encord-answer.h>

struct _EncordAnswer
{
  gatomicrefcount refs;
  EncordAttributeType type;
  gboolean manual;
  char *text;
  double number;
  GPtrArray *options; /* of EncordOntologyOption, each once */
};

G_DEFINE_BOXED_TYPE (EncordAnswer, encord_answer, encord_answer_ref,
                     encord_answer_unref)

static EncordAnswer *
answer_new (EncordAttributeType type)
{
  EncordAnswer *self = g_new0 (EncordAnswer, 1);

  g_atomic_ref_count_init (&self->refs);
  self->type = type;
  self->manual = TRUE;
  self->options = g_ptr_array_new_with_free_func (g_object_unref);

  return self;
}

/**
 * encord_answer_new_text:
 * @text: the text, may be empty
 *
 * Makes the answer to a text attribute.
 *
 * Follows `TextAnswer` of the Python SDK.
 *
 * Returns: (transfer full): the answer
 *
 * Since: 0.1
 */
EncordAnswer *
encord_answer_new_text (const char *text)
{
  EncordAnswer *self;

  g_return_val_if_fail (text != NULL, NULL);

  self = answer_new (ENCORD_ATTRIBUTE_TEXT);
  self->text = g_strdup (text);

  return self;
}

/**
 * encord_answer_new_number:
 * @number: the number
 *
 * Makes the answer to a numeric attribute, which the Python SDK has in versions
 * after 0.1.153.
 *
 * Returns: (transfer full): the answer
 *
 * Since: 0.1
 */
EncordAnswer *
encord_answer_new_number (double number)
{
  EncordAnswer *self = answer_new (ENCORD_ATTRIBUTE_NUMERIC);

  self->number = number;

  return self;
}

/**
 * encord_answer_new_option:
 * @option: the option that is chosen
 *
 * Makes the answer to a radio attribute.
 *
 * Follows `RadioAnswer` of the Python SDK.
 *
 * Returns: (transfer full): the answer
 *
 * Since: 0.1
 */
EncordAnswer *
encord_answer_new_option (EncordOntologyOption *option)
{
  EncordAnswer *self;

  g_return_val_if_fail (ENCORD_IS_ONTOLOGY_OPTION (option), NULL);

  self = answer_new (ENCORD_ATTRIBUTE_RADIO);
  g_ptr_array_add (self->options, g_object_ref (option));

  return self;
}

/**
 * encord_answer_new_options:
 * @options: (array length=n_options): the options that are checked, in any order;
 *   copies count once
 * @n_options: number of @options, may be 0
 *
 * Makes the answer to a checklist attribute.
 *
 * Follows `ChecklistAnswer` of the Python SDK.
 *
 * Returns: (transfer full): the answer
 *
 * Since: 0.1
 */
EncordAnswer *
encord_answer_new_options (EncordOntologyOption *const *options,
                           guint n_options)
{
  EncordAnswer *self;

  g_return_val_if_fail (options != NULL || n_options == 0, NULL);

  self = answer_new (ENCORD_ATTRIBUTE_CHECKLIST);
  for (guint i = 0; i < n_options; i++)
    if (!encord_answer_has_option (self, options[i]))
      g_ptr_array_add (self->options, g_object_ref (options[i]));

  return self;
}

/**
 * encord_answer_with_manual:
 * @self: an answer
 * @manual: whether a human gave it (`manualAnnotation`)
 *
 * Makes the same answer with another origin; those that are made anew come from
 * a human.
 *
 * Follows `Answer.is_manual_annotation` of the Python SDK.
 *
 * Returns: (transfer full): the answer
 *
 * Since: 0.1
 */
EncordAnswer *
encord_answer_with_manual (EncordAnswer *self, gboolean manual)
{
  EncordAnswer *copy;

  g_return_val_if_fail (self != NULL, NULL);

  copy = answer_new (self->type);
  copy->manual = manual;
  copy->text = g_strdup (self->text);
  copy->number = self->number;
  for (guint i = 0; i < self->options->len; i++)
    g_ptr_array_add (copy->options,
                     g_object_ref (g_ptr_array_index (self->options, i)));

  return copy;
}

/**
 * encord_answer_ref:
 * @self: an answer
 *
 * Takes a reference.
 *
 * Returns: (transfer full): @self
 *
 * Since: 0.1
 */
EncordAnswer *
encord_answer_ref (EncordAnswer *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_atomic_ref_count_inc (&self->refs);

  return self;
}

/**
 * encord_answer_unref:
 * @self: (transfer full): an answer
 *
 * Drops a reference, with the last of which the answer goes.
 *
 * Since: 0.1
 */
void
encord_answer_unref (EncordAnswer *self)
{
  g_return_if_fail (self != NULL);

  if (!g_atomic_ref_count_dec (&self->refs))
    return;
  g_ptr_array_unref (self->options);
  g_free (self->text);
  g_free (self);
}

/**
 * encord_answer_get_attribute_type:
 * @self: an answer
 *
 * Tells what kind of attribute it answers.
 *
 * Returns: the kind: never %ENCORD_ATTRIBUTE_UNKNOWN
 *
 * Since: 0.1
 */
EncordAttributeType
encord_answer_get_attribute_type (EncordAnswer *self)
{
  g_return_val_if_fail (self != NULL, ENCORD_ATTRIBUTE_UNKNOWN);

  return self->type;
}

/**
 * encord_answer_is_manual:
 * @self: an answer
 *
 * Tells whether a human gave it.
 *
 * Follows `Answer.is_manual_annotation` of the Python SDK.
 *
 * Returns: whether one did
 *
 * Since: 0.1
 */
gboolean
encord_answer_is_manual (EncordAnswer *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return self->manual;
}

/**
 * encord_answer_get_text:
 * @self: an answer
 *
 * Gives the text of the answer to a text attribute.
 *
 * Returns: (transfer none) (nullable): the text, %NULL for another kind of answer
 *
 * Since: 0.1
 */
const char *
encord_answer_get_text (EncordAnswer *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->text;
}

/**
 * encord_answer_get_number:
 * @self: an answer
 * @ret_number: (out): the number
 *
 * Gives the number of the answer to a numeric attribute.
 *
 * Returns: %FALSE, with @ret_number untouched, for another kind of answer
 *
 * Since: 0.1
 */
gboolean
encord_answer_get_number (EncordAnswer *self, double *ret_number)
{
  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (ret_number != NULL, FALSE);

  if (self->type != ENCORD_ATTRIBUTE_NUMERIC)
    return FALSE;
  *ret_number = self->number;

  return TRUE;
}

/**
 * encord_answer_get_option:
 * @self: an answer
 *
 * Gives the option that is chosen in a radio attribute.
 *
 * Returns: (transfer none) (nullable): the option, %NULL for another kind of
 *   answer
 *
 * Since: 0.1
 */
EncordOntologyOption *
encord_answer_get_option (EncordAnswer *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->type == ENCORD_ATTRIBUTE_RADIO
             ? g_ptr_array_index (self->options, 0)
             : NULL;
}

/**
 * encord_answer_get_options:
 * @self: an answer
 *
 * Lists the options that are chosen in a radio or checklist attribute.
 *
 * Returns: (transfer none) (element-type EncordOntologyOption): the options; those
 *   of an answer that was read in the order of the ontology
 *
 * Since: 0.1
 */
GPtrArray *
encord_answer_get_options (EncordAnswer *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->options;
}

/**
 * encord_answer_has_option:
 * @self: an answer
 * @option: an option
 *
 * Tells whether an option is chosen in a radio or checklist attribute.
 *
 * Follows `ChecklistAnswer.get_option_value` of the Python SDK.
 *
 * Returns: whether it is
 *
 * Since: 0.1
 */
gboolean
encord_answer_has_option (EncordAnswer *self, EncordOntologyOption *option)
{
  const char *hash;

  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (ENCORD_IS_ONTOLOGY_OPTION (option), FALSE);

  hash = encord_ontology_option_get_feature_hash (option);
  for (guint i = 0; i < self->options->len; i++)
    if (g_strcmp0 (encord_ontology_option_get_feature_hash (
                       g_ptr_array_index (self->options, i)),
                   hash) == 0)
      return TRUE;

  return FALSE;
}

/**
 * encord_answer_equal:
 * @a: an answer
 * @b: an answer
 *
 * Tells whether two answers say the same, whoever gave them.
 *
 * Returns: whether they do
 *
 * Since: 0.1
 */
gboolean
encord_answer_equal (EncordAnswer *a, EncordAnswer *b)
{
  g_return_val_if_fail (a != NULL, FALSE);
  g_return_val_if_fail (b != NULL, FALSE);

  if (a->type != b->type || g_strcmp0 (a->text, b->text) != 0 ||
      a->number != b->number || a->options->len != b->options->len)
    return FALSE;
  for (guint i = 0; i < a->options->len; i++)
    if (!encord_answer_has_option (b, g_ptr_array_index (a->options, i)))
      return FALSE;

  return TRUE;
}
