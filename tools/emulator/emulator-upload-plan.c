/* emulator-upload-plan.c - the files of an upload job and what becomes of them
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "emulator-upload-plan.h"

#include "emulator-error.h"
#include "emulator-json.h"
#include "emulator-store-data.h"

/* one entry of the request: a video, an image or an image group */
typedef struct
{
  const char *type;
  char *title; /* NULL: made up for a group */
  char *client_metadata;
  gboolean cluster;
  guint first; /* its files */
  guint n_files;
} Item;

static void
item_free (Item *self)
{
  g_free (self->title);
  g_free (self->client_metadata);
  g_free (self);
}

static void
file_free (EmulatorUploadFile *self)
{
  g_free (self->media);
  g_free (self->title);
  emulator_probe_clear (&self->probe);
  g_free (self);
}

void
emulator_upload_plan_free (EmulatorUploadPlan *self)
{
  g_ptr_array_unref (self->files);
  g_ptr_array_unref (self->items);
  g_free (self);
}

/* ---- reading the request ---- */

static gboolean
add_file (EmulatorUploadPlan *self, const EmulatorJob *job,
          EmulatorStore *store, const char *media_id, const char *title,
          gboolean wants_image, GError **error)
{
  g_autoptr (EmulatorMedia) media =
      emulator_store_get_media (store, media_id, error);
  EmulatorUploadFile *file;

  if (media == NULL) {
    g_prefix_error (error, "%s: ", title != NULL ? title : "upload");
    return FALSE;
  }
  if (media->size < 0 || !g_str_equal (media->user, job->user)) {
    g_set_error (error, EMULATOR_ERROR, EMULATOR_ERROR_RESOURCE_NOT_FOUND,
                 "%s: this file was not uploaded", media->title);
    return FALSE;
  }
  file = g_new0 (EmulatorUploadFile, 1);
  file->media = g_strdup (media->id);
  file->title = g_strdup (title != NULL ? title : media->title);
  file->size = media->size;
  file->wants_image = wants_image;
  g_ptr_array_add (self->files, file);
  return TRUE;
}

static Item *
add_item (EmulatorUploadPlan *self, const char *type, JsonObject *object,
          GError **error)
{
  Item *item = g_new0 (Item, 1);
  const char *title = NULL;
  JsonNode *metadata = json_object_get_member (object, "clientMetadata");

  g_ptr_array_add (self->items, item);
  if (!emulator_json_read_string (object, "title", &title, error))
    return NULL;
  item->type = type;
  item->title = g_strdup (title);
  item->client_metadata = metadata != NULL && JSON_NODE_HOLDS_OBJECT (metadata)
                              ? emulator_json_to_text (metadata)
                              : g_strdup ("{}");
  item->first = self->files->len;
  return item;
}

static gboolean
read_single (EmulatorUploadPlan *self, const EmulatorJob *job,
             EmulatorStore *store, const char *type, JsonObject *object,
             GError **error)
{
  Item *item = add_item (self, type, object, error);
  const char *url;

  if (item == NULL ||
      !emulator_json_get_string (object, "objectUrl", &url, error) ||
      !add_file (self, job, store, url, item->title,
                 g_str_equal (type, "IMAGE"), error))
    return FALSE;
  item->n_files = 1;
  return TRUE;
}

static gboolean
read_group (EmulatorUploadPlan *self, const EmulatorJob *job,
            EmulatorStore *store, const char *type, JsonObject *object,
            GError **error)
{
  Item *item = add_item (self, type, object, error);
  JsonArray *images;

  if (item == NULL ||
      !emulator_json_read_boolean (object, "clusterByResolution",
                                   &item->cluster, error) ||
      !emulator_json_get_array (object, "images", &images, error))
    return FALSE;
  for (guint i = 0; i < json_array_get_length (images); i++) {
    JsonNode *node = json_array_get_element (images, i);
    const char *title = NULL;
    const char *url;

    if (!JSON_NODE_HOLDS_OBJECT (node) ||
        !emulator_json_get_string (json_node_get_object (node), "url", &url,
                                   error) ||
        !emulator_json_read_string (json_node_get_object (node), "title",
                                    &title, error) ||
        !add_file (self, job, store, url, title, TRUE, error))
      return FALSE;
    item->n_files++;
  }
  if (item->n_files > 0)
    return TRUE;
  g_set_error_literal (error, EMULATOR_ERROR, EMULATOR_ERROR_INVALID_ARGUMENTS,
                       "an image group without images");
  return FALSE;
}

