/* gstencordsrcreader.c - lists a project's units and opens them ahead
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "gstencordsrcreader.h"

GST_DEBUG_CATEGORY_EXTERN (encordsrc_debug);
#define GST_CAT_DEFAULT encordsrc_debug

/* Threads: the reader's own walks through the units and waits for the network;
 * the streaming thread of encordsrc pops. They meet in the fields under `lock`,
 * a leaf. One item waits at most: the next medium is opened and decoded ahead
 * while the current one plays, no more than that. */
struct _GstEncordSrcReader
{
  GstBin *bin; /* not owned: it outlives us */
  GstEncordSession *session;
  GstEncordSrcSelection selection;
  GCancellable *cancellable;
  GThread *thread;

  GMutex lock;
  GCond changed;
  /* guarded by lock */
  GstEncordSrcItem *waiting;
  GstEncordUnit *skipped;
  gboolean cancelled;
  gboolean ended;
  GError *error;
};

static void
discard_media (GstEncordMediaBin *media)
{
  g_autoptr (GstObject) bin = gst_object_get_parent (GST_OBJECT (media));

  gst_encord_media_bin_stop (media);
  if (bin != NULL)
    gst_bin_remove (GST_BIN (bin), GST_ELEMENT (media));
}

void
gst_encord_src_item_free (GstEncordSrcItem *self)
{
  if (self->media != NULL) {
    discard_media (self->media);
    gst_object_unref (self->media);
  }
  g_clear_object (&self->unit);
  g_free (self->image_hash);
  g_clear_error (&self->error);
  g_free (self);
}

static GstEncordUnit *
make_unit (GstEncordSrcReader *self, EncordLabelRow *row, guint64 first_frame)
{
  const char *type = encord_label_row_get_data_type (row);
  double rate = encord_label_row_get_frames_per_second (row);
  gboolean group = g_ascii_strcasecmp (type, "video") != 0;
  int fps_n = 0, fps_d = 1;

  if (rate > 0)
    gst_util_double_to_fraction (rate, &fps_n, &fps_d);

  return g_object_new (
      GST_TYPE_ENCORD_UNIT, "project-hash", self->selection.project_hash,
      "data-hash", encord_label_row_get_data_hash (row), "label-hash",
      encord_label_row_get_label_hash (row), "branch-name",
      encord_label_row_get_branch_name (row), "title",
      encord_label_row_get_data_title (row), "data-type",
      group ? "img_group" : "video", "width",
      MAX (encord_label_row_get_width (row), 0), "height",
      MAX (encord_label_row_get_height (row), 0), "fps-n", fps_n, "fps-d",
      fps_d, "n-frames", (gint64) encord_label_row_get_number_of_frames (row),
      "first-frame", first_frame, NULL);
}

/* downstream knows where an earlier run came to */
static guint64
find_first_frame (GstEncordSrcReader *self, EncordLabelRow *row)
{
  g_autoptr (GstEncordUnit) unit = make_unit (self, row, 0);
  g_autoptr (GstPad) pad =
      gst_element_get_static_pad (GST_ELEMENT (self->bin), "src");
  g_autoptr (GstQuery) query = gst_encord_resume_query_new (unit);
  guint64 first_frame;

  gst_pad_peer_query (pad, query);
  first_frame = gst_encord_resume_query_get_first_frame (query);
  if (first_frame > 0)
    GST_INFO_OBJECT (self->bin, "enters \"%s\" at frame %" G_GUINT64_FORMAT,
                     gst_encord_unit_get_title (unit), first_frame);

  return first_frame;
}

static GPtrArray *
list_rows (GstEncordSrcReader *self, EncordProject **ret_project,
           GError **error)
{
  g_autoptr (EncordProject) project = NULL;
  g_autoptr (EncordLabelRowFilter) filter = NULL;
  GPtrArray *rows;

  project = gst_encord_session_get_project (
      self->session, self->selection.project_hash, self->cancellable, error);
  if (project == NULL)
    return NULL;
  filter = encord_label_row_filter_new ();
  g_object_set (filter, "data-hashes", self->selection.data_hashes,
                "data-title-like", self->selection.title_like, "label-statuses",
                self->selection.task_status, "workflow-graph-node-title-eq",
                self->selection.workflow_stage, NULL);
  rows = encord_project_list_label_rows (project, filter, self->cancellable,
                                         error);
  if (rows != NULL)
    *ret_project = g_steal_pointer (&project);

  return rows;
}

