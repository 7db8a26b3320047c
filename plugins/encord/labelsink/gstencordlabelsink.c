/* gstencordlabelsink.c - writes what is on the frames into label rows
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/**
 * SECTION:element-encordlabelsink
 * @title: encordlabelsink
 * @short_description: writes what is on the frames into label rows
 *
 * Makes objects of what encordinfer found: detections become tracks, tracks
 * become object instances, short gaps are filled, and the result is merged into
 * the label row of the data unit that encordsrc announced, and saved.
 *
 * What people did to a row is never touched: only objects that this element wrote
 * itself under the same run name are, and of those only the frames that still say
 * what it wrote. Rows under review or finished are left alone. What cannot be sent
 * waits in a journal.
 *
 * Needs encordsrc at the head of the pipeline, which says what each frame is.
 *
 * |[
 * gst-launch-1.0 encordsrc project-hash=HASH ! encordinfer model-file=person.onnx ! encordlabelsink
 * ]|
 *
 * Since: 0.1
 */

#include "gstencordlabelsink.h"

#include <string.h>

#include "gstencordlabelcollector.h"
#include "gstencordlabelmessages.h"

GST_DEBUG_CATEGORY (encordlabelsink_debug);
#define GST_CAT_DEFAULT encordlabelsink_debug

#define DEFAULT_RUN_NAME "default"
#define DEFAULT_MAX_GAP GST_SECOND
#define DEFAULT_MIN_TRACK_LENGTH 1
#define DEFAULT_TRACK_IOU_THRESHOLD 0.3
#define DEFAULT_TRACK_MAX_AGE GST_SECOND
#define DEFAULT_UNMAPPED GST_ENCORD_UNMAPPED_ERROR
#define DEFAULT_SHUTDOWN_TIMEOUT (10 * GST_SECOND)

typedef enum
{
  GST_ENCORD_UNMAPPED_ERROR,
  GST_ENCORD_UNMAPPED_DROP,
} GstEncordUnmapped;

typedef enum
{
  PROP_SERVER = 1,
  PROP_SSH_KEY_FILE,
  PROP_BEARER_TOKEN_FILE,
  PROP_PROJECT_HASH,
  PROP_RUN_NAME,
  PROP_JOURNAL_DIR,
  PROP_MAX_GAP,
  PROP_MIN_TRACK_LENGTH,
  PROP_TRACK_IOU_THRESHOLD,
  PROP_TRACK_MAX_AGE,
  PROP_CLASS_MAP,
  PROP_CLASS_MAP_FILE,
  PROP_UNMAPPED,
  PROP_SHUTDOWN_TIMEOUT,
  PROP_STATS,
} GstEncordLabelSinkProperty;

static GParamSpec *props[PROP_STATS + 1];

/* Threads: application threads set properties and change state; the collector's
 * streaming thread and the session's worker post messages. They meet in the
 * fields guarded by the object lock, under which nothing is called. */
struct _GstEncordLabelSink
{
  GstBin parent;

  GstEncordLabelCollector *collector; /* owned by the bin */
  GstEncordSession *session;          /* from NULL→READY to READY→NULL */

  /* guarded by the object lock */
  struct
  {
    char *server;
    char *ssh_key_file;
    char *bearer_token_file;
    char *project_hash;
    char *journal_dir;
    char *class_map_file;
    GstStructure *class_map;
    GstEncordUnmapped unmapped;
    GstClockTime shutdown_timeout;
    GstEncordLabelCollectorSettings collector;
  } settings;
  GstEncordLabelWriter *writer; /* from READY→PAUSED to PAUSED→READY */
  GstMessage *held_eos;         /* until the writer has dealt with every unit */
};

static GstStaticPadTemplate sink_template = GST_STATIC_PAD_TEMPLATE (
    "sink", GST_PAD_SINK, GST_PAD_ALWAYS, GST_STATIC_CAPS ("video/x-raw(ANY)"));

G_DEFINE_FINAL_TYPE (GstEncordLabelSink, gst_encord_label_sink, GST_TYPE_BIN)
GST_ELEMENT_REGISTER_DEFINE (encordlabelsink, "encordlabelsink", GST_RANK_NONE,
                             GST_TYPE_ENCORD_LABEL_SINK)

