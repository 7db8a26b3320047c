/* client/encord-row-operation-private.h - what is done with a label row on the server
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <encord/client/encord-client-private.h>
#include <encord/client/encord-label-row-flags.h>

G_BEGIN_DECLS

/* One thing to be done with one row. Several of a kind travel in one request: a
 * bundle is a queue of them, a row's own calls are bundles of one. */
typedef struct _EncordRowOperation EncordRowOperation;

/* NULL with error where a guard refuses. Feature hashes NULL: all of them. */
EncordRowOperation *encord_row_operation_new_initialise (
    EncordLabelRow *row, EncordInitialiseFlags flags,
    const char *const *object_features,
    const char *const *classification_features, GError **error);
/* writes the labels down: the row may change afterwards */
EncordRowOperation *encord_row_operation_new_save (EncordLabelRow *row,
                                                   EncordSaveFlags flags,
                                                   GError **error);
/* action: "complete" or "reopen" */
EncordRowOperation *encord_row_operation_new_move (EncordLabelRow *row,
                                                   const char *action,
                                                   GError **error);
EncordRowOperation *encord_row_operation_new_priority (EncordLabelRow *row,
                                                       double priority,
                                                       GError **error);
void encord_row_operation_free (gpointer self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (EncordRowOperation, encord_row_operation_free)

/* "save of label row …", for messages */
char *encord_row_operation_describe (EncordRowOperation *self);
/* bytes that it adds to its request */
gsize encord_row_operation_get_size (EncordRowOperation *self);
/* whether both may travel in one request */
gboolean encord_row_operation_fits (EncordRowOperation *a,
                                    EncordRowOperation *b);

/* One request for all of them, which fit each other; blocking. TRUE: the server did
 * it, but what it gave of a single row may be missing or malformed. */
gboolean encord_row_operations_run (EncordRowOperation *const *operations,
                                    guint n_operations,
                                    GCancellable *cancellable, GError **error);
/* (transfer full) (nullable) */
GError *encord_row_operation_steal_failure (EncordRowOperation *self);
/* the request of a row's own call; operation: transfer full, NULL where error is
 * set */
EncordRequest *encord_row_operation_to_request (EncordRowOperation *operation);

G_END_DECLS
