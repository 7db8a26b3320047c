/* gstencordletterbox.h - where a frame lies inside a model's picture
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <encord/encord.h>
#include <gst/encord/gstencordmacros.h>

G_BEGIN_DECLS

/**
 * GstEncordLetterbox:
 * @source_width: of the frame in stored pixels
 * @source_height: of the frame in stored pixels
 * @x: left edge of the frame inside the picture
 * @y: top edge of the frame inside the picture
 * @width: of the frame inside the picture
 * @height: of the frame inside the picture
 *
 * A frame scaled into a picture of another shape, with bars beside it. Stored
 * pixels count as square, whatever the pixel aspect ratio: models are trained on
 * decoded frames as they are, and normalised coordinates do not change with it.
 */
typedef struct
{
  int source_width;
  int source_height;
  int x;
  int y;
  int width;
  int height;
} GstEncordLetterbox;

/* the bars' grey, as the models were trained with */
#define GST_ENCORD_LETTERBOX_GREY 114

GST_ENCORD_API
void gst_encord_letterbox_init (GstEncordLetterbox *self, int source_width,
                                int source_height, int picture_width,
                                int picture_height);
/* corners in the picture's pixels to a box clipped to the frame; FALSE when
 * nothing of it is inside */
GST_ENCORD_API
gboolean gst_encord_letterbox_to_frame (const GstEncordLetterbox *self,
                                        double x1, double y1, double x2,
                                        double y2, EncordBox *ret_box);

G_END_DECLS
