/* test-connections.c - which connection carries a call
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "transport-test.h"

#include <encord/transport/encord-connections-private.h>

#define LONG (1000 * (gint64) G_USEC_PER_SEC)

static void
test_trust (void)
{
  g_autoptr (EncordConnections) connections = encord_connections_new ();

  g_assert_false (encord_connections_have_trusted (connections, 0));
  /* has just been opened */
  g_assert_true (encord_connections_trust (connections, 1, 0));

  encord_connections_note_answer (connections, 1, 100);
  g_assert_true (encord_connections_have_trusted (connections, 1000099));
  g_assert_true (encord_connections_trust (connections, 1, 1000099));
  g_assert_false (encord_connections_trust (connections, 1, 1000100));
  g_assert_false (encord_connections_have_trusted (connections, 1000100));

  encord_connections_note_answer (connections, 3, 2000000);
  encord_connections_note_answer (connections, 2, 2500000);
  g_assert_true (encord_connections_trust (connections, 3, 2999999));
  g_assert_false (encord_connections_trust (connections, 3, 3000000));
  g_assert_true (encord_connections_trust (connections, 2, 3000000));
  g_assert_true (encord_connections_have_trusted (connections, 3000000));
  g_assert_true (encord_connections_trust (connections, 4, 9000000));
}

typedef EncordCall *(*NewCallFunc) (void);

static EncordCall *
new_get (void)
{
  return encord_call_new_v2 ("GET", "x");
}

static EncordCall *
new_patch (void)
{
  EncordCall *call = encord_call_new_v2 ("PATCH", "x");

  encord_call_set_json (call, json_from_string ("{}", NULL));

  return call;
}

static EncordCall *
new_delete (void)
{
  return encord_call_new_v2 ("DELETE", "x");
}

/* a list, whose creation may not be repeated */
static EncordCall *
new_put_list (void)
{
  return encord_call_new_legacy ("labelrow", "PUT",
                                 json_from_string ("[\"a\"]", NULL), NULL);
}

static EncordTransport *
new_trusting_transport (FakeServer *server)
{
  EncordTransport *transport = new_transport (fake_server_get_uri (server));

  encord_transport_set_trust (transport, LONG);

  return transport;
}

/* where the call came from */
static guint
run_call (EncordTransport *transport, FakeServer *server, NewCallFunc new_call)
{
  g_autoptr (EncordCall) call = new_call ();
  g_autoptr (GBytes) answer = NULL;
  g_autoptr (FakeRequest) request = NULL;
  g_autoptr (GError) error = NULL;

  fake_server_reply (server, 200, "{}");
  answer = encord_transport_run_bytes (transport, call, NULL, &error);
  g_assert_no_error (error);
  g_assert_nonnull (answer);
  request = fake_server_wait_request (server);
  g_assert_null (fake_server_take_request (server));

  return request->client_port;
}

static void
test_one_connection (void)
{
  static const NewCallFunc calls[] = { new_put_list, new_get,      new_patch,
                                       new_put_list, new_put_list, new_get };
  g_autoptr (FakeServer) server = fake_server_new ();
  g_autoptr (EncordTransport) transport = new_trusting_transport (server);
  const guint port = run_call (transport, server, new_get);

  for (gsize i = 0; i < G_N_ELEMENTS (calls); i++)
    g_assert_cmpuint (run_call (transport, server, calls[i]), ==, port);
}

/* nothing answered lately, so the kept connection is left to others */
static void
test_own_connection (void)
{
  g_autoptr (FakeServer) server = fake_server_new ();
  g_autoptr (EncordTransport) transport =
      new_transport (fake_server_get_uri (server));
  guint port;

  encord_transport_set_trust (transport, 0);
  port = run_call (transport, server, new_get);
  g_assert_cmpuint (run_call (transport, server, new_put_list), !=, port);
  g_assert_cmpuint (run_call (transport, server, new_patch), !=, port);
}

/* libsoup would send it again by itself on a kept connection */
static void
test_delete (void)
{
  g_autoptr (FakeServer) server = fake_server_new ();
  g_autoptr (EncordTransport) transport = new_trusting_transport (server);
  const guint port = run_call (transport, server, new_get);

  g_assert_cmpuint (run_call (transport, server, new_delete), !=, port);
}

