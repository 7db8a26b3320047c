/* fuzz-mask.c - run-length strings of masks: two bytes of size, then the string
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <encord/encord.h>

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

static void
assert_same_mask (GBytes *pixels, int width, int height)
{
  g_autofree char *string = encord_bitmask_encode (pixels, width, height, NULL);
  g_autoptr (GBytes) again =
      encord_bitmask_decode (string, width, height, NULL);

  g_assert_true (g_bytes_equal (pixels, again));
}

typedef struct
{
  int width;
  guint8 *pixels;
} Canvas;

static void
paint (int row, int column, int length, gpointer user_data)
{
  const Canvas *self = user_data;

  for (int i = 0; i < length; i++)
    self->pixels[row * self->width + column + i]++;
}

/* pixels NULL: the string is malformed, and what stands before the mistake is
 * within the picture */
static void
assert_spans (GBytes *pixels, const char *string, int width, int height)
{
  const gsize size = (gsize) width * (gsize) height;
  g_autofree guint8 *painted = g_malloc0 (size);
  Canvas canvas = { width, painted };

  g_assert_cmpint (
      encord_bitmask_foreach_span (string, width, height, paint, &canvas, NULL),
      ==, pixels != NULL);
  if (pixels != NULL)
    g_assert_cmpmem (painted, size, g_bytes_get_data (pixels, NULL), size);
}

static void
assert_figures (GBytes *pixels, const char *string, int width, int height)
{
  const guint8 *at = g_bytes_get_data (pixels, NULL);
  int left, top, columns, rows;
  gint64 area = 0, inside = 0;

  g_assert_true (encord_bitmask_get_bounds (string, width, height, &left, &top,
                                            &columns, &rows, NULL));
  for (int y = 0; y < height; y++)
    for (int x = 0; x < width; x++, at++) {
      area += *at;
      if (x >= left && x < left + columns && y >= top && y < top + rows)
        inside += *at;
    }
  g_assert_cmpint (inside, ==, area);
  g_assert_cmpint (encord_bitmask_get_area (string, width, height, NULL), ==,
                   area);
}

/* the mask comes out of its exact outlines again: each side of a ring that goes down
 * turns over what is to its right */
static void
assert_same_outlines (const EncordGeometry *mask, GBytes *pixels, int width,
                      int height)
{
  g_autoptr (EncordMaskOutlines) outlines =
      encord_mask_outlines_new (mask, 0, 0, 0, NULL);
  g_autofree guint8 *filled = g_malloc0 ((gsize) width * (gsize) height);
  gsize length;
  const guint8 *expected = g_bytes_get_data (pixels, &length);

  for (guint i = 0; i < encord_mask_outlines_get_n_polygons (outlines); i++)
    for (guint j = 0; j < encord_mask_outlines_get_n_rings (outlines, i); j++) {
      g_autoptr (EncordGeometry) ring =
          encord_mask_outlines_get_ring (outlines, i, j);
      guint n;
      const EncordPoint *points = encord_geometry_get_points (ring, &n);

      for (guint k = 0; k < n; k++) {
        const EncordPoint *p = &points[k], *q = &points[(k + 1) % n];
        const int x = (int) (p->x * width + 0.5);
        const int top = (int) (MIN (p->y, q->y) * height + 0.5);
        const int bottom = (int) (MAX (p->y, q->y) * height + 0.5);

        for (int row = top; row < bottom; row++)
          for (int column = x; column < width; column++)
            filled[row * width + column] ^= 1;
      }
    }
  g_assert_cmpmem (filled, length, expected, length);
}

/* polygons with fewer corners, boxes, and the way to the same mask upside down */
static void
fit (EncordGeometry *mask, GBytes *pixels, int width, int height)
{
  gsize length;
  const guint8 *at = g_bytes_get_data (pixels, &length);
  g_autofree guint8 *turned = g_malloc (length);
  g_autoptr (EncordMaskOutlines) outlines =
      encord_mask_outlines_new (mask, 0, 0, 1.5, NULL);
  const gboolean empty = encord_mask_outlines_get_n_polygons (outlines) == 0;
  g_autoptr (GBytes) turned_pixels = NULL;
  g_autofree char *string = NULL;
  g_autoptr (EncordGeometry) other = NULL;
  g_autoptr (EncordGeometry) between = NULL;
  EncordBox box, rotated;

  g_assert_cmpint (encord_fit_box (mask, 0, 0, &box, NULL), ==, !empty);
  g_assert_cmpint (encord_fit_rotated_box (mask, width, height, &rotated, NULL),
                   ==, !empty);
  if (!empty)
    g_assert_cmpfloat (rotated.width * rotated.height, <=,
                       box.width * box.height * (1 + 1e-9));

  for (gsize i = 0; i < length; i++)
    turned[i] = at[length - 1 - i];
  turned_pixels = g_bytes_new_static (turned, length);
  string = encord_bitmask_encode (turned_pixels, width, height, NULL);
  other = encord_geometry_new_bitmask (width, height, string);
  between = encord_interpolate_geometry (mask, other, 0.5, width, height);
  g_assert_cmpint (encord_bitmask_get_area (
                       encord_geometry_get_bitmask (between, &width, &height),
                       width, height, NULL),
                   ==, encord_bitmask_get_area (string, width, height, NULL));
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autofree char *string = NULL;
  g_autoptr (GBytes) pixels = NULL;
  g_autoptr (EncordGeometry) mask = NULL;
  g_autoptr (GError) error = NULL;
  int width, height;

  if (size < 2)
    return 0;
  width = data[0];
  height = data[1];
  string = g_strndup ((const char *) data + 2, size - 2);
  pixels = encord_bitmask_decode (string, width, height, &error);
  g_assert_true ((pixels == NULL) == (error != NULL));
  assert_spans (pixels, string, width, height);
  if (pixels == NULL) {
    g_assert_error (error, ENCORD_ERROR, ENCORD_ERROR_BAD_DATA);
    g_assert_cmpint (encord_bitmask_get_area (string, width, height, NULL), ==,
                     -1);
    return 0;
  }

  assert_same_mask (pixels, width, height);
  assert_figures (pixels, string, width, height);
  mask = encord_geometry_new_bitmask (width, height, string);
  assert_same_outlines (mask, pixels, width, height);
  fit (mask, pixels, width, height);

  return 0;
}
