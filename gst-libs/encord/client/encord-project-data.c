/* client/encord-project-data.c - the project's calls for videos and images
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <encord/client/encord-answers-private.h>
#include <encord/client/encord-client-private.h>
#include <encord/client/encord-data-stream-private.h>
#include <encord/model/encord-json-members-private.h>

gpointer
encord_answers_parse_data (gpointer source, JsonNode *answer, GError **error)
{
  JsonObject *data = encord_json_as_object (answer, "data", error);

  if (data == NULL ||
      encord_json_get_member (data, "data", "video", error) == NULL ||
      encord_json_get_member (data, "data", "images", error) == NULL)
    return NULL;

  return json_node_ref (answer);
}

static void
free_node (gpointer node)
{
  json_node_unref (node);
}

static EncordRequest *
build_get_data (EncordProject *self, const char *data_hash,
                gboolean get_signed_url)
{
  JsonObject *uid = json_object_new ();
  JsonNode *node = json_node_new (JSON_NODE_OBJECT);

  json_object_set_string_member (uid, "data_hash", data_hash);
  json_object_set_boolean_member (uid, "get_signed_url", get_signed_url);
  json_node_take_object (node, uid);

  return encord_request_new (
      encord_project_get_transport (self),
      encord_project_new_call (self, "datasetdata", "GET", node, NULL),
      encord_answers_parse_data, free_node);
}

/**
 * encord_project_get_data:
 * @self: a project
 * @data_hash: a data unit's UUID
 * @get_signed_url: whether `file_link` shall hold a URL from which the bytes can
 *   be read for some time; it is a secret
 * @cancellable: (nullable): ends the call early
 * @error: return location
 *
 * Asks what a data unit consists of (`Project.get_data` of the SDK).
 *
 * Returns: (transfer full): the answer as it came: an object with the members
 *   `video` (object or null) and `images` (list or null); or %NULL with @error
 *   set
 *
 * Since: 0.1
 */
JsonNode *
encord_project_get_data (EncordProject *self, const char *data_hash,
                         gboolean get_signed_url, GCancellable *cancellable,
                         GError **error)
{
  g_return_val_if_fail (ENCORD_IS_PROJECT (self), NULL);
  g_return_val_if_fail (data_hash != NULL, NULL);

  return encord_request_run (build_get_data (self, data_hash, get_signed_url),
                             self, cancellable, error);
}

/**
 * encord_project_get_data_async:
 * @self: a project
 * @data_hash: a data unit's UUID
 * @get_signed_url: whether `file_link` shall hold a URL to read from
 * @cancellable: (nullable): ends the call early
 * @callback: called with the answer
 * @user_data: for @callback
 *
 * Asks what a data unit consists of without blocking.
 *
 * Since: 0.1
 */
void
encord_project_get_data_async (EncordProject *self, const char *data_hash,
                               gboolean get_signed_url,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback, gpointer user_data)
{
  g_return_if_fail (ENCORD_IS_PROJECT (self));
  g_return_if_fail (data_hash != NULL);

  encord_request_start (build_get_data (self, data_hash, get_signed_url), self,
                        encord_project_get_data_async, cancellable, callback,
                        user_data);
}

/**
 * encord_project_get_data_finish:
 * @self: a project
 * @result: what the callback got
 * @error: return location
 *
 * Ends encord_project_get_data_async().
 *
 * Returns: (transfer full): the answer, or %NULL with @error set
 *
 * Since: 0.1
 */
JsonNode *
encord_project_get_data_finish (EncordProject *self, GAsyncResult *result,
                                GError **error)
{
  g_return_val_if_fail (ENCORD_IS_PROJECT (self), NULL);

  return encord_task_finish (self, encord_project_get_data_async, result,
                             error);
}

/* the image of that hash; without a hash the only one */
static JsonObject *
pick_image (JsonObject *data, const char *image_hash)
{
  JsonNode *node = encord_json_peek_member (data, "images");
  JsonArray *images;

  if (node == NULL || !JSON_NODE_HOLDS_ARRAY (node))
    return NULL;
  images = json_node_get_array (node);
  for (guint i = 0; i < json_array_get_length (images); i++) {
    JsonObject *image = encord_json_get_element (images, i, "images", NULL);

    if (image == NULL)
      continue;
    if (image_hash == NULL
            ? json_array_get_length (images) == 1
            : g_strcmp0 (encord_json_peek_string (image, "image_hash"),
                         image_hash) == 0)
      return image;
  }

  return NULL;
}

static JsonObject *
pick_medium (JsonObject *data, const char *image_hash)
{
  JsonNode *video = encord_json_peek_member (data, "video");

  if (image_hash == NULL && video != NULL && JSON_NODE_HOLDS_OBJECT (video))
    return json_node_get_object (video);

  return pick_image (data, image_hash);
}

