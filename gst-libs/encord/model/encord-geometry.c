/* encord-geometry.c - where one object is on one frame
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <math.h>

#include <encord/model/encord-geometry-private.h>

struct _EncordGeometry
{
  gatomicrefcount refs;
  EncordShape shape;

  EncordBox box;         /* both boxes */
  GArray *points;        /* EncordPoint; polygon, polyline, point */
  GArray *rings;         /* EncordRing; polygon; NULL: it has one */
  GArray *joints;        /* EncordJoint; skeleton */
  GStringChunk *strings; /* of the joints */

  int top, left, width, height; /* bitmask, pixels */
  char *rle;
};

G_DEFINE_BOXED_TYPE (EncordGeometry, encord_geometry, encord_geometry_ref,
                     encord_geometry_unref)

static EncordGeometry *
geometry_new (EncordShape shape)
{
  EncordGeometry *self = g_new0 (EncordGeometry, 1);

  g_atomic_ref_count_init (&self->refs);
  self->shape = shape;

  return self;
}

/**
 * encord_geometry_new_box:
 * @box: edges in fractions of the picture; its `theta` is ignored
 *
 * Makes the coordinates of an axis-aligned box.
 *
 * Follows `BoundingBoxCoordinates` of the Python SDK.
 *
 * Returns: (transfer full): the coordinates
 *
 * Since: 0.1
 */
EncordGeometry *
encord_geometry_new_box (const EncordBox *box)
{
  EncordGeometry *self;

  g_return_val_if_fail (box != NULL, NULL);

  self = geometry_new (ENCORD_SHAPE_BOUNDING_BOX);
  self->box = *box;
  self->box.theta = 0;

  return self;
}

/**
 * encord_geometry_new_rotatable_box:
 * @box: edges before the rotation in fractions of the picture, `theta` in
 *   degrees
 *
 * Makes the coordinates of a box that is turned about its centre.
 *
 * Follows `RotatableBoundingBoxCoordinates` of the Python SDK.
 *
 * Returns: (transfer full): the coordinates
 *
 * Since: 0.1
 */
EncordGeometry *
encord_geometry_new_rotatable_box (const EncordBox *box)
{
  EncordGeometry *self;

  g_return_val_if_fail (box != NULL, NULL);

  self = geometry_new (ENCORD_SHAPE_ROTATABLE_BOUNDING_BOX);
  self->box = *box;

  return self;
}

EncordGeometry *
encord_geometry_new_points_take (EncordShape shape, GArray *points)
{
  EncordGeometry *self = geometry_new (shape);

  self->points = points;

  return self;
}

EncordGeometry *
encord_geometry_new_rings_take (GArray *points, GArray *rings)
{
  EncordGeometry *self =
      encord_geometry_new_points_take (ENCORD_SHAPE_POLYGON, points);

  if (rings->len > 1)
    self->rings = rings;
  else
    g_array_unref (rings);

  return self;
}

GArray *
encord_geometry_get_parts (const EncordGeometry *self, GArray **ret_rings)
{
  *ret_rings = self->rings;

  return self->points;
}

static EncordGeometry *
new_points (EncordShape shape, const EncordPoint *points, guint n_points)
{
  GArray *copy =
      g_array_sized_new (FALSE, FALSE, sizeof (EncordPoint), n_points);

  if (n_points > 0)
    g_array_append_vals (copy, points, n_points);

  return encord_geometry_new_points_take (shape, copy);
}

/**
 * encord_geometry_new_polygon:
 * @points: (array length=n_points): the corners in fractions of the picture
 * @n_points: number of corners
 *
 * Makes the coordinates of a polygon, which closes by itself.
 * encord_geometry_with_hole() and encord_geometry_with_polygon() add to it.
 *
 * Follows `PolygonCoordinates` of the Python SDK.
 *
 * Returns: (transfer full): the coordinates
 *
 * Since: 0.1
 */
EncordGeometry *
encord_geometry_new_polygon (const EncordPoint *points, guint n_points)
{
  g_return_val_if_fail (points != NULL || n_points == 0, NULL);

  return new_points (ENCORD_SHAPE_POLYGON, points, n_points);
}

