/* labels/encord-class-map-private.h - a model's classes to those of an ontology; pure
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <encord/encord.h>

G_BEGIN_DECLS

typedef struct _EncordClassMap EncordClassMap;

typedef enum
{
  ENCORD_CLASS_MAP_STRICT = 0,
  ENCORD_CLASS_MAP_DROP_UNMAPPED = 1 << 0,
  ENCORD_CLASS_MAP_CONVERT_SHAPES = 1 << 1,
  ENCORD_CLASS_MAP_ANY_SHAPE = 1 << 2,
} EncordClassMapFlags;

/* Each class goes to the ontology object whose feature hash or exact name is the
 * class's name, or whose name is the same but for case, spaces, '_' and '-'.
 * overrides (nullable) says for class names what to look for instead; an empty
 * text drops the class. Objects drawn as boxes fit; with CONVERT_SHAPES, where no
 * box does, also those that encord_box_has_shape() names; with ANY_SHAPE, for labels
 * that may bring their shapes, then those that encord_merge_has_shape() names.
 *
 * ENCORD_ERROR_NOT_FOUND names every class that goes nowhere, unless
 * DROP_UNMAPPED; ENCORD_ERROR_REJECTED: two objects fit equally well, or none
 * has the right shape. */
EncordClassMap *encord_class_map_new (EncordOntologyStructure *ontology,
                                      const char *const *classes,
                                      GHashTable *overrides,
                                      EncordClassMapFlags flags,
                                      GError **error);
void encord_class_map_free (EncordClassMap *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (EncordClassMap, encord_class_map_free)

guint encord_class_map_get_n_classes (EncordClassMap *self);
const char *encord_class_map_get_class (EncordClassMap *self, guint index);
/* NULL: dropped */
EncordOntologyObject *encord_class_map_get_object (EncordClassMap *self,
                                                   guint index);
/* whether boxes of that class may be written; one that is dropped takes them, too */
gboolean encord_class_map_takes_boxes (EncordClassMap *self, guint index);
/* FALSE with ENCORD_ERROR_REJECTED: a class does not take boxes */
gboolean encord_class_map_check_boxes (EncordClassMap *self, GError **error);
/* n_classes feature hashes, NULL for those dropped */
const char *const *encord_class_map_get_feature_hashes (EncordClassMap *self);

/* overrides as text: a JSON object {"class": "object" or null, ...} */
GHashTable *encord_class_map_parse_overrides (const char *json, gsize length,
                                              GError **error);

G_END_DECLS
