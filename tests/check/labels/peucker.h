/* peucker.h - the usual way to thin a line, to compare with
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <encord/labels/encord-reduction-private.h>

/* Whether frame `at`, on the line from frame `first` to `last`, keeps the bound;
 * frames holds EncordReductionFrame elements. */
gboolean peucker_holds (GArray *frames, const EncordBoxBound *bound,
                        guint first, guint last, guint at);
/* keys of Ramer, Douglas and Peucker: a span that breaks the bound is split where
 * it is farthest off */
guint peucker_count_keys (GArray *frames, const EncordBoxBound *bound);
