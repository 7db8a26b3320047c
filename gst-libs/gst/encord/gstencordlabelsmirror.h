/* gstencordlabelsmirror.h - our labels, for elements that do not know them
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#if !defined(GST_ENCORD_INSIDE) && !defined(GST_ENCORD_COMPILATION)
#error "Only <gst/encord/encord.h> can be included directly."
#endif

#include <gst/video/video.h>

#include <gst/encord/gstencordlabelsmeta.h>

G_BEGIN_DECLS

/**
 * GST_ENCORD_MIRROR_MARK:
 *
 * Name of the structure among a mirrored region's parameters.
 *
 * Since: 0.1
 */
#define GST_ENCORD_MIRROR_MARK "encord-origin"

/* adds a GstVideoRegionOfInterestMeta (and from GStreamer 1.24 on a mark and an
 * object in the GstAnalyticsRelationMeta) for each label of the buffer */
GST_ENCORD_API
void gst_encord_labels_mirror (GstBuffer *buffer, int width, int height);
/* TRUE for a region that only repeats a label of GstEncordLabelsMeta */
GST_ENCORD_API
gboolean
gst_encord_region_is_mirror (const GstVideoRegionOfInterestMeta *region);

G_END_DECLS
