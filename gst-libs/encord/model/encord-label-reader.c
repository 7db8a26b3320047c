/* encord-label-reader.c - the body of a label row into a store
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <string.h>

#include <encord/encord-error.h>
#include <encord/model/encord-label-reader-private.h>

static void
append_step (GString *path, EncordJsonSlice step)
{
  if (step.text == NULL)
    return;
  g_string_append_printf (path, "%s%.*s", path->len > 0 ? "." : "",
                          (int) MIN (step.length, 80), step.text);
}

static char *
reader_path (const EncordLabelReader *self)
{
  GString *path = g_string_new (NULL);

  append_step (path, self->top);
  append_step (path, self->unit);
  append_step (path, self->part);
  append_step (path, self->frame);
  append_step (path, self->list);
  if (self->list.text != NULL)
    g_string_append_printf (path, "[%u]", self->index);
  append_step (path, self->member);
  if (!g_utf8_validate (path->str, (gssize) path->len, NULL))
    g_string_assign (path, "body"); /* a step was cut within a character */
  else if (path->len == 0)
    g_string_append (path, "body");

  return g_string_free (path, FALSE);
}

static void
reader_set_error (const EncordLabelReader *self, GError **error)
{
  g_autofree char *path = reader_path (self);

  g_set_error (error, ENCORD_ERROR, ENCORD_ERROR_BAD_DATA,
               "label row: %s: %s (byte %" G_GSIZE_FORMAT ")", path,
               self->scanner.reason, self->scanner.where);
}

/* a string that may be null or anything else; interned */
static const char *
peek_string (EncordLabelStore *store, EncordJsonSlice value)
{
  if (value.length < 2 || *value.text != '"')
    return NULL;

  return encord_label_store_intern_slice (
      store, (EncordJsonSlice){ value.text + 1, value.length - 2 });
}

static gboolean
read_list (EncordLabelReader *self, EncordJsonSlice name, guint32 frame,
           EncordLabelGuess *guess,
           gboolean (*read) (EncordLabelReader *, guint32))
{
  const guint32 first = self->store->labels->len;

  self->list = name;
  self->index = 0;
  encord_json_scanner_enter_array (&self->scanner);
  while (encord_json_scanner_next_element (&self->scanner) &&
         read (self, frame))
    self->index++;
  encord_label_reader_leave (&self->list, &self->scanner);
  *guess = (EncordLabelGuess){ first, self->store->labels->len - first };

  return self->scanner.reason == NULL;
}

/* {"objects": [...], "classifications": [...]} */
static gboolean
read_frame (EncordLabelReader *self, guint32 index)
{
  EncordLabelStore *store = self->store;
  EncordJsonScanner *scanner = &self->scanner;
  gboolean has_objects = FALSE, has_classifications = FALSE;
  const EncordLabelFrame *frame;
  EncordJsonSlice name;

  encord_json_scanner_enter_object (scanner);
  while (encord_json_scanner_next_member (scanner, &name)) {
    if (encord_json_slice_is (name, "objects")) {
      if (has_objects)
        return encord_json_scanner_fail (scanner, "\"objects\" twice");
      has_objects = TRUE;
      read_list (self, name, index, &self->guesses[FALSE],
                 encord_label_reader_read_object);
    } else if (encord_json_slice_is (name, "classifications")) {
      if (has_classifications)
        return encord_json_scanner_fail (scanner, "\"classifications\" twice");
      has_classifications = TRUE;
      read_list (self, name, index, &self->guesses[TRUE],
                 encord_label_reader_read_classification);
    } else {
      encord_json_scanner_skip (scanner, NULL);
    }
  }
  frame = &g_array_index (store->frames, EncordLabelFrame, index);
  store->reviews |= frame->objects || frame->classifications;

  return scanner->reason == NULL;
}

