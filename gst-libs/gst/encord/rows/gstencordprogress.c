/* gstencordprogress.c - how far a run has come in one unit
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "gstencordprogress.h"

void
gst_encord_progress_clear (GstEncordProgress *self)
{
  g_clear_pointer (&self->classes, g_strfreev);
  g_clear_pointer (&self->tracker, g_bytes_unref);
}

GstEncordCheckpoint *
gst_encord_checkpoint_new (void)
{
  return g_new0 (GstEncordCheckpoint, 1);
}

void
gst_encord_checkpoint_free (GstEncordCheckpoint *self)
{
  gst_encord_progress_clear (&self->progress);
  g_clear_pointer (&self->tracks, encord_tracks_free);
  g_strfreev (self->image_hashes);
  g_free (self);
}
