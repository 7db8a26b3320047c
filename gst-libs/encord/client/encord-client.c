/* client/encord-client.c - one authenticated connection to a server
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <encord/client/encord-client-build-private.h>
#include <encord/client/encord-client-private.h>
#include <encord/client/encord-payload-private.h>
#include <encord/client/encord-project-calls.h>
#include <encord/model/encord-json-members-private.h>

#define DEFAULT_SERVER "https://api.encord.com"

/**
 * EncordClient:
 *
 * One authenticated connection to a server, from which everything else comes.
 *
 * All its calls may be made from any thread, several at once. Every blocking
 * call has an asynchronous pair of the same name, which makes the same requests
 * in a thread of GIO's. Errors are of #ENCORD_ERROR, cancellation is
 * %G_IO_ERROR_CANCELLED. Follows `EncordUserClient` of the SDK.
 *
 * Since: 0.1
 */
struct _EncordClient
{
  GObject parent;

  EncordTransport *transport;
};

G_DEFINE_FINAL_TYPE (EncordClient, encord_client, G_TYPE_OBJECT)

static void
encord_client_finalize (GObject *object)
{
  EncordClient *self = ENCORD_CLIENT (object);

  g_clear_object (&self->transport);

  G_OBJECT_CLASS (encord_client_parent_class)->finalize (object);
}

static void
encord_client_class_init (EncordClientClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = encord_client_finalize;
}

static void
encord_client_init (EncordClient *self)
{
}

/**
 * encord_client_new:
 * @server: (nullable): `scheme://host[:port]`; %NULL: the environment variable
 *   `ENCORD_SERVER`, else the public service
 * @credentials: who we are
 *
 * Makes a client; nothing is sent yet
 * (`EncordUserClient.create_with_ssh_private_key` of the SDK).
 *
 * A server that makes no sense fails the first call.
 *
 * Returns: (transfer full): the client
 *
 * Since: 0.1
 */
EncordClient *
encord_client_new (const char *server, EncordCredentials *credentials)
{
  EncordClient *self;

  g_return_val_if_fail (ENCORD_IS_CREDENTIALS (credentials), NULL);

  if (server == NULL)
    server = g_getenv ("ENCORD_SERVER");
  if (server == NULL || *server == '\0')
    server = DEFAULT_SERVER;
  self = g_object_new (ENCORD_TYPE_CLIENT, NULL);
  self->transport = encord_transport_new (server, credentials);

  return self;
}

/**
 * encord_client_get_server:
 * @self: a client
 *
 * Gives the server that the client talks to (`EncordUserClient.domain` of the
 * SDK).
 *
 * Returns: (transfer none): `scheme://host[:port]`
 *
 * Since: 0.1
 */
const char *
encord_client_get_server (EncordClient *self)
{
  g_return_val_if_fail (ENCORD_IS_CLIENT (self), NULL);

  return encord_transport_get_server (self->transport);
}

EncordTransport *
encord_client_get_transport (EncordClient *self)
{
  return self->transport;
}

/* an EncordTaskFunc; data is the project's hash */
static gpointer
open_project (gpointer source, gpointer data, GCancellable *cancellable,
              GError **error)
{
  EncordClient *self = source;
  g_autoptr (EncordProject) project =
      encord_request_run (encord_project_build_open (self->transport, data),
                          self, cancellable, error);

  if (project == NULL ||
      !encord_project_refetch_ontology (project, cancellable, error))
    return NULL;

  return g_steal_pointer (&project);
}

EncordRequest *
encord_client_build_get_project (EncordClient *self, const char *project_hash,
                                 GError **error)
{
  return encord_request_new_task (open_project, g_strdup (project_hash), g_free,
                                  g_object_unref);
}

static gpointer
parse_dataset (gpointer source, JsonNode *answer, GError **error)
{
  EncordClient *self = source;

  return encord_dataset_new (self->transport, answer, error);
}

EncordRequest *
encord_client_build_get_dataset (EncordClient *self, const char *dataset_hash,
                                 GError **error)
{
  EncordCall *call = encord_call_new_legacy (
      "dataset", "GET", NULL,
      encord_payload_new ("{'dataset_access_settings':"
                          " <{'fetch_client_metadata': <false>}>}"));

  encord_call_set_resource (call, "dataset", dataset_hash);

  return encord_request_new (self->transport, call, parse_dataset,
                             g_object_unref);
}
