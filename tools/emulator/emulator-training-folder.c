/* emulator-training-folder.c - what a trainer is given, and what it gives back
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "emulator-training-folder.h"

#include <math.h>
#include <string.h>
#include <unistd.h>

#include "emulator-error.h"
#include "emulator-folder.h"
#include "emulator-json.h"
#include "emulator-label-row.h"
#include "emulator-media.h"
#include "emulator-model-rules.h"
#include "emulator-store-data.h"
#include "emulator-store-labels.h"
#include "emulator-store-models.h"
#include "emulator-weights.h"

/* of what this file writes; docs/trainer.md */
#define VERSION 1

struct _EmulatorTrainingFolder
{
  Emulator *emulator;
  EmulatorModel *model;
  JsonNode *request;
  char *training;
  char *path;
  JsonArray *hashes; /* of the request: the label rows */
  guint next;
  JsonBuilder *job; /* inside the list of label rows */
};

void
emulator_training_folder_free (EmulatorTrainingFolder *self)
{
  if (self->path != NULL)
    emulator_folder_remove (self->path);
  g_clear_pointer (&self->model, emulator_model_free);
  g_clear_pointer (&self->request, json_node_unref);
  g_clear_object (&self->job);
  g_free (self->training);
  g_free (self->path);
  g_free (self);
}

const char *
emulator_training_folder_get_path (EmulatorTrainingFolder *self)
{
  return self->path;
}

static JsonObject *
get_request (EmulatorTrainingFolder *self)
{
  return json_node_get_object (self->request);
}

/* ---- giving ---- */

/* what the file system says may hold local paths, so it goes to the log */
static gboolean
cannot_write (GError **error, GError *reason)
{
  g_autoptr (GError) owned = reason;

  g_warning ("%s", owned->message);
  g_set_error_literal (error, EMULATOR_ERROR, EMULATOR_ERROR_UNKNOWN,
                       "the emulator cannot write the training's folder");
  return FALSE;
}

static gboolean
write_text (EmulatorTrainingFolder *self, const char *name, const char *text,
            gssize length, GError **error)
{
  g_autofree char *path = g_build_filename (self->path, name, NULL);
  GError *reason = NULL;

  return g_file_set_contents_full (path, text, length, G_FILE_SET_CONTENTS_NONE,
                                   0600, &reason) ||
         cannot_write (error, reason);
}

static gboolean
make_folders (EmulatorTrainingFolder *self, GError **error)
{
  static const char *const names[] = { "rows", "media", "out" };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++) {
    g_autofree char *path = g_build_filename (self->path, names[i], NULL);

    if (g_mkdir_with_parents (path, 0700) != 0)
      return cannot_write (
          error, g_error_new (G_FILE_ERROR, 0, "cannot make %s", path));
  }
  return TRUE;
}

static void
begin_job (EmulatorTrainingFolder *self)
{
  static const char *const copied[] = { "model", "epochs", "batchSize",
                                        "device", "trainingWeightsLink" };
  JsonBuilder *job = self->job = json_builder_new ();

  json_builder_begin_object (job);
  emulator_json_add_int (job, "version", VERSION);
  emulator_json_add_string (job, "trainingHash", self->training);
  emulator_json_add_string (job, "modelHash", self->model->hash);
  emulator_json_add_string (job, "title", self->model->title);
  for (guint i = 0; i < G_N_ELEMENTS (copied); i++) {
    JsonNode *node = json_object_get_member (get_request (self), copied[i]);

    json_builder_set_member_name (job, copied[i]);
    if (node != NULL)
      json_builder_add_value (job, json_node_copy (node));
    else
      json_builder_add_null_value (job);
  }
  json_builder_set_member_name (job, "features");
  json_builder_add_value (job, json_from_string (self->model->features, NULL));
  json_builder_set_member_name (job, "labelRows");
  json_builder_begin_array (job);
}

EmulatorTrainingFolder *
emulator_training_folder_new (Emulator *emulator,
                              const EmulatorIteration *iteration,
                              GError **error)
{
  g_autoptr (EmulatorTrainingFolder) self = g_new0 (EmulatorTrainingFolder, 1);
  g_autofree char *editor =
      emulator_store_get_editor (emulator->store, iteration->project, error);
  g_autofree char *name = NULL;

  self->emulator = emulator;
  self->training = g_strdup (iteration->uuid);
  self->model =
      emulator_store_get_model (emulator->store, NULL, iteration->model, error);
  if (self->model == NULL || editor == NULL)
    return NULL;
  self->request = emulator_json_parse (iteration->request,
                                       strlen (iteration->request), error);
  if (self->request == NULL ||
      !emulator_json_get_array (get_request (self), "labelRows", &self->hashes,
                                error))
    return NULL;
  /* never one that a trainer of a killed emulator may still write to */
  name = g_uuid_string_random ();
  self->path = g_build_filename (emulator->jobs_dir, name, NULL);
  if (!make_folders (self, error) ||
      !write_text (self, "ontology.json", editor, -1, error))
    return NULL;
  begin_job (self);
  return g_steal_pointer (&self);
}

