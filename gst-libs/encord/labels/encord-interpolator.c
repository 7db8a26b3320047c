/* labels/encord-interpolator.c - coordinates between two key frames; pure
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <math.h>
#include <string.h>

#include <encord/labels/encord-box-form-private.h>
#include <encord/labels/encord-interpolator-private.h>
#include <encord/model/encord-geometry-private.h>

/* far outside of any picture, far below the largest double */
#define LARGEST 1e150

G_DEFINE_BOXED_TYPE (EncordInterpolator, encord_interpolator,
                     encord_interpolator_ref, encord_interpolator_unref)

static EncordPoint
blend_points (const EncordPoint *a, const EncordPoint *b, double position)
{
  return (EncordPoint){ encord_blend (a->x, b->x, position),
                        encord_blend (a->y, b->y, position) };
}

/* ---- boxes ---- */

/* whether sums and differences of its numbers are numbers, too */
static gboolean
is_measurable (const EncordBox *box)
{
  return fabs (box->x) < LARGEST && fabs (box->y) < LARGEST &&
         fabs (box->width) < LARGEST && fabs (box->height) < LARGEST &&
         fabs (box->theta) < LARGEST;
}

static void
find_nearest_form (EncordInterpolator *self, double aspect)
{
  self->box_b = encord_box_form_near (&self->box_b, &self->box_a, aspect);
  self->hold = !is_measurable (&self->box_a) || !is_measurable (&self->box_b);
}

static inline void
box_at (const EncordInterpolator *self, double position, EncordBox *ret_box)
{
  const EncordBox *a = &self->box_a, *b = &self->box_b;

  ret_box->width = encord_blend (a->width, b->width, position);
  ret_box->height = encord_blend (a->height, b->height, position);
  ret_box->theta = 0;
  if (self->shape == ENCORD_SHAPE_BOUNDING_BOX) {
    ret_box->x = encord_blend (a->x, b->x, position);
    ret_box->y = encord_blend (a->y, b->y, position);
    return;
  }
  /* linear in the centre */
  ret_box->x =
      encord_blend (a->x + a->width / 2, b->x + b->width / 2, position) -
      ret_box->width / 2;
  ret_box->y =
      encord_blend (a->y + a->height / 2, b->y + b->height / 2, position) -
      ret_box->height / 2;
  ret_box->theta = encord_blend (a->theta, b->theta, position);
  /* the keys' own range, where that is a full turn from 0 */
  if (a->theta >= 0 && a->theta < 360)
    ret_box->theta -= 360 * floor (ret_box->theta / 360);
}

/* ---- skeleton ---- */

static const char *
joint_key (const EncordJoint *joint)
{
  return joint->feature_hash != NULL ? joint->feature_hash : joint->name;
}

/* a joint that the next key lacks stays where it is */
static void
match_joints (EncordInterpolator *self)
{
  g_autoptr (GHashTable) by_key = g_hash_table_new (g_str_hash, g_str_equal);
  guint n_a, n_b;
  const EncordJoint *a = encord_geometry_get_joints (self->a, &n_a);
  const EncordJoint *b = encord_geometry_get_joints (self->b, &n_b);

  for (guint i = 0; i < n_b; i++)
    g_hash_table_insert (by_key, (gpointer) joint_key (&b[i]),
                         (gpointer) &b[i]);
  self->hold = n_a == 0;
  self->targets = g_new (EncordPoint, n_a);
  for (guint i = 0; i < n_a; i++) {
    const EncordJoint *partner =
        g_hash_table_lookup (by_key, joint_key (&a[i]));

    self->targets[i] = partner != NULL ? partner->position : a[i].position;
  }
}

static EncordGeometry *
skeleton_at (const EncordInterpolator *self, double position)
{
  guint n;
  const EncordJoint *a = encord_geometry_get_joints (self->a, &n);
  g_autofree EncordJoint *joints = g_memdup2 (a, n * sizeof *a);

  for (guint i = 0; i < n; i++)
    joints[i].position =
        blend_points (&a[i].position, &self->targets[i], position);

  return encord_geometry_new_skeleton (joints, n);
}

/* ---- polygon, polyline, point ---- */

static void
match_points (EncordInterpolator *self, double width, double height)
{
  guint n_a, n_b;
  const EncordPoint *a = encord_geometry_get_points (self->a, &n_a);
  const EncordPoint *b = encord_geometry_get_points (self->b, &n_b);

  self->pairs = encord_outline_match_points (
      a, n_a, b, n_b, self->shape == ENCORD_SHAPE_POLYGON, width, height);
  self->hold = self->pairs == NULL;
}

static GArray *
points_at (const EncordInterpolator *self, double position)
{
  const guint n = self->pairs->from->len;
  const EncordPoint *from = (const EncordPoint *) self->pairs->from->data;
  const EncordPoint *to = (const EncordPoint *) self->pairs->to->data;
  GArray *points = g_array_sized_new (FALSE, FALSE, sizeof *from, n);

  g_array_set_size (points, n);
  for (guint i = 0; i < n; i++)
    g_array_index (points, EncordPoint, i) =
        blend_points (&from[i], &to[i], position);

  return points;
}

