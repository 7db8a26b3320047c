/* labels/encord-box-cone-private.h - straight ways on which a box stays near what was seen; pure
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <encord/labels/encord-box-bound-private.h>

G_BEGIN_DECLS

typedef enum
{
  ENCORD_BOX_CONE_SURE,     /* every way inside keeps the bound */
  ENCORD_BOX_CONE_POSSIBLE, /* no way outside keeps the bound */
} EncordBoxConeKind;

/* edges, or centre, size and angle of boxes that may be turned */
#define ENCORD_BOX_CONE_COORDINATES 5

/* For each coordinate the speeds, in units a frame, at which a box that leaves the
 * key passes every box seen since. Plain data, constant size. */
typedef struct
{
  EncordBoxBound bound;
  EncordBoxConeKind kind;
  gboolean turned;
  guint n; /* coordinates */
  EncordBox key;
  int frame; /* of the key */
  double from[ENCORD_BOX_CONE_COORDINATES];
  double slowest[ENCORD_BOX_CONE_COORDINATES];
  double fastest[ENCORD_BOX_CONE_COORDINATES];
} EncordBoxCone;

/* turned: whether any box of the track is turned */
void encord_box_cone_begin (EncordBoxCone *self, EncordBoxConeKind kind,
                            const EncordBoxBound *bound, gboolean turned,
                            int frame, const EncordBox *key);
/* Frame after the key, on which seen was seen. FALSE: no way is left, however far
 * one goes. */
gboolean encord_box_cone_narrow (EncordBoxCone *self, int frame,
                                 const EncordBox *seen);
/* whether the way to this box lies in the cone */
gboolean encord_box_cone_contains (const EncordBoxCone *self, int frame,
                                   const EncordBox *box);
/* the box at frame, on a way in the cone, that is nearest to the one seen */
void encord_box_cone_clamp (const EncordBoxCone *self, int frame,
                            const EncordBox *seen, EncordBox *ret_box);

G_END_DECLS
