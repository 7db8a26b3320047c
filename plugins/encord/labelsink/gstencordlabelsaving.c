/* gstencordlabelsaving.c - the worker takes units out of the journal into rows
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "gstencordlabelwriterprivate.h"

#include <gst/encord/gstencorderror.h>

#include "gstencordlabelsignals.h"

GST_DEBUG_CATEGORY_EXTERN (encordlabelsink_debug);
#define GST_CAT_DEFAULT encordlabelsink_debug

gboolean
gst_encord_label_writer_may_save (const GstEncordPendingRow *unit,
                                  EncordLabelRow *row,
                                  const GstEncordRowOutcome *outcome,
                                  gpointer data)
{
  GstEncordLabelWriter *self = data;
  g_autoptr (GstElement) element = g_weak_ref_get (&self->element);

  return element == NULL ||
         !gst_encord_label_signals_is_vetoed (
             element, row,
             gst_encord_label_message_row_about_to_save (unit, outcome));
}

/* what passes by itself, so that the row can wait for it in the journal */
gboolean
gst_encord_label_writer_is_passing (const GError *error)
{
  return g_error_matches (error, ENCORD_ERROR, ENCORD_ERROR_UNREACHABLE) ||
         g_error_matches (error, ENCORD_ERROR, ENCORD_ERROR_THROTTLED) ||
         g_error_matches (error, ENCORD_ERROR, ENCORD_ERROR_CONFLICT) ||
         g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

/* TRUE when the row was dealt with */
static gboolean
save (GstEncordLabelWriter *self, GstEncordPendingRow *unit, gboolean patient,
      GError **error)
{
  g_auto (GstEncordRowOutcome) outcome = { 0 };
  const gboolean saved =
      gst_encord_row_saver_save (&self->saver, unit, patient, &outcome, error);

  /* the journal has noted that, whatever became of the row */
  if (outcome.miscount != NULL)
    gst_encord_label_writer_report_miscount (self, outcome.miscount);
  if (!saved) {
    if (outcome.n_edits > 0)
      gst_encord_label_writer_post (
          self, gst_encord_label_message_row_conflict (unit, &outcome));
    return FALSE;
  }
  gst_encord_label_writer_count (self, &outcome);
  switch (outcome.result) {
    case GST_ENCORD_ROW_SAVED:
    case GST_ENCORD_ROW_UNCHANGED:
      gst_encord_label_writer_report_saved (self, unit, &outcome);
      break;
    case GST_ENCORD_ROW_SKIPPED:
    case GST_ENCORD_ROW_VETOED:
      gst_encord_label_writer_post (
          self, gst_encord_label_message_row_skipped (unit, &outcome));
      break;
    case GST_ENCORD_ROW_PREVIEWED:
      gst_encord_label_writer_report_preview (self, unit, &outcome);
      break;
    case GST_ENCORD_ROW_ELSEWHERE:
    default:
      break;
  }

  return TRUE;
}

/* One row out of the journal. FALSE when the next ones need not be tried. */
static gboolean
send_one_pending (GstEncordLabelWriter *self, gint64 id)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GstElement) element = NULL;
  g_autoptr (GstEncordPendingRow) unit =
      gst_encord_journal_load_pending (self->saver.journal, id, &error);

  if (unit != NULL && save (self, unit, FALSE, &error)) {
    g_hash_table_add (self->sent, g_memdup2 (&id, sizeof id));
    return TRUE;
  }
  if (error == NULL || gst_encord_label_writer_is_passing (error))
    return error == NULL;

  /* it stays in the journal; saying so once is enough */
  g_hash_table_add (self->given_up, g_memdup2 (&id, sizeof id));
  element = g_weak_ref_get (&self->element);
  if (element != NULL)
    gst_encord_element_post_warning_with_remedy (
        element, error, "The row stays in the journal for the next run.");

  return TRUE;
}

/* it has its turn yet to come */
static gboolean
is_waiting (GstEncordLabelWriter *self, gint64 id)
{
  gboolean waiting = FALSE;

  g_mutex_lock (&self->lock);
  for (GList *l = self->waiting.head; l != NULL && !waiting; l = l->next)
    waiting = ((GstEncordPendingRow *) l->data)->id == id;
  g_mutex_unlock (&self->lock);

  return waiting;
}

void
gst_encord_label_writer_send_all_pending (GstEncordLabelWriter *self,
                                          const char *project_hash)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) ids = gst_encord_journal_list_pending (
      self->saver.journal, project_hash, &error);

  if (ids == NULL) {
    gst_encord_label_writer_post_failure (self, error, NULL);
    return;
  }
  for (guint i = 0;
       i < ids->len && !gst_encord_label_writer_is_shut_down (self); i++) {
    const gint64 id = g_array_index (ids, gint64, i);

    if (!g_hash_table_contains (self->given_up, &id) &&
        !is_waiting (self, id) && !send_one_pending (self, id))
      return;
  }
}

static gboolean
load_and_save (GstEncordLabelWriter *self, gint64 id, GError **error)
{
  g_autoptr (GstEncordPendingRow) unit = NULL;
  GError *failure = NULL;

  if (gst_encord_label_writer_has_failed (self)) {
    g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_CANCELLED,
                         "stopped by an earlier error");
    return FALSE;
  }
  unit = gst_encord_journal_load_pending (self->saver.journal, id, &failure);
  if (failure != NULL) {
    g_propagate_error (error, failure);
    return FALSE;
  }
  /* it has been sent already: by somebody else, or among what waited, if it came
   * into the journal right before that was listed */
  if (unit == NULL) {
    const GstEncordRowOutcome elsewhere = { .result =
                                                GST_ENCORD_ROW_ELSEWHERE };

    if (!g_hash_table_remove (self->sent, &id))
      gst_encord_label_writer_count (self, &elsewhere);
    return TRUE;
  }

  return save (self, unit, TRUE, error);
}

void
gst_encord_label_writer_drop_refused (GstEncordLabelWriter *self,
                                      const GstEncordPendingRow *unit)
{
  g_autoptr (GError) error = NULL;

  if (!gst_encord_journal_settle_pending (self->saver.journal, unit, &error))
    GST_WARNING ("cannot drop a unit without a row: %s", error->message);
}

static void
save_unit (GstEncordLabelWriter *self, GstEncordPendingRow *unit)
{
  const guint n_saved = self->counts.rows_saved;
  g_autoptr (GError) error = NULL;

  if (gst_encord_label_writer_is_refused (self, &unit->key)) {
    gst_encord_label_writer_drop_refused (self, unit);
    return;
  }
  if (load_and_save (self, unit->id, &error)) {
    /* the server answers: a good time for what waits */
    if (self->counts.rows_saved > n_saved)
      gst_encord_label_writer_send_all_pending (self, unit->key.project_hash);
    return;
  }
  if (!gst_encord_label_writer_is_passing (error))
    gst_encord_label_writer_post_failure (self, error, NULL);
  gst_encord_label_writer_report_journalled (self, unit, error);
}

void
gst_encord_label_writer_run_unit (GstEncordLabelWriter *self,
                                  const GstEncordLabelJob *job)
{
  GstEncordPendingRow *unit;

  g_mutex_lock (&self->lock);
  unit = self->current = g_queue_pop_head (&self->waiting);
  g_mutex_unlock (&self->lock);
  if (unit == NULL)
    return;

  save_unit (self, unit);

  g_mutex_lock (&self->lock);
  self->current = NULL;
  g_cond_broadcast (&self->changed);
  g_mutex_unlock (&self->lock);
  gst_encord_pending_row_free (unit);
}
