/* client/encord-client-private.h - how the library's objects make one another
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <encord/client/encord-client.h>
#include <encord/client/encord-request-private.h>
#include <encord/model/encord-json-scanner-private.h>

G_BEGIN_DECLS

EncordTransport *encord_client_get_transport (EncordClient *self);

/* The request for a project that lacks its ontology, which
 * encord_project_refetch_ontology() then gives it. */
EncordRequest *encord_project_build_open (EncordTransport *transport,
                                          const char *project_hash);
EncordTransport *encord_project_get_transport (EncordProject *self);
/* a call bound to the project, for methods of its parts */
EncordCall *encord_project_new_call (EncordProject *self,
                                     const char *query_type,
                                     const char *query_method, JsonNode *uid,
                                     JsonNode *payload);

EncordDataset *encord_dataset_new (EncordTransport *transport,
                                   JsonNode *dataset, GError **error);

/* the payload of the listing; filter NULL: all rows */
JsonNode *encord_label_row_filter_to_json (EncordLabelRowFilter *filter);

/* lets the row's calls find their project, which it keeps alive */
void encord_label_row_set_project (EncordLabelRow *self,
                                   EncordProject *project);
/* NULL with error for a row that was not listed by a project */
EncordProject *encord_label_row_get_project (EncordLabelRow *self,
                                             GError **error);

G_END_DECLS
