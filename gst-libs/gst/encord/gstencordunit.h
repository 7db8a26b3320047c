/* gstencordunit.h - one data item of a project passing through a pipeline
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#if !defined(GST_ENCORD_INSIDE) && !defined(GST_ENCORD_COMPILATION)
#error "Only <gst/encord/encord.h> can be included directly."
#endif

#include <gst/encord/gstencordmacros.h>

G_BEGIN_DECLS

/* Immutable; construct-only, readable properties: project-hash, data-hash,
 * label-hash (NULL for a row not yet initialised), branch-name, title,
 * data-type ("video", "img_group"), width, height (int), fps-n, fps-d (int),
 * n-frames (gint64, what the row says; -1 unknown), first-frame (guint64) */
#define GST_TYPE_ENCORD_UNIT (gst_encord_unit_get_type ())
GST_ENCORD_API
G_DECLARE_FINAL_TYPE (GstEncordUnit, gst_encord_unit, GST, ENCORD_UNIT, GObject)

GST_ENCORD_API
const char *gst_encord_unit_get_project_hash (GstEncordUnit *self);
GST_ENCORD_API
const char *gst_encord_unit_get_data_hash (GstEncordUnit *self);
GST_ENCORD_API
const char *gst_encord_unit_get_label_hash (GstEncordUnit *self);
GST_ENCORD_API
const char *gst_encord_unit_get_branch_name (GstEncordUnit *self);
GST_ENCORD_API
const char *gst_encord_unit_get_title (GstEncordUnit *self);
GST_ENCORD_API
gboolean gst_encord_unit_is_image_group (GstEncordUnit *self);
GST_ENCORD_API
gint64 gst_encord_unit_get_n_frames (GstEncordUnit *self);
GST_ENCORD_API
guint64 gst_encord_unit_get_first_frame (GstEncordUnit *self);

G_END_DECLS
