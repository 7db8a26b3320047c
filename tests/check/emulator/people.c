/* people.c - users and user groups of projects, datasets, ontologies
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <string.h>

#include "emulator-fixture.h"
#include "emulator-store-groups.h"

#define GROUP EMULATOR_GROUP_EVERYONE

static JsonArray *
list (Fixture *self, EncordSshKey *key, const char *path, Answer *answer)
{
  fixture_v2 (self, key, "GET", path, NULL, answer);
  g_assert_cmpuint (answer->status, ==, 200);
  return json_object_get_array_member (json_node_get_object (answer->json),
                                       "results");
}

static void
assert_status (Fixture *self, EncordSshKey *key, const char *verb,
               const char *path, const char *body, guint status)
{
  g_auto (Answer) answer = { 0 };

  fixture_v2 (self, key, verb, path, body, &answer);
  g_assert_cmpuint (answer.status, ==, status);
}

static char *
path_of (Fixture *self, const char *tail)
{
  return g_strdup_printf ("projects/%s%s", self->project, tail);
}

/* ---- the group ---- */

static void
test_organisation (Fixture *self, gconstpointer data)
{
  g_auto (Answer) answer = { 0 };
  JsonArray *groups =
      list (self, self->other, "user/current-organisation/groups", &answer);
  JsonObject *group;

  g_assert_cmpuint (json_array_get_length (groups), ==, 1);
  group = json_array_get_object_element (groups, 0);
  g_assert_cmpstr (json_object_get_string_member (group, "groupHash"), ==,
                   GROUP);
  g_assert_cmpstr (json_object_get_string_member (group, "name"), ==,
                   "Everyone");
  g_assert_true (g_str_has_suffix (
      json_object_get_string_member (group, "createdAt"), "Z"));
  g_assert_false (json_object_has_member (group, "userRole"));
}

static void
test_grant (Fixture *self, gconstpointer data)
{
  g_autofree char *project = NULL;
  g_autofree char *groups = NULL;
  g_auto (Answer) answer = { 0 };
  JsonObject *group;

  fixture_make_project (self);
  project = path_of (self, "");
  groups = path_of (self, "/groups");
  g_assert_cmpuint (
      json_array_get_length (list (self, self->admin, groups, &answer)), ==, 0);
  assert_status (self, self->other, "GET", project, NULL, 403);
  assert_status (self, self->admin, "POST", groups,
                 "{\"groupHashList\":[\"" GROUP "\"],\"userRole\":1}", 200);
  /* a POST may arrive twice */
  assert_status (self, self->admin, "POST", groups,
                 "{\"groupHashList\":[\"" GROUP "\"],\"userRole\":1}", 200);
  group = json_array_get_object_element (
      list (self, self->other, groups, &answer), 0);
  g_assert_cmpint (json_object_get_int_member (group, "userRole"), ==, 1);
  g_assert_true (json_object_get_boolean_member (group, "isSameOrganisation"));
  assert_status (self, self->other, "GET", project, NULL, 200);
  /* a member by a group is no administrator, until the group is one */
  assert_status (self, self->other, "POST", groups,
                 "{\"groupHashList\":[\"" GROUP "\"],\"userRole\":0}", 403);
  assert_status (self, self->admin, "POST", groups,
                 "{\"groupHashList\":[\"" GROUP "\"],\"userRole\":0}", 200);
  fixture_restart (self);
  assert_status (self, self->other, "POST", groups,
                 "{\"groupHashList\":[\"" GROUP "\"],\"userRole\":0}", 200);
  /* the user's own role counts before the group's */
  fixture_add_other (self, 2);
  assert_status (self, self->other, "POST", groups,
                 "{\"groupHashList\":[\"" GROUP "\"],\"userRole\":0}", 403);
}

static void
test_members_may_list (Fixture *self, gconstpointer data)
{
  g_autofree char *groups = NULL;
  g_auto (Answer) answer = { 0 };
  JsonArray *projects;

  fixture_make_project (self);
  groups = path_of (self, "/groups");
  assert_status (self, self->admin, "POST", groups,
                 "{\"groupHashList\":[\"" GROUP "\"],\"userRole\":3}", 200);
  fixture_call_as (self, self->other, "", "", "projectwithuserrole", "GET",
                   "null", "{\"filter\":{\"title_eq\":\"P\"}}", &answer);
  projects = json_node_get_array (answer_get_response (&answer));
  g_assert_cmpuint (json_array_get_length (projects), ==, 1);
  g_assert_cmpint (
      json_object_get_int_member (json_array_get_object_element (projects, 0),
                                  "user_role"),
      ==, 3);
}

