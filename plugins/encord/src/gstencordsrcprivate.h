/* gstencordsrcprivate.h - what the files of encordsrc share
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "gstencordsrc.h"
#include "gstencordsrcoutput.h"
#include "gstencordsrcreader.h"
#include "gstencordsrcsettings.h"

G_BEGIN_DECLS

GST_DEBUG_CATEGORY_EXTERN (encordsrc_debug);

/* Threads and locks:
 *  - application threads set properties (`settings`, guarded by the object lock)
 *    and change state;
 *  - the reader's thread lists the project and opens media ahead
 *    (gstencordsrcreader.c);
 *  - each medium brings the threads of its own elements (gstencordmediabin.c);
 *  - the task of the source pad takes frames from the current medium and pushes
 *    them. What it works with is its own.
 * `lock` guards what cancels the waits of that task; it is a leaf.
 *
 * The source pad is the bin's own and no ghost pad: a pad of our own lets one
 * thread put the units in a row, where switching ghost pads would have to stop
 * streaming threads at each border. The media are children with a locked state,
 * so neither an application nor a state change of the bin touches them while the
 * reader or the task does. */
struct _GstEncordSrc
{
  GstBin parent;

  GstPad *srcpad;

  GstEncordSrcSettings settings; /* guarded by the object lock */

  /* application threads, in state changes */
  GstEncordSession *session;

  GMutex lock;
  /* guarded by lock */
  GstEncordSrcReader *reader; /* set and freed in state changes */
  GstEncordMediaBin *playing; /* not owned: item's */
  gboolean cancelled;
  gboolean eos_wanted;
  gboolean async_pending;

  /* the source pad's task; state changes while it does not run */
  GstEncordSrcItem *item;
  GstEncordSrcOutput output;
  GstClockTime image_duration;
  GstEncordSrcOnUnitError on_unit_error;
  guint n_units;
};

extern GstStaticPadTemplate gst_encord_src_template;

/* the asynchronous change to PAUSED; any thread, also when there is none */
void gst_encord_src_end_async (GstEncordSrc *self);

/* in gstencordsrcstream.c: the source pad and its task */
void gst_encord_src_add_pad (GstEncordSrc *self);
/* ends every wait of the task, for good; with EOS at the end if it is wanted */
void gst_encord_src_cancel (GstEncordSrc *self, gboolean eos_wanted);
/* by the task, or while it does not run */
void gst_encord_src_drop_item (GstEncordSrc *self);

G_END_DECLS
