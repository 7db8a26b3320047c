/* gstencordlabelcollector.c - the sink inside encordlabelsink: frames to observations
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "gstencordlabelcollector.h"

#include <math.h>
#include <string.h>

#include <encord/labels/encord-tracker-private.h>
#include <gst/video/video.h>

#include "gstencordlabelinput.h"

GST_DEBUG_CATEGORY_EXTERN (encordlabelsink_debug);
#define GST_CAT_DEFAULT encordlabelsink_debug

/* Threads: set up by the bin while stopped; everything else belongs to the
 * streaming thread, which neither the network nor the disk ever holds up for long,
 * but for the first frame of a stream that no event announces:
 * what was seen goes to the writer in chunks, so that no unit has to fit in
 * memory. */
struct _GstEncordLabelCollector
{
  GstBaseSink parent;

  /* from set_writer() to set_writer (NULL) */
  GstEncordLabelWriter *writer;
  GstEncordLabelCollectorSettings settings;

  /* streaming thread, while PAUSED or PLAYING */
  GstVideoInfo info;
  char **classes; /* of the last encord-classes event */
  char *mapped;   /* project whose map was asked for with these classes */
  char *greeted;  /* project whose pending rows were asked for */
  gboolean
      has_lost_count; /* a flush took away frames that were to be counted */

  /* of the unit */
  GstEncordUnit *unit;
  GstEncordProgress progress; /* but for classes and tracker, which are here: */
  GPtrArray *unit_classes;    /* names, by index in unit_tracks */
  GHashTable *class_indices;  /* GQuark of a name to index + 1 */
  EncordTracker *tracker;     /* NULL for image groups */
  gboolean has_gap; /* it began in the middle, without what was seen before */
  gboolean counts; /* no event announced it: frames are numbered as they come */

  /* since the last check point */
  EncordTracks *unit_tracks;
  GPtrArray *image_hashes; /* by frame; image groups only */
  gint64 checkpoint_time;  /* monotonic, of the last one */
};

static GstStaticPadTemplate sink_template = GST_STATIC_PAD_TEMPLATE (
    "sink", GST_PAD_SINK, GST_PAD_ALWAYS, GST_STATIC_CAPS ("video/x-raw(ANY)"));

G_DEFINE_FINAL_TYPE (GstEncordLabelCollector, gst_encord_label_collector,
                     GST_TYPE_BASE_SINK)

static void
clear_unit (GstEncordLabelCollector *self)
{
  g_clear_object (&self->unit);
  g_clear_object (&self->tracker);
  g_clear_pointer (&self->unit_tracks, encord_tracks_free);
  g_clear_pointer (&self->unit_classes, g_ptr_array_unref);
  g_clear_pointer (&self->class_indices, g_hash_table_unref);
  g_clear_pointer (&self->image_hashes, g_ptr_array_unref);
  gst_encord_progress_clear (&self->progress);
  self->progress = (GstEncordProgress){ 0 };
  self->has_gap = FALSE;
  self->counts = FALSE;
}

void
gst_encord_label_collector_set_writer (
    GstEncordLabelCollector *self, GstEncordLabelWriter *writer,
    const GstEncordLabelCollectorSettings *settings)
{
  g_set_object (&self->writer, writer);
  if (settings != NULL)
    self->settings = *settings;
}

/* as soon as the project and the classes are known, so that a class that goes
 * nowhere stops the pipeline before much has been looked at */
static void
ask_for_map (GstEncordLabelCollector *self)
{
  const char *project_hash;

  if (self->unit == NULL)
    return;
  project_hash = gst_encord_unit_get_project_hash (self->unit);
  if (g_strcmp0 (self->greeted, project_hash) != 0) {
    g_free (self->greeted);
    self->greeted = g_strdup (project_hash);
    gst_encord_label_writer_send_pending (self->writer, project_hash);
  }
  if (self->classes != NULL && g_strcmp0 (self->mapped, project_hash) != 0) {
    g_free (self->mapped);
    self->mapped = g_strdup (project_hash);
    gst_encord_label_writer_start_unit (self->writer, project_hash,
                                        (const char *const *) self->classes);
  }
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
  ask_for_map (self);
}

static EncordTracker *
make_tracker (const GstEncordLabelCollectorSettings *settings)
{
  return g_object_new (ENCORD_TYPE_TRACKER, "iou-threshold",
                       settings->track_iou_threshold, "max-age",
                       (gint64) settings->track_max_age, NULL);
}

/* a tracker's state has its settings in it; what happens to tracks afterwards is
 * decided when the unit has ended */
