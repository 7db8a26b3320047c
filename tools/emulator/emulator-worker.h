/* emulator-worker.h - runs encord-emulator-worker
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* Runs the worker with one argument; input (nullable) is what it reads. A worker
 * that dies, takes longer than timeout_s or is not there is an error of
 * EMULATOR_ERROR; one that is cancelled is killed. */
void emulator_worker_run_async (const char *argument, const char *input,
                                guint timeout_s, GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer user_data);
/* what it printed */
char *emulator_worker_run_finish (GAsyncResult *result, GError **error);

G_END_DECLS
