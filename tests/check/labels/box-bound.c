/* box-bound.c - overlap of turned boxes, and when a written box is near enough
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <encord/labels/encord-box-bound-private.h>

#include <math.h>

static gboolean
is_inside (const EncordBox *box, double x, double y)
{
  const double angle = box->theta * G_PI / 180;
  const double c = cos (angle), s = sin (angle);

  x -= box->x + box->width / 2;
  y -= box->y + box->height / 2;

  return fabs (c * x + s * y) <= box->width / 2 &&
         fabs (c * y - s * x) <= box->height / 2;
}

/* by counting points of a grid: another way altogether */
static double
count_iou (const EncordBox *a, const EncordBox *b, int width, int height)
{
  const EncordBox in_pixels[] = {
    { a->x * width, a->y * height, a->width * width, a->height * height,
      a->theta },
    { b->x * width, b->y * height, b->width * width, b->height * height,
      b->theta },
  };
  guint n_both = 0, n_any = 0;

  /* four points a pixel: with one, a rare seed is off by more than 0.02 */
  for (double y = 0.25; y < height; y += 0.5) {
    for (double x = 0.25; x < width; x += 0.5) {
      const gboolean in_a = is_inside (&in_pixels[0], x, y);
      const gboolean in_b = is_inside (&in_pixels[1], x, y);

      n_both += in_a && in_b;
      n_any += in_a || in_b;
    }
  }

  return n_any > 0 ? (double) n_both / n_any : 0;
}

static EncordBox
random_box (GRand *rand)
{
  return (EncordBox){
    .x = g_rand_double_range (rand, 0.3, 0.45),
    .y = g_rand_double_range (rand, 0.3, 0.45),
    .width = g_rand_double_range (rand, 0.1, 0.3),
    .height = g_rand_double_range (rand, 0.1, 0.3),
    .theta = g_rand_double_range (rand, -400, 400),
  };
}

static void
test_turned_iou (void)
{
  const guint32 seed = g_test_rand_int ();
  g_autoptr (GRand) rand = g_rand_new_with_seed (seed);

  g_test_message ("seed %u", seed);
  for (guint i = 0; i < 20; i++) {
    const EncordBox a = random_box (rand), b = random_box (rand);
    const double iou = encord_box_turned_iou (&a, &b, 320, 180);

    g_assert_cmpfloat_with_epsilon (iou, count_iou (&a, &b, 320, 180), 0.02);
    g_assert_cmpfloat_with_epsilon (
        iou, encord_box_turned_iou (&b, &a, 320, 180), 1e-9);
  }
}

static void
test_turned_iou_corners (void)
{
  const EncordBox box = { 0.2, 0.2, 0.2, 0.1, 30 };
  EncordBox other = box;

  g_assert_cmpfloat_with_epsilon (
      encord_box_turned_iou (&box, &box, 1920, 1080), 1, 1e-12);
  other.theta = 210;
  g_assert_cmpfloat_with_epsilon (
      encord_box_turned_iou (&box, &other, 1920, 1080), 1, 1e-9);
  other.x = 0.7;
  g_assert_cmpfloat (encord_box_turned_iou (&box, &other, 1920, 1080), ==, 0);
  other.width = 0;
  g_assert_cmpfloat (encord_box_turned_iou (&box, &other, 1920, 1080), ==, 0);
  other.width = NAN;
  g_assert_cmpfloat (encord_box_turned_iou (&box, &other, 1920, 1080), ==, 0);

  /* a square of 100 pixels, turned by an eighth: an octagon is shared */
  {
    const EncordBox a = { 0.1, 0.1, 0.05, 0.1, 0 };
    const EncordBox b = { 0.1, 0.1, 0.05, 0.1, 45 };
    const double octagon = 2 * (G_SQRT2 - 1);

    g_assert_cmpfloat_with_epsilon (encord_box_turned_iou (&a, &b, 2000, 1000),
                                    octagon / (2 - octagon), 1e-9);
  }
}

static void
test_holds (void)
{
  const EncordBoxBound pixels = { 0.9, 2, 1000, 500 };
  const EncordBoxBound iou = { 0.9, 0, 1000, 500 };
  const EncordBox seen = { 0.1, 0.1, 0.1, 0.2, 0 };
  const struct
  {
    EncordBox written;
    gboolean by_pixels, by_iou;
  } cases[] = {
    { seen, TRUE, TRUE },
    { { 0.1019, 0.1, 0.1, 0.2, 0 }, TRUE, TRUE },
    { { 0.1021, 0.1, 0.1, 0.2, 0 }, FALSE, TRUE },
    { { 0.1, 0.1039, 0.1, 0.2, 0 }, TRUE, TRUE },
    { { 0.1, 0.1041, 0.1, 0.2, 0 }, FALSE, TRUE },
    { { 0.1, 0.1, 0.1021, 0.2, 0 }, FALSE, TRUE },
    { { 0.1, 0.1, 0.092, 0.2, 0 }, FALSE, TRUE },
    { { 0.1, 0.1, 0.089, 0.2, 0 }, FALSE, FALSE },
    { { 0.1, 0.1, 0.1, 0.2, 0.5 }, TRUE, TRUE },
    { { 0.1, 0.1, 0.1, 0.2, 2.5 }, FALSE, TRUE },
    { { 0.1, 0.1, 0.1, 0.2, 20 }, FALSE, FALSE },
    { { 0.1, 0.1, 0, 0.2, 0 }, FALSE, FALSE },
    { { 0.1, 0.1, NAN, 0.2, 0 }, FALSE, FALSE },
    { { NAN, 0.1, 0.1, 0.2, 0 }, FALSE, FALSE },
    { { 0.1, 0.1, 0.1, 0.2, NAN }, FALSE, FALSE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_test_message ("case %" G_GSIZE_FORMAT, i);
    g_assert_cmpint (encord_box_bound_holds (&pixels, &seen, &cases[i].written),
                     ==, cases[i].by_pixels);
    g_assert_cmpint (encord_box_bound_holds (&iou, &seen, &cases[i].written),
                     ==, cases[i].by_iou);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/box-bound/turned-iou", test_turned_iou);
  g_test_add_func ("/box-bound/turned-iou-corners", test_turned_iou_corners);
  g_test_add_func ("/box-bound/holds", test_holds);

  return g_test_run ();
}
