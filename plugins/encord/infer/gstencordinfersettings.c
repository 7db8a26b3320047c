/* gstencordinfersettings.c - the properties of encordinfer
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "gstencordinferprivate.h"

#define GST_CAT_DEFAULT encordinfer_debug

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

void
gst_encord_infer_install_properties (GObjectClass *object_class)
{
  const GParamFlags flags = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS;

  object_class->set_property = gst_encord_infer_set_property;
  object_class->get_property = gst_encord_infer_get_property;

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
      0, GST_ENCORD_INFER_MOST_IN_FLIGHT, DEFAULT_MAX_IN_FLIGHT,
      flags | GST_PARAM_MUTABLE_READY);
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
  gst_type_mark_as_plugin_api (GST_TYPE_ENCORD_PRECISION, 0);
}

void
gst_encord_infer_init_settings (GstEncordInfer *self)
{
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
}

void
gst_encord_infer_clear_settings (GstEncordInfer *self)
{
  g_free (self->settings.model_file);
  g_free (self->settings.label_file);
  g_free (self->settings.device);
}
