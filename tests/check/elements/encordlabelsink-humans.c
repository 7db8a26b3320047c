/* encordlabelsink-humans.c - what people did to a row survives
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "labelsink-world.h"

GST_START_TEST (test_human_edits_survive)
{
  static const EncordBox moved = { 0.5, 0.5, 0.125, 0.125, 0 };
  g_autoptr (World) world = world_new ();
  g_autoptr (GstStructure) once G_GNUC_UNUSED = world_run (world, 0.25);
  g_autoptr (GstStructure) twice = NULL;
  g_autoptr (EncordLabelRow) edited = world_fetch_row (world);
  g_autoptr (EncordLabelRow) row = NULL;
  g_autofree char *hash = NULL;
  EncordObjectInstance *object, *added;

  object = only_object (edited);
  hash = g_strdup (encord_object_instance_get_object_hash (object));
  fail_unless (encord_object_instance_set_box (object, 3, &moved, NULL, NULL));
  fail_unless (encord_object_instance_remove_frame (object, 5));
  added = encord_label_row_add_object_instance (
      edited, encord_object_instance_get_ontology_object (object), "humanobj",
      NULL);
  fail_unless (encord_object_instance_set_box (added, 7, &moved, NULL, NULL));
  human_saves (edited);

  twice = world_run (world, 0.3125);
  check_count (twice, "rows-saved", 1);
  row = world_fetch_row (world);
  object = encord_label_row_get_object_instance (row, hash);
  added = encord_label_row_get_object_instance (row, "humanobj");
  fail_unless (object != NULL && added != NULL);
  for (int frame = 0; frame < N_FRAMES; frame++) {
    if (frame == 5)
      fail_if (encord_object_instance_has_frame (object, frame));
    else
      fail_unless (box_x (object, frame) == (frame == 3 ? 0.5 : 0.3125));
  }
  fail_unless (box_x (added, 7) == 0.5);
}
GST_END_TEST;

GST_START_TEST (test_object_deleted_by_human_stays_away)
{
  g_autoptr (World) world = world_new ();
  g_autoptr (GstStructure) once G_GNUC_UNUSED = world_run (world, 0.25);
  g_autoptr (GstStructure) twice = NULL;
  g_autoptr (EncordLabelRow) edited = world_fetch_row (world);
  g_autoptr (EncordLabelRow) row = NULL;
  g_autoptr (GPtrArray) objects = NULL;

  encord_label_row_remove_object_instance (edited, only_object (edited));
  human_saves (edited);
  twice = world_run (world, 0.25);

  check_count (twice, "rows-unchanged", 1);
  row = world_fetch_row (world);
  objects = encord_label_row_get_object_instances (row);
  fail_unless_equals_int (objects->len, 0);
}
GST_END_TEST;

static Suite *
encordlabelsink_humans_suite (void)
{
  Suite *s = suite_create ("encordlabelsink-humans");
  TCase *tc = tcase_create ("general");

  suite_add_tcase (s, tc);
  tcase_set_timeout (tc, 60);
  tcase_add_test (tc, test_human_edits_survive);
  tcase_add_test (tc, test_object_deleted_by_human_stays_away);

  return s;
}

GST_CHECK_MAIN (encordlabelsink_humans);
