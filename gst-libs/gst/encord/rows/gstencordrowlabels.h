/* gstencordrowlabels.h - what a run saw, as labels of a row
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <encord/labels/encord-class-map-private.h>

#include "gstencordjournal.h"

G_BEGIN_DECLS

/* By the rules that the unit came with: its tracks as EncordMergeObject elements,
 * and the EncordFrameRange elements on which somebody looked. width, height: of its
 * pictures in pixels, 0 where nobody knows. */
gboolean gst_encord_row_make_labels (const GstEncordPendingRow *unit,
                                     EncordClassMap *classes, int width,
                                     int height, GPtrArray **ret_mine,
                                     GArray **ret_seen, GError **error);

G_END_DECLS
