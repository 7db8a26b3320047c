/* emulator-handlers-data.c - calls about single data units
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "emulator-handlers.h"

#include <glib/gstdio.h>

#include "emulator-answers.h"
#include "emulator-error.h"
#include "emulator-json.h"
#include "emulator-store-data.h"

/* ---- in a project ---- */

static void
add_video (EmulatorCall *call, JsonBuilder *builder, const EmulatorUnit *unit,
           gboolean sign)
{
  g_autofree char *address =
      sign ? emulator_call_sign_media (call, unit->media) : NULL;

  json_builder_begin_object (builder);
  emulator_json_add_string (builder, "data_hash", unit->hash);
  emulator_json_add_string (builder, "title", unit->title);
  emulator_json_add_string (builder, "file_link",
                            address != NULL ? address : unit->media);
  emulator_json_add_int (builder, "width", unit->width);
  emulator_json_add_int (builder, "height", unit->height);
  emulator_json_add_double (builder, "fps", unit->fps);
  emulator_json_add_double (builder, "duration", unit->duration);
  emulator_json_add_int (builder, "number_of_frames", unit->frames);
  emulator_json_add_string (builder, "file_type", unit->mime);
  json_builder_end_object (builder);
}

static void
add_picture (EmulatorCall *call, JsonBuilder *builder, const EmulatorUnit *unit,
             const EmulatorImage *image, gboolean sign)
{
  g_autofree char *address =
      sign ? emulator_call_sign_media (call, image->media) : NULL;

  json_builder_begin_object (builder);
  emulator_json_add_string (builder, "data_hash", unit->hash);
  emulator_json_add_string (builder, "image_hash", image->hash);
  emulator_json_add_string (builder, "title", image->title);
  emulator_json_add_string (builder, "file_link",
                            address != NULL ? address : image->media);
  emulator_json_add_int (builder, "width", image->width);
  emulator_json_add_int (builder, "height", image->height);
  emulator_json_add_string (builder, "file_type", image->mime);
  json_builder_end_object (builder);
}

static gboolean
add_pictures (EmulatorCall *call, JsonBuilder *builder,
              const EmulatorUnit *unit, gboolean sign, GError **error)
{
  g_autoptr (GPtrArray) images =
      emulator_store_list_images (call->emulator->store, unit->hash, error);

  if (images == NULL)
    return FALSE;
  json_builder_begin_array (builder);
  for (guint i = 0; i < images->len; i++)
    add_picture (call, builder, unit, g_ptr_array_index (images, i), sign);
  if (images->len == 0) {
    /* a single picture is its own unit */
    const EmulatorImage image = { unit->hash,  unit->title, unit->media,
                                  unit->mime,  unit->size,  unit->width,
                                  unit->height };

    add_picture (call, builder, unit, &image, sign);
  }
  json_builder_end_array (builder);
  return TRUE;
}

gboolean
emulator_handle_data_get (EmulatorCall *call, GError **error)
{
  JsonNode *uid = emulator_call_get_uid (call, error);
  g_autoptr (JsonBuilder) builder = json_builder_new_immutable ();
  g_autoptr (EmulatorUnit) unit = NULL;
  const char *hash;
  gboolean sign = FALSE;

  if (uid == NULL)
    return FALSE;
  if (!JSON_NODE_HOLDS_OBJECT (uid)) {
    g_set_error_literal (error, EMULATOR_ERROR,
                         EMULATOR_ERROR_INVALID_ARGUMENTS,
                         "uid: an object expected");
    return FALSE;
  }
  if (!emulator_json_get_string (json_node_get_object (uid), "data_hash", &hash,
                                 error) ||
      !emulator_json_read_boolean (json_node_get_object (uid), "get_signed_url",
                                   &sign, error))
    return FALSE;
  unit = emulator_store_get_unit (call->emulator->store, call->resource, NULL,
                                  hash, error);
  if (unit == NULL)
    return FALSE;
  json_builder_begin_object (builder);
  if (g_str_equal (unit->type, "VIDEO")) {
    json_builder_set_member_name (builder, "video");
    add_video (call, builder, unit, sign);
    emulator_json_add_null (builder, "images");
  } else {
    emulator_json_add_null (builder, "video");
    json_builder_set_member_name (builder, "images");
    if (!add_pictures (call, builder, unit, sign, error))
      return FALSE;
  }
  json_builder_end_object (builder);
  emulator_call_reply (call, json_builder_get_root (builder));
  return TRUE;
}

/* ---- in a dataset ---- */

