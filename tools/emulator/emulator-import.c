/* emulator-import.c - weights from outside into a data folder
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "emulator-import.h"

#include <math.h>
#include <string.h>
#include <unistd.h>

#include <encord/labels/encord-class-map-private.h>

#include "emulator-error.h"
#include "emulator-model-rules.h"
#include "emulator-store-models.h"
#include "emulator-weights.h"

static gboolean
check_arguments (const EmulatorImport *import, GError **error)
{
  const char *wrong = NULL;

  if (!g_uuid_string_is_valid (import->iteration))
    wrong = "ITERATION_UUID: a UUID of your choice expected, like those that "
            "uuidgen prints";
  else if ((import->model == NULL) == (import->project == NULL))
    wrong = "either --model (a row that is there) or --project (in which one "
            "is made) expected";
  if (wrong != NULL) {
    g_set_error_literal (error, EMULATOR_ERROR,
                         EMULATOR_ERROR_INVALID_ARGUMENTS, wrong);
    return FALSE;
  }
  if (import->class_map != NULL) {
    g_autoptr (GHashTable) map = encord_class_map_parse_overrides (
        import->class_map, strlen (import->class_map), error);

    return map != NULL;
  }
  return TRUE;
}

/* a row for all features of the project that fit */
static EmulatorModel *
make_model (EmulatorStore *store, const EmulatorImport *import, GError **error)
{
  g_autofree char *editor =
      emulator_store_get_editor (store, import->project, error);
  g_autofree char *features = NULL;
  EmulatorModel *model;

  if (editor == NULL)
    return NULL;
  features =
      emulator_model_find_features (EMULATOR_MODEL_DETECTOR, editor, error);
  if (features == NULL)
    return NULL;
  model = g_new0 (EmulatorModel, 1);
  model->hash = g_uuid_string_random ();
  model->project = g_strdup (import->project);
  model->title = import->title != NULL ? g_strdup (import->title)
                                       : g_path_get_basename (import->file);
  model->type = g_strdup (EMULATOR_MODEL_DETECTOR);
  model->features = g_steal_pointer (&features);
  return model;
}

static EmulatorModel *
find_model (EmulatorStore *store, const char *hash, GError **error)
{
  g_autoptr (EmulatorModel) model =
      emulator_store_get_model (store, NULL, hash, error);

  if (model == NULL || g_str_equal (model->type, EMULATOR_MODEL_DETECTOR))
    return g_steal_pointer (&model);
  g_set_error (error, EMULATOR_ERROR, EMULATOR_ERROR_MODEL_WEIGHTS_INCONSISTENT,
               "the model row is of the type %s: only detectors "
               "(" EMULATOR_MODEL_DETECTOR ") can be run here",
               model->type);
  return NULL;
}

static gboolean
is_free (EmulatorStore *store, const char *uuid, GError **error)
{
  g_autoptr (GError) missing = NULL;
  g_autoptr (EmulatorIteration) taken =
      emulator_store_get_iteration (store, NULL, uuid, &missing);

  if (taken == NULL && g_error_matches (missing, EMULATOR_ERROR,
                                        EMULATOR_ERROR_RESOURCE_NOT_FOUND))
    return TRUE;
  if (taken == NULL)
    g_propagate_error (error, g_steal_pointer (&missing));
  else
    g_set_error_literal (error, EMULATOR_ERROR, EMULATOR_ERROR_RESOURCE_EXISTS,
                         "there is an iteration with this UUID: choose "
                         "another one");
  return FALSE;
}

/* the weights are on the disk before the row says so */
static gboolean
add (EmulatorStore *store, const char *weights_dir,
     const EmulatorImport *import, const EmulatorModel *model, GError **error)
{
  g_autofree char *file = NULL;
  EmulatorIteration iteration = { .uuid = (char *) import->iteration,
                                  .model = model->hash,
                                  .status = (char *) "DONE",
                                  .class_map = (char *) import->class_map,
                                  .final_loss = NAN };
  gboolean ok;

  if (!is_free (store, import->iteration, error))
    return FALSE;
  file = emulator_weights_add (weights_dir, import->iteration, import->file,
                               error);
  if (file == NULL)
    return FALSE;
  iteration.file = file;
  ok = import->model != NULL
           ? emulator_store_add_iteration (store, &iteration, error)
           : emulator_store_add_model_with_iteration (store, model, &iteration,
                                                      error);
  if (!ok)
    emulator_weights_remove (weights_dir, import->iteration);
  return ok;
}

char *
emulator_import_model (const char *data_dir, const EmulatorImport *import,
                       GError **error)
{
  g_autofree char *path = g_build_filename (data_dir, "emulator.db", NULL);
  g_autofree char *weights_dir = g_build_filename (data_dir, "weights", NULL);
  g_autoptr (EmulatorStore) store = NULL;
  g_autoptr (EmulatorModel) model = NULL;
  gboolean ok;
  int lock;

  if (!check_arguments (import, error))
    return NULL;
  if (!g_file_test (path, G_FILE_TEST_EXISTS)) {
    g_set_error (error, EMULATOR_ERROR, EMULATOR_ERROR_RESOURCE_NOT_FOUND,
                 "%s is no data folder: serve it once, and make a project",
                 data_dir);
    return NULL;
  }
  store = emulator_store_open (path, error);
  if (store == NULL)
    return NULL;
  model = import->model != NULL ? find_model (store, import->model, error)
                                : make_model (store, import, error);
  if (model == NULL)
    return NULL;
  lock = emulator_weights_lock (weights_dir, error);
  if (lock < 0)
    return NULL;
  ok = add (store, weights_dir, import, model, error);
  close (lock);
  return ok ? g_strdup (model->hash) : NULL;
}
