/* merge-histories.c - random histories of runs and human edits against the rules of merging
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <encord/labels/encord-merge-private.h>

#define N_FRAMES 12
#define N_HISTORIES 100
#define N_ROUNDS 12

/* a project's row as a server keeps it, with what humans did to it on the side */
typedef struct
{
  GRand *rand;
  GPtrArray *row;      /* EncordMergeObject */
  GPtrArray *journal;  /* likewise */
  GHashTable *hashes;  /* every object hash ever seen */
  GHashTable *decided; /* "hash frame" to what a human left there: text */
  GArray *rejected;    /* EncordMergeEntry deleted or changed by a human */
  GPtrArray *rejected_features;
  guint n_objects;
  guint n_answers;
  EncordMergePolicy policy;
  gboolean mixed; /* every run has another policy */
  guint n_adopted;
  guint n_replaced;
} World;

static int
pick (World *world, int n)
{
  return n > 0 ? g_rand_int_range (world->rand, 0, n) : 0;
}

static EncordMergeEntry
random_entry (World *world, int frame)
{
  return (EncordMergeEntry){
    .frame = frame,
    .confidence = encord_merge_quantise (g_rand_double (world->rand)),
    /* few places, so that tracks of different runs meet */
    .box = { pick (world, 4) * 0.2, pick (world, 3) * 0.05, 0.1,
             0.2 + pick (world, 2) * 0.02 },
  };
}

static EncordMergeObject *
random_object (World *world, const char *hash, gboolean manual)
{
  EncordMergeObject *object =
      encord_merge_object_new (hash, pick (world, 2) ? "feature1" : "feature2");
  const EncordMergeEntry start = random_entry (world, 0);

  for (int frame = pick (world, 6); frame < N_FRAMES; frame++) {
    EncordMergeEntry entry = random_entry (world, frame);

    if (pick (world, 5) == 0)
      continue;
    if (pick (world, 4) != 0)
      entry.box = start.box;
    entry.manual = manual;
    g_array_append_val (object->entries, entry);
  }

  return object;
}

static GPtrArray *
random_run (World *world)
{
  GPtrArray *mine = encord_merge_objects_new ();
  const int n = pick (world, 5);

  for (int i = 0; i < n; i++) {
    EncordMergeObject *object = random_object (world, NULL, FALSE);

    if (object->entries->len > 0)
      g_ptr_array_add (mine, object);
    else
      encord_merge_object_free (object);
  }

  return mine;
}

static EncordMergeObject *
find_object (GPtrArray *objects, const char *hash)
{
  for (guint i = 0; i < objects->len; i++) {
    EncordMergeObject *object = objects->pdata[i];

    if (g_str_equal (object->object_hash, hash))
      return object;
  }

  return NULL;
}

static void
set_entry (EncordMergeObject *object, const EncordMergeEntry *entry)
{
  guint at = 0;

  while (at < object->entries->len &&
         g_array_index (object->entries, EncordMergeEntry, at).frame <
             entry->frame)
    at++;
  if (at < object->entries->len &&
      g_array_index (object->entries, EncordMergeEntry, at).frame ==
          entry->frame)
    g_array_index (object->entries, EncordMergeEntry, at) = *entry;
  else
    g_array_insert_val (object->entries, at, *entry);
}

static void
remove_entry (EncordMergeObject *object, int frame)
{
  for (guint i = 0; i < object->entries->len; i++)
    if (g_array_index (object->entries, EncordMergeEntry, i).frame == frame)
      g_array_remove_index (object->entries, i--);
}

static void
drop_empty_objects (World *world)
{
  for (guint i = world->row->len; i > 0; i--) {
    const EncordMergeObject *object = world->row->pdata[i - 1];

    if (object->entries->len == 0)
      g_ptr_array_remove_index (world->row, i - 1);
  }
}

static char *
describe (const EncordMergeEntry *entry)
{
  if (entry == NULL)
    return g_strdup ("nothing");
  return g_strdup_printf ("%.7f %.7f %.7f %.7f %.7f %d", entry->box.x,
                          entry->box.y, entry->box.width, entry->box.height,
                          entry->confidence, entry->manual);
}

