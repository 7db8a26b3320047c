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

/* 0 when absent or null */
static double
peek_number (JsonObject *object, const char *member)
{
  JsonNode *node = encord_json_peek_member (object, member);

  return node != NULL && JSON_NODE_HOLDS_VALUE (node)
             ? json_node_get_double (node)
             : 0;
}

static int
peek_int (JsonObject *object, const char *member)
{
  return (int) CLAMP (peek_number (object, member), 0, G_MAXINT);
}

static gboolean
peek_boolean (JsonObject *object, const char *member, gboolean fallback)
{
  JsonNode *node = encord_json_peek_member (object, member);

  return node != NULL && json_node_get_value_type (node) == G_TYPE_BOOLEAN
             ? json_node_get_boolean (node)
             : fallback;
}

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
      g_value_set_int (value, peek_int (self->metadata, "audio_sample_rate"));
      break;
    case PROP_AUDIO_BIT_DEPTH:
      g_value_set_int (value, peek_int (self->metadata, "audio_bit_depth"));
      break;
    case PROP_AUDIO_NUM_CHANNELS:
      g_value_set_int (value, peek_int (self->metadata, "audio_num_channels"));
      break;
    case PROP_FRAMES_PER_SECOND:
      g_value_set_double (value, self->frames_per_second);
      break;
    case PROP_DURATION:
      g_value_set_double (value, self->duration);
      break;
    case PROP_PRIORITY:
      g_value_set_double (value, peek_number (self->metadata, "priority"));
      break;
    case PROP_IS_SHADOW_DATA:
      g_value_set_boolean (
          value, peek_boolean (self->metadata, "is_shadow_data", FALSE));
      break;
    case PROP_IS_VALID:
      g_value_set_boolean (value,
                           peek_boolean (self->metadata, "is_valid", TRUE));
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

  self->number_of_frames = peek_int (object, "number_of_frames");
  self->width = peek_int (object, "width");
  self->height = peek_int (object, "height");
  self->frames_per_second = peek_number (object, "frames_per_second");
  self->duration = peek_number (object, "duration");

  return g_steal_pointer (&self);
}

/**
 * encord_label_row_get_label_hash:
 * @self: a row
 *
 * Gives the hash that identifies the labels.
 *
 * Follows `LabelRowV2.label_hash` of the Python SDK.
 *
 * Returns: (transfer none) (nullable): the hash, %NULL until the service has made the
 *   labels
 *
 * Since: 0.1
 */
const char *
encord_label_row_get_label_hash (EncordLabelRow *self)
{
  g_return_val_if_fail (ENCORD_IS_LABEL_ROW (self), NULL);

  return self->strings[PROP_LABEL_HASH];
}

/**
 * encord_label_row_get_branch_name:
 * @self: a row
 *
 * Gives the branch that the labels are on.
 *
 * Follows `LabelRowV2.branch_name` of the Python SDK.
 *
 * Returns: (transfer none): the name, `main` by default
 *
 * Since: 0.1
 */
const char *
encord_label_row_get_branch_name (EncordLabelRow *self)
{
  g_return_val_if_fail (ENCORD_IS_LABEL_ROW (self), NULL);

  return self->strings[PROP_BRANCH_NAME];
}

/**
 * encord_label_row_get_data_hash:
 * @self: a row
 *
 * Gives the hash of the data unit.
 *
 * Follows `LabelRowV2.data_hash` of the Python SDK.
 *
 * Returns: (transfer none): the hash
 *
 * Since: 0.1
 */
const char *
encord_label_row_get_data_hash (EncordLabelRow *self)
{
  g_return_val_if_fail (ENCORD_IS_LABEL_ROW (self), NULL);

  return self->strings[PROP_DATA_HASH];
}

/**
 * encord_label_row_get_data_title:
 * @self: a row
 *
 * Gives the title of the data unit.
 *
 * Follows `LabelRowV2.data_title` of the Python SDK.
 *
 * Returns: (transfer none): the title
 *
 * Since: 0.1
 */
const char *
encord_label_row_get_data_title (EncordLabelRow *self)
{
  g_return_val_if_fail (ENCORD_IS_LABEL_ROW (self), NULL);

  return self->strings[PROP_DATA_TITLE];
}

/**
 * encord_label_row_get_data_type:
 * @self: a row
 *
 * Tells what the data unit is.
 *
 * Follows `LabelRowV2.data_type` of the Python SDK.
 *
 * Returns: (transfer none): the type as listed, in capitals: `VIDEO`, `IMAGE`,
 *   `IMG_GROUP`, ...
 *
 * Since: 0.1
 */
const char *
encord_label_row_get_data_type (EncordLabelRow *self)
{
  g_return_val_if_fail (ENCORD_IS_LABEL_ROW (self), NULL);

  return self->strings[PROP_DATA_TYPE];
}

/**
 * encord_label_row_get_dataset_hash:
 * @self: a row
 *
 * Gives the hash of the dataset.
 *
 * Follows `LabelRowV2.dataset_hash` of the Python SDK.
 *
 * Returns: (transfer none): the hash
 *
 * Since: 0.1
 */
const char *
encord_label_row_get_dataset_hash (EncordLabelRow *self)
{
  g_return_val_if_fail (ENCORD_IS_LABEL_ROW (self), NULL);

  return self->strings[PROP_DATASET_HASH];
}

