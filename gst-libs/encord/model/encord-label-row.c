/* encord-label-row.c - all labels of one data unit
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <encord/encord-error.h>
#include <encord/model/encord-json-members-private.h>
#include <encord/model/encord-label-row-struct-private.h>
#include <encord/model/encord-time-private.h>

static GParamSpec *props[PROP_ONTOLOGY_STRUCTURE + 1];

/**
 * EncordLabelRow:
 *
 * All labels of one data unit of a project on one branch.
 *
 * A row comes from a listing with its metadata only; its labels are there once
 * its body has been loaded. What is not edited is written back as it came, with
 * all members that this version does not know.
 *
 * A row is used by one thread at a time.
 *
 * Follows `LabelRowV2` of the Python SDK.
 *
 * Since: 0.1
 */
G_DEFINE_FINAL_TYPE (EncordLabelRow, encord_label_row, G_TYPE_OBJECT)

/* where the strings stand in the listing */
static const struct
{
  EncordLabelRowProperty property;
  const char *property_name;
  const char *member;
  gboolean required;
} strings[] = {
  { PROP_LABEL_HASH, "label-hash", "label_hash", FALSE },
  { PROP_BRANCH_NAME, "branch-name", "branch_name", TRUE },
  { PROP_DATA_HASH, "data-hash", "data_hash", TRUE },
  { PROP_DATA_TITLE, "data-title", "data_title", TRUE },
  { PROP_DATA_TYPE, "data-type", "data_type", TRUE },
  { PROP_DATASET_HASH, "dataset-hash", "dataset_hash", TRUE },
  { PROP_DATASET_TITLE, "dataset-title", "dataset_title", TRUE },
  { PROP_LABEL_STATUS, "label-status", "label_status", TRUE },
  { PROP_ANNOTATION_TASK_STATUS, "annotation-task-status",
    "annotation_task_status", FALSE },
  { PROP_WORKFLOW_NODE_UUID, "workflow-node-uuid", NULL, FALSE },
  { PROP_WORKFLOW_NODE_TITLE, "workflow-node-title", NULL, FALSE },
  { PROP_FILE_TYPE, "file-type", "file_type", FALSE },
  { PROP_BACKING_ITEM_UUID, "backing-item-uuid", "backing_item_uuid", FALSE },
  { PROP_AUDIO_CODEC, "audio-codec", "audio_codec", FALSE },
};

static void
encord_label_row_get_property (GObject *object, guint id, GValue *value,
                               GParamSpec *pspec)
{
  EncordLabelRow *self = ENCORD_LABEL_ROW (object);

  if (id < N_STRINGS) {
    g_value_set_string (value, self->strings[id]);
    return;
  }

  switch ((EncordLabelRowProperty) id) {
    case PROP_NUMBER_OF_FRAMES:
      g_value_set_int (value, self->number_of_frames);
      break;
    case PROP_WIDTH:
      g_value_set_int (value, self->width);
      break;
    case PROP_HEIGHT:
      g_value_set_int (value, self->height);
      break;
    case PROP_AUDIO_SAMPLE_RATE:
      g_value_set_int (
          value, encord_json_peek_int (self->metadata, "audio_sample_rate"));
      break;
    case PROP_AUDIO_BIT_DEPTH:
      g_value_set_int (
          value, encord_json_peek_int (self->metadata, "audio_bit_depth"));
      break;
    case PROP_AUDIO_NUM_CHANNELS:
      g_value_set_int (
          value, encord_json_peek_int (self->metadata, "audio_num_channels"));
      break;
    case PROP_FRAMES_PER_SECOND:
      g_value_set_double (value, self->frames_per_second);
      break;
    case PROP_DURATION:
      g_value_set_double (value, self->duration);
      break;
    case PROP_PRIORITY:
      g_value_set_double (value,
                          encord_json_peek_number (self->metadata, "priority"));
      break;
    case PROP_IS_SHADOW_DATA:
      g_value_set_boolean (value, encord_json_peek_boolean (
                                      self->metadata, "is_shadow_data", FALSE));
      break;
    case PROP_IS_VALID:
      g_value_set_boolean (value, encord_label_row_is_valid (self));
      break;
    case PROP_IS_INITIALISED:
      g_value_set_boolean (value, self->store != NULL);
      break;
    case PROP_CREATED_AT:
      g_value_set_boxed (value, self->created_at);
      break;
    case PROP_LAST_EDITED_AT:
      g_value_set_boxed (value, self->last_edited_at);
      break;
    case PROP_CLIENT_METADATA:
      g_value_take_boxed (value, encord_label_row_get_client_metadata (self));
      break;
    case PROP_IMAGES_DATA:
      g_value_take_boxed (value, encord_label_row_get_images_data (self));
      break;
    case PROP_ONTOLOGY_STRUCTURE:
      g_value_set_object (value, self->ontology);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
      break;
  }
}