static void
test_revoke (Fixture *self, gconstpointer data)
{
  g_autofree char *project = NULL;
  g_autofree char *groups = NULL;
  g_autofree char *one = NULL;

  fixture_make_project (self);
  project = path_of (self, "");
  groups = path_of (self, "/groups");
  one = path_of (self, "/groups?groupHashList=" GROUP);
  assert_status (self, self->admin, "POST", groups,
                 "{\"groupHashList\":[\"" GROUP "\"],\"userRole\":1}", 200);
  /* nobody meant this to remove all, or nothing */
  assert_status (self, self->admin, "DELETE", groups, NULL, 400);
  assert_status (self, self->other, "DELETE", one, NULL, 403);
  assert_status (self, self->other, "GET", project, NULL, 200);
  assert_status (self, self->admin, "DELETE", one, NULL, 200);
  assert_status (self, self->other, "GET", project, NULL, 403);
}

static const char *const bad_grants[] = {
  "{}",
  "{\"groupHashList\":[],\"userRole\":1}",
  "{\"groupHashList\":[\"" GROUP "\"]}",
  "{\"groupHashList\":[\"" GROUP "\"],\"userRole\":5}",
  "{\"groupHashList\":[\"" GROUP "\"],\"userRole\":-1}",
  "{\"groupHashList\":[\"" GROUP "\"],\"userRole\":0.5}",
  "{\"groupHashList\":[\"" GROUP "\"],\"userRole\":1e300}",
  "{\"groupHashList\":[\"" GROUP "\"],\"userRole\":\"1\"}",
  "{\"groupHashList\":{\"a\":1},\"userRole\":1}",
};

static void
test_bad_grants (Fixture *self, gconstpointer data)
{
  g_autofree char *groups = NULL;
  g_auto (Answer) answer = { 0 };

  fixture_make_project (self);
  groups = path_of (self, "/groups");
  for (guint i = 0; i < G_N_ELEMENTS (bad_grants); i++) {
    g_test_message ("%s", bad_grants[i]);
    assert_status (self, self->admin, "POST", groups, bad_grants[i], 400);
  }
  /* of two groups the second is none: the first is not granted either */
  assert_status (self, self->admin, "POST", groups,
                 "{\"groupHashList\":[\"" GROUP
                 "\",\"x'); DROP TABLE user_groups;--\"],\"userRole\":1}",
                 404);
  assert_status (self, self->admin, "POST", "projects/none/groups",
                 "{\"groupHashList\":[\"" GROUP "\"],\"userRole\":1}", 404);
  g_assert_cmpuint (
      json_array_get_length (list (self, self->admin, groups, &answer)), ==, 0);
}

static void
check_part (Fixture *self, const char *kind, const char *hash)
{
  g_autofree char *groups = g_strdup_printf ("%s/%s/groups", kind, hash);
  g_autofree char *one = g_strdup_printf ("%s?groupHashList=%s", groups, GROUP);
  g_auto (Answer) answer = { 0 };

  assert_status (self, self->other, "GET", groups, NULL, 403);
  assert_status (self, self->admin, "POST", groups,
                 "{\"groupHashList\":[\"" GROUP "\"],\"userRole\":2}", 400);
  assert_status (self, self->admin, "POST", groups,
                 "{\"groupHashList\":[\"" GROUP "\"],\"userRole\":1}", 200);
  g_assert_cmpuint (
      json_array_get_length (list (self, self->other, groups, &answer)), ==, 1);
  assert_status (self, self->other, "DELETE", one, NULL, 403);
  assert_status (self, self->admin, "DELETE", one, NULL, 200);
  assert_status (self, self->other, "GET", groups, NULL, 403);
}

static void
test_parts (Fixture *self, gconstpointer data)
{
  fixture_make_project (self);
  check_part (self, "datasets", self->dataset);
  check_part (self, "ontologies", self->ontology);
}

