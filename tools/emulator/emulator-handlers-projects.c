/* emulator-handlers-projects.c - calls about projects
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "emulator-handlers.h"

#include "emulator-access.h"
#include "emulator-answers.h"
#include "emulator-error.h"
#include "emulator-json.h"
#include "emulator-name-uuid.h"
#include "emulator-store-labels.h"
#include "emulator-store-projects.h"

/* the one workflow that this emulator knows */
#define TEMPLATE "00000000-0000-4000-8000-000000000001"
#define EMPTY_EDITOR                                                           \
  "{\"objects\":[],\"classifications\":[],\"skeleton_templates\":[]}"

/* ---- creating ---- */

/* whoever makes a project needs a role in everything that it is made of */
static gboolean
check_datasets (EmulatorCall *call, char **hashes, GError **error)
{
  return emulator_access_check_all (call, EMULATOR_RESOURCE_DATASET,
                                    (const char *const *) hashes, error);
}

static gboolean
check_template (const char *template, GError **error)
{
  if (template == NULL || g_str_equal (template, TEMPLATE))
    return TRUE;
  g_set_error (error, EMULATOR_ERROR, EMULATOR_ERROR_RESOURCE_NOT_FOUND,
               "no such workflow template: %.64s (the emulator knows " TEMPLATE
               ": Annotate, Review, Complete)",
               template);
  return FALSE;
}

/* a benchmark project names those that it measures with */
static gboolean
read_sources (EmulatorCall *call, JsonObject *request, char ***ret,
              GError **error)
{
  JsonNode *node = json_object_get_member (request, "source_projects");

  if (node == NULL || JSON_NODE_HOLDS_NULL (node)) {
    *ret = g_new0 (char *, 1);
    return TRUE;
  }
  return emulator_json_get_hashes (node, "source_projects", ret, error) &&
         emulator_access_check_all (call, EMULATOR_RESOURCE_PROJECT,
                                    (const char *const *) *ret, error);
}

gboolean
emulator_handle_project_create (EmulatorCall *call, GError **error)
{
  EmulatorStore *store = call->emulator->store;
  JsonObject *request = emulator_call_get_payload (call, error);
  const char *title;
  const char *description = "";
  const char *ontology = NULL;
  const char *template = NULL;
  g_auto (GStrv) datasets = NULL;
  g_auto (GStrv) sources = NULL;
  g_autofree char *new_ontology = NULL;
  g_autofree char *hash = NULL;

  if (request == NULL ||
      !emulator_json_get_string (request, "title", &title, error) ||
      !emulator_json_read_string (request, "description", &description,
                                  error) ||
      !emulator_json_read_string (request, "ontology_hash", &ontology, error) ||
      !emulator_json_read_string (request, "workflow_template_id", &template,
                                  error) ||
      !emulator_json_get_hashes (
          json_object_get_member (request, "dataset_hashes"), "dataset_hashes",
          &datasets, error) ||
      !read_sources (call, request, &sources, error) ||
      !check_template (template, error) ||
      !check_datasets (call, datasets, error))
    return FALSE;
  if (ontology != NULL) {
    if (!emulator_access_check (call, EMULATOR_RESOURCE_ONTOLOGY, ontology,
                                EMULATOR_ACCESS_MEMBER, error))
      return FALSE;
  } else {
    new_ontology = emulator_store_add_ontology (store, title, "", EMPTY_EDITOR,
                                                call->user.user, error);
    if (new_ontology == NULL)
      return FALSE;
    ontology = new_ontology;
  }
  hash = emulator_store_add_project (store, title, description, ontology,
                                     (const char *const *) datasets,
                                     template != NULL, call->user.user, error);
  if (hash == NULL || !emulator_store_set_sources (
                          store, hash, (const char *const *) sources, error))
    return FALSE;
  emulator_call_reply_string (call, hash);
  return TRUE;
}

gboolean
emulator_handle_project_add_datasets (EmulatorCall *call, GError **error)
{
  JsonObject *request = emulator_call_get_payload (call, error);
  g_auto (GStrv) datasets = NULL;

  if (request == NULL ||
      !emulator_json_get_hashes (
          json_object_get_member (request, "dataset_hashes"), "dataset_hashes",
          &datasets, error) ||
      !check_datasets (call, datasets, error) ||
      !emulator_store_attach_datasets (call->emulator->store, call->resource,
                                       (const char *const *) datasets, error))
    return FALSE;
  emulator_call_reply_boolean (call, TRUE);
  return TRUE;
}

