/* labels/encord-reduction-private.h - few key frames between which nothing is far off; pure
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <encord/labels/encord-box-bound-private.h>

G_BEGIN_DECLS

typedef struct
{
  /* in */
  int frame;
  gboolean keep;    /* a key in any case */
  EncordBox seen;   /* what the bound is kept against */
  EncordBox wanted; /* what a key would rather say: seen, or smoothed */
  /* out */
  gboolean is_key;
  EncordBox written; /* of a key: within the bound of what was seen */
  /* scratch */
  gboolean may_end;
} EncordReductionFrame;

typedef enum
{
  /* keys say what is wanted, where that keeps the bound, else what was seen */
  ENCORD_REDUCTION_EXACT_KEYS,
  /* keys may also move within the bound where that makes them fewer */
  ENCORD_REDUCTION_MOVED_KEYS,
} EncordReductionKeys;

/* Chooses keys of one run of frames, ascending, each once, so that
 * encord_interpolate_box() between neighbouring keys keeps the bound on every
 * frame in between. First and last are keys. Takes time in proportion to
 * n_frames. */
void encord_reduce (EncordReductionFrame *frames, guint n_frames,
                    const EncordBoxBound *bound, EncordReductionKeys how);

G_END_DECLS
