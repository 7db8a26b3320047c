/* emulator-json.c - reading and writing the small JSON of requests and answers
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "emulator-json.h"

#include <string.h>

#include <encord/model/encord-json-scanner-private.h>

#include "emulator-error.h"

/* json-glib is laxer than JSON, and its parser recurses: the scanner sees to
 * both before it gets the text. */
static gboolean
is_strict_json (const char *text, gsize length)
{
  EncordJsonScanner scanner;

  encord_json_scanner_init (&scanner, text, length);
  encord_json_scanner_skip (&scanner, NULL);
  return encord_json_scanner_finish (&scanner) &&
         g_utf8_validate_len (text, length, NULL);
}

JsonNode *
emulator_json_parse (const char *text, gsize length, GError **error)
{
  g_autoptr (JsonParser) parser = NULL;
  JsonNode *root;

  if (!is_strict_json (text, length)) {
    g_set_error_literal (error, EMULATOR_ERROR,
                         EMULATOR_ERROR_INVALID_ARGUMENTS,
                         "request body: not JSON in UTF-8");
    return NULL;
  }
  parser = json_parser_new_immutable ();
  if (!json_parser_load_from_data (parser, text, length, NULL) ||
      (root = json_parser_steal_root (parser)) == NULL) {
    g_set_error_literal (error, EMULATOR_ERROR,
                         EMULATOR_ERROR_INVALID_ARGUMENTS,
                         "request body: not JSON");
    return NULL;
  }
  return root;
}

char *
emulator_json_to_text (JsonNode *node)
{
  g_autoptr (JsonGenerator) generator = json_generator_new ();

  json_generator_set_root (generator, node);
  return json_generator_to_data (generator, NULL);
}

char *
emulator_json_quote (const char *text)
{
  g_autoptr (JsonNode) node = json_node_alloc ();

  json_node_init_string (node, text);
  return emulator_json_to_text (node);
}

char *
emulator_json_from_strings (const char *const *strings)
{
  g_autoptr (JsonNode) node = json_node_new (JSON_NODE_ARRAY);
  g_autoptr (JsonArray) array = json_array_new ();

  for (guint i = 0; strings[i] != NULL; i++)
    json_array_add_string_element (array, strings[i]);
  json_node_set_array (node, array);
  return emulator_json_to_text (node);
}

static gboolean
bad_member (const char *member, const char *expected, GError **error)
{
  g_set_error (error, EMULATOR_ERROR, EMULATOR_ERROR_INVALID_ARGUMENTS,
               "%s: %s expected", member, expected);
  return FALSE;
}

/* NULL when the member is absent or null */
static JsonNode *
get_member (JsonObject *object, const char *member)
{
  JsonNode *node = json_object_get_member (object, member);

  return node != NULL && !JSON_NODE_HOLDS_NULL (node) ? node : NULL;
}

static gboolean
holds (JsonNode *node, GType type)
{
  return JSON_NODE_HOLDS_VALUE (node) &&
         json_node_get_value_type (node) == type;
}

gboolean
emulator_json_read_string (JsonObject *object, const char *member,
                           const char **ret, GError **error)
{
  JsonNode *node = get_member (object, member);

  if (node == NULL)
    return TRUE;
  if (!holds (node, G_TYPE_STRING))
    return bad_member (member, "a string", error);
  *ret = json_node_get_string (node);
  return TRUE;
}

gboolean
emulator_json_get_string (JsonObject *object, const char *member,
                          const char **ret, GError **error)
{
  if (get_member (object, member) == NULL)
    return bad_member (member, "a string", error);
  return emulator_json_read_string (object, member, ret, error);
}

gboolean
emulator_json_get_object (JsonObject *object, const char *member,
                          JsonObject **ret, GError **error)
{
  JsonNode *node = get_member (object, member);

  if (node == NULL || !JSON_NODE_HOLDS_OBJECT (node))
    return bad_member (member, "an object", error);
  *ret = json_node_get_object (node);
  return TRUE;
}

