/* emulator-media.c - the media folder and its expiring addresses
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "emulator-media.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

#include "emulator-error.h"
#include "emulator-folder.h"
#include "emulator-store-data.h"

char *
emulator_media_build_path (Emulator *emulator, const char *id)
{
  return g_build_filename (emulator->media_dir, id, NULL);
}

static void
refuse (SoupServerMessage *message, guint status, const char *reason)
{
  soup_server_message_set_status (message, status, NULL);
  soup_server_message_set_response (message, "text/plain", SOUP_MEMORY_COPY,
                                    reason, strlen (reason));
}

/* the id that the address names, if its signature is good for verb */
static const char *
check_address (Emulator *emulator, SoupServerMessage *message,
               const char *folder, const char *path, GHashTable *query,
               const char *verb)
{
  const char *id = path + strlen (folder);

  if (query != NULL && g_uuid_string_is_valid (id) &&
      emulator_seal_check_path (emulator->seal, verb, path,
                                g_hash_table_lookup (query, "expires"),
                                g_hash_table_lookup (query, "signature"),
                                g_get_real_time () / G_USEC_PER_SEC))
    return id;
  refuse (message, SOUP_STATUS_FORBIDDEN,
          "the address is forged or has expired: ask for a new one");
  return NULL;
}

/* ---- uploads ---- */

typedef struct
{
  char *path; /* of the part file */
  int fd;
  gint64 max;
  gint64 received;
  const char *failure; /* static text; the rest of the body is ignored */
} Upload;

#define UPLOAD "emulator-upload"
#define TOO_LARGE "the file is larger than the emulator takes (--max-upload)"

static void
upload_free (Upload *self)
{
  if (self->fd >= 0) {
    close (self->fd);
    g_unlink (self->path);
  }
  g_free (self->path);
  g_free (self);
}

/* the disk, what the user may have of it, or what the process may */
static gboolean
is_full (int code)
{
  return code == ENOSPC || code == EDQUOT || code == EFBIG;
}

static void
upload_write (Upload *self, const char *data, gsize size)
{
  self->received += size;
  if (self->received > self->max)
    self->failure = TOO_LARGE;
  while (self->failure == NULL && size > 0) {
    const gssize written = write (self->fd, data, size);

    if (written < 0 && errno == EINTR)
      continue;
    if (written < 0) {
      g_warning ("%s: %s", self->path, g_strerror (errno));
      self->failure = is_full (errno)
                          ? "the emulator's disk is full: make room and repeat"
                          : "the emulator cannot write to its media folder";
      return;
    }
    data += written;
    size -= written;
  }
}

static void
on_upload_chunk (SoupServerMessage *message, GBytes *chunk, gpointer user_data)
{
  gsize size;
  const char *data = g_bytes_get_data (chunk, &size);

  upload_write (user_data, data, size);
}

static void
on_upload_headers (SoupServer *server, SoupServerMessage *message,
                   const char *path, GHashTable *query, gpointer user_data)
{
  Emulator *emulator = user_data;
  SoupMessageBody *body = soup_server_message_get_request_body (message);
  Upload *upload;
  const char *id;

  soup_message_body_set_accumulate (body, FALSE);
  if (soup_server_message_get_method (message) != SOUP_METHOD_PUT) {
    refuse (message, SOUP_STATUS_METHOD_NOT_ALLOWED, "PUT expected");
    return;
  }
  id = check_address (emulator, message, EMULATOR_UPLOAD_PATH, path, query,
                      "PUT");
  if (id == NULL)
    return;
  upload = g_new0 (Upload, 1);
  upload->fd = -1;
  upload->max = emulator->limits.upload_size;
  g_object_set_data_full (G_OBJECT (message), UPLOAD, upload,
                          (GDestroyNotify) upload_free);
  if (soup_message_headers_get_content_length (
          soup_server_message_get_request_headers (message)) > upload->max) {
    upload->failure = TOO_LARGE;
    return;
  }
  upload->path = g_strdup_printf ("%s/%s.XXXXXX", emulator->media_dir, id);
  upload->fd = g_mkstemp_full (upload->path, O_WRONLY | O_CLOEXEC, 0600);
  if (upload->fd < 0) {
    g_warning ("%s: %s", upload->path, g_strerror (errno));
    upload->failure = "the emulator cannot write to its media folder";
  }
  g_signal_connect (message, "got-chunk", G_CALLBACK (on_upload_chunk), upload);
}

