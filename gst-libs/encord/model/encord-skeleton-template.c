/* encord-skeleton-template.c - the joints that a skeleton is made of
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <math.h>

#include <encord/model/encord-json-members-private.h>
#include <encord/model/encord-skeleton-template-private.h>

/**
 * EncordSkeletonTemplate:
 *
 * The joints that skeletons of one class are made of, and the lines between them.
 *
 * It keeps the JSON that it was made from. Follows `SkeletonTemplate` of the SDK.
 *
 * Since: 0.1
 */
G_DEFINE_FINAL_TYPE (EncordSkeletonTemplate, encord_skeleton_template,
                     G_TYPE_OBJECT)

enum
{
  PROP_NAME = 1,
  PROP_FEATURE_HASH,
  PROP_WIDTH,
  PROP_HEIGHT,
  N_PROPS,
};

static GParamSpec *props[N_PROPS];

static void
encord_skeleton_template_get_property (GObject *object, guint id, GValue *value,
                                       GParamSpec *pspec)
{
  EncordSkeletonTemplate *self = ENCORD_SKELETON_TEMPLATE (object);

  switch (id) {
    case PROP_NAME:
      g_value_set_string (value, encord_skeleton_template_get_name (self));
      break;
    case PROP_FEATURE_HASH:
      g_value_set_string (value,
                          encord_skeleton_template_get_feature_hash (self));
      break;
    case PROP_WIDTH:
      g_value_set_double (value, encord_skeleton_template_get_width (self));
      break;
    case PROP_HEIGHT:
      g_value_set_double (value, encord_skeleton_template_get_height (self));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  }
}

static void
encord_skeleton_template_finalize (GObject *object)
{
  EncordSkeletonTemplate *self = ENCORD_SKELETON_TEMPLATE (object);

  g_ptr_array_unref (self->keys);
  g_array_unref (self->joints);
  g_array_unref (self->edges);
  g_clear_pointer (&self->wire, json_object_unref);

  G_OBJECT_CLASS (encord_skeleton_template_parent_class)->finalize (object);
}

static void
encord_skeleton_template_class_init (EncordSkeletonTemplateClass *klass)
{
  const GParamFlags flags =
      G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = encord_skeleton_template_get_property;
  object_class->finalize = encord_skeleton_template_finalize;

  /**
   * EncordSkeletonTemplate:name:
   *
   * The name, unique in its ontology (`SkeletonTemplate.name` of the SDK).
   *
   * Since: 0.1
   */
  props[PROP_NAME] = g_param_spec_string ("name", NULL, NULL, NULL, flags);
  /**
   * EncordSkeletonTemplate:feature-hash:
   *
   * The feature hash, or %NULL before it is part of an ontology
   * (`SkeletonTemplate.feature_node_hash` of the SDK).
   *
   * Since: 0.1
   */
  props[PROP_FEATURE_HASH] =
      g_param_spec_string ("feature-hash", NULL, NULL, NULL, flags);
  /**
   * EncordSkeletonTemplate:width:
   *
   * The width of the picture that its joints are placed in.
   *
   * Since: 0.1
   */
  props[PROP_WIDTH] = g_param_spec_double ("width", NULL, NULL, -G_MAXDOUBLE,
                                           G_MAXDOUBLE, 0, flags);
  /**
   * EncordSkeletonTemplate:height:
   *
   * The height of the picture that its joints are placed in.
   *
   * Since: 0.1
   */
  props[PROP_HEIGHT] = g_param_spec_double ("height", NULL, NULL, -G_MAXDOUBLE,
                                            G_MAXDOUBLE, 0, flags);
  g_object_class_install_properties (object_class, N_PROPS, props);
}

static void
encord_skeleton_template_init (EncordSkeletonTemplate *self)
{
  self->keys = g_ptr_array_new ();
  self->joints = g_array_new (FALSE, FALSE, sizeof (EncordJoint));
  self->edges = g_array_new (FALSE, FALSE, sizeof (EncordSkeletonEdge));
}

JsonObject *
encord_skeleton_template_peek_object (JsonObject *wire, const char *member)
{
  JsonNode *node = encord_json_peek_member (wire, member);

  return node != NULL && JSON_NODE_HOLDS_OBJECT (node)
             ? json_node_get_object (node)
             : NULL;
}

