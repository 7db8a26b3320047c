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
 * Needs encordsrc at the head of the pipeline, which says what each frame is, or
 * project-hash and data-hash of the video whose frames all come, in order.
 *
 * |[
 * gst-launch-1.0 encordsrc project-hash=HASH ! encordinfer model-file=person.onnx ! encordlabelsink
 * ]|
 *
 * Since: 0.1
 */

#include "gstencordlabelsink.h"

#include <gst/encord/rows/gstencordjournalcopy.h>

#include "gstencordlabelmessages.h"
#include "gstencordlabelsettings.h"
#include "gstencordlabelsignals.h"

GST_DEBUG_CATEGORY (encordlabelsink_debug);
#define GST_CAT_DEFAULT encordlabelsink_debug

/* Threads: application threads set properties and change state; the collector's
 * streaming thread and the session's worker post messages. They meet in the
 * fields guarded by the object lock, under which nothing is called. */
struct _GstEncordLabelSink
{
  GstBin parent;

  GstEncordLabelCollector *collector; /* owned by the bin */
  GstEncordSession *session;          /* from NULL→READY to READY→NULL */

  /* guarded by the object lock */
  GstEncordLabelSettings settings;
  GstEncordLabelWriter *writer; /* from READY→PAUSED to PAUSED→READY */
  GstMessage *held_eos;         /* until the writer has dealt with every unit */
};

static guint prop_stats;

static GstStaticPadTemplate sink_template = GST_STATIC_PAD_TEMPLATE (
    "sink", GST_PAD_SINK, GST_PAD_ALWAYS, GST_STATIC_CAPS ("video/x-raw(ANY)"));

G_DEFINE_FINAL_TYPE (GstEncordLabelSink, gst_encord_label_sink, GST_TYPE_BIN)
GST_ELEMENT_REGISTER_DEFINE (encordlabelsink, "encordlabelsink", GST_RANK_NONE,
                             GST_TYPE_ENCORD_LABEL_SINK)

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

static void
gst_encord_label_sink_set_property (GObject *object, guint prop_id,
                                    const GValue *value, GParamSpec *pspec)
{
  GstEncordLabelSink *self = GST_ENCORD_LABEL_SINK (object);
  gboolean known;

  GST_OBJECT_LOCK (self);
  known = gst_encord_label_settings_set (&self->settings, prop_id, value);
  GST_OBJECT_UNLOCK (self);
  if (!known)
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
}

static void
gst_encord_label_sink_get_property (GObject *object, guint prop_id,
                                    GValue *value, GParamSpec *pspec)
{
  GstEncordLabelSink *self = GST_ENCORD_LABEL_SINK (object);
  gboolean known;

  if (prop_id == prop_stats) {
    g_value_take_boxed (value, get_stats (self));
    return;
  }
  GST_OBJECT_LOCK (self);
  known = gst_encord_label_settings_get (&self->settings, prop_id, value);
  GST_OBJECT_UNLOCK (self);
  if (!known)
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
}

static void
copy_settings (GstEncordLabelSink *self, GstEncordLabelSettings *ret_settings)
{
  GST_OBJECT_LOCK (self);
  gst_encord_label_settings_copy (&self->settings, ret_settings);
  GST_OBJECT_UNLOCK (self);
}

static gboolean
open_session (GstEncordLabelSink *self)
{
  g_auto (GstEncordLabelSettings) settings = { 0 };
  g_autoptr (GError) error = NULL;

  copy_settings (self, &settings);
  self->session = gst_encord_session_acquire (
      GST_ELEMENT (self), settings.server, settings.ssh_key_file,
      settings.bearer_token_file, &error);
  if (self->session == NULL)
    gst_encord_element_post_error (GST_ELEMENT (self), error);

  return self->session != NULL;
}

static GstEncordLabelWriter *
make_writer (GstEncordLabelSink *self, const GstEncordLabelSettings *settings,
             GError **error)
{
  g_autoptr (GHashTable) overrides =
      gst_encord_label_settings_load_overrides (settings, error);
  g_autofree char *track_rules =
      overrides == NULL
          ? NULL
          : gst_encord_label_settings_load_rules (settings, error);
  g_autoptr (GBytes) recipe =
      gst_encord_label_collector_describe (&settings->collector);
  const GstEncordLabelRun run = {
    .run_name = settings->run_name != NULL ? settings->run_name : "",
    .branch_name = settings->branch_name,
    .project_hash = settings->project_hash,
    .data_hash = settings->data_hash,
    .track_rules = track_rules,
    .recipe = recipe,
    .resume = settings->resume,
    .overrides = overrides,
    .rules = settings->rules,
    .drop_unmapped = settings->unmapped == GST_ENCORD_UNMAPPED_DROP,
    .dry_run_file = settings->dry_run_file,
  };

  if (track_rules == NULL)
    return NULL;

  return gst_encord_label_writer_new (GST_ELEMENT (self), self->session,
                                      settings->journal_dir, &run, error);
}

