/* client/encord-data-stream.c - one media file of a project, read over the network
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <encord/client/encord-block-cache-private.h>
#include <encord/client/encord-data-stream-private.h>
#include <encord/encord-error.h>
#include <encord/transport/encord-exchange-private.h>
#include <encord/transport/encord-retry-private.h>
#include <encord/transport/encord-transport-details-private.h>

/* A demuxer goes back and forth between sound and pictures: up to here it is
 * quicker to read on than to ask again, and what lies between is wanted soon. */
#define MAX_SKIP (512 * 1024)

/**
 * EncordDataStream:
 *
 * The bytes of a video or an image, read over the network.
 *
 * It reads one response for as long as possible: the last 2 MiB read, in blocks
 * of 64 KiB, stay in memory for steps back, and gaps of up to 512 KiB are read
 * over. A seek sends nothing; the next read asks for the rest from there if it
 * must. A broken connection is resumed at the byte where it broke, and a link
 * that has expired is renewed. Data that change meanwhile are
 * %ENCORD_ERROR_CONFLICT as soon as it shows. A server without ranges
 * can be read from the beginning only: then the stream cannot seek, and a broken
 * connection is %ENCORD_ERROR_NOT_SUPPORTED.
 *
 * Cancelling wakes a blocked read. The link is a secret and appears nowhere.
 *
 * Since: 0.1
 */
struct _EncordDataStream
{
  GInputStream parent;

  EncordTransport *transport;
  EncordDataStreamLocate locate;
  gpointer locate_data;
  GDestroyNotify free_locate_data;

  /* set when the stream opens */
  goffset size;
  char *content_type;
  char *entity_tag;
  gboolean has_ranges;

  /* one operation at a time, which GInputStream sees to */
  char *url;
  goffset position;
  GInputStream *body; /* NULL, or about to give the byte at body_position */
  goffset body_position;
  EncordBlockCache *cache; /* of all that came out of a body */
};