#define GST_TYPE_ENCORD_UNMAPPED (gst_encord_unmapped_get_type ())
static GType
gst_encord_unmapped_get_type (void)
{
  static gsize type;
  static const GEnumValue values[] = {
    { GST_ENCORD_UNMAPPED_ERROR, "Stop with an error", "error" },
    { GST_ENCORD_UNMAPPED_DROP, "Leave out these labels", "drop" },
    { 0, NULL, NULL },
  };

  if (g_once_init_enter (&type))
    g_once_init_leave (&type,
                       g_enum_register_static ("GstEncordUnmapped", values));

  return type;
}

static GstEncordLabelWriter *
ref_writer (GstEncordLabelSink *self)
{
  GstEncordLabelWriter *writer = NULL;

  GST_OBJECT_LOCK (self);
  if (self->writer != NULL)
    writer = g_object_ref (self->writer);
  GST_OBJECT_UNLOCK (self);

  return writer;
}

static GstStructure *
get_stats (GstEncordLabelSink *self)
{
  static const GstEncordLabelCounts none;
  g_autoptr (GstEncordLabelWriter) writer = ref_writer (self);

  return writer != NULL
             ? gst_encord_label_writer_get_stats (writer, "encord-stats")
             : gst_encord_label_counts_to_structure (&none, "encord-stats");
}

/* TRUE for what is not read any more once the element runs: then the value is
 * taken at the next start */
static void
set_string (char **field, const GValue *value)
{
  g_free (*field);
  *field = g_value_dup_string (value);
}

static void
gst_encord_label_sink_set_property (GObject *object, guint prop_id,
                                    const GValue *value, GParamSpec *pspec)
{
  GstEncordLabelSink *self = GST_ENCORD_LABEL_SINK (object);

  GST_OBJECT_LOCK (self);
  switch ((GstEncordLabelSinkProperty) prop_id) {
    case PROP_SERVER:
      set_string (&self->settings.server, value);
      break;
    case PROP_SSH_KEY_FILE:
      set_string (&self->settings.ssh_key_file, value);
      break;
    case PROP_BEARER_TOKEN_FILE:
      set_string (&self->settings.bearer_token_file, value);
      break;
    case PROP_PROJECT_HASH:
      set_string (&self->settings.project_hash, value);
      break;
    case PROP_RUN_NAME:
      set_string (&self->settings.collector.run_name, value);
      break;
    case PROP_JOURNAL_DIR:
      set_string (&self->settings.journal_dir, value);
      break;
    case PROP_MAX_GAP:
      self->settings.collector.max_gap = g_value_get_uint64 (value);
      break;
    case PROP_MIN_TRACK_LENGTH:
      self->settings.collector.min_track_length = g_value_get_uint (value);
      break;
    case PROP_TRACK_IOU_THRESHOLD:
      self->settings.collector.track_iou_threshold = g_value_get_double (value);
      break;
    case PROP_TRACK_MAX_AGE:
      self->settings.collector.track_max_age = g_value_get_uint64 (value);
      break;
    case PROP_CLASS_MAP:
      g_clear_pointer (&self->settings.class_map, gst_structure_free);
      self->settings.class_map = g_value_dup_boxed (value);
      break;
    case PROP_CLASS_MAP_FILE:
      set_string (&self->settings.class_map_file, value);
      break;
    case PROP_UNMAPPED:
      self->settings.unmapped = (GstEncordUnmapped) g_value_get_enum (value);
      break;
    case PROP_SHUTDOWN_TIMEOUT:
      self->settings.shutdown_timeout = g_value_get_uint64 (value);
      break;
    case PROP_STATS:
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
      break;
  }
  GST_OBJECT_UNLOCK (self);
}

