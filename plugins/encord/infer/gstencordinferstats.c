/* gstencordinferstats.c - what encordinfer has done so far
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "gstencordinferstats.h"

/* a sixteenth: one slow frame does not move the figure by a quarter unless it is
 * five times as slow */
#define WEIGHT 16

void
gst_encord_infer_stats_reset (GstEncordInferStats *self, gint64 latency)
{
  *self = (GstEncordInferStats){ .latency = latency };
}

static void
add_counts (GstEncordModelCounts *sum, const GstEncordModelCounts *counts)
{
  sum->labels += counts->labels;
  sum->outside += counts->outside;
  sum->rows.candidates += counts->rows.candidates;
  sum->rows.suppressed += counts->rows.suppressed;
  sum->rows.surplus += counts->rows.surplus;
  sum->rows.invalid += counts->rows.invalid;
  sum->rows.best_score = MAX (sum->rows.best_score, counts->rows.best_score);
}

void
gst_encord_infer_stats_add (GstEncordInferStats *self,
                            const GstEncordModelCounts *counts, gint64 time)
{
  self->frames++;
  add_counts (&self->counts, counts);
  self->total += time;
  self->latency += (time - self->latency) / WEIGHT;
}

gboolean
gst_encord_infer_stats_is_off (const GstEncordInferStats *self)
{
  return self->announced > 0 &&
         ABS (self->latency - self->announced) > self->announced / 4;
}

GstStructure *
gst_encord_infer_stats_to_structure (const GstEncordInferStats *self,
                                     const char *layout)
{
  const guint64 mean =
      self->frames > 0 ? (guint64) self->total * GST_USECOND / self->frames : 0;

  return gst_structure_new (
      "encord-stats", "frames", G_TYPE_UINT64, self->frames, "labels",
      G_TYPE_UINT64, self->counts.labels, "candidates", G_TYPE_UINT64,
      self->counts.rows.candidates, "suppressed", G_TYPE_UINT64,
      self->counts.rows.suppressed, "surplus", G_TYPE_UINT64,
      self->counts.rows.surplus, "invalid-rows", G_TYPE_UINT64,
      self->counts.rows.invalid, "outside", G_TYPE_UINT64, self->counts.outside,
      "best-score", G_TYPE_DOUBLE, self->counts.rows.best_score, "mean-time",
      G_TYPE_UINT64, mean, "latency", G_TYPE_UINT64,
      (guint64) self->latency * GST_USECOND, "layout", G_TYPE_STRING, layout,
      NULL);
}
