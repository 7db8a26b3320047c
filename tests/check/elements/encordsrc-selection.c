/* encordsrc-selection.c - which units of a project are played
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "source-world.h"

GST_START_TEST (selection_by_title_and_number)
{
  g_autoptr (World) world = world_new (media_server.project_hash);

  g_object_set (world->src, "title-like", "%s%", "max-units", 1, NULL);
  world_play (world);
  world_wait_for_eos (world);

  fail_unless_equals_string (world->log->str, FIRST "eos");
}
GST_END_TEST;

GST_START_TEST (selection_by_hash)
{
  g_autofree char *hashes = g_strjoin (", ", media_server.data_hashes[0],
                                       media_server.data_hashes[2], NULL);
  g_autoptr (World) world = world_new (media_server.project_hash);

  g_object_set (world->src, "data-hashes", hashes, NULL);
  world_play (world);
  world_wait_for_eos (world);

  fail_unless_equals_string (world->log->str, FIRST SECOND ("2000") "eos");
}
GST_END_TEST;

GST_START_TEST (selection_by_workflow_stage)
{
  g_autoptr (World) world = world_new (media_server.project_hash);

  g_object_set (world->src, "workflow-stage", "Annotate", "max-units", 1, NULL);
  world_play (world);
  world_wait_for_eos (world);

  fail_unless_equals_string (world->log->str, FIRST "eos");
}
GST_END_TEST;

GST_START_TEST (selection_by_task_status)
{
  g_autoptr (World) world = world_new (media_server.project_hash);

  g_object_set (world->src, "task-status", "ASSIGNED, QUEUED", "max-units", 1,
                NULL);
  world_play (world);
  world_wait_for_eos (world);

  fail_unless_equals_string (world->log->str, FIRST "eos");
}
GST_END_TEST;

GST_START_TEST (unknown_task_status_is_an_error)
{
  g_autoptr (World) world = world_new (media_server.project_hash);

  g_object_set (world->src, "task-status", "QUEUED,finished", NULL);
  world_play (world);
  world_check_error (world, GST_RESOURCE_ERROR, GST_RESOURCE_ERROR_SETTINGS,
                     "\"finished\" is none of QUEUED, ASSIGNED");
  fail_unless_equals_string (world->log->str, "");
}
GST_END_TEST;

/* the remedy names the filters that are set, and no others */
GST_START_TEST (nothing_selected_is_a_warning)
{
  g_autoptr (World) world = world_new (media_server.project_hash);

  g_object_set (world->src, "workflow-stage", "Complete", "task-status",
                "COMPLETED,RETURNED", NULL);
  world_play (world);
  world_wait_for_eos (world);

  fail_unless_equals_string (world->log->str, "eos");
  world_check_warning (world, "no unit is selected");
  fail_unless (strstr (world->remedies->str,
                       "No row passes task-status=\"COMPLETED,RETURNED\", "
                       "workflow-stage=\"Complete\"") != NULL,
               "%s", world->remedies->str);
}
GST_END_TEST;

GST_START_TEST (uri_names_project_and_data)
{
  g_autofree char *uri = g_strdup_printf (
      "encord://%s/%s", media_server.project_hash, media_server.data_hashes[0]);
  g_autofree char *back = NULL;
  g_autoptr (World) world = world_new (NULL);
  g_autoptr (GError) error = NULL;

  fail_unless (
      gst_uri_handler_set_uri (GST_URI_HANDLER (world->src), uri, &error));
  back = gst_uri_handler_get_uri (GST_URI_HANDLER (world->src));
  fail_unless_equals_string (back, uri);
  fail_if (gst_uri_handler_set_uri (GST_URI_HANDLER (world->src), "encord://",
                                    &error));
  g_assert_error (error, GST_URI_ERROR, GST_URI_ERROR_BAD_URI);
  world_play (world);
  world_wait_for_eos (world);

  fail_unless_equals_string (world->log->str, FIRST "eos");
}
GST_END_TEST;

static Suite *
encordsrc_selection_suite (void)
{
  Suite *suite = suite_create ("encordsrc-selection");
  TCase *tc = tcase_create ("general");

  suite_add_tcase (suite, tc);
  tcase_add_checked_fixture (tc, media_server_set_up, media_server_tear_down);
  tcase_set_timeout (tc, 120);
  tcase_add_test (tc, selection_by_title_and_number);
  tcase_add_test (tc, selection_by_hash);
  tcase_add_test (tc, selection_by_workflow_stage);
  tcase_add_test (tc, selection_by_task_status);
  tcase_add_test (tc, unknown_task_status_is_an_error);
  tcase_add_test (tc, nothing_selected_is_a_warning);
  tcase_add_test (tc, uri_names_project_and_data);

  return suite;
}

GST_CHECK_MAIN (encordsrc_selection)