/**
 * encord_geometry_new_polyline:
 * @points: (array length=n_points): the corners in fractions of the picture
 * @n_points: number of corners
 *
 * Makes the coordinates of an open line.
 *
 * Follows `PolylineCoordinates` of the Python SDK.
 *
 * Returns: (transfer full): the coordinates
 *
 * Since: 0.1
 */
EncordGeometry *
encord_geometry_new_polyline (const EncordPoint *points, guint n_points)
{
  g_return_val_if_fail (points != NULL || n_points == 0, NULL);

  return new_points (ENCORD_SHAPE_POLYLINE, points, n_points);
}

/**
 * encord_geometry_new_point:
 * @x: fraction of the picture's width
 * @y: fraction of the picture's height
 *
 * Makes the coordinates of a single point.
 *
 * Follows `PointCoordinate` of the Python SDK.
 *
 * Returns: (transfer full): the coordinates
 *
 * Since: 0.1
 */
EncordGeometry *
encord_geometry_new_point (double x, double y)
{
  const EncordPoint point = { x, y };

  return new_points (ENCORD_SHAPE_POINT, &point, 1);
}

EncordGeometry *
encord_geometry_new_skeleton_take (GArray *joints, GStringChunk *strings)
{
  EncordGeometry *self = geometry_new (ENCORD_SHAPE_SKELETON);

  self->joints = joints;
  self->strings = strings;

  return self;
}

static const char *
keep (GStringChunk *strings, const char *text)
{
  return text != NULL ? g_string_chunk_insert_const (strings, text) : NULL;
}

/**
 * encord_geometry_new_skeleton:
 * @joints: (array length=n_joints): the joints; each has a name
 * @n_joints: number of joints
 *
 * Makes the coordinates of a skeleton.
 *
 * Follows `SkeletonCoordinates` of the Python SDK.
 *
 * Returns: (transfer full): the coordinates
 *
 * Since: 0.1
 */
EncordGeometry *
encord_geometry_new_skeleton (const EncordJoint *joints, guint n_joints)
{
  GArray *copy;
  GStringChunk *strings;

  g_return_val_if_fail (joints != NULL || n_joints == 0, NULL);

  copy = g_array_sized_new (FALSE, FALSE, sizeof (EncordJoint), n_joints);
  strings = g_string_chunk_new (256);
  for (guint i = 0; i < n_joints; i++) {
    EncordJoint joint = joints[i];

    joint.name = keep (strings, joint.name != NULL ? joint.name : "");
    joint.feature_hash = keep (strings, joint.feature_hash);
    joint.color = keep (strings, joint.color);
    joint.value = keep (strings, joint.value);
    g_array_append_val (copy, joint);
  }

  return encord_geometry_new_skeleton_take (copy, strings);
}

EncordGeometry *
encord_geometry_new_bitmask_at (int top, int left, int width, int height,
                                const char *rle_string, gsize length)
{
  EncordGeometry *self = geometry_new (ENCORD_SHAPE_BITMASK);

  self->top = top;
  self->left = left;
  self->width = width;
  self->height = height;
  self->rle = g_strndup (rle_string, length);

  return self;
}

/**
 * encord_geometry_new_bitmask:
 * @width: of the mask, which is that of the picture, in pixels
 * @height: of the mask, which is that of the picture, in pixels
 * @rle_string: the mask row by row as a run-length string
 *
 * Makes the coordinates of a bitmask from its run-length string.
 *
 * Follows `BitmaskCoordinates.EncodedBitmask` of the Python SDK.
 *
 * Returns: (transfer full): the coordinates
 *
 * Since: 0.1
 */
EncordGeometry *
encord_geometry_new_bitmask (int width, int height, const char *rle_string)
{
  g_return_val_if_fail (width > 0 && height > 0, NULL);
  g_return_val_if_fail (rle_string != NULL, NULL);

  return encord_geometry_new_bitmask_at (0, 0, width, height, rle_string,
                                         strlen (rle_string));
}

