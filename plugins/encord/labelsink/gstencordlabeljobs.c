/* gstencordlabeljobs.c - what the sink asks of the session's worker
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "gstencordlabelwriterprivate.h"

#define CLASS_REMEDY                                                           \
  "Add such an object with the shape bounding_box to the ontology, name "      \
  "another with `class-map`, let `convert-shapes=true` write boxes as "        \
  "polygons or bitmasks, or `unmapped=drop` leave these labels out."

struct _GstEncordLabelJob
{
  GstEncordLabelWriter *writer;
  GstEncordLabelJobFunc func;
  char *project_hash;
  char **classes;
  GstEncordLabelWriterDone done;
  GstMessage *eos; /* for done */
};

static void
job_free (gpointer data)
{
  GstEncordLabelJob *job = data;

  g_object_unref (job->writer);
  g_free (job->project_hash);
  g_strfreev (job->classes);
  gst_clear_message (&job->eos);
  g_free (job);
}

static GstEncordLabelJob *
job_new (GstEncordLabelWriter *self, GstEncordLabelJobFunc func,
         const char *project_hash, const char *const *classes)
{
  GstEncordLabelJob *job = g_new0 (GstEncordLabelJob, 1);

  job->writer = g_object_ref (self);
  job->func = func;
  job->project_hash = g_strdup (project_hash);
  job->classes = g_strdupv ((char **) classes);

  return job;
}

/* FALSE: nothing is done any more */
static gboolean
begin (GstEncordLabelWriter *self)
{
  gboolean begun;

  g_mutex_lock (&self->lock);
  begun = !self->shut_down;
  if (begun)
    self->runner = g_thread_self ();
  g_mutex_unlock (&self->lock);

  return begun;
}

static void
end (GstEncordLabelWriter *self)
{
  g_mutex_lock (&self->lock);
  self->runner = NULL;
  g_cond_broadcast (&self->changed);
  g_mutex_unlock (&self->lock);
}

static void
run (gpointer data, gpointer session)
{
  const GstEncordLabelJob *job = data;

  if (!begin (job->writer))
    return;
  job->func (job->writer, job);
  end (job->writer);
}

/* (transfer full): job */
static void
push (GstEncordLabelJob *job)
{
  gst_encord_session_push (job->writer->saver.session, run, job, job_free);
}

void
gst_encord_label_writer_push (GstEncordLabelWriter *self,
                              GstEncordLabelJobFunc func)
{
  push (job_new (self, func, NULL, NULL));
}

static void
start_unit (GstEncordLabelWriter *self, const GstEncordLabelJob *job)
{
  g_autoptr (EncordProject) project = NULL;
  g_autoptr (EncordClassMap) map = NULL;
  g_autoptr (GError) error = NULL;

  if (gst_encord_label_writer_has_failed (self))
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
check_boxes (GstEncordLabelWriter *self, const GstEncordLabelJob *job)
{
  g_autoptr (EncordProject) project = NULL;
  g_autoptr (EncordClassMap) map = NULL;
  g_autoptr (GError) error = NULL;

  if (self->checks_later || gst_encord_label_writer_has_failed (self))
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
  push (job_new (self, check_boxes, project_hash,
                 (const char *const[]){ class, NULL }));
}

void
gst_encord_label_writer_start_unit (GstEncordLabelWriter *self,
                                    const char *project_hash,
                                    const char *const *classes)
{
  push (job_new (self, start_unit, project_hash, classes));
}

static void
send_pending (GstEncordLabelWriter *self, const GstEncordLabelJob *job)
{
  if (!gst_encord_label_writer_has_failed (self))
    gst_encord_label_writer_send_all_pending (self, job->project_hash);
}

void
gst_encord_label_writer_send_pending (GstEncordLabelWriter *self,
                                      const char *project_hash)
{
  push (job_new (self, send_pending, project_hash, NULL));
}

static void
report_done (GstEncordLabelWriter *self, const GstEncordLabelJob *job)
{
  g_autoptr (GstElement) element = g_weak_ref_get (&self->element);

  if (element != NULL)
    job->done (element, job->eos);
}

static GstEncordLabelJob *
done_job_new (GstEncordLabelWriter *self, GstEncordLabelWriterDone done,
              GstMessage *eos)
{
  GstEncordLabelJob *job = job_new (self, report_done, NULL, NULL);

  job->done = done;
  job->eos = gst_message_ref (eos);

  return job;
}

/* the disk has pushed a job for each unit */
static void
on_written (gpointer data)
{
  const GstEncordLabelJob *job = data;

  push (done_job_new (job->writer, job->done, job->eos));
}

void
gst_encord_label_writer_when_done (GstEncordLabelWriter *self,
                                   GstEncordLabelWriterDone func,
                                   GstMessage *eos)
{
  gst_encord_label_disk_when_written (self->disk, on_written,
                                      done_job_new (self, func, eos), job_free);
}
