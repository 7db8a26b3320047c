/* fuzz-model-output.c - whatever floats a model gives
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <math.h>
#include <string.h>

#include <gst/encord/encord.h>
#include <gst/encord/models/gstencordletterbox.h>
#include <gst/encord/outputs/gstencordoutput.h>

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

static void
check (GArray *found)
{
  GstEncordLetterbox letterbox;

  gst_encord_letterbox_init (&letterbox, 176, 144, 128, 128);
  for (guint i = 0; i < found->len; i++) {
    const GstEncordDetection *box =
        &g_array_index (found, GstEncordDetection, i);
    EncordBox on_frame;

    g_assert_true (isfinite (box->score) && box->x2 > box->x1 &&
                   box->y2 > box->y1);
    if (!gst_encord_letterbox_to_frame (&letterbox, box->x1, box->y1, box->x2,
                                        box->y2, &on_frame))
      continue;
    g_assert_true (on_frame.x >= 0.0 && on_frame.y >= 0.0 &&
                   on_frame.width > 0.0 && on_frame.height > 0.0 &&
                   on_frame.x + on_frame.width <= 1.0 + 1e-9 &&
                   on_frame.y + on_frame.height <= 1.0 + 1e-9);
  }
}

/* the first byte chooses the shape, the rest are floats */
int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  static const GstEncordOutputOptions options = { 0.25, 0.45, 20 };
  static const GstEncordModelInfo nothing = { 0 };
  g_autoptr (GArray) found =
      g_array_new (FALSE, FALSE, sizeof (GstEncordDetection));
  g_autofree float *floats = NULL;
  g_autoptr (GstEncordOutput) output = NULL;
  GstEncordOutputCounts counts = { 0 };
  GstEncordTensorInfo info = { NULL, GST_ENCORD_TENSOR_F32, 3, { 1, -1, 6 } };
  GstEncordTensor tensor = { GST_ENCORD_TENSOR_F32, 3, { 1, 0, 6 } };
  gsize n;

  if (size < 1)
    return 0;
  n = (size - 1) / sizeof (float);
  floats = g_memdup2 (data + 1, n * sizeof (float));
  if (data[0] & 1) {
    const gint64 rows = 5 + (data[0] >> 6);

    info.dims[1] = tensor.dims[1] = rows;
    info.dims[2] = -1;
    tensor.dims[2] = (gint64) n / rows;
  } else {
    tensor.dims[1] = (gint64) n / 6;
  }
  tensor.data = floats;
  tensor.size = n * sizeof (float);

  output = gst_encord_output_new (&info, 1, &nothing, NULL);
  if (output != NULL && gst_encord_output_decode (output, &tensor, 1, &options,
                                                  found, &counts, NULL)) {
    g_assert_cmpuint (found->len, <=, options.max_detections);
    g_assert_cmpuint (counts.candidates, ==,
                      found->len + counts.suppressed + counts.surplus);
    check (found);
  }

  return 0;
}