GBytes *
gst_encord_label_collector_describe (
    const GstEncordLabelCollectorSettings *settings)
{
  g_autoptr (EncordTracker) tracker = make_tracker (settings);
  g_autoptr (GBytes) state = encord_tracker_to_bytes (tracker);
  GByteArray *recipe = g_byte_array_new ();
  const guint8 bare_frames = (guint8) settings->bare_frames;
  gsize length;
  const guint8 *bytes = g_bytes_get_data (state, &length);

  g_byte_array_append (recipe, bytes, (guint) length);
  g_byte_array_append (recipe, &bare_frames, 1);

  return g_byte_array_free_to_bytes (recipe);
}

static GPtrArray *
strings_new (void)
{
  return g_ptr_array_new_with_free_func (g_free);
}

/* (transfer full): what is in the array, which is empty afterwards */
static char **
steal_strings (GPtrArray **array)
{
  char **strings;

  if (*array == NULL)
    return NULL;
  g_ptr_array_add (*array, NULL);
  strings = (char **) g_ptr_array_free (*array, FALSE);
  *array = strings_new ();

  return strings;
}

/* (transfer full): what came since the last one, and how far that is */
static GstEncordCheckpoint *
take_checkpoint (GstEncordLabelCollector *self)
{
  GstEncordCheckpoint *checkpoint = gst_encord_checkpoint_new ();

  checkpoint->progress = self->progress;
  checkpoint->progress.classes = g_new0 (char *, self->unit_classes->len + 1);
  for (guint i = 0; i < self->unit_classes->len; i++)
    checkpoint->progress.classes[i] = g_strdup (self->unit_classes->pdata[i]);
  if (self->tracker != NULL)
    checkpoint->progress.tracker = encord_tracker_to_bytes (self->tracker);
  checkpoint->image_hashes = steal_strings (&self->image_hashes);
  checkpoint->tracks = g_steal_pointer (&self->unit_tracks);
  self->unit_tracks = encord_tracks_new ();
  self->checkpoint_time = g_get_monotonic_time ();

  return checkpoint;
}

/* a reader that loses its labels on the way says so */
static void
warn_about_bare_frames (GstEncordLabelCollector *self)
{
  if (self->progress.n_bare == 0)
    return;
  GST_ELEMENT_WARNING (
      self, STREAM, WRONG_TYPE,
      ("%" G_GUINT64_FORMAT " of %" G_GUINT64_FORMAT
       " frames of \"%s\" came without labels",
       self->progress.n_bare, self->progress.n_frames,
       gst_encord_unit_get_title (self->unit)),
      ("Put encordinfer in front of this element. In between, cropping or "
       "scaling to another shape makes labels invalid, so they are dropped."));
}

static void
end_unit (GstEncordLabelCollector *self, gboolean complete)
{
  if (self->unit == NULL)
    return;
  GST_INFO_OBJECT (self,
                   "\"%s\" ends %s, %" G_GUINT64_FORMAT " frames, %u labels "
                   "since the last check point",
                   gst_encord_unit_get_title (self->unit),
                   complete ? "complete" : "early", self->progress.n_frames,
                   encord_tracks_get_n_labels (self->unit_tracks));
  if (complete)
    warn_about_bare_frames (self);
  gst_encord_label_disk_end (gst_encord_label_writer_get_disk (self->writer),
                             take_checkpoint (self),
                             complete && !self->has_gap);
  clear_unit (self);
}

/* nothing says how the stream ended but how many frames came */
static void
end_counted_unit (GstEncordLabelCollector *self)
{
  const gint64 n_frames = gst_encord_unit_get_n_frames (self->unit);
  const gboolean complete = (gint64) self->progress.n_frames == n_frames;
  g_autofree char *expected =
      n_frames > 0 ? g_strdup_printf ("has %" G_GINT64_FORMAT, n_frames)
                   : g_strdup ("says nothing about its own");

  if (!complete)
    GST_ELEMENT_WARNING (
        self, STREAM, WRONG_TYPE,
        ("the stream had %" G_GUINT64_FORMAT
         " frames, but the row of \"%s\" %s",
         self->progress.n_frames, gst_encord_unit_get_title (self->unit),
         expected),
        ("Nothing is removed from the row, and labels may be on the wrong "
         "frames. `data-hash` needs exactly the frames of that file: leave out "
         "elements that drop, repeat or cut frames, or let encordsrc read the "
         "file."));
  end_unit (self, complete);
}

/* frames that did not come are not counted: nobody knows which one is next */
static void
handle_flush (GstEncordLabelCollector *self)
{
  if (self->unit == NULL || !self->counts)
    return;
  end_unit (self, FALSE);
  self->has_lost_count = TRUE;
}

