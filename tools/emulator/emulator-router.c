/* emulator-router.c - which handler answers a request; pure
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "emulator-router.h"

#include <string.h>

#include "emulator-error.h"
#include "emulator-handlers.h"

#define SMALL EMULATOR_MIN_BODY
#define LISTS (16 * SMALL) /* hashes or files by the ten thousand, ontologies */
#define LARGE EMULATOR_MAX_BODY

#define PROJECT EMULATOR_SCOPE_PROJECT
#define DATASET EMULATOR_SCOPE_DATASET
#define ONTOLOGY EMULATOR_SCOPE_ONTOLOGY
#define USER EMULATOR_SCOPE_USER
#define ANYONE EMULATOR_ACCESS_ANYONE
#define MEMBER EMULATOR_ACCESS_MEMBER
#define MANAGER EMULATOR_ACCESS_MANAGER
#define ADMIN EMULATOR_ACCESS_ADMIN

static const EmulatorRoute legacy[] = {
  { "project GET", PROJECT, MEMBER, SMALL, emulator_handle_project_get },
  { "project POST", PROJECT, ADMIN, LISTS, emulator_handle_project_ontology },
  { "project POST", USER, ANYONE, SMALL, emulator_handle_project_create },
  { "projectwithuserrole GET", USER, ANYONE, SMALL,
    emulator_handle_projects_list },
  { "projectusers POST", PROJECT, ADMIN, SMALL,
    emulator_handle_project_add_users },
  { "projectdataset POST", PROJECT, ADMIN, SMALL,
    emulator_handle_project_add_datasets },
  { "projectdataset DELETE", PROJECT, ADMIN, SMALL,
    emulator_handle_project_remove_datasets },
  { "projectcopy POST", PROJECT, ADMIN, LISTS, emulator_handle_project_copy },
  { "labelrowmetadata GET", PROJECT, MEMBER, LISTS,
    emulator_handle_label_rows_list },
  { "labelrow GET", PROJECT, MEMBER, LISTS, emulator_handle_label_row_get },
  { "labelrow PUT", PROJECT, MEMBER, LISTS, emulator_handle_label_row_create },
  { "labelrow POST", PROJECT, MEMBER, LARGE, emulator_handle_label_row_save },
  { "labellog GET", PROJECT, MANAGER, SMALL, emulator_handle_label_logs },
  { "labelstatus POST", PROJECT, MEMBER, SMALL, emulator_handle_label_status },
  { "review PUT", PROJECT, MEMBER, SMALL, emulator_handle_review },
  { "labelworkflowgraphnode POST", PROJECT, MEMBER, SMALL,
    emulator_handle_workflow_move },
  { "labelingalgorithm POST", PROJECT, MEMBER, LARGE,
    emulator_handle_labeling_algorithm },
  { "model PUT", PROJECT, ADMIN, SMALL, emulator_handle_model_create },
  { "model POST", PROJECT, MEMBER, LARGE, emulator_handle_model_inference },
  { "model DELETE", PROJECT, ADMIN, SMALL, emulator_handle_model_delete },
  { "modelconfiguration GET", PROJECT, MEMBER, SMALL,
    emulator_handle_models_list },
  { "trainingmetadata GET", PROJECT, MEMBER, SMALL,
    emulator_handle_training_metadata },
  { "datasetdata GET", PROJECT, MEMBER, SMALL, emulator_handle_data_get },
  { "dataset GET", DATASET, MEMBER, SMALL, emulator_handle_dataset_get },
  { "datasetusers POST", DATASET, ADMIN, SMALL,
    emulator_handle_dataset_add_users },
  { "datarows GET", DATASET, MEMBER, LISTS, emulator_handle_data_rows_list },
  { "datarow GET", DATASET, MEMBER, SMALL, emulator_handle_data_row_get },
  { "datarow POST", DATASET, ADMIN, SMALL, emulator_handle_data_row_update },
  { "video DELETE", DATASET, ADMIN, LISTS, emulator_handle_data_delete },
  { "signedvideourl GET", DATASET, MEMBER, SMALL,
    emulator_handle_signed_video_url },
  { "signedimagesurl GET", DATASET, MEMBER, SMALL,
    emulator_handle_signed_images_url },
  { "datasetdatalongpolling POST", DATASET, MEMBER, LISTS,
    emulator_handle_upload_start },
  { "datasetdatalongpolling GET", DATASET, MEMBER, SMALL,
    emulator_handle_upload_poll },
};

