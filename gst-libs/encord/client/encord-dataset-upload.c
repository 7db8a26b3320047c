/* client/encord-dataset-upload.c - the dataset's calls that upload files
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <encord/client/encord-answers-private.h>
#include <encord/client/encord-dataset-private.h>
#include <encord/model/encord-json-members-private.h>

/* A link may expire between being given and being used, or in the middle of a
 * long upload: one fresh one is asked for. */
#define MAX_LINKS 2

typedef enum
{
  MEDIUM_VIDEO,
  MEDIUM_IMAGE_GROUP,
} Medium;

typedef struct
{
  GFile *file;
  char *name;       /* base name, in UTF-8 */
  char *object_url; /* where the service has it, once it is there */
  goffset size;
} Item;

/* One upload, from its arguments to its end. */
typedef struct
{
  Medium medium;
  GArray *items; /* of Item */
  char *title;
  EncordImageGroupFlags flags;

  GFileProgressCallback progress;
  gpointer progress_data;
  GDestroyNotify free_progress_data;
  GMainContext *progress_context; /* NULL: call progress where we are */
  goffset total;
  goffset before; /* bytes of the files that are done */
} Upload;

static void
item_clear (gpointer data)
{
  Item *self = data;

  g_object_unref (self->file);
  g_free (self->name);
  g_free (self->object_url);
}

static gboolean
drop (gpointer data)
{
  return G_SOURCE_REMOVE;
}

static Upload *
upload_new (Medium medium, GFile **files, guint n_files, const char *title,
            EncordImageGroupFlags flags, GFileProgressCallback progress,
            gpointer progress_data)
{
  Upload *self = g_new0 (Upload, 1);

  self->medium = medium;
  self->items = g_array_new (FALSE, TRUE, sizeof (Item));
  g_array_set_clear_func (self->items, item_clear);
  for (guint i = 0; i < n_files; i++) {
    Item item = { .file = g_object_ref (files[i]) };

    g_array_append_val (self->items, item);
  }
  self->title = g_strdup (title);
  self->flags = flags;
  self->progress = progress;
  self->progress_data = progress_data;

  return self;
}

/* g_main_context_invoke() would call from this thread if nobody iterates the
 * default context at the moment */
static void
call_in_context (GMainContext *context, GSourceFunc func, gpointer data,
                 GDestroyNotify free_data)
{
  g_autoptr (GSource) source = g_idle_source_new ();

  g_source_set_priority (source, G_PRIORITY_DEFAULT);
  g_source_set_callback (source, func, data, free_data);
  g_source_attach (source, context);
}

static void
upload_free (gpointer data)
{
  Upload *self = data;

  /* the upload's thread may be the last to let go of it, but the caller's data
   * are freed where they are used */
  if (self->free_progress_data != NULL)
    call_in_context (self->progress_context, drop, self->progress_data,
                     self->free_progress_data);
  g_clear_pointer (&self->progress_context, g_main_context_unref);
  g_free (self->title);
  g_array_unref (self->items);
  g_free (self);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Upload, upload_free)

/* before the first request, so that a wrong name leaves nothing half done */
static gboolean
check_item (Item *item, GCancellable *cancellable, GError **error)
{
  g_autofree char *shown = g_file_get_parse_name (item->file);
  g_autofree char *name = g_file_get_basename (item->file);
  g_autoptr (GError) local = NULL;
  g_autoptr (GFileInfo) info = g_file_query_info (
      item->file,
      G_FILE_ATTRIBUTE_STANDARD_TYPE "," G_FILE_ATTRIBUTE_STANDARD_SIZE,
      G_FILE_QUERY_INFO_NONE, cancellable, &local);

  if (g_error_matches (local, G_IO_ERROR, G_IO_ERROR_CANCELLED)) {
    g_propagate_error (error, g_steal_pointer (&local));
    return FALSE;
  }
  if (info == NULL || g_file_info_get_file_type (info) != G_FILE_TYPE_REGULAR) {
    g_set_error (error, ENCORD_ERROR, ENCORD_ERROR_NOT_FOUND,
                 "upload of %s: %s", shown,
                 local != NULL ? local->message : "not a regular file");
    return FALSE;
  }
  if (name == NULL || !g_utf8_validate (name, -1, NULL)) {
    g_set_error (error, ENCORD_ERROR, ENCORD_ERROR_REJECTED,
                 "upload of %s: its name is not UTF-8; rename it", shown);
    return FALSE;
  }
  item->name = g_steal_pointer (&name);
  item->size = g_file_info_get_size (info);

  return TRUE;
}

