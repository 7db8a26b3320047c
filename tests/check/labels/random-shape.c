/* random-shape.c - shapes of tracks, and what humans make of them
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "random-shape.h"

#include <encord/labels/encord-merge-shape-private.h>

#define SIDE 100

/* takes the raw shape */
static EncordGeometry *
finish (EncordGeometry *raw, EncordBox *ret_bounds)
{
  EncordGeometry *shape = encord_merge_shape_new (raw);
  g_autoptr (GError) error = NULL;

  encord_geometry_unref (raw);
  g_assert_nonnull (shape);
  g_assert_true (
      encord_merge_shape_get_bounds (shape, SIDE, SIDE, ret_bounds, &error));
  g_assert_no_error (error);
  encord_merge_quantise_box (ret_bounds);

  return shape;
}

static EncordGeometry *
new_mask (const guint8 *pixels)
{
  g_autoptr (GBytes) bytes = g_bytes_new (pixels, SIDE * SIDE);
  g_autofree char *rle = encord_bitmask_encode (bytes, SIDE, SIDE, NULL);

  return encord_geometry_new_bitmask (SIDE, SIDE, rle);
}

static EncordGeometry *
fill_mask (const EncordBox *box)
{
  guint8 pixels[SIDE * SIDE] = { 0 };

  for (int y = (int) (box->y * SIDE); y < (box->y + box->height) * SIDE; y++)
    for (int x = (int) (box->x * SIDE); x < (box->x + box->width) * SIDE; x++)
      pixels[y * SIDE + x] = 1;

  return new_mask (pixels);
}

static EncordGeometry *
cut_hole (const EncordGeometry *polygon, const EncordPoint *corner)
{
  const EncordPoint hole[] = { { corner->x + 0.02, corner->y + 0.02 },
                               { corner->x + 0.04, corner->y + 0.02 },
                               { corner->x + 0.02, corner->y + 0.04 } };

  return encord_geometry_with_hole (polygon, hole, G_N_ELEMENTS (hole));
}

EncordGeometry *
random_shape (GRand *rand, gboolean mask, const EncordBox *box,
              EncordBox *ret_bounds)
{
  const EncordPoint corners[] = { { box->x, box->y },
                                  { box->x + box->width, box->y },
                                  { box->x + box->width, box->y + box->height },
                                  { box->x, box->y + box->height } };
  g_autoptr (EncordGeometry) plain = NULL;

  if (mask)
    return finish (fill_mask (box), ret_bounds);
  plain = encord_geometry_new_polygon (corners, G_N_ELEMENTS (corners));

  return finish (g_rand_boolean (rand) ? cut_hole (plain, &corners[0])
                                       : g_steal_pointer (&plain),
                 ret_bounds);
}

static EncordGeometry *
rub_out_pixel (GRand *rand, const EncordGeometry *mask)
{
  int width, height;
  const char *rle = encord_geometry_get_bitmask (mask, &width, &height);
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = encord_bitmask_decode (rle, width, height, &error);
  guint8 pixels[SIDE * SIDE];
  int at;

  g_assert_no_error (error);
  memcpy (pixels, g_bytes_get_data (bytes, NULL), sizeof pixels);
  do
    at = g_rand_int_range (rand, 0, SIDE * SIDE);
  while (!pixels[at]);
  pixels[at] = 0;

  return new_mask (pixels);
}

static EncordGeometry *
move_corner (const EncordPoint *corners, guint n_corners)
{
  g_autofree EncordPoint *moved =
      g_memdup2 (corners, n_corners * sizeof *corners);

  moved[n_corners - 1].x += 0.011;

  return encord_geometry_new_polygon (moved, n_corners);
}

EncordGeometry *
redraw_shape (GRand *rand, const EncordGeometry *shape, EncordBox *ret_bounds)
{
  const EncordPoint *corners;
  guint n_corners;

  if (encord_geometry_get_shape (shape) == ENCORD_SHAPE_BITMASK)
    return finish (rub_out_pixel (rand, shape), ret_bounds);

  corners = encord_geometry_get_points (shape, &n_corners);

  return finish (g_rand_boolean (rand) ? cut_hole (shape, &corners[2])
                                       : move_corner (corners, n_corners),
                 ret_bounds);
}

char *
describe_shape (const EncordGeometry *shape)
{
  g_autoptr (GByteArray) bytes = g_byte_array_new ();

  if (shape != NULL)
    encord_merge_shape_put (shape, bytes);

  return g_base64_encode (bytes->data, bytes->len);
}
