/* client/encord-project-data.c - the project's calls for videos and images
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <encord/client/encord-answers-private.h>
#include <encord/client/encord-client-private.h>
#include <encord/client/encord-data-stream-private.h>
#include <encord/client/encord-payload-private.h>
#include <encord/client/encord-project-data-build-private.h>
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

EncordRequest *
encord_project_build_get_data (EncordProject *self, const char *data_hash,
                               gboolean get_signed_url, GError **error)
{
  JsonNode *uid = encord_payload_new (
      "{'data_hash': <%s>, 'get_signed_url': <%b>}", data_hash, get_signed_url);

  return encord_request_new (
      encord_project_get_transport (self),
      encord_project_new_call (self, "datasetdata", "GET", uid, NULL),
      encord_answers_parse_data, encord_request_free_node);
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

/* an EncordTaskFunc; data is a Medium, which the stream outlives */
static gpointer
open_medium (gpointer source, gpointer data, GCancellable *cancellable,
             GError **error)
{
  Medium *medium = data;

  return encord_data_stream_open (
      encord_project_get_transport (source), NULL, locate_medium,
      medium_new (source, medium->data_hash, medium->image_hash), medium_free,
      cancellable, error);
}

EncordRequest *
encord_project_build_open_data (EncordProject *self, const char *data_hash,
                                const char *image_hash, GError **error)
{
  return encord_request_new_task (open_medium,
                                  medium_new (self, data_hash, image_hash),
                                  medium_free, g_object_unref);
}
