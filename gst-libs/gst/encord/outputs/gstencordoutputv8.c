/* gstencordoutputv8.c - columns of cx, cy, w, h and a score for each class
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* YOLOv8, v9, 11, 12 and later without post-processing: [1,4+C,N], boxes in
 * pixels of the picture, class scores through their sigmoid, no objectness. */

#include <math.h>

#include <gst/encord/outputs/gstencordoutput-private.h>

#define BOX_ROWS 4

static gboolean
accepts (const gint64 *dims, guint n_dims, guint *ret_n_classes)
{
  if (n_dims != 3 || (dims[0] != 1 && dims[0] != -1) || dims[1] <= BOX_ROWS ||
      dims[1] > G_MAXUINT16 ||
      dims[2] > G_MAXINT32
      /* with fewer boxes than rows it is the other way round: a row a box */
      || (dims[2] >= 0 && dims[2] <= dims[1]))
    return FALSE;
  *ret_n_classes = (guint) dims[1] - BOX_ROWS;

  return TRUE;
}

/* One class after the other over all boxes: memory is read in order, and nearly
 * every score ends at the one comparison. NaN never wins it. */
static void
find_best (const float *scores, guint n_classes, gsize n, float *best,
           guint16 *classes)
{
  for (guint c = 0; c < n_classes; c++) {
    const float *row = scores + c * n;

    for (gsize i = 0; i < n; i++)
      if (row[i] > best[i]) {
        best[i] = row[i];
        classes[i] = (guint16) c;
      }
  }
}

static GstEncordDetection
get_detection (const float *boxes, gsize n, gsize i, float score, guint class_)
{
  const float half_width = boxes[2 * n + i] / 2.0f;
  const float half_height = boxes[3 * n + i] / 2.0f;
  const float x = boxes[i];
  const float y = boxes[n + i];

  return (GstEncordDetection){ x - half_width,  y - half_height, x + half_width,
                               y + half_height, score,           class_ };
}

static void
decode (const GstEncordTensor *tensor, guint n_classes, float confidence,
        GArray *detections, GstEncordOutputCounts *counts)
{
  const gsize n = (gsize) tensor->dims[2];
  const float *boxes = tensor->data;
  g_autofree float *best = g_new0 (float, n);
  g_autofree guint16 *classes = g_new0 (guint16, n);

  /* an empty tensor has no data to point into */
  if (n == 0)
    return;
  find_best (boxes + BOX_ROWS * n, (guint) tensor->dims[1] - BOX_ROWS, n, best,
             classes);
  for (gsize i = 0; i < n; i++) {
    GstEncordDetection detection;

    counts->best_score = MAX (counts->best_score, (double) best[i]);
    if (best[i] < confidence)
      continue;
    detection = get_detection (boxes, n, i, best[i], classes[i]);
    if (!gst_encord_detection_is_valid (&detection)) {
      counts->invalid++;
      continue;
    }
    counts->candidates++;
    g_array_append_val (detections, detection);
  }
}

const GstEncordOutputLayout gst_encord_output_v8 = {
  .name = "v8",
  .description = "[1,4+classes,boxes] of YOLOv8 and later",
  .needs_suppression = TRUE,
  .accepts = accepts,
  .decode = decode,
};