/* a file appears under its name as a whole or not at all */
static gboolean
keep (Emulator *emulator, Upload *upload, const char *id)
{
  g_autofree char *path = emulator_media_build_path (emulator, id);
  g_autoptr (GError) error = NULL;

  if (fsync (upload->fd) != 0 || g_rename (upload->path, path) != 0 ||
      !emulator_folder_sync (emulator->media_dir)) {
    g_warning ("%s: %s", path, g_strerror (errno));
    return FALSE;
  }
  close (upload->fd);
  upload->fd = -1;
  if (emulator_store_set_media_size (emulator->store, id, upload->received,
                                     &error))
    return TRUE;
  /* deleted since the address was given out */
  if (g_error_matches (error, EMULATOR_ERROR,
                       EMULATOR_ERROR_RESOURCE_NOT_FOUND))
    g_unlink (path);
  return FALSE;
}

static void
on_upload_done (SoupServer *server, SoupServerMessage *message,
                const char *path, GHashTable *query, gpointer user_data)
{
  Emulator *emulator = user_data;
  Upload *upload = g_object_get_data (G_OBJECT (message), UPLOAD);
  const char *id = path + strlen (EMULATOR_UPLOAD_PATH);

  if (upload == NULL)
    return;
  emulator_store_count_request (emulator->store, "PUT upload");
  if (upload->failure != NULL)
    refuse (message, SOUP_STATUS_BAD_REQUEST, upload->failure);
  else if (emulator_store_media_is_used (emulator->store, id))
    refuse (message, SOUP_STATUS_CONFLICT,
            "the file has become data of a dataset and is not replaced");
  else if (!keep (emulator, upload, id))
    refuse (message, SOUP_STATUS_BAD_REQUEST,
            "the emulator cannot keep the file");
  else
    soup_server_message_set_status (message, SOUP_STATUS_OK, NULL);
  /* the message may live on; what is left of the file does not */
  g_object_set_data (G_OBJECT (message), UPLOAD, NULL);
}

/* ---- downloads ---- */

/* Whether the client wants one range of the file. libsoup would serve ranges
 * itself, but only by copying the whole file into memory first. */
static gboolean
wants_range (SoupServerMessage *message, const char *etag, gint64 size,
             goffset *ret_start, goffset *ret_end)
{
  SoupMessageHeaders *headers =
      soup_server_message_get_request_headers (message);
  const char *if_range = soup_message_headers_get_one (headers, "If-Range");
  SoupRange *ranges;
  int n_ranges;
  gboolean one = FALSE;

  if ((if_range == NULL || g_str_equal (if_range, etag)) &&
      soup_message_headers_get_ranges (headers, size, &ranges, &n_ranges)) {
    one = n_ranges == 1 && ranges[0].start <= ranges[0].end &&
          ranges[0].start < size;
    if (one) {
      *ret_start = MAX (ranges[0].start, 0);
      *ret_end = MIN (ranges[0].end, size - 1);
    }
    soup_message_headers_free_ranges (headers, ranges);
  }
  return one;
}

static gboolean
is_unsatisfiable (SoupServerMessage *message, gint64 size)
{
  SoupMessageHeaders *headers =
      soup_server_message_get_request_headers (message);
  const char *range = soup_message_headers_get_one (headers, "Range");
  guint64 start;

  return range != NULL && g_str_has_prefix (range, "bytes=") &&
         g_ascii_isdigit (range[6]) &&
         (start = g_ascii_strtoull (range + 6, NULL, 10)) >= (guint64) size;
}