static gboolean
check_items (Upload *upload, GCancellable *cancellable, GError **error)
{
  for (guint i = 0; i < upload->items->len; i++) {
    Item *item = &g_array_index (upload->items, Item, i);

    if (!check_item (item, cancellable, error))
      return FALSE;
    upload->total += item->size;
  }

  return TRUE;
}

/* Gives the members signed_url, file_link and title; of a list the only
 * element. */
gpointer
encord_answers_parse_upload_link (gpointer source, JsonNode *answer,
                                  GError **error)
{
  static const char *const strings[] = { "signed_url", "file_link", "title" };
  JsonObject *link;

  if (JSON_NODE_HOLDS_ARRAY (answer) &&
      json_array_get_length (json_node_get_array (answer)) == 1)
    answer = json_array_get_element (json_node_get_array (answer), 0);
  link = encord_json_as_object (answer, "upload link", error);
  if (link == NULL)
    return NULL;
  for (gsize i = 0; i < G_N_ELEMENTS (strings); i++)
    if (encord_json_get_string (link, "upload link", strings[i], error) == NULL)
      return NULL;

  return json_object_ref (link);
}

static void
free_link (gpointer link)
{
  json_object_unref (link);
}

static EncordRequest *
build_link (EncordDataset *self, Medium medium, const char *name)
{
  JsonNode *uid = json_node_new (JSON_NODE_VALUE);
  const char *query_type = "signedvideourl";

  json_node_set_string (uid, name);
  if (medium == MEDIUM_IMAGE_GROUP) {
    JsonArray *names = json_array_new ();

    json_array_add_element (names, uid);
    uid = json_node_new (JSON_NODE_ARRAY);
    json_node_take_array (uid, names);
    query_type = "signedimagesurl";
  }

  return encord_request_new (
      encord_dataset_get_transport (self),
      encord_dataset_new_call (self, query_type, "GET", uid, NULL),
      encord_answers_parse_upload_link, free_link);
}

/* A fixed table: the desktop's, which GIO asks, is not installed everywhere. */
static const char *
image_type (const char *name)
{
  static const struct
  {
    const char *suffix;
    const char *type;
  } types[] = {
    { ".png", "image/png" },   { ".jpg", "image/jpeg" },
    { ".jpeg", "image/jpeg" }, { ".gif", "image/gif" },
    { ".bmp", "image/bmp" },   { ".tif", "image/tiff" },
    { ".tiff", "image/tiff" }, { ".webp", "image/webp" },
    { ".avif", "image/avif" },
  };
  g_autofree char *lower = g_ascii_strdown (name, -1);

  for (gsize i = 0; i < G_N_ELEMENTS (types); i++)
    if (g_str_has_suffix (lower, types[i].suffix))
      return types[i].type;

  return "application/octet-stream";
}

/* one report on its way to the caller's main context */
typedef struct
{
  GFileProgressCallback progress;
  gpointer progress_data;
  goffset current;
  goffset total;
} Report;

static gboolean
deliver_report (gpointer data)
{
  Report *report = data;

  report->progress (report->current, report->total, report->progress_data);

  return G_SOURCE_REMOVE;
}

static void
on_progress (goffset current, goffset total, gpointer data)
{
  Upload *upload = data;
  Report report = { upload->progress, upload->progress_data,
                    upload->before + current, upload->total };

  if (upload->progress_context == NULL)
    deliver_report (&report);
  else
    call_in_context (upload->progress_context, deliver_report,
                     g_memdup2 (&report, sizeof (report)), g_free);
}

