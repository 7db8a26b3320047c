/* emulator-handlers-training.c - calls that train models
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "emulator-handlers.h"

#include <math.h>

#include "emulator-access.h"
#include "emulator-error.h"
#include "emulator-json.h"
#include "emulator-store-labels.h"
#include "emulator-store-models.h"
#include "emulator-trainings.h"

/* the path names a model, whose project says who may */
static EmulatorModel *
get_model (EmulatorCall *call, EmulatorAccess access, GError **error)
{
  g_autoptr (EmulatorModel) model = emulator_store_get_model (
      call->emulator->store, NULL, call->args[0], error);

  return model != NULL &&
                 emulator_access_check (call, EMULATOR_RESOURCE_PROJECT,
                                        model->project, access, error)
             ? g_steal_pointer (&model)
             : NULL;
}

static gboolean
invalid (GError **error, const char *reason)
{
  g_set_error_literal (error, EMULATOR_ERROR, EMULATOR_ERROR_INVALID_ARGUMENTS,
                       reason);
  return FALSE;
}

static gboolean
check_count (JsonObject *request, const char *member, GError **error)
{
  double count = 0;

  if (!emulator_json_read_double (request, member, &count, error))
    return FALSE;
  if (count >= 1 && count <= G_MAXINT32 && count == floor (count))
    return TRUE;
  g_set_error (error, EMULATOR_ERROR, EMULATOR_ERROR_INVALID_ARGUMENTS,
               "%s: a whole number from 1 on expected", member);
  return FALSE;
}

static gboolean
check_device (JsonObject *request, GError **error)
{
  const char *device = "";

  if (!emulator_json_read_string (request, "device", &device, error))
    return FALSE;
  return g_str_equal (device, "cuda") || g_str_equal (device, "cpu") ||
         invalid (error, "device: cuda or cpu expected");
}

static gboolean
check_weights (JsonObject *request, const EmulatorModel *model, GError **error)
{
  const char *link = NULL;
  const char *type;

  if (!emulator_json_get_string (request, "model", &type, error) ||
      !emulator_json_read_string (request, "trainingWeightsLink", &link, error))
    return FALSE;
  if (g_str_equal (type, model->type))
    return TRUE;
  g_set_error (error, EMULATOR_ERROR, EMULATOR_ERROR_MODEL_WEIGHTS_INCONSISTENT,
               "the weights are for %.40s, the model is a %s", type,
               model->type);
  return FALSE;
}

static gboolean
check_rows (EmulatorCall *call, JsonObject *request, const char *project,
            GError **error)
{
  g_auto (GStrv) hashes = NULL;
  JsonArray *array;

  if (!emulator_json_get_array (request, "labelRows", &array, error) ||
      !emulator_json_get_hashes (json_object_get_member (request, "labelRows"),
                                 "labelRows", &hashes, error))
    return FALSE;
  if (hashes[0] == NULL)
    return invalid (error, "labelRows: one at least expected");
  for (guint i = 0; hashes[i] != NULL; i++) {
    g_autoptr (EmulatorRow) row = emulator_store_get_row (
        call->emulator->store, project, hashes[i], error);

    if (row == NULL)
      return FALSE;
  }
  return TRUE;
}

gboolean
emulator_handle_training_start (EmulatorCall *call, GError **error)
{
  EmulatorStore *store = call->emulator->store;
  JsonObject *request = emulator_call_get_payload (call, error);
  g_autoptr (EmulatorModel) model =
      request != NULL ? get_model (call, EMULATOR_ACCESS_ADMIN, error) : NULL;
  g_autoptr (EmulatorIteration) iteration = NULL;
  g_autofree char *text = NULL;
  g_autofree char *uuid = g_uuid_string_random ();
  EmulatorIteration added = { .uuid = uuid, .status = (char *) "PENDING" };

  if (model == NULL || !check_rows (call, request, model->project, error) ||
      !check_count (request, "epochs", error) ||
      !check_count (request, "batchSize", error) ||
      !check_weights (request, model, error) || !check_device (request, error))
    return FALSE;
  text = emulator_json_to_text (emulator_call_get_payload_node (call, NULL));
  added.model = model->hash;
  added.request = text;
  if (!emulator_store_add_iteration (store, &added, error))
    return FALSE;
  iteration = emulator_store_get_iteration (store, NULL, uuid, error);
  if (iteration == NULL)
    return FALSE;
  emulator_call_reply_string (call, uuid);
  emulator_trainings_start (call->emulator->trainings,
                            g_steal_pointer (&iteration));
  return TRUE;
}

static gboolean
read_seconds (EmulatorCall *call, guint64 *ret, GError **error)
{
  g_autofree char *text = emulator_call_dup_query (call, "timeoutSeconds");

  *ret = 0;
  return text == NULL ||
         g_ascii_string_to_unsigned (text, 10, 0, G_MAXUINT32, ret, NULL) ||
         invalid (error, "timeoutSeconds: seconds expected");
}

gboolean
emulator_handle_training_poll (EmulatorCall *call, GError **error)
{
  g_autoptr (EmulatorModel) model =
      get_model (call, EMULATOR_ACCESS_MEMBER, error);
  g_autoptr (EmulatorIteration) iteration = NULL;
  guint64 seconds;

  if (model == NULL || !read_seconds (call, &seconds, error))
    return FALSE;
  iteration = emulator_store_get_iteration (
      call->emulator->store, model->project, call->args[1], error);
  if (iteration == NULL)
    return FALSE;
  if (!g_str_equal (iteration->model, model->hash) ||
      iteration->request == NULL) {
    g_set_error (error, EMULATOR_ERROR, EMULATOR_ERROR_RESOURCE_NOT_FOUND,
                 "no such training of this model: %.64s", call->args[1]);
    return FALSE;
  }
  emulator_trainings_wait (call->emulator->trainings, iteration,
                           (guint) seconds, call);
  return TRUE;
}
