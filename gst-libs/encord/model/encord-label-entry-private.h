/* model/encord-label-entry-private.h - one object of one frame in the body
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <json-glib/json-glib.h>

#include <encord/model/encord-label-store-private.h>

G_BEGIN_DECLS

typedef enum
{
  ENCORD_ENTRY_OTHER, /* not ours to read or change */
  ENCORD_ENTRY_HASH,  /* of the object or classification */
  ENCORD_ENTRY_FEATURE_HASH,
  ENCORD_ENTRY_CREATED_AT,
  ENCORD_ENTRY_CREATED_BY,
  ENCORD_ENTRY_LAST_EDITED_AT,
  ENCORD_ENTRY_LAST_EDITED_BY,
  ENCORD_ENTRY_CONFIDENCE,
  ENCORD_ENTRY_MANUAL,
  ENCORD_ENTRY_REVIEWS,
  ENCORD_ENTRY_POLYGONS, /* all rings, beside "polygon", which is the first */
  ENCORD_ENTRY_SHAPE,    /* + EncordShape */
} EncordEntryMember;

EncordEntryMember encord_entry_member (EncordJsonSlice name);
/* a classification has another hash and no shape */
EncordEntryMember encord_entry_classification_member (EncordJsonSlice name);
const char *encord_entry_shape_member (EncordShape shape);
/* the lower, the earlier it counts when an entry has several shapes */
int encord_entry_shape_rank (EncordShape shape);

/* what the body says of a label, without its coordinates */
void encord_entry_read (EncordLabelStore *store, const EncordLabel *label,
                        EncordLabelEdit *ret_edit);
gboolean encord_entry_get_box (const EncordLabelStore *store,
                               const EncordLabel *label, EncordBox *ret_box);
/* (transfer full) (nullable): the list of reviews that came with a label */
JsonNode *encord_entry_get_reviews (const EncordLabelStore *store,
                                    const EncordLabel *label);
/* (transfer full) (nullable): NULL when the shape is unknown */
EncordGeometry *encord_entry_get_geometry (const EncordLabelStore *store,
                                           const EncordLabel *label);

G_END_DECLS
