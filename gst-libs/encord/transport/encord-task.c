/* transport/encord-task.c - the async face of a blocking call
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <encord/transport/encord-task-private.h>

typedef struct
{
  EncordTaskFunc func;
  gpointer data;
  GDestroyNotify free_data;
  GDestroyNotify free_result;
} Job;

static void
job_free (gpointer data)
{
  Job *job = data;

  if (job->free_data != NULL)
    job->free_data (job->data);
  g_free (job);
}

static void
run_job (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Job *job = data;
  GError *error = NULL;
  gpointer result = job->func (source, job->data, cancellable, &error);

  if (result != NULL)
    g_task_return_pointer (task, result, job->free_result);
  else
    g_task_return_error (task, error);
}

void
encord_task_run (gpointer source, gpointer tag, EncordTaskFunc func,
                 gpointer data, GDestroyNotify free_data,
                 GDestroyNotify free_result, GCancellable *cancellable,
                 GAsyncReadyCallback callback, gpointer user_data)
{
  GTask *task = g_task_new (source, cancellable, callback, user_data);
  Job *job = g_new0 (Job, 1);

  job->func = func;
  job->data = data;
  job->free_data = free_data;
  job->free_result = free_result;
  g_task_set_source_tag (task, tag);
  g_task_set_task_data (task, job, job_free);
  /* a result that came in spite of cancellation is told: what it says was done */
  g_task_set_check_cancellable (task, FALSE);
  g_task_run_in_thread (task, run_job);
  g_object_unref (task);
}

gpointer
encord_task_finish (gpointer source, gpointer tag, GAsyncResult *result,
                    GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, source), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, tag), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
