/* labels/encord-box-bound-private.h - how far a written box may be from what was seen; pure
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <encord/encord.h>

G_BEGIN_DECLS

typedef struct
{
  double
      iou; /* least overlap of the two, above 0 to 1; counts if pixels is 0 */
  double pixels; /* most that a corner may be off, across or down */
  int width;     /* of the picture in pixels, from 1 */
  int height;
} EncordBoxBound;

gboolean encord_box_bound_holds (const EncordBoxBound *self,
                                 const EncordBox *seen,
                                 const EncordBox *written);

/* Intersection over union, 0..1, of boxes that may be turned, in a picture of
 * width times height pixels: encord_box_iou() leaves angles out of account. */
double encord_box_turned_iou (const EncordBox *a, const EncordBox *b, int width,
                              int height);

G_END_DECLS
