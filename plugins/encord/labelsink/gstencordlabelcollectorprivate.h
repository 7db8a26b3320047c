/* gstencordlabelcollectorprivate.h - the collector, among the files that make it up
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "gstencordlabelcollector.h"

#include <encord/labels/encord-tracker-private.h>
#include <gst/video/video.h>

G_BEGIN_DECLS

/* Threads: set up by the bin while stopped; everything else belongs to the
 * streaming thread, which never waits for the network, and for the disk only while
 * that is several check points behind. What was seen goes to the writer in chunks,
 * so that no unit has to fit in memory. */
struct _GstEncordLabelCollector
{
  GstBaseSink parent;

  /* From set_writer() to set_writer (NULL), between which the streaming thread needs
   * no lock for it; all others take the object lock. */
  GstEncordLabelWriter *writer;
  GstEncordLabelCollectorSettings settings;

  /* streaming thread, while PAUSED or PLAYING */
  GstVideoInfo info;
  char **classes; /* of the last encord-classes event */
  char *mapped;   /* project whose map was asked for with these classes */
  char *greeted;  /* project whose pending rows were asked for */
  gboolean
      has_lost_count; /* a flush took away frames that were to be counted */

  /* of the unit */
  GstEncordUnit *unit;
  GstEncordProgress progress; /* but for classes and tracker, which are here: */
  GPtrArray *unit_classes;    /* names, by index in unit_tracks */
  GHashTable *class_indices;  /* GQuark of a name to index + 1 */
  GByteArray *boxed;          /* by index: whether there was a box of it */
  EncordTracker *tracker;     /* NULL for image groups */
  gboolean has_gap; /* it began in the middle, without what was seen before */
  gboolean counts; /* no event announced it: frames are numbered as they come */

  /* since the last check point */
  EncordTracks *unit_tracks;
  GPtrArray *image_hashes; /* by frame; image groups only */
  gint64 checkpoint_time;  /* monotonic, of the last one */
};

/* (transfer full) unit: of the stream from here on, from nothing or from where an
 * earlier run was; what came before it has been cut off */
void gst_encord_label_collector_begin_unit (GstEncordLabelCollector *self,
                                            GstEncordUnit *unit);
/* Before each frame. A stream that no event announced is the unit that the properties
 * name; on failure an error message says why there is none. */
GstFlowReturn
gst_encord_label_collector_require_unit (GstEncordLabelCollector *self);
/* complete: it went through to its end */
void gst_encord_label_collector_end_unit (GstEncordLabelCollector *self,
                                          gboolean complete);
/* frames that did not come are not counted: nobody knows which one is next */
void gst_encord_label_collector_handle_flush (GstEncordLabelCollector *self);
/* without handing anything on */
void gst_encord_label_collector_clear_unit (GstEncordLabelCollector *self);

/* (transfer full): what came since the last one, and how far that is */
GstEncordCheckpoint *
gst_encord_label_collector_take_checkpoint (GstEncordLabelCollector *self);
/* its index in unit_tracks */
guint gst_encord_label_collector_add_class (GstEncordLabelCollector *self,
                                            GQuark name);
/* as soon as the project and the classes are known, so that a class that goes
 * nowhere stops the pipeline before much has been looked at */
void gst_encord_label_collector_ask_for_map (GstEncordLabelCollector *self);

G_END_DECLS
