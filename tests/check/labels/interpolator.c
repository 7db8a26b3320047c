/* interpolator.c - boxes, points, skeletons and masks between key frames
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <math.h>
#include <string.h>

#include <encord/encord.h>
#include <encord/labels/encord-interpolator-private.h>
#include <encord/model/encord-geometry-private.h>

#define WIDTH 400
#define HEIGHT 200
#define N_STEPS 16
/* of what is written */
#define HALF_A_STEP (0.5000001 / ENCORD_MOVING_TEXT_STEPS)

/* a rotatable box from pixels */
static EncordGeometry *
new_box (double x, double y, double width, double height, double theta)
{
  const EncordBox box = { (x - width / 2) / WIDTH, (y - height / 2) / HEIGHT,
                          width / WIDTH, height / HEIGHT, theta };

  return encord_geometry_new_rotatable_box (&box);
}

static const struct
{
  const char *name;
  double a[3], b[3]; /* width and height in pixels, angle */
  double middle[3];
} turns[] = {
  { "forwards", { 80, 20, 10 }, { 80, 20, 50 }, { 80, 20, 30 } },
  { "backwards", { 80, 20, 50 }, { 80, 20, 10 }, { 80, 20, 30 } },
  { "over-zero", { 80, 20, 350 }, { 80, 20, 20 }, { 80, 20, 5 } },
  { "over-zero-backwards", { 80, 20, 20 }, { 80, 20, 350 }, { 80, 20, 5 } },
  { "below-zero", { 80, 20, -10 }, { 80, 20, 30 }, { 80, 20, 10 } },
  { "several-turns", { 80, 20, 0 }, { 80, 20, 730 }, { 80, 20, 5 } },
  /* the same rectangle has four names */
  { "half-a-turn", { 80, 20, 10 }, { 80, 20, 200 }, { 80, 20, 15 } },
  { "sides-exchanged", { 80, 20, 10 }, { 20, 80, 100 }, { 80, 20, 10 } },
  { "sides-exchanged-back", { 80, 20, 10 }, { 20, 80, 290 }, { 80, 20, 15 } },
  /* a bar turns instead of growing into another one */
  { "bar-turns", { 80, 20, 0 }, { 80, 20, 85 }, { 80, 20, 42.5 } },
  { "square-turns-little", { 50, 50, 0 }, { 50, 50, 80 }, { 50, 50, 355 } },
  { "grows", { 80, 20, 0 }, { 100, 40, 0 }, { 90, 30, 0 } },
};

static void
test_turn (gconstpointer data)
{
  const gsize i = GPOINTER_TO_SIZE (data);
  const double *p = turns[i].a, *q = turns[i].b, *m = turns[i].middle;
  g_autoptr (EncordGeometry) a = new_box (100, 100, p[0], p[1], p[2]);
  g_autoptr (EncordGeometry) b = new_box (200, 60, q[0], q[1], q[2]);
  g_autoptr (EncordGeometry) between =
      encord_interpolate_geometry (a, b, 0.5, WIDTH, HEIGHT);
  EncordBox box;

  g_assert_cmpint (encord_geometry_get_shape (between), ==,
                   ENCORD_SHAPE_ROTATABLE_BOUNDING_BOX);
  g_assert_true (encord_geometry_get_box (between, &box));
  g_assert_cmpfloat_with_epsilon (box.width * WIDTH, m[0], 1e-9);
  g_assert_cmpfloat_with_epsilon (box.height * HEIGHT, m[1], 1e-9);
  g_assert_cmpfloat_with_epsilon (box.theta, m[2], 1e-9);
  /* the centre goes straight, however the box turns */
  g_assert_cmpfloat_with_epsilon ((box.x + box.width / 2) * WIDTH, 150, 1e-9);
  g_assert_cmpfloat_with_epsilon ((box.y + box.height / 2) * HEIGHT, 80, 1e-9);
}

static EncordBox
random_box (void)
{
  return (EncordBox){ g_test_rand_double (), g_test_rand_double (),
                      g_test_rand_double (), g_test_rand_double (),
                      g_test_rand_double_range (-720, 720) };
}

