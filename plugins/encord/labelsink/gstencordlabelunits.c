/* gstencordlabelunits.c - which row a unit goes into, and where a run goes on with it
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <string.h>

#include <gst/encord/rows/gstencordrowcount.h>
#include <gst/encord/rows/gstencordrowfetch.h>

#include "gstencordlabelwriterprivate.h"

GST_DEBUG_CATEGORY_EXTERN (encordlabelsink_debug);
#define GST_CAT_DEFAULT encordlabelsink_debug

/* on another branch the unit has another row, which is yet to be looked up */
static GstEncordRowKey
make_key (GstEncordLabelWriter *self, GstEncordUnit *unit)
{
  const char *branch_name = gst_encord_unit_get_branch_name (unit);
  const char *wanted =
      self->branch_name != NULL ? self->branch_name : branch_name;

  return (GstEncordRowKey){
    .project_hash = g_strdup (gst_encord_unit_get_project_hash (unit)),
    .data_hash = g_strdup (gst_encord_unit_get_data_hash (unit)),
    .label_hash = g_strcmp0 (wanted, branch_name) == 0
                      ? g_strdup (gst_encord_unit_get_label_hash (unit))
                      : NULL,
    .branch_name = g_strdup (wanted),
    .run_name = g_strdup (self->run_name),
  };
}

GstEncordPendingRow *
gst_encord_label_writer_make_row (GstEncordLabelWriter *self,
                                  GstEncordUnit *unit)
{
  GstEncordPendingRow *row = gst_encord_pending_row_new ();

  row->key = make_key (self, unit);
  row->title = g_strdup (gst_encord_unit_get_title (unit));
  row->image_group = gst_encord_unit_is_image_group (unit);
  row->rules = g_strdup (self->track_rules);

  return row;
}

GstEncordUnit *
gst_encord_label_writer_make_named_unit (GstEncordLabelWriter *self)
{
  const GstEncordRowKey *key = &self->named;

  if (key->data_hash == NULL)
    return NULL;
  return g_object_new (GST_TYPE_ENCORD_UNIT, "project-hash", key->project_hash,
                       "data-hash", key->data_hash, "branch-name",
                       key->branch_name, "title", key->data_hash, "data-type",
                       "video", "n-frames", (gint64) -1, NULL);
}

gboolean
gst_encord_label_writer_has_refused (GstEncordLabelWriter *self)
{
  gboolean refused;

  g_mutex_lock (&self->lock);
  refused = self->refused;
  g_mutex_unlock (&self->lock);

  return refused;
}

gboolean
gst_encord_label_writer_is_refused (GstEncordLabelWriter *self,
                                    const GstEncordRowKey *key)
{
  return gst_encord_label_writer_has_refused (self) &&
         g_strcmp0 (key->project_hash, self->named.project_hash) == 0 &&
         g_strcmp0 (key->data_hash, self->named.data_hash) == 0;
}

/* NULL without error: the server is away */
static EncordLabelRow *
look_up_named (GstEncordLabelWriter *self, GError **error)
{
  GError *failure = NULL;
  EncordLabelRow *row = NULL;
  EncordProject *project = gst_encord_session_get_project (
      self->saver.session, self->named.project_hash, self->saver.cancellable,
      &failure);

  if (project != NULL)
    row = gst_encord_row_find (project, &self->named, self->named.data_hash,
                               self->saver.cancellable, &failure);
  g_clear_object (&project);
  if (row == NULL && gst_encord_label_writer_is_passing (failure))
    g_clear_error (&failure);
  else if (row == NULL)
    g_propagate_error (error, failure);

  return row;
}

/* Labels are given up only for what no later run can send either: a key that is not
 * accepted can be another one then. */
static gboolean
is_final (const GError *error)
{
  return g_error_matches (error, ENCORD_ERROR, ENCORD_ERROR_NOT_FOUND) ||
         g_error_matches (error, ENCORD_ERROR, ENCORD_ERROR_NOT_SUPPORTED);
}

static void
look_up (GstEncordLabelWriter *self, const GstEncordLabelJob *job)
{
  g_autoptr (EncordLabelRow) row = NULL;
  g_autoptr (GError) error = NULL;

  if (gst_encord_label_writer_has_failed (self))
    return;
  row = look_up_named (self, &error);
  if (row != NULL)
    gst_encord_row_check_countable (row, &error);
  if (error == NULL)
    return;
  gst_encord_label_writer_post_failure (
      self, error,
      "Give in `data-hash` a video of the project in `project-hash`, or put "
      "encordsrc at the head of the pipeline.");
  /* the stream stops for it: the reason has to be the first error on the bus */
  g_mutex_lock (&self->lock);
  self->refused = is_final (error);
  g_mutex_unlock (&self->lock);
}

void
gst_encord_label_writer_look_up_named (GstEncordLabelWriter *self)
{
  gst_encord_label_writer_push (self, look_up);
}

/* what the medium is and how tracks are made of what is found on it */
static char *
add_to_digest (GstEncordLabelWriter *self, GstEncordUnit *unit,
               const char *digest)
{
  g_autofree char *recorded = gst_encord_resume_digest (digest, self->recipe);
  g_autofree char *medium = NULL;
  g_autoptr (GBytes) bytes = NULL;
  int width, height, fps_n, fps_d;

  g_object_get (unit, "width", &width, "height", &height, "fps-n", &fps_n,
                "fps-d", &fps_d, NULL);
  medium = g_strdup_printf (
      "%s|%d|%" G_GINT64_FORMAT "|%d|%d|%d|%d", PACKAGE_VERSION,
      gst_encord_unit_is_image_group (unit),
      gst_encord_unit_get_n_frames (unit), width, height, fps_n, fps_d);
  bytes = g_bytes_new (medium, strlen (medium));

  return gst_encord_resume_digest (recorded, bytes);
}

guint64
gst_encord_label_writer_find_first_frame (GstEncordLabelWriter *self,
                                          GstEncordUnit *unit,
                                          const char *digest)
{
  g_autoptr (GstEncordPendingRow) row =
      gst_encord_label_writer_make_row (self, unit);
  g_autofree char *own = NULL;
  guint64 first_frame = 0;

  if (digest == NULL)
    return 0;
  own = add_to_digest (self, unit, digest);
  if (!self->resume)
    gst_encord_label_disk_expect (self->disk, &row->key, own);
  else
    gst_encord_label_disk_find (self->disk, &row->key, row->image_group, own,
                                &first_frame);

  return first_frame;
}

void
gst_encord_label_writer_report_resumed (GstEncordLabelWriter *self,
                                        const GstEncordPendingRow *unit,
                                        const GstEncordProgress *progress)
{
  GST_INFO ("\"%s\" goes on at frame %" G_GUINT64_FORMAT, unit->title,
            progress->next_frame);
  gst_encord_label_writer_post (
      self, gst_encord_label_message_unit_resumed (unit, progress));
}
