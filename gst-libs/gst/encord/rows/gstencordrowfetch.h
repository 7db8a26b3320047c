/* gstencordrowfetch.h - a label row as the server has it now
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <encord/encord.h>

#include "gstencordjournal.h"

G_BEGIN_DECLS

/* what is to be done with a row that has no labels on the server yet */
typedef enum
{
  GST_ENCORD_ROW_CREATE,
  GST_ENCORD_ROW_LEAVE_UNINITIALISED,
} GstEncordRowFetchMode;

/* (transfer full): what the server says of a row, without its labels; blocks on the
 * network. title: what messages call it. */
EncordLabelRow *gst_encord_row_find (EncordProject *project,
                                     const GstEncordRowKey *key,
                                     const char *title,
                                     GCancellable *cancellable, GError **error);

/* (transfer full): the row of a unit with its labels; blocks on the network. Of a
 * row that is not to be written, ret_stage names where it is, and its labels are
 * not fetched. ret_created: whether it was made here. */
EncordLabelRow *gst_encord_row_fetch (EncordProject *project,
                                      const GstEncordPendingRow *unit,
                                      GstEncordRowFetchMode mode,
                                      char **ret_stage, gboolean *ret_created,
                                      GCancellable *cancellable,
                                      GError **error);

/* Whether two bodies of a row say the same, so that a save which was prepared with
 * one undoes nothing in the other. Links to media do not count: they may be signed
 * anew for each fetch. */
gboolean gst_encord_row_bodies_equal (GBytes *a, GBytes *b);

G_END_DECLS