gboolean
emulator_json_get_array (JsonObject *object, const char *member,
                         JsonArray **ret, GError **error)
{
  JsonNode *node = get_member (object, member);

  if (node == NULL || !JSON_NODE_HOLDS_ARRAY (node))
    return bad_member (member, "a list", error);
  *ret = json_node_get_array (node);
  return TRUE;
}

gboolean
emulator_json_read_boolean (JsonObject *object, const char *member,
                            gboolean *ret, GError **error)
{
  JsonNode *node = get_member (object, member);

  if (node == NULL)
    return TRUE;
  if (!holds (node, G_TYPE_BOOLEAN))
    return bad_member (member, "true or false", error);
  *ret = json_node_get_boolean (node);
  return TRUE;
}

gboolean
emulator_json_read_double (JsonObject *object, const char *member, double *ret,
                           GError **error)
{
  JsonNode *node = get_member (object, member);

  if (node == NULL)
    return TRUE;
  if (!holds (node, G_TYPE_DOUBLE) && !holds (node, G_TYPE_INT64))
    return bad_member (member, "a number", error);
  *ret = json_node_get_double (node);
  return TRUE;
}

/* any double that passes is far inside the range of gint64 */
#define HIGHEST_WHOLE 9007199254740992.0

gboolean
emulator_json_read_int (JsonObject *object, const char *member, gint64 lowest,
                        gint64 highest, gint64 *ret, GError **error)
{
  JsonNode *node = get_member (object, member);
  g_autofree char *expected = NULL;
  gint64 value = 0;
  gboolean whole = FALSE;

  if (node == NULL)
    return TRUE;
  if (holds (node, G_TYPE_INT64)) {
    value = json_node_get_int (node);
    whole = TRUE;
  } else if (holds (node, G_TYPE_DOUBLE)) {
    const double number = json_node_get_double (node);

    whole = number >= -HIGHEST_WHOLE && number <= HIGHEST_WHOLE;
    value = whole ? (gint64) number : 0;
    whole = whole && (double) value == number;
  }
  if (whole && value >= lowest && value <= highest) {
    *ret = value;
    return TRUE;
  }
  expected = g_strdup_printf ("a whole number from %" G_GINT64_FORMAT
                              " to %" G_GINT64_FORMAT,
                              lowest, highest);
  return bad_member (member, expected, error);
}

gboolean
emulator_json_get_int (JsonObject *object, const char *member, gint64 lowest,
                       gint64 highest, gint64 *ret, GError **error)
{
  if (get_member (object, member) == NULL)
    return bad_member (member, "a whole number", error);
  return emulator_json_read_int (object, member, lowest, highest, ret, error);
}

gboolean
emulator_json_read_time (JsonObject *object, const char *member, gint64 *ret,
                         GError **error)
{
  const char *text = NULL;

  if (!emulator_json_read_string (object, member, &text, error))
    return FALSE;
  return text == NULL || emulator_time_parse (text, ret, error);
}

gboolean
emulator_json_get_hashes (JsonNode *node, const char *what, char ***ret,
                          GError **error)
{
  g_autoptr (GStrvBuilder) strings = g_strv_builder_new ();

  if (node != NULL && holds (node, G_TYPE_STRING)) {
    g_strv_builder_add (strings, json_node_get_string (node));
  } else if (node != NULL && JSON_NODE_HOLDS_ARRAY (node)) {
    JsonArray *array = json_node_get_array (node);

    for (guint i = 0; i < json_array_get_length (array); i++) {
      JsonNode *element = json_array_get_element (array, i);

      if (!holds (element, G_TYPE_STRING))
        return bad_member (what, "a list of strings", error);
      g_strv_builder_add (strings, json_node_get_string (element));
    }
  } else {
    return bad_member (what, "a string or a list of strings", error);
  }
  *ret = g_strv_builder_end (strings);
  return TRUE;
}

