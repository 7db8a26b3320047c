/* gstencordlabelwriter.h - takes finished units to the session's worker and into rows
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gst/encord/rows/gstencordrowsaver.h>

#include "gstencordlabeldisk.h"

G_BEGIN_DECLS

#define GST_TYPE_ENCORD_LABEL_WRITER (gst_encord_label_writer_get_type ())
G_DECLARE_FINAL_TYPE (GstEncordLabelWriter, gst_encord_label_writer, GST,
                      ENCORD_LABEL_WRITER, GObject)

/* what a run is, for as long as it lasts */
typedef struct
{
  const char *run_name;
  const char *branch_name; /* NULL: that of the unit */
  /* the unit that the stream is, if no encord-unit event says so; NULL: none */
  const char *project_hash;
  const char *data_hash;
  const char *track_rules; /* see encord_track_rule_book_parse() */
  GBytes *recipe;          /* what the sink adds to the digest of a unit */
  gboolean resume;
  GHashTable *overrides; /* NULL: none; see encord_class_map_new() */
  gboolean drop_unmapped;
  GstEncordRowRules rules;  /* but for drop_unmapped */
  const char *dry_run_file; /* takes a line for each row; NULL: none */
} GstEncordLabelRun;

/* Posts its messages as element, of which it keeps a weak reference; copies run.
 * directory NULL: see gst_encord_journal_open(). A dry run works on a copy of the
 * journal. */
GstEncordLabelWriter *gst_encord_label_writer_new (GstElement *element,
                                                   GstEncordSession *session,
                                                   const char *directory,
                                                   const GstEncordLabelRun *run,
                                                   GError **error);

/* (transfer full): the row that a unit goes into, with nothing seen yet */
GstEncordPendingRow *
gst_encord_label_writer_make_row (GstEncordLabelWriter *self,
                                  GstEncordUnit *unit);
/* (transfer none): takes what is seen of a unit; units that have ended come back
 * and are saved one after another */
GstEncordLabelDisk *
gst_encord_label_writer_get_disk (GstEncordLabelWriter *self);
/* (transfer full) (nullable): the unit that was named by its hashes, of which nothing
 * else is known; NULL: nobody has named one */
GstEncordUnit *
gst_encord_label_writer_make_named_unit (GstEncordLabelWriter *self);
/* Whether the server has said that no row is for that unit. An error message says
 * why, and what is recorded of it is dropped. */
gboolean gst_encord_label_writer_has_refused (GstEncordLabelWriter *self);
/* Any thread that may wait for the disk: the first frame of a unit that has not
 * been seen yet. digest NULL: nobody says where the labels come from. */
guint64 gst_encord_label_writer_find_first_frame (GstEncordLabelWriter *self,
                                                  GstEncordUnit *unit,
                                                  const char *digest);

/* Streaming thread. Each queues a job and returns. */
/* asks the server whether there is a row for the unit that was named */
void gst_encord_label_writer_look_up_named (GstEncordLabelWriter *self);
void gst_encord_label_writer_start_unit (GstEncordLabelWriter *self,
                                         const char *project_hash,
                                         const char *const *classes);
/* There was a box of this class: an error if its ontology object takes none. */
void gst_encord_label_writer_check_boxes (GstEncordLabelWriter *self,
                                          const char *project_hash,
                                          const char *class);
/* sends what the journal holds for a project */
void gst_encord_label_writer_send_pending (GstEncordLabelWriter *self,
                                           const char *project_hash);
/* says on the bus that a unit goes on */
void gst_encord_label_writer_report_resumed (GstEncordLabelWriter *self,
                                             const GstEncordPendingRow *unit,
                                             const GstEncordProgress *progress);

/* Calls func on the worker once every unit so far is saved or journalled, with the
 * message that waits for it. */
typedef void (*GstEncordLabelWriterDone) (GstElement *element, GstMessage *eos);
void gst_encord_label_writer_when_done (GstEncordLabelWriter *self,
                                        GstEncordLabelWriterDone func,
                                        GstMessage *eos);

/* Application thread: waits until the disk has what came, then gives the worker so
 * long to save it, and stops it. Afterwards no job does anything any more, but for
 * one that this is called from, on the worker, where nothing is waited for. */
void gst_encord_label_writer_shut_down (GstEncordLabelWriter *self,
                                        GstClockTime timeout);

/* (transfer full): counts so far, as in `encord-summary` */
GstStructure *gst_encord_label_writer_get_stats (GstEncordLabelWriter *self,
                                                 const char *name);

G_END_DECLS