static void
note_decision (World *world, const EncordMergeObject *object, int frame,
               const EncordMergeEntry *before, const EncordMergeEntry *after)
{
  const EncordMergeObject *ours =
      find_object (world->journal, object->object_hash);
  const EncordMergeEntry *written =
      ours != NULL ? encord_merge_object_find (ours, frame) : NULL;

  /* what they throw out of their own may come from us later */
  if (before != NULL && written != NULL &&
      encord_merge_entry_equal (before, written)) {
    g_array_append_val (world->rejected, *before);
    g_ptr_array_add (world->rejected_features, g_strdup (object->feature_hash));
  }
  /* added and deleted again between two runs: nobody can know; nor what is
   * deleted in an object that is not ours, but might be adopted */
  if (after == NULL && before != NULL && written == NULL &&
      (ours != NULL || world->mixed || world->policy == ENCORD_MERGE_ADOPT)) {
    g_autofree char *key =
        g_strdup_printf ("%s %d", object->object_hash, frame);

    g_hash_table_remove (world->decided, key);
    return;
  }
  g_hash_table_replace (world->decided,
                        g_strdup_printf ("%s %d", object->object_hash, frame),
                        describe (after));
}

static void
human_changes_entry (World *world)
{
  EncordMergeObject *object;
  EncordMergeEntry before, after;

  if (world->row->len == 0)
    return;
  object = world->row->pdata[pick (world, world->row->len)];
  before = g_array_index (object->entries, EncordMergeEntry,
                          pick (world, object->entries->len));
  after = before;
  switch (pick (world, 3)) {
    case 0:
      after.box.x += 0.013;
      break;
    case 1:
      after.confidence = 1;
      after.manual = TRUE;
      break;
    default:
      after.box.height += 0.1;
      break;
  }
  set_entry (object, &after);
  note_decision (world, object, before.frame, &before, &after);
}

static void
human_deletes_entry (World *world)
{
  EncordMergeObject *object;
  EncordMergeEntry before;

  if (world->row->len == 0)
    return;
  object = world->row->pdata[pick (world, world->row->len)];
  before = g_array_index (object->entries, EncordMergeEntry,
                          pick (world, object->entries->len));
  note_decision (world, object, before.frame, &before, NULL);
  remove_entry (object, before.frame);
  drop_empty_objects (world);
}

static void
human_deletes_object (World *world)
{
  EncordMergeObject *object;

  if (world->row->len == 0)
    return;
  object = world->row->pdata[pick (world, world->row->len)];
  for (int frame = 0; frame < N_FRAMES; frame++)
    note_decision (world, object, frame,
                   encord_merge_object_find (object, frame), NULL);
  g_ptr_array_remove (world->row, object);
}

static void
human_adds_entry (World *world)
{
  EncordMergeObject *object;
  EncordMergeEntry entry;

  if (world->row->len == 0)
    return;
  object = world->row->pdata[pick (world, world->row->len)];
  entry = random_entry (world, pick (world, N_FRAMES));
  if (encord_merge_object_find (object, entry.frame) != NULL)
    return;
  entry.manual = pick (world, 2);
  set_entry (object, &entry);
  note_decision (world, object, entry.frame, NULL, &entry);
}

static void
human_adds_object (World *world)
{
  g_autofree char *hash = g_strdup_printf ("human%u", world->n_objects++);
  EncordMergeObject *object = random_object (world, hash, pick (world, 2));

  if (object->entries->len == 0) {
    encord_merge_object_free (object);
    return;
  }
  g_hash_table_add (world->hashes, g_strdup (hash));
  for (guint i = 0; i < object->entries->len; i++) {
    const EncordMergeEntry *entry =
        &g_array_index (object->entries, EncordMergeEntry, i);

    note_decision (world, object, entry->frame, NULL, entry);
  }
  g_ptr_array_add (world->row, object);
}

static void
human_answers (World *world)
{
  EncordMergeObject *object;

  if (world->row->len == 0)
    return;
  object = world->row->pdata[pick (world, world->row->len)];
  g_free (object->answers);
  /* saying the same again says nothing */
  object->answers = g_strdup_printf ("red %u", world->n_answers++);
  for (guint i = 0; i < object->entries->len; i++) {
    const EncordMergeEntry *entry =
        &g_array_index (object->entries, EncordMergeEntry, i);

    note_decision (world, object, entry->frame, NULL, entry);
  }
}

