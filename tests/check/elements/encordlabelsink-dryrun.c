/* encordlabelsink-dryrun.c - a dry run says all and does nothing
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <json-glib/json-glib.h>
#include <sqlite3.h>

#include "labelsink-world.h"

static GstStructure *
dry_run (World *world, double x)
{
  return world_run_harness (
      world, world_make_harness_with (world, "dry-run", "true", NULL), x);
}

static JsonObject *
find_plan (World *world, JsonNode **ret_root)
{
  const GstStructure *message = world_find_message (world, "encord-dry-run");
  g_autoptr (GError) error = NULL;

  fail_unless (message != NULL);
  *ret_root =
      json_from_string (gst_structure_get_string (message, "plan"), &error);
  g_assert_no_error (error);

  return json_node_get_object (*ret_root);
}

static char *
member_text (JsonObject *object, const char *name)
{
  JsonNode *member = json_object_get_member (object, name);

  return member != NULL ? json_to_string (member, FALSE) : NULL;
}

static void
check_member (JsonObject *object, const char *name, const char *expected)
{
  g_autofree char *text = member_text (object, name);

  fail_unless (g_strcmp0 (text, expected) == 0, "%s is %s", name, text);
}

/* a row that nobody has made yet is not made either, nor a journal */
GST_START_TEST (test_untouched_row)
{
  g_autoptr (World) world = world_new ();
  g_autoptr (GstStructure) summary = dry_run (world, 0.25);
  const GstStructure *message = world_find_message (world, "encord-dry-run");
  g_autoptr (JsonNode) root = NULL;
  JsonObject *plan, *object, *class;

  check_count (summary, "rows-previewed", 1);
  check_count (summary, "rows-saved", 0);
  check_count (summary, "labels", N_FRAMES);
  fail_unless (world_find_message (world, "encord-row-saved") == NULL);
  fail_unless_equals_int64 (world_count_calls (world, "labelrow PUT"), 0);
  fail_unless_equals_int64 (world_count_calls (world, "labelrow POST"), 0);
  fail_if (g_file_test (world->journal_dir, G_FILE_TEST_EXISTS));

  check_count (message, "objects-added", 1);
  check_count (message, "labels-set", N_FRAMES);
  check_count (message, "labels-removed", 0);
  fail_unless (strstr (gst_structure_get_string (message, "text"),
                       "labels: 20 to set") != NULL);
  fail_unless_equals_string (world_find_text (world, "info"),
                             gst_structure_get_string (message, "text"));
  plan = find_plan (world, &root);
  check_member (plan, "title", "\"clip.avi\"");
  check_member (plan, "label-hash", "null");
  object = json_array_get_object_element (
      json_object_get_array_member (plan, "objects"), 0);
  check_member (object, "action", "\"add\"");
  check_member (object, "name", "\"face\"");
  check_member (object, "set", "[[0,19]]");
  check_member (object, "object-hash", NULL);
  class = json_array_get_object_element (
      json_object_get_array_member (plan, "classes"), 0);
  check_member (class, "class", "\"face\"");
  check_member (class, "object", "\"face\"");
}
GST_END_TEST;

static int
append_row (gpointer data, int n_columns, char **values, char **names)
{
  for (int i = 0; i < n_columns; i++)
    g_string_append_printf (data, "%s|", values[i]);
  g_string_append_c (data, '\n');

  return SQLITE_OK;
}

/* what the journal says; its files change when connections are closed */
static char *
read_journal (World *world)
{
  g_autofree char *path =
      g_build_filename (world->journal_dir, "journal.sqlite", NULL);
  GString *text = g_string_new (NULL);
  sqlite3 *db = NULL;

  fail_unless (sqlite3_open (path, &db) == SQLITE_OK);
  sqlite3_busy_timeout (db, 10000);
  fail_unless (sqlite3_exec (db,
                             "SELECT * FROM row; SELECT *, hex(entries) FROM "
                             "object; SELECT id, row_id FROM pending",
                             append_row, text, NULL) == SQLITE_OK);
  sqlite3_close (db);

  return g_string_free (text, FALSE);
}

GST_START_TEST (test_edited_row)
{
  static const EncordBox moved = { 0.5, 0.5, 0.125, 0.125, 0 };
  g_autoptr (World) world = world_new ();
  g_autoptr (GstStructure) once G_GNUC_UNUSED = world_run (world, 0.25);
  g_autoptr (GstStructure) dry = NULL, real = NULL;
  g_autoptr (EncordLabelRow) row = world_fetch_row (world);
  g_autofree char *before = NULL, *after = NULL;
  EncordObjectInstance *object = only_object (row);
  const GstStructure *message;
  g_autoptr (JsonNode) root = NULL;
  JsonObject *planned;

  fail_unless (encord_object_instance_set_box (object, 3, &moved, NULL, NULL));
  fail_unless (encord_object_instance_remove_frame (object, 5));
  human_saves (row);
  before = read_journal (world);
  dry = dry_run (world, 0.3125);
  after = read_journal (world);

  fail_unless (strlen (before) > 100);
  fail_unless_equals_string (before, after);
  fail_unless_equals_int64 (world_count_calls (world, "labelrow POST"), 2);
  message = world_find_message (world, "encord-dry-run");
  check_count (message, "labels-set", N_FRAMES - 2);
  check_count (message, "changed-by-human", 1);
  check_count (message, "deleted-by-human", 1);
  planned = json_array_get_object_element (
      json_object_get_array_member (find_plan (world, &root), "objects"), 0);
  check_member (planned, "action", "\"change\"");
  check_member (planned, "set", "[[0,2],[4,4],[6,19]]");
  check_member (planned, "changed-by-human", "[[3,3]]");
  check_member (planned, "deleted-by-human", "[[5,5]]");

  /* and so it comes */
  real = world_run (world, 0.3125);
  check_count (world_find_message (world, "encord-row-saved"), "changes",
               N_FRAMES - 2);
}
GST_END_TEST;