/**
 * encord_geometry_ref:
 * @self: coordinates
 *
 * Takes a reference.
 *
 * Returns: (transfer full): @self
 *
 * Since: 0.1
 */
EncordGeometry *
encord_geometry_ref (EncordGeometry *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_atomic_ref_count_inc (&self->refs);

  return self;
}

/**
 * encord_geometry_unref:
 * @self: (transfer full): coordinates
 *
 * Gives a reference back.
 *
 * Since: 0.1
 */
void
encord_geometry_unref (EncordGeometry *self)
{
  g_return_if_fail (self != NULL);

  if (!g_atomic_ref_count_dec (&self->refs))
    return;

  g_clear_pointer (&self->points, g_array_unref);
  g_clear_pointer (&self->rings, g_array_unref);
  g_clear_pointer (&self->joints, g_array_unref);
  g_clear_pointer (&self->strings, g_string_chunk_free);
  g_free (self->rle);
  g_free (self);
}

/**
 * encord_geometry_get_shape:
 * @self: coordinates
 *
 * Tells which shape the coordinates describe.
 *
 * Returns: the shape
 *
 * Since: 0.1
 */
EncordShape
encord_geometry_get_shape (const EncordGeometry *self)
{
  g_return_val_if_fail (self != NULL, ENCORD_SHAPE_UNKNOWN);

  return self->shape;
}

/**
 * encord_geometry_get_box:
 * @self: coordinates
 * @ret_box: (out caller-allocates): the box
 *
 * Reads the coordinates of a box or a rotatable box.
 *
 * Returns: %FALSE, with @ret_box untouched, for another shape
 *
 * Since: 0.1
 */
gboolean
encord_geometry_get_box (const EncordGeometry *self, EncordBox *ret_box)
{
  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (ret_box != NULL, FALSE);

  if (self->shape != ENCORD_SHAPE_BOUNDING_BOX &&
      self->shape != ENCORD_SHAPE_ROTATABLE_BOUNDING_BOX)
    return FALSE;
  *ret_box = self->box;

  return TRUE;
}

/**
 * encord_geometry_get_points:
 * @self: coordinates
 * @ret_n_points: (out): number of points
 *
 * Reads the points of a polygon, a polyline or a point. Of a polygon that has several
 * rings they are those of the first: see encord_geometry_get_ring().
 *
 * Returns: (array length=ret_n_points) (transfer none) (nullable): the points,
 *   or %NULL, with @ret_n_points 0, for another shape
 *
 * Since: 0.1
 */
const EncordPoint *
encord_geometry_get_points (const EncordGeometry *self, guint *ret_n_points)
{
  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (ret_n_points != NULL, NULL);

  *ret_n_points = self->points != NULL ? self->points->len : 0;
  if (self->rings != NULL)
    *ret_n_points = g_array_index (self->rings, EncordRing, 0).end;

  return self->points != NULL ? (const EncordPoint *) self->points->data : NULL;
}

/**
 * encord_geometry_get_joints:
 * @self: coordinates
 * @ret_n_joints: (out): number of joints
 *
 * Reads the joints of a skeleton.
 *
 * Returns: (array length=ret_n_joints) (transfer none) (nullable): the joints,
 *   or %NULL, with @ret_n_joints 0, for another shape
 *
 * Since: 0.1
 */
const EncordJoint *
encord_geometry_get_joints (const EncordGeometry *self, guint *ret_n_joints)
{
  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (ret_n_joints != NULL, NULL);

  *ret_n_joints = self->joints != NULL ? self->joints->len : 0;

  return self->joints != NULL ? (const EncordJoint *) self->joints->data : NULL;
}

/**
 * encord_geometry_get_bitmask:
 * @self: coordinates
 * @ret_width: (out): width in pixels
 * @ret_height: (out): height in pixels
 *
 * Reads the run-length string of a bitmask.
 *
 * Returns: (transfer none) (nullable): the string, or %NULL, with the sizes
 *   untouched, for another shape
 *
 * Since: 0.1
 */
