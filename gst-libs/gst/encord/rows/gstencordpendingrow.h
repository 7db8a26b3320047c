/* gstencordpendingrow.h - what a run saw of one unit, and which row it goes into
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <encord/labels/encord-tracks-private.h>

G_BEGIN_DECLS

/* which row by which run */
typedef struct
{
  char *project_hash;
  char *data_hash;
  char *label_hash; /* NULL until the server has made the row */
  char *branch_name;
  char *run_name;
} GstEncordRowKey;

void gst_encord_row_key_clear (GstEncordRowKey *self);
void gst_encord_row_key_copy (const GstEncordRowKey *self,
                              GstEncordRowKey *ret_copy);

/* what a run saw of one unit, and how to make labels of it */
typedef struct
{
  gint64 id; /* 0 until journalled */
  GstEncordRowKey key;
  char *title;
  char *reason;
  char *
      digest; /* of what the labels come from; NULL: nobody can go on with it */
  gboolean image_group;
  gboolean complete; /* it went through to its end */
  /* its frames were numbered as they came: whether they are all of the medium's, and
   * with that complete, is for its row to say */
  gboolean counted;
  char *rules; /* see encord_track_rule_book_parse(); NULL: none said */

  /* as loaded */
  guint64 next_frame; /* how far the run had come */
  guint64 n_frames;   /* how many came */
  char **classes;
  char **image_hashes; /* of an image group, by frame */
  EncordTracks *tracks;
} GstEncordPendingRow;

GstEncordPendingRow *gst_encord_pending_row_new (void);
void gst_encord_pending_row_free (GstEncordPendingRow *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (GstEncordPendingRow, gst_encord_pending_row_free)

G_END_DECLS
