/* encord-instance-answers.c - the answers of an instance of any kind
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <math.h>

#include <encord/encord-error.h>
#include <encord/model/encord-instance-answers-private.h>
#include <encord/model/encord-label-annotation-private.h>

static const char *
class_of (const EncordLabelTrack *track, EncordOntologyAttribute *attribute)
{
  if (track->classification) {
    EncordOntologyClassification *classification =
        encord_ontology_attribute_get_classification (attribute);

    return classification != NULL
               ? encord_ontology_classification_get_feature_hash (
                     classification)
               : NULL;
  } else {
    EncordOntologyObject *object =
        encord_ontology_attribute_get_object (attribute);

    return object != NULL ? encord_ontology_object_get_feature_hash (object)
                          : NULL;
  }
}

EncordOntologyAttribute *
encord_instance_answers_find (EncordLabelStore *store,
                              const EncordLabelTrack *track,
                              EncordOntologyAttribute *attribute)
{
  EncordOntologyAttribute *found;

  if (store == NULL || store->ontology == NULL)
    return NULL;
  found = encord_ontology_structure_find_attribute (
      store->ontology, encord_ontology_attribute_get_feature_hash (attribute));

  return found != NULL &&
                 g_strcmp0 (class_of (track, found), track->feature_hash) == 0
             ? found
             : NULL;
}

static EncordAnswer *
get_static (EncordLabelStore *store, const EncordLabelTrack *track,
            EncordOntologyAttribute *attribute)
{
  return encord_answer_sheet_get (
      encord_label_store_get_sheet (store, track, FALSE), attribute, 0);
}

/* A nested attribute counts while the option above it is chosen, and the one above
 * that, and so on. */
static gboolean
counts (EncordLabelStore *store, const EncordLabelTrack *track,
        EncordOntologyAttribute *attribute)
{
  for (;;) {
    EncordOntologyOption *option =
        encord_ontology_attribute_get_parent_option (attribute);
    g_autoptr (EncordAnswer) answer = NULL;

    if (option == NULL)
      return TRUE;
    attribute = encord_ontology_option_get_attribute (option);
    if (attribute == NULL || encord_ontology_attribute_get_dynamic (attribute))
      return FALSE;
    answer = get_static (store, track, attribute);
    if (answer == NULL || !encord_answer_has_option (answer, option))
      return FALSE;
  }
}

EncordAnswer *
encord_instance_answers_get (EncordLabelStore *store,
                             const EncordLabelTrack *track,
                             EncordOntologyAttribute *attribute, int frame)
{
  if (encord_ontology_attribute_get_dynamic (attribute))
    return encord_answer_sheet_get (
        encord_label_store_get_sheet (store, track, TRUE), attribute, frame);

  return counts (store, track, attribute) ? get_static (store, track, attribute)
                                          : NULL;
}

static gboolean
is_answered_anywhere (EncordLabelStore *store, const EncordLabelTrack *track,
                      EncordOntologyAttribute *attribute)
{
  const EncordAnswerSheet *sheet =
      encord_label_store_get_sheet (store, track, TRUE);

  for (guint i = 0; i < sheet->entries->len; i++) {
    const EncordAnswerEntry *entry = g_ptr_array_index (sheet->entries, i);

    if (entry->answer != NULL && entry->ranges != NULL &&
        entry->ranges->len > 0 && encord_answer_entry_is_of (entry, attribute))
      return TRUE;
  }

  return FALSE;
}

/* The depth is that of the ontology, which is bounded when it is read. */
static void
list_below (EncordLabelStore *store, const EncordLabelTrack *track,
            EncordOntologyAttribute *attribute, GPtrArray *found)
{
  g_autoptr (EncordAnswer) answer = NULL;
  EncordOntologyOption *option;
  GPtrArray *nested;

  if (encord_ontology_attribute_get_dynamic (attribute)) {
    if (is_answered_anywhere (store, track, attribute))
      g_ptr_array_add (found, g_object_ref (attribute));
    return;
  }

  answer = get_static (store, track, attribute);
  if (answer == NULL)
    return;
  g_ptr_array_add (found, g_object_ref (attribute));
  option = encord_answer_get_option (answer);
  if (option == NULL)
    return;
  nested = encord_ontology_option_get_nested_attributes (option);
  for (guint i = 0; i < nested->len; i++)
    list_below (store, track, g_ptr_array_index (nested, i), found);
}

