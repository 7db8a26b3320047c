/* model/encord-label-row-private.h - what the client does with a label row
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <encord/model/encord-label-row.h>

G_BEGIN_DECLS

/* Appends what encord_label_row_write() gives, so that a save needs no copy.
 * FALSE, with nothing appended, when the row is not initialised. */
gboolean encord_label_row_write_into (EncordLabelRow *self, GString *json,
                                      GError **error);

/* FALSE for a row that is in no workflow */
gboolean encord_label_row_check_workflow (EncordLabelRow *self, GError **error);

G_END_DECLS
