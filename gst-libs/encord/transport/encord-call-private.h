/* transport/encord-call-private.h - one request to the server, as data
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <json-glib/json-glib.h>

#include <encord/encord-macros.h>

G_BEGIN_DECLS

/* Built once, then only read: one thread builds it, any thread may run it. It
 * names its own trace id, so that an error can be reported with it later. */
typedef struct _EncordCall EncordCall;

/* uid and payload: transfer full, nullable (null on the wire) */
EncordCall *encord_call_new_legacy (const char *query_type,
                                    const char *query_method, JsonNode *uid,
                                    JsonNode *payload);
/* hot path: body (transfer none) is the whole request body, already written */
EncordCall *encord_call_new_legacy_bytes (const char *query_type,
                                          const char *query_method,
                                          GBytes *body);
/* path is relative to /v2/public/; what does not belong into a path is escaped,
 * so that a hash given by a user stays one */
EncordCall *encord_call_new_v2 (const char *verb, const char *path);
void encord_call_free (EncordCall *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (EncordCall, encord_call_free)

/* legacy: "project" or "dataset" and its hash; otherwise both are empty */
void encord_call_set_resource (EncordCall *self, const char *type,
                               const char *hash);
/* legacy: /public/user instead of /public */
void encord_call_set_user_scope (EncordCall *self);
/* legacy: the answer is a list (the SDK's get_multiple), so an empty one is
 * fine; a list of uids implies it */
void encord_call_set_list (EncordCall *self);
/* v2: keys may repeat; value NULL leaves the key out */
void encord_call_add_query (EncordCall *self, const char *key,
                            const char *value);
/* v2: body, transfer full */
void encord_call_set_json (EncordCall *self, JsonNode *body);

/* What an answer to this call means; pure. http_status is looked at for v2 only.
 * Legacy: the `response` member by the rules of the legacy interface; v2: the
 * body, or a null node for 204. NULL with error otherwise. For the hot path: what
 * a streaming reader could not make sense of is handed here to become an error. */
JsonNode *encord_call_read_answer (EncordCall *self, guint http_status,
                                   GBytes *body,
                                   GError **error) G_GNUC_WARN_UNUSED_RESULT;
const char *encord_call_get_trace_id (EncordCall *self);

G_END_DECLS
