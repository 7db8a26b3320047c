/* client/encord-coco-mapping.h - what the ids of a COCO document stand for
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#if !defined(ENCORD_INSIDE) && !defined(ENCORD_COMPILATION)
#error "Only <encord/encord.h> can be included directly."
#endif

#include <glib-object.h>

#include <encord/encord-macros.h>

G_BEGIN_DECLS

#define ENCORD_TYPE_COCO_MAPPING (encord_coco_mapping_get_type ())
ENCORD_API
G_DECLARE_FINAL_TYPE (EncordCocoMapping, encord_coco_mapping, ENCORD,
                      COCO_MAPPING, GObject)

ENCORD_API
EncordCocoMapping *encord_coco_mapping_new (void);
ENCORD_API
void encord_coco_mapping_add_category (EncordCocoMapping *self,
                                       gint64 category_id,
                                       const char *feature_hash);
ENCORD_API
void encord_coco_mapping_add_image (EncordCocoMapping *self, gint64 image_id,
                                    const char *data_hash, int frame);

G_END_DECLS
