/* encord-label-entry-writer.c - one object of one frame as JSON
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <string.h>

#include <encord/model/encord-geometry-private.h>
#include <encord/model/encord-json-number-private.h>
#include <encord/model/encord-json-text-private.h>
#include <encord/model/encord-label-entry-writer-private.h>

#define append_literal encord_json_append_literal

static void
free_head (gpointer data)
{
  g_string_free (data, TRUE);
}

void
encord_entry_writer_init (EncordEntryWriter *self, EncordLabelStore *store,
                          GString *json)
{
  *self = (EncordEntryWriter){
    .store = store,
    .json = json,
  };
  for (guint i = 0; i < G_N_ELEMENTS (self->heads); i++)
    self->heads[i] = g_hash_table_new_full (NULL, NULL, NULL, free_head);
}

void
encord_entry_writer_clear (EncordEntryWriter *self)
{
  for (guint i = 0; i < G_N_ELEMENTS (self->heads); i++)
    g_clear_pointer (&self->heads[i], g_hash_table_unref);
}

static char *
put (char *at, const char *text, gsize length)
{
  return (char *) memcpy (at, text, length) + length;
}
#define put_literal(at, literal) put (at, "" literal, sizeof (literal) - 1)

/* labels of one run have few different times, mostly in order */
static const char *
format_time (EncordEntryWriter *self, gint64 seconds, guint slot)
{
  if (self->times[slot][0] == '\0' || self->seconds[slot] != seconds) {
    encord_time_format (seconds, self->times[slot]);
    self->seconds[slot] = seconds;
  }

  return self->times[slot];
}

static void
append_time (EncordEntryWriter *self, gint64 seconds, guint slot)
{
  g_string_append_c (self->json, '"');
  g_string_append_len (self->json, format_time (self, seconds, slot),
                       ENCORD_TIME_LENGTH);
  g_string_append_c (self->json, '"');
}

static void
append_text_or_null (EncordEntryWriter *self, const char *text)
{
  if (text != NULL)
    encord_json_append_string (self->json, text);
  else
    append_literal (self->json, "null");
}

static void
append_boolean (EncordEntryWriter *self, gboolean value)
{
  if (value)
    append_literal (self->json, "true");
  else
    append_literal (self->json, "false");
}

/* "name":... */
static void
append_title (GString *json, const char *name)
{
  append_literal (json, "\"name\":");
  encord_json_append_string (json, name);
}

/* ,"value":..., */
static void
append_title_value (GString *json, const char *name)
{
  g_autofree char *value = encord_json_value_of_name (name);

  append_literal (json, ",\"value\":");
  encord_json_append_string (json, value);
  g_string_append_c (json, ',');
}

/* {"name":...,"color":...,"shape":...,"value":...,"createdAt": */
static GString *
make_head (EncordOntologyStructure *ontology, const EncordLabelTrack *track)
{
  EncordOntologyClassification *classification = NULL;
  EncordOntologyObject *object = NULL;
  GString *json = g_string_new ("{");

  if (ontology != NULL && track->classification)
    classification = encord_ontology_structure_find_classification (
        ontology, track->feature_hash);
  else if (ontology != NULL)
    object =
        encord_ontology_structure_find_object (ontology, track->feature_hash);

  if (classification != NULL) {
    const char *title =
        encord_ontology_classification_get_title (classification);

    append_title (json, title);
    append_title_value (json, title);
  } else if (object != NULL) {
    append_title (json, encord_ontology_object_get_name (object));
    append_literal (json, ",\"color\":");
    encord_json_append_string (json, encord_ontology_object_get_color (object));
    append_literal (json, ",\"shape\":");
    encord_json_append_string (
        json,
        encord_shape_to_string (encord_ontology_object_get_shape (object)));
    append_title_value (json, encord_ontology_object_get_name (object));
  }
  append_literal (json, "\"createdAt\":");

  return json;
}

static const GString *
get_head (EncordEntryWriter *self, const EncordLabelTrack *track)
{
  GHashTable *heads = self->heads[track->classification];
  GString *head;

  if (self->head_feature_hash == track->feature_hash &&
      self->head_classification == track->classification)
    return self->head;

  head = g_hash_table_lookup (heads, track->feature_hash);
  if (head == NULL) {
    head = make_head (self->store->ontology, track);
    g_hash_table_insert (heads, (gpointer) track->feature_hash, head);
  }
  self->head_feature_hash = track->feature_hash;
  self->head_classification = track->classification;
  self->head = head;

  return head;
}

static EncordShape
edit_shape (const EncordLabelEdit *edit)
{
  if (edit->geometry != NULL)
    return encord_geometry_get_shape (edit->geometry);

  return edit->rotated ? ENCORD_SHAPE_ROTATABLE_BOUNDING_BOX
                       : ENCORD_SHAPE_BOUNDING_BOX;
}

