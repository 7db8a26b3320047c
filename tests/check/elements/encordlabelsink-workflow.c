/* encordlabelsink-workflow.c - branches, and what happens to a row that is saved
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "labelsink-world.h"

static guint
count_objects (EncordLabelRow *row)
{
  g_autoptr (GPtrArray) objects = encord_label_row_get_object_instances (row);

  return objects->len;
}

static GstStructure *
run_on_branch (World *world, double x)
{
  return world_run_harness (
      world, world_make_harness_with (world, "branch-name", "model-2", NULL),
      x);
}

/* each branch has a row, and a place in the journal, of its own */
GST_START_TEST (test_branch)
{
  g_autoptr (World) world = world_new ();
  g_autoptr (GstStructure) once = run_on_branch (world, 0.25);
  g_autoptr (GstStructure) twice = run_on_branch (world, 0.25);
  g_autoptr (GstStructure) on_main = NULL;
  g_autoptr (EncordLabelRow) branch = world_fetch_branch (world, "model-2");
  g_autoptr (EncordLabelRow) main_row = world_fetch_row (world);

  check_count (once, "rows-saved", 1);
  check_count (twice, "rows-unchanged", 1);
  fail_unless_equals_string (
      gst_structure_get_string (world_find_message (world, "encord-row-saved"),
                                "branch-name"),
      "model-2");
  fail_unless (box_x (only_object (branch), 0) == 0.25);
  fail_unless_equals_int (count_objects (main_row), 0);

  on_main = world_run (world, 0.375);
  check_count (on_main, "rows-saved", 1);
  g_set_object (&branch, NULL);
  branch = world_fetch_branch (world, "model-2");
  fail_unless (box_x (only_object (branch), 0) == 0.25);
}
GST_END_TEST;

static void
complete (World *world)
{
  g_autoptr (EncordLabelRow) row = world_fetch_row (world);
  g_autoptr (GError) error = NULL;

  encord_label_row_workflow_complete (row, NULL, &error);
  g_assert_no_error (error);
}

/* what people review is on the main branch */
GST_START_TEST (test_branch_of_finished_row)
{
  g_autoptr (World) world = world_new ();
  g_autoptr (GstStructure) on_main = NULL, on_branch = NULL;

  complete (world);
  on_main = world_run (world, 0.25);
  check_count (on_main, "rows-skipped", 1);
  on_branch = run_on_branch (world, 0.25);
  check_count (on_branch, "rows-saved", 1);
}
GST_END_TEST;

static GstStructure *
run_with (World *world, const char *on_saved)
{
  return world_run_harness (world,
                            world_make_harness_with (world, "on-saved",
                                                     on_saved, "priority",
                                                     "0.75", NULL),
                            0.25);
}

static char *
stage_of (World *world)
{
  g_autoptr (EncordLabelRow) row = world_fetch_row (world);

  return g_strdup (encord_label_row_get_workflow_node_title (row));
}

static void
check_stage (World *world, const char *expected)
{
  g_autofree char *stage = stage_of (world);

  fail_unless_equals_string (stage, expected);
}

GST_START_TEST (test_completes)
{
  g_autoptr (World) world = world_new ();
  g_autoptr (GstStructure) once = NULL, again = NULL;

  once = run_with (world, "complete");
  check_count (once, "rows-saved", 1);
  check_stage (world, "Complete");
  again = run_with (world, "complete");
  check_count (again, "rows-skipped", 1);
}
GST_END_TEST;

/* what an earlier run failed to do is done where nothing is to be saved, too */
GST_START_TEST (test_completes_unchanged_row)
{
  g_autoptr (World) world = world_new ();
  g_autoptr (GstStructure) once G_GNUC_UNUSED = run_with (world, "none");
  g_autoptr (GstStructure) twice = NULL;

  check_stage (world, "Annotate");
  twice = run_with (world, "complete");
  check_count (twice, "rows-unchanged", 1);
  check_stage (world, "Complete");
}
GST_END_TEST;

