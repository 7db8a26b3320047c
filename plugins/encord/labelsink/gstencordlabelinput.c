/* gstencordlabelinput.c - what is on a frame, whoever has put it there
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "gstencordlabelinput.h"

#include <math.h>

#include <encord/labels/encord-merge-shape-private.h>

#ifdef HAVE_GST_ANALYTICS
#include <gst/analytics/analytics.h>
#endif

GST_DEBUG_CATEGORY_EXTERN (encordlabelsink_debug);
#define GST_CAT_DEFAULT encordlabelsink_debug

typedef struct
{
  GstBuffer *buffer;
  double width;
  double height;
  GstEncordInputFunc func;
  gpointer data;
} Reading;

gboolean
gst_encord_label_box_is_usable (const EncordBox *box)
{
  return isfinite (box->x) && isfinite (box->y) && isfinite (box->width) &&
         isfinite (box->height) && isfinite (box->theta) && box->width > 0 &&
         box->height > 0;
}

/* whoever made the label may know more of the thing than its outline says, as how
 * large that is of which a point is the middle */
static gboolean
find_bounds (const Reading *self, const GstEncordLabel *label,
             const EncordGeometry *shape, EncordBox *ret_box)
{
  g_autoptr (GError) error = NULL;

  *ret_box = label->box;
  if (gst_encord_label_box_is_usable (ret_box))
    return TRUE;
  if (encord_merge_shape_get_bounds (shape, (int) self->width,
                                     (int) self->height, ret_box, &error))
    return TRUE;
  GST_WARNING ("a label has no bounds: %s", error->message);

  return FALSE;
}

static void
give_drawn (const Reading *self, const GstEncordLabel *label)
{
  g_autoptr (EncordGeometry) shape = encord_merge_shape_new (label->geometry);
  EncordBox box;

  if (shape == NULL)
    GST_WARNING (
        "a %s is malformed or empty, and left out",
        encord_shape_to_string (encord_geometry_get_shape (label->geometry)));
  else if (find_bounds (self, label, shape, &box))
    self->func (label->class_name, &box, shape, label->confidence, self->data);
}

static void
give_label (const Reading *self, const GstEncordLabel *label)
{
  EncordBox box = label->box;

  if (label->geometry != NULL &&
      encord_merge_has_shape (encord_geometry_get_shape (label->geometry))) {
    give_drawn (self, label);
    return;
  }
  if (label->geometry != NULL)
    encord_geometry_get_box (label->geometry, &box);
  self->func (label->class_name, &box, NULL, label->confidence, self->data);
}

static void
give_labels (const Reading *self, const GstEncordLabelsMeta *meta)
{
  for (guint i = 0; i < meta->labels->len; i++)
    give_label (self, &g_array_index (meta->labels, GstEncordLabel, i));
}

static void
give_pixels (const Reading *self, GQuark name, double x, double y, double width,
             double height, double confidence)
{
  const EncordBox box = { x / self->width, y / self->height,
                          width / self->width, height / self->height, 0 };

  self->func (name, &box, NULL, confidence, self->data);
}

#ifdef HAVE_GST_ANALYTICS
/* a class that is related to the object: the one that is wanted, or with 0 the
 * first; 0: there is none */
static GQuark
find_class (GstAnalyticsRelationMeta *relations, guint object, GQuark wanted)
{
  GstAnalyticsClsMtd class;
  gpointer state = NULL;

  while (gst_analytics_relation_meta_get_direct_related (
      relations, object, GST_ANALYTICS_REL_TYPE_RELATE_TO,
      gst_analytics_cls_mtd_get_mtd_type (), &state, &class)) {
    const GQuark name = gst_analytics_cls_mtd_get_length (&class) > 0
                            ? gst_analytics_cls_mtd_get_quark (&class, 0)
                            : 0;

    if (name != 0 && (wanted == 0 || name == wanted))
      return name;
  }

  return 0;
}

static void
give_object (const Reading *self, GstAnalyticsODMtd *object)
{
  GQuark name = gst_analytics_od_mtd_get_obj_type (object);
  int x, y, width, height;
  float confidence;

  if (!gst_analytics_od_mtd_get_location (object, &x, &y, &width, &height,
                                          &confidence))
    return;
  if (name == 0)
    name = find_class (object->meta, object->id, 0);
  give_pixels (self, name, x, y, width, height, (double) confidence);
}

static gboolean
give_objects (const Reading *self)
{
  GstAnalyticsRelationMeta *relations =
      gst_buffer_get_analytics_relation_meta (self->buffer);
  const GQuark mirror = g_quark_from_static_string (GST_ENCORD_MIRROR_MARK);
  GstAnalyticsODMtd object;
  gpointer state = NULL;
  gboolean any = FALSE;

  while (
      relations != NULL &&
      gst_analytics_relation_meta_iterate (
          relations, &state, gst_analytics_od_mtd_get_mtd_type (), &object)) {
    if (find_class (relations, object.id, mirror) != 0)
      continue;
    any = TRUE;
    give_object (self, &object);
  }

  return any;
}
#else
static gboolean
give_objects (const Reading *self)
{
  return FALSE;
}
#endif

/* the common way to say it: a structure with a field `confidence` */
static double
get_confidence (const GstVideoRegionOfInterestMeta *region)
{
  double confidence = 1;

  for (GList *l = region->params; l != NULL; l = l->next)
    if (gst_structure_get_double (l->data, "confidence", &confidence))
      break;

  return confidence;
}

static gboolean
give_regions (const Reading *self)
{
  gboolean any = FALSE;
  gpointer state = NULL;
  GstMeta *meta;

  while ((meta = gst_buffer_iterate_meta_filtered (
              self->buffer, &state,
              GST_VIDEO_REGION_OF_INTEREST_META_API_TYPE)) != NULL) {
    const GstVideoRegionOfInterestMeta *region =
        (const GstVideoRegionOfInterestMeta *) meta;

    if (gst_encord_region_is_mirror (region))
      continue;
    any = TRUE;
    give_pixels (self, region->roi_type, region->x, region->y, region->w,
                 region->h, get_confidence (region));
  }

  return any;
}

GstEncordInput
gst_encord_label_input_read (GstBuffer *buffer, const GstVideoInfo *info,
                             GstEncordInputFunc func, gpointer data)
{
  const Reading self = {
    .buffer = buffer,
    .width = GST_VIDEO_INFO_WIDTH (info),
    .height = GST_VIDEO_INFO_HEIGHT (info),
    .func = func,
    .data = data,
  };
  const GstEncordLabelsMeta *meta = gst_buffer_get_encord_labels_meta (buffer);

  if (meta != NULL) {
    if (meta->state != GST_ENCORD_LABELS_INFERRED)
      return GST_ENCORD_INPUT_SKIPPED;
    give_labels (&self, meta);
    return GST_ENCORD_INPUT_SEEN;
  }

  return give_objects (&self) || give_regions (&self) ? GST_ENCORD_INPUT_SEEN
                                                      : GST_ENCORD_INPUT_BARE;
}
