/* gstencordinferqueries.c - what encordinfer answers to its neighbours
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "gstencordinferprivate.h"

/* the frames in the ring need buffers too */
static void
add_depth (GstEncordInfer *self, GstQuery *query)
{
  const guint depth = gst_encord_ring_get_depth (self->ring);

  for (guint i = 0; i < gst_query_get_n_allocation_pools (query); i++) {
    GstBufferPool *pool;
    guint size;
    guint min;
    guint max;

    gst_query_parse_nth_allocation_pool (query, i, &pool, &size, &min, &max);
    gst_query_set_nth_allocation_pool (query, i, pool, size, min + depth,
                                       max > 0 ? max + depth : 0);
    g_clear_object (&pool);
  }
}

gboolean
gst_encord_infer_sink_query (GstPad *pad, GstObject *parent, GstQuery *query)
{
  GstEncordInfer *self = GST_ENCORD_INFER (parent);

  if (gst_encord_is_resume_query (query))
    return gst_encord_infer_forward_resume (self, query);
  if (!GST_QUERY_IS_SERIALIZED (query))
    return gst_pad_query_default (pad, parent, query);
  if (!gst_encord_ring_wait_idle (self->ring) ||
      !gst_pad_peer_query (self->srcpad, query))
    return FALSE;
  if (GST_QUERY_TYPE (query) == GST_QUERY_ALLOCATION)
    add_depth (self, query);

  return TRUE;
}

/* A frame waits for its run, and the ring holds a few frames more. */
static void
add_latency (GstEncordInfer *self, GstQuery *query)
{
  const guint depth = gst_encord_ring_get_depth (self->ring);
  GstClockTime min;
  GstClockTime max;
  GstClockTime own;
  GstClockTime held = 0;
  gboolean live;

  gst_query_parse_latency (query, &live, &min, &max);
  GST_OBJECT_LOCK (self);
  self->live = live;
  self->stats.announced = MAX (self->stats.latency, 1);
  own = (GstClockTime) self->stats.latency * GST_USECOND;
  if (self->fps_n > 0)
    held = gst_util_uint64_scale_int (depth * GST_SECOND, self->fps_d,
                                      self->fps_n);
  GST_OBJECT_UNLOCK (self);

  if (GST_CLOCK_TIME_IS_VALID (max))
    max += MAX (own, held);
  gst_query_set_latency (query, live, min + own, max);
}

gboolean
gst_encord_infer_src_query (GstPad *pad, GstObject *parent, GstQuery *query)
{
  if (!gst_pad_query_default (pad, parent, query))
    return FALSE;
  if (GST_QUERY_TYPE (query) == GST_QUERY_LATENCY)
    add_latency (GST_ENCORD_INFER (parent), query);

  return TRUE;
}