/* ---- bitmask ---- */

/* a mask that is cut out of its picture has a place; the two then are at the same */
static void
match_masks (EncordInterpolator *self, gint64 most_pixels)
{
  int width_a, height_a, width_b, height_b;
  int top_a, left_a, top_b, left_b;
  const char *a = encord_geometry_get_bitmask (self->a, &width_a, &height_a);
  const char *b = encord_geometry_get_bitmask (self->b, &width_b, &height_b);

  encord_geometry_get_offset (self->a, &top_a, &left_a);
  encord_geometry_get_offset (self->b, &top_b, &left_b);
  self->hold = encord_geometry_equal (self->a, self->b);
  if (!self->hold && width_a == width_b && height_a == height_b &&
      top_a == top_b && left_a == left_b && most_pixels > 0)
    self->mask_way = encord_mask_way_new (a, b, width_a, height_a, most_pixels);
}

static EncordGeometry *
mask_at (const EncordInterpolator *self, double position)
{
  g_autofree char *rle = encord_mask_way_at (self->mask_way, position);
  int top, left, width, height;

  encord_geometry_get_bitmask (self->a, &width, &height);
  encord_geometry_get_offset (self->a, &top, &left);

  return encord_geometry_new_bitmask_at (top, left, width, height, rle,
                                         strlen (rle));
}

/* ---- all shapes ---- */

EncordInterpolator *
encord_interpolator_new_within (EncordGeometry *a, EncordGeometry *b, int width,
                                int height, gint64 most_mask_pixels)
{
  const gboolean known = width > 0 && height > 0;
  EncordInterpolator *self;

  g_return_val_if_fail (a != NULL && b != NULL, NULL);
  g_return_val_if_fail (
      encord_geometry_get_shape (a) == encord_geometry_get_shape (b), NULL);

  self = g_new0 (EncordInterpolator, 1);
  g_atomic_ref_count_init (&self->refs);
  self->a = encord_geometry_ref (a);
  self->b = encord_geometry_ref (b);
  self->shape = encord_geometry_get_shape (a);
  switch (self->shape) {
    case ENCORD_SHAPE_BOUNDING_BOX:
    case ENCORD_SHAPE_ROTATABLE_BOUNDING_BOX:
      encord_geometry_get_box (a, &self->box_a);
      encord_geometry_get_box (b, &self->box_b);
      if (self->shape == ENCORD_SHAPE_ROTATABLE_BOUNDING_BOX)
        find_nearest_form (self, known ? (double) width / height : 1);
      break;
    case ENCORD_SHAPE_POLYGON:
    case ENCORD_SHAPE_POLYLINE:
    case ENCORD_SHAPE_POINT:
      match_points (self, known ? width : 1, known ? height : 1);
      break;
    case ENCORD_SHAPE_SKELETON:
      match_joints (self);
      break;
    case ENCORD_SHAPE_BITMASK:
      match_masks (self, most_mask_pixels);
      break;
    case ENCORD_SHAPE_UNKNOWN:
    default:
      break;
  }

  return self;
}

/**
 * encord_interpolator_new:
 * @a: coordinates on the earlier key frame
 * @b: coordinates on the later key frame, of the same shape
 * @width: of the picture in pixels; 0 if unknown, then it counts as a square
 * @height: of the picture in pixels; 0 if unknown
 *
 * Works out how @a becomes @b.
 *
 * Box: linear in its edges. Rotatable box: linear in centre and size; of the
 * descriptions of the rectangle @b (sides exchanged, angle plus 90 degrees and so
 * on) the one nearest to @a, and from there the shorter way round. Point: linear.
 * Skeleton: each joint linear to the one of the same feature hash (or name), held
 * where there is none; visibility held.
 *
 * Polygon: neither the corner at which a drawing begins nor its direction matters,
 * nor does the number of corners. Both are laid along their length (as CVAT does
 * for tracks), after a search for the start at which they are closest (the
 * alignment of polygons of Sederberg and Greenwood, 1992, by length instead of by
 * work). The outline never crosses itself between two simple keys, and its area
 * never falls below half of the smaller key's: where no way is found that keeps
 * to this, @a is held. Polyline: the same, without start and in the better of the
 * two directions. Of polygons with holes the first ring counts.
 *
 * Bitmask: @b is moved onto @a, middle on middle and in whole pixels; there the
 * distances to the borders of both are blended (shape-based interpolation, Raya and
 * Udupa, 1990), and the result is moved to where the middle is then. What only moves
 * keeps its pixels. The area stays between those of the keys as long as the way lies
 * within the picture. The nearer of the two stands for masks that are empty,
 * malformed, of different sizes, or so large that they fill, moved onto each
 * other, a box of more than 8,388,608 pixels.
 *
 * Follows the platform's `interpolation` as `Project.object_interpolation` of the
 * Python SDK documents it; the platform's own correspondence is not published.
 *
 * Returns: (transfer full): the way from @a to @b
 *
 * Since: 0.1
 */