/* no way is longer than a quarter turn, and none depends on the name that the
 * second key's rectangle goes by */
static void
test_random_turns (void)
{
  for (guint i = 0; i < 1000; i++) {
    const EncordBox p = random_box (), q = random_box ();
    const EncordBox other = {
      .x = q.x + (q.width - q.height * HEIGHT / WIDTH) / 2,
      .y = q.y + (q.height - q.width * WIDTH / HEIGHT) / 2,
      .width = q.height * HEIGHT / WIDTH,
      .height = q.width * WIDTH / HEIGHT,
      .theta = q.theta + 90,
    };
    g_autoptr (EncordGeometry) a = encord_geometry_new_rotatable_box (&p);
    g_autoptr (EncordGeometry) b = encord_geometry_new_rotatable_box (&q);
    g_autoptr (EncordGeometry) c = encord_geometry_new_rotatable_box (&other);
    g_autoptr (EncordGeometry) between =
        encord_interpolate_geometry (a, b, 0.75, WIDTH, HEIGHT);
    g_autoptr (EncordGeometry) same =
        encord_interpolate_geometry (a, c, 0.75, WIDTH, HEIGHT);
    EncordBox box, box_of_same;

    encord_geometry_get_box (between, &box);
    encord_geometry_get_box (same, &box_of_same);
    g_assert_cmpfloat (fabs (remainder (box.theta - p.theta, 360)), <=,
                       0.75 * 90 + 1e-9);
    g_assert_cmpfloat_with_epsilon (box.width, box_of_same.width, 1e-9);
    g_assert_cmpfloat_with_epsilon (box.height, box_of_same.height, 1e-9);
    g_assert_cmpfloat_with_epsilon (
        remainder (box.theta - box_of_same.theta, 360), 0, 1e-9);
  }
}

/* ---- keys ---- */

static EncordGeometry *
new_mask (const char *rle)
{
  return encord_geometry_new_bitmask (4, 2, rle);
}

static EncordGeometry *
new_person (double x, const char *second_hash)
{
  const EncordJoint joints[] = {
    { "head", "joint001", NULL, NULL, { x, 0.2 }, 1 },
    { "foot", second_hash, "#FF0000", "foot", { x + 0.1, 0.8 }, 4 },
  };

  return encord_geometry_new_skeleton (joints, 2);
}

/* two keys of each shape */
static EncordGeometry *
new_key (EncordShape shape, gboolean second)
{
  const EncordBox boxes[] = { { 1. / 3, 0.1, 0.2, 0.3, 0 },
                              { 0.5, 0.3, 0.4, 0.1, 33 } };
  const EncordPoint points[] = { { 0.1, 0.1 }, { 0.7, 0.2 }, { 0.3, 0.8 },
                                 { 0.2, 0.3 }, { 0.9, 0.4 }, { 0.1, 0.9 },
                                 { 0.1, 0.5 } };

  switch (shape) {
    case ENCORD_SHAPE_BOUNDING_BOX:
      return encord_geometry_new_box (&boxes[second]);
    case ENCORD_SHAPE_ROTATABLE_BOUNDING_BOX:
      return encord_geometry_new_rotatable_box (&boxes[second]);
    case ENCORD_SHAPE_POLYGON:
      return encord_geometry_new_polygon (points + 3 * second, 3 + second);
    case ENCORD_SHAPE_POLYLINE:
      return encord_geometry_new_polyline (points + 3 * second, 3 + second);
    case ENCORD_SHAPE_POINT:
      return encord_geometry_new_point (points[second].x, points[second].y);
    case ENCORD_SHAPE_SKELETON:
      return new_person (second ? 0.5 : 0.1, "joint002");
    case ENCORD_SHAPE_BITMASK:
      return new_mask (second ? "04" : "12");
    case ENCORD_SHAPE_UNKNOWN:
    default:
      g_assert_not_reached ();
  }
}

