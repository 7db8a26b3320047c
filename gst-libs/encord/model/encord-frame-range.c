/* encord-frame-range.c - some frames that follow each other
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <encord/model/encord-frame-range-private.h>

G_DEFINE_BOXED_TYPE (EncordFrameRange, encord_frame_range,
                     encord_frame_range_copy, encord_frame_range_free)

/**
 * encord_frame_range_copy:
 * @self: a range
 *
 * Copies a range.
 *
 * Returns: (transfer full): the copy
 *
 * Since: 0.1
 */
EncordFrameRange *
encord_frame_range_copy (const EncordFrameRange *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return g_memdup2 (self, sizeof *self);
}

/**
 * encord_frame_range_free:
 * @self: (transfer full): a range
 *
 * Frees a copy.
 *
 * Since: 0.1
 */
void
encord_frame_range_free (EncordFrameRange *self)
{
  g_free (self);
}

static EncordFrameRange *
at (const GArray *ranges, guint i)
{
  return &g_array_index (ranges, EncordFrameRange, i);
}

GArray *
encord_frame_ranges_new (void)
{
  return g_array_new (FALSE, FALSE, sizeof (EncordFrameRange));
}

void
encord_frame_ranges_append (GArray *ranges, int first, int last)
{
  const EncordFrameRange range = { first, last };
  EncordFrameRange *before =
      ranges->len > 0 ? at (ranges, ranges->len - 1) : NULL;

  if (before != NULL && (before->last == G_MAXINT || first <= before->last + 1))
    before->last = MAX (before->last, last);
  else
    g_array_append_val (ranges, range);
}

static void
append_range (GArray *ranges, const EncordFrameRange *range)
{
  encord_frame_ranges_append (ranges, range->first, range->last);
}

static gint
compare_ranges (gconstpointer a, gconstpointer b)
{
  const EncordFrameRange *p = a, *q = b;

  return p->first < q->first ? -1 : p->first > q->first;
}

GArray *
encord_frame_ranges_new_from (const EncordFrameRange *ranges, guint n_ranges)
{
  g_autoptr (GArray) sorted = encord_frame_ranges_new ();
  GArray *joined = encord_frame_ranges_new ();

  for (guint i = 0; i < n_ranges; i++)
    if (ranges[i].first <= ranges[i].last)
      g_array_append_val (sorted, ranges[i]);
  g_array_sort (sorted, compare_ranges);
  for (guint i = 0; i < sorted->len; i++)
    append_range (joined, at (sorted, i));

  return joined;
}

GArray *
encord_frame_ranges_new_from_frames (const int *frames, guint n_frames)
{
  GArray *ranges = encord_frame_ranges_new ();

  for (guint i = 0; i < n_frames; i++)
    encord_frame_ranges_append (ranges, frames[i], frames[i]);

  return ranges;
}

/* the first range that does not end before a frame, or their number */
static guint
find (const GArray *ranges, int frame)
{
  guint low = 0, high = ranges->len;

  while (low < high) {
    const guint middle = low + (high - low) / 2;

    if (at (ranges, middle)->last < frame)
      low = middle + 1;
    else
      high = middle;
  }

  return low;
}

gboolean
encord_frame_ranges_contain (const GArray *ranges, int frame)
{
  const guint i = find (ranges, frame);

  return i < ranges->len && at (ranges, i)->first <= frame;
}

gboolean
encord_frame_ranges_contain_all (const GArray *ranges, const GArray *other)
{
  for (guint i = 0; i < other->len; i++) {
    const guint j = find (ranges, at (other, i)->first);

    if (j == ranges->len || at (ranges, j)->first > at (other, i)->first ||
        at (ranges, j)->last < at (other, i)->last)
      return FALSE;
  }

  return TRUE;
}

gboolean
encord_frame_ranges_overlap (const GArray *a, const GArray *b)
{
  guint i, j = 0;

  if (a->len == 0 || b->len == 0)
    return FALSE;

  i = find (a, at (b, 0)->first);
  while (i < a->len && j < b->len) {
    if (at (a, i)->last < at (b, j)->first)
      i++;
    else if (at (b, j)->last < at (a, i)->first)
      j++;
    else
      return TRUE;
  }

  return FALSE;
}

void
encord_frame_ranges_add (GArray *ranges, const GArray *added)
{
  g_autoptr (GArray) old = g_array_copy (ranges);
  guint i = 0, j = 0;

  g_array_set_size (ranges, 0);
  while (i < old->len || j < added->len) {
    if (j == added->len ||
        (i < old->len && at (old, i)->first <= at (added, j)->first))
      append_range (ranges, at (old, i++));
    else
      append_range (ranges, at (added, j++));
  }
}

void
encord_frame_ranges_remove (GArray *ranges, const GArray *removed)
{
  g_autoptr (GArray) old = g_array_copy (ranges);
  guint j = 0;

  g_array_set_size (ranges, 0);
  for (guint i = 0; i < old->len; i++) {
    EncordFrameRange rest = *at (old, i);
    gboolean left = TRUE;

    while (j < removed->len && at (removed, j)->last < rest.first)
      j++;
    for (guint k = j; left && k < removed->len; k++) {
      const EncordFrameRange hole = *at (removed, k);

      if (hole.first > rest.last)
        break;
      if (hole.first > rest.first) {
        const EncordFrameRange before = { rest.first, hole.first - 1 };

        g_array_append_val (ranges, before);
      }
      left = hole.last < rest.last;
      if (left)
        rest.first = hole.last + 1;
    }
    if (left)
      g_array_append_val (ranges, rest);
  }
}

GPtrArray *
encord_frame_ranges_to_copies (const EncordFrameRange *ranges, guint n_ranges)
{
  GPtrArray *copies =
      g_ptr_array_new_full (n_ranges, (GDestroyNotify) encord_frame_range_free);

  for (guint i = 0; i < n_ranges; i++)
    g_ptr_array_add (copies, encord_frame_range_copy (&ranges[i]));

  return copies;
}