/* a decimal number without sign or leading zeros */
static gboolean
parse_frame_number (EncordJsonSlice text, int *ret_number)
{
  gint64 number = 0;

  if (text.length == 0 || text.length > 10 ||
      (text.length > 1 && *text.text == '0'))
    return FALSE;
  for (gsize i = 0; i < text.length; i++) {
    if (!g_ascii_isdigit (text.text[i]))
      return FALSE;
    number = number * 10 + (text.text[i] - '0');
  }
  if (number > G_MAXINT)
    return FALSE;
  *ret_number = (int) number;

  return TRUE;
}

/* {"0": FRAME, "17": FRAME, ...} */
static gboolean
read_frames (EncordLabelReader *self)
{
  EncordLabelStore *store = self->store;
  EncordJsonScanner *scanner = &self->scanner;

  encord_json_scanner_enter_object (scanner);
  while (encord_json_scanner_next_member (scanner, &self->frame)) {
    const char *key = self->frame.text - 1;
    EncordLabelFrame *frame;
    const char *value;
    guint32 index;
    int number;

    if (!parse_frame_number (self->frame, &number))
      return encord_json_scanner_fail (scanner, "no frame number");
    if (encord_label_store_find_frame (store, number, &index) != NULL)
      return encord_json_scanner_fail (scanner, "frame is there twice");
    index = encord_label_store_add_frame (store, number);
    encord_json_scanner_peek (scanner);
    value = scanner->at;
    if (!read_frame (self, index))
      return FALSE;

    frame = &g_array_index (store->frames, EncordLabelFrame, index);
    frame->value_at = (guint32) (value - store->text);
    frame->entry = encord_label_store_span (
        store, (EncordJsonSlice){ key, (gsize) (scanner->at - key) });
  }
  encord_label_reader_leave (&self->frame, scanner);

  return scanner->reason == NULL;
}

/* the number of an image's frame is its rank, known when all are read */
static gboolean
read_image (EncordLabelReader *self)
{
  const EncordLabelFrame blank = { .number = -1 };
  EncordLabelStore *store = self->store;
  EncordJsonScanner *scanner = &self->scanner;
  const guint32 index = store->frames->len;
  EncordLabelFrame *frame;
  const char *value;

  g_array_append_val (store->frames, blank);
  encord_json_scanner_peek (scanner);
  value = scanner->at;
  if (!read_frame (self, index))
    return FALSE;

  frame = &g_array_index (store->frames, EncordLabelFrame, index);
  frame->value_at = (guint32) (value - store->text);
  frame->entry = encord_label_store_span (
      store, (EncordJsonSlice){ value, (gsize) (scanner->at - value) });

  return TRUE;
}

static gboolean
read_sequence (EncordJsonScanner *scanner, gint64 *ret_sequence)
{
  const gboolean quoted =
      encord_json_scanner_peek (scanner) == ENCORD_JSON_STRING;
  g_autofree char *copy = NULL;
  EncordJsonSlice text;

  if (quoted ? !encord_json_scanner_read_string (scanner, &text)
             : !encord_json_scanner_read_number (scanner, &text))
    return FALSE;
  copy = g_strndup (text.text, text.length);
  if (!g_ascii_string_to_signed (copy, 10, 0, G_MAXINT, ret_sequence, NULL))
    return encord_json_scanner_fail (scanner, "no whole number");

  return TRUE;
}

/* Rows of one video have one unit; of more only the first is read. */
static gboolean
read_labels (EncordLabelReader *self, guint32 unit)
{
  switch (self->store->kind) {
    case ENCORD_LABEL_KIND_FRAMES:
      return unit == 0 ? read_frames (self)
                       : encord_json_scanner_skip (&self->scanner, NULL);
    case ENCORD_LABEL_KIND_IMAGES:
      return read_image (self);
    case ENCORD_LABEL_KIND_OTHER:
    default:
      return encord_json_scanner_skip (&self->scanner, NULL);
  }
}

