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

#define DEFAULT_MODEL_FILE NULL
#define DEFAULT_LABEL_FILE NULL
#define DEFAULT_CONFIDENCE_THRESHOLD 0.25
/* what most pipelines use. The exporters' own 0.7 leaves more double boxes,
 * each of which costs an annotator a deletion */
#define DEFAULT_IOU_THRESHOLD 0.45
#define DEFAULT_MAX_DETECTIONS 300
#define DEFAULT_MAX_IN_FLIGHT 0
#define DEFAULT_PRECISION GST_ENCORD_PRECISION_AUTO
#define DEFAULT_DEVICE NULL
#define DEFAULT_THREADS 0
#define DEFAULT_STATS_INTERVAL 0
#define DEFAULT_TRACKING FALSE

#define MAX_IN_FLIGHT 64

typedef enum
{
  PROP_MODEL_FILE = 1,
  PROP_LABEL_FILE,
  PROP_CONFIDENCE_THRESHOLD,
  PROP_IOU_THRESHOLD,
  PROP_MAX_DETECTIONS,
  PROP_MAX_IN_FLIGHT,
  PROP_PRECISION,
  PROP_DEVICE,
  PROP_THREADS,
  PROP_STATS,
  PROP_STATS_INTERVAL,
  PROP_TRACKING,
  PROP_TRACK_IOU_THRESHOLD,
  PROP_TRACK_CONFIDENCE_THRESHOLD,
  PROP_NEW_TRACK_THRESHOLD,
  PROP_TRACK_MAX_AGE,
} GstEncordInferProperty;

