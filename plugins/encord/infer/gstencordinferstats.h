/* gstencordinferstats.h - what encordinfer has done so far
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gst/gst.h>

#include <gst/encord/models/gstencordmodel.h>

G_BEGIN_DECLS

/**
 * GstEncordInferStats:
 * @frames: pushed with labels
 * @counts: labels and what became of the model's rows
 * @total: sum of the frames' times from a free request to the result, in
 *   microseconds
 * @latency: the same, averaged over the last frames
 * @announced: what the last LATENCY query was told, 0 for none yet
 *
 * Plain numbers; the element guards them.
 */
typedef struct
{
  guint64 frames;
  GstEncordModelCounts counts;
  gint64 total;
  gint64 latency;
  gint64 announced;
} GstEncordInferStats;

/* forgets everything but the latency, which a warm-up has measured */
void gst_encord_infer_stats_reset (GstEncordInferStats *self, gint64 latency);
void gst_encord_infer_stats_add (GstEncordInferStats *self,
                                 const GstEncordModelCounts *counts,
                                 gint64 time);
/* whether the latency has moved by a quarter since it was announced */
gboolean gst_encord_infer_stats_is_off (const GstEncordInferStats *self);
GstStructure *
gst_encord_infer_stats_to_structure (const GstEncordInferStats *self,
                                     const char *layout);

G_END_DECLS
