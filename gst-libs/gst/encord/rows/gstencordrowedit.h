/* gstencordrowedit.h - between a label row and what merging compares
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <encord/labels/encord-merge-private.h>

G_BEGIN_DECLS

#define GST_ENCORD_MAIN_BRANCH "main"

/* Rows that humans review or have finished are not to be written: those in a
 * review, consensus review or done stage, and without workflow those whose task
 * is IN_REVIEW or COMPLETED. ret_stage names where such a row is. What is on
 * another branch than main is not what they review. */
gboolean gst_encord_row_is_protected (EncordLabelRow *row,
                                      EncordProject *project, char **ret_stage);

/* Puts tracks on the frames of the row: image groups by image_hashes (by frame of
 * the tracks), with flat angles where the class has no angle. Drops entries on
 * frames that the row does not have, and says how many. */
guint gst_encord_row_place_tracks (EncordLabelRow *row, GPtrArray *mine,
                                   GArray *seen, char **image_hashes);

/* the objects of the row that a merge of mine with base and intent (nullable) has
 * to know: see EncordMergeInput.theirs */
GPtrArray *gst_encord_row_read_objects (EncordLabelRow *row, GPtrArray *base,
                                        GPtrArray *intent, GPtrArray *mine);

/* carries out the operations, and completes plan->base with the answers of new
 * objects */
gboolean gst_encord_row_apply_plan (EncordLabelRow *row, EncordMergePlan *plan,
                                    GError **error);

G_END_DECLS