static void
send_file (SoupServerMessage *message, GBytes *file, const char *etag)
{
  const gint64 size = g_bytes_get_size (file);
  SoupMessageHeaders *headers =
      soup_server_message_get_response_headers (message);
  goffset start = 0;
  goffset end = size - 1;

  if (is_unsatisfiable (message, size)) {
    g_autofree char *range =
        g_strdup_printf ("bytes */%" G_GINT64_FORMAT, size);

    refuse (message, SOUP_STATUS_REQUESTED_RANGE_NOT_SATISFIABLE, "");
    soup_message_headers_replace (headers, "Content-Range", range);
    return;
  }
  soup_server_message_set_status (message, SOUP_STATUS_OK, NULL);
  if (wants_range (message, etag, size, &start, &end)) {
    soup_server_message_set_status (message, SOUP_STATUS_PARTIAL_CONTENT, NULL);
    soup_message_headers_set_content_range (headers, start, end, size);
  }
  /* so that libsoup does not cut the answer once more */
  soup_message_headers_remove (
      soup_server_message_get_request_headers (message), "Range");
  soup_message_headers_set_content_length (headers, end - start + 1);
  if (soup_server_message_get_method (message) != SOUP_METHOD_HEAD &&
      end >= start) {
    g_autoptr (GBytes) part =
        g_bytes_new_from_bytes (file, start, end - start + 1);

    soup_message_body_append_bytes (
        soup_server_message_get_response_body (message), part);
  }
}

static void
on_download_headers (SoupServer *server, SoupServerMessage *message,
                     const char *path, GHashTable *query, gpointer user_data)
{
  soup_message_body_set_accumulate (
      soup_server_message_get_request_body (message), FALSE);
}

/* The file is mapped, not read: what of it is in memory is the kernel's
 * business. Files of the folder are replaced, never changed. */
static void
on_download (SoupServer *server, SoupServerMessage *message, const char *path,
             GHashTable *query, gpointer user_data)
{
  Emulator *emulator = user_data;
  const char *verb = soup_server_message_get_method (message);
  SoupMessageHeaders *headers =
      soup_server_message_get_response_headers (message);
  g_autoptr (EmulatorMedia) media = NULL;
  g_autoptr (GMappedFile) mapped = NULL;
  g_autoptr (GBytes) file = NULL;
  g_autofree char *local = NULL;
  g_autofree char *type = NULL;
  g_autofree char *etag = NULL;
  const char *id;

  if (verb != SOUP_METHOD_GET && verb != SOUP_METHOD_HEAD) {
    refuse (message, SOUP_STATUS_METHOD_NOT_ALLOWED, "GET or HEAD expected");
    return;
  }
  id = check_address (emulator, message, EMULATOR_MEDIA_PATH, path, query,
                      "GET");
  if (id == NULL)
    return;
  emulator_store_count_request (emulator->store, "GET media");
  media = emulator_store_get_media (emulator->store, id, NULL);
  local = emulator_media_build_path (emulator, id);
  mapped = media != NULL ? g_mapped_file_new (local, FALSE, NULL) : NULL;
  if (mapped == NULL) {
    refuse (message, SOUP_STATUS_NOT_FOUND, "no such file");
    return;
  }
  file = g_mapped_file_get_bytes (mapped);
  type = g_content_type_guess (media->title, NULL, 0, NULL);
  etag = g_strdup_printf ("\"%s\"", id);
  soup_message_headers_set_content_type (headers, type, NULL);
  soup_message_headers_replace (headers, "Accept-Ranges", "bytes");
  soup_message_headers_replace (headers, "ETag", etag);
  send_file (message, file, etag);
}

void
emulator_media_add_handlers (Emulator *emulator, SoupServer *server)
{
  soup_server_add_early_handler (server, EMULATOR_UPLOAD_PATH,
                                 on_upload_headers, emulator, NULL);
  soup_server_add_handler (server, EMULATOR_UPLOAD_PATH, on_upload_done,
                           emulator, NULL);
  soup_server_add_early_handler (server, EMULATOR_MEDIA_PATH,
                                 on_download_headers, emulator, NULL);
  soup_server_add_handler (server, EMULATOR_MEDIA_PATH, on_download, emulator,
                           NULL);
}