static gboolean
read_unit (EncordLabelReader *self, guint32 index, EncordLabelUnit *unit)
{
  EncordLabelStore *store = self->store;
  EncordJsonScanner *scanner = &self->scanner;
  gboolean has_labels = FALSE;

  encord_json_scanner_enter_object (scanner);
  while (encord_json_scanner_next_member (scanner, &self->part)) {
    const EncordJsonSlice name = self->part;
    const char *value;
    EncordMember member;

    encord_json_scanner_peek (scanner);
    value = scanner->at;
    if (encord_json_slice_is (name, "labels")) {
      if (has_labels)
        return encord_json_scanner_fail (scanner, "\"labels\" twice");
      has_labels = TRUE;
      read_labels (self, index);
    } else if (encord_json_slice_is (name, "data_sequence") &&
               store->kind == ENCORD_LABEL_KIND_IMAGES) {
      read_sequence (scanner, &unit->sequence);
    } else {
      encord_json_scanner_skip (scanner, NULL);
    }
    if (scanner->reason != NULL)
      return FALSE;

    member.name = encord_label_store_span (store, name);
    member.value = encord_label_store_span (
        store, (EncordJsonSlice){ value, (gsize) (scanner->at - value) });
    if (encord_json_slice_is (name, "labels"))
      unit->labels = member.value;
    g_array_append_val (store->unit_members, member);
  }
  encord_label_reader_leave (&self->part, scanner);
  if (scanner->reason == NULL && !has_labels &&
      store->kind != ENCORD_LABEL_KIND_OTHER)
    encord_json_scanner_fail (scanner, "no object \"labels\"");

  return scanner->reason == NULL;
}

static gboolean
read_units (EncordLabelReader *self)
{
  EncordLabelStore *store = self->store;
  EncordJsonScanner *scanner = &self->scanner;

  encord_json_scanner_enter_object (scanner);
  while (encord_json_scanner_next_member (scanner, &self->unit)) {
    const guint32 index = store->units->len;
    EncordLabelUnit unit = {
      .hash = encord_label_store_intern_slice (store, self->unit),
      .key = encord_label_store_span (store, self->unit),
      .sequence = index,
      .first_member = store->unit_members->len,
      .first_frame = store->frames->len,
    };

    if (!read_unit (self, index, &unit))
      return FALSE;
    unit.n_members = store->unit_members->len - unit.first_member;
    unit.n_frames = store->frames->len - unit.first_frame;
    g_array_append_val (store->units, unit);
  }
  encord_label_reader_leave (&self->unit, scanner);

  return scanner->reason == NULL;
}

/* {"<hash>": ANYTHING, ...} */
static gboolean
read_by_hash (EncordLabelReader *self, GArray *entries)
{
  EncordJsonScanner *scanner = &self->scanner;
  EncordJsonSlice value;
  EncordMember entry;

  encord_json_scanner_enter_object (scanner);
  while (encord_json_scanner_next_member (scanner, &self->member)) {
    if (!encord_json_scanner_skip (scanner, &value))
      return FALSE;
    entry.name = encord_label_store_span (self->store, self->member);
    entry.value = encord_label_store_span (self->store, value);
    g_array_append_val (entries, entry);
  }
  encord_label_reader_leave (&self->member, scanner);

  return scanner->reason == NULL;
}

static EncordLabelKind
kind_from_data_type (const char *data_type)
{
  if (g_ascii_strcasecmp (data_type, "video") == 0)
    return ENCORD_LABEL_KIND_FRAMES;
  if (g_ascii_strcasecmp (data_type, "image") == 0 ||
      g_ascii_strcasecmp (data_type, "img_group") == 0)
    return ENCORD_LABEL_KIND_IMAGES;

  return ENCORD_LABEL_KIND_OTHER;
}

/* what the top level says besides the labels */
typedef struct
{
  const char *data_type;
  EncordJsonSlice units; /* text NULL: none yet */
  gboolean units_read;
} Head;