gboolean
emulator_handle_project_remove_datasets (EmulatorCall *call, GError **error)
{
  g_auto (GStrv) datasets = NULL;

  if (!emulator_call_get_hashes (call, &datasets, error) ||
      !emulator_store_detach_datasets (call->emulator->store, call->resource,
                                       (const char *const *) datasets, error))
    return FALSE;
  emulator_call_reply_boolean (call, TRUE);
  return TRUE;
}

gboolean
emulator_handle_project_add_users (EmulatorCall *call, GError **error)
{
  return emulator_answer_add_users (call, "project_hash", error);
}

/* ---- v2 ---- */

static gboolean
add_workflow (EmulatorCall *call, JsonBuilder *builder,
              const EmulatorProject *project, GError **error)
{
  g_autoptr (GPtrArray) stages = NULL;

  if (!project->workflow) {
    emulator_json_add_null (builder, "workflow");
    return TRUE;
  }
  stages =
      emulator_store_list_stages (call->emulator->store, project->hash, error);
  if (stages == NULL)
    return FALSE;
  json_builder_set_member_name (builder, "workflow");
  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "stages");
  json_builder_begin_array (builder);
  for (guint i = 0; i < stages->len; i++) {
    const EmulatorStage *stage = g_ptr_array_index (stages, i);

    json_builder_begin_object (builder);
    emulator_json_add_string (builder, "uuid", stage->uuid);
    emulator_json_add_string (builder, "stageType", stage->type);
    emulator_json_add_string (builder, "title", stage->title);
    json_builder_end_object (builder);
  }
  json_builder_end_array (builder);
  json_builder_end_object (builder);
  return TRUE;
}

static gboolean
add_editor (EmulatorCall *call, JsonBuilder *builder, const char *member,
            const EmulatorProject *project, GError **error)
{
  g_autoptr (EmulatorOntology) ontology = emulator_store_get_ontology (
      call->emulator->store, project->ontology, call->user.user, error);

  if (ontology == NULL)
    return FALSE;
  json_builder_set_member_name (builder, member);
  json_builder_add_value (builder, json_from_string (ontology->editor, NULL));
  return TRUE;
}

/* what newer versions of the SDK require; nobody can set a status here, so it
 * says whether there are labels */
static gboolean
add_standing (EmulatorCall *call, JsonBuilder *builder,
              const EmulatorProject *project, GError **error)
{
  g_autofree char *creator = NULL;
  gboolean started;

  if (!emulator_store_get_standing (call->emulator->store, project->hash,
                                    &creator, &started, error))
    return FALSE;
  emulator_json_add_string (builder, "creatorEmail", creator);
  emulator_json_add_string (builder, "status",
                            started ? "inProgress" : "notStarted");
  return add_editor (call, builder, "editorOntology", project, error);
}

static gboolean
add_project (EmulatorCall *call, JsonBuilder *builder,
             const EmulatorProject *project, GError **error)
{
  json_builder_begin_object (builder);
  emulator_json_add_string (builder, "projectHash", project->hash);
  emulator_json_add_string (builder, "projectType",
                            project->workflow ? "workflow" : "manual_qa");
  emulator_json_add_string (builder, "title", project->title);
  emulator_json_add_string (builder, "description", project->description);
  emulator_json_add_time (builder, "createdAt", project->created_at,
                          EMULATOR_TIME_V2);
  emulator_json_add_time (builder, "lastEditedAt", project->edited_at,
                          EMULATOR_TIME_V2);
  emulator_json_add_string (builder, "ontologyHash", project->ontology);
  if (!add_standing (call, builder, project, error) ||
      !add_workflow (call, builder, project, error))
    return FALSE;
  json_builder_end_object (builder);
  return TRUE;
}

gboolean
emulator_handle_project_get_v2 (EmulatorCall *call, GError **error)
{
  g_autoptr (EmulatorProject) project =
      emulator_store_get_project (call->emulator->store, call->resource, error);
  g_autoptr (JsonBuilder) builder = json_builder_new_immutable ();

  if (project == NULL || !add_project (call, builder, project, error))
    return FALSE;
  emulator_call_reply (call, json_builder_get_root (builder));
  return TRUE;
}

