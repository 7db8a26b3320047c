/* bitmask.c - masks between run-length strings and pixels
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <encord/encord.h>
#include <encord/model/encord-run-length-private.h>

/* one character a pixel */
static GBytes *
make_pixels (const char *picture)
{
  GByteArray *pixels = g_byte_array_new ();

  for (const char *c = picture; *c != '\0'; c++) {
    const guint8 pixel = *c == '1';

    if (*c != ' ')
      g_byte_array_append (pixels, &pixel, 1);
  }

  return g_byte_array_free_to_bytes (pixels);
}

static const struct
{
  const char *picture;
  int width, height;
  const char *string;
  int left, top, right, bottom; /* of the box around what is set */
} pictures[] = {
  { "0000 0110 0001", 4, 3, "524O", 1, 1, 4, 3 },
  { "1110 0011", 4, 2, "033O", 0, 0, 4, 2 },
  { "11 11", 2, 2, "04", 0, 0, 2, 2 },
  { "00 00", 2, 2, "4", 0, 0, 0, 0 },
  { "1", 1, 1, "01", 0, 0, 1, 1 },
  { "0", 1, 1, "1", 0, 0, 0, 0 },
  { "000 010 010 000", 3, 4, "41202", 1, 1, 2, 3 },
  { "000 001 100 000", 3, 4, "525", 0, 1, 3, 3 },
};

typedef struct
{
  int width, height;
  guint8 *pixels;
  int last; /* pixel that was set last */
} Canvas;

/* spans come in order, and none touches the one before in its row */
static void
paint (int row, int column, int length, gpointer user_data)
{
  Canvas *self = user_data;
  const int first = row * self->width + column;

  g_assert_cmpint (row, >=, 0);
  g_assert_cmpint (row, <, self->height);
  g_assert_cmpint (column, >=, 0);
  g_assert_cmpint (length, >, 0);
  g_assert_cmpint (column + length, <=, self->width);
  g_assert_cmpint (first, >, column > 0 ? self->last + 1 : self->last);
  memset (self->pixels + first, 1, (gsize) length);
  self->last = first + length - 1;
}

static void
assert_spans (GBytes *pixels, const char *string, int width, int height)
{
  const gsize size = g_bytes_get_size (pixels);
  g_autofree guint8 *painted = g_malloc0 (size);
  Canvas canvas = { width, height, painted, -1 };
  g_autoptr (GError) error = NULL;

  encord_bitmask_foreach_span (string, width, height, paint, &canvas, &error);
  g_assert_no_error (error);
  g_assert_cmpmem (painted, size, g_bytes_get_data (pixels, NULL), size);
}

static void
test_picture (gconstpointer data)
{
  const gsize i = GPOINTER_TO_SIZE (data);
  const int width = pictures[i].width, height = pictures[i].height;
  g_autoptr (GBytes) pixels = make_pixels (pictures[i].picture);
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) decoded = NULL;
  g_autofree char *string = NULL;
  int left, top, right, bottom;
  gint64 area = 0;

  string = encord_bitmask_encode (pixels, width, height, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (string, ==, pictures[i].string);
  decoded = encord_bitmask_decode (pictures[i].string, width, height, &error);
  g_assert_no_error (error);
  g_assert_true (g_bytes_equal (decoded, pixels));
  assert_spans (pixels, string, width, height);

  for (const char *c = pictures[i].picture; *c != '\0'; c++)
    area += *c == '1';
  g_assert_cmpint (encord_bitmask_get_area (string, width, height, &error), ==,
                   area);
  g_assert_true (encord_bitmask_get_bounds (string, width, height, &left, &top,
                                            &right, &bottom, &error));
  g_assert_cmpint (left, ==, pictures[i].left);
  g_assert_cmpint (top, ==, pictures[i].top);
  g_assert_cmpint (left + right, ==, pictures[i].right);
  g_assert_cmpint (top + bottom, ==, pictures[i].bottom);
}

static const struct
{
  gint64 runs[8];
  guint n_runs;
  const char *string;
} numbers[] = {
  { { 12 }, 1, "<" },
  { { 15 }, 1, "?" },
  { { 16 }, 1, "`0" },
  { { 31 }, 1, "o0" },
  { { 32 }, 1, "P1" },
  { { 1024 }, 1, "PP1" },
  { { 16, 16, 16, 16 }, 4, "`0`0`00" },
  { { 100, 1, 31, 5, 100, 40, 3 }, 7, "T31o04U2S1oL" },
  { { 1000, 2, 998, 2, 998 }, 5, "Xo02Vo000" },
};

