/* labels/encord-reducer.c - key frames of a track that is still going on; pure
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <encord/labels/encord-reducer-private.h>

#include <encord/labels/encord-box-cone-private.h>
#include <encord/labels/encord-merge-object-private.h>

/* The swing filter: from the last key leave all straight ways that pass near what
 * was seen since. When the next box leaves none, a key is set on the frame before,
 * on the way that comes nearest to what was seen there. */
struct _EncordReducer
{
  EncordBoxBound bound;
  gboolean turned;
  int max_span;

  gboolean has_key;
  EncordBoxCone
      cone; /* from the last key, narrowed by all frames up to `last` */
  EncordReducerKey last; /* seen last */
};

EncordReducer *
encord_reducer_new (const EncordBoxBound *bound, gboolean turned, int max_span)
{
  EncordReducer *self = g_new0 (EncordReducer, 1);

  self->bound = *bound;
  self->turned = turned;
  self->max_span = max_span;

  return self;
}

void
encord_reducer_free (EncordReducer *self)
{
  g_free (self);
}

static void
set_key (EncordReducer *self, int frame, const EncordBox *box,
         EncordReducerKey *ret_key)
{
  *ret_key = (EncordReducerKey){ frame, *box };
  encord_merge_quantise_box (&ret_key->box);
  self->has_key = TRUE;
  encord_box_cone_begin (&self->cone, ENCORD_BOX_CONE_SURE, &self->bound,
                         self->turned, frame, &ret_key->box);
}

static void
set_key_at_last (EncordReducer *self, EncordReducerKey *ret_key)
{
  EncordBox box;

  encord_box_cone_clamp (&self->cone, self->last.frame, &self->last.box, &box);
  set_key (self, self->last.frame, &box, ret_key);
}

guint
encord_reducer_add (EncordReducer *self, int frame, const EncordBox *seen,
                    gboolean keep,
                    EncordReducerKey ret_keys[ENCORD_REDUCER_MOST_KEYS])
{
  EncordReducerKey here = { frame, *seen };
  EncordBoxCone narrowed = self->cone;
  guint n_keys = 0;
  gboolean goes_on;

  if (!self->turned)
    here.box.theta = 0;
  if (!self->has_key) {
    set_key (self, frame, &here.box, &ret_keys[n_keys++]);
    self->last = here;
    return n_keys;
  }

  goes_on = frame - self->cone.frame <= self->max_span;
  if (keep)
    goes_on =
        goes_on && encord_box_cone_contains (&self->cone, frame, &here.box);
  else
    goes_on = goes_on && encord_box_cone_narrow (&narrowed, frame, &here.box);
  if (goes_on) {
    self->cone = narrowed;
  } else {
    if (self->last.frame > self->cone.frame)
      set_key_at_last (self, &ret_keys[n_keys++]);
    if (!keep)
      encord_box_cone_narrow (&self->cone, frame, &here.box);
  }
  if (keep)
    set_key (self, frame, &here.box, &ret_keys[n_keys++]);
  self->last = here;

  return n_keys;
}

gboolean
encord_reducer_end (EncordReducer *self, EncordReducerKey *ret_key)
{
  const gboolean is_due = self->has_key && self->last.frame > self->cone.frame;

  if (is_due)
    set_key_at_last (self, ret_key);
  self->has_key = FALSE;

  return is_due;
}
