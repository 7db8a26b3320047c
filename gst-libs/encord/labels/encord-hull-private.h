/* labels/encord-hull-private.h - the convex hull of points; pure
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <encord/model/encord-geometry.h>

G_BEGIN_DECLS

/* Takes points one by one; those inside are forgotten as it goes, so that it stays
 * small however many come. */
typedef struct _EncordHull EncordHull;

EncordHull *encord_hull_new (void);
void encord_hull_free (EncordHull *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (EncordHull, encord_hull_free)
/* of numbers that are none or infinite it keeps one, and is not finite any more */
void encord_hull_add (EncordHull *self, double x, double y);

/* FALSE: there are no points, or not all are numbers of a useful size */
gboolean encord_hull_is_measurable (EncordHull *self);
/* The smallest rectangle around the points, in their unit; theta, 0 to 90 degrees
 * and below, turns from x to y. The hull is measurable. */
void encord_hull_get_rectangle (EncordHull *self, EncordBox *ret_box);

G_END_DECLS
