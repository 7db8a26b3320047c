/* gstencordlabelcollectorunit.c - where the collector's units begin and end
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "gstencordlabelcollectorprivate.h"

GST_DEBUG_CATEGORY_EXTERN (encordlabelsink_debug);
#define GST_CAT_DEFAULT encordlabelsink_debug

void
gst_encord_label_collector_clear_unit (GstEncordLabelCollector *self)
{
  g_clear_object (&self->unit);
  g_clear_object (&self->tracker);
  g_clear_pointer (&self->unit_tracks, encord_tracks_free);
  g_clear_pointer (&self->unit_classes, g_ptr_array_unref);
  g_clear_pointer (&self->class_indices, g_hash_table_unref);
  g_clear_pointer (&self->boxed, g_byte_array_unref);
  g_clear_pointer (&self->image_hashes, g_ptr_array_unref);
  gst_encord_progress_clear (&self->progress);
  self->progress = (GstEncordProgress){ 0 };
  self->has_gap = FALSE;
  self->counts = FALSE;
}

void
gst_encord_label_collector_ask_for_map (GstEncordLabelCollector *self)
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

GstEncordCheckpoint *
gst_encord_label_collector_take_checkpoint (GstEncordLabelCollector *self)
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

void
gst_encord_label_collector_end_unit (GstEncordLabelCollector *self,
                                     gboolean complete)
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
                             gst_encord_label_collector_take_checkpoint (self),
                             complete && !self->has_gap);
  gst_encord_label_collector_clear_unit (self);
}

void
gst_encord_label_collector_handle_flush (GstEncordLabelCollector *self)
{
  if (self->unit == NULL || !self->counts)
    return;
  gst_encord_label_collector_end_unit (self, FALSE);
  self->has_lost_count = TRUE;
}

guint
gst_encord_label_collector_add_class (GstEncordLabelCollector *self,
                                      GQuark name)
{
  const guint8 boxed = FALSE;

  g_byte_array_append (self->boxed, &boxed, 1);
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
    gst_encord_label_collector_add_class (
        self, g_quark_from_string (progress->classes[i]));
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

  row->counted = self->counts;
  /* frames that are counted come from the first on */
  if (!self->counts &&
      gst_encord_label_disk_take_found (disk, row, &progress)) {
    restore (self, &progress);
    gst_encord_label_writer_report_resumed (self->writer, row, &progress);
  }
  self->has_gap = first_frame > progress.next_frame;
  gst_encord_label_disk_begin (disk, row);
}

static void
begin (GstEncordLabelCollector *self, GstEncordUnit *unit, gboolean counts)
{
  self->unit = unit;
  self->counts = counts;
  self->unit_tracks = encord_tracks_new ();
  self->unit_classes = strings_new ();
  self->class_indices = g_hash_table_new (NULL, NULL);
  self->boxed = g_byte_array_new ();
  if (gst_encord_unit_is_image_group (unit))
    self->image_hashes = strings_new ();
  else
    self->tracker = make_tracker (&self->settings);
  self->checkpoint_time = g_get_monotonic_time ();
  enter_unit (self);
  gst_encord_label_collector_ask_for_map (self);
}

void
gst_encord_label_collector_begin_unit (GstEncordLabelCollector *self,
                                       GstEncordUnit *unit)
{
  /* sticky events come again when pads are linked anew */
  if (unit == self->unit) {
    g_object_unref (unit);
    return;
  }
  gst_encord_label_collector_end_unit (self, FALSE);
  begin (self, unit, FALSE);
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

static GstFlowReturn
begin_named_unit (GstEncordLabelCollector *self)
{
  GstEncordUnit *unit;

  if (self->has_lost_count) {
    post_lost_count (self);
    return GST_FLOW_ERROR;
  }
  unit = gst_encord_label_writer_make_named_unit (self->writer);
  if (unit == NULL) {
    post_no_unit (self);
    return GST_FLOW_ERROR;
  }
  /* frames do not wait for the answer: it is needed to save the unit, not to record it */
  gst_encord_label_writer_look_up_named (self->writer);
  begin (self, unit, TRUE);

  return GST_FLOW_OK;
}

GstFlowReturn
gst_encord_label_collector_require_unit (GstEncordLabelCollector *self)
{
  if (self->unit == NULL)
    return begin_named_unit (self);
  if (self->counts && gst_encord_label_writer_has_refused (self->writer))
    return GST_FLOW_ERROR;

  return GST_FLOW_OK;
}
