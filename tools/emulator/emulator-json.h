/* emulator-json.h - reading and writing the small JSON of requests and answers
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/* NULL with INVALID_ARGUMENTS unless the text is JSON of sane depth */
JsonNode *emulator_json_parse (const char *text, gsize length, GError **error);
char *emulator_json_to_text (JsonNode *node);
/* as a JSON string */
char *emulator_json_quote (const char *text);
/* strings as the text of a list */
char *emulator_json_from_strings (const char *const *strings);

/* The getters below leave *ret alone and return FALSE with INVALID_ARGUMENTS
 * when the member has the wrong type. A null member counts as absent; an
 * absent one is an error for get_, and leaves *ret alone for read_. */
gboolean emulator_json_get_string (JsonObject *object, const char *member,
                                   const char **ret, GError **error);
gboolean emulator_json_read_string (JsonObject *object, const char *member,
                                    const char **ret, GError **error);
gboolean emulator_json_get_object (JsonObject *object, const char *member,
                                   JsonObject **ret, GError **error);
gboolean emulator_json_get_array (JsonObject *object, const char *member,
                                  JsonArray **ret, GError **error);
gboolean emulator_json_read_boolean (JsonObject *object, const char *member,
                                     gboolean *ret, GError **error);
gboolean emulator_json_read_double (JsonObject *object, const char *member,
                                    double *ret, GError **error);
/* a whole number within these bounds, also when it is written as 1.0 */
gboolean emulator_json_get_int (JsonObject *object, const char *member,
                                gint64 lowest, gint64 highest, gint64 *ret,
                                GError **error);
gboolean emulator_json_read_int (JsonObject *object, const char *member,
                                 gint64 lowest, gint64 highest, gint64 *ret,
                                 GError **error);
/* an ISO 8601 time, UTC where it names no zone */
gboolean emulator_json_read_time (JsonObject *object, const char *member,
                                  gint64 *ret, GError **error);
/* a list of strings as JSON text; NULL stays where there is none */
gboolean emulator_json_read_strings (JsonObject *object, const char *member,
                                     char **ret, GError **error);
/* one string or a list of strings; NULL-terminated */
gboolean emulator_json_get_hashes (JsonNode *node, const char *what,
                                   char ***ret, GError **error);

typedef enum
{
  EMULATOR_TIME_LISTING, /* 2024-05-06 07:08:09 */
  EMULATOR_TIME_V2,      /* 2024-05-06T07:08:09Z */
  EMULATOR_TIME_LABEL,   /* Mon, 06 May 2024 07:08:09 GMT */
} EmulatorTimeForm;

char *emulator_time_format (gint64 seconds, EmulatorTimeForm form);
gboolean emulator_time_parse (const char *text, gint64 *ret, GError **error);

/* members of the object being built; NULL texts become null */
void emulator_json_add_string (JsonBuilder *builder, const char *member,
                               const char *value);
void emulator_json_add_int (JsonBuilder *builder, const char *member,
                            gint64 value);
void emulator_json_add_double (JsonBuilder *builder, const char *member,
                               double value);
void emulator_json_add_boolean (JsonBuilder *builder, const char *member,
                                gboolean value);
void emulator_json_add_null (JsonBuilder *builder, const char *member);
void emulator_json_add_time (JsonBuilder *builder, const char *member,
                             gint64 seconds, EmulatorTimeForm form);

G_END_DECLS
