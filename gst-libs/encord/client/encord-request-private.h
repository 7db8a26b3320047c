/* client/encord-request-private.h - a call together with how its answer is read
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <encord/transport/encord-task-private.h>
#include <encord/transport/encord-transport-private.h>

G_BEGIN_DECLS

/* Pure: turns the answer (transfer none) into the call's result, which is never
 * NULL without error. source is the object whose method the call is.
 * ENCORD_ERROR_BAD_DATA means an answer that makes no sense. It may run in any
 * thread. */
typedef gpointer (*EncordParse) (gpointer source, JsonNode *answer,
                                 GError **error);
/* hot path: body is the whole answer, envelope included */
typedef gpointer (*EncordParseBytes) (gpointer source, EncordCall *call,
                                      GBytes *body, GError **error);

/* What a build function of a call returns; see docs/design/calls.md. */
typedef struct _EncordRequest EncordRequest;

/* call: transfer full */
EncordRequest *encord_request_new (EncordTransport *transport, EncordCall *call,
                                   EncordParse parse,
                                   GDestroyNotify free_result);
EncordRequest *encord_request_new_bytes (EncordTransport *transport,
                                         EncordCall *call,
                                         EncordParseBytes parse,
                                         GDestroyNotify free_result);
/* several requests that are one call; a single EncordTaskFunc runs them */
EncordRequest *encord_request_new_task (EncordTaskFunc task, gpointer data,
                                        GDestroyNotify free_data,
                                        GDestroyNotify free_result);

/* a call that the SDK gave up in that version (static text): the error of a server
 * which does not serve it says so. request may be NULL */
void encord_request_set_dropped (EncordRequest *self, const char *version);

/* what the answer to a request means, without sending it: for requests that are
 * made of one JSON call */
gpointer encord_request_read (EncordRequest *self, gpointer source,
                              JsonNode *answer, GError **error);
void encord_request_free_result (EncordRequest *self, gpointer result);
void encord_request_free (gpointer request);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (EncordRequest, encord_request_free)

/* the blocking face; frees the request */
gpointer encord_request_run (EncordRequest *self, gpointer source,
                             GCancellable *cancellable,
                             GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* the async face; frees the request. encord_task_finish() with the same tag
 * gives the result. */
void encord_request_start (EncordRequest *self, gpointer source, gpointer tag,
                           GCancellable *cancellable,
                           GAsyncReadyCallback callback, gpointer user_data);
/* The faces of a call whose build step has guards. request NULL: error
 * (transfer full) is why, or NULL when there is nothing to send; then the call
 * fails, or succeeds as if it were sent, and calls back as always. The result is
 * that of a call which only says that it worked. */
gpointer encord_request_run_guarded (EncordRequest *request, GError *guard,
                                     gpointer source, GCancellable *cancellable,
                                     GError **error);
void encord_request_start_guarded (EncordRequest *request, GError *guard,
                                   gpointer source, gpointer tag,
                                   GCancellable *cancellable,
                                   GAsyncReadyCallback callback,
                                   gpointer user_data);

/* NULL. The pure readers do not know who sent what they find malformed: an
 * ENCORD_ERROR_BAD_DATA (transfer full) becomes one of the answer to the call */
gpointer encord_request_blame_answer (EncordCall *call, GError *local,
                                      GError **error);

/* for EncordParse functions of calls whose answer says only that it worked */
gpointer encord_request_parse_done (gpointer source, JsonNode *answer,
                                    GError **error);

/* GDestroyNotify of results */
void encord_request_free_node (gpointer node);
void encord_request_free_array (gpointer array);
void encord_request_free_bytes (gpointer bytes);
void encord_request_free_strings (gpointer strings);

G_END_DECLS
