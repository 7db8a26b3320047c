/* model/encord-object-instance-private.h - instances and their store
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <encord/model/encord-label-store-private.h>

G_BEGIN_DECLS

EncordObjectInstance *encord_object_instance_new (EncordLabelStore *store,
                                                  EncordLabelTrack *track);
/* leaves it empty: what it spoke of is gone */
void encord_object_instance_detach (EncordObjectInstance *self);
/* both NULL once it is empty */
EncordLabelTrack *encord_object_instance_get_track (EncordObjectInstance *self);
EncordLabelStore *encord_object_instance_get_store (EncordObjectInstance *self);

/* One line of JSON; equal for answers that mean the same. The slices are the
 * values of the object's entries in object_answers and object_actions; text NULL:
 * there is none. */
char *encord_answers_normalise (EncordJsonSlice answers,
                                EncordJsonSlice actions);

G_END_DECLS
