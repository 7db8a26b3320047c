/* transport/encord-transport-private.h - sends calls and reads their answers
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <encord/auth/encord-credentials.h>
#include <encord/transport/encord-call-private.h>

G_BEGIN_DECLS

/* Blocking; any thread may use it, several at once. Signs, sends, repeats by the
 * retry rules, reads, maps errors: nobody above it loops over failed calls. */
#define ENCORD_TYPE_TRANSPORT (encord_transport_get_type ())
G_DECLARE_FINAL_TYPE (EncordTransport, encord_transport, ENCORD, TRANSPORT,
                      GObject)

/* server is scheme://host[:port]; one that makes no sense, or credentials NULL,
 * fail every call */
EncordTransport *encord_transport_new (const char *server,
                                       EncordCredentials *credentials);
const char *encord_transport_get_server (EncordTransport *self);
/* seconds, 1.5 unless set; the pauses are 0, 2 and 4 times this; before the first
 * call */
void encord_transport_set_backoff (EncordTransport *self, double seconds);
/* seconds between two pieces of an answer, 180 unless set; uploads have none;
 * before the first call */
void encord_transport_set_timeout (EncordTransport *self, guint seconds);

/* microseconds after an answer in which a call that may not be repeated takes the
 * kept connection, 1,000,000 unless set; not during a call */
void encord_transport_set_trust (EncordTransport *self, gint64 trust);
/* seconds after a question for a result that failed, 10 unless set; nothing that
 * is asked for again and again is asked for more often than once in a second or in
 * this time; before the first call */
void encord_transport_set_poll_pause (EncordTransport *self, double seconds);
double encord_transport_get_poll_pause (EncordTransport *self);

/* transfer full */
JsonNode *encord_transport_run (EncordTransport *self, EncordCall *call,
                                GCancellable *cancellable,
                                GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* hot path: the body as it came, for legacy calls with its envelope; nothing is
 * parsed unless the HTTP status of a v2 call is an error */
GBytes *encord_transport_run_bytes (EncordTransport *self, EncordCall *call,
                                    GCancellable *cancellable,
                                    GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* one page of a paged v2 listing: its `results` (transfer full). *token is NULL for
 * the first page; the next page's takes its place, NULL after the last one */
JsonNode *encord_transport_run_page (EncordTransport *self, EncordCall *call,
                                     char **token, GCancellable *cancellable,
                                     GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* a paged v2 listing: the `results` of all pages in one array (transfer full);
 * every page is asked for with all parameters */
JsonArray *
encord_transport_run_pages (EncordTransport *self, EncordCall *call,
                            GCancellable *cancellable,
                            GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* The signed URL's bytes first..last, last -1 for "to the end", without
 * credentials; https, or http on loopback. The out parameters are optional and
 * written on success; the size is -1 if the server does not tell, the status 206,
 * or 200 where first is 0 and the server has no ranges. Refusals of the media
 * server carry their status (encord_error_get_http_status: 403 for an expired
 * URL). Reading errors of the stream itself are not repeated. */
GInputStream *encord_transport_open_range (
    EncordTransport *self, const char *url, goffset first, goffset last,
    goffset *ret_total_size, char **ret_content_type, guint *ret_http_status,
    GCancellable *cancellable, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* which version of the file such a stream reads (transfer none); NULL if the
 * server does not tell */
const char *encord_transport_get_entity_tag (GInputStream *range);
/* streams the file from disk; progress (nullable) is called in the calling
 * thread, from 0 again when the upload is repeated */
gboolean encord_transport_put_file (EncordTransport *self,
                                    const char *signed_url, GFile *file,
                                    const char *content_type,
                                    GFileProgressCallback progress,
                                    gpointer progress_data,
                                    GCancellable *cancellable, GError **error);

G_END_DECLS
