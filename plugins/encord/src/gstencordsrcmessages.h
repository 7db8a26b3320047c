/* gstencordsrcmessages.h - what encordsrc says on the bus
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "gstencordsrcreader.h"

G_BEGIN_DECLS

/* `encord-unit-opened`, see docs/design/messages.md */
void gst_encord_src_post_opened (GstElement *element,
                                 const GstEncordSrcItem *item);

/* warnings; n_shown counts the frames that the file shows, damaged ones too */
void gst_encord_src_post_damage (GstElement *element, GstEncordUnit *unit,
                                 guint64 n_lost, guint64 n_shown);
void gst_encord_src_post_miscount (GstElement *element, GstEncordUnit *unit,
                                   guint64 n_shown);
void
gst_encord_src_post_nothing_selected (GstElement *element,
                                      const GstEncordSrcSelection *selection);

G_END_DECLS
