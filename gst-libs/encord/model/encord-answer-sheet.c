/* encord-answer-sheet.c - the answers of one object or classification
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <encord/model/encord-answer-sheet-private.h>
#include <encord/model/encord-frame-range-private.h>
#include <encord/model/encord-short-hash-private.h>

EncordAnswerEntry *
encord_answer_entry_new (EncordOntologyAttribute *attribute,
                         EncordAnswer *answer)
{
  EncordAnswerEntry *self = g_new0 (EncordAnswerEntry, 1);

  g_set_object (&self->attribute, attribute);
  self->answer = answer != NULL ? encord_answer_ref (answer) : NULL;

  return self;
}

static void
entry_free (gpointer data)
{
  EncordAnswerEntry *self = data;

  g_clear_object (&self->attribute);
  g_clear_pointer (&self->answer, encord_answer_unref);
  g_clear_pointer (&self->ranges, g_array_unref);
  g_free (self->track_hash);
  g_free (self);
}

gboolean
encord_answer_entry_is_of (const EncordAnswerEntry *self,
                           EncordOntologyAttribute *attribute)
{
  return self->attribute == attribute;
}

EncordAnswerSheet *
encord_answer_sheet_new (EncordOntologyStructure *ontology,
                         EncordJsonSlice source, gboolean dynamic)
{
  EncordAnswerSheet *self = g_new0 (EncordAnswerSheet, 1);

  g_set_object (&self->ontology, ontology);
  self->source = source;
  self->dynamic = dynamic;
  self->entries = g_ptr_array_new_with_free_func (entry_free);
  if (source.text != NULL)
    encord_answer_sheet_read (self);

  return self;
}

void
encord_answer_sheet_free (EncordAnswerSheet *self)
{
  g_ptr_array_unref (self->entries);
  g_clear_object (&self->ontology);
  g_free (self);
}

EncordAnswer *
encord_answer_unite (EncordOntologyAttribute *attribute,
                     const GPtrArray *answers)
{
  g_autoptr (GPtrArray) options = NULL;
  g_autoptr (EncordAnswer) united = NULL;
  EncordAnswer *last;
  GPtrArray *all;

  if (answers->len == 0)
    return NULL;
  last = g_ptr_array_index (answers, answers->len - 1);
  if (answers->len == 1 || encord_ontology_attribute_get_attribute_type (
                               attribute) != ENCORD_ATTRIBUTE_CHECKLIST)
    return encord_answer_ref (last);

  options = g_ptr_array_new ();
  all = encord_ontology_attribute_get_options (attribute);
  for (guint i = 0; i < all->len; i++)
    for (guint j = 0; j < answers->len; j++)
      if (encord_answer_has_option (g_ptr_array_index (answers, j),
                                    g_ptr_array_index (all, i))) {
        g_ptr_array_add (options, g_ptr_array_index (all, i));
        break;
      }
  united = encord_answer_new_options (
      (EncordOntologyOption *const *) options->pdata, options->len);

  return encord_answer_with_manual (united, encord_answer_is_manual (last));
}

EncordAnswer *
encord_answer_sheet_get (const EncordAnswerSheet *self,
                         EncordOntologyAttribute *attribute, int frame)
{
  g_autoptr (GPtrArray) answers = g_ptr_array_new ();

  for (guint i = 0; i < self->entries->len; i++) {
    const EncordAnswerEntry *entry = g_ptr_array_index (self->entries, i);

    if (entry->answer == NULL || !encord_answer_entry_is_of (entry, attribute))
      continue;
    if (!self->dynamic || (entry->ranges != NULL &&
                           encord_frame_ranges_contain (entry->ranges, frame)))
      g_ptr_array_add (answers, entry->answer);
  }

  return encord_answer_unite (attribute, answers);
}

static gboolean
is_same (EncordAnswer *a, EncordAnswer *b)
{
  return a != NULL && b != NULL && encord_answer_equal (a, b) &&
         encord_answer_is_manual (a) == encord_answer_is_manual (b);
}

/* The attribute's first entry says it from now on, in its place and with the
 * members that it has; others go. */
