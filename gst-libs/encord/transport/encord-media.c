/* transport/encord-media.c - media through signed URLs, without credentials
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <encord/encord-error-private.h>
#include <encord/transport/encord-exchange-private.h>
#include <encord/transport/encord-origin-private.h>
#include <encord/transport/encord-transport-details-private.h>

/* one download or one upload */
typedef struct
{
  EncordExchange exchange;

  goffset first;
  goffset last;
  GInputStream *stream;
  goffset total_size;
  char *content_type;
  guint status;

  GFile *file;
  goffset size;
  const char *upload_type;
  GFileProgressCallback progress;
  gpointer progress_data;
  goffset sent;
  GCancellable *abort; /* also cancelled by the caller's */
} Transfer;

static void
transfer_clear (Transfer *self)
{
  g_clear_pointer (&self->exchange.uri, g_uri_unref);
  g_clear_object (&self->stream);
  g_free (self->content_type);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Transfer, transfer_clear)

/* never has the URL in a message: it is a secret while it is valid */
static GUri *
parse_url (const char *url, const char *name, GError **error)
{
  g_autoptr (GUri) uri = g_uri_parse (url, SOUP_HTTP_URI_FLAGS, NULL);

  if (uri != NULL && encord_origin_is_private (uri))
    return g_steal_pointer (&uri);

  g_set_error (error, ENCORD_ERROR, ENCORD_ERROR_BAD_RESPONSE,
               "%s: the server gave %s, and media go over https only", name,
               uri == NULL ? "something that is no URL"
                           : "a URL that is not https");

  return NULL;
}

static SoupMessage *
build_range (gpointer data, GUri *uri, GError **error)
{
  Transfer *transfer = data;
  SoupMessage *message = soup_message_new_from_uri (SOUP_METHOD_GET, uri);
  SoupMessageHeaders *headers = soup_message_get_request_headers (message);

  soup_message_headers_set_range (headers, transfer->first, transfer->last);
  /* ranges count the bytes as they are stored */
  soup_message_headers_replace (headers, "Accept-Encoding", "identity");

  return message;
}

static gboolean
fail_range (Transfer *transfer, const char *what, GError **error)
{
  g_propagate_error (error,
                     encord_error_new_request (ENCORD_ERROR_BAD_RESPONSE,
                                               transfer->status, NULL, what));
  return FALSE;
}

/* an empty file has no first byte to ask for */
static gboolean
is_empty_file (Transfer *transfer, SoupMessageHeaders *headers)
{
  return transfer->status == SOUP_STATUS_REQUESTED_RANGE_NOT_SATISFIABLE &&
         transfer->first == 0 &&
         g_strcmp0 (soup_message_headers_get_one (headers, "Content-Range"),
                    "bytes */0") == 0;
}

static G_DEFINE_QUARK (encord_entity_tag, entity_tag)

    const char *encord_transport_get_entity_tag (GInputStream *range)
{
  return g_object_get_qdata (G_OBJECT (range), entity_tag_quark ());
}

static gboolean
receive_range (gpointer data, SoupMessage *message, GInputStream *stream,
               GCancellable *cancellable, GError **error)
{
  Transfer *transfer = data;
  SoupMessageHeaders *headers = soup_message_get_response_headers (message);
  goffset start, end;

  transfer->status = soup_message_get_status (message);
  transfer->total_size = -1;
  if (transfer->status == SOUP_STATUS_PARTIAL_CONTENT) {
    if (!soup_message_headers_get_content_range (headers, &start, &end,
                                                 &transfer->total_size) ||
        start != transfer->first)
      return fail_range (transfer, "media: the server sent another range",
                         error);
    transfer->stream = g_object_ref (stream);
  } else if (transfer->status == SOUP_STATUS_OK) {
    if (transfer->first != 0)
      return fail_range (
          transfer, "media: the server cannot send parts of a file", error);
    if (soup_message_headers_get_encoding (headers) ==
        SOUP_ENCODING_CONTENT_LENGTH)
      transfer->total_size = soup_message_headers_get_content_length (headers);
    transfer->stream = g_object_ref (stream);
  } else if (is_empty_file (transfer, headers)) {
    transfer->total_size = 0;
    transfer->stream = g_memory_input_stream_new ();
  } else {
    g_propagate_error (error,
                       encord_error_new_from_storage (transfer->status, FALSE));
    return FALSE;
  }
  transfer->content_type =
      g_strdup (soup_message_headers_get_content_type (headers, NULL));
  g_object_set_qdata_full (
      G_OBJECT (transfer->stream), entity_tag_quark (),
      g_strdup (soup_message_headers_get_one (headers, "ETag")), g_free);

  return TRUE;
}

GInputStream *
encord_transport_open_range (EncordTransport *self, const char *url,
                             goffset first, goffset last,
                             goffset *ret_total_size, char **ret_content_type,
                             guint *ret_http_status, GCancellable *cancellable,
                             GError **error)
{
  g_auto (Transfer) transfer = {
    .exchange = {
        .session = encord_transport_get_media_session (self),
        .uri = parse_url (url, "media", error),
        .name = "media",
        .repeatable = TRUE,
        .may_leave = TRUE,
        .backoff = encord_transport_get_backoff (self),
        .build = build_range,
        .receive = receive_range,
    },
    .first = first,
    .last = last,
  };

  transfer.exchange.data = &transfer;
  if (transfer.exchange.uri == NULL ||
      !encord_exchange_run (&transfer.exchange, cancellable, error))
    return NULL;

  if (ret_total_size != NULL)
    *ret_total_size = transfer.total_size;
  if (ret_content_type != NULL)
    *ret_content_type = g_steal_pointer (&transfer.content_type);
  if (ret_http_status != NULL)
    *ret_http_status = transfer.status;

  return g_steal_pointer (&transfer.stream);
}

