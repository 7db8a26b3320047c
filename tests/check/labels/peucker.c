/* peucker.c - the usual way to thin a line, to compare with
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "peucker.h"

#include <math.h>

static void
get_box (GArray *frames, guint first, guint last, guint at, EncordBox *ret_box)
{
  const EncordReductionFrame *a =
      &g_array_index (frames, EncordReductionFrame, first);
  const EncordReductionFrame *b =
      &g_array_index (frames, EncordReductionFrame, last);
  const EncordReductionFrame *here =
      &g_array_index (frames, EncordReductionFrame, at);

  encord_interpolate_box (&a->seen, &b->seen,
                          (double) (here->frame - a->frame) /
                              (double) (b->frame - a->frame),
                          ret_box);
}

gboolean
peucker_holds (GArray *frames, const EncordBoxBound *bound, guint first,
               guint last, guint at)
{
  EncordBox box;

  get_box (frames, first, last, at, &box);

  return encord_box_bound_holds (
      bound, &g_array_index (frames, EncordReductionFrame, at).seen, &box);
}

/* how far off, in what the bound is about */
static double
measure (const EncordBoxBound *bound, const EncordBox *seen,
         const EncordBox *box)
{
  if (bound->pixels == 0)
    return 1 - encord_box_turned_iou (seen, box, bound->width, bound->height);

  return fmax (fmax (fabs (box->x - seen->x) * bound->width,
                     fabs (box->y - seen->y) * bound->height),
               fmax (fabs (box->x + box->width - seen->x - seen->width) *
                         bound->width,
                     fabs (box->y + box->height - seen->y - seen->height) *
                         bound->height)) +
         fabs (remainder (box->theta - seen->theta, 360)) * G_PI / 180 *
             hypot (seen->width * bound->width, seen->height * bound->height) /
             2;
}

typedef struct
{
  guint first, last;
} Span;

guint
peucker_count_keys (GArray *frames, const EncordBoxBound *bound)
{
  g_autoptr (GArray) spans = g_array_new (FALSE, FALSE, sizeof (Span));
  const Span all = { 0, frames->len - 1 };
  guint n_keys = 2;

  g_array_append_val (spans, all);
  while (spans->len > 0) {
    const Span span = g_array_index (spans, Span, spans->len - 1);
    gboolean holds = TRUE;
    double farthest = -1;
    Span left = span, right = span;

    g_array_set_size (spans, spans->len - 1);
    for (guint i = span.first + 1; i < span.last; i++) {
      EncordBox box;
      double off;

      get_box (frames, span.first, span.last, i, &box);
      off = measure (
          bound, &g_array_index (frames, EncordReductionFrame, i).seen, &box);
      holds = holds && peucker_holds (frames, bound, span.first, span.last, i);
      if (off > farthest) {
        farthest = off;
        left.last = right.first = i;
      }
    }
    if (holds)
      continue;
    n_keys++;
    g_array_append_val (spans, left);
    g_array_append_val (spans, right);
  }

  return n_keys;
}
