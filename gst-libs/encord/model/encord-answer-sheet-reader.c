/* encord-answer-sheet-reader.c - the answers of one object from the body
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <encord/model/encord-answer-sheet-private.h>
#include <encord/model/encord-frame-range-private.h>
#include <encord/model/encord-json-number-private.h>

/* The body is known to be JSON; what else is in it may be anything. An entry that
 * makes no sense is carried and answers nothing. */

/* the members of an entry that say something; text NULL: there is none */
typedef struct
{
  EncordJsonSlice feature_hash;
  EncordJsonSlice answers;
  EncordJsonSlice range;
  gboolean manual;
} Members;

static gboolean
is_string (EncordJsonSlice value)
{
  return value.length >= 2 && *value.text == '"';
}

static char *
dup_string (EncordJsonSlice value)
{
  return encord_json_slice_dup_string (
      (EncordJsonSlice){ value.text + 1, value.length - 2 });
}

static void
read_members (EncordJsonSlice entry, Members *members)
{
  EncordJsonScanner scanner;
  EncordJsonSlice name, value;

  *members = (Members){ .manual = TRUE };
  encord_json_scanner_init (&scanner, entry.text, entry.length);
  encord_json_scanner_enter_object (&scanner);
  while (encord_json_scanner_next_member (&scanner, &name)) {
    encord_json_scanner_skip (&scanner, &value);
    if (encord_json_slice_is (name, "featureHash"))
      members->feature_hash = value;
    else if (encord_json_slice_is (name, "answers"))
      members->answers = value;
    else if (encord_json_slice_is (name, "range"))
      members->range = value;
    else if (encord_json_slice_is (name, "manualAnnotation"))
      members->manual = !encord_json_slice_is (value, "false");
  }
}

static EncordOntologyOption *
find_option (EncordOntologyAttribute *attribute, EncordJsonSlice json)
{
  g_autofree char *hash = NULL;
  Members members;

  if (json.length == 0 || *json.text != '{')
    return NULL;
  read_members (json, &members);
  if (!is_string (members.feature_hash))
    return NULL;
  hash = dup_string (members.feature_hash);

  return encord_ontology_attribute_find_option (attribute, hash);
}

/* n_listed: how many there are, those that the ontology lacks among them */
static GPtrArray *
read_options (EncordOntologyAttribute *attribute, EncordJsonSlice list,
              guint *ret_n_listed)
{
  GPtrArray *options = g_ptr_array_new ();
  EncordJsonScanner scanner;
  EncordJsonSlice element;

  *ret_n_listed = 0;
  encord_json_scanner_init (&scanner, list.text, list.length);
  encord_json_scanner_enter_array (&scanner);
  while (encord_json_scanner_next_element (&scanner)) {
    EncordOntologyOption *option;

    encord_json_scanner_skip (&scanner, &element);
    option = find_option (attribute, element);
    if (option != NULL)
      g_ptr_array_add (options, option);
    ++*ret_n_listed;
  }

  return options;
}

static gint
compare_options (gconstpointer a, gconstpointer b, gpointer data)
{
  GPtrArray *all = data;
  guint i, j;

  g_ptr_array_find (all, *(gpointer const *) a, &i);
  g_ptr_array_find (all, *(gpointer const *) b, &j);

  return i < j ? -1 : i > j;
}

/* A radio with no option, or with several, is not answered. */
static EncordAnswer *
read_choice (EncordOntologyAttribute *attribute, EncordJsonSlice list)
{
  const gboolean radio = encord_ontology_attribute_get_attribute_type (
                             attribute) == ENCORD_ATTRIBUTE_RADIO;
  g_autoptr (GPtrArray) options = NULL;
  guint n_listed;

  if (list.length == 0 || *list.text != '[')
    return NULL;
  options = read_options (attribute, list, &n_listed);
  if (radio)
    return n_listed == 1 && options->len == 1
               ? encord_answer_new_option (g_ptr_array_index (options, 0))
               : NULL;

  g_ptr_array_sort_with_data (
      options, compare_options,
      encord_ontology_attribute_get_options (attribute));

  return encord_answer_new_options (
      (EncordOntologyOption *const *) options->pdata, options->len);
}

static EncordAnswer *
read_number (EncordJsonSlice value)
{
  EncordJsonScanner scanner;
  EncordJsonSlice text;
  double number;

  encord_json_scanner_init (&scanner, value.text, value.length);

  return encord_json_scanner_read_number (&scanner, &text) &&
                 encord_json_number_parse (text, &number)
             ? encord_answer_new_number (number)
             : NULL;
}

