/* gstencordlabelwriter.c - takes finished units to the session's worker and into rows
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "gstencordlabelwriter.h"

#include <string.h>

#include <gst/encord/rows/gstencordjournalcopy.h>
#include <gst/encord/rows/gstencordrowedit.h>
#include <gst/encord/rows/gstencordrowfetch.h>

#include "gstencordlabelmessages.h"
#include "gstencordlabelsignals.h"

GST_DEBUG_CATEGORY_EXTERN (encordlabelsink_debug);
#define GST_CAT_DEFAULT encordlabelsink_debug

/* Threads: the disk's own thread hands on units that are in the journal, the
 * session's worker runs the jobs one after another, an application thread shuts
 * down. They meet in the fields guarded by `lock`, a leaf lock: nothing is called
 * while it is held. The saver's journal belongs to the worker; the disk has another
 * connection, so that check points go on while the worker waits for the network. */
struct _GstEncordLabelWriter
{
  GObject parent;

  /* written once, before the first job */
  GWeakRef element;
  GstEncordRowSaver saver;
  GstEncordLabelDisk *disk;
  char *run_name;
  char *branch_name;     /* NULL: that of the unit */
  GstEncordRowKey named; /* by its hashes, without a unit event; empty: none */
  char *track_rules;
  GBytes *recipe;
  gboolean resume;
  char *journal_copy; /* dry run: where the journal is, to be removed */
  char *report_file;  /* likewise; NULL: none */

  GHashTable *given_up; /* worker: pending ids that will not work this time */

  GMutex lock;
  GCond changed;
  GQueue waiting;               /* GstEncordPendingRow, as they are in the
                                 * journal but for what lies there in chunks;
                                 * guarded by lock */
  GstEncordPendingRow *current; /* the worker's; guarded by lock */
  GstEncordUnit *unit; /* that was named, once found; guarded by lock */
  gboolean is_asked;   /* the worker looks for it; guarded by lock */
  gboolean flushing;   /* guarded by lock */
  gboolean failed;     /* the one error has been posted; guarded by lock */
  gboolean shut_down;  /* guarded by lock */
  GstEncordLabelCounts counts; /* guarded by lock */
};

G_DEFINE_FINAL_TYPE (GstEncordLabelWriter, gst_encord_label_writer,
                     G_TYPE_OBJECT)

static void
gst_encord_label_writer_finalize (GObject *object)
{
  GstEncordLabelWriter *self = GST_ENCORD_LABEL_WRITER (object);

  g_queue_clear_full (&self->waiting,
                      (GDestroyNotify) gst_encord_pending_row_free);
  if (self->disk != NULL)
    gst_encord_label_disk_close (self->disk);
  g_clear_pointer (&self->disk, gst_encord_label_disk_free);
  g_clear_pointer (&self->saver.journal, gst_encord_journal_close);
  if (self->journal_copy != NULL)
    gst_encord_journal_copy_remove (self->journal_copy);
  g_free (self->journal_copy);
  g_free (self->report_file);
  gst_encord_row_key_clear (&self->named);
  g_clear_object (&self->unit);
  g_object_unref (self->saver.session);
  g_object_unref (self->saver.cancellable);
  g_free (self->run_name);
  g_free (self->branch_name);
  g_free (self->track_rules);
  g_bytes_unref (self->recipe);
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

static gboolean
is_shut_down (GstEncordLabelWriter *self)
{
  gboolean shut_down;

  g_mutex_lock (&self->lock);
  shut_down = self->shut_down;
  g_mutex_unlock (&self->lock);

  return shut_down;
}

static gboolean
has_failed (GstEncordLabelWriter *self)
{
  gboolean failed;

  g_mutex_lock (&self->lock);
  failed = self->failed;
  g_mutex_unlock (&self->lock);

  return failed;
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

  gboolean first;

  GST_WARNING_OBJECT (element, "%s", error->message);
  g_mutex_lock (&self->lock);
  first = !self->failed;
  self->failed = TRUE;
  g_cond_broadcast (&self->changed);
  g_mutex_unlock (&self->lock);
  if (element != NULL && first)
    gst_encord_element_post_error_with_remedy (element, error, remedy);
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
        !is_waiting (self, id) && !send_one_pending (self, id))
      return;
  }
}

