/* client/encord-inference-answer.c - what a model found, in whatever form it is told
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * The answer to an inference was never written down, and changed. What is here
 * takes each form that is known into one, which the records are made of. */
#include <encord/client/encord-answers-private.h>
#include <encord/encord-error.h>
#include <encord/model/encord-json-members-private.h>
#include <encord/model/encord-shape.h>
#include <encord/records/encord-inference-result-private.h>
#include <encord/records/encord-record-private.h>

static const char subject[] = "inference";

static gboolean
fail (const char *what, GError **error)
{
  g_set_error (error, ENCORD_ERROR, ENCORD_ERROR_BAD_DATA, "%s: %s", subject,
               what);
  return FALSE;
}

/* under the first of its names (NULL ends them) that holds a text */
static void
copy_text (JsonObject *from, JsonObject *to, const char *member,
           const char *const *names)
{
  for (; *names != NULL; names++) {
    const char *text = encord_json_peek_string (from, *names);

    if (text == NULL)
      continue;
    json_object_set_string_member (to, member, text);
    return;
  }
}

/* points by index: what they are elsewhere on the wire */
static JsonNode *
index_points (JsonArray *points)
{
  JsonObject *object = json_object_new ();
  JsonNode *node = json_node_new (JSON_NODE_OBJECT);

  for (guint i = 0; i < json_array_get_length (points); i++) {
    char key[16];

    g_snprintf (key, sizeof key, "%u", i);
    json_object_set_member (object, key, json_array_dup_element (points, i));
  }
  json_node_take_object (node, object);

  return node;
}

/* both spellings of each are found; the name is that of the shape as well */
static const char *const shapes[] = { "bounding_box", "rotatable_bounding_box",
                                      "polygon",      "polyline",
                                      "point",        "skeleton",
                                      "bitmask" };

static void
copy_geometry (JsonObject *from, JsonObject *to)
{
  for (gsize i = 0; i < G_N_ELEMENTS (shapes); i++) {
    JsonNode *value = encord_json_peek_member (from, shapes[i]);
    JsonObject *geometry;

    if (value == NULL)
      continue;
    geometry = json_object_new ();
    json_object_set_member (geometry, shapes[i],
                            JSON_NODE_HOLDS_ARRAY (value)
                                ? index_points (json_node_get_array (value))
                                : json_node_ref (value));
    json_object_set_object_member (to, "geometry", geometry);
    json_object_set_string_member (to, "shape", shapes[i]);
    return;
  }
}

static gboolean
is_classification (JsonObject *prediction)
{
  return encord_json_peek_member (prediction, "featureIdParent") != NULL ||
         encord_json_peek_member (prediction, "classificationUuid") != NULL ||
         encord_json_peek_member (prediction, "classificationHash") != NULL;
}

static JsonNode *
normalise_prediction (JsonObject *from)
{
  static const char *const features[] = { "featureHash", "featureId",
                                          "featureIdParent", NULL };
  static const char *const objects[] = { "objectHash", "objectId",
                                         "classificationHash",
                                         "classificationUuid", NULL };
  static const char *const options[] = { "featureIdChild", NULL };
  static const char *const plain[] = { "name", "value", "color", "shape" };
  static const char *const others[] = { "confidence", "manual_annotation" };
  JsonObject *to = json_object_new ();
  JsonNode *node = json_node_new (JSON_NODE_OBJECT);

  copy_text (from, to, "feature_hash", features);
  copy_text (from, to, "object_hash", objects);
  copy_text (from, to, "option_hash", options);
  for (gsize i = 0; i < G_N_ELEMENTS (plain); i++)
    copy_text (from, to, plain[i], (const char *[]){ plain[i], NULL });
  for (gsize i = 0; i < G_N_ELEMENTS (others); i++) {
    JsonNode *value = encord_json_peek_member (from, others[i]);

    if (value != NULL)
      json_object_set_member (to, others[i], json_node_ref (value));
  }
  copy_geometry (from, to);
  json_node_take_object (node, to);

  return node;
}

typedef struct
{
  JsonArray *objects;
  JsonArray *classifications;
} Frame;

/* one prediction, a list of them, or none; into NULL: where it belongs */
static gboolean
add_predictions (Frame *frame, JsonArray *into, JsonNode *node, GError **error)
{
  JsonArray *list;

  if (JSON_NODE_HOLDS_NULL (node))
    return TRUE;
  if (JSON_NODE_HOLDS_OBJECT (node)) {
    JsonObject *prediction = json_node_get_object (node);

    if (into == NULL)
      into = is_classification (prediction) ? frame->classifications
                                            : frame->objects;
    json_array_add_element (into, normalise_prediction (prediction));
    return TRUE;
  }
  if (!JSON_NODE_HOLDS_ARRAY (node))
    return fail ("a prediction is not an object", error);
  list = json_node_get_array (node);
  for (guint i = 0; i < json_array_get_length (list); i++) {
    JsonNode *element = json_array_get_element (list, i);

    if (!JSON_NODE_HOLDS_OBJECT (element))
      return fail ("a prediction is not an object", error);
    if (!add_predictions (frame, into, element, error))
      return FALSE;
  }

  return TRUE;
}

