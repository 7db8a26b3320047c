/* masks.c - distances to the border of a mask, and masks between two of them
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <math.h>
#include <string.h>

#include <encord/encord.h>
#include <encord/labels/encord-interpolator-private.h>
#include <encord/labels/encord-mask-field-private.h>

#define WIDTH 120
#define HEIGHT 80
#define N_STEPS 12

/* pixels of WIDTH × HEIGHT, 0 or 1 */
typedef struct
{
  guint8 at[HEIGHT][WIDTH];
} Picture;

static void
draw_disc (Picture *self, double x, double y, double radius)
{
  for (int row = 0; row < HEIGHT; row++)
    for (int column = 0; column < WIDTH; column++)
      if (hypot (column - x, row - y) <= radius)
        self->at[row][column] = 1;
}

static void
draw_box (Picture *self, int left, int top, int width, int height)
{
  for (int row = MAX (0, top); row < MIN (HEIGHT, top + height); row++)
    for (int column = MAX (0, left); column < MIN (WIDTH, left + width);
         column++)
      self->at[row][column] = 1;
}

static gint64
count (const Picture *self)
{
  gint64 n = 0;

  for (int row = 0; row < HEIGHT; row++)
    for (int column = 0; column < WIDTH; column++)
      n += self->at[row][column];

  return n;
}

static gint64
count_common (const Picture *a, const Picture *b)
{
  gint64 n = 0;

  for (int row = 0; row < HEIGHT; row++)
    for (int column = 0; column < WIDTH; column++)
      n += a->at[row][column] & b->at[row][column];

  return n;
}

static char *
encode (const Picture *self)
{
  g_autoptr (GBytes) pixels = g_bytes_new_static (self->at, sizeof self->at);

  return encord_bitmask_encode (pixels, WIDTH, HEIGHT, NULL);
}

static EncordGeometry *
to_geometry (const Picture *self)
{
  g_autofree char *rle = encode (self);

  return encord_geometry_new_bitmask (WIDTH, HEIGHT, rle);
}

static void
from_geometry (const EncordGeometry *geometry, Picture *ret)
{
  int width, height;
  const char *rle = encord_geometry_get_bitmask (geometry, &width, &height);
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) pixels =
      encord_bitmask_decode (rle, width, height, &error);

  g_assert_no_error (error);
  g_assert_cmpint (width, ==, WIDTH);
  g_assert_cmpint (height, ==, HEIGHT);
  memcpy (ret->at, g_bytes_get_data (pixels, NULL), sizeof ret->at);
}

/* the steps from a to b, both included */
static void
go (const Picture *a, const Picture *b, Picture steps[N_STEPS + 1])
{
  g_autoptr (EncordGeometry) from = to_geometry (a);
  g_autoptr (EncordGeometry) to = to_geometry (b);
  g_autoptr (EncordInterpolator) way =
      encord_interpolator_new (from, to, WIDTH, HEIGHT);

  for (guint i = 0; i <= N_STEPS; i++) {
    g_autoptr (EncordGeometry) geometry =
        encord_interpolator_at (way, (double) i / N_STEPS);
    int width, height;
    g_autofree char *again = NULL;

    g_assert_cmpint (encord_geometry_get_shape (geometry), ==,
                     ENCORD_SHAPE_BITMASK);
    from_geometry (geometry, &steps[i]);
    /* the string is the one that encoding makes */
    again = encode (&steps[i]);
    g_assert_cmpstr (encord_geometry_get_bitmask (geometry, &width, &height),
                     ==, again);
    if (i == 0 || i == N_STEPS)
      g_assert_true (encord_geometry_equal (geometry, i == 0 ? from : to));
  }
}

static void
assert_areas_between (const Picture steps[N_STEPS + 1])
{
  const gint64 a = count (&steps[0]), b = count (&steps[N_STEPS]);

  for (guint i = 0; i <= N_STEPS; i++) {
    g_assert_cmpint (count (&steps[i]), >=, MIN (a, b));
    g_assert_cmpint (count (&steps[i]), <=, MAX (a, b));
  }
}

/* ---- the patch and the field ---- */

