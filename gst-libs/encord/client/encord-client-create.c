/* client/encord-client-create.c - the client's calls that make new things
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <encord/client/encord-client-private.h>
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

static EncordRequest *
build_create_ontology (EncordClient *self, const char *title,
                       const char *description,
                       EncordOntologyStructure *structure)
{
  EncordCall *call = encord_call_new_v2 ("POST", "ontologies");
  JsonObject *body = json_object_new ();
  JsonNode *node = json_node_new (JSON_NODE_OBJECT);

  json_object_set_string_member (body, "title", title);
  json_object_set_string_member (body, "description",
                                 description != NULL ? description : "");
  json_object_set_member (body, "editor",
                          encord_ontology_structure_to_json (structure));
  json_node_take_object (node, body);
  encord_call_set_json (call, node);

  return encord_request_new (encord_client_get_transport (self), call,
                             parse_ontology_hash, g_free);
}

/**
 * encord_client_create_ontology:
 * @self: a client
 * @title: its title
 * @description: (nullable): what it is for
 * @structure: what can be labelled with it
 * @cancellable: (nullable): ends the call early
 * @error: return location
 *
 * Makes an ontology (`EncordUserClient.create_ontology` of the SDK).
 *
 * A classification without attribute is %ENCORD_ERROR_REJECTED, and nothing is
 * sent.
 *
 * Returns: (transfer full): the new ontology's hash, or %NULL with @error set
 *
 * Since: 0.1
 */
char *
encord_client_create_ontology (EncordClient *self, const char *title,
                               const char *description,
                               EncordOntologyStructure *structure,
                               GCancellable *cancellable, GError **error)
{
  g_return_val_if_fail (ENCORD_IS_CLIENT (self), NULL);
  g_return_val_if_fail (title != NULL, NULL);
  g_return_val_if_fail (ENCORD_IS_ONTOLOGY_STRUCTURE (structure), NULL);

  if (!encord_ontology_structure_check_complete (structure, error))
    return NULL;

  return encord_request_run (
      build_create_ontology (self, title, description, structure), self,
      cancellable, error);
}

/**
 * encord_client_create_ontology_async:
 * @self: a client
 * @title: its title
 * @description: (nullable): what it is for
 * @structure: what can be labelled with it
 * @cancellable: (nullable): ends the call early
 * @callback: called when it is there
 * @user_data: for @callback
 *
 * Makes an ontology without blocking.
 *
 * Since: 0.1
 */
void
encord_client_create_ontology_async (EncordClient *self, const char *title,
                                     const char *description,
                                     EncordOntologyStructure *structure,
                                     GCancellable *cancellable,
                                     GAsyncReadyCallback callback,
                                     gpointer user_data)
{
  GError *guard = NULL;

  g_return_if_fail (ENCORD_IS_CLIENT (self));
  g_return_if_fail (title != NULL);
  g_return_if_fail (ENCORD_IS_ONTOLOGY_STRUCTURE (structure));

  if (!encord_ontology_structure_check_complete (structure, &guard)) {
    g_task_report_error (self, callback, user_data,
                         encord_client_create_ontology_async, guard);
    return;
  }

  encord_request_start (
      build_create_ontology (self, title, description, structure), self,
      encord_client_create_ontology_async, cancellable, callback, user_data);
}

/**
 * encord_client_create_ontology_finish:
 * @self: a client
 * @result: what the callback got
 * @error: return location
 *
 * Ends encord_client_create_ontology_async().
 *
 * Returns: (transfer full): the new ontology's hash, or %NULL with @error set
 *
 * Since: 0.1
 */
char *
encord_client_create_ontology_finish (EncordClient *self, GAsyncResult *result,
                                      GError **error)
{
  g_return_val_if_fail (ENCORD_IS_CLIENT (self), NULL);

  return encord_task_finish (self, encord_client_create_ontology_async, result,
                             error);
}

static gpointer
parse_dataset_hash (gpointer source, JsonNode *answer, GError **error)
{
  JsonObject *dataset = encord_json_as_object (answer, "new dataset", error);

  return dataset == NULL ? NULL
                         : g_strdup (encord_json_get_string (
                               dataset, "new dataset", "datasetUuid", error));
}

static EncordRequest *
build_create_dataset (EncordClient *self, const char *title,
                      const char *description)
{
  EncordCall *call = encord_call_new_v2 ("POST", "datasets");
  JsonObject *body = json_object_new ();
  JsonNode *node = json_node_new (JSON_NODE_OBJECT);

  json_object_set_string_member (body, "title", title);
  if (description != NULL)
    json_object_set_string_member (body, "description", description);
  json_object_set_boolean_member (body, "createBackingFolder", TRUE);
  json_object_set_boolean_member (body, "legacyCall", FALSE);
  json_node_take_object (node, body);
  encord_call_set_json (call, node);

  return encord_request_new (encord_client_get_transport (self), call,
                             parse_dataset_hash, g_free);
}

/**
 * encord_client_create_dataset:
 * @self: a client
 * @title: its title
 * @description: (nullable): what is in it
 * @cancellable: (nullable): ends the call early
 * @error: return location
 *
 * Makes an empty dataset on the service's own storage
 * (`EncordUserClient.create_dataset` of the SDK).
 *
 * Returns: (transfer full): the new dataset's hash, or %NULL with @error set
 *
 * Since: 0.1
 */
char *
encord_client_create_dataset (EncordClient *self, const char *title,
                              const char *description,
                              GCancellable *cancellable, GError **error)
{
  g_return_val_if_fail (ENCORD_IS_CLIENT (self), NULL);
  g_return_val_if_fail (title != NULL, NULL);

  return encord_request_run (build_create_dataset (self, title, description),
                             self, cancellable, error);
}

