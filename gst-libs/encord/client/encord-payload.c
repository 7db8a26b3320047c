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
