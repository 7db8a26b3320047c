/* assignment.c - the solver against trying everything
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <encord/labels/encord-assignment-private.h>

#define MOST 6

/* greatest sum over rows from `row` on, each free column used once at most */
static double
try_everything (const double *gain, guint n_rows, guint n_columns, guint row,
                guint used)
{
  double best;

  if (row == n_rows)
    return 0;
  best = try_everything (gain, n_rows, n_columns, row + 1, used);
  for (guint column = 0; column < n_columns; column++) {
    const double here = gain[row * n_columns + column];

    if ((used & 1u << column) || here <= 0)
      continue;
    best = MAX (best, here + try_everything (gain, n_rows, n_columns, row + 1,
                                             used | 1u << column));
  }

  return best;
}

static double
sum_of_pairs (const double *gain, guint n_rows, guint n_columns,
              const int *columns)
{
  double sum = 0;
  guint used = 0;

  for (guint row = 0; row < n_rows; row++) {
    if (columns[row] < 0)
      continue;
    g_assert_cmpint (columns[row], <, n_columns);
    g_assert_false (used & 1u << columns[row]);
    used |= 1u << columns[row];
    g_assert_cmpfloat (gain[row * n_columns + columns[row]], >, 0);
    sum += gain[row * n_columns + columns[row]];
  }

  return sum;
}

static void
test_optimal (void)
{
  for (guint round = 0; round < 3000; round++) {
    const guint n_rows = g_test_rand_int_range (0, MOST + 1);
    const guint n_columns = g_test_rand_int_range (0, MOST + 1);
    const double density = g_test_rand_double ();
    double gain[MOST * MOST];
    int columns[MOST];

    for (guint i = 0; i < n_rows * n_columns; i++)
      gain[i] = g_test_rand_double () < density ? g_test_rand_double () : 0;
    encord_assignment_solve (gain, n_rows, n_columns, columns);

    g_assert_cmpfloat_with_epsilon (
        sum_of_pairs (gain, n_rows, n_columns, columns),
        try_everything (gain, n_rows, n_columns, 0, 0), 1e-9);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/assignment/optimal", test_optimal);

  return g_test_run ();
}
