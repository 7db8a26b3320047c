/* mask-outlines.c - polygons around the pixels of a mask
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include <encord/encord.h>
#include <encord/model/encord-geometry-private.h>

#define WIDTH 70
#define HEIGHT 50

/* pixels of WIDTH × HEIGHT, 0 or 1 */
typedef struct
{
  guint8 at[HEIGHT][WIDTH];
} Picture;

static EncordGeometry *
to_mask (const Picture *self)
{
  g_autoptr (GBytes) pixels = g_bytes_new_static (self->at, sizeof self->at);
  g_autofree char *rle = encord_bitmask_encode (pixels, WIDTH, HEIGHT, NULL);

  return encord_geometry_new_bitmask (WIDTH, HEIGHT, rle);
}

static EncordMaskOutlines *
outline (const Picture *self, double most_error)
{
  g_autoptr (EncordGeometry) mask = to_mask (self);
  g_autoptr (GError) error = NULL;
  EncordMaskOutlines *outlines =
      encord_mask_outlines_new (mask, 0, 0, most_error, &error);

  g_assert_no_error (error);

  return outlines;
}

static void
draw_disc (Picture *self, double x, double y, double radius, guint8 value)
{
  for (int row = 0; row < HEIGHT; row++)
    for (int column = 0; column < WIDTH; column++)
      if (hypot (column - x, row - y) <= radius)
        self->at[row][column] = value;
}

/* blobs with holes; every third one is nothing but noise */
static void
draw_random (Picture *self, guint i)
{
  const double density = g_test_rand_double ();

  *self = (Picture){ 0 };
  for (guint j = 0; j < 12; j++)
    draw_disc (self, g_test_rand_double_range (-5, WIDTH + 5),
               g_test_rand_double_range (-5, HEIGHT + 5),
               g_test_rand_double_range (0.5, 12), j % 3 != 2);
  for (int row = 0; row < HEIGHT && i % 3 == 0; row++)
    for (int column = 0; column < WIDTH; column++)
      self->at[row][column] = g_test_rand_double () < density;
}

/* ---- filled again ---- */

static EncordPoint
get_corner (const EncordPoint *points, guint n, guint i)
{
  return (EncordPoint){ points[i % n].x * WIDTH, points[i % n].y * HEIGHT };
}

/* the even-odd rule: each edge turns the pixels to its right over */
static void
fill_ring (Picture *self, const EncordGeometry *ring)
{
  guint n;
  const EncordPoint *points = encord_geometry_get_points (ring, &n);

  for (guint i = 0; i < n; i++) {
    const EncordPoint p = get_corner (points, n, i);
    const EncordPoint q = get_corner (points, n, i + 1);

    for (int row = 0; row < HEIGHT; row++) {
      const double y = row + 0.5;

      if ((p.y < y) == (q.y < y))
        continue;
      for (int column = 0; column < WIDTH; column++)
        self->at[row][column] ^=
            column + 0.5 > p.x + (q.x - p.x) * (y - p.y) / (q.y - p.y);
    }
  }
}

static void
fill (const EncordMaskOutlines *outlines, Picture *ret)
{
  *ret = (Picture){ 0 };
  for (guint i = 0; i < encord_mask_outlines_get_n_polygons (outlines); i++)
    for (guint j = 0; j < encord_mask_outlines_get_n_rings (outlines, i); j++) {
      g_autoptr (EncordGeometry) ring =
          encord_mask_outlines_get_ring (outlines, i, j);

      fill_ring (ret, ring);
    }
}

static gboolean
get (const Picture *self, int x, int y)
{
  return x >= 0 && y >= 0 && x < WIDTH && y < HEIGHT && self->at[y][x];
}

/* from a pixel's centre to the nearest point of one of the other kind */
static double
get_border_distance (const Picture *self, int x, int y)
{
  double least = INFINITY;

  for (int row = -1; row <= HEIGHT; row++)
    for (int column = -1; column <= WIDTH; column++)
      if (get (self, column, row) != get (self, x, y))
        least = fmin (least, hypot (fmax (abs (column - x) - 0.5, 0),
                                    fmax (abs (row - y) - 0.5, 0)));

  return least;
}

