/* transport-test.c - what the tests of calls share
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "transport-test.h"

EncordTransport *
new_transport (const char *server)
{
  g_autoptr (EncordSshKey) key =
      encord_ssh_key_new_from_string (TEST_KEY_PLAIN, NULL, NULL);
  g_autoptr (EncordCredentials) credentials =
      encord_credentials_new_for_ssh_key (key);
  EncordTransport *transport = encord_transport_new (server, credentials);

  encord_transport_set_backoff (transport, 0);

  return transport;
}

guint
count_requests (FakeServer *server)
{
  guint n = 0;

  for (;;) {
    g_autoptr (FakeRequest) request = fake_server_take_request (server);
    if (request == NULL)
      return n;
    n++;
  }
}

const char *
header (FakeRequest *request, const char *name)
{
  return soup_message_headers_get_one (request->headers, name);
}
