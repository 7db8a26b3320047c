/* replays-people.c - who works in a project
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "requests.h"

#define GROUP "88888888-8888-4888-8888-888888888888"
#define OTHER_GROUP "55555555-5555-4555-8555-555555555555"

static const char *const one_group[] = { GROUP, NULL };
static const char *const two_groups[] = { GROUP, OTHER_GROUP, NULL };

static void
call_add_users (Context *ctx)
{
  static const char *const mails[] = { "a@example.com", "b@example.com", NULL };
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) users = encord_project_add_users (
      ctx->project, mails, ENCORD_USER_ROLE_ANNOTATOR, NULL, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (users->len, ==, 1);
  g_assert_cmpstr (encord_project_user_get_user_email (users->pdata[0]), ==,
                   "a@example.com");
  g_assert_cmpint (encord_project_user_get_user_role (users->pdata[0]), ==,
                   ENCORD_USER_ROLE_ANNOTATOR);
  g_assert_cmpstr (encord_project_user_get_project_hash (users->pdata[0]), ==,
                   PROJECT);
}

static void
call_list_groups (Context *ctx)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) groups =
      encord_project_list_groups (ctx->project, NULL, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (groups->len, ==, 1);
  g_assert_cmpstr (encord_project_group_get_group_hash (groups->pdata[0]), ==,
                   GROUP);
  g_assert_true (
      encord_project_group_get_is_same_organisation (groups->pdata[0]));
  g_assert_cmpint (g_date_time_get_year (
                       encord_project_group_get_created_at (groups->pdata[0])),
                   ==, 2024);
}

static void
call_add_one_group (Context *ctx)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (encord_project_add_groups (
      ctx->project, one_group, ENCORD_USER_ROLE_REVIEWER, NULL, &error));
  g_assert_no_error (error);
}

static void
call_add_two_groups (Context *ctx)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (encord_project_add_groups (
      ctx->project, two_groups, ENCORD_USER_ROLE_TEAM_MANAGER, NULL, &error));
  g_assert_no_error (error);
}

static void
call_remove_two_groups (Context *ctx)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (
      encord_project_remove_groups (ctx->project, two_groups, NULL, &error));
  g_assert_no_error (error);
}

static void
call_remove_one_group (Context *ctx)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (
      encord_project_remove_groups (ctx->project, one_group, NULL, &error));
  g_assert_no_error (error);
}

static void
call_list_timers (Context *ctx)
{
  g_autoptr (GDateTime) after = g_date_time_new_utc (2024, 5, 1, 0, 0, 0);
  g_autoptr (GDateTime) before = g_date_time_new_utc (2024, 5, 2, 0, 0, 0);
  g_autoptr (EncordPager) timers = encord_project_list_collaborator_timers (
      ctx->project, after, before, ENCORD_TIMER_GROUPING_PROJECT);
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) page = encord_pager_next (timers, NULL, &error);
  g_autoptr (GPtrArray) end = NULL;

  g_assert_no_error (error);
  g_assert_cmpuint (page->len, ==, 1);
  g_assert_cmpfloat (
      encord_collaborator_timer_get_time_seconds (page->pdata[0]), ==, 12.5);
  end = encord_pager_next (timers, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (end->len, ==, 0);
}

const Replay replays_people[] = {
  { "10-add_users", given_project, call_add_users },
  { "11-list_groups", given_project, call_list_groups },
  { "12-add_group-one", given_project, call_add_one_group },
  { "13-add_group-list", given_project, call_add_two_groups },
  { "14-remove_group-list", given_project, call_remove_two_groups },
  { "15-remove_group-one", given_project, call_remove_one_group },
  { "52-list_collaborator_timers", given_project, call_list_timers },
  { NULL },
};
