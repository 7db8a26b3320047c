/* emulator-model-rules.c - which models take which features; pure
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "emulator-model-rules.h"

#include <string.h>

#include <encord/labels/encord-class-map-private.h>

#include "emulator-error.h"
#include "emulator-json.h"

#define CLASSIFICATION "classification"

static const struct
{
  const char *type;
  const char *kind;
} types[] = {
  { "fast_ai", CLASSIFICATION },
  { "resnet18", CLASSIFICATION },
  { "resnet34", CLASSIFICATION },
  { "resnet50", CLASSIFICATION },
  { "resnet101", CLASSIFICATION },
  { "resnet152", CLASSIFICATION },
  { "vgg16", CLASSIFICATION },
  { "vgg19", CLASSIFICATION },
  { EMULATOR_MODEL_DETECTOR, "bounding_box" },
  { "mask_rcnn", "polygon" },
};

const char *
emulator_model_get_kind (const char *type)
{
  for (guint i = 0; i < G_N_ELEMENTS (types); i++) {
    if (g_str_equal (types[i].type, type))
      return types[i].kind;
  }
  return NULL;
}

static JsonObject *
parse_editor (const char *editor, JsonNode **ret_node, GError **error)
{
  *ret_node = emulator_json_parse (editor, strlen (editor), error);
  return *ret_node != NULL ? json_node_get_object (*ret_node) : NULL;
}

static const char *
get_text (JsonObject *object, const char *member)
{
  JsonNode *node = json_object_get_member (object, member);

  return node != NULL && JSON_NODE_HOLDS_VALUE (node) &&
                 json_node_get_value_type (node) == G_TYPE_STRING
             ? json_node_get_string (node)
             : "";
}

/* calls func for each feature: its hash, and its kind as above */
typedef void (*FeatureFunc) (const char *hash, const char *kind,
                             gpointer user_data);

static void
foreach_feature (JsonObject *editor, FeatureFunc func, gpointer user_data)
{
  static const char *const lists[] = { "objects", "classifications" };

  for (guint i = 0; i < G_N_ELEMENTS (lists); i++) {
    JsonArray *features = json_object_get_array_member (editor, lists[i]);

    for (guint j = 0; j < json_array_get_length (features); j++) {
      JsonObject *feature = json_array_get_object_element (features, j);

      func (get_text (feature, "featureNodeHash"),
            i == 0 ? get_text (feature, "shape") : CLASSIFICATION, user_data);
    }
  }
}

static void
note_kind (const char *hash, const char *kind, gpointer user_data)
{
  g_hash_table_insert (user_data, (gpointer) hash, (gpointer) kind);
}

static gboolean
check_feature (const char *type, const char *hash, const char *kind,
               GError **error)
{
  const char *wanted = emulator_model_get_kind (type);

  if (kind == NULL) {
    g_set_error (error, EMULATOR_ERROR, EMULATOR_ERROR_FEATURE_DOES_NOT_EXIST,
                 "the ontology has no feature %.64s", hash);
    return FALSE;
  }
  if (g_str_equal (kind, wanted))
    return TRUE;
  g_set_error (error, EMULATOR_ERROR,
               EMULATOR_ERROR_MODEL_FEATURES_INCONSISTENT,
               "feature %.64s is a %.40s: %s takes features of the kind %s",
               hash, kind, type, wanted);
  return FALSE;
}

gboolean
emulator_model_check_features (const char *type, char **features,
                               const char *editor, GError **error)
{
  g_autoptr (JsonNode) node = NULL;
  g_autoptr (GHashTable) kinds = g_hash_table_new (g_str_hash, g_str_equal);
  JsonObject *object;

  if (emulator_model_get_kind (type) == NULL) {
    g_set_error (error, EMULATOR_ERROR, EMULATOR_ERROR_INVALID_ARGUMENTS,
                 "model: there is no type %.40s", type);
    return FALSE;
  }
  object = parse_editor (editor, &node, error);
  if (object == NULL)
    return FALSE;
  foreach_feature (object, note_kind, kinds);
  if (features[0] == NULL) {
    g_set_error_literal (error, EMULATOR_ERROR,
                         EMULATOR_ERROR_MODEL_FEATURES_INCONSISTENT,
                         "features: a model needs one at least");
    return FALSE;
  }
  for (guint i = 0; features[i] != NULL; i++) {
    if (!check_feature (type, features[i],
                        g_hash_table_lookup (kinds, features[i]), error))
      return FALSE;
  }
  return TRUE;
}

typedef struct
{
  const char *kind;
  JsonBuilder *builder;
  guint n_found;
} Search;

static void
add_fitting (const char *hash, const char *kind, gpointer user_data)
{
  Search *search = user_data;

  if (!g_str_equal (kind, search->kind))
    return;
  json_builder_add_string_value (search->builder, hash);
  search->n_found++;
}