const char *
encord_geometry_get_bitmask (const EncordGeometry *self, int *ret_width,
                             int *ret_height)
{
  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (ret_width != NULL && ret_height != NULL, NULL);

  if (self->rle == NULL)
    return NULL;
  *ret_width = self->width;
  *ret_height = self->height;

  return self->rle;
}

void
encord_geometry_get_offset (const EncordGeometry *self, int *ret_top,
                            int *ret_left)
{
  *ret_top = self->top;
  *ret_left = self->left;
}

static gboolean
box_equal (const EncordBox *a, const EncordBox *b)
{
  return a->x == b->x && a->y == b->y && a->width == b->width &&
         a->height == b->height && a->theta == b->theta;
}

static gboolean
points_equal (GArray *a, GArray *b)
{
  if (a == NULL || b == NULL)
    return a == b;
  if (a->len != b->len)
    return FALSE;
  for (guint i = 0; i < a->len; i++) {
    const EncordPoint *p = &g_array_index (a, EncordPoint, i);
    const EncordPoint *q = &g_array_index (b, EncordPoint, i);

    if (p->x != q->x || p->y != q->y)
      return FALSE;
  }

  return TRUE;
}

static gboolean
rings_equal (GArray *a, GArray *b)
{
  if (a == NULL || b == NULL)
    return a == b;
  if (a->len != b->len)
    return FALSE;
  for (guint i = 0; i < a->len; i++) {
    const EncordRing *p = &g_array_index (a, EncordRing, i);
    const EncordRing *q = &g_array_index (b, EncordRing, i);

    if (p->end != q->end || p->part != q->part)
      return FALSE;
  }

  return TRUE;
}

static gboolean
joints_equal (GArray *a, GArray *b)
{
  if (a == NULL || b == NULL)
    return a == b;
  if (a->len != b->len)
    return FALSE;
  for (guint i = 0; i < a->len; i++) {
    const EncordJoint *p = &g_array_index (a, EncordJoint, i);
    const EncordJoint *q = &g_array_index (b, EncordJoint, i);

    if (p->position.x != q->position.x || p->position.y != q->position.y ||
        p->visibility != q->visibility || g_strcmp0 (p->name, q->name) != 0 ||
        g_strcmp0 (p->feature_hash, q->feature_hash) != 0 ||
        g_strcmp0 (p->color, q->color) != 0 ||
        g_strcmp0 (p->value, q->value) != 0)
      return FALSE;
  }

  return TRUE;
}

/**
 * encord_geometry_equal:
 * @a: coordinates
 * @b: coordinates
 *
 * Compares two coordinates, number for number.
 *
 * Returns: whether they are the same
 *
 * Since: 0.1
 */
gboolean
encord_geometry_equal (const EncordGeometry *a, const EncordGeometry *b)
{
  g_return_val_if_fail (a != NULL && b != NULL, FALSE);

  return a->shape == b->shape && box_equal (&a->box, &b->box) &&
         points_equal (a->points, b->points) &&
         rings_equal (a->rings, b->rings) &&
         joints_equal (a->joints, b->joints) && a->top == b->top &&
         a->left == b->left && a->width == b->width && a->height == b->height &&
         g_strcmp0 (a->rle, b->rle) == 0;
}

gboolean
encord_geometry_is_finite (const EncordGeometry *self)
{
  const EncordBox *box = &self->box;

  if (!isfinite (box->x) || !isfinite (box->y) || !isfinite (box->width) ||
      !isfinite (box->height) || !isfinite (box->theta))
    return FALSE;
  for (guint i = 0; self->points != NULL && i < self->points->len; i++) {
    const EncordPoint *point = &g_array_index (self->points, EncordPoint, i);

    if (!isfinite (point->x) || !isfinite (point->y))
      return FALSE;
  }
  for (guint i = 0; self->joints != NULL && i < self->joints->len; i++) {
    const EncordJoint *joint = &g_array_index (self->joints, EncordJoint, i);

    if (!isfinite (joint->position.x) || !isfinite (joint->position.y))
      return FALSE;
  }

  return TRUE;
}
