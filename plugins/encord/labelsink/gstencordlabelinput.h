/* gstencordlabelinput.h - what is on a frame, whoever has put it there
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gst/encord/encord.h>
#include <gst/video/video.h>

G_BEGIN_DECLS

typedef enum
{
  GST_ENCORD_INPUT_SEEN,    /* somebody looked; this is all there is */
  GST_ENCORD_INPUT_SKIPPED, /* nobody looked, and says so */
  GST_ENCORD_INPUT_BARE,    /* there is no word about this frame */
} GstEncordInput;

/* name: of the class, 0 for none; box: as fractions of the picture; shape:
 * (nullable): what is in the box, made by encord_merge_shape_new() */
typedef void (*GstEncordInputFunc) (GQuark name, const EncordBox *box,
                                    EncordGeometry *shape, double confidence,
                                    gpointer data);

/* Calls func for each thing on the frame. The first of these that says anything is
 * read, and no other: GstEncordLabelsMeta; objects in a GstAnalyticsRelationMeta,
 * where GStreamer has those (1.24); GstVideoRegionOfInterestMeta. What only repeats
 * GstEncordLabelsMeta for stock elements says nothing. Left out is what has a shape
 * that encord_merge_shape_new() does not take. */
GstEncordInput gst_encord_label_input_read (GstBuffer *buffer,
                                            const GstVideoInfo *info,
                                            GstEncordInputFunc func,
                                            gpointer data);

/* whether it is anywhere, and has an extent */
gboolean gst_encord_label_box_is_usable (const EncordBox *box);

G_END_DECLS
