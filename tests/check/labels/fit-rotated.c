/* fit-rotated.c - the smallest box in any direction
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <math.h>

#include <encord/encord.h>
#include <encord/model/encord-geometry-private.h>

#define WIDTH 400
#define HEIGHT 100

static EncordBox
fit (const EncordGeometry *geometry, int width, int height)
{
  g_autoptr (GError) error = NULL;
  EncordBox box;

  g_assert_true (
      encord_fit_rotated_box (geometry, width, height, &box, &error));
  g_assert_no_error (error);
  g_assert_cmpfloat (box.theta, >=, 0);
  g_assert_cmpfloat (box.theta, <, 90);

  return box;
}

/* how far a point is outside of the box, in pixels */
static double
get_distance (const EncordBox *box, const EncordPoint *point)
{
  const double angle = box->theta * G_PI / 180;
  const double x = (point->x - box->x - box->width / 2) * WIDTH;
  const double y = (point->y - box->y - box->height / 2) * HEIGHT;
  const double along = fabs (x * cos (angle) + y * sin (angle));
  const double across = fabs (y * cos (angle) - x * sin (angle));

  return fmax (along - box->width * WIDTH / 2,
               across - box->height * HEIGHT / 2);
}

/* in pixels, of the box that is turned by an angle */
static double
get_area_at (const EncordPoint *points, guint n, double degrees)
{
  const double c = cos (degrees * G_PI / 180), s = sin (degrees * G_PI / 180);
  double low = INFINITY, high = -INFINITY, above = INFINITY, below = -INFINITY;

  for (guint i = 0; i < n; i++) {
    const double x = points[i].x * WIDTH, y = points[i].y * HEIGHT;

    low = fmin (low, x * c + y * s);
    high = fmax (high, x * c + y * s);
    above = fmin (above, y * c - x * s);
    below = fmax (below, y * c - x * s);
  }

  return (high - low) * (below - above);
}

static double
get_area (const EncordBox *box)
{
  return box->width * WIDTH * box->height * HEIGHT;
}

/* degrees between the directions that are tried */
#define STEP 0.05

/* it holds all points, and no other direction does with less */
static void
test_random (void)
{
  /* how much an area can change from one direction tried to the next: both sides
   * are at most the diagonal long and change by it times the angle */
  const double slack =
      2 * (WIDTH * WIDTH + HEIGHT * HEIGHT) * (STEP / 2 * G_PI / 180);

  for (guint i = 0; i < 500; i++) {
    const guint n = (guint) g_test_rand_int_range (3, 40);
    g_autofree EncordPoint *points = g_new (EncordPoint, n);
    g_autoptr (EncordGeometry) polygon = NULL;
    double least = INFINITY;
    EncordBox box;

    for (guint j = 0; j < n; j++)
      points[j] = (EncordPoint){ g_test_rand_double (), g_test_rand_double () };
    polygon = encord_geometry_new_polygon (points, n);
    box = fit (polygon, WIDTH, HEIGHT);
    for (guint j = 0; j < n; j++)
      g_assert_cmpfloat (get_distance (&box, &points[j]), <=, 1e-9);
    for (guint j = 0; j < 90 / STEP; j++)
      least = fmin (least, get_area_at (points, n, j * STEP));
    g_assert_cmpfloat (get_area (&box), <=, least + 1e-6);
    g_assert_cmpfloat (get_area (&box), <=, get_area_at (points, n, 0) + 1e-6);
    /* a box that holds all points is not smaller than the smallest */
    g_assert_cmpfloat (get_area (&box), >=, least - slack);
  }
}

static const struct
{
  const char *name;
  EncordBox box; /* in pixels */
  EncordBox fitted;
} rectangles[] = {
  { "flat", { 10, 20, 200, 30, 0 }, { 10, 20, 200, 30, 0 } },
  { "turned", { 100, 30, 200, 30, 10 }, { 100, 30, 200, 30, 10 } },
  { "turned-back", { 100, 30, 40, 30, 350 }, { 105, 25, 30, 40, 80 } },
  { "square", { 100, 30, 40, 40, 45 }, { 100, 30, 40, 40, 45 } },
  { "quarter", { 100, 30, 40, 20, 90 }, { 110, 20, 20, 40, 0 } },
  { "half", { 100, 30, 40, 20, 180 }, { 100, 30, 40, 20, 0 } },
  { "standing", { 100, 30, 40, 20, 100 }, { 110, 20, 20, 40, 10 } },
  { "several-turns", { 100, 30, 40, 20, 750 }, { 100, 30, 40, 20, 30 } },
};

