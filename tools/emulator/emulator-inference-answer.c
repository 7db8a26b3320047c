/* emulator-inference-answer.c - from the worker's detections to the wire; pure
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "emulator-inference-answer.h"

#include <math.h>
#include <string.h>

#include "emulator-error.h"
#include "emulator-json.h"
#include "emulator-model-rules.h"

EmulatorInferenceInput *
emulator_inference_input_new (const char *uid, gboolean is_video)
{
  EmulatorInferenceInput *self = g_new0 (EmulatorInferenceInput, 1);

  self->uid = g_strdup (uid);
  self->is_video = is_video;
  self->paths = g_ptr_array_new_with_free_func (g_free);
  return self;
}

void
emulator_inference_input_free (EmulatorInferenceInput *self)
{
  g_free (self->uid);
  g_ptr_array_unref (self->paths);
  g_free (self);
}

/* ---- errors ---- */

static const struct
{
  const char *code;
  EmulatorError error;
} codes[] = {
  { "file", EMULATOR_ERROR_FILE_TYPE_NOT_SUPPORTED },
  { "long", EMULATOR_ERROR_MUST_SET_DETECTION_RANGE },
  { "model", EMULATOR_ERROR_UNKNOWN },
};

/* a word that is an absolute path goes down to its last part */
static char *
strip_paths (const char *text)
{
  g_auto (GStrv) words = g_strsplit (text, " ", -1);

  for (guint i = 0; words[i] != NULL; i++) {
    if (words[i][0] == '/') {
      char *base = g_path_get_basename (words[i]);

      g_free (words[i]);
      words[i] = base;
    }
  }
  return g_strjoinv (" ", words);
}

static void
refuse (JsonObject *output, const char *text, GPtrArray *inputs, GError **error)
{
  const char *code = "";
  double index = -1;
  g_autofree char *shown = strip_paths (text);
  EmulatorError number = EMULATOR_ERROR_UNKNOWN;

  emulator_json_read_string (output, "code", &code, NULL);
  emulator_json_read_double (output, "input", &index, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (codes); i++) {
    if (g_str_equal (codes[i].code, code))
      number = codes[i].error;
  }
  if (number != EMULATOR_ERROR_UNKNOWN && index >= 0 && index < inputs->len) {
    const EmulatorInferenceInput *input =
        g_ptr_array_index (inputs, (guint) index);

    g_set_error (error, EMULATOR_ERROR, number, "%.64s: %s", input->uid, shown);
  } else {
    g_set_error (error, EMULATOR_ERROR, number, "%s", shown);
  }
}

/* the worker is ours, what it decodes is not */
static gboolean
is_garbled (GError **error)
{
  g_set_error_literal (error, EMULATOR_ERROR, EMULATOR_ERROR_UNKNOWN,
                       "the worker's answer cannot be read");
  return FALSE;
}

/* ---- reading ---- */

typedef struct
{
  guint class_index;
  gint64 track;
  double confidence;
  double left;
  double top;
  double width;
  double height;
} Detection;

static gboolean
get_number (JsonArray *array, guint index, double *ret)
{
  JsonNode *node = json_array_get_element (array, index);

  if (!JSON_NODE_HOLDS_VALUE (node) ||
      (json_node_get_value_type (node) != G_TYPE_DOUBLE &&
       json_node_get_value_type (node) != G_TYPE_INT64))
    return FALSE;
  *ret = json_node_get_double (node);
  return isfinite (*ret);
}

static JsonArray *
get_array (JsonArray *array, guint index)
{
  JsonNode *node = json_array_get_element (array, index);

  return JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;
}