/* sparse or dense, with and without the first and the last pixel */
static void
draw_random (Picture *self)
{
  const int n_boxes = g_test_rand_int_range (1, 8);

  *self = (Picture){ 0 };
  for (int i = 0; i < n_boxes; i++)
    draw_box (self, g_test_rand_int_range (-10, WIDTH),
              g_test_rand_int_range (-10, HEIGHT),
              g_test_rand_int_range (1, 50), g_test_rand_int_range (1, 50));
}

static void
test_patch (void)
{
  for (guint i = 0; i < 50; i++) {
    g_autoptr (EncordMaskPatch) patch = NULL;
    g_autofree char *rle = NULL;
    double sum_x = 0, middle_x, middle_y;
    Picture picture;

    draw_random (&picture);
    rle = encode (&picture);
    patch = encord_mask_patch_new (rle, WIDTH, HEIGHT, G_MAXINT, NULL);
    g_assert_cmpint (patch->area, ==, count (&picture));
    for (int y = 0; y < HEIGHT; y++)
      for (int x = 0; x < WIDTH; x++) {
        g_assert_cmpint (
            encord_mask_patch_get (patch, x - patch->left, y - patch->top), ==,
            picture.at[y][x]);
        sum_x += picture.at[y][x] * x;
      }
    if (patch->area == 0)
      continue;
    encord_mask_patch_get_middle (patch, &middle_x, &middle_y);
    g_assert_cmpfloat_with_epsilon (patch->left + middle_x,
                                    sum_x / (double) patch->area, 1e-9);
  }
}

static void
test_patch_errors (void)
{
  g_autoptr (GError) malformed = NULL;
  g_autoptr (GError) too_large = NULL;

  g_assert_null (encord_mask_patch_new ("P", 4, 2, 100, &malformed));
  g_assert_error (malformed, ENCORD_ERROR, ENCORD_ERROR_BAD_DATA);
  g_assert_null (encord_mask_patch_new ("08", 4, 2, 7, &too_large));
  g_assert_error (too_large, ENCORD_ERROR, ENCORD_ERROR_BAD_DATA);
}

/* by looking at every pixel of the other kind */
static double
measure (const Picture *self, int x, int y)
{
  const guint8 inside = self->at[y][x];
  double least = INFINITY;

  for (int row = -1; row <= HEIGHT; row++)
    for (int column = -1; column <= WIDTH; column++) {
      const gboolean out =
          row < 0 || column < 0 || row == HEIGHT || column == WIDTH;
      const guint8 other = out ? 0 : self->at[row][column];

      if (other != inside && !(out && !inside))
        least = fmin (least, hypot (column - x, row - y));
    }

  return inside ? least - 0.5 : 0.5 - least;
}

static void
test_field (void)
{
  for (guint i = 0; i < 10; i++) {
    g_autoptr (EncordMaskPatch) patch = NULL;
    g_autofree float *field = NULL;
    g_autofree char *rle = NULL;
    Picture picture;

    draw_random (&picture);
    if (count (&picture) == 0)
      picture.at[3][4] = 1;
    rle = encode (&picture);
    patch = encord_mask_patch_new (rle, WIDTH, HEIGHT, G_MAXINT, NULL);
    field =
        encord_mask_field_new (patch, -patch->left, -patch->top, WIDTH, HEIGHT);
    for (int y = 0; y < HEIGHT; y += 3)
      for (int x = 0; x < WIDTH; x += 3)
        g_assert_cmpfloat_with_epsilon ((double) field[y * WIDTH + x],
                                        measure (&picture, x, y), 1e-4);
  }
}

/* ---- the way ---- */

static Picture steps[N_STEPS + 1];

