/* merge.c - single cases of merging, and what the journal keeps of it
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <encord/labels/encord-merge-private.h>

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

static const EncordFrameRange everything = { 0, 99 };

static EncordMergePlan *
plan (GPtrArray *base, GPtrArray *theirs, GPtrArray *mine,
      EncordMergePolicy policy)
{
  const EncordMergeInput input = {
    .base = base,
    .theirs = theirs,
    .mine = mine,
    .policy = policy,
    .complete = TRUE,
    .seen = &everything,
    .n_seen = 1,
    .seed = g_test_rand_int (),
  };

  return encord_merge_plan_new (&input);
}

static GPtrArray *
one_object (const char *hash, int first, int last, double x, gboolean manual)
{
  GPtrArray *objects = encord_merge_objects_new ();
  EncordMergeObject *object = make_object (hash, first, last, x);

  for (guint i = 0; i < object->entries->len; i++)
    g_array_index (object->entries, EncordMergeEntry, i).manual = manual;
  g_ptr_array_add (objects, object);

  return objects;
}

/* how often an action is planned for an object; NULL: for objects of ours */
static guint
count (EncordMergePlan *plan, EncordMergeAction action, const char *hash)
{
  guint n = 0;

  for (guint i = 0; i < plan->operations->len; i++) {
    const EncordMergeOperation *operation =
        &g_array_index (plan->operations, EncordMergeOperation, i);
    const gboolean is_human = g_str_equal (operation->object_hash, "human");

    n += operation->action == action && is_human == (hash != NULL);
  }

  return n;
}

static guint
count_ours (EncordMergePlan *plan)
{
  guint n = 0;

  for (guint i = 0; i < plan->base->len; i++) {
    const EncordMergeObject *object = plan->base->pdata[i];

    for (guint e = 0; e < object->entries->len; e++)
      n += !g_array_index (object->entries, EncordMergeEntry, e).settled;
  }

  return n;
}