static gboolean
start_writer (GstEncordLabelSink *self)
{
  g_auto (GstEncordLabelSettings) settings = { 0 };
  g_autoptr (GstEncordLabelWriter) writer = NULL;
  g_autoptr (GError) error = NULL;

  copy_settings (self, &settings);
  if (gst_encord_label_settings_check (&settings, &error))
    writer = make_writer (self, &settings, &error);
  if (writer == NULL) {
    gst_encord_element_post_error (GST_ELEMENT (self), error);
    return FALSE;
  }

  GST_OBJECT_LOCK (self);
  self->writer = g_object_ref (writer);
  GST_OBJECT_UNLOCK (self);

  gst_encord_label_collector_set_writer (self->collector, writer,
                                         &settings.collector);
  if (settings.project_hash != NULL)
    gst_encord_label_writer_send_pending (writer, settings.project_hash);

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
  drop_held_eos (self);
  gst_encord_label_writer_shut_down (writer, timeout);
  gst_encord_label_collector_set_writer (self->collector, NULL, NULL);
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
    g_clear_pointer (&self->session, gst_encord_session_release);

  return result;
}

/* FALSE: it was flushed away, or the element has stopped since */
static gboolean
is_held (GstEncordLabelSink *self, GstMessage *eos)
{
  gboolean held;

  GST_OBJECT_LOCK (self);
  held = self->held_eos == eos;
  GST_OBJECT_UNLOCK (self);

  return held;
}

/* (transfer full) (nullable): NULL where is_held() is FALSE */
static GstMessage *
take_held_eos (GstEncordLabelSink *self, GstMessage *eos)
{
  GstMessage *taken = NULL;

  GST_OBJECT_LOCK (self);
  if (self->held_eos == eos)
    taken = g_steal_pointer (&self->held_eos);
  GST_OBJECT_UNLOCK (self);

  return taken;
}

/* on the worker, once every unit before this EOS is saved or journalled */
static void
on_units_done (GstElement *element, GstMessage *eos)
{
  GstEncordLabelSink *self = GST_ENCORD_LABEL_SINK (element);
  g_autoptr (GstEncordLabelWriter) writer = ref_writer (self);
  GstMessage *taken;

  if (writer == NULL || !is_held (self, eos))
    return;
  gst_element_post_message (
      element, gst_message_new_element (GST_OBJECT (element),
                                        gst_encord_label_writer_get_stats (
                                            writer, "encord-summary")));
  /* whoever sees the summary may flush or stop */
  taken = take_held_eos (self, eos);
  if (taken != NULL)
    GST_BIN_CLASS (gst_encord_label_sink_parent_class)
        ->handle_message (GST_BIN (self), taken);
}

static void
gst_encord_label_sink_handle_message (GstBin *bin, GstMessage *message)
{
  GstEncordLabelSink *self = GST_ENCORD_LABEL_SINK (bin);
  g_autoptr (GstEncordLabelWriter) writer = NULL;
  g_autoptr (GstMessage) eos = NULL;
  GstMessage *before = NULL;

  if (GST_MESSAGE_TYPE (message) == GST_MESSAGE_EOS)
    writer = ref_writer (self);
  if (writer == NULL) {
    GST_BIN_CLASS (gst_encord_label_sink_parent_class)
        ->handle_message (bin, message);
    return;
  }

  /* the held one may be flushed away at once */
  eos = gst_message_ref (message);
  GST_OBJECT_LOCK (self);
  before = self->held_eos;
  self->held_eos = message;
  GST_OBJECT_UNLOCK (self);
  gst_clear_message (&before);
  gst_encord_label_writer_when_done (writer, on_units_done, eos);
}

/* an EOS that a flush overtakes does not hold any more */
static gboolean
on_sink_event (GstPad *pad, GstObject *parent, GstEvent *event)
{
  if (GST_EVENT_TYPE (event) == GST_EVENT_FLUSH_STOP)
    drop_held_eos (GST_ENCORD_LABEL_SINK (parent));

  return gst_pad_event_default (pad, parent, event);
}

/* encordsrc's reader asks, before it opens a unit */
static void
answer_resume (GstEncordLabelSink *self, GstQuery *query)
{
  g_autoptr (GstEncordLabelWriter) writer = ref_writer (self);
  g_autoptr (GstEncordUnit) unit = gst_encord_resume_query_get_unit (query);

  if (writer == NULL || unit == NULL)
    return;
  gst_encord_resume_query_limit (
      query, gst_encord_label_writer_find_first_frame (
                 writer, unit, gst_encord_resume_query_get_digest (query)));
}

static gboolean
on_sink_query (GstPad *pad, GstObject *parent, GstQuery *query)
{
  if (gst_encord_is_resume_query (query)) {
    answer_resume (GST_ENCORD_LABEL_SINK (parent), query);
    /* a tee asks its other branches only while nobody has handled it */
    return FALSE;
  }

  return gst_encord_session_handle_query (GST_ELEMENT (parent), query) ||
         gst_pad_query_default (pad, parent, query);
}

static void
gst_encord_label_sink_finalize (GObject *object)
{
  GstEncordLabelSink *self = GST_ENCORD_LABEL_SINK (object);

  gst_encord_label_settings_clear (&self->settings);

  G_OBJECT_CLASS (gst_encord_label_sink_parent_class)->finalize (object);
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

  prop_stats = gst_encord_label_settings_install (object_class);
  g_object_class_install_property (
      object_class, prop_stats,
      g_param_spec_boxed (
          "stats", "Statistics",
          "Rows saved, unchanged, skipped, journalled and waiting; labels, "
          "tracks, frames",
          GST_TYPE_STRUCTURE, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS));
  gst_encord_label_signals_install (object_class);

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

  gst_encord_label_settings_init (&self->settings);
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
