/* gstencordinferprivate.h - what the files of encordinfer share
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gst/encord/encord.h>
#include <gst/encord/models/gstencordmodel.h>
#include <gst/encord/models/gstencordpreprocessor.h>
#include <gst/video/video.h>

#include "gstencordinfer.h"
#include "gstencordinferstats.h"
#include "gstencordinfertracks.h"
#include "gstencordring.h"

G_BEGIN_DECLS

GST_DEBUG_CATEGORY_EXTERN (encordinfer_debug);

#define GST_ENCORD_INFER_MOST_IN_FLIGHT 64

/* Threads: application threads set properties and change states; the streaming
 * thread converts frames and queues them; engine threads finish requests; the
 * source task reads the results and pushes. They meet in the ring, which has its
 * own lock, and in what the object lock guards. Neither lock is held while
 * pushing, posting or calling the engine. */

struct _GstEncordInfer
{
  GstElement parent;

  GstPad *sinkpad;
  GstPad *srcpad;

  struct
  {
    char *model_file;
    char *label_file;
    char *device;
    GstEncordPrecision precision;
    guint n_threads;
    guint max_in_flight;
    GstEncordOutputOptions output;
    GstEncordInferTrackSettings tracks;
    guint64 stats_interval;
  } settings; /* guarded by the object lock */

  GstEncordInferStats stats; /* guarded by the object lock */
  gboolean live;             /* guarded by the object lock */
  gboolean running;          /* guarded by the object lock */
  int fps_n;                 /* guarded by the object lock */
  int fps_d;                 /* guarded by the object lock */
  char *model_digest;        /* of the model's file, once somebody asked;
                              * guarded by the object lock */

  /* written by state changes, with the object lock; no thread streams then */
  GstEncordModel *model;
  GstEncordRing *ring; /* has its own lock */

  /* streaming thread */
  GstEncordPreprocessor *preprocessor;
  gboolean needs_classes;

  /* source task, or whoever has stopped it */
  gint64 stats_posted;
  gboolean failed; /* and said why; the streaming thread reads it once the ring
                    * has told it so */
  GstEncordInferTracks tracks;
};

extern GstStaticPadTemplate gst_encord_infer_sink_template;
extern GstStaticPadTemplate gst_encord_infer_src_template;

/* posts it with what helps against it */
void gst_encord_infer_post_error (GstEncordInfer *self, const GError *error);
GstStructure *gst_encord_infer_make_stats (GstEncordInfer *self);

/* in gstencordinferdigest.c: adds to the digest what the labels depend on, asks
 * downstream, and takes it out again */
gboolean gst_encord_infer_forward_resume (GstEncordInfer *self,
                                          GstQuery *query);

/* in gstencordinferqueries.c */
gboolean gst_encord_infer_sink_query (GstPad *pad, GstObject *parent,
                                      GstQuery *query);
gboolean gst_encord_infer_src_query (GstPad *pad, GstObject *parent,
                                     GstQuery *query);

/* in gstencordinfersettings.c: `settings` by its properties, from the defaults on */
void gst_encord_infer_install_properties (GObjectClass *object_class);
void gst_encord_infer_init_settings (GstEncordInfer *self);
void gst_encord_infer_clear_settings (GstEncordInfer *self);

/* in gstencordinferstream.c: all that happens between the two pads */
void gst_encord_infer_add_pads (GstEncordInfer *self);
/* FALSE where the task itself asks for it */
gboolean gst_encord_infer_stop_task (GstEncordInfer *self);

G_END_DECLS
