/* encord-attribute-type.c - the kinds of answers that attributes ask for
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <encord/model/encord-attribute-type.h>

static const GEnumValue types[] = {
  { ENCORD_ATTRIBUTE_UNKNOWN, "ENCORD_ATTRIBUTE_UNKNOWN", "unknown" },
  { ENCORD_ATTRIBUTE_RADIO, "ENCORD_ATTRIBUTE_RADIO", "radio" },
  { ENCORD_ATTRIBUTE_CHECKLIST, "ENCORD_ATTRIBUTE_CHECKLIST", "checklist" },
  { ENCORD_ATTRIBUTE_TEXT, "ENCORD_ATTRIBUTE_TEXT", "text" },
  { ENCORD_ATTRIBUTE_NUMERIC, "ENCORD_ATTRIBUTE_NUMERIC", "numeric" },
  { 0, NULL, NULL },
};

GType
encord_attribute_type_get_type (void)
{
  static gsize type;

  if (g_once_init_enter (&type))
    g_once_init_leave (&type,
                       g_enum_register_static ("EncordAttributeType", types));

  return type;
}

/**
 * encord_attribute_type_to_string:
 * @type: a kind of attribute
 *
 * Gives the name that the wire uses for a kind of attribute.
 *
 * Returns: (transfer none): the name, such as `radio`
 *
 * Since: 0.1
 */
const char *
encord_attribute_type_to_string (EncordAttributeType type)
{
  g_return_val_if_fail ((guint) type < G_N_ELEMENTS (types) - 1, NULL);

  return types[type].value_nick;
}

/**
 * encord_attribute_type_from_string:
 * @wire_name: name of a kind of attribute on the wire
 *
 * Finds the kind of attribute of a wire name.
 *
 * Returns: the kind, or %ENCORD_ATTRIBUTE_UNKNOWN for a name that this version
 *   does not know
 *
 * Since: 0.1
 */
EncordAttributeType
encord_attribute_type_from_string (const char *wire_name)
{
  for (guint i = 1; i < G_N_ELEMENTS (types) - 1; i++)
    if (g_strcmp0 (wire_name, types[i].value_nick) == 0)
      return types[i].value;

  return ENCORD_ATTRIBUTE_UNKNOWN;
}
