/* encord-shape.c - the shapes an object can have
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <encord/model/encord-shape.h>

static const GEnumValue shapes[] = {
  { ENCORD_SHAPE_UNKNOWN, "ENCORD_SHAPE_UNKNOWN", "unknown" },
  { ENCORD_SHAPE_BOUNDING_BOX, "ENCORD_SHAPE_BOUNDING_BOX", "bounding_box" },
  { ENCORD_SHAPE_ROTATABLE_BOUNDING_BOX, "ENCORD_SHAPE_ROTATABLE_BOUNDING_BOX",
    "rotatable_bounding_box" },
  { ENCORD_SHAPE_POLYGON, "ENCORD_SHAPE_POLYGON", "polygon" },
  { ENCORD_SHAPE_POLYLINE, "ENCORD_SHAPE_POLYLINE", "polyline" },
  { ENCORD_SHAPE_POINT, "ENCORD_SHAPE_POINT", "point" },
  { ENCORD_SHAPE_SKELETON, "ENCORD_SHAPE_SKELETON", "skeleton" },
  { ENCORD_SHAPE_BITMASK, "ENCORD_SHAPE_BITMASK", "bitmask" },
  { 0, NULL, NULL },
};

GType
encord_shape_get_type (void)
{
  static gsize type;

  if (g_once_init_enter (&type))
    g_once_init_leave (&type, g_enum_register_static ("EncordShape", shapes));

  return type;
}

/**
 * encord_shape_to_string:
 * @shape: a shape
 *
 * Gives the name that the wire and the ontology use for a shape.
 *
 * Returns: (transfer none): the name, such as `bounding_box`
 *
 * Since: 0.1
 */
const char *
encord_shape_to_string (EncordShape shape)
{
  g_return_val_if_fail ((guint) shape < G_N_ELEMENTS (shapes) - 1, NULL);

  return shapes[shape].value_nick;
}

/**
 * encord_shape_from_string:
 * @wire_name: name of a shape on the wire
 *
 * Finds the shape of a wire name.
 *
 * Returns: the shape, or %ENCORD_SHAPE_UNKNOWN for a name that this version
 *   does not know
 *
 * Since: 0.1
 */
EncordShape
encord_shape_from_string (const char *wire_name)
{
  for (guint i = 1; i < G_N_ELEMENTS (shapes) - 1; i++)
    if (g_strcmp0 (wire_name, shapes[i].value_nick) == 0)
      return shapes[i].value;

  return ENCORD_SHAPE_UNKNOWN;
}