static void
encord_label_row_finalize (GObject *object)
{
  EncordLabelRow *self = ENCORD_LABEL_ROW (object);

  g_clear_pointer (&self->store, encord_label_store_free);
  for (guint i = 0; i < N_STRINGS; i++)
    g_free (self->strings[i]);
  g_clear_pointer (&self->created_at, g_date_time_unref);
  g_clear_pointer (&self->last_edited_at, g_date_time_unref);
  g_clear_pointer (&self->metadata, json_object_unref);
  g_clear_object (&self->ontology);

  G_OBJECT_CLASS (encord_label_row_parent_class)->finalize (object);
}

/* The properties are the listing's members; data_link is none of them, since it
 * may be a signed URL. */
static void
encord_label_row_class_init (EncordLabelRowClass *klass)
{
  static const struct
  {
    EncordLabelRowProperty property;
    const char *name;
  } ints[] = {
    { PROP_NUMBER_OF_FRAMES, "number-of-frames" },
    { PROP_WIDTH, "width" },
    { PROP_HEIGHT, "height" },
    { PROP_AUDIO_SAMPLE_RATE, "audio-sample-rate" },
    { PROP_AUDIO_BIT_DEPTH, "audio-bit-depth" },
    { PROP_AUDIO_NUM_CHANNELS, "audio-num-channels" },
  }, doubles[] = {
    { PROP_FRAMES_PER_SECOND, "frames-per-second" },
    { PROP_DURATION, "duration" },
    { PROP_PRIORITY, "priority" },
  };
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags =
      G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;

  object_class->get_property = encord_label_row_get_property;
  object_class->finalize = encord_label_row_finalize;

  for (gsize i = 0; i < G_N_ELEMENTS (strings); i++)
    props[strings[i].property] =
        g_param_spec_string (strings[i].property_name, NULL, NULL, NULL, flags);
  for (gsize i = 0; i < G_N_ELEMENTS (ints); i++)
    props[ints[i].property] =
        g_param_spec_int (ints[i].name, NULL, NULL, 0, G_MAXINT, 0, flags);
  for (gsize i = 0; i < G_N_ELEMENTS (doubles); i++)
    props[doubles[i].property] = g_param_spec_double (
        doubles[i].name, NULL, NULL, -G_MAXDOUBLE, G_MAXDOUBLE, 0, flags);
  props[PROP_IS_SHADOW_DATA] =
      g_param_spec_boolean ("is-shadow-data", NULL, NULL, FALSE, flags);
  props[PROP_IS_VALID] =
      g_param_spec_boolean ("is-valid", NULL, NULL, TRUE, flags);
  props[PROP_IS_INITIALISED] =
      g_param_spec_boolean ("is-initialised", NULL, NULL, FALSE, flags);
  props[PROP_CREATED_AT] =
      g_param_spec_boxed ("created-at", NULL, NULL, G_TYPE_DATE_TIME, flags);
  props[PROP_LAST_EDITED_AT] = g_param_spec_boxed ("last-edited-at", NULL, NULL,
                                                   G_TYPE_DATE_TIME, flags);
  props[PROP_CLIENT_METADATA] =
      g_param_spec_boxed ("client-metadata", NULL, NULL, JSON_TYPE_NODE, flags);
  props[PROP_IMAGES_DATA] =
      g_param_spec_boxed ("images-data", NULL, NULL, JSON_TYPE_NODE, flags);
  props[PROP_ONTOLOGY_STRUCTURE] = g_param_spec_object (
      "ontology-structure", NULL, NULL, ENCORD_TYPE_ONTOLOGY_STRUCTURE, flags);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (props), props);
}

