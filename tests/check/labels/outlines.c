/* outlines.c - polygons and polylines between key frames
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <math.h>
#include <string.h>

#include "outlines.h"

/* as documented: area on the way by the smaller area of the keys */
#define LEAST_AREA 0.5

static Outline *
outline_at (const Outline *a, const Outline *b, double position)
{
  g_autoptr (EncordGeometry) from = outline_to_polygon (a);
  g_autoptr (EncordGeometry) to = outline_to_polygon (b);
  g_autoptr (EncordGeometry) between =
      encord_interpolate_geometry (from, to, position, 0, 0);

  return outline_from_geometry (between);
}

/* ---- the measured pair: 16 and 19 corners, drawn in opposite directions ---- */

static void
test_pair_stays_whole (void)
{
  g_autoptr (GArray) a = NULL;
  g_autoptr (GArray) b = NULL;
  double least;

  outline_load_pair (&a, &b);
  g_assert_cmpuint (a->len, ==, 16);
  g_assert_cmpuint (b->len, ==, 19);
  least = 0.95 * fmin (outline_get_area (a), outline_get_area (b));
  for (guint i = 1; i < 90; i++) {
    g_autoptr (GArray) between = outline_at (a, b, i / 90.0);

    g_assert_cmpuint (between->len, >=, 19);
    g_assert_cmpuint (between->len, <=, 16 + 19);
    g_assert_cmpuint (outline_count_crossings (between), ==, 0);
    g_assert_cmpfloat (outline_get_area (between), >=, least);
  }
}

/* bit for bit, apart from the order */
static void
assert_same_way (const Outline *a, const Outline *b, const Outline *other_a,
                 const Outline *other_b)
{
  g_autoptr (GArray) between = outline_at (a, b, 4 / 9.0);
  g_autoptr (GArray) other = outline_at (other_a, other_b, 4 / 9.0);
  g_autoptr (GArray) sorted = outline_dup_sorted (between);
  g_autoptr (GArray) other_sorted = outline_dup_sorted (other);

  outline_assert_equal (sorted, other_sorted, 0);
}

static void
assert_drawing_does_not_matter (const Outline *a, const Outline *b)
{
  g_autoptr (GArray) back_a = outline_dup_reversed (a);
  g_autoptr (GArray) back_b = outline_dup_reversed (b);

  assert_same_way (a, b, back_a, b);
  assert_same_way (a, b, a, back_b);
  assert_same_way (a, b, back_a, back_b);
  for (guint i = 1; i < a->len; i++) {
    g_autoptr (GArray) turned = outline_dup_rotated (a, i);

    assert_same_way (a, b, turned, b);
  }
  for (guint i = 1; i < b->len; i++) {
    g_autoptr (GArray) turned = outline_dup_rotated (b, i);

    assert_same_way (a, b, a, turned);
    assert_same_way (a, b, back_a, turned);
  }
}

static void
test_pair_however_drawn (void)
{
  g_autoptr (GArray) a = NULL;
  g_autoptr (GArray) b = NULL;

  outline_load_pair (&a, &b);
  assert_drawing_does_not_matter (a, b);
  assert_drawing_does_not_matter (b, a);
}

static void
test_random_however_drawn (void)
{
  for (guint i = 0; i < 40; i++) {
    g_autoptr (GArray) a =
        outline_new_star ((guint) g_test_rand_int_range (3, 12));
    g_autoptr (GArray) b =
        outline_new_star ((guint) g_test_rand_int_range (3, 12));

    assert_drawing_does_not_matter (a, b);
  }
}

/* with every start equally good, too */
static void
test_square_to_turned_square (void)
{
  static const EncordPoint square[] = {
    { 0.25, 0.25 }, { 0.75, 0.25 }, { 0.75, 0.75 }, { 0.25, 0.75 }
  };
  static const EncordPoint turned[] = {
    { 0.5, 0.125 }, { 0.875, 0.5 }, { 0.5, 0.875 }, { 0.125, 0.5 }
  };
  g_autoptr (GArray) a = g_array_new (FALSE, FALSE, sizeof (EncordPoint));
  g_autoptr (GArray) b = g_array_new (FALSE, FALSE, sizeof (EncordPoint));
  g_autoptr (GArray) between = NULL;

  g_array_append_vals (a, square, 4);
  g_array_append_vals (b, turned, 4);
  assert_drawing_does_not_matter (a, b);
  between = outline_at (a, b, 0.5);
  g_assert_cmpfloat (outline_get_area (between), >, 0.7 * outline_get_area (a));
}

