/* gstencordoutput-private.h - what a layout family implements
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gst/encord/outputs/gstencordoutput.h>

G_BEGIN_DECLS

/**
 * GstEncordOutputLayout:
 * @name: for logs and messages
 * @description: the accepted shape, for people
 * @needs_suppression: overlapping boxes of one class are still in
 * @accepts: whether a tensor of this shape can be this layout; says how many
 *   classes there are, 0 for unknown
 * @decode: appends the rows that reach the least score
 *
 * One layout family. Pure: shapes and floats in, detections out. decode() is
 * only given tensors of floats whose shape accepts() takes.
 */
typedef struct
{
  const char *name;
  const char *description;
  gboolean needs_suppression;
  gboolean (*accepts) (const gint64 *dims, guint n_dims, guint *ret_n_classes);
  void (*decode) (const GstEncordTensor *tensor, guint n_classes,
                  float confidence, GArray *detections,
                  GstEncordOutputCounts *counts);
} GstEncordOutputLayout;

extern const GstEncordOutputLayout gst_encord_output_rows;
extern const GstEncordOutputLayout gst_encord_output_v8;

/* class by class; leaves the array sorted best first, at most max long */
void gst_encord_output_suppress (GArray *detections, double iou,
                                 GstEncordOutputCounts *counts);
void gst_encord_output_keep_best (GArray *detections, guint max,
                                  GstEncordOutputCounts *counts);

/* FALSE for NaN, infinity and no area */
gboolean gst_encord_detection_is_valid (const GstEncordDetection *detection);

G_END_DECLS
