/* encord-json-text.c - appends JSON to a text
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <encord/model/encord-json-number-private.h>
#include <encord/model/encord-json-text-private.h>

void
encord_json_append_slice (GString *json, EncordJsonSlice slice)
{
  g_string_append_len (json, slice.text, (gssize) slice.length);
}

void
encord_json_append_name (GString *json, EncordJsonSlice name, gboolean first)
{
  if (!first)
    g_string_append_c (json, ',');
  g_string_append_c (json, '"');
  encord_json_append_slice (json, name);
  encord_json_append_literal (json, "\":");
}

/* text is UTF-8, which stays as it is */
void
encord_json_append_string (GString *json, const char *text)
{
  const char *run = text;

  g_string_append_c (json, '"');
  for (const char *at = text;; at++) {
    const guchar c = *at;

    if (c >= ' ' && c != '"' && c != '\\')
      continue;
    g_string_append_len (json, run, at - run);
    run = at + 1;
    if (c == '\0')
      break;
    if (c < ' ')
      g_string_append_printf (json, "\\u%04x", c);
    else
      g_string_append_printf (json, "\\%c", c);
  }
  g_string_append_c (json, '"');
}

void
encord_json_append_number (GString *json, double value)
{
  char text[ENCORD_JSON_NUMBER_SIZE];

  g_string_append_len (json, text,
                       (gssize) encord_json_number_format (value, text));
}

char *
encord_json_value_of_name (const char *name)
{
  char *value = g_utf8_strdown (name, -1);

  return g_strdelimit (value, " ", '_');
}
