/* gstencordlabelcollector.c - the sink inside encordlabelsink: frames to observations
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "gstencordlabelcollectorprivate.h"

#include "gstencordlabelinput.h"

GST_DEBUG_CATEGORY_EXTERN (encordlabelsink_debug);
#define GST_CAT_DEFAULT encordlabelsink_debug

/* of shapes, in memory: masks of many things take this in less than a second */
#define MOST_SHAPE_BYTES (16 * 1024 * 1024)

static GstStaticPadTemplate sink_template = GST_STATIC_PAD_TEMPLATE (
    "sink", GST_PAD_SINK, GST_PAD_ALWAYS, GST_STATIC_CAPS ("video/x-raw(ANY)"));

G_DEFINE_FINAL_TYPE (GstEncordLabelCollector, gst_encord_label_collector,
                     GST_TYPE_BASE_SINK)

void
gst_encord_label_collector_set_writer (
    GstEncordLabelCollector *self, GstEncordLabelWriter *writer,
    const GstEncordLabelCollectorSettings *settings)
{
  g_autoptr (GstEncordLabelWriter) before = NULL;

  GST_OBJECT_LOCK (self);
  before = self->writer;
  self->writer = writer != NULL ? g_object_ref (writer) : NULL;
  GST_OBJECT_UNLOCK (self);
  if (settings != NULL)
    self->settings = *settings;
}

static void
set_classes (GstEncordLabelCollector *self, char **classes)
{
  if (self->classes == NULL ||
      !g_strv_equal ((const char *const *) classes,
                     (const char *const *) self->classes))
    g_clear_pointer (&self->mapped, g_free);
  g_strfreev (self->classes);
  self->classes = classes;
  gst_encord_label_collector_ask_for_map (self);
}

static gboolean
gst_encord_label_collector_event (GstBaseSink *sink, GstEvent *event)
{
  GstEncordLabelCollector *self = GST_ENCORD_LABEL_COLLECTOR (sink);
  GstEncordUnit *unit = gst_encord_unit_event_parse (event);
  GstEncordUnitStatus status;
  char **classes;

  if (unit != NULL)
    gst_encord_label_collector_begin_unit (self, unit);
  else if ((classes = gst_encord_classes_event_parse (event)) != NULL)
    set_classes (self, classes);
  else if (gst_encord_unit_end_event_parse (event, NULL, &status, NULL))
    gst_encord_label_collector_end_unit (self,
                                         status == GST_ENCORD_UNIT_COMPLETE);
  else if (GST_EVENT_TYPE (event) == GST_EVENT_FLUSH_STOP)
    gst_encord_label_collector_handle_flush (self);
  else if (GST_EVENT_TYPE (event) == GST_EVENT_EOS)
    gst_encord_label_collector_end_unit (self, self->counts);

  return GST_BASE_SINK_CLASS (gst_encord_label_collector_parent_class)
      ->event (sink, event);
}

static gboolean
gst_encord_label_collector_set_caps (GstBaseSink *sink, GstCaps *caps)
{
  GstEncordLabelCollector *self = GST_ENCORD_LABEL_COLLECTOR (sink);

  return gst_video_info_from_caps (&self->info, caps);
}

static guint
get_class_index (GstEncordLabelCollector *self, GQuark name)
{
  gpointer known =
      g_hash_table_lookup (self->class_indices, GUINT_TO_POINTER (name));

  if (known != NULL)
    return GPOINTER_TO_UINT (known) - 1;

  return gst_encord_label_collector_add_class (self, name);
}

/* what is on one frame */
typedef struct
{
  GstEncordLabelCollector *collector;
  GArray *detections;
  GPtrArray *shapes; /* EncordGeometry or NULL, of the first detections; NULL:
                        none has any */
} Found;

static void
unref_nullable (gpointer shape)
{
  if (shape != NULL)
    encord_geometry_unref (shape);
}

