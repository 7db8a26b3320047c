/* gstencordrowsaver.h - merges what a run saw into one label row and saves it
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <encord/labels/encord-class-map-private.h>
#include <gst/encord/encord.h>

#include "gstencordjournal.h"
#include "gstencordrowreport.h"

G_BEGIN_DECLS

/* what is done to a row that says what the run found */
typedef enum
{
  GST_ENCORD_ON_SAVED_NONE,
  GST_ENCORD_ON_SAVED_COMPLETE, /* moved to the end of the workflow */
  GST_ENCORD_ON_SAVED_PRIORITY,
} GstEncordOnSaved;

typedef struct
{
  gboolean drop_unmapped;
  gboolean convert_shapes; /* boxes into objects of other shapes */
  EncordMergePolicy overlap_policy;
  GstEncordOnSaved on_saved;
  double priority;
  /* Nothing is written on the server. The journal is: give it a copy. */
  gboolean dry_run;
} GstEncordRowRules;

typedef enum
{
  GST_ENCORD_ROW_SAVED,
  GST_ENCORD_ROW_UNCHANGED, /* nothing to send */
  GST_ENCORD_ROW_SKIPPED,   /* in a stage where rows are left alone */
  GST_ENCORD_ROW_VETOED,    /* not to be saved, says may_save */
  GST_ENCORD_ROW_PREVIEWED, /* dry run: only reported */
  GST_ENCORD_ROW_ELSEWHERE, /* another pipeline sends or has sent it */
} GstEncordRowResult;

typedef struct
{
  GstEncordRowResult result;
  EncordLabelRow *row;        /* SAVED, UNCHANGED: as the server has it */
  char *stage;                /* SKIPPED: where the row is */
  GstEncordRowReport *report; /* PREVIEWED */
  GError *follow_up; /* SAVED, UNCHANGED: why what follows was not done */
  GError *miscount;  /* why a unit that was counted is not complete */
  guint n_objects;   /* of this run name in the row afterwards */
  guint n_labels;    /* likewise */
  guint n_changes;   /* entries and objects written or removed */
  guint n_replaced;  /* of those, entries of humans that made room */
  guint n_left_alone[ENCORD_MERGE_N_REASONS];
  guint n_beyond_end; /* labels on frames that the row does not have */
  guint n_edits; /* how often somebody changed the row while it was merged */
} GstEncordRowOutcome;

void gst_encord_row_outcome_clear (GstEncordRowOutcome *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (GstEncordRowOutcome,
                                  gst_encord_row_outcome_clear)

/* Asked with the row as it would be saved, before the server is asked for the last
 * time; anew each time that the row was merged again. */
typedef gboolean (*GstEncordRowMaySave) (const GstEncordPendingRow *unit,
                                         EncordLabelRow *row,
                                         const GstEncordRowOutcome *outcome,
                                         gpointer data);

/* what saving needs besides the unit; all of it outlives the call */
typedef struct
{
  GstEncordSession *session;
  GstEncordJournal *journal;
  GHashTable *class_overrides; /* NULL: none */
  GstEncordRowRules rules;
  GCancellable *cancellable;
  GstEncordRowMaySave may_save; /* NULL: always */
  gpointer may_save_data;
} GstEncordRowSaver;

/* the table for a unit's classes; no network */
EncordClassMap *gst_encord_row_saver_map_classes (const GstEncordRowSaver *self,
                                                  EncordProject *project,
                                                  const char *const *classes,
                                                  GError **error);

/* Fetches the row, merges, saves, and settles the unit in the journal, where it
 * stays if that fails; ENCORD_ERROR_CONFLICT with n_edits in the outcome: people
 * were quicker each time. Blocks on network and disk; for the session's worker.
 * patient: wait for a row that another pipeline is saving. */
gboolean gst_encord_row_saver_save (const GstEncordRowSaver *self,
                                    GstEncordPendingRow *unit, gboolean patient,
                                    GstEncordRowOutcome *ret_outcome,
                                    GError **error);

G_END_DECLS