gboolean
emulator_handle_projects_list_v2 (EmulatorCall *call, GError **error)
{
  g_autofree char *title_eq = emulator_call_dup_query (call, "titleEq");
  g_autofree char *title_like = emulator_call_dup_query (call, "titleLike");
  g_autofree char *desc_eq = emulator_call_dup_query (call, "descEq");
  g_autofree char *desc_like = emulator_call_dup_query (call, "descLike");
  EmulatorFilter filter = { title_eq, title_like, desc_eq, desc_like };
  g_autoptr (GPtrArray) projects = NULL;
  g_autoptr (JsonBuilder) builder = json_builder_new_immutable ();

  if (!emulator_call_read_filter_times (call, &filter, error))
    return FALSE;
  projects = emulator_store_list_projects (
      call->emulator->store, &filter, call->user.user,
      emulator_call_wants_everything (call), error);
  if (projects == NULL)
    return FALSE;
  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "results");
  json_builder_begin_array (builder);
  for (guint i = 0; i < projects->len; i++) {
    if (!add_project (call, builder, g_ptr_array_index (projects, i), error))
      return FALSE;
  }
  json_builder_end_array (builder);
  emulator_json_add_null (builder, "nextPageToken");
  json_builder_end_object (builder);
  emulator_call_reply (call, json_builder_get_root (builder));
  return TRUE;
}

gboolean
emulator_handle_project_datasets (EmulatorCall *call, GError **error)
{
  g_autoptr (GPtrArray) datasets = emulator_store_list_project_datasets (
      call->emulator->store, call->resource, error);
  g_autoptr (JsonBuilder) builder = json_builder_new_immutable ();

  if (datasets == NULL)
    return FALSE;
  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "results");
  json_builder_begin_array (builder);
  for (guint i = 0; i < datasets->len; i++) {
    const EmulatorDataset *dataset = g_ptr_array_index (datasets, i);

    json_builder_begin_object (builder);
    emulator_json_add_string (builder, "datasetHash", dataset->hash);
    emulator_json_add_string (builder, "title", dataset->title);
    emulator_json_add_string (builder, "description", dataset->description);
    json_builder_end_object (builder);
  }
  json_builder_end_array (builder);
  json_builder_end_object (builder);
  emulator_call_reply (call, json_builder_get_root (builder));
  return TRUE;
}

/* ---- legacy ---- */

static gboolean
add_sources (EmulatorCall *call, JsonBuilder *builder, const char *project,
             GError **error)
{
  g_auto (GStrv) sources =
      emulator_store_list_sources (call->emulator->store, project, error);

  if (sources == NULL)
    return FALSE;
  json_builder_set_member_name (builder, "source_projects");
  json_builder_begin_array (builder);
  for (guint i = 0; sources[i] != NULL; i++)
    json_builder_add_string_value (builder, sources[i]);
  json_builder_end_array (builder);
  return TRUE;
}

static gboolean
add_datasets (EmulatorCall *call, JsonBuilder *builder, const char *project,
              GError **error)
{
  g_autoptr (GPtrArray) datasets = emulator_store_list_project_datasets (
      call->emulator->store, project, error);

  if (datasets == NULL)
    return FALSE;
  json_builder_set_member_name (builder, "datasets");
  json_builder_begin_array (builder);
  for (guint i = 0; i < datasets->len; i++) {
    const EmulatorDataset *dataset = g_ptr_array_index (datasets, i);

    json_builder_begin_object (builder);
    emulator_json_add_string (builder, "dataset_hash", dataset->hash);
    emulator_json_add_string (builder, "title", dataset->title);
    emulator_json_add_string (builder, "description", dataset->description);
    emulator_json_add_int (builder, "type", 0);
    json_builder_end_object (builder);
  }
  json_builder_end_array (builder);
  return TRUE;
}

static gboolean
add_label_rows (EmulatorCall *call, JsonBuilder *builder, const char *project,
                GError **error)
{
  const EmulatorRowFilter filter = { .include_uninitialised = TRUE };
  g_autoptr (GPtrArray) rows =
      emulator_store_list_rows (call->emulator->store, project, &filter, error);

  if (rows == NULL)
    return FALSE;
  json_builder_set_member_name (builder, "label_rows");
  json_builder_begin_array (builder);
  for (guint i = 0; i < rows->len; i++) {
    if (!emulator_answer_add_row (call, builder, g_ptr_array_index (rows, i),
                                  FALSE, FALSE, TRUE, error))
      return FALSE;
  }
  json_builder_end_array (builder);
  return TRUE;
}