char *
emulator_model_find_features (const char *type, const char *editor,
                              GError **error)
{
  g_autoptr (JsonNode) node = NULL;
  g_autoptr (JsonNode) list = NULL;
  g_autoptr (JsonBuilder) builder = json_builder_new_immutable ();
  JsonObject *object = parse_editor (editor, &node, error);
  Search search = { emulator_model_get_kind (type), builder, 0 };

  if (object == NULL)
    return NULL;
  json_builder_begin_array (builder);
  foreach_feature (object, add_fitting, &search);
  json_builder_end_array (builder);
  list = json_builder_get_root (builder);
  if (search.n_found > 0)
    return emulator_json_to_text (list);
  g_set_error (error, EMULATOR_ERROR,
               EMULATOR_ERROR_MODEL_FEATURES_INCONSISTENT,
               "the ontology has no feature of the kind %s", search.kind);
  return NULL;
}

/* ---- classes ---- */

/* the ontology with the features of the model only, in the model's order */
static JsonNode *
cut_editor (const char *features, const char *editor, GError **error)
{
  g_autoptr (JsonNode) node = NULL;
  g_autoptr (JsonNode) hashes = NULL;
  g_autoptr (GHashTable) objects = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  JsonObject *whole = parse_editor (editor, &node, error);
  JsonArray *list;

  if (whole == NULL)
    return NULL;
  hashes = emulator_json_parse (features, strlen (features), error);
  if (hashes == NULL)
    return NULL;
  list = json_object_get_array_member (whole, "objects");
  for (guint i = 0; i < json_array_get_length (list); i++)
    g_hash_table_insert (
        objects,
        (gpointer) get_text (json_array_get_object_element (list, i),
                             "featureNodeHash"),
        json_array_get_element (list, i));
  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "objects");
  json_builder_begin_array (builder);
  list = json_node_get_array (hashes);
  for (guint i = 0; i < json_array_get_length (list); i++) {
    JsonNode *object =
        g_hash_table_lookup (objects, json_array_get_string_element (list, i));

    if (object != NULL)
      json_builder_add_value (builder, json_node_copy (object));
  }
  json_builder_end_array (builder);
  json_builder_set_member_name (builder, "classifications");
  json_builder_begin_array (builder);
  json_builder_end_array (builder);
  json_builder_end_object (builder);
  return json_builder_get_root (builder);
}

static gboolean
inconsistent (GError **error, GError *reason)
{
  g_set_error (error, EMULATOR_ERROR, EMULATOR_ERROR_MODEL_WEIGHTS_INCONSISTENT,
               "%s", reason->message);
  g_error_free (reason);
  return FALSE;
}

/* FALSE with error; the objects stay borrowed from the map's structure */
static gboolean
map_by_name (EncordOntologyStructure *structure, const char *const *classes,
             const char *class_map, GPtrArray *objects, guint *ret_n_mapped,
             GError **error)
{
  g_autoptr (GHashTable) overrides = NULL;
  g_autoptr (EncordClassMap) map = NULL;
  GError *reason = NULL;

  if (class_map != NULL) {
    overrides = encord_class_map_parse_overrides (class_map, strlen (class_map),
                                                  &reason);
    if (overrides == NULL)
      return inconsistent (error, reason);
  }
  map = encord_class_map_new (structure, classes, overrides,
                              ENCORD_CLASS_MAP_DROP_UNMAPPED, &reason);
  if (map == NULL)
    return inconsistent (error, reason);
  *ret_n_mapped = 0;
  for (guint i = 0; i < encord_class_map_get_n_classes (map); i++) {
    EncordOntologyObject *object = encord_class_map_get_object (map, i);

    g_ptr_array_add (objects, object != NULL ? g_object_ref (object) : NULL);
    *ret_n_mapped += object != NULL;
  }
  return TRUE;
}

static void
unref_nullable (gpointer object)
{
  g_clear_object (&object);
}

GPtrArray *
emulator_model_map_classes (const char *features, const char *editor,
                            const char *const *classes, const char *class_map,
                            GError **error)
{
  g_autoptr (JsonNode) own = cut_editor (features, editor, error);
  g_autoptr (EncordOntologyStructure) structure = NULL;
  g_autoptr (GPtrArray) objects =
      g_ptr_array_new_with_free_func (unref_nullable);
  GError *reason = NULL;
  GPtrArray *all;
  guint n_mapped = 0;

  if (own == NULL)
    return NULL;
  structure = encord_ontology_structure_new_from_json (own, &reason);
  if (structure == NULL) {
    inconsistent (error, reason);
    return NULL;
  }
  if (!map_by_name (structure, classes, class_map, objects, &n_mapped, error))
    return NULL;
  all = encord_ontology_structure_get_objects (structure);
  if (n_mapped == 0 && class_map == NULL && all->len == objects->len) {
    g_ptr_array_set_size (objects, 0);
    for (guint i = 0; i < all->len; i++)
      g_ptr_array_add (objects, g_object_ref (g_ptr_array_index (all, i)));
    n_mapped = all->len;
  }
  if (n_mapped > 0)
    return g_steal_pointer (&objects);
  g_set_error (error, EMULATOR_ERROR, EMULATOR_ERROR_MODEL_WEIGHTS_INCONSISTENT,
               "none of the weights' classes (%.64s%s) is a feature of the "
               "model: import them with --class-map",
               classes[0] != NULL ? classes[0] : "there is none",
               classes[0] != NULL && classes[1] != NULL ? ", ..." : "");
  return NULL;
}
