/* emulator-listener.c - takes requests off the network and hands them on
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "emulator-listener.h"

#include <errno.h>
#include <libsoup/soup.h>
#include <string.h>
#include <sys/socket.h>

#include "emulator-error.h"
#include "emulator-guard.h"
#include "emulator-intake.h"
#include "emulator-media.h"
#include "emulator-rate.h"
#include "emulator-router.h"
#include "emulator-store-logs.h"

#define V2_PREFIX "/v2/public/"
/* libsoup has no name for it */
#define TOO_MANY_REQUESTS 429

struct _EmulatorListener
{
  Emulator *emulator;
  SoupServer *server;
  EmulatorGuard *guard;
  EmulatorIntake *intake;
  EmulatorRate *rate;
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

  if (!emulator_router_parse_scope (path, get_header (call, "ResourceType"),
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
  const EmulatorRoute *route =
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

/* Whether somebody else has to make room first: then the client is told to
 * come again. */
static gboolean
turn_away (EmulatorListener *self, EmulatorCall *call)
{
  guint seconds;

  if (emulator_intake_get_state (call->message) == EMULATOR_INTAKE_NO_ROOM) {
    emulator_call_turn_away (call, SOUP_STATUS_SERVICE_UNAVAILABLE, 1,
                             "the emulator has its hands full: come again");
    return TRUE;
  }
  /* what nobody has signed is refused anyway, and on nobody's account */
  if (call->user.user == NULL)
    return FALSE;
  seconds =
      emulator_rate_take (self->rate, call->user.user, g_get_monotonic_time ());
  if (seconds == 0)
    return FALSE;
  emulator_call_turn_away (call, TOO_MANY_REQUESTS, seconds,
                           "too many requests a second: come again");
  return TRUE;
}

static gboolean
check_form (EmulatorCall *call, GError **error)
{
  if (emulator_intake_get_state (call->message) == EMULATOR_INTAKE_TOO_LARGE) {
    g_set_error_literal (error, EMULATOR_ERROR,
                         EMULATOR_ERROR_INVALID_ARGUMENTS,
                         "request body: more bytes than are allowed here");
    return FALSE;
  }
  if (!call->is_v2 &&
      soup_server_message_get_method (call->message) != SOUP_METHOD_POST) {
    g_set_error_literal (error, EMULATOR_ERROR,
                         EMULATOR_ERROR_METHOD_NOT_ALLOWED,
                         "this address takes POST requests only");
    return FALSE;
  }
  return authenticate (call, error);
}

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
  ok = check_form (call, &error);
  if (turn_away (self, call))
    return;
  ok = ok && (call->is_v2 ? dispatch_v2 (call, path, &error)
                          : dispatch_legacy (call, path, &error));
  if (!ok)
    emulator_call_fail (call, error);
}

/* ---- before the body ---- */

/* The body of somebody whom the keys do not know is not kept: what comes of
 * the request is certain without it. */
static gsize
get_max_body (Emulator *emulator, SoupServerMessage *message)
{
  SoupMessageHeaders *headers =
      soup_server_message_get_request_headers (message);
  const char *path = g_uri_get_path (soup_server_message_get_uri (message));
  const char *authorization =
      soup_message_headers_get_one (headers, "Authorization");
  const EmulatorRoute *route;
  g_auto (GStrv) args = NULL;

  if (!emulator_keyring_is_named (
          emulator->keyring,
          is_legacy (path)
              ? authorization
              : soup_message_headers_get_one (headers, "Signature-Input")) &&
      (authorization == NULL || !g_str_has_prefix (authorization, "Bearer ")))
    return 0;
  /* which legacy call it is stands in the body */
  if (is_legacy (path))
    return EMULATOR_MAX_BODY;
  if (!g_str_has_prefix (path, V2_PREFIX))
    return 0;
  route = emulator_router_find_v2 (soup_server_message_get_method (message),
                                   path + strlen (V2_PREFIX), &args, NULL);
  return route != NULL ? route->max_body : EMULATOR_MIN_BODY;
}

static void
on_headers (SoupServer *server, SoupServerMessage *message, const char *path,
            GHashTable *query, gpointer user_data)
{
  EmulatorListener *self = user_data;

  emulator_intake_watch (self->intake, message,
                         get_max_body (self->emulator, message));
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

/* Clients that connect all at once wait in the kernel: with the few places
 * that GSocket asks for, some of them would try again after a second. */
static gboolean
widen_queue (EmulatorListener *self, GError **error)
{
  g_autoptr (GSList) sockets = soup_server_get_listeners (self->server);

  if (listen (g_socket_get_fd (sockets->data),
              (int) self->emulator->limits.connections) == 0)
    return TRUE;
  g_set_error_literal (error, G_IO_ERROR, g_io_error_from_errno (errno),
                       g_strerror (errno));
  return FALSE;
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
  self->intake = emulator_intake_new (emulator->limits.bodies);
  self->rate = emulator_rate_new (emulator->limits.rate);
  /* a v2 signature covers the path as it was sent */
  self->server = soup_server_new ("server-header", "encord-emulator",
                                  "raw-paths", TRUE, NULL);
  self->guard = emulator_guard_new (self->server, &emulator->limits);
  soup_server_add_early_handler (self->server, NULL, on_headers, self, NULL);
  soup_server_add_handler (self->server, NULL, on_request, self, NULL);
  emulator_media_add_handlers (emulator, self->server);
  if (!soup_server_listen (self->server, socket_address, 0, error) ||
      !widen_queue (self, error)) {
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
  g_clear_pointer (&self->guard, emulator_guard_free);
  g_object_unref (self->server);
  emulator_intake_free (self->intake);
  emulator_rate_free (self->rate);
  g_free (self);
}

guint
emulator_listener_get_connections (EmulatorListener *self)
{
  return emulator_guard_get_connections (self->guard);
}

gsize
emulator_listener_get_held (EmulatorListener *self)
{
  return emulator_intake_get_held (self->intake);
}
