/* emulator-guard.h - keeps slow and many clients from using a server up
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <libsoup/soup.h>

#include "emulator-limits.h"

G_BEGIN_DECLS

typedef struct _EmulatorGuard EmulatorGuard;

/* watches the connections of server from now on; limits are copied */
EmulatorGuard *emulator_guard_new (SoupServer *server,
                                   const EmulatorLimits *limits);
/* the server's connections are left to themselves */
void emulator_guard_free (EmulatorGuard *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (EmulatorGuard, emulator_guard_free)

/* how many are open */
guint emulator_guard_get_connections (EmulatorGuard *self);

G_END_DECLS