/* ---- what must hold for any two ---- */

static void
assert_whole (const Outline *a, const Outline *b, const Outline *between)
{
  const double least =
      LEAST_AREA * fmin (outline_get_area (a), outline_get_area (b));

  g_assert_cmpuint (outline_count_crossings (between), ==, 0);
  g_assert_cmpfloat (outline_get_area (between), >=, least - 1e-12);
}

static gboolean
is_held (const Outline *a, const Outline *between)
{
  return a->len == between->len &&
         memcmp (a->data, between->data, a->len * sizeof (EncordPoint)) == 0;
}

/* Returns how many of the pairs no way was found for. */
static guint
try_random_pairs (Outline *(*make) (guint n), guint n_pairs)
{
  guint n_held = 0;

  for (guint i = 0; i < n_pairs; i++) {
    g_autoptr (GArray) a = make ((guint) g_test_rand_int_range (3, 40));
    g_autoptr (GArray) b = make ((guint) g_test_rand_int_range (3, 40));
    g_autoptr (GArray) moved = outline_dup_moved (
        b, g_test_rand_double_range (-1, 1), g_test_rand_double_range (-1, 1));
    g_autoptr (EncordGeometry) from = outline_to_polygon (a);
    g_autoptr (EncordGeometry) to = outline_to_polygon (moved);
    g_autoptr (EncordInterpolator) way =
        encord_interpolator_new (from, to, 640, 360);
    g_autoptr (GArray) between = NULL;

    for (guint j = 0; j < 8; j++) {
      g_autoptr (EncordGeometry) geometry =
          encord_interpolator_at (way, g_test_rand_double_range (0.001, 0.999));

      g_clear_pointer (&between, g_array_unref);
      between = outline_from_geometry (geometry);
      assert_whole (a, moved, between);
    }
    n_held += is_held (a, between);
  }

  return n_held;
}

static void
test_random_convex (void)
{
  g_assert_cmpuint (try_random_pairs (outline_new_convex, 300), ==, 0);
}

static void
test_random_stars (void)
{
  /* spikes of four times the depth between: about one in ten is held */
  g_assert_cmpuint (try_random_pairs (outline_new_star, 300), <=, 75);
}

static void
test_same_keys (void)
{
  for (guint i = 0; i < 50; i++) {
    g_autoptr (GArray) a =
        outline_new_star ((guint) g_test_rand_int_range (3, 60));
    g_autoptr (GArray) other =
        outline_dup_rotated (a, (guint) g_test_rand_int_range (0, 60));
    g_autoptr (GArray) between = outline_at (a, a, 0.3);
    g_autoptr (GArray) drawn_elsewhere = outline_at (a, other, 0.7);

    outline_assert_equal (between, a, 0);
    outline_assert_equal (drawn_elsewhere, a, 0);
  }
}

static void
test_moved_keys (void)
{
  for (guint i = 0; i < 50; i++) {
    g_autoptr (GArray) a =
        outline_new_star ((guint) g_test_rand_int_range (3, 60));
    g_autoptr (GArray) b = outline_dup_moved (a, 0.5, -0.25);
    g_autoptr (GArray) back = outline_dup_reversed (b);
    g_autoptr (GArray) expected = outline_dup_moved (a, 0.125, -0.0625);
    g_autoptr (GArray) between = outline_at (a, back, 0.25);

    outline_assert_equal (between, expected, 1e-12);
  }
}

/* a U whose legs change their lengths: lengths along it shift all corners, so a
 * way by equal lengths would shear the legs */
static void
test_leg_grows (void)
{
  static const EncordPoint before[] = { { 0, 0 },      { 0.1, 0 },
                                        { 0.1, 0.2 },  { 0.2, 0.2 },
                                        { 0.2, 0.15 }, { 0.3, 0.15 },
                                        { 0.3, 0.3 },  { 0, 0.3 } };
  static const EncordPoint after[] = { { 0, 0.15 },   { 0.1, 0.15 },
                                       { 0.1, 0.2 },  { 0.2, 0.2 },
                                       { 0.2, -0.6 }, { 0.3, -0.6 },
                                       { 0.3, 0.3 },  { 0, 0.3 } };
  g_autoptr (GArray) a = g_array_new (FALSE, FALSE, sizeof (EncordPoint));
  g_autoptr (GArray) b = g_array_new (FALSE, FALSE, sizeof (EncordPoint));

  g_array_append_vals (a, before, G_N_ELEMENTS (before));
  g_array_append_vals (b, after, G_N_ELEMENTS (after));
  for (guint i = 1; i < 50; i++) {
    g_autoptr (GArray) between = outline_at (a, b, i / 50.0);

    assert_whole (a, b, between);
    g_assert_false (is_held (a, between));
  }
}

