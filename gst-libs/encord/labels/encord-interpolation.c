/* labels/encord-interpolation.c - labels for the frames between two labelled ones; pure
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <encord/labels/encord-interpolation.h>

#include <math.h>

static double
blend (double a, double b, double position)
{
  return a + (b - a) * position;
}

/**
 * encord_interpolate_box:
 * @a: box at position 0
 * @b: box at position 1
 * @position: where between the two, 0..1
 * @ret_box: (out caller-allocates): the box there
 *
 * Gives the box between two key frames: linear in x, y, width and height, the
 * angle by the shorter way round. At 0 and 1 the result is exactly @a and @b.
 *
 * Follows the platform's `interpolate` of boxes as the SDK documents it
 * (`Project.object_interpolation`).
 *
 * Since: 0.1
 */
void
encord_interpolate_box (const EncordBox *a, const EncordBox *b, double position,
                        EncordBox *ret_box)
{
  EncordBox box;

  g_return_if_fail (a != NULL && b != NULL && ret_box != NULL);
  g_return_if_fail (position >= 0 && position <= 1);

  if (position == 0 || position == 1) {
    *ret_box = position == 0 ? *a : *b;
    return;
  }
  box.x = blend (a->x, b->x, position);
  box.y = blend (a->y, b->y, position);
  box.width = blend (a->width, b->width, position);
  box.height = blend (a->height, b->height, position);
  box.theta = a->theta + remainder (b->theta - a->theta, 360) * position;
  *ret_box = box;
}

/**
 * encord_box_iou:
 * @a: a box
 * @b: another box
 *
 * Computes the intersection of two boxes over their union. Rotation is left out
 * of account.
 *
 * Returns: 0 (apart, or no area) to 1 (the same box)
 *
 * Since: 0.1
 */
double
encord_box_iou (const EncordBox *a, const EncordBox *b)
{
  double width, height, shared, whole;

  g_return_val_if_fail (a != NULL && b != NULL, 0);

  width = fmin (a->x + a->width, b->x + b->width) - fmax (a->x, b->x);
  height = fmin (a->y + a->height, b->y + b->height) - fmax (a->y, b->y);
  if (!(width > 0 && height > 0))
    return 0;

  shared = width * height;
  whole = a->width * a->height + b->width * b->height - shared;

  /* rounding can make the union of two equal boxes smaller than either */
  return whole > shared ? shared / whole : 1;
}
