/* client/encord-image-group.c - the images of one data unit, in their order
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <encord/client/encord-client-private.h>
#include <encord/client/encord-project-data-calls.h>
#include <encord/client/encord-data-stream-private.h>
#include <encord/client/encord-image-group.h>
#include <encord/model/encord-json-members-private.h>

/**
 * EncordImageGroup:
 *
 * The images of an image group, or a single image.
 *
 * One look-up finds all of them: opening an image costs a request for its bytes
 * and no other, until the media server refuses a link because it has expired.
 * Then one look-up renews all links.
 *
 * The links are secrets and appear nowhere.
 *
 * Since: 0.1
 */
struct _EncordImageGroup
{
  GObject parent;

  /* set when it is made */
  EncordProject *project;
  char *data_hash;
  GPtrArray *hashes;

  GMutex lock; /* a leaf: streams renew their links in threads of their own */
  GHashTable *links; /* guarded by lock: hash of an image to its link */
};

G_DEFINE_FINAL_TYPE (EncordImageGroup, encord_image_group, G_TYPE_OBJECT)

static void
encord_image_group_finalize (GObject *object)
{
  EncordImageGroup *self = ENCORD_IMAGE_GROUP (object);

  g_clear_object (&self->project);
  g_free (self->data_hash);
  g_ptr_array_unref (self->hashes);
  g_clear_pointer (&self->links, g_hash_table_unref);
  g_mutex_clear (&self->lock);

  G_OBJECT_CLASS (encord_image_group_parent_class)->finalize (object);
}

static void
encord_image_group_class_init (EncordImageGroupClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = encord_image_group_finalize;
}

static void
encord_image_group_init (EncordImageGroup *self)
{
  g_mutex_init (&self->lock);
  self->hashes = g_ptr_array_new_with_free_func (g_free);
}

/* hashes (nullable) gets the hash of each image */
static GHashTable *
read_images (JsonNode *answer, const char *data_hash, GPtrArray *hashes,
             GError **error)
{
  g_autoptr (GHashTable) links =
      g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  JsonObject *data = json_node_get_object (answer);
  g_autofree char *subject = g_strdup_printf ("data %s", data_hash);
  JsonNode *node = encord_json_peek_member (data, "images");
  JsonArray *images;

  if (node == NULL || !JSON_NODE_HOLDS_ARRAY (node) ||
      json_array_get_length (json_node_get_array (node)) == 0) {
    g_set_error (error, ENCORD_ERROR, ENCORD_ERROR_NOT_FOUND,
                 "%s: no images in it", subject);
    return NULL;
  }
  images = json_node_get_array (node);
  for (guint i = 0; i < json_array_get_length (images); i++) {
    JsonObject *image = encord_json_get_element (images, i, subject, error);
    const char *hash, *link;

    if (image == NULL)
      return NULL;
    hash = encord_json_get_string (image, subject, "image_hash", error);
    link = encord_json_peek_string (image, "file_link");
    if (hash == NULL)
      return NULL;
    if (hashes != NULL)
      g_ptr_array_add (hashes, g_strdup (hash));
    if (link != NULL && *link != '\0')
      g_hash_table_replace (links, g_strdup (hash), g_strdup (link));
  }

  return g_steal_pointer (&links);
}

static GHashTable *
look_up (EncordProject *project, const char *data_hash, GPtrArray *hashes,
         GCancellable *cancellable, GError **error)
{
  g_autoptr (JsonNode) answer =
      encord_project_get_data (project, data_hash, TRUE, cancellable, error);
  g_autoptr (GError) local = NULL;
  GHashTable *links;

  if (answer == NULL)
    return NULL;
  links = read_images (answer, data_hash, hashes, &local);
  if (links == NULL)
    /* a member that is wrong is the server's doing */
    g_set_error_literal (error, ENCORD_ERROR,
                         local->code == ENCORD_ERROR_BAD_DATA
                             ? ENCORD_ERROR_BAD_RESPONSE
                             : local->code,
                         local->message);

  return links;
}

