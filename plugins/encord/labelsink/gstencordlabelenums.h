/* gstencordlabelenums.h - the choices that encordlabelsink's properties offer
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

#define GST_TYPE_ENCORD_UNMAPPED (gst_encord_unmapped_get_type ())
GType gst_encord_unmapped_get_type (void);
#define GST_TYPE_ENCORD_BARE_FRAMES (gst_encord_bare_frames_get_type ())
GType gst_encord_bare_frames_get_type (void);

#define GST_TYPE_ENCORD_OVERLAP_POLICY (gst_encord_overlap_policy_get_type ())
GType gst_encord_overlap_policy_get_type (void);
#define GST_TYPE_ENCORD_ON_SAVED (gst_encord_on_saved_get_type ())
GType gst_encord_on_saved_get_type (void);
#define GST_TYPE_ENCORD_WRITE_MODE (gst_encord_write_mode_get_type ())
GType gst_encord_write_mode_get_type (void);

G_END_DECLS