/**
 * encord_client_create_dataset_async:
 * @self: a client
 * @title: its title
 * @description: (nullable): what is in it
 * @cancellable: (nullable): ends the call early
 * @callback: called when it is there
 * @user_data: for @callback
 *
 * Makes an empty dataset without blocking.
 *
 * Since: 0.1
 */
void
encord_client_create_dataset_async (EncordClient *self, const char *title,
                                    const char *description,
                                    GCancellable *cancellable,
                                    GAsyncReadyCallback callback,
                                    gpointer user_data)
{
  g_return_if_fail (ENCORD_IS_CLIENT (self));
  g_return_if_fail (title != NULL);

  encord_request_start (build_create_dataset (self, title, description), self,
                        encord_client_create_dataset_async, cancellable,
                        callback, user_data);
}

/**
 * encord_client_create_dataset_finish:
 * @self: a client
 * @result: what the callback got
 * @error: return location
 *
 * Ends encord_client_create_dataset_async().
 *
 * Returns: (transfer full): the new dataset's hash, or %NULL with @error set
 *
 * Since: 0.1
 */
char *
encord_client_create_dataset_finish (EncordClient *self, GAsyncResult *result,
                                     GError **error)
{
  g_return_val_if_fail (ENCORD_IS_CLIENT (self), NULL);

  return encord_task_finish (self, encord_client_create_dataset_async, result,
                             error);
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

static EncordRequest *
build_create_project (EncordClient *self, const char *title,
                      const char *description,
                      const char *const *dataset_hashes,
                      const char *ontology_hash,
                      const char *workflow_template_id)
{
  JsonArray *datasets = json_array_new ();
  JsonObject *payload = json_object_new ();
  JsonNode *node = json_node_new (JSON_NODE_OBJECT);
  EncordCall *call;

  for (; dataset_hashes != NULL && *dataset_hashes != NULL; dataset_hashes++)
    json_array_add_string_element (datasets, *dataset_hashes);
  json_object_set_string_member (payload, "title", title);
  json_object_set_string_member (payload, "description",
                                 description != NULL ? description : "");
  json_object_set_array_member (payload, "dataset_hashes", datasets);
  json_object_set_string_member (payload, "workflow_type", "manual");
  if (ontology_hash != NULL)
    json_object_set_string_member (payload, "ontology_hash", ontology_hash);
  if (workflow_template_id != NULL)
    json_object_set_string_member (payload, "workflow_template_id",
                                   workflow_template_id);
  json_node_take_object (node, payload);
  call = encord_call_new_legacy ("project", "POST", NULL, node);
  encord_call_set_user_scope (call);

  return encord_request_new (encord_client_get_transport (self), call,
                             parse_project_hash, g_free);
}

/**
 * encord_client_create_project:
 * @self: a client
 * @title: its title
 * @description: (nullable): what it is for
 * @dataset_hashes: (nullable) (array zero-terminated=1): what is labelled in it
 * @ontology_hash: (nullable): what it is labelled with; %NULL: a new ontology
 * @workflow_template_id: (nullable): the stages its rows go through; %NULL: none
 * @cancellable: (nullable): ends the call early
 * @error: return location
 *
 * Makes a project (`EncordUserClient.create_project` of the SDK).
 *
 * Returns: (transfer full): the new project's hash, or %NULL with @error set
 *
 * Since: 0.1
 */
char *
encord_client_create_project (EncordClient *self, const char *title,
                              const char *description,
                              const char *const *dataset_hashes,
                              const char *ontology_hash,
                              const char *workflow_template_id,
                              GCancellable *cancellable, GError **error)
{
  g_return_val_if_fail (ENCORD_IS_CLIENT (self), NULL);
  g_return_val_if_fail (title != NULL, NULL);

  return encord_request_run (
      build_create_project (self, title, description, dataset_hashes,
                            ontology_hash, workflow_template_id),
      self, cancellable, error);
}

/**
 * encord_client_create_project_async:
 * @self: a client
 * @title: its title
 * @description: (nullable): what it is for
 * @dataset_hashes: (nullable) (array zero-terminated=1): what is labelled in it
 * @ontology_hash: (nullable): what it is labelled with; %NULL: a new ontology
 * @workflow_template_id: (nullable): the stages its rows go through; %NULL: none
 * @cancellable: (nullable): ends the call early
 * @callback: called when it is there
 * @user_data: for @callback
 *
 * Makes a project without blocking.
 *
 * Since: 0.1
 */
void
encord_client_create_project_async (
    EncordClient *self, const char *title, const char *description,
    const char *const *dataset_hashes, const char *ontology_hash,
    const char *workflow_template_id, GCancellable *cancellable,
    GAsyncReadyCallback callback, gpointer user_data)
{
  g_return_if_fail (ENCORD_IS_CLIENT (self));
  g_return_if_fail (title != NULL);

  encord_request_start (build_create_project (self, title, description,
                                              dataset_hashes, ontology_hash,
                                              workflow_template_id),
                        self, encord_client_create_project_async, cancellable,
                        callback, user_data);
}

/**
 * encord_client_create_project_finish:
 * @self: a client
 * @result: what the callback got
 * @error: return location
 *
 * Ends encord_client_create_project_async().
 *
 * Returns: (transfer full): the new project's hash, or %NULL with @error set
 *
 * Since: 0.1
 */
char *
encord_client_create_project_finish (EncordClient *self, GAsyncResult *result,
                                     GError **error)
{
  g_return_val_if_fail (ENCORD_IS_CLIENT (self), NULL);

  return encord_task_finish (self, encord_client_create_project_async, result,
                             error);
}
