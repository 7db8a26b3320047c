/* encord-ontology-element.c - what all parts of an ontology have in common
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <string.h>

#include <encord/model/encord-json-members-private.h>
#include <encord/model/encord-ontology-element-private.h>

/**
 * EncordOntologyElement:
 *
 * An object, a classification, an attribute or an option of an ontology.
 *
 * Elements belong to their [class@OntologyStructure] and live as long as it does;
 * one that is held longer loses its parent. Follows `OntologyElement` of the
 * SDK.
 *
 * Since: 0.1
 */
typedef struct
{
  /* the strings below belong to it; a classification's title to the JSON of its
   * attribute, which lives as long as the list that it is in */
  JsonObject *wire;
  const char *id;
  const char *feature_hash;
  const char *title;
  guint64 local_id;
  guint64 largest_child_id;
  guint position;
  EncordOntologyElement *parent; /* NULL once it is gone */
  GPtrArray *children;
  EncordOntologyIndex *index; /* NULL before it has its place */
} EncordOntologyElementPrivate;

G_DEFINE_ABSTRACT_TYPE_WITH_PRIVATE (EncordOntologyElement,
                                     encord_ontology_element, G_TYPE_OBJECT)

enum
{
  PROP_ID = 1,
  PROP_FEATURE_HASH,
  PROP_TITLE,
  N_PROPS,
};

static GParamSpec *props[N_PROPS];

static EncordOntologyElementPrivate *
get_private (EncordOntologyElement *self)
{
  return encord_ontology_element_get_instance_private (self);
}

static void
encord_ontology_element_get_property (GObject *object, guint id, GValue *value,
                                      GParamSpec *pspec)
{
  EncordOntologyElementPrivate *priv =
      get_private (ENCORD_ONTOLOGY_ELEMENT (object));

  switch (id) {
    case PROP_ID:
      g_value_set_string (value, priv->id);
      break;
    case PROP_FEATURE_HASH:
      g_value_set_string (value, priv->feature_hash);
      break;
    case PROP_TITLE:
      g_value_set_string (value, priv->title);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  }
}

static void
encord_ontology_element_finalize (GObject *object)
{
  EncordOntologyElementPrivate *priv =
      get_private (ENCORD_ONTOLOGY_ELEMENT (object));

  for (guint i = 0; i < priv->children->len; i++)
    get_private (g_ptr_array_index (priv->children, i))->parent = NULL;
  g_ptr_array_unref (priv->children);
  g_clear_pointer (&priv->wire, json_object_unref);
  g_clear_pointer (&priv->index, encord_ontology_index_unref);

  G_OBJECT_CLASS (encord_ontology_element_parent_class)->finalize (object);
}

static void
encord_ontology_element_class_init (EncordOntologyElementClass *klass)
{
  const GParamFlags flags =
      G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = encord_ontology_element_get_property;
  object_class->finalize = encord_ontology_element_finalize;

  /**
   * EncordOntologyElement:id:
   *
   * The id, unique among its siblings: see
   * [method@OntologyElement.get_id].
   *
   * Since: 0.1
   */
  props[PROP_ID] = g_param_spec_string ("id", NULL, NULL, NULL, flags);
  /**
   * EncordOntologyElement:feature-hash:
   *
   * The hash by which labels name the element
   * (`OntologyElement.feature_node_hash` of the SDK).
   *
   * Since: 0.1
   */
  props[PROP_FEATURE_HASH] =
      g_param_spec_string ("feature-hash", NULL, NULL, NULL, flags);
  /**
   * EncordOntologyElement:title:
   *
   * What users call the element (`OntologyElement.title` of the SDK).
   *
   * Since: 0.1
   */
  props[PROP_TITLE] = g_param_spec_string ("title", NULL, NULL, NULL, flags);
  g_object_class_install_properties (object_class, N_PROPS, props);
}

static void
encord_ontology_element_init (EncordOntologyElement *self)
{
  get_private (self)->children =
      g_ptr_array_new_with_free_func (g_object_unref);
}

static guint64
parse_local_id (const char *id)
{
  const char *dot = strrchr (id, '.');
  guint64 number;

  if (g_ascii_string_to_unsigned (dot != NULL ? dot + 1 : id, 10, 0, G_MAXINT64,
                                  &number, NULL))
    return number;

  return 0;
}

gpointer
encord_ontology_element_new (GType type, JsonObject *wire, const char *subject,
                             const char *title_member, GError **error)
{
  const char *hash =
      encord_json_get_string (wire, subject, "featureNodeHash", error);
  EncordOntologyElementPrivate *priv;
  EncordOntologyElement *self;

  if (hash == NULL)
    return NULL;

  self = g_object_new (type, NULL);
  priv = get_private (self);
  priv->wire = json_object_ref (wire);
  priv->feature_hash = hash;
  priv->id = encord_json_peek_string (wire, "id");
  if (priv->id == NULL)
    priv->id = "";
  priv->local_id = parse_local_id (priv->id);
  if (title_member != NULL) {
    priv->title = encord_json_peek_string (wire, title_member);
    if (priv->title == NULL)
      priv->title = "";
  }

  return self;
}

JsonObject *
encord_ontology_element_get_wire (EncordOntologyElement *self)
{
  return get_private (self)->wire;
}

