/* transport/encord-sending.c - one message, on a kept connection or its own
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * A request on a kept connection may meet a server that just closes it. A call that
 * may be repeated takes the risk; any other only where the server answered a moment
 * ago. Which connection it is shows when libsoup has chosen it. */
#include <encord/transport/encord-origin-private.h>
#include <encord/transport/encord-sending-private.h>

typedef enum
{
  ANY_CONNECTION,
  TRUSTED_CONNECTION,
  OWN_CONNECTION,
} Choice;

typedef struct
{
  EncordConnections *connections; /* NULL: what libsoup chooses will do */
  GCancellable *refusal;          /* ends it before a byte is written */
  gboolean refused;
  gboolean sent;
} Sending;

static void
on_starting (SoupMessage *message, gpointer user_data)
{
  Sending *sending = user_data;

  if (sending->connections == NULL ||
      /* is written before libsoup looks whether it was cancelled */
      soup_message_get_http_version (message) == SOUP_HTTP_2_0 ||
      encord_connections_trust (sending->connections,
                                soup_message_get_connection_id (message),
                                g_get_monotonic_time ())) {
    sending->sent = TRUE;
    return;
  }

  sending->refused = TRUE;
  g_cancellable_cancel (sending->refusal);
}

static void
on_wrote_headers (SoupMessage *message, gpointer user_data)
{
  Sending *sending = user_data;

  sending->sent = TRUE;
}

static void
on_cancelled (GCancellable *cancellable, gpointer user_data)
{
  g_cancellable_cancel (user_data);
}

/* runs until the answer's headers are there */
static GInputStream *
send_message (const EncordExchange *self, SoupMessage *message,
              Sending *sending, GCancellable *cancellable, GError **error)
{
  g_autofree char *where =
      encord_origin_describe (soup_message_get_uri (message));
  gulong handler = 0;
  GInputStream *stream;

  g_debug ("%s: %s %s", self->name, soup_message_get_method (message), where);
  g_signal_connect (message, "starting", G_CALLBACK (on_starting), sending);
  g_signal_connect (message, "wrote-headers", G_CALLBACK (on_wrote_headers),
                    sending);
  if (cancellable != NULL)
    handler = g_cancellable_connect (cancellable, G_CALLBACK (on_cancelled),
                                     sending->refusal, NULL);
  stream = soup_session_send (self->session, message, sending->refusal, error);
  g_cancellable_disconnect (cancellable, handler);
  g_signal_handlers_disconnect_by_data (message, sending);
  if (stream != NULL && self->connections != NULL)
    encord_connections_note_answer (self->connections,
                                    soup_message_get_connection_id (message),
                                    g_get_monotonic_time ());

  return stream;
}

static SoupMessage *
build_message (const EncordExchange *self, GUri *uri, Choice choice,
               GError **error)
{
  SoupMessage *message = self->build (self->data, uri, error);

  if (message == NULL)
    return NULL;
  soup_message_add_flags (message, SOUP_MESSAGE_NO_REDIRECT |
                                       SOUP_MESSAGE_DO_NOT_USE_AUTH_CACHE);
  soup_message_add_flags (message, choice == OWN_CONNECTION
                                       ? SOUP_MESSAGE_NEW_CONNECTION
                                       : SOUP_MESSAGE_IDEMPOTENT);
  /* libsoup goes by the method alone when it sends once more what a closed
   * connection has swallowed: never a POST or PATCH, but this one */
  if (choice == TRUSTED_CONNECTION &&
      soup_message_get_method (message) == SOUP_METHOD_DELETE)
    soup_message_add_flags (message, SOUP_MESSAGE_NEW_CONNECTION);
  soup_message_disable_feature (message, SOUP_TYPE_CONTENT_DECODER);

  return message;
}

static GInputStream *
send_on (const EncordExchange *self, GUri *uri, Choice choice, gboolean *sent,
         gboolean *ret_refused, SoupMessage **ret_message,
         GCancellable *cancellable, GError **error)
{
  g_autoptr (SoupMessage) message = build_message (self, uri, choice, error);
  g_autoptr (GCancellable) refusal = g_cancellable_new ();
  Sending sending = { choice == TRUSTED_CONNECTION ? self->connections : NULL,
                      refusal };
  GInputStream *stream;

  *ret_refused = FALSE;
  if (message == NULL)
    return NULL;

  stream = send_message (self, message, &sending, cancellable, error);
  *sent = *sent || sending.sent;
  *ret_refused = sending.refused && !sending.sent;
  if (stream != NULL)
    *ret_message = g_steal_pointer (&message);

  return stream;
}

GInputStream *
encord_exchange_send (const EncordExchange *self, GUri *uri, gboolean *sent,
                      SoupMessage **ret_message, GCancellable *cancellable,
                      GError **error)
{
  gboolean refused;

  if (self->repeatable)
    return send_on (self, uri, ANY_CONNECTION, sent, &refused, ret_message,
                    cancellable, error);

  if (encord_connections_have_trusted (self->connections,
                                       g_get_monotonic_time ())) {
    g_autoptr (GError) failure = NULL;
    GInputStream *stream =
        send_on (self, uri, TRUSTED_CONNECTION, sent, &refused, ret_message,
                 cancellable, &failure);

    if (!refused) {
      if (failure != NULL)
        g_propagate_error (error, g_steal_pointer (&failure));
      return stream;
    }
  }

  return send_on (self, uri, OWN_CONNECTION, sent, &refused, ret_message,
                  cancellable, error);
}
