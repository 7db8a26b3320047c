/* client/encord-client.h - one authenticated connection to a server
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#if !defined(ENCORD_INSIDE) && !defined(ENCORD_COMPILATION)
#error "Only <encord/encord.h> can be included directly."
#endif

#include <encord/auth/encord-credentials.h>
#include <encord/client/encord-dataset.h>
#include <encord/client/encord-project.h>
#include <encord/encord-macros.h>

G_BEGIN_DECLS

#define ENCORD_TYPE_CLIENT (encord_client_get_type ())
ENCORD_API
G_DECLARE_FINAL_TYPE (EncordClient, encord_client, ENCORD, CLIENT, GObject)

/* server NULL: ENCORD_SERVER, else https://api.encord.com */
ENCORD_API
EncordClient *encord_client_new (const char *server,
                                 EncordCredentials *credentials);
ENCORD_API
const char *encord_client_get_server (EncordClient *self);

ENCORD_API
EncordProject *
encord_client_get_project (EncordClient *self, const char *project_hash,
                           GCancellable *cancellable,
                           GError **error) G_GNUC_WARN_UNUSED_RESULT;
ENCORD_API
void encord_client_get_project_async (EncordClient *self,
                                      const char *project_hash,
                                      GCancellable *cancellable,
                                      GAsyncReadyCallback callback,
                                      gpointer user_data);
ENCORD_API
EncordProject *
encord_client_get_project_finish (EncordClient *self, GAsyncResult *result,
                                  GError **error) G_GNUC_WARN_UNUSED_RESULT;
ENCORD_API
EncordDataset *
encord_client_get_dataset (EncordClient *self, const char *dataset_hash,
                           GCancellable *cancellable,
                           GError **error) G_GNUC_WARN_UNUSED_RESULT;
ENCORD_API
void encord_client_get_dataset_async (EncordClient *self,
                                      const char *dataset_hash,
                                      GCancellable *cancellable,
                                      GAsyncReadyCallback callback,
                                      gpointer user_data);
ENCORD_API
EncordDataset *
encord_client_get_dataset_finish (EncordClient *self, GAsyncResult *result,
                                  GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* each returns the new object's hash */
ENCORD_API
char *encord_client_create_ontology (EncordClient *self, const char *title,
                                     const char *description,
                                     EncordOntologyStructure *structure,
                                     GCancellable *cancellable,
                                     GError **error) G_GNUC_WARN_UNUSED_RESULT;
ENCORD_API
void encord_client_create_ontology_async (EncordClient *self, const char *title,
                                          const char *description,
                                          EncordOntologyStructure *structure,
                                          GCancellable *cancellable,
                                          GAsyncReadyCallback callback,
                                          gpointer user_data);
ENCORD_API
char *
encord_client_create_ontology_finish (EncordClient *self, GAsyncResult *result,
                                      GError **error) G_GNUC_WARN_UNUSED_RESULT;
ENCORD_API
char *encord_client_create_dataset (EncordClient *self, const char *title,
                                    const char *description,
                                    GCancellable *cancellable,
                                    GError **error) G_GNUC_WARN_UNUSED_RESULT;
ENCORD_API
void encord_client_create_dataset_async (EncordClient *self, const char *title,
                                         const char *description,
                                         GCancellable *cancellable,
                                         GAsyncReadyCallback callback,
                                         gpointer user_data);
ENCORD_API
char *
encord_client_create_dataset_finish (EncordClient *self, GAsyncResult *result,
                                     GError **error) G_GNUC_WARN_UNUSED_RESULT;
ENCORD_API
char *encord_client_create_project (EncordClient *self, const char *title,
                                    const char *description,
                                    const char *const *dataset_hashes,
                                    const char *ontology_hash,
                                    const char *workflow_template_id,
                                    GCancellable *cancellable,
                                    GError **error) G_GNUC_WARN_UNUSED_RESULT;
ENCORD_API
void encord_client_create_project_async (
    EncordClient *self, const char *title, const char *description,
    const char *const *dataset_hashes, const char *ontology_hash,
    const char *workflow_template_id, GCancellable *cancellable,
    GAsyncReadyCallback callback, gpointer user_data);
ENCORD_API
char *
encord_client_create_project_finish (EncordClient *self, GAsyncResult *result,
                                     GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
