/* gstencordmediabin.h - one media file as upright, numbered frames
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gio/gio.h>
#include <gst/gst.h>

G_BEGIN_DECLS

#define GST_TYPE_ENCORD_MEDIA_BIN (gst_encord_media_bin_get_type ())
G_DECLARE_FINAL_TYPE (GstEncordMediaBin, gst_encord_media_bin, GST,
                      ENCORD_MEDIA_BIN, GstBin)

/* how its stream reaches the bin is the caller's business */
GstEncordMediaBin *gst_encord_media_bin_new (GInputStream *stream);
/* starts reading and decodes a few frames ahead */
gboolean gst_encord_media_bin_start (GstEncordMediaBin *self, GError **error);
/* the next frame, with its #GstEncordFrameMeta; NULL without error: no more.
 * Waits; gst_encord_media_bin_cancel() from any thread ends the wait for good */
GstSample *gst_encord_media_bin_pull (GstEncordMediaBin *self, GError **error);
void gst_encord_media_bin_cancel (GstEncordMediaBin *self);
/* waits for its threads; not to be called from one of them */
void gst_encord_media_bin_stop (GstEncordMediaBin *self);

/* frames that the file shows and the decoder did not give */
guint64 gst_encord_media_bin_get_n_lost (GstEncordMediaBin *self,
                                         gboolean ended);

G_END_DECLS
