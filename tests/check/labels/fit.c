/* fit.c - boxes around other shapes
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <math.h>
#include <string.h>

#include <encord/encord.h>
#include <encord/labels/encord-fit-private.h>

#define WIDTH 100
#define HEIGHT 50

/* in pixels */
static void
assert_box (const EncordGeometry *geometry, double left, double top,
            double right, double bottom)
{
  g_autoptr (GError) error = NULL;
  EncordBox box;

  g_assert_true (encord_fit_box (geometry, WIDTH, HEIGHT, &box, &error));
  g_assert_no_error (error);
  g_assert_cmpfloat_with_epsilon (box.x * WIDTH, left, 1e-9);
  g_assert_cmpfloat_with_epsilon (box.y * HEIGHT, top, 1e-9);
  g_assert_cmpfloat_with_epsilon ((box.x + box.width) * WIDTH, right, 1e-9);
  g_assert_cmpfloat_with_epsilon ((box.y + box.height) * HEIGHT, bottom, 1e-9);
  g_assert_cmpfloat (box.theta, ==, 0);
}

static const struct
{
  const char *name;
  EncordPoint points[4]; /* in pixels */
  guint n_points;
  double left, top, right, bottom;
} polygons[] = {
  { "outward", { { 10.2, 5.9 }, { 20.1, 7 }, { 12, 9.01 } }, 3, 10, 5, 21, 10 },
  { "on-borders", { { 10, 5 }, { 20, 5 }, { 20, 9 } }, 3, 10, 5, 20, 9 },
  { "cut", { { -10, 5 }, { 120, 5 }, { 20, 90 } }, 3, 0, 5, 100, 50 },
  { "one-point", { { 10.5, 5.5 } }, 1, 10, 5, 11, 6 },
  { "no-extent", { { 10, 5 }, { 20, 5 } }, 2, 10, 5, 20, 6 },
  { "outside", { { 110, -5 }, { 120, -5 }, { 120, -9 } }, 3, 100, 0, 100, 0 },
  { "last-pixel", { { 99.5, 49.5 }, { 100, 50 } }, 2, 99, 49, 100, 50 },
};

static void
test_polygon (gconstpointer data)
{
  const gsize i = GPOINTER_TO_SIZE (data);
  g_autoptr (EncordGeometry) polygon = NULL;
  g_autoptr (EncordGeometry) line = NULL;
  EncordPoint points[4];

  for (guint j = 0; j < polygons[i].n_points; j++)
    points[j] = (EncordPoint){ polygons[i].points[j].x / WIDTH,
                               polygons[i].points[j].y / HEIGHT };
  polygon = encord_geometry_new_polygon (points, polygons[i].n_points);
  line = encord_geometry_new_polyline (points, polygons[i].n_points);
  assert_box (polygon, polygons[i].left, polygons[i].top, polygons[i].right,
              polygons[i].bottom);
  assert_box (line, polygons[i].left, polygons[i].top, polygons[i].right,
              polygons[i].bottom);
}

static const struct
{
  double theta;
  double left, top, right, bottom;
} rotations[] = {
  /* 20 x 10 pixels around (50, 25) */
  { 0, 40, 20, 60, 30 },
  { 90, 45, 15, 55, 35 },
  { -90, 45, 15, 55, 35 },
  { 180, 40, 20, 60, 30 },
  { 720, 40, 20, 60, 30 },
  /* (20 + 10) / √2 = 21.2 both ways */
  { 45, 39, 14, 61, 36 },
  { 225, 39, 14, 61, 36 },
};

static void
test_rotated_box (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (rotations); i++) {
    const EncordBox box = { 0.4, 0.4, 0.2, 0.2, rotations[i].theta };
    g_autoptr (EncordGeometry) geometry =
        encord_geometry_new_rotatable_box (&box);

    assert_box (geometry, rotations[i].left, rotations[i].top,
                rotations[i].right, rotations[i].bottom);
  }
}

static void
test_skeleton (void)
{
  const EncordJoint joints[] = {
    { "head", NULL, NULL, NULL, { 0.5, 0.2 }, 1 },
    { "foot", NULL, NULL, NULL, { 0.253, 0.8 }, 4 },
  };
  g_autoptr (EncordGeometry) skeleton =
      encord_geometry_new_skeleton (joints, 2);

  assert_box (skeleton, 25, 10, 50, 40);
}