/* what waits is shown, too, and waits on */
GST_START_TEST (test_waiting_row)
{
  g_autoptr (World) world = world_new ();
  g_autoptr (GstStructure) dry = NULL, up = NULL;
  GstHarness *harness =
      world_make_harness_with (world, "shutdown-timeout", "0", NULL);

  emulator_process_stop (world->emulator);
  world_begin (world, harness, world_classes);
  push_frames (harness, 0, N_FRAMES, 0.25);
  world_free_harness (world, harness);

  emulator_process_start (world->emulator);
  harness = world_make_harness_with (world, "dry-run", "true", "project-hash",
                                     world->project_hash, NULL);
  gst_harness_push_event (harness, gst_event_new_stream_start ("none"));
  dry = world_finish (world, harness);
  check_count (dry, "rows-previewed", 1);

  harness = world_make_harness_with (world, "project-hash", world->project_hash,
                                     NULL);
  gst_harness_push_event (harness, gst_event_new_stream_start ("none"));
  up = world_finish (world, harness);
  check_count (up, "rows-saved", 1);
}
GST_END_TEST;

GST_START_TEST (test_server_down)
{
  g_autoptr (World) world = world_new ();
  g_autoptr (GstEncordUnit) unit = world_make_unit (world);
  g_autoptr (GstStructure) summary = NULL;
  GstHarness *harness =
      world_make_harness_with (world, "dry-run", "true", NULL);

  emulator_process_stop (world->emulator);
  gst_harness_set_src_caps_str (harness, WORLD_CAPS);
  gst_harness_push_event (harness, gst_encord_unit_event_new (unit));
  push_frames (harness, 0, N_FRAMES, 0.25);
  summary = world_complete (world, harness);

  check_count (summary, "rows-previewed", 0);
  check_count (summary, "rows-journalled", 0);
  fail_unless (world_find_message (world, "encord-row-journalled") == NULL);
  fail_unless (world_find_text (world, "warning") != NULL);
}
GST_END_TEST;

GST_START_TEST (test_file)
{
  g_autoptr (World) world = world_new ();
  g_autofree char *path = g_build_filename (
      emulator_process_get_folder (world->emulator), "plan.jsonl", NULL);
  g_autofree char *text = NULL;
  g_auto (GStrv) lines = NULL;

  for (guint i = 0; i < 2; i++) {
    g_autoptr (GstStructure) summary G_GNUC_UNUSED =
        world_run_harness (world,
                           world_make_harness_with (world, "dry-run", "true",
                                                    "dry-run-file", path, NULL),
                           0.25);
  }

  fail_unless (g_file_get_contents (path, &text, NULL, NULL));
  lines = g_strsplit (text, "\n", -1);
  fail_unless_equals_int (g_strv_length (lines), 3);
  fail_unless_equals_string (lines[2], "");
  for (guint i = 0; i < 2; i++) {
    g_autoptr (JsonNode) line = json_from_string (lines[i], NULL);

    check_member (json_node_get_object (line), "labels-set", "20");
  }
}
GST_END_TEST;

GST_START_TEST (test_file_that_cannot_be_written)
{
  g_autoptr (World) world = world_new ();
  g_autofree char *path = g_build_filename (
      emulator_process_get_folder (world->emulator), "no", "such", NULL);
  g_autofree char *text = NULL;
  GstHarness *harness = world_make_harness_with (world, "dry-run", "true",
                                                 "dry-run-file", path, NULL);

  world_begin (world, harness, world_classes);
  push_frames (harness, 0, N_FRAMES, 0.25);
  world_end (world, harness);
  text = world_wait_for_error (world);
  fail_unless (strstr (text, path) != NULL, "%s", text);
  world_free_harness (world, harness);
}
GST_END_TEST;

static Suite *
encordlabelsink_dryrun_suite (void)
{
  Suite *s = suite_create ("encordlabelsink-dryrun");
  TCase *tc = tcase_create ("general");

  suite_add_tcase (s, tc);
  /* without a server each call is tried for nine seconds */
  tcase_set_timeout (tc, 120);
  tcase_add_test (tc, test_untouched_row);
  tcase_add_test (tc, test_edited_row);
  tcase_add_test (tc, test_waiting_row);
  tcase_add_test (tc, test_server_down);
  tcase_add_test (tc, test_file);
  tcase_add_test (tc, test_file_that_cannot_be_written);

  return s;
}

GST_CHECK_MAIN (encordlabelsink_dryrun);
