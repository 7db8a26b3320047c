/* encord-skeleton-template-build.c - adds joints to a template, and uses them
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <math.h>

#include <encord/model/encord-json-members-private.h>
#include <encord/model/encord-ontology-build-private.h>
#include <encord/model/encord-skeleton-template-private.h>

/* five zeros: what clients write for a joint or an edge without a colour */
#define DEFAULT_COLOR "#00000"

/* the object that a member holds, made when it is missing */
static JsonObject *
need_object (JsonObject *wire, const char *member)
{
  if (encord_skeleton_template_peek_object (wire, member) == NULL)
    json_object_set_object_member (wire, member, json_object_new ());

  return encord_skeleton_template_peek_object (wire, member);
}

/* the list's own text of a member's name that was just set */
static const char *
own_key (JsonObject *object, const char *key)
{
  g_autoptr (GList) names = json_object_get_members (object);
  GList *last = g_list_find_custom (names, key, (GCompareFunc) g_strcmp0);

  return last->data;
}

/**
 * encord_skeleton_template_add_joint:
 * @self: a template
 * @name: the joint's name, not empty, new in the template
 * @x: where it is, in the template's picture
 * @y: where it is, in the template's picture
 * @color: (nullable): its colour, or %NULL for the usual one
 * @value: (nullable): its internal name, or %NULL for an empty one
 * @feature_hash: (nullable): its feature hash, or %NULL for none
 * @error: return location
 *
 * Adds a joint as the last one (`SkeletonTemplateCoordinate` of the SDK).
 *
 * An empty name or a coordinate that is no number is %ENCORD_ERROR_REJECTED, a name
 * that is taken %ENCORD_ERROR_CONFLICT.
 *
 * Returns: %TRUE when it was added, %FALSE with @error set
 *
 * Since: 0.1
 */
gboolean
encord_skeleton_template_add_joint (EncordSkeletonTemplate *self,
                                    const char *name, double x, double y,
                                    const char *color, const char *value,
                                    const char *feature_hash, GError **error)
{
  char key[24];
  JsonObject *skeleton, *joint;

  g_return_val_if_fail (ENCORD_IS_SKELETON_TEMPLATE (self), FALSE);
  g_return_val_if_fail (name != NULL, FALSE);

  if (!encord_ontology_build_check_title ("a joint", name, error))
    return FALSE;
  if (!isfinite (x) || !isfinite (y)) {
    g_set_error (error, ENCORD_ERROR, ENCORD_ERROR_REJECTED,
                 "joint \"%s\": its place is not finite", name);
    return FALSE;
  }
  if (encord_skeleton_template_find_joint (self, name, NULL)) {
    g_set_error (error, ENCORD_ERROR, ENCORD_ERROR_CONFLICT,
                 "joint \"%s\": the template has one of this name", name);
    return FALSE;
  }

  joint = json_object_new ();
  json_object_set_double_member (joint, "x", x);
  json_object_set_double_member (joint, "y", y);
  json_object_set_string_member (joint, "name", name);
  json_object_set_string_member (joint, "color",
                                 color != NULL ? color : DEFAULT_COLOR);
  json_object_set_string_member (joint, "value", value != NULL ? value : "");
  if (feature_hash != NULL)
    json_object_set_string_member (joint, "featureHash", feature_hash);
  g_snprintf (key, sizeof key, "%" G_GUINT64_FORMAT, self->next_key);
  skeleton = need_object (self->wire, "skeleton");
  json_object_set_object_member (skeleton, key, joint);
  encord_skeleton_template_read_joint (self, own_key (skeleton, key), joint);

  return TRUE;
}

/**
 * encord_skeleton_template_add_edge:
 * @self: a template
 * @from: place of the joint where it starts
 * @to: place of the joint where it ends, another one
 * @color: (nullable): its colour, or %NULL for the usual one
 * @error: return location
 *
 * Adds a line between two joints (`SkeletonTemplate.skeleton_edges` of the SDK).
 *
 * A joint that does not exist is %ENCORD_ERROR_REJECTED, a line that exists
 * %ENCORD_ERROR_CONFLICT.
 *
 * Returns: %TRUE when it was added, %FALSE with @error set
 *
 * Since: 0.1
 */