static void
on_wrote_body_data (SoupMessage *message, guint size, gpointer user_data)
{
  Transfer *transfer = user_data;

  transfer->sent += size;
  if (transfer->progress != NULL)
    transfer->progress (transfer->sent, transfer->size,
                        transfer->progress_data);
}

/* The storage waits for as many bytes as were announced, and uploads have no
 * timeout: a file that shrank would keep both waiting for ever. */
static void
on_wrote_body (SoupMessage *message, gpointer user_data)
{
  Transfer *transfer = user_data;

  if (transfer->sent < transfer->size)
    g_cancellable_cancel (transfer->abort);
}

static SoupMessage *
build_upload (gpointer data, GUri *uri, GError **error)
{
  Transfer *transfer = data;
  g_autoptr (GFileInputStream) stream = NULL;
  g_autoptr (GError) cause = NULL;
  SoupMessage *message;

  stream = g_file_read (transfer->file, NULL, &cause);
  if (stream == NULL) {
    g_set_error (error, ENCORD_ERROR, ENCORD_ERROR_NOT_FOUND, "upload: %s",
                 cause->message);
    return NULL;
  }
  message = soup_message_new_from_uri (SOUP_METHOD_PUT, uri);
  soup_message_set_request_body (message, transfer->upload_type,
                                 G_INPUT_STREAM (stream), transfer->size);
  soup_message_headers_replace (soup_message_get_request_headers (message),
                                "Cache-Control", "max-age=86400");
  transfer->sent = 0;
  g_signal_connect (message, "wrote-body-data", G_CALLBACK (on_wrote_body_data),
                    transfer);
  g_signal_connect (message, "wrote-body", G_CALLBACK (on_wrote_body),
                    transfer);

  return message;
}

static gboolean
receive_upload (gpointer data, SoupMessage *message, GInputStream *stream,
                GCancellable *cancellable, GError **error)
{
  const guint status = soup_message_get_status (message);

  if (status == SOUP_STATUS_OK)
    return TRUE;

  g_propagate_error (error, encord_error_new_from_storage (status, TRUE));

  return FALSE;
}

static void
on_cancelled (GCancellable *cancellable, gpointer user_data)
{
  g_cancellable_cancel (user_data);
}

static gboolean
run_upload (Transfer *transfer, GCancellable *cancellable, GError **error)
{
  g_autoptr (GCancellable) abort = g_cancellable_new ();
  g_autoptr (GError) cause = NULL;
  gulong handler = 0;
  gboolean ok;

  if (cancellable != NULL)
    handler = g_cancellable_connect (cancellable, G_CALLBACK (on_cancelled),
                                     g_object_ref (abort), g_object_unref);
  transfer->abort = abort;
  ok = encord_exchange_run (&transfer->exchange, abort, &cause);
  g_cancellable_disconnect (cancellable, handler);

  if (!ok && transfer->sent < transfer->size &&
      g_error_matches (cause, G_IO_ERROR, G_IO_ERROR_CANCELLED) &&
      !g_cancellable_is_cancelled (cancellable))
    g_set_error_literal (error, ENCORD_ERROR, ENCORD_ERROR_BAD_DATA,
                         "upload: the file shrank meanwhile");
  else if (!ok)
    g_propagate_error (error, g_steal_pointer (&cause));

  return ok;
}

gboolean
encord_transport_put_file (EncordTransport *self, const char *signed_url,
                           GFile *file, const char *content_type,
                           GFileProgressCallback progress,
                           gpointer progress_data, GCancellable *cancellable,
                           GError **error)
{
  g_autoptr (GFileInfo) info = NULL;
  g_autoptr (GError) cause = NULL;
  g_auto (Transfer) transfer = {
    .exchange = {
        .session = encord_transport_get_upload_session (self),
        .name = "upload",
        .repeatable = TRUE,
        .may_leave = TRUE,
        .backoff = encord_transport_get_backoff (self),
        .build = build_upload,
        .receive = receive_upload,
    },
    .file = file,
    .upload_type = content_type,
    .progress = progress,
    .progress_data = progress_data,
  };

  info = g_file_query_info (file, G_FILE_ATTRIBUTE_STANDARD_SIZE,
                            G_FILE_QUERY_INFO_NONE, cancellable, &cause);
  if (info == NULL) {
    if (g_error_matches (cause, G_IO_ERROR, G_IO_ERROR_CANCELLED))
      g_propagate_error (error, g_steal_pointer (&cause));
    else
      g_set_error (error, ENCORD_ERROR, ENCORD_ERROR_NOT_FOUND, "upload: %s",
                   cause->message);
    return FALSE;
  }
  transfer.size = g_file_info_get_size (info);
  transfer.exchange.uri = parse_url (signed_url, "upload", error);
  transfer.exchange.data = &transfer;

  return transfer.exchange.uri != NULL &&
         run_upload (&transfer, cancellable, error);
}
