/* tracks.c - sightings become entries: gaps, short tracks, classes, storage
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <encord/labels/encord-tracks-private.h>

#include <math.h>

#define SECOND G_GINT64_CONSTANT (1000000000)
#define FRAME (SECOND / 10)

static const char *const features[] = { "feature1", NULL };
static const EncordTracksRules rules = { features, 2, 1, SECOND };

static void
see (EncordTracks *tracks, int frame, guint32 track, double x)
{
  const EncordBox box = { x, 0.2, 0.1, 0.1, 0 };

  g_assert_true (encord_tracks_add_frame (tracks, frame, frame * FRAME));
  g_assert_true (encord_tracks_add (tracks, track, 0, &box, 0.8));
}

static const EncordMergeEntry *
entry_of (GPtrArray *objects, guint object, int frame)
{
  return encord_merge_object_find (objects->pdata[object], frame);
}

static void
test_short_gap_is_filled (void)
{
  g_autoptr (EncordTracks) tracks = encord_tracks_new ();
  g_autoptr (GPtrArray) objects = NULL;

  see (tracks, 0, 7, 0.1);
  see (tracks, 4, 7, 0.3);
  see (tracks, 20, 7, 0.3);
  objects = encord_tracks_finish (tracks, &rules);

  g_assert_cmpuint (objects->len, ==, 1);
  g_assert_cmpfloat (entry_of (objects, 0, 0)->confidence, ==, 0.8);
  for (int frame = 1; frame <= 3; frame++) {
    const EncordMergeEntry *entry = entry_of (objects, 0, frame);

    g_assert_cmpfloat (entry->confidence, ==, 0.99);
    g_assert_false (entry->manual);
    g_assert_cmpfloat_with_epsilon (entry->box.x, 0.1 + 0.05 * frame, 1e-7);
  }
  for (int frame = 5; frame < 20; frame++)
    g_assert_null (entry_of (objects, 0, frame));
  g_assert_nonnull (entry_of (objects, 0, 20));
}

static void
test_short_tracks_are_dropped (void)
{
  g_autoptr (EncordTracks) tracks = encord_tracks_new ();
  EncordTracksRules two = rules;
  g_autoptr (GPtrArray) objects = NULL;

  two.min_length = 2;
  see (tracks, 0, 0, 0.1);
  see (tracks, 1, 1, 0.6);
  see (tracks, 2, 1, 0.6);
  objects = encord_tracks_finish (tracks, &two);

  g_assert_cmpuint (objects->len, ==, 1);
  g_assert_nonnull (entry_of (objects, 0, 2));
}

static void
test_unmapped_classes_are_dropped (void)
{
  g_autoptr (EncordTracks) tracks = encord_tracks_new ();
  const EncordBox box = { 0.1, 0.1, 0.1, 0.1, 0 };
  g_autoptr (GPtrArray) objects = NULL;

  g_assert_true (encord_tracks_add_frame (tracks, 0, 0));
  for (guint class_index = 0; class_index < 3; class_index++)
    g_assert_true (
        encord_tracks_add (tracks, class_index, class_index, &box, 0.5));
  objects = encord_tracks_finish (tracks, &rules);

  g_assert_cmpuint (objects->len, ==, 1);
}

static void
test_bad_frames_and_boxes (void)
{
  g_autoptr (EncordTracks) tracks = encord_tracks_new ();
  const EncordBox bad[] = {
    { NAN, 0, 1, 1 }, { 0, INFINITY, 1, 1 }, { 0, 0, 0, 1 },
    { 0, 0, 1, -1 },  { 0, 0, 1, 1, NAN },
  };

  g_assert_true (encord_tracks_add_frame (tracks, 3, 0));
  g_assert_false (encord_tracks_add_frame (tracks, 3, 1));
  g_assert_false (encord_tracks_add_frame (tracks, 2, 1));
  g_assert_false (encord_tracks_add_frame (tracks, 4, -1));
  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++)
    g_assert_false (encord_tracks_add (tracks, 0, 0, &bad[i], 0.5));
  g_assert_cmpuint (encord_tracks_get_n_frames (tracks), ==, 1);
  g_assert_cmpuint (encord_tracks_get_n_labels (tracks), ==, 0);
}

static void
test_seen (void)
{
  static const int frames[] = { 2, 3, 7, 25, 26 };
  static const EncordFrameRange expected[] = { { 2, 7 }, { 25, 26 } };
  g_autoptr (EncordTracks) tracks = encord_tracks_new ();
  g_autoptr (GArray) seen = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (frames); i++)
    encord_tracks_add_frame (tracks, frames[i], frames[i] * FRAME);
  seen = encord_tracks_get_seen (tracks, SECOND);

  g_assert_cmpmem (seen->data, seen->len * sizeof (EncordFrameRange), expected,
                   sizeof expected);
}

static void
test_bytes (void)
{
  g_autoptr (EncordTracks) tracks = encord_tracks_new ();
  g_autoptr (EncordTracks) copy = NULL;
  g_autoptr (GBytes) bytes = NULL, again = NULL;
  g_autoptr (GError) error = NULL;

  see (tracks, 0, 0, 0.1);
  see (tracks, 5, 0, 0.2);
  bytes = encord_tracks_to_bytes (tracks);
  copy = encord_tracks_new_from_bytes (bytes, &error);
  g_assert_no_error (error);
  again = encord_tracks_to_bytes (copy);
  g_assert_true (g_bytes_equal (bytes, again));

  for (gsize size = 0; size < g_bytes_get_size (bytes); size++) {
    g_autoptr (GBytes) cut = g_bytes_new_from_bytes (bytes, 0, size);
    g_autoptr (GError) cut_error = NULL;

    g_assert_null (encord_tracks_new_from_bytes (cut, &cut_error));
    g_assert_error (cut_error, ENCORD_ERROR, ENCORD_ERROR_BAD_DATA);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/tracks/short-gap-is-filled", test_short_gap_is_filled);
  g_test_add_func ("/tracks/short-tracks-are-dropped",
                   test_short_tracks_are_dropped);
  g_test_add_func ("/tracks/unmapped-classes-are-dropped",
                   test_unmapped_classes_are_dropped);
  g_test_add_func ("/tracks/bad-frames-and-boxes", test_bad_frames_and_boxes);
  g_test_add_func ("/tracks/seen", test_seen);
  g_test_add_func ("/tracks/bytes", test_bytes);

  return g_test_run ();
}
