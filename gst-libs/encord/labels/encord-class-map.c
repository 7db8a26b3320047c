/* labels/encord-class-map.c - a model's classes to those of an ontology; pure
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <encord/labels/encord-class-map-private.h>

#include <encord/labels/encord-box-shape-private.h>
#include <encord/labels/encord-merge-shape-private.h>
#include <encord/labels/encord-shape-fit-private.h>

#include <encord/encord-json-private.h>

/* a message names so many classes, then says how many more there are */
#define MOST_NAMED 8

struct _EncordClassMap
{
  EncordOntologyStructure *ontology;
  guint n_classes;
  char **classes;
  EncordOntologyObject **objects; /* of ontology */
  const char **feature_hashes;    /* of objects */
  EncordClassMapFlags flags;
};

void
encord_class_map_free (EncordClassMap *self)
{
  g_object_unref (self->ontology);
  g_strfreev (self->classes);
  g_free (self->objects);
  g_free (self->feature_hashes);
  g_free (self);
}

static char *
fold (const char *name)
{
  g_autofree char *folded = g_utf8_casefold (name, -1);
  g_autofree char *normal = g_utf8_normalize (folded, -1, G_NORMALIZE_ALL);
  GString *kept = g_string_new (NULL);

  for (const char *c = normal != NULL ? normal : folded; *c != '\0'; c++)
    if (*c != ' ' && *c != '_' && *c != '-')
      g_string_append_c (kept, *c);

  return g_string_free (kept, FALSE);
}

/* the first fits where it can, then the next */
typedef enum
{
  FIT_BOX,
  FIT_CONVERTED,
  FIT_DRAWN,
  FIT_NONE,
} Fit;

static Fit
get_fit (EncordOntologyObject *object)
{
  const EncordShape shape = encord_ontology_object_get_shape (object);

  if (shape == ENCORD_SHAPE_BOUNDING_BOX ||
      shape == ENCORD_SHAPE_ROTATABLE_BOUNDING_BOX)
    return FIT_BOX;
  if (encord_box_has_shape (shape))
    return FIT_CONVERTED;
  return encord_merge_has_shape (shape) ? FIT_DRAWN : FIT_NONE;
}

static Fit
last_fit (EncordClassMapFlags flags)
{
  if (flags & ENCORD_CLASS_MAP_ANY_SHAPE)
    return FIT_DRAWN;
  return flags & ENCORD_CLASS_MAP_CONVERT_SHAPES ? FIT_CONVERTED : FIT_BOX;
}

typedef gboolean (*Matches) (EncordOntologyObject *object, const char *target,
                             const char *folded);

static gboolean
matches_hash (EncordOntologyObject *object, const char *target,
              const char *folded)
{
  return g_strcmp0 (encord_ontology_object_get_feature_hash (object), target) ==
         0;
}

static gboolean
matches_name (EncordOntologyObject *object, const char *target,
              const char *folded)
{
  return g_strcmp0 (encord_ontology_object_get_name (object), target) == 0;
}

static gboolean
matches_folded (EncordOntologyObject *object, const char *target,
                const char *folded)
{
  g_autofree char *name = fold (encord_ontology_object_get_name (object));

  return g_str_equal (name, folded);
}

static void
set_ambiguous (GError **error, const char *class, EncordOntologyObject *a,
               EncordOntologyObject *b)
{
  g_set_error (error, ENCORD_ERROR, ENCORD_ERROR_REJECTED,
               "class \"%s\": the ontology objects \"%s\" (%s) and \"%s\" (%s) "
               "fit equally well",
               class, encord_ontology_object_get_name (a),
               encord_ontology_object_get_feature_hash (a),
               encord_ontology_object_get_name (b),
               encord_ontology_object_get_feature_hash (b));
}

/* what target may be called, the strictest way first */
static const Matches ways[] = { matches_hash, matches_name, matches_folded };

/* FALSE with error set; TRUE with NULL when nothing of that fit matches */
static gboolean
find_fit (GPtrArray *objects, const char *class, const char *target, Fit fit,
          EncordOntologyObject **ret_object, GError **error)
{
  g_autofree char *folded = fold (target);
  EncordOntologyObject *found = NULL;

  for (guint way = 0; way < G_N_ELEMENTS (ways) && found == NULL; way++) {
    for (guint i = 0; i < objects->len; i++) {
      EncordOntologyObject *object = objects->pdata[i];

      if (get_fit (object) != fit || !ways[way](object, target, folded))
        continue;
      if (found != NULL) {
        set_ambiguous (error, class, found, object);
        return FALSE;
      }
      found = object;
    }
  }
  *ret_object = found;

  return TRUE;
}

static EncordOntologyObject *
find_misfit (GPtrArray *objects, const char *target)
{
  g_autofree char *folded = fold (target);

  for (guint i = 0; i < objects->len; i++)
    for (guint way = 0; way < G_N_ELEMENTS (ways); way++)
      if (ways[way](objects->pdata[i], target, folded))
        return objects->pdata[i];

  return NULL;
}

static void
set_boxes_error (const char *class, EncordOntologyObject *object,
                 GError **error)
{
  const EncordShapeFit fit = {
    .class_name = class,
    .object_name = encord_ontology_object_get_name (object),
    .shape = encord_ontology_object_get_shape (object),
  };

  encord_shape_fit_set_boxes_error (&fit, error);
}

