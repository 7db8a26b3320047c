/* gstencordrowsaver.h - merges what a run saw into one label row and saves it
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <encord/labels/encord-class-map-private.h>
#include <gst/encord/encord.h>

#include "gstencordjournal.h"

G_BEGIN_DECLS

/* what saving needs besides the unit; all of it outlives the call */
typedef struct
{
  GstEncordSession *session;
  GstEncordJournal *journal;
  GHashTable *class_overrides; /* NULL: none */
  gboolean drop_unmapped;
  GCancellable *cancellable;
} GstEncordRowSaver;

typedef enum
{
  GST_ENCORD_ROW_SAVED,
  GST_ENCORD_ROW_UNCHANGED, /* nothing to send */
  GST_ENCORD_ROW_SKIPPED,   /* in a stage where rows are left alone */
  GST_ENCORD_ROW_ELSEWHERE, /* another pipeline sends or has sent it */
} GstEncordRowResult;

typedef struct
{
  GstEncordRowResult result;
  char *stage;     /* SKIPPED: where the row is */
  guint n_objects; /* of this run name in the row afterwards */
  guint n_labels;  /* likewise */
  guint n_changes; /* entries and objects written or removed */
  guint n_left_alone[ENCORD_MERGE_N_REASONS];
  guint n_beyond_end; /* labels on frames that the row does not have */
} GstEncordRowOutcome;

void gst_encord_row_outcome_clear (GstEncordRowOutcome *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (GstEncordRowOutcome,
                                  gst_encord_row_outcome_clear)

/* the table for a unit's classes; no network */
EncordClassMap *gst_encord_row_saver_map_classes (const GstEncordRowSaver *self,
                                                  EncordProject *project,
                                                  const char *const *classes,
                                                  GError **error);

/* Journals the unit, fetches the row, merges, saves. Blocks on network and disk;
 * for the session's worker. When it fails, the unit is in the journal (its id is
 * set), unless journalling itself failed. patient: wait for a row that another
 * pipeline is saving. */
gboolean gst_encord_row_saver_save (const GstEncordRowSaver *self,
                                    GstEncordPendingRow *unit, gboolean patient,
                                    GstEncordRowOutcome *ret_outcome,
                                    GError **error);

G_END_DECLS
