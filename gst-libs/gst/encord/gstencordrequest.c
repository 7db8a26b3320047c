/* gstencordrequest.c - one picture on its way through a model
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <gst/encord/gstencordrequest.h>

/* Threads: one thread at a time fills, submits and waits. Cancelling is open to
 * any thread. The callback is set before the first run and read by the
 * engine's threads. */
typedef struct
{
  GstEncordRequestDone done;
  gpointer user_data;
} GstEncordRequestPrivate;

/**
 * GstEncordRequest:
 *
 * One picture on its way through a model.
 *
 * One thread at a time fills, submits and waits; any thread may cancel.
 *
 * Since: 0.1
 */
G_DEFINE_ABSTRACT_TYPE_WITH_PRIVATE (GstEncordRequest, gst_encord_request,
                                     G_TYPE_OBJECT)

static void
gst_encord_request_class_init (GstEncordRequestClass *klass)
{
}

static void
gst_encord_request_init (GstEncordRequest *self)
{
}

/**
 * gst_encord_request_set_done: (skip)
 * @self: a request that has not been submitted yet
 * @done: (scope forever): what to call when a run has ended
 * @user_data: for @done
 *
 * Sets who hears that a run has ended.
 *
 * Since: 0.1
 */
void
gst_encord_request_set_done (GstEncordRequest *self, GstEncordRequestDone done,
                             gpointer user_data)
{
  GstEncordRequestPrivate *priv =
      gst_encord_request_get_instance_private (self);

  g_return_if_fail (GST_IS_ENCORD_REQUEST (self));

  priv->done = done;
  priv->user_data = user_data;
}

/**
 * gst_encord_request_get_input: (skip)
 * @self: a request
 * @ret_size: (out): size in bytes: width x height x 3
 *
 * Gives the memory that a picture goes into, as packed RGB. It may be written
 * whenever the request does not run.
 *
 * Returns: (transfer none): the memory, the same for the request's whole life
 *
 * Since: 0.1
 */
guint8 *
gst_encord_request_get_input (GstEncordRequest *self, gsize *ret_size)
{
  g_return_val_if_fail (GST_IS_ENCORD_REQUEST (self), NULL);

  return GST_ENCORD_REQUEST_GET_CLASS (self)->get_input (self, ret_size);
}

/**
 * gst_encord_request_submit: (skip)
 * @self: a request that does not run
 * @error: return location for an error
 *
 * Starts a run on the picture in the input and returns at once.
 *
 * Returns: %FALSE with @error set when the run could not start; no callback
 *   comes then
 *
 * Since: 0.1
 */
gboolean
gst_encord_request_submit (GstEncordRequest *self, GError **error)
{
  g_return_val_if_fail (GST_IS_ENCORD_REQUEST (self), FALSE);

  return GST_ENCORD_REQUEST_GET_CLASS (self)->submit (self, error);
}

/**
 * gst_encord_request_cancel: (skip)
 * @self: a request
 *
 * Makes a run end soon; does nothing when none is under way. The callback still
 * comes.
 *
 * Since: 0.1
 */
void
gst_encord_request_cancel (GstEncordRequest *self)
{
  g_return_if_fail (GST_IS_ENCORD_REQUEST (self));

  GST_ENCORD_REQUEST_GET_CLASS (self)->cancel (self);
}

/**
 * gst_encord_request_wait: (skip)
 * @self: a request
 * @error: return location for an error
 *
 * Waits until the run and its callback have ended; returns at once when none is
 * under way. Must not be called from the callback.
 *
 * Returns: %TRUE when the run succeeded; %FALSE with @error set when it failed,
 *   or with %G_IO_ERROR_CANCELLED when it was cancelled
 *
 * Since: 0.1
 */
gboolean
gst_encord_request_wait (GstEncordRequest *self, GError **error)
{
  g_return_val_if_fail (GST_IS_ENCORD_REQUEST (self), FALSE);

  return GST_ENCORD_REQUEST_GET_CLASS (self)->wait (self, error);
}

/**
 * gst_encord_request_get_outputs: (skip)
 * @self: a request whose last run succeeded
 * @ret_n: (out): how many outputs
 * @error: return location for an error
 *
 * Gives what the last run put out.
 *
 * Returns: (transfer none) (array length=ret_n) (nullable): the outputs in the
 *   model's order, valid until the next submit; %NULL with @error set
 *
 * Since: 0.1
 */
const GstEncordTensor *
gst_encord_request_get_outputs (GstEncordRequest *self, guint *ret_n,
                                GError **error)
{
  g_return_val_if_fail (GST_IS_ENCORD_REQUEST (self), NULL);

  return GST_ENCORD_REQUEST_GET_CLASS (self)->get_outputs (self, ret_n, error);
}

/**
 * gst_encord_request_emit_done: (skip)
 * @self: a request whose run has just ended
 *
 * Calls whoever wants to know; for engines, on a thread of theirs.
 *
 * Since: 0.1
 */
void
gst_encord_request_emit_done (GstEncordRequest *self)
{
  GstEncordRequestPrivate *priv =
      gst_encord_request_get_instance_private (self);

  if (priv->done != NULL)
    priv->done (self, priv->user_data);
}