static void
gst_encord_label_sink_get_property (GObject *object, guint prop_id,
                                    GValue *value, GParamSpec *pspec)
{
  GstEncordLabelSink *self = GST_ENCORD_LABEL_SINK (object);

  if (prop_id == PROP_STATS) {
    g_value_take_boxed (value, get_stats (self));
    return;
  }

  GST_OBJECT_LOCK (self);
  switch ((GstEncordLabelSinkProperty) prop_id) {
    case PROP_SERVER:
      g_value_set_string (value, self->settings.server);
      break;
    case PROP_SSH_KEY_FILE:
      g_value_set_string (value, self->settings.ssh_key_file);
      break;
    case PROP_BEARER_TOKEN_FILE:
      g_value_set_string (value, self->settings.bearer_token_file);
      break;
    case PROP_PROJECT_HASH:
      g_value_set_string (value, self->settings.project_hash);
      break;
    case PROP_RUN_NAME:
      g_value_set_string (value, self->settings.collector.run_name);
      break;
    case PROP_JOURNAL_DIR:
      g_value_set_string (value, self->settings.journal_dir);
      break;
    case PROP_MAX_GAP:
      g_value_set_uint64 (value, self->settings.collector.max_gap);
      break;
    case PROP_MIN_TRACK_LENGTH:
      g_value_set_uint (value, self->settings.collector.min_track_length);
      break;
    case PROP_TRACK_IOU_THRESHOLD:
      g_value_set_double (value, self->settings.collector.track_iou_threshold);
      break;
    case PROP_TRACK_MAX_AGE:
      g_value_set_uint64 (value, self->settings.collector.track_max_age);
      break;
    case PROP_CLASS_MAP:
      g_value_set_boxed (value, self->settings.class_map);
      break;
    case PROP_CLASS_MAP_FILE:
      g_value_set_string (value, self->settings.class_map_file);
      break;
    case PROP_UNMAPPED:
      g_value_set_enum (value, self->settings.unmapped);
      break;
    case PROP_SHUTDOWN_TIMEOUT:
      g_value_set_uint64 (value, self->settings.shutdown_timeout);
      break;
    case PROP_STATS:
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
      break;
  }
  GST_OBJECT_UNLOCK (self);
}

static gboolean
add_override (GQuark field, const GValue *value, gpointer data)
{
  if (!G_VALUE_HOLDS_STRING (value))
    return FALSE;
  g_hash_table_insert (data, g_strdup (g_quark_to_string (field)),
                       g_strdup (g_value_get_string (value)));

  return TRUE;
}

/* the file first, so that the property can correct it */
static gboolean
load_overrides (GstEncordLabelSink *self, GHashTable **ret_overrides,
                GError **error)
{
  g_autofree char *path = NULL, *text = NULL;
  g_autoptr (GHashTable) overrides = NULL;
  g_autoptr (GstStructure) map = NULL;
  gsize length;

  GST_OBJECT_LOCK (self);
  path = g_strdup (self->settings.class_map_file);
  if (self->settings.class_map != NULL)
    map = gst_structure_copy (self->settings.class_map);
  GST_OBJECT_UNLOCK (self);

  if (path != NULL) {
    if (!g_file_get_contents (path, &text, &length, error))
      return FALSE;
    overrides = encord_class_map_parse_overrides (text, (gssize) length, error);
    if (overrides == NULL) {
      g_prefix_error (error, "%s: ", path);
      return FALSE;
    }
  } else {
    overrides = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  }
  if (map != NULL && !gst_structure_foreach (map, add_override, overrides)) {
    g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT,
                         "class-map: a field is no string");
    return FALSE;
  }
  *ret_overrides = g_steal_pointer (&overrides);

  return TRUE;
}

static gboolean
open_session (GstEncordLabelSink *self)
{
  g_autofree char *server = NULL, *key_file = NULL, *token_file = NULL;
  g_autoptr (GError) error = NULL;

  GST_OBJECT_LOCK (self);
  server = g_strdup (self->settings.server);
  key_file = g_strdup (self->settings.ssh_key_file);
  token_file = g_strdup (self->settings.bearer_token_file);
  GST_OBJECT_UNLOCK (self);

  self->session = gst_encord_session_acquire (GST_ELEMENT (self), server,
                                              key_file, token_file, &error);
  if (self->session == NULL)
    gst_encord_element_post_error (GST_ELEMENT (self), error);

  return self->session != NULL;
}

static GstEncordLabelWriter *
make_writer (GstEncordLabelSink *self, GError **error)
{
  g_autofree char *journal_dir = NULL;
  g_autoptr (GHashTable) overrides = NULL;
  GstEncordJournal *journal;
  gboolean drop;

  GST_OBJECT_LOCK (self);
  journal_dir = g_strdup (self->settings.journal_dir);
  drop = self->settings.unmapped == GST_ENCORD_UNMAPPED_DROP;
  GST_OBJECT_UNLOCK (self);

  if (!load_overrides (self, &overrides, error))
    return NULL;
  journal = gst_encord_journal_open (journal_dir, error);
  if (journal == NULL)
    return NULL;

  return gst_encord_label_writer_new (GST_ELEMENT (self), self->session,
                                      journal, overrides, drop);
}

