/* gstencordlabelsignals.h - what encordlabelsink asks and tells the application
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <encord/encord.h>
#include <gst/gst.h>

G_BEGIN_DECLS

void gst_encord_label_signals_install (GObjectClass *klass);

/* On the session's worker, with no lock held. The row is the handlers' until they
 * return; summary is freed. */
gboolean gst_encord_label_signals_is_vetoed (GstElement *element,
                                             EncordLabelRow *row,
                                             GstStructure *summary);
void gst_encord_label_signals_row_saved (GstElement *element,
                                         EncordLabelRow *row,
                                         GstStructure *summary);

G_END_DECLS