/* A human has drawn on frames 3 to 5 what the run sees on frames 0 to 9. */
static void
test_policies (void)
{
  static const struct
  {
    EncordMergePolicy policy;
    guint n_added;    /* objects */
    guint n_set;      /* entries of objects of ours */
    guint n_extended; /* entries in the human's object */
    guint n_covered;
    guint n_replaced;
  } cases[] = {
    { ENCORD_MERGE_SKIP, 1, 7, 0, 3, 0 },
    { ENCORD_MERGE_ADOPT, 0, 0, 7, 0, 0 },
    { ENCORD_MERGE_ADD, 1, 10, 0, 0, 0 },
    { ENCORD_MERGE_REPLACE, 1, 10, 0, 0, 3 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (GPtrArray) base = encord_merge_objects_new ();
    g_autoptr (GPtrArray) theirs = one_object ("human", 3, 5, 0.3, TRUE);
    g_autoptr (GPtrArray) mine = one_object (NULL, 0, 9, 0.31, FALSE);
    g_autoptr (EncordMergePlan) first =
        plan (base, theirs, mine, cases[i].policy);

    g_assert_cmpuint (count (first, ENCORD_MERGE_ADD_OBJECT, NULL), ==,
                      cases[i].n_added);
    g_assert_cmpuint (count (first, ENCORD_MERGE_SET_ENTRY, NULL), ==,
                      cases[i].n_set);
    g_assert_cmpuint (count (first, ENCORD_MERGE_SET_ENTRY, "human"), ==,
                      cases[i].n_extended);
    g_assert_cmpuint (first->n_left_alone[ENCORD_MERGE_COVERED_BY_HUMAN], ==,
                      cases[i].n_covered);
    g_assert_cmpuint (first->n_replaced, ==, cases[i].n_replaced);
    g_assert_cmpuint (count (first, ENCORD_MERGE_REMOVE_OBJECT, "human"), ==,
                      cases[i].n_replaced > 0);
    g_assert_cmpuint (count_ours (first), ==,
                      cases[i].n_set + cases[i].n_extended);
  }
}

/* only what is on the same place makes room */
static void
test_replaces_entries (void)
{
  g_autoptr (GPtrArray) base = encord_merge_objects_new ();
  g_autoptr (GPtrArray) theirs = one_object ("human", 3, 5, 0.3, TRUE);
  g_autoptr (GPtrArray) mine = one_object (NULL, 0, 4, 0.31, FALSE);
  g_autoptr (EncordMergePlan) first = NULL;

  g_array_index (((EncordMergeObject *) mine->pdata[0])->entries,
                 EncordMergeEntry, 3)
      .box.x = 0.7;
  first = plan (base, theirs, mine, ENCORD_MERGE_REPLACE);

  g_assert_cmpuint (count (first, ENCORD_MERGE_REMOVE_ENTRY, "human"), ==, 1);
  g_assert_cmpuint (count (first, ENCORD_MERGE_REMOVE_OBJECT, "human"), ==, 0);
  g_assert_cmpuint (first->n_replaced, ==, 1);
}

/* What a human threw out of ours stays out, whatever the policy is; and so does
 * an adopted object that they deleted. */
static void
test_deletions_beat_policies (void)
{
  for (EncordMergePolicy policy = ENCORD_MERGE_SKIP;
       policy <= ENCORD_MERGE_REPLACE; policy++) {
    g_autoptr (GPtrArray) base = encord_merge_objects_new ();
    g_autoptr (GPtrArray) nothing = encord_merge_objects_new ();
    g_autoptr (GPtrArray) theirs = one_object ("human", 3, 5, 0.3, TRUE);
    g_autoptr (GPtrArray) mine = one_object (NULL, 0, 9, 0.31, FALSE);
    g_autoptr (EncordMergePlan) first = plan (base, theirs, mine, policy);
    g_autoptr (EncordMergePlan) second =
        plan (first->base, nothing, mine, policy);
    g_autoptr (EncordMergePlan) third =
        plan (second->base, theirs, mine, policy);

    g_assert_cmpuint (second->n_changes, ==, 0);
    g_assert_cmpuint (third->n_changes, ==, 0);
    g_assert_cmpuint (third->n_replaced, ==, 0);
  }
}

/* The human's object is adopted though another run, which found the very same,
 * has an object there, too. */
static void
test_adopts_from_humans_only (void)
{
  g_autoptr (GPtrArray) base = encord_merge_objects_new ();
  g_autoptr (GPtrArray) theirs = one_object ("other", 0, 9, 0.31, FALSE);
  g_autoptr (GPtrArray) mine = one_object (NULL, 0, 9, 0.31, FALSE);
  g_autoptr (GPtrArray) human = one_object ("human", 3, 3, 0.3, TRUE);
  g_autoptr (EncordMergePlan) first = NULL;

  g_ptr_array_add (theirs, g_ptr_array_steal_index (human, 0));
  first = plan (base, theirs, mine, ENCORD_MERGE_ADOPT);

  g_assert_cmpuint (count (first, ENCORD_MERGE_SET_ENTRY, "human"), ==, 9);
  g_assert_cmpuint (first->n_changes, ==, 9);
}

static void
test_unseen_frames_keep_their_labels (void)
{
  g_autoptr (GPtrArray) none = encord_merge_objects_new ();
  g_autoptr (GPtrArray) mine = one_object (NULL, 0, 9, 0.3, FALSE);
  g_autoptr (EncordMergePlan) first =
      plan (none, none, mine, ENCORD_MERGE_SKIP);
  const EncordFrameRange seen = { 3, 5 };
  const EncordMergeInput input = {
    .base = first->base,
    .theirs = first->base, /* the row says what was written */
    .mine = none,
    .complete = TRUE,
    .seen = &seen,
    .n_seen = 1,
  };
  g_autoptr (EncordMergePlan) again = encord_merge_plan_new (&input);

  g_assert_cmpuint (again->n_changes, ==, 3);
  g_assert_cmpuint (again->n_left_alone[ENCORD_MERGE_NOT_SEEN], ==, 7);
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

static GArray *
random_entries (GRand *rand)
{
  GArray *entries = g_array_new (FALSE, FALSE, sizeof (EncordMergeEntry));

  for (int frame = 0; frame < 12; frame += g_rand_int_range (rand, 1, 5)) {
    const EncordMergeEntry entry = {
      .frame = frame,
      .manual = g_rand_boolean (rand),
      .settled = g_rand_boolean (rand),
      .confidence = encord_merge_quantise (g_rand_double (rand)),
      .box = { encord_merge_quantise (g_rand_double (rand) - 0.5), 0.05, 0.1,
               0.2,
               g_rand_boolean (rand)
                   ? 0
                   : encord_merge_quantise (g_rand_int_range (rand, 0, 720) /
                                            3.0) },
    };

    g_array_append_val (entries, entry);
  }

  return entries;
}

static void
test_bytes_round_trip (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (g_test_rand_int ());

  for (guint i = 0; i < 300; i++) {
    g_autoptr (GArray) before = random_entries (rand);
    g_autoptr (GBytes) bytes = encord_merge_entries_to_bytes (before);
    g_autoptr (GError) error = NULL;
    g_autoptr (GArray) after = encord_merge_entries_from_bytes (bytes, &error);

    g_assert_no_error (error);
    g_assert_cmpuint (after->len, ==, before->len);
    for (guint e = 0; e < after->len; e++) {
      const EncordMergeEntry *a = &g_array_index (before, EncordMergeEntry, e);
      const EncordMergeEntry *b = &g_array_index (after, EncordMergeEntry, e);

      g_assert_true (a->box.x == b->box.x && a->box.theta == b->box.theta);
      g_assert_true (a->confidence == b->confidence);
      g_assert_true (encord_merge_entry_equal (a, b));
      g_assert_cmpint (a->settled, ==, b->settled);
    }
  }
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

  g_test_add_func ("/merge/policies", test_policies);
  g_test_add_func ("/merge/replaces-entries", test_replaces_entries);
  g_test_add_func ("/merge/deletions-beat-policies",
                   test_deletions_beat_policies);
  g_test_add_func ("/merge/adopts-from-humans-only",
                   test_adopts_from_humans_only);
  g_test_add_func ("/merge/unseen-frames-keep-their-labels",
                   test_unseen_frames_keep_their_labels);
  g_test_add_func ("/merge/moved-track-keeps-its-hash",
                   test_moved_track_keeps_its_hash);
  g_test_add_func ("/merge/landed", test_landed);
  g_test_add_func ("/merge/bytes-round-trip", test_bytes_round_trip);
  g_test_add_func ("/merge/damaged-bytes", test_damaged_bytes);

  return g_test_run ();
}