gboolean
emulator_handle_data_row_get (EmulatorCall *call, GError **error)
{
  JsonObject *request = emulator_call_get_payload (call, error);
  const char *hash;
  JsonObject *additional = NULL;
  JsonObject *images = NULL;
  gboolean sign = FALSE;
  gboolean sign_images = FALSE;
  g_autoptr (EmulatorUnit) unit = NULL;
  g_autoptr (JsonBuilder) builder = json_builder_new_immutable ();

  if (request == NULL || !emulator_call_get_hash (call, &hash, error) ||
      !emulator_json_get_object (request, "additional_data", &additional,
                                 error) ||
      !emulator_json_read_boolean (additional, "signed_url", &sign, error))
    return FALSE;
  if (emulator_json_get_object (additional, "images_data_fetch_options",
                                &images, NULL) &&
      !emulator_json_read_boolean (images, "fetch_signed_urls", &sign_images,
                                   error))
    return FALSE;
  unit = emulator_store_get_unit (call->emulator->store, NULL, call->resource,
                                  hash, error);
  if (unit == NULL || !emulator_answer_add_data_row (call, builder, unit, sign,
                                                     sign_images, error))
    return FALSE;
  emulator_call_reply (call, json_builder_get_root (builder));
  return TRUE;
}

/* what a change may name, and what it becomes */
typedef struct
{
  const char *title;
  char *client_metadata;
} Change;

static void
change_clear (Change *self)
{
  g_free (self->client_metadata);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Change, change_clear)

static gboolean
read_member (JsonObject *request, const char *member, Change *ret,
             GError **error)
{
  JsonObject *metadata;

  if (g_str_equal (member, "data_title")) {
    if (!emulator_json_get_string (request, member, &ret->title, error))
      return FALSE;
    if (ret->title[0] != '\0')
      return TRUE;
  } else if (g_str_equal (member, "client_metadata")) {
    if (!emulator_json_get_object (request, member, &metadata, error))
      return FALSE;
    g_free (ret->client_metadata);
    ret->client_metadata =
        emulator_json_to_text (json_object_get_member (request, member));
    return TRUE;
  }
  g_set_error (error, EMULATOR_ERROR, EMULATOR_ERROR_INVALID_ARGUMENTS,
               "%.40s: cannot be changed to this", member);
  return FALSE;
}

static gboolean
read_change (JsonObject *request, Change *ret, JsonBuilder *builder,
             GError **error)
{
  g_autoptr (GList) members = json_object_get_members (request);

  json_builder_set_member_name (builder, "updated_fields");
  json_builder_begin_array (builder);
  for (GList *l = members; l != NULL; l = l->next) {
    if (!read_member (request, l->data, ret, error))
      return FALSE;
    json_builder_add_string_value (builder, l->data);
  }
  json_builder_end_array (builder);
  return TRUE;
}

gboolean
emulator_handle_data_row_update (EmulatorCall *call, GError **error)
{
  EmulatorStore *store = call->emulator->store;
  JsonObject *request = emulator_call_get_payload (call, error);
  g_autoptr (JsonBuilder) builder = json_builder_new_immutable ();
  g_auto (Change) change = { NULL };
  g_autoptr (EmulatorUnit) unit = NULL;
  const char *hash;

  json_builder_begin_object (builder);
  if (request == NULL || !emulator_call_get_hash (call, &hash, error) ||
      !read_change (request, &change, builder, error) ||
      !emulator_store_update_unit (store, call->resource, hash, change.title,
                                   change.client_metadata, error))
    return FALSE;
  unit = emulator_store_get_unit (store, NULL, call->resource, hash, error);
  json_builder_set_member_name (builder, "data_row");
  if (unit == NULL ||
      !emulator_answer_add_data_row (call, builder, unit, FALSE, FALSE, error))
    return FALSE;
  json_builder_end_object (builder);
  emulator_call_reply (call, json_builder_get_root (builder));
  return TRUE;
}

/* A file that cannot be removed is in nobody's way. */
static void
remove_files (Emulator *emulator, GPtrArray *media)
{
  for (guint i = 0; i < media->len; i++) {
    g_autofree char *path =
        g_build_filename (emulator->media_dir, media->pdata[i], NULL);

    if (g_unlink (path) != 0)
      g_warning ("cannot remove the media file %s", path);
  }
}

gboolean
emulator_handle_data_delete (EmulatorCall *call, GError **error)
{
  g_auto (GStrv) hashes = NULL;
  g_autofree char *units = NULL;
  g_autoptr (GPtrArray) media = NULL;

  if (!emulator_call_get_hashes (call, &hashes, error))
    return FALSE;
  units = emulator_json_from_strings ((const char *const *) hashes);
  media = emulator_store_delete_units (call->emulator->store, call->resource,
                                       units, error);
  if (media == NULL)
    return FALSE;
  remove_files (call->emulator, media);
  emulator_call_reply_boolean (call, TRUE);
  return TRUE;
}
