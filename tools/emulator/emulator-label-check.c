/* emulator-label-check.c - a label row that a client sent, checked; pure
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <string.h>

#include "emulator-error.h"
#include "emulator-json.h"
#include "emulator-label-body.h"

/* the server knows these; what a client sends for them is dropped */
static const char *const head_members[] = {
  "label_hash",     "branch_name",
  "created_at",     "last_edited_at",
  "data_hash",      "dataset_hash",
  "dataset_title",  "data_title",
  "data_type",      "label_status",
  "is_shadow_data", "annotation_task_status",
  "is_valid",       "validate_before_saving",
};

typedef struct
{
  const EmulatorLabelRules *rules;
  EncordJsonScanner scanner;
  GString *out;
  const char *copied; /* the text up to here is in out */
  GString *links;
  char *mail;           /* as a JSON string */
  GHashTable *objects;  /* hash to the place it was last seen in */
  GHashTable *classes;  /* set of classification hashes */
  GHashTable *units;    /* set of unit keys */
  GHashTable *answered; /* keys of object_answers */
  GHashTable *answered_classes;
  guint place; /* counts frames, from 1 */
  gboolean has_units;
  gboolean has_answers;
  gboolean has_class_answers;
  gboolean has_actions;
  GError *error; /* what is wrong with the labels, the text being JSON */
} Check;

static void
check_clear (Check *self)
{
  g_clear_pointer (&self->mail, g_free);
  g_clear_pointer (&self->objects, g_hash_table_unref);
  g_clear_pointer (&self->classes, g_hash_table_unref);
  g_clear_pointer (&self->units, g_hash_table_unref);
  g_clear_pointer (&self->answered, g_hash_table_unref);
  g_clear_pointer (&self->answered_classes, g_hash_table_unref);
  g_clear_error (&self->error);
  if (self->out != NULL)
    g_string_free (self->out, TRUE);
  if (self->links != NULL)
    g_string_free (self->links, TRUE);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Check, check_clear)

/* the first complaint counts; reading goes on, so that malformed JSON is found
 * first */
static void G_GNUC_PRINTF (2, 3)
    corrupted (Check *self, const char *format, ...)
{
  va_list args;
  g_autofree char *message = NULL;

  if (self->error != NULL)
    return;
  va_start (args, format);
  message = g_strdup_vprintf (format, args);
  va_end (args);
  self->error = g_error_new_literal (EMULATOR_ERROR,
                                     EMULATOR_ERROR_CORRUPTED_LABEL, message);
}

/* ---- copying with a few replacements ---- */

static void
copy_until (Check *self, const char *end)
{
  g_string_append_len (self->out, self->copied, end - self->copied);
  self->copied = end;
}

static void
replace (Check *self, EncordJsonSlice old, const char *text)
{
  copy_until (self, old.text);
  g_string_append (self->out, text);
  self->copied = old.text + old.length;
}

/* ---- labels ---- */

static const char *
intern (GHashTable *table, EncordJsonSlice text)
{
  g_autofree char *key = encord_json_slice_dup_string (text);
  gpointer known;

  if (g_hash_table_lookup_extended (table, key, &known, NULL))
    return known;
  known = g_steal_pointer (&key);
  g_hash_table_insert (table, known, NULL);
  return known;
}

typedef struct
{
  EncordJsonSlice hash;
  EncordJsonSlice feature;
} Label;

/* an entry of "objects" or "classifications" */
static void
read_label (Check *self, const char *hash_member, Label *ret)
{
  EncordJsonScanner *scanner = &self->scanner;
  EncordJsonSlice name;
  const gsize length = strlen (hash_member);

  encord_json_scanner_enter_object (scanner);
  while (encord_json_scanner_next_member (scanner, &name)) {
    if (encord_json_slice_equal (name, hash_member, length)) {
      encord_json_scanner_read_string (scanner, &ret->hash);
    } else if (encord_json_slice_is (name, "featureHash")) {
      encord_json_scanner_read_string (scanner, &ret->feature);
    } else if (encord_json_slice_is (name, "createdBy") &&
               encord_json_scanner_peek (scanner) == ENCORD_JSON_NULL) {
      EncordJsonSlice null;

      if (encord_json_scanner_skip (scanner, &null))
        replace (self, null, self->mail);
    } else {
      encord_json_scanner_skip (scanner, NULL);
    }
  }
}

static void
check_feature (Check *self, const Label *label, const char *where)
{
  g_autofree char *feature = NULL;

  if (self->error != NULL)
    return;
  feature = encord_json_slice_dup_string (label->feature);
  if (!g_hash_table_contains (self->rules->feature_hashes, feature))
    corrupted (self, "%s: the ontology has no feature %.64s", where, feature);
}

