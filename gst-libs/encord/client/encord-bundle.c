/* client/encord-bundle.c - operations on many rows in few requests
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <encord/client/encord-bundle-build-private.h>
#include <encord/client/encord-bundle-private.h>

/**
 * EncordBundle:
 *
 * A queue of operations on label rows, which encord_bundle_execute() runs in as
 * few requests as the server allows.
 *
 * One thread at a time may use a bundle. Follows `Bundle` of the SDK, which
 * `Project.create_bundle` makes.
 *
 * Since: 0.1
 */
struct _EncordBundle
{
  GObject parent;

  guint size;
  GPtrArray *queue; /* EncordRowOperation */
};

G_DEFINE_FINAL_TYPE (EncordBundle, encord_bundle, G_TYPE_OBJECT)

static void
encord_bundle_finalize (GObject *object)
{
  g_ptr_array_unref (ENCORD_BUNDLE (object)->queue);

  G_OBJECT_CLASS (encord_bundle_parent_class)->finalize (object);
}

static void
encord_bundle_class_init (EncordBundleClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = encord_bundle_finalize;
}

static void
encord_bundle_init (EncordBundle *self)
{
  self->queue = g_ptr_array_new_with_free_func (encord_row_operation_free);
}

/**
 * encord_bundle_new:
 * @size: how many operations a request takes at most, 1..1000; 0 for as many as
 *   the server takes. Where videos have many labels, 20 is a good number
 *
 * Makes an empty queue (`Project.create_bundle` of the SDK).
 *
 * Returns: (transfer full): a bundle
 *
 * Since: 0.1
 */
EncordBundle *
encord_bundle_new (guint size)
{
  EncordBundle *self = g_object_new (ENCORD_TYPE_BUNDLE, NULL);

  self->size = size == 0 || size > ENCORD_BUNDLE_MAX_SIZE
                   ? ENCORD_BUNDLE_MAX_SIZE
                   : size;

  return self;
}

/**
 * encord_bundle_get_n_operations:
 * @self: a bundle
 *
 * Counts the operations that wait.
 *
 * Returns: how many they are
 *
 * Since: 0.1
 */
guint
encord_bundle_get_n_operations (EncordBundle *self)
{
  g_return_val_if_fail (ENCORD_IS_BUNDLE (self), 0);

  return self->queue->len;
}

/**
 * encord_bundle_clear:
 * @self: a bundle
 *
 * Forgets the operations that wait.
 *
 * Since: 0.1
 */
void
encord_bundle_clear (EncordBundle *self)
{
  g_return_if_fail (ENCORD_IS_BUNDLE (self));

  g_ptr_array_set_size (self->queue, 0);
}

static gboolean
add (EncordBundle *self, EncordRowOperation *operation)
{
  if (operation == NULL)
    return FALSE;
  g_ptr_array_add (self->queue, operation);

  return TRUE;
}

/**
 * encord_bundle_add_initialise:
 * @self: a bundle
 * @row: a row from encord_project_list_label_rows()
 * @flags: how
 * @error: return location
 *
 * Queues what encord_label_row_initialise() does.
 *
 * Returns: whether it is queued; %FALSE with @error set
 *
 * Since: 0.1
 */
gboolean
encord_bundle_add_initialise (EncordBundle *self, EncordLabelRow *row,
                              EncordInitialiseFlags flags, GError **error)
{
  return encord_bundle_add_initialise_filtered (self, row, flags, NULL, NULL,
                                                error);
}

/**
 * encord_bundle_add_initialise_filtered:
 * @self: a bundle
 * @row: a row from encord_project_list_label_rows()
 * @flags: how
 * @object_features: (nullable) (array zero-terminated=1): feature hashes of the
 *   objects wanted; %NULL: all
 * @classification_features: (nullable) (array zero-terminated=1): feature hashes
 *   of the classifications wanted; %NULL: all
 * @error: return location
 *
 * Queues what encord_label_row_initialise_filtered() does.
 *
 * Returns: whether it is queued; %FALSE with @error set
 *
 * Since: 0.1
 */
