/* encord-label-row-data.c - what is known of the data unit behind a label row
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <encord/model/encord-json-members-private.h>
#include <encord/model/encord-label-row-struct-private.h>

/**
 * encord_label_row_get_file_type:
 * @self: a row
 *
 * Gives the MIME type of the data unit.
 *
 * Follows `LabelRowV2.file_type` of the Python SDK.
 *
 * Returns: (transfer none) (nullable): the type, such as `video/mp4`
 *
 * Since: 0.1
 */
const char *
encord_label_row_get_file_type (EncordLabelRow *self)
{
  g_return_val_if_fail (ENCORD_IS_LABEL_ROW (self), NULL);

  return self->strings[PROP_FILE_TYPE];
}

/**
 * encord_label_row_get_backing_item_uuid:
 * @self: a row
 *
 * Gives the storage item that the data unit is.
 *
 * Follows `LabelRowV2.backing_item_uuid` of the Python SDK.
 *
 * Returns: (transfer none) (nullable): the item
 *
 * Since: 0.1
 */
const char *
encord_label_row_get_backing_item_uuid (EncordLabelRow *self)
{
  g_return_val_if_fail (ENCORD_IS_LABEL_ROW (self), NULL);

  return self->strings[PROP_BACKING_ITEM_UUID];
}

/**
 * encord_label_row_get_audio_codec:
 * @self: a row
 *
 * Gives the codec of a sound.
 *
 * Follows `LabelRowV2.audio_codec` of the Python SDK.
 *
 * Returns: (transfer none) (nullable): the codec, %NULL for other data
 *
 * Since: 0.1
 */
const char *
encord_label_row_get_audio_codec (EncordLabelRow *self)
{
  g_return_val_if_fail (ENCORD_IS_LABEL_ROW (self), NULL);

  return self->strings[PROP_AUDIO_CODEC];
}

/**
 * encord_label_row_get_audio_sample_rate:
 * @self: a row
 *
 * Gives the sample rate of a sound.
 *
 * Follows `LabelRowV2.audio_sample_rate` of the Python SDK.
 *
 * Returns: samples a second, 0 for other data
 *
 * Since: 0.1
 */
int
encord_label_row_get_audio_sample_rate (EncordLabelRow *self)
{
  g_return_val_if_fail (ENCORD_IS_LABEL_ROW (self), 0);

  return encord_json_peek_int (self->metadata, "audio_sample_rate");
}

/**
 * encord_label_row_get_audio_bit_depth:
 * @self: a row
 *
 * Gives the size of the samples of a sound.
 *
 * Follows `LabelRowV2.audio_bit_depth` of the Python SDK.
 *
 * Returns: bits, 0 for other data
 *
 * Since: 0.1
 */
int
encord_label_row_get_audio_bit_depth (EncordLabelRow *self)
{
  g_return_val_if_fail (ENCORD_IS_LABEL_ROW (self), 0);

  return encord_json_peek_int (self->metadata, "audio_bit_depth");
}

/**
 * encord_label_row_get_audio_num_channels:
 * @self: a row
 *
 * Gives the number of channels of a sound.
 *
 * Follows `LabelRowV2.audio_num_channels` of the Python SDK.
 *
 * Returns: the number, 0 for other data
 *
 * Since: 0.1
 */
int
encord_label_row_get_audio_num_channels (EncordLabelRow *self)
{
  g_return_val_if_fail (ENCORD_IS_LABEL_ROW (self), 0);

  return encord_json_peek_int (self->metadata, "audio_num_channels");
}

static JsonNode *
copy_member (EncordLabelRow *self, const char *member)
{
  JsonNode *node = encord_json_peek_member (self->metadata, member);

  return node != NULL ? encord_json_copy (node) : NULL;
}

/**
 * encord_label_row_get_client_metadata:
 * @self: a row
 *
 * Gives what the customer keeps beside the data unit, when the listing was asked
 * for it.
 *
 * Follows `LabelRowV2.client_metadata` of the Python SDK.
 *
 * Returns: (transfer full) (nullable): a JSON object
 *
 * Since: 0.1
 */
JsonNode *
encord_label_row_get_client_metadata (EncordLabelRow *self)
{
  g_return_val_if_fail (ENCORD_IS_LABEL_ROW (self), NULL);

  return copy_member (self, "client_metadata");
}

/**
 * encord_label_row_get_images_data:
 * @self: a row
 *
 * Gives what is known of the images of a group, when the listing was asked for
 * it.
 *
 * Follows `LabelRowV2.get_frames_metadata` of the Python SDK.
 *
 * Returns: (transfer full) (nullable): a JSON array of objects with `index`, `title`,
 *   `file_type`, `height`, `width` and `image_hash`
 *
 * Since: 0.1
 */
JsonNode *
encord_label_row_get_images_data (EncordLabelRow *self)
{
  g_return_val_if_fail (ENCORD_IS_LABEL_ROW (self), NULL);

  return copy_member (self, "images_data");
}

/* data_link of the only data unit; interned */
static const char *
read_unit_link (EncordLabelStore *store)
{
  EncordJsonSlice value = { NULL, 0 };
  const EncordLabelUnit *unit;

  if (store->units->len == 0)
    return NULL;
  unit = &g_array_index (store->units, EncordLabelUnit, 0);
  for (guint32 i = 0; i < unit->n_members; i++) {
    const EncordMember *member = &g_array_index (
        store->unit_members, EncordMember, unit->first_member + i);

    if (encord_json_slice_is (encord_label_store_slice (store, member->name),
                              "data_link"))
      value = encord_label_store_slice (store, member->value);
  }
  if (value.length < 2 || *value.text != '"')
    return NULL;

  return encord_label_store_intern_slice (
      store, (EncordJsonSlice){ value.text + 1, value.length - 2 });
}

/* kinds of which one file is the whole data unit */
static gboolean
has_one_file (EncordLabelRow *self)
{
  static const char *const kinds[] = { "VIDEO", "IMAGE", "AUDIO" };

  for (gsize i = 0; i < G_N_ELEMENTS (kinds); i++)
    if (g_ascii_strcasecmp (self->strings[PROP_DATA_TYPE], kinds[i]) == 0)
      return TRUE;

  return FALSE;
}

/**
 * encord_label_row_get_data_link:
 * @self: a row
 *
 * Gives where the data unit lies. Once the labels are loaded this is a signed URL
 * if they were asked for with one: it opens the data to whoever has it, so it is no
 * property and belongs in no log.
 *
 * Follows `LabelRowV2.data_link` of the Python SDK.
 *
 * Returns: (transfer none) (nullable): the link, %NULL for data without one file;
 *   valid until the labels are loaded again
 *
 * Since: 0.1
 */
const char *
encord_label_row_get_data_link (EncordLabelRow *self)
{
  g_return_val_if_fail (ENCORD_IS_LABEL_ROW (self), NULL);

  if (self->store != NULL)
    return has_one_file (self) ? read_unit_link (self->store) : NULL;

  return encord_json_peek_string (self->metadata, "data_link");
}
