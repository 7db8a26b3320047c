/* gstencordmodel.h - a detector, from its file to boxes on a frame
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gst/encord/encord.h>
#include <gst/encord/models/gstencordletterbox.h>
#include <gst/encord/outputs/gstencordoutput.h>

G_BEGIN_DECLS

/**
 * GstEncordModelSettings:
 * @engine: name of the runtime
 * @model_file: path of the model
 * @label_file: (nullable): class names, one a line, instead of the model's own
 * @options: how to run
 */
typedef struct
{
  const char *engine;
  const char *model_file;
  const char *label_file;
  GstEncordEngineOptions options;
} GstEncordModelSettings;

#define GST_TYPE_ENCORD_MODEL (gst_encord_model_get_type ())
GST_ENCORD_API
G_DECLARE_FINAL_TYPE (GstEncordModel, gst_encord_model, GST, ENCORD_MODEL,
                      GObject)

/* warnings: (element-type GError): what is odd, but not fatal, is added */
GST_ENCORD_API
GstEncordModel *gst_encord_model_new (const GstEncordModelSettings *settings,
                                      GPtrArray *warnings, GError **error);
GST_ENCORD_API
gboolean gst_encord_model_is_current (GstEncordModel *self,
                                      const GstEncordModelSettings *settings);
GST_ENCORD_API
const char *gst_encord_model_get_file (GstEncordModel *self);
GST_ENCORD_API
gboolean gst_encord_model_is_on_disk (GstEncordModel *self);
GST_ENCORD_API
GstEncordEngine *gst_encord_model_get_engine (GstEncordModel *self);
GST_ENCORD_API
const GstEncordPicture *gst_encord_model_get_picture (GstEncordModel *self);
GST_ENCORD_API
const char *const *gst_encord_model_get_names (GstEncordModel *self);
GST_ENCORD_API
const char *gst_encord_model_get_layout (GstEncordModel *self);

/**
 * GstEncordModelCounts:
 * @labels: labels made
 * @outside: detections that lie wholly beside the frame
 * @rows: what became of the model's rows
 */
typedef struct
{
  guint64 labels;
  guint64 outside;
  GstEncordOutputCounts rows;
} GstEncordModelCounts;

/* adds what was found to the labels; one thread at a time */
GST_ENCORD_API
gboolean gst_encord_model_read_labels (
    GstEncordModel *self, GstEncordRequest *request,
    const GstEncordLetterbox *letterbox, const GstEncordOutputOptions *options,
    GstEncordLabelsMeta *labels, GstEncordModelCounts *counts, GError **error);

G_END_DECLS
