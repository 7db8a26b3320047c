/* interpolation.c - boxes between key frames
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <encord/encord.h>

static void
test_ends_are_exact (void)
{
  const EncordBox a = { 0.1, 0.2, 0.3, 0.4, 350 };
  const EncordBox b = { 1. / 3, 0.7, 0.05, 0.1, 10 };
  EncordBox box;

  encord_interpolate_box (&a, &b, 0, &box);
  g_assert_cmpmem (&box, sizeof box, &a, sizeof a);
  encord_interpolate_box (&a, &b, 1, &box);
  g_assert_cmpmem (&box, sizeof box, &b, sizeof b);
}

static void
test_middle_is_linear (void)
{
  const EncordBox a = { 0, 0, 0.2, 0.4, 0 }, b = { 0.4, 0.2, 0.4, 0, 0 };
  EncordBox box;

  encord_interpolate_box (&a, &b, 0.25, &box);

  g_assert_cmpfloat_with_epsilon (box.x, 0.1, 1e-12);
  g_assert_cmpfloat_with_epsilon (box.y, 0.05, 1e-12);
  g_assert_cmpfloat_with_epsilon (box.width, 0.25, 1e-12);
  g_assert_cmpfloat_with_epsilon (box.height, 0.3, 1e-12);
}

static void
test_angle_takes_the_short_way (void)
{
  const EncordBox a = { 0, 0, 1, 1, 350 }, b = { 0, 0, 1, 1, 10 };
  EncordBox box;

  encord_interpolate_box (&a, &b, 0.25, &box);

  g_assert_cmpfloat_with_epsilon (box.theta, 355, 1e-12);
}

static const struct
{
  const char *name;
  EncordBox a, b;
  double iou;
} overlaps[] = {
  { "same", { 0.1, 0.1, 0.3, 0.3 }, { 0.1, 0.1, 0.3, 0.3 }, 1 },
  { "half", { 0, 0, 1, 1 }, { 0, 0, 1, 0.5 }, 0.5 },
  { "third", { 0, 0, 0.2, 0.2 }, { 0.1, 0, 0.2, 0.2 }, 1. / 3 },
  { "apart", { 0, 0, 0.1, 0.1 }, { 0.5, 0.5, 0.1, 0.1 }, 0 },
  { "touching", { 0, 0, 0.5, 0.5 }, { 0.5, 0, 0.5, 0.5 }, 0 },
  { "no-area", { 0.5, 0.5, 0, 0 }, { 0.5, 0.5, 0, 0 }, 0 },
  { "outside-the-picture", { -1, -1, 2, 2 }, { 0, 0, 1, 1 }, 0.25 },
};

static void
test_iou (gconstpointer data)
{
  const gsize i = GPOINTER_TO_SIZE (data);

  g_assert_cmpfloat_with_epsilon (
      encord_box_iou (&overlaps[i].a, &overlaps[i].b), overlaps[i].iou, 1e-12);
  g_assert_cmpfloat_with_epsilon (
      encord_box_iou (&overlaps[i].b, &overlaps[i].a), overlaps[i].iou, 1e-12);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/interpolation/ends-are-exact", test_ends_are_exact);
  g_test_add_func ("/interpolation/middle-is-linear", test_middle_is_linear);
  g_test_add_func ("/interpolation/angle-takes-the-short-way",
                   test_angle_takes_the_short_way);
  for (gsize i = 0; i < G_N_ELEMENTS (overlaps); i++) {
    g_autofree char *path = g_strconcat ("/iou/", overlaps[i].name, NULL);

    g_test_add_data_func (path, GSIZE_TO_POINTER (i), test_iou);
  }

  return g_test_run ();
}
