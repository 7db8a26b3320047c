/* gstencordlabelreport.c - what encordlabelsink's writer says about rows
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "gstencordlabelsignals.h"
#include "gstencordlabelwriterprivate.h"

GST_DEBUG_CATEGORY_EXTERN (encordlabelsink_debug);
#define GST_CAT_DEFAULT encordlabelsink_debug

gboolean
gst_encord_label_writer_has_failed (GstEncordLabelWriter *self)
{
  gboolean failed;

  g_mutex_lock (&self->lock);
  failed = self->failed;
  g_mutex_unlock (&self->lock);

  return failed;
}

void
gst_encord_label_writer_post (GstEncordLabelWriter *self, GstStructure *fields)
{
  g_autoptr (GstElement) element = g_weak_ref_get (&self->element);

  if (element == NULL) {
    gst_structure_free (fields);
    return;
  }
  gst_element_post_message (
      element, gst_message_new_element (GST_OBJECT (element), fields));
}

/* Whether this is the first failure. If not, that has been posted when this returns,
 * unless whoever posts it has come back here, or nobody streams any more. */
static gboolean
begin_failure (GstEncordLabelWriter *self)
{
  gboolean first;

  g_mutex_lock (&self->lock);
  first = !self->failed;
  if (first) {
    self->failed = TRUE;
    self->poster = g_thread_self ();
  }
  while (self->poster != NULL && self->poster != g_thread_self () &&
         !self->stopping)
    g_cond_wait (&self->changed, &self->lock);
  g_mutex_unlock (&self->lock);

  return first;
}

static void
end_failure (GstEncordLabelWriter *self)
{
  g_mutex_lock (&self->lock);
  self->poster = NULL;
  g_cond_broadcast (&self->changed);
  g_mutex_unlock (&self->lock);
}

/* the first failure is the one that the application has to know of; the rows
 * after it are journalled, and mostly fail for the same reason */
void
gst_encord_label_writer_post_failure (GstEncordLabelWriter *self,
                                      const GError *error, const char *remedy)
{
  g_autoptr (GstElement) element = g_weak_ref_get (&self->element);

  GST_WARNING_OBJECT (element, "%s", error->message);
  if (!begin_failure (self))
    return;
  if (element != NULL)
    gst_encord_element_post_error_with_remedy (element, error, remedy);
  end_failure (self);
}

void
gst_encord_label_writer_count (GstEncordLabelWriter *self,
                               const GstEncordRowOutcome *outcome)
{
  GstEncordLabelCounts *counts = &self->counts;

  g_mutex_lock (&self->lock);
  switch (outcome->result) {
    case GST_ENCORD_ROW_SAVED:
      counts->rows_saved++;
      break;
    case GST_ENCORD_ROW_UNCHANGED:
      counts->rows_unchanged++;
      break;
    case GST_ENCORD_ROW_PREVIEWED:
      counts->rows_previewed++;
      break;
    case GST_ENCORD_ROW_SKIPPED:
    case GST_ENCORD_ROW_VETOED:
      counts->rows_skipped++;
      break;
    case GST_ENCORD_ROW_ELSEWHERE:
    default:
      counts->rows_journalled++;
      break;
  }
  /* an outcome without a row has nothing of the run in it */
  if (outcome->row != NULL || outcome->report != NULL) {
    counts->labels += outcome->n_labels;
    counts->tracks += outcome->n_objects;
  }
  g_mutex_unlock (&self->lock);
}

void
gst_encord_label_writer_report_miscount (GstEncordLabelWriter *self,
                                         const GError *miscount)
{
  g_autoptr (GstElement) element = g_weak_ref_get (&self->element);

  if (element != NULL)
    gst_encord_element_post_warning_with_remedy (
        element, miscount,
        "Nothing is removed from the row, and labels may be on the wrong "
        "frames. `data-hash` needs exactly the frames of that file: leave out "
        "elements that drop, repeat or cut frames, or let encordsrc read the "
        "file.");
}

/* the copy of the journal goes with the element: nothing waits in it */
static void
report_unpreviewed (GstEncordLabelWriter *self, const GError *reason)
{
  g_autoptr (GstElement) element = g_weak_ref_get (&self->element);

  if (element != NULL)
    gst_encord_element_post_warning_with_remedy (
        element, reason,
        "What would become of this row is not known: do the dry run again.");
}

void
gst_encord_label_writer_report_journalled (GstEncordLabelWriter *self,
                                           GstEncordPendingRow *unit,
                                           const GError *reason)
{
  g_autoptr (GError) error = NULL;

  if (self->saver.rules.dry_run) {
    report_unpreviewed (self, reason);
    return;
  }
  g_mutex_lock (&self->lock);
  self->counts.rows_journalled++;
  g_mutex_unlock (&self->lock);
  if (!gst_encord_journal_set_pending_reason (self->saver.journal, unit->id,
                                              reason->message, &error))
    GST_WARNING ("cannot note why a row waits: %s", error->message);
  gst_encord_label_writer_post (
      self, gst_encord_label_message_row_journalled (unit, reason->message));
}

void
gst_encord_label_writer_report_saved (GstEncordLabelWriter *self,
                                      const GstEncordPendingRow *unit,
                                      const GstEncordRowOutcome *outcome)
{
  g_autoptr (GstElement) element = g_weak_ref_get (&self->element);

  if (element != NULL)
    gst_encord_label_signals_row_saved (
        element, outcome->row,
        gst_encord_label_message_row_saved (unit, outcome));
  gst_encord_label_writer_post (
      self, gst_encord_label_message_row_saved (unit, outcome));
  if (gst_encord_label_has_conflict (outcome))
    gst_encord_label_writer_post (
        self, gst_encord_label_message_row_conflict (unit, outcome));
  if (outcome->follow_up != NULL && element != NULL)
    gst_encord_element_post_warning_with_remedy (
        element, outcome->follow_up,
        "The row is saved. The next run that finds nothing to change in it "
        "tries this again; `on-saved` says what is done to saved rows.");
}

static gboolean
append_line (const char *path, const char *line, GError **error)
{
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GFileOutputStream) stream =
      g_file_append_to (file, G_FILE_CREATE_NONE, NULL, error);

  if (stream != NULL &&
      g_output_stream_printf (G_OUTPUT_STREAM (stream), NULL, NULL, error,
                              "%s\n", line) &&
      g_output_stream_close (G_OUTPUT_STREAM (stream), NULL, error))
    return TRUE;
  g_prefix_error (error, "dry-run-file %s: ", path);

  return FALSE;
}

void
gst_encord_label_writer_report_preview (GstEncordLabelWriter *self,
                                        const GstEncordPendingRow *unit,
                                        const GstEncordRowOutcome *outcome)
{
  g_autoptr (GstElement) element = g_weak_ref_get (&self->element);
  g_autoptr (GError) error = NULL;

  /* gst-launch-1.0 shows this as it is, but escapes what is in a structure */
  if (element != NULL)
    GST_ELEMENT_INFO (element, RESOURCE, SETTINGS,
                      ("%s", outcome->report->text),
                      ("A dry run: nothing was written."));
  gst_encord_label_writer_post (
      self, gst_encord_label_message_dry_run (unit, outcome));
  if (self->report_file != NULL &&
      !append_line (self->report_file, outcome->report->json, &error))
    gst_encord_label_writer_post_failure (
        self, error, "Name a file that can be written, or none.");
}