static void
test_closed_after_answer (void)
{
  static const char *const headers[] = { "Connection", "close", NULL };
  static const NewCallFunc calls[] = { new_get, new_put_list, new_patch,
                                       new_delete, new_put_list };
  g_autoptr (FakeServer) server = fake_server_new ();
  g_autoptr (EncordTransport) transport = new_trusting_transport (server);

  for (gsize i = 0; i < G_N_ELEMENTS (calls); i++) {
    g_autoptr (EncordCall) call = calls[i]();
    g_autoptr (GBytes) answer = NULL;
    g_autoptr (GError) error = NULL;

    fake_server_reply_full (server, 200, headers, "{}", 2);
    answer = encord_transport_run_bytes (transport, call, NULL, &error);
    g_assert_no_error (error);
    g_assert_nonnull (answer);
  }
  g_assert_cmpuint (count_requests (server), ==, G_N_ELEMENTS (calls));
}

/* The server takes the request and closes. One that may be repeated is, by libsoup
 * or by us; any other reaches the server once. */
static void
test_closed_without_answer (void)
{
  static const struct
  {
    NewCallFunc new_call;
    gboolean repeated;
  } rows[] = { { new_get, TRUE },
               { new_put_list, FALSE },
               { new_patch, FALSE },
               { new_delete, FALSE } };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (FakeServer) server = fake_server_new ();
    g_autoptr (EncordTransport) transport = new_trusting_transport (server);
    g_autoptr (EncordCall) call = rows[i].new_call ();
    g_autoptr (GBytes) answer = NULL;
    g_autoptr (GError) error = NULL;

    run_call (transport, server, new_get);
    fake_server_reply (server, 0, "");
    fake_server_reply (server, 200, "{}");
    answer = encord_transport_run_bytes (transport, call, NULL, &error);
    if (rows[i].repeated) {
      g_assert_no_error (error);
      g_assert_nonnull (answer);
      g_assert_cmpuint (count_requests (server), ==, 2);
    } else {
      g_assert_error (error, ENCORD_ERROR, ENCORD_ERROR_UNREACHABLE);
      g_assert_nonnull (strstr (error->message, "is unknown"));
      g_assert_nonnull (strstr (error->message, "1 attempt:"));
      g_assert_cmpuint (count_requests (server), ==, 1);
    }
  }
}

/* a call that holds its connection until it is cancelled */
typedef struct
{
  EncordTransport *transport;
  GCancellable *cancellable;
} Held;

static gpointer
hold_connection (gpointer data)
{
  Held *self = data;
  g_autoptr (EncordCall) call = new_get ();
  g_autoptr (GBytes) answer = NULL;
  g_autoptr (GError) error = NULL;

  answer = encord_transport_run_bytes (self->transport, call, self->cancellable,
                                       &error);
  g_assert_null (answer);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);

  return NULL;
}

/* There is a connection to be trusted, but another call has it, so libsoup comes
 * with the old one: nothing may be sent on that. */
static void
test_old_connection (void)
{
  g_autoptr (FakeServer) server = fake_server_new ();
  g_autoptr (EncordTransport) transport = new_trusting_transport (server);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  Held held = { transport, cancellable };
  g_autoptr (FakeRequest) held_request = NULL;
  GThread *thread;
  guint old, trusted, own;

  old = run_call (transport, server, new_get);
  encord_transport_set_trust (transport, 0);
  trusted = run_call (transport, server, new_put_list);
  encord_transport_set_trust (transport, LONG);
  g_assert_cmpuint (run_call (transport, server, new_get), ==, trusted);

  fake_server_reply_raw (server, "", TRUE);
  thread = g_thread_new ("held", hold_connection, &held);
  held_request = fake_server_wait_request (server);
  g_assert_cmpuint (held_request->client_port, ==, trusted);

  own = run_call (transport, server, new_put_list);
  g_assert_cmpuint (own, !=, old);
  g_assert_cmpuint (own, !=, trusted);
  g_assert_cmpuint (run_call (transport, server, new_put_list), ==, own);

  g_cancellable_cancel (cancellable);
  g_thread_join (thread);
}

/* the caller's cancellation reaches a call on a kept connection */
static void
test_cancel (void)
{
  g_autoptr (FakeServer) server = fake_server_new ();
  g_autoptr (EncordTransport) transport = new_trusting_transport (server);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (EncordCall) call = new_put_list ();
  g_autoptr (GError) error = NULL;

  run_call (transport, server, new_get);
  g_cancellable_cancel (cancellable);
  g_assert_null (
      encord_transport_run_bytes (transport, call, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_null (fake_server_take_request (server));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/connections/trust", test_trust);
  g_test_add_func ("/connections/one", test_one_connection);
  g_test_add_func ("/connections/own", test_own_connection);
  g_test_add_func ("/connections/delete", test_delete);
  g_test_add_func ("/connections/closed-after-answer",
                   test_closed_after_answer);
  g_test_add_func ("/connections/closed-without-answer",
                   test_closed_without_answer);
  g_test_add_func ("/connections/old", test_old_connection);
  g_test_add_func ("/connections/cancel", test_cancel);

  return g_test_run ();
}
