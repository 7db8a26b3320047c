/* client/encord-payload.c - JSON that is sent, written like what it is
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <encord/client/encord-payload-private.h>

JsonNode *
encord_payload_new (const char *format, ...)
{
  g_autoptr (GVariant) variant = NULL;
  va_list arguments;

  va_start (arguments, format);
  variant = g_variant_ref_sink (g_variant_new_parsed_va (format, &arguments));
  va_end (arguments);

  return json_gvariant_serialize (variant);
}

GVariant *
encord_payload_maybe_strings (const char *const *strings)
{
  return g_variant_new_maybe (G_VARIANT_TYPE_STRING_ARRAY,
                              strings != NULL ? g_variant_new_strv (strings, -1)
                                              : NULL);
}

JsonNode *
encord_payload_new_strings (const char *const *strings)
{
  JsonNode *node =
      json_node_new (strings != NULL ? JSON_NODE_ARRAY : JSON_NODE_NULL);
  JsonArray *list;

  if (strings == NULL)
    return node;
  list = json_array_new ();
  for (guint i = 0; strings[i] != NULL; i++)
    json_array_add_string_element (list, strings[i]);
  json_node_take_array (node, list);

  return node;
}
