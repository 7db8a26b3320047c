/* gstencordinfer.c - runs a model on every frame
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/**
 * SECTION:element-encordinfer
 * @title: encordinfer
 * @short_description: runs a model on every frame
 *
 * Runs an object detector on each video frame and attaches what it found as
 * #GstEncordLabelsMeta, with coordinates as fractions of the frame. Pixels are
 * not touched and no frame is ever dropped. Where GStreamer's own metas can say
 * the same, they do: a #GstVideoRegionOfInterestMeta for each label.
 *
 * The model file alone suffices for the usual exports. Picture size, output
 * layout and class names come from its shapes and its metadata. Accepted are
 * `[1,4+classes,boxes]` of YOLOv8 and later, with suppression of overlapping
 * boxes of a class, and final rows `[1,boxes,6]` of x1,y1,x2,y2,score,class.
 * Formats are those of the engine: .onnx, .tflite and OpenVINO's .xml.
 *
 * Several frames are in the works at a time, #encordinfer:max-in-flight, and
 * come out in their order. Frames are scaled as they are stored, in one factor
 * for both axes, with grey bars; the pixel aspect ratio plays no part.
 *
 * With #encordinfer:tracking, labels carry the ids of their tracks.
 *
 * The sticky event `encord-classes` with the model's class names goes ahead of
 * the first frame.
 *
 * ## Example launch line
 * |[
 * gst-launch-1.0 filesrc location=video.mp4 ! decodebin ! encordinfer model-file=model.onnx ! videoconvert ! encordoverlay ! autovideosink
 * ]|
 *
 * Since: 0.1
 */

#include <string.h>

#include "gstencordinferprivate.h"

GST_DEBUG_CATEGORY (encordinfer_debug);
#define GST_CAT_DEFAULT encordinfer_debug

#define ENGINE "openvino"

G_DEFINE_FINAL_TYPE (GstEncordInfer, gst_encord_infer, GST_TYPE_ELEMENT)
GST_ELEMENT_REGISTER_DEFINE (encordinfer, "encordinfer", GST_RANK_NONE,
                             GST_TYPE_ENCORD_INFER);

/* Loading */

static const char *
get_remedy (const GError *error)
{
  if (g_error_matches (error, GST_CORE_ERROR, GST_CORE_ERROR_MISSING_PLUGIN))
    return "Install the OpenVINO engine of gst-encord, or build it with "
           "-Dopenvino=enabled; GST_ENCORD_ENGINE_PATH names other folders.";
  if (g_error_matches (error, GST_STREAM_ERROR, GST_STREAM_ERROR_FORMAT))
    return "Give `model-file` a detector in .onnx, .tflite or OpenVINO's .xml; "
           "export it again if it is damaged or of another layout.";
  if (g_error_matches (error, GST_RESOURCE_ERROR, GST_RESOURCE_ERROR_SETTINGS))
    return "Set `model-file` to a detector in .onnx, .tflite or OpenVINO's "
           ".xml.";
  if (g_error_matches (error, GST_RESOURCE_ERROR, GST_RESOURCE_ERROR_READ))
    return "Put videoconvert in front, or check the element that makes the "
           "frames.";
  if (error->domain == GST_LIBRARY_ERROR)
    return "Check `device`, `precision` and `threads`, and that the model runs "
           "in OpenVINO's own tools.";
  if (error->domain == G_IO_ERROR)
    return "Check `model-file` and `label-file`.";

  return NULL;
}

void
gst_encord_infer_post_error (GstEncordInfer *self, const GError *error)
{
  gst_encord_element_post_error_with_remedy (GST_ELEMENT (self), error,
                                             get_remedy (error));
}

