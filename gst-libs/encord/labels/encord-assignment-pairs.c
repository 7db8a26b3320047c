/* labels/encord-assignment-pairs.c - divides an assignment into small ones; pure
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <encord/labels/encord-assignment-private.h>

/* rows times columns: a few milliseconds */
#define LARGEST_SOLVED 40000

/* Rows and columns are the nodes of a graph, columns behind the rows; pairs are
 * its edges. */
typedef struct
{
  const EncordAssignmentPair *pairs; /* by island */
  guint n_rows;
  int *ret_columns;
  guint *place;    /* of a node within its island */
  gboolean *taken; /* columns, where the best pair is taken first */
} Division;

static guint
find_root (guint *parents, guint node)
{
  while (parents[node] != node) {
    parents[node] = parents[parents[node]];
    node = parents[node];
  }

  return node;
}

/* the smaller number is the root, so that it does not depend on the order of
 * the pairs */
static guint *
find_islands (const EncordAssignmentPair *pairs, guint n_pairs, guint n_rows,
              guint n_columns)
{
  guint *parents = g_new (guint, n_rows + n_columns);

  for (guint i = 0; i < n_rows + n_columns; i++)
    parents[i] = i;
  for (guint i = 0; i < n_pairs; i++) {
    const guint a = find_root (parents, pairs[i].row);
    const guint b = find_root (parents, n_rows + pairs[i].column);

    parents[MAX (a, b)] = MIN (a, b);
  }
  for (guint i = 0; i < n_rows + n_columns; i++)
    parents[i] = find_root (parents, i);

  return parents;
}

static int
compare_by_island (const void *a, const void *b, void *user_data)
{
  const EncordAssignmentPair *one = a, *other = b;
  const guint *islands = user_data;

  if (islands[one->row] != islands[other->row])
    return islands[one->row] < islands[other->row] ? -1 : 1;
  if (one->row != other->row)
    return one->row < other->row ? -1 : 1;
  return one->column < other->column ? -1 : one->column > other->column;
}

static int
compare_by_gain (const void *a, const void *b, void *user_data)
{
  const EncordAssignmentPair *one = a, *other = b;

  if (one->gain != other->gain)
    return one->gain > other->gain ? -1 : 1;
  if (one->row != other->row)
    return one->row < other->row ? -1 : 1;
  return one->column < other->column ? -1 : one->column > other->column;
}

static void
take_best_first (Division *self, EncordAssignmentPair *pairs, guint n_pairs)
{
  g_qsort_with_data (pairs, (int) n_pairs, sizeof *pairs, compare_by_gain,
                     NULL);
  for (guint i = 0; i < n_pairs; i++)
    if (self->ret_columns[pairs[i].row] < 0 && !self->taken[pairs[i].column]) {
      self->ret_columns[pairs[i].row] = (int) pairs[i].column;
      self->taken[pairs[i].column] = TRUE;
    }
}

/* numbers the nodes of an island in the order of their first pair */
static void
place_nodes (Division *self, const EncordAssignmentPair *pairs, guint n_pairs,
             GArray *rows, GArray *columns)
{
  g_array_set_size (rows, 0);
  g_array_set_size (columns, 0);
  for (guint i = 0; i < n_pairs; i++) {
    guint *row = &self->place[pairs[i].row];
    guint *column = &self->place[self->n_rows + pairs[i].column];

    if (*row == G_MAXUINT) {
      *row = rows->len;
      g_array_append_val (rows, pairs[i].row);
    }
    if (*column == G_MAXUINT) {
      *column = columns->len;
      g_array_append_val (columns, pairs[i].column);
    }
  }
}

static void
solve_island (Division *self, EncordAssignmentPair *pairs, guint n_pairs,
              GArray *rows, GArray *columns)
{
  g_autofree double *gain = NULL;
  g_autofree int *found = NULL;

  if (n_pairs == 1) {
    self->ret_columns[pairs->row] = (int) pairs->column;
    return;
  }
  place_nodes (self, pairs, n_pairs, rows, columns);
  if ((guint64) rows->len * columns->len > LARGEST_SOLVED) {
    take_best_first (self, pairs, n_pairs);
    return;
  }

  gain = g_new0 (double, rows->len * columns->len);
  found = g_new (int, rows->len);
  for (guint i = 0; i < n_pairs; i++)
    gain[self->place[pairs[i].row] * columns->len +
         self->place[self->n_rows + pairs[i].column]] = pairs[i].gain;
  encord_assignment_solve (gain, rows->len, columns->len, found);
  for (guint i = 0; i < rows->len; i++)
    if (found[i] >= 0)
      self->ret_columns[g_array_index (rows, guint, i)] =
          (int) g_array_index (columns, guint, found[i]);
}

void
encord_assignment_solve_pairs (EncordAssignmentPair *pairs, guint n_pairs,
                               guint n_rows, guint n_columns, int *ret_columns)
{
  g_autofree guint *islands = find_islands (pairs, n_pairs, n_rows, n_columns);
  g_autofree guint *place = g_new (guint, n_rows + n_columns);
  g_autofree gboolean *taken = g_new0 (gboolean, n_columns);
  g_autoptr (GArray) rows = g_array_new (FALSE, FALSE, sizeof (guint));
  g_autoptr (GArray) columns = g_array_new (FALSE, FALSE, sizeof (guint));
  Division self = { pairs, n_rows, ret_columns, place, taken };
  guint first = 0;

  for (guint i = 0; i < n_rows; i++)
    ret_columns[i] = -1;
  for (guint i = 0; i < n_rows + n_columns; i++)
    place[i] = G_MAXUINT;
  g_qsort_with_data (pairs, (int) n_pairs, sizeof *pairs, compare_by_island,
                     islands);

  for (guint i = 1; i <= n_pairs; i++) {
    if (i < n_pairs && islands[pairs[i].row] == islands[pairs[first].row])
      continue;
    solve_island (&self, &pairs[first], i - first, rows, columns);
    first = i;
  }
}
