/* gstencordlabelwriter.c - takes finished units to the session's worker, until it is over
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "gstencordlabelwriterprivate.h"

#include <gst/encord/rows/gstencordjournalcopy.h>
#include <gst/encord/rows/gstencordrowedit.h>

GST_DEBUG_CATEGORY_EXTERN (encordlabelsink_debug);
#define GST_CAT_DEFAULT encordlabelsink_debug

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
  g_hash_table_unref (self->sent);
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
  self->sent =
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

/* it has not been saved in time, and stays in the journal */
static void
leave (GstEncordLabelWriter *self, GstEncordPendingRow *unit)
{
  if (gst_encord_label_writer_is_refused (self, &unit->key)) {
    gst_encord_label_writer_drop_refused (self, unit);
  } else if (!self->saver.rules.dry_run) {
    g_mutex_lock (&self->lock);
    self->counts.rows_journalled++;
    g_mutex_unlock (&self->lock);
    gst_encord_label_writer_post (
        self, gst_encord_label_message_row_journalled (unit, "stopped"));
  }
  gst_encord_pending_row_free (unit);
}

void
gst_encord_label_writer_shut_down (GstEncordLabelWriter *self,
                                   GstClockTime timeout)
{
  const gint64 deadline =
      g_get_monotonic_time () + (gint64) (timeout / GST_USECOND);
  GQueue left = G_QUEUE_INIT;
  GstEncordPendingRow *unit;
  gboolean on_worker;

  /* the disk's thread may be waiting for this one to have posted an error */
  g_mutex_lock (&self->lock);
  self->stopping = TRUE;
  g_cond_broadcast (&self->changed);
  g_mutex_unlock (&self->lock);
  gst_encord_label_disk_close (self->disk);

  g_mutex_lock (&self->lock);
  on_worker = self->runner == g_thread_self ();
  while (!on_worker &&
         (self->current != NULL || !g_queue_is_empty (&self->waiting)) &&
         g_cond_wait_until (&self->changed, &self->lock, deadline))
    ;
  self->shut_down = TRUE;
  while ((unit = g_queue_pop_head (&self->waiting)) != NULL)
    g_queue_push_tail (&left, unit);
  g_mutex_unlock (&self->lock);

  /* a job under way ends as soon as it sees this */
  g_cancellable_cancel (self->saver.cancellable);
  g_mutex_lock (&self->lock);
  while (!on_worker && self->runner != NULL)
    g_cond_wait (&self->changed, &self->lock);
  g_mutex_unlock (&self->lock);

  /* the journal is nobody else's any more, and the last job may have found out that
   * there is no row */
  while ((unit = g_queue_pop_head (&left)) != NULL)
    leave (self, unit);
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
