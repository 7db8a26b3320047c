/* transport/encord-exchange-private.h - one request until it has its answer
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <encord/transport/encord-connections-private.h>
#include <libsoup/soup.h>

G_BEGIN_DECLS

/* a message to uri, the same each time: an attempt uses it up */
typedef SoupMessage *(*EncordBuildFunc) (gpointer data, GUri *uri,
                                         GError **error);
/* Takes the answer, whatever its status. An ENCORD_ERROR ends the exchange;
 * every other error but cancellation is a broken connection. */
typedef gboolean (*EncordReceiveFunc) (gpointer data, SoupMessage *message,
                                       GInputStream *stream,
                                       GCancellable *cancellable,
                                       GError **error);

typedef struct
{
  SoupSession *session;
  EncordConnections *connections; /* of the session; nullable if repeatable */
  GUri *uri;
  const char *name;     /* for messages and the log */
  const char *trace_id; /* nullable */
  gboolean repeatable;
  /* leave this origin on a redirect: not with credentials */
  gboolean may_leave;
  double backoff; /* seconds */
  EncordBuildFunc build;
  EncordReceiveFunc receive;
  gpointer data;
} EncordExchange;

/* ENCORD_ERROR or G_IO_ERROR_CANCELLED */
gboolean encord_exchange_run (const EncordExchange *self,
                              GCancellable *cancellable, GError **error);
/* FALSE with error when cancelled */
gboolean encord_exchange_pause (double seconds, GCancellable *cancellable,
                                GError **error);
/* the whole body, of a limited size */
GBytes *encord_exchange_read_all (const EncordExchange *self,
                                  SoupMessage *message, GInputStream *stream,
                                  GCancellable *cancellable, GError **error);

G_END_DECLS
