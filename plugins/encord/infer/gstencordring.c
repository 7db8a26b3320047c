/* gstencordring.c - frames and events in their order, while models run
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Threads: the streaming thread takes a free slot, fills and submits its request
 * and pushes the frame at the tail; the engine's threads mark slots as done; the
 * source task pops the head as soon as its slot is done. All state is guarded by
 * `lock`, which is held neither across a call into the engine nor across a push
 * downstream. `cond` tells of every change: a free slot, a done slot, a new
 * item, an idle source task, another flow. There are as many frames in the ring
 * as slots at most; events do not count. */

#include <gst/base/base.h>

#include "gstencordring.h"

struct _GstEncordRing
{
  GMutex lock;
  GCond cond;

  GstFlowReturn flow;   /* what the streaming thread is told */
  GstQueueArray *items; /* GstEncordRingItem, oldest first */
  GQueue free_slots;    /* GstEncordRingSlot, used last first */
  gboolean pushing;     /* an item was popped and not pushed yet */
  gboolean had_enough;  /* downstream, of the stream at the head */
  GPtrArray *slots;     /* all of them; fixed while frames are inside */
};

static void
slot_free (gpointer data)
{
  GstEncordRingSlot *slot = data;

  g_clear_object (&slot->request);
  g_free (slot);
}

static void
on_done (GstEncordRequest *request, gpointer user_data)
{
  GstEncordRingSlot *slot = user_data;
  GstEncordRing *self = slot->ring;

  g_mutex_lock (&self->lock);
  slot->finished = g_get_monotonic_time ();
  slot->done = TRUE;
  g_cond_broadcast (&self->cond);
  g_mutex_unlock (&self->lock);
}

GstEncordRing *
gst_encord_ring_new (void)
{
  GstEncordRing *self = g_new0 (GstEncordRing, 1);

  g_mutex_init (&self->lock);
  g_cond_init (&self->cond);
  g_queue_init (&self->free_slots);
  self->flow = GST_FLOW_FLUSHING;
  self->items = gst_queue_array_new_for_struct (sizeof (GstEncordRingItem), 16);
  self->slots = g_ptr_array_new_with_free_func (slot_free);

  return self;
}

void
gst_encord_ring_free (GstEncordRing *self)
{
  gst_encord_ring_clear (self, NULL);
  g_queue_clear (&self->free_slots);
  g_ptr_array_unref (self->slots);
  gst_queue_array_free (self->items);
  g_cond_clear (&self->cond);
  g_mutex_clear (&self->lock);
  g_free (self);
}

void
gst_encord_ring_set_requests (GstEncordRing *self, GPtrArray *requests)
{
  g_autoptr (GPtrArray) old = NULL;

  g_mutex_lock (&self->lock);
  old = g_steal_pointer (&self->slots);
  self->slots = g_ptr_array_new_with_free_func (slot_free);
  g_queue_clear (&self->free_slots);
  for (guint i = 0; i < requests->len; i++) {
    GstEncordRingSlot *slot = g_new0 (GstEncordRingSlot, 1);

    slot->ring = self;
    slot->request = g_object_ref (g_ptr_array_index (requests, i));
    gst_encord_request_set_done (slot->request, on_done, slot);
    g_ptr_array_add (self->slots, slot);
    g_queue_push_tail (&self->free_slots, slot);
  }
  g_mutex_unlock (&self->lock);
}

guint
gst_encord_ring_get_depth (GstEncordRing *self)
{
  guint depth;

  g_mutex_lock (&self->lock);
  depth = self->slots->len;
  g_mutex_unlock (&self->lock);

  return depth;
}

/* Waits for a free slot; NULL with the reason once nothing may be pushed any
 * more. */
GstEncordRingSlot *
gst_encord_ring_take_slot (GstEncordRing *self, GstFlowReturn *ret_flow)
{
  GstEncordRingSlot *slot = NULL;

  g_mutex_lock (&self->lock);
  while (self->flow == GST_FLOW_OK && g_queue_is_empty (&self->free_slots))
    g_cond_wait (&self->cond, &self->lock);
  *ret_flow = self->flow;
  if (self->flow == GST_FLOW_OK)
    slot = g_queue_pop_head (&self->free_slots);
  g_mutex_unlock (&self->lock);

  if (slot != NULL) {
    slot->done = FALSE;
    slot->started = g_get_monotonic_time ();
  }

  return slot;
}

void
gst_encord_ring_return_slot (GstEncordRing *self, GstEncordRingSlot *slot)
{
  g_mutex_lock (&self->lock);
  g_queue_push_head (&self->free_slots, slot);
  g_cond_broadcast (&self->cond);
  g_mutex_unlock (&self->lock);
}

/* ends a run nobody wants any more; the slot is free afterwards */
static void
abandon (GstEncordRing *self, GstEncordRingSlot *slot)
{
  gst_encord_request_cancel (slot->request);
  gst_encord_request_wait (slot->request, NULL);
  gst_encord_ring_return_slot (self, slot);
}

