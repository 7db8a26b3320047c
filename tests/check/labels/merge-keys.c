/* merge-keys.c - which object is which where only key frames are written
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <encord/labels/encord-merge-private.h>

/* Something that moves one way at one speed, seen on some frames: what lies
 * between is the same whichever they are. frames ends with -1. */
static void
add_object (GPtrArray *objects, const char *hash, gboolean keys,
            const int *frames, double y)
{
  EncordMergeObject *object = encord_merge_object_new (hash, "feature1");

  object->keys = keys;
  for (guint i = 0; frames[i] >= 0; i++) {
    const EncordMergeEntry entry = { .frame = frames[i],
                                     .confidence = 0.5,
                                     .box = { 0.1 + 0.05 * frames[i], y, 0.1,
                                              0.1 } };

    g_array_append_val (object->entries, entry);
  }
  g_ptr_array_add (objects, object);
}

static const int even[] = { 0, 4, 8, 12, -1 };
static const int odd[] = { 1, 5, 11, -1 };
static const int all[] = { 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, -1 };
static const int later[] = { 13, 20, -1 };
static const int nothing[] = { -1 };

static void
test_other_keys (void)
{
  g_autoptr (GPtrArray) base = encord_merge_objects_new ();
  g_autoptr (GPtrArray) mine = encord_merge_objects_new ();
  int tracks[2];

  add_object (base, "a", FALSE, even, 0.1);
  add_object (base, "b", FALSE, odd, 0.5);
  add_object (mine, NULL, TRUE, even, 0.5);
  add_object (mine, NULL, TRUE, odd, 0.1);
  encord_merge_identify (base, mine, tracks);

  g_assert_cmpint (tracks[0], ==, 1);
  g_assert_cmpint (tracks[1], ==, 0);
}

static void
test_keys_of_what_was_dense (void)
{
  g_autoptr (GPtrArray) base = encord_merge_objects_new ();
  g_autoptr (GPtrArray) mine = encord_merge_objects_new ();
  int tracks[2];

  add_object (base, "a", FALSE, all, 0.1);
  add_object (base, "b", FALSE, all, 0.5);
  add_object (mine, NULL, TRUE, odd, 0.51);
  add_object (mine, NULL, TRUE, even, 0.11);
  encord_merge_identify (base, mine, tracks);

  g_assert_cmpint (tracks[0], ==, 1);
  g_assert_cmpint (tracks[1], ==, 0);
}

static void
test_nothing_in_common (void)
{
  g_autoptr (GPtrArray) base = encord_merge_objects_new ();
  g_autoptr (GPtrArray) mine = encord_merge_objects_new ();
  int tracks[3];

  add_object (base, "elsewhere", FALSE, even, 0.8);
  add_object (base, "later", FALSE, later, 0.1);
  add_object (base, "empty", FALSE, nothing, 0.1);
  add_object (mine, NULL, TRUE, odd, 0.1);
  add_object (mine, NULL, TRUE, nothing, 0.1);
  encord_merge_identify (base, mine, tracks);

  for (gsize i = 0; i < G_N_ELEMENTS (tracks); i++)
    g_assert_cmpint (tracks[i], ==, -1);
}

/* what lies between labels of which each stands for itself is nobody's business */
static void
test_gaps_of_dense_tracks (void)
{
  g_autoptr (GPtrArray) base = encord_merge_objects_new ();
  g_autoptr (GPtrArray) mine = encord_merge_objects_new ();
  int track;

  add_object (base, "a", FALSE, even, 0.1);
  add_object (mine, NULL, FALSE, odd, 0.1);
  encord_merge_identify (base, mine, &track);

  g_assert_cmpint (track, ==, -1);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/merge-keys/other-keys", test_other_keys);
  g_test_add_func ("/merge-keys/keys-of-what-was-dense",
                   test_keys_of_what_was_dense);
  g_test_add_func ("/merge-keys/nothing-in-common", test_nothing_in_common);
  g_test_add_func ("/merge-keys/gaps-of-dense-tracks",
                   test_gaps_of_dense_tracks);

  return g_test_run ();
}