static void
test_shape (gconstpointer data)
{
  const EncordShape shape = (EncordShape) GPOINTER_TO_INT (data);
  g_autoptr (EncordGeometry) a = new_key (shape, FALSE);
  g_autoptr (EncordGeometry) b = new_key (shape, TRUE);
  g_autoptr (EncordInterpolator) way =
      encord_interpolator_new (a, b, WIDTH, HEIGHT);
  g_autoptr (EncordGeometry) first = encord_interpolator_at (way, 0);
  g_autoptr (EncordGeometry) last = encord_interpolator_at (way, 1);
  g_autoptr (EncordGeometry) early = encord_interpolator_at (way, 0.25);

  g_assert_true (encord_geometry_equal (first, a));
  g_assert_true (encord_geometry_equal (last, b));
  g_assert_cmpint (encord_geometry_get_shape (early), ==, shape);
  g_assert_false (encord_geometry_equal (early, b));
  if (shape != ENCORD_SHAPE_BITMASK)
    g_assert_false (encord_geometry_equal (early, a));

  for (guint i = 0; i <= N_STEPS; i++) {
    g_autoptr (EncordGeometry) geometry =
        encord_interpolator_at (way, (double) i / N_STEPS);
    EncordBox box, got;

    g_assert_cmpint (
        encord_geometry_get_box (geometry, &box), ==,
        encord_interpolator_get_box (way, (double) i / N_STEPS, &got));
    if (encord_geometry_get_box (geometry, &box))
      g_assert_cmpmem (&got, sizeof got, &box, sizeof box);
  }
}

static EncordGeometry *
read_text (const GString *json, EncordShape shape)
{
  EncordJsonScanner scanner;
  EncordGeometry *geometry = NULL;

  encord_json_scanner_init (&scanner, json->str, json->len);
  g_assert_true (encord_geometry_scan (&scanner, shape, &geometry));
  g_assert_true (encord_json_scanner_finish (&scanner));

  return geometry;
}

static void
assert_near (const EncordGeometry *a, const EncordGeometry *b)
{
  EncordBox p, q;
  guint n_a, n_b;
  const EncordPoint *points_a = encord_geometry_get_points (a, &n_a);
  const EncordPoint *points_b = encord_geometry_get_points (b, &n_b);
  const EncordJoint *joints_a, *joints_b;

  g_assert_cmpuint (n_a, ==, n_b);
  for (guint i = 0; i < n_a; i++) {
    g_assert_cmpfloat_with_epsilon (points_a[i].x, points_b[i].x, HALF_A_STEP);
    g_assert_cmpfloat_with_epsilon (points_a[i].y, points_b[i].y, HALF_A_STEP);
  }
  if (encord_geometry_get_box (a, &p)) {
    g_assert_true (encord_geometry_get_box (b, &q));
    g_assert_cmpfloat_with_epsilon (p.x, q.x, HALF_A_STEP);
    g_assert_cmpfloat_with_epsilon (p.y, q.y, HALF_A_STEP);
    g_assert_cmpfloat_with_epsilon (p.width, q.width, HALF_A_STEP);
    g_assert_cmpfloat_with_epsilon (p.height, q.height, HALF_A_STEP);
    g_assert_cmpfloat_with_epsilon (p.theta, q.theta, HALF_A_STEP);
  }
  joints_a = encord_geometry_get_joints (a, &n_a);
  joints_b = encord_geometry_get_joints (b, &n_b);
  g_assert_cmpuint (n_a, ==, n_b);
  for (guint i = 0; i < n_a; i++) {
    g_assert_cmpstr (joints_a[i].name, ==, joints_b[i].name);
    g_assert_cmpstr (joints_a[i].feature_hash, ==, joints_b[i].feature_hash);
    g_assert_cmpstr (joints_a[i].color, ==, joints_b[i].color);
    g_assert_cmpint (joints_a[i].visibility, ==, joints_b[i].visibility);
    g_assert_cmpfloat_with_epsilon (joints_a[i].position.x,
                                    joints_b[i].position.x, HALF_A_STEP);
    g_assert_cmpfloat_with_epsilon (joints_a[i].position.y,
                                    joints_b[i].position.y, HALF_A_STEP);
  }
}