static guint
add_class (GstEncordLabelCollector *self, GQuark name)
{
  g_ptr_array_add (self->unit_classes, g_strdup (g_quark_to_string (name)));
  g_hash_table_insert (self->class_indices, GUINT_TO_POINTER (name),
                       GUINT_TO_POINTER (self->unit_classes->len));

  return self->unit_classes->len - 1;
}

/* as if this run had seen all that an earlier one saw */
static void
restore (GstEncordLabelCollector *self, const GstEncordProgress *progress)
{
  self->progress = *progress;
  self->progress.classes = NULL;
  self->progress.tracker = NULL;
  for (guint i = 0; progress->classes[i] != NULL; i++)
    add_class (self, g_quark_from_string (progress->classes[i]));
  if (progress->tracker == NULL)
    return;
  g_clear_object (&self->tracker);
  self->tracker = encord_tracker_new_from_bytes (progress->tracker, NULL);
}

/* from nothing, or from where an earlier run was */
static void
enter_unit (GstEncordLabelCollector *self)
{
  GstEncordLabelDisk *disk = gst_encord_label_writer_get_disk (self->writer);
  const guint64 first_frame = gst_encord_unit_get_first_frame (self->unit);
  GstEncordPendingRow *row =
      gst_encord_label_writer_make_row (self->writer, self->unit);
  g_auto (GstEncordProgress) progress = { 0 };

  if (gst_encord_label_disk_take_found (disk, row, &progress)) {
    restore (self, &progress);
    gst_encord_label_writer_report_resumed (self->writer, row, &progress);
  }
  self->has_gap = first_frame > progress.next_frame;
  gst_encord_label_disk_begin (disk, row);
}

static void
begin_unit (GstEncordLabelCollector *self, GstEncordUnit *unit)
{
  /* sticky events come again when pads are linked anew */
  if (unit == self->unit) {
    g_object_unref (unit);
    return;
  }
  end_unit (self, FALSE);
  self->unit = unit;
  self->unit_tracks = encord_tracks_new ();
  self->unit_classes = strings_new ();
  self->class_indices = g_hash_table_new (NULL, NULL);
  if (gst_encord_unit_is_image_group (unit))
    self->image_hashes = strings_new ();
  else
    self->tracker = make_tracker (&self->settings);
  self->checkpoint_time = g_get_monotonic_time ();
  enter_unit (self);
  ask_for_map (self);
}

static gboolean
gst_encord_label_collector_event (GstBaseSink *sink, GstEvent *event)
{
  GstEncordLabelCollector *self = GST_ENCORD_LABEL_COLLECTOR (sink);
  GstEncordUnit *unit = gst_encord_unit_event_parse (event);
  GstEncordUnitStatus status;
  char **classes;

  if (unit != NULL)
    begin_unit (self, unit);
  else if ((classes = gst_encord_classes_event_parse (event)) != NULL)
    set_classes (self, classes);
  else if (gst_encord_unit_end_event_parse (event, NULL, &status, NULL))
    end_unit (self, status == GST_ENCORD_UNIT_COMPLETE);
  else if (GST_EVENT_TYPE (event) == GST_EVENT_FLUSH_STOP)
    handle_flush (self);
  else if (GST_EVENT_TYPE (event) == GST_EVENT_EOS && self->counts)
    end_counted_unit (self);
  else if (GST_EVENT_TYPE (event) == GST_EVENT_EOS)
    end_unit (self, FALSE);

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

  return add_class (self, name);
}

static gboolean
is_usable (const EncordBox *box)
{
  return isfinite (box->x) && isfinite (box->y) && isfinite (box->width) &&
         isfinite (box->height) && isfinite (box->theta) && box->width > 0 &&
         box->height > 0;
}

typedef struct
{
  GstEncordLabelCollector *collector;
  GArray *detections;
} Found;

static void
add_detection (GQuark name, const EncordBox *box, double confidence,
               gpointer data)
{
  const Found *found = data;
  EncordDetection detection = { .box = *box, .confidence = confidence };

  if (name == 0 || !is_usable (box))
    return;
  detection.class_index = get_class_index (found->collector, name);
  g_array_append_val (found->detections, detection);
}