/* ,"polygons":[...], if "polygon" does not say all */
static void
append_rings (EncordEntryWriter *self, const EncordGeometry *geometry)
{
  GArray *rings;

  encord_geometry_get_parts (geometry, &rings);
  if (rings == NULL)
    return;
  append_literal (self->json, ",\"polygons\":");
  encord_geometry_append_rings (self->json, geometry);
}

/* "boundingBox":{...} */
static void
append_shape (EncordEntryWriter *self, const EncordLabelEdit *edit)
{
  g_string_append_c (self->json, '"');
  g_string_append (self->json, encord_entry_shape_member (edit_shape (edit)));
  append_literal (self->json, "\":");
  if (edit->geometry != NULL) {
    encord_geometry_append (self->json, edit->geometry);
    append_rings (self, edit->geometry);
  } else {
    encord_geometry_append_box (self->json, &edit->box, edit->rotated);
  }
}

/* `text` as a string at `at`, or null */
static char *
put_string (char *at, const char *text)
{
  if (text == NULL)
    return put_literal (at, "null");

  *at++ = '"';
  for (; *text != '\0'; text++) {
    const guchar c = *text;

    if (c < ' ')
      at += g_snprintf (at, 7, "\\u%04x", c);
    else if (c == '"' || c == '\\')
      at = put (put_literal (at, "\\"), text, 1);
    else
      *at++ = c;
  }
  *at++ = '"';

  return at;
}

static char *
put_time (EncordEntryWriter *self, char *at, gint64 seconds, guint slot)
{
  *at++ = '"';
  at = put (at, format_time (self, seconds, slot), ENCORD_TIME_LENGTH);
  *at++ = '"';

  return at;
}

/* The room that a new entry takes at most, less its head and coordinates. */
static gsize
entry_room (const EncordLabelTrack *track, const EncordLabelEdit *edit)
{
  const char *const texts[] = { track->hash, track->feature_hash,
                                edit->created_by, edit->last_edited_by };
  gsize room = 512;

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    if (texts[i] != NULL)
      room += 6 * strlen (texts[i]); /* every character escaped */

  return room;
}

/* Most of what is ever written goes through here, so room is made once and the
 * rest is copying. */
static void
append_new_entry (EncordEntryWriter *self, const EncordLabelTrack *track,
                  const EncordLabelEdit *edit)
{
  const GString *head = get_head (self, track);
  const gsize length = self->json->len;
  char *at;

  g_string_set_size (self->json, length + head->len + entry_room (track, edit));
  at = put (self->json->str + length, head->str, head->len);
  at = put_time (self, at, edit->created_at, 0);
  at = put_literal (at, ",\"createdBy\":");
  at = put_string (at, edit->created_by);
  at = put_literal (at, ",\"confidence\":");
  at += encord_json_number_format (edit->confidence, at);
  at = track->classification ? put_literal (at, ",\"classificationHash\":")
                             : put_literal (at, ",\"objectHash\":");
  at = put_string (at, track->hash);
  at = put_literal (at, ",\"featureHash\":");
  at = put_string (at, track->feature_hash);
  at = put_literal (at, ",\"manualAnnotation\":");
  at = edit->manual ? put_literal (at, "true") : put_literal (at, "false");
  at = put_literal (at, ",\"lastEditedAt\":");
  at = put_time (self, at, edit->last_edited_at, 1);
  if (edit->last_edited_by != NULL) {
    at = put_literal (at, ",\"lastEditedBy\":");
    at = put_string (at, edit->last_edited_by);
  }
  if (track->classification) {
    *at++ = '}';
    g_string_truncate (self->json, (gsize) (at - self->json->str));
    return;
  }
  *at++ = ',';
  g_string_truncate (self->json, (gsize) (at - self->json->str));

  append_shape (self, edit);
  g_string_append_c (self->json, '}');
}

/* the members that an edit of an existing entry sets */
static const struct
{
  EncordEntryMember member;
  const char *name;
  gboolean moved; /* set by a mere change of coordinates, too */
} edited_members[] = {
  { ENCORD_ENTRY_CREATED_AT, "createdAt", FALSE },
  { ENCORD_ENTRY_CREATED_BY, "createdBy", FALSE },
  { ENCORD_ENTRY_CONFIDENCE, "confidence", FALSE },
  { ENCORD_ENTRY_MANUAL, "manualAnnotation", FALSE },
  { ENCORD_ENTRY_LAST_EDITED_AT, "lastEditedAt", TRUE },
  { ENCORD_ENTRY_LAST_EDITED_BY, "lastEditedBy", FALSE },
};

