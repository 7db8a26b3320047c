/* labels/encord-reducer-private.h - key frames of a track that is still going on; pure
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <encord/labels/encord-box-bound-private.h>

G_BEGIN_DECLS

/* Takes boxes one at a time and gives keys as soon as they stand, in constant
 * memory and time a frame, with the bound of encord_reduce(). What it cannot do is
 * look ahead: its keys are more. A key lies within the bound of what was seen
 * there; it need not be equal to it. */
typedef struct _EncordReducer EncordReducer;

typedef struct
{
  int frame;
  EncordBox box;
} EncordReducerKey;

#define ENCORD_REDUCER_MOST_KEYS 2

/* turned: whether boxes may be turned; without, angles are dropped. max_span: most
 * frames from key to key, from 1: how long a viewer may have to wait. */
EncordReducer *encord_reducer_new (const EncordBoxBound *bound, gboolean turned,
                                   int max_span);
void encord_reducer_free (EncordReducer *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (EncordReducer, encord_reducer_free)

/* frame: after the one before. keep: this frame is to be a key that says exactly
 * what was seen. Returns how many keys came to stand, in order of frames. */
guint encord_reducer_add (EncordReducer *self, int frame, const EncordBox *seen,
                          gboolean keep,
                          EncordReducerKey ret_keys[ENCORD_REDUCER_MOST_KEYS]);
/* The track ends here or pauses: gives its last key unless that stands already.
 * The next frame begins anew. */
gboolean encord_reducer_end (EncordReducer *self, EncordReducerKey *ret_key);

G_END_DECLS
