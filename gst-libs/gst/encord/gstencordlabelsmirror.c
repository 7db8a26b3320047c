/* gstencordlabelsmirror.c - our labels, for elements that do not know them
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <math.h>

#ifdef HAVE_GST_ANALYTICS
#include <gst/analytics/analytics.h>
#endif

#include <gst/encord/gstencordlabelsmirror.h>

typedef struct
{
  int x;
  int y;
  int width;
  int height;
} PixelBox;

/* the pixels that the box touches */
static PixelBox
to_pixels (const EncordBox *box, int width, int height)
{
  const double left = CLAMP (floor (box->x * width), 0, width);
  const double top = CLAMP (floor (box->y * height), 0, height);
  const double right = CLAMP (ceil ((box->x + box->width) * width), 0, width);
  const double bottom =
      CLAMP (ceil ((box->y + box->height) * height), 0, height);

  return (PixelBox){ (int) left, (int) top, (int) (right - left),
                     (int) (bottom - top) };
}

static void
mirror_as_region (GstBuffer *buffer, const GstEncordLabel *label, PixelBox at)
{
  GstVideoRegionOfInterestMeta *region =
      gst_buffer_add_video_region_of_interest_meta_id (
          buffer, label->class_name, (guint) at.x, (guint) at.y,
          (guint) at.width, (guint) at.height);

  gst_video_region_of_interest_meta_add_param (
      region, gst_structure_new (GST_ENCORD_MIRROR_MARK, "class-index",
                                 G_TYPE_UINT, label->class_index, "confidence",
                                 G_TYPE_DOUBLE, label->confidence, NULL));
}

#ifdef HAVE_GST_ANALYTICS
static void
mirror_as_object (GstAnalyticsRelationMeta *relations,
                  const GstEncordLabel *label, PixelBox at)
{
  GstAnalyticsODMtd object;
  GstAnalyticsClsMtd mark;

  if (!gst_analytics_relation_meta_add_od_mtd (
          relations, label->class_name, at.x, at.y, at.width, at.height,
          (float) label->confidence, &object) ||
      !gst_analytics_relation_meta_add_one_cls_mtd (
          relations, 1.0f, g_quark_from_static_string (GST_ENCORD_MIRROR_MARK),
          &mark))
    return;
  gst_analytics_relation_meta_set_relation (
      relations, GST_ANALYTICS_REL_TYPE_RELATE_TO, object.id, mark.id);
}
#endif

/**
 * gst_encord_labels_mirror: (skip)
 * @buffer: a writable buffer with a #GstEncordLabelsMeta
 * @width: width of the picture in pixels
 * @height: height of the picture in pixels
 *
 * Repeats the labels in the forms that stock elements read, in whole pixels
 * and with a mark, so that nobody who reads #GstEncordLabelsMeta counts them
 * twice.
 *
 * Since: 0.1
 */
void
gst_encord_labels_mirror (GstBuffer *buffer, int width, int height)
{
  GstEncordLabelsMeta *meta = gst_buffer_get_encord_labels_meta (buffer);
#ifdef HAVE_GST_ANALYTICS
  GstAnalyticsRelationMeta *relations = NULL;
#endif

  g_return_if_fail (gst_buffer_is_writable (buffer));
  g_return_if_fail (width > 0 && height > 0);

  if (meta == NULL || meta->labels->len == 0)
    return;

#ifdef HAVE_GST_ANALYTICS
  relations = gst_buffer_get_analytics_relation_meta (buffer);
  if (relations == NULL)
    relations = gst_buffer_add_analytics_relation_meta (buffer);
#endif
  for (guint i = 0; i < meta->labels->len; i++) {
    const GstEncordLabel *label =
        &g_array_index (meta->labels, GstEncordLabel, i);
    const PixelBox at = to_pixels (&label->box, width, height);

    mirror_as_region (buffer, label, at);
#ifdef HAVE_GST_ANALYTICS
    mirror_as_object (relations, label, at);
#endif
  }
}

/**
 * gst_encord_region_is_mirror: (skip)
 * @region: a region of interest on any buffer
 *
 * Tells regions of other elements from those that repeat labels.
 *
 * Returns: %TRUE when @region only repeats a label of the buffer's
 *   #GstEncordLabelsMeta
 *
 * Since: 0.1
 */
gboolean
gst_encord_region_is_mirror (const GstVideoRegionOfInterestMeta *region)
{
  g_return_val_if_fail (region != NULL, FALSE);

  return gst_video_region_of_interest_meta_get_param (
             (GstVideoRegionOfInterestMeta *) region, GST_ENCORD_MIRROR_MARK) !=
         NULL;
}