static void
assert_near (const Picture *mask, const Picture *filled, double most_error)
{
  for (int y = 0; y < HEIGHT; y++)
    for (int x = 0; x < WIDTH; x++)
      if (mask->at[y][x] != filled->at[y][x])
        g_assert_cmpfloat (get_border_distance (mask, x, y), <=,
                           most_error + 1e-9);
}

/* ---- rings by themselves ---- */

/* above 0: clockwise, as y grows downwards */
static double
get_area (const EncordGeometry *ring)
{
  guint n;
  const EncordPoint *points = encord_geometry_get_points (ring, &n);
  double sum = 0;

  for (guint i = 0; i < n; i++) {
    const EncordPoint p = get_corner (points, n, i);
    const EncordPoint q = get_corner (points, n, i + 1);

    sum += p.x * q.y - q.x * p.y;
  }

  return sum / 2;
}

static double
turn (EncordPoint a, EncordPoint b, EncordPoint p)
{
  return (b.x - a.x) * (p.y - a.y) - (b.y - a.y) * (p.x - a.x);
}

static guint
count_crossings (const EncordGeometry *a, const EncordGeometry *b)
{
  guint n_a, n_b, n = 0;
  const EncordPoint *points_a = encord_geometry_get_points (a, &n_a);
  const EncordPoint *points_b = encord_geometry_get_points (b, &n_b);

  for (guint i = 0; i < n_a; i++)
    for (guint j = 0; j < n_b; j++) {
      const EncordPoint p = get_corner (points_a, n_a, i);
      const EncordPoint q = get_corner (points_a, n_a, i + 1);
      const EncordPoint r = get_corner (points_b, n_b, j);
      const EncordPoint s = get_corner (points_b, n_b, j + 1);

      n += turn (p, q, r) * turn (p, q, s) < -1e-6 &&
           turn (r, s, p) * turn (r, s, q) < -1e-6;
    }

  return n;
}

static void
assert_good_rings (const EncordMaskOutlines *outlines)
{
  for (guint i = 0; i < encord_mask_outlines_get_n_polygons (outlines); i++) {
    const guint n = encord_mask_outlines_get_n_rings (outlines, i);

    g_assert_cmpuint (n, >=, 1);
    for (guint j = 0; j < n; j++) {
      g_autoptr (EncordGeometry) ring =
          encord_mask_outlines_get_ring (outlines, i, j);
      guint n_corners;

      encord_geometry_get_points (ring, &n_corners);
      g_assert_cmpuint (n_corners, >=, 3);
      for (guint k = j; k < n; k++) {
        g_autoptr (EncordGeometry) other =
            encord_mask_outlines_get_ring (outlines, i, k);

        g_assert_cmpuint (count_crossings (ring, other), ==, 0);
      }
    }
  }
}

static void
test_random (void)
{
  static const double errors[] = { 0, 0.5, 1, 2.5, 6 };

  for (guint i = 0; i < 12; i++) {
    Picture mask, filled;

    draw_random (&mask, i);
    for (gsize j = 0; j < G_N_ELEMENTS (errors); j++) {
      g_autoptr (EncordMaskOutlines) outlines = outline (&mask, errors[j]);

      fill (outlines, &filled);
      if (errors[j] == 0)
        g_assert_cmpmem (&filled, sizeof filled, &mask, sizeof mask);
      assert_near (&mask, &filled, errors[j]);
      assert_good_rings (outlines);
    }
  }
}

/* exact rings: their areas are those of the parts, the largest first */
static void
test_areas (void)
{
  for (guint i = 0; i < 30; i++) {
    g_autoptr (EncordMaskOutlines) outlines = NULL;
    gint64 sum = 0, last = G_MAXINT64, expected = 0;
    Picture mask;

    draw_random (&mask, i);
    outlines = outline (&mask, 0);
    for (guint j = 0; j < encord_mask_outlines_get_n_polygons (outlines); j++) {
      const gint64 area = encord_mask_outlines_get_area (outlines, j);
      double of_rings = 0;

      for (guint k = 0; k < encord_mask_outlines_get_n_rings (outlines, j);
           k++) {
        g_autoptr (EncordGeometry) ring =
            encord_mask_outlines_get_ring (outlines, j, k);

        g_assert_true ((get_area (ring) > 0) == (k == 0));
        of_rings += get_area (ring);
      }
      g_assert_cmpfloat_with_epsilon (of_rings, (double) area, 1e-6);
      g_assert_cmpint (area, <=, last);
      sum += last = area;
    }
    for (int y = 0; y < HEIGHT; y++)
      for (int x = 0; x < WIDTH; x++)
        expected += mask.at[y][x];
    g_assert_cmpint (sum, ==, expected);
  }
}