static gboolean
start_writer (GstEncordLabelSink *self)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GstEncordLabelWriter) writer = make_writer (self, &error);
  g_autofree char *project_hash = NULL, *run_name = NULL;
  GstEncordLabelCollectorSettings settings;

  if (writer == NULL) {
    gst_encord_element_post_error (GST_ELEMENT (self), error);
    return FALSE;
  }

  GST_OBJECT_LOCK (self);
  self->writer = g_object_ref (writer);
  settings = self->settings.collector;
  settings.run_name = run_name =
      g_strdup (settings.run_name != NULL ? settings.run_name : "");
  project_hash = g_strdup (self->settings.project_hash);
  GST_OBJECT_UNLOCK (self);

  gst_encord_label_collector_set_writer (self->collector, writer, &settings);
  if (project_hash != NULL)
    gst_encord_label_writer_send_pending (writer, project_hash);

  return TRUE;
}

static void
drop_held_eos (GstEncordLabelSink *self)
{
  GstMessage *eos;

  GST_OBJECT_LOCK (self);
  eos = g_steal_pointer (&self->held_eos);
  GST_OBJECT_UNLOCK (self);
  gst_clear_message (&eos);
}

static void
stop_writer (GstEncordLabelSink *self)
{
  g_autoptr (GstEncordLabelWriter) writer = NULL;
  GstClockTime timeout;

  GST_OBJECT_LOCK (self);
  writer = g_steal_pointer (&self->writer);
  timeout = self->settings.shutdown_timeout;
  GST_OBJECT_UNLOCK (self);

  if (writer == NULL)
    return;
  gst_encord_label_writer_shut_down (writer, timeout);
  gst_encord_label_collector_set_writer (self->collector, NULL, NULL);
  drop_held_eos (self);
}

static GstStateChangeReturn
gst_encord_label_sink_change_state (GstElement *element,
                                    GstStateChange transition)
{
  GstEncordLabelSink *self = GST_ENCORD_LABEL_SINK (element);
  GstStateChangeReturn result;

  if (transition == GST_STATE_CHANGE_NULL_TO_READY && !open_session (self))
    return GST_STATE_CHANGE_FAILURE;
  if (transition == GST_STATE_CHANGE_READY_TO_PAUSED && !start_writer (self))
    return GST_STATE_CHANGE_FAILURE;

  result = GST_ELEMENT_CLASS (gst_encord_label_sink_parent_class)
               ->change_state (element, transition);

  if (transition == GST_STATE_CHANGE_PAUSED_TO_READY ||
      (transition == GST_STATE_CHANGE_READY_TO_PAUSED &&
       result == GST_STATE_CHANGE_FAILURE))
    stop_writer (self);
  if (transition == GST_STATE_CHANGE_READY_TO_NULL)
    g_clear_object (&self->session);

  return result;
}

/* on the worker, once every unit is saved or journalled */
static void
on_units_done (GstElement *element)
{
  GstEncordLabelSink *self = GST_ENCORD_LABEL_SINK (element);
  g_autoptr (GstEncordLabelWriter) writer = ref_writer (self);
  GstMessage *eos;

  GST_OBJECT_LOCK (self);
  eos = g_steal_pointer (&self->held_eos);
  GST_OBJECT_UNLOCK (self);
  if (eos == NULL || writer == NULL) {
    gst_clear_message (&eos);
    return;
  }

  gst_element_post_message (
      element, gst_message_new_element (GST_OBJECT (element),
                                        gst_encord_label_writer_get_stats (
                                            writer, "encord-summary")));
  GST_BIN_CLASS (gst_encord_label_sink_parent_class)
      ->handle_message (GST_BIN (self), eos);
}