gboolean
encord_bundle_add_initialise_filtered (
    EncordBundle *self, EncordLabelRow *row, EncordInitialiseFlags flags,
    const char *const *object_features,
    const char *const *classification_features, GError **error)
{
  g_return_val_if_fail (ENCORD_IS_BUNDLE (self), FALSE);
  g_return_val_if_fail (ENCORD_IS_LABEL_ROW (row), FALSE);

  return add (self,
              encord_row_operation_new_initialise (
                  row, flags, object_features, classification_features, error));
}

/**
 * encord_bundle_add_save:
 * @self: a bundle
 * @row: an initialised row
 * @flags: how; if one row of a request is to be validated, all are
 * @error: return location
 *
 * Queues what encord_label_row_save() does; the labels are written down now.
 *
 * Returns: whether it is queued; %FALSE with @error set
 *
 * Since: 0.1
 */
gboolean
encord_bundle_add_save (EncordBundle *self, EncordLabelRow *row,
                        EncordSaveFlags flags, GError **error)
{
  g_return_val_if_fail (ENCORD_IS_BUNDLE (self), FALSE);
  g_return_val_if_fail (ENCORD_IS_LABEL_ROW (row), FALSE);

  return add (self, encord_row_operation_new_save (row, flags, error));
}

/**
 * encord_bundle_add_workflow_complete:
 * @self: a bundle
 * @row: an initialised row
 * @error: return location
 *
 * Queues what encord_label_row_workflow_complete() does.
 *
 * Returns: whether it is queued; %FALSE with @error set
 *
 * Since: 0.1
 */
gboolean
encord_bundle_add_workflow_complete (EncordBundle *self, EncordLabelRow *row,
                                     GError **error)
{
  g_return_val_if_fail (ENCORD_IS_BUNDLE (self), FALSE);
  g_return_val_if_fail (ENCORD_IS_LABEL_ROW (row), FALSE);

  return add (self, encord_row_operation_new_move (row, "complete", error));
}

/**
 * encord_bundle_add_workflow_reopen:
 * @self: a bundle
 * @row: a row from encord_project_list_label_rows()
 * @error: return location
 *
 * Queues what encord_label_row_workflow_reopen() does: nothing for a row that was
 * never initialised.
 *
 * Returns: whether it is queued; %FALSE with @error set
 *
 * Since: 0.1
 */
gboolean
encord_bundle_add_workflow_reopen (EncordBundle *self, EncordLabelRow *row,
                                   GError **error)
{
  g_return_val_if_fail (ENCORD_IS_BUNDLE (self), FALSE);
  g_return_val_if_fail (ENCORD_IS_LABEL_ROW (row), FALSE);

  return encord_label_row_get_label_hash (row) == NULL ||
         add (self, encord_row_operation_new_move (row, "reopen", error));
}

/**
 * encord_bundle_add_set_priority:
 * @self: a bundle
 * @row: a row of a workflow project
 * @priority: 0..1, the higher the sooner
 * @error: return location
 *
 * Queues what encord_label_row_set_priority() does.
 *
 * Returns: whether it is queued; %FALSE with @error set
 *
 * Since: 0.1
 */
gboolean
encord_bundle_add_set_priority (EncordBundle *self, EncordLabelRow *row,
                                double priority, GError **error)
{
  g_return_val_if_fail (ENCORD_IS_BUNDLE (self), FALSE);
  g_return_val_if_fail (ENCORD_IS_LABEL_ROW (row), FALSE);

  return add (self, encord_row_operation_new_priority (row, priority, error));
}

/* an EncordTaskFunc */
static gpointer
execute (gpointer source, gpointer data, GCancellable *cancellable,
         GError **error)
{
  EncordBundle *self = source;

  return GINT_TO_POINTER (
      encord_bundle_run (self->queue, self->size, cancellable, error));
}

EncordRequest *
encord_bundle_build_execute (EncordBundle *self, GError **error)
{
  return encord_request_new_task (execute, NULL, NULL, NULL);
}