static void
human_works (World *world)
{
  static void (*const deeds[]) (World *) = {
    human_changes_entry, human_deletes_entry, human_deletes_object,
    human_adds_entry,    human_adds_object,   human_answers,
  };
  const int n = pick (world, 4);

  for (int i = 0; i < n; i++)
    deeds[pick (world, G_N_ELEMENTS (deeds))](world);
}

static void
check_decisions (World *world)
{
  GHashTableIter iter;
  gpointer key, value;

  g_hash_table_iter_init (&iter, world->decided);
  while (g_hash_table_iter_next (&iter, &key, &value)) {
    g_auto (GStrv) parts = g_strsplit (key, " ", 2);
    const EncordMergeObject *object = find_object (world->row, parts[0]);
    g_autofree char *now = describe (
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
      find_object (world->journal, operation->object_hash);

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
  return find_object (world->journal, hash) == NULL;
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
  remove_entry (object, operation->entry.frame);
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
        find_object (world->row, operation->object_hash);

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
        set_entry (object, &operation->entry);
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
  drop_empty_objects (world);
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
  g_autoptr (GPtrArray) mine = random_run (world);
  const gboolean complete = pick (world, 3) != 0;

  run_once (world, mine, complete);
  /* The same again changes nothing. A track whose object has lost all it had to
   * human decisions may take one more run to find itself a new one. */
  if (run_once (world, mine, complete))
    g_assert_false (run_once (world, mine, complete));
}

static World *
world_new (guint32 seed)
{
  World *world = g_new0 (World, 1);

  world->rand = g_rand_new_with_seed (seed);
  world->row = encord_merge_objects_new ();
  world->journal = encord_merge_objects_new ();
  world->hashes = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  world->decided =
      g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  world->rejected = g_array_new (FALSE, FALSE, sizeof (EncordMergeEntry));
  world->rejected_features = g_ptr_array_new_with_free_func (g_free);

  return world;
}

static void
world_free (World *world)
{
  g_rand_free (world->rand);
  g_ptr_array_unref (world->row);
  g_ptr_array_unref (world->journal);
  g_hash_table_unref (world->hashes);
  g_hash_table_unref (world->decided);
  g_array_unref (world->rejected);
  g_ptr_array_unref (world->rejected_features);
  g_free (world);
}

#define MIXED (ENCORD_MERGE_REPLACE + 1)

static void
test_histories (gconstpointer policy)
{
  const int asked = GPOINTER_TO_INT (policy);
  guint n_adopted = 0, n_replaced = 0;

  for (guint i = 0; i < N_HISTORIES; i++) {
    World *world = world_new (g_test_rand_int ());

    world->mixed = asked == MIXED;
    for (guint round = 0; round < N_ROUNDS; round++) {
      world->policy =
          (EncordMergePolicy) (world->mixed ? pick (world, MIXED) : asked);
      human_works (world);
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

/* without humans the row is what the last complete run says, whatever came
 * before, and saying it again changes nothing */
static void
test_without_humans (void)
{
  for (guint i = 0; i < N_HISTORIES; i++) {
    World *world = world_new (g_test_rand_int ());

    for (guint round = 0; round < 8; round++) {
      g_autoptr (GPtrArray) mine = random_run (world);
      const gboolean complete = pick (world, 2);
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

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_data_func ("/merge-histories/skip",
                        GINT_TO_POINTER (ENCORD_MERGE_SKIP), test_histories);
  g_test_add_data_func ("/merge-histories/adopt",
                        GINT_TO_POINTER (ENCORD_MERGE_ADOPT), test_histories);
  g_test_add_data_func ("/merge-histories/add",
                        GINT_TO_POINTER (ENCORD_MERGE_ADD), test_histories);
  g_test_add_data_func ("/merge-histories/replace",
                        GINT_TO_POINTER (ENCORD_MERGE_REPLACE), test_histories);
  g_test_add_data_func ("/merge-histories/mixed", GINT_TO_POINTER (MIXED),
                        test_histories);
  g_test_add_func ("/merge-histories/without-humans", test_without_humans);

  return g_test_run ();
}
