/* gstencordlabelmessages.h - what encordlabelsink says on the bus
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gst/encord/rows/gstencordrowsaver.h>

G_BEGIN_DECLS

typedef struct
{
  guint rows_saved;
  guint rows_unchanged;
  guint rows_skipped;
  guint rows_previewed;
  guint rows_journalled;
  guint rows_waiting;
  guint64 labels;
  guint64 tracks;
  guint64 frames;
} GstEncordLabelCounts;

/* All are (transfer full): the structure of an element message; names and fields
 * stand in docs/design/messages.md. */
GstStructure *
gst_encord_label_counts_to_structure (const GstEncordLabelCounts *counts,
                                      const char *name);
GstStructure *gst_encord_label_message_classes_mapped (const char *project_hash,
                                                       EncordClassMap *map);
GstStructure *
gst_encord_label_message_unit_resumed (const GstEncordPendingRow *unit,
                                       const GstEncordProgress *progress);
GstStructure *
gst_encord_label_message_row_saved (const GstEncordPendingRow *unit,
                                    const GstEncordRowOutcome *outcome);
/* the same fields, before it happens */
GstStructure *
gst_encord_label_message_row_about_to_save (const GstEncordPendingRow *unit,
                                            const GstEncordRowOutcome *outcome);
gboolean gst_encord_label_has_conflict (const GstEncordRowOutcome *outcome);
GstStructure *
gst_encord_label_message_row_conflict (const GstEncordPendingRow *unit,
                                       const GstEncordRowOutcome *outcome);
/* outcome: skipped or vetoed */
GstStructure *
gst_encord_label_message_row_skipped (const GstEncordPendingRow *unit,
                                      const GstEncordRowOutcome *outcome);
GstStructure *
gst_encord_label_message_dry_run (const GstEncordPendingRow *unit,
                                  const GstEncordRowOutcome *outcome);
GstStructure *
gst_encord_label_message_row_journalled (const GstEncordPendingRow *unit,
                                         const char *reason);

G_END_DECLS
