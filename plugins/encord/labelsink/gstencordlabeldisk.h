/* gstencordlabeldisk.h - takes check points into the journal, whatever the network does
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gst/encord/rows/gstencordjournal.h>

G_BEGIN_DECLS

typedef struct _GstEncordLabelDisk GstEncordLabelDisk;

/* called on the disk's own thread, with no lock held */
typedef struct
{
  /* (transfer full): a unit that is in the journal as a whole, after so many frames
   * that somebody looked at */
  void (*on_unit) (GstEncordPendingRow *unit, guint64 n_seen, gpointer data);
  /* the first failure; nothing is written afterwards */
  void (*on_error) (const GError *error, gpointer data);
} GstEncordLabelDiskCallbacks;

/* has a connection and a thread of its own */
GstEncordLabelDisk *
gst_encord_label_disk_new (const char *directory,
                           const GstEncordLabelDiskCallbacks *callbacks,
                           gpointer data, GError **error);
/* after close() */
void gst_encord_label_disk_free (GstEncordLabelDisk *self);

/* Any thread that may wait for the disk: where a run can go on with a unit that an
 * earlier one did not finish. FALSE: nowhere. What is found is held until the unit
 * begins or the disk is closed. */
gboolean gst_encord_label_disk_find (GstEncordLabelDisk *self,
                                     const GstEncordRowKey *key,
                                     gboolean image_group, const char *digest,
                                     guint64 *ret_next_frame);
/* the same for a run that starts with nothing: whether a later one can go on */
void gst_encord_label_disk_expect (GstEncordLabelDisk *self,
                                   const GstEncordRowKey *key,
                                   const char *digest);

/* Streaming thread. Gives unit what was found for it: TRUE, or FALSE where it
 * starts with nothing. */
gboolean gst_encord_label_disk_take_found (GstEncordLabelDisk *self,
                                           GstEncordPendingRow *unit,
                                           GstEncordProgress *ret_progress);
/* (transfer full): unit */
void gst_encord_label_disk_begin (GstEncordLabelDisk *self,
                                  GstEncordPendingRow *unit);
/* Takes over checkpoint, after waiting while the disk is several behind, unless
 * flushing. FALSE: the disk has failed. */
gboolean gst_encord_label_disk_append (GstEncordLabelDisk *self,
                                       GstEncordCheckpoint *checkpoint);
gboolean gst_encord_label_disk_end (GstEncordLabelDisk *self,
                                    GstEncordCheckpoint *checkpoint,
                                    gboolean complete);
void gst_encord_label_disk_set_flushing (GstEncordLabelDisk *self,
                                         gboolean flushing);
/* calls func on the disk's thread once all that came so far is written; free_func
 * (nullable) takes its data afterwards, or in place of the call after close() */
void gst_encord_label_disk_when_written (GstEncordLabelDisk *self,
                                         void (*func) (gpointer data),
                                         gpointer data,
                                         GDestroyNotify free_func);

/* Writes what waits, ends the thread and holds nothing any more; afterwards nothing is
 * found, and nothing else may come. */
void gst_encord_label_disk_close (GstEncordLabelDisk *self);

G_END_DECLS