gboolean
encord_ontology_element_get_flag (EncordOntologyElement *self,
                                  const char *member)
{
  JsonNode *node = encord_json_peek_member (get_private (self)->wire, member);

  return node != NULL && JSON_NODE_HOLDS_VALUE (node) &&
         json_node_get_boolean (node);
}

EncordOntologyIndex *
encord_ontology_element_get_index (EncordOntologyElement *self)
{
  return get_private (self)->index;
}

guint64
encord_ontology_element_get_local_id (EncordOntologyElement *self)
{
  return get_private (self)->local_id;
}

guint64
encord_ontology_element_get_largest_child_id (EncordOntologyElement *self)
{
  return get_private (self)->largest_child_id;
}

guint
encord_ontology_element_get_position (EncordOntologyElement *self)
{
  return get_private (self)->position;
}

void
encord_ontology_element_enter (EncordOntologyElement *self,
                               EncordOntologyIndex *index, guint position)
{
  EncordOntologyElementPrivate *priv = get_private (self);

  priv->index = encord_ontology_index_ref (index);
  priv->position = position;
  encord_ontology_index_add (index, self);
}

void
encord_ontology_element_adopt (EncordOntologyElement *self,
                               EncordOntologyElement *child)
{
  EncordOntologyElementPrivate *priv = get_private (self);
  EncordOntologyElementPrivate *child_priv = get_private (child);

  child_priv->parent = self;
  priv->largest_child_id = MAX (priv->largest_child_id, child_priv->local_id);
  g_ptr_array_add (priv->children, child);
  encord_ontology_element_enter (child, priv->index, priv->children->len - 1);
}

void
encord_ontology_element_set_title (EncordOntologyElement *self,
                                   const char *title)
{
  EncordOntologyElementPrivate *priv = get_private (self);

  priv->title = title;
  encord_ontology_index_add_title (priv->index, self);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_TITLE]);
}

/**
 * encord_ontology_element_get_id:
 * @self: an element
 *
 * Gives the id of an element: a number for objects and classifications, below
 * them the parent's id, a dot and a number (`uid` of the SDK).
 *
 * Returns: (transfer none): the id as on the wire; empty when it is missing there
 *
 * Since: 0.1
 */
const char *
encord_ontology_element_get_id (EncordOntologyElement *self)
{
  g_return_val_if_fail (ENCORD_IS_ONTOLOGY_ELEMENT (self), NULL);

  return get_private (self)->id;
}

/**
 * encord_ontology_element_get_feature_hash:
 * @self: an element
 *
 * Gives the hash by which labels name an element
 * (`OntologyElement.feature_node_hash` of the SDK).
 *
 * Returns: (transfer none): the hash, unique in its ontology
 *
 * Since: 0.1
 */
const char *
encord_ontology_element_get_feature_hash (EncordOntologyElement *self)
{
  g_return_val_if_fail (ENCORD_IS_ONTOLOGY_ELEMENT (self), NULL);

  return get_private (self)->feature_hash;
}

/**
 * encord_ontology_element_get_title:
 * @self: an element
 *
 * Gives what users call an element: the name of an object or attribute, the label
 * of an option (`OntologyElement.title` of the SDK).
 *
 * Returns: (transfer none) (nullable): the title, or %NULL for a classification
 *   that has no attribute yet
 *
 * Since: 0.1
 */
const char *
encord_ontology_element_get_title (EncordOntologyElement *self)
{
  g_return_val_if_fail (ENCORD_IS_ONTOLOGY_ELEMENT (self), NULL);

  return get_private (self)->title;
}

/**
 * encord_ontology_element_get_parent:
 * @self: an element
 *
 * Gives the element that an element is a child of.
 *
 * Returns: (transfer none) (nullable): the parent, or %NULL for objects and
 *   classifications, and for an element that has outlived its structure
 *
 * Since: 0.1
 */
EncordOntologyElement *
encord_ontology_element_get_parent (EncordOntologyElement *self)
{
  g_return_val_if_fail (ENCORD_IS_ONTOLOGY_ELEMENT (self), NULL);

  return get_private (self)->parent;
}

/**
 * encord_ontology_element_get_children:
 * @self: an element
 *
 * Gives the elements right below an element, in their order on the wire
 * (`OntologyElement.children` of the SDK).
 *
 * Returns: (transfer none) (element-type EncordOntologyElement): attributes of an
 *   object, classification or option; options of an attribute
 *
 * Since: 0.1
 */
GPtrArray *
encord_ontology_element_get_children (EncordOntologyElement *self)
{
  g_return_val_if_fail (ENCORD_IS_ONTOLOGY_ELEMENT (self), NULL);

  return get_private (self)->children;
}

/**
 * encord_ontology_element_to_json:
 * @self: an element
 *
 * Gives the whole wire form of an element, all that is below it included
 * (`to_dict` of the SDK's elements).
 *
 * Returns: (transfer full): a JSON object that shares nothing with @self
 *
 * Since: 0.1
 */
JsonNode *
encord_ontology_element_to_json (EncordOntologyElement *self)
{
  g_autoptr (JsonNode) node = NULL;

  g_return_val_if_fail (ENCORD_IS_ONTOLOGY_ELEMENT (self), NULL);

  node = json_node_new (JSON_NODE_OBJECT);
  json_node_set_object (node, get_private (self)->wire);

  return encord_json_copy (node);
}