/* boxes end at the frame's edges */
static gboolean
read_detection (JsonArray *label, guint n_classes, Detection *ret)
{
  double values[7];

  if (label == NULL || json_array_get_length (label) != G_N_ELEMENTS (values))
    return FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (values); i++) {
    if (!get_number (label, i, &values[i]))
      return FALSE;
  }
  if (!(values[0] >= 0 && values[0] < n_classes &&
        fabs (values[6]) <= G_MAXINT32))
    return FALSE;
  ret->class_index = (guint) values[0];
  ret->confidence = CLAMP (values[1], 0, 1);
  ret->left = CLAMP (values[2], 0, 1);
  ret->top = CLAMP (values[3], 0, 1);
  ret->width = CLAMP (values[2] + values[4], 0, 1) - ret->left;
  ret->height = CLAMP (values[3] + values[5], 0, 1) - ret->top;
  ret->track = (gint64) values[6];
  return TRUE;
}

/* ---- writing ---- */

typedef struct
{
  const EmulatorInferenceContext *context;
  JsonBuilder *builder;
  GPtrArray *objects; /* by class: EncordOntologyObject or NULL */
  GHashTable *hashes; /* of the input: track to object hash */
} Writer;

static const char *
get_object_hash (Writer *self, gint64 track, char buffer[9])
{
  g_snprintf (buffer, 9, "%08x", g_random_int ());
  if (track >= 0) {
    const char *known =
        g_hash_table_lookup (self->hashes, GINT_TO_POINTER ((int) track));

    if (known != NULL)
      return known;
    g_hash_table_insert (self->hashes, GINT_TO_POINTER ((int) track),
                         g_strdup (buffer));
  }
  return buffer;
}

/* the SDK's rule: lower case, joined by '_' */
static char *
make_value (const char *name)
{
  g_autofree char *lower = g_utf8_strdown (name, -1);

  return g_strdelimit (g_steal_pointer (&lower), " ", '_');
}

static void
add_object (Writer *self, const Detection *detection,
            EncordOntologyObject *object)
{
  JsonBuilder *builder = self->builder;
  const char *name = encord_ontology_object_get_name (object);
  g_autofree char *value = make_value (name);
  char buffer[9];

  json_builder_begin_object (builder);
  emulator_json_add_string (builder, "name", name);
  emulator_json_add_string (builder, "color",
                            encord_ontology_object_get_color (object));
  emulator_json_add_string (builder, "value", value);
  emulator_json_add_string (builder, "shape", "bounding_box");
  emulator_json_add_string (builder, "createdAt", self->context->created_at);
  emulator_json_add_string (builder, "createdBy", self->context->user);
  emulator_json_add_double (builder, "confidence", detection->confidence);
  emulator_json_add_string (builder, "objectHash",
                            get_object_hash (self, detection->track, buffer));
  emulator_json_add_string (builder, "featureHash",
                            encord_ontology_object_get_feature_hash (object));
  emulator_json_add_boolean (builder, "manualAnnotation", FALSE);
  json_builder_set_member_name (builder, "bounding_box");
  json_builder_begin_object (builder);
  emulator_json_add_double (builder, "x", detection->left);
  emulator_json_add_double (builder, "y", detection->top);
  emulator_json_add_double (builder, "w", detection->width);
  emulator_json_add_double (builder, "h", detection->height);
  json_builder_end_object (builder);
  json_builder_end_object (builder);
}

static gboolean
add_objects (Writer *self, JsonArray *labels)
{
  for (guint i = 0; i < json_array_get_length (labels); i++) {
    EncordOntologyObject *object;
    Detection detection;

    if (!read_detection (get_array (labels, i), self->objects->len, &detection))
      return FALSE;
    object = g_ptr_array_index (self->objects, detection.class_index);
    if (object != NULL && detection.width > 0 && detection.height > 0)
      add_object (self, &detection, object);
  }
  return TRUE;
}