static double
peek_number (JsonObject *wire, const char *member)
{
  JsonNode *node = encord_json_peek_member (wire, member);

  return node != NULL && JSON_NODE_HOLDS_VALUE (node)
             ? json_node_get_double (node)
             : 0;
}

void
encord_skeleton_template_read_joint (EncordSkeletonTemplate *self,
                                     const char *key, JsonObject *wire)
{
  const EncordJoint joint = {
    .name = encord_json_peek_string (wire, "name"),
    .feature_hash = encord_json_peek_string (wire, "featureHash"),
    .color = encord_json_peek_string (wire, "color"),
    .value = encord_json_peek_string (wire, "value"),
    .position = { peek_number (wire, "x"), peek_number (wire, "y") },
  };
  guint64 number;

  if (g_ascii_string_to_unsigned (key, 10, 0, G_MAXINT64, &number, NULL))
    self->next_key = MAX (self->next_key, number + 1);
  if (joint.name == NULL)
    return;
  g_ptr_array_add (self->keys, (gpointer) key);
  g_array_append_val (self->joints, joint);
}

static void
read_joints (EncordSkeletonTemplate *self)
{
  JsonObject *skeleton =
      encord_skeleton_template_peek_object (self->wire, "skeleton");
  JsonObjectIter iter;
  const char *key;
  JsonNode *node;

  if (skeleton == NULL)
    return;
  json_object_iter_init_ordered (&iter, skeleton);
  while (json_object_iter_next_ordered (&iter, &key, &node))
    if (JSON_NODE_HOLDS_OBJECT (node))
      encord_skeleton_template_read_joint (self, key,
                                           json_node_get_object (node));
}

static gboolean
find_key (GHashTable *places, const char *key, guint *ret_place)
{
  gpointer place;

  if (!g_hash_table_lookup_extended (places, key, NULL, &place))
    return FALSE;
  *ret_place = GPOINTER_TO_UINT (place);

  return TRUE;
}

/* the edges that start at one joint */
static void
read_edges_from (EncordSkeletonTemplate *self, GHashTable *places, guint from,
                 JsonObject *ends)
{
  EncordSkeletonEdge edge = { .from = from };
  JsonObjectIter iter;
  const char *key;
  JsonNode *node;

  json_object_iter_init_ordered (&iter, ends);
  while (json_object_iter_next_ordered (&iter, &key, &node)) {
    if (!JSON_NODE_HOLDS_OBJECT (node) || !find_key (places, key, &edge.to))
      continue;
    edge.color = encord_json_peek_string (json_node_get_object (node), "color");
    g_array_append_val (self->edges, edge);
  }
}

static void
read_edges (EncordSkeletonTemplate *self)
{
  g_autoptr (GHashTable) places = g_hash_table_new (g_str_hash, g_str_equal);
  JsonObject *starts =
      encord_skeleton_template_peek_object (self->wire, "skeletonEdges");
  JsonObjectIter iter;
  const char *key;
  JsonNode *node;
  guint from;

  if (starts == NULL)
    return;
  for (guint i = 0; i < self->keys->len; i++)
    g_hash_table_insert (places, g_ptr_array_index (self->keys, i),
                         GUINT_TO_POINTER (i));
  json_object_iter_init_ordered (&iter, starts);
  while (json_object_iter_next_ordered (&iter, &key, &node))
    if (JSON_NODE_HOLDS_OBJECT (node) && find_key (places, key, &from))
      read_edges_from (self, places, from, json_node_get_object (node));
}

EncordSkeletonTemplate *
encord_skeleton_template_new_from_wire (JsonObject *wire)
{
  EncordSkeletonTemplate *self =
      g_object_new (ENCORD_TYPE_SKELETON_TEMPLATE, NULL);

  self->wire = json_object_ref (wire);
  read_joints (self);
  read_edges (self);

  return self;
}

/**
 * encord_skeleton_template_new:
 * @name: its name, not empty
 * @width: width of the picture that its joints are placed in
 * @height: height of that picture
 *
 * Makes a template without joints (`SkeletonTemplate` of the SDK).
 *
 * Returns: (transfer full): the template
 *
 * Since: 0.1
 */
