/* emulator-answers.c - pieces of answers that several calls share
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "emulator-answers.h"

#include "emulator-error.h"
#include "emulator-json.h"
#include "emulator-store-data.h"

static void
add_positive (JsonBuilder *builder, const char *member, gint64 value)
{
  if (value > 0)
    emulator_json_add_int (builder, member, value);
  else
    emulator_json_add_null (builder, member);
}

static void
add_known (JsonBuilder *builder, const char *member, double value)
{
  if (value >= 0)
    emulator_json_add_double (builder, member, value);
  else
    emulator_json_add_null (builder, member);
}

static void
add_signed (EmulatorCall *call, JsonBuilder *builder, const char *media,
            gboolean sign)
{
  g_autofree char *address =
      sign && media != NULL ? emulator_call_sign_media (call, media) : NULL;

  emulator_json_add_string (builder, "signed_url", address);
}

static void
add_image (EmulatorCall *call, JsonBuilder *builder, const EmulatorUnit *unit,
           const EmulatorImage *image, gboolean sign)
{
  json_builder_begin_object (builder);
  emulator_json_add_string (builder, "image_hash", image->hash);
  emulator_json_add_string (builder, "title", image->title);
  emulator_json_add_string (builder, "file_link", image->media);
  emulator_json_add_string (builder, "file_type", image->mime);
  emulator_json_add_int (builder, "file_size", image->size);
  emulator_json_add_int (builder, "storage_location", 0);
  emulator_json_add_time (builder, "created_at", unit->created_at,
                          EMULATOR_TIME_LISTING);
  emulator_json_add_time (builder, "last_edited_at", unit->edited_at,
                          EMULATOR_TIME_LISTING);
  emulator_json_add_int (builder, "height", image->height);
  emulator_json_add_int (builder, "width", image->width);
  add_signed (call, builder, image->media, sign);
  json_builder_end_object (builder);
}

static gboolean
add_images (EmulatorCall *call, JsonBuilder *builder, const EmulatorUnit *unit,
            gboolean sign, GError **error)
{
  g_autoptr (GPtrArray) images =
      emulator_store_list_images (call->emulator->store, unit->hash, error);

  if (images == NULL)
    return FALSE;
  json_builder_set_member_name (builder, "images_data");
  json_builder_begin_array (builder);
  for (guint i = 0; i < images->len; i++)
    add_image (call, builder, unit, g_ptr_array_index (images, i), sign);
  json_builder_end_array (builder);
  return TRUE;
}

gboolean
emulator_answer_add_data_row (EmulatorCall *call, JsonBuilder *builder,
                              const EmulatorUnit *unit, gboolean sign,
                              gboolean sign_images, GError **error)
{
  json_builder_begin_object (builder);
  emulator_json_add_string (builder, "data_hash", unit->hash);
  emulator_json_add_string (builder, "data_title", unit->title);
  emulator_json_add_string (builder, "data_type", unit->type);
  emulator_json_add_time (builder, "created_at", unit->created_at,
                          EMULATOR_TIME_LISTING);
  emulator_json_add_time (builder, "last_edited_at", unit->edited_at,
                          EMULATOR_TIME_LISTING);
  add_positive (builder, "width", unit->width);
  add_positive (builder, "height", unit->height);
  emulator_json_add_string (builder, "file_link", unit->media);
  emulator_json_add_int (builder, "file_size", unit->size);
  emulator_json_add_string (builder, "file_type", unit->mime);
  emulator_json_add_int (builder, "storage_location", 0);
  add_known (builder, "frames_per_second", unit->fps);
  add_known (builder, "duration", unit->duration);
  json_builder_set_member_name (builder, "client_metadata");
  json_builder_add_value (builder,
                          json_from_string (unit->client_metadata, NULL));
  emulator_json_add_string (builder, "backing_item_uuid", unit->item);
  emulator_json_add_boolean (builder, "is_optimised_image_group", FALSE);
  add_signed (call, builder, unit->media, sign);
  if (g_str_equal (unit->type, "IMG_GROUP") &&
      !add_images (call, builder, unit, sign_images, error))
    return FALSE;
  json_builder_end_object (builder);
  return TRUE;
}

/* ---- users ---- */

gboolean
emulator_answer_add_users (EmulatorCall *call, const char *member,
                           GError **error)
{
  JsonObject *request = emulator_call_get_payload (call, error);
  g_autoptr (JsonBuilder) builder = json_builder_new_immutable ();
  g_auto (GStrv) users = NULL;
  const int highest = g_str_equal (member, "project_hash") ? 4 : 1;
  gint64 role = -1;

  if (request == NULL ||
      !emulator_json_get_hashes (
          json_object_get_member (request, "user_emails"), "user_emails",
          &users, error) ||
      !emulator_json_get_int (request, "user_role", 0, highest, &role, error) ||
      !emulator_store_grant (call->emulator->store, call->resource,
                             (const char *const *) users, (int) role, error))
    return FALSE;
  json_builder_begin_array (builder);
  for (guint i = 0; users[i] != NULL; i++) {
    json_builder_begin_object (builder);
    emulator_json_add_string (builder, "user_email", users[i]);
    emulator_json_add_int (builder, "user_role", role);
    emulator_json_add_string (builder, member, call->resource);
    json_builder_end_object (builder);
  }
  json_builder_end_array (builder);
  emulator_call_reply (call, json_builder_get_root (builder));
  return TRUE;
}

