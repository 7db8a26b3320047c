/* gstencordoverlay.c - draws the labels of each frame
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/**
 * SECTION:element-encordoverlay
 * @title: encordoverlay
 *
 * Draws the labels that a buffer carries: outlines in the class's colour, and a
 * tag with the class's name, the track id and the confidence. A frame without
 * labels passes untouched, so labels never outlive their frame.
 *
 * Where downstream can lay pictures over the video (overlay composition), it gets
 * them beside the frame and blends them itself; else they are blended into the
 * frame here.
 *
 * Not for recording a data set: an encoder behind it stores the drawing.
 *
 * |[
 * gst-launch-1.0 videotestsrc ! encordinfer model-file=model.onnx ! encordoverlay ! videoconvert ! autovideosink
 * ]|
 *
 * Since: 0.1
 */

/* Threads: the application's set properties; the streaming thread draws. They
 * meet in `settings`, guarded by the object lock, which is not held while
 * drawing. The bin's child `overlaycomposition` negotiates and blends. */

#include <math.h>

#include <gst/encord/encord.h>
#include <gst/video/video.h>

#include "gstencordoverlay.h"

GST_DEBUG_CATEGORY_STATIC (encordoverlay_debug);
#define GST_CAT_DEFAULT encordoverlay_debug

#define CHILD_FACTORY "overlaycomposition"

#define DEFAULT_DRAW_NAMES TRUE
#define DEFAULT_DRAW_TRACK_IDS TRUE
#define DEFAULT_DRAW_CONFIDENCES TRUE
#define DEFAULT_LINE_WIDTH 0.0
#define MAX_LINE_WIDTH 100.0

typedef enum
{
  PROP_DRAW_NAMES = 1,
  PROP_DRAW_TRACK_IDS,
  PROP_DRAW_CONFIDENCES,
  PROP_LINE_WIDTH,
} GstEncordOverlayProperty;

static GParamSpec *props[PROP_LINE_WIDTH + 1];

struct _GstEncordOverlay
{
  GstBin parent;

  GstElement *child; /* (nullable): owned by the bin, set in init() */

  GstEncordDrawingStyle settings; /* guarded by the object lock */
};

G_DEFINE_FINAL_TYPE (GstEncordOverlay, gst_encord_overlay, GST_TYPE_BIN)
GST_ELEMENT_REGISTER_DEFINE (encordoverlay, "encordoverlay", GST_RANK_NONE,
                             GST_TYPE_ENCORD_OVERLAY);

#define CAPS                                                                   \
  GST_VIDEO_CAPS_MAKE (GST_VIDEO_OVERLAY_COMPOSITION_BLEND_FORMATS)            \
  ";" GST_VIDEO_CAPS_MAKE_WITH_FEATURES ("ANY", GST_VIDEO_FORMATS_ALL)
static GstStaticPadTemplate sink_template = GST_STATIC_PAD_TEMPLATE (
    "sink", GST_PAD_SINK, GST_PAD_ALWAYS, GST_STATIC_CAPS (CAPS));
static GstStaticPadTemplate src_template = GST_STATIC_PAD_TEMPLATE (
    "src", GST_PAD_SRC, GST_PAD_ALWAYS, GST_STATIC_CAPS (CAPS));

/* (transfer full): what was recorded, as pixels in cairo's layout */
static GstBuffer *
render (cairo_surface_t *recording, const GstVideoRectangle *area)
{
  const int stride = area->w * 4;
  GstBuffer *pixels = gst_buffer_new_allocate (NULL, stride * area->h, NULL);
  cairo_surface_t *surface;
  GstMapInfo map;
  cairo_t *cr;

  gst_buffer_map (pixels, &map, GST_MAP_WRITE);
  memset (map.data, 0, map.size);
  surface = cairo_image_surface_create_for_data (map.data, CAIRO_FORMAT_ARGB32,
                                                 area->w, area->h, stride);
  cr = cairo_create (surface);
  cairo_set_source_surface (cr, recording, -area->x, -area->y);
  cairo_paint (cr);
  cairo_destroy (cr);
  cairo_surface_finish (surface);
  cairo_surface_destroy (surface);
  gst_buffer_unmap (pixels, &map);
  gst_buffer_add_video_meta (pixels, GST_VIDEO_FRAME_FLAG_NONE,
                             GST_VIDEO_OVERLAY_COMPOSITION_FORMAT_RGB, area->w,
                             area->h);

  return pixels;
}