static const EmulatorRoute v2[] = {
  { "GET user/bearer-token", USER, ANYONE, SMALL,
    emulator_handle_bearer_token },
  { "GET projects", USER, ANYONE, SMALL, emulator_handle_projects_list_v2 },
  { "GET projects/{project}", PROJECT, MEMBER, SMALL,
    emulator_handle_project_get_v2 },
  { "GET projects/{project}/datasets", PROJECT, MEMBER, SMALL,
    emulator_handle_project_datasets },
  { "POST projects/{project}/priorities", PROJECT, MEMBER, SMALL,
    emulator_handle_priorities },
  { "GET projects/{project}/labels/{label}/validation-state", PROJECT, MEMBER,
    SMALL, emulator_handle_validation_state },
  { "GET projects/{project}/workflow/stages/{stage}/tasks", PROJECT, MEMBER,
    SMALL, emulator_handle_tasks_list },
  { "POST projects/{project}/workflow/stages/{stage}/actions", PROJECT, MEMBER,
    SMALL, emulator_handle_task_actions },
  { "GET projects/{project}/workflow/stages/{stage}/tasks/{task}/reviews",
    PROJECT, MEMBER, SMALL, emulator_handle_label_reviews },
  { "POST projects/{project}/workflow/stages/{stage}/tasks/{task}/reviews/"
    "actions",
    PROJECT, MEMBER, SMALL, emulator_handle_label_review_actions },
  { "GET ontologies", USER, ANYONE, SMALL, emulator_handle_ontologies_list },
  { "POST ontologies", USER, ANYONE, LISTS, emulator_handle_ontology_create },
  { "GET ontologies/{ontology}", ONTOLOGY, MEMBER, SMALL,
    emulator_handle_ontology_get },
  { "PUT ontologies/{ontology}", ONTOLOGY, ADMIN, LISTS,
    emulator_handle_ontology_save },
  { "GET datasets/list", USER, ANYONE, SMALL, emulator_handle_datasets_list },
  { "POST datasets", USER, ANYONE, SMALL, emulator_handle_dataset_create },
  { "GET presigned-urls", USER, ANYONE, SMALL, emulator_handle_presigned_urls },
  { "GET user/current-organisation/groups", USER, ANYONE, SMALL,
    emulator_handle_organisation_groups },
  { "GET projects/{project}/groups", PROJECT, MEMBER, SMALL,
    emulator_handle_groups_list },
  { "POST projects/{project}/groups", PROJECT, ADMIN, SMALL,
    emulator_handle_project_groups_add },
  { "DELETE projects/{project}/groups", PROJECT, ADMIN, SMALL,
    emulator_handle_groups_remove },
  { "GET datasets/{dataset}/groups", DATASET, MEMBER, SMALL,
    emulator_handle_groups_list },
  { "POST datasets/{dataset}/groups", DATASET, ADMIN, SMALL,
    emulator_handle_part_groups_add },
  { "DELETE datasets/{dataset}/groups", DATASET, ADMIN, SMALL,
    emulator_handle_groups_remove },
  { "GET ontologies/{ontology}/groups", ONTOLOGY, MEMBER, SMALL,
    emulator_handle_groups_list },
  { "POST ontologies/{ontology}/groups", ONTOLOGY, ADMIN, SMALL,
    emulator_handle_part_groups_add },
  { "DELETE ontologies/{ontology}/groups", ONTOLOGY, ADMIN, SMALL,
    emulator_handle_groups_remove },
  { "GET analytics/collaborators/timers", USER, ANYONE, SMALL,
    emulator_handle_timers },
  { "GET cloud-integrations", USER, ANYONE, SMALL,
    emulator_handle_cloud_integrations },
  /* the model's project says who may */
  { "POST ml-models/{model}/training", USER, ANYONE, SMALL,
    emulator_handle_training_start },
  { "GET ml-models/{model}/{training}/training", USER, ANYONE, SMALL,
    emulator_handle_training_poll },
};

