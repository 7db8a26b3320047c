/* gstencordframeindex.c - which frame of the file a decoder's output is
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "gstencordframeindex.h"

/* The k-th output of a decoder is frame k, unless the decoder lost some. What
 * was lost shows in the timestamps: the access units that went in and are
 * earlier than an output, and that never came out, are missing frames.
 *
 * Timestamps are believed only where they can be: an output whose timestamp no
 * access unit had counts as the next frame, and distrust() makes every output
 * do so, for streams in which an access unit need not be a frame (fields, hidden
 * frames that cannot be told apart).
 *
 * Pure bookkeeping: the caller says what is shown at all (inside the segment,
 * not hidden) and clips timestamps as the decoder will. */

typedef struct
{
  GArray
      *waiting; /* GstClockTime of the access units not yet come out, sorted */
  GstClockTime first; /* of the first access unit in decoding order */
  GstClockTime
      partial;      /* when a clipped frame will come out that is not shown */
  gboolean started; /* some frame has come out */
} Segment;

struct _GstEncordFrameIndex
{
  gatomicrefcount refs;

  /* input and output are seen by different threads */
  GMutex lock;
  GQueue
      segments; /* head: the one that comes out; tail: the one that goes in */
  guint64 next;
  guint64 n_lost;
  gboolean distrusted;
};

static Segment *
segment_new (void)
{
  Segment *segment = g_new0 (Segment, 1);

  segment->waiting = g_array_new (FALSE, FALSE, sizeof (GstClockTime));
  segment->first = GST_CLOCK_TIME_NONE;
  segment->partial = GST_CLOCK_TIME_NONE;

  return segment;
}

static void
segment_free (gpointer data)
{
  Segment *segment = data;

  g_array_unref (segment->waiting);
  g_free (segment);
}

/* how many access units are earlier than @pts */
static guint
segment_count_before (Segment *segment, GstClockTime pts)
{
  guint n = 0;

  while (n < segment->waiting->len &&
         g_array_index (segment->waiting, GstClockTime, n) < pts)
    n++;

  return n;
}

GstEncordFrameIndex *
gst_encord_frame_index_new (void)
{
  GstEncordFrameIndex *self = g_new0 (GstEncordFrameIndex, 1);

  g_atomic_ref_count_init (&self->refs);
  g_mutex_init (&self->lock);
  g_queue_init (&self->segments);
  g_queue_push_tail (&self->segments, segment_new ());

  return self;
}

GstEncordFrameIndex *
gst_encord_frame_index_ref (GstEncordFrameIndex *self)
{
  g_atomic_ref_count_inc (&self->refs);

  return self;
}

void
gst_encord_frame_index_unref (GstEncordFrameIndex *self)
{
  if (!g_atomic_ref_count_dec (&self->refs))
    return;
  g_queue_clear_full (&self->segments, segment_free);
  g_mutex_clear (&self->lock);
  g_free (self);
}

/* the access units that follow belong to another part of the file; times start
 * anew */
void
gst_encord_frame_index_begin_segment (GstEncordFrameIndex *self)
{
  g_mutex_lock (&self->lock);
  g_queue_push_tail (&self->segments, segment_new ());
  g_mutex_unlock (&self->lock);
}

/* an access unit goes in that the file shows */
void
gst_encord_frame_index_add_access_unit (GstEncordFrameIndex *self,
                                        GstClockTime pts)
{
  Segment *segment;
  guint at;

  g_mutex_lock (&self->lock);
  segment = g_queue_peek_tail (&self->segments);
  if (self->distrusted)
    goto out;
  /* nearly sorted: the place is a few steps from the end */
  at = segment->waiting->len;
  while (at > 0 && g_array_index (segment->waiting, GstClockTime, at - 1) > pts)
    at--;
  g_array_insert_val (segment->waiting, at, pts);
  if (!GST_CLOCK_TIME_IS_VALID (segment->first))
    segment->first = pts;
out:
  g_mutex_unlock (&self->lock);
}

void
gst_encord_frame_index_add_partial (GstEncordFrameIndex *self,
                                    GstClockTime start)
{
  Segment *segment;

  g_mutex_lock (&self->lock);
  segment = g_queue_peek_tail (&self->segments);
  segment->partial = start;
  g_mutex_unlock (&self->lock);
}

/* from now on, only count */
void
gst_encord_frame_index_distrust (GstEncordFrameIndex *self)
{
  g_mutex_lock (&self->lock);
  self->distrusted = TRUE;
  for (GList *l = self->segments.head; l != NULL; l = l->next)
    g_array_set_size (((Segment *) l->data)->waiting, 0);
  g_mutex_unlock (&self->lock);
}

/* the outputs that follow belong to the next begin_segment() */
void
gst_encord_frame_index_next_segment (GstEncordFrameIndex *self)
{
  Segment *segment;

  g_mutex_lock (&self->lock);
  segment = g_queue_peek_head (&self->segments);
  if (g_queue_get_length (&self->segments) > 1) {
    self->next += segment->waiting->len;
    self->n_lost += segment->waiting->len;
    segment_free (g_queue_pop_head (&self->segments));
  }
  g_mutex_unlock (&self->lock);
}

/* how many frames are missing before this output; takes what went in for it */
static guint
segment_take (Segment *segment, GstClockTime pts)
{
  guint before = segment_count_before (segment, pts);
  guint missing = 0;

  if (before < segment->waiting->len &&
      g_array_index (segment->waiting, GstClockTime, before) == pts) {
    /* what precedes the very first access unit in presentation only (the
     * leading pictures of an open group) refers to what the file lacks; no
     * player shows it, so it is not lost */
    if (segment->started || pts != segment->first)
      missing = before;
    g_array_remove_range (segment->waiting, 0, before + 1);
  } else if (before > 0) {
    /* the decoder made up a time: one frame for one access unit */
    g_array_remove_index (segment->waiting, 0);
  }
  segment->started = TRUE;

  return missing;
}

/* a frame comes out */
gboolean
gst_encord_frame_index_take_frame (GstEncordFrameIndex *self, GstClockTime pts,
                                   guint64 *ret_frame)
{
  Segment *segment;
  guint missing = 0;
  gboolean shown;

  g_mutex_lock (&self->lock);
  segment = g_queue_peek_head (&self->segments);
  shown = !GST_CLOCK_TIME_IS_VALID (pts) || pts != segment->partial;
  if (shown) {
    if (!self->distrusted)
      missing = segment_take (segment, pts);
    *ret_frame = self->next + missing;
    self->next += missing + 1;
    self->n_lost += missing;
  } else {
    segment->partial = GST_CLOCK_TIME_NONE;
  }
  g_mutex_unlock (&self->lock);

  return shown;
}

guint64
gst_encord_frame_index_get_n_lost (GstEncordFrameIndex *self, gboolean ended)
{
  guint64 n_lost;

  g_mutex_lock (&self->lock);
  n_lost = self->n_lost;
  if (ended)
    for (GList *l = self->segments.head; l != NULL; l = l->next)
      n_lost += ((Segment *) l->data)->waiting->len;
  g_mutex_unlock (&self->lock);

  return n_lost;
}
