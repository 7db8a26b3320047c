/* client/encord-dataset.c - a set of videos and images
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <encord/client/encord-client-private.h>
#include <encord/client/encord-dataset-private.h>
#include <encord/model/encord-json-members-private.h>

/**
 * EncordDataset:
 *
 * A set of videos and images that projects label.
 *
 * Its calls may be made from any thread, several at once. Follows `Dataset` of
 * the SDK.
 *
 * Since: 0.1
 */
struct _EncordDataset
{
  GObject parent;

  EncordTransport *transport;
  char *dataset_hash;
  char *title;
  char *description;
  double eager_pause;
  double failed_pause;
};

G_DEFINE_FINAL_TYPE (EncordDataset, encord_dataset, G_TYPE_OBJECT)

static const GFlagsValue image_group_flags[] = {
  { ENCORD_IMAGE_GROUP_NONE, "ENCORD_IMAGE_GROUP_NONE", "none" },
  { ENCORD_IMAGE_GROUP_CREATE_VIDEO, "ENCORD_IMAGE_GROUP_CREATE_VIDEO",
    "create-video" },
  { 0, NULL, NULL },
};

GType
encord_image_group_flags_get_type (void)
{
  static gsize type;

  if (g_once_init_enter (&type))
    g_once_init_leave (&type, g_flags_register_static ("EncordImageGroupFlags",
                                                       image_group_flags));

  return type;
}

static void
encord_dataset_finalize (GObject *object)
{
  EncordDataset *self = ENCORD_DATASET (object);

  g_free (self->description);
  g_free (self->title);
  g_free (self->dataset_hash);
  g_clear_object (&self->transport);

  G_OBJECT_CLASS (encord_dataset_parent_class)->finalize (object);
}

static void
encord_dataset_class_init (EncordDatasetClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = encord_dataset_finalize;
}

static void
encord_dataset_init (EncordDataset *self)
{
  self->eager_pause = 1;
  self->failed_pause = 10;
}

EncordDataset *
encord_dataset_new (EncordTransport *transport, JsonNode *dataset,
                    GError **error)
{
  JsonObject *members = encord_json_as_object (dataset, "dataset", error);
  const char *hash, *title, *description;
  EncordDataset *self;

  if (members == NULL)
    return NULL;
  hash = encord_json_get_string (members, "dataset", "dataset_hash", error);
  if (hash == NULL)
    return NULL;
  title = encord_json_get_string (members, "dataset", "title", error);
  if (title == NULL)
    return NULL;
  description = encord_json_peek_string (members, "description");

  self = g_object_new (ENCORD_TYPE_DATASET, NULL);
  self->transport = g_object_ref (transport);
  self->dataset_hash = g_strdup (hash);
  self->title = g_strdup (title);
  self->description = g_strdup (description != NULL ? description : "");

  return self;
}

EncordTransport *
encord_dataset_get_transport (EncordDataset *self)
{
  return self->transport;
}

EncordCall *
encord_dataset_new_call (EncordDataset *self, const char *query_type,
                         const char *query_method, JsonNode *uid,
                         JsonNode *payload)
{
  EncordCall *call =
      encord_call_new_legacy (query_type, query_method, uid, payload);

  encord_call_set_resource (call, "dataset", self->dataset_hash);

  return call;
}

void
encord_dataset_set_poll_pauses (EncordDataset *self, double eager,
                                double failed)
{
  self->eager_pause = eager;
  self->failed_pause = failed;
}

void
encord_dataset_get_poll_pauses (EncordDataset *self, double *ret_eager,
                                double *ret_failed)
{
  *ret_eager = self->eager_pause;
  *ret_failed = self->failed_pause;
}

/**
 * encord_dataset_get_dataset_hash:
 * @self: a dataset
 *
 * Gives the dataset's UUID (`Dataset.dataset_hash` of the SDK).
 *
 * Returns: (transfer none): the hash
 *
 * Since: 0.1
 */
const char *
encord_dataset_get_dataset_hash (EncordDataset *self)
{
  g_return_val_if_fail (ENCORD_IS_DATASET (self), NULL);

  return self->dataset_hash;
}

/**
 * encord_dataset_get_title:
 * @self: a dataset
 *
 * Gives the dataset's title (`Dataset.title` of the SDK).
 *
 * Returns: (transfer none): the title
 *
 * Since: 0.1
 */
const char *
encord_dataset_get_title (EncordDataset *self)
{
  g_return_val_if_fail (ENCORD_IS_DATASET (self), NULL);

  return self->title;
}

/**
 * encord_dataset_get_description:
 * @self: a dataset
 *
 * Gives what is in the dataset (`Dataset.description` of the SDK).
 *
 * Returns: (transfer none): the description, which may be empty
 *
 * Since: 0.1
 */
const char *
encord_dataset_get_description (EncordDataset *self)
{
  g_return_val_if_fail (ENCORD_IS_DATASET (self), NULL);

  return self->description;
}
