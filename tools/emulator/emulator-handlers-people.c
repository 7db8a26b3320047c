/* emulator-handlers-people.c - calls about user groups
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "emulator-handlers.h"

#include "emulator-error.h"
#include "emulator-json.h"
#include "emulator-store-groups.h"

/* ---- listing ---- */

static void
add_group (JsonBuilder *builder, const EmulatorGroup *group)
{
  json_builder_begin_object (builder);
  emulator_json_add_string (builder, "groupHash", group->hash);
  emulator_json_add_string (builder, "name", group->name);
  emulator_json_add_string (builder, "description", group->description);
  emulator_json_add_time (builder, "createdAt", group->created_at,
                          EMULATOR_TIME_V2);
  if (group->role != EMULATOR_ROLE_NONE) {
    emulator_json_add_boolean (builder, "isSameOrganisation", TRUE);
    emulator_json_add_int (builder, "userRole", group->role);
  }
  json_builder_end_object (builder);
}

static gboolean
reply_groups (EmulatorCall *call, const char *resource, GError **error)
{
  g_autoptr (GPtrArray) groups =
      emulator_store_list_groups (call->emulator->store, resource, error);
  g_autoptr (JsonBuilder) builder = json_builder_new_immutable ();

  if (groups == NULL)
    return FALSE;
  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "results");
  json_builder_begin_array (builder);
  for (guint i = 0; i < groups->len; i++)
    add_group (builder, g_ptr_array_index (groups, i));
  json_builder_end_array (builder);
  json_builder_end_object (builder);
  emulator_call_reply (call, json_builder_get_root (builder));
  return TRUE;
}

gboolean
emulator_handle_organisation_groups (EmulatorCall *call, GError **error)
{
  return reply_groups (call, NULL, error);
}

gboolean
emulator_handle_groups_list (EmulatorCall *call, GError **error)
{
  return reply_groups (call, call->resource, error);
}

/* ---- granting ---- */

static gboolean
check_not_empty (char **groups, GError **error)
{
  if (groups != NULL && groups[0] != NULL)
    return TRUE;
  g_set_error_literal (error, EMULATOR_ERROR, EMULATOR_ERROR_INVALID_ARGUMENTS,
                       "groupHashList: at least one group expected");
  return FALSE;
}

static gboolean
grant (EmulatorCall *call, int highest_role, GError **error)
{
  JsonObject *request = emulator_call_get_payload (call, error);
  g_auto (GStrv) groups = NULL;
  gint64 role = -1;

  if (request == NULL ||
      !emulator_json_get_hashes (
          json_object_get_member (request, "groupHashList"), "groupHashList",
          &groups, error) ||
      !check_not_empty (groups, error) ||
      !emulator_json_get_int (request, "userRole", 0, highest_role, &role,
                              error) ||
      !emulator_store_grant_groups (call->emulator->store, call->resource,
                                    (const char *const *) groups, (int) role,
                                    error))
    return FALSE;
  emulator_call_reply_null (call);
  return TRUE;
}

gboolean
emulator_handle_project_groups_add (EmulatorCall *call, GError **error)
{
  return grant (call, 4, error);
}

/* datasets and ontologies know two roles */
gboolean
emulator_handle_part_groups_add (EmulatorCall *call, GError **error)
{
  return grant (call, 1, error);
}

gboolean
emulator_handle_groups_remove (EmulatorCall *call, GError **error)
{
  g_auto (GStrv) groups =
      emulator_call_dup_query_values (call, "groupHashList");

  if (!check_not_empty (groups, error) ||
      !emulator_store_revoke_groups (call->emulator->store, call->resource,
                                     (const char *const *) groups, error))
    return FALSE;
  emulator_call_reply_null (call);
  return TRUE;
}

/* ---- the organisation ---- */

/* Data are uploaded to the emulator and nowhere else. */
gboolean
emulator_handle_cloud_integrations (EmulatorCall *call, GError **error)
{
  g_autoptr (JsonBuilder) builder = json_builder_new_immutable ();

  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "result");
  json_builder_begin_array (builder);
  json_builder_end_array (builder);
  json_builder_end_object (builder);
  emulator_call_reply (call, json_builder_get_root (builder));
  return TRUE;
}