static const struct
{
  const char *member;
  const char *type;
  gboolean (*read) (EmulatorUploadPlan *self, const EmulatorJob *job,
                    EmulatorStore *store, const char *type, JsonObject *object,
                    GError **error); /* NULL: not supported */
} kinds[] = {
  { "videos", "VIDEO", read_single },
  { "images", "IMAGE", read_single },
  { "imageGroups", "IMG_GROUP", read_group },
  { "imageGroupsFromItems", NULL, NULL },
  { "dicomSeries", NULL, NULL },
  { "audio", NULL, NULL },
  { "nifti", NULL, NULL },
};

static gboolean
read_kind (EmulatorUploadPlan *self, const EmulatorJob *job,
           EmulatorStore *store, guint kind, JsonArray *entries, GError **error)
{
  for (guint i = 0; i < json_array_get_length (entries); i++) {
    JsonNode *node = json_array_get_element (entries, i);

    if (kinds[kind].read == NULL || !JSON_NODE_HOLDS_OBJECT (node)) {
      g_set_error (error, EMULATOR_ERROR, EMULATOR_ERROR_UPLOAD_NOT_SUPPORTED,
                   "the emulator takes videos, images and image groups, not "
                   "%s",
                   kinds[kind].member);
      return FALSE;
    }
    if (!kinds[kind].read (self, job, store, kinds[kind].type,
                           json_node_get_object (node), error))
      return FALSE;
  }
  return TRUE;
}

EmulatorUploadPlan *
emulator_upload_plan_new (const EmulatorJob *job, EmulatorStore *store,
                          GError **error)
{
  g_autoptr (EmulatorUploadPlan) self = g_new0 (EmulatorUploadPlan, 1);
  g_autoptr (JsonNode) node =
      emulator_json_parse (job->request, strlen (job->request), error);
  JsonObject *items;

  self->files = g_ptr_array_new_with_free_func ((GDestroyNotify) file_free);
  self->items = g_ptr_array_new_with_free_func ((GDestroyNotify) item_free);
  if (node == NULL)
    return NULL;
  if (!JSON_NODE_HOLDS_OBJECT (node) ||
      !emulator_json_get_object (json_node_get_object (node), "dataItems",
                                 &items, NULL)) {
    g_set_error_literal (error, EMULATOR_ERROR,
                         EMULATOR_ERROR_UPLOAD_NOT_SUPPORTED,
                         "the emulator takes files that were uploaded to it "
                         "(dataItems), not data in a cloud");
    return NULL;
  }
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++) {
    JsonArray *entries = NULL;

    if (json_object_has_member (items, kinds[i].member) &&
        (!emulator_json_get_array (items, kinds[i].member, &entries, error) ||
         !read_kind (self, job, store, i, entries, error)))
      return NULL;
  }
  return g_steal_pointer (&self);
}

/* ---- making units ---- */

gboolean
emulator_upload_file_check (const EmulatorUploadFile *file, GError **error)
{
  if (file->probe.is_image == file->wants_image)
    return TRUE;
  g_set_error_literal (
      error, EMULATOR_ERROR, EMULATOR_ERROR_FILE_TYPE_NOT_SUPPORTED,
      file->wants_image ? "not a still image" : "a still image, not a video");
  return FALSE;
}