/* whoever gets a key gets into the group, whoever loses it leaves */
static void
test_keys (Fixture *self, gconstpointer data)
{
  g_autofree char *groups = NULL;
  g_autofree char *path =
      g_build_filename (self->folder, "authorized_keys", NULL);
  g_autofree char *all = NULL;
  g_autofree char *first = NULL;
  int role = 0;

  fixture_make_project (self);
  groups = path_of (self, "/groups");
  assert_status (self, self->admin, "POST", groups,
                 "{\"groupHashList\":[\"" GROUP "\"],\"userRole\":1}", 200);
  g_assert_true (g_file_get_contents (path, &all, NULL, NULL));
  first = g_strndup (all, strchr (all, '\n') + 1 - all);
  g_file_set_contents (path, first, -1, NULL);
  g_assert_true (emulator_reload_keys (self->emulator, NULL));
  g_assert_true (
      emulator_store_get_role (self->emulator->store, EMULATOR_RESOURCE_PROJECT,
                               self->project, "b@example.com", &role, NULL));
  g_assert_cmpint (role, ==, EMULATOR_ROLE_NONE);
  g_file_set_contents (path, all, -1, NULL);
  g_assert_true (emulator_reload_keys (self->emulator, NULL));
  g_assert_true (
      emulator_store_get_role (self->emulator->store, EMULATOR_RESOURCE_PROJECT,
                               self->project, "b@example.com", &role, NULL));
  g_assert_cmpint (role, ==, 1);
}

/* ---- users ---- */

static const char *const bad_users[] = {
  "{\"user_emails\":[\"b@example.com\"],\"user_role\":5}",
  "{\"user_emails\":[\"b@example.com\"],\"user_role\":1.5}",
  "{\"user_emails\":[\"b@example.com\"]}",
  "{\"user_emails\":[7],\"user_role\":1}",
  "{\"user_role\":1}",
};

static void
test_users (Fixture *self, gconstpointer data)
{
  g_autofree char *project = NULL;
  g_auto (Answer) answer = { 0 };
  JsonArray *users;

  fixture_make_project (self);
  project = path_of (self, "");
  for (guint i = 0; i < G_N_ELEMENTS (bad_users); i++) {
    g_test_message ("%s", bad_users[i]);
    fixture_call (self, "projectusers", "POST", "null", bad_users[i], &answer);
    answer_assert_refused (&answer, "INVALID_ARGUMENTS_ERROR");
  }
  assert_status (self, self->other, "GET", project, NULL, 403);
  fixture_call (self, "projectusers", "POST", "null",
                "{\"user_emails\":[\"b@example.com\",\"'; DROP TABLE x;--\"],"
                "\"user_role\":4}",
                &answer);
  users = json_node_get_array (answer_get_response (&answer));
  g_assert_cmpuint (json_array_get_length (users), ==, 2);
  g_assert_cmpstr (json_object_get_string_member (
                       json_array_get_object_element (users, 1), "user_email"),
                   ==, "'; DROP TABLE x;--");
  assert_status (self, self->other, "GET", project, NULL, 200);
  fixture_call_as (self, self->other, "project", self->project, "projectusers",
                   "POST", "null", "{\"user_emails\":[],\"user_role\":0}",
                   &answer);
  answer_assert_refused (&answer, "AUTHORISATION_ERROR");
}

static void
test_integrations (Fixture *self, gconstpointer data)
{
  g_auto (Answer) answer = { 0 };

  fixture_v2 (self, self->other, "GET", "cloud-integrations", NULL, &answer);
  g_assert_cmpuint (answer.status, ==, 200);
  g_assert_cmpuint (json_array_get_length (json_object_get_array_member (
                        json_node_get_object (answer.json), "result")),
                    ==, 0);
  assert_status (self, self->stranger, "GET", "cloud-integrations", NULL, 401);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, func)                                                        \
  g_test_add ("/emulator/people/" name, Fixture, NULL, fixture_set_up, func,   \
              fixture_tear_down)
  ADD ("organisation", test_organisation);
  ADD ("grant", test_grant);
  ADD ("members-may-list", test_members_may_list);
  ADD ("revoke", test_revoke);
  ADD ("bad-grants", test_bad_grants);
  ADD ("parts", test_parts);
  ADD ("keys", test_keys);
  ADD ("users", test_users);
  ADD ("integrations", test_integrations);
#undef ADD
  return g_test_run ();
}
