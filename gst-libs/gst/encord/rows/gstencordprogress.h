/* gstencordprogress.h - how far a run has come in one unit
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <encord/labels/encord-tracks-private.h>

G_BEGIN_DECLS

/* all that is needed to go on with a unit later */
typedef struct
{
  guint64 next_frame; /* all frames before it are done with */
  gint64 last_time;   /* ns, of the last frame that somebody looked at */
  guint64 n_frames;   /* with a word about labels or without */
  guint64 n_bare;     /* those without */
  guint64 n_seen;     /* those that somebody looked at */
  guint32 next_track; /* image groups: every label is a track of its own */
  guint32 n_images;   /* image groups: hashes so far */
  char **classes;     /* names, by index */
  GBytes *tracker;    /* its state; NULL for image groups */
} GstEncordProgress;

void gst_encord_progress_clear (GstEncordProgress *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (GstEncordProgress, gst_encord_progress_clear)

/* what came since the check point before, and how far that is */
typedef struct
{
  GstEncordProgress progress;
  EncordTracks *tracks;
  char **image_hashes; /* image groups; NULL: none came */
} GstEncordCheckpoint;

GstEncordCheckpoint *gst_encord_checkpoint_new (void);
void gst_encord_checkpoint_free (GstEncordCheckpoint *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (GstEncordCheckpoint, gst_encord_checkpoint_free)

G_END_DECLS
