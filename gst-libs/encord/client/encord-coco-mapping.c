/* client/encord-coco-mapping.c - what the ids of a COCO document stand for
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <encord/client/encord-coco-mapping-private.h>

/**
 * EncordCocoMapping:
 *
 * Says which ontology object a category of a COCO document is, and which frame an
 * image, for encord_project_import_coco_labels().
 *
 * Follows `category_id_to_feature_hash` and `image_id_to_frame_index` of the SDK.
 *
 * Since: 0.1
 */
struct _EncordCocoMapping
{
  GObject parent;

  GHashTable *categories; /* gint64 to Target */
  GHashTable *images;     /* gint64 to Target */
};

typedef struct
{
  gint64 id;
  char *hash;
  int frame;
} Target;

G_DEFINE_FINAL_TYPE (EncordCocoMapping, encord_coco_mapping, G_TYPE_OBJECT)

static void
target_free (gpointer data)
{
  Target *self = data;

  g_free (self->hash);
  g_free (self);
}

static void
put (GHashTable *table, gint64 id, const char *hash, int frame)
{
  Target *target = g_new (Target, 1);

  *target = (Target){ id, g_strdup (hash), frame };
  g_hash_table_replace (table, &target->id, target);
}

static void
encord_coco_mapping_finalize (GObject *object)
{
  EncordCocoMapping *self = ENCORD_COCO_MAPPING (object);

  g_hash_table_unref (self->images);
  g_hash_table_unref (self->categories);

  G_OBJECT_CLASS (encord_coco_mapping_parent_class)->finalize (object);
}

static void
encord_coco_mapping_class_init (EncordCocoMappingClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = encord_coco_mapping_finalize;
}

static void
encord_coco_mapping_init (EncordCocoMapping *self)
{
  self->categories =
      g_hash_table_new_full (g_int64_hash, g_int64_equal, NULL, target_free);
  self->images =
      g_hash_table_new_full (g_int64_hash, g_int64_equal, NULL, target_free);
}

/**
 * encord_coco_mapping_new:
 *
 * Makes a mapping that knows no category and no image.
 *
 * Returns: (transfer full): a mapping
 *
 * Since: 0.1
 */
EncordCocoMapping *
encord_coco_mapping_new (void)
{
  return g_object_new (ENCORD_TYPE_COCO_MAPPING, NULL);
}

/**
 * encord_coco_mapping_add_category:
 * @self: a mapping
 * @category_id: `id` of a category
 * @feature_hash: feature hash of the ontology object that it is
 *
 * Says what a category is; a second time, the last word counts.
 *
 * Since: 0.1
 */
void
encord_coco_mapping_add_category (EncordCocoMapping *self, gint64 category_id,
                                  const char *feature_hash)
{
  g_return_if_fail (ENCORD_IS_COCO_MAPPING (self));
  g_return_if_fail (feature_hash != NULL);

  put (self->categories, category_id, feature_hash, 0);
}

/**
 * encord_coco_mapping_add_image:
 * @self: a mapping
 * @image_id: `id` of an image
 * @data_hash: UUID of the data unit that holds it
 * @frame: its frame there, from 0
 *
 * Says where an image is; a second time, the last word counts.
 *
 * Since: 0.1
 */
void
encord_coco_mapping_add_image (EncordCocoMapping *self, gint64 image_id,
                               const char *data_hash, int frame)
{
  g_return_if_fail (ENCORD_IS_COCO_MAPPING (self));
  g_return_if_fail (data_hash != NULL);
  g_return_if_fail (frame >= 0);

  put (self->images, image_id, data_hash, frame);
}

static void
copy_all (GHashTable *from, GHashTable *to)
{
  GHashTableIter iter;
  gpointer value;

  g_hash_table_iter_init (&iter, from);
  while (g_hash_table_iter_next (&iter, NULL, &value)) {
    const Target *target = value;

    put (to, target->id, target->hash, target->frame);
  }
}

EncordCocoMapping *
encord_coco_mapping_copy (EncordCocoMapping *self)
{
  EncordCocoMapping *copy = encord_coco_mapping_new ();

  copy_all (self->categories, copy->categories);
  copy_all (self->images, copy->images);

  return copy;
}

const char *
encord_coco_mapping_get_category (EncordCocoMapping *self, gint64 category_id)
{
  const Target *target = g_hash_table_lookup (self->categories, &category_id);

  return target != NULL ? target->hash : NULL;
}

const char *
encord_coco_mapping_get_image (EncordCocoMapping *self, gint64 image_id,
                               int *ret_frame)
{
  const Target *target = g_hash_table_lookup (self->images, &image_id);

  if (target == NULL)
    return NULL;
  *ret_frame = target->frame;

  return target->hash;
}

static int
compare_strings (gconstpointer a, gconstpointer b)
{
  return g_strcmp0 (*(char *const *) a, *(char *const *) b);
}

static char **
dup_hashes (GHashTable *table)
{
  g_autoptr (GHashTable) set = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GPtrArray) hashes = g_ptr_array_new ();
  GHashTableIter iter;
  gpointer value;

  g_hash_table_iter_init (&iter, table);
  while (g_hash_table_iter_next (&iter, NULL, &value)) {
    const Target *target = value;

    if (g_hash_table_add (set, target->hash))
      g_ptr_array_add (hashes, g_strdup (target->hash));
  }
  g_ptr_array_sort (hashes, compare_strings);
  g_ptr_array_add (hashes, NULL);

  return (char **) g_ptr_array_steal (hashes, NULL);
}

char **
encord_coco_mapping_dup_features (EncordCocoMapping *self)
{
  return dup_hashes (self->categories);
}

char **
encord_coco_mapping_dup_data_hashes (EncordCocoMapping *self)
{
  return dup_hashes (self->images);
}