static char *
make_media_name (const char *key)
{
  return g_strconcat ("media/", key, NULL);
}

/* of EmulatorLinkFunc: relative to the folder */
static char *
make_link (const char *unit_key, gpointer user_data)
{
  return make_media_name (unit_key);
}

/* the file stays where it is: media are large */
static gboolean
add_media (EmulatorTrainingFolder *self, const char *key, const char *media,
           const char *mime, GError **error)
{
  g_autofree char *name = make_media_name (key);
  g_autofree char *link = g_build_filename (self->path, name, NULL);
  g_autofree char *path = emulator_media_build_path (self->emulator, media);
  g_autofree char *absolute = g_canonicalize_filename (path, NULL);

  if (!g_file_test (link, G_FILE_TEST_IS_SYMLINK) &&
      symlink (absolute, link) != 0)
    return cannot_write (error,
                         g_error_new (G_FILE_ERROR, 0, "cannot link %s", link));
  json_builder_begin_object (self->job);
  emulator_json_add_string (self->job, "key", key);
  emulator_json_add_string (self->job, "file", name);
  emulator_json_add_string (self->job, "mime", mime);
  json_builder_end_object (self->job);
  return TRUE;
}

static gboolean
add_all_media (EmulatorTrainingFolder *self, const EmulatorUnit *unit,
               GError **error)
{
  g_autoptr (GPtrArray) images =
      emulator_store_list_images (self->emulator->store, unit->hash, error);

  if (images == NULL)
    return FALSE;
  json_builder_set_member_name (self->job, "media");
  json_builder_begin_array (self->job);
  if (unit->media != NULL &&
      !add_media (self, unit->hash, unit->media, unit->mime, error))
    return FALSE;
  for (guint i = 0; unit->media == NULL && i < images->len; i++) {
    const EmulatorImage *image = g_ptr_array_index (images, i);

    if (!add_media (self, image->hash, image->media, image->mime, error))
      return FALSE;
  }
  json_builder_end_array (self->job);
  return TRUE;
}

static void
add_number (JsonBuilder *builder, const char *member, double value)
{
  if (value >= 0)
    emulator_json_add_double (builder, member, value);
  else
    emulator_json_add_null (builder, member);
}

static gboolean
write_row (EmulatorTrainingFolder *self, const char *hash, GError **error)
{
  EmulatorStore *store = self->emulator->store;
  g_autoptr (EmulatorRow) row =
      emulator_store_get_row (store, self->model->project, hash, error);
  g_autoptr (GString) text = g_string_new (NULL);
  g_autofree char *name = NULL;

  if (row == NULL ||
      !emulator_label_row_append (text, store, row, make_link, NULL, error))
    return FALSE;
  name = g_strdup_printf ("rows/%s.json", row->label_hash);
  if (!write_text (self, name, text->str, text->len, error))
    return FALSE;
  json_builder_begin_object (self->job);
  emulator_json_add_string (self->job, "labelHash", row->label_hash);
  emulator_json_add_string (self->job, "file", name);
  emulator_json_add_string (self->job, "dataHash", row->unit->hash);
  emulator_json_add_string (self->job, "dataTitle", row->unit->title);
  emulator_json_add_string (self->job, "dataType", row->unit->type);
  emulator_json_add_int (self->job, "frames", row->unit->frames);
  add_number (self->job, "fps", row->unit->fps);
  add_number (self->job, "width", row->unit->width);
  add_number (self->job, "height", row->unit->height);
  if (!add_all_media (self, row->unit, error))
    return FALSE;
  json_builder_end_object (self->job);
  return TRUE;
}

gboolean
emulator_training_folder_step (EmulatorTrainingFolder *self, gboolean *ret_done,
                               GError **error)
{
  g_autoptr (JsonNode) node = NULL;
  g_autofree char *text = NULL;

  *ret_done = self->next == json_array_get_length (self->hashes);
  if (!*ret_done)
    return write_row (
        self, json_array_get_string_element (self->hashes, self->next++),
        error);
  json_builder_end_array (self->job);
  json_builder_end_object (self->job);
  node = json_builder_get_root (self->job);
  text = emulator_json_to_text (node);
  return write_text (self, "job.json", text, -1, error);
}

/* ---- taking ---- */

