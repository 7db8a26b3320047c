/* emulator-label-rekey.c - a label row for copies of its data units
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "emulator-label-body.h"

typedef struct
{
  EncordJsonScanner scanner;
  GHashTable *keys;
  GString *out;
  const char *copied; /* the text up to here is in out */
  GString *links;
} Rekey;

static void
copy_until (Rekey *self, const char *end)
{
  g_string_append_len (self->out, self->copied, end - self->copied);
  self->copied = end;
}

/* the new key for what stands between the quotes; the old one stays where there
 * is none */
static char *
replace (Rekey *self, EncordJsonSlice text)
{
  char *old = encord_json_slice_dup_string (text);
  const char *new = g_hash_table_lookup (self->keys, old);

  if (new == NULL)
    return old;
  g_free (old);
  copy_until (self, text.text);
  g_string_append (self->out, new);
  self->copied = text.text + text.length;
  return g_strdup (new);
}

static void
read_unit (Rekey *self, const char *key)
{
  EncordJsonSlice name;
  EncordJsonSlice value;

  encord_json_scanner_enter_object (&self->scanner);
  while (encord_json_scanner_next_member (&self->scanner, &name)) {
    if (encord_json_slice_is (name, "data_hash") &&
        encord_json_scanner_peek (&self->scanner) == ENCORD_JSON_STRING) {
      if (encord_json_scanner_read_string (&self->scanner, &value))
        g_free (replace (self, value));
    } else if (encord_json_slice_is (name, "data_link")) {
      if (!encord_json_scanner_skip (&self->scanner, &value))
        continue;
      copy_until (self, value.text);
      g_string_append_printf (self->links, "%s[%" G_GSIZE_FORMAT ",\"%s\"]",
                              self->links->len > 1 ? "," : "", self->out->len,
                              key);
    } else {
      encord_json_scanner_skip (&self->scanner, NULL);
    }
  }
}

static void
read_row (Rekey *self)
{
  EncordJsonSlice name;

  encord_json_scanner_enter_object (&self->scanner);
  while (encord_json_scanner_next_member (&self->scanner, &name)) {
    if (!encord_json_slice_is (name, "data_units")) {
      encord_json_scanner_skip (&self->scanner, NULL);
      continue;
    }
    encord_json_scanner_enter_object (&self->scanner);
    while (encord_json_scanner_next_member (&self->scanner, &name)) {
      g_autofree char *key = replace (self, name);

      read_unit (self, key);
    }
  }
}

GBytes *
emulator_label_body_rekey (GBytes *body, GHashTable *keys, char **ret_links)
{
  gsize length;
  const char *text = g_bytes_get_data (body, &length);
  g_autoptr (GString) row = g_string_sized_new (length + 2);
  Rekey self = { .keys = keys };

  g_string_append_c (row, '{');
  g_string_append_len (row, text, length);
  g_string_append_c (row, '}');
  self.out = g_string_sized_new (length);
  self.links = g_string_new ("[");
  self.copied = row->str + 1;
  encord_json_scanner_init (&self.scanner, row->str, row->len);
  read_row (&self);
  copy_until (&self, row->str + row->len - 1);
  g_string_append_c (self.links, ']');
  *ret_links = g_string_free (self.links, FALSE);
  return g_string_free_to_bytes (self.out);
}