static void
found_clear (Found *self)
{
  g_array_unref (self->detections);
  g_clear_pointer (&self->shapes, g_ptr_array_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Found, found_clear)

/* of the detection that comes next */
static void
add_shape (Found *self, EncordGeometry *shape)
{
  if (self->shapes == NULL)
    self->shapes = g_ptr_array_new_with_free_func (unref_nullable);
  g_ptr_array_set_size (self->shapes, (int) self->detections->len);
  g_ptr_array_add (self->shapes, encord_geometry_ref (shape));
}

/* only now is it known that the class has labels without shapes of their own */
static void
ask_for_boxes (GstEncordLabelCollector *self, guint class_index)
{
  if (self->boxed->data[class_index])
    return;
  self->boxed->data[class_index] = TRUE;
  gst_encord_label_writer_check_boxes (
      self->writer, gst_encord_unit_get_project_hash (self->unit),
      self->unit_classes->pdata[class_index]);
}

static void
add_detection (GQuark name, const EncordBox *box, EncordGeometry *shape,
               double confidence, gpointer data)
{
  Found *found = data;
  EncordDetection detection = { .box = *box, .confidence = confidence };

  if (name == 0 || !gst_encord_label_box_is_usable (box))
    return;
  detection.class_index = get_class_index (found->collector, name);
  if (shape != NULL)
    add_shape (found, shape);
  else
    ask_for_boxes (found->collector, detection.class_index);
  g_array_append_val (found->detections, detection);
}

/* FALSE: nobody looked */
static gboolean
read_buffer (GstEncordLabelCollector *self, GstBuffer *buffer, Found *found)
{
  switch (
      gst_encord_label_input_read (buffer, &self->info, add_detection, found)) {
    case GST_ENCORD_INPUT_SEEN:
      return TRUE;
    case GST_ENCORD_INPUT_BARE:
      if (self->settings.bare_frames == GST_ENCORD_BARE_FRAMES_EMPTY)
        return TRUE;
      self->progress.n_bare++;
      return FALSE;
    case GST_ENCORD_INPUT_SKIPPED:
    default:
      return FALSE;
  }
}

static void
add_image (GstEncordLabelCollector *self, const char *hash)
{
  g_ptr_array_add (self->image_hashes, g_strdup (hash != NULL ? hash : ""));
  self->progress.n_images++;
}

static void
note_image (GstEncordLabelCollector *self, const GstEncordFrameMeta *frame)
{
  if (self->image_hashes == NULL || frame == NULL)
    return;
  while (self->progress.n_images < frame->frame)
    add_image (self, NULL);
  if (self->progress.n_images == frame->frame)
    add_image (self, frame->image_hash);
}

static void
add_to_tracks (GstEncordLabelCollector *self, const Found *found)
{
  const GArray *detections = found->detections;
  const guint n_shapes = found->shapes != NULL ? found->shapes->len : 0;
  g_autofree guint64 *ids = g_new (guint64, detections->len);

  if (self->tracker != NULL)
    encord_tracker_update (self->tracker, self->progress.last_time,
                           (const EncordDetection *) detections->data,
                           detections->len, ids);
  for (guint i = 0; i < detections->len; i++) {
    const EncordDetection *detection =
        &g_array_index (detections, EncordDetection, i);

    if (self->tracker != NULL && ids[i] == ENCORD_TRACKER_NO_TRACK)
      continue;
    if (encord_tracks_add (self->unit_tracks,
                           self->tracker != NULL ? (guint32) ids[i]
                                                 : self->progress.next_track++,
                           detection->class_index, &detection->box,
                           detection->confidence) &&
        i < n_shapes && found->shapes->pdata[i] != NULL)
      encord_tracks_set_shape (self->unit_tracks, found->shapes->pdata[i]);
  }
}

static gboolean
is_placed (GstEncordLabelCollector *self, const GstEncordFrameMeta *frame)
{
  if (frame == NULL && !self->counts) {
    GST_ELEMENT_ERROR (self, STREAM, WRONG_TYPE,
                       ("a frame of \"%s\" carries no frame number",
                        gst_encord_unit_get_title (self->unit)),
                       ("An element behind encordsrc makes new buffers without "
                        "copying their metadata: leave it out."));
    return FALSE;
  }

  return TRUE;
}

static void
take_frame (GstEncordLabelCollector *self, GstBuffer *buffer, guint64 number,
            const GstEncordFrameMeta *frame)
{
  g_auto (Found)
      found = { self, g_array_new (FALSE, FALSE, sizeof (EncordDetection)),
                NULL };

  self->progress.n_frames++;
  if (number > G_MAXINT)
    return;
  self->progress.next_frame = number + 1;
  if (!read_buffer (self, buffer, &found))
    return;
  if (GST_BUFFER_PTS_IS_VALID (buffer))
    self->progress.last_time =
        MAX (self->progress.last_time, (gint64) GST_BUFFER_PTS (buffer));
  if (!encord_tracks_add_frame (self->unit_tracks, (int) number,
                                self->progress.last_time))
    return;
  self->progress.n_seen++;
  note_image (self, frame);
  add_to_tracks (self, &found);
}

static gboolean
is_checkpoint_due (GstEncordLabelCollector *self)
{
  return g_get_monotonic_time () - self->checkpoint_time >=
             (gint64) (self->settings.checkpoint_interval / GST_USECOND) ||
         encord_tracks_get_shape_size (self->unit_tracks) > MOST_SHAPE_BYTES;
}

static GstFlowReturn
gst_encord_label_collector_render (GstBaseSink *sink, GstBuffer *buffer)
{
  GstEncordLabelCollector *self = GST_ENCORD_LABEL_COLLECTOR (sink);
  const GstEncordFrameMeta *frame = gst_buffer_get_encord_frame_meta (buffer);
  const GstFlowReturn flow = gst_encord_label_collector_require_unit (self);
  guint64 number;

  if (flow != GST_FLOW_OK)
    return flow;
  if (!is_placed (self, frame))
    return GST_FLOW_ERROR;
  number = self->counts ? self->progress.next_frame : frame->frame;
  if (number < self->progress.next_frame) {
    GST_DEBUG_OBJECT (self, "frame %" G_GUINT64_FORMAT " came before", number);
    return GST_FLOW_OK;
  }
  take_frame (self, buffer, number, frame);
  /* a disk that failed has said so on the bus */
  if (is_checkpoint_due (self) &&
      !gst_encord_label_disk_append (
          gst_encord_label_writer_get_disk (self->writer),
          gst_encord_label_collector_take_checkpoint (self)))
    return GST_FLOW_ERROR;

  return GST_FLOW_OK;
}

/* any thread: who flushes may be in here while the element stops */
static void
set_flushing (GstEncordLabelCollector *self, gboolean flushing)
{
  g_autoptr (GstEncordLabelWriter) writer = NULL;

  GST_OBJECT_LOCK (self);
  if (self->writer != NULL)
    writer = g_object_ref (self->writer);
  GST_OBJECT_UNLOCK (self);
  if (writer != NULL)
    gst_encord_label_disk_set_flushing (
        gst_encord_label_writer_get_disk (writer), flushing);
}

static gboolean
gst_encord_label_collector_unlock (GstBaseSink *sink)
{
  set_flushing (GST_ENCORD_LABEL_COLLECTOR (sink), TRUE);

  return TRUE;
}

static gboolean
gst_encord_label_collector_unlock_stop (GstBaseSink *sink)
{
  set_flushing (GST_ENCORD_LABEL_COLLECTOR (sink), FALSE);

  return TRUE;
}

/* the pad is inactive: nothing streams any more, and what there is of a unit is
 * handed on without waiting */
static void
leave_paused (GstEncordLabelCollector *self)
{
  set_flushing (self, TRUE);
  gst_encord_label_collector_end_unit (self, FALSE);
  g_clear_pointer (&self->classes, g_strfreev);
  g_clear_pointer (&self->mapped, g_free);
  g_clear_pointer (&self->greeted, g_free);
  self->has_lost_count = FALSE;
}

static GstStateChangeReturn
gst_encord_label_collector_change_state (GstElement *element,
                                         GstStateChange transition)
{
  const GstStateChangeReturn result =
      GST_ELEMENT_CLASS (gst_encord_label_collector_parent_class)
          ->change_state (element, transition);

  if (transition == GST_STATE_CHANGE_PAUSED_TO_READY)
    leave_paused (GST_ENCORD_LABEL_COLLECTOR (element));

  return result;
}

static void
gst_encord_label_collector_finalize (GObject *object)
{
  GstEncordLabelCollector *self = GST_ENCORD_LABEL_COLLECTOR (object);

  gst_encord_label_collector_clear_unit (self);
  g_clear_object (&self->writer);

  G_OBJECT_CLASS (gst_encord_label_collector_parent_class)->finalize (object);
}

static void
gst_encord_label_collector_class_init (GstEncordLabelCollectorClass *klass)
{
  GstElementClass *element_class = GST_ELEMENT_CLASS (klass);
  GstBaseSinkClass *sink_class = GST_BASE_SINK_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = gst_encord_label_collector_finalize;
  element_class->change_state =
      GST_DEBUG_FUNCPTR (gst_encord_label_collector_change_state);
  sink_class->event = GST_DEBUG_FUNCPTR (gst_encord_label_collector_event);
  sink_class->set_caps =
      GST_DEBUG_FUNCPTR (gst_encord_label_collector_set_caps);
  sink_class->render = GST_DEBUG_FUNCPTR (gst_encord_label_collector_render);
  sink_class->unlock = GST_DEBUG_FUNCPTR (gst_encord_label_collector_unlock);
  sink_class->unlock_stop =
      GST_DEBUG_FUNCPTR (gst_encord_label_collector_unlock_stop);

  gst_element_class_add_static_pad_template (element_class, &sink_template);
  gst_element_class_set_static_metadata (
      element_class, "Encord label collector", "Sink/Video",
      "Gathers the labels of each data unit for encordlabelsink",
      "gst-encord developers");
}

static void
gst_encord_label_collector_init (GstEncordLabelCollector *self)
{
  /* labels do not wait for a clock, and a dropped frame would be a lost one */
  gst_base_sink_set_sync (GST_BASE_SINK (self), FALSE);
  gst_base_sink_set_qos_enabled (GST_BASE_SINK (self), FALSE);
  gst_base_sink_set_max_lateness (GST_BASE_SINK (self), -1);
  gst_base_sink_set_last_sample_enabled (GST_BASE_SINK (self), FALSE);
  gst_video_info_init (&self->info);
}
