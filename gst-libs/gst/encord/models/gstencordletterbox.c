/* gstencordletterbox.c - where a frame lies inside a model's picture
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <math.h>

#include <gst/encord/models/gstencordletterbox.h>

/* An odd bar is one pixel wider at the right and at the bottom, as Ultralytics'
 * tools do it. */
static int
leading_bar (int bars)
{
  return bars / 2;
}

/**
 * gst_encord_letterbox_init: (skip)
 * @self: what to fill
 * @source_width: of the frame, in pixels, at least 1
 * @source_height: of the frame, in pixels, at least 1
 * @picture_width: of the model's picture, in pixels, at least 1
 * @picture_height: of the model's picture, in pixels, at least 1
 *
 * Scales a frame by one factor for both axes until it fits, rounds to whole
 * pixels and centres it.
 */
void
gst_encord_letterbox_init (GstEncordLetterbox *self, int source_width,
                           int source_height, int picture_width,
                           int picture_height)
{
  const double scale = MIN ((double) picture_width / source_width,
                            (double) picture_height / source_height);

  self->source_width = source_width;
  self->source_height = source_height;
  self->width = CLAMP ((int) lrint (source_width * scale), 1, picture_width);
  self->height = CLAMP ((int) lrint (source_height * scale), 1, picture_height);
  self->x = leading_bar (picture_width - self->width);
  self->y = leading_bar (picture_height - self->height);
}

/**
 * gst_encord_letterbox_to_frame: (skip)
 * @self: a letterbox
 * @x1: left edge in the picture's pixels
 * @y1: top edge in the picture's pixels
 * @x2: right edge in the picture's pixels
 * @y2: bottom edge in the picture's pixels
 * @ret_box: (out): fractions of the frame
 *
 * Takes a box from the picture back to the frame and clips it there, after the
 * mapping, so that a box that reaches into a bar keeps what is on the frame.
 *
 * Returns: %FALSE when the box has no area on the frame
 */
gboolean
gst_encord_letterbox_to_frame (const GstEncordLetterbox *self, double x1,
                               double y1, double x2, double y2,
                               EncordBox *ret_box)
{
  const double left = CLAMP ((x1 - self->x) / self->width, 0.0, 1.0);
  const double top = CLAMP ((y1 - self->y) / self->height, 0.0, 1.0);
  const double right = CLAMP ((x2 - self->x) / self->width, 0.0, 1.0);
  const double bottom = CLAMP ((y2 - self->y) / self->height, 0.0, 1.0);

  if (!(right > left && bottom > top))
    return FALSE;
  *ret_box = (EncordBox){ left, top, right - left, bottom - top, 0.0 };

  return TRUE;
}
