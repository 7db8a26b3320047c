/* gstencordring.h - frames and events in their order, while models run
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gst/encord/encord.h>
#include <gst/encord/models/gstencordletterbox.h>

G_BEGIN_DECLS

/**
 * GstEncordRingSlot:
 * @request: runs the model on one frame
 * @started: when its frame was taken up, in microseconds of the monotonic clock
 * @finished: when its run ended
 *
 * One request of a ring, owned by whoever took it, then by the item it was
 * pushed with.
 */
typedef struct _GstEncordRing GstEncordRing;
typedef struct
{
  GstEncordRequest *request;
  gint64 started;
  gint64 finished;

  /*< private >*/
  GstEncordRing *ring;
  gboolean done;
} GstEncordRingSlot;

/**
 * GstEncordRingItem:
 * @object: a buffer or an event
 * @slot: (nullable): the run of a buffer
 * @letterbox: where the buffer's frame lies inside the model's picture
 */
typedef struct
{
  GstMiniObject *object;
  GstEncordRingSlot *slot;
  GstEncordLetterbox letterbox;
} GstEncordRingItem;

GstEncordRing *gst_encord_ring_new (void);
void gst_encord_ring_free (GstEncordRing *self);

/* takes the requests; the ring must be empty */
void gst_encord_ring_set_requests (GstEncordRing *self, GPtrArray *requests);
guint gst_encord_ring_get_depth (GstEncordRing *self);

/* streaming thread */
GstEncordRingSlot *gst_encord_ring_take_slot (GstEncordRing *self,
                                              GstFlowReturn *ret_flow);
void gst_encord_ring_return_slot (GstEncordRing *self, GstEncordRingSlot *slot);
GstFlowReturn gst_encord_ring_push_frame (GstEncordRing *self,
                                          GstBuffer *buffer,
                                          GstEncordRingSlot *slot,
                                          const GstEncordLetterbox *letterbox,
                                          GError **error);
GstFlowReturn gst_encord_ring_push_event (GstEncordRing *self, GstEvent *event);
gboolean gst_encord_ring_wait_idle (GstEncordRing *self);

/* source task */
gboolean gst_encord_ring_pop (GstEncordRing *self, GstEncordRingItem *ret_item);
gboolean gst_encord_ring_item_pushed (GstEncordRing *self, GstFlowReturn flow);
void gst_encord_ring_pause_task (GstEncordRing *self, GstPad *pad);

/* any thread */
void gst_encord_ring_retry_link (GstEncordRing *self, GstPad *pad,
                                 GstTaskFunction loop, gpointer user_data);
void gst_encord_ring_set_flow (GstEncordRing *self, GstFlowReturn flow);
void gst_encord_ring_cancel (GstEncordRing *self);
/* with neither streaming thread nor source task inside; sticky events that were
 * under way go into the pad */
void gst_encord_ring_clear (GstEncordRing *self, GstPad *pad);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (GstEncordRing, gst_encord_ring_free)

G_END_DECLS
