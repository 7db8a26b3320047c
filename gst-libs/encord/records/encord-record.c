/* records/encord-record.c - members of an answer's records, read and checked
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <encord/records/encord-record-private.h>
#include <encord/model/encord-geometry-private.h>
#include <encord/model/encord-json-members-private.h>
#include <encord/model/encord-time-private.h>

/* NULL: absent or null, which *ret_ok tells from a fault */
static JsonNode *
find (JsonObject *object, const char *subject, const char *member,
      gboolean must, gboolean *ret_ok, GError **error)
{
  JsonNode *node = encord_json_peek_member (object, member);

  *ret_ok = node != NULL || !must;
  if (!*ret_ok)
    g_set_error (error, ENCORD_ERROR, ENCORD_ERROR_BAD_DATA,
                 "%s: no member \"%s\"", subject, member);

  return node;
}

static gboolean
mistyped (const char *subject, const char *member, const char *wanted,
          GError **error)
{
  g_set_error (error, ENCORD_ERROR, ENCORD_ERROR_BAD_DATA,
               "%s: \"%s\" is not %s", subject, member, wanted);
  return FALSE;
}

static gboolean
holds (JsonNode *node, GType type)
{
  return JSON_NODE_HOLDS_VALUE (node) &&
         json_node_get_value_type (node) == type;
}

static gboolean
is_number (JsonNode *node)
{
  return holds (node, G_TYPE_INT64) || holds (node, G_TYPE_DOUBLE);
}

gboolean
encord_record_read_string (JsonObject *object, const char *subject,
                           const char *member, gboolean must, char **ret,
                           GError **error)
{
  gboolean ok;
  JsonNode *node = find (object, subject, member, must, &ok, error);

  if (node == NULL)
    return ok;
  if (!holds (node, G_TYPE_STRING))
    return mistyped (subject, member, "a string", error);
  *ret = g_strdup (json_node_get_string (node));

  return TRUE;
}

gboolean
encord_record_read_strings (JsonObject *object, const char *subject,
                            const char *member, gboolean must, char ***ret,
                            GError **error)
{
  gboolean ok;
  JsonNode *node = find (object, subject, member, must, &ok, error);
  g_autoptr (GStrvBuilder) strings = g_strv_builder_new ();
  JsonArray *list;

  if (node == NULL)
    return ok;
  if (!JSON_NODE_HOLDS_ARRAY (node))
    return mistyped (subject, member, "a list of strings", error);
  list = json_node_get_array (node);
  for (guint i = 0; i < json_array_get_length (list); i++) {
    JsonNode *element = json_array_get_element (list, i);

    if (!holds (element, G_TYPE_STRING))
      return mistyped (subject, member, "a list of strings", error);
    g_strv_builder_add (strings, json_node_get_string (element));
  }
  *ret = g_strv_builder_end (strings);

  return TRUE;
}

gboolean
encord_record_read_time (JsonObject *object, const char *subject,
                         const char *member, gboolean must, GDateTime **ret,
                         GError **error)
{
  g_autofree char *text = NULL;

  if (!encord_record_read_string (object, subject, member, must, &text, error))
    return FALSE;
  if (text == NULL)
    return TRUE;
  *ret = encord_time_parse (text);

  return *ret != NULL || mistyped (subject, member, "a time", error);
}

gboolean
encord_record_read_json (JsonObject *object, const char *subject,
                         const char *member, gboolean must, JsonNode **ret,
                         GError **error)
{
  gboolean ok;
  JsonNode *node = find (object, subject, member, must, &ok, error);

  if (node != NULL)
    *ret = encord_json_copy (node);

  return ok;
}

gboolean
encord_record_read_int (JsonObject *object, const char *subject,
                        const char *member, gboolean must, gint64 *ret,
                        GError **error)
{
  gboolean ok;
  JsonNode *node = find (object, subject, member, must, &ok, error);

  if (node == NULL)
    return ok;
  if (!holds (node, G_TYPE_INT64))
    return mistyped (subject, member, "a whole number", error);
  *ret = json_node_get_int (node);

  return TRUE;
}

gboolean
encord_record_read_double (JsonObject *object, const char *subject,
                           const char *member, gboolean must, double *ret,
                           GError **error)
{
  gboolean ok;
  JsonNode *node = find (object, subject, member, must, &ok, error);

  if (node == NULL)
    return ok;
  if (!is_number (node))
    return mistyped (subject, member, "a number", error);
  *ret = json_node_get_double (node);

  return TRUE;
}

gboolean
encord_record_read_boolean (JsonObject *object, const char *subject,
                            const char *member, gboolean must, gboolean *ret,
                            GError **error)
{
  gboolean ok;
  JsonNode *node = find (object, subject, member, must, &ok, error);

  if (node == NULL)
    return ok;
  if (!holds (node, G_TYPE_BOOLEAN))
    return mistyped (subject, member, "true or false", error);
  *ret = json_node_get_boolean (node);

  return TRUE;
}

