/* box-shape.c - boxes drawn as polygons and masks, and known again
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <math.h>
#include <string.h>

#include <encord/labels/encord-box-shape-private.h>

#define WIDTH 40
#define HEIGHT 20

/* in pixels */
static EncordBox
make_box (double left, double top, double width, double height, double theta)
{
  return (EncordBox){ left / WIDTH, top / HEIGHT, width / WIDTH,
                      height / HEIGHT, theta };
}

static void
test_which_shapes (void)
{
  g_assert_true (encord_box_has_shape (ENCORD_SHAPE_BOUNDING_BOX));
  g_assert_true (encord_box_has_shape (ENCORD_SHAPE_ROTATABLE_BOUNDING_BOX));
  g_assert_true (encord_box_has_shape (ENCORD_SHAPE_POLYGON));
  g_assert_true (encord_box_has_shape (ENCORD_SHAPE_BITMASK));
  g_assert_false (encord_box_has_shape (ENCORD_SHAPE_POLYLINE));
  g_assert_false (encord_box_has_shape (ENCORD_SHAPE_POINT));
  g_assert_false (encord_box_has_shape (ENCORD_SHAPE_SKELETON));
  g_assert_false (encord_box_has_shape (ENCORD_SHAPE_UNKNOWN));
}

static const struct
{
  double theta;
  EncordPoint corners[4]; /* in pixels */
} polygons[] = {
  { 0, { { 10, 4 }, { 18, 4 }, { 18, 10 }, { 10, 10 } } },
  /* about (14, 7), clockwise on the screen */
  { 90, { { 17, 3 }, { 17, 11 }, { 11, 11 }, { 11, 3 } } },
  { 180, { { 18, 10 }, { 10, 10 }, { 10, 4 }, { 18, 4 } } },
};

static void
test_polygon (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (polygons); i++) {
    const EncordBox box = make_box (10, 4, 8, 6, polygons[i].theta);
    g_autoptr (EncordGeometry) polygon =
        encord_box_to_shape (&box, ENCORD_SHAPE_POLYGON, WIDTH, HEIGHT);
    const EncordPoint *points;
    guint n;

    g_assert_cmpint (encord_geometry_get_shape (polygon), ==,
                     ENCORD_SHAPE_POLYGON);
    points = encord_geometry_get_points (polygon, &n);
    g_assert_cmpuint (n, ==, 4);
    for (guint c = 0; c < n; c++) {
      g_assert_cmpfloat_with_epsilon (points[c].x * WIDTH,
                                      polygons[i].corners[c].x, 1e-5);
      g_assert_cmpfloat_with_epsilon (points[c].y * HEIGHT,
                                      polygons[i].corners[c].y, 1e-5);
    }
    g_assert_true (encord_box_is_shown_by (&box, polygon, WIDTH, HEIGHT));
  }
}

/* in the box by the definition, pixel by pixel */
static gboolean
is_inside (const EncordBox *box, int column, int row)
{
  const double angle = box->theta * G_PI / 180;
  const double x = column + 0.5 - (box->x + box->width / 2) * WIDTH;
  const double y = row + 0.5 - (box->y + box->height / 2) * HEIGHT;

  return fabs (cos (angle) * x + sin (angle) * y) <= box->width * WIDTH / 2 &&
         fabs (cos (angle) * y - sin (angle) * x) <= box->height * HEIGHT / 2;
}

static void
assert_mask (const EncordBox *box)
{
  g_autoptr (EncordGeometry) mask =
      encord_box_to_shape (box, ENCORD_SHAPE_BITMASK, WIDTH, HEIGHT);
  guint8 expected[WIDTH * HEIGHT];
  g_autoptr (GBytes) pixels = g_bytes_new_static (expected, sizeof expected);
  g_autofree char *text = NULL;
  gboolean any = FALSE;
  int width, height;

  for (int row = 0; row < HEIGHT; row++)
    for (int column = 0; column < WIDTH; column++)
      any |= expected[row * WIDTH + column] = is_inside (box, column, row);
  if (!any) {
    g_assert_null (mask);
    return;
  }
  g_assert_nonnull (mask);
  text = encord_bitmask_encode (pixels, WIDTH, HEIGHT, NULL);
  g_assert_cmpstr (encord_geometry_get_bitmask (mask, &width, &height), ==,
                   text);
  g_assert_cmpint (width, ==, WIDTH);
  g_assert_cmpint (height, ==, HEIGHT);
  g_assert_true (encord_box_is_shown_by (box, mask, WIDTH, HEIGHT));
}

