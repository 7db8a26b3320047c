/* client/encord-project-models.c - models of a project
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <encord/client/encord-client-private.h>
#include <encord/client/encord-payload-private.h>
#include <encord/client/encord-project-models-build-private.h>
#include <encord/encord-error.h>
#include <encord/records/encord-model-configuration-private.h>
#include <encord/records/encord-record-private.h>
#include <encord/records/encord-training-metadata-private.h>

#define CREATION 2 /* the operation's number */

static gpointer
parse_models (gpointer source, JsonNode *answer, GError **error)
{
  return encord_record_read_list (
      answer, "models", encord_model_configuration_new_from_answer, error);
}

static EncordRequest *
new_listing (EncordProject *self, const char *query_type, JsonNode *payload,
             EncordParse parse)
{
  EncordCall *call =
      encord_project_new_call (self, query_type, "GET", NULL, payload);

  encord_call_set_list (call);

  return encord_request_new (encord_project_get_transport (self), call, parse,
                             encord_request_free_array);
}

EncordRequest *
encord_project_build_list_models (EncordProject *self, GError **error)
{
  return new_listing (self, "modelconfiguration", NULL, parse_models);
}

static gpointer
parse_metadata (gpointer source, JsonNode *answer, GError **error)
{
  return encord_record_read_list (answer, "training metadata",
                                  encord_training_metadata_new_from_answer,
                                  error);
}

EncordRequest *
encord_project_build_get_training_metadata (
    EncordProject *self, const char *const *model_iteration_uids,
    gboolean get_created_at, gboolean get_training_final_loss,
    gboolean get_model_training_labels, GError **error)
{
  return new_listing (
      self, "trainingmetadata",
      encord_payload_new (
          "{'model_iteration_uids': <%^as>, 'get_created_at': <%b>,"
          " 'get_training_final_loss': <%b>,"
          " 'get_model_training_labels': <%b>}",
          model_iteration_uids, get_created_at, get_training_final_loss,
          get_model_training_labels),
      parse_metadata);
}

static EncordRequest *
refuse (const char *why, GError **error)
{
  g_set_error (error, ENCORD_ERROR, ENCORD_ERROR_REJECTED, "model: %s", why);

  return NULL;
}

/* NULL: a model that this version does not know cannot be asked for */
static const char *
get_model_name (EncordModelType model)
{
  return model == ENCORD_MODEL_TYPE_UNKNOWN
             ? NULL
             : encord_record_get_nick (ENCORD_TYPE_MODEL_TYPE, (int) model);
}

static gpointer
parse_hash (gpointer source, JsonNode *answer, GError **error)
{
  if (JSON_NODE_HOLDS_VALUE (answer) &&
      json_node_get_value_type (answer) == G_TYPE_STRING)
    return json_node_dup_string (answer);
  g_set_error (error, ENCORD_ERROR, ENCORD_ERROR_BAD_DATA, "model: no hash");

  return NULL;
}

EncordRequest *
encord_project_build_create_model_row (EncordProject *self, const char *title,
                                       const char *description,
                                       const char *const *features,
                                       EncordModelType model, GError **error)
{
  const char *name = get_model_name (model);

  if (name == NULL)
    return refuse ("there is no such type of model", error);

  return encord_request_new (
      encord_project_get_transport (self),
      encord_project_new_call (
          self, "model", "PUT", NULL,
          encord_payload_new ("{'model_operation': <%i>,"
                              " 'model_parameters': <{'title': <%s>,"
                              " 'description': <%ms>, 'features': <%^as>,"
                              " 'model': <%s>}>}",
                              CREATION, title, description, features, name)),
      parse_hash, g_free);
}

static gpointer
parse_deletion (gpointer source, JsonNode *answer, GError **error)
{
  if (!JSON_NODE_HOLDS_VALUE (answer) ||
      json_node_get_value_type (answer) != G_TYPE_BOOLEAN ||
      json_node_get_boolean (answer))
    return GINT_TO_POINTER (TRUE);
  refuse ("the server refused to delete it", error);

  return NULL;
}

EncordRequest *
encord_project_build_model_delete (EncordProject *self, const char *model_hash,
                                   GError **error)
{
  return encord_request_new (
      encord_project_get_transport (self),
      encord_project_new_call (self, "model", "DELETE",
                               encord_payload_new ("%s", model_hash), NULL),
      parse_deletion, NULL);
}

static const char *
find_fault (const char *const *label_rows, guint epochs, guint batch_size,
            EncordModelType model, EncordDevice device)
{
  if (label_rows[0] == NULL)
    return "name at least one label row to train with";
  if (epochs == 0)
    return "a training has at least one epoch";
  if (batch_size == 0)
    return "a batch has at least one sample";
  if (get_model_name (model) == NULL)
    return "there is no such type of model";
  for (guint i = 0; label_rows[i] != NULL; i++)
    if (!g_uuid_string_is_valid (label_rows[i]))
      return "the hash of a label row is no UUID";
  if (encord_record_get_nick (ENCORD_TYPE_DEVICE, (int) device) == NULL)
    return "there is no such device";

  return NULL;
}

EncordRequest *
encord_project_build_model_train_start (
    EncordProject *self, const char *model_hash, const char *const *label_rows,
    guint epochs, EncordModelType model, const char *training_weights_link,
    guint batch_size, EncordDevice device, GError **error)
{
  const char *fault =
      find_fault (label_rows, epochs, batch_size, model, device);
  g_autofree char *path = NULL;
  EncordCall *call;
  JsonNode *body;

  if (fault != NULL)
    return refuse (fault, error);
  body = encord_payload_new (
      "{'labelRows': <%^as>, 'epochs': <%u>, 'batchSize': <%u>,"
      " 'model': <%s>, 'device': <%s>}",
      label_rows, epochs, batch_size, get_model_name (model),
      encord_record_get_nick (ENCORD_TYPE_DEVICE, (int) device));
  if (training_weights_link != NULL)
    json_object_set_string_member (json_node_get_object (body),
                                   "trainingWeightsLink",
                                   training_weights_link);
  path = g_strconcat ("ml-models/", model_hash, "/training", NULL);
  call = encord_call_new_v2 ("POST", path);
  encord_call_set_json (call, body);

  return encord_request_new (encord_project_get_transport (self), call,
                             parse_hash, g_free);
}