static GParamSpec *props[PROP_TRACK_MAX_AGE + 1];

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

  for (guint i = 0; i < MIN (n, MAX_IN_FLIGHT); i++) {
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

/* Properties */

static gboolean
needs_ready (GstEncordInferProperty id)
{
  return id == PROP_MODEL_FILE || id == PROP_LABEL_FILE ||
         id == PROP_MAX_IN_FLIGHT || id == PROP_PRECISION ||
         id == PROP_DEVICE || id == PROP_THREADS;
}

static void
take_string (char **string, const GValue *value)
{
  g_free (*string);
  *string = g_value_dup_string (value);
}

static void
gst_encord_infer_set_property (GObject *object, guint id, const GValue *value,
                               GParamSpec *pspec)
{
  GstEncordInfer *self = GST_ENCORD_INFER (object);

  GST_OBJECT_LOCK (self);
  if (self->running && needs_ready ((GstEncordInferProperty) id)) {
    GST_OBJECT_UNLOCK (self);
    GST_ELEMENT_WARNING (self, LIBRARY, SETTINGS,
                         ("`%s` stays as it is: it cannot change while the "
                          "model runs",
                          pspec->name),
                         ("Set it in the READY state."));
    return;
  }
  switch ((GstEncordInferProperty) id) {
    case PROP_MODEL_FILE:
      take_string (&self->settings.model_file, value);
      break;
    case PROP_LABEL_FILE:
      take_string (&self->settings.label_file, value);
      break;
    case PROP_CONFIDENCE_THRESHOLD:
      self->settings.output.confidence = g_value_get_double (value);
      break;
    case PROP_IOU_THRESHOLD:
      self->settings.output.iou = g_value_get_double (value);
      break;
    case PROP_MAX_DETECTIONS:
      self->settings.output.max_detections = g_value_get_uint (value);
      break;
    case PROP_MAX_IN_FLIGHT:
      self->settings.max_in_flight = g_value_get_uint (value);
      break;
    case PROP_PRECISION:
      self->settings.precision = g_value_get_enum (value);
      break;
    case PROP_DEVICE:
      take_string (&self->settings.device, value);
      break;
    case PROP_THREADS:
      self->settings.n_threads = g_value_get_uint (value);
      break;
    case PROP_STATS_INTERVAL:
      self->settings.stats_interval = g_value_get_uint64 (value);
      break;
    case PROP_TRACKING:
      self->settings.tracks.tracking = g_value_get_boolean (value);
      break;
    case PROP_TRACK_IOU_THRESHOLD:
      self->settings.tracks.iou_threshold = g_value_get_double (value);
      break;
    case PROP_TRACK_CONFIDENCE_THRESHOLD:
      self->settings.tracks.confidence_threshold = g_value_get_double (value);
      break;
    case PROP_NEW_TRACK_THRESHOLD:
      self->settings.tracks.new_track_threshold = g_value_get_double (value);
      break;
    case PROP_TRACK_MAX_AGE:
      self->settings.tracks.max_age = g_value_get_uint64 (value);
      break;
    case PROP_STATS:
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  }
  GST_OBJECT_UNLOCK (self);
}

static void
gst_encord_infer_get_property (GObject *object, guint id, GValue *value,
                               GParamSpec *pspec)
{
  GstEncordInfer *self = GST_ENCORD_INFER (object);

  if (id == PROP_STATS) {
    g_value_take_boxed (value, gst_encord_infer_make_stats (self));
    return;
  }

  GST_OBJECT_LOCK (self);
  switch ((GstEncordInferProperty) id) {
    case PROP_MODEL_FILE:
      g_value_set_string (value, self->settings.model_file);
      break;
    case PROP_LABEL_FILE:
      g_value_set_string (value, self->settings.label_file);
      break;
    case PROP_CONFIDENCE_THRESHOLD:
      g_value_set_double (value, self->settings.output.confidence);
      break;
    case PROP_IOU_THRESHOLD:
      g_value_set_double (value, self->settings.output.iou);
      break;
    case PROP_MAX_DETECTIONS:
      g_value_set_uint (value, self->settings.output.max_detections);
      break;
    case PROP_MAX_IN_FLIGHT:
      g_value_set_uint (value, self->settings.max_in_flight);
      break;
    case PROP_PRECISION:
      g_value_set_enum (value, self->settings.precision);
      break;
    case PROP_DEVICE:
      g_value_set_string (value, self->settings.device);
      break;
    case PROP_THREADS:
      g_value_set_uint (value, self->settings.n_threads);
      break;
    case PROP_STATS_INTERVAL:
      g_value_set_uint64 (value, self->settings.stats_interval);
      break;
    case PROP_TRACKING:
      g_value_set_boolean (value, self->settings.tracks.tracking);
      break;
    case PROP_TRACK_IOU_THRESHOLD:
      g_value_set_double (value, self->settings.tracks.iou_threshold);
      break;
    case PROP_TRACK_CONFIDENCE_THRESHOLD:
      g_value_set_double (value, self->settings.tracks.confidence_threshold);
      break;
    case PROP_NEW_TRACK_THRESHOLD:
      g_value_set_double (value, self->settings.tracks.new_track_threshold);
      break;
    case PROP_TRACK_MAX_AGE:
      g_value_set_uint64 (value, self->settings.tracks.max_age);
      break;
    case PROP_STATS:
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  }
  GST_OBJECT_UNLOCK (self);
}

static void
gst_encord_infer_finalize (GObject *object)
{
  GstEncordInfer *self = GST_ENCORD_INFER (object);

  g_clear_pointer (&self->ring, gst_encord_ring_free);
  gst_encord_infer_tracks_clear (&self->tracks);
  g_clear_object (&self->model);
  g_free (self->model_digest);
  g_free (self->settings.model_file);
  g_free (self->settings.label_file);
  g_free (self->settings.device);

  G_OBJECT_CLASS (gst_encord_infer_parent_class)->finalize (object);
}

static void
install_track_properties (GParamFlags flags)
{
  props[PROP_TRACKING] = g_param_spec_boolean (
      "tracking", "Tracking", "Give labels the ids of their tracks",
      DEFAULT_TRACKING, flags);
  props[PROP_TRACK_IOU_THRESHOLD] = g_param_spec_double (
      "track-iou-threshold", "Track IoU threshold",
      "Least overlap of where a track should be and what is seen", 0.01, 1,
      ENCORD_TRACKER_DEFAULT_IOU_THRESHOLD, flags);
  props[PROP_TRACK_CONFIDENCE_THRESHOLD] = g_param_spec_double (
      "track-confidence-threshold", "Track confidence threshold",
      "Score from which a label chooses its track before the others", 0, 1,
      ENCORD_TRACKER_DEFAULT_CONFIDENCE_THRESHOLD, flags);
  props[PROP_NEW_TRACK_THRESHOLD] =
      g_param_spec_double ("new-track-threshold", "New track threshold",
                           "Score from which a label may begin a track", 0, 1,
                           ENCORD_TRACKER_DEFAULT_NEW_TRACK_THRESHOLD, flags);
  props[PROP_TRACK_MAX_AGE] =
      g_param_spec_uint64 ("track-max-age", "Track maximum age",
                           "How long a track goes on unseen, in nanoseconds", 0,
                           G_MAXINT64, ENCORD_TRACKER_DEFAULT_MAX_AGE, flags);
}

static void
install_properties (GObjectClass *object_class)
{
  const GParamFlags flags = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS;

  props[PROP_MODEL_FILE] = g_param_spec_string (
      "model-file", "Model file",
      "Path of the detector: .onnx, .tflite or OpenVINO's .xml",
      DEFAULT_MODEL_FILE, flags | GST_PARAM_MUTABLE_READY);
  props[PROP_LABEL_FILE] = g_param_spec_string (
      "label-file", "Label file",
      "Path of a text with one class name a line, in place of the names in the "
      "model",
      DEFAULT_LABEL_FILE, flags | GST_PARAM_MUTABLE_READY);
  props[PROP_CONFIDENCE_THRESHOLD] = g_param_spec_double (
      "confidence-threshold", "Confidence threshold", "Least score of a label",
      0.0, 1.0, DEFAULT_CONFIDENCE_THRESHOLD,
      flags | GST_PARAM_MUTABLE_PLAYING);
  props[PROP_IOU_THRESHOLD] = g_param_spec_double (
      "iou-threshold", "IoU threshold",
      "Overlap of two boxes of one class from which only the better one stays; "
      "final rows keep all",
      0.0, 1.0, DEFAULT_IOU_THRESHOLD, flags | GST_PARAM_MUTABLE_PLAYING);
  props[PROP_MAX_DETECTIONS] = g_param_spec_uint (
      "max-detections", "Max detections", "Most labels of one frame", 1,
      G_MAXUINT16, DEFAULT_MAX_DETECTIONS, flags | GST_PARAM_MUTABLE_PLAYING);
  props[PROP_MAX_IN_FLIGHT] = g_param_spec_uint (
      "max-in-flight", "Max in flight",
      "Frames in the works at a time (0: one more than the device runs at a "
      "time)",
      0, MAX_IN_FLIGHT, DEFAULT_MAX_IN_FLIGHT, flags | GST_PARAM_MUTABLE_READY);
  props[PROP_PRECISION] = g_param_spec_enum (
      "precision", "Precision",
      "What the model is computed in; f32 gives the same figures on every "
      "machine",
      GST_TYPE_ENCORD_PRECISION, DEFAULT_PRECISION,
      flags | GST_PARAM_MUTABLE_READY);
  props[PROP_DEVICE] = g_param_spec_string (
      "device", "Device", "The engine's name of a device (unset: CPU)",
      DEFAULT_DEVICE, flags | GST_PARAM_MUTABLE_READY);
  props[PROP_THREADS] = g_param_spec_uint (
      "threads", "Threads", "Threads of the model (0: as many as cores)", 0,
      G_MAXUINT16, DEFAULT_THREADS, flags | GST_PARAM_MUTABLE_READY);
  props[PROP_STATS] = g_param_spec_boxed (
      "stats", "Statistics", "Frames, labels, rows and times so far",
      GST_TYPE_STRUCTURE, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  props[PROP_STATS_INTERVAL] = g_param_spec_uint64 (
      "stats-interval", "Statistics interval",
      "Nanoseconds between `encord-stats` messages on the bus (0: none)", 0,
      G_MAXINT64, DEFAULT_STATS_INTERVAL, flags | GST_PARAM_MUTABLE_PLAYING);
  install_track_properties (flags | GST_PARAM_MUTABLE_PLAYING);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (props), props);
}

static void
gst_encord_infer_class_init (GstEncordInferClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GstElementClass *element_class = GST_ELEMENT_CLASS (klass);

  GST_DEBUG_CATEGORY_INIT (encordinfer_debug, "encordinfer", 0,
                           "Models on video frames");

  object_class->set_property = gst_encord_infer_set_property;
  object_class->get_property = gst_encord_infer_get_property;
  object_class->finalize = gst_encord_infer_finalize;
  element_class->change_state =
      GST_DEBUG_FUNCPTR (gst_encord_infer_change_state);

  install_properties (object_class);
  gst_type_mark_as_plugin_api (GST_TYPE_ENCORD_PRECISION, 0);

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
  self->settings.precision = DEFAULT_PRECISION;
  self->settings.n_threads = DEFAULT_THREADS;
  self->settings.max_in_flight = DEFAULT_MAX_IN_FLIGHT;
  self->settings.output =
      (GstEncordOutputOptions){ DEFAULT_CONFIDENCE_THRESHOLD,
                                DEFAULT_IOU_THRESHOLD, DEFAULT_MAX_DETECTIONS };
  self->settings.stats_interval = DEFAULT_STATS_INTERVAL;
  self->settings.tracks = (GstEncordInferTrackSettings){
    .tracking = DEFAULT_TRACKING,
    .iou_threshold = ENCORD_TRACKER_DEFAULT_IOU_THRESHOLD,
    .confidence_threshold = ENCORD_TRACKER_DEFAULT_CONFIDENCE_THRESHOLD,
    .new_track_threshold = ENCORD_TRACKER_DEFAULT_NEW_TRACK_THRESHOLD,
    .max_age = ENCORD_TRACKER_DEFAULT_MAX_AGE,
  };

  gst_encord_infer_add_pads (self);
}