static gboolean
put_once (EncordDataset *self, Upload *upload, Item *item,
          GCancellable *cancellable, GError **error)
{
  g_autoptr (JsonObject) link = encord_request_run (
      build_link (self, upload->medium, item->name), self, cancellable, error);

  if (link == NULL)
    return FALSE;
  if (g_strcmp0 (encord_json_peek_string (link, "title"), item->name) != 0) {
    g_set_error (error, ENCORD_ERROR, ENCORD_ERROR_BAD_RESPONSE,
                 "the server gave a link for another file");
    return FALSE;
  }
  if (!encord_transport_put_file (
          encord_dataset_get_transport (self),
          encord_json_peek_string (link, "signed_url"), item->file,
          upload->medium == MEDIUM_VIDEO ? "application/octet-stream"
                                         : image_type (item->name),
          upload->progress != NULL ? on_progress : NULL, upload, cancellable,
          error))
    return FALSE;
  item->object_url = g_strdup (encord_json_peek_string (link, "file_link"));

  return TRUE;
}

static gboolean
put_item (EncordDataset *self, Upload *upload, Item *item,
          GCancellable *cancellable, GError **error)
{
  for (guint n_links = 1;; n_links++) {
    g_autoptr (GError) local = NULL;

    if (put_once (self, upload, item, cancellable, &local)) {
      upload->before += item->size;
      return TRUE;
    }
    if (local->domain != ENCORD_ERROR || n_links == MAX_LINKS) {
      g_propagate_prefixed_error (error, g_steal_pointer (&local),
                                  "upload of %s: ", item->name);
      return FALSE;
    }
    g_debug ("upload of %s: asking for a fresh link after: %s", item->name,
             local->message);
  }
}

static JsonObject *
describe_video (Upload *upload)
{
  Item *item = &g_array_index (upload->items, Item, 0);
  JsonObject *video = json_object_new ();

  json_object_set_string_member (video, "objectUrl", item->object_url);
  json_object_set_string_member (
      video, "title", upload->title != NULL ? upload->title : item->name);
  json_object_set_object_member (video, "clientMetadata", json_object_new ());
  json_object_set_string_member (video, "externalFileType", "VIDEO");

  return video;
}

static JsonObject *
describe_image_group (Upload *upload)
{
  const gboolean create_video =
      (upload->flags & ENCORD_IMAGE_GROUP_CREATE_VIDEO) != 0;
  JsonArray *images = json_array_new ();
  JsonObject *group = json_object_new ();

  for (guint i = 0; i < upload->items->len; i++) {
    Item *item = &g_array_index (upload->items, Item, i);
    JsonObject *image = json_object_new ();

    json_object_set_string_member (image, "url", item->object_url);
    json_object_set_string_member (image, "title", item->name);
    json_array_add_object_element (images, image);
  }
  json_object_set_array_member (group, "images", images);
  if (upload->title != NULL)
    json_object_set_string_member (group, "title", upload->title);
  json_object_set_object_member (group, "clientMetadata", json_object_new ());
  json_object_set_boolean_member (group, "createVideo", create_video);
  json_object_set_string_member (group, "externalFileType", "IMG_GROUP");
  json_object_set_boolean_member (group, "clusterByResolution", create_video);

  return group;
}

