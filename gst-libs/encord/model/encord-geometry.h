/* model/encord-geometry.h - where one object is on one frame
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#if !defined(ENCORD_INSIDE) && !defined(ENCORD_COMPILATION)
#error "Only <encord/encord.h> can be included directly."
#endif

#include <encord/encord-macros.h>
#include <encord/model/encord-shape.h>

G_BEGIN_DECLS

/**
 * EncordBox:
 * @x: left edge, as a fraction of the picture's width
 * @y: top edge, as a fraction of the picture's height
 * @width: as a fraction of the picture's width
 * @height: as a fraction of the picture's height
 * @theta: clockwise rotation about the centre in degrees, applied in pixel
 *   space; 0 for an axis-aligned box
 *
 * A box. Values are not clipped to 0..1.
 *
 * Since: 0.1
 */
typedef struct
{
  double x;
  double y;
  double width;
  double height;
  double theta;
} EncordBox;

/**
 * EncordPoint:
 * @x: fraction of the picture's width
 * @y: fraction of the picture's height
 *
 * A point. Values are not clipped to 0..1.
 *
 * Since: 0.1
 */
typedef struct
{
  double x;
  double y;
} EncordPoint;

/**
 * EncordJoint:
 * @name: the joint's name in the skeleton template
 * @feature_hash: (nullable): the joint's hash in the template
 * @color: (nullable): `#RRGGBB`
 * @value: (nullable): internal name
 * @position: where it is
 * @visibility: 1 visible, 2 outside the picture, 4 occluded, 0 not stated
 *
 * One joint of a skeleton. The strings belong to the geometry, or to the copy that
 * encord_joint_copy() made.
 *
 * Since: 0.1
 */
typedef struct
{
  const char *name;
  const char *feature_hash;
  const char *color;
  const char *value;
  EncordPoint position;
  int visibility;
} EncordJoint;

#define ENCORD_TYPE_JOINT (encord_joint_get_type ())
ENCORD_API
GType encord_joint_get_type (void) G_GNUC_CONST;
ENCORD_API
EncordJoint *encord_joint_copy (const EncordJoint *self);
ENCORD_API
void encord_joint_free (EncordJoint *self);

/**
 * EncordGeometry:
 *
 * Immutable, reference-counted coordinates of any shape.
 *
 * Since: 0.1
 */
typedef struct _EncordGeometry EncordGeometry;

#define ENCORD_TYPE_GEOMETRY (encord_geometry_get_type ())
ENCORD_API
GType encord_geometry_get_type (void) G_GNUC_CONST;

ENCORD_API
EncordGeometry *encord_geometry_new_box (const EncordBox *box);
ENCORD_API
EncordGeometry *encord_geometry_new_rotatable_box (const EncordBox *box);
ENCORD_API
EncordGeometry *encord_geometry_new_polygon (const EncordPoint *points,
                                             guint n_points);
ENCORD_API
EncordGeometry *encord_geometry_new_polyline (const EncordPoint *points,
                                              guint n_points);
ENCORD_API
EncordGeometry *encord_geometry_new_point (double x, double y);
ENCORD_API
EncordGeometry *encord_geometry_new_skeleton (const EncordJoint *joints,
                                              guint n_joints);
ENCORD_API
EncordGeometry *encord_geometry_new_bitmask (int width, int height,
                                             const char *rle_string);
ENCORD_API
EncordGeometry *encord_geometry_ref (EncordGeometry *self);
ENCORD_API
void encord_geometry_unref (EncordGeometry *self);

ENCORD_API
EncordShape encord_geometry_get_shape (const EncordGeometry *self);
ENCORD_API
gboolean encord_geometry_get_box (const EncordGeometry *self,
                                  EncordBox *ret_box);
ENCORD_API
const EncordPoint *encord_geometry_get_points (const EncordGeometry *self,
                                               guint *ret_n_points);
ENCORD_API
EncordPoint *
encord_geometry_dup_points (const EncordGeometry *self,
                            guint *ret_n_points) G_GNUC_WARN_UNUSED_RESULT;
ENCORD_API
EncordGeometry *encord_geometry_with_hole (const EncordGeometry *self,
                                           const EncordPoint *points,
                                           guint n_points);
ENCORD_API
EncordGeometry *encord_geometry_with_polygon (const EncordGeometry *self,
                                              const EncordPoint *points,
                                              guint n_points);
ENCORD_API
guint encord_geometry_get_n_polygons (const EncordGeometry *self);
ENCORD_API
guint encord_geometry_get_n_rings (const EncordGeometry *self, guint polygon);
ENCORD_API
const EncordPoint *encord_geometry_get_ring (const EncordGeometry *self,
                                             guint polygon, guint ring,
                                             guint *ret_n_points);
ENCORD_API
EncordPoint *
encord_geometry_dup_ring (const EncordGeometry *self, guint polygon, guint ring,
                          guint *ret_n_points) G_GNUC_WARN_UNUSED_RESULT;
ENCORD_API
const EncordJoint *encord_geometry_get_joints (const EncordGeometry *self,
                                               guint *ret_n_joints);
ENCORD_API
GPtrArray *encord_geometry_dup_joints (const EncordGeometry *self)
    G_GNUC_WARN_UNUSED_RESULT;
ENCORD_API
const char *encord_geometry_get_bitmask (const EncordGeometry *self,
                                         int *ret_width, int *ret_height);
ENCORD_API
gboolean encord_geometry_equal (const EncordGeometry *a,
                                const EncordGeometry *b);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (EncordJoint, encord_joint_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (EncordGeometry, encord_geometry_unref)

G_END_DECLS
