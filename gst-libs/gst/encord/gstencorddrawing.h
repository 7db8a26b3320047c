/* gstencorddrawing.h - labels on a cairo surface
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#if !defined(GST_ENCORD_INSIDE) && !defined(GST_ENCORD_COMPILATION)
#error "Only <gst/encord/encord.h> can be included directly."
#endif

#include <cairo.h>

#include <gst/encord/gstencordlabelsmeta.h>

G_BEGIN_DECLS

/**
 * GstEncordDrawingStyle:
 * @names: whether to write the class's name
 * @track_ids: whether to write the track id
 * @confidences: whether to write the confidence
 * @line_width: of the outlines, in pixels; 0 for one that suits the picture
 *
 * What gst_encord_draw_labels() draws besides the outlines.
 *
 * Since: 0.1
 */
typedef struct
{
  gboolean names;
  gboolean track_ids;
  gboolean confidences;
  double line_width;
} GstEncordDrawingStyle;

GST_ENCORD_API
void gst_encord_draw_labels (cairo_t *cr, int width, int height,
                             const GstEncordLabel *labels, guint n_labels,
                             const GstEncordDrawingStyle *style);

G_END_DECLS
