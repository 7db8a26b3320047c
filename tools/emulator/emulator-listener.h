/* emulator-listener.h - takes requests off the network and hands them on
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "emulator.h"

G_BEGIN_DECLS

EmulatorListener *emulator_listener_new (Emulator *emulator,
                                         const char *address, char **ret_uri,
                                         GError **error);
void emulator_listener_free (EmulatorListener *self);

/* connections that are open, bytes of request bodies in memory */
guint emulator_listener_get_connections (EmulatorListener *self);
gsize emulator_listener_get_held (EmulatorListener *self);

G_END_DECLS