static EncordAnswer *
read_value (EncordOntologyAttribute *attribute, EncordJsonSlice value)
{
  g_autofree char *text = NULL;

  switch (encord_ontology_attribute_get_attribute_type (attribute)) {
    case ENCORD_ATTRIBUTE_RADIO:
    case ENCORD_ATTRIBUTE_CHECKLIST:
      return read_choice (attribute, value);
    case ENCORD_ATTRIBUTE_TEXT:
      if (!is_string (value))
        return NULL;
      text = dup_string (value);
      return encord_answer_new_text (text);
    case ENCORD_ATTRIBUTE_NUMERIC:
      return value.length > 0 ? read_number (value) : NULL;
    case ENCORD_ATTRIBUTE_UNKNOWN:
    default:
      return NULL;
  }
}

static gboolean
read_frame (EncordJsonScanner *scanner, int *ret_frame)
{
  g_autofree char *copy = NULL;
  EncordJsonSlice text;
  gint64 frame;

  if (!encord_json_scanner_next_element (scanner) ||
      !encord_json_scanner_read_number (scanner, &text))
    return FALSE;
  copy = g_strndup (text.text, text.length);
  if (!g_ascii_string_to_signed (copy, 10, 0, G_MAXINT, &frame, NULL))
    return FALSE;
  *ret_frame = (int) frame;

  return TRUE;
}

/* [[first, last], ...] in any order; NULL: something else */
static GArray *
read_ranges (EncordJsonSlice list)
{
  g_autoptr (GArray) ranges = encord_frame_ranges_new ();
  EncordJsonScanner scanner;

  if (list.text == NULL)
    return NULL;
  encord_json_scanner_init (&scanner, list.text, list.length);
  if (!encord_json_scanner_enter_array (&scanner))
    return NULL;
  while (encord_json_scanner_next_element (&scanner)) {
    EncordFrameRange range;

    if (!encord_json_scanner_enter_array (&scanner) ||
        !read_frame (&scanner, &range.first) ||
        !read_frame (&scanner, &range.last) ||
        encord_json_scanner_next_element (&scanner))
      return NULL;
    g_array_append_val (ranges, range);
  }
  if (scanner.reason != NULL)
    return NULL;

  return encord_frame_ranges_new_from (
      (const EncordFrameRange *) (gpointer) ranges->data, ranges->len);
}

/* Static answers are those of static attributes, in whatever list they stand. */
static EncordOntologyAttribute *
find_attribute (const EncordAnswerSheet *self, const Members *members)
{
  EncordOntologyAttribute *attribute;
  g_autofree char *hash = NULL;

  if (self->ontology == NULL || !is_string (members->feature_hash))
    return NULL;
  hash = dup_string (members->feature_hash);
  attribute = encord_ontology_structure_find_attribute (self->ontology, hash);

  return attribute != NULL && encord_ontology_attribute_get_dynamic (
                                  attribute) == self->dynamic
             ? attribute
             : NULL;
}

static EncordAnswerEntry *
read_entry (const EncordAnswerSheet *self, EncordJsonSlice json)
{
  g_autoptr (EncordAnswer) answer = NULL;
  EncordOntologyAttribute *attribute = NULL;
  EncordAnswerEntry *entry;
  Members members;

  if (*json.text == '{') {
    read_members (json, &members);
    attribute = find_attribute (self, &members);
  }
  if (attribute != NULL)
    answer = read_value (attribute, members.answers);
  if (answer != NULL && !members.manual) {
    g_autoptr (EncordAnswer) made = g_steal_pointer (&answer);

    answer = encord_answer_with_manual (made, FALSE);
  }

  entry = encord_answer_entry_new (attribute, answer);
  entry->source = json;
  if (self->dynamic && attribute != NULL)
    entry->ranges = read_ranges (members.range);

  return entry;
}

void
encord_answer_sheet_read (EncordAnswerSheet *self)
{
  EncordJsonSlice list = { NULL, 0 }, name, value;
  EncordJsonScanner scanner;

  encord_json_scanner_init (&scanner, self->source.text, self->source.length);
  if (encord_json_scanner_peek (&scanner) != ENCORD_JSON_OBJECT)
    return;
  encord_json_scanner_enter_object (&scanner);
  while (encord_json_scanner_next_member (&scanner, &name)) {
    encord_json_scanner_skip (&scanner, &value);
    if (self->dynamic ? encord_json_slice_is (name, "actions")
                      : encord_json_slice_is (name, "classifications"))
      list = value;
  }
  if (list.text == NULL || *list.text != '[')
    return;

  encord_json_scanner_init (&scanner, list.text, list.length);
  encord_json_scanner_enter_array (&scanner);
  while (encord_json_scanner_next_element (&scanner)) {
    encord_json_scanner_skip (&scanner, &value);
    g_ptr_array_add (self->entries, read_entry (self, value));
  }
}
