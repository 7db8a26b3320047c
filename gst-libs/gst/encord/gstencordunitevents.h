/* gstencordunitevents.h - where a unit begins and ends in a stream
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#if !defined(GST_ENCORD_INSIDE) && !defined(GST_ENCORD_COMPILATION)
#error "Only <gst/encord/encord.h> can be included directly."
#endif

#include <gst/encord/gstencordmacros.h>
#include <gst/encord/gstencordunit.h>

G_BEGIN_DECLS

/**
 * GstEncordUnitStatus:
 * @GST_ENCORD_UNIT_COMPLETE: every frame was pushed
 * @GST_ENCORD_UNIT_FAILED: the media could not be read to its end
 * @GST_ENCORD_UNIT_CANCELLED: the pipeline was stopped
 *
 * How a unit ended.
 *
 * Since: 0.1
 */
typedef enum
{
  GST_ENCORD_UNIT_COMPLETE,
  GST_ENCORD_UNIT_FAILED,
  GST_ENCORD_UNIT_CANCELLED,
} GstEncordUnitStatus;

#define GST_TYPE_ENCORD_UNIT_STATUS (gst_encord_unit_status_get_type ())
GST_ENCORD_API
GType gst_encord_unit_status_get_type (void) G_GNUC_CONST;

/* sticky custom downstream event `encord-unit`; field `unit` */
GST_ENCORD_API
GstEvent *gst_encord_unit_event_new (GstEncordUnit *unit);
/* (transfer full) (nullable): NULL for any other event */
GST_ENCORD_API
GstEncordUnit *gst_encord_unit_event_parse (GstEvent *event);
/* serialized custom downstream event `encord-unit-end` */
GST_ENCORD_API
GstEvent *gst_encord_unit_end_event_new (GstEncordUnit *unit,
                                         GstEncordUnitStatus status,
                                         guint64 n_frames);
GST_ENCORD_API
gboolean gst_encord_unit_end_event_parse (GstEvent *event,
                                          GstEncordUnit **ret_unit,
                                          GstEncordUnitStatus *ret_status,
                                          guint64 *ret_n_frames);

G_END_DECLS
