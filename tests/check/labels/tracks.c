/* tracks.c - what was seen, and its storage
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <encord/labels/encord-tracks-private.h>

#include <math.h>

#define SECOND G_GINT64_CONSTANT (1000000000)
#define FRAME (SECOND / 10)

static void
see (EncordTracks *tracks, int frame, guint32 track, double x)
{
  const EncordBox box = { x, 0.2, 0.1, 0.1, 0 };

  g_assert_true (encord_tracks_add_frame (tracks, frame, frame * FRAME));
  g_assert_true (encord_tracks_add (tracks, track, 0, &box, 0.8));
}

static void
test_sightings (void)
{
  g_autoptr (EncordTracks) tracks = encord_tracks_new ();
  EncordSighting sighting;

  see (tracks, 3, 7, 0.1);
  see (tracks, 8, 9, 0.123456789);
  encord_tracks_get_sighting (tracks, 1, &sighting);

  g_assert_cmpuint (sighting.track, ==, 9);
  g_assert_cmpuint (sighting.look, ==, 1);
  g_assert_cmpint (sighting.frame, ==, 8);
  g_assert_cmpint (sighting.time, ==, 8 * FRAME);
  g_assert_cmpfloat (sighting.box.x, ==, 0.1234568);
  g_assert_cmpfloat (sighting.confidence, ==, 0.8);
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

/* a unit that came in pieces is the unit that came at once */
static void
test_pieces (void)
{
  g_autoptr (EncordTracks) whole = encord_tracks_new ();
  g_autoptr (EncordTracks) pieces = encord_tracks_new ();
  g_autoptr (GBytes) expected = NULL, got = NULL;

  for (int frame = 0; frame < 10; frame++) {
    g_autoptr (EncordTracks) piece = encord_tracks_new ();

    see (whole, frame, frame % 3, 0.1);
    see (piece, frame, frame % 3, 0.1);
    g_assert_true (encord_tracks_append (pieces, piece));
    g_assert_false (encord_tracks_append (pieces, piece));
  }
  expected = encord_tracks_to_bytes (whole);
  got = encord_tracks_to_bytes (pieces);

  g_assert_true (g_bytes_equal (expected, got));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/tracks/sightings", test_sightings);
  g_test_add_func ("/tracks/bad-frames-and-boxes", test_bad_frames_and_boxes);
  g_test_add_func ("/tracks/seen", test_seen);
  g_test_add_func ("/tracks/bytes", test_bytes);
  g_test_add_func ("/tracks/pieces", test_pieces);

  return g_test_run ();
}