static void
test_mask (void)
{
  /* 4 x 2 pixels over the whole picture; 0110 0010 */
  g_autoptr (EncordGeometry) mask = encord_geometry_new_bitmask (4, 2, "123ON");
  g_autoptr (EncordGeometry) empty = encord_geometry_new_bitmask (4, 2, "8");
  g_autoptr (EncordGeometry) bad = encord_geometry_new_bitmask (4, 2, "9");
  g_autoptr (GError) of_empty = NULL;
  g_autoptr (GError) of_bad = NULL;
  EncordBox box = { 7, 7, 7, 7, 7 };

  assert_box (mask, 25, 0, 75, 50);
  g_assert_false (encord_fit_box (empty, WIDTH, HEIGHT, &box, &of_empty));
  g_assert_error (of_empty, ENCORD_ERROR, ENCORD_ERROR_BAD_DATA);
  g_assert_false (encord_fit_box (bad, WIDTH, HEIGHT, &box, &of_bad));
  g_assert_error (of_bad, ENCORD_ERROR, ENCORD_ERROR_BAD_DATA);
  g_assert_cmpfloat (box.x, ==, 7);
}

/* the size of the picture is not always known */
static void
test_without_size (void)
{
  const EncordPoint points[] = { { 0.123, 0.2 }, { 0.5, 1.7 }, { 0.4, 0.3 } };
  g_autoptr (EncordGeometry) polygon = encord_geometry_new_polygon (points, 3);
  EncordBox box;

  g_assert_true (encord_fit_box (polygon, 0, 0, &box, NULL));
  g_assert_cmpfloat (box.x, ==, 0.123);
  g_assert_cmpfloat (box.y, ==, 0.2);
  g_assert_cmpfloat (box.x + box.width, ==, 0.5);
  g_assert_cmpfloat (box.y + box.height, ==, 1);
}

/* every point is inside, and no smaller box of pixels has them all */
static void
test_random (void)
{
  for (guint i = 0; i < 1000; i++) {
    const int width = g_test_rand_int_range (1, 5000);
    const int height = g_test_rand_int_range (1, 5000);
    EncordPoint points[6];
    g_autoptr (EncordGeometry) polygon = NULL;
    double low = 1, high = 0;
    EncordBox box;

    for (guint j = 0; j < G_N_ELEMENTS (points); j++) {
      points[j] = (EncordPoint){ g_test_rand_double (), g_test_rand_double () };
      low = fmin (low, points[j].x);
      high = fmax (high, points[j].x);
    }
    polygon = encord_geometry_new_polygon (points, G_N_ELEMENTS (points));
    g_assert_true (encord_fit_box (polygon, width, height, &box, NULL));
    g_assert_cmpfloat (box.x, <=, low + 1e-5 / width);
    g_assert_cmpfloat (box.x + box.width, >=, high - 1e-5 / width);
    g_assert_cmpfloat (box.x * width, >, low * width - 1);
    g_assert_cmpfloat ((box.x + box.width) * width, <, high * width + 1);
    g_assert_cmpfloat_with_epsilon (box.x * width, round (box.x * width), 1e-6);
  }
}

/* ---- whole labels ---- */