GST_START_TEST (test_does_not_complete_half_a_unit)
{
  g_autoptr (World) world = world_new ();
  g_autoptr (GstStructure) summary = NULL;
  GstHarness *harness =
      world_make_harness_with (world, "on-saved", "complete", NULL);

  world_begin (world, harness, world_classes);
  push_frames (harness, 0, 8, 0.25);
  summary = world_finish (world, harness);

  check_count (summary, "rows-saved", 1);
  check_stage (world, "Annotate");
}
GST_END_TEST;

GST_START_TEST (test_sets_priority)
{
  static const char *const call = "POST projects/{project}/priorities";
  g_autoptr (World) world = world_new ();
  g_autoptr (GstStructure) once G_GNUC_UNUSED = run_with (world, "priority");
  g_autoptr (GstStructure) twice = NULL;
  g_autoptr (EncordLabelRow) row = world_fetch_row (world);
  double priority;

  fail_unless (encord_label_row_get_priority (row, &priority, NULL));
  fail_unless (priority == 0.75);
  fail_unless_equals_int64 (world_count_calls (world, call), 1);
  /* it has it already */
  twice = run_with (world, "priority");
  check_count (twice, "rows-unchanged", 1);
  fail_unless_equals_int64 (world_count_calls (world, call), 1);
}
GST_END_TEST;

/* a project without workflow has no last stage: the labels are saved all the same */
GST_START_TEST (test_cannot_complete)
{
  g_autoptr (World) world = world_new ();
  EncordClient *client = emulator_process_get_client (world->emulator);
  g_autoptr (EncordProject) project = NULL;
  g_autoptr (EncordLabelRow) row = world_fetch_row (world);
  g_autofree char *dataset = NULL;
  g_autoptr (GstStructure) summary = NULL;
  g_autoptr (GError) error = NULL;
  const char *warning;

  g_object_get (row, "dataset-hash", &dataset, NULL);
  project =
      encord_client_get_project (client, world->project_hash, NULL, &error);
  g_assert_no_error (error);
  g_free (world->project_hash);
  world->project_hash = encord_client_create_project (
      client, "manual", "", (const char *const[]){ dataset, NULL },
      encord_project_get_ontology_hash (project), NULL, NULL, &error);
  g_assert_no_error (error);

  summary = run_with (world, "complete");
  check_count (summary, "rows-saved", 1);
  check_count (summary, "rows-journalled", 0);
  warning = world_find_text (world, "warning");
  fail_unless (warning != NULL && strstr (warning, "clip.avi") != NULL, "%s",
               warning);
}
GST_END_TEST;

GST_START_TEST (test_settings_that_make_no_sense)
{
  static const char *const settings[][2] = {
    { "model-2", "complete" },
    { "", "none" },
  };
  g_autoptr (World) world = world_new ();

  for (guint i = 0; i < G_N_ELEMENTS (settings); i++) {
    GstElement *sink = world_make_sink (world);
    g_autofree char *text = NULL;

    g_object_set (sink, "branch-name", settings[i][0], NULL);
    gst_util_set_object_arg (G_OBJECT (sink), "on-saved", settings[i][1]);
    text = world_start_in_vain (world, sink);
    fail_unless (strstr (text, "branch") != NULL, "%s", text);
  }
}
GST_END_TEST;

static Suite *
encordlabelsink_workflow_suite (void)
{
  Suite *s = suite_create ("encordlabelsink-workflow");
  TCase *tc = tcase_create ("general");

  suite_add_tcase (s, tc);
  tcase_set_timeout (tc, 60);
  tcase_add_test (tc, test_branch);
  tcase_add_test (tc, test_branch_of_finished_row);
  tcase_add_test (tc, test_completes);
  tcase_add_test (tc, test_completes_unchanged_row);
  tcase_add_test (tc, test_does_not_complete_half_a_unit);
  tcase_add_test (tc, test_sets_priority);
  tcase_add_test (tc, test_cannot_complete);
  tcase_add_test (tc, test_settings_that_make_no_sense);

  return s;
}

GST_CHECK_MAIN (encordlabelsink_workflow);
