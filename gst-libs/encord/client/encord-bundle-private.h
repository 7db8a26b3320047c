/* client/encord-bundle-private.h - operations on many rows in few requests
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <encord/client/encord-bundle.h>
#include <encord/client/encord-row-operation-private.h>

G_BEGIN_DECLS

/* Runs the operations of a queue (EncordRowOperation) and takes those that are
 * done out of it. Blocking. */
gboolean encord_bundle_run (GPtrArray *queue, guint size,
                            GCancellable *cancellable, GError **error);

G_END_DECLS
