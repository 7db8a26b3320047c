/* model/encord-json-text-private.h - appends JSON to a text
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <encord/model/encord-json-scanner-private.h>

G_BEGIN_DECLS

#define encord_json_append_literal(json, literal)                              \
  g_string_append_len (json, "" literal, sizeof (literal) - 1)

void encord_json_append_slice (GString *json, EncordJsonSlice slice);
/* "name": behind a comma unless it is the first member */
void encord_json_append_name (GString *json, EncordJsonSlice name,
                              gboolean first);
void encord_json_append_string (GString *json, const char *text);
void encord_json_append_number (GString *json, double value);
/* (transfer full): the value that a name has on the wire: lower case, spaces as
 * underscores */
char *encord_json_value_of_name (const char *name);

G_END_DECLS
