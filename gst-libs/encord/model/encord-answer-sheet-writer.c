/* encord-answer-sheet-writer.c - the answers of one object as JSON
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <string.h>

#include <encord/model/encord-answer-sheet-private.h>
#include <encord/model/encord-frame-range.h>
#include <encord/model/encord-json-text-private.h>
#include <encord/model/encord-short-hash-private.h>

#define append_literal encord_json_append_literal

static void
append_option (GString *json, EncordOntologyOption *option)
{
  append_literal (json, "{\"name\":");
  encord_json_append_string (json, encord_ontology_option_get_label (option));
  append_literal (json, ",\"value\":");
  encord_json_append_string (json, encord_ontology_option_get_value (option));
  append_literal (json, ",\"featureHash\":");
  encord_json_append_string (json,
                             encord_ontology_option_get_feature_hash (option));
  g_string_append_c (json, '}');
}

static void
append_options (GString *json, GPtrArray *options)
{
  g_string_append_c (json, '[');
  for (guint i = 0; i < options->len; i++) {
    if (i > 0)
      g_string_append_c (json, ',');
    append_option (json, g_ptr_array_index (options, i));
  }
  g_string_append_c (json, ']');
}

static void
append_value (GString *json, EncordAnswer *answer)
{
  double number;

  if (encord_answer_get_text (answer) != NULL)
    encord_json_append_string (json, encord_answer_get_text (answer));
  else if (encord_answer_get_number (answer, &number))
    encord_json_append_number (json, number);
  else
    append_options (json, encord_answer_get_options (answer));
}

static void
append_boolean (GString *json, gboolean value)
{
  g_string_append (json, value ? "true" : "false");
}

static void
append_ranges (GString *json, const GArray *ranges)
{
  g_string_append_c (json, '[');
  for (guint i = 0; i < ranges->len; i++) {
    const EncordFrameRange *range =
        &g_array_index (ranges, EncordFrameRange, i);

    g_string_append_printf (json, "%s[%d,%d]", i > 0 ? "," : "", range->first,
                            range->last);
  }
  g_string_append_c (json, ']');
}

static void
append_new_entry (const EncordAnswerEntry *self, GString *json)
{
  const char *name = encord_ontology_attribute_get_name (self->attribute);
  g_autofree char *value = encord_json_value_of_name (name);

  append_literal (json, "{\"name\":");
  encord_json_append_string (json, name);
  append_literal (json, ",\"value\":");
  encord_json_append_string (json, value);
  append_literal (json, ",\"answers\":");
  append_value (json, self->answer);
  append_literal (json, ",\"featureHash\":");
  encord_json_append_string (
      json, encord_ontology_attribute_get_feature_hash (self->attribute));
  append_literal (json, ",\"manualAnnotation\":");
  append_boolean (json, encord_answer_is_manual (self->answer));
  if (self->ranges != NULL) {
    append_literal (json, ",\"dynamic\":true,\"range\":");
    append_ranges (json, self->ranges);
    append_literal (json, ",\"shouldPropagate\":false,\"trackHash\":");
    encord_json_append_string (json, self->track_hash);
  }
  g_string_append_c (json, '}');
}

typedef enum
{
  PART_ANSWERS,
  PART_MANUAL,
  PART_RANGE,
  N_PARTS,
} Part;

static const char *const parts[N_PARTS] = { "answers", "manualAnnotation",
                                            "range" };

static gboolean
is_part_edited (const EncordAnswerEntry *self, guint part)
{
  return part == PART_RANGE ? self->ranges_edited : self->answer_edited;
}

static void
append_part (const EncordAnswerEntry *self, guint part, GString *json,
             gboolean first)
{
  encord_json_append_name (
      json, (EncordJsonSlice){ parts[part], strlen (parts[part]) }, first);
  if (part == PART_ANSWERS)
    append_value (json, self->answer);
  else if (part == PART_MANUAL)
    append_boolean (json, encord_answer_is_manual (self->answer));
  else
    append_ranges (json, self->ranges);
}

/* N_PARTS: a member that no edit concerns */
static guint
find_part (const EncordAnswerEntry *self, EncordJsonSlice name)
{
  for (guint i = 0; i < N_PARTS; i++)
    if (is_part_edited (self, i) &&
        encord_json_slice_equal (name, parts[i], strlen (parts[i])))
      return i;

  return N_PARTS;
}

