/* encord-answer-section.c - the parts of a body that hold answers
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <string.h>

#include <encord/model/encord-answer-section-private.h>
#include <encord/model/encord-json-text-private.h>

static const char *const names[] = { "object_answers", "classification_answers",
                                     "object_actions" };

EncordJsonSlice
encord_answer_section_name (EncordAnswerSection section)
{
  return (EncordJsonSlice){ names[section], strlen (names[section]) };
}

EncordAnswerSection
encord_answer_section_find (EncordJsonSlice name)
{
  int i;

  for (i = 0; i < ENCORD_N_ANSWER_SECTIONS; i++)
    if (encord_json_slice_equal (name, names[i], strlen (names[i])))
      break;

  return i;
}

static GArray *
get_entries (const EncordLabelStore *store, EncordAnswerSection section)
{
  switch (section) {
    case ENCORD_ANSWER_SECTION_CLASSIFICATIONS:
      return store->classification_answers;
    case ENCORD_ANSWER_SECTION_ACTIONS:
      return store->actions;
    case ENCORD_ANSWER_SECTION_OBJECTS:
    case ENCORD_N_ANSWER_SECTIONS:
    default:
      return store->answers;
  }
}

static gboolean
is_dynamic (EncordAnswerSection section)
{
  return section == ENCORD_ANSWER_SECTION_ACTIONS;
}

static EncordSpan
get_span (const EncordLabelTrack *track, EncordAnswerSection section)
{
  return is_dynamic (section) ? track->actions : track->answers;
}

static gboolean
is_alive (const EncordLabelTrack *track)
{
  return !track->removed && !track->ghost &&
         encord_label_track_count (track) > 0;
}

/* Every object and classification has an entry of static answers, of dynamic ones
 * only those that have such. */
static gboolean
is_needed (EncordLabelStore *store, const EncordLabelTrack *track,
           EncordAnswerSection section)
{
  const EncordAnswerSheet *sheet;

  if (!is_alive (track) ||
      track->classification !=
          (section == ENCORD_ANSWER_SECTION_CLASSIFICATIONS))
    return FALSE;
  if (!is_dynamic (section))
    return TRUE;
  sheet = encord_label_store_peek_sheet (store, track, TRUE);

  return sheet != NULL && sheet->entries->len > 0;
}

static gboolean
is_new (EncordLabelStore *store, const EncordLabelTrack *track,
        EncordAnswerSection section)
{
  return get_span (track, section).length == 0 &&
         is_needed (store, track, section);
}

gboolean
encord_answer_section_is_needed (EncordLabelStore *store,
                                 EncordAnswerSection section)
{
  for (guint32 i = 0; i < store->tracks.n; i++)
    if (is_new (store, encord_label_store_track (store, i), section))
      return TRUE;

  return FALSE;
}

/* Entries of objects that are gone are left out, those of objects that never
 * were here are carried. */
static gboolean
is_kept (EncordLabelStore *store, const EncordLabelTrack *track,
         const EncordMember *entry, EncordAnswerSection section)
{
  const EncordAnswerSheet *sheet;

  if (track == NULL)
    return TRUE;
  if (!is_alive (track) ||
      get_span (track, section).offset != entry->value.offset)
    return FALSE;
  sheet = encord_label_store_peek_sheet (store, track, is_dynamic (section));

  return sheet == NULL || !sheet->edited || is_needed (store, track, section);
}

static void
append_value (EncordLabelStore *store, const EncordLabelTrack *track,
              EncordSpan value, EncordAnswerSection section, GString *json)
{
  const EncordAnswerSheet *sheet =
      track != NULL
          ? encord_label_store_peek_sheet (store, track, is_dynamic (section))
          : NULL;

  if (sheet != NULL && (sheet->edited || value.length == 0))
    encord_answer_sheet_append (sheet, track, json);
  else if (value.length > 0)
    encord_json_append_slice (json, encord_label_store_slice (store, value));
  else
    encord_answer_sheet_append_empty (track, json);
}

void
encord_answer_section_append (EncordLabelStore *store,
                              EncordAnswerSection section, GString *json)
{
  const GArray *entries = get_entries (store, section);
  const gboolean classifications =
      section == ENCORD_ANSWER_SECTION_CLASSIFICATIONS;
  gboolean first = TRUE;

  g_string_append_c (json, '{');
  for (guint32 i = 0; i < entries->len; i++) {
    const EncordMember *entry = &g_array_index (entries, EncordMember, i);
    const EncordJsonSlice name = encord_label_store_slice (store, entry->name);
    const EncordLabelTrack *track =
        encord_label_store_find_track (store, classifications, name);

    if (!is_kept (store, track, entry, section))
      continue;
    encord_json_append_name (json, name, first);
    append_value (store, track, entry->value, section, json);
    first = FALSE;
  }
  for (guint32 i = 0; i < store->tracks.n; i++) {
    const EncordLabelTrack *track = encord_label_store_track (store, i);

    if (!is_new (store, track, section))
      continue;
    if (!first)
      g_string_append_c (json, ',');
    first = FALSE;
    encord_json_append_string (json, track->hash);
    g_string_append_c (json, ':');
    append_value (store, track, get_span (track, section), section, json);
  }
  g_string_append_c (json, '}');
}
