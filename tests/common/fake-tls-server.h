/* fake-tls-server.h - an https server with a certificate that nobody knows
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
#include <gio/gio.h>

typedef struct _FakeTlsServer FakeTlsServer;

FakeTlsServer *fake_tls_server_new (void);
/* waits for the connection that it is in the middle of */
void fake_tls_server_free (FakeTlsServer *self);
const char *fake_tls_server_get_uri (FakeTlsServer *self);
/* connections over which anything came after the handshake */
guint fake_tls_server_get_trusting (FakeTlsServer *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (FakeTlsServer, fake_tls_server_free)
