/* model/encord-shape.h - the shapes an object can have
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#if !defined(ENCORD_INSIDE) && !defined(ENCORD_COMPILATION)
#error "Only <encord/encord.h> can be included directly."
#endif

#include <encord/encord-macros.h>

G_BEGIN_DECLS

/**
 * EncordShape:
 * @ENCORD_SHAPE_UNKNOWN: a shape of a newer service; kept, but not editable
 * @ENCORD_SHAPE_BOUNDING_BOX: a box along the picture's edges
 * @ENCORD_SHAPE_ROTATABLE_BOUNDING_BOX: a box turned about its centre
 * @ENCORD_SHAPE_POLYGON: one or more outlines, each with holes or without
 * @ENCORD_SHAPE_POLYLINE: points joined by lines, not closed
 * @ENCORD_SHAPE_POINT: one point
 * @ENCORD_SHAPE_SKELETON: named joints, as the ontology's template has them
 * @ENCORD_SHAPE_BITMASK: a mask of the whole picture
 *
 * What an ontology object is drawn as. The nicks are the wire names
 * (`bounding_box`, ...).
 *
 * Since: 0.1
 */
typedef enum
{
  ENCORD_SHAPE_UNKNOWN,
  ENCORD_SHAPE_BOUNDING_BOX,
  ENCORD_SHAPE_ROTATABLE_BOUNDING_BOX,
  ENCORD_SHAPE_POLYGON,
  ENCORD_SHAPE_POLYLINE,
  ENCORD_SHAPE_POINT,
  ENCORD_SHAPE_SKELETON,
  ENCORD_SHAPE_BITMASK,
} EncordShape;

ENCORD_API
GType encord_shape_get_type (void) G_GNUC_CONST;
#define ENCORD_TYPE_SHAPE (encord_shape_get_type ())

ENCORD_API
const char *encord_shape_to_string (EncordShape shape);
ENCORD_API
EncordShape encord_shape_from_string (const char *wire_name);

G_END_DECLS