static void
see_object (Check *self, EncordJsonSlice text, const char *where)
{
  g_autofree char *hash = encord_json_slice_dup_string (text);
  guint *place = g_hash_table_lookup (self->objects, hash);

  if (place == NULL) {
    place = g_new0 (guint, 1);
    g_hash_table_insert (self->objects, g_strdup (hash), place);
  } else if (*place == self->place) {
    corrupted (self, "%s: object %.64s is there twice", where, hash);
  }
  *place = self->place;
}

static void
read_objects (Check *self, const char *where)
{
  encord_json_scanner_enter_array (&self->scanner);
  while (encord_json_scanner_next_element (&self->scanner)) {
    Label label = { { NULL, 0 }, { NULL, 0 } };

    read_label (self, "objectHash", &label);
    if (label.hash.text == NULL || label.feature.text == NULL) {
      corrupted (self, "%s: an object without objectHash or featureHash",
                 where);
      continue;
    }
    see_object (self, label.hash, where);
    check_feature (self, &label, where);
  }
}

static void
read_classifications (Check *self, const char *where)
{
  encord_json_scanner_enter_array (&self->scanner);
  while (encord_json_scanner_next_element (&self->scanner)) {
    Label label = { { NULL, 0 }, { NULL, 0 } };

    read_label (self, "classificationHash", &label);
    if (label.hash.text == NULL || label.feature.text == NULL) {
      corrupted (
          self,
          "%s: a classification without classificationHash or featureHash",
          where);
      continue;
    }
    intern (self->classes, label.hash);
    check_feature (self, &label, where);
  }
}

/* where the labels of one frame or picture stand */
static void
read_frame (Check *self, const char *where)
{
  EncordJsonSlice name;

  self->place++;
  encord_json_scanner_enter_object (&self->scanner);
  while (encord_json_scanner_next_member (&self->scanner, &name)) {
    if (encord_json_slice_is (name, "objects"))
      read_objects (self, where);
    else if (encord_json_slice_is (name, "classifications"))
      read_classifications (self, where);
    else
      encord_json_scanner_skip (&self->scanner, NULL);
  }
}

/* a decimal without sign or leading zeros, below the number of frames */
static gboolean
is_frame (Check *self, EncordJsonSlice name)
{
  guint64 frame = 0;

  if (name.length == 0 || name.length > 10 ||
      (name.text[0] == '0' && name.length > 1))
    return FALSE;
  for (gsize i = 0; i < name.length; i++) {
    if (!g_ascii_isdigit (name.text[i]))
      return FALSE;
    frame = frame * 10 + (name.text[i] - '0');
  }
  return frame < (guint64) self->rules->unit->frames;
}

static void
read_frames (Check *self)
{
  EncordJsonSlice name;

  encord_json_scanner_enter_object (&self->scanner);
  while (encord_json_scanner_next_member (&self->scanner, &name)) {
    char where[24];

    g_snprintf (where, sizeof where, "frame %.*s", (int) MIN (name.length, 10),
                name.text);
    if (!is_frame (self, name))
      corrupted (self, "%s: the unit has %" G_GINT64_FORMAT " frames", where,
                 self->rules->unit->frames);
    read_frame (self, where);
  }
}

/* ---- units ---- */

static gboolean
is_known_unit (Check *self, const char *key)
{
  GPtrArray *images = self->rules->images;

  if (images->len == 0)
    return g_str_equal (key, self->rules->unit->hash);
  for (guint i = 0; i < images->len; i++) {
    const EmulatorImage *image = g_ptr_array_index (images, i);

    if (g_str_equal (key, image->hash))
      return TRUE;
  }
  return FALSE;
}

static void
read_unit (Check *self, const char *key)
{
  EncordJsonSlice name;

  encord_json_scanner_enter_object (&self->scanner);
  while (encord_json_scanner_next_member (&self->scanner, &name)) {
    if (encord_json_slice_is (name, "labels")) {
      if (g_str_equal (self->rules->unit->type, "VIDEO"))
        read_frames (self);
      else
        read_frame (self, key);
    } else if (encord_json_slice_is (name, "data_link")) {
      EncordJsonSlice link;

      if (!encord_json_scanner_skip (&self->scanner, &link))
        continue;
      copy_until (self, link.text);
      g_string_append_printf (self->links, "%s[%" G_GSIZE_FORMAT ",\"%s\"]",
                              self->links->len > 1 ? "," : "", self->out->len,
                              key);
      replace (self, link, "null");
    } else {
      encord_json_scanner_skip (&self->scanner, NULL);
    }
  }
}

static void
read_units (Check *self)
{
  const guint expected = MAX (self->rules->images->len, 1);
  EncordJsonSlice name;

  self->has_units = TRUE;
  encord_json_scanner_enter_object (&self->scanner);
  while (encord_json_scanner_next_member (&self->scanner, &name)) {
    const char *key = intern (self->units, name);

    if (!is_known_unit (self, key)) {
      corrupted (self, "data_units: %.64s is no part of this data unit", key);
      encord_json_scanner_skip (&self->scanner, NULL);
    } else {
      read_unit (self, key);
    }
  }
  if (g_hash_table_size (self->units) != expected)
    corrupted (self, "data_units: %u of %u parts of this data unit",
               g_hash_table_size (self->units), expected);
}

