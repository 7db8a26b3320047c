/* merge-histories.c - random histories of runs and human edits against the rules of merging
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "merge-world.h"

#define N_HISTORIES 100
#define N_ROUNDS 12

static void
check_decisions (World *world)
{
  GHashTableIter iter;
  gpointer key, value;

  g_hash_table_iter_init (&iter, world->decided);
  while (g_hash_table_iter_next (&iter, &key, &value)) {
    g_auto (GStrv) parts = g_strsplit (key, " ", 2);
    const EncordMergeObject *object = world_find_object (world->row, parts[0]);
    g_autofree char *now = world_describe_entry (
        object != NULL ? encord_merge_object_find (object, atoi (parts[1]))
                       : NULL);

    g_assert_cmpstr (now, ==, value);
  }
}

/* nothing that a human threw out comes back in another object's name */
static void
check_not_brought_back (World *world, const EncordMergeOperation *operation)
{
  const EncordMergeObject *journalled =
      world_find_object (world->journal, operation->object_hash);

  if (journalled != NULL &&
      encord_merge_object_find (journalled, operation->entry.frame) != NULL)
    return;
  for (guint i = 0; i < world->rejected->len; i++) {
    const EncordMergeEntry *rejected =
        &g_array_index (world->rejected, EncordMergeEntry, i);

    if (rejected->frame == operation->entry.frame &&
        g_str_equal (world->rejected_features->pdata[i],
                     operation->feature_hash))
      g_assert_cmpfloat (encord_box_iou (&rejected->box, &operation->entry.box),
                         <, 0.5);
  }
}

static gboolean
is_human (World *world, const char *hash)
{
  return world_find_object (world->journal, hash) == NULL;
}

/* only on request, only what was drawn by hand, and only for one of ours there */
static void
check_replaced (World *world, const EncordMergePlan *plan,
                const EncordMergeObject *object, const EncordMergeEntry *entry)
{
  g_autofree char *key =
      g_strdup_printf ("%s %d", object->object_hash, entry->frame);
  gboolean found = FALSE;

  g_assert_cmpint (world->policy, ==, ENCORD_MERGE_REPLACE);
  g_assert_true (entry->manual);
  for (guint i = 0; i < plan->operations->len; i++) {
    const EncordMergeOperation *operation =
        &g_array_index (plan->operations, EncordMergeOperation, i);

    found |= operation->action == ENCORD_MERGE_SET_ENTRY &&
             operation->entry.frame == entry->frame &&
             g_str_equal (operation->feature_hash, object->feature_hash) &&
             encord_box_iou (&operation->entry.box, &entry->box) >= 0.5;
  }
  g_assert_true (found);
  g_hash_table_remove (world->decided, key);
  world->n_replaced++;
}

static void
apply_removed_entry (World *world, const EncordMergePlan *plan,
                     const EncordMergeOperation *operation,
                     EncordMergeObject *object, gboolean complete)
{
  const EncordMergeEntry *now =
      encord_merge_object_find (object, operation->entry.frame);

  g_assert_nonnull (now);
  if (is_human (world, operation->object_hash))
    check_replaced (world, plan, object, now);
  else
    g_assert_true (complete);
  world_remove_entry (object, operation->entry.frame);
}

static void
apply_removed_object (World *world, const EncordMergePlan *plan,
                      EncordMergeObject *object, gboolean complete)
{
  if (is_human (world, object->object_hash))
    for (guint i = 0; i < object->entries->len; i++)
      check_replaced (world, plan, object,
                      &g_array_index (object->entries, EncordMergeEntry, i));
  else
    g_assert_true (complete);
  g_ptr_array_remove (world->row, object);
}

/* an object of a human is written into on request only, and only where it has
 * nothing */
static void
check_written (World *world, EncordMergeObject *object,
               const EncordMergeEntry *entry)
{
  if (!g_str_has_prefix (object->object_hash, "human"))
    return;
  world->n_adopted++;
  g_assert_true (world->mixed || world->policy == ENCORD_MERGE_ADOPT);
  if (is_human (world, object->object_hash))
    g_assert_null (encord_merge_object_find (object, entry->frame));
}

static void
apply (World *world, const EncordMergePlan *plan, gboolean complete)
{
  for (guint i = 0; i < plan->operations->len; i++) {
    const EncordMergeOperation *operation =
        &g_array_index (plan->operations, EncordMergeOperation, i);
    EncordMergeObject *object =
        world_find_object (world->row, operation->object_hash);

    switch (operation->action) {
      case ENCORD_MERGE_ADD_OBJECT:
        g_assert_false (
            g_hash_table_contains (world->hashes, operation->object_hash));
        g_hash_table_add (world->hashes, g_strdup (operation->object_hash));
        g_ptr_array_add (world->row,
                         encord_merge_object_new (operation->object_hash,
                                                  operation->feature_hash));
        break;
      case ENCORD_MERGE_SET_ENTRY:
        g_assert_nonnull (object);
        check_not_brought_back (world, operation);
        check_written (world, object, &operation->entry);
        world_set_entry (object, &operation->entry);
        break;
      case ENCORD_MERGE_REMOVE_ENTRY:
        apply_removed_entry (world, plan, operation, object, complete);
        break;
      case ENCORD_MERGE_REMOVE_OBJECT:
        apply_removed_object (world, plan, object, complete);
        break;
      case ENCORD_MERGE_LEAVE_ALONE:
        g_assert_cmpint (operation->reason, !=, ENCORD_MERGE_WANTED);
        break;
      default:
        g_assert_not_reached ();
    }
  }
  world_drop_empty_objects (world);
}

