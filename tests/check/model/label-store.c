/* label-store.c - tracks and frames of a row are found, in whatever order they came
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <string.h>

#include <encord/encord.h>
#include <encord/model/encord-label-store-private.h>

#include "rows.h"

#define N_TRACKS 5000
#define N_NUMBERS 3000

static EncordLabelStore *
new_store (void)
{
  g_autoptr (GBytes) body = g_bytes_new_static ("{}", 2);

  return encord_label_store_new (body, NULL, 0);
}

static EncordLabelTrack *
find (EncordLabelStore *store, gboolean classification, const char *hash)
{
  return encord_label_tracks_find (&store->tracks, classification, hash,
                                   strlen (hash));
}

static void
test_tracks (void)
{
  g_autoptr (EncordLabelStore) store = new_store ();
  g_autofree EncordLabelTrack **tracks = g_new (EncordLabelTrack *, N_TRACKS);

  g_assert_null (find (store, FALSE, "0"));
  for (guint i = 0; i < N_TRACKS; i++) {
    g_autofree char *hash = g_strdup_printf ("%x", i);

    tracks[i] = encord_label_store_add_track (store, i % 2, hash, "class");
  }
  g_assert_cmpuint (store->tracks.n, ==, N_TRACKS);
  for (guint i = 0; i < N_TRACKS; i++) {
    g_autofree char *hash = g_strdup_printf ("%x", i);

    g_assert_true (find (store, i % 2, hash) == tracks[i]);
    g_assert_null (find (store, 1 - i % 2, hash));
    g_assert_true (encord_label_store_track (store, i) == tracks[i]);
    g_assert_cmpuint (tracks[i]->index, ==, i);
    g_assert_cmpstr (tracks[i]->hash, ==, hash);
    g_assert_true (tracks[i]->feature_hash == tracks[0]->feature_hash);
  }
}

/* a part of a hash is another hash, and the newest of a hash counts */
static void
test_track_hashes (void)
{
  static const char *const hashes[] = { "", "a", "ab", "abc", "b", "ba" };
  g_autoptr (EncordLabelStore) store = new_store ();
  const EncordJsonSlice escaped = { "\\u0061b", 7 };
  EncordLabelTrack *first, *second;

  for (gsize i = 0; i < G_N_ELEMENTS (hashes); i++)
    encord_label_store_add_track (store, FALSE, hashes[i], "class");
  for (gsize i = 0; i < G_N_ELEMENTS (hashes); i++)
    g_assert_cmpstr (find (store, FALSE, hashes[i])->hash, ==, hashes[i]);
  g_assert_null (find (store, FALSE, "abcd"));
  g_assert_true (encord_label_store_find_track (store, FALSE, escaped) ==
                 find (store, FALSE, "ab"));

  first = find (store, FALSE, "ab");
  second = encord_label_store_add_track (store, FALSE, "ab", "class");
  g_assert_true (first != second);
  g_assert_true (find (store, FALSE, "ab") == second);
}

static void
add_frame (EncordLabelStore *store, GHashTable *expected, int number)
{
  guint32 index;

  if (g_hash_table_contains (expected, GINT_TO_POINTER (number)))
    return;
  g_assert_null (encord_label_store_find_frame (store, number, &index));
  index = encord_label_store_add_frame (store, number);
  g_hash_table_insert (expected, GINT_TO_POINTER (number),
                       GUINT_TO_POINTER (index));
}

/* percent: how many of the frames come out of order */
static void
test_frames (gconstpointer data)
{
  const int percent = GPOINTER_TO_INT (data);
  g_autoptr (EncordLabelStore) store = new_store ();
  g_autoptr (GHashTable) expected = g_hash_table_new (NULL, NULL);
  int number = g_test_rand_int_range (0, 5);

  for (guint i = 0; i < N_NUMBERS; i++) {
    const gboolean gap = g_test_rand_int_range (0, 100) < 10;

    if (g_test_rand_int_range (0, 100) < percent)
      add_frame (store, expected, g_test_rand_int_range (0, 2 * N_NUMBERS));
    else
      add_frame (store, expected, number);
    number += gap ? g_test_rand_int_range (2, 20) : 1;
  }
  add_frame (store, expected, G_MAXINT);

  for (int i = 0; i < number + 10; i++) {
    guint32 index = 0;
    const EncordLabelFrame *frame =
        encord_label_store_find_frame (store, i, &index);
    gpointer value;

    if (g_hash_table_lookup_extended (expected, GINT_TO_POINTER (i), NULL,
                                      &value)) {
      g_assert_nonnull (frame);
      g_assert_cmpint (frame->number, ==, i);
      g_assert_cmpuint (index, ==, GPOINTER_TO_UINT (value));
    } else {
      g_assert_null (frame);
    }
  }
}