/* what is written without objects is the same, but for the last digit */
static void
test_text (gconstpointer data)
{
  const EncordShape shape = (EncordShape) GPOINTER_TO_INT (data);
  g_autoptr (EncordGeometry) a = new_key (shape, FALSE);
  g_autoptr (EncordGeometry) b = new_key (shape, TRUE);
  g_autoptr (EncordInterpolator) way =
      encord_interpolator_new (a, b, WIDTH, HEIGHT);
  g_autoptr (EncordMovingText) text = encord_moving_text_new (N_STEPS);

  if (!encord_interpolator_add_text (way, text)) {
    g_assert_cmpint (shape, ==, ENCORD_SHAPE_BITMASK);
    g_assert_cmpuint (text->fixed->len, ==, 0);
    return;
  }
  for (guint i = 1; i < N_STEPS; i++) {
    g_autoptr (EncordGeometry) geometry =
        encord_interpolator_at (way, (double) i / N_STEPS);
    g_autoptr (GString) json = g_string_new (NULL);
    g_autoptr (EncordGeometry) read = NULL;

    encord_moving_text_append (text, i, json);
    read = read_text (json, shape);
    assert_near (read, geometry);
  }
}

/* equal keys give the same again, bit for bit */
static void
test_same_keys (gconstpointer data)
{
  const EncordShape shape = (EncordShape) GPOINTER_TO_INT (data);
  g_autoptr (EncordGeometry) a = new_key (shape, TRUE);
  g_autoptr (EncordGeometry) b = new_key (shape, TRUE);
  g_autoptr (EncordGeometry) between =
      encord_interpolate_geometry (a, b, 1. / 3, WIDTH, HEIGHT);

  if (shape != ENCORD_SHAPE_ROTATABLE_BOUNDING_BOX) {
    g_assert_true (encord_geometry_equal (between, a));
  } else {
    EncordBox box, expected;

    encord_geometry_get_box (between, &box);
    encord_geometry_get_box (a, &expected);
    g_assert_cmpfloat_with_epsilon (box.x, expected.x, 1e-15);
    g_assert_cmpfloat_with_epsilon (box.y, expected.y, 1e-15);
    g_assert_cmpfloat (box.width, ==, expected.width);
    g_assert_cmpfloat (box.theta, ==, expected.theta);
  }
}

static void
test_point (void)
{
  g_autoptr (EncordGeometry) a = encord_geometry_new_point (0, 1);
  g_autoptr (EncordGeometry) b = encord_geometry_new_point (1, 0.5);
  g_autoptr (EncordGeometry) between =
      encord_interpolate_geometry (a, b, 0.25, 0, 0);
  guint n;
  const EncordPoint *point = encord_geometry_get_points (between, &n);

  g_assert_cmpuint (n, ==, 1);
  g_assert_cmpfloat (point->x, ==, 0.25);
  g_assert_cmpfloat (point->y, ==, 0.875);
}

/* between keys inside of the picture nothing leaves it */
static void
test_points_stay_inside (void)
{
  for (guint i = 0; i < 1000; i++) {
    const double edge = i % 2;
    g_autoptr (EncordGeometry) a =
        encord_geometry_new_point (edge, g_test_rand_double ());
    g_autoptr (EncordGeometry) b =
        encord_geometry_new_point (edge, g_test_rand_double ());
    g_autoptr (EncordGeometry) between =
        encord_interpolate_geometry (a, b, g_test_rand_double (), 0, 0);
    guint n;
    const EncordPoint *point = encord_geometry_get_points (between, &n);

    g_assert_cmpfloat (point->x, ==, edge);
    g_assert_cmpfloat (point->y, >=, 0);
    g_assert_cmpfloat (point->y, <=, 1);
  }
}

