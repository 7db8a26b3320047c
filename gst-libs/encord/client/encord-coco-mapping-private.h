/* client/encord-coco-mapping-private.h - what the ids of a COCO document stand for
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <encord/client/encord-coco-mapping.h>

G_BEGIN_DECLS

/* nothing changes the copy */
EncordCocoMapping *encord_coco_mapping_copy (EncordCocoMapping *self);
/* (transfer none) (nullable) */
const char *encord_coco_mapping_get_category (EncordCocoMapping *self,
                                              gint64 category_id);
/* (transfer none) (nullable): a data hash */
const char *encord_coco_mapping_get_image (EncordCocoMapping *self,
                                           gint64 image_id, int *ret_frame);
/* (transfer full): the hashes of categories, or of images' data; each once */
char **encord_coco_mapping_dup_features (EncordCocoMapping *self);
char **encord_coco_mapping_dup_data_hashes (EncordCocoMapping *self);

G_END_DECLS
