/* gstencordlabelwriterprivate.h - the writer, among the files that make it up
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "gstencordlabelmessages.h"
#include "gstencordlabelwriter.h"

G_BEGIN_DECLS

/* Threads: the disk's own thread hands on units that are in the journal, the
 * session's worker runs the jobs one after another, an application thread shuts
 * down. They meet in the fields guarded by `lock`, a leaf lock: nothing is called
 * while it is held. The saver's journal belongs to the worker; the disk has another
 * connection, so that check points go on while the worker waits for the network. */
struct _GstEncordLabelWriter
{
  GObject parent;

  /* written once, before the first job */
  GWeakRef element;
  GstEncordRowSaver saver;
  GstEncordLabelDisk *disk;
  char *run_name;
  char *branch_name;     /* NULL: that of the unit */
  GstEncordRowKey named; /* by its hashes, without a unit event; empty: none */
  char *track_rules;
  GBytes *recipe;
  gboolean resume;
  char *journal_copy; /* dry run: where the journal is, to be removed */
  char *report_file;  /* likewise; NULL: none */

  GHashTable *given_up;  /* worker: pending ids that will not work this time */
  GHashTable *sent;      /* worker: pending ids that were counted when sent */
  gboolean checks_later; /* worker: classes are checked when they are saved */

  GMutex lock;
  GCond changed;
  GQueue waiting;               /* GstEncordPendingRow, as they are in the
                                 * journal but for what lies there in chunks;
                                 * guarded by lock */
  GstEncordPendingRow *current; /* the worker's; guarded by lock */
  GThread *runner;    /* while it runs a job of ours; guarded by lock */
  gboolean refused;   /* what was named is not there; guarded by lock */
  gboolean failed;    /* there is the one error; guarded by lock */
  GThread *poster;    /* while it posts that; guarded by lock */
  gboolean stopping;  /* nothing streams any more; guarded by lock */
  gboolean shut_down; /* no job begins any more; guarded by lock */
  GstEncordLabelCounts counts; /* guarded by lock */
};

/* Something for the worker to do. What the element asks for has its details in the
 * job. */
typedef struct _GstEncordLabelJob GstEncordLabelJob;
typedef void (*GstEncordLabelJobFunc) (GstEncordLabelWriter *self,
                                       const GstEncordLabelJob *job);

/* the element has stopped, and waits for the job that is running */
gboolean gst_encord_label_writer_is_shut_down (GstEncordLabelWriter *self);
/* the one error has been posted, or is on its way */
gboolean gst_encord_label_writer_has_failed (GstEncordLabelWriter *self);
/* what passes by itself, so that the row can wait for it in the journal */
gboolean gst_encord_label_writer_is_passing (const GError *error);
/* the unit that was named has turned out to have no row */
gboolean gst_encord_label_writer_is_refused (GstEncordLabelWriter *self,
                                             const GstEncordRowKey *key);
/* GstEncordRowSaver.may_save */
gboolean gst_encord_label_writer_may_save (const GstEncordPendingRow *unit,
                                           EncordLabelRow *row,
                                           const GstEncordRowOutcome *outcome,
                                           gpointer data);
/* jobs of the worker: the unit that has waited longest; all that the journal holds
 * for a project */
void gst_encord_label_writer_run_unit (GstEncordLabelWriter *self,
                                       const GstEncordLabelJob *job);
void gst_encord_label_writer_send_all_pending (GstEncordLabelWriter *self,
                                               const char *project_hash);
/* a job for the session's worker */
void gst_encord_label_writer_push (GstEncordLabelWriter *self,
                                   GstEncordLabelJobFunc func);
/* no row will ever take it, and an error has said so */
void gst_encord_label_writer_drop_refused (GstEncordLabelWriter *self,
                                           const GstEncordPendingRow *unit);

/* (transfer full): fields */
void gst_encord_label_writer_post (GstEncordLabelWriter *self,
                                   GstStructure *fields);
/* When it returns, the one error is on the bus: what the caller tells the streaming
 * thread then comes after it. */
void gst_encord_label_writer_post_failure (GstEncordLabelWriter *self,
                                           const GError *error,
                                           const char *remedy);
void gst_encord_label_writer_count (GstEncordLabelWriter *self,
                                    const GstEncordRowOutcome *outcome);
void gst_encord_label_writer_report_saved (GstEncordLabelWriter *self,
                                           const GstEncordPendingRow *unit,
                                           const GstEncordRowOutcome *outcome);
void
gst_encord_label_writer_report_preview (GstEncordLabelWriter *self,
                                        const GstEncordPendingRow *unit,
                                        const GstEncordRowOutcome *outcome);
void gst_encord_label_writer_report_miscount (GstEncordLabelWriter *self,
                                              const GError *miscount);
void gst_encord_label_writer_report_journalled (GstEncordLabelWriter *self,
                                                GstEncordPendingRow *unit,
                                                const GError *reason);

G_END_DECLS
