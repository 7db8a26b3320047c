/* labels/encord-tracks-private.h - what was seen on the frames of one unit, packed
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <encord/labels/encord-merge-private.h>

G_BEGIN_DECLS

/* Takes 36 bytes a label and 16 bytes a frame, and besides what shapes take. One
 * thread at a time. */
typedef struct _EncordTracks EncordTracks;

EncordTracks *encord_tracks_new (void);
void encord_tracks_free (EncordTracks *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (EncordTracks, encord_tracks_free)

/* Somebody looked at this frame; time in nanoseconds, from 0. FALSE, and nothing
 * changes, unless it comes after the frame before. */
gboolean encord_tracks_add_frame (EncordTracks *self, int frame, gint64 time);
/* What was seen on the frame added last. FALSE for a box that is none: not finite,
 * or without extent. */
gboolean encord_tracks_add (EncordTracks *self, guint32 track,
                            guint class_index, const EncordBox *box,
                            double confidence);
/* What the label added last looks like; made by encord_merge_shape_new(), and its box
 * has been around it. */
void encord_tracks_set_shape (EncordTracks *self, EncordGeometry *shape);

/* What was seen on later frames of the same unit. FALSE, and nothing changes, where
 * they do not come after those that are here. */
gboolean encord_tracks_append (EncordTracks *self, EncordTracks *later);

guint encord_tracks_get_n_frames (EncordTracks *self);
guint encord_tracks_get_n_labels (EncordTracks *self);
/* of all shapes in memory, about */
gsize encord_tracks_get_shape_size (EncordTracks *self);

/* one thing seen on one frame */
typedef struct
{
  guint32 track;
  guint class_index;
  guint look; /* which of the frames looked at, from 0 */
  int frame;
  gint64 time;
  EncordBox box; /* in steps of 1e-7 */
  double confidence;
  EncordGeometry
      *geometry; /* (nullable): its shape, if it is no box; borrowed */
} EncordSighting;

/* index: below encord_tracks_get_n_labels(); in the order in which they were
 * added */
void encord_tracks_get_sighting (EncordTracks *self, guint index,
                                 EncordSighting *ret_sighting);

/* EncordFrameRange elements: frames looked at, and those skipped between two
 * such frames no more than max_gap apart */
GArray *encord_tracks_get_seen (EncordTracks *self, gint64 max_gap);

/* Reading fails with ENCORD_ERROR_BAD_DATA. */
GBytes *encord_tracks_to_bytes (EncordTracks *self);
EncordTracks *encord_tracks_new_from_bytes (GBytes *bytes, GError **error);

G_END_DECLS
