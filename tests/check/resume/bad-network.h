/* bad-network.h - a network between a client and a server that loses much
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

typedef struct _BadNetwork BadNetwork;

/* leads to server; what happens to the n-th connection, the seed decides */
BadNetwork *bad_network_new (const char *server, guint32 seed);
void bad_network_free (BadNetwork *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BadNetwork, bad_network_free)

const char *bad_network_get_uri (BadNetwork *self);
/* how many connections did not get through undisturbed */
guint bad_network_count_faults (BadNetwork *self);

G_END_DECLS
