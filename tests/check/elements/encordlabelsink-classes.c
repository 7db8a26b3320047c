/* encordlabelsink-classes.c - which classes go to which objects of the ontology
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "labelsink-world.h"

GST_START_TEST (test_class_not_in_ontology)
{
  static const char *const unknown[] = { "face", "zebra", NULL };
  g_autoptr (World) world = world_new ();
  g_autofree char *text = NULL;
  GstHarness *harness = world_make_harness (world);

  world_begin (world, harness, unknown);
  text = world_wait_for_error (world);
  fail_unless (strstr (text, "zebra") != NULL && strstr (text, "face") == NULL,
               "%s", text);
  /* what was seen so far is not lost, and the failure is told once */
  push_frames (harness, 0, N_FRAMES, 0.25);
  gst_element_set_state (harness->element, GST_STATE_READY);
  fail_unless (gst_bus_pop_filtered (world->bus, GST_MESSAGE_ERROR) == NULL);
  world_free_harness (world, harness);
}
GST_END_TEST;

GST_START_TEST (test_unmapped_class_is_dropped_on_request)
{
  static const char *const some[] = { "face", "zebra", NULL };
  g_autoptr (World) world = world_new ();
  g_autoptr (GstStructure) summary = NULL;
  GstHarness *harness =
      world_make_harness_with (world, "unmapped", "drop", NULL);

  world_begin (world, harness, some);
  for (guint i = 0; i < N_FRAMES; i++)
    push_frame (harness, i, i % 2 ? "face" : "zebra", i % 2 ? 0.25 : 0.7);
  summary = world_complete (world, harness);

  check_count (summary, "tracks", 1);
  /* gaps of one frame are filled */
  check_count (summary, "labels", N_FRAMES - 1);
}
GST_END_TEST;

GST_START_TEST (test_class_map)
{
  static const char *const model[] = { "traffic_light", "visage", NULL };
  g_autoptr (World) world = world_new ();
  g_autoptr (GstStructure) summary = NULL;
  g_autoptr (EncordLabelRow) row = NULL;
  g_autoptr (GPtrArray) objects = NULL;
  GstHarness *harness =
      world_make_harness_with (world, "class-map", "map, visage=face", NULL);

  world_begin (world, harness, model);
  for (guint i = 0; i < N_FRAMES; i++)
    push_frame (harness, i, model[i >= N_FRAMES / 2],
                i >= N_FRAMES / 2 ? 0.65 : 0.05);
  summary = world_complete (world, harness);

  row = world_fetch_row (world);
  objects = encord_label_row_get_object_instances (row);
  fail_unless_equals_int (objects->len, 2);
  for (guint i = 0; i < 2; i++)
    fail_unless_equals_string (
        encord_ontology_object_get_name (
            encord_object_instance_get_ontology_object (objects->pdata[i])),
        i == 0 ? "Traffic Light" : "face");
}
GST_END_TEST;

static Suite *
encordlabelsink_classes_suite (void)
{
  Suite *s = suite_create ("encordlabelsink-classes");
  TCase *tc = tcase_create ("general");

  suite_add_tcase (s, tc);
  tcase_set_timeout (tc, 60);
  tcase_add_test (tc, test_class_not_in_ontology);
  tcase_add_test (tc, test_unmapped_class_is_dropped_on_request);
  tcase_add_test (tc, test_class_map);

  return s;
}

GST_CHECK_MAIN (encordlabelsink_classes);
