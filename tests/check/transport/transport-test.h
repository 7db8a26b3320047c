/* transport-test.h - what the tests of calls share
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
#include "fake-server.h"
#include "test-keys.h"

#include <encord/encord.h>
#include <encord/transport/encord-transport-private.h>
#include <string.h>

/* with the key of the recordings, without pauses */
EncordTransport *new_transport (const char *server);
/* of those not yet taken */
guint count_requests (FakeServer *server);
const char *header (FakeRequest *request, const char *name);