static gboolean
load_and_save (GstEncordLabelWriter *self, gint64 id, GError **error)
{
  g_autoptr (GstEncordPendingRow) unit = NULL;
  GError *failure = NULL;

  if (has_failed (self)) {
    g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_CANCELLED,
                         "stopped by an earlier error");
    return FALSE;
  }
  unit = gst_encord_journal_load_pending (self->saver.journal, id, &failure);
  if (failure != NULL) {
    g_propagate_error (error, failure);
    return FALSE;
  }
  /* somebody else has sent it already */
  if (unit == NULL) {
    const GstEncordRowOutcome elsewhere = { .result =
                                                GST_ENCORD_ROW_ELSEWHERE };

    count_outcome (self, &elsewhere);
    return TRUE;
  }

  return save (self, unit, TRUE, error);
}

static void
save_unit (GstEncordLabelWriter *self, GstEncordPendingRow *unit)
{
  const guint n_saved = self->counts.rows_saved;
  g_autoptr (GError) error = NULL;

  if (load_and_save (self, unit->id, &error)) {
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

static void
on_unit (GstEncordPendingRow *unit, guint64 n_seen, gpointer data)
{
  GstEncordLabelWriter *self = data;

  g_mutex_lock (&self->lock);
  self->counts.frames += n_seen;
  g_queue_push_tail (&self->waiting, unit);
  g_mutex_unlock (&self->lock);
  push (self, run_unit);
}

static void
on_disk_error (const GError *error, gpointer data)
{
  post_failure (data, error, NULL);
}

GstEncordLabelWriter *
gst_encord_label_writer_new (GstElement *element, GstEncordSession *session,
                             const char *directory,
                             const GstEncordLabelRun *run, GError **error)
{
  static const GstEncordLabelDiskCallbacks callbacks = { on_unit,
                                                         on_disk_error };
  g_autoptr (GstEncordLabelWriter) self =
      g_object_new (GST_TYPE_ENCORD_LABEL_WRITER, NULL);

  g_weak_ref_init (&self->element, element);
  self->run_name = g_strdup (run->run_name);
  self->branch_name = g_strdup (run->branch_name);
  self->track_rules = g_strdup (run->track_rules);
  self->report_file = g_strdup (run->dry_run_file);
  if (run->data_hash != NULL)
    self->named = (GstEncordRowKey){
      .project_hash = g_strdup (run->project_hash),
      .data_hash = g_strdup (run->data_hash),
      .branch_name = g_strdup (
          run->branch_name != NULL ? run->branch_name : GST_ENCORD_MAIN_BRANCH),
    };
  self->recipe = g_bytes_ref (run->recipe);
  self->resume = run->resume;
  self->saver = (GstEncordRowSaver){
    .session = g_object_ref (session),
    .class_overrides =
        run->overrides != NULL ? g_hash_table_ref (run->overrides) : NULL,
    .rules = run->rules,
    .cancellable = g_cancellable_new (),
    .may_save = may_save,
    .may_save_data = self,
  };
  self->saver.rules.drop_unmapped = run->drop_unmapped;
  if (run->rules.dry_run) {
    self->journal_copy = gst_encord_journal_copy_new (directory, error);
    if (self->journal_copy == NULL)
      return NULL;
    directory = self->journal_copy;
  }
  self->saver.journal = gst_encord_journal_open (directory, error);
  if (self->saver.journal == NULL)
    return NULL;
  self->disk = gst_encord_label_disk_new (directory, &callbacks, self, error);

  return self->disk != NULL ? g_steal_pointer (&self) : NULL;
}

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

/* row NULL: the server is away, and will say more when it is saved */
static GstEncordUnit *
make_unit (const GstEncordRowKey *key, EncordLabelRow *row)
{
  if (row == NULL)
    return g_object_new (
        GST_TYPE_ENCORD_UNIT, "project-hash", key->project_hash, "data-hash",
        key->data_hash, "branch-name", key->branch_name, "title",
        key->data_hash, "data-type", "video", "n-frames", (gint64) -1, NULL);
  return g_object_new (
      GST_TYPE_ENCORD_UNIT, "project-hash", key->project_hash, "data-hash",
      key->data_hash, "label-hash", encord_label_row_get_label_hash (row),
      "branch-name", key->branch_name, "title",
      encord_label_row_get_data_title (row), "data-type", "video", "width",
      MAX (encord_label_row_get_width (row), 0), "height",
      MAX (encord_label_row_get_height (row), 0), "n-frames",
      (gint64) encord_label_row_get_number_of_frames (row), NULL);
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
  if (row == NULL && is_passing (failure))
    g_clear_error (&failure);
  else if (row == NULL)
    g_propagate_error (error, failure);

  return row;
}

static void
run_find_unit (gpointer data, gpointer session)
{
  GstEncordLabelWriter *self = data;
  g_autoptr (EncordLabelRow) row = NULL;
  g_autoptr (GError) error = NULL;

  if (is_shut_down (self) || has_failed (self))
    return;
  row = look_up_named (self, &error);
  if (error == NULL && row != NULL &&
      g_ascii_strcasecmp (encord_label_row_get_data_type (row), "video") != 0)
    g_set_error (&error, ENCORD_ERROR, ENCORD_ERROR_NOT_SUPPORTED,
                 "label row of \"%s\": it is no video, so frames cannot be "
                 "counted",
                 encord_label_row_get_data_title (row));
  if (error != NULL) {
    post_failure (self, error,
                  "Give in `data-hash` a video of the project in "
                  "`project-hash`, or put encordsrc at the head of the "
                  "pipeline.");
    return;
  }
  g_mutex_lock (&self->lock);
  self->unit = make_unit (&self->named, row);
  g_cond_broadcast (&self->changed);
  g_mutex_unlock (&self->lock);
}

GstEncordLabelUnitResult
gst_encord_label_writer_find_unit (GstEncordLabelWriter *self,
                                   GstEncordUnit **ret_unit)
{
  GstEncordLabelUnitResult result = GST_ENCORD_LABEL_UNIT_FLUSHING;
  gboolean is_new;

  if (self->named.data_hash == NULL)
    return GST_ENCORD_LABEL_UNIT_NONE;
  g_mutex_lock (&self->lock);
  is_new = !self->is_asked;
  self->is_asked = TRUE;
  g_mutex_unlock (&self->lock);
  if (is_new)
    push (self, run_find_unit);

  g_mutex_lock (&self->lock);
  while (self->unit == NULL && !self->failed && !self->flushing)
    g_cond_wait (&self->changed, &self->lock);
  if (self->unit != NULL) {
    *ret_unit = g_object_ref (self->unit);
    result = GST_ENCORD_LABEL_UNIT_FOUND;
  } else if (self->failed) {
    result = GST_ENCORD_LABEL_UNIT_FAILED;
  }
  g_mutex_unlock (&self->lock);

  return result;
}

void
gst_encord_label_writer_set_flushing (GstEncordLabelWriter *self,
                                      gboolean flushing)
{
  gst_encord_label_disk_set_flushing (self->disk, flushing);
  g_mutex_lock (&self->lock);
  self->flushing = flushing;
  g_cond_broadcast (&self->changed);
  g_mutex_unlock (&self->lock);
}

GstEncordLabelDisk *
gst_encord_label_writer_get_disk (GstEncordLabelWriter *self)
{
  return self->disk;
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
  post (self, gst_encord_label_message_unit_resumed (unit, progress));
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
job_new (GstEncordLabelWriter *self, const char *project_hash,
         const char *const *classes, GstEncordLabelWriterDone done)
{
  Job *job = g_new0 (Job, 1);

  job->writer = g_object_ref (self);
  job->project_hash = g_strdup (project_hash);
  job->classes = g_strdupv ((char **) classes);
  job->done = done;

  return job;
}

static void
push_job (GstEncordLabelWriter *self, GFunc func, const char *project_hash,
          const char *const *classes, GstEncordLabelWriterDone done)
{
  gst_encord_session_push (self->saver.session, func,
                           job_new (self, project_hash, classes, done),
                           job_free);
}

static void
run_start_unit (gpointer data, gpointer session)
{
  const Job *job = data;
  GstEncordLabelWriter *self = job->writer;
  g_autoptr (EncordProject) project = NULL;
  g_autoptr (EncordClassMap) map = NULL;
  g_autoptr (GError) error = NULL;

  if (is_shut_down (self) || has_failed (self))
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
                  "ontology, name another with `class-map`, let "
                  "`convert-shapes=true` write boxes as polygons or bitmasks, "
                  "or `unmapped=drop` leave these labels out.");
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

  if (!is_shut_down (job->writer) && !has_failed (job->writer))
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

/* the disk has pushed a job for each unit */
static void
on_written (gpointer data)
{
  const Job *job = data;

  push_job (job->writer, run_done, NULL, NULL, job->done);
}

void
gst_encord_label_writer_when_done (GstEncordLabelWriter *self,
                                   GstEncordLabelWriterDone func)
{
  gst_encord_label_disk_when_written (
      self->disk, on_written, job_new (self, NULL, NULL, func), job_free);
}

void
gst_encord_label_writer_shut_down (GstEncordLabelWriter *self,
                                   GstClockTime timeout)
{
  const gint64 deadline =
      g_get_monotonic_time () + (gint64) (timeout / GST_USECOND);
  GQueue left = G_QUEUE_INIT;
  GstEncordPendingRow *unit;

  gst_encord_label_disk_close (self->disk);

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
