/* emulator-listener.c - takes requests off the network and hands them on
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "emulator-listener.h"

#include <libsoup/soup.h>
#include <string.h>

#include "emulator-error.h"
#include "emulator-media.h"
#include "emulator-router.h"
#include "emulator-store-logs.h"

#define V2_PREFIX "/v2/public/"

struct _EmulatorListener
{
  Emulator *emulator;
  SoupServer *server;
};

/* ---- who, and may they ---- */

static const char *
get_header (EmulatorCall *call, const char *name)
{
  return soup_message_headers_get_one (
      soup_server_message_get_request_headers (call->message), name);
}

static gboolean
check_token (EmulatorCall *call, const char *token, GError **error)
{
  g_autofree char *user = emulator_seal_open_token (
      call->emulator->seal, token, g_get_real_time () / G_USEC_PER_SEC);

  if (user == NULL) {
    g_set_error_literal (error, EMULATOR_ERROR, EMULATOR_ERROR_AUTHENTICATION,
                         "the bearer token is unknown or has expired");
    return FALSE;
  }
  return emulator_keyring_find_user (call->emulator->keyring, user, &call->user,
                                     error);
}

static gboolean
authenticate (EmulatorCall *call, GError **error)
{
  const char *authorization = get_header (call, "Authorization");

  if (authorization != NULL && g_str_has_prefix (authorization, "Bearer "))
    return check_token (call, authorization + strlen ("Bearer "), error);
  if (call->is_v2) {
    GUri *uri = soup_server_message_get_uri (call->message);
    const char *query = g_uri_get_query (uri);
    g_autofree char *target = g_strconcat (
        g_uri_get_path (uri), query != NULL ? "?" : NULL, query, NULL);
    const EmulatorV2Headers headers = {
      .verb = soup_server_message_get_method (call->message),
      .target = target,
      .content_digest = get_header (call, "Content-Digest"),
      .signature_input = get_header (call, "Signature-Input"),
      .signature = get_header (call, "Signature"),
    };

    return emulator_keyring_check_v2 (
        call->emulator->keyring, &headers, call->body,
        g_get_real_time () / G_USEC_PER_SEC, &call->user, error);
  }
  if (authorization == NULL) {
    g_set_error_literal (error, EMULATOR_ERROR, EMULATOR_ERROR_AUTHENTICATION,
                         "the request is not signed");
    return FALSE;
  }
  return emulator_keyring_check_legacy (call->emulator->keyring, authorization,
                                        call->body, &call->user, error);
}

static gboolean
authorise (EmulatorCall *call, const EmulatorRoute *route, GError **error)
{
  static const EmulatorResource resources[] = {
    [EMULATOR_SCOPE_PROJECT] = EMULATOR_RESOURCE_PROJECT,
    [EMULATOR_SCOPE_DATASET] = EMULATOR_RESOURCE_DATASET,
    [EMULATOR_SCOPE_ONTOLOGY] = EMULATOR_RESOURCE_ONTOLOGY,
  };

  return route->access == EMULATOR_ACCESS_ANYONE ||
         emulator_access_check (call, resources[route->scope], call->resource,
                                route->access, error);
}

/* ---- one request ---- */

static gboolean
run (EmulatorCall *call, const EmulatorRoute *route, GError **error)
{
  if (g_bytes_get_size (call->body) > route->max_body) {
    g_set_error (error, EMULATOR_ERROR, EMULATOR_ERROR_INVALID_ARGUMENTS,
                 "request body: %" G_GSIZE_FORMAT " bytes, %" G_GSIZE_FORMAT
                 " allowed here",
                 g_bytes_get_size (call->body), route->max_body);
    return FALSE;
  }
  emulator_store_count_request (call->emulator->store, route->name);
  if (!authorise (call, route, error))
    return FALSE;
  emulator_store_set_actor (call->emulator->store, call->user.user, call->role);
  return route->handler (call, error);
}

static gboolean
dispatch_legacy (EmulatorCall *call, const char *path, GError **error)
{
  const EmulatorRoute *route;
  EmulatorScope scope;

  if (!authenticate (call, error) ||
      !emulator_router_parse_scope (path, get_header (call, "ResourceType"),
                                    &scope, error) ||
      !emulator_call_parse_envelope (call, error))
    return FALSE;
  route = emulator_router_find_legacy (call->query_type, call->query_method,
                                       scope, error);
  if (route == NULL)
    return FALSE;
  call->resource = g_strdup (get_header (call, "ResourceID"));
  if (scope != EMULATOR_SCOPE_USER && call->resource == NULL) {
    g_set_error_literal (error, EMULATOR_ERROR,
                         EMULATOR_ERROR_INVALID_ARGUMENTS,
                         "no ResourceID header");
    return FALSE;
  }
  return run (call, route, error);
}

static gboolean
dispatch_v2 (EmulatorCall *call, const char *path, GError **error)
{
  const EmulatorRoute *route;

  if (!authenticate (call, error))
    return FALSE;
  route =
      emulator_router_find_v2 (soup_server_message_get_method (call->message),
                               path + strlen (V2_PREFIX), &call->args, error);
  if (route == NULL)
    return FALSE;
  if (route->access != EMULATOR_ACCESS_ANYONE)
    call->resource = g_strdup (call->args[0]);
  return run (call, route, error);
}

static gboolean
is_legacy (const char *path)
{
  return g_str_equal (path, "/public") || g_str_equal (path, "/public/user");
}

