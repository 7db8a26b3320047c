/* encord-bitmask.c - masks between run-length strings and pixels
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <encord/model/encord-bitmask.h>

#include <string.h>

#include <encord/encord-error.h>
#include <encord/model/encord-run-length-private.h>

/* eight pixels that are all 1 */
#define ONES G_GUINT64_CONSTANT (0x0101010101010101)

static gboolean
check_size (int width, int height, gint64 *ret_n_pixels, GError **error)
{
  if (width <= 0 || height <= 0 ||
      (gint64) width * height > ENCORD_BITMASK_MAX_PIXELS) {
    g_set_error (error, ENCORD_ERROR, ENCORD_ERROR_BAD_DATA,
                 "mask: %d × %d is no size of a picture", width, height);
    return FALSE;
  }
  *ret_n_pixels = (gint64) width * height;

  return TRUE;
}

static gboolean
check_end (const EncordRunLengthReader *reader, GError **error)
{
  if (reader->reason == NULL)
    return TRUE;
  g_set_error (error, ENCORD_ERROR, ENCORD_ERROR_BAD_DATA,
               "mask: the run-length string %s, at character %" G_GSIZE_FORMAT,
               reader->reason, (gsize) (reader->at - reader->start));

  return FALSE;
}

/**
 * encord_bitmask_decode:
 * @rle_string: a mask as a run-length string, as
 *   [method@Geometry.get_bitmask] gives it
 * @width: of the mask in pixels
 * @height: of the mask in pixels
 * @error: return location for an error
 *
 * Reads the pixels of a mask: one byte each, 0 or 1, row by row from the top
 * left. Runs that the string leaves out at its end are 0.
 *
 * Follows `BitmaskCoordinates.to_numpy_array()` of the Python SDK.
 *
 * Returns: (transfer full) (nullable): @width × @height bytes, or %NULL with
 *   %ENCORD_ERROR_BAD_DATA for a string that is malformed or holds more
 *
 * Since: 0.1
 */
GBytes *
encord_bitmask_decode (const char *rle_string, int width, int height,
                       GError **error)
{
  g_autofree guint8 *pixels = NULL;
  EncordRunLengthReader reader;
  EncordRun run;
  gint64 n_pixels;

  g_return_val_if_fail (rle_string != NULL, NULL);

  if (!check_size (width, height, &n_pixels, error))
    return NULL;
  pixels = g_try_malloc0 ((gsize) n_pixels);
  if (pixels == NULL) {
    g_set_error (error, ENCORD_ERROR, ENCORD_ERROR_FAILED,
                 "mask: no memory for %" G_GINT64_FORMAT " pixels", n_pixels);
    return NULL;
  }

  encord_run_length_reader_init (&reader, rle_string, n_pixels);
  while (encord_run_length_reader_next (&reader, &run))
    if (run.value)
      memset (pixels + run.start, 1, (gsize) run.length);
  if (!check_end (&reader, error))
    return NULL;

  return g_bytes_new_take (g_steal_pointer (&pixels), (gsize) n_pixels);
}

/* the end of the run of pixels that are set, or not, as the first one is */
static const guint8 *
find_end (const guint8 *at, const guint8 *end)
{
  const gboolean value = *at != 0;
  const guint64 same = value ? ONES : 0;

  while (end - at >= 8) {
    guint64 eight;

    memcpy (&eight, at, sizeof eight);
    if (eight != same)
      break;
    at += 8;
  }
  while (at < end && (*at != 0) == value)
    at++;

  return at;
}

/**
 * encord_bitmask_encode:
 * @pixels: one byte a pixel, row by row from the top left; set where not 0
 * @width: of the mask in pixels
 * @height: of the mask in pixels
 * @error: return location for an error
 *
 * Writes a mask as a run-length string. The first run is always one of zeros, of
 * length 0 where the first pixel is set: `BitmaskCoordinates` of the Python
 * SDK 0.1.153 leaves it out and so turns such masks into their opposite; every
 * reader understands what is written here.
 *
 * Follows the constructor of `BitmaskCoordinates` of the Python SDK.
 *
 * Returns: (transfer full) (nullable): the string for
 *   [ctor@Geometry.new_bitmask], or %NULL with %ENCORD_ERROR_BAD_DATA when
 *   @pixels has not @width × @height bytes
 *
 * Since: 0.1
 */
char *
encord_bitmask_encode (GBytes *pixels, int width, int height, GError **error)
{
  EncordRunLengthWriter writer;
  const guint8 *at, *end;
  gint64 n_pixels;
  GString *text;
  gsize length;

  g_return_val_if_fail (pixels != NULL, NULL);

  if (!check_size (width, height, &n_pixels, error))
    return NULL;
  at = g_bytes_get_data (pixels, &length);
  if (length != (gsize) n_pixels) {
    g_set_error (error, ENCORD_ERROR, ENCORD_ERROR_BAD_DATA,
                 "mask: %" G_GSIZE_FORMAT " bytes are not %d × %d pixels",
                 length, width, height);
    return NULL;
  }

  text = g_string_new (NULL);
  encord_run_length_writer_init (&writer, text);
  end = at + length;
  if (*at != 0)
    encord_run_length_writer_add (&writer, 0);
  while (at < end) {
    const guint8 *next = find_end (at, end);

    encord_run_length_writer_add (&writer, next - at);
    at = next;
  }

  return g_string_free (text, FALSE);
}