/* where the bytes of a video or image are now; a secret */
static char *
locate_data (EncordProject *self, const char *data_hash, const char *image_hash,
             GCancellable *cancellable, GError **error)
{
  g_autoptr (JsonNode) answer =
      encord_project_get_data (self, data_hash, TRUE, cancellable, error);
  JsonObject *medium;
  const char *link;

  if (answer == NULL)
    return NULL;
  medium = pick_medium (json_node_get_object (answer), image_hash);
  if (medium == NULL) {
    g_set_error (error, ENCORD_ERROR, ENCORD_ERROR_NOT_FOUND,
                 "data %s: no %s %s", data_hash,
                 image_hash != NULL ? "image" : "video or single image",
                 image_hash != NULL ? image_hash : "in it");
    return NULL;
  }
  link = encord_json_peek_string (medium, "file_link");
  if (link == NULL || *link == '\0') {
    g_set_error (error, ENCORD_ERROR, ENCORD_ERROR_BAD_RESPONSE,
                 "data %s: the server gave no link to its bytes", data_hash);
    return NULL;
  }

  return g_strdup (link);
}

typedef struct
{
  EncordProject *project;
  char *data_hash;
  char *image_hash;
} Medium;

static Medium *
medium_new (EncordProject *project, const char *data_hash,
            const char *image_hash)
{
  Medium *self = g_new0 (Medium, 1);

  self->project = g_object_ref (project);
  self->data_hash = g_strdup (data_hash);
  self->image_hash = g_strdup (image_hash);

  return self;
}

static void
medium_free (gpointer data)
{
  Medium *self = data;

  g_object_unref (self->project);
  g_free (self->data_hash);
  g_free (self->image_hash);
  g_free (self);
}

static char *
locate_medium (gpointer data, GCancellable *cancellable, GError **error)
{
  Medium *self = data;

  return locate_data (self->project, self->data_hash, self->image_hash,
                      cancellable, error);
}

/**
 * encord_project_open_data:
 * @self: a project
 * @data_hash: a data unit's UUID
 * @image_hash: (nullable): which image of an image group; %NULL for a video or
 *   a single image
 * @cancellable: (nullable): ends the call early
 * @error: return location
 *
 * Opens the bytes of a video or an image, wherever the service keeps them.
 *
 * Returns: (transfer full): the stream, or %NULL with @error set
 *
 * Since: 0.1
 */
EncordDataStream *
encord_project_open_data (EncordProject *self, const char *data_hash,
                          const char *image_hash, GCancellable *cancellable,
                          GError **error)
{
  g_return_val_if_fail (ENCORD_IS_PROJECT (self), NULL);
  g_return_val_if_fail (data_hash != NULL, NULL);

  return encord_data_stream_open (encord_project_get_transport (self), NULL,
                                  locate_medium,
                                  medium_new (self, data_hash, image_hash),
                                  medium_free, cancellable, error);
}

/* an EncordTaskFunc; data is a Medium */
static gpointer
open_medium (gpointer source, gpointer data, GCancellable *cancellable,
             GError **error)
{
  Medium *medium = data;

  return encord_project_open_data (source, medium->data_hash,
                                   medium->image_hash, cancellable, error);
}

/**
 * encord_project_open_data_async:
 * @self: a project
 * @data_hash: a data unit's UUID
 * @image_hash: (nullable): which image of an image group; %NULL for a video or
 *   a single image
 * @cancellable: (nullable): ends the call early
 * @callback: called when it is open
 * @user_data: for @callback
 *
 * Opens the bytes of a video or an image without blocking.
 *
 * Since: 0.1
 */
void
encord_project_open_data_async (EncordProject *self, const char *data_hash,
                                const char *image_hash,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer user_data)
{
  g_return_if_fail (ENCORD_IS_PROJECT (self));
  g_return_if_fail (data_hash != NULL);

  encord_task_run (self, encord_project_open_data_async, open_medium,
                   medium_new (self, data_hash, image_hash), medium_free,
                   g_object_unref, cancellable, callback, user_data);
}

/**
 * encord_project_open_data_finish:
 * @self: a project
 * @result: what the callback got
 * @error: return location
 *
 * Ends encord_project_open_data_async().
 *
 * Returns: (transfer full): the stream, or %NULL with @error set
 *
 * Since: 0.1
 */
EncordDataStream *
encord_project_open_data_finish (EncordProject *self, GAsyncResult *result,
                                 GError **error)
{
  g_return_val_if_fail (ENCORD_IS_PROJECT (self), NULL);

  return encord_task_finish (self, encord_project_open_data_async, result,
                             error);
}
