/* client/encord-client-create.c - the client's calls that make new things
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <encord/client/encord-client-create-build-private.h>
#include <encord/client/encord-client-private.h>
#include <encord/client/encord-payload-private.h>
#include <encord/model/encord-json-members-private.h>

static gpointer
parse_ontology_hash (gpointer source, JsonNode *answer, GError **error)
{
  JsonObject *ontology = encord_json_as_object (answer, "new ontology", error);

  return ontology == NULL
             ? NULL
             : g_strdup (encord_json_get_string (ontology, "new ontology",
                                                 "ontologyUuid", error));
}

EncordRequest *
encord_client_build_create_ontology (EncordClient *self, const char *title,
                                     const char *description,
                                     EncordOntologyStructure *structure,
                                     GError **error)
{
  EncordCall *call;
  JsonNode *body;

  if (!encord_ontology_structure_check_complete (structure, error))
    return NULL;
  body = encord_payload_new ("{'title': <%s>, 'description': <%s>}", title,
                             description != NULL ? description : "");
  json_object_set_member (json_node_get_object (body), "editor",
                          encord_ontology_structure_to_json (structure));
  call = encord_call_new_v2 ("POST", "ontologies");
  encord_call_set_json (call, body);

  return encord_request_new (encord_client_get_transport (self), call,
                             parse_ontology_hash, g_free);
}

static gpointer
parse_dataset_hash (gpointer source, JsonNode *answer, GError **error)
{
  JsonObject *dataset = encord_json_as_object (answer, "new dataset", error);

  return dataset == NULL ? NULL
                         : g_strdup (encord_json_get_string (
                               dataset, "new dataset", "datasetUuid", error));
}

EncordRequest *
encord_client_build_create_dataset (EncordClient *self, const char *title,
                                    const char *description, GError **error)
{
  EncordCall *call = encord_call_new_v2 ("POST", "datasets");
  JsonNode *body = encord_payload_new (
      "{'title': <%s>, 'createBackingFolder': <true>, 'legacyCall': <false>}",
      title);

  if (description != NULL)
    json_object_set_string_member (json_node_get_object (body), "description",
                                   description);
  encord_call_set_json (call, body);

  return encord_request_new (encord_client_get_transport (self), call,
                             parse_dataset_hash, g_free);
}

static gpointer
parse_project_hash (gpointer source, JsonNode *answer, GError **error)
{
  if (json_node_get_value_type (answer) != G_TYPE_STRING) {
    g_set_error (error, ENCORD_ERROR, ENCORD_ERROR_BAD_DATA,
                 "new project: not a hash");
    return NULL;
  }

  return json_node_dup_string (answer);
}

EncordRequest *
encord_client_build_create_project (EncordClient *self, const char *title,
                                    const char *description,
                                    const char *const *dataset_hashes,
                                    const char *ontology_hash,
                                    const char *workflow_template_id,
                                    GError **error)
{
  static const char *const none[] = { NULL };
  JsonNode *payload = encord_payload_new (
      "{'title': <%s>, 'description': <%s>, 'dataset_hashes': <%^as>,"
      " 'workflow_type': <'manual'>}",
      title, description != NULL ? description : "",
      dataset_hashes != NULL ? dataset_hashes : none);
  JsonObject *members = json_node_get_object (payload);
  EncordCall *call;

  if (ontology_hash != NULL)
    json_object_set_string_member (members, "ontology_hash", ontology_hash);
  if (workflow_template_id != NULL)
    json_object_set_string_member (members, "workflow_template_id",
                                   workflow_template_id);
  call = encord_call_new_legacy ("project", "POST", NULL, payload);
  encord_call_set_user_scope (call);

  return encord_request_new (encord_client_get_transport (self), call,
                             parse_project_hash, g_free);
}