static gboolean
add_legacy_project (EmulatorCall *call, JsonBuilder *builder,
                    const EmulatorProject *project, gboolean with_rows,
                    GError **error)
{
  json_builder_begin_object (builder);
  emulator_json_add_string (builder, "project_hash", project->hash);
  emulator_json_add_string (builder, "title", project->title);
  emulator_json_add_string (builder, "description", project->description);
  emulator_json_add_time (builder, "created_at", project->created_at,
                          EMULATOR_TIME_LISTING);
  emulator_json_add_time (builder, "last_edited_at", project->edited_at,
                          EMULATOR_TIME_LISTING);
  emulator_json_add_string (builder, "ontology_hash", project->ontology);
  if (project->workflow) {
    g_autofree char *manager = emulator_name_uuid ("workflow", project->hash);

    emulator_json_add_string (builder, "workflow_manager_uuid", manager);
  }
  if (!add_sources (call, builder, project->hash, error) ||
      !add_editor (call, builder, "editor_ontology", project, error) ||
      !add_datasets (call, builder, project->hash, error))
    return FALSE;
  if (with_rows) {
    if (!add_label_rows (call, builder, project->hash, error))
      return FALSE;
  } else {
    json_builder_set_member_name (builder, "label_rows");
    json_builder_begin_array (builder);
    json_builder_end_array (builder);
  }
  json_builder_end_object (builder);
  return TRUE;
}

gboolean
emulator_handle_project_get (EmulatorCall *call, GError **error)
{
  JsonObject *request = emulator_call_get_payload (call, NULL);
  g_autoptr (EmulatorProject) project =
      emulator_store_get_project (call->emulator->store, call->resource, error);
  g_autoptr (JsonBuilder) builder = json_builder_new_immutable ();
  gboolean with_rows = FALSE;

  if (project == NULL ||
      (request != NULL &&
       !emulator_json_read_boolean (request, "include_labels_metadata",
                                    &with_rows, error)) ||
      !add_legacy_project (call, builder, project, with_rows, error))
    return FALSE;
  emulator_call_reply (call, json_builder_get_root (builder));
  return TRUE;
}

static gboolean
read_filter (EmulatorCall *call, EmulatorFilter *ret, GError **error)
{
  JsonObject *request = emulator_call_get_payload (call, error);
  JsonObject *filter;

  if (request == NULL)
    return FALSE;
  if (!emulator_json_get_object (request, "filter", &filter, NULL))
    return TRUE;
  return emulator_json_read_string (filter, "title_eq", &ret->title_eq,
                                    error) &&
         emulator_json_read_string (filter, "title_like", &ret->title_like,
                                    error) &&
         emulator_json_read_string (filter, "desc_eq", &ret->description_eq,
                                    error) &&
         emulator_json_read_string (filter, "desc_like", &ret->description_like,
                                    error) &&
         emulator_json_read_time (filter, "created_before",
                                  &ret->created_before, error) &&
         emulator_json_read_time (filter, "created_after", &ret->created_after,
                                  error) &&
         emulator_json_read_time (filter, "edited_before", &ret->edited_before,
                                  error) &&
         emulator_json_read_time (filter, "edited_after", &ret->edited_after,
                                  error);
}

gboolean
emulator_handle_projects_list (EmulatorCall *call, GError **error)
{
  EmulatorFilter filter = { NULL };
  g_autoptr (GPtrArray) projects = NULL;
  g_autoptr (JsonBuilder) builder = json_builder_new_immutable ();

  if (!read_filter (call, &filter, error))
    return FALSE;
  projects = emulator_store_list_projects (call->emulator->store, &filter,
                                           call->user.user, FALSE, error);
  if (projects == NULL)
    return FALSE;
  json_builder_begin_array (builder);
  for (guint i = 0; i < projects->len; i++) {
    const EmulatorProject *project = g_ptr_array_index (projects, i);

    json_builder_begin_object (builder);
    emulator_json_add_int (builder, "user_role", project->role);
    json_builder_set_member_name (builder, "project");
    if (!add_legacy_project (call, builder, project, FALSE, error))
      return FALSE;
    json_builder_end_object (builder);
  }
  json_builder_end_array (builder);
  emulator_call_reply (call, json_builder_get_root (builder));
  return TRUE;
}