/* whether the edit decides about a member; `SHAPE` stands for every shape */
static gboolean
is_edited (const EncordLabelEdit *edit, EncordEntryMember member)
{
  if (member >= ENCORD_ENTRY_SHAPE || member == ENCORD_ENTRY_REVIEWS ||
      member == ENCORD_ENTRY_POLYGONS)
    return TRUE;
  for (gsize i = 0; i < G_N_ELEMENTS (edited_members); i++)
    if (edited_members[i].member == member)
      return edited_members[i].moved || !edit->moved;

  return FALSE;
}

/* FALSE: an edited entry has no such member */
static gboolean
append_edited_member (EncordEntryWriter *self, const EncordLabelEdit *edit,
                      guint i, gboolean first)
{
  const EncordEntryMember member = edited_members[i].member;
  const EncordJsonSlice name = { edited_members[i].name,
                                 strlen (edited_members[i].name) };

  if (member == ENCORD_ENTRY_LAST_EDITED_BY && edit->last_edited_by == NULL)
    return FALSE;

  encord_json_append_name (self->json, name, first);
  if (member == ENCORD_ENTRY_CREATED_AT)
    append_time (self, edit->created_at, 0);
  else if (member == ENCORD_ENTRY_CREATED_BY)
    append_text_or_null (self, edit->created_by);
  else if (member == ENCORD_ENTRY_CONFIDENCE)
    encord_json_append_number (self->json, edit->confidence);
  else if (member == ENCORD_ENTRY_MANUAL)
    append_boolean (self, edit->manual);
  else if (member == ENCORD_ENTRY_LAST_EDITED_AT)
    append_time (self, edit->last_edited_at, 1);
  else
    append_text_or_null (self, edit->last_edited_by);

  return TRUE;
}

/* The entry as it came, with the edit's members in the places they had; what the
 * entry did not have stands at its end. */
static void
append_edited_entry (EncordEntryWriter *self, const EncordLabel *label,
                     const EncordLabelEdit *edit)
{
  const EncordJsonSlice entry =
      encord_label_store_get_entry (self->store, label);
  EncordJsonScanner scanner;
  EncordJsonSlice name, value;
  gboolean first = TRUE, has_shape = label->classification;
  guint written = 0;

  g_string_append_c (self->json, '{');
  encord_json_scanner_init (&scanner, entry.text, entry.length);
  encord_json_scanner_enter_object (&scanner);
  while (encord_json_scanner_next_member (&scanner, &name)) {
    const EncordEntryMember member =
        label->classification ? encord_entry_classification_member (name)
                              : encord_entry_member (name);

    encord_json_scanner_skip (&scanner, &value);
    if (!is_edited (edit, member)) {
      encord_json_append_name (self->json, name, first);
      encord_json_append_slice (self->json, value);
      first = FALSE;
    } else if (member >= ENCORD_ENTRY_SHAPE && !has_shape) {
      if (!first)
        g_string_append_c (self->json, ',');
      append_shape (self, edit);
      has_shape = TRUE;
      first = FALSE;
    } else {
      for (guint i = 0; i < G_N_ELEMENTS (edited_members); i++)
        if (edited_members[i].member == member && !(written & (1u << i))) {
          written |= 1u << i;
          if (append_edited_member (self, edit, i, first))
            first = FALSE;
        }
    }
  }

  for (guint i = 0; i < G_N_ELEMENTS (edited_members); i++)
    if (!(written & (1u << i)) && (edited_members[i].moved || !edit->moved) &&
        append_edited_member (self, edit, i, first))
      first = FALSE;
  if (!has_shape) {
    if (!first)
      g_string_append_c (self->json, ',');
    append_shape (self, edit);
  }
  g_string_append_c (self->json, '}');
}

/* an object as it came, less its "reviews" */
void
encord_entry_append_without_reviews (GString *json, EncordJsonSlice object)
{
  EncordJsonScanner scanner;
  EncordJsonSlice name, value;
  gboolean first = TRUE;

  g_string_append_c (json, '{');
  encord_json_scanner_init (&scanner, object.text, object.length);
  encord_json_scanner_enter_object (&scanner);
  while (encord_json_scanner_next_member (&scanner, &name)) {
    encord_json_scanner_skip (&scanner, &value);
    if (encord_json_slice_is (name, "reviews"))
      continue;
    encord_json_append_name (json, name, first);
    encord_json_append_slice (json, value);
    first = FALSE;
  }
  g_string_append_c (json, '}');
}

void
encord_entry_writer_append (EncordEntryWriter *self, const EncordLabel *label)
{
  EncordLabelStore *store = self->store;
  const EncordLabelEdit *edit = encord_label_store_get_edit (store, label);

  if (edit != NULL && label->length > 0)
    append_edited_entry (self, label, edit);
  else if (edit != NULL)
    append_new_entry (self, encord_label_store_track (store, label->track),
                      edit);
  else if (label->reviews)
    encord_entry_append_without_reviews (
        self->json, encord_label_store_get_entry (store, label));
  else
    encord_json_append_slice (self->json,
                              encord_label_store_get_entry (store, label));
}
