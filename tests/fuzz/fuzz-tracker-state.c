/* fuzz-tracker-state.c - what the journal may hold of a tracker
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <encord/encord.h>
#include <encord/labels/encord-tracker-private.h>

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

/* whatever is accepted must be good to work with */
static void
go_on (EncordTracker *tracker)
{
  static const EncordDetection detections[] = {
    { 0, { 0.1, 0.1, 0.2, 0.2, 0 }, 0.9 },
    { 1, { 0.15, 0.1, 0.2, 0.2, 0 }, 0.8 },
    { 0, { 0.6, 0.5, 0.1, 0.3, 0 }, 0.3 },
  };
  static const gint64 times[] = { 0, G_GINT64_CONSTANT (1000000000),
                                  G_MAXINT64 };
  guint64 ids[G_N_ELEMENTS (detections)];

  for (guint i = 0; i < G_N_ELEMENTS (times); i++) {
    guint n_boxes;
    g_autofree EncordTrackedBox *boxes =
        encord_tracker_predict (tracker, times[i], &n_boxes);

    for (guint b = 0; b < n_boxes; b++) {
      guint class_index;

      g_assert_true (
          encord_tracker_get_class (tracker, boxes[b].track_id, &class_index));
    }
    encord_tracker_update (tracker, times[i], detections,
                           G_N_ELEMENTS (detections), ids);
  }
}

static void
read_state (GBytes *bytes)
{
  g_autoptr (EncordTracker) tracker =
      encord_tracker_new_from_bytes (bytes, NULL);
  g_autoptr (GBytes) written = NULL;

  if (tracker == NULL)
    return;
  written = encord_tracker_to_bytes (tracker);
  g_assert_true (g_bytes_equal (bytes, written));
  go_on (tracker);
}

/* a good state of today's layout with bits turned over: the data alone hardly
 * ever gets past the header */
static void
read_damaged_state (const guint8 *data, gsize size)
{
  static const EncordDetection detections[] = {
    { 0, { 0.1, 0.1, 0.2, 0.2, 0 }, 0.9 },
    { 0, { 0.6, 0.5, 0.1, 0.3, 0 }, 0.9 },
  };
  g_autoptr (EncordTracker) tracker = encord_tracker_new ();
  g_autoptr (GBytes) good = NULL;
  g_autoptr (GBytes) bytes = NULL;
  guint8 *damaged;
  guint64 ids[2];
  gsize whole;

  encord_tracker_update (tracker, 0, detections, 2, ids);
  good = encord_tracker_to_bytes (tracker);
  whole = g_bytes_get_size (good);
  damaged = g_memdup2 (g_bytes_get_data (good, NULL), whole);
  for (gsize i = 0; i < MIN (size, whole); i++)
    damaged[i] ^= data[i];
  bytes = g_bytes_new_take (damaged, whole);
  read_state (bytes);
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autoptr (GBytes) bytes = g_bytes_new_static (data, size);

  read_state (bytes);
  read_damaged_state (data, size);

  return 0;
}