static void
test_joints_go_by_hash (void)
{
  const EncordJoint moved[] = {
    { "renamed", "joint002", NULL, NULL, { 0.6, 0.4 }, 1 },
    { "head", "joint001", NULL, NULL, { 0.5, 0.2 }, 4 },
  };
  g_autoptr (EncordGeometry) a = new_person (0.1, "joint002");
  g_autoptr (EncordGeometry) b = encord_geometry_new_skeleton (moved, 2);
  g_autoptr (EncordGeometry) between =
      encord_interpolate_geometry (a, b, 0.5, 0, 0);
  guint n;
  const EncordJoint *joints = encord_geometry_get_joints (between, &n);

  g_assert_cmpuint (n, ==, 2);
  g_assert_cmpstr (joints[0].name, ==, "head");
  g_assert_cmpfloat_with_epsilon (joints[0].position.x, 0.3, 1e-12);
  g_assert_cmpstr (joints[1].name, ==, "foot");
  g_assert_cmpfloat_with_epsilon (joints[1].position.x, 0.4, 1e-12);
  g_assert_cmpfloat_with_epsilon (joints[1].position.y, 0.6, 1e-12);
  /* the rest is the first key's */
  g_assert_cmpint (joints[0].visibility, ==, 1);
  g_assert_cmpint (joints[1].visibility, ==, 4);
  g_assert_cmpstr (joints[1].color, ==, "#FF0000");
  g_assert_cmpstr (joints[1].feature_hash, ==, "joint002");
}

static void
test_missing_joint_is_held (void)
{
  g_autoptr (EncordGeometry) a = new_person (0.1, "joint002");
  g_autoptr (EncordGeometry) b = new_person (0.5, "joint003");
  g_autoptr (EncordGeometry) between =
      encord_interpolate_geometry (a, b, 0.5, 0, 0);
  guint n;
  const EncordJoint *joints = encord_geometry_get_joints (between, &n);

  g_assert_cmpuint (n, ==, 2);
  g_assert_cmpfloat_with_epsilon (joints[0].position.x, 0.3, 1e-12);
  g_assert_cmpfloat (joints[1].position.x, ==, 0.1 + 0.1);
  g_assert_cmpfloat (joints[1].position.y, ==, 0.8);
}

/* as answers in the platform's name have it */
static void
test_nearer_mask (void)
{
  g_autoptr (EncordGeometry) a = new_key (ENCORD_SHAPE_BITMASK, FALSE);
  g_autoptr (EncordGeometry) b = new_key (ENCORD_SHAPE_BITMASK, TRUE);
  g_autoptr (EncordInterpolator) way =
      encord_interpolator_new_within (a, b, 4, 2, 0);
  g_autoptr (EncordGeometry) early = encord_interpolator_at (way, 0.4);
  g_autoptr (EncordGeometry) late = encord_interpolator_at (way, 0.6);

  g_assert_true (encord_geometry_equal (early, a));
  g_assert_true (encord_geometry_equal (late, b));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (turns); i++) {
    g_autofree char *path =
        g_strconcat ("/interpolator/turn/", turns[i].name, NULL);

    g_test_add_data_func (path, GSIZE_TO_POINTER (i), test_turn);
  }
  for (int shape = ENCORD_SHAPE_BOUNDING_BOX; shape <= ENCORD_SHAPE_BITMASK;
       shape++) {
    const char *name = encord_shape_to_string ((EncordShape) shape);
    g_autofree char *path = g_strconcat ("/interpolator/shape/", name, NULL);
    g_autofree char *same = g_strconcat ("/interpolator/same/", name, NULL);
    g_autofree char *text = g_strconcat ("/interpolator/text/", name, NULL);

    g_test_add_data_func (path, GINT_TO_POINTER (shape), test_shape);
    g_test_add_data_func (same, GINT_TO_POINTER (shape), test_same_keys);
    g_test_add_data_func (text, GINT_TO_POINTER (shape), test_text);
  }
  g_test_add_func ("/interpolator/random-turns", test_random_turns);
  g_test_add_func ("/interpolator/point", test_point);
  g_test_add_func ("/interpolator/points-stay-inside", test_points_stay_inside);
  g_test_add_func ("/interpolator/joints-go-by-hash", test_joints_go_by_hash);
  g_test_add_func ("/interpolator/missing-joint-is-held",
                   test_missing_joint_is_held);
  g_test_add_func ("/interpolator/nearer-mask", test_nearer_mask);

  return g_test_run ();
}
