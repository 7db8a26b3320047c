/* tracker-state.c - a tracker restored in the middle goes on as it was
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <encord/encord.h>
#include <encord/labels/encord-tracker-private.h>
#include <string.h>

#define N_FRAMES 60
#define MOST 12

typedef struct
{
  gint64 pts;
  guint n;
  EncordDetection detections[MOST];
} Frame;

/* objects that wander about, with misses, false alarms and changing classes, at
 * uneven times */
static void
make_run (GRand *rand, Frame frames[N_FRAMES])
{
  EncordBox boxes[MOST];
  gint64 pts = 0;

  for (guint i = 0; i < MOST; i++)
    boxes[i] =
        (EncordBox){ g_rand_double (rand), g_rand_double (rand), 0.1, 0.2, 0 };
  for (guint f = 0; f < N_FRAMES; f++) {
    Frame *frame = &frames[f];

    *frame = (Frame){ .pts = pts };
    pts += g_rand_int_range (rand, 1, 80) * G_GINT64_CONSTANT (1000000);
    for (guint i = 0; i < MOST; i++) {
      boxes[i].x += g_rand_double_range (rand, -0.02, 0.02);
      boxes[i].y += g_rand_double_range (rand, -0.02, 0.02);
      if (g_rand_int_range (rand, 0, 4) > 0)
        frame->detections[frame->n++] =
            (EncordDetection){ (guint) g_rand_int_range (rand, 0, 2), boxes[i],
                               g_rand_double (rand) };
    }
  }
}

static void
update (EncordTracker *tracker, const Frame *frame, guint64 ids[MOST])
{
  encord_tracker_update (tracker, frame->pts, frame->detections, frame->n, ids);
}

static EncordTracker *
restore (EncordTracker *tracker)
{
  g_autoptr (GBytes) bytes = encord_tracker_to_bytes (tracker);
  g_autoptr (GError) error = NULL;
  EncordTracker *restored = encord_tracker_new_from_bytes (bytes, &error);

  g_assert_no_error (error);

  return restored;
}

static void
test_split_at_every_frame (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (g_test_rand_int ());
  Frame frames[N_FRAMES];

  make_run (rand, frames);
  for (guint split = 0; split <= N_FRAMES; split++) {
    g_autoptr (EncordTracker) whole =
        g_object_new (ENCORD_TYPE_TRACKER, "iou-threshold", 0.2,
                      "confidence-threshold", 0.6, "low-threshold", 0.2, NULL);
    g_autoptr (EncordTracker) restored = NULL;
    g_autoptr (GBytes) one = NULL, other = NULL;
    guint64 expected[MOST], ids[MOST];

    for (guint f = 0; f < split; f++)
      update (whole, &frames[f], expected);
    restored = restore (whole);
    for (guint f = split; f < N_FRAMES; f++) {
      update (whole, &frames[f], expected);
      update (restored, &frames[f], ids);
      g_assert_cmpmem (ids, frames[f].n * sizeof *ids, expected,
                       frames[f].n * sizeof *expected);
    }
    one = encord_tracker_to_bytes (whole);
    other = encord_tracker_to_bytes (restored);
    g_assert_true (g_bytes_equal (one, other));
  }
}

static void
assert_refused (const guint8 *data, gsize size)
{
  g_autoptr (GBytes) bytes = g_bytes_new (data, size);
  g_autoptr (GError) error = NULL;

  g_assert_null (encord_tracker_new_from_bytes (bytes, &error));
  g_assert_error (error, ENCORD_ERROR, ENCORD_ERROR_BAD_DATA);
}

static GBytes *
make_state (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (7);
  g_autoptr (EncordTracker) tracker = encord_tracker_new ();
  Frame frames[N_FRAMES];
  guint64 ids[MOST];

  make_run (rand, frames);
  for (guint f = 0; f < 10; f++)
    update (tracker, &frames[f], ids);

  return encord_tracker_to_bytes (tracker);
}

static void
test_truncated (void)
{
  g_autoptr (GBytes) bytes = make_state ();
  gsize size;
  const guint8 *data = g_bytes_get_data (bytes, &size);

  for (gsize i = 0; i < size; i++)
    assert_refused (data, i);
}

/* a tracker full of what is not a number, and one whose tracks are out of order */
static void
test_damaged (void)
{
  g_autoptr (GBytes) bytes = make_state ();
  g_autoptr (EncordTracker) tracker =
      encord_tracker_new_from_bytes (bytes, NULL);
  gsize size;
  const guint8 *data = g_bytes_get_data (bytes, &size);
  const gsize tracks_size = tracker->tracks->len * sizeof (EncordTrack);
  g_autofree guint8 *damaged = g_memdup2 (data, size);
  EncordTrack *tracks = g_memdup2 (tracker->tracks->data, tracks_size);

  g_assert_cmpuint (tracker->tracks->len, >, 1);
  memset (damaged + size - sizeof (EncordTrack), 0xff, sizeof (EncordTrack));
  assert_refused (damaged, size);

  tracks[1].id = tracks[0].id;
  memcpy (damaged + size - tracks_size, tracks, tracks_size);
  assert_refused (damaged, size);
  g_free (tracks);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/tracker-state/split-at-every-frame",
                   test_split_at_every_frame);
  g_test_add_func ("/tracker-state/truncated", test_truncated);
  g_test_add_func ("/tracker-state/damaged", test_damaged);

  return g_test_run ();
}