/* set on a message whose body is thrown away because it is too large */
#define TOO_LARGE "emulator-too-large"

static void
on_request (SoupServer *server, SoupServerMessage *message, const char *decoded,
            GHashTable *query, gpointer user_data)
{
  EmulatorListener *self = user_data;
  const char *path = g_uri_get_path (soup_server_message_get_uri (message));
  g_autoptr (EmulatorCall) call = NULL;
  g_autoptr (GError) error = NULL;
  gboolean ok;

  if (!is_legacy (path) && !g_str_has_prefix (path, V2_PREFIX)) {
    soup_server_message_set_status (message, SOUP_STATUS_NOT_FOUND, NULL);
    return;
  }
  call = emulator_call_new (self->emulator, message);
  call->is_v2 = !is_legacy (path);
  if (g_object_get_data (G_OBJECT (message), TOO_LARGE) != NULL) {
    g_set_error (&error, EMULATOR_ERROR, EMULATOR_ERROR_INVALID_ARGUMENTS,
                 "request body: more than the %d bytes that are allowed",
                 EMULATOR_MAX_BODY);
    ok = FALSE;
  } else if (!call->is_v2 &&
             soup_server_message_get_method (message) != SOUP_METHOD_POST) {
    g_set_error_literal (&error, EMULATOR_ERROR,
                         EMULATOR_ERROR_METHOD_NOT_ALLOWED,
                         "this address takes POST requests only");
    ok = FALSE;
  } else {
    ok = call->is_v2 ? dispatch_v2 (call, path, &error)
                     : dispatch_legacy (call, path, &error);
  }
  if (!ok)
    emulator_call_fail (call, error);
}

/* ---- before the body ---- */

static void
free_received (gpointer received, GClosure *closure)
{
  g_free (received);
}

static void
on_chunk (SoupServerMessage *message, GBytes *chunk, gpointer user_data)
{
  SoupMessageBody *body = soup_server_message_get_request_body (message);
  gsize *received = user_data;

  *received += g_bytes_get_size (chunk);
  if (*received <= EMULATOR_MAX_BODY)
    return;
  soup_message_body_set_accumulate (body, FALSE);
  soup_message_body_truncate (body);
  g_object_set_data (G_OBJECT (message), TOO_LARGE, GINT_TO_POINTER (TRUE));
}

/* A body that is too large is read to its end and thrown away, so that the
 * client gets to read the answer. */
static void
on_headers (SoupServer *server, SoupServerMessage *message, const char *path,
            GHashTable *query, gpointer user_data)
{
  g_signal_connect_data (message, "got-chunk", G_CALLBACK (on_chunk),
                         g_new0 (gsize, 1), free_received, 0);
}

/* ---- the socket ---- */

static GSocketAddress *
parse_address (const char *address, GError **error)
{
  g_autoptr (GSocketConnectable) named = NULL;
  g_autoptr (GInetAddress) inet = NULL;

  named = g_network_address_parse (address, 0, NULL);
  if (named != NULL)
    inet = g_inet_address_new_from_string (
        g_network_address_get_hostname (G_NETWORK_ADDRESS (named)));
  if (inet == NULL) {
    g_set_error (error, EMULATOR_ERROR, EMULATOR_ERROR_UNKNOWN,
                 "--listen %s: an address like 127.0.0.1:0 expected (port 0: "
                 "any free one)",
                 address);
    return NULL;
  }
  return g_inet_socket_address_new (
      inet, g_network_address_get_port (G_NETWORK_ADDRESS (named)));
}

/* soup_server_get_uris() would do, if it did not leak the address (3.2) */
static char *
get_uri (SoupServer *server)
{
  g_autoptr (GSList) sockets = soup_server_get_listeners (server);
  g_autoptr (GSocketAddress) address =
      g_socket_get_local_address (sockets->data, NULL);
  GInetSocketAddress *inet = G_INET_SOCKET_ADDRESS (address);
  g_autofree char *host =
      g_inet_address_to_string (g_inet_socket_address_get_address (inet));

  return g_uri_join (G_URI_FLAGS_NONE, "http", NULL, host,
                     g_inet_socket_address_get_port (inet), "", NULL, NULL);
}

EmulatorListener *
emulator_listener_new (Emulator *emulator, const char *address, char **ret_uri,
                       GError **error)
{
  g_autoptr (GSocketAddress) socket_address = parse_address (address, error);
  EmulatorListener *self;

  if (socket_address == NULL)
    return NULL;
  self = g_new0 (EmulatorListener, 1);
  self->emulator = emulator;
  /* a v2 signature covers the path as it was sent */
  self->server = soup_server_new ("server-header", "encord-emulator",
                                  "raw-paths", TRUE, NULL);
  soup_server_add_early_handler (self->server, NULL, on_headers, self, NULL);
  soup_server_add_handler (self->server, NULL, on_request, self, NULL);
  emulator_media_add_handlers (emulator, self->server);
  if (!soup_server_listen (self->server, socket_address, 0, error)) {
    g_prefix_error (error, "cannot listen on %s: ", address);
    emulator_listener_free (self);
    return NULL;
  }
  *ret_uri = get_uri (self->server);
  return self;
}

void
emulator_listener_free (EmulatorListener *self)
{
  soup_server_disconnect (self->server);
  g_object_unref (self->server);
  g_free (self);
}
