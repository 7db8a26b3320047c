/* gstencordrowcount.h - whether frames that were only counted are those of a row
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <encord/encord.h>

#include "gstencordpendingrow.h"

G_BEGIN_DECLS

/* FALSE with error set: it is no video, whose frames have an order */
gboolean gst_encord_row_check_countable (EncordLabelRow *row, GError **error);

/* (transfer full) (nullable): why a unit that went through to its end is not all of
 * the row's medium; NULL: it is */
GError *gst_encord_row_compare_count (EncordLabelRow *row,
                                      const GstEncordPendingRow *unit);

G_END_DECLS