/**
 * encord_project_get_image_group:
 * @self: a project
 * @data_hash: the UUID of an image group or a single image
 * @cancellable: (nullable): ends the call early
 * @error: return location
 *
 * Asks once for the images of a data unit and where their bytes are
 * (`Project.get_data` of the SDK).
 *
 * Returns: (transfer full): the images, or %NULL with @error set:
 *   %ENCORD_ERROR_NOT_FOUND when there are none
 *
 * Since: 0.1
 */
EncordImageGroup *
encord_project_get_image_group (EncordProject *self, const char *data_hash,
                                GCancellable *cancellable, GError **error)
{
  g_autoptr (EncordImageGroup) group = NULL;

  g_return_val_if_fail (ENCORD_IS_PROJECT (self), NULL);
  g_return_val_if_fail (data_hash != NULL, NULL);

  group = g_object_new (ENCORD_TYPE_IMAGE_GROUP, NULL);
  group->project = g_object_ref (self);
  group->data_hash = g_strdup (data_hash);
  group->links = look_up (self, data_hash, group->hashes, cancellable, error);

  return group->links != NULL ? g_steal_pointer (&group) : NULL;
}

/* an EncordTaskFunc; data is the data hash */
static gpointer
get_group (gpointer source, gpointer data, GCancellable *cancellable,
           GError **error)
{
  return encord_project_get_image_group (source, data, cancellable, error);
}

/**
 * encord_project_get_image_group_async:
 * @self: a project
 * @data_hash: the UUID of an image group or a single image
 * @cancellable: (nullable): ends the call early
 * @callback: called with the answer
 * @user_data: for @callback
 *
 * Asks for the images of a data unit without blocking.
 *
 * Since: 0.1
 */
void
encord_project_get_image_group_async (EncordProject *self,
                                      const char *data_hash,
                                      GCancellable *cancellable,
                                      GAsyncReadyCallback callback,
                                      gpointer user_data)
{
  g_return_if_fail (ENCORD_IS_PROJECT (self));
  g_return_if_fail (data_hash != NULL);

  encord_task_run (self, encord_project_get_image_group_async, get_group,
                   g_strdup (data_hash), g_free, g_object_unref, cancellable,
                   callback, user_data);
}

/**
 * encord_project_get_image_group_finish:
 * @self: a project
 * @result: what the callback got
 * @error: return location
 *
 * Ends encord_project_get_image_group_async().
 *
 * Returns: (transfer full): the images, or %NULL with @error set
 *
 * Since: 0.1
 */
EncordImageGroup *
encord_project_get_image_group_finish (EncordProject *self,
                                       GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (ENCORD_IS_PROJECT (self), NULL);

  return encord_task_finish (self, encord_project_get_image_group_async, result,
                             error);
}

/**
 * encord_image_group_get_n_images:
 * @self: images
 *
 * Counts the images.
 *
 * Returns: how many there are, at least 1
 *
 * Since: 0.1
 */
guint
encord_image_group_get_n_images (EncordImageGroup *self)
{
  g_return_val_if_fail (ENCORD_IS_IMAGE_GROUP (self), 0);

  return self->hashes->len;
}

/**
 * encord_image_group_get_image_hash:
 * @self: images
 * @index: which one, from 0 to one less than there are
 *
 * Gives an image's UUID, under which a label row names it.
 *
 * Returns: (transfer none): the UUID
 *
 * Since: 0.1
 */
const char *
encord_image_group_get_image_hash (EncordImageGroup *self, guint index)
{
  g_return_val_if_fail (ENCORD_IS_IMAGE_GROUP (self), NULL);
  g_return_val_if_fail (index < self->hashes->len, NULL);

  return g_ptr_array_index (self->hashes, index);
}

static char *
dup_link (EncordImageGroup *self, const char *hash)
{
  char *link;

  g_mutex_lock (&self->lock);
  link = g_strdup (g_hash_table_lookup (self->links, hash));
  g_mutex_unlock (&self->lock);

  return link;
}