/* FALSE with error set; TRUE with NULL when nothing matches */
static gboolean
find_object (GPtrArray *objects, const char *class, const char *target,
             EncordClassMapFlags flags, EncordOntologyObject **ret_object,
             GError **error)
{
  const Fit last = last_fit (flags);
  EncordOntologyObject *misfit;

  *ret_object = NULL;
  for (Fit fit = FIT_BOX; fit <= last && *ret_object == NULL; fit++)
    if (!find_fit (objects, class, target, fit, ret_object, error))
      return FALSE;
  if (*ret_object != NULL)
    return TRUE;

  misfit = find_misfit (objects, target);
  if (misfit == NULL)
    return TRUE;
  set_boxes_error (class, misfit, error);

  return FALSE;
}

static void
set_unmapped (GError **error, GPtrArray *unmapped)
{
  GString *names = g_string_new (NULL);

  for (guint i = 0; i < MIN (unmapped->len, MOST_NAMED); i++)
    g_string_append_printf (names, "%s\"%s\"", i > 0 ? ", " : "",
                            (const char *) unmapped->pdata[i]);
  if (unmapped->len > MOST_NAMED)
    g_string_append_printf (names, " and %u more", unmapped->len - MOST_NAMED);
  g_set_error (error, ENCORD_ERROR, ENCORD_ERROR_NOT_FOUND,
               "class map: the ontology has no object for %s", names->str);
  g_string_free (names, TRUE);
}

/* FALSE with error set; a class that goes nowhere is added to unmapped */
static gboolean
map_class (EncordClassMap *self, guint index, GHashTable *overrides,
           EncordClassMapFlags flags, GPtrArray *unmapped, GError **error)
{
  const char *class = self->classes[index];
  const char *target = NULL;

  if (overrides != NULL)
    target = g_hash_table_lookup (overrides, class);
  if (target != NULL && *target == '\0')
    return TRUE;
  if (!find_object (encord_ontology_structure_get_objects (self->ontology),
                    class, target != NULL ? target : class, flags,
                    &self->objects[index], error))
    return FALSE;

  if (self->objects[index] != NULL)
    self->feature_hashes[index] =
        encord_ontology_object_get_feature_hash (self->objects[index]);
  else
    g_ptr_array_add (unmapped, (gpointer) class);

  return TRUE;
}

EncordClassMap *
encord_class_map_new (EncordOntologyStructure *ontology,
                      const char *const *classes, GHashTable *overrides,
                      EncordClassMapFlags flags, GError **error)
{
  g_autoptr (EncordClassMap) self = g_new0 (EncordClassMap, 1);
  g_autoptr (GPtrArray) unmapped = g_ptr_array_new ();

  self->ontology = g_object_ref (ontology);
  self->classes = g_strdupv ((char **) classes);
  self->n_classes = g_strv_length (self->classes);
  self->flags = flags;
  self->objects = g_new0 (EncordOntologyObject *, self->n_classes);
  self->feature_hashes = g_new0 (const char *, self->n_classes);

  for (guint i = 0; i < self->n_classes; i++)
    if (!map_class (self, i, overrides, flags, unmapped, error))
      return NULL;
  if (unmapped->len > 0 && !(flags & ENCORD_CLASS_MAP_DROP_UNMAPPED)) {
    set_unmapped (error, unmapped);
    return NULL;
  }

  return g_steal_pointer (&self);
}

guint
encord_class_map_get_n_classes (EncordClassMap *self)
{
  return self->n_classes;
}

const char *
encord_class_map_get_class (EncordClassMap *self, guint index)
{
  return self->classes[index];
}

EncordOntologyObject *
encord_class_map_get_object (EncordClassMap *self, guint index)
{
  return self->objects[index];
}

gboolean
encord_class_map_takes_boxes (EncordClassMap *self, guint index)
{
  const EncordClassMapFlags drawn =
      self->flags & ~(guint) ENCORD_CLASS_MAP_ANY_SHAPE;

  return self->objects[index] == NULL ||
         get_fit (self->objects[index]) <= last_fit (drawn);
}

gboolean
encord_class_map_check_boxes (EncordClassMap *self, GError **error)
{
  for (guint i = 0; i < self->n_classes; i++)
    if (!encord_class_map_takes_boxes (self, i)) {
      set_boxes_error (self->classes[i], self->objects[i], error);
      return FALSE;
    }

  return TRUE;
}

const char *const *
encord_class_map_get_feature_hashes (EncordClassMap *self)
{
  return self->feature_hashes;
}

GHashTable *
encord_class_map_parse_overrides (const char *json, gsize length,
                                  GError **error)
{
  g_autoptr (JsonNode) root = encord_json_parse (json, length, error);
  g_autoptr (GHashTable) overrides =
      g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  JsonObjectIter iter;
  const char *name;
  JsonNode *node;

  if (root == NULL) {
    g_prefix_error (error, "class map: ");
    return NULL;
  }
  if (!JSON_NODE_HOLDS_OBJECT (root)) {
    g_set_error_literal (error, ENCORD_ERROR, ENCORD_ERROR_BAD_DATA,
                         "class map: no JSON object of class names");
    return NULL;
  }
  json_object_iter_init (&iter, json_node_get_object (root));
  while (json_object_iter_next (&iter, &name, &node)) {
    if (!JSON_NODE_HOLDS_NULL (node) &&
        json_node_get_value_type (node) != G_TYPE_STRING) {
      g_set_error (error, ENCORD_ERROR, ENCORD_ERROR_BAD_DATA,
                   "class map: \"%s\" is neither a string nor null", name);
      return NULL;
    }
    g_hash_table_insert (overrides, g_strdup (name),
                         g_strdup (JSON_NODE_HOLDS_NULL (node)
                                       ? ""
                                       : json_node_get_string (node)));
  }

  return g_steal_pointer (&overrides);
}
