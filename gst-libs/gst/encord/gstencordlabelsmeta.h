/* gstencordlabelsmeta.h - what is on a frame
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#if !defined(GST_ENCORD_INSIDE) && !defined(GST_ENCORD_COMPILATION)
#error "Only <gst/encord/encord.h> can be included directly."
#endif

#include <encord/encord.h>
#include <gst/encord/gstencordmacros.h>

G_BEGIN_DECLS

/**
 * GstEncordLabelsState:
 * @GST_ENCORD_LABELS_INFERRED: a model looked; no label means nothing is there
 * @GST_ENCORD_LABELS_SKIPPED: nobody looked, so tracks go on
 * @GST_ENCORD_LABELS_FAILED: a model should have looked and failed
 *
 * Whether the labels of a frame are all there is.
 *
 * Since: 0.1
 */
typedef enum
{
  GST_ENCORD_LABELS_INFERRED,
  GST_ENCORD_LABELS_SKIPPED,
  GST_ENCORD_LABELS_FAILED,
} GstEncordLabelsState;

/**
 * GstEncordLabel:
 * @class_index: index in the list of the `encord-classes` event
 * @class_name: the class's name
 * @shape: what @box or @geometry holds
 * @box: both box shapes: coordinates as fractions of the frame, as floats came
 *   out of the model; other shapes: their bounds, or 0 wide: encordlabelsink then
 *   works them out
 * @geometry: (nullable): other shapes, in coordinates of the whole picture
 * @confidence: 0..1
 * @track_id: -1 for none
 * @origin: who made it, e.g. `encordinfer`
 *
 * One object on one frame.
 *
 * Since: 0.1
 */
typedef struct
{
  guint class_index;
  GQuark class_name;
  EncordShape shape;
  EncordBox box;
  EncordGeometry *geometry;
  double confidence;
  gint64 track_id;
  GQuark origin;
} GstEncordLabel;

/**
 * GstEncordLabelsMeta:
 * @meta: parent
 * @state: whether anyone looked
 * @labels: (element-type GstEncordLabel): what was found
 *
 * At most one a buffer. Tags `video`, `orientation` and `size`: it survives copies
 * and scaling that keeps the display aspect ratio, nothing else.
 *
 * Since: 0.1
 */
typedef struct
{
  GstMeta meta;
  GstEncordLabelsState state;
  GArray *labels;
} GstEncordLabelsMeta;

#define GST_ENCORD_LABELS_META_API_TYPE (gst_encord_labels_meta_api_get_type ())
GST_ENCORD_API
GType gst_encord_labels_meta_api_get_type (void) G_GNUC_CONST;
GST_ENCORD_API
const GstMetaInfo *gst_encord_labels_meta_get_info (void);

/* replaces one that is there */
GST_ENCORD_API
GstEncordLabelsMeta *
gst_buffer_add_encord_labels_meta (GstBuffer *buffer,
                                   GstEncordLabelsState state);
GST_ENCORD_API
GstEncordLabelsMeta *gst_buffer_get_encord_labels_meta (GstBuffer *buffer);
/* copies the label; takes a reference on its geometry */
GST_ENCORD_API
void gst_encord_labels_meta_append (GstEncordLabelsMeta *self,
                                    const GstEncordLabel *label);

G_END_DECLS