static gboolean
fill_frame (Frame *frame, JsonNode *node, GError **error)
{
  JsonObject *object =
      JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
  JsonNode *objects, *classifications;

  if (object == NULL)
    return add_predictions (frame, NULL, node, error);
  if (json_object_get_size (object) == 0)
    return TRUE;
  objects = json_object_get_member (object, "objects");
  classifications = json_object_get_member (object, "classifications");
  if (objects == NULL && classifications == NULL)
    return add_predictions (frame, NULL, node, error);

  return (objects == NULL ||
          add_predictions (frame, frame->objects, objects, error)) &&
         (classifications == NULL ||
          add_predictions (frame, frame->classifications, classifications,
                           error));
}

static gboolean
add_frame (JsonArray *frames, gint64 number, JsonNode *node, GError **error)
{
  Frame frame = { json_array_new (), json_array_new () };
  JsonObject *object = json_object_new ();

  json_object_set_int_member (object, "frame", number);
  json_object_set_array_member (object, "objects", frame.objects);
  json_object_set_array_member (object, "classifications",
                                frame.classifications);
  json_array_add_object_element (frames, object);

  return fill_frame (&frame, node, error);
}

static gint
compare_numbers (gconstpointer a, gconstpointer b)
{
  const guint64 *p = a, *q = b;

  return (*p > *q) - (*p < *q);
}

/* the numbers among an object's names, in their order; other members are not about
 * frames */
static GArray *
list_frames (JsonObject *by_frame)
{
  GArray *numbers = g_array_new (FALSE, FALSE, sizeof (guint64));
  JsonObjectIter iter;
  const char *name;

  json_object_iter_init (&iter, by_frame);
  while (json_object_iter_next (&iter, &name, NULL)) {
    guint64 number;
    char text[24];

    if (!g_ascii_string_to_unsigned (name, 10, 0, G_MAXINT32, &number, NULL))
      continue;
    g_snprintf (text, sizeof text, "%" G_GUINT64_FORMAT, number);
    if (g_str_equal (text, name))
      g_array_append_val (numbers, number);
  }
  g_array_sort (numbers, compare_numbers);

  return numbers;
}

/* what holds the frames of a result; NULL without error: it has none */
static JsonObject *
find_frames (JsonObject *result, GError **error)
{
  static const char *const names[] = { "predictions", "inference", "result" };

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++) {
    JsonNode *node = json_object_get_member (result, names[i]);

    if (node == NULL)
      continue;
    if (JSON_NODE_HOLDS_NULL (node))
      return NULL;
    return encord_json_as_object (node, subject, error);
  }

  return result;
}

static gpointer
read_result (JsonNode *node, GError **error)
{
  JsonObject *result = encord_json_as_object (node, subject, error);
  g_autoptr (JsonNode) normal = json_node_new (JSON_NODE_OBJECT);
  g_autoptr (GError) local = NULL;
  JsonArray *frames = json_array_new ();
  JsonObject *object = json_object_new ();
  JsonObject *by_frame;

  json_object_set_array_member (object, "frames", frames);
  json_node_take_object (normal, object);
  if (result == NULL)
    return NULL;
  by_frame = find_frames (result, &local);
  if (local != NULL) {
    g_propagate_error (error, g_steal_pointer (&local));
    return NULL;
  }
  if (by_frame != NULL) {
    g_autoptr (GArray) numbers = list_frames (by_frame);

    for (guint i = 0; i < numbers->len; i++) {
      const guint64 number = g_array_index (numbers, guint64, i);
      char key[24];

      g_snprintf (key, sizeof key, "%" G_GUINT64_FORMAT, number);
      if (!add_frame (frames, (gint64) number,
                      json_object_get_member (by_frame, key), error))
        return NULL;
    }
  }
  copy_text (result, object, "uid", (const char *[]){ "uid", NULL });
  json_object_set_member (object, "json", json_node_ref (node));

  return encord_inference_result_new_from_answer (normal, error);
}

gpointer
encord_answers_parse_inference (gpointer source, JsonNode *answer,
                                GError **error)
{
  g_autoptr (GPtrArray) results = NULL;
  gpointer only;

  if (JSON_NODE_HOLDS_ARRAY (answer))
    return encord_record_read_list (answer, subject, read_result, error);
  only = read_result (answer, error);
  if (only == NULL)
    return NULL;
  results = g_ptr_array_new_with_free_func (g_object_unref);
  g_ptr_array_add (results, only);

  return g_steal_pointer (&results);
}