/* the drawing goes on as the first key was drawn */
static void
test_order_of_the_first_key (void)
{
  for (guint i = 0; i < 20; i++) {
    g_autoptr (GArray) a = outline_new_star (9);
    g_autoptr (GArray) moved = outline_dup_moved (a, 0.2, 0.2);
    g_autoptr (GArray) b = outline_dup_rotated (moved, i);
    g_autoptr (GArray) back = outline_dup_reversed (a);
    g_autoptr (GArray) forwards = outline_at (a, b, 0.5);
    g_autoptr (GArray) backwards = outline_at (back, b, 0.5);
    g_autoptr (GArray) expected = outline_dup_moved (a, 0.1, 0.1);
    g_autoptr (GArray) expected_back = outline_dup_moved (back, 0.1, 0.1);

    outline_assert_equal (forwards, expected, 1e-12);
    outline_assert_equal (backwards, expected_back, 1e-12);
  }
}

/* ---- keys that are no proper polygon ---- */

static const struct
{
  const char *name;
  EncordPoint points[5];
  guint n_points;
} odd[] = {
  { "empty", { { 0, 0 } }, 0 },
  { "one-point", { { 0.2, 0.3 } }, 1 },
  { "twice-the-same", { { 0.2, 0.3 }, { 0.2, 0.3 } }, 2 },
  { "two-points", { { 0.2, 0.3 }, { 0.7, 0.4 } }, 2 },
  { "flat", { { 0.1, 0.5 }, { 0.5, 0.5 }, { 0.9, 0.5 } }, 3 },
  { "closed-by-hand",
    { { 0.1, 0.1 }, { 0.9, 0.1 }, { 0.5, 0.9 }, { 0.1, 0.1 } },
    4 },
  { "bow-tie", { { 0.1, 0.1 }, { 0.9, 0.9 }, { 0.9, 0.1 }, { 0.1, 0.9 } }, 4 },
  { "infinite", { { 0.1, 0.1 }, { INFINITY, 0.9 }, { 0.9, 0.1 } }, 3 },
  { "not-a-number", { { 0.1, 0.1 }, { 0.9, NAN }, { 0.9, 0.1 } }, 3 },
  { "far-away", { { 0, 0 }, { 1e300, 0 }, { 0, 1e300 } }, 3 },
  { "farthest", { { 1.7e308, 1 }, { -1.7e308, 0 }, { 0, -1.7e308 } }, 3 },
};

static gboolean
odd_is_finite (gsize i)
{
  return strcmp (odd[i].name, "infinite") != 0 &&
         strcmp (odd[i].name, "not-a-number") != 0;
}

/* an answer, and in numbers that can be written */
static void
test_odd_keys (void)
{
  g_autoptr (GArray) star = outline_new_star (12);

  for (gsize i = 0; i < G_N_ELEMENTS (odd); i++)
    for (gsize j = 0; j <= G_N_ELEMENTS (odd); j++) {
      g_autoptr (GArray) a = g_array_new (FALSE, FALSE, sizeof (EncordPoint));
      g_autoptr (GArray) b = NULL;
      g_autoptr (GArray) between = NULL;
      g_autoptr (GArray) back = NULL;

      g_test_message ("%s", odd[i].name);
      g_array_append_vals (a, odd[i].points, odd[i].n_points);
      if (j < G_N_ELEMENTS (odd)) {
        b = g_array_new (FALSE, FALSE, sizeof (EncordPoint));
        g_array_append_vals (b, odd[j].points, odd[j].n_points);
      } else {
        b = g_array_ref (star);
      }
      between = outline_at (a, b, 0.5);
      back = outline_at (b, a, 0.5);
      for (guint k = 0; odd_is_finite (i) && j < G_N_ELEMENTS (odd) &&
                        odd_is_finite (j) && k < between->len;
           k++) {
        g_assert_true (isfinite (outline_get (between, k).x));
        g_assert_true (isfinite (outline_get (between, k).y));
      }
      g_assert_true (between->len > 0 || a->len == 0);
      g_assert_cmpuint (between->len, <=, a->len + b->len + 200);
      g_assert_true (back->len > 0 || b->len == 0);
    }
}

