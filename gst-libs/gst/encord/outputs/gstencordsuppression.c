/* gstencordsuppression.c - of several boxes on one thing, the best
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Greedy non-maximum suppression within each class, as in Felzenszwalb et al.,
 * "Object Detection with Discriminatively Trained Part-Based Models" (2010). */

#include <math.h>

#include <gst/encord/outputs/gstencordoutput-private.h>

/* equal scores keep an order of their own, so that results do not depend on how
 * a tensor was laid out or sorted */
static int
compare_place (const GstEncordDetection *a, const GstEncordDetection *b)
{
  if (a->x1 != b->x1)
    return a->x1 < b->x1 ? -1 : 1;
  if (a->y1 != b->y1)
    return a->y1 < b->y1 ? -1 : 1;

  return 0;
}

static int
compare_score (gconstpointer a, gconstpointer b)
{
  const GstEncordDetection *first = a;
  const GstEncordDetection *second = b;

  if (first->score != second->score)
    return first->score > second->score ? -1 : 1;
  if (first->class_index != second->class_index)
    return first->class_index < second->class_index ? -1 : 1;

  return compare_place (first, second);
}

static int
compare_class (gconstpointer a, gconstpointer b)
{
  const GstEncordDetection *first = a;
  const GstEncordDetection *second = b;

  if (first->class_index != second->class_index)
    return first->class_index < second->class_index ? -1 : 1;

  return compare_score (a, b);
}

static double
area (const GstEncordDetection *box)
{
  return ((double) box->x2 - box->x1) * ((double) box->y2 - box->y1);
}

static gboolean
overlaps (const GstEncordDetection *a, const GstEncordDetection *b, double iou)
{
  const double width = MIN ((double) a->x2, (double) b->x2) -
                       MAX ((double) a->x1, (double) b->x1);
  const double height = MIN ((double) a->y2, (double) b->y2) -
                        MAX ((double) a->y1, (double) b->y1);
  double shared;

  if (width <= 0.0 || height <= 0.0)
    return FALSE;
  shared = width * height;

  return shared > iou * (area (a) + area (b) - shared);
}

static gboolean
is_covered (const GstEncordDetection *box, const GstEncordDetection *kept,
            guint n_kept, double iou)
{
  for (guint i = 0; i < n_kept; i++)
    if (overlaps (box, &kept[i], iou))
      return TRUE;

  return FALSE;
}

gboolean
gst_encord_detection_is_valid (const GstEncordDetection *detection)
{
  return isfinite (detection->x1) && isfinite (detection->y1) &&
         isfinite (detection->x2) && isfinite (detection->y2) &&
         isfinite (detection->score) && detection->x2 > detection->x1 &&
         detection->y2 > detection->y1;
}

void
gst_encord_output_suppress (GArray *detections, double iou,
                            GstEncordOutputCounts *counts)
{
  GstEncordDetection *boxes =
      (GstEncordDetection *) (gpointer) detections->data;
  guint n_kept = 0;
  guint class_start = 0;

  g_array_sort (detections, compare_class);
  for (guint i = 0; i < detections->len; i++) {
    if (i == 0 || boxes[i].class_index != boxes[n_kept - 1].class_index)
      class_start = n_kept;
    if (is_covered (&boxes[i], &boxes[class_start], n_kept - class_start, iou))
      counts->suppressed++;
    else
      boxes[n_kept++] = boxes[i];
  }
  g_array_set_size (detections, n_kept);
}

void
gst_encord_output_keep_best (GArray *detections, guint max,
                             GstEncordOutputCounts *counts)
{
  g_array_sort (detections, compare_score);
  if (detections->len > max) {
    counts->surplus += detections->len - max;
    g_array_set_size (detections, max);
  }
}
