/* merge.c - random histories of runs and human edits against the rules of merging
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <encord/labels/encord-merge-private.h>

#define N_FRAMES 12
#define N_HISTORIES 400
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
  /* added and deleted again between two runs: nobody can know */
  if (after == NULL && before != NULL && ours != NULL && written == NULL) {
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
  object->answers = g_strdup ("red");
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
        set_entry (object, &operation->entry);
        break;
      case ENCORD_MERGE_REMOVE_ENTRY:
        g_assert_true (complete);
        g_assert_nonnull (
            encord_merge_object_find (object, operation->entry.frame));
        remove_entry (object, operation->entry.frame);
        break;
      case ENCORD_MERGE_REMOVE_OBJECT:
        g_assert_true (complete);
        g_assert_nonnull (find_object (world->journal, operation->object_hash));
        g_ptr_array_remove (world->row, object);
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

static void
test_histories (void)
{
  for (guint i = 0; i < N_HISTORIES; i++) {
    const guint32 seed = g_test_rand_int ();
    World *world = world_new (seed);

    for (guint round = 0; round < N_ROUNDS; round++) {
      human_works (world);
      run (world);
    }
    world_free (world);
  }
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

static EncordMergeObject *
make_object (const char *hash, int first, int last, double x)
{
  EncordMergeObject *object = encord_merge_object_new (hash, "feature1");

  for (int frame = first; frame <= last; frame++) {
    const EncordMergeEntry entry = { .frame = frame,
                                     .confidence = 0.5,
                                     .box = { x, 0.1, 0.2, 0.2 } };

    g_array_append_val (object->entries, entry);
  }

  return object;
}

static void
test_unseen_frames_keep_their_labels (void)
{
  World *world = world_new (1);
  g_autoptr (GPtrArray) first = encord_merge_objects_new ();
  g_autoptr (GPtrArray) second = encord_merge_objects_new ();
  const EncordFrameRange seen = { 3, 5 };
  EncordMergeInput input = { .complete = TRUE, .seen = &seen, .n_seen = 1 };
  g_autoptr (EncordMergePlan) plan = NULL, again = NULL;

  g_ptr_array_add (first, make_object (NULL, 0, 9, 0.3));
  plan = plan_run (world, first, TRUE);
  apply (world, plan, TRUE);
  input.base = plan->base;
  input.theirs = world->row;
  input.mine = second;
  again = encord_merge_plan_new (&input);

  g_assert_cmpuint (again->n_changes, ==, 3);
  g_assert_cmpuint (again->n_left_alone[ENCORD_MERGE_NOT_SEEN], ==, 7);
  world_free (world);
}

static void
test_moved_track_keeps_its_hash (void)
{
  g_autoptr (GPtrArray) base = encord_merge_objects_new ();
  g_autoptr (GPtrArray) mine = encord_merge_objects_new ();
  int tracks[3];

  g_ptr_array_add (base, make_object ("near", 0, 9, 0.3));
  g_ptr_array_add (base, make_object ("far", 0, 9, 0.7));
  g_ptr_array_add (base, make_object ("elsewhere", 20, 29, 0.3));
  g_ptr_array_add (mine, make_object (NULL, 2, 12, 0.72));
  g_ptr_array_add (mine, make_object (NULL, 0, 9, 0.37));

  encord_merge_identify (base, mine, tracks);

  g_assert_cmpint (tracks[0], ==, 1);
  g_assert_cmpint (tracks[1], ==, 0);
  g_assert_cmpint (tracks[2], ==, -1);
}

static void
test_landed (void)
{
  g_autoptr (GPtrArray) base = encord_merge_objects_new ();
  g_autoptr (GPtrArray) intent = encord_merge_objects_new ();
  g_autoptr (GPtrArray) row = encord_merge_objects_new ();
  EncordMergeObject *object;

  g_ptr_array_add (intent, make_object ("new", 0, 9, 0.3));
  g_assert_false (encord_merge_has_landed (base, intent, row));

  object = make_object ("new", 0, 9, 0.3);
  g_array_remove_range (object->entries, 0, 4);
  g_ptr_array_add (row, object);
  g_assert_true (encord_merge_has_landed (base, intent, row));
}

static void
test_bytes_round_trip (void)
{
  World *world = world_new (g_test_rand_int ());

  for (guint i = 0; i < 300; i++) {
    g_autoptr (EncordMergeObject) object =
        random_object (world, "hash", pick (world, 2));
    g_autoptr (GBytes) bytes = NULL;
    g_autoptr (GArray) entries = NULL;
    g_autoptr (GError) error = NULL;

    for (guint e = 0; e < object->entries->len; e++) {
      EncordMergeEntry *entry =
          &g_array_index (object->entries, EncordMergeEntry, e);

      entry->settled = pick (world, 2);
      entry->box.x = encord_merge_quantise (g_rand_double (world->rand) - 0.5);
      entry->box.theta =
          pick (world, 2) ? 0 : encord_merge_quantise (pick (world, 720) / 3.0);
    }
    bytes = encord_merge_entries_to_bytes (object->entries);
    entries = encord_merge_entries_from_bytes (bytes, &error);
    g_assert_no_error (error);
    g_assert_cmpuint (entries->len, ==, object->entries->len);
    for (guint e = 0; e < entries->len; e++) {
      const EncordMergeEntry *a =
          &g_array_index (object->entries, EncordMergeEntry, e);
      const EncordMergeEntry *b = &g_array_index (entries, EncordMergeEntry, e);

      g_assert_true (a->box.x == b->box.x && a->box.theta == b->box.theta);
      g_assert_true (a->confidence == b->confidence);
      g_assert_true (encord_merge_entry_equal (a, b));
      g_assert_cmpint (a->settled, ==, b->settled);
    }
  }
  world_free (world);
}

static void
test_damaged_bytes (void)
{
  static const struct
  {
    gsize size;
    guint8 bytes[8];
  } damaged[] = {
    { 0, { 0 } },
    { 1, { 0 } },                                     /* no such layout */
    { 2, { 1, 0 } },                                  /* only flags */
    { 4, { 1, 0, 0x80, 0x80 } },                      /* half a number */
    { 8, { 1, 0, 0xff, 0xff, 0xff, 0xff, 0xff, 1 } }, /* frame too large */
    { 6, { 1, 0, 3, 2, 2, 2 } },                      /* half a box */
  };

  for (gsize i = 0; i < G_N_ELEMENTS (damaged); i++) {
    g_autoptr (GBytes) bytes =
        g_bytes_new_static (damaged[i].bytes, damaged[i].size);
    g_autoptr (GError) error = NULL;

    g_assert_null (encord_merge_entries_from_bytes (bytes, &error));
    g_assert_error (error, ENCORD_ERROR, ENCORD_ERROR_BAD_DATA);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/merge/histories", test_histories);
  g_test_add_func ("/merge/without-humans", test_without_humans);
  g_test_add_func ("/merge/unseen-frames-keep-their-labels",
                   test_unseen_frames_keep_their_labels);
  g_test_add_func ("/merge/moved-track-keeps-its-hash",
                   test_moved_track_keeps_its_hash);
  g_test_add_func ("/merge/landed", test_landed);
  g_test_add_func ("/merge/bytes-round-trip", test_bytes_round_trip);
  g_test_add_func ("/merge/damaged-bytes", test_damaged_bytes);

  return g_test_run ();
}