EncordSkeletonTemplate *
encord_skeleton_template_new (const char *name, double width, double height)
{
  g_autoptr (JsonObject) wire = NULL;

  g_return_val_if_fail (name != NULL && *name != '\0', NULL);
  g_return_val_if_fail (isfinite (width) && isfinite (height), NULL);

  wire = json_object_new ();
  json_object_set_string_member (wire, "name", name);
  json_object_set_double_member (wire, "width", width);
  json_object_set_double_member (wire, "height", height);
  json_object_set_object_member (wire, "skeleton", json_object_new ());
  json_object_set_object_member (wire, "skeletonEdges", json_object_new ());
  json_object_set_string_member (wire, "shape", "skeleton");

  return encord_skeleton_template_new_from_wire (wire);
}

JsonObject *
encord_skeleton_template_get_wire (EncordSkeletonTemplate *self)
{
  return self->wire;
}

void
encord_skeleton_template_claim (EncordSkeletonTemplate *self)
{
  self->claimed = TRUE;
}

gboolean
encord_skeleton_template_is_claimed (EncordSkeletonTemplate *self)
{
  return self->claimed;
}

void
encord_skeleton_template_set_feature_hash (EncordSkeletonTemplate *self,
                                           const char *feature_hash)
{
  json_object_set_string_member (self->wire, "feature_node_hash", feature_hash);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_FEATURE_HASH]);
}

/**
 * encord_skeleton_template_get_name:
 * @self: a template
 *
 * Gives the name of a template (`SkeletonTemplate.name` of the SDK).
 *
 * Returns: (transfer none): the name; empty when it is missing on the wire
 *
 * Since: 0.1
 */
const char *
encord_skeleton_template_get_name (EncordSkeletonTemplate *self)
{
  const char *name;

  g_return_val_if_fail (ENCORD_IS_SKELETON_TEMPLATE (self), NULL);

  name = encord_json_peek_string (self->wire, "name");

  return name != NULL ? name : "";
}

/**
 * encord_skeleton_template_get_feature_hash:
 * @self: a template
 *
 * Gives the feature hash of a template
 * (`SkeletonTemplate.feature_node_hash` of the SDK).
 *
 * Returns: (transfer none) (nullable): the hash, or %NULL for a template that is not
 *   part of an ontology
 *
 * Since: 0.1
 */
const char *
encord_skeleton_template_get_feature_hash (EncordSkeletonTemplate *self)
{
  g_return_val_if_fail (ENCORD_IS_SKELETON_TEMPLATE (self), NULL);

  return encord_json_peek_string (self->wire, "feature_node_hash");
}

/**
 * encord_skeleton_template_get_width:
 * @self: a template
 *
 * Gives the width of the picture that the joints of a template are placed in
 * (`SkeletonTemplate.width` of the SDK).
 *
 * Returns: the width
 *
 * Since: 0.1
 */
double
encord_skeleton_template_get_width (EncordSkeletonTemplate *self)
{
  g_return_val_if_fail (ENCORD_IS_SKELETON_TEMPLATE (self), 0);

  return peek_number (self->wire, "width");
}

/**
 * encord_skeleton_template_get_height:
 * @self: a template
 *
 * Gives the height of the picture that the joints of a template are placed in
 * (`SkeletonTemplate.height` of the SDK).
 *
 * Returns: the height
 *
 * Since: 0.1
 */
double
encord_skeleton_template_get_height (EncordSkeletonTemplate *self)
{
  g_return_val_if_fail (ENCORD_IS_SKELETON_TEMPLATE (self), 0);

  return peek_number (self->wire, "height");
}

/**
 * encord_skeleton_template_get_n_joints:
 * @self: a template
 *
 * Counts the joints of a template.
 *
 * Returns: the number of joints
 *
 * Since: 0.1
 */
guint
encord_skeleton_template_get_n_joints (EncordSkeletonTemplate *self)
{
  g_return_val_if_fail (ENCORD_IS_SKELETON_TEMPLATE (self), 0);

  return self->joints->len;
}