/* which image a stream reads */
typedef struct
{
  EncordImageGroup *group;
  guint index;
} Place;

static void
place_free (gpointer data)
{
  Place *self = data;

  g_object_unref (self->group);
  g_free (self);
}

/* an EncordDataStreamLocate */
static char *
renew_link (gpointer data, GCancellable *cancellable, GError **error)
{
  Place *self = data;
  EncordImageGroup *group = self->group;
  const char *hash = g_ptr_array_index (group->hashes, self->index);
  GHashTable *links =
      look_up (group->project, group->data_hash, NULL, cancellable, error);
  GHashTable *old;
  char *link;

  if (links == NULL)
    return NULL;
  g_mutex_lock (&group->lock);
  old = g_steal_pointer (&group->links);
  group->links = links;
  g_mutex_unlock (&group->lock);
  g_hash_table_unref (old);

  link = dup_link (group, hash);
  if (link == NULL)
    g_set_error (error, ENCORD_ERROR, ENCORD_ERROR_BAD_RESPONSE,
                 "data %s: the server gave no link to the bytes of image %s",
                 group->data_hash, hash);

  return link;
}

/**
 * encord_image_group_open_image:
 * @self: images
 * @index: which one, from 0 to one less than there are
 * @cancellable: (nullable): ends the call early
 * @error: return location
 *
 * Opens the bytes of an image, wherever the service keeps them.
 *
 * Returns: (transfer full): the stream, or %NULL with @error set
 *
 * Since: 0.1
 */
EncordDataStream *
encord_image_group_open_image (EncordImageGroup *self, guint index,
                               GCancellable *cancellable, GError **error)
{
  g_autofree char *link = NULL;
  Place *place;

  g_return_val_if_fail (ENCORD_IS_IMAGE_GROUP (self), NULL);
  g_return_val_if_fail (index < self->hashes->len, NULL);

  link = dup_link (self, g_ptr_array_index (self->hashes, index));
  place = g_new (Place, 1);
  place->group = g_object_ref (self);
  place->index = index;

  return encord_data_stream_open (encord_project_get_transport (self->project),
                                  link, renew_link, place, place_free,
                                  cancellable, error);
}

/* an EncordTaskFunc; data is the index */
static gpointer
open_image (gpointer source, gpointer data, GCancellable *cancellable,
            GError **error)
{
  return encord_image_group_open_image (source, GPOINTER_TO_UINT (data),
                                        cancellable, error);
}

/**
 * encord_image_group_open_image_async:
 * @self: images
 * @index: which one, from 0 to one less than there are
 * @cancellable: (nullable): ends the call early
 * @callback: called when it is open
 * @user_data: for @callback
 *
 * Opens the bytes of an image without blocking.
 *
 * Since: 0.1
 */
void
encord_image_group_open_image_async (EncordImageGroup *self, guint index,
                                     GCancellable *cancellable,
                                     GAsyncReadyCallback callback,
                                     gpointer user_data)
{
  g_return_if_fail (ENCORD_IS_IMAGE_GROUP (self));
  g_return_if_fail (index < self->hashes->len);

  encord_task_run (self, encord_image_group_open_image_async, open_image,
                   GUINT_TO_POINTER (index), NULL, g_object_unref, cancellable,
                   callback, user_data);
}

/**
 * encord_image_group_open_image_finish:
 * @self: images
 * @result: what the callback got
 * @error: return location
 *
 * Ends encord_image_group_open_image_async().
 *
 * Returns: (transfer full): the stream, or %NULL with @error set
 *
 * Since: 0.1
 */
EncordDataStream *
encord_image_group_open_image_finish (EncordImageGroup *self,
                                      GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (ENCORD_IS_IMAGE_GROUP (self), NULL);

  return encord_task_finish (self, encord_image_group_open_image_async, result,
                             error);
}