/* waits for the place to be free; FALSE when there is no use in going on with
 * this unit */
static gboolean
push_item (GstEncordSrcReader *self, GstEncordSrcItem *item)
{
  gboolean wanted;

  g_mutex_lock (&self->lock);
  while (self->waiting != NULL && !self->cancelled &&
         self->skipped != item->unit)
    g_cond_wait (&self->changed, &self->lock);
  wanted = !self->cancelled && self->skipped != item->unit;
  if (wanted) {
    self->waiting = item;
    g_cond_broadcast (&self->changed);
  }
  g_mutex_unlock (&self->lock);

  if (!wanted)
    gst_encord_src_item_free (item);

  return wanted;
}

static GstEncordSrcItem *
item_new (GstEncordUnit *unit, guint unit_index, guint n_units)
{
  GstEncordSrcItem *item = g_new0 (GstEncordSrcItem, 1);

  item->unit = g_object_ref (unit);
  item->unit_index = unit_index;
  item->n_units = n_units;
  item->last = TRUE;

  return item;
}

/* lets the stream decode ahead; NULL: item->error says why there is none */
static void
start_media (GstEncordSrcReader *self, GstEncordSrcItem *item,
             EncordDataStream *stream)
{
  if (stream == NULL)
    return;
  item->media = gst_encord_media_bin_new (G_INPUT_STREAM (stream));
  gst_object_ref_sink (item->media);
  gst_bin_add (self->bin, GST_ELEMENT (item->media));
  if (!gst_encord_media_bin_start (item->media, &item->error)) {
    discard_media (item->media);
    g_clear_pointer (&item->media, gst_object_unref);
  }
}

static void
read_video (GstEncordSrcReader *self, EncordProject *project,
            GstEncordSrcItem *item)
{
  g_autoptr (EncordDataStream) stream = encord_project_open_data (
      project, gst_encord_unit_get_data_hash (item->unit), NULL,
      self->cancellable, &item->error);

  start_media (self, item, stream);
  push_item (self, item);
}

/* FALSE when there is no use in going on with this unit */
static gboolean
read_picture (GstEncordSrcReader *self, EncordImageGroup *group, guint index,
              GstEncordSrcItem *item)
{
  g_autoptr (EncordDataStream) stream = encord_image_group_open_image (
      group, index, self->cancellable, &item->error);
  gboolean readable;

  item->first_frame = index;
  item->image_hash =
      g_strdup (encord_image_group_get_image_hash (group, index));
  item->last = index + 1 == encord_image_group_get_n_images (group);
  start_media (self, item, stream);
  readable = item->media != NULL;

  return push_item (self, item) && readable;
}

static void
read_group (GstEncordSrcReader *self, EncordProject *project,
            GstEncordSrcItem *item)
{
  g_autoptr (GstEncordUnit) unit = g_object_ref (item->unit);
  const guint unit_index = item->unit_index, n_units = item->n_units;
  g_autoptr (EncordImageGroup) group = encord_project_get_image_group (
      project, gst_encord_unit_get_data_hash (unit), self->cancellable,
      &item->error);
  guint n_images, first;

  if (group == NULL) {
    push_item (self, item);
    return;
  }
  n_images = encord_image_group_get_n_images (group);
  /* one picture at least, which tells that the unit is over */
  first = (guint) MIN (gst_encord_unit_get_first_frame (unit), n_images - 1);
  for (guint i = first; i < n_images; i++) {
    if (i > first)
      item = item_new (unit, unit_index, n_units);
    if (!read_picture (self, group, i, item))
      break;
  }
}