static gboolean
add_frame (Writer *self, JsonArray *frame)
{
  g_autofree char *key = NULL;
  JsonArray *labels;
  double number;

  if (frame == NULL || json_array_get_length (frame) != 2 ||
      !get_number (frame, 0, &number) || !(number >= 0 && number <= 1e15) ||
      (labels = get_array (frame, 1)) == NULL)
    return FALSE;
  key = g_strdup_printf ("%" G_GINT64_FORMAT, (gint64) number);
  json_builder_set_member_name (self->builder, key);
  json_builder_begin_object (self->builder);
  json_builder_set_member_name (self->builder, "objects");
  json_builder_begin_array (self->builder);
  if (!add_objects (self, labels))
    return FALSE;
  json_builder_end_array (self->builder);
  json_builder_set_member_name (self->builder, "classifications");
  json_builder_begin_array (self->builder);
  json_builder_end_array (self->builder);
  json_builder_end_object (self->builder);
  return TRUE;
}

static gboolean
add_input (Writer *self, const EmulatorInferenceInput *input, JsonArray *frames,
           GError **error)
{
  if (frames == NULL)
    return is_garbled (error);
  if (json_array_get_length (frames) == 0) {
    g_set_error (error, EMULATOR_ERROR, EMULATOR_ERROR_DETECTION_RANGE_INVALID,
                 "%.64s: it has no frame in detection_frame_range", input->uid);
    return FALSE;
  }
  g_hash_table_remove_all (self->hashes);
  json_builder_begin_object (self->builder);
  emulator_json_add_string (self->builder, "uid", input->uid);
  json_builder_set_member_name (self->builder, "predictions");
  json_builder_begin_object (self->builder);
  for (guint i = 0; i < json_array_get_length (frames); i++) {
    if (!add_frame (self, get_array (frames, i)))
      return is_garbled (error);
  }
  json_builder_end_object (self->builder);
  json_builder_end_object (self->builder);
  return TRUE;
}

static GString *
write_answer (JsonObject *output, const EmulatorInferenceContext *context,
              GPtrArray *objects, GError **error)
{
  g_autoptr (JsonBuilder) builder = json_builder_new_immutable ();
  g_autoptr (GHashTable) hashes =
      g_hash_table_new_full (NULL, NULL, NULL, g_free);
  g_autoptr (JsonNode) node = NULL;
  g_autofree char *text = NULL;
  Writer writer = { context, builder, objects, hashes };
  JsonArray *results;

  if (!emulator_json_get_array (output, "inputs", &results, error))
    return NULL;
  if (json_array_get_length (results) != context->inputs->len) {
    is_garbled (error);
    return NULL;
  }
  json_builder_begin_array (builder);
  for (guint i = 0; i < context->inputs->len; i++) {
    if (!add_input (&writer, g_ptr_array_index (context->inputs, i),
                    get_array (results, i), error))
      return NULL;
  }
  json_builder_end_array (builder);
  node = json_builder_get_root (builder);
  text = emulator_json_to_text (node);
  return g_string_new (text);
}

/* no class was announced: there was no frame to look at */
static GPtrArray *
map_classes (char **classes, const EmulatorInferenceContext *context,
             GError **error)
{
  if (classes[0] == NULL)
    return g_ptr_array_new ();
  return emulator_model_map_classes (context->features, context->editor,
                                     (const char *const *) classes,
                                     context->class_map, error);
}

GString *
emulator_inference_answer_new (const char *output,
                               const EmulatorInferenceContext *context,
                               GError **error)
{
  g_autoptr (JsonNode) node = NULL;
  g_auto (GStrv) classes = NULL;
  g_autoptr (GPtrArray) objects = NULL;
  const char *text = NULL;
  JsonObject *object;

  node = emulator_json_parse (output, strlen (output), NULL);
  if (node == NULL || !JSON_NODE_HOLDS_OBJECT (node)) {
    is_garbled (error);
    return NULL;
  }
  object = json_node_get_object (node);
  if (!emulator_json_read_string (object, "error", &text, error))
    return NULL;
  if (text != NULL) {
    refuse (object, text, context->inputs, error);
    return NULL;
  }
  if (!emulator_json_get_hashes (json_object_get_member (object, "classes"),
                                 "classes", &classes, error))
    return NULL;
  objects = map_classes (classes, context, error);
  return objects != NULL ? write_answer (object, context, objects, error)
                         : NULL;
}
