/* gstencordlabelwriter.c - takes finished units to the session's worker and into rows
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "gstencordlabelwriter.h"

#include <gst/encord/rows/gstencordjournalcopy.h>

#include "gstencordlabelmessages.h"
#include "gstencordlabelsignals.h"

GST_DEBUG_CATEGORY_EXTERN (encordlabelsink_debug);
#define GST_CAT_DEFAULT encordlabelsink_debug

/* units that may wait for the worker before the stream has to */
#define MOST_WAITING 4

/* Threads: the streaming thread submits, the session's worker runs the jobs one
 * after another, an application thread shuts down. They meet in the fields
 * guarded by `lock`, a leaf lock: nothing is called while it is held. The
 * journal belongs to the worker; shutting down opens a second connection. */
struct _GstEncordLabelWriter
{
  GObject parent;

  /* written once, before the first job */
  GWeakRef element;
  GstEncordRowSaver saver;
  char *journal_copy; /* dry run: where the journal is, to be removed */
  char *report_file;  /* likewise; NULL: none */

  /* worker only */
  gboolean failed;      /* the one error has been posted */
  GHashTable *given_up; /* pending ids that will not work this time */

  GMutex lock;
  GCond changed;
  GQueue waiting;               /* GstEncordPendingRow; guarded by lock */
  GstEncordPendingRow *current; /* the worker's; guarded by lock */
  gboolean flushing;            /* guarded by lock */
  gboolean shut_down;           /* guarded by lock */
  GstEncordLabelCounts counts;  /* guarded by lock */
};

G_DEFINE_FINAL_TYPE (GstEncordLabelWriter, gst_encord_label_writer,
                     G_TYPE_OBJECT)

static void
gst_encord_label_writer_finalize (GObject *object)
{
  GstEncordLabelWriter *self = GST_ENCORD_LABEL_WRITER (object);

  g_queue_clear_full (&self->waiting,
                      (GDestroyNotify) gst_encord_pending_row_free);
  gst_encord_journal_close (self->saver.journal);
  if (self->journal_copy != NULL)
    gst_encord_journal_copy_remove (self->journal_copy);
  g_free (self->journal_copy);
  g_free (self->report_file);
  g_object_unref (self->saver.session);
  g_object_unref (self->saver.cancellable);
  g_clear_pointer (&self->saver.class_overrides, g_hash_table_unref);
  g_hash_table_unref (self->given_up);
  g_weak_ref_clear (&self->element);
  g_cond_clear (&self->changed);
  g_mutex_clear (&self->lock);

  G_OBJECT_CLASS (gst_encord_label_writer_parent_class)->finalize (object);
}

static void
gst_encord_label_writer_class_init (GstEncordLabelWriterClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = gst_encord_label_writer_finalize;
}

static void
gst_encord_label_writer_init (GstEncordLabelWriter *self)
{
  g_mutex_init (&self->lock);
  g_cond_init (&self->changed);
  g_queue_init (&self->waiting);
  self->given_up =
      g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
}

static gboolean
may_save (const GstEncordPendingRow *unit, EncordLabelRow *row,
          const GstEncordRowOutcome *outcome, gpointer data)
{
  GstEncordLabelWriter *self = data;
  g_autoptr (GstElement) element = g_weak_ref_get (&self->element);

  return element == NULL ||
         !gst_encord_label_signals_is_vetoed (
             element, row,
             gst_encord_label_message_row_about_to_save (unit, outcome));
}

GstEncordLabelWriter *
gst_encord_label_writer_new (GstElement *element, GstEncordSession *session,
                             GstEncordJournal *journal, GHashTable *overrides,
                             const GstEncordRowRules *rules)
{
  GstEncordLabelWriter *self =
      g_object_new (GST_TYPE_ENCORD_LABEL_WRITER, NULL);

  g_weak_ref_init (&self->element, element);
  self->saver = (GstEncordRowSaver){
    .session = g_object_ref (session),
    .journal = journal,
    .class_overrides = overrides != NULL ? g_hash_table_ref (overrides) : NULL,
    .rules = *rules,
    .cancellable = g_cancellable_new (),
    .may_save = may_save,
    .may_save_data = self,
  };

  return self;
}

void
gst_encord_label_writer_set_dry_run (GstEncordLabelWriter *self,
                                     char *journal_copy,
                                     const char *report_file)
{
  self->journal_copy = journal_copy;
  self->report_file = g_strdup (report_file);
}