const EmulatorRoute *
emulator_router_get_routes (gboolean is_v2, guint *ret_n)
{
  *ret_n = is_v2 ? G_N_ELEMENTS (v2) : G_N_ELEMENTS (legacy);
  return is_v2 ? v2 : legacy;
}

gboolean
emulator_router_parse_scope (const char *path, const char *resource_type,
                             EmulatorScope *ret, GError **error)
{
  if (resource_type == NULL || resource_type[0] == '\0') {
    /* the address without resource is the other one */
    if (g_str_equal (path, "/public/user")) {
      *ret = EMULATOR_SCOPE_USER;
      return TRUE;
    }
  } else if (g_str_equal (path, "/public")) {
    if (g_str_equal (resource_type, "project")) {
      *ret = EMULATOR_SCOPE_PROJECT;
      return TRUE;
    }
    if (g_str_equal (resource_type, "dataset")) {
      *ret = EMULATOR_SCOPE_DATASET;
      return TRUE;
    }
  }
  g_set_error (error, EMULATOR_ERROR, EMULATOR_ERROR_INVALID_ARGUMENTS,
               "%.40s does not take requests of ResourceType \"%.40s\"", path,
               resource_type != NULL ? resource_type : "");
  return FALSE;
}

const EmulatorRoute *
emulator_router_find_legacy (const char *query_type, const char *query_method,
                             EmulatorScope scope, GError **error)
{
  const gsize type_length = strlen (query_type);

  for (guint i = 0; i < G_N_ELEMENTS (legacy); i++) {
    const char *name = legacy[i].name;

    if (legacy[i].scope == scope && g_str_has_prefix (name, query_type) &&
        name[type_length] == ' ' &&
        g_str_equal (name + type_length + 1, query_method))
      return &legacy[i];
  }
  g_set_error (error, EMULATOR_ERROR, EMULATOR_ERROR_METHOD_NOT_ALLOWED,
               "the emulator does not know %.40s %.40s here", query_type,
               query_method);
  return NULL;
}

/* whether the parts of the path fit those of the template; the arguments go
 * into ret_args */
static gboolean
fits (const char *template, char **parts, char ***ret_args)
{
  g_auto (GStrv) wanted = g_strsplit (template, "/", -1);
  g_autoptr (GStrvBuilder) args = g_strv_builder_new ();

  if (g_strv_length (wanted) != g_strv_length (parts))
    return FALSE;
  for (guint i = 0; wanted[i] != NULL; i++) {
    if (wanted[i][0] == '{') {
      g_autofree char *arg = g_uri_unescape_string (parts[i], NULL);

      if (arg == NULL || arg[0] == '\0')
        return FALSE;
      g_strv_builder_add (args, arg);
    } else if (!g_str_equal (wanted[i], parts[i])) {
      return FALSE;
    }
  }
  *ret_args = g_strv_builder_end (args);
  return TRUE;
}

const EmulatorRoute *
emulator_router_find_v2 (const char *verb, const char *path, char ***ret_args,
                         GError **error)
{
  g_auto (GStrv) parts = g_strsplit (path, "/", -1);
  gboolean known_path = FALSE;

  for (guint i = 0; i < G_N_ELEMENTS (v2); i++) {
    const char *space = strchr (v2[i].name, ' ');
    g_auto (GStrv) args = NULL;

    if (!fits (space + 1, parts, &args))
      continue;
    known_path = TRUE;
    if (strlen (verb) == (gsize) (space - v2[i].name) &&
        g_str_has_prefix (v2[i].name, verb)) {
      *ret_args = g_steal_pointer (&args);
      return &v2[i];
    }
  }
  if (known_path)
    g_set_error (error, EMULATOR_ERROR, EMULATOR_ERROR_METHOD_NOT_ALLOWED,
                 "the emulator does not know %.10s on this path", verb);
  else
    g_set_error_literal (error, EMULATOR_ERROR,
                         EMULATOR_ERROR_RESOURCE_NOT_FOUND,
                         "the emulator does not know this path");
  return NULL;
}
