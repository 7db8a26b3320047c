/* emulator-uploads.c - turns uploaded files into data units
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "emulator-uploads.h"

#include <glib/gstdio.h>

#include "emulator-error.h"
#include "emulator-json.h"
#include "emulator-media.h"
#include "emulator-polls.h"
#include "emulator-probe.h"
#include "emulator-store-data.h"
#include "emulator-upload-plan.h"

/* Workers decode whole videos. */
#define MAX_RUNNING 2

struct _EmulatorUploads
{
  Emulator *emulator;
  GCancellable *cancellable;
  GQueue waiting; /* of Run: jobs that have not begun */
  guint n_running;
  gboolean beginning; /* some function further up begins jobs */
  EmulatorPolls *polls;
};

/* a job being worked on */
typedef struct
{
  EmulatorUploads *uploads;
  EmulatorJob *job;
  EmulatorUploadPlan *plan;
  guint next; /* file of the plan */
} Run;

static void
run_free (Run *self)
{
  emulator_job_free (self->job);
  g_clear_pointer (&self->plan, emulator_upload_plan_free);
  g_free (self);
}

EmulatorUploads *
emulator_uploads_new (Emulator *emulator)
{
  EmulatorUploads *self = g_new0 (EmulatorUploads, 1);

  self->emulator = emulator;
  self->cancellable = g_cancellable_new ();
  g_queue_init (&self->waiting);
  self->polls = emulator_polls_new ();
  return self;
}

/* Cancelled jobs stay pending in the store and go on at the next start. */
void
emulator_uploads_free (EmulatorUploads *self)
{
  g_cancellable_cancel (self->cancellable);
  while (self->n_running > 0)
    g_main_context_iteration (NULL, TRUE);
  g_queue_clear_full (&self->waiting, (GDestroyNotify) run_free);
  emulator_polls_free (self->polls);
  g_object_unref (self->cancellable);
  g_free (self);
}

/* ---- answers ---- */

/* the wire's form of a job, whether pending, done or failed */
static JsonNode *
describe (const char *uuid, const char *status, GPtrArray *units,
          guint n_pending, const char *failure)
{
  g_autoptr (JsonBuilder) builder = json_builder_new_immutable ();

  json_builder_begin_object (builder);
  emulator_json_add_string (builder, "process_hash", uuid);
  emulator_json_add_string (builder, "status", status);
  json_builder_set_member_name (builder, "data_hashes_with_titles");
  json_builder_begin_array (builder);
  for (guint i = 0; units != NULL && i < units->len; i++) {
    const EmulatorUnit *unit = g_ptr_array_index (units, i);

    json_builder_begin_object (builder);
    emulator_json_add_string (builder, "data_hash", unit->hash);
    emulator_json_add_string (builder, "backing_item_uuid", unit->item);
    emulator_json_add_string (builder, "title", unit->title);
    json_builder_end_object (builder);
  }
  json_builder_end_array (builder);
  json_builder_set_member_name (builder, "errors");
  json_builder_begin_array (builder);
  if (failure != NULL)
    json_builder_add_string_value (builder, failure);
  json_builder_end_array (builder);
  emulator_json_add_int (builder, "units_pending_count", n_pending);
  emulator_json_add_int (builder, "units_done_count",
                         units != NULL ? units->len : 0);
  emulator_json_add_int (builder, "units_error_count", failure != NULL);
  emulator_json_add_int (builder, "units_cancelled_count", 0);
  json_builder_set_member_name (builder, "unit_errors");
  json_builder_begin_array (builder);
  json_builder_end_array (builder);
  json_builder_set_member_name (builder, "data_unit_errors");
  json_builder_begin_array (builder);
  json_builder_end_array (builder);
  json_builder_end_object (builder);
  return json_builder_get_root (builder);
}

gboolean
emulator_uploads_wait (EmulatorUploads *self, const char *dataset,
                       const char *uuid, guint seconds, EmulatorCall *call,
                       GError **error)
{
  g_autoptr (EmulatorJob) job =
      emulator_store_get_job (self->emulator->store, uuid, error);
  g_autoptr (JsonNode) pending = NULL;
  g_autofree char *text = NULL;

  if (job == NULL)
    return FALSE;
  if (!g_str_equal (job->dataset, dataset)) {
    g_set_error (error, EMULATOR_ERROR, EMULATOR_ERROR_RESOURCE_NOT_FOUND,
                 "no such upload job in this dataset: %.64s", uuid);
    return FALSE;
  }
  if (job->result != NULL) {
    emulator_call_reply_text (call, g_string_new (job->result));
    return TRUE;
  }
  pending = describe (uuid, "PENDING", NULL, 1, NULL);
  text = emulator_json_to_text (pending);
  emulator_polls_hold (self->polls, call, uuid, seconds, text);
  return TRUE;
}