static EncordMergePlan *
plan_run (World *world, GPtrArray *mine, gboolean complete)
{
  static const EncordFrameRange all = { 0, N_FRAMES };
  const EncordMergeInput input = {
    .base = world->journal,
    .theirs = world->row,
    .mine = mine,
    .policy = world->policy,
    .complete = complete,
    .seen = &all,
    .n_seen = 1,
    .seed = g_rand_int (world->rand),
  };

  return encord_merge_plan_new (&input);
}

/* TRUE when the run changed the row */
static gboolean
run_once (World *world, GPtrArray *mine, gboolean complete)
{
  g_autoptr (EncordMergePlan) plan = plan_run (world, mine, complete);

  apply (world, plan, complete);
  check_decisions (world);
  g_ptr_array_unref (world->journal);
  world->journal = g_ptr_array_ref (plan->base);

  return plan->n_changes > 0;
}

static void
run (World *world)
{
  g_autoptr (GPtrArray) mine = world_make_run (world);
  const gboolean complete = world_pick (world, 3) != 0;

  run_once (world, mine, complete);
  /* The same again changes nothing. A track whose object has lost all it had to
   * human decisions may take one more run to find itself a new one. */
  if (run_once (world, mine, complete))
    g_assert_false (run_once (world, mine, complete));
}

#define MIXED (ENCORD_MERGE_REPLACE + 1)

static void
play_histories (int asked, gboolean shaped)
{
  guint n_adopted = 0, n_replaced = 0;

  for (guint i = 0; i < N_HISTORIES; i++) {
    World *world = world_new (g_test_rand_int ());

    world->mixed = asked == MIXED;
    world->shaped = shaped;
    for (guint round = 0; round < N_ROUNDS; round++) {
      world->policy =
          (EncordMergePolicy) (world->mixed ? world_pick (world, MIXED)
                                            : asked);
      world_let_human_work (world);
      run (world);
    }
    n_adopted += world->n_adopted;
    n_replaced += world->n_replaced;
    world_free (world);
  }
  g_assert_true ((n_adopted > 0) ==
                 (asked == ENCORD_MERGE_ADOPT || asked == MIXED));
  g_assert_true ((n_replaced > 0) ==
                 (asked == ENCORD_MERGE_REPLACE || asked == MIXED));
}

static void
test_boxes (gconstpointer policy)
{
  play_histories (GPOINTER_TO_INT (policy), FALSE);
}

static void
test_shapes (gconstpointer policy)
{
  play_histories (GPOINTER_TO_INT (policy), TRUE);
}

/* without humans the row is what the last complete run says, whatever came
 * before, and saying it again changes nothing */
static void
test_without_humans (void)
{
  for (guint i = 0; i < N_HISTORIES; i++) {
    World *world = world_new (g_test_rand_int ());

    for (guint round = 0; round < 8; round++) {
      g_autoptr (GPtrArray) mine = world_make_run (world);
      const gboolean complete = world_pick (world, 2);
      guint n_wanted = 0, n_found = 0;

      run_once (world, mine, complete);
      g_assert_false (run_once (world, mine, complete));
      if (!complete)
        continue;

      g_assert_cmpuint (world->row->len, ==, mine->len);
      for (guint m = 0; m < mine->len; m++)
        n_wanted += ((EncordMergeObject *) mine->pdata[m])->entries->len;
      for (guint r = 0; r < world->row->len; r++)
        n_found += ((EncordMergeObject *) world->row->pdata[r])->entries->len;
      g_assert_cmpuint (n_found, ==, n_wanted);
    }
    world_free (world);
  }
}

static const struct
{
  const char *name;
  int policy;
} policies[] = {
  { "skip", ENCORD_MERGE_SKIP },
  { "adopt", ENCORD_MERGE_ADOPT },
  { "add", ENCORD_MERGE_ADD },
  { "replace", ENCORD_MERGE_REPLACE },
  { "mixed", MIXED },
};

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (policies); i++) {
    g_autofree char *boxes =
        g_strconcat ("/merge-histories/boxes/", policies[i].name, NULL);
    g_autofree char *shapes =
        g_strconcat ("/merge-histories/shapes/", policies[i].name, NULL);

    g_test_add_data_func (boxes, GINT_TO_POINTER (policies[i].policy),
                          test_boxes);
    g_test_add_data_func (shapes, GINT_TO_POINTER (policies[i].policy),
                          test_shapes);
  }
  g_test_add_func ("/merge-histories/without-humans", test_without_humans);

  return g_test_run ();
}
