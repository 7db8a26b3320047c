/* gstencordoutput.h - a model's tensors become detections
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gst/encord/encord.h>
#include <gst/encord/models/gstencordmodelinfo.h>

G_BEGIN_DECLS

/**
 * GstEncordDetection:
 * @x1: left edge in pixels of the model's picture
 * @y1: top edge
 * @x2: right edge
 * @y2: bottom edge
 * @score: 0..1
 * @class_index: index in the model's list of classes
 */
typedef struct
{
  float x1;
  float y1;
  float x2;
  float y2;
  float score;
  guint class_index;
} GstEncordDetection;

/**
 * GstEncordOutputOptions:
 * @confidence: least score, 0..1
 * @iou: overlap from which the weaker of two boxes of a class goes, 0..1; has
 *   no effect on final rows
 * @max_detections: most detections of one picture
 */
typedef struct
{
  double confidence;
  double iou;
  guint max_detections;
} GstEncordOutputOptions;

/**
 * GstEncordOutputCounts:
 * @candidates: rows that reached the least score
 * @suppressed: of those, overlapped by a better one of their class
 * @surplus: of the rest, beyond the most detections
 * @invalid: rows with NaN, infinity, no area or no such class
 * @best_score: best of all valid rows, below the least score too where the
 *   layout allows to see it; 0 when there are none
 *
 * What became of the rows; decoding adds to it.
 */
typedef struct
{
  guint64 candidates;
  guint64 suppressed;
  guint64 surplus;
  guint64 invalid;
  double best_score;
} GstEncordOutputCounts;

typedef struct _GstEncordOutput GstEncordOutput;

GST_ENCORD_API
GstEncordOutput *gst_encord_output_new (const GstEncordTensorInfo *tensors,
                                        guint n_tensors,
                                        const GstEncordModelInfo *info,
                                        GError **error);
GST_ENCORD_API
void gst_encord_output_free (GstEncordOutput *self);
GST_ENCORD_API
guint gst_encord_output_get_n_classes (const GstEncordOutput *self);
GST_ENCORD_API
void gst_encord_output_set_n_classes (GstEncordOutput *self, guint n_classes);
GST_ENCORD_API
const char *gst_encord_output_get_layout (const GstEncordOutput *self);
/* replaces the contents of the array of GstEncordDetection; best first */
GST_ENCORD_API
gboolean gst_encord_output_decode (
    const GstEncordOutput *self, const GstEncordTensor *tensors,
    guint n_tensors, const GstEncordOutputOptions *options,
    GArray *ret_detections, GstEncordOutputCounts *counts, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (GstEncordOutput, gst_encord_output_free)

G_END_DECLS
