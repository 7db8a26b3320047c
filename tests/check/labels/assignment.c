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

/* each cell that is above 0, in any order */
static GArray *
make_pairs (const double *gain, guint n_rows, guint n_columns)
{
  GArray *pairs = g_array_new (FALSE, FALSE, sizeof (EncordAssignmentPair));

  for (guint i = 0; i < n_rows * n_columns; i++) {
    const EncordAssignmentPair pair = { i / n_columns, i % n_columns, gain[i] };

    if (gain[i] > 0)
      g_array_insert_val (
          pairs, (guint) g_test_rand_int_range (0, (int) pairs->len + 1), pair);
  }

  return pairs;
}

static void
solve_pairs (GArray *pairs, guint n_rows, guint n_columns, int *ret_columns)
{
  encord_assignment_solve_pairs ((EncordAssignmentPair *) pairs->data,
                                 pairs->len, n_rows, n_columns, ret_columns);
}

static void
test_pairs_optimal (void)
{
  for (guint round = 0; round < 3000; round++) {
    const guint n_rows = g_test_rand_int_range (0, MOST + 1);
    const guint n_columns = g_test_rand_int_range (0, MOST + 1);
    const double density = g_test_rand_double ();
    g_autoptr (GArray) pairs = NULL;
    double gain[MOST * MOST];
    int columns[MOST];

    for (guint i = 0; i < n_rows * n_columns; i++)
      gain[i] = g_test_rand_double () < density ? g_test_rand_double () : 0;
    pairs = make_pairs (gain, n_rows, n_columns);
    solve_pairs (pairs, n_rows, n_columns, columns);

    g_assert_cmpfloat_with_epsilon (
        sum_of_pairs (gain, n_rows, n_columns, columns),
        try_everything (gain, n_rows, n_columns, 0, 0), 1e-9);
  }
}

/* where pairs tie, their order must not decide */
static void
test_pairs_in_any_order (void)
{
  const double gain[] = { 1, 1, 0, 1, 1, 1, 0, 1, 1 };
  int expected[3];

  for (guint round = 0; round < 100; round++) {
    g_autoptr (GArray) pairs = make_pairs (gain, 3, 3);
    int columns[3];

    solve_pairs (pairs, 3, 3, round == 0 ? expected : columns);
    if (round > 0)
      g_assert_cmpmem (columns, sizeof columns, expected, sizeof expected);
  }
}

/* too large to be solved: every row with every column, the best pairs being those
 * of the diagonal */
static void
test_heap (void)
{
  const guint n = 300;
  g_autofree int *columns = g_new (int, n);
  g_autoptr (GArray) pairs =
      g_array_new (FALSE, FALSE, sizeof (EncordAssignmentPair));

  for (guint i = 0; i < n * n; i++) {
    const EncordAssignmentPair pair = {
      i / n, i % n, i / n == i % n ? 1 : g_test_rand_double_range (0.1, 0.9)
    };

    g_array_append_val (pairs, pair);
  }
  solve_pairs (pairs, n, n, columns);
  for (guint i = 0; i < n; i++)
    g_assert_cmpint (columns[i], ==, i);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/assignment/optimal", test_optimal);
  g_test_add_func ("/assignment/pairs-optimal", test_pairs_optimal);
  g_test_add_func ("/assignment/pairs-in-any-order", test_pairs_in_any_order);
  g_test_add_func ("/assignment/heap", test_heap);

  return g_test_run ();
}
