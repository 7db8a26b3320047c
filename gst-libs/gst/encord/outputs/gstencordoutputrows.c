/* gstencordoutputrows.c - final rows of x1, y1, x2, y2, score, class
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Exports with the suppression inside (nms=True), one-to-one heads (YOLOv10,
 * YOLO26) and models with post-processing of one's own: [1,N,6], N fixed and
 * padded with zeros, or as many as there are, 0 too. */

#include <math.h>

#include <gst/encord/outputs/gstencordoutput-private.h>

#define COLUMNS 6
/* more rows than any final list has: raw anchors */
#define MAX_ROWS 1000

static gboolean
accepts (const gint64 *dims, guint n_dims, guint *ret_n_classes)
{
  if (n_dims != 3 || (dims[0] != 1 && dims[0] != -1) || dims[1] > MAX_ROWS ||
      dims[2] != COLUMNS)
    return FALSE;
  *ret_n_classes = 0;

  return TRUE;
}

static gboolean
is_padding (const float *row)
{
  for (guint i = 0; i < COLUMNS; i++)
    if (row[i] != 0.0f)
      return FALSE;

  return TRUE;
}

static gboolean
parse_row (const float *row, guint n_classes, GstEncordDetection *ret_detection)
{
  const float class_number = roundf (row[5]);
  /* without a list of classes, what a float counts exactly */
  const float limit = n_classes > 0 ? (float) n_classes : 65536.0f;

  /* NaN is on neither side of a limit */
  if (!(class_number >= 0.0f && class_number < limit))
    return FALSE;
  *ret_detection = (GstEncordDetection){ row[0], row[1], row[2],
                                         row[3], row[4], (guint) class_number };

  return gst_encord_detection_is_valid (ret_detection);
}

static void
decode (const GstEncordTensor *tensor, guint n_classes, float confidence,
        GArray *detections, GstEncordOutputCounts *counts)
{
  const float *rows = tensor->data;

  for (gint64 i = 0; i < tensor->dims[1]; i++) {
    const float *row = rows + i * COLUMNS;
    GstEncordDetection detection;

    if (is_padding (row))
      continue;
    if (!parse_row (row, n_classes, &detection)) {
      counts->invalid++;
      continue;
    }
    counts->best_score = MAX (counts->best_score, (double) detection.score);
    if (detection.score >= confidence) {
      counts->candidates++;
      g_array_append_val (detections, detection);
    }
  }
}

const GstEncordOutputLayout gst_encord_output_rows = {
  .name = "rows",
  .description = "[1,boxes,6] with rows of x1,y1,x2,y2,score,class",
  .needs_suppression = FALSE,
  .accepts = accepts,
  .decode = decode,
};
