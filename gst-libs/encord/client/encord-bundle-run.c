/* client/encord-bundle-run.c - a queue of operations in few requests
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <encord/client/encord-bundle-private.h>
#include <encord/encord-error.h>

/* The answer to a request comes after all of it has arrived, and it has to fit
 * into the server's limits: large rows travel in smaller company. */
#define MAX_REQUEST_BYTES (32 * 1024 * 1024)

/* Where the server refuses so many one by one, it is not the operations that are
 * wrong. */
#define MAX_REFUSED 16

typedef struct
{
  guint size; /* operations a request, as far as the server said it takes */
  GCancellable *cancellable;
  GHashTable *done; /* a set of EncordRowOperation */
  guint n_refused;
  GError *refusal; /* of the first operation that the server refuses */
} Run;

/* Whether the server might take a part of what it has refused as a whole. Others
 * (no network, wrong key, cancelled) would go on for every part. */
static gboolean
is_refusal (const GError *error)
{
  return g_error_matches (error, ENCORD_ERROR, ENCORD_ERROR_NOT_FOUND) ||
         g_error_matches (error, ENCORD_ERROR, ENCORD_ERROR_CONFLICT) ||
         g_error_matches (error, ENCORD_ERROR, ENCORD_ERROR_REJECTED) ||
         g_error_matches (error, ENCORD_ERROR, ENCORD_ERROR_FAILED);
}

static void
note_refusal (Run *self, EncordRowOperation *operation, GError *error)
{
  g_autofree char *what = NULL;

  self->n_refused++;
  if (self->refusal != NULL) {
    g_error_free (error);
    return;
  }
  what = encord_row_operation_describe (operation);
  self->refusal = error;
  g_prefix_error (&self->refusal, "%s: ", what);
}

static void
note_done (Run *self, EncordRowOperation *const *operations, guint n)
{
  for (guint i = 0; i < n; i++) {
    GError *failure = encord_row_operation_steal_failure (operations[i]);

    if (failure != NULL)
      note_refusal (self, operations[i], failure);
    else
      g_hash_table_add (self->done, operations[i]);
  }
}

/* FALSE with or without error: nothing more is to be tried */
static gboolean
run_chunk (Run *self, EncordRowOperation *const *operations, guint n,
           GError **error)
{
  g_autoptr (GError) local = NULL;
  const guint half = n / 2;
  guint limit;

  if (encord_row_operations_run (operations, n, self->cancellable, &local)) {
    note_done (self, operations, n);
    return TRUE;
  }
  limit = encord_error_get_maximum_labels (local);
  if (n == 1 && is_refusal (local)) {
    note_refusal (self, operations[0], g_steal_pointer (&local));
    return self->n_refused < MAX_REFUSED;
  }
  if (n == 1 || (limit == 0 && !is_refusal (local))) {
    g_propagate_error (error, g_steal_pointer (&local));
    return FALSE;
  }
  if (limit > 0 && limit < self->size)
    self->size = limit;

  return run_chunk (self, operations, half, error) &&
         run_chunk (self, operations + half, n - half, error);
}

/* those of the queue that fit the first one and are not yet in a group */
static GPtrArray *
take_group (GPtrArray *rest)
{
  GPtrArray *group = g_ptr_array_new ();
  EncordRowOperation *first = rest->pdata[0];
  guint kept = 0;

  for (guint i = 0; i < rest->len; i++) {
    if (encord_row_operation_fits (first, rest->pdata[i]))
      g_ptr_array_add (group, rest->pdata[i]);
    else
      rest->pdata[kept++] = rest->pdata[i];
  }
  g_ptr_array_set_size (rest, (int) kept);

  return group;
}

static guint
count_chunk (Run *self, GPtrArray *group, guint from)
{
  gsize bytes = 0;
  guint n = 0;

  while (from + n < group->len && n < self->size) {
    bytes += encord_row_operation_get_size (group->pdata[from + n]);
    if (n > 0 && bytes > MAX_REQUEST_BYTES)
      break;
    n++;
  }

  return n;
}

static gboolean
run_group (Run *self, GPtrArray *group, GError **error)
{
  for (guint from = 0; from < group->len;) {
    const guint n = count_chunk (self, group, from);

    if (!run_chunk (self, (EncordRowOperation *const *) group->pdata + from, n,
                    error))
      return FALSE;
    from += n;
  }

  return TRUE;
}

static gboolean
run_all (Run *self, GPtrArray *queue, GError **error)
{
  g_autoptr (GPtrArray) rest = g_ptr_array_copy (queue, NULL, NULL);

  g_ptr_array_set_free_func (rest, NULL);
  while (rest->len > 0) {
    g_autoptr (GPtrArray) group = take_group (rest);

    if (!run_group (self, group, error))
      return FALSE;
  }

  return TRUE;
}

static void
remove_done (Run *self, GPtrArray *queue)
{
  g_autoptr (GPtrArray) left = g_ptr_array_new ();

  for (guint i = 0; i < queue->len; i++) {
    if (g_hash_table_contains (self->done, queue->pdata[i]))
      encord_row_operation_free (queue->pdata[i]);
    else
      g_ptr_array_add (left, queue->pdata[i]);
    queue->pdata[i] = NULL;
  }
  g_ptr_array_set_free_func (queue, NULL);
  g_ptr_array_set_size (queue, 0);
  g_ptr_array_set_free_func (queue, encord_row_operation_free);
  g_ptr_array_extend (queue, left, NULL, NULL);
}

gboolean
encord_bundle_run (GPtrArray *queue, guint size, GCancellable *cancellable,
                   GError **error)
{
  g_autoptr (GHashTable) done = g_hash_table_new (NULL, NULL);
  Run run = { size, cancellable, done, 0, NULL };
  GError *local = NULL;
  gboolean ok = run_all (&run, queue, &local);
  const guint n = queue->len;

  remove_done (&run, queue);
  if (ok && run.n_refused == 0)
    return TRUE;
  if (local != NULL) {
    g_clear_error (&run.refusal);
    g_propagate_error (error, local);
    return FALSE;
  }
  g_propagate_prefixed_error (error, g_steal_pointer (&run.refusal),
                              "bundle: %u of %u operations refused%s; first ",
                              run.n_refused, n, ok ? "" : ", so it ended here");

  return FALSE;
}