static EmulatorUnit *
new_unit (const Item *item, const char *dataset, const char *title)
{
  EmulatorUnit *unit = g_new0 (EmulatorUnit, 1);

  unit->hash = g_uuid_string_random ();
  unit->item = g_uuid_string_random ();
  unit->dataset = g_strdup (dataset);
  unit->type = g_strdup (item->type);
  unit->title = g_strdup (title);
  unit->client_metadata = g_strdup (item->client_metadata);
  unit->width = -1;
  unit->height = -1;
  unit->fps = -1;
  unit->duration = -1;
  return unit;
}

static EmulatorUnit *
make_single (const Item *item, const char *dataset,
             const EmulatorUploadFile *file)
{
  EmulatorUnit *unit = new_unit (item, dataset, file->title);

  unit->media = g_strdup (file->media);
  unit->mime = g_strdup (file->probe.mime);
  unit->size = file->size;
  unit->width = file->probe.width;
  unit->height = file->probe.height;
  unit->frames = file->probe.frames;
  if (!file->probe.is_image) {
    unit->fps = file->probe.fps;
    unit->duration = file->probe.duration;
  }
  return unit;
}

static EmulatorImage *
make_image (const EmulatorUploadFile *file)
{
  EmulatorImage *image = g_new0 (EmulatorImage, 1);

  image->hash = g_uuid_string_random ();
  image->title = g_strdup (file->title);
  image->media = g_strdup (file->media);
  image->mime = g_strdup (file->probe.mime);
  image->size = file->size;
  image->width = file->probe.width;
  image->height = file->probe.height;
  return image;
}

/* whether the picture goes into a group whose first picture is given */
static gboolean
belongs (const Item *item, const EmulatorImage *first,
         const EmulatorUploadFile *file)
{
  return !item->cluster || (first->width == file->probe.width &&
                            first->height == file->probe.height);
}

static void
add_to_groups (EmulatorUploadPlan *self, const Item *item, const char *dataset,
               const EmulatorUploadFile *file, guint first_group,
               GPtrArray *units, GPtrArray *images)
{
  EmulatorUnit *unit = NULL;
  GPtrArray *pictures = NULL;

  for (guint i = first_group; i < units->len; i++) {
    pictures = g_ptr_array_index (images, i);
    if (belongs (item, g_ptr_array_index (pictures, 0), file)) {
      unit = g_ptr_array_index (units, i);
      break;
    }
  }
  if (unit == NULL) {
    const guint n = units->len - first_group;
    const char *title = item->title != NULL ? item->title : "image group";
    g_autofree char *numbered =
        n == 0 ? g_strdup (title) : g_strdup_printf ("%s (%u)", title, n + 1);

    unit = new_unit (item, dataset, numbered);
    pictures =
        g_ptr_array_new_with_free_func ((GDestroyNotify) emulator_image_free);
    g_ptr_array_add (units, unit);
    g_ptr_array_add (images, pictures);
  }
  unit->frames++;
  unit->size += file->size;
  unit->width = MAX (unit->width, file->probe.width);
  unit->height = MAX (unit->height, file->probe.height);
  g_ptr_array_add (pictures, make_image (file));
}

void
emulator_upload_plan_make_units (EmulatorUploadPlan *self, const char *dataset,
                                 GPtrArray *units, GPtrArray *images)
{
  for (guint i = 0; i < self->items->len; i++) {
    const Item *item = g_ptr_array_index (self->items, i);
    const guint first_group = units->len;

    for (guint j = 0; j < item->n_files; j++) {
      const EmulatorUploadFile *file =
          g_ptr_array_index (self->files, item->first + j);

      if (g_str_equal (item->type, "IMG_GROUP")) {
        add_to_groups (self, item, dataset, file, first_group, units, images);
      } else {
        g_ptr_array_add (units, make_single (item, dataset, file));
        g_ptr_array_add (images, NULL);
      }
    }
  }
}

void
emulator_upload_plan_free_images (GPtrArray *images)
{
  if (images != NULL)
    g_ptr_array_unref (images);
}