gboolean
encord_record_read_enum (JsonObject *object, const char *subject,
                         const char *member, gboolean must, GType type,
                         int *ret, GError **error)
{
  g_autoptr (GTypeClass) klass = g_type_class_ref (type);
  GEnumValue *value = NULL;
  gboolean ok;
  JsonNode *node = find (object, subject, member, must, &ok, error);

  if (node == NULL)
    return ok;
  if (holds (node, G_TYPE_STRING))
    value = g_enum_get_value_by_nick ((GEnumClass *) klass,
                                      json_node_get_string (node));
  else if (holds (node, G_TYPE_INT64) &&
           json_node_get_int (node) == (int) json_node_get_int (node))
    value =
        g_enum_get_value ((GEnumClass *) klass, (int) json_node_get_int (node));
  else
    return mistyped (subject, member, "a name or number", error);
  if (value != NULL)
    *ret = value->value;

  return TRUE;
}

gboolean
encord_record_read_keys (JsonObject *object, const char *subject,
                         const char *member, gboolean must, char ***ret,
                         GError **error)
{
  gboolean ok;
  JsonNode *node = find (object, subject, member, must, &ok, error);
  g_autoptr (GStrvBuilder) keys = g_strv_builder_new ();
  JsonObjectIter iter;
  const char *key;

  if (node == NULL)
    return ok;
  if (!JSON_NODE_HOLDS_OBJECT (node))
    return mistyped (subject, member, "an object", error);
  json_object_iter_init_ordered (&iter, json_node_get_object (node));
  while (json_object_iter_next_ordered (&iter, &key, NULL))
    g_strv_builder_add (keys, key);
  *ret = g_strv_builder_end (keys);

  return TRUE;
}

gboolean
encord_record_read_geometry (JsonObject *object, const char *subject,
                             const char *member, gboolean must,
                             EncordGeometry **ret, GError **error)
{
  gboolean ok;
  JsonNode *node = find (object, subject, member, must, &ok, error);
  g_autofree char *text = NULL;
  EncordJsonScanner scanner;
  JsonObjectIter iter;
  const char *name;
  JsonNode *value;
  EncordShape shape;

  if (node == NULL)
    return ok;
  if (!JSON_NODE_HOLDS_OBJECT (node))
    return mistyped (subject, member, "an object", error);
  json_object_iter_init (&iter, json_node_get_object (node));
  if (!json_object_iter_next (&iter, &name, &value))
    return mistyped (subject, member, "a geometry", error);
  shape = encord_shape_from_string (name);
  if (shape == ENCORD_SHAPE_UNKNOWN)
    return TRUE;

  text = json_to_string (value, FALSE);
  encord_json_scanner_init (&scanner, text, strlen (text));
  if (encord_geometry_scan (&scanner, shape, ret))
    return TRUE;
  g_set_error (error, ENCORD_ERROR, ENCORD_ERROR_BAD_DATA, "%s: %s: %s",
               subject, name, scanner.reason);

  return FALSE;
}

gboolean
encord_record_read_record (JsonObject *object, const char *subject,
                           const char *member, gboolean must,
                           EncordRecordNew new_record, gpointer *ret,
                           GError **error)
{
  gboolean ok;
  JsonNode *node = find (object, subject, member, must, &ok, error);

  if (node == NULL)
    return ok;
  *ret = new_record (node, error);

  return *ret != NULL;
}

/* without the list there are none */
gboolean
encord_record_read_records (JsonObject *object, const char *subject,
                            const char *member, gboolean must,
                            EncordRecordNew new_record, GPtrArray **ret,
                            GError **error)
{
  gboolean ok;
  JsonNode *node = find (object, subject, member, must, &ok, error);

  if (!ok)
    return FALSE;
  *ret = node == NULL
             ? g_ptr_array_new_with_free_func (g_object_unref)
             : encord_record_read_list (node, subject, new_record, error);

  return *ret != NULL;
}

const char *
encord_record_get_nick (GType type, int value)
{
  g_autoptr (GTypeClass) klass = g_type_class_ref (type);
  GEnumValue *found = g_enum_get_value ((GEnumClass *) klass, value);

  return found != NULL ? found->value_nick : NULL;
}

GPtrArray *
encord_record_read_list (JsonNode *list, const char *subject,
                         EncordRecordNew new_record, GError **error)
{
  g_autoptr (GPtrArray) records =
      g_ptr_array_new_with_free_func (g_object_unref);
  JsonArray *array;

  if (list == NULL || !JSON_NODE_HOLDS_ARRAY (list)) {
    g_set_error (error, ENCORD_ERROR, ENCORD_ERROR_BAD_DATA, "%s: not a list",
                 subject);
    return NULL;
  }
  array = json_node_get_array (list);
  for (guint i = 0; i < json_array_get_length (array); i++) {
    gpointer record = new_record (json_array_get_element (array, i), error);

    if (record == NULL)
      return NULL;
    g_ptr_array_add (records, record);
  }

  return g_steal_pointer (&records);
}