static void encord_data_stream_seekable_init (GSeekableIface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (
    EncordDataStream, encord_data_stream, G_TYPE_INPUT_STREAM,
    G_IMPLEMENT_INTERFACE (G_TYPE_SEEKABLE, encord_data_stream_seekable_init))

/* Closing a response would read the rest of it, to keep the connection, if it
 * were not cancelled. */
static void
drop_body (EncordDataStream *self)
{
  g_autoptr (GCancellable) at_once = NULL;

  if (self->body == NULL)
    return;
  at_once = g_cancellable_new ();
  g_cancellable_cancel (at_once);
  g_input_stream_close (self->body, at_once, NULL);
  g_clear_object (&self->body);
}

static gboolean
is_refusal (const GError *error)
{
  switch (encord_error_get_http_status (error)) {
    case 401:
    case 403:
    case 410:
      return TRUE;
    default:
      return FALSE;
  }
}

/* from body_position on */
static GInputStream *
open_body (EncordDataStream *self, goffset *ret_size, char **ret_content_type,
           guint *ret_status, GCancellable *cancellable, GError **error)
{
  gboolean fresh = FALSE;

  for (;;) {
    g_autoptr (GError) local = NULL;
    GInputStream *body;

    if (self->url == NULL) {
      self->url = self->locate (self->locate_data, cancellable, error);
      if (self->url == NULL)
        return NULL;
      fresh = TRUE;
    }
    body = encord_transport_open_range (
        self->transport, self->url, self->body_position, -1, ret_size,
        ret_content_type, ret_status, cancellable, &local);
    if (body != NULL)
      return body;
    if (fresh || !is_refusal (local)) {
      g_propagate_prefixed_error (error, g_steal_pointer (&local), "data: ");
      return NULL;
    }
    g_clear_pointer (&self->url, g_free);
  }
}

static gboolean
resume (EncordDataStream *self, goffset position, GCancellable *cancellable,
        GError **error)
{
  goffset size;

  if (!self->has_ranges && position > 0) {
    g_set_error (error, ENCORD_ERROR, ENCORD_ERROR_NOT_SUPPORTED,
                 "data: the connection broke at byte %" G_GOFFSET_FORMAT
                 ", and the server can send them from the beginning only",
                 position);
    return FALSE;
  }
  self->body_position = position;
  self->body = open_body (self, &size, NULL, NULL, cancellable, error);
  if (self->body == NULL)
    return FALSE;
  if (size != self->size ||
      g_strcmp0 (encord_transport_get_entity_tag (self->body),
                 self->entity_tag) != 0) {
    g_set_error (error, ENCORD_ERROR, ENCORD_ERROR_CONFLICT,
                 "data: it was replaced while it was read");
    drop_body (self);
    return FALSE;
  }

  return TRUE;
}

/* sees to it that the body leads to position */
static gboolean
aim (EncordDataStream *self, GCancellable *cancellable, GError **error)
{
  const goffset missing =
      encord_block_cache_get_missing (self->cache, self->position);

  if (self->body_position > missing || missing - self->body_position > MAX_SKIP)
    drop_body (self);

  return self->body != NULL || resume (self, missing, cancellable, error);
}

/* Takes what has come, within a block. -1 with error set or the number of bytes;
 * 0 only where the data end. */
static gssize
take (EncordDataStream *self, GCancellable *cancellable, GError **error)
{
  gsize room;
  void *bytes =
      encord_block_cache_prepare (self->cache, self->body_position, &room);
  gssize n = g_input_stream_read (self->body, bytes, room, cancellable, error);

  if (n == 0 && self->size >= 0 && self->body_position < self->size) {
    g_set_error (error, ENCORD_ERROR, ENCORD_ERROR_UNREACHABLE,
                 "connection closed at byte %" G_GOFFSET_FORMAT
                 " of %" G_GOFFSET_FORMAT,
                 self->body_position, self->size);
    n = -1;
  }
  if (n > 0) {
    encord_block_cache_commit (self->cache, (gsize) n);
    self->body_position += n;
  }

  return n;
}

/* FALSE with error when it is no use to try again */
static gboolean
recover (EncordDataStream *self, guint attempt, GError *cause,
         GCancellable *cancellable, GError **error)
{
  drop_body (self);
  if (g_error_matches (cause, G_IO_ERROR, G_IO_ERROR_CANCELLED)) {
    g_propagate_error (error, g_error_copy (cause));
    return FALSE;
  }
  if (attempt == ENCORD_RETRY_ATTEMPTS) {
    g_set_error (error, ENCORD_ERROR, ENCORD_ERROR_UNREACHABLE,
                 "data: the connection broke %d times in a row at byte "
                 "%" G_GOFFSET_FORMAT ": %s",
                 ENCORD_RETRY_ATTEMPTS, self->body_position, cause->message);
    return FALSE;
  }
  g_debug ("data stream: resuming at byte %" G_GOFFSET_FORMAT
           " after a broken connection: %s",
           self->body_position, cause->message);

  return encord_exchange_pause (
      encord_retry_pause (
          attempt, encord_transport_get_backoff (self->transport), 0, NULL, 0),
      cancellable, error);
}

static gssize
encord_data_stream_read (GInputStream *stream, void *buffer, gsize count,
                         GCancellable *cancellable, GError **error)
{
  EncordDataStream *self = ENCORD_DATA_STREAM (stream);
  /* each begins with a connection, for which the transport has attempts of its
   * own */
  guint attempt = 1;
  gsize n;

  if (g_cancellable_set_error_if_cancelled (cancellable, error)) {
    drop_body (self);
    return -1;
  }
  if (self->size >= 0 && self->position >= self->size)
    return 0;

  while ((n = encord_block_cache_read (self->cache, self->position, buffer,
                                       count)) == 0) {
    g_autoptr (GError) local = NULL;
    gssize taken;

    if (!aim (self, cancellable, error))
      return -1;
    taken = take (self, cancellable, &local);
    if (taken == 0)
      return 0;
    if (taken > 0)
      attempt = 1;
    else if (!recover (self, attempt++, local, cancellable, error))
      return -1;
  }
  self->position += (goffset) n;

  return (gssize) n;
}

static gboolean
encord_data_stream_close (GInputStream *stream, GCancellable *cancellable,
                          GError **error)
{
  drop_body (ENCORD_DATA_STREAM (stream));

  return TRUE;
}

static void
encord_data_stream_finalize (GObject *object)
{
  EncordDataStream *self = ENCORD_DATA_STREAM (object);

  drop_body (self);
  encord_block_cache_free (self->cache);
  g_free (self->url);
  g_free (self->entity_tag);
  g_free (self->content_type);
  if (self->free_locate_data != NULL)
    self->free_locate_data (self->locate_data);
  g_clear_object (&self->transport);

  G_OBJECT_CLASS (encord_data_stream_parent_class)->finalize (object);
}

static void
encord_data_stream_class_init (EncordDataStreamClass *klass)
{
  GInputStreamClass *stream_class = G_INPUT_STREAM_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = encord_data_stream_finalize;
  stream_class->read_fn = encord_data_stream_read;
  stream_class->close_fn = encord_data_stream_close;
}

static void
encord_data_stream_init (EncordDataStream *self)
{
  self->size = -1;
  self->cache = encord_block_cache_new ();
}

static goffset
encord_data_stream_tell (GSeekable *seekable)
{
  return ENCORD_DATA_STREAM (seekable)->position;
}

static gboolean
encord_data_stream_can_seek (GSeekable *seekable)
{
  return ENCORD_DATA_STREAM (seekable)->has_ranges;
}

/* written on success */
static gboolean
find_target (EncordDataStream *self, goffset offset, GSeekType type,
             goffset *ret_target, GError **error)
{
  goffset origin = 0;

  if (type == G_SEEK_CUR)
    origin = self->position;
  else if (type == G_SEEK_END)
    origin = self->size;

  if (!self->has_ranges || (type == G_SEEK_END && self->size < 0)) {
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED,
                 "data: the server cannot read from the middle of it");
    return FALSE;
  }
  if (offset > G_MAXINT64 - origin || origin + offset < 0) {
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT,
                 "data: seek to before its beginning");
    return FALSE;
  }
  *ret_target = origin + offset;

  return TRUE;
}