/* an EncordTaskFunc; data is an Upload */
static gpointer
run_upload (gpointer source, gpointer data, GCancellable *cancellable,
            GError **error)
{
  EncordDataset *self = source;
  Upload *upload = data;
  g_autoptr (GError) local = NULL;
  char *data_hash;

  if (!check_items (upload, cancellable, error))
    return NULL;
  for (guint i = 0; i < upload->items->len; i++)
    if (!put_item (self, upload, &g_array_index (upload->items, Item, i),
                   cancellable, error))
      return NULL;

  data_hash =
      upload->medium == MEDIUM_VIDEO
          ? encord_dataset_register (self, "videos", describe_video (upload),
                                     cancellable, &local)
          : encord_dataset_register (self, "imageGroups",
                                     describe_image_group (upload), cancellable,
                                     &local);
  if (data_hash == NULL)
    g_propagate_prefixed_error (
        error, g_steal_pointer (&local),
        "upload of %s%s: ", g_array_index (upload->items, Item, 0).name,
        upload->items->len > 1 ? " and others" : "");

  return data_hash;
}

/**
 * encord_dataset_upload_video:
 * @self: a dataset
 * @file: the video
 * @title: (nullable): its title; %NULL: the file's name
 * @progress: (nullable) (scope call) (closure progress_data): called with the
 *   bytes sent and to be sent; begins anew when an upload is repeated
 * @progress_data: for @progress
 * @cancellable: (nullable): ends the upload early
 * @error: return location
 *
 * Uploads a video, streaming it from its file, and waits until the service has
 * made a data unit of it (`Dataset.upload_video` of the SDK).
 *
 * A missing file is %ENCORD_ERROR_NOT_FOUND before anything is sent, a video
 * that the service cannot use %ENCORD_ERROR_REJECTED.
 *
 * Returns: (transfer full): the new data hash, or %NULL with @error set
 *
 * Since: 0.1
 */
char *
encord_dataset_upload_video (EncordDataset *self, GFile *file,
                             const char *title, GFileProgressCallback progress,
                             gpointer progress_data, GCancellable *cancellable,
                             GError **error)
{
  g_autoptr (Upload) upload = NULL;

  g_return_val_if_fail (ENCORD_IS_DATASET (self), NULL);
  g_return_val_if_fail (G_IS_FILE (file), NULL);

  upload = upload_new (MEDIUM_VIDEO, &file, 1, title, ENCORD_IMAGE_GROUP_NONE,
                       progress, progress_data);

  return run_upload (self, upload, cancellable, error);
}

static void
start_upload (EncordDataset *self, gpointer tag, Upload *upload,
              GDestroyNotify free_progress_data, GCancellable *cancellable,
              GAsyncReadyCallback callback, gpointer user_data)
{
  upload->free_progress_data = free_progress_data;
  upload->progress_context = g_main_context_ref_thread_default ();
  encord_task_run (self, tag, run_upload, upload, upload_free, g_free,
                   cancellable, callback, user_data);
}

/**
 * encord_dataset_upload_video_async:
 * @self: a dataset
 * @file: the video
 * @title: (nullable): its title; %NULL: the file's name
 * @progress: (nullable) (scope notified) (closure progress_data) (destroy free_progress_data):
 *   called in the caller's main context with the bytes sent and to be sent
 * @progress_data: for @progress
 * @free_progress_data: (nullable): frees @progress_data
 * @cancellable: (nullable): ends the upload early
 * @callback: called when the data unit is there
 * @user_data: for @callback
 *
 * Uploads a video without blocking.
 *
 * Since: 0.1
 */
void
encord_dataset_upload_video_async (
    EncordDataset *self, GFile *file, const char *title,
    GFileProgressCallback progress, gpointer progress_data,
    GDestroyNotify free_progress_data, GCancellable *cancellable,
    GAsyncReadyCallback callback, gpointer user_data)
{
  g_return_if_fail (ENCORD_IS_DATASET (self));
  g_return_if_fail (G_IS_FILE (file));

  start_upload (self, encord_dataset_upload_video_async,
                upload_new (MEDIUM_VIDEO, &file, 1, title,
                            ENCORD_IMAGE_GROUP_NONE, progress, progress_data),
                free_progress_data, cancellable, callback, user_data);
}

/**
 * encord_dataset_upload_video_finish:
 * @self: a dataset
 * @result: what the callback got
 * @error: return location
 *
 * Ends encord_dataset_upload_video_async().
 *
 * Returns: (transfer full): the new data hash, or %NULL with @error set
 *
 * Since: 0.1
 */