/* Takes buffer and slot in any case. Submits first: whoever clears the ring then
 * meets no request that is yet to start. */
GstFlowReturn
gst_encord_ring_push_frame (GstEncordRing *self, GstBuffer *buffer,
                            GstEncordRingSlot *slot,
                            const GstEncordLetterbox *letterbox, GError **error)
{
  GstEncordRingItem item = { GST_MINI_OBJECT_CAST (buffer), slot, *letterbox };
  GstFlowReturn flow;

  if (!gst_encord_request_submit (slot->request, error)) {
    gst_encord_ring_return_slot (self, slot);
    gst_buffer_unref (buffer);
    return GST_FLOW_ERROR;
  }

  g_mutex_lock (&self->lock);
  flow = self->flow;
  if (flow == GST_FLOW_OK) {
    gst_queue_array_push_tail_struct (self->items, &item);
    g_cond_broadcast (&self->cond);
  }
  g_mutex_unlock (&self->lock);

  if (flow != GST_FLOW_OK) {
    abandon (self, slot);
    gst_buffer_unref (buffer);
  }

  return flow;
}

/* what downstream said of frames before it does not count for those after it */
static gboolean
begins_anew (GstMiniObject *object)
{
  GstEventType type;

  if (!GST_IS_EVENT (object))
    return FALSE;
  type = GST_EVENT_TYPE (object);

  return type == GST_EVENT_STREAM_START || type == GST_EVENT_SEGMENT ||
         type == GST_EVENT_EOS;
}

/* Takes the event. After an error, sticky events still find their place: what
 * comes after them shows the error again. Where downstream only had enough of
 * the frames, all events do. */
GstFlowReturn
gst_encord_ring_push_event (GstEncordRing *self, GstEvent *event)
{
  GstEncordRingItem item = { GST_MINI_OBJECT_CAST (event), NULL };
  GstFlowReturn flow;
  gboolean accepted;

  g_mutex_lock (&self->lock);
  if (self->flow == GST_FLOW_EOS && begins_anew (item.object))
    self->flow = GST_FLOW_OK;
  flow = self->flow;
  accepted = flow == GST_FLOW_OK || flow == GST_FLOW_EOS ||
             (flow != GST_FLOW_FLUSHING && GST_EVENT_IS_STICKY (event) &&
              GST_EVENT_TYPE (event) != GST_EVENT_EOS);
  if (accepted) {
    gst_queue_array_push_tail_struct (self->items, &item);
    g_cond_broadcast (&self->cond);
  }
  g_mutex_unlock (&self->lock);

  if (!accepted)
    gst_event_unref (event);

  return accepted ? GST_FLOW_OK : flow;
}

/* TRUE once everything pushed so far has gone downstream */
gboolean
gst_encord_ring_wait_idle (GstEncordRing *self)
{
  gboolean idle;

  g_mutex_lock (&self->lock);
  while (self->flow == GST_FLOW_OK &&
         (self->pushing || !gst_queue_array_is_empty (self->items)))
    g_cond_wait (&self->cond, &self->lock);
  idle = self->flow == GST_FLOW_OK;
  g_mutex_unlock (&self->lock);

  return idle;
}

/* the source task goes on */
static gboolean
is_up (GstEncordRing *self)
{
  return self->flow == GST_FLOW_OK || self->flow == GST_FLOW_EOS;
}

static gboolean
has_head (GstEncordRing *self)
{
  const GstEncordRingItem *head =
      gst_queue_array_peek_head_struct (self->items);

  return head != NULL &&
         (head->slot == NULL || head->slot->done || self->had_enough);
}

/* the oldest item that may go; FALSE when the source task has to end */
static gboolean
take_head (GstEncordRing *self, GstEncordRingItem *ret_item,
           gboolean *ret_wanted)
{
  gboolean ok;

  g_mutex_lock (&self->lock);
  while (is_up (self) && !has_head (self))
    g_cond_wait (&self->cond, &self->lock);
  ok = is_up (self);
  if (ok) {
    *ret_item =
        *(GstEncordRingItem *) gst_queue_array_pop_head_struct (self->items);
    if (begins_anew (ret_item->object))
      self->had_enough = FALSE;
    *ret_wanted = ret_item->slot == NULL || !self->had_enough;
    self->pushing = *ret_wanted;
  }
  g_mutex_unlock (&self->lock);

  return ok;
}

/* Waits until the oldest item may go, and drops frames that downstream has had
 * enough of; FALSE when the source task has to end.
 * gst_encord_ring_item_pushed() must follow. */
gboolean
gst_encord_ring_pop (GstEncordRing *self, GstEncordRingItem *ret_item)
{
  gboolean wanted;

  while (take_head (self, ret_item, &wanted)) {
    if (wanted)
      return TRUE;
    abandon (self, ret_item->slot);
    gst_mini_object_unref (ret_item->object);
  }

  return FALSE;
}