static gboolean
encord_data_stream_seek (GSeekable *seekable, goffset offset, GSeekType type,
                         GCancellable *cancellable, GError **error)
{
  EncordDataStream *self = ENCORD_DATA_STREAM (seekable);
  goffset target;
  gboolean found;

  if (!g_input_stream_set_pending (G_INPUT_STREAM (self), error))
    return FALSE;
  found = find_target (self, offset, type, &target, error);
  if (found)
    self->position = target;
  g_input_stream_clear_pending (G_INPUT_STREAM (self));

  return found;
}

static gboolean
encord_data_stream_can_truncate (GSeekable *seekable)
{
  return FALSE;
}

static gboolean
encord_data_stream_truncate (GSeekable *seekable, goffset offset,
                             GCancellable *cancellable, GError **error)
{
  g_set_error (error, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED,
               "data: it can only be read");
  return FALSE;
}

static void
encord_data_stream_seekable_init (GSeekableIface *iface)
{
  iface->tell = encord_data_stream_tell;
  iface->can_seek = encord_data_stream_can_seek;
  iface->seek = encord_data_stream_seek;
  iface->can_truncate = encord_data_stream_can_truncate;
  iface->truncate_fn = encord_data_stream_truncate;
}

EncordDataStream *
encord_data_stream_open (EncordTransport *transport, const char *url,
                         EncordDataStreamLocate locate, gpointer data,
                         GDestroyNotify free_data, GCancellable *cancellable,
                         GError **error)
{
  g_autoptr (EncordDataStream) self =
      g_object_new (ENCORD_TYPE_DATA_STREAM, NULL);
  guint status;

  self->transport = g_object_ref (transport);
  self->url = g_strdup (url);
  self->locate = locate;
  self->locate_data = data;
  self->free_locate_data = free_data;
  self->body = open_body (self, &self->size, &self->content_type, &status,
                          cancellable, error);
  if (self->body == NULL)
    return NULL;
  self->entity_tag = g_strdup (encord_transport_get_entity_tag (self->body));
  self->has_ranges = status == 206;

  return g_steal_pointer (&self);
}

/**
 * encord_data_stream_get_size:
 * @self: a stream
 *
 * Gives the length of the whole data.
 *
 * Returns: the length in bytes, or -1 when the server does not say
 *
 * Since: 0.1
 */
goffset
encord_data_stream_get_size (EncordDataStream *self)
{
  g_return_val_if_fail (ENCORD_IS_DATA_STREAM (self), -1);

  return self->size;
}

/**
 * encord_data_stream_get_content_type:
 * @self: a stream
 *
 * Gives the MIME type that the server states.
 *
 * Returns: (transfer none) (nullable): the type, such as `video/mp4`, or %NULL
 *   when the server does not say
 *
 * Since: 0.1
 */
const char *
encord_data_stream_get_content_type (EncordDataStream *self)
{
  g_return_val_if_fail (ENCORD_IS_DATA_STREAM (self), NULL);

  return self->content_type;
}