/* FALSE: nobody looked */
static gboolean
read_buffer (GstEncordLabelCollector *self, GstBuffer *buffer,
             GArray *detections)
{
  Found found = { self, detections };

  switch (gst_encord_label_input_read (buffer, &self->info, add_detection,
                                       &found)) {
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
add_to_tracks (GstEncordLabelCollector *self, GArray *detections)
{
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
    encord_tracks_add (
        self->unit_tracks,
        self->tracker != NULL ? (guint32) ids[i] : self->progress.next_track++,
        detection->class_index, &detection->box, detection->confidence);
  }
}

static void
post_no_unit (GstEncordLabelCollector *self)
{
  GST_ELEMENT_ERROR (self, STREAM, WRONG_TYPE,
                     ("frames belong to no data unit: no encord-unit event "
                      "came"),
                     ("Put encordsrc at the head of the pipeline, or name the "
                      "video with `project-hash` and `data-hash`."));
}

static void
post_lost_count (GstEncordLabelCollector *self)
{
  GST_ELEMENT_ERROR (self, STREAM, WRONG_TYPE,
                     ("frames cannot be counted: the stream was flushed after "
                      "it had begun"),
                     ("With `data-hash` the stream has to go through the file "
                      "once, from its start: do not seek."));
}

/* a stream that no event announced is the unit that the properties name */
static GstFlowReturn
begin_named_unit (GstEncordLabelCollector *self)
{
  GstEncordUnit *unit = NULL;

  if (self->has_lost_count) {
    post_lost_count (self);
    return GST_FLOW_ERROR;
  }
  for (;;) {
    GstFlowReturn flow;

    switch (gst_encord_label_writer_find_unit (self->writer, &unit)) {
      case GST_ENCORD_LABEL_UNIT_FOUND:
        begin_unit (self, unit);
        self->counts = TRUE;
        return GST_FLOW_OK;
      case GST_ENCORD_LABEL_UNIT_NONE:
        post_no_unit (self);
        return GST_FLOW_ERROR;
      case GST_ENCORD_LABEL_UNIT_FLUSHING:
        flow = gst_base_sink_wait_preroll (GST_BASE_SINK (self));
        if (flow != GST_FLOW_OK)
          return flow;
        break;
      case GST_ENCORD_LABEL_UNIT_FAILED:
      default:
        return GST_FLOW_ERROR;
    }
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
  g_autoptr (GArray) detections =
      g_array_new (FALSE, FALSE, sizeof (EncordDetection));

  self->progress.n_frames++;
  if (number > G_MAXINT)
    return;
  self->progress.next_frame = number + 1;
  if (!read_buffer (self, buffer, detections))
    return;
  if (GST_BUFFER_PTS_IS_VALID (buffer))
    self->progress.last_time =
        MAX (self->progress.last_time, (gint64) GST_BUFFER_PTS (buffer));
  if (!encord_tracks_add_frame (self->unit_tracks, (int) number,
                                self->progress.last_time))
    return;
  self->progress.n_seen++;
  note_image (self, frame);
  add_to_tracks (self, detections);
}

static gboolean
is_checkpoint_due (GstEncordLabelCollector *self)
{
  return g_get_monotonic_time () - self->checkpoint_time >=
         (gint64) (self->settings.checkpoint_interval / GST_USECOND);
}

static GstFlowReturn
gst_encord_label_collector_render (GstBaseSink *sink, GstBuffer *buffer)
{
  GstEncordLabelCollector *self = GST_ENCORD_LABEL_COLLECTOR (sink);
  const GstEncordFrameMeta *frame = gst_buffer_get_encord_frame_meta (buffer);
  GstFlowReturn flow = GST_FLOW_OK;
  guint64 number;

  if (self->unit == NULL)
    flow = begin_named_unit (self);
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
          take_checkpoint (self)))
    return GST_FLOW_ERROR;

  return GST_FLOW_OK;
}

static gboolean
gst_encord_label_collector_unlock (GstBaseSink *sink)
{
  GstEncordLabelCollector *self = GST_ENCORD_LABEL_COLLECTOR (sink);

  if (self->writer != NULL)
    gst_encord_label_writer_set_flushing (self->writer, TRUE);

  return TRUE;
}

static gboolean
gst_encord_label_collector_unlock_stop (GstBaseSink *sink)
{
  GstEncordLabelCollector *self = GST_ENCORD_LABEL_COLLECTOR (sink);

  if (self->writer != NULL)
    gst_encord_label_writer_set_flushing (self->writer, FALSE);

  return TRUE;
}

/* the pad is inactive: nothing streams any more, and what there is of a unit is
 * handed on without waiting */
static void
leave_paused (GstEncordLabelCollector *self)
{
  if (self->writer != NULL)
    gst_encord_label_writer_set_flushing (self->writer, TRUE);
  end_unit (self, FALSE);
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

  clear_unit (self);
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