static void
encord_label_row_init (EncordLabelRow *self)
{
}

static void
read_workflow_node (EncordLabelRow *self)
{
  JsonNode *node =
      encord_json_peek_member (self->metadata, "workflow_graph_node");
  JsonObject *object;

  if (node == NULL || !JSON_NODE_HOLDS_OBJECT (node))
    return;

  object = json_node_get_object (node);
  self->strings[PROP_WORKFLOW_NODE_UUID] =
      g_strdup (encord_json_peek_string (object, "uuid"));
  self->strings[PROP_WORKFLOW_NODE_TITLE] =
      g_strdup (encord_json_peek_string (object, "title"));
}

static gboolean
read_time (EncordLabelRow *self, const char *member, GDateTime **ret_time,
           GError **error)
{
  const char *text = encord_json_peek_string (self->metadata, member);

  if (text == NULL)
    return TRUE;
  *ret_time = encord_time_parse (text);
  if (*ret_time == NULL) {
    g_set_error (error, ENCORD_ERROR, ENCORD_ERROR_BAD_DATA,
                 "label row: \"%s\" is no time: \"%s\"", member, text);
    return FALSE;
  }

  return TRUE;
}

/**
 * encord_label_row_new_from_json:
 * @metadata: one entry of a label row listing
 * @ontology: (nullable): the project's ontology
 * @error: return location for an error
 *
 * Makes a row without labels from its entry in a listing.
 *
 * Follows `LabelRowMetadata.from_dict` of the Python SDK.
 *
 * Returns: (transfer full): the row, or %NULL with @error set
 *   (%ENCORD_ERROR_BAD_DATA) when a member is missing or has another type
 *
 * Since: 0.1
 */
EncordLabelRow *
encord_label_row_new_from_json (JsonNode *metadata,
                                EncordOntologyStructure *ontology,
                                GError **error)
{
  g_autoptr (EncordLabelRow) self = NULL;
  JsonObject *object;

  g_return_val_if_fail (metadata != NULL, NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  object = encord_json_as_object (metadata, "label row", error);
  if (object == NULL)
    return NULL;

  self = g_object_new (ENCORD_TYPE_LABEL_ROW, NULL);
  self->metadata = json_object_ref (object);
  g_set_object (&self->ontology, ontology);
  for (gsize i = 0; i < G_N_ELEMENTS (strings); i++) {
    const char *text = NULL;

    if (strings[i].required) {
      text = encord_json_get_string (object, "label row", strings[i].member,
                                     error);
      if (text == NULL)
        return NULL;
    } else if (strings[i].member != NULL) {
      text = encord_json_peek_string (object, strings[i].member);
    }
    self->strings[strings[i].property] = g_strdup (text);
  }
  read_workflow_node (self);
  if (!read_time (self, "created_at", &self->created_at, error) ||
      !read_time (self, "last_edited_at", &self->last_edited_at, error))
    return NULL;

  self->number_of_frames = encord_json_peek_int (object, "number_of_frames");
  self->width = encord_json_peek_int (object, "width");
  self->height = encord_json_peek_int (object, "height");
  self->frames_per_second =
      encord_json_peek_number (object, "frames_per_second");
  self->duration = encord_json_peek_number (object, "duration");

  return g_steal_pointer (&self);
}

static void
take_string (EncordLabelRow *self, EncordLabelRowProperty property,
             const char *text)
{
  if (text == NULL || g_strcmp0 (self->strings[property], text) == 0)
    return;
  g_free (self->strings[property]);
  self->strings[property] = g_strdup (text);
  g_object_notify_by_pspec (G_OBJECT (self), props[property]);
}

void
encord_label_row_take_store (EncordLabelRow *self, EncordLabelStore *store)
{
  g_clear_pointer (&self->store, encord_label_store_free);
  self->store = store;

  g_object_freeze_notify (G_OBJECT (self));
  take_string (self, PROP_LABEL_HASH, store->label_hash);
  take_string (self, PROP_LABEL_STATUS, store->label_status);
  take_string (self, PROP_ANNOTATION_TASK_STATUS,
               store->annotation_task_status);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_IS_INITIALISED]);
  g_object_thaw_notify (G_OBJECT (self));
}