static void
test_numbers (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (numbers); i++) {
    g_autoptr (GString) text = g_string_new (NULL);
    EncordRunLengthWriter writer;
    EncordRunLengthReader reader;
    EncordRun run;
    guint n = 0;

    encord_run_length_writer_init (&writer, text);
    for (guint j = 0; j < numbers[i].n_runs; j++)
      encord_run_length_writer_add (&writer, numbers[i].runs[j]);
    g_assert_cmpstr (text->str, ==, numbers[i].string);

    encord_run_length_reader_init (&reader, numbers[i].string, G_MAXINT32);
    while (encord_run_length_reader_next (&reader, &run)) {
      g_assert_cmpuint (n, <, numbers[i].n_runs);
      g_assert_cmpint (run.length, ==, numbers[i].runs[n]);
      g_assert_cmpint (run.value, ==, n % 2);
      n++;
    }
    g_assert_null (reader.reason);
    g_assert_cmpuint (n, ==, numbers[i].n_runs);
  }
}

/* the compressed form leaves out what is 0 up to the end */
static void
test_missing_tail (void)
{
  g_autoptr (GBytes) expected = make_pixels ("0110 0000");
  g_autoptr (GBytes) pixels = encord_bitmask_decode ("12", 4, 2, NULL);
  g_autoptr (GBytes) none = make_pixels ("0000 0000");
  g_autoptr (GBytes) empty = encord_bitmask_decode ("", 4, 2, NULL);

  g_assert_true (g_bytes_equal (pixels, expected));
  g_assert_true (g_bytes_equal (empty, none));
}

/* two runs of ones without a zero between them are one span */
static void
test_touching_runs (void)
{
  g_autoptr (GString) string = g_string_new (NULL);
  const int runs[] = { 1, 2, 0, 1, 1, 0, 1, 2 };
  g_autoptr (GBytes) expected = make_pixels ("0111 0011");
  EncordRunLengthWriter writer;

  encord_run_length_writer_init (&writer, string);
  for (gsize i = 0; i < G_N_ELEMENTS (runs); i++)
    encord_run_length_writer_add (&writer, runs[i]);
  assert_spans (expected, string->str, 4, 2);
}

static const struct
{
  const char *name;
  const char *string;
  int width, height;
} refused[] = {
  { "too-many", "9", 4, 2 },
  { "too-many-in-the-second", "45", 4, 2 },
  { "negative", "O", 4, 2 },
  { "negative-difference", "111K", 4, 2 },
  { "character-below", "/", 4, 2 },
  { "character-above", "p", 4, 2 },
  { "not-ascii", "1\xc3\xa9", 4, 2 },
  { "unfinished", "P", 4, 2 },
  { "endless", "PPPPPPPPPPPPPPPPPPPPPPPP1", 4, 2 },
  { "largest-number", "ooooooooooo?", 4, 2 },
  { "no-width", "", 0, 2 },
  { "negative-height", "", 4, -1 },
  { "no-picture-is-so-large", "", G_MAXINT, G_MAXINT },
};

static void
test_refused (gconstpointer data)
{
  const gsize i = GPOINTER_TO_SIZE (data);
  const int width = refused[i].width, height = refused[i].height;
  const char *string = refused[i].string;
  g_autoptr (GError) of_bytes = NULL;
  g_autoptr (GError) of_area = NULL;
  g_autoptr (GError) of_bounds = NULL;
  g_autoptr (GError) of_spans = NULL;
  int left = -7, top = -7, right = -7, bottom = -7;
  guint8 painted[8] = { 0 }; /* as many as the largest that has a size */
  Canvas canvas = { width, height, painted, -1 };

  g_assert_null (encord_bitmask_decode (string, width, height, &of_bytes));
  g_assert_error (of_bytes, ENCORD_ERROR, ENCORD_ERROR_BAD_DATA);
  g_assert_cmpint (encord_bitmask_get_area (string, width, height, &of_area),
                   ==, -1);
  g_assert_error (of_area, ENCORD_ERROR, ENCORD_ERROR_BAD_DATA);
  g_assert_false (encord_bitmask_get_bounds (string, width, height, &left, &top,
                                             &right, &bottom, &of_bounds));
  g_assert_error (of_bounds, ENCORD_ERROR, ENCORD_ERROR_BAD_DATA);
  g_assert_cmpint (left & top & right & bottom, ==, -7);
  g_assert_false (encord_bitmask_foreach_span (string, width, height, paint,
                                               &canvas, &of_spans));
  g_assert_error (of_spans, ENCORD_ERROR, ENCORD_ERROR_BAD_DATA);
}

