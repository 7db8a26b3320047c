/* labels/encord-tracker-array.h - a tracker's step for scripting languages
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#if !defined(ENCORD_INSIDE) && !defined(ENCORD_COMPILATION)
#error "Only <encord/encord.h> can be included directly."
#endif

#include <encord/labels/encord-tracker.h>

G_BEGIN_DECLS

ENCORD_API
GArray *encord_tracker_update_array (EncordTracker *self, gint64 pts,
                                     const EncordDetection *detections,
                                     guint n_detections);

G_END_DECLS