/* the part of the picture that ink touches; FALSE for none */
static gboolean
ink_area (cairo_surface_t *recording, int width, int height,
          GstVideoRectangle *ret_area)
{
  double x, y, w, h;
  int right, bottom;

  cairo_recording_surface_ink_extents (recording, &x, &y, &w, &h);
  right = CLAMP (ceil (x + w), 0, width);
  bottom = CLAMP (ceil (y + h), 0, height);
  ret_area->x = CLAMP (floor (x), 0, width);
  ret_area->y = CLAMP (floor (y), 0, height);
  ret_area->w = right - ret_area->x;
  ret_area->h = bottom - ret_area->y;

  return ret_area->w > 0 && ret_area->h > 0;
}

static GstVideoOverlayComposition *
compose (const GArray *labels, int width, int height,
         const GstEncordDrawingStyle *style)
{
  const cairo_rectangle_t extents = { 0, 0, width, height };
  cairo_surface_t *recording =
      cairo_recording_surface_create (CAIRO_CONTENT_COLOR_ALPHA, &extents);
  GstVideoOverlayComposition *composition = NULL;
  GstVideoOverlayRectangle *rectangle;
  GstVideoRectangle area;
  cairo_t *cr = cairo_create (recording);

  gst_encord_draw_labels (cr, width, height,
                          (const GstEncordLabel *) labels->data, labels->len,
                          style);
  cairo_destroy (cr);
  if (ink_area (recording, width, height, &area)) {
    g_autoptr (GstBuffer) pixels = render (recording, &area);

    rectangle = gst_video_overlay_rectangle_new_raw (
        pixels, area.x, area.y, area.w, area.h,
        GST_VIDEO_OVERLAY_FORMAT_FLAG_PREMULTIPLIED_ALPHA);
    composition = gst_video_overlay_composition_new (rectangle);
    gst_video_overlay_rectangle_unref (rectangle);
  }
  cairo_surface_destroy (recording);

  return composition;
}

static GstVideoOverlayComposition *
on_draw (GstElement *child, GstSample *sample, gpointer user_data)
{
  GstEncordOverlay *self = user_data;
  GstBuffer *buffer = gst_sample_get_buffer (sample);
  GstEncordDrawingStyle style;
  GstEncordLabelsMeta *meta;
  GstVideoInfo info;

  meta = gst_buffer_get_encord_labels_meta (buffer);
  if (meta == NULL || meta->labels->len == 0)
    return NULL;
  if (!gst_video_info_from_caps (&info, gst_sample_get_caps (sample)))
    return NULL;

  GST_OBJECT_LOCK (self);
  style = self->settings;
  GST_OBJECT_UNLOCK (self);

  GST_LOG_OBJECT (self, "drawing %u labels on %" GST_PTR_FORMAT,
                  meta->labels->len, buffer);

  return compose (meta->labels, info.width, info.height, &style);
}

static GstStateChangeReturn
gst_encord_overlay_change_state (GstElement *element, GstStateChange transition)
{
  GstEncordOverlay *self = GST_ENCORD_OVERLAY (element);

  if (transition == GST_STATE_CHANGE_NULL_TO_READY && self->child == NULL) {
    GST_ELEMENT_ERROR (self, CORE, MISSING_PLUGIN,
                       ("encordoverlay: no element " CHILD_FACTORY),
                       ("install the GStreamer Base Plugins"));
    return GST_STATE_CHANGE_FAILURE;
  }

  return GST_ELEMENT_CLASS (gst_encord_overlay_parent_class)
      ->change_state (element, transition);
}

static void
gst_encord_overlay_set_property (GObject *object, guint id, const GValue *value,
                                 GParamSpec *pspec)
{
  GstEncordOverlay *self = GST_ENCORD_OVERLAY (object);

  GST_OBJECT_LOCK (self);
  switch ((GstEncordOverlayProperty) id) {
    case PROP_DRAW_NAMES:
      self->settings.names = g_value_get_boolean (value);
      break;
    case PROP_DRAW_TRACK_IDS:
      self->settings.track_ids = g_value_get_boolean (value);
      break;
    case PROP_DRAW_CONFIDENCES:
      self->settings.confidences = g_value_get_boolean (value);
      break;
    case PROP_LINE_WIDTH:
      self->settings.line_width = g_value_get_double (value);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  }
  GST_OBJECT_UNLOCK (self);
}