/* ---- running ---- */

static void run_next_file (Run *self);

/* A job that ends at once comes here again; however many there are, the stack does not
 * grow. */
static void
begin_some (EmulatorUploads *self)
{
  if (self->beginning)
    return;
  self->beginning = TRUE;
  while (self->n_running < MAX_RUNNING && !g_queue_is_empty (&self->waiting)) {
    self->n_running++;
    run_next_file (g_queue_pop_head (&self->waiting));
  }
  self->beginning = FALSE;
}

static void
end_run (Run *self)
{
  EmulatorUploads *uploads = self->uploads;

  run_free (self);
  uploads->n_running--;
  if (!g_cancellable_is_cancelled (uploads->cancellable))
    begin_some (uploads);
}

/* (transfer full) (nullable): what the job says from now on; failure NULL: all files
 * have been looked at */
static char *
store_result (Run *self, const char *failure, GError **error)
{
  g_autoptr (GPtrArray) units =
      g_ptr_array_new_with_free_func ((GDestroyNotify) emulator_unit_free);
  g_autoptr (GPtrArray) images = g_ptr_array_new_with_free_func (
      (GDestroyNotify) emulator_upload_plan_free_images);
  g_autoptr (JsonNode) node = NULL;
  g_autofree char *result = NULL;
  const char *status = failure == NULL ? "DONE" : "ERROR";

  if (failure == NULL)
    emulator_upload_plan_make_units (self->plan, self->job->dataset, units,
                                     images);
  node = describe (self->job->uuid, status, units, 0, failure);
  result = emulator_json_to_text (node);
  if (!emulator_store_finish_job (self->uploads->emulator->store,
                                  self->job->uuid, units, images, status,
                                  result, error))
    return NULL;

  return g_steal_pointer (&result);
}

/* What cannot be stored ends the job, too. If that cannot be stored either, it stays
 * pending: the next start of the emulator goes on with it. */
static void
finish_run (Run *self, const char *failure)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *result = store_result (self, failure, &error);

  if (result == NULL) {
    g_warning ("upload job %s: %s", self->job->uuid, error->message);
    result = store_result (self, emulator_error_get_message (error), NULL);
  }
  if (result != NULL)
    emulator_polls_answer (self->uploads->polls, self->job->uuid, result);
  end_run (self);
}

static void
on_probed (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Run *self = user_data;
  EmulatorUploadFile *file = g_ptr_array_index (self->plan->files, self->next);
  g_autoptr (GError) error = NULL;

  if (!emulator_probe_finish (result, &file->probe, &error) ||
      !emulator_upload_file_check (file, &error)) {
    g_autofree char *failure = NULL;

    if (g_cancellable_is_cancelled (self->uploads->cancellable)) {
      end_run (self);
      return;
    }
    failure = g_strdup_printf ("%s: %s", file->title,
                               emulator_error_get_message (error));
    finish_run (self, failure);
    return;
  }
  self->next++;
  run_next_file (self);
}

static void
run_next_file (Run *self)
{
  Emulator *emulator = self->uploads->emulator;
  g_autoptr (GError) error = NULL;
  g_autofree char *path = NULL;
  EmulatorUploadFile *file;

  if (self->plan == NULL) {
    self->plan = emulator_upload_plan_new (self->job, emulator->store, &error);
    if (self->plan == NULL) {
      finish_run (self, emulator_error_get_message (error));
      return;
    }
  }
  if (self->next == self->plan->files->len) {
    finish_run (self, NULL);
    return;
  }
  file = g_ptr_array_index (self->plan->files, self->next);
  path = emulator_media_build_path (emulator, file->media);
  emulator_probe_async (path, self->uploads->cancellable, on_probed, self);
}

void
emulator_uploads_start (EmulatorUploads *self, EmulatorJob *job)
{
  Run *run = g_new0 (Run, 1);

  run->uploads = self;
  run->job = job;
  g_queue_push_tail (&self->waiting, run);
  begin_some (self);
}

gboolean
emulator_uploads_resume (EmulatorUploads *self, GError **error)
{
  g_autoptr (GPtrArray) jobs =
      emulator_store_list_pending_jobs (self->emulator->store, error);

  if (jobs == NULL)
    return FALSE;
  while (jobs->len > 0)
    emulator_uploads_start (self, g_ptr_array_steal_index (jobs, 0));
  return TRUE;
}