/* a run that may span rows, row by row */
static void
give_spans (const EncordRun *run, int width, EncordBitmaskSpanFunc func,
            gpointer user_data)
{
  const gint64 end = run->start + run->length;
  gint64 next;

  for (gint64 at = run->start; at < end; at = next) {
    const gint64 row = at / width;

    next = MIN (end, (row + 1) * width);
    func ((int) row, (int) (at - row * width), (int) (next - at), user_data);
  }
}

/**
 * encord_bitmask_foreach_span:
 * @rle_string: a mask as a run-length string
 * @width: of the mask in pixels
 * @height: of the mask in pixels
 * @func: (scope call): takes the spans
 * @user_data: for @func
 * @error: return location for an error
 *
 * Gives the pixels that are set, row by row from the top and from the left,
 * without making them: to draw a mask into a picture, or to measure it. Spans of
 * a row are as long as can be, so none touches another.
 *
 * Returns: %FALSE with %ENCORD_ERROR_BAD_DATA for a string that is malformed or
 *   holds more than @width × @height pixels; @func may have been called for
 *   what stands before the mistake
 *
 * Since: 0.1
 */
gboolean
encord_bitmask_foreach_span (const char *rle_string, int width, int height,
                             EncordBitmaskSpanFunc func, gpointer user_data,
                             GError **error)
{
  EncordRunLengthReader reader;
  EncordRun run, set = { 0 };
  gint64 n_pixels;

  g_return_val_if_fail (rle_string != NULL, FALSE);
  g_return_val_if_fail (func != NULL, FALSE);

  if (!check_size (width, height, &n_pixels, error))
    return FALSE;
  encord_run_length_reader_init (&reader, rle_string, n_pixels);
  while (encord_run_length_reader_next (&reader, &run)) {
    if (!run.value)
      continue;
    /* a run of no zeros may stand between two of ones */
    if (run.start == set.start + set.length) {
      set.length += run.length;
    } else {
      give_spans (&set, width, func, user_data);
      set = run;
    }
  }
  if (!check_end (&reader, error))
    return FALSE;
  give_spans (&set, width, func, user_data);

  return TRUE;
}

/**
 * encord_bitmask_get_area:
 * @rle_string: a mask as a run-length string
 * @width: of the mask in pixels
 * @height: of the mask in pixels
 * @error: return location for an error
 *
 * Counts the pixels that are set, without making them.
 *
 * Returns: the number, or -1 with %ENCORD_ERROR_BAD_DATA for a string that is
 *   malformed or holds more than @width × @height pixels
 *
 * Since: 0.1
 */
gint64
encord_bitmask_get_area (const char *rle_string, int width, int height,
                         GError **error)
{
  EncordRunLengthReader reader;
  EncordRun run;
  gint64 n_pixels, area = 0;

  g_return_val_if_fail (rle_string != NULL, -1);

  if (!check_size (width, height, &n_pixels, error))
    return -1;
  encord_run_length_reader_init (&reader, rle_string, n_pixels);
  while (encord_run_length_reader_next (&reader, &run))
    if (run.value)
      area += run.length;

  return check_end (&reader, error) ? area : -1;
}

/* the columns of a run that may span rows */
static void
extend_columns (const EncordRun *run, gint64 width, gint64 *left, gint64 *right)
{
  const gint64 last = run->start + run->length - 1;
  const gboolean one_row = run->start / width == last / width;

  *left = MIN (*left, one_row ? run->start % width : 0);
  *right = MAX (*right, one_row ? last % width : width - 1);
}

/**
 * encord_bitmask_get_bounds:
 * @rle_string: a mask as a run-length string
 * @width: of the mask in pixels
 * @height: of the mask in pixels
 * @ret_left: (out): first column that has a set pixel
 * @ret_top: (out): first row that has one
 * @ret_width: (out): number of columns to the last one, 0 for an empty mask
 * @ret_height: (out): number of rows to the last one, 0 for an empty mask
 * @error: return location for an error
 *
 * Finds the smallest box of pixels around all that are set, without making them.
 *
 * Returns: %FALSE with %ENCORD_ERROR_BAD_DATA, and the numbers untouched, for a
 *   string that is malformed or holds more than @width × @height pixels
 *
 * Since: 0.1
 */
gboolean
encord_bitmask_get_bounds (const char *rle_string, int width, int height,
                           int *ret_left, int *ret_top, int *ret_width,
                           int *ret_height, GError **error)
{
  EncordRunLengthReader reader;
  EncordRun run;
  gint64 n_pixels, left = width, right = -1, top = 0, bottom = -1;

  g_return_val_if_fail (rle_string != NULL, FALSE);
  g_return_val_if_fail (ret_left != NULL && ret_top != NULL, FALSE);
  g_return_val_if_fail (ret_width != NULL && ret_height != NULL, FALSE);

  if (!check_size (width, height, &n_pixels, error))
    return FALSE;
  encord_run_length_reader_init (&reader, rle_string, n_pixels);
  while (encord_run_length_reader_next (&reader, &run)) {
    if (!run.value || run.length == 0)
      continue;
    if (bottom < 0)
      top = run.start / width;
    bottom = (run.start + run.length - 1) / width;
    extend_columns (&run, width, &left, &right);
  }
  if (!check_end (&reader, error))
    return FALSE;

  *ret_left = right < 0 ? 0 : (int) left;
  *ret_top = (int) top;
  *ret_width = right < 0 ? 0 : (int) (right - left + 1);
  *ret_height = (int) (bottom - top + 1);

  return TRUE;
}
