/* encord-json-members.c - members of parsed JSON, looked up and checked
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <encord/model/encord-json-members-private.h>

/* projectHash for project_hash and the other way round; NULL for a name that is
 * spelled the same in both */
static char *
other_spelling (const char *name)
{
  GString *other = g_string_new (NULL);

  for (const char *c = name; *c != '\0'; c++) {
    if (g_ascii_isupper (*c))
      g_string_append_printf (other, "_%c", g_ascii_tolower (*c));
    else if (*c == '_' && c[1] != '\0')
      g_string_append_c (other, g_ascii_toupper (*++c));
    else
      g_string_append_c (other, *c);
  }
  if (g_str_equal (other->str, name)) {
    g_string_free (other, TRUE);
    return NULL;
  }

  return g_string_free (other, FALSE);
}

static JsonNode *
find_member (JsonObject *object, const char *name)
{
  JsonNode *node = json_object_get_member (object, name);
  g_autofree char *other = NULL;

  if (node != NULL)
    return node;
  other = other_spelling (name);

  return other != NULL ? json_object_get_member (object, other) : NULL;
}

static gboolean
is_string (JsonNode *node)
{
  return node != NULL && JSON_NODE_HOLDS_VALUE (node) &&
         json_node_get_value_type (node) == G_TYPE_STRING;
}

static gpointer
missing (const char *subject, const char *type, const char *member,
         GError **error)
{
  g_set_error (error, ENCORD_ERROR, ENCORD_ERROR_BAD_DATA, "%s: no %s \"%s\"",
               subject, type, member);
  return NULL;
}

JsonObject *
encord_json_as_object (JsonNode *node, const char *subject, GError **error)
{
  if (node == NULL || !JSON_NODE_HOLDS_OBJECT (node)) {
    g_set_error (error, ENCORD_ERROR, ENCORD_ERROR_BAD_DATA,
                 "%s: not a JSON object", subject);
    return NULL;
  }

  return json_node_get_object (node);
}

JsonNode *
encord_json_get_member (JsonObject *object, const char *subject,
                        const char *member, GError **error)
{
  JsonNode *node = find_member (object, member);

  return node != NULL ? node : missing (subject, "member", member, error);
}

const char *
encord_json_get_string (JsonObject *object, const char *subject,
                        const char *member, GError **error)
{
  const char *text = encord_json_peek_string (object, member);

  return text != NULL ? text : missing (subject, "string", member, error);
}

JsonArray *
encord_json_get_array (JsonObject *object, const char *subject,
                       const char *member, GError **error)
{
  JsonNode *node = find_member (object, member);

  if (node == NULL || !JSON_NODE_HOLDS_ARRAY (node))
    return missing (subject, "list", member, error);

  return json_node_get_array (node);
}

JsonObject *
encord_json_get_element (JsonArray *array, guint index, const char *subject,
                         GError **error)
{
  JsonNode *node = json_array_get_element (array, index);

  if (!JSON_NODE_HOLDS_OBJECT (node)) {
    g_set_error (error, ENCORD_ERROR, ENCORD_ERROR_BAD_DATA,
                 "%s: element %u is not a JSON object", subject, index);
    return NULL;
  }

  return json_node_get_object (node);
}

JsonNode *
encord_json_peek_member (JsonObject *object, const char *member)
{
  JsonNode *node = find_member (object, member);

  return node != NULL && !JSON_NODE_HOLDS_NULL (node) ? node : NULL;
}

const char *
encord_json_peek_string (JsonObject *object, const char *member)
{
  JsonNode *node = find_member (object, member);

  return is_string (node) ? json_node_get_string (node) : NULL;
}

double
encord_json_peek_number (JsonObject *object, const char *member)
{
  JsonNode *node = encord_json_peek_member (object, member);

  return node != NULL && JSON_NODE_HOLDS_VALUE (node)
             ? json_node_get_double (node)
             : 0;
}

int
encord_json_peek_int (JsonObject *object, const char *member)
{
  return (int) CLAMP (encord_json_peek_number (object, member), 0, G_MAXINT);
}

gboolean
encord_json_peek_boolean (JsonObject *object, const char *member,
                          gboolean fallback)
{
  JsonNode *node = encord_json_peek_member (object, member);

  return node != NULL && json_node_get_value_type (node) == G_TYPE_BOOLEAN
             ? json_node_get_boolean (node)
             : fallback;
}

static JsonNode *
copy_object (JsonObject *object)
{
  JsonObject *copy = json_object_new ();
  JsonNode *node = json_node_alloc ();
  JsonObjectIter iter;
  const char *name;
  JsonNode *value;

  json_object_iter_init_ordered (&iter, object);
  while (json_object_iter_next_ordered (&iter, &name, &value))
    json_object_set_member (copy, name, encord_json_copy (value));
  json_node_init_object (node, copy);
  json_object_unref (copy);

  return node;
}

static JsonNode *
copy_array (JsonArray *array)
{
  guint length = json_array_get_length (array);
  JsonArray *copy = json_array_sized_new (length);
  JsonNode *node = json_node_alloc ();

  for (guint i = 0; i < length; i++)
    json_array_add_element (
        copy, encord_json_copy (json_array_get_element (array, i)));
  json_node_init_array (node, copy);
  json_array_unref (copy);

  return node;
}

/* json_node_copy() shares objects and arrays with the original */
JsonNode *
encord_json_copy (JsonNode *node)
{
  switch (JSON_NODE_TYPE (node)) {
    case JSON_NODE_OBJECT:
      return copy_object (json_node_get_object (node));
    case JSON_NODE_ARRAY:
      return copy_array (json_node_get_array (node));
    default:
      return json_node_copy (node);
  }
}