static void
test_wrong_number_of_bytes (void)
{
  g_autoptr (GBytes) pixels = make_pixels ("0000 000");
  g_autoptr (GError) error = NULL;

  g_assert_null (encord_bitmask_encode (pixels, 4, 2, &error));
  g_assert_error (error, ENCORD_ERROR, ENCORD_ERROR_BAD_DATA);
}

/* any byte but 0 is a set pixel, also in the middle of eight */
static void
test_any_byte_counts (void)
{
  const guint8 bytes[24] = { 0, 0, 0, 255, 1, 1, 1, 1, 1, 1, 1, 1,
                             1, 1, 1, 1,   2, 1, 1, 1, 1, 1, 1, 0 };
  g_autoptr (GBytes) pixels = g_bytes_new_static (bytes, sizeof bytes);
  g_autofree char *string = encord_bitmask_encode (pixels, 24, 1, NULL);

  g_assert_cmpint (encord_bitmask_get_area (string, 24, 1, NULL), ==, 20);
}

static GBytes *
make_noise (int n_pixels, int longest)
{
  guint8 *pixels = g_malloc ((gsize) n_pixels);
  guint8 value = (guint8) g_test_rand_int_range (0, 2);

  for (int i = 0; i < n_pixels; value = !value)
    for (int run = g_test_rand_int_range (1, longest + 1);
         run > 0 && i < n_pixels; run--)
      pixels[i++] = value;

  return g_bytes_new_take (pixels, (gsize) n_pixels);
}

static void
assert_bounds (GBytes *pixels, const char *string, int width, int height)
{
  const guint8 *at = g_bytes_get_data (pixels, NULL);
  int left = width, right = -1, top = height, bottom = -1;
  int x, y, w, h;
  gint64 area = 0;

  for (int row = 0; row < height; row++)
    for (int column = 0; column < width; column++) {
      if (at[row * width + column] == 0)
        continue;
      left = MIN (left, column);
      right = MAX (right, column);
      top = MIN (top, row);
      bottom = MAX (bottom, row);
      area++;
    }
  g_assert_cmpint (encord_bitmask_get_area (string, width, height, NULL), ==,
                   area);
  g_assert_true (
      encord_bitmask_get_bounds (string, width, height, &x, &y, &w, &h, NULL));
  if (area == 0) {
    g_assert_cmpint (w, ==, 0);
    g_assert_cmpint (h, ==, 0);
    return;
  }
  g_assert_cmpint (x, ==, left);
  g_assert_cmpint (y, ==, top);
  g_assert_cmpint (w, ==, right - left + 1);
  g_assert_cmpint (h, ==, bottom - top + 1);
}

static void
test_random_round_trips (void)
{
  for (guint i = 0; i < 500; i++) {
    const int width = g_test_rand_int_range (1, 70);
    const int height = g_test_rand_int_range (1, 50);
    g_autoptr (GBytes) pixels =
        make_noise (width * height, g_test_rand_int_range (1, 400));
    g_autofree char *string =
        encord_bitmask_encode (pixels, width, height, NULL);
    g_autoptr (GBytes) decoded =
        encord_bitmask_decode (string, width, height, NULL);

    g_assert_true (g_bytes_equal (decoded, pixels));
    assert_bounds (pixels, string, width, height);
    assert_spans (pixels, string, width, height);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (pictures); i++) {
    g_autofree char *path = g_strconcat ("/mask/", pictures[i].picture, NULL);

    g_test_add_data_func (path, GSIZE_TO_POINTER (i), test_picture);
  }
  for (gsize i = 0; i < G_N_ELEMENTS (refused); i++) {
    g_autofree char *path =
        g_strconcat ("/mask/refused/", refused[i].name, NULL);

    g_test_add_data_func (path, GSIZE_TO_POINTER (i), test_refused);
  }
  g_test_add_func ("/mask/numbers", test_numbers);
  g_test_add_func ("/mask/missing-tail", test_missing_tail);
  g_test_add_func ("/mask/touching-runs", test_touching_runs);
  g_test_add_func ("/mask/wrong-number-of-bytes", test_wrong_number_of_bytes);
  g_test_add_func ("/mask/any-byte-counts", test_any_byte_counts);
  g_test_add_func ("/mask/random-round-trips", test_random_round_trips);

  return g_test_run ();
}
