/* emulator-label-row.h - a whole label row as text
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "emulator-label-body.h"
#include "emulator-store.h"

G_BEGIN_DECLS

/* what the server knows of the row, then its body with data links filled in;
 * link NULL: leaves them null */
gboolean emulator_label_row_append (GString *text, EmulatorStore *store,
                                    const EmulatorRow *row,
                                    EmulatorLinkFunc link, gpointer user_data,
                                    GError **error);

G_END_DECLS