/**
 * encord_label_row_get_label_status:
 * @self: a row
 *
 * Tells the state of the labels.
 *
 * Follows `LabelRowV2.label_status` of the Python SDK.
 *
 * Returns: (transfer none): the state, such as `LABEL_IN_PROGRESS`
 *
 * Since: 0.1
 */
const char *
encord_label_row_get_label_status (EncordLabelRow *self)
{
  g_return_val_if_fail (ENCORD_IS_LABEL_ROW (self), NULL);

  return self->strings[PROP_LABEL_STATUS];
}

/**
 * encord_label_row_get_annotation_task_status:
 * @self: a row
 *
 * Tells the state of the task in projects without a workflow.
 *
 * Follows `LabelRowV2.annotation_task_status` of the Python SDK.
 *
 * Returns: (transfer none) (nullable): the state, such as `QUEUED`
 *
 * Since: 0.1
 */
const char *
encord_label_row_get_annotation_task_status (EncordLabelRow *self)
{
  g_return_val_if_fail (ENCORD_IS_LABEL_ROW (self), NULL);

  return self->strings[PROP_ANNOTATION_TASK_STATUS];
}

/**
 * encord_label_row_get_workflow_node_uuid:
 * @self: a row
 *
 * Gives the stage of the workflow that the row is in.
 *
 * Follows `LabelRowV2.workflow_graph_node` of the Python SDK.
 *
 * Returns: (transfer none) (nullable): the stage, %NULL without a workflow
 *
 * Since: 0.1
 */
const char *
encord_label_row_get_workflow_node_uuid (EncordLabelRow *self)
{
  g_return_val_if_fail (ENCORD_IS_LABEL_ROW (self), NULL);

  return self->strings[PROP_WORKFLOW_NODE_UUID];
}

/**
 * encord_label_row_get_workflow_node_title:
 * @self: a row
 *
 * Gives the title of the stage of the workflow that the row is in.
 *
 * Follows `LabelRowV2.workflow_graph_node` of the Python SDK.
 *
 * Returns: (transfer none) (nullable): the title, %NULL without a workflow
 *
 * Since: 0.1
 */
const char *
encord_label_row_get_workflow_node_title (EncordLabelRow *self)
{
  g_return_val_if_fail (ENCORD_IS_LABEL_ROW (self), NULL);

  return self->strings[PROP_WORKFLOW_NODE_TITLE];
}

/**
 * encord_label_row_get_number_of_frames:
 * @self: a row
 *
 * Gives the number of frames, or of images in a group.
 *
 * Follows `LabelRowV2.number_of_frames` of the Python SDK.
 *
 * Returns: the number, 0 when it is not known
 *
 * Since: 0.1
 */
int
encord_label_row_get_number_of_frames (EncordLabelRow *self)
{
  g_return_val_if_fail (ENCORD_IS_LABEL_ROW (self), 0);

  return self->number_of_frames;
}

/**
 * encord_label_row_get_frames_per_second:
 * @self: a row
 *
 * Gives the frame rate of a video.
 *
 * Follows `LabelRowV2.frames_per_second` of the Python SDK.
 *
 * Returns: frames a second, 0 when it is not known
 *
 * Since: 0.1
 */
double
encord_label_row_get_frames_per_second (EncordLabelRow *self)
{
  g_return_val_if_fail (ENCORD_IS_LABEL_ROW (self), 0);

  return self->frames_per_second;
}

/**
 * encord_label_row_get_duration:
 * @self: a row
 *
 * Gives the length of a video.
 *
 * Follows `LabelRowV2.duration` of the Python SDK.
 *
 * Returns: seconds, 0 when it is not known
 *
 * Since: 0.1
 */
double
encord_label_row_get_duration (EncordLabelRow *self)
{
  g_return_val_if_fail (ENCORD_IS_LABEL_ROW (self), 0);

  return self->duration;
}

/**
 * encord_label_row_get_width:
 * @self: a row
 *
 * Gives the width of the picture.
 *
 * Follows `LabelRowV2.width` of the Python SDK.
 *
 * Returns: pixels, 0 when it is not known
 *
 * Since: 0.1
 */
int
encord_label_row_get_width (EncordLabelRow *self)
{
  g_return_val_if_fail (ENCORD_IS_LABEL_ROW (self), 0);

  return self->width;
}

/**
 * encord_label_row_get_height:
 * @self: a row
 *
 * Gives the height of the picture.
 *
 * Follows `LabelRowV2.height` of the Python SDK.
 *
 * Returns: pixels, 0 when it is not known
 *
 * Since: 0.1
 */
int
encord_label_row_get_height (EncordLabelRow *self)
{
  g_return_val_if_fail (ENCORD_IS_LABEL_ROW (self), 0);

  return self->height;
}

/**
 * encord_label_row_get_ontology_structure:
 * @self: a row
 *
 * Gives the ontology that the labels follow.
 *
 * Follows `LabelRowV2.ontology_structure` of the Python SDK.
 *
 * Returns: (transfer none) (nullable): the ontology
 *
 * Since: 0.1
 */
EncordOntologyStructure *
encord_label_row_get_ontology_structure (EncordLabelRow *self)
{
  g_return_val_if_fail (ENCORD_IS_LABEL_ROW (self), NULL);

  return self->ontology;
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