static void
gst_encord_overlay_get_property (GObject *object, guint id, GValue *value,
                                 GParamSpec *pspec)
{
  GstEncordOverlay *self = GST_ENCORD_OVERLAY (object);

  GST_OBJECT_LOCK (self);
  switch ((GstEncordOverlayProperty) id) {
    case PROP_DRAW_NAMES:
      g_value_set_boolean (value, self->settings.names);
      break;
    case PROP_DRAW_TRACK_IDS:
      g_value_set_boolean (value, self->settings.track_ids);
      break;
    case PROP_DRAW_CONFIDENCES:
      g_value_set_boolean (value, self->settings.confidences);
      break;
    case PROP_LINE_WIDTH:
      g_value_set_double (value, self->settings.line_width);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  }
  GST_OBJECT_UNLOCK (self);
}

static void
install_properties (GObjectClass *object_class)
{
  const GParamFlags flags =
      G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | GST_PARAM_MUTABLE_PLAYING;

  props[PROP_DRAW_NAMES] = g_param_spec_boolean (
      "draw-names", "Draw names", "Write the class's name above each label",
      DEFAULT_DRAW_NAMES, flags);
  props[PROP_DRAW_TRACK_IDS] =
      g_param_spec_boolean ("draw-track-ids", "Draw track ids",
                            "Write the track id above each label that has one",
                            DEFAULT_DRAW_TRACK_IDS, flags);
  props[PROP_DRAW_CONFIDENCES] = g_param_spec_boolean (
      "draw-confidences", "Draw confidences",
      "Write the confidence above each label", DEFAULT_DRAW_CONFIDENCES, flags);
  props[PROP_LINE_WIDTH] = g_param_spec_double (
      "line-width", "Line width",
      "Width of the outlines in pixels (0 = one that suits the picture)", 0.0,
      MAX_LINE_WIDTH, DEFAULT_LINE_WIDTH, flags);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (props), props);
}

static void
gst_encord_overlay_class_init (GstEncordOverlayClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GstElementClass *element_class = GST_ELEMENT_CLASS (klass);

  GST_DEBUG_CATEGORY_INIT (encordoverlay_debug, "encordoverlay", 0,
                           "draws the labels of each frame");

  object_class->set_property = gst_encord_overlay_set_property;
  object_class->get_property = gst_encord_overlay_get_property;
  element_class->change_state =
      GST_DEBUG_FUNCPTR (gst_encord_overlay_change_state);

  install_properties (object_class);
  gst_element_class_add_static_pad_template (element_class, &sink_template);
  gst_element_class_add_static_pad_template (element_class, &src_template);
  gst_element_class_set_static_metadata (
      element_class, "Encord label overlay", "Filter/Editor/Video",
      "Draws the labels of each frame: outlines, names, track ids, confidences",
      "The gst-encord authors");
}

static void
add_ghost_pad (GstEncordOverlay *self, const char *name,
               GstStaticPadTemplate *static_template)
{
  g_autoptr (GstPadTemplate) template =
      gst_static_pad_template_get (static_template);
  g_autoptr (GstPad) target = NULL;
  GstPad *pad;

  if (self->child != NULL)
    target = gst_element_get_static_pad (self->child, name);
  pad = target != NULL
            ? gst_ghost_pad_new_from_template (name, target, template)
            : gst_ghost_pad_new_no_target_from_template (name, template);
  gst_element_add_pad (GST_ELEMENT (self), pad);
}

static void
gst_encord_overlay_init (GstEncordOverlay *self)
{
  self->settings = (GstEncordDrawingStyle){
    .names = DEFAULT_DRAW_NAMES,
    .track_ids = DEFAULT_DRAW_TRACK_IDS,
    .confidences = DEFAULT_DRAW_CONFIDENCES,
    .line_width = DEFAULT_LINE_WIDTH,
  };

  self->child = gst_element_factory_make (CHILD_FACTORY, NULL);
  if (self->child != NULL) {
    gst_bin_add (GST_BIN (self), self->child);
    g_signal_connect (self->child, "draw", G_CALLBACK (on_draw), self);
  }
  add_ghost_pad (self, "sink", &sink_template);
  add_ghost_pad (self, "src", &src_template);
}
