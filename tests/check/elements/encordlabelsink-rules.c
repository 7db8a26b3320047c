/* encordlabelsink-rules.c - which frames of a track become labels, class by class
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "labelsink-world.h"

#define PIXEL (1. / 64)

/* a face that stands still, but on one frame lies 1.5 pixels beside */
static GstStructure *
run_with_a_twitch (World *world, GstHarness *harness)
{
  world_begin (world, harness, world_classes);
  push_frames (harness, 0, 10, 0.25);
  push_frame (harness, 10, "face", 0.25 + 1.5 * PIXEL);
  push_frames (harness, 11, N_FRAMES - 11, 0.25);

  return world_complete (world, harness);
}

static void
check_frames (World *world, const char *expected)
{
  g_autoptr (EncordLabelRow) row = world_fetch_row (world);
  g_autoptr (GString) text = g_string_new (NULL);
  const int *frames;
  guint n;

  frames = encord_object_instance_get_frames (only_object (row), &n);
  for (guint i = 0; i < n; i++)
    g_string_append_printf (text, "%s%d", i > 0 ? " " : "", frames[i]);
  fail_unless_equals_string (text->str, expected);
}

GST_START_TEST (test_keys)
{
  static const struct
  {
    const char *pixels, *iou, *frames;
  } cases[] = {
    { "2", "0.9", "0 19" },
    { "1.1", "0.1", "0 9 10 13 19" },
    { "0", "0.8", "0 19" },
    { "0", "0.99", "0 9 10 11 19" },
  };
  g_autoptr (World) world = world_new ();

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (GstStructure) summary = run_with_a_twitch (
        world,
        world_make_harness_with (world, "write-mode", "keys", "smooth", "false",
                                 "key-frame-pixels", cases[i].pixels,
                                 "key-frame-iou", cases[i].iou, NULL));

    check_count (summary, "tracks", 1);
    check_frames (world, cases[i].frames);
  }
}
GST_END_TEST;

/* the object stays the same one, whatever is written of it */
GST_START_TEST (test_dense_becomes_keys_and_back)
{
  static const char *const modes[] = { "dense", "keys", "dense" };
  g_autoptr (World) world = world_new ();
  g_autofree char *hash = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (modes); i++) {
    g_autoptr (GstStructure) summary = world_run_harness (
        world, world_make_harness_with (world, "write-mode", modes[i], NULL),
        0.25);
    g_autoptr (EncordLabelRow) row = world_fetch_row (world);
    EncordObjectInstance *object = only_object (row);

    check_count (summary, "labels", i == 1 ? 2 : N_FRAMES);
    if (hash == NULL)
      hash = g_strdup (encord_object_instance_get_object_hash (object));
    fail_unless_equals_string (encord_object_instance_get_object_hash (object),
                               hash);
  }
}
GST_END_TEST;

/* (transfer full): the file's path */
static char *
write_settings (World *world, const char *json)
{
  char *path = g_build_filename (emulator_process_get_folder (world->emulator),
                                 "settings.json", NULL);

  fail_unless (g_file_set_contents (path, json, -1, NULL));

  return path;
}

/* faces on all frames, traffic lights on every second one */
static GstStructure *
run_two_classes (World *world, GstHarness *harness)
{
  world_begin (world, harness, world_classes);
  for (guint i = 0; i < N_FRAMES; i++)
    push_frame (harness, i, world_classes[i % 2], i % 2 ? 0.75 : 0);

  return world_complete (world, harness);
}

GST_START_TEST (test_settings_file)
{
  g_autoptr (World) world = world_new ();
  g_autofree char *path = write_settings (
      world, "{\"write-mode\": \"keys\", \"classes\":"
             " {\"Traffic Light\": {\"write-mode\": \"raw\"}}}");
  g_autoptr (GstStructure) file = run_two_classes (
      world, world_make_harness_with (world, "settings-file", path, NULL));
  g_autoptr (GstStructure) corrected = NULL;

  check_count (file, "tracks", 2);
  check_count (file, "labels", 2 + N_FRAMES / 2);

  /* the property corrects what the file says of all classes, no more */
  corrected = run_two_classes (
      world, world_make_harness_with (world, "settings-file", path,
                                      "write-mode", "dense", NULL));
  check_count (corrected, "labels", N_FRAMES - 1 + N_FRAMES / 2);
}
GST_END_TEST;