static void
assert_box_in_pixels (const EncordBox *box, const EncordBox *expected)
{
  g_assert_cmpfloat_with_epsilon (box->x * WIDTH, expected->x, 1e-6);
  g_assert_cmpfloat_with_epsilon (box->y * HEIGHT, expected->y, 1e-6);
  g_assert_cmpfloat_with_epsilon (box->width * WIDTH, expected->width, 1e-6);
  g_assert_cmpfloat_with_epsilon (box->height * HEIGHT, expected->height, 1e-6);
  g_assert_cmpfloat_with_epsilon (box->theta, expected->theta, 1e-6);
}

/* a box is its own smallest box */
static void
test_rectangle (gconstpointer data)
{
  const gsize i = GPOINTER_TO_SIZE (data);
  const EncordBox *box = &rectangles[i].box;
  const EncordBox in_fractions = { box->x / WIDTH, box->y / HEIGHT,
                                   box->width / WIDTH, box->height / HEIGHT,
                                   box->theta };
  g_autoptr (EncordGeometry) geometry =
      encord_geometry_new_rotatable_box (&in_fractions);
  const EncordBox fitted = fit (geometry, WIDTH, HEIGHT);

  assert_box_in_pixels (&fitted, &rectangles[i].fitted);
}

static void
test_shapes (void)
{
  const EncordPoint points[] = { { 0.25, 0.25 }, { 0.5, 0.5 }, { 0.75, 0.75 } };
  const EncordJoint joints[] = {
    { "head", NULL, NULL, NULL, { 0.25, 0.25 }, 1 },
    { "foot", NULL, NULL, NULL, { 0.75, 0.75 }, 1 },
  };
  const double length = hypot (0.5 * WIDTH, 0.5 * HEIGHT);
  const double theta = atan2 (0.5 * HEIGHT, 0.5 * WIDTH) * 180 / G_PI;
  const EncordBox line_box = { 200 - length / 2, 50, length, 0, theta };
  const EncordBox point_box = { 100, 25, 0, 0, 0 };
  const EncordBox plain = { 0.25, 0.5, 0.25, 0.1, 0 };
  const EncordBox plain_box = { 100, 50, 100, 10, 0 };
  g_autoptr (EncordGeometry) line = encord_geometry_new_polyline (points, 3);
  g_autoptr (EncordGeometry) point = encord_geometry_new_point (0.25, 0.25);
  g_autoptr (EncordGeometry) skeleton =
      encord_geometry_new_skeleton (joints, 2);
  g_autoptr (EncordGeometry) box = encord_geometry_new_box (&plain);
  EncordBox fitted = fit (line, WIDTH, HEIGHT);

  assert_box_in_pixels (&fitted, &line_box);
  fitted = fit (skeleton, WIDTH, HEIGHT);
  assert_box_in_pixels (&fitted, &line_box);
  fitted = fit (point, WIDTH, HEIGHT);
  assert_box_in_pixels (&fitted, &point_box);
  fitted = fit (box, WIDTH, HEIGHT);
  assert_box_in_pixels (&fitted, &plain_box);
}

/* all of its pixels are inside, with their corners */
static void
test_masks (void)
{
  for (guint i = 0; i < 100; i++) {
    const double slope = g_test_rand_double_range (-0.2, 0.2);
    g_autofree guint8 *pixels = g_malloc0 (WIDTH * HEIGHT);
    g_autoptr (GBytes) bytes = NULL;
    g_autofree char *rle = NULL;
    g_autoptr (EncordGeometry) mask = NULL;
    EncordBox box;

    for (int y = 0; y < HEIGHT; y++)
      for (int x = 0; x < WIDTH; x++)
        pixels[y * WIDTH + x] =
            x >= 20 && x < 380 && fabs (y - 50 - slope * (x - 200)) < 5;
    bytes = g_bytes_new (pixels, WIDTH * HEIGHT);
    rle = encord_bitmask_encode (bytes, WIDTH, HEIGHT, NULL);
    mask = encord_geometry_new_bitmask (WIDTH, HEIGHT, rle);
    box = fit (mask, WIDTH, HEIGHT);
    for (int y = 0; y < HEIGHT; y++)
      for (int x = 0; x < WIDTH; x++)
        for (int corner = 0; pixels[y * WIDTH + x] && corner < 4; corner++) {
          const EncordPoint point = { (double) (x + corner % 2) / WIDTH,
                                      (double) (y + corner / 2) / HEIGHT };

          g_assert_cmpfloat (get_distance (&box, &point), <=, 1e-6);
        }
    /* about as narrow as what was drawn */
    g_assert_cmpfloat (fmin (box.width * WIDTH, box.height * HEIGHT), <, 14);
  }
}