static gboolean
broken (GError **error, const char *reason)
{
  g_set_error (error, EMULATOR_ERROR, EMULATOR_ERROR_MODEL_WEIGHTS_INCONSISTENT,
               "the trainer ended well, but %s", reason);
  return FALSE;
}

gboolean
emulator_training_parse_metrics (const char *text, gsize length,
                                 double *ret_final_loss, char **ret_framework,
                                 GError **error)
{
  g_autoptr (JsonNode) node = emulator_json_parse (text, length, NULL);
  const char *framework = "unknown";

  *ret_final_loss = NAN;
  if (node == NULL || !JSON_NODE_HOLDS_OBJECT (node) ||
      !emulator_json_read_double (json_node_get_object (node), "finalLoss",
                                  ret_final_loss, NULL) ||
      !emulator_json_read_string (json_node_get_object (node), "framework",
                                  &framework, NULL) ||
      !isfinite (*ret_final_loss))
    return broken (error, "out/metrics.json is not {\"finalLoss\": number}");
  *ret_framework = g_strdup (framework);
  return TRUE;
}

static gboolean
read_metrics (EmulatorTrainingFolder *self, double *ret_final_loss,
              char **ret_framework, GError **error)
{
  g_autofree char *path =
      g_build_filename (self->path, "out", "metrics.json", NULL);
  g_autofree char *text = NULL;
  gsize length;

  if (!g_file_get_contents (path, &text, &length, NULL))
    return broken (error, "wrote no out/metrics.json");
  return emulator_training_parse_metrics (text, length, ret_final_loss,
                                          ret_framework, error);
}

/* the first that is there */
static char *
find_weights (EmulatorTrainingFolder *self)
{
  static const char *const names[] = { "model.onnx", "model.xml",
                                       "model.tflite" };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++) {
    g_autofree char *path =
        g_build_filename (self->path, "out", names[i], NULL);

    if (g_file_test (path, G_FILE_TEST_IS_REGULAR))
      return g_steal_pointer (&path);
  }
  return NULL;
}

static char *
take_weights (EmulatorTrainingFolder *self, GError **error)
{
  const char *dir = self->emulator->weights_dir;
  g_autofree char *weights = find_weights (self);
  GError *reason = NULL;
  char *file;
  int lock;

  if (weights == NULL) {
    broken (error, "wrote no out/model.onnx, model.xml or model.tflite");
    return NULL;
  }
  lock = emulator_weights_lock (dir, &reason);
  file = lock >= 0
             ? emulator_weights_add (dir, self->training, weights, &reason)
             : NULL;
  if (lock >= 0)
    close (lock);
  if (file == NULL) {
    g_warning ("%s", reason->message);
    g_clear_error (&reason);
    broken (error, "its weights cannot be taken (.xml needs its .bin)");
  }
  return file;
}

static char *
describe (EmulatorTrainingFolder *self, const EmulatorIteration *iteration,
          const char *framework, gint64 duration_s)
{
  g_autoptr (JsonBuilder) builder = json_builder_new_immutable ();
  g_autoptr (JsonNode) node = NULL;
  g_autofree char *link = g_strconcat ("weights/", iteration->file, NULL);
  JsonObject *request = get_request (self);

  json_builder_begin_object (builder);
  emulator_json_add_string (builder, "modelHash", self->model->hash);
  emulator_json_add_string (builder, "trainingHash", iteration->uuid);
  emulator_json_add_string (builder, "title", self->model->title);
  emulator_json_add_string (builder, "type",
                            emulator_model_get_kind (self->model->type));
  emulator_json_add_string (builder, "model", self->model->type);
  emulator_json_add_string (builder, "framework", framework);
  emulator_json_add_int (builder, "epochs",
                         json_object_get_int_member (request, "epochs"));
  emulator_json_add_int (builder, "batchSize",
                         json_object_get_int_member (request, "batchSize"));
  emulator_json_add_double (builder, "finalLoss", iteration->final_loss);
  emulator_json_add_string (builder, "weightsLink", link);
  emulator_json_add_time (builder, "createdAt", iteration->created_at,
                          EMULATOR_TIME_V2);
  emulator_json_add_int (builder, "duration", duration_s);
  json_builder_end_object (builder);
  node = json_builder_get_root (builder);
  return emulator_json_to_text (node);
}

gboolean
emulator_training_folder_read (EmulatorTrainingFolder *self, gint64 duration_s,
                               EmulatorIteration *iteration, GError **error)
{
  g_autofree char *framework = NULL;

  if (!read_metrics (self, &iteration->final_loss, &framework, error))
    return FALSE;
  g_free (iteration->file);
  iteration->file = take_weights (self, error);
  if (iteration->file == NULL)
    return FALSE;
  g_free (iteration->result);
  iteration->result = describe (self, iteration, framework, duration_s);
  return TRUE;
}