char *
encord_dataset_upload_video_finish (EncordDataset *self, GAsyncResult *result,
                                    GError **error)
{
  g_return_val_if_fail (ENCORD_IS_DATASET (self), NULL);

  return encord_task_finish (self, encord_dataset_upload_video_async, result,
                             error);
}

/**
 * encord_dataset_create_image_group:
 * @self: a dataset
 * @files: (array length=n_files): the images, in the order of the group
 * @n_files: number of @files, 1 or more
 * @title: (nullable): the group's title; %NULL: the service makes one
 * @flags: how
 * @progress: (nullable) (scope call) (closure progress_data): called with the
 *   bytes sent and to be sent, of all files together
 * @progress_data: for @progress
 * @cancellable: (nullable): ends the upload early
 * @error: return location
 *
 * Uploads images and waits until the service has made one image group of them
 * (`Dataset.create_image_group` of the SDK, which asks for a video by default).
 *
 * A missing file is %ENCORD_ERROR_NOT_FOUND before anything is sent, images that
 * the service cannot use are %ENCORD_ERROR_REJECTED.
 *
 * Returns: (transfer full): the data hash of the group, with
 *   %ENCORD_IMAGE_GROUP_CREATE_VIDEO of the first one; or %NULL with @error set
 *
 * Since: 0.1
 */
char *
encord_dataset_create_image_group (EncordDataset *self, GFile **files,
                                   guint n_files, const char *title,
                                   EncordImageGroupFlags flags,
                                   GFileProgressCallback progress,
                                   gpointer progress_data,
                                   GCancellable *cancellable, GError **error)
{
  g_autoptr (Upload) upload = NULL;

  g_return_val_if_fail (ENCORD_IS_DATASET (self), NULL);
  g_return_val_if_fail (files != NULL && n_files > 0, NULL);

  upload = upload_new (MEDIUM_IMAGE_GROUP, files, n_files, title, flags,
                       progress, progress_data);

  return run_upload (self, upload, cancellable, error);
}

/**
 * encord_dataset_create_image_group_async:
 * @self: a dataset
 * @files: (array length=n_files): the images, in the order of the group
 * @n_files: number of @files, 1 or more
 * @title: (nullable): the group's title; %NULL: the service makes one
 * @flags: how
 * @progress: (nullable) (scope notified) (closure progress_data) (destroy free_progress_data):
 *   called in the caller's main context with the bytes sent and to be sent
 * @progress_data: for @progress
 * @free_progress_data: (nullable): frees @progress_data
 * @cancellable: (nullable): ends the upload early
 * @callback: called when the group is there
 * @user_data: for @callback
 *
 * Uploads images as one image group without blocking.
 *
 * Since: 0.1
 */
void
encord_dataset_create_image_group_async (
    EncordDataset *self, GFile **files, guint n_files, const char *title,
    EncordImageGroupFlags flags, GFileProgressCallback progress,
    gpointer progress_data, GDestroyNotify free_progress_data,
    GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
  g_return_if_fail (ENCORD_IS_DATASET (self));
  g_return_if_fail (files != NULL && n_files > 0);

  start_upload (self, encord_dataset_create_image_group_async,
                upload_new (MEDIUM_IMAGE_GROUP, files, n_files, title, flags,
                            progress, progress_data),
                free_progress_data, cancellable, callback, user_data);
}

/**
 * encord_dataset_create_image_group_finish:
 * @self: a dataset
 * @result: what the callback got
 * @error: return location
 *
 * Ends encord_dataset_create_image_group_async().
 *
 * Returns: (transfer full): the data hash of the group, or %NULL with @error set
 *
 * Since: 0.1
 */
char *
encord_dataset_create_image_group_finish (EncordDataset *self,
                                          GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (ENCORD_IS_DATASET (self), NULL);

  return encord_task_finish (self, encord_dataset_create_image_group_async,
                             result, error);
}
