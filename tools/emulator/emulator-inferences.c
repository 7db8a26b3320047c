/* emulator-inferences.c - models that run in worker processes
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "emulator-inferences.h"

#include <glib/gstdio.h>

#include "emulator-error.h"
#include "emulator-folder.h"
#include "emulator-inference-answer.h"
#include "emulator-json.h"
#include "emulator-media.h"
#include "emulator-store-data.h"
#include "emulator-store-models.h"
#include "emulator-turns.h"
#include "emulator-worker.h"

/* a model takes all cores that there are */
#define MAX_RUNNING 2
/* each of them holds the body of its request */
#define MAX_WAITING 16

struct _EmulatorInferences
{
  Emulator *emulator;
  EmulatorTurns turns; /* of Run */
};

typedef struct
{
  EmulatorInferences *inferences;
  EmulatorCall *call;
  GCancellable *cancellable; /* ends its worker */
  GPtrArray *inputs;         /* of EmulatorInferenceInput */
  char *folder; /* files that were sent along; NULL when there are none */
  char *job;    /* JSON for the worker */
  char *model;
  char *class_map;
} Run;

static void
run_free (Run *self)
{
  if (self->folder != NULL)
    emulator_folder_remove (self->folder);
  emulator_call_unref (self->call);
  g_object_unref (self->cancellable);
  g_ptr_array_unref (self->inputs);
  g_free (self->folder);
  g_free (self->job);
  g_free (self->model);
  g_free (self->class_map);
  g_free (self);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Run, run_free)

/* ---- what to look at ---- */

static gboolean
write_file (Run *self, const EmulatorInferenceFile *file, GError **error)
{
  EmulatorInferenceInput *input;
  gboolean is_video = FALSE;
  g_autoptr (GBytes) bytes =
      emulator_inference_file_decode (file, &is_video, error);
  g_autofree char *name = g_strdup_printf ("%u", self->inputs->len);
  g_autofree char *path = NULL;

  if (bytes == NULL)
    return FALSE;
  if (self->folder == NULL) {
    g_autofree char *uuid = g_uuid_string_random ();

    self->folder =
        g_build_filename (self->call->emulator->jobs_dir, uuid, NULL);
  }
  path = g_build_filename (self->folder, name, NULL);
  if (g_mkdir_with_parents (self->folder, 0700) != 0 ||
      !g_file_set_contents_full (path, g_bytes_get_data (bytes, NULL),
                                 g_bytes_get_size (bytes),
                                 G_FILE_SET_CONTENTS_NONE, 0600, NULL)) {
    g_set_error_literal (error, EMULATOR_ERROR, EMULATOR_ERROR_UNKNOWN,
                         "the emulator cannot store the file");
    return FALSE;
  }
  input = emulator_inference_input_new (file->uid, is_video);
  g_ptr_array_add (input->paths, g_steal_pointer (&path));
  g_ptr_array_add (self->inputs, input);
  return TRUE;
}

static gboolean
check_range (const EmulatorUnit *unit, const EmulatorInferenceRequest *request,
             GError **error)
{
  if (request->last < 0 && unit->frames > EMULATOR_INFERENCE_MAX_FRAMES) {
    g_set_error (error, EMULATOR_ERROR, EMULATOR_ERROR_MUST_SET_DETECTION_RANGE,
                 "%s has more than %d frames: set detection_frame_range",
                 unit->hash, EMULATOR_INFERENCE_MAX_FRAMES);
    return FALSE;
  }
  if (request->last >= 0 && request->first >= unit->frames &&
      unit->frames > 1) {
    g_set_error (error, EMULATOR_ERROR, EMULATOR_ERROR_DETECTION_RANGE_INVALID,
                 "%s has only %" G_GINT64_FORMAT " frames", unit->hash,
                 unit->frames);
    return FALSE;
  }
  return TRUE;
}