static void
test_closed_by_hand (void)
{
  static const EncordPoint points[] = {
    { 0.1, 0.1 }, { 0.9, 0.1 }, { 0.5, 0.9 }, { 0.1, 0.1 }
  };
  g_autoptr (GArray) closed = g_array_new (FALSE, FALSE, sizeof (EncordPoint));
  g_autoptr (GArray) open = g_array_new (FALSE, FALSE, sizeof (EncordPoint));
  g_autoptr (GArray) between = NULL;

  g_array_append_vals (closed, points, 4);
  g_array_append_vals (open, points, 3);
  between = outline_at (open, closed, 0.5);
  outline_assert_equal (between, open, 0);
}

/* a cost that grows with the square would take minutes */
static void
test_many_corners (void)
{
  g_autoptr (GArray) a = outline_new_convex (20000);
  g_autoptr (GArray) b = outline_new_convex (30000);
  g_autoptr (GArray) between = outline_at (a, b, 0.5);

  g_assert_false (is_held (a, between));
  g_assert_cmpuint (between->len, <=, 4096);
  g_assert_cmpfloat (outline_get_area (between), >,
                     0.9 * fmin (outline_get_area (a), outline_get_area (b)));
}

/* ---- polylines ---- */

static Outline *
line_at (const Outline *a, const Outline *b, double position)
{
  g_autoptr (EncordGeometry) from = outline_to_polyline (a);
  g_autoptr (EncordGeometry) to = outline_to_polyline (b);
  g_autoptr (EncordGeometry) between =
      encord_interpolate_geometry (from, to, position, 640, 480);

  g_assert_cmpint (encord_geometry_get_shape (between), ==,
                   ENCORD_SHAPE_POLYLINE);

  return outline_from_geometry (between);
}

static void
test_line_however_drawn (void)
{
  for (guint i = 0; i < 50; i++) {
    g_autoptr (GArray) a = outline_new_star (7);
    g_autoptr (GArray) b = outline_new_star (11);
    g_autoptr (GArray) back_a = outline_dup_reversed (a);
    g_autoptr (GArray) back_b = outline_dup_reversed (b);
    g_autoptr (GArray) between = line_at (a, b, 0.4);
    g_autoptr (GArray) of_back_b = line_at (a, back_b, 0.4);
    g_autoptr (GArray) of_back_a = line_at (back_a, b, 0.4);
    g_autoptr (GArray) turned = outline_dup_reversed (of_back_a);

    g_assert_cmpuint (between->len, <=, 18);
    outline_assert_equal (between, of_back_b, 0);
    outline_assert_equal (between, turned, 0);
  }
}

static void
test_line_moves (void)
{
  static const EncordPoint points[] = { { 0, 0 }, { 0.25, 0.25 }, { 0.5, 0 } };
  g_autoptr (GArray) a = g_array_new (FALSE, FALSE, sizeof (EncordPoint));
  g_autoptr (GArray) b = NULL;
  g_autoptr (GArray) back = NULL;
  g_autoptr (GArray) expected = NULL;
  g_autoptr (GArray) between = NULL;
  g_autoptr (GArray) same = NULL;

  g_array_append_vals (a, points, 3);
  b = outline_dup_moved (a, 0.5, 0.5);
  back = outline_dup_reversed (b);
  expected = outline_dup_moved (a, 0.125, 0.125);
  between = line_at (a, back, 0.25);
  outline_assert_equal (between, expected, 1e-15);
  same = line_at (a, a, 0.5);
  outline_assert_equal (same, a, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/polygon/pair/stays-whole", test_pair_stays_whole);
  g_test_add_func ("/polygon/pair/however-drawn", test_pair_however_drawn);
  g_test_add_func ("/polygon/random/however-drawn", test_random_however_drawn);
  g_test_add_func ("/polygon/square-to-turned-square",
                   test_square_to_turned_square);
  g_test_add_func ("/polygon/random/convex", test_random_convex);
  g_test_add_func ("/polygon/random/stars", test_random_stars);
  g_test_add_func ("/polygon/same-keys", test_same_keys);
  g_test_add_func ("/polygon/moved-keys", test_moved_keys);
  g_test_add_func ("/polygon/leg-grows", test_leg_grows);
  g_test_add_func ("/polygon/order-of-the-first-key",
                   test_order_of_the_first_key);
  g_test_add_func ("/polygon/odd-keys", test_odd_keys);
  g_test_add_func ("/polygon/closed-by-hand", test_closed_by_hand);
  g_test_add_func ("/polygon/many-corners", test_many_corners);
  g_test_add_func ("/polyline/however-drawn", test_line_however_drawn);
  g_test_add_func ("/polyline/moves", test_line_moves);

  return g_test_run ();
}
