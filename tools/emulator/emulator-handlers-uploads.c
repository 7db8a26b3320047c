/* emulator-handlers-uploads.c - calls that bring files into a dataset
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "emulator-handlers.h"

#include "emulator-error.h"
#include "emulator-json.h"
#include "emulator-store-data.h"
#include "emulator-uploads.h"

/* the SDK asks for 200 */
#define MAX_PLACES 1000

/* The title is kept as text and never becomes a path: the file lies under its
 * id. */
static gboolean
add_place (EmulatorCall *call, JsonBuilder *builder, const char *title,
           GError **error)
{
  g_autofree char *id = emulator_store_add_media (
      call->emulator->store, call->resource, call->user.user, title, error);
  g_autofree char *address = NULL;

  if (id == NULL)
    return FALSE;
  address = emulator_call_sign_upload (call, id);
  json_builder_begin_object (builder);
  emulator_json_add_string (builder, "signed_url", address);
  emulator_json_add_string (builder, "file_link", id);
  emulator_json_add_string (builder, "title", title);
  emulator_json_add_string (builder, "data_hash", id);
  json_builder_end_object (builder);
  return TRUE;
}

gboolean
emulator_handle_signed_video_url (EmulatorCall *call, GError **error)
{
  const char *title;
  g_autoptr (JsonBuilder) builder = json_builder_new_immutable ();

  if (!emulator_call_get_hash (call, &title, error) ||
      !add_place (call, builder, title, error))
    return FALSE;
  emulator_call_reply (call, json_builder_get_root (builder));
  return TRUE;
}

gboolean
emulator_handle_signed_images_url (EmulatorCall *call, GError **error)
{
  g_auto (GStrv) titles = NULL;
  g_autoptr (JsonBuilder) builder = json_builder_new_immutable ();

  if (!emulator_call_get_hashes (call, &titles, error))
    return FALSE;
  json_builder_begin_array (builder);
  for (guint i = 0; titles[i] != NULL; i++) {
    if (!add_place (call, builder, titles[i], error))
      return FALSE;
  }
  json_builder_end_array (builder);
  emulator_call_reply (call, json_builder_get_root (builder));
  return TRUE;
}

static void
add_loose_place (EmulatorCall *call, JsonBuilder *builder, const char *id)
{
  g_autofree char *address = emulator_call_sign_upload (call, id);

  json_builder_begin_object (builder);
  emulator_json_add_string (builder, "itemUuid", id);
  emulator_json_add_string (builder, "objectKey", id);
  emulator_json_add_string (builder, "signedUrl", address);
  json_builder_set_member_name (builder, "uploadHeaders");
  json_builder_begin_object (builder);
  json_builder_end_object (builder);
  json_builder_end_object (builder);
}

/* what a newer SDK asks for instead of the two calls above: places for files of
 * which neither dataset nor title is known yet */
gboolean
emulator_handle_presigned_urls (EmulatorCall *call, GError **error)
{
  g_autofree char *count = emulator_call_dup_query (call, "count");
  g_autofree char *type = emulator_call_dup_query (call, "uploadItemType");
  g_autoptr (JsonBuilder) builder = json_builder_new_immutable ();
  g_auto (GStrv) ids = NULL;
  guint64 n;

  if (count == NULL ||
      !g_ascii_string_to_unsigned (count, 10, 1, MAX_PLACES, &n, NULL)) {
    g_set_error (error, EMULATOR_ERROR, EMULATOR_ERROR_INVALID_ARGUMENTS,
                 "count: a number from 1 to %d is wanted", MAX_PLACES);
    return FALSE;
  }
  if (g_strcmp0 (type, "video") != 0 && g_strcmp0 (type, "image") != 0) {
    g_set_error_literal (error, EMULATOR_ERROR,
                         EMULATOR_ERROR_INVALID_ARGUMENTS,
                         "uploadItemType: the emulator takes video and image");
    return FALSE;
  }
  ids = emulator_store_add_loose_media (call->emulator->store, call->user.user,
                                        (guint) n, error);
  if (ids == NULL)
    return FALSE;
  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "results");
  json_builder_begin_array (builder);
  for (guint i = 0; ids[i] != NULL; i++)
    add_loose_place (call, builder, ids[i]);
  json_builder_end_array (builder);
  emulator_json_add_null (builder, "nextPageToken");
  json_builder_end_object (builder);
  emulator_call_reply (call, json_builder_get_root (builder));
  return TRUE;
}

/* uid and resource name the same dataset */
static gboolean
check_dataset (EmulatorCall *call, GError **error)
{
  const char *hash;

  if (!emulator_call_get_hash (call, &hash, error))
    return FALSE;
  if (g_str_equal (hash, call->resource))
    return TRUE;
  g_set_error_literal (error, EMULATOR_ERROR, EMULATOR_ERROR_INVALID_ARGUMENTS,
                       "uid: not the dataset of the ResourceID header");
  return FALSE;
}

gboolean
emulator_handle_upload_start (EmulatorCall *call, GError **error)
{
  EmulatorStore *store = call->emulator->store;
  g_autoptr (JsonBuilder) builder = json_builder_new_immutable ();
  g_autoptr (EmulatorJob) job = NULL;
  g_autofree char *request = NULL;
  g_autofree char *uuid = NULL;

  if (!check_dataset (call, error) ||
      emulator_call_get_payload (call, error) == NULL)
    return FALSE;
  request = g_strndup (call->payload.text, call->payload.length);
  uuid = emulator_store_add_job (store, call->resource, call->user.user,
                                 request, error);
  if (uuid == NULL)
    return FALSE;
  job = emulator_store_get_job (store, uuid, error);
  if (job == NULL)
    return FALSE;
  json_builder_begin_object (builder);
  emulator_json_add_string (builder, "process_hash", uuid);
  json_builder_end_object (builder);
  emulator_call_reply (call, json_builder_get_root (builder));
  emulator_uploads_start (call->emulator->uploads, g_steal_pointer (&job));
  return TRUE;
}

gboolean
emulator_handle_upload_poll (EmulatorCall *call, GError **error)
{
  JsonObject *request = emulator_call_get_payload (call, error);
  const char *uuid;
  double seconds = 0;

  if (request == NULL || !check_dataset (call, error) ||
      !emulator_json_get_string (request, "process_hash", &uuid, error) ||
      !emulator_json_read_double (request, "timeout_seconds", &seconds, error))
    return FALSE;
  return emulator_uploads_wait (call->emulator->uploads, call->resource, uuid,
                                (guint) CLAMP (seconds, 0, 3600), call, error);
}