static gboolean
add_unit (Run *self, GPtrArray *units, const char *hash,
          const EmulatorInferenceRequest *request, gint64 *size, GError **error)
{
  Emulator *emulator = self->call->emulator;
  g_autoptr (EmulatorUnit) unit = emulator_store_get_unit (
      emulator->store, self->call->resource, NULL, hash, error);
  g_autoptr (GPtrArray) images = NULL;
  EmulatorInferenceInput *input;

  if (unit == NULL || !check_range (unit, request, error))
    return FALSE;
  images = emulator_store_list_images (emulator->store, hash, error);
  if (images == NULL)
    return FALSE;
  *size += unit->size;
  input =
      emulator_inference_input_new (hash, g_str_equal (unit->type, "VIDEO"));
  g_ptr_array_add (units, input);
  if (unit->media != NULL)
    g_ptr_array_add (input->paths,
                     emulator_media_build_path (emulator, unit->media));
  for (guint i = 0; unit->media == NULL && i < images->len; i++) {
    const EmulatorImage *image = g_ptr_array_index (images, i);

    g_ptr_array_add (input->paths,
                     emulator_media_build_path (emulator, image->media));
  }
  return TRUE;
}

/* units first: what is refused needs no file written */
static gboolean
add_inputs (Run *self, const EmulatorInferenceRequest *request, GError **error)
{
  g_autoptr (GPtrArray) units = g_ptr_array_new_with_free_func (
      (GDestroyNotify) emulator_inference_input_free);
  gint64 size = 0;

  for (guint i = 0; request->data_hashes[i] != NULL; i++) {
    if (!add_unit (self, units, request->data_hashes[i], request, &size, error))
      return FALSE;
  }
  for (guint i = 0; i < request->files->len; i++)
    size += emulator_inference_file_get_size (
        &g_array_index (request->files, EmulatorInferenceFile, i));
  if (size > EMULATOR_INFERENCE_MAX_SIZE) {
    g_set_error_literal (error, EMULATOR_ERROR,
                         EMULATOR_ERROR_FILE_SIZE_NOT_SUPPORTED,
                         "files and data units: more than 1 GB together");
    return FALSE;
  }
  for (guint i = 0; i < request->files->len; i++) {
    if (!write_file (self,
                     &g_array_index (request->files, EmulatorInferenceFile, i),
                     error))
      return FALSE;
  }
  while (units->len > 0)
    g_ptr_array_add (self->inputs, g_ptr_array_steal_index (units, 0));
  return TRUE;
}

static void
add_paths (JsonBuilder *builder, const EmulatorInferenceInput *input)
{
  json_builder_begin_object (builder);
  if (input->is_video) {
    emulator_json_add_string (builder, "video",
                              g_ptr_array_index (input->paths, 0));
  } else {
    json_builder_set_member_name (builder, "images");
    json_builder_begin_array (builder);
    for (guint i = 0; i < input->paths->len; i++)
      json_builder_add_string_value (builder,
                                     g_ptr_array_index (input->paths, i));
    json_builder_end_array (builder);
  }
  json_builder_end_object (builder);
}

static char *
make_job (Run *self, const char *weights,
          const EmulatorInferenceRequest *request)
{
  g_autoptr (JsonBuilder) builder = json_builder_new_immutable ();
  g_autoptr (JsonNode) node = NULL;

  json_builder_begin_object (builder);
  emulator_json_add_string (builder, "weights", weights);
  emulator_json_add_double (builder, "confidence", request->confidence);
  emulator_json_add_double (builder, "iou", request->iou);
  emulator_json_add_boolean (builder, "allocate", request->allocate);
  emulator_json_add_int (builder, "first", request->first);
  emulator_json_add_int (builder, "last", request->last);
  emulator_json_add_int (builder, "longest", EMULATOR_INFERENCE_MAX_FRAMES);
  json_builder_set_member_name (builder, "inputs");
  json_builder_begin_array (builder);
  for (guint i = 0; i < self->inputs->len; i++)
    add_paths (builder, g_ptr_array_index (self->inputs, i));
  json_builder_end_array (builder);
  json_builder_end_object (builder);
  node = json_builder_get_root (builder);
  return emulator_json_to_text (node);
}