/* as it came, with what was edited in the places that it had */
static void
append_edited_entry (const EncordAnswerEntry *self, GString *json)
{
  gboolean written[N_PARTS] = { FALSE };
  EncordJsonScanner scanner;
  EncordJsonSlice name, value;
  gboolean first = TRUE;

  g_string_append_c (json, '{');
  encord_json_scanner_init (&scanner, self->source.text, self->source.length);
  encord_json_scanner_enter_object (&scanner);
  while (encord_json_scanner_next_member (&scanner, &name)) {
    const guint part = find_part (self, name);

    encord_json_scanner_skip (&scanner, &value);
    if (part == N_PARTS) {
      encord_json_append_name (json, name, first);
      encord_json_append_slice (json, value);
    } else if (!written[part]) {
      append_part (self, part, json, first);
      written[part] = TRUE;
    }
    first = FALSE;
  }
  for (guint i = 0; i < N_PARTS; i++)
    if (is_part_edited (self, i) && !written[i]) {
      append_part (self, i, json, first);
      first = FALSE;
    }
  g_string_append_c (json, '}');
}

static void
append_entry (const EncordAnswerEntry *self, GString *json)
{
  if (self->source.text == NULL)
    append_new_entry (self, json);
  else if (self->answer_edited || self->ranges_edited)
    append_edited_entry (self, json);
  else
    encord_json_append_slice (json, self->source);
}

static void
append_entries (const EncordAnswerSheet *self, GString *json)
{
  g_string_append_c (json, '[');
  for (guint i = 0; i < self->entries->len; i++) {
    if (i > 0)
      g_string_append_c (json, ',');
    append_entry (g_ptr_array_index (self->entries, i), json);
  }
  g_string_append_c (json, ']');
}

static EncordJsonSlice
list_name (const EncordAnswerSheet *self)
{
  const char *name = self->dynamic ? "actions" : "classifications";

  return (EncordJsonSlice){ name, strlen (name) };
}

/* the members of an entry that the body does not hold, less its list */
static void
append_head (const EncordLabelTrack *track, GString *json)
{
  if (track->classification)
    append_literal (json, "\"classificationHash\":");
  else
    append_literal (json, "\"objectHash\":");
  encord_json_append_string (json, track->hash);
  if (track->classification) {
    append_literal (json, ",\"featureHash\":");
    encord_json_append_string (json, track->feature_hash);
  }
}

/* FALSE: nothing was */
static gboolean
append_source (const EncordAnswerSheet *self, GString *json,
               gboolean *ret_has_list)
{
  EncordJsonScanner scanner;
  EncordJsonSlice name, value;
  gboolean first = TRUE;

  *ret_has_list = FALSE;
  if (self->source.text == NULL || *self->source.text != '{')
    return FALSE;

  encord_json_scanner_init (&scanner, self->source.text, self->source.length);
  encord_json_scanner_enter_object (&scanner);
  while (encord_json_scanner_next_member (&scanner, &name)) {
    const gboolean is_list = encord_json_slice_equal (
        name, list_name (self).text, list_name (self).length);

    encord_json_scanner_skip (&scanner, &value);
    if (is_list && *ret_has_list)
      continue;
    encord_json_append_name (json, name, first);
    first = FALSE;
    if (is_list)
      append_entries (self, json);
    else
      encord_json_append_slice (json, value);
    *ret_has_list |= is_list;
  }

  return !first;
}

void
encord_answer_sheet_append (const EncordAnswerSheet *self,
                            const EncordLabelTrack *track, GString *json)
{
  gboolean has_list;

  g_string_append_c (json, '{');
  if (!append_source (self, json, &has_list))
    append_head (track, json);
  if (!has_list) {
    encord_json_append_name (json, list_name (self), FALSE);
    append_entries (self, json);
  }
  g_string_append_c (json, '}');
}

void
encord_answer_sheet_append_empty (const EncordLabelTrack *track, GString *json)
{
  g_string_append_c (json, '{');
  append_head (track, json);
  append_literal (json, ",\"classifications\":[]}");
}
