/* model/encord-label-annotation-private.h - what is said of a label on a frame
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <json-glib/json-glib.h>

#include <encord/model/encord-label-store-private.h>

G_BEGIN_DECLS

/* Common to objects and classifications. `store` is NULL for an instance that is
 * empty. */

/* the error of an instance that is empty; NULL is one */
gboolean encord_label_annotation_check (const EncordLabelStore *store,
                                        GError **error);
/* how many frames the row can have, G_MAXINT when that is not known */
int encord_label_annotation_get_n_frames (const EncordLabelStore *store);
gboolean encord_label_annotation_check_frame (const EncordLabelStore *store,
                                              const EncordLabelTrack *track,
                                              int frame, GError **error);

/* what is said of a label at present, without its coordinates */
void encord_label_annotation_read (EncordLabelStore *store,
                                   const EncordLabel *label,
                                   EncordLabelEdit *ret_edit);
/* the same for the API; FALSE: label is NULL */
gboolean encord_label_annotation_get (EncordLabelStore *store,
                                      const EncordLabel *label,
                                      EncordAnnotation *ret);
JsonNode *encord_label_annotation_get_reviews (EncordLabelStore *store,
                                               const EncordLabel *label);
/* what an edit of a label (NULL: a new one) shall say: as `annotation` has it,
 * which NULL leaves as it is */
gboolean encord_label_annotation_apply (EncordLabelStore *store,
                                        const EncordLabelTrack *track,
                                        const EncordLabel *label,
                                        const EncordAnnotation *annotation,
                                        EncordLabelEdit *ret_edit,
                                        GError **error);

G_END_DECLS