/* pixel for pixel, also where it is cut by the picture's border on both keys */
static void
test_disc_moves (void)
{
  static const struct
  {
    int x, y, to_x, to_y;
    double radius;
  } discs[] = {
    { 20, 20, 90, 50, 13 },   { 60, 40, 60, 40, 20 },  { 14, 14, 15, 14, 14 },
    { 10, 70, 100, 10, 3.3 }, { 30, 40, 31, 40, 0.1 }, { 100, 0, 20, 0, 9 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (discs); i++) {
    Picture a = { 0 }, b = { 0 };

    draw_disc (&a, discs[i].x, discs[i].y, discs[i].radius);
    draw_disc (&b, discs[i].to_x, discs[i].to_y, discs[i].radius);
    go (&a, &b, steps);
    for (int j = 0; j <= N_STEPS; j++) {
      const double way = (double) j / N_STEPS;
      Picture expected = { 0 };

      draw_disc (&expected,
                 discs[i].x + floor ((discs[i].to_x - discs[i].x) * way + 0.5),
                 discs[i].y + floor ((discs[i].to_y - discs[i].y) * way + 0.5),
                 discs[i].radius);
      g_assert_cmpmem (&steps[j], sizeof (Picture), &expected,
                       sizeof (Picture));
    }
  }
}

/* its radius grows evenly while it moves */
static void
test_disc_grows (void)
{
  Picture a = { 0 }, b = { 0 };

  draw_disc (&a, 30, 30, 8);
  draw_disc (&b, 78, 42, 24);
  go (&a, &b, steps);
  assert_areas_between (steps);
  for (int j = 0; j <= N_STEPS; j++) {
    const double way = (double) j / N_STEPS;
    Picture expected = { 0 };

    draw_disc (&expected, 30 + 48 * way, 30 + 12 * way, 8 + 16 * way);
    g_assert_cmpfloat ((double) count_common (&steps[j], &expected), >,
                       0.95 * (double) count (&expected));
    g_assert_cmpfloat ((double) count_common (&steps[j], &expected), >,
                       0.95 * (double) count (&steps[j]));
  }
}

/* they have a square of 4 × 4 in common, and 480 pixels each */
static void
test_crossed_bars (void)
{
  Picture a = { 0 }, b = { 0 };

  draw_box (&a, 0, 38, WIDTH, 4);
  draw_box (&b, 57, 0, 6, HEIGHT);
  go (&a, &b, steps);
  g_assert_cmpint (count (&a), ==, 480);
  for (int j = 0; j <= N_STEPS; j++)
    g_assert_cmpint (count (&steps[j]), ==, 480);
}

/* around the corner of the picture nothing is lost */
static void
test_bars_at_borders (void)
{
  Picture a = { 0 }, b = { 0 };

  draw_box (&a, 0, HEIGHT - 5, WIDTH, 5);
  draw_box (&b, 0, 0, 5, HEIGHT);
  go (&a, &b, steps);
  assert_areas_between (steps);
}

static void
test_random (void)
{
  for (guint i = 0; i < 20; i++) {
    Picture a, b;

    do
      draw_random (&a);
    while (count (&a) == 0);
    do
      draw_random (&b);
    while (count (&b) == 0);
    go (&a, &b, steps);
    assert_areas_between (steps);
  }
}

static void
test_one_pixel (void)
{
  Picture a = { 0 }, b = { 0 }, large = { 0 };

  a.at[0][0] = 1;
  b.at[HEIGHT - 1][WIDTH - 1] = 1;
  go (&a, &b, steps);
  for (int j = 0; j <= N_STEPS; j++)
    g_assert_cmpint (count (&steps[j]), ==, 1);

  draw_box (&large, 0, 0, WIDTH, HEIGHT);
  go (&a, &large, steps);
  assert_areas_between (steps);
  for (int j = 1; j <= N_STEPS; j++)
    g_assert_cmpint (count (&steps[j]), >=, count (&steps[j - 1]));
}

/* both parts move together and stay apart; then the gap between them closes */
static void
test_two_parts (void)
{
  Picture a = { 0 }, b = { 0 }, closed = { 0 };

  draw_disc (&a, 20, 20, 9);
  draw_disc (&a, 50, 22, 12);
  draw_disc (&b, 60, 40, 9);
  draw_disc (&b, 90, 42, 12);
  go (&a, &b, steps);
  for (int j = 0; j <= N_STEPS; j++)
    g_assert_cmpint (count (&steps[j]), ==, count (&a));

  draw_disc (&closed, 36, 20, 9);
  draw_disc (&closed, 50, 22, 12);
  go (&a, &closed, steps);
  assert_areas_between (steps);
}

/* without pixels there is no distance: the nearer key */
static void
test_empty (void)
{
  Picture empty = { 0 }, disc = { 0 };

  draw_disc (&disc, 40, 40, 10);
  go (&empty, &disc, steps);
  for (int j = 0; j <= N_STEPS; j++)
    g_assert_cmpint (count (&steps[j]), ==,
                     j < N_STEPS / 2 ? 0 : count (&disc));
  go (&empty, &empty, steps);
  for (int j = 0; j <= N_STEPS; j++)
    g_assert_cmpint (count (&steps[j]), ==, 0);
}

static const struct
{
  const char *name;
  int width_a, height_a;
  const char *a;
  int width_b, height_b;
  const char *b;
} hostile[] = {
  { "malformed", 4, 2, "12", 4, 2, "1\x01" },
  { "both-malformed", 4, 2, "P", 4, 2, "PP" },
  { "other-size", 4, 2, "12", 2, 4, "12" },
  /* the second run is one of 2^26 pixels */
  { "huge", 32768, 32768, "1ooooo1", 32768, 32768, "0ooooo1" },
  { "huge-row", 1073741824, 1, "1ooooo1", 1073741824, 1, "0ooooo1" },
  { "too-huge", 2147483647, 2147483647, "1ooooo1", 2147483647, 2147483647,
    "12" },
};

static void
test_hostile (gconstpointer data)
{
  const gsize i = GPOINTER_TO_SIZE (data);
  g_autoptr (EncordGeometry) a = encord_geometry_new_bitmask (
      hostile[i].width_a, hostile[i].height_a, hostile[i].a);
  g_autoptr (EncordGeometry) b = encord_geometry_new_bitmask (
      hostile[i].width_b, hostile[i].height_b, hostile[i].b);
  g_autoptr (EncordInterpolator) way = encord_interpolator_new (a, b, 0, 0);
  g_autoptr (EncordGeometry) early = encord_interpolator_at (way, 0.25);
  g_autoptr (EncordGeometry) late = encord_interpolator_at (way, 0.75);

  g_assert_null (way->mask_way);
  g_assert_true (encord_geometry_equal (early, a));
  g_assert_true (encord_geometry_equal (late, b));
}

/* what costs more than the caller has is not begun */
static void
test_budget (void)
{
  Picture a = { 0 }, b = { 0 };
  g_autoptr (EncordGeometry) from = NULL;
  g_autoptr (EncordGeometry) to = NULL;

  draw_box (&a, 10, 10, 10, 10);
  draw_box (&b, 40, 40, 12, 8);
  from = to_geometry (&a);
  to = to_geometry (&b);
  for (gint64 budget = 0; budget < 200; budget++) {
    g_autoptr (EncordInterpolator) way =
        encord_interpolator_new_within (from, to, WIDTH, HEIGHT, budget);

    /* moved onto each other they fill 12 × 10 pixels */
    g_assert_cmpint (way->mask_way != NULL, ==, budget >= 120);
    if (way->mask_way != NULL)
      g_assert_cmpint (encord_mask_way_get_n_pixels (way->mask_way), ==, 120);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/masks/patch", test_patch);
  g_test_add_func ("/masks/patch-errors", test_patch_errors);
  g_test_add_func ("/masks/field", test_field);
  g_test_add_func ("/masks/disc-moves", test_disc_moves);
  g_test_add_func ("/masks/disc-grows", test_disc_grows);
  g_test_add_func ("/masks/crossed-bars", test_crossed_bars);
  g_test_add_func ("/masks/bars-at-borders", test_bars_at_borders);
  g_test_add_func ("/masks/random", test_random);
  g_test_add_func ("/masks/one-pixel", test_one_pixel);
  g_test_add_func ("/masks/two-parts", test_two_parts);
  g_test_add_func ("/masks/empty", test_empty);
  g_test_add_func ("/masks/budget", test_budget);
  for (gsize i = 0; i < G_N_ELEMENTS (hostile); i++) {
    g_autofree char *path =
        g_strconcat ("/masks/hostile/", hostile[i].name, NULL);

    g_test_add_data_func (path, GSIZE_TO_POINTER (i), test_hostile);
  }

  return g_test_run ();
}