static GstEncordModel *
load_model (GstEncordInfer *self, const GstEncordModelSettings *settings,
            GError **error)
{
  g_autoptr (GPtrArray) warnings =
      g_ptr_array_new_with_free_func ((GDestroyNotify) g_error_free);
  GstEncordModel *model;

  if (settings->model_file == NULL) {
    g_set_error_literal (error, GST_RESOURCE_ERROR, GST_RESOURCE_ERROR_SETTINGS,
                         "no model: `model-file` is not set");
    return NULL;
  }
  if (self->model != NULL &&
      gst_encord_model_is_current (self->model, settings)) {
    GST_DEBUG_OBJECT (self, "%s is loaded already", settings->model_file);
    return g_object_ref (self->model);
  }

  model = gst_encord_model_new (settings, warnings, error);
  for (guint i = 0; model != NULL && i < warnings->len; i++)
    gst_encord_element_post_warning_with_remedy (
        GST_ELEMENT (self), g_ptr_array_index (warnings, i),
        "Give `label-file` a text with one class name a line.");

  return model;
}

static gboolean
create_requests (GstEncordInfer *self, guint max_in_flight, GError **error)
{
  g_autoptr (GPtrArray) requests =
      g_ptr_array_new_with_free_func (g_object_unref);
  GstEncordEngine *engine = gst_encord_model_get_engine (self->model);
  /* one more than the engine runs at a time: a frame is converted meanwhile */
  const guint n = max_in_flight > 0
                      ? max_in_flight
                      : gst_encord_engine_get_optimal_requests (engine) + 1;

  for (guint i = 0; i < MIN (n, GST_ENCORD_INFER_MOST_IN_FLIGHT); i++) {
    GstEncordRequest *request =
        gst_encord_engine_create_request (engine, error);

    if (request == NULL)
      return FALSE;
    g_ptr_array_add (requests, request);
  }
  gst_encord_ring_set_requests (self->ring, requests);
  GST_INFO_OBJECT (self, "layout %s, %u requests",
                   gst_encord_model_get_layout (self->model), requests->len);

  return TRUE;
}

/* The first run allocates; the second one tells how long a frame takes. */
static gboolean
warm_up (GstEncordInfer *self, gint64 *ret_latency, GError **error)
{
  g_autoptr (GstEncordRequest) request = gst_encord_engine_create_request (
      gst_encord_model_get_engine (self->model), error);
  gint64 started = 0;
  guint8 *picture;
  gsize size = 0;

  if (request == NULL)
    return FALSE;
  picture = gst_encord_request_get_input (request, &size);
  memset (picture, GST_ENCORD_LETTERBOX_GREY, size);
  for (guint i = 0; i < 2; i++) {
    started = g_get_monotonic_time ();
    if (!gst_encord_request_submit (request, error) ||
        !gst_encord_request_wait (request, error))
      return FALSE;
  }
  *ret_latency = g_get_monotonic_time () - started;

  return TRUE;
}

/* whoever reads the stats meanwhile holds the object lock */
static void
set_model (GstEncordInfer *self, GstEncordModel *model)
{
  g_autoptr (GstEncordModel) old = NULL;

  GST_OBJECT_LOCK (self);
  old = g_steal_pointer (&self->model);
  self->model = model != NULL ? g_object_ref (model) : NULL;
  if (self->model != old)
    g_clear_pointer (&self->model_digest, g_free);
  GST_OBJECT_UNLOCK (self);
}

/* properties of the model may change again */
static void
set_stopped (GstEncordInfer *self)
{
  GST_OBJECT_LOCK (self);
  self->running = FALSE;
  GST_OBJECT_UNLOCK (self);
}

static gboolean
gst_encord_infer_open (GstEncordInfer *self)
{
  g_autofree char *model_file = NULL;
  g_autofree char *label_file = NULL;
  g_autofree char *device = NULL;
  g_autoptr (GstEncordModel) model = NULL;
  g_autoptr (GError) error = NULL;
  GstEncordModelSettings settings = { .engine = ENGINE };
  guint max_in_flight;
  gint64 latency = 0;

  GST_OBJECT_LOCK (self);
  settings.model_file = model_file = g_strdup (self->settings.model_file);
  settings.label_file = label_file = g_strdup (self->settings.label_file);
  settings.options.device = device = g_strdup (self->settings.device);
  settings.options.precision = self->settings.precision;
  settings.options.n_threads = self->settings.n_threads;
  max_in_flight = self->settings.max_in_flight;
  self->running = TRUE;
  GST_OBJECT_UNLOCK (self);

  model = load_model (self, &settings, &error);
  if (model != NULL)
    set_model (self, model);
  if (model == NULL || !warm_up (self, &latency, &error) ||
      !create_requests (self, max_in_flight, &error)) {
    set_stopped (self);
    gst_encord_infer_post_error (self, error);
    return FALSE;
  }

  GST_OBJECT_LOCK (self);
  gst_encord_infer_stats_reset (&self->stats, latency);
  self->live = FALSE;
  GST_OBJECT_UNLOCK (self);
  self->stats_posted = g_get_monotonic_time ();

  return TRUE;
}

