/* emulator-probe.h - what is in a media file, found out by a child process
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gio/gio.h>

#include "emulator-records.h"

G_BEGIN_DECLS

/* Runs encord-emulator-worker on the file. A file that cannot be read, a worker
 * that dies or takes too long are errors whose message says so, without the
 * path. */
void emulator_probe_async (const char *path, GCancellable *cancellable,
                           GAsyncReadyCallback callback, gpointer user_data);
gboolean emulator_probe_finish (GAsyncResult *result, EmulatorProbe *ret,
                                GError **error);

/* one line of the worker's output */
gboolean emulator_probe_parse (const char *line, EmulatorProbe *ret,
                               GError **error);

G_END_DECLS
