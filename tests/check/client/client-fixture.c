/* client-fixture.c - a client whose server answers what a test tells it to
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "client-fixture.h"
#include "test-keys.h"

#include <encord/client/encord-client-private.h>

void
client_fixture_set_up (ClientFixture *f, gconstpointer data)
{
  g_autoptr (EncordSshKey) key =
      encord_ssh_key_new_from_string (TEST_KEY_PLAIN, NULL, NULL);
  g_autoptr (EncordCredentials) credentials =
      encord_credentials_new_for_ssh_key (key);

  f->server = fake_server_new ();
  f->client = encord_client_new (fake_server_get_uri (f->server), credentials);
  encord_transport_set_backoff (encord_client_get_transport (f->client), 0);
  encord_transport_set_poll_pause (encord_client_get_transport (f->client), 0);
}

void
client_fixture_forget_requests (ClientFixture *f)
{
  FakeRequest *request;

  while ((request = fake_server_take_request (f->server)) != NULL)
    fake_request_free (request);
}

void
client_fixture_open_project (ClientFixture *f)
{
  g_autoptr (GError) error = NULL;

  fake_server_reply (f->server, 200, PROJECT);
  fake_server_reply (f->server, 200, ONTOLOGY);
  f->project = encord_client_get_project (f->client, UUID, NULL, &error);
  g_assert_no_error (error);
  client_fixture_forget_requests (f);
}

void
client_fixture_list_row (ClientFixture *f)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) rows = NULL;

  client_fixture_open_project (f);
  fake_server_reply (f->server, 200, OK ("[" ROW "]"));
  rows = encord_project_list_label_rows (f->project, NULL, NULL, &error);
  g_assert_no_error (error);
  f->row = g_object_ref (rows->pdata[0]);
  client_fixture_forget_requests (f);
}

void
client_fixture_assert_fails (ClientFixture *f, const BadCall *bad)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (FakeRequest) sent = NULL;

  client_fixture_open_project (f);
  if (bad->answer != NULL)
    fake_server_reply (f->server, bad->status, bad->answer);
  g_assert_false (bad->call (f->project, &error));
  g_assert_error (error, ENCORD_ERROR, bad->code);
  sent = fake_server_take_request (f->server);
  g_assert_true ((sent != NULL) == (bad->answer != NULL));
}

void
client_fixture_tear_down (ClientFixture *f, gconstpointer data)
{
  g_clear_object (&f->row);
  g_clear_object (&f->project);
  g_clear_object (&f->client);
  fake_server_free (f->server);
}

void
client_fixture_take_result (GObject *source, GAsyncResult *result,
                            gpointer data)
{
  *(GAsyncResult **) data = g_object_ref (result);
}

GAsyncResult *
client_fixture_wait (GAsyncResult **result)
{
  while (*result == NULL)
    g_main_context_iteration (NULL, TRUE);

  return *result;
}
