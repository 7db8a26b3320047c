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

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autofree char *string = NULL;
  g_autoptr (GBytes) pixels = NULL;
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

  return 0;
}