static const struct
{
  const char *name;
  const char *object;
  const char *fitted;
} objects[] = {
  { "smallest",
    "{\"objectHash\":\"a\",\"polygon\":{\"0\":{\"x\":0.25,\"y\":0.5},\"1\":{"
    "\"x\":0.5,\"y\":0.75}}}",
    "{\"objectHash\":\"a\",\"boundingBox\":{\"h\":0.25,\"w\":0.25,\"x\":0.25,"
    "\"y\":0.5},\"shape\":\"bounding_box\"}" },
  { "all-members-stay",
    "{\"shape\":\"polygon\",\"featureHash\":\"f\",\"polygons\":[[[0.25,0.5]]],"
    "\"polygon\":[{\"x\":0.25,\"y\":0.5},{\"x\":0.5,\"y\":0.75}],\"new\":[1.50]"
    ","
    "\"confidence\":1}",
    "{\"shape\":\"bounding_box\",\"featureHash\":\"f\",\"boundingBox\":{\"h\":"
    "0.25,\"w\":0.25,\"x\":0.25,\"y\":0.5},\"new\":[1.50],\"confidence\":1}" },
  { "box-inside",
    "{ \"boundingBox\" : {\"x\":0.3,\"y\":0.7,\"w\":0.7,\"h\":3e-1}}",
    "{ \"boundingBox\" : {\"x\":0.3,\"y\":0.7,\"w\":0.7,\"h\":3e-1}}" },
  { "box-cut",
    "{\"boundingBox\":{\"x\":-0.5,\"y\":0.25,\"w\":1,\"h\":4},\"objectHash\":"
    "1}",
    "{\"boundingBox\":{\"h\":0.75,\"w\":0.5,\"x\":0.0,\"y\":0.25},"
    "\"objectHash\":"
    "1,\"shape\":\"bounding_box\"}" },
  { "point", "{\"point\":{\"0\":{\"x\":0.123,\"y\":7}}}",
    "{\"point\":{\"0\":{\"x\":0.123,\"y\":7}}}" },
  { "later-shape", "{\"cuboid_2d\":[]}", "{\"cuboid_2d\":[]}" },
  { "no-points", "{\"polygon\":{}}", "{\"polygon\":{}}" },
  { "empty-mask",
    "{\"bitmask\":{\"top\":0,\"left\":0,\"height\":2,\"width\":4,\"rleString\":"
    "\"8\"}}",
    "{\"bitmask\":{\"top\":0,\"left\":0,\"height\":2,\"width\":4,\"rleString\":"
    "\"8\"}}" },
  /* 2 x 2 pixels cut out of a picture of 128 x 64 */
  { "cut-out-mask",
    "{\"bitmask\":{\"top\":32,\"left\":64,\"height\":2,\"width\":2,"
    "\"rleString\":\"04\"}}",
    "{\"boundingBox\":{\"h\":0.03125,\"w\":0.015625,\"x\":0.5,\"y\":0.5},"
    "\"shape\":\"bounding_box\"}" },
  { "rotated",
    "{\"rotatableBoundingBox\":{\"x\":0.25,\"y\":0.25,\"w\":0.5,\"h\":0.5,"
    "\"theta\":90}}",
    "{\"boundingBox\":{\"h\":1.0,\"w\":0.25,\"x\":0.375,\"y\":0.0},\"shape\":"
    "\"bounding_box\"}" },
};

static void
test_object (gconstpointer data)
{
  const gsize i = GPOINTER_TO_SIZE (data);
  g_autofree char *labels = g_strdup_printf (
      "{\"9\":null,\"5\" :{\"objects\":[{}, %s ],\"classifications\":[1] }}",
      objects[i].object);
  g_autofree char *expected = g_strdup_printf (
      "{\"5\":{\"objects\":[{}, %s ],\"classifications\":[1] },\"9\":null}",
      objects[i].fitted);
  g_autoptr (GString) json = g_string_new (NULL);
  g_autoptr (GError) error = NULL;

  g_assert_true (
      encord_frames_fit (labels, strlen (labels), 128, 64, json, &error));
  g_assert_no_error (error);
  g_assert_cmpstr (json->str, ==, expected);
}

static void
test_malformed_mask (void)
{
  const char *labels = "{\"5\":{\"objects\":[{\"bitmask\":{\"height\":2,"
                       "\"width\":4,\"rleString\":\"P\"}}]}}";
  g_autoptr (GString) json = g_string_new (NULL);
  g_autoptr (GError) error = NULL;

  g_assert_false (
      encord_frames_fit (labels, strlen (labels), 128, 64, json, &error));
  g_assert_error (error, ENCORD_ERROR, ENCORD_ERROR_BAD_DATA);
  g_assert_true (
      g_str_has_prefix (error->message, "labels: frame 5: object 0: "));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (polygons); i++) {
    g_autofree char *path =
        g_strconcat ("/fit/points/", polygons[i].name, NULL);

    g_test_add_data_func (path, GSIZE_TO_POINTER (i), test_polygon);
  }
  for (gsize i = 0; i < G_N_ELEMENTS (objects); i++) {
    g_autofree char *path = g_strconcat ("/fit/object/", objects[i].name, NULL);

    g_test_add_data_func (path, GSIZE_TO_POINTER (i), test_object);
  }
  g_test_add_func ("/fit/rotated-box", test_rotated_box);
  g_test_add_func ("/fit/skeleton", test_skeleton);
  g_test_add_func ("/fit/mask", test_mask);
  g_test_add_func ("/fit/without-size", test_without_size);
  g_test_add_func ("/fit/random", test_random);
  g_test_add_func ("/fit/malformed-mask", test_malformed_mask);

  return g_test_run ();
}