static gboolean
has_new_beginning (GstEncordRing *self)
{
  const guint n = gst_queue_array_get_length (self->items);

  for (guint i = 0; i < n; i++) {
    const GstEncordRingItem *item =
        gst_queue_array_peek_nth_struct (self->items, i);

    if (begins_anew (item->object))
      return TRUE;
  }

  return FALSE;
}

static gboolean
has_eos_at_tail (GstEncordRing *self)
{
  const GstEncordRingItem *tail =
      gst_queue_array_peek_tail_struct (self->items);

  return tail != NULL && GST_IS_EVENT (tail->object) &&
         GST_EVENT_TYPE (tail->object) == GST_EVENT_EOS;
}

/* flow is what downstream said to it; it does not undo a flush. TRUE where nobody
 * will ask for the flow: upstream is through, and its EOS was accepted. */
gboolean
gst_encord_ring_item_pushed (GstEncordRing *self, GstFlowReturn flow)
{
  gboolean unasked;

  g_mutex_lock (&self->lock);
  self->pushing = FALSE;
  unasked = self->flow == GST_FLOW_OK && has_eos_at_tail (self);
  if (flow == GST_FLOW_EOS)
    self->had_enough = TRUE;
  /* the streaming thread may be in another stream already */
  if (self->flow == GST_FLOW_OK &&
      (flow != GST_FLOW_EOS || !has_new_beginning (self)))
    self->flow = flow;
  g_cond_broadcast (&self->cond);
  g_mutex_unlock (&self->lock);

  return unasked;
}

/* by the task itself, once gst_encord_ring_pop() has told it to end; under the lock,
 * so that whoever makes it go on comes before or after */
void
gst_encord_ring_pause_task (GstEncordRing *self, GstPad *pad)
{
  g_mutex_lock (&self->lock);
  if (!is_up (self))
    gst_pad_pause_task (pad);
  g_mutex_unlock (&self->lock);
}

/* The pad may have been linked again: what waits in the ring goes on. */
void
gst_encord_ring_retry_link (GstEncordRing *self, GstPad *pad,
                            GstTaskFunction loop, gpointer user_data)
{
  g_mutex_lock (&self->lock);
  if (self->flow == GST_FLOW_NOT_LINKED) {
    self->flow = GST_FLOW_OK;
    gst_pad_start_task (pad, loop, user_data, NULL);
    g_cond_broadcast (&self->cond);
  }
  g_mutex_unlock (&self->lock);
}

void
gst_encord_ring_set_flow (GstEncordRing *self, GstFlowReturn flow)
{
  g_mutex_lock (&self->lock);
  self->flow = flow;
  self->had_enough = FALSE;
  g_cond_broadcast (&self->cond);
  g_mutex_unlock (&self->lock);
}

/* Cancels what runs, so that clearing the ring does not wait for it. A request
 * that does not run takes no notice. */
void
gst_encord_ring_cancel (GstEncordRing *self)
{
  g_autoptr (GPtrArray) requests =
      g_ptr_array_new_with_free_func (g_object_unref);

  g_mutex_lock (&self->lock);
  for (guint i = 0; i < self->slots->len; i++) {
    GstEncordRingSlot *slot = g_ptr_array_index (self->slots, i);

    g_ptr_array_add (requests, g_object_ref (slot->request));
  }
  g_mutex_unlock (&self->lock);

  for (guint i = 0; i < requests->len; i++)
    gst_encord_request_cancel (g_ptr_array_index (requests, i));
}

static gboolean
steal_head (GstEncordRing *self, GstEncordRingItem *ret_item)
{
  GstEncordRingItem *head;

  g_mutex_lock (&self->lock);
  head = gst_queue_array_pop_head_struct (self->items);
  if (head != NULL)
    *ret_item = *head;
  g_mutex_unlock (&self->lock);

  return head != NULL;
}

/* what a flush must not lose, as `queue` does it */
static gboolean
outlives_flush (GstMiniObject *object)
{
  GstEvent *event;

  if (!GST_IS_EVENT (object))
    return FALSE;
  event = GST_EVENT_CAST (object);

  return GST_EVENT_IS_STICKY (event) &&
         GST_EVENT_TYPE (event) != GST_EVENT_SEGMENT &&
         GST_EVENT_TYPE (event) != GST_EVENT_EOS;
}

void
gst_encord_ring_clear (GstEncordRing *self, GstPad *pad)
{
  GstEncordRingItem item;

  while (steal_head (self, &item)) {
    if (item.slot != NULL)
      abandon (self, item.slot);
    if (pad != NULL && outlives_flush (item.object))
      gst_pad_store_sticky_event (pad, GST_EVENT_CAST (item.object));
    gst_mini_object_unref (item.object);
  }
}
