/* model/encord-frame-range-private.h - sets of frames as ranges
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gio/gio.h>

#include <encord/model/encord-frame-range.h>

G_BEGIN_DECLS

/* Arrays of EncordFrameRange that ascend, do not overlap and do not touch, save
 * where said otherwise. */

GArray *encord_frame_ranges_new (void);
/* any ranges, those with last < first left out */
GArray *encord_frame_ranges_new_from (const EncordFrameRange *ranges,
                                      guint n_ranges);
/* ascending frames without copies */
GArray *encord_frame_ranges_new_from_frames (const int *frames, guint n_frames);
/* first is not below that of the last range */
void encord_frame_ranges_append (GArray *ranges, int first, int last);
gboolean encord_frame_ranges_contain (const GArray *ranges, int frame);
/* every frame of `other` */
gboolean encord_frame_ranges_contain_all (const GArray *ranges,
                                          const GArray *other);
gboolean encord_frame_ranges_overlap (const GArray *a, const GArray *b);
/* puts other frames into an array, or takes them out of it */
void encord_frame_ranges_add (GArray *ranges, const GArray *added);
void encord_frame_ranges_remove (GArray *ranges, const GArray *removed);
/* of EncordFrameRange */
GPtrArray *encord_frame_ranges_to_copies (const EncordFrameRange *ranges,
                                          guint n_ranges);

G_END_DECLS
