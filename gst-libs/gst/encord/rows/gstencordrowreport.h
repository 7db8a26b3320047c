/* gstencordrowreport.h - what a merge would do to a row, for people and programs
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <encord/labels/encord-class-map-private.h>
#include <encord/labels/encord-merge-private.h>

#include "gstencordjournal.h"

G_BEGIN_DECLS

typedef struct
{
  guint n_objects_added;
  guint n_objects_removed;
  guint n_labels_set;
  guint n_labels_removed;
  char *text; /* one line */
  char *json; /* one line; its members stand in docs/design/messages.md */
} GstEncordRowReport;

/* row as it was fetched, before anything is applied */
GstEncordRowReport *gst_encord_row_report_new (const GstEncordPendingRow *unit,
                                               EncordLabelRow *row,
                                               EncordMergePlan *plan,
                                               EncordClassMap *classes);
void gst_encord_row_report_free (GstEncordRowReport *self);

G_END_DECLS
