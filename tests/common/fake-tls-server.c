/* fake-tls-server.c - an https server with a certificate that nobody knows
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * No SoupServer: that of libsoup 3.6 uses a connection after free when it is
 * disconnected while a handshake is under way. */
#include "fake-tls-server.h"

#include "fake-certificate.h"

struct _FakeTlsServer
{
  GThread *thread;
  GCancellable *stop;
  GSocketListener *listener;
  GTlsCertificate *certificate;
  char *uri;
  gint trusting; /* atomic */
};

static void
talk (FakeTlsServer *self, GIOStream *connection)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GIOStream) tls =
      g_tls_server_connection_new (connection, self->certificate, &error);
  char byte;

  g_assert_no_error (error);
  if (g_tls_connection_handshake (G_TLS_CONNECTION (tls), self->stop, NULL) &&
      g_input_stream_read (g_io_stream_get_input_stream (tls), &byte, 1,
                           self->stop, NULL) > 0)
    g_atomic_int_inc (&self->trusting);
}

static gpointer
run (gpointer data)
{
  FakeTlsServer *self = data;

  for (;;) {
    g_autoptr (GSocketConnection) connection =
        g_socket_listener_accept (self->listener, NULL, self->stop, NULL);

    if (connection == NULL)
      return NULL;
    talk (self, G_IO_STREAM (connection));
  }
}

FakeTlsServer *
fake_tls_server_new (void)
{
  FakeTlsServer *self = g_new0 (FakeTlsServer, 1);
  g_autoptr (GInetAddress) loopback =
      g_inet_address_new_loopback (G_SOCKET_FAMILY_IPV4);
  g_autoptr (GSocketAddress) any = g_inet_socket_address_new (loopback, 0);
  g_autoptr (GSocketAddress) address = NULL;
  g_autoptr (GError) error = NULL;

  self->stop = g_cancellable_new ();
  self->certificate = fake_certificate_new ();
  self->listener = g_socket_listener_new ();
  g_socket_listener_add_address (self->listener, any, G_SOCKET_TYPE_STREAM,
                                 G_SOCKET_PROTOCOL_DEFAULT, NULL, &address,
                                 &error);
  g_assert_no_error (error);
  self->uri = g_strdup_printf (
      "https://127.0.0.1:%u",
      g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (address)));
  self->thread = g_thread_new ("fake-tls-server", run, self);

  return self;
}

void
fake_tls_server_free (FakeTlsServer *self)
{
  g_cancellable_cancel (self->stop);
  g_thread_join (self->thread);
  g_object_unref (self->listener);
  g_object_unref (self->certificate);
  g_object_unref (self->stop);
  g_free (self->uri);
  g_free (self);
}

const char *
fake_tls_server_get_uri (FakeTlsServer *self)
{
  return self->uri;
}

guint
fake_tls_server_get_trusting (FakeTlsServer *self)
{
  return (guint) g_atomic_int_get (&self->trusting);
}
