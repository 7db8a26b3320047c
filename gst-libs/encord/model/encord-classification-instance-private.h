/* model/encord-classification-instance-private.h - instances and their store
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <encord/model/encord-label-store-private.h>

G_BEGIN_DECLS

EncordClassificationInstance *
encord_classification_instance_new (EncordLabelStore *store,
                                    EncordLabelTrack *track);
/* leaves it empty: what it spoke of is gone */
void encord_classification_instance_detach (EncordClassificationInstance *self);
/* both NULL once it is empty */
EncordLabelTrack *
encord_classification_instance_get_track (EncordClassificationInstance *self);
EncordLabelStore *
encord_classification_instance_get_store (EncordClassificationInstance *self);

G_END_DECLS
