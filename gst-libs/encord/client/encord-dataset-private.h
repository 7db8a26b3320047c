/* client/encord-dataset-private.h - what the calls of a dataset share
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <encord/client/encord-request-private.h>
#include <encord/client/encord-dataset.h>

G_BEGIN_DECLS

EncordTransport *encord_dataset_get_transport (EncordDataset *self);
/* a call bound to the dataset */
EncordCall *encord_dataset_new_call (EncordDataset *self,
                                     const char *query_type,
                                     const char *query_method, JsonNode *uid,
                                     JsonNode *payload);

/* Waits until the service has made data units of what was uploaded. item
 * (transfer full) is one element of the list `kind` of the registration's
 * dataItems, such as "videos". Gives the data hash of the first unit made. */
char *encord_dataset_register (EncordDataset *self, const char *kind,
                               JsonObject *item, GCancellable *cancellable,
                               GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* seconds: between polls of a server that answers at once although nothing is
 * decided (1 unless set), and after a poll that failed (10 unless set) */
void encord_dataset_set_poll_pauses (EncordDataset *self, double eager,
                                     double failed);
void encord_dataset_get_poll_pauses (EncordDataset *self, double *ret_eager,
                                     double *ret_failed);

G_END_DECLS