gboolean
emulator_json_read_strings (JsonObject *object, const char *member, char **ret,
                            GError **error)
{
  JsonNode *node = get_member (object, member);
  g_auto (GStrv) strings = NULL;

  if (node == NULL)
    return TRUE;
  if (!JSON_NODE_HOLDS_ARRAY (node) ||
      !emulator_json_get_hashes (node, member, &strings, NULL))
    return bad_member (member, "a list of strings", error);
  *ret = emulator_json_to_text (node);
  return TRUE;
}

char *
emulator_time_format (gint64 seconds, EmulatorTimeForm form)
{
  static const char *const days[] = { "Mon", "Tue", "Wed", "Thu",
                                      "Fri", "Sat", "Sun" };
  static const char *const months[] = { "Jan", "Feb", "Mar", "Apr",
                                        "May", "Jun", "Jul", "Aug",
                                        "Sep", "Oct", "Nov", "Dec" };
  g_autoptr (GDateTime) time = g_date_time_new_from_unix_utc (seconds);
  g_autofree char *format = NULL;

  switch (form) {
    case EMULATOR_TIME_LISTING:
      return g_date_time_format (time, "%Y-%m-%d %H:%M:%S");
    case EMULATOR_TIME_V2:
      return g_date_time_format (time, "%Y-%m-%dT%H:%M:%SZ");
    case EMULATOR_TIME_LABEL:
    default:
      /* %a and %b would follow the locale */
      format = g_strdup_printf ("%s, %%d %s %%Y %%H:%%M:%%S GMT",
                                days[g_date_time_get_day_of_week (time) - 1],
                                months[g_date_time_get_month (time) - 1]);
      return g_date_time_format (time, format);
  }
}

gboolean
emulator_time_parse (const char *text, gint64 *ret, GError **error)
{
  g_autoptr (GTimeZone) utc = g_time_zone_new_utc ();
  g_autoptr (GDateTime) time = g_date_time_new_from_iso8601 (text, utc);

  if (time == NULL && strlen (text) == 10) {
    g_autofree char *midnight = g_strconcat (text, "T00:00:00", NULL);

    time = g_date_time_new_from_iso8601 (midnight, utc);
  }
  if (time == NULL) {
    g_set_error (error, EMULATOR_ERROR, EMULATOR_ERROR_INVALID_DATE_FORMAT,
                 "not a time in ISO 8601 form: \"%.40s\"", text);
    return FALSE;
  }
  *ret = g_date_time_to_unix (time);
  return TRUE;
}

void
emulator_json_add_string (JsonBuilder *builder, const char *member,
                          const char *value)
{
  json_builder_set_member_name (builder, member);
  if (value != NULL)
    json_builder_add_string_value (builder, value);
  else
    json_builder_add_null_value (builder);
}

void
emulator_json_add_int (JsonBuilder *builder, const char *member, gint64 value)
{
  json_builder_set_member_name (builder, member);
  json_builder_add_int_value (builder, value);
}

void
emulator_json_add_double (JsonBuilder *builder, const char *member,
                          double value)
{
  json_builder_set_member_name (builder, member);
  json_builder_add_double_value (builder, value);
}

void
emulator_json_add_boolean (JsonBuilder *builder, const char *member,
                           gboolean value)
{
  json_builder_set_member_name (builder, member);
  json_builder_add_boolean_value (builder, value);
}

void
emulator_json_add_null (JsonBuilder *builder, const char *member)
{
  json_builder_set_member_name (builder, member);
  json_builder_add_null_value (builder);
}

void
emulator_json_add_time (JsonBuilder *builder, const char *member,
                        gint64 seconds, EmulatorTimeForm form)
{
  g_autofree char *text = emulator_time_format (seconds, form);

  emulator_json_add_string (builder, member, text);
}
