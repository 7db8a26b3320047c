/* gstencordlabelwriter.h - takes finished units to the session's worker and into rows
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gst/encord/rows/gstencordrowsaver.h>

G_BEGIN_DECLS

#define GST_TYPE_ENCORD_LABEL_WRITER (gst_encord_label_writer_get_type ())
G_DECLARE_FINAL_TYPE (GstEncordLabelWriter, gst_encord_label_writer, GST,
                      ENCORD_LABEL_WRITER, GObject)

/* posts its messages as element, of which it keeps a weak reference; overrides
 * (nullable): see encord_class_map_new(). Takes over journal. */
GstEncordLabelWriter *
gst_encord_label_writer_new (GstElement *element, GstEncordSession *session,
                             GstEncordJournal *journal, GHashTable *overrides,
                             const GstEncordRowRules *rules);
/* For rules with dry_run, before the first unit: takes over the folder that the
 * journal is a copy in, and appends what would be done to report_file (nullable),
 * a line for each row. */
void gst_encord_label_writer_set_dry_run (GstEncordLabelWriter *self,
                                          char *journal_copy,
                                          const char *report_file);

/* Streaming thread. Each queues a job and returns; submit first waits while the
 * worker is several units behind, unless flushing. */
void gst_encord_label_writer_start_unit (GstEncordLabelWriter *self,
                                         const char *project_hash,
                                         const char *const *classes);
/* (transfer full): unit */
void gst_encord_label_writer_submit (GstEncordLabelWriter *self,
                                     GstEncordPendingRow *unit);
void gst_encord_label_writer_set_flushing (GstEncordLabelWriter *self,
                                           gboolean flushing);
/* sends what the journal holds for a project */
void gst_encord_label_writer_send_pending (GstEncordLabelWriter *self,
                                           const char *project_hash);

/* calls func on the worker once every unit so far is saved or journalled */
typedef void (*GstEncordLabelWriterDone) (GstElement *element);
void gst_encord_label_writer_when_done (GstEncordLabelWriter *self,
                                        GstEncordLabelWriterDone func);

/* Application thread: journals what waits, then gives the worker so long to save
 * it. Afterwards no job does anything any more. */
void gst_encord_label_writer_shut_down (GstEncordLabelWriter *self,
                                        GstClockTime timeout);

/* (transfer full): counts so far, as in `encord-summary` */
GstStructure *gst_encord_label_writer_get_stats (GstEncordLabelWriter *self,
                                                 const char *name);

G_END_DECLS