EncordInterpolator *
encord_interpolator_new (EncordGeometry *a, EncordGeometry *b, int width,
                         int height)
{
  return encord_interpolator_new_within (a, b, width, height,
                                         ENCORD_MASK_WAY_MOST_PIXELS);
}

/**
 * encord_interpolator_ref:
 * @self: an interpolator
 *
 * Takes a reference.
 *
 * Returns: (transfer full): @self
 *
 * Since: 0.1
 */
EncordInterpolator *
encord_interpolator_ref (EncordInterpolator *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_atomic_ref_count_inc (&self->refs);

  return self;
}

/**
 * encord_interpolator_unref:
 * @self: (transfer full): an interpolator
 *
 * Gives a reference back.
 *
 * Since: 0.1
 */
void
encord_interpolator_unref (EncordInterpolator *self)
{
  g_return_if_fail (self != NULL);

  if (!g_atomic_ref_count_dec (&self->refs))
    return;

  encord_geometry_unref (self->a);
  encord_geometry_unref (self->b);
  g_clear_pointer (&self->pairs, encord_outline_pairs_free);
  g_free (self->targets);
  g_clear_pointer (&self->mask_way, encord_mask_way_free);
  g_free (self);
}

/* the key that stands for the position, NULL between the two */
static EncordGeometry *
key_at (const EncordInterpolator *self, double position)
{
  if (position == 1)
    return self->b;
  if (position == 0 || self->hold)
    return self->a;
  if (self->mask_way == NULL && (self->shape == ENCORD_SHAPE_BITMASK ||
                                 self->shape == ENCORD_SHAPE_UNKNOWN))
    return position < 0.5 ? self->a : self->b;

  return NULL;
}

/**
 * encord_interpolator_at:
 * @self: an interpolator
 * @position: where between the two keys, 0..1
 *
 * Gives the coordinates at a position. At 0 and 1 they are the keys themselves.
 *
 * Returns: (transfer full): the coordinates
 *
 * Since: 0.1
 */
EncordGeometry *
encord_interpolator_at (const EncordInterpolator *self, double position)
{
  EncordGeometry *key;
  EncordBox box;

  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (position >= 0 && position <= 1, NULL);

  key = key_at (self, position);
  if (key != NULL)
    return encord_geometry_ref (key);
  if (self->pairs != NULL)
    return encord_geometry_new_points_take (self->shape,
                                            points_at (self, position));
  if (self->targets != NULL)
    return skeleton_at (self, position);
  if (self->mask_way != NULL)
    return mask_at (self, position);

  box_at (self, position, &box);

  return self->shape == ENCORD_SHAPE_BOUNDING_BOX
             ? encord_geometry_new_box (&box)
             : encord_geometry_new_rotatable_box (&box);
}

/**
 * encord_interpolator_get_box:
 * @self: an interpolator
 * @position: where between the two keys, 0..1
 * @ret_box: (out caller-allocates): the box there
 *
 * Gives the box at a position, as [method@Interpolator.at] does, without making
 * coordinates of it.
 *
 * Returns: %FALSE, with @ret_box untouched, for another shape than a box or a
 *   rotatable box
 *
 * Since: 0.1
 */
gboolean
encord_interpolator_get_box (const EncordInterpolator *self, double position,
                             EncordBox *ret_box)
{
  g_return_val_if_fail (self != NULL && ret_box != NULL, FALSE);
  g_return_val_if_fail (position >= 0 && position <= 1, FALSE);

  if (self->shape != ENCORD_SHAPE_BOUNDING_BOX &&
      self->shape != ENCORD_SHAPE_ROTATABLE_BOUNDING_BOX)
    return FALSE;
  if (position == 0 || position == 1 || self->hold)
    return encord_geometry_get_box (key_at (self, position), ret_box);
  box_at (self, position, ret_box);

  return TRUE;
}

/**
 * encord_interpolate_geometry:
 * @a: coordinates on the earlier key frame
 * @b: coordinates on the later key frame, of the same shape
 * @position: where between the two, 0..1
 * @width: of the picture in pixels, 0 if unknown
 * @height: of the picture in pixels, 0 if unknown
 *
 * Gives the coordinates at one position between two key frames. For many positions
 * [ctor@Interpolator.new] looks at the keys once only.
 *
 * Returns: (transfer full): the coordinates
 *
 * Since: 0.1
 */
EncordGeometry *
encord_interpolate_geometry (EncordGeometry *a, EncordGeometry *b,
                             double position, int width, int height)
{
  g_autoptr (EncordInterpolator) way =
      encord_interpolator_new (a, b, width, height);

  g_return_val_if_fail (way != NULL, NULL);

  return encord_interpolator_at (way, position);
}