GPtrArray *
encord_instance_answers_list (EncordLabelStore *store,
                              const EncordLabelTrack *track,
                              EncordOntologyAttribute *const *roots,
                              guint n_roots)
{
  GPtrArray *found = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; store != NULL && i < n_roots; i++)
    list_below (store, track, roots[i], found);

  return found;
}

static gboolean
refuse (const EncordLabelTrack *track, EncordOntologyAttribute *attribute,
        const char *why, GError **error)
{
  g_set_error (error, ENCORD_ERROR, ENCORD_ERROR_REJECTED,
               "%s \"%s\": attribute \"%s\": %s",
               track->classification ? "classification" : "object", track->hash,
               encord_ontology_attribute_get_name (attribute), why);

  return FALSE;
}

static gboolean
check_answer (const EncordLabelTrack *track, EncordOntologyAttribute *attribute,
              EncordAnswer *answer, GError **error)
{
  GPtrArray *options = encord_answer_get_options (answer);
  const char *text = encord_answer_get_text (answer);
  double number;

  if (encord_answer_get_attribute_type (answer) !=
      encord_ontology_attribute_get_attribute_type (attribute))
    return refuse (track, attribute, "the answer is of another type", error);
  if (text != NULL && !g_utf8_validate (text, -1, NULL))
    return refuse (track, attribute, "the text is not UTF-8", error);
  if (encord_answer_get_number (answer, &number) && !isfinite (number))
    return refuse (track, attribute, "the number is not finite", error);
  for (guint i = 0; i < options->len; i++)
    if (encord_ontology_attribute_find_option (
            attribute, encord_ontology_option_get_feature_hash (
                           g_ptr_array_index (options, i))) == NULL)
      return refuse (track, attribute, "it has no such option", error);

  return TRUE;
}

/* options as the ontology has them, in its order */
static EncordAnswer *
adapt_answer (EncordOntologyAttribute *attribute, EncordAnswer *answer)
{
  g_autoptr (GPtrArray) options = NULL;
  g_autoptr (EncordAnswer) adapted = NULL;
  GPtrArray *all;

  if (encord_answer_get_options (answer)->len == 0)
    return encord_answer_ref (answer);

  options = g_ptr_array_new ();
  all = encord_ontology_attribute_get_options (attribute);
  for (guint i = 0; i < all->len; i++)
    if (encord_answer_has_option (answer, g_ptr_array_index (all, i)))
      g_ptr_array_add (options, g_ptr_array_index (all, i));
  adapted =
      encord_answer_get_option (answer) != NULL
          ? encord_answer_new_option (g_ptr_array_index (options, 0))
          : encord_answer_new_options (
                (EncordOntologyOption *const *) options->pdata, options->len);

  return encord_answer_with_manual (adapted, encord_answer_is_manual (answer));
}

gboolean
encord_instance_answers_set (EncordLabelStore *store,
                             const EncordLabelTrack *track,
                             EncordOntologyAttribute *attribute,
                             EncordAnswer *answer, const GArray *ranges,
                             GError **error)
{
  g_autoptr (EncordAnswer) adapted = NULL;
  EncordAnswerSheet *sheet;

  if (!check_answer (track, attribute, answer, error))
    return FALSE;
  if (!counts (store, track, attribute))
    return refuse (track, attribute,
                   "the option that it is nested under is not chosen", error);

  adapted = adapt_answer (attribute, answer);
  sheet = encord_label_store_get_sheet (store, track, ranges != NULL);
  if (encord_answer_sheet_set (sheet, attribute, adapted, ranges))
    store->edited = TRUE;

  return TRUE;
}

gboolean
encord_instance_answers_delete (EncordLabelStore *store,
                                const EncordLabelTrack *track,
                                EncordOntologyAttribute *attribute,
                                const GArray *ranges)
{
  EncordAnswerSheet *sheet = encord_label_store_get_sheet (
      store, track, encord_ontology_attribute_get_dynamic (attribute));
  const gboolean answered =
      encord_answer_sheet_delete (sheet, attribute, ranges);

  store->edited |= sheet->edited;

  return answered;
}