static void
test_one_pixel (void)
{
  /* the sixth pixel of 8 × 2, and a run over the end of a row */
  g_autoptr (EncordGeometry) pixel = encord_geometry_new_bitmask (8, 2, "51:");
  g_autoptr (EncordGeometry) run = encord_geometry_new_bitmask (8, 2, "727");
  EncordBox box;

  g_assert_true (encord_fit_rotated_box (pixel, 8, 2, &box, NULL));
  g_assert_cmpfloat (box.x, ==, 0.625);
  g_assert_cmpfloat (box.y, ==, 0);
  g_assert_cmpfloat (box.width, ==, 0.125);
  g_assert_cmpfloat (box.height, ==, 0.5);
  g_assert_cmpfloat (box.theta, ==, 0);
  g_assert_true (encord_fit_rotated_box (run, 8, 2, &box, NULL));
  g_assert_cmpfloat (get_area (&box) / WIDTH / HEIGHT, <, 1);
}

/* a picture of unknown size counts as a square */
static void
test_without_size (void)
{
  const EncordPoint points[] = {
    { 0.5, 0.2 }, { 0.8, 0.5 }, { 0.5, 0.8 }, { 0.2, 0.5 }
  };
  g_autoptr (EncordGeometry) polygon = encord_geometry_new_polygon (points, 4);
  const EncordBox box = fit (polygon, 0, 0);

  g_assert_cmpfloat_with_epsilon (box.theta, 45, 1e-9);
  g_assert_cmpfloat_with_epsilon (box.width, 0.3 * sqrt (2), 1e-9);
  g_assert_cmpfloat_with_epsilon (box.height, 0.3 * sqrt (2), 1e-9);
}

/* more than are kept at once */
static void
test_many_points (void)
{
  const guint n = 100000;
  g_autofree EncordPoint *points = g_new (EncordPoint, n);
  g_autoptr (EncordGeometry) polygon = NULL;
  EncordBox box;

  /* in a rhombus whose corners are there, somewhere */
  for (guint i = 0; i < n; i++) {
    const double u = g_test_rand_double (), v = g_test_rand_double ();

    points[i] = (EncordPoint){ (50 + 100 * u + 100 * v) / WIDTH,
                               (50 + 30 * u - 30 * v) / HEIGHT };
  }
  points[70000] = (EncordPoint){ 50.0 / WIDTH, 0.5 };
  points[60000] = (EncordPoint){ 250.0 / WIDTH, 0.5 };
  points[50] = (EncordPoint){ 150.0 / WIDTH, 0.8 };
  points[99999] = (EncordPoint){ 150.0 / WIDTH, 0.2 };
  polygon = encord_geometry_new_polygon (points, n);
  box = fit (polygon, WIDTH, HEIGHT);
  for (guint i = 0; i < n; i++)
    g_assert_cmpfloat (get_distance (&box, &points[i]), <=, 1e-9);
}

static void
test_nothing (void)
{
  const EncordBox far = { 1e308, 1e308, 1e308, 1e308, 45 };
  const EncordPoint not_a_number = { NAN, 0.5 };
  EncordGeometry *geometries[] = {
    encord_geometry_new_polygon (NULL, 0),
    encord_geometry_new_skeleton (NULL, 0),
    encord_geometry_new_bitmask (8, 2, "_0"),
    encord_geometry_new_bitmask (8, 2, "@0"),
    encord_geometry_new_bitmask (8, 2, "z"),
    encord_geometry_new_rotatable_box (&far),
    encord_geometry_new_polygon (&not_a_number, 1),
  };

  for (gsize i = 0; i < G_N_ELEMENTS (geometries); i++) {
    g_autoptr (GError) error = NULL;
    EncordBox box = { 7, 7, 7, 7, 7 };

    g_assert_false (
        encord_fit_rotated_box (geometries[i], WIDTH, HEIGHT, &box, &error));
    g_assert_error (error, ENCORD_ERROR, ENCORD_ERROR_BAD_DATA);
    g_assert_cmpfloat (box.x, ==, 7);
    encord_geometry_unref (geometries[i]);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (rectangles); i++) {
    g_autofree char *path =
        g_strconcat ("/fit-rotated/rectangle/", rectangles[i].name, NULL);

    g_test_add_data_func (path, GSIZE_TO_POINTER (i), test_rectangle);
  }
  g_test_add_func ("/fit-rotated/random", test_random);
  g_test_add_func ("/fit-rotated/shapes", test_shapes);
  g_test_add_func ("/fit-rotated/masks", test_masks);
  g_test_add_func ("/fit-rotated/one-pixel", test_one_pixel);
  g_test_add_func ("/fit-rotated/without-size", test_without_size);
  g_test_add_func ("/fit-rotated/many-points", test_many_points);
  g_test_add_func ("/fit-rotated/nothing", test_nothing);

  return g_test_run ();
}
