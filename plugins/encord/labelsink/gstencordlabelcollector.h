/* gstencordlabelcollector.h - the sink inside encordlabelsink: frames to observations
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gst/base/gstbasesink.h>

#include "gstencordlabelwriter.h"

G_BEGIN_DECLS

#define GST_TYPE_ENCORD_LABEL_COLLECTOR (gst_encord_label_collector_get_type ())
G_DECLARE_FINAL_TYPE (GstEncordLabelCollector, gst_encord_label_collector, GST,
                      ENCORD_LABEL_COLLECTOR, GstBaseSink)

/* what a frame means that nobody says anything about */
typedef enum
{
  GST_ENCORD_BARE_FRAMES_SKIPPED, /* nobody looked */
  GST_ENCORD_BARE_FRAMES_EMPTY,   /* somebody looked and found nothing */
} GstEncordBareFrames;

typedef struct
{
  double track_iou_threshold;
  guint64 track_max_age;       /* ns */
  guint64 checkpoint_interval; /* ns */
  GstEncordBareFrames bare_frames;
} GstEncordLabelCollectorSettings;

/* all of it that what is recorded depends on */
GBytes *gst_encord_label_collector_describe (
    const GstEncordLabelCollectorSettings *settings);

/* between NULL and READY, and again with NULL on the way back */
void gst_encord_label_collector_set_writer (
    GstEncordLabelCollector *self, GstEncordLabelWriter *writer,
    const GstEncordLabelCollectorSettings *settings);

G_END_DECLS