/* ---- answering ---- */

/* the model may have been deleted meanwhile */
static GString *
make_answer (Run *self, const char *output, GError **error)
{
  EmulatorStore *store = self->call->emulator->store;
  g_autoptr (EmulatorModel) model = emulator_store_get_model (
      store, self->call->resource, self->model, error);
  g_autofree char *editor =
      model != NULL
          ? emulator_store_get_editor (store, self->call->resource, error)
          : NULL;
  g_autofree char *now = emulator_time_format (
      g_get_real_time () / G_USEC_PER_SEC, EMULATOR_TIME_LABEL);
  EmulatorInferenceContext context = { .inputs = self->inputs,
                                       .class_map = self->class_map,
                                       .user = self->call->user.user,
                                       .created_at = now };

  if (editor == NULL)
    return NULL;
  context.features = model->features;
  context.editor = editor;
  return emulator_inference_answer_new (output, &context, error);
}

/* ---- turns ---- */

static void
on_worker_done (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Run *run = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *output = emulator_worker_run_finish (result, &error);

  if (!g_cancellable_is_cancelled (run->cancellable)) {
    GString *answer = output != NULL ? make_answer (run, output, &error) : NULL;

    if (answer != NULL)
      emulator_call_reply_text (run->call, answer);
    else
      emulator_call_fail (run->call, error);
  }
  emulator_turns_end (&run->inferences->turns, run);
}

static void
begin (gpointer data)
{
  Run *run = data;

  emulator_worker_run_async ("--infer", run->job,
                             run->inferences->emulator->inference_timeout_s,
                             run->cancellable, on_worker_done, run);
}

static void
cancel (gpointer data, gpointer user_data)
{
  Run *run = data;

  g_cancellable_cancel (run->cancellable);
}

static void
on_gone (gpointer data)
{
  Run *run = data;

  if (!emulator_turns_withdraw (&run->inferences->turns, run))
    g_cancellable_cancel (run->cancellable);
}

EmulatorInferences *
emulator_inferences_new (Emulator *emulator)
{
  EmulatorInferences *self = g_new0 (EmulatorInferences, 1);

  self->emulator = emulator;
  emulator_turns_init (&self->turns, MAX_RUNNING, begin,
                       (GDestroyNotify) run_free);
  return self;
}

/* Nobody is left to be answered: the listener went first. */
void
emulator_inferences_free (EmulatorInferences *self)
{
  g_queue_foreach (&self->turns.running, cancel, NULL);
  emulator_turns_clear (&self->turns);
  g_free (self);
}

gboolean
emulator_inferences_start (EmulatorInferences *self, EmulatorCall *call,
                           const EmulatorIteration *iteration,
                           const EmulatorInferenceRequest *request,
                           GError **error)
{
  g_autoptr (Run) run = NULL;
  g_autofree char *weights = NULL;

  if (self->turns.waiting.length >= MAX_WAITING) {
    g_set_error_literal (error, EMULATOR_ERROR,
                         EMULATOR_ERROR_OPERATION_NOT_ALLOWED,
                         "too many inferences wait already: try again when one "
                         "has ended");
    return FALSE;
  }
  run = g_new0 (Run, 1);
  run->inferences = self;
  run->call = emulator_call_ref (call);
  run->cancellable = g_cancellable_new ();
  run->model = g_strdup (iteration->model);
  run->class_map = g_strdup (iteration->class_map);
  run->inputs = g_ptr_array_new_with_free_func (
      (GDestroyNotify) emulator_inference_input_free);
  if (!add_inputs (run, request, error))
    return FALSE;
  if (run->inputs->len == 0) {
    emulator_call_reply_text (call, g_string_new ("[]"));
    return TRUE;
  }
  weights =
      g_build_filename (self->emulator->weights_dir, iteration->file, NULL);
  run->job = make_job (run, weights, request);
  emulator_call_defer (call, on_gone, run);
  emulator_turns_take (&self->turns, g_steal_pointer (&run));
  return TRUE;
}
