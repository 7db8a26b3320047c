/* labels/encord-interpolator-private.h - the way between two keys, and its text
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <encord/labels/encord-interpolator.h>
#include <encord/labels/encord-mask-way-private.h>
#include <encord/labels/encord-moving-text-private.h>
#include <encord/labels/encord-outline-private.h>

G_BEGIN_DECLS

struct _EncordInterpolator
{
  gatomicrefcount refs;
  EncordGeometry *a;
  EncordGeometry *b;
  EncordShape shape;
  gboolean hold; /* a stays up to the next key */

  EncordBox box_a;
  EncordBox box_b; /* in the form that is nearest to box_a */

  EncordOutlinePairs *pairs; /* polygon, polyline, point */

  EncordPoint *targets; /* skeleton: where each joint of a goes */

  EncordMaskWay *mask_way; /* bitmask; NULL: the nearer key stands for it */
};

/* With most_mask_pixels 0 the nearer of two masks stands for what is between, and so
 * it does for masks that would take more. */
EncordInterpolator *encord_interpolator_new_within (EncordGeometry *a,
                                                    EncordGeometry *b,
                                                    int width, int height,
                                                    gint64 most_mask_pixels);

/* never outside of a and b, whatever the rounding */
static inline double
encord_blend (double a, double b, double position)
{
  const double low = a < b ? a : b, high = a < b ? b : a;
  double value = a + (b - a) * position;

  value = value < low ? low : value;

  return value > high ? high : value;
}

/* Adds the wire form of what encord_interpolator_at() gives between the keys.
 * FALSE, with nothing added: that does not go along straight ways, as masks. */
gboolean encord_interpolator_add_text (const EncordInterpolator *self,
                                       EncordMovingText *text);

G_END_DECLS
