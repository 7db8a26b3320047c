/* emulator-handlers-ontologies.c - calls about ontologies
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "emulator-handlers.h"

#include "emulator-access.h"
#include "emulator-error.h"
#include "emulator-json.h"
#include "emulator-store-projects.h"

static void
add_ontology (JsonBuilder *builder, const EmulatorOntology *ontology)
{
  json_builder_begin_object (builder);
  emulator_json_add_string (builder, "ontologyUuid", ontology->hash);
  emulator_json_add_string (builder, "title", ontology->title);
  emulator_json_add_string (builder, "description", ontology->description);
  json_builder_set_member_name (builder, "editor");
  json_builder_add_value (builder, json_from_string (ontology->editor, NULL));
  emulator_json_add_time (builder, "createdAt", ontology->created_at,
                          EMULATOR_TIME_V2);
  emulator_json_add_time (builder, "lastEditedAt", ontology->edited_at,
                          EMULATOR_TIME_V2);
  if (ontology->role == EMULATOR_ROLE_NONE)
    emulator_json_add_null (builder, "userRole");
  else
    emulator_json_add_int (builder, "userRole", ontology->role);
  json_builder_end_object (builder);
}

/* each feature must be found again by its hash, and only once */
static gboolean
check_features (JsonObject *editor, const char *member, GHashTable *hashes,
                GError **error)
{
  JsonArray *features;

  if (!emulator_json_get_array (editor, member, &features, error))
    return FALSE;
  for (guint i = 0; i < json_array_get_length (features); i++) {
    JsonNode *node = json_array_get_element (features, i);
    const char *hash;

    if (!JSON_NODE_HOLDS_OBJECT (node)) {
      g_set_error (error, EMULATOR_ERROR, EMULATOR_ERROR_INVALID_ARGUMENTS,
                   "editor: %s: a list of objects expected", member);
      return FALSE;
    }
    if (!emulator_json_get_string (json_node_get_object (node),
                                   "featureNodeHash", &hash, error))
      return FALSE;
    if (!g_hash_table_add (hashes, (gpointer) hash)) {
      g_set_error (error, EMULATOR_ERROR, EMULATOR_ERROR_INVALID_ARGUMENTS,
                   "editor: featureNodeHash %.64s is there twice", hash);
      return FALSE;
    }
  }
  return TRUE;
}

/* the texts of a create or save request; title and description may be NULL */
static gboolean
read_request (EmulatorCall *call, const char **ret_title,
              const char **ret_description, char **ret_editor, GError **error)
{
  JsonObject *request = emulator_call_get_payload (call, error);
  g_autoptr (GHashTable) hashes = g_hash_table_new (g_str_hash, g_str_equal);
  JsonObject *editor;

  if (request == NULL ||
      !emulator_json_read_string (request, "title", ret_title, error) ||
      !emulator_json_read_string (request, "description", ret_description,
                                  error) ||
      !emulator_json_get_object (request, "editor", &editor, error) ||
      !check_features (editor, "objects", hashes, error) ||
      !check_features (editor, "classifications", hashes, error))
    return FALSE;
  *ret_editor =
      emulator_json_to_text (json_object_get_member (request, "editor"));
  return TRUE;
}

static gboolean
reply_ontology (EmulatorCall *call, const char *hash, GError **error)
{
  g_autoptr (EmulatorOntology) ontology = emulator_store_get_ontology (
      call->emulator->store, hash, call->user.user, error);
  g_autoptr (JsonBuilder) builder = json_builder_new_immutable ();

  if (ontology == NULL)
    return FALSE;
  add_ontology (builder, ontology);
  emulator_call_reply (call, json_builder_get_root (builder));
  return TRUE;
}

gboolean
emulator_handle_ontology_create (EmulatorCall *call, GError **error)
{
  const char *title = NULL;
  const char *description = NULL;
  g_autofree char *editor = NULL;
  g_autofree char *hash = NULL;

  if (!read_request (call, &title, &description, &editor, error))
    return FALSE;
  if (title == NULL || title[0] == '\0') {
    g_set_error_literal (error, EMULATOR_ERROR,
                         EMULATOR_ERROR_INVALID_ARGUMENTS,
                         "title: a text expected");
    return FALSE;
  }
  hash = emulator_store_add_ontology (call->emulator->store, title,
                                      description != NULL ? description : "",
                                      editor, call->user.user, error);
  return hash != NULL && reply_ontology (call, hash, error);
}

gboolean
emulator_handle_ontology_save (EmulatorCall *call, GError **error)
{
  const char *title = NULL;
  const char *description = NULL;
  g_autofree char *editor = NULL;

  if (!read_request (call, &title, &description, &editor, error) ||
      !emulator_store_update_ontology (call->emulator->store, call->args[0],
                                       title, description, editor, error))
    return FALSE;
  return reply_ontology (call, call->args[0], error);
}

/* the old way, through a project; an ontology may be that of several projects,
 * so that a right on this one is not enough */
gboolean
emulator_handle_project_ontology (EmulatorCall *call, GError **error)
{
  EmulatorStore *store = call->emulator->store;
  g_autoptr (EmulatorProject) project =
      emulator_store_get_project (store, call->resource, error);
  const char *title = NULL;
  const char *description = NULL;
  g_autofree char *editor = NULL;

  if (project == NULL ||
      !emulator_access_check (call, EMULATOR_RESOURCE_ONTOLOGY,
                              project->ontology, EMULATOR_ACCESS_ADMIN,
                              error) ||
      !read_request (call, &title, &description, &editor, error) ||
      !emulator_store_update_ontology (store, project->ontology, NULL, NULL,
                                       editor, error))
    return FALSE;
  emulator_call_reply_boolean (call, TRUE);
  return TRUE;
}

gboolean
emulator_handle_ontology_get (EmulatorCall *call, GError **error)
{
  return reply_ontology (call, call->args[0], error);
}

gboolean
emulator_handle_ontologies_list (EmulatorCall *call, GError **error)
{
  g_autofree char *title_eq = emulator_call_dup_query (call, "titleEq");
  g_autofree char *title_like = emulator_call_dup_query (call, "titleLike");
  g_autofree char *desc_eq = emulator_call_dup_query (call, "descEq");
  g_autofree char *desc_like = emulator_call_dup_query (call, "descLike");
  EmulatorFilter filter = { title_eq, title_like, desc_eq, desc_like };
  g_autoptr (GPtrArray) ontologies = NULL;
  g_autoptr (JsonBuilder) builder = json_builder_new_immutable ();

  if (!emulator_call_read_filter_times (call, &filter, error))
    return FALSE;
  ontologies = emulator_store_list_ontologies (
      call->emulator->store, &filter, call->user.user,
      emulator_call_wants_everything (call), error);
  if (ontologies == NULL)
    return FALSE;
  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "results");
  json_builder_begin_array (builder);
  for (guint i = 0; i < ontologies->len; i++)
    add_ontology (builder, g_ptr_array_index (ontologies, i));
  json_builder_end_array (builder);
  json_builder_end_object (builder);
  emulator_call_reply (call, json_builder_get_root (builder));
  return TRUE;
}