gboolean
encord_skeleton_template_add_edge (EncordSkeletonTemplate *self, guint from,
                                   guint to, const char *color, GError **error)
{
  EncordSkeletonEdge edge = { .from = from, .to = to };
  JsonObject *ends, *wire;

  g_return_val_if_fail (ENCORD_IS_SKELETON_TEMPLATE (self), FALSE);

  if (from >= self->joints->len || to >= self->joints->len || from == to) {
    g_set_error (error, ENCORD_ERROR, ENCORD_ERROR_REJECTED,
                 "skeleton template: no two joints %u and %u", from, to);
    return FALSE;
  }
  ends = need_object (need_object (self->wire, "skeletonEdges"),
                      g_ptr_array_index (self->keys, from));
  if (json_object_has_member (ends, g_ptr_array_index (self->keys, to))) {
    g_set_error (error, ENCORD_ERROR, ENCORD_ERROR_CONFLICT,
                 "skeleton template: joints %u and %u are joined already", from,
                 to);
    return FALSE;
  }

  wire = json_object_new ();
  json_object_set_string_member (wire, "color",
                                 color != NULL ? color : DEFAULT_COLOR);
  json_object_set_object_member (ends, g_ptr_array_index (self->keys, to),
                                 wire);
  edge.color = json_object_get_string_member (wire, "color");
  g_array_append_val (self->edges, edge);

  return TRUE;
}

/**
 * encord_skeleton_template_make_geometry:
 * @self: a template
 * @joints: (array length=n_joints): one joint for each of the template, by name
 * @n_joints: number of joints
 * @error: return location
 *
 * Makes a skeleton to label with: each joint gets the feature hash that the
 * template has for its name (`SkeletonTemplate.create_instance` of the SDK).
 *
 * A joint that is missing or unknown is %ENCORD_ERROR_REJECTED.
 *
 * Returns: (transfer full): the skeleton, or %NULL with @error set
 *
 * Since: 0.1
 */
EncordGeometry *
encord_skeleton_template_make_geometry (EncordSkeletonTemplate *self,
                                        const EncordJoint *joints,
                                        guint n_joints, GError **error)
{
  g_autoptr (GHashTable) seen = NULL;
  g_autofree EncordJoint *aligned = NULL;

  g_return_val_if_fail (ENCORD_IS_SKELETON_TEMPLATE (self), NULL);
  g_return_val_if_fail (joints != NULL || n_joints == 0, NULL);

  seen = g_hash_table_new (NULL, NULL);
  aligned = g_memdup2 (joints, n_joints * sizeof *joints);
  for (guint i = 0; i < n_joints; i++) {
    guint place;

    if (joints[i].name == NULL ||
        !encord_skeleton_template_find_joint (self, joints[i].name, &place)) {
      g_set_error (error, ENCORD_ERROR, ENCORD_ERROR_REJECTED,
                   "skeleton \"%s\" has no joint \"%s\"",
                   encord_skeleton_template_get_name (self),
                   joints[i].name != NULL ? joints[i].name : "");
      return NULL;
    }
    g_hash_table_add (seen, GUINT_TO_POINTER (place));
    aligned[i].feature_hash =
        g_array_index (self->joints, EncordJoint, place).feature_hash;
  }
  for (guint i = 0; i < self->joints->len; i++) {
    const char *name = g_array_index (self->joints, EncordJoint, i).name;
    guint place;

    if (encord_skeleton_template_find_joint (self, name, &place) &&
        !g_hash_table_contains (seen, GUINT_TO_POINTER (place))) {
      g_set_error (error, ENCORD_ERROR, ENCORD_ERROR_REJECTED,
                   "skeleton \"%s\": joint \"%s\" is missing",
                   encord_skeleton_template_get_name (self), name);
      return NULL;
    }
  }

  return encord_geometry_new_skeleton (aligned, n_joints);
}