static gboolean
set_static (EncordAnswerSheet *self, EncordOntologyAttribute *attribute,
            EncordAnswer *answer)
{
  g_autoptr (EncordAnswer) old = encord_answer_sheet_get (self, attribute, 0);
  EncordAnswerEntry *kept = NULL;

  if (is_same (old, answer))
    return FALSE;

  for (guint i = 0; i < self->entries->len;) {
    EncordAnswerEntry *entry = g_ptr_array_index (self->entries, i);

    if (encord_answer_entry_is_of (entry, attribute)) {
      if (kept != NULL) {
        g_ptr_array_remove_index (self->entries, i);
        continue;
      }
      kept = entry;
    }
    i++;
  }

  if (kept == NULL) {
    g_ptr_array_add (self->entries,
                     encord_answer_entry_new (attribute, answer));
  } else {
    g_clear_pointer (&kept->answer, encord_answer_unref);
    kept->answer = encord_answer_ref (answer);
    kept->answer_edited = TRUE;
  }

  return TRUE;
}

/* the entry with this answer; ret_holds: it is all that is said on the frames */
static EncordAnswerEntry *
find_dynamic (const EncordAnswerSheet *self, EncordOntologyAttribute *attribute,
              EncordAnswer *answer, const GArray *ranges, gboolean *ret_holds)
{
  EncordAnswerEntry *found = NULL;

  *ret_holds = TRUE;
  for (guint i = 0; i < self->entries->len; i++) {
    EncordAnswerEntry *entry = g_ptr_array_index (self->entries, i);

    if (entry->ranges == NULL || !encord_answer_entry_is_of (entry, attribute))
      continue;
    if (found == NULL && is_same (entry->answer, answer))
      found = entry;
    else if (encord_frame_ranges_overlap (entry->ranges, ranges))
      *ret_holds = FALSE;
  }
  *ret_holds &=
      found != NULL && encord_frame_ranges_contain_all (found->ranges, ranges);

  return found;
}

static gboolean
set_dynamic (EncordAnswerSheet *self, EncordOntologyAttribute *attribute,
             EncordAnswer *answer, const GArray *ranges)
{
  EncordAnswerEntry *entry;
  gboolean holds;

  if (ranges->len == 0)
    return FALSE;
  entry = find_dynamic (self, attribute, answer, ranges, &holds);
  if (holds)
    return FALSE;

  /* it must outlive that all its frames are taken */
  if (entry != NULL) {
    encord_frame_ranges_add (entry->ranges, ranges);
    entry->ranges_edited = TRUE;
  }
  for (guint i = 0; i < self->entries->len;) {
    EncordAnswerEntry *other = g_ptr_array_index (self->entries, i);

    if (other != entry && other->ranges != NULL &&
        encord_answer_entry_is_of (other, attribute) &&
        encord_frame_ranges_overlap (other->ranges, ranges)) {
      encord_frame_ranges_remove (other->ranges, ranges);
      other->ranges_edited = TRUE;
      if (other->ranges->len == 0) {
        g_ptr_array_remove_index (self->entries, i);
        continue;
      }
    }
    i++;
  }

  if (entry == NULL) {
    entry = encord_answer_entry_new (attribute, answer);
    entry->ranges = g_array_copy ((GArray *) ranges);
    entry->track_hash = encord_short_hash_new ();
    g_ptr_array_add (self->entries, entry);
  }

  return TRUE;
}

gboolean
encord_answer_sheet_set (EncordAnswerSheet *self,
                         EncordOntologyAttribute *attribute,
                         EncordAnswer *answer, const GArray *ranges)
{
  const gboolean changed = self->dynamic
                               ? set_dynamic (self, attribute, answer, ranges)
                               : set_static (self, attribute, answer);

  self->edited |= changed;

  return changed;
}

gboolean
encord_answer_sheet_delete (EncordAnswerSheet *self,
                            EncordOntologyAttribute *attribute,
                            const GArray *ranges)
{
  gboolean changed = FALSE, answered = FALSE;

  for (guint i = 0; i < self->entries->len;) {
    EncordAnswerEntry *entry = g_ptr_array_index (self->entries, i);
    gboolean gone = ranges == NULL;

    if (!encord_answer_entry_is_of (entry, attribute) ||
        (!gone && (entry->ranges == NULL ||
                   !encord_frame_ranges_overlap (entry->ranges, ranges)))) {
      i++;
      continue;
    }
    changed = TRUE;
    answered |= entry->answer != NULL;
    if (!gone) {
      encord_frame_ranges_remove (entry->ranges, ranges);
      entry->ranges_edited = TRUE;
      gone = entry->ranges->len == 0;
    }
    if (gone)
      g_ptr_array_remove_index (self->entries, i);
    else
      i++;
  }
  self->edited |= changed;

  return answered;
}
