/* labels/encord-assignment-private.h - pairs rows with columns for the greatest gain; pure
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* gain is row-major, n_rows x n_columns; a pair whose gain is not above 0 is
 * never made. ret_columns gets n_rows columns, -1 for a row left alone. */
void encord_assignment_solve (const double *gain, guint n_rows, guint n_columns,
                              int *ret_columns);

/* a row and a column that may be paired, each such pair once */
typedef struct
{
  guint row;
  guint column;
  double gain; /* above 0 */
} EncordAssignmentPair;

/* The same for few possible pairs: rows and columns that no chain of pairs
 * connects are solved apart, and a heap of pairs that is too large to be solved
 * takes the best pair first. Sorts the pairs. */
void encord_assignment_solve_pairs (EncordAssignmentPair *pairs, guint n_pairs,
                                    guint n_rows, guint n_columns,
                                    int *ret_columns);

G_END_DECLS
