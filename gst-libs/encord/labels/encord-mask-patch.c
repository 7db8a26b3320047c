/* labels/encord-mask-patch.c - the part of a mask that holds its pixels; pure
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <encord/labels/encord-mask-patch-private.h>

#include <string.h>

#include <encord/encord-error.h>
#include <encord/model/encord-bitmask.h>
#include <encord/model/encord-run-length-private.h>

/* a run may go on in the rows below */
static void
set_run (EncordMaskPatch *self, const EncordRun *run, int mask_width)
{
  gint64 left = run->length;
  int x = (int) (run->start % mask_width), y = (int) (run->start / mask_width);

  while (left > 0) {
    const gint64 n = MIN (left, mask_width - x);

    memset (self->pixels + (gsize) (y - self->top) * (gsize) self->width +
                (x - self->left),
            1, (gsize) n);
    left -= n;
    x = 0;
    y++;
  }
  self->area += run->length;
}

EncordMaskPatch *
encord_mask_patch_new (const char *rle_string, int width, int height,
                       gint64 most_pixels, GError **error)
{
  g_autoptr (EncordMaskPatch) self = g_new0 (EncordMaskPatch, 1);
  EncordRunLengthReader reader;
  EncordRun run;

  if (!encord_bitmask_get_bounds (rle_string, width, height, &self->left,
                                  &self->top, &self->width, &self->height,
                                  error))
    return NULL;
  if ((gint64) self->width * self->height > most_pixels) {
    g_set_error (error, ENCORD_ERROR, ENCORD_ERROR_BAD_DATA,
                 "mask: its pixels fill a box of %d × %d, more than the %d "
                 "megapixels that are looked at",
                 self->width, self->height, (int) (most_pixels >> 20));
    return NULL;
  }
  self->pixels = g_malloc0 ((gsize) self->width * (gsize) self->height);

  /* the string has been read to its end before */
  encord_run_length_reader_init (&reader, rle_string, (gint64) width * height);
  while (encord_run_length_reader_next (&reader, &run))
    if (run.value)
      set_run (self, &run, width);

  return g_steal_pointer (&self);
}

void
encord_mask_patch_free (EncordMaskPatch *self)
{
  g_free (self->pixels);
  g_free (self);
}

void
encord_mask_patch_get_middle (const EncordMaskPatch *self, double *ret_x,
                              double *ret_y)
{
  gint64 sum_x = 0, sum_y = 0;
  const guint8 *at = self->pixels;

  for (int y = 0; y < self->height; y++)
    for (int x = 0; x < self->width; x++, at++) {
      sum_x += *at != 0 ? x : 0;
      sum_y += *at != 0 ? y : 0;
    }
  *ret_x = (double) sum_x / (double) self->area;
  *ret_y = (double) sum_y / (double) self->area;
}
