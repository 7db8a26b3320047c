/* gstencordsession.h - one client and worker thread a pipeline
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#if !defined(GST_ENCORD_INSIDE) && !defined(GST_ENCORD_COMPILATION)
#error "Only <gst/encord/encord.h> can be included directly."
#endif

#include <encord/encord.h>
#include <gst/encord/gstencordmacros.h>

G_BEGIN_DECLS

/**
 * GST_ENCORD_SESSION_CONTEXT_TYPE:
 *
 * Type of the #GstContext in which elements hand the session on.
 *
 * Since: 0.1
 */
#define GST_ENCORD_SESSION_CONTEXT_TYPE "gst.encord.session"

#define GST_TYPE_ENCORD_SESSION (gst_encord_session_get_type ())
GST_ENCORD_API
G_DECLARE_FINAL_TYPE (GstEncordSession, gst_encord_session, GST, ENCORD_SESSION,
                      GObject)

/* (transfer full): the session of the element's pipeline for this server and
 * identity: taken from a neighbour or the application through GstContext, else
 * made and announced. Reads key files; uses no network. Call it in NULL->READY. */
GST_ENCORD_API
GstEncordSession *gst_encord_session_acquire (GstElement *element,
                                              const char *server,
                                              const char *ssh_key_file,
                                              const char *bearer_token_file,
                                              GError **error);
/* what each element does in READY->NULL; the last one waits for queued jobs */
GST_ENCORD_API
void gst_encord_session_release (GstEncordSession *self);
GST_ENCORD_API
EncordClient *gst_encord_session_get_client (GstEncordSession *self);
/* the opened project, fetched once and then shared; blocks on the network */
GST_ENCORD_API
EncordProject *gst_encord_session_get_project (GstEncordSession *self,
                                               const char *project_hash,
                                               GCancellable *cancellable,
                                               GError **error);

/* runs job on the worker thread, after those queued before it; destroy runs
 * there too */
GST_ENCORD_API
void gst_encord_session_push (GstEncordSession *self, GFunc job, gpointer data,
                              GDestroyNotify destroy);
/* for the query functions of an element's pads; the default set_context() is
 * all that an element needs besides */
GST_ENCORD_API
gboolean gst_encord_session_handle_query (GstElement *element, GstQuery *query);

G_END_DECLS
