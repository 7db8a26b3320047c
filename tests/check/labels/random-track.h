/* random-track.h - boxes of things that move, stop, turn and jump
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <encord/labels/encord-reduction-private.h>

typedef struct
{
  guint n;        /* frames */
  double jitter;  /* standard deviation of each edge, in box sizes */
  gboolean turns; /* boxes are turned, and turn on */
  gboolean skips; /* frames are missing here and there */
  gboolean jumps; /* it is elsewhere at once now and then */
} RandomTrack;

/* (transfer full): EncordReductionFrame elements; nothing but first and last is to
 * be kept, wanted is what was seen */
GArray *random_track_new (GRand *rand, const RandomTrack *how);
double random_normal (GRand *rand);