/* the model stays for the next time */
static void
gst_encord_infer_close (GstEncordInfer *self)
{
  g_autoptr (GPtrArray) none = g_ptr_array_new ();

  set_stopped (self);
  /* a flush may have started it on a pad that was no longer active */
  gst_encord_infer_stop_task (self);
  gst_encord_ring_set_requests (self->ring, none);
  g_clear_pointer (&self->preprocessor, gst_encord_preprocessor_free);
  gst_encord_infer_tracks_clear (&self->tracks);
}

GstStructure *
gst_encord_infer_make_stats (GstEncordInfer *self)
{
  GstStructure *stats;

  GST_OBJECT_LOCK (self);
  stats = gst_encord_infer_stats_to_structure (
      &self->stats,
      self->model != NULL ? gst_encord_model_get_layout (self->model) : NULL);
  GST_OBJECT_UNLOCK (self);

  return stats;
}

/* States */

static GstStateChangeReturn
gst_encord_infer_change_state (GstElement *element, GstStateChange transition)
{
  GstEncordInfer *self = GST_ENCORD_INFER (element);
  GstStateChangeReturn ret;

  if (transition == GST_STATE_CHANGE_READY_TO_PAUSED &&
      !gst_encord_infer_open (self))
    return GST_STATE_CHANGE_FAILURE;

  ret = GST_ELEMENT_CLASS (gst_encord_infer_parent_class)
            ->change_state (element, transition);

  if (transition == GST_STATE_CHANGE_PAUSED_TO_READY ||
      (transition == GST_STATE_CHANGE_READY_TO_PAUSED &&
       ret == GST_STATE_CHANGE_FAILURE))
    gst_encord_infer_close (self);
  else if (transition == GST_STATE_CHANGE_READY_TO_NULL)
    set_model (self, NULL);

  return ret;
}

static void
gst_encord_infer_finalize (GObject *object)
{
  GstEncordInfer *self = GST_ENCORD_INFER (object);

  g_clear_pointer (&self->ring, gst_encord_ring_free);
  gst_encord_infer_tracks_clear (&self->tracks);
  g_clear_object (&self->model);
  g_free (self->model_digest);
  gst_encord_infer_clear_settings (self);

  G_OBJECT_CLASS (gst_encord_infer_parent_class)->finalize (object);
}

static void
gst_encord_infer_class_init (GstEncordInferClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GstElementClass *element_class = GST_ELEMENT_CLASS (klass);

  GST_DEBUG_CATEGORY_INIT (encordinfer_debug, "encordinfer", 0,
                           "Models on video frames");

  object_class->finalize = gst_encord_infer_finalize;
  element_class->change_state =
      GST_DEBUG_FUNCPTR (gst_encord_infer_change_state);

  gst_encord_infer_install_properties (object_class);

  gst_element_class_add_static_pad_template (element_class,
                                             &gst_encord_infer_sink_template);
  gst_element_class_add_static_pad_template (element_class,
                                             &gst_encord_infer_src_template);
  gst_element_class_set_static_metadata (
      element_class, "Encord inference", "Filter/Analyzer/Video",
      "Runs an object detector on every frame and attaches labels",
      "gst-encord developers");
}

static void
gst_encord_infer_init (GstEncordInfer *self)
{
  self->ring = gst_encord_ring_new ();
  gst_encord_infer_init_settings (self);
  gst_encord_infer_add_pads (self);
}