/* ---- what is known ---- */

/* rows of pixels, separated by blanks */
static const struct
{
  const char *name;
  const char *rows;
  const char *rings; /* corners as digits; rings behind |, polygons behind / */
} drawings[] = {
  { "pixel", "#", "00 10 11 01" },
  { "bar", ".... .##.", "11 31 32 12" },
  { "corner", "## #.", "00 20 21 11 12 02" },
  { "notch", "#.# ###", "00 10 11 21 20 30 32 02" },
  { "hole", "### #.# ###", "00 30 33 03|12 22 21 11" },
  { "diagonal", "#. .#", "00 10 11 01/11 21 22 12" },
  { "diagonal-back", ".# #.", "10 20 21 11/01 11 12 02" },
  /* both holes are one: pixels that touch in a corner are apart */
  { "diagonal-hole", "#### #.## ##.# ####",
    "00 40 44 04|12 22 23 33 32 22 21 11" },
  { "island", "##### #...# #.#.# #...# #####",
    "00 50 55 05|14 44 41 11/22 32 33 23" },
  { "largest-first", "#..## ...##", "30 50 52 32/00 10 11 01" },
};

static void
append_ring (GString *text, const EncordGeometry *ring, double width,
             double height)
{
  guint n;
  const EncordPoint *points = encord_geometry_get_points (ring, &n);

  for (guint i = 0; i < n; i++)
    g_string_append_printf (text, "%s%.0f%.0f", i > 0 ? " " : "",
                            points[i].x * width, points[i].y * height);
}

static void
test_drawing (gconstpointer data)
{
  const gsize i = GPOINTER_TO_SIZE (data);
  g_autoptr (EncordMaskOutlines) outlines = NULL;
  g_autoptr (GString) text = g_string_new (NULL);
  Picture mask = { 0 };
  int x = 0, y = 0;

  for (const char *at = drawings[i].rows; *at != '\0'; at++) {
    if (*at == ' ') {
      x = 0;
      y++;
    } else {
      mask.at[y][x++] = *at == '#';
    }
  }
  outlines = outline (&mask, 0);
  for (guint j = 0; j < encord_mask_outlines_get_n_polygons (outlines); j++) {
    if (j > 0)
      g_string_append_c (text, '/');
    for (guint k = 0; k < encord_mask_outlines_get_n_rings (outlines, j); k++) {
      g_autoptr (EncordGeometry) ring =
          encord_mask_outlines_get_ring (outlines, j, k);

      if (k > 0)
        g_string_append_c (text, '|');
      append_ring (text, ring, WIDTH, HEIGHT);
    }
  }
  g_assert_cmpstr (text->str, ==, drawings[i].rings);
}

/* as few corners as a person would draw */
static void
test_disc (void)
{
  static const struct
  {
    double most_error;
    guint n_most;
  } discs[] = { { 0, 200 }, { 0.75, 32 }, { 1, 24 }, { 4, 9 }, { 100, 3 } };
  guint last = G_MAXUINT;

  for (gsize i = 0; i < G_N_ELEMENTS (discs); i++) {
    g_autoptr (EncordMaskOutlines) outlines = NULL;
    g_autoptr (EncordGeometry) ring = NULL;
    Picture mask = { 0 };
    guint n;

    draw_disc (&mask, 30, 25, 22, 1);
    outlines = outline (&mask, discs[i].most_error);
    ring = encord_mask_outlines_get_ring (outlines, 0, 0);
    encord_geometry_get_points (ring, &n);
    g_assert_cmpuint (n, <=, discs[i].n_most);
    g_assert_cmpuint (n, <=, last);
    last = n;
  }
}

/* walls of one or two pixels stay walls: with the error that was asked for, lines
 * would cross */