static void
gst_encord_label_sink_handle_message (GstBin *bin, GstMessage *message)
{
  GstEncordLabelSink *self = GST_ENCORD_LABEL_SINK (bin);
  g_autoptr (GstEncordLabelWriter) writer = NULL;
  GstMessage *before = NULL;

  if (GST_MESSAGE_TYPE (message) == GST_MESSAGE_EOS)
    writer = ref_writer (self);
  if (writer == NULL) {
    GST_BIN_CLASS (gst_encord_label_sink_parent_class)
        ->handle_message (bin, message);
    return;
  }

  GST_OBJECT_LOCK (self);
  before = self->held_eos;
  self->held_eos = message;
  GST_OBJECT_UNLOCK (self);
  gst_clear_message (&before);
  gst_encord_label_writer_when_done (writer, on_units_done);
}

/* an EOS that a flush overtakes does not hold any more */
static gboolean
on_sink_event (GstPad *pad, GstObject *parent, GstEvent *event)
{
  if (GST_EVENT_TYPE (event) == GST_EVENT_FLUSH_STOP)
    drop_held_eos (GST_ENCORD_LABEL_SINK (parent));

  return gst_pad_event_default (pad, parent, event);
}

static gboolean
on_sink_query (GstPad *pad, GstObject *parent, GstQuery *query)
{
  return gst_encord_session_handle_query (GST_ELEMENT (parent), query) ||
         gst_pad_query_default (pad, parent, query);
}

static void
gst_encord_label_sink_finalize (GObject *object)
{
  GstEncordLabelSink *self = GST_ENCORD_LABEL_SINK (object);

  g_free (self->settings.server);
  g_free (self->settings.ssh_key_file);
  g_free (self->settings.bearer_token_file);
  g_free (self->settings.project_hash);
  g_free (self->settings.journal_dir);
  g_free (self->settings.class_map_file);
  g_clear_pointer (&self->settings.class_map, gst_structure_free);
  g_free (self->settings.collector.run_name);

  G_OBJECT_CLASS (gst_encord_label_sink_parent_class)->finalize (object);
}

