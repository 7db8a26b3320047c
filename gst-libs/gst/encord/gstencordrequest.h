/* gstencordrequest.h - one picture on its way through a model
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#if !defined(GST_ENCORD_INSIDE) && !defined(GST_ENCORD_COMPILATION)
#error "Only <gst/encord/encord.h> can be included directly."
#endif

#include <gst/encord/gstencordtensor.h>

G_BEGIN_DECLS

#define GST_TYPE_ENCORD_REQUEST (gst_encord_request_get_type ())
GST_ENCORD_API
G_DECLARE_DERIVABLE_TYPE (GstEncordRequest, gst_encord_request, GST,
                          ENCORD_REQUEST, GObject)

/**
 * GstEncordRequestDone:
 * @self: a request that has run, failed or was cancelled
 * @user_data: as given
 *
 * Called on a thread of the engine, with no lock held, once for each successful
 * gst_encord_request_submit(). It must not call back into the request.
 *
 * Since: 0.1
 */
typedef void (*GstEncordRequestDone) (GstEncordRequest *self,
                                      gpointer user_data);

/**
 * GstEncordRequestClass:
 * @get_input: the memory of the picture, the same for the request's whole life
 * @submit: starts a run and returns at once
 * @cancel: makes a run end soon
 * @wait: returns when the run and its callback have ended, with how it ended
 * @get_outputs: the tensors of the last run
 *
 * What a runtime implements.
 *
 * Since: 0.1
 */
struct _GstEncordRequestClass
{
  GObjectClass parent_class;

  guint8 *(*get_input) (GstEncordRequest *self, gsize *ret_size);
  gboolean (*submit) (GstEncordRequest *self, GError **error);
  void (*cancel) (GstEncordRequest *self);
  gboolean (*wait) (GstEncordRequest *self, GError **error);
  const GstEncordTensor *(*get_outputs) (GstEncordRequest *self, guint *ret_n,
                                         GError **error);

  /*< private >*/
  gpointer reserved[8];
};

GST_ENCORD_API
void gst_encord_request_set_done (GstEncordRequest *self,
                                  GstEncordRequestDone done,
                                  gpointer user_data);
GST_ENCORD_API
guint8 *gst_encord_request_get_input (GstEncordRequest *self, gsize *ret_size);
GST_ENCORD_API
gboolean gst_encord_request_submit (GstEncordRequest *self, GError **error);
GST_ENCORD_API
void gst_encord_request_cancel (GstEncordRequest *self);
GST_ENCORD_API
gboolean gst_encord_request_wait (GstEncordRequest *self, GError **error);
GST_ENCORD_API
const GstEncordTensor *gst_encord_request_get_outputs (GstEncordRequest *self,
                                                       guint *ret_n,
                                                       GError **error);

/* for engines: a run has ended */
GST_ENCORD_API
void gst_encord_request_emit_done (GstEncordRequest *self);

G_END_DECLS
