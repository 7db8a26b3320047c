/* transport/encord-task-private.h - the async face of a blocking call
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <encord/encord-macros.h>

G_BEGIN_DECLS

/* The blocking call, run in a thread: its result (non-NULL) or NULL with error.
 * One that returns a gboolean returns GINT_TO_POINTER (TRUE). */
typedef gpointer (*EncordTaskFunc) (gpointer source, gpointer data,
                                    GCancellable *cancellable, GError **error);

/* source: the object whose method this is, kept alive meanwhile; tag: the public
 * _async function; data goes to free_data in the end; a result nobody fetches
 * goes to free_result */
void encord_task_run (gpointer source, gpointer tag, EncordTaskFunc func,
                      gpointer data, GDestroyNotify free_data,
                      GDestroyNotify free_result, GCancellable *cancellable,
                      GAsyncReadyCallback callback, gpointer user_data);
/* transfer full: what func returned; for a gboolean compare it with NULL */
gpointer encord_task_finish (gpointer source, gpointer tag,
                             GAsyncResult *result, GError **error);

G_END_DECLS
