/* labels/encord-reduction.c - few key frames between which nothing is far off; pure
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <encord/labels/encord-reduction-private.h>

#include <encord/labels/encord-box-cone-private.h>
#include <encord/labels/encord-merge-object-private.h>

/* From each key as far as the bound lets it, so greedy. Whether a span keeps the
 * bound does not depend on its length alone: a longer one, whose end happens to
 * lie on the line, may keep what a shorter one breaks. So nothing is bisected.
 * Two cones are carried along: outside of the one no end is possible, inside of
 * the other every end is sure. When the first closes, the farthest possible ends
 * are tried, every frame between them and the key measured, down to the farthest
 * sure one. */

/* How far to look beyond the farthest sure end, and how many frames to measure
 * for each frame looked at: what makes the time linear. */
#define LOOK_SHARE 8
#define LOOK_LEAST 64
#define MEASURE_SHARE 8

typedef struct
{
  EncordReductionFrame *frames;
  const EncordBoxBound *bound;
  gboolean turned;
  EncordReductionKeys how;
  guint key;
  guint farthest; /* last possible end */
  guint sure;     /* last sure end */
  guint reach;    /* last end that is sure once it is moved */
  guint witness;  /* frame that broke the bound last: it often does again */
  guint budget;   /* frames that may still be measured */
} Search;

static gboolean
keeps_bound (const Search *self, guint end, guint at)
{
  const EncordReductionFrame *a = &self->frames[self->key];
  const EncordReductionFrame *b = &self->frames[end];
  const EncordReductionFrame *here = &self->frames[at];
  EncordBox box;

  encord_interpolate_box (
      &a->written, &b->written,
      (double) (here->frame - a->frame) / (double) (b->frame - a->frame), &box);

  return encord_box_bound_holds (self->bound, &here->seen, &box);
}

static gboolean
is_span (Search *self, guint end)
{
  if (self->witness > self->key && self->witness < end &&
      !keeps_bound (self, end, self->witness))
    return FALSE;
  for (guint i = self->key + 1; i < end; i++) {
    if (self->budget > 0)
      self->budget--;
    if (!keeps_bound (self, end, i)) {
      self->witness = i;
      return FALSE;
    }
  }

  return TRUE;
}

static void
look_ahead (Search *self, guint last)
{
  const EncordReductionFrame *key = &self->frames[self->key];
  EncordBoxCone sure, possible;
  gboolean is_open = TRUE;

  encord_box_cone_begin (&sure, ENCORD_BOX_CONE_SURE, self->bound, self->turned,
                         key->frame, &key->written);
  encord_box_cone_begin (&possible, ENCORD_BOX_CONE_POSSIBLE, self->bound,
                         self->turned, key->frame, &key->written);
  self->sure = self->reach = self->key + 1;
  for (guint i = self->key + 1; i <= last; i++) {
    EncordReductionFrame *here = &self->frames[i];

    self->farthest = i;
    here->may_end =
        encord_box_cone_contains (&possible, here->frame, &here->written);
    if (is_open &&
        encord_box_cone_contains (&sure, here->frame, &here->written))
      self->sure = i;
    is_open =
        is_open && encord_box_cone_narrow (&sure, here->frame, &here->seen);
    if (is_open)
      self->reach = i;
    if (!encord_box_cone_narrow (&possible, here->frame, &here->seen) ||
        i - self->key > LOOK_SHARE * (self->sure - self->key) + LOOK_LEAST)
      return;
  }
}

static guint
find_end_as_wanted (Search *self, guint last)
{
  look_ahead (self, last);
  self->budget = MEASURE_SHARE * (self->farthest - self->key);
  self->witness = 0;
  for (guint end = self->farthest; end > self->sure && self->budget > 0; end--)
    if (self->frames[end].may_end && is_span (self, end))
      return end;
  /* what is sure on paper is measured as well: rounding must not break it */
  for (guint end = self->sure; end > self->key + 1; end--)
    if (is_span (self, end))
      return end;

  return self->key + 1;
}

/* A key may lie anywhere within the bound of what was seen: where the cone is still
 * open, some box in it is near enough, and the nearest to the wanted one serves. */
static gboolean
move_end (Search *self)
{
  const EncordReductionFrame *key = &self->frames[self->key];
  EncordReductionFrame *end = &self->frames[self->reach];
  const EncordBox wanted = end->written;
  EncordBoxCone cone;

  encord_box_cone_begin (&cone, ENCORD_BOX_CONE_SURE, self->bound, self->turned,
                         key->frame, &key->written);
  for (guint i = self->key + 1; i <= self->reach; i++)
    encord_box_cone_narrow (&cone, self->frames[i].frame,
                            &self->frames[i].seen);
  encord_box_cone_clamp (&cone, end->frame, &wanted, &end->written);
  encord_merge_quantise_box (&end->written);
  if (encord_box_bound_holds (self->bound, &end->seen, &end->written) &&
      is_span (self, self->reach))
    return TRUE;
  end->written = wanted;

  return FALSE;
}

static guint
find_next_key (Search *self, guint last)
{
  const guint end = find_end_as_wanted (self, last);

  return self->how == ENCORD_REDUCTION_MOVED_KEYS && self->reach > end &&
                 move_end (self)
             ? self->reach
             : end;
}

void
encord_reduce (EncordReductionFrame *frames, guint n_frames,
               const EncordBoxBound *bound, EncordReductionKeys how)
{
  Search search = { .frames = frames, .bound = bound, .how = how };
  guint last = 0;

  for (guint i = 0; i < n_frames; i++) {
    EncordReductionFrame *frame = &frames[i];

    frame->written =
        encord_box_bound_holds (bound, &frame->seen, &frame->wanted)
            ? frame->wanted
            : frame->seen;
    frame->is_key = i == 0 || i + 1 == n_frames || frame->keep;
    search.turned =
        search.turned || frame->seen.theta != 0 || frame->written.theta != 0;
  }
  for (guint next; search.key + 1 < n_frames; search.key = next) {
    if (last <= search.key)
      for (last = search.key + 1; !frames[last].is_key; last++)
        ;
    next = find_next_key (&search, last);
    frames[next].is_key = TRUE;
  }
}
