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

/* A human has drawn on frames 4 and 5 what the model sees on all. */
static void
draw_by_hand (World *world)
{
  static const EncordBox box = { 0.25, 0.25, 0.25, 0.4375, 0 };
  g_autoptr (EncordLabelRow) row = world_fetch_row (world);
  EncordOntologyObject *class = encord_ontology_structure_find_object_by_title (
      encord_label_row_get_ontology_structure (row), "face");
  EncordObjectInstance *added =
      encord_label_row_add_object_instance (row, class, "humanobj", NULL);

  for (int frame = 4; frame <= 5; frame++)
    fail_unless (
        encord_object_instance_set_box (added, frame, &box, NULL, NULL));
  human_saves (row);
}

/* frames of the human's object, and of all others; 0: there is none */
static void
count_frames (World *world, guint *ret_human, guint *ret_ours)
{
  g_autoptr (EncordLabelRow) row = world_fetch_row (world);
  g_autoptr (GPtrArray) objects = encord_label_row_get_object_instances (row);

  *ret_human = *ret_ours = 0;
  for (guint i = 0; i < objects->len; i++) {
    guint n_frames;

    encord_object_instance_get_frames (objects->pdata[i], &n_frames);
    if (g_str_equal (encord_object_instance_get_object_hash (objects->pdata[i]),
                     "humanobj"))
      *ret_human += n_frames;
    else
      *ret_ours += n_frames;
  }
}

static const struct
{
  const char *name;
  guint n_human;  /* frames of the human's object afterwards */
  guint n_ours;   /* frames of other objects */
  guint n_labels; /* that count as ours */
  guint n_covered;
  guint n_replaced;
} policies[] = {
  { "skip", 2, N_FRAMES - 2, N_FRAMES - 2, 2, 0 },
  { "adopt", N_FRAMES, 0, N_FRAMES - 2, 0, 0 },
  { "add", 2, N_FRAMES, N_FRAMES, 0, 0 },
  { "replace", 0, N_FRAMES, N_FRAMES, 0, 2 },
};

static GstStructure *
run_with_policy (World *world, const char *policy)
{
  return world_run_harness (
      world, world_make_harness_with (world, "overlap-policy", policy, NULL),
      0.25);
}

GST_START_TEST (test_overlap_policies)
{
  g_autoptr (World) world = world_new ();
  g_autoptr (GstStructure) once = NULL, twice = NULL;
  const GstStructure *conflict;
  guint n_human, n_ours;

  draw_by_hand (world);
  once = run_with_policy (world, policies[__i__].name);
  check_count (once, "rows-saved", 1);
  check_count (once, "labels", policies[__i__].n_labels);
  count_frames (world, &n_human, &n_ours);
  fail_unless_equals_int (n_human, policies[__i__].n_human);
  fail_unless_equals_int (n_ours, policies[__i__].n_ours);
  conflict = world_find_message (world, "encord-row-conflict");
  if (conflict != NULL) {
    check_count (conflict, "covered", policies[__i__].n_covered);
    check_count (conflict, "replaced", policies[__i__].n_replaced);
  } else {
    fail_unless (policies[__i__].n_covered + policies[__i__].n_replaced == 0);
  }

  twice = run_with_policy (world, policies[__i__].name);
  check_count (twice, "rows-unchanged", 1);
  check_count (twice, "labels", policies[__i__].n_labels);
}
GST_END_TEST;

/* Of an adopted object only what was added to it is ours: the rest survives a run
 * that finds nothing. */
GST_START_TEST (test_adopted_object_loses_ours_only)
{
  g_autoptr (World) world = world_new ();
  g_autoptr (GstStructure) once G_GNUC_UNUSED = NULL, twice = NULL;
  GstHarness *harness;
  guint n_human, n_ours;

  draw_by_hand (world);
  once = run_with_policy (world, "adopt");
  harness = world_make_harness (world);
  world_begin (world, harness, world_classes);
  for (guint i = 0; i < N_FRAMES; i++)
    push_frame (harness, i, NULL, 0);
  twice = world_complete (world, harness);

  check_count (twice, "labels", 0);
  count_frames (world, &n_human, &n_ours);
  fail_unless_equals_int (n_human, 2);
  fail_unless_equals_int (n_ours, 0);
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
  tcase_add_loop_test (tc, test_overlap_policies, 0, G_N_ELEMENTS (policies));
  tcase_add_test (tc, test_adopted_object_loses_ours_only);

  return s;
}

GST_CHECK_MAIN (encordlabelsink_humans);
