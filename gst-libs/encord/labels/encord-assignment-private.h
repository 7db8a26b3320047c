/* labels/encord-assignment-private.h - pairs rows with columns for the greatest gain; pure
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* gain is row-major, n_rows x n_columns; a pair whose gain is not above 0 is
 * never made. ret_columns gets n_rows columns, -1 for a row left alone. */
void encord_assignment_solve (const double *gain, guint n_rows, guint n_columns,
                              int *ret_columns);

G_END_DECLS
