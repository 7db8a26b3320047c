/* gstencordpendingrow.c - what a run saw of one unit, and which row it goes into
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "gstencordpendingrow.h"

void
gst_encord_row_key_clear (GstEncordRowKey *self)
{
  g_clear_pointer (&self->project_hash, g_free);
  g_clear_pointer (&self->data_hash, g_free);
  g_clear_pointer (&self->label_hash, g_free);
  g_clear_pointer (&self->branch_name, g_free);
  g_clear_pointer (&self->run_name, g_free);
}

void
gst_encord_row_key_copy (const GstEncordRowKey *self, GstEncordRowKey *ret_copy)
{
  *ret_copy = (GstEncordRowKey){
    .project_hash = g_strdup (self->project_hash),
    .data_hash = g_strdup (self->data_hash),
    .label_hash = g_strdup (self->label_hash),
    .branch_name = g_strdup (self->branch_name),
    .run_name = g_strdup (self->run_name),
  };
}

GstEncordPendingRow *
gst_encord_pending_row_new (void)
{
  return g_new0 (GstEncordPendingRow, 1);
}

void
gst_encord_pending_row_free (GstEncordPendingRow *self)
{
  gst_encord_row_key_clear (&self->key);
  g_free (self->title);
  g_free (self->rules);
  g_free (self->reason);
  g_free (self->digest);
  g_strfreev (self->classes);
  g_strfreev (self->image_hashes);
  g_clear_pointer (&self->tracks, encord_tracks_free);
  g_free (self);
}
