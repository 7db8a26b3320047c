/* emulator-label-walk.c - the labels in the text of a label row; pure
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "emulator-label-walk.h"

#include <encord/model/encord-json-scanner-private.h>

/* Rows in the store have been checked: what does not look like labels here is
 * something that clients keep there, and is passed over. */

typedef struct
{
  EmulatorLabelType type;
  EncordJsonSlice hash;
  EncordJsonSlice reviews; /* text NULL when there are none */
  const char *end;         /* the closing brace */
} Entry;

typedef void (*EntryFunc) (const Entry *entry, gpointer user_data);

typedef struct
{
  EncordJsonScanner scanner;
  EntryFunc func;
  gpointer user_data;
} Walk;

static void
walk_entry (Walk *self, EmulatorLabelType type, const char *hash_member)
{
  Entry entry = { .type = type };
  const gsize length = strlen (hash_member);
  EncordJsonSlice name;

  if (!encord_json_scanner_enter_object (&self->scanner))
    return;
  while (encord_json_scanner_next_member (&self->scanner, &name)) {
    if (encord_json_slice_equal (name, hash_member, length))
      encord_json_scanner_read_string (&self->scanner, &entry.hash);
    else if (encord_json_slice_is (name, "reviews"))
      encord_json_scanner_skip (&self->scanner, &entry.reviews);
    else
      encord_json_scanner_skip (&self->scanner, NULL);
  }
  entry.end = self->scanner.at - 1;
  if (self->scanner.reason == NULL && entry.hash.text != NULL)
    self->func (&entry, self->user_data);
}

static void
walk_list (Walk *self, EmulatorLabelType type, const char *hash_member)
{
  encord_json_scanner_enter_array (&self->scanner);
  while (encord_json_scanner_next_element (&self->scanner))
    walk_entry (self, type, hash_member);
}

/* of a picture, or of the frames of a video, which are one level deeper */
static void
walk_labels (Walk *self, gboolean may_be_frames)
{
  EncordJsonSlice name;

  encord_json_scanner_enter_object (&self->scanner);
  while (encord_json_scanner_next_member (&self->scanner, &name)) {
    const EncordJsonKind kind = encord_json_scanner_peek (&self->scanner);

    if (kind == ENCORD_JSON_ARRAY && encord_json_slice_is (name, "objects"))
      walk_list (self, EMULATOR_LABEL_OBJECT, "objectHash");
    else if (kind == ENCORD_JSON_ARRAY &&
             encord_json_slice_is (name, "classifications"))
      walk_list (self, EMULATOR_LABEL_CLASSIFICATION, "classificationHash");
    else if (kind == ENCORD_JSON_OBJECT && may_be_frames)
      walk_labels (self, FALSE);
    else
      encord_json_scanner_skip (&self->scanner, NULL);
  }
}

static void
walk_unit (Walk *self)
{
  EncordJsonSlice name;

  encord_json_scanner_enter_object (&self->scanner);
  while (encord_json_scanner_next_member (&self->scanner, &name)) {
    if (encord_json_slice_is (name, "labels"))
      walk_labels (self, TRUE);
    else
      encord_json_scanner_skip (&self->scanner, NULL);
  }
}

static void
walk (const char *row, gsize length, EntryFunc func, gpointer user_data)
{
  Walk self = { .func = func, .user_data = user_data };
  EncordJsonSlice name;

  encord_json_scanner_init (&self.scanner, row, length);
  encord_json_scanner_enter_object (&self.scanner);
  while (encord_json_scanner_next_member (&self.scanner, &name)) {
    if (!encord_json_slice_is (name, "data_units")) {
      encord_json_scanner_skip (&self.scanner, NULL);
      continue;
    }
    encord_json_scanner_enter_object (&self.scanner);
    while (encord_json_scanner_next_member (&self.scanner, &name))
      walk_unit (&self);
  }
}

/* ---- collecting ---- */

typedef struct
{
  GHashTable *seen[2];
  GPtrArray *hashes[2];
} Collection;

static void
collect (const Entry *entry, gpointer user_data)
{
  Collection *self = user_data;
  g_autofree char *hash = encord_json_slice_dup_string (entry->hash);

  if (!g_hash_table_contains (self->seen[entry->type], hash)) {
    g_hash_table_add (self->seen[entry->type], hash);
    g_ptr_array_add (self->hashes[entry->type], g_steal_pointer (&hash));
  }
}

void
emulator_label_body_collect (GBytes *body, GPtrArray *ret_objects,
                             GPtrArray *ret_classifications)
{
  gsize length;
  const char *text = g_bytes_get_data (body, &length);
  g_autoptr (GString) row = g_string_sized_new (length + 2);
  /* the texts belong to the arrays */
  g_autoptr (GHashTable) objects = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GHashTable) classifications =
      g_hash_table_new (g_str_hash, g_str_equal);
  Collection collection = { { objects, classifications },
                            { ret_objects, ret_classifications } };

  g_string_append_c (row, '{');
  g_string_append_len (row, text, length);
  g_string_append_c (row, '}');
  walk (row->str, row->len, collect, &collection);
}

/* ---- reviews ---- */

typedef struct
{
  GString *out;
  const char *copied; /* the text up to here is in out */
  EmulatorReviewsFunc func;
  gpointer user_data;
} Rewrite;

static void
copy_until (Rewrite *self, const char *end)
{
  g_string_append_len (self->out, self->copied, end - self->copied);
  self->copied = end;
}

static void
add_reviews (const Entry *entry, gpointer user_data)
{
  Rewrite *self = user_data;
  g_autofree char *hash = encord_json_slice_dup_string (entry->hash);
  const char *reviews = self->func (entry->type, hash, self->user_data);

  if (reviews == NULL)
    reviews = "[]";
  if (entry->reviews.text != NULL) {
    /* somebody sent back what was handed out */
    copy_until (self, entry->reviews.text);
    g_string_append (self->out, reviews);
    self->copied = entry->reviews.text + entry->reviews.length;
  } else {
    copy_until (self, entry->end);
    g_string_append (self->out, ",\"reviews\":");
    g_string_append (self->out, reviews);
  }
}

void
emulator_label_body_add_reviews (GString *row, EmulatorReviewsFunc func,
                                 gpointer user_data)
{
  g_autoptr (GString) out = g_string_sized_new (row->len);
  Rewrite rewrite = { out, row->str, func, user_data };

  walk (row->str, row->len, add_reviews, &rewrite);
  copy_until (&rewrite, row->str + row->len);
  g_string_assign (row, out->str);
}
