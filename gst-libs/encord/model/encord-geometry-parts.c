/* encord-geometry-parts.c - points and joints that outlive their geometry
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <encord/model/encord-geometry.h>

G_DEFINE_BOXED_TYPE (EncordJoint, encord_joint, encord_joint_copy,
                     encord_joint_free)

/**
 * encord_joint_copy:
 * @self: a joint
 *
 * Copies a joint with its strings.
 *
 * Returns: (transfer full): the copy
 *
 * Since: 0.1
 */
EncordJoint *
encord_joint_copy (const EncordJoint *self)
{
  EncordJoint *copy;

  g_return_val_if_fail (self != NULL, NULL);

  copy = g_memdup2 (self, sizeof *self);
  copy->name = g_strdup (self->name);
  copy->feature_hash = g_strdup (self->feature_hash);
  copy->color = g_strdup (self->color);
  copy->value = g_strdup (self->value);

  return copy;
}

/**
 * encord_joint_free:
 * @self: (transfer full): a joint that encord_joint_copy() made
 *
 * Frees a copy.
 *
 * Since: 0.1
 */
void
encord_joint_free (EncordJoint *self)
{
  g_return_if_fail (self != NULL);

  g_free ((char *) self->name);
  g_free ((char *) self->feature_hash);
  g_free ((char *) self->color);
  g_free ((char *) self->value);
  g_free (self);
}

/**
 * encord_geometry_dup_points: (rename-to encord_geometry_get_points)
 * @self: coordinates
 * @ret_n_points: (out): number of points
 *
 * Copies the points of a polygon, a polyline or a point.
 *
 * Unlike those of encord_geometry_get_points(), they do not need @self.
 *
 * Returns: (array length=ret_n_points) (transfer full) (nullable): the points, or
 *   %NULL, with @ret_n_points 0, for another shape
 *
 * Since: 0.1
 */
EncordPoint *
encord_geometry_dup_points (const EncordGeometry *self, guint *ret_n_points)
{
  const EncordPoint *points;

  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (ret_n_points != NULL, NULL);

  points = encord_geometry_get_points (self, ret_n_points);

  return g_memdup2 (points, *ret_n_points * sizeof *points);
}

/**
 * encord_geometry_dup_joints: (rename-to encord_geometry_get_joints)
 * @self: coordinates
 *
 * Copies the joints of a skeleton.
 *
 * Unlike those of encord_geometry_get_joints(), they do not need @self.
 *
 * Returns: (element-type EncordJoint) (transfer container) (nullable): the joints, or
 *   %NULL for another shape
 *
 * Since: 0.1
 */
GPtrArray *
encord_geometry_dup_joints (const EncordGeometry *self)
{
  const EncordJoint *joints;
  GPtrArray *copies;
  guint n_joints;

  g_return_val_if_fail (self != NULL, NULL);

  joints = encord_geometry_get_joints (self, &n_joints);
  if (joints == NULL)
    return NULL;

  copies = g_ptr_array_new_full (n_joints, (GDestroyNotify) encord_joint_free);
  for (guint i = 0; i < n_joints; i++)
    g_ptr_array_add (copies, encord_joint_copy (&joints[i]));

  return copies;
}