static void
install_connection_properties (GObjectClass *object_class)
{
  const GParamFlags flags =
      G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | GST_PARAM_MUTABLE_READY;

  props[PROP_SERVER] = g_param_spec_string (
      "server", "Server",
      "URL of the server (default: ENCORD_SERVER, else the platform)", NULL,
      flags);
  props[PROP_SSH_KEY_FILE] = g_param_spec_string (
      "ssh-key-file", "SSH key file",
      "Private Ed25519 key (default: ENCORD_SSH_KEY_FILE or ENCORD_SSH_KEY)",
      NULL, flags);
  props[PROP_BEARER_TOKEN_FILE] = g_param_spec_string (
      "bearer-token-file", "Bearer token file",
      "File with a bearer token, used instead of a key", NULL, flags);
  props[PROP_PROJECT_HASH] = g_param_spec_string (
      "project-hash", "Project hash",
      "Project whose waiting rows are sent at once, before any unit comes",
      NULL, flags);
  props[PROP_RUN_NAME] = g_param_spec_string (
      "run-name", "Run name",
      "Whose labels these are: a run replaces what the same name wrote",
      DEFAULT_RUN_NAME, flags);
  props[PROP_JOURNAL_DIR] = g_param_spec_string (
      "journal-dir", "Journal folder",
      "Where the journal lies (default: gst-encord in XDG_STATE_HOME)", NULL,
      flags);
  props[PROP_SHUTDOWN_TIMEOUT] = g_param_spec_uint64 (
      "shutdown-timeout", "Shutdown timeout",
      "How long stopping waits for rows that are being sent, in nanoseconds", 0,
      G_MAXINT64, DEFAULT_SHUTDOWN_TIMEOUT,
      G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | GST_PARAM_MUTABLE_PLAYING);
  props[PROP_STATS] = g_param_spec_boxed (
      "stats", "Statistics",
      "Rows saved, unchanged, skipped, journalled and waiting; labels, tracks, "
      "frames",
      GST_TYPE_STRUCTURE, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
}

static void
install_label_properties (GObjectClass *object_class)
{
  const GParamFlags flags =
      G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | GST_PARAM_MUTABLE_READY;

  props[PROP_MAX_GAP] = g_param_spec_uint64 (
      "max-gap", "Longest gap",
      "Gaps in a track up to this many nanoseconds are filled", 0, G_MAXINT64,
      DEFAULT_MAX_GAP, flags);
  props[PROP_MIN_TRACK_LENGTH] =
      g_param_spec_uint ("min-track-length", "Shortest track",
                         "Tracks seen on fewer frames are dropped", 1,
                         G_MAXUINT, DEFAULT_MIN_TRACK_LENGTH, flags);
  props[PROP_TRACK_IOU_THRESHOLD] = g_param_spec_double (
      "track-iou-threshold", "Track IoU threshold",
      "Least overlap of where a track should be and what is seen", 0.01, 1,
      DEFAULT_TRACK_IOU_THRESHOLD, flags);
  props[PROP_TRACK_MAX_AGE] =
      g_param_spec_uint64 ("track-max-age", "Track maximum age",
                           "How long a track goes on unseen, in nanoseconds", 0,
                           G_MAXINT64, DEFAULT_TRACK_MAX_AGE, flags);
  props[PROP_CLASS_MAP] = g_param_spec_boxed (
      "class-map", "Class map",
      "Ontology object (name or feature hash) for a class of the model; an "
      "empty text drops the class",
      GST_TYPE_STRUCTURE, flags);
  props[PROP_CLASS_MAP_FILE] = g_param_spec_string (
      "class-map-file", "Class map file",
      "JSON object that says for classes of the model which ontology object "
      "they are",
      NULL, flags);
  props[PROP_UNMAPPED] = g_param_spec_enum (
      "unmapped", "Unmapped classes",
      "What to do with a class that the ontology does not have",
      GST_TYPE_ENCORD_UNMAPPED, DEFAULT_UNMAPPED, flags);
}

static void
gst_encord_label_sink_class_init (GstEncordLabelSinkClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GstElementClass *element_class = GST_ELEMENT_CLASS (klass);

  GST_DEBUG_CATEGORY_INIT (encordlabelsink_debug, "encordlabelsink", 0,
                           "labels into label rows");

  object_class->set_property = gst_encord_label_sink_set_property;
  object_class->get_property = gst_encord_label_sink_get_property;
  object_class->finalize = gst_encord_label_sink_finalize;
  element_class->change_state =
      GST_DEBUG_FUNCPTR (gst_encord_label_sink_change_state);
  GST_BIN_CLASS (klass)->handle_message =
      GST_DEBUG_FUNCPTR (gst_encord_label_sink_handle_message);

  install_connection_properties (object_class);
  install_label_properties (object_class);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (props), props);
  gst_type_mark_as_plugin_api (GST_TYPE_ENCORD_UNMAPPED, 0);

  gst_element_class_add_static_pad_template (element_class, &sink_template);
  gst_element_class_set_static_metadata (
      element_class, "Encord label sink", "Sink/Video",
      "Writes the labels of frames into the label rows of a project",
      "gst-encord developers");
}

static void
gst_encord_label_sink_init (GstEncordLabelSink *self)
{
  g_autoptr (GstPadTemplate) template =
      gst_static_pad_template_get (&sink_template);
  g_autoptr (GstPad) target = NULL;
  GstPad *pad;

  self->settings.unmapped = DEFAULT_UNMAPPED;
  self->settings.shutdown_timeout = DEFAULT_SHUTDOWN_TIMEOUT;
  self->settings.collector = (GstEncordLabelCollectorSettings){
    .run_name = g_strdup (DEFAULT_RUN_NAME),
    .max_gap = DEFAULT_MAX_GAP,
    .min_track_length = DEFAULT_MIN_TRACK_LENGTH,
    .track_iou_threshold = DEFAULT_TRACK_IOU_THRESHOLD,
    .track_max_age = DEFAULT_TRACK_MAX_AGE,
  };

  self->collector =
      g_object_new (GST_TYPE_ENCORD_LABEL_COLLECTOR, "name", "collector", NULL);
  gst_bin_add (GST_BIN (self), GST_ELEMENT (self->collector));
  target = gst_element_get_static_pad (GST_ELEMENT (self->collector), "sink");
  pad = gst_ghost_pad_new_from_template ("sink", target, template);
  gst_pad_set_event_function (pad, on_sink_event);
  gst_pad_set_query_function (pad, on_sink_query);
  gst_element_add_pad (GST_ELEMENT (self), pad);
  GST_OBJECT_FLAG_SET (self, GST_ELEMENT_FLAG_SINK);
}