static gboolean
is_shut_down (GstEncordLabelWriter *self)
{
  gboolean shut_down;

  g_mutex_lock (&self->lock);
  shut_down = self->shut_down;
  g_mutex_unlock (&self->lock);

  return shut_down;
}

static void
post (GstEncordLabelWriter *self, GstStructure *fields)
{
  g_autoptr (GstElement) element = g_weak_ref_get (&self->element);

  if (element == NULL) {
    gst_structure_free (fields);
    return;
  }
  gst_element_post_message (
      element, gst_message_new_element (GST_OBJECT (element), fields));
}

/* the first failure is the one that the application has to know of; the rows
 * after it are journalled, and mostly fail for the same reason */
static void
post_failure (GstEncordLabelWriter *self, const GError *error,
              const char *remedy)
{
  g_autoptr (GstElement) element = g_weak_ref_get (&self->element);

  GST_WARNING_OBJECT (element, "%s", error->message);
  if (element != NULL && !self->failed)
    gst_encord_element_post_error_with_remedy (element, error, remedy);
  self->failed = TRUE;
}

/* what passes by itself, so that the row can wait for it in the journal */
static gboolean
is_passing (const GError *error)
{
  return g_error_matches (error, ENCORD_ERROR, ENCORD_ERROR_UNREACHABLE) ||
         g_error_matches (error, ENCORD_ERROR, ENCORD_ERROR_THROTTLED) ||
         g_error_matches (error, ENCORD_ERROR, ENCORD_ERROR_CONFLICT) ||
         g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

static void
count_outcome (GstEncordLabelWriter *self, const GstEncordRowOutcome *outcome)
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

static void
report_journalled (GstEncordLabelWriter *self, GstEncordPendingRow *unit,
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
  post (self, gst_encord_label_message_row_journalled (unit, reason->message));
}

static void
report_saved (GstEncordLabelWriter *self, const GstEncordPendingRow *unit,
              const GstEncordRowOutcome *outcome)
{
  g_autoptr (GstElement) element = g_weak_ref_get (&self->element);

  if (element != NULL)
    gst_encord_label_signals_row_saved (
        element, outcome->row,
        gst_encord_label_message_row_saved (unit, outcome));
  post (self, gst_encord_label_message_row_saved (unit, outcome));
  if (gst_encord_label_has_conflict (outcome))
    post (self, gst_encord_label_message_row_conflict (unit, outcome));
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

static void
report_preview (GstEncordLabelWriter *self, const GstEncordPendingRow *unit,
                const GstEncordRowOutcome *outcome)
{
  g_autoptr (GstElement) element = g_weak_ref_get (&self->element);
  g_autoptr (GError) error = NULL;

  /* gst-launch-1.0 shows this as it is, but escapes what is in a structure */
  if (element != NULL)
    GST_ELEMENT_INFO (element, RESOURCE, SETTINGS,
                      ("%s", outcome->report->text),
                      ("A dry run: nothing was written."));
  post (self, gst_encord_label_message_dry_run (unit, outcome));
  if (self->report_file != NULL &&
      !append_line (self->report_file, outcome->report->json, &error))
    post_failure (self, error, "Name a file that can be written, or none.");
}

/* TRUE when the row was dealt with */
static gboolean
save (GstEncordLabelWriter *self, GstEncordPendingRow *unit, gboolean patient,
      GError **error)
{
  g_auto (GstEncordRowOutcome) outcome = { 0 };

  if (!gst_encord_row_saver_save (&self->saver, unit, patient, &outcome,
                                  error)) {
    if (outcome.n_edits > 0)
      post (self, gst_encord_label_message_row_conflict (unit, &outcome));
    return FALSE;
  }
  count_outcome (self, &outcome);
  switch (outcome.result) {
    case GST_ENCORD_ROW_SAVED:
    case GST_ENCORD_ROW_UNCHANGED:
      report_saved (self, unit, &outcome);
      break;
    case GST_ENCORD_ROW_SKIPPED:
    case GST_ENCORD_ROW_VETOED:
      post (self, gst_encord_label_message_row_skipped (unit, &outcome));
      break;
    case GST_ENCORD_ROW_PREVIEWED:
      report_preview (self, unit, &outcome);
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

  if (unit != NULL && save (self, unit, FALSE, &error))
    return TRUE;
  if (error == NULL || is_passing (error))
    return error == NULL;

  /* it stays in the journal; saying so once is enough */
  g_hash_table_add (self->given_up, g_memdup2 (&id, sizeof id));
  element = g_weak_ref_get (&self->element);
  if (element != NULL)
    gst_encord_element_post_warning_with_remedy (
        element, error, "The row stays in the journal for the next run.");

  return TRUE;
}

static void
send_all_pending (GstEncordLabelWriter *self, const char *project_hash)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) ids = gst_encord_journal_list_pending (
      self->saver.journal, project_hash, &error);

  if (ids == NULL) {
    post_failure (self, error, NULL);
    return;
  }
  for (guint i = 0; i < ids->len && !is_shut_down (self); i++) {
    const gint64 id = g_array_index (ids, gint64, i);

    if (!g_hash_table_contains (self->given_up, &id) &&
        !send_one_pending (self, id))
      return;
  }
}

static void
save_unit (GstEncordLabelWriter *self, GstEncordPendingRow *unit)
{
  g_autoptr (GError) error = NULL;
  guint n_saved;

  if (unit->id == 0 &&
      !gst_encord_journal_add_pending (self->saver.journal, unit, &error)) {
    post_failure (self, error, NULL);
    return;
  }
  if (self->failed) {
    g_set_error_literal (&error, G_IO_ERROR, G_IO_ERROR_CANCELLED,
                         "stopped by an earlier error");
    report_journalled (self, unit, error);
    return;
  }

  n_saved = self->counts.rows_saved;
  if (save (self, unit, TRUE, &error)) {
    /* the server answers: a good time for what waits */
    if (self->counts.rows_saved > n_saved)
      send_all_pending (self, unit->key.project_hash);
    return;
  }
  if (!is_passing (error))
    post_failure (self, error, NULL);
  report_journalled (self, unit, error);
}

static void
run_unit (gpointer data, gpointer session)
{
  GstEncordLabelWriter *self = data;
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

static void
push (GstEncordLabelWriter *self, GFunc job)
{
  gst_encord_session_push (self->saver.session, job, g_object_ref (self),
                           g_object_unref);
}

void
gst_encord_label_writer_submit (GstEncordLabelWriter *self,
                                GstEncordPendingRow *unit)
{
  g_mutex_lock (&self->lock);
  while (g_queue_get_length (&self->waiting) >= MOST_WAITING && !self->flushing)
    g_cond_wait (&self->changed, &self->lock);
  self->counts.frames += encord_tracks_get_n_frames (unit->tracks);
  g_queue_push_tail (&self->waiting, unit);
  g_mutex_unlock (&self->lock);
  push (self, run_unit);
}

void
gst_encord_label_writer_set_flushing (GstEncordLabelWriter *self,
                                      gboolean flushing)
{
  g_mutex_lock (&self->lock);
  self->flushing = flushing;
  g_cond_broadcast (&self->changed);
  g_mutex_unlock (&self->lock);
}

typedef struct
{
  GstEncordLabelWriter *writer;
  char *project_hash;
  char **classes;
  GstEncordLabelWriterDone done;
} Job;

static void
job_free (gpointer data)
{
  Job *job = data;

  g_object_unref (job->writer);
  g_free (job->project_hash);
  g_strfreev (job->classes);
  g_free (job);
}

static Job *
push_job (GstEncordLabelWriter *self, GFunc func, const char *project_hash,
          const char *const *classes, GstEncordLabelWriterDone done)
{
  Job *job = g_new0 (Job, 1);

  job->writer = g_object_ref (self);
  job->project_hash = g_strdup (project_hash);
  job->classes = g_strdupv ((char **) classes);
  job->done = done;
  gst_encord_session_push (self->saver.session, func, job, job_free);

  return job;
}

static void
run_start_unit (gpointer data, gpointer session)
{
  const Job *job = data;
  GstEncordLabelWriter *self = job->writer;
  g_autoptr (EncordProject) project = NULL;
  g_autoptr (EncordClassMap) map = NULL;
  g_autoptr (GError) error = NULL;

  if (is_shut_down (self) || self->failed)
    return;
  project = gst_encord_session_get_project (
      self->saver.session, job->project_hash, self->saver.cancellable, &error);
  if (project == NULL) {
    /* while the server is away, units are journalled with their class names */
    if (!is_passing (error))
      post_failure (self, error, NULL);
    return;
  }
  map = gst_encord_row_saver_map_classes (
      &self->saver, project, (const char *const *) job->classes, &error);
  if (map == NULL)
    post_failure (self, error,
                  "Add such an object with the shape bounding_box to the "
                  "ontology, name another with `class-map`, or let "
                  "`unmapped=drop` leave these labels out.");
  else
    post (self,
          gst_encord_label_message_classes_mapped (job->project_hash, map));
}

void
gst_encord_label_writer_start_unit (GstEncordLabelWriter *self,
                                    const char *project_hash,
                                    const char *const *classes)
{
  push_job (self, run_start_unit, project_hash, classes, NULL);
}

static void
run_send_pending (gpointer data, gpointer session)
{
  const Job *job = data;

  if (!is_shut_down (job->writer) && !job->writer->failed)
    send_all_pending (job->writer, job->project_hash);
}

void
gst_encord_label_writer_send_pending (GstEncordLabelWriter *self,
                                      const char *project_hash)
{
  push_job (self, run_send_pending, project_hash, NULL, NULL);
}

static void
run_done (gpointer data, gpointer session)
{
  const Job *job = data;
  g_autoptr (GstElement) element = g_weak_ref_get (&job->writer->element);

  if (element != NULL && !is_shut_down (job->writer))
    job->done (element);
}

void
gst_encord_label_writer_when_done (GstEncordLabelWriter *self,
                                   GstEncordLabelWriterDone func)
{
  push_job (self, run_done, NULL, NULL, func);
}

/* units that the worker has not begun are journalled from here, over a second
 * connection: the worker may be waiting for the network with the first */
static void
journal_waiting (GstEncordLabelWriter *self)
{
  g_autoptr (GstEncordJournal) journal = NULL;
  g_autoptr (GError) error = NULL;
  GQueue units = G_QUEUE_INIT;
  GList *unit;

  g_mutex_lock (&self->lock);
  while (!g_queue_is_empty (&self->waiting))
    g_queue_push_tail (&units, g_queue_pop_head (&self->waiting));
  g_mutex_unlock (&self->lock);

  if (!g_queue_is_empty (&units))
    journal = gst_encord_journal_open (
        gst_encord_journal_get_directory (self->saver.journal), &error);
  for (unit = units.head; unit != NULL && journal != NULL; unit = unit->next)
    if (!gst_encord_journal_add_pending (journal, unit->data, &error))
      break;
  if (error != NULL)
    post_failure (self, error, NULL);

  while (!g_queue_is_empty (&units)) {
    g_mutex_lock (&self->lock);
    g_queue_push_tail (&self->waiting, g_queue_pop_head (&units));
    g_mutex_unlock (&self->lock);
    push (self, run_unit);
  }
}

void
gst_encord_label_writer_shut_down (GstEncordLabelWriter *self,
                                   GstClockTime timeout)
{
  const gint64 deadline =
      g_get_monotonic_time () + (gint64) (timeout / GST_USECOND);
  GQueue left = G_QUEUE_INIT;
  GstEncordPendingRow *unit;

  journal_waiting (self);

  g_mutex_lock (&self->lock);
  while ((self->current != NULL || !g_queue_is_empty (&self->waiting)) &&
         g_cond_wait_until (&self->changed, &self->lock, deadline))
    ;
  self->shut_down = TRUE;
  while ((unit = g_queue_pop_head (&self->waiting)) != NULL)
    g_queue_push_tail (&left, unit);
  if (!self->saver.rules.dry_run)
    self->counts.rows_journalled += g_queue_get_length (&left);
  g_mutex_unlock (&self->lock);

  /* what is left is in the journal; a save under way ends as soon as it sees
   * this */
  g_cancellable_cancel (self->saver.cancellable);
  while ((unit = g_queue_pop_head (&left)) != NULL) {
    if (!self->saver.rules.dry_run)
      post (self, gst_encord_label_message_row_journalled (unit, "stopped"));
    gst_encord_pending_row_free (unit);
  }
  g_mutex_lock (&self->lock);
  while (self->current != NULL)
    g_cond_wait (&self->changed, &self->lock);
  g_mutex_unlock (&self->lock);
}

GstStructure *
gst_encord_label_writer_get_stats (GstEncordLabelWriter *self, const char *name)
{
  GstEncordLabelCounts counts;

  g_mutex_lock (&self->lock);
  counts = self->counts;
  counts.rows_waiting =
      g_queue_get_length (&self->waiting) + (self->current != NULL);
  g_mutex_unlock (&self->lock);

  return gst_encord_label_counts_to_structure (&counts, name);
}