/* ---- the label row listing ---- */

/* the SDK refuses a member more or less than these */
static void
add_listed_image (JsonBuilder *builder, const EmulatorImage *image, guint index)
{
  json_builder_begin_object (builder);
  emulator_json_add_int (builder, "index", index);
  emulator_json_add_string (builder, "title", image->title);
  emulator_json_add_string (builder, "file_type", image->mime);
  emulator_json_add_int (builder, "height", image->height);
  emulator_json_add_int (builder, "width", image->width);
  emulator_json_add_string (builder, "image_hash", image->hash);
  json_builder_end_object (builder);
}

static gboolean
add_listed_images (EmulatorCall *call, JsonBuilder *builder,
                   const EmulatorUnit *unit, GError **error)
{
  g_autoptr (GPtrArray) images =
      emulator_store_list_images (call->emulator->store, unit->hash, error);

  if (images == NULL)
    return FALSE;
  json_builder_set_member_name (builder, "images_data");
  json_builder_begin_array (builder);
  for (guint i = 0; i < images->len; i++)
    add_listed_image (builder, g_ptr_array_index (images, i), i);
  json_builder_end_array (builder);
  return TRUE;
}

static void
add_unit_members (JsonBuilder *builder, const EmulatorUnit *unit)
{
  emulator_json_add_string (builder, "data_hash", unit->hash);
  emulator_json_add_string (builder, "dataset_hash", unit->dataset);
  emulator_json_add_string (builder, "dataset_title", unit->dataset_title);
  emulator_json_add_string (builder, "data_title", unit->title);
  emulator_json_add_string (builder, "data_type", unit->type);
  emulator_json_add_string (builder, "data_link", unit->media);
  emulator_json_add_int (builder, "number_of_frames", unit->frames);
  add_known (builder, "duration", unit->duration);
  add_known (builder, "frames_per_second", unit->fps);
  add_positive (builder, "height", unit->height);
  add_positive (builder, "width", unit->width);
  emulator_json_add_null (builder, "audio_sample_rate");
  emulator_json_add_null (builder, "audio_codec");
  emulator_json_add_null (builder, "audio_bit_depth");
  emulator_json_add_null (builder, "audio_num_channels");
  emulator_json_add_string (builder, "file_type", unit->mime);
  emulator_json_add_string (builder, "backing_item_uuid", unit->item);
  /* members of a data group, of which there are none here */
  json_builder_set_member_name (builder, "spaces");
  json_builder_begin_object (builder);
  json_builder_end_object (builder);
}

static void
add_node (JsonBuilder *builder, const EmulatorRow *row)
{
  json_builder_set_member_name (builder, "workflow_graph_node");
  json_builder_begin_object (builder);
  emulator_json_add_string (builder, "uuid", row->stage_uuid);
  emulator_json_add_string (builder, "title", row->stage_title);
  json_builder_end_object (builder);
}

gboolean
emulator_answer_add_row (EmulatorCall *call, JsonBuilder *builder,
                         const EmulatorRow *row, gboolean with_metadata,
                         gboolean with_images, gboolean with_node,
                         GError **error)
{
  json_builder_begin_object (builder);
  emulator_json_add_string (builder, "label_hash", row->label_hash);
  emulator_json_add_string (builder, "branch_name", row->branch);
  if (row->label_hash != NULL) {
    emulator_json_add_time (builder, "created_at", row->created_at,
                            EMULATOR_TIME_LISTING);
    emulator_json_add_time (builder, "last_edited_at", row->edited_at,
                            EMULATOR_TIME_LISTING);
  } else {
    emulator_json_add_null (builder, "created_at");
    emulator_json_add_null (builder, "last_edited_at");
  }
  emulator_json_add_string (builder, "label_status", row->label_status);
  emulator_json_add_string (builder, "annotation_task_status",
                            row->task_status);
  if (with_node && row->stage_uuid != NULL)
    add_node (builder, row);
  else
    emulator_json_add_null (builder, "workflow_graph_node");
  emulator_json_add_boolean (builder, "is_shadow_data", FALSE);
  emulator_json_add_boolean (builder, "is_valid", TRUE);
  if (g_str_equal (row->task_status, "COMPLETED"))
    emulator_json_add_null (builder, "priority");
  else
    add_known (builder, "priority", row->priority);
  add_unit_members (builder, row->unit);
  json_builder_set_member_name (builder, "client_metadata");
  if (with_metadata)
    json_builder_add_value (
        builder, json_from_string (row->unit->client_metadata, NULL));
  else
    json_builder_add_null_value (builder);
  if (with_images && g_str_equal (row->unit->type, "IMG_GROUP")) {
    if (!add_listed_images (call, builder, row->unit, error))
      return FALSE;
  } else {
    emulator_json_add_null (builder, "images_data");
  }
  json_builder_end_object (builder);
  return TRUE;
}