static gboolean
read_top_member (EncordLabelReader *self, EncordJsonSlice name, Head *head)
{
  EncordLabelStore *store = self->store;
  EncordJsonScanner *scanner = &self->scanner;
  EncordJsonSlice value;

  if (encord_json_slice_is (name, "object_answers"))
    return read_by_hash (self, store->answers);
  if (encord_json_slice_is (name, "object_actions"))
    return read_by_hash (self, store->actions);
  if (encord_json_slice_is (name, "classification_answers"))
    return read_by_hash (self, store->classification_answers);
  if (encord_json_slice_is (name, "data_units")) {
    if (head->units.text != NULL)
      return encord_json_scanner_fail (scanner, "\"data_units\" twice");
    head->units.text = scanner->at;
    if (head->data_type == NULL)
      return encord_json_scanner_skip (scanner, NULL);
    head->units_read = TRUE;
    return read_units (self);
  }

  if (!encord_json_scanner_skip (scanner, &value))
    return FALSE;
  if (encord_json_slice_is (name, "data_type")) {
    head->data_type = peek_string (store, value);
    if (head->data_type == NULL)
      return encord_json_scanner_fail (scanner, "no string");
    if (!head->units_read)
      store->kind = kind_from_data_type (head->data_type);
  } else if (encord_json_slice_is (name, "label_hash")) {
    store->label_hash = peek_string (store, value);
  } else if (encord_json_slice_is (name, "data_hash")) {
    store->data_hash = peek_string (store, value);
  } else if (encord_json_slice_is (name, "label_status")) {
    store->label_status = peek_string (store, value);
  } else if (encord_json_slice_is (name, "annotation_task_status")) {
    store->annotation_task_status = peek_string (store, value);
  }

  return TRUE;
}

/* data_units came before data_type */
static gboolean
read_units_late (EncordLabelReader *self, const Head *head)
{
  encord_json_scanner_init (&self->scanner, self->store->text,
                            self->store->length);
  self->scanner.at = head->units.text;
  self->top = (EncordJsonSlice){ "data_units", strlen ("data_units") };

  return read_units (self);
}

static gboolean
read_top (EncordLabelReader *self)
{
  EncordLabelStore *store = self->store;
  EncordJsonScanner *scanner = &self->scanner;
  Head head = { NULL };

  encord_json_scanner_enter_object (scanner);
  while (encord_json_scanner_next_member (scanner, &self->top)) {
    const char *value;
    EncordMember member;

    encord_json_scanner_peek (scanner);
    value = scanner->at;
    if (!read_top_member (self, self->top, &head))
      return FALSE;
    member.name = encord_label_store_span (store, self->top);
    member.value = encord_label_store_span (
        store, (EncordJsonSlice){ value, (gsize) (scanner->at - value) });
    g_array_append_val (store->top_members, member);
  }
  encord_label_reader_leave (&self->top, scanner);
  if (!encord_json_scanner_finish (scanner))
    return FALSE;
  if (head.data_type == NULL)
    return encord_json_scanner_fail (scanner, "no string \"data_type\"");
  if (head.units.text == NULL)
    return encord_json_scanner_fail (scanner, "no object \"data_units\"");

  return head.units_read || read_units_late (self, &head);
}

gboolean
encord_label_store_read (EncordLabelStore *self, GError **error)
{
  EncordLabelReader reader = { .store = self };

  if (self->length > G_MAXUINT32) {
    g_set_error (error, ENCORD_ERROR, ENCORD_ERROR_BAD_DATA,
                 "label row: %" G_GSIZE_FORMAT " bytes are more than 4 GiB",
                 self->length);
    return FALSE;
  }

  encord_json_scanner_init (&reader.scanner, self->text, self->length);
  if (!read_top (&reader)) {
    reader_set_error (&reader, error);
    return FALSE;
  }

  return encord_label_reader_collect (self, error);
}