static void
test_thin_walls (void)
{
  for (int i = 0; i < 20; i++) {
    Picture mask = { 0 }, filled;
    g_autoptr (EncordMaskOutlines) outlines = NULL;

    draw_disc (&mask, 30, 25, 20, 1);
    draw_disc (&mask, 30 + 0.05 * i, 25, 18.9, 0);
    outlines = outline (&mask, 3);
    assert_good_rings (outlines);
    fill (outlines, &filled);
    assert_near (&mask, &filled, 3);
  }
}

/* ---- where it is, and what is none ---- */

static void
test_cut_out (void)
{
  /* 2 × 2 pixels of which three are set, at (64, 32) of 128 × 64 */
  g_autoptr (EncordGeometry) mask =
      encord_geometry_new_bitmask_at (32, 64, 2, 2, "031", 3);
  g_autoptr (EncordMaskOutlines) in_picture =
      encord_mask_outlines_new (mask, 128, 64, 0, NULL);
  g_autoptr (EncordMaskOutlines) alone =
      encord_mask_outlines_new (mask, 0, 0, 0, NULL);
  g_autoptr (EncordGeometry) ring =
      encord_mask_outlines_get_ring (in_picture, 0, 0);
  guint n;
  const EncordPoint *points = encord_geometry_get_points (ring, &n);

  g_assert_cmpuint (n, ==, 6);
  g_assert_cmpfloat (points[0].x, ==, 0.5);
  g_assert_cmpfloat (points[0].y, ==, 0.5);
  g_assert_cmpfloat (points[1].x, ==, 66.0 / 128);
  g_assert_cmpuint (encord_mask_outlines_get_n_polygons (alone), ==, 1);
}

static void
test_empty (void)
{
  const Picture empty = { 0 };
  g_autoptr (EncordMaskOutlines) outlines = outline (&empty, 1);
  g_autoptr (EncordMaskOutlines) same = encord_mask_outlines_ref (outlines);

  g_assert_cmpuint (encord_mask_outlines_get_n_polygons (same), ==, 0);
}

/* a chessboard of a million pixels has two million corners */
static char *
encode_chessboard (int size)
{
  g_autofree guint8 *pixels = g_malloc ((gsize) size * (gsize) size);
  g_autoptr (GBytes) bytes = NULL;

  for (int y = 0; y < size; y++)
    for (int x = 0; x < size; x++)
      pixels[y * size + x] = (x + y) % 2 == 0;
  bytes = g_bytes_new (pixels, (gsize) size * (gsize) size);

  return encord_bitmask_encode (bytes, size, size, NULL);
}

static void
assert_refused (int width, int height, const char *rle)
{
  g_autoptr (EncordGeometry) mask =
      encord_geometry_new_bitmask (width, height, rle);
  g_autoptr (GError) error = NULL;

  g_assert_null (encord_mask_outlines_new (mask, 0, 0, 1, &error));
  g_assert_error (error, ENCORD_ERROR, ENCORD_ERROR_BAD_DATA);
  g_assert_true (g_str_has_prefix (error->message, "mask: "));
}

static void
test_refused (void)
{
  g_autofree char *chessboard = encode_chessboard (1024);

  assert_refused (4, 2, "9");
  assert_refused (4, 2, "\x01");
  assert_refused (2147483647, 2147483647, "11");
  /* the second run is one of 2^26 pixels */
  assert_refused (32768, 32768, "1ooooo1");
  assert_refused (1024, 1024, chessboard);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (drawings); i++) {
    g_autofree char *path =
        g_strconcat ("/mask-outlines/drawing/", drawings[i].name, NULL);

    g_test_add_data_func (path, GSIZE_TO_POINTER (i), test_drawing);
  }
  g_test_add_func ("/mask-outlines/random", test_random);
  g_test_add_func ("/mask-outlines/areas", test_areas);
  g_test_add_func ("/mask-outlines/disc", test_disc);
  g_test_add_func ("/mask-outlines/thin-walls", test_thin_walls);
  g_test_add_func ("/mask-outlines/cut-out", test_cut_out);
  g_test_add_func ("/mask-outlines/empty", test_empty);
  g_test_add_func ("/mask-outlines/refused", test_refused);

  return g_test_run ();
}