/* a single frame lies in the track itself, more in a block */
static void
test_slots (void)
{
  EncordLabelTrack track = { NULL };
  const int *frames;
  guint n_frames;

  encord_label_track_get_frames (&track, &n_frames);
  g_assert_cmpuint (n_frames, ==, 0);
  encord_label_track_insert (&track, 7, 70);
  g_assert_cmpuint (track.n_allocated, ==, 0);
  g_assert_cmpuint (encord_label_track_find (&track, 7), ==, 70);
  encord_label_track_remove (&track, 7);
  g_assert_cmpuint (encord_label_track_find (&track, 7), ==, ENCORD_LABEL_NONE);
  encord_label_track_insert (&track, 7, 71);
  encord_label_track_insert (&track, 3, 30);
  encord_label_track_insert (&track, 9, 90);
  g_assert_cmpuint (encord_label_track_find (&track, 7), ==, 71);
  g_assert_cmpuint (encord_label_track_find (&track, 3), ==, 30);

  frames = encord_label_track_get_frames (&track, &n_frames);
  g_assert_cmpuint (n_frames, ==, 3);
  for (guint i = 0; i < n_frames; i++) {
    static const int expected[] = { 3, 7, 9 };
    static const guint32 labels[] = { 30, 71, 90 };

    g_assert_cmpint (frames[i], ==, expected[i]);
    g_assert_cmpuint (encord_label_track_peek_labels (&track)[i], ==,
                      labels[i]);
  }
  encord_label_track_clear (&track);
}

/* A shape far behind in its entry is found again: the last one that is not null. */
static void
test_far_shape (void)
{
  g_autofree char *padding = g_strnfill (G_MAXUINT16, 'x');
  g_autofree char *body = g_strdup_printf (
      "{\"data_type\":\"video\",\"data_units\":{\"d\":{\"labels\":{\"7\":"
      "{\"objects\":[{\"objectHash\":\"o\",\"featureHash\":\"aaaa1111\","
      "\"boundingBox\":{\"h\":1,\"w\":1,\"x\":1,\"y\":1},\"later\":\"%s\","
      "\"boundingBox\":{\"h\":0.5,\"w\":0.25,\"x\":0.125,\"y\":0},"
      "\"boundingBox\":null,\"polygon\":[]}]}}}},\"object_answers\":{}}",
      padding);
  const EncordAnnotation annotation = { .confidence = 0.5, .created_at = 1 };
  g_autoptr (EncordLabelRow) row = rows_new ("VIDEO", 100);
  g_autoptr (GError) error = NULL;
  EncordObjectInstance *instance;
  EncordBox box;

  rows_load_text (row, body, &error);
  g_assert_no_error (error);
  instance = encord_label_row_get_object_instance (row, "o");
  g_assert_true (encord_object_instance_get_box (instance, 7, &box));
  g_assert_cmpfloat (box.x, ==, 0.125);
  g_assert_cmpfloat (box.height, ==, 0.5);

  /* what was there before an edit is still there after the second one */
  for (guint i = 1; i <= 2; i++) {
    g_autofree char *written = NULL;

    box.x = i / 8.0;
    g_assert_true (encord_object_instance_set_box (instance, 7, &box,
                                                   &annotation, &error));
    written = rows_write (row);
    g_assert_nonnull (strstr (written, padding));
    g_assert_nonnull (strstr (written, i == 1 ? "\"x\":0.125" : "\"x\":0.25"));
  }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/label-store/tracks", test_tracks);
  g_test_add_func ("/label-store/track-hashes", test_track_hashes);
  g_test_add_data_func ("/label-store/frames/ascending", GINT_TO_POINTER (0),
                        test_frames);
  g_test_add_data_func ("/label-store/frames/mostly", GINT_TO_POINTER (1),
                        test_frames);
  g_test_add_data_func ("/label-store/frames/random", GINT_TO_POINTER (100),
                        test_frames);
  g_test_add_func ("/label-store/slots", test_slots);
  g_test_add_func ("/label-store/far-shape", test_far_shape);

  return g_test_run ();
}