/**
 * encord_skeleton_template_get_joint:
 * @self: a template
 * @index: place of a joint in wire order, from 0
 * @ret_joint: (out caller-allocates): the joint, with its place in the template's
 *   picture; its strings belong to @self
 *
 * Reads a joint of a template (`SkeletonTemplate.skeleton` of the SDK).
 *
 * Returns: %FALSE when there are not so many
 *
 * Since: 0.1
 */
gboolean
encord_skeleton_template_get_joint (EncordSkeletonTemplate *self, guint index,
                                    EncordJoint *ret_joint)
{
  g_return_val_if_fail (ENCORD_IS_SKELETON_TEMPLATE (self), FALSE);
  g_return_val_if_fail (ret_joint != NULL, FALSE);

  if (index >= self->joints->len)
    return FALSE;
  *ret_joint = g_array_index (self->joints, EncordJoint, index);

  return TRUE;
}

/**
 * encord_skeleton_template_find_joint:
 * @self: a template
 * @name: a joint's name, compared byte by byte
 * @ret_index: (out) (optional): its place, set only when it is found
 *
 * Finds the first joint of a name.
 *
 * Returns: whether there is one
 *
 * Since: 0.1
 */
gboolean
encord_skeleton_template_find_joint (EncordSkeletonTemplate *self,
                                     const char *name, guint *ret_index)
{
  g_return_val_if_fail (ENCORD_IS_SKELETON_TEMPLATE (self), FALSE);
  g_return_val_if_fail (name != NULL, FALSE);

  for (guint i = 0; i < self->joints->len; i++) {
    if (!g_str_equal (g_array_index (self->joints, EncordJoint, i).name, name))
      continue;
    if (ret_index != NULL)
      *ret_index = i;
    return TRUE;
  }

  return FALSE;
}

/**
 * encord_skeleton_template_get_n_edges:
 * @self: a template
 *
 * Counts the lines between the joints of a template.
 *
 * Returns: the number of lines
 *
 * Since: 0.1
 */
guint
encord_skeleton_template_get_n_edges (EncordSkeletonTemplate *self)
{
  g_return_val_if_fail (ENCORD_IS_SKELETON_TEMPLATE (self), 0);

  return self->edges->len;
}

/**
 * encord_skeleton_template_get_edge:
 * @self: a template
 * @index: place of a line in wire order, from 0
 * @ret_from: (out): place of the joint where it starts
 * @ret_to: (out): place of the joint where it ends
 * @ret_color: (out) (optional) (nullable) (transfer none): its colour
 *
 * Reads a line between joints (`SkeletonTemplate.skeleton_edges` of the SDK).
 *
 * Returns: %FALSE when there are not so many
 *
 * Since: 0.1
 */
gboolean
encord_skeleton_template_get_edge (EncordSkeletonTemplate *self, guint index,
                                   guint *ret_from, guint *ret_to,
                                   const char **ret_color)
{
  const EncordSkeletonEdge *edge;

  g_return_val_if_fail (ENCORD_IS_SKELETON_TEMPLATE (self), FALSE);
  g_return_val_if_fail (ret_from != NULL && ret_to != NULL, FALSE);

  if (index >= self->edges->len)
    return FALSE;
  edge = &g_array_index (self->edges, EncordSkeletonEdge, index);
  *ret_from = edge->from;
  *ret_to = edge->to;
  if (ret_color != NULL)
    *ret_color = edge->color;

  return TRUE;
}

/**
 * encord_skeleton_template_to_json:
 * @self: a template
 *
 * Gives the wire form of a template (`SkeletonTemplate.to_dict` of the SDK).
 *
 * Returns: (transfer full): a JSON object that shares nothing with @self
 *
 * Since: 0.1
 */
JsonNode *
encord_skeleton_template_to_json (EncordSkeletonTemplate *self)
{
  g_autoptr (JsonNode) node = NULL;

  g_return_val_if_fail (ENCORD_IS_SKELETON_TEMPLATE (self), NULL);

  node = json_node_new (JSON_NODE_OBJECT);
  json_node_set_object (node, self->wire);

  return encord_json_copy (node);
}