/* no edge goes through the middle of a pixel: that would be a matter of rounding */
static void
test_mask (void)
{
  static const double boxes[][5] = {
    { 10, 4, 8, 6, 0 },         { 0, 0, WIDTH, HEIGHT, 0 },
    { 0, 3, WIDTH, 4, 0 },      { -5, -5, 10, 10, 0 },
    { 35.3, 15.2, 10, 10, 0 },  { 10.6, 4.6, 0.3, 0.3, 0 },
    { 10.4, 4.4, 0.3, 0.3, 0 }, { 50, 4, 8, 6, 0 },
    { -20, 4, 8, 6, 0 },        { 10, 40, 8, 6, 0 },
    { -1e9, 3, 2e9, 4, 0 },
  };
  g_autoptr (GRand) rand = g_rand_new_with_seed (1);

  for (gsize i = 0; i < G_N_ELEMENTS (boxes); i++) {
    const EncordBox box = make_box (boxes[i][0], boxes[i][1], boxes[i][2],
                                    boxes[i][3], boxes[i][4]);

    assert_mask (&box);
  }
  for (guint i = 0; i < 2000; i++) {
    const EncordBox box =
        make_box (g_rand_double_range (rand, -10, WIDTH),
                  g_rand_double_range (rand, -10, HEIGHT),
                  g_rand_double_range (rand, 0.1, WIDTH),
                  g_rand_double_range (rand, 0.1, HEIGHT),
                  i % 4 == 0 ? 0 : g_rand_double_range (rand, -360, 360));

    assert_mask (&box);
  }
}

static void
test_mask_without_a_picture (void)
{
  const EncordBox box = make_box (10, 4, 8, 6, 0);

  g_assert_null (encord_box_to_shape (&box, ENCORD_SHAPE_BITMASK, 0, 0));
  g_assert_null (encord_box_to_shape (&box, ENCORD_SHAPE_BITMASK, WIDTH, -1));
  g_assert_null (
      encord_box_to_shape (&box, ENCORD_SHAPE_BITMASK, 1 << 20, 1 << 20));
}

static void
test_moved_corner_is_another (void)
{
  const EncordBox box = make_box (10, 4, 8, 6, 0);
  g_autoptr (EncordGeometry) polygon =
      encord_box_to_shape (&box, ENCORD_SHAPE_POLYGON, WIDTH, HEIGHT);

  for (guint i = 0; i < 5; i++) {
    g_autoptr (EncordGeometry) moved = NULL;
    EncordPoint points[5];
    guint n;

    memcpy (points, encord_geometry_get_points (polygon, &n),
            4 * sizeof *points);
    points[4] = points[3];
    /* inward, so that the bounds stay the same, or one more */
    if (i < 4)
      points[i].x += i == 1 || i == 2 ? -0.01 : 0.01;
    moved = encord_geometry_new_polygon (points, i < 4 ? 4 : 5);
    g_assert_false (encord_box_is_shown_by (&box, moved, WIDTH, HEIGHT));
  }
}

static void
test_other_mask_is_another (void)
{
  const EncordBox box = make_box (10, 4, 8, 6, 0);
  g_autoptr (EncordGeometry) mask =
      encord_box_to_shape (&box, ENCORD_SHAPE_BITMASK, WIDTH, HEIGHT);
  int width, height;
  const char *text = encord_geometry_get_bitmask (mask, &width, &height);
  g_autoptr (GBytes) bytes = encord_bitmask_decode (text, width, height, NULL);
  g_autofree guint8 *pixels = g_memdup2 (g_bytes_get_data (bytes, NULL),
                                         (gsize) width * (gsize) height);
  g_autoptr (EncordGeometry) wider =
      encord_geometry_new_bitmask (width * 2, height, text);
  g_autoptr (EncordGeometry) broken =
      encord_geometry_new_bitmask (width, height, "~~~");

  g_assert_false (encord_box_is_shown_by (&box, wider, WIDTH, HEIGHT));
  g_assert_false (encord_box_is_shown_by (&box, broken, WIDTH, HEIGHT));
  for (int i = 0; i < width * height; i += 7) {
    g_autoptr (GBytes) other = NULL;
    g_autofree char *rle = NULL;
    g_autoptr (EncordGeometry) edited = NULL;

    pixels[i] = !pixels[i];
    other = g_bytes_new (pixels, (gsize) width * (gsize) height);
    rle = encord_bitmask_encode (other, width, height, NULL);
    edited = encord_geometry_new_bitmask (width, height, rle);
    g_assert_false (encord_box_is_shown_by (&box, edited, WIDTH, HEIGHT));
    pixels[i] = !pixels[i];
  }
}

/* 10 zeros, 2 ones, and what follows left out */
static void
test_same_mask_in_other_words (void)
{
  const EncordBox box = { 0.25, 0, 0.05, 1. / HEIGHT, 0 };
  g_autoptr (EncordGeometry) mask =
      encord_box_to_shape (&box, ENCORD_SHAPE_BITMASK, WIDTH, HEIGHT);
  g_autoptr (EncordGeometry) shorter =
      encord_geometry_new_bitmask (WIDTH, HEIGHT, ":2");

  g_assert_true (encord_box_is_shown_by (&box, mask, WIDTH, HEIGHT));
  g_assert_true (encord_box_is_shown_by (&box, shorter, WIDTH, HEIGHT));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/box-shape/which", test_which_shapes);
  g_test_add_func ("/box-shape/polygon", test_polygon);
  g_test_add_func ("/box-shape/mask", test_mask);
  g_test_add_func ("/box-shape/mask-without-a-picture",
                   test_mask_without_a_picture);
  g_test_add_func ("/box-shape/moved-corner", test_moved_corner_is_another);
  g_test_add_func ("/box-shape/other-mask", test_other_mask_is_another);
  g_test_add_func ("/box-shape/same-mask", test_same_mask_in_other_words);

  return g_test_run ();
}