/* all are seen with 0.75 */
GST_START_TEST (test_least_confidence_of_a_class)
{
  g_autoptr (World) world = world_new ();
  g_autofree char *path = write_settings (
      world, "{\"min-confidence\": 0.7, \"write-mode\": \"raw\","
             " \"classes\": {\"face\": {\"min-confidence\": 0.8}}}");
  g_autoptr (GstStructure) summary = run_two_classes (
      world, world_make_harness_with (world, "settings-file", path, NULL));

  check_count (summary, "tracks", 1);
  check_count (summary, "labels", N_FRAMES / 2);
}
GST_END_TEST;

GST_START_TEST (test_bad_settings_file)
{
  g_autoptr (World) world = world_new ();
  g_autofree char *path =
      write_settings (world, "{\"classes\": {\"face\": {\"smoth\": true}}}");
  g_autofree char *missing = g_strconcat (path, ".not", NULL);
  const char *const paths[] = { path, missing };

  for (gsize i = 0; i < G_N_ELEMENTS (paths); i++) {
    GstElement *sink = world_make_sink (world);
    g_autofree char *text = NULL;

    g_object_set (sink, "settings-file", paths[i], NULL);
    text = world_start_in_vain (world, sink);
    fail_unless (strstr (text, paths[i]) != NULL, "%s", text);
    fail_unless (i == 1 || strstr (text, "class \"face\": \"smoth\"") != NULL,
                 "%s", text);
  }
}
GST_END_TEST;

GST_START_TEST (test_least_confidence)
{
  g_autoptr (World) world = world_new ();
  g_autoptr (GstStructure) seen = world_run_harness (
      world, world_make_harness_with (world, "min-confidence", "0.75", NULL),
      0.25);
  g_autoptr (GstStructure) unseen = world_run_harness (
      world, world_make_harness_with (world, "min-confidence", "0.76", NULL),
      0.25);

  check_count (seen, "labels", N_FRAMES);
  check_count (unseen, "labels", 0);
}
GST_END_TEST;

/* a unit that waits is finished by the rules that it was seen with */
GST_START_TEST (test_rules_wait_with_the_unit)
{
  g_autoptr (World) world = world_new ();
  g_autoptr (GstStructure) down = NULL, up = NULL;
  GstHarness *harness =
      world_make_harness_with (world, "write-mode", "keys", NULL);

  emulator_process_stop (world->emulator);
  down = world_run_harness (world, harness, 0.25);
  check_count (down, "rows-journalled", 1);

  emulator_process_start (world->emulator);
  harness = world_make_harness_with (world, "write-mode", "dense", NULL);
  world_begin (world, harness, world_classes);
  up = world_finish (world, harness);
  check_count (up, "rows-saved", 1);
  check_count (up, "labels", 2);
}
GST_END_TEST;

static Suite *
encordlabelsink_rules_suite (void)
{
  Suite *s = suite_create ("encordlabelsink-rules");
  TCase *tc = tcase_create ("general");

  suite_add_tcase (s, tc);
  /* without a server each call is tried for nine seconds */
  tcase_set_timeout (tc, 120);
  tcase_add_test (tc, test_keys);
  tcase_add_test (tc, test_dense_becomes_keys_and_back);
  tcase_add_test (tc, test_settings_file);
  tcase_add_test (tc, test_least_confidence_of_a_class);
  tcase_add_test (tc, test_bad_settings_file);
  tcase_add_test (tc, test_least_confidence);
  tcase_add_test (tc, test_rules_wait_with_the_unit);

  return s;
}

GST_CHECK_MAIN (encordlabelsink_rules);
