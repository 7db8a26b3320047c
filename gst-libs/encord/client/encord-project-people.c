/* client/encord-project-people.c - who works in a project, and how long
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <encord/client/encord-client-private.h>
#include <encord/client/encord-pager-private.h>
#include <encord/client/encord-payload-private.h>
#include <encord/client/encord-project-people-build-private.h>
#include <encord/encord-error.h>
#include <encord/model/encord-json-members-private.h>
#include <encord/model/encord-time-private.h>
#include <encord/records/encord-collaborator-timer-private.h>
#include <encord/records/encord-project-group-private.h>
#include <encord/records/encord-project-user-private.h>
#include <encord/records/encord-record-private.h>

static gpointer
parse_users (gpointer source, JsonNode *answer, GError **error)
{
  return encord_record_read_list (answer, "project users",
                                  encord_project_user_new_from_answer, error);
}

EncordRequest *
encord_project_build_add_users (EncordProject *self,
                                const char *const *user_emails,
                                EncordUserRole user_role, GError **error)
{
  EncordCall *call = encord_project_new_call (
      self, "projectusers", "POST",
      encord_payload_new ("%s", encord_project_get_project_hash (self)),
      encord_payload_new ("{'user_emails': <%^as>, 'user_role': <%i>}",
                          user_emails, (int) user_role));

  return encord_request_new (encord_project_get_transport (self), call,
                             parse_users, encord_request_free_array);
}

static EncordCall *
new_groups_call (EncordProject *self, const char *verb)
{
  g_autofree char *path = g_strconcat (
      "projects/", encord_project_get_project_hash (self), "/groups", NULL);

  return encord_call_new_v2 (verb, path);
}

static gpointer
parse_groups (gpointer source, JsonNode *answer, GError **error)
{
  JsonObject *page = encord_json_as_object (answer, "project groups", error);

  return page == NULL
             ? NULL
             : encord_record_read_list (
                   encord_json_peek_member (page, "results"), "project groups",
                   encord_project_group_new_from_answer, error);
}

EncordRequest *
encord_project_build_list_groups (EncordProject *self, GError **error)
{
  return encord_request_new (encord_project_get_transport (self),
                             new_groups_call (self, "GET"), parse_groups,
                             encord_request_free_array);
}

/* without one, the wire's form of the request would name no group at all */
static gboolean
check_groups (const char *const *group_hashes, GError **error)
{
  if (group_hashes[0] != NULL)
    return TRUE;
  g_set_error (error, ENCORD_ERROR, ENCORD_ERROR_REJECTED,
               "groups: the list is empty; name at least one");

  return FALSE;
}

EncordRequest *
encord_project_build_add_groups (EncordProject *self,
                                 const char *const *group_hashes,
                                 EncordUserRole user_role, GError **error)
{
  EncordCall *call;

  if (!check_groups (group_hashes, error))
    return NULL;
  call = new_groups_call (self, "POST");
  encord_call_set_json (
      call, encord_payload_new ("{'groupHashList': <%^as>, 'userRole': <%i>}",
                                group_hashes, (int) user_role));

  return encord_request_new (encord_project_get_transport (self), call,
                             encord_request_parse_done, NULL);
}

EncordRequest *
encord_project_build_remove_groups (EncordProject *self,
                                    const char *const *group_hashes,
                                    GError **error)
{
  EncordCall *call;

  if (!check_groups (group_hashes, error))
    return NULL;
  call = new_groups_call (self, "DELETE");
  for (guint i = 0; group_hashes[i] != NULL; i++)
    encord_call_add_query (call, "groupHashList", group_hashes[i]);

  return encord_request_new (encord_project_get_transport (self), call,
                             encord_request_parse_done, NULL);
}

/**
 * encord_project_list_collaborator_timers:
 * @self: a project
 * @after: from this time on
 * @before: (nullable): until this time; %NULL: until now
 * @group_by: what times are summed up by
 *
 * Tells how long people worked in the project
 * (`Project.list_collaborator_timers` of the SDK).
 *
 * This sends nothing; encord_pager_next() asks for one page after another.
 *
 * Returns: (transfer full): a listing of EncordCollaboratorTimer objects
 *
 * Since: 0.1
 */
EncordPager *
encord_project_list_collaborator_timers (EncordProject *self, GDateTime *after,
                                         GDateTime *before,
                                         EncordTimerGrouping group_by)
{
  g_autofree char *from = NULL;
  g_autofree char *until = NULL;
  EncordCall *call;

  g_return_val_if_fail (ENCORD_IS_PROJECT (self), NULL);
  g_return_val_if_fail (after != NULL, NULL);

  from = encord_time_format_iso (after);
  until = before != NULL ? encord_time_format_iso (before) : NULL;
  call = encord_call_new_v2 ("GET", "analytics/collaborators/timers");
  encord_call_add_query (call, "projectHash",
                         encord_project_get_project_hash (self));
  encord_call_add_query (call, "after", from);
  encord_call_add_query (call, "before", until);
  encord_call_add_query (
      call, "groupBy",
      group_by == ENCORD_TIMER_GROUPING_PROJECT ? "project" : "dataUnit");
  encord_call_add_query (call, "pageSize", "100");

  return encord_pager_new (encord_project_get_transport (self), call,
                           "collaborator timer",
                           encord_collaborator_timer_new_from_answer);
}