/* ---- the row ---- */

static void
read_keys (Check *self, GHashTable *keys)
{
  EncordJsonSlice name;

  encord_json_scanner_enter_object (&self->scanner);
  while (encord_json_scanner_next_member (&self->scanner, &name)) {
    intern (keys, name);
    encord_json_scanner_skip (&self->scanner, NULL);
  }
}

static gboolean
is_head (EncordJsonSlice name)
{
  for (guint i = 0; i < G_N_ELEMENTS (head_members); i++) {
    if (encord_json_slice_equal (name, head_members[i],
                                 strlen (head_members[i])))
      return TRUE;
  }
  return FALSE;
}

static void
begin_member (Check *self, EncordJsonSlice name)
{
  if (self->out->len > 0)
    g_string_append_c (self->out, ',');
  g_string_append_c (self->out, '"');
  g_string_append_len (self->out, name.text, name.length);
  g_string_append (self->out, "\":");
  /* peeking moves past the white space before the value */
  encord_json_scanner_peek (&self->scanner);
  self->copied = self->scanner.at;
}

static void
read_row (Check *self)
{
  EncordJsonScanner *scanner = &self->scanner;
  EncordJsonSlice name;

  encord_json_scanner_enter_object (scanner);
  while (encord_json_scanner_next_member (scanner, &name)) {
    if (is_head (name)) {
      encord_json_scanner_skip (scanner, NULL);
      continue;
    }
    begin_member (self, name);
    if (encord_json_slice_is (name, "data_units")) {
      read_units (self);
    } else if (encord_json_slice_is (name, "object_answers")) {
      self->has_answers = TRUE;
      read_keys (self, self->answered);
    } else if (encord_json_slice_is (name, "classification_answers")) {
      self->has_class_answers = TRUE;
      read_keys (self, self->answered_classes);
    } else {
      self->has_actions |= encord_json_slice_is (name, "object_actions");
      encord_json_scanner_skip (scanner, NULL);
    }
    copy_until (self, scanner->at);
  }
}

static gboolean
check_answers (GHashTable *used, GHashTable *answered, const char *member,
               GError **error)
{
  GHashTableIter iter;
  gpointer hash;

  g_hash_table_iter_init (&iter, used);
  while (g_hash_table_iter_next (&iter, &hash, NULL)) {
    if (!g_hash_table_contains (answered, hash)) {
      g_set_error (error, EMULATOR_ERROR, EMULATOR_ERROR_ANSWER_DICTIONARY,
                   "%s: no entry for %.64s", member, (const char *) hash);
      return FALSE;
    }
  }
  return TRUE;
}

static gboolean
is_good (Check *self, GError **error)
{
  if (!encord_json_scanner_finish (&self->scanner)) {
    g_set_error (error, EMULATOR_ERROR, EMULATOR_ERROR_CORRUPTED_LABEL,
                 "label row: %s at byte %" G_GSIZE_FORMAT, self->scanner.reason,
                 self->scanner.where);
    return FALSE;
  }
  if (!self->has_units)
    corrupted (self, "label row: no data_units");
  if (self->error != NULL) {
    g_propagate_error (error, g_steal_pointer (&self->error));
    return FALSE;
  }
  return check_answers (self->objects, self->answered, "object_answers",
                        error) &&
         check_answers (self->classes, self->answered_classes,
                        "classification_answers", error);
}

static GHashTable *
new_set (void)
{
  return g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
}

GBytes *
emulator_label_body_check (EncordJsonSlice row, const EmulatorLabelRules *rules,
                           char **ret_links, GError **error)
{
  g_auto (Check) self = { .rules = rules };

  self.out = g_string_sized_new (row.length);
  self.links = g_string_new ("[");
  self.mail = emulator_json_quote (rules->user);
  self.objects =
      g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self.classes = new_set ();
  self.units = new_set ();
  self.answered = new_set ();
  self.answered_classes = new_set ();
  encord_json_scanner_init (&self.scanner, row.text, row.length);
  read_row (&self);
  if (!is_good (&self, error))
    return NULL;
  /* readers insist on these three */
  if (!self.has_actions)
    g_string_append (self.out, ",\"object_actions\":{}");
  if (!self.has_answers)
    g_string_append (self.out, ",\"object_answers\":{}");
  if (!self.has_class_answers)
    g_string_append (self.out, ",\"classification_answers\":{}");
  g_string_append_c (self.links, ']');
  *ret_links = g_string_free (g_steal_pointer (&self.links), FALSE);
  return g_string_free_to_bytes (g_steal_pointer (&self.out));
}
