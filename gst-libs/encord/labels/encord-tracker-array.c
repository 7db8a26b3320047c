/* labels/encord-tracker-array.c - a tracker's step for scripting languages
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <encord/labels/encord-tracker-array.h>

/**
 * encord_tracker_update_array: (rename-to encord_tracker_update)
 * @self: a tracker
 * @pts: presentation time of the frame in nanoseconds; not before that of the
 *   frame before
 * @detections: (array length=n_detections): what is on the frame
 * @n_detections: how many; 0 says that nothing is there
 *
 * Does what encord_tracker_update() does, for languages that cannot hand over
 * memory to be written to.
 *
 * Returns: (transfer full) (element-type guint64): the track of each detection
 *
 * Since: 0.1
 */
GArray *
encord_tracker_update_array (EncordTracker *self, gint64 pts,
                             const EncordDetection *detections,
                             guint n_detections)
{
  GArray *ids = g_array_sized_new (FALSE, TRUE, sizeof (guint64), n_detections);

  g_array_set_size (ids, n_detections);
  encord_tracker_update (self, pts, detections, n_detections,
                         (guint64 *) (void *) ids->data);

  return ids;
}
