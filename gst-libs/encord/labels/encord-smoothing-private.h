/* labels/encord-smoothing-private.h - the jitter of a detector out of a run of boxes; pure
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <encord/encord.h>

G_BEGIN_DECLS

/* A Rauch-Tung-Striebel smoother of constant velocity over boxes of one object,
 * without gaps that mean absence: uses what comes after as well as what came
 * before. times: nanoseconds, ascending. Centre and size are smoothed, each for
 * itself; the angle stays as it is. Boxes far off the way of their neighbours
 * hardly pull. One or two boxes, and motion at one speed, stay as they are. Takes
 * time in proportion to n. ret_smooth may be boxes. */
void encord_smooth_boxes (const EncordBox *boxes, const gint64 *times, guint n,
                          EncordBox *ret_smooth);

G_END_DECLS
