/* gstencordlabelwriter.c - what the sink asks of the session's worker, and when it is over
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "gstencordlabelwriterprivate.h"

#include <gst/encord/rows/gstencordjournalcopy.h>
#include <gst/encord/rows/gstencordrowedit.h>

GST_DEBUG_CATEGORY_EXTERN (encordlabelsink_debug);
#define GST_CAT_DEFAULT encordlabelsink_debug

#define CLASS_REMEDY                                                           \
  "Add such an object with the shape bounding_box to the ontology, name "      \
  "another with `class-map`, let `convert-shapes=true` write boxes as "        \
  "polygons or bitmasks, or `unmapped=drop` leave these labels out."

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

gboolean
gst_encord_label_writer_is_shut_down (GstEncordLabelWriter *self)
{
  gboolean shut_down;

  g_mutex_lock (&self->lock);
  shut_down = self->shut_down;
  g_mutex_unlock (&self->lock);

  return shut_down;
}

void
gst_encord_label_writer_push (GstEncordLabelWriter *self, GFunc job)
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
  gst_encord_label_writer_push (self, gst_encord_label_writer_run_unit);
}

static void
on_disk_error (const GError *error, gpointer data)
{
  gst_encord_label_writer_post_failure (data, error, NULL);
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
    .may_save = gst_encord_label_writer_may_save,
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

GstEncordLabelDisk *
gst_encord_label_writer_get_disk (GstEncordLabelWriter *self)
{
  return self->disk;
}

typedef struct
{
  GstEncordLabelWriter *writer;
  char *project_hash;
  char **classes;
  GstEncordLabelWriterDone done;
  GstMessage *eos; /* for done */
} Job;

static void
job_free (gpointer data)
{
  Job *job = data;

  g_object_unref (job->writer);
  g_free (job->project_hash);
  g_strfreev (job->classes);
  gst_clear_message (&job->eos);
  g_free (job);
}

static Job *
job_new (GstEncordLabelWriter *self, const char *project_hash,
         const char *const *classes)
{
  Job *job = g_new0 (Job, 1);

  job->writer = g_object_ref (self);
  job->project_hash = g_strdup (project_hash);
  job->classes = g_strdupv ((char **) classes);

  return job;
}

static Job *
done_job_new (GstEncordLabelWriter *self, GstEncordLabelWriterDone done,
              GstMessage *eos)
{
  Job *job = job_new (self, NULL, NULL);

  job->done = done;
  job->eos = gst_message_ref (eos);

  return job;
}

/* (transfer full): job */
static void
push_job (GFunc func, Job *job)
{
  gst_encord_session_push (job->writer->saver.session, func, job, job_free);
}

static void
run_start_unit (gpointer data, gpointer session)
{
  const Job *job = data;
  GstEncordLabelWriter *self = job->writer;
  g_autoptr (EncordProject) project = NULL;
  g_autoptr (EncordClassMap) map = NULL;
  g_autoptr (GError) error = NULL;

  if (gst_encord_label_writer_is_shut_down (self) ||
      gst_encord_label_writer_has_failed (self))
    return;
  project = gst_encord_session_get_project (
      self->saver.session, job->project_hash, self->saver.cancellable, &error);
  if (project == NULL) {
    /* while the server is away, units are journalled with their class names */
    if (!gst_encord_label_writer_is_passing (error))
      gst_encord_label_writer_post_failure (self, error, NULL);
    return;
  }
  map = gst_encord_row_saver_map_classes (
      &self->saver, project, (const char *const *) job->classes, &error);
  if (map == NULL)
    gst_encord_label_writer_post_failure (self, error, CLASS_REMEDY);
  else
    gst_encord_label_writer_post (
        self, gst_encord_label_message_classes_mapped (job->project_hash, map));
}

/* what is no matter of shapes is said when the unit starts, or when it is saved */
static void
run_check_boxes (gpointer data, gpointer session)
{
  const Job *job = data;
  GstEncordLabelWriter *self = job->writer;
  g_autoptr (EncordProject) project = NULL;
  g_autoptr (EncordClassMap) map = NULL;
  g_autoptr (GError) error = NULL;

  if (self->checks_later || gst_encord_label_writer_is_shut_down (self) ||
      gst_encord_label_writer_has_failed (self))
    return;
  project = gst_encord_session_get_project (
      self->saver.session, job->project_hash, self->saver.cancellable, NULL);
  /* nobody waits for a server once for each class */
  self->checks_later = project == NULL;
  if (project != NULL)
    map = gst_encord_row_saver_map_classes (
        &self->saver, project, (const char *const *) job->classes, NULL);
  if (map != NULL && !encord_class_map_check_boxes (map, &error))
    gst_encord_label_writer_post_failure (self, error, CLASS_REMEDY);
}

void
gst_encord_label_writer_check_boxes (GstEncordLabelWriter *self,
                                     const char *project_hash,
                                     const char *class)
{
  push_job (run_check_boxes,
            job_new (self, project_hash, (const char *const[]){ class, NULL }));
}

void
gst_encord_label_writer_start_unit (GstEncordLabelWriter *self,
                                    const char *project_hash,
                                    const char *const *classes)
{
  push_job (run_start_unit, job_new (self, project_hash, classes));
}

static void
run_send_pending (gpointer data, gpointer session)
{
  const Job *job = data;

  if (!gst_encord_label_writer_is_shut_down (job->writer) &&
      !gst_encord_label_writer_has_failed (job->writer))
    gst_encord_label_writer_send_all_pending (job->writer, job->project_hash);
}

void
gst_encord_label_writer_send_pending (GstEncordLabelWriter *self,
                                      const char *project_hash)
{
  push_job (run_send_pending, job_new (self, project_hash, NULL));
}

static void
run_done (gpointer data, gpointer session)
{
  const Job *job = data;
  g_autoptr (GstElement) element = g_weak_ref_get (&job->writer->element);

  if (element != NULL && !gst_encord_label_writer_is_shut_down (job->writer))
    job->done (element, job->eos);
}

/* the disk has pushed a job for each unit */
static void
on_written (gpointer data)
{
  const Job *job = data;

  push_job (run_done, done_job_new (job->writer, job->done, job->eos));
}

void
gst_encord_label_writer_when_done (GstEncordLabelWriter *self,
                                   GstEncordLabelWriterDone func,
                                   GstMessage *eos)
{
  gst_encord_label_disk_when_written (self->disk, on_written,
                                      done_job_new (self, func, eos), job_free);
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
      gst_encord_label_writer_post (
          self, gst_encord_label_message_row_journalled (unit, "stopped"));
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