static void
read_row (GstEncordSrcReader *self, EncordProject *project, EncordLabelRow *row,
          guint index, guint n_units)
{
  const char *type = encord_label_row_get_data_type (row);
  g_autoptr (GstEncordUnit) unit =
      make_unit (self, row, find_first_frame (self, row));
  GstEncordSrcItem *item = item_new (unit, index, n_units);

  if (g_ascii_strcasecmp (type, "video") == 0) {
    read_video (self, project, item);
  } else if (g_ascii_strcasecmp (type, "img_group") == 0 ||
             g_ascii_strcasecmp (type, "image") == 0) {
    read_group (self, project, item);
  } else {
    g_set_error (&item->error, ENCORD_ERROR, ENCORD_ERROR_NOT_SUPPORTED,
                 "data of type %s is neither video nor images", type);
    push_item (self, item);
  }
}

static gpointer
reader_run (gpointer data)
{
  GstEncordSrcReader *self = data;
  g_autoptr (EncordProject) project = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) rows = list_rows (self, &project, &error);
  guint n_units = rows != NULL ? rows->len : 0;

  if (self->selection.max_units > 0)
    n_units = MIN (n_units, self->selection.max_units);
  if (rows != NULL)
    GST_INFO_OBJECT (self->bin, "reads %u of %u units", n_units, rows->len);
  for (guint i = 0; i < n_units; i++) {
    if (g_cancellable_is_cancelled (self->cancellable))
      break;
    read_row (self, project, g_ptr_array_index (rows, i), i, n_units);
  }

  g_mutex_lock (&self->lock);
  self->ended = TRUE;
  self->error = g_steal_pointer (&error);
  g_cond_broadcast (&self->changed);
  g_mutex_unlock (&self->lock);

  return NULL;
}

GstEncordSrcReader *
gst_encord_src_reader_new (GstBin *bin, GstEncordSession *session,
                           const GstEncordSrcSelection *selection)
{
  GstEncordSrcReader *self = g_new0 (GstEncordSrcReader, 1);

  g_mutex_init (&self->lock);
  g_cond_init (&self->changed);
  self->bin = bin;
  self->session = g_object_ref (session);
  gst_encord_src_selection_copy (&self->selection, selection);
  self->cancellable = g_cancellable_new ();
  self->thread = g_thread_new ("encordsrc-reader", reader_run, self);

  return self;
}

void
gst_encord_src_reader_cancel (GstEncordSrcReader *self)
{
  g_mutex_lock (&self->lock);
  self->cancelled = TRUE;
  g_cond_broadcast (&self->changed);
  g_mutex_unlock (&self->lock);
  g_cancellable_cancel (self->cancellable);
}

void
gst_encord_src_reader_free (GstEncordSrcReader *self)
{
  gst_encord_src_reader_cancel (self);
  g_thread_join (self->thread);
  g_clear_pointer (&self->waiting, gst_encord_src_item_free);
  g_clear_object (&self->skipped);
  g_clear_error (&self->error);
  g_clear_object (&self->cancellable);
  gst_encord_src_selection_clear (&self->selection);
  g_clear_object (&self->session);
  g_cond_clear (&self->changed);
  g_mutex_clear (&self->lock);
  g_free (self);
}

GstEncordSrcItem *
gst_encord_src_reader_pop (GstEncordSrcReader *self, GError **error)
{
  GstEncordSrcItem *item = NULL;

  g_mutex_lock (&self->lock);
  while (self->waiting == NULL && !self->ended && !self->cancelled)
    g_cond_wait (&self->changed, &self->lock);
  if (self->cancelled)
    g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_CANCELLED, "cancelled");
  else if (self->waiting != NULL)
    item = g_steal_pointer (&self->waiting);
  else if (self->error != NULL)
    g_propagate_error (error, g_error_copy (self->error));
  g_cond_broadcast (&self->changed);
  g_mutex_unlock (&self->lock);

  return item;
}

void
gst_encord_src_reader_skip (GstEncordSrcReader *self, GstEncordUnit *unit)
{
  GstEncordSrcItem *item = NULL;

  g_mutex_lock (&self->lock);
  g_set_object (&self->skipped, unit);
  if (self->waiting != NULL && self->waiting->unit == unit)
    item = g_steal_pointer (&self->waiting);
  g_cond_broadcast (&self->changed);
  g_mutex_unlock (&self->lock);
  g_clear_pointer (&item, gst_encord_src_item_free);
}

const GstEncordSrcSelection *
gst_encord_src_reader_get_selection (GstEncordSrcReader *self)
{
  return &self->selection;
}
