/* labels/encord-assignment.c - pairs rows with columns for the greatest gain; pure
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <encord/labels/encord-assignment-private.h>

/* Optimal assignment after Kuhn and Munkres, in the form with one shortest
 * augmenting path a row (Jonker and Volgenant 1987), O(rows² × columns). */
typedef struct
{
  const double *gain;
  guint n_columns; /* of gain, for addressing */
  gboolean swapped;
  guint rows; /* of the problem: never more than columns */
  guint columns;
  double *row_price;
  double *column_price;
  int *row_of;     /* of a column, or -1 */
  double *reach;   /* of a column: cheapest path found to it so far */
  int *previous;   /* of a column: the column before it on that path, or -1 */
  gboolean *final; /* of a column: that path is the shortest */
} Solver;

static double
pair_gain (const Solver *self, guint row, guint column)
{
  const double gain = self->swapped
                          ? self->gain[column * self->n_columns + row]
                          : self->gain[row * self->n_columns + column];
  return gain > 0 ? gain : 0;
}

/* settles the unsettled column that is cheapest to reach */
static int
settle_nearest (Solver *self)
{
  int nearest = -1;

  for (guint column = 0; column < self->columns; column++)
    if (!self->final[column] &&
        (nearest < 0 || self->reach[column] < self->reach[nearest]))
      nearest = (int) column;
  self->final[nearest] = TRUE;

  return nearest;
}

/* finds the shortest path from a free row to a free column, then lets every row
 * on it move on by one column */
static void
augment (Solver *self, guint start)
{
  guint row = start;
  int last = -1;
  double length = 0;

  for (guint column = 0; column < self->columns; column++) {
    self->reach[column] = G_MAXDOUBLE;
    self->previous[column] = -1;
    self->final[column] = FALSE;
  }

  do {
    for (guint column = 0; column < self->columns; column++) {
      const double step = -pair_gain (self, row, column) -
                          self->row_price[row] - self->column_price[column];

      if (!self->final[column] && length + step < self->reach[column]) {
        self->reach[column] = length + step;
        self->previous[column] = last;
      }
    }
    last = settle_nearest (self);
    length = self->reach[last];
    if (self->row_of[last] >= 0)
      row = (guint) self->row_of[last];
  } while (self->row_of[last] >= 0);

  self->row_price[start] += length;
  for (guint column = 0; column < self->columns; column++) {
    if (!self->final[column] || (int) column == last)
      continue;
    self->row_price[self->row_of[column]] += length - self->reach[column];
    self->column_price[column] -= length - self->reach[column];
  }

  while (self->previous[last] >= 0) {
    self->row_of[last] = self->row_of[self->previous[last]];
    last = self->previous[last];
  }
  self->row_of[last] = (int) start;
}

void
encord_assignment_solve (const double *gain, guint n_rows, guint n_columns,
                         int *ret_columns)
{
  const guint rows = MIN (n_rows, n_columns);
  const guint columns = MAX (n_rows, n_columns);
  g_autofree double *row_price = NULL, *column_price = NULL, *reach = NULL;
  g_autofree int *row_of = NULL, *previous = NULL;
  g_autofree gboolean *final = NULL;
  Solver self;

  self = (Solver){
    .gain = gain,
    .n_columns = n_columns,
    .swapped = n_rows > n_columns,
    .rows = rows,
    .columns = columns,
    .row_price = row_price = g_new0 (double, rows),
    .column_price = column_price = g_new0 (double, columns),
    .row_of = row_of = g_new (int, columns),
    .reach = reach = g_new (double, columns),
    .previous = previous = g_new (int, columns),
    .final = final = g_new (gboolean, columns),
  };
  for (guint column = 0; column < columns; column++)
    row_of[column] = -1;
  for (guint row = 0; row < rows; row++)
    augment (&self, row);

  for (guint row = 0; row < n_rows; row++)
    ret_columns[row] = -1;
  for (guint column = 0; column < columns; column++) {
    const int row = row_of[column];

    if (row < 0 || !(pair_gain (&self, (guint) row, column) > 0))
      continue;
    if (self.swapped)
      ret_columns[column] = row;
    else
      ret_columns[row] = (int) column;
  }
}
