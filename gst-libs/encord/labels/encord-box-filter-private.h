/* labels/encord-box-filter-private.h - where a moving box is and how fast; pure
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <encord/model/encord-geometry.h>

G_BEGIN_DECLS

/* one coordinate: position and velocity with their covariance. The four
 * coordinates of a box never mix in a constant-velocity model with such noise,
 * so four of these are the whole eight-dimensional filter. */
typedef struct
{
  double position;
  double velocity;
  double pp;
  double pv;
  double vv;
} EncordBoxFilterAxis;

/* centre x, centre y, width, height; plain data without gaps */
typedef struct
{
  EncordBoxFilterAxis axes[4];
} EncordBoxFilter;

void encord_box_filter_start (EncordBoxFilter *self, const EncordBox *seen);
void encord_box_filter_predict (EncordBoxFilter *self, double seconds);
void encord_box_filter_correct (EncordBoxFilter *self, const EncordBox *seen);
void encord_box_filter_shift (EncordBoxFilter *self, double x, double y);
void encord_box_filter_get_box (const EncordBoxFilter *self,
                                EncordBox *ret_box);
/* FALSE for values that no detections lead to */
gboolean encord_box_filter_is_sound (const EncordBoxFilter *self);

G_END_DECLS
