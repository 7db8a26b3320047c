/* model/encord-attribute-type.h - the kinds of answers that attributes ask for
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#if !defined(ENCORD_INSIDE) && !defined(ENCORD_COMPILATION)
#error "Only <encord/encord.h> can be included directly."
#endif

#include <encord/encord-macros.h>

G_BEGIN_DECLS

/**
 * EncordAttributeType:
 * @ENCORD_ATTRIBUTE_UNKNOWN: a kind of a newer service; kept, but not editable
 * @ENCORD_ATTRIBUTE_RADIO: one of its options, which may ask for more
 * @ENCORD_ATTRIBUTE_CHECKLIST: any number of its options
 * @ENCORD_ATTRIBUTE_TEXT: free text
 * @ENCORD_ATTRIBUTE_NUMERIC: a number; newer than SDK 0.1.153
 *
 * What answers an attribute (`PropertyType` of the SDK). The nicks are the wire
 * names (`radio`, ...).
 *
 * Since: 0.1
 */
typedef enum
{
  ENCORD_ATTRIBUTE_UNKNOWN,
  ENCORD_ATTRIBUTE_RADIO,
  ENCORD_ATTRIBUTE_CHECKLIST,
  ENCORD_ATTRIBUTE_TEXT,
  ENCORD_ATTRIBUTE_NUMERIC,
} EncordAttributeType;

ENCORD_API
GType encord_attribute_type_get_type (void) G_GNUC_CONST;
#define ENCORD_TYPE_ATTRIBUTE_TYPE (encord_attribute_type_get_type ())

ENCORD_API
const char *encord_attribute_type_to_string (EncordAttributeType type);
ENCORD_API
EncordAttributeType encord_attribute_type_from_string (const char *wire_name);

G_END_DECLS
