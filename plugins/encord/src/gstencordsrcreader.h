/* gstencordsrcreader.h - lists a project's units and opens them ahead
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <encord/encord.h>
#include <gst/encord/encord.h>

#include "gstencordmediabin.h"
#include "gstencordsrcselection.h"

G_BEGIN_DECLS

/* one media file of a unit: a video, or one picture of an image group */
typedef struct
{
  GstEncordUnit *unit;
  guint unit_index;
  guint n_units;
  char *image_hash;         /* NULL for a video */
  guint64 first_frame;      /* the picture's position in its group */
  gboolean last;            /* nothing more of this unit follows */
  GstEncordMediaBin *media; /* started; NULL with an error */
  GError *error;            /* why this unit cannot be read */
} GstEncordSrcItem;

void gst_encord_src_item_free (GstEncordSrcItem *self);

typedef struct _GstEncordSrcReader GstEncordSrcReader;

/* starts a thread of its own, which puts media into @bin; it does not refer to
 * @bin otherwise */
GstEncordSrcReader *
gst_encord_src_reader_new (GstBin *bin, GstEncordSession *session,
                           const GstEncordSrcSelection *selection);
/* ends pop() and the thread for good; from any thread */
void gst_encord_src_reader_cancel (GstEncordSrcReader *self);
/* (transfer none) */
const GstEncordSrcSelection *
gst_encord_src_reader_get_selection (GstEncordSrcReader *self);
/* waits for the thread */
void gst_encord_src_reader_free (GstEncordSrcReader *self);
/* (transfer full) (nullable): the next item, or NULL: at the end without error */
GstEncordSrcItem *gst_encord_src_reader_pop (GstEncordSrcReader *self,
                                             GError **error);
/* the unit is given up: what remains of it is thrown away */
void gst_encord_src_reader_skip (GstEncordSrcReader *self, GstEncordUnit *unit);

G_END_DECLS
