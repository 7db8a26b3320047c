/* output.c - tests of tensors becoming detections, and these boxes on a frame
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <math.h>
#include <string.h>

#include <gst/encord/encord.h>
#include <gst/encord/models/gstencordletterbox.h>
#include <gst/encord/models/gstencordpicture.h>
#include <gst/encord/outputs/gstencordoutput.h>

#define FLOAT GST_ENCORD_TENSOR_F32

static const GstEncordOutputOptions options = { 0.25, 0.45, 300 };

static GstEncordOutput *
make_output (gint64 rows, gint64 columns, GError **error)
{
  const GstEncordTensorInfo info = {
    (char *) "output0", FLOAT, 3, { 1, rows, columns }
  };
  const GstEncordModelInfo nothing = { 0 };

  return gst_encord_output_new (&info, 1, &nothing, error);
}

static GArray *
decode (const GstEncordOutput *output, const float *data, gint64 rows,
        gint64 columns, const GstEncordOutputOptions *how,
        GstEncordOutputCounts *counts)
{
  const GstEncordTensor tensor = { FLOAT,
                                   3,
                                   { 1, rows, columns },
                                   data,
                                   (gsize) (rows * columns) * sizeof (float) };
  GArray *found = g_array_new (FALSE, FALSE, sizeof (GstEncordDetection));
  g_autoptr (GError) error = NULL;

  *counts = (GstEncordOutputCounts){ 0 };
  g_assert_true (gst_encord_output_decode (output, &tensor, 1, how, found,
                                           counts, &error));
  g_assert_no_error (error);

  return found;
}

static const GstEncordDetection *
nth (GArray *found, guint i)
{
  return &g_array_index (found, GstEncordDetection, i);
}

/* Rows */

static void
test_rows (void)
{
  static const float rows[][6] = {
    { 1, 2, 3, 4, 0.5f, 2 },
    { 1, 2, 3, 4, 0.9f, 0 }, /* better; overlap is the model's affair */
    { 1, 2, 3, 4, 0.2f, 1 }, /* below the threshold */
    { NAN, 2, 3, 4, 0.9f, 0 },
    { 1, 2, INFINITY, 4, 0.9f, 0 },
    { 1, 2, 3, 4, NAN, 0 },
    { 1, 2, 3, 4, 0.9f, NAN },
    { 1, 2, 3, 4, 0.9f, 3 }, /* no such class */
    { 1, 2, 3, 4, 0.9f, -1 },
    { 3, 2, 3, 4, 0.9f, 0 }, /* no width */
    { 1, 4, 3, 2, 0.9f, 0 }, /* upside down */
    { 0, 0, 0, 0, 0, 0 },    /* padding */
  };
  g_autoptr (GstEncordOutput) output =
      make_output (G_N_ELEMENTS (rows), 6, NULL);
  g_autoptr (GArray) found = NULL;
  GstEncordOutputCounts counts;

  g_assert_cmpstr (gst_encord_output_get_layout (output), ==, "rows");
  gst_encord_output_set_n_classes (output, 3);
  found =
      decode (output, &rows[0][0], G_N_ELEMENTS (rows), 6, &options, &counts);

  g_assert_cmpuint (found->len, ==, 2);
  g_assert_cmpfloat (nth (found, 0)->score, ==, 0.9f);
  g_assert_cmpuint (nth (found, 1)->class_index, ==, 2);
  g_assert_cmpuint (counts.candidates, ==, 2);
  g_assert_cmpuint (counts.invalid, ==, 8);
  g_assert_cmpuint (counts.suppressed, ==, 0);
}

static void
test_no_rows (void)
{
  g_autoptr (GstEncordOutput) output = make_output (-1, 6, NULL);
  g_autoptr (GArray) found = NULL;
  GstEncordOutputCounts counts;

  found = decode (output, NULL, 0, 6, &options, &counts);

  g_assert_cmpuint (found->len, ==, 0);
}

static void
test_many_dynamic_rows (void)
{
  g_autoptr (GstEncordOutput) output = make_output (-1, 6, NULL);
  g_autofree float *rows = g_new0 (float, 5000 * 6);
  g_autoptr (GArray) found = NULL;
  GstEncordOutputCounts counts;

  for (guint i = 0; i < 5000; i++) {
    const float row[6] = { 0, 0, 1, 1, 0.3f + (float) i / 10000, 0 };

    memcpy (rows + i * 6, row, sizeof row);
  }
  found = decode (output, rows, 5000, 6, &options, &counts);

  g_assert_cmpuint (found->len, ==, options.max_detections);
  g_assert_cmpuint (counts.surplus, ==, 5000 - options.max_detections);
  g_assert_cmpfloat (nth (found, 0)->score, >, nth (found, 299)->score);
}

static void
test_padding_at_threshold_zero (void)
{
  static const GstEncordOutputOptions all = { 0.0, 0.45, 300 };
  static const float rows[12] = { 0 };
  g_autoptr (GstEncordOutput) output = make_output (2, 6, NULL);
  g_autoptr (GArray) found = NULL;
  GstEncordOutputCounts counts;

  found = decode (output, rows, 2, 6, &all, &counts);

  g_assert_cmpuint (found->len, ==, 0);
  g_assert_cmpuint (counts.invalid, ==, 0);
}

/* v8 */

#define N_BOXES 21
#define N_CLASSES 2

typedef float V8[4 + N_CLASSES][N_BOXES];

static void
set_box (V8 tensor, guint i, float x, float y, float side, guint class_index,
         float score)
{
  tensor[0][i] = x;
  tensor[1][i] = y;
  tensor[2][i] = tensor[3][i] = side;
  tensor[4 + class_index][i] = score;
}

static GArray *
decode_v8 (V8 tensor, const GstEncordOutputOptions *how,
           GstEncordOutputCounts *counts)
{
  g_autoptr (GstEncordOutput) output =
      make_output (4 + N_CLASSES, N_BOXES, NULL);

  g_assert_cmpstr (gst_encord_output_get_layout (output), ==, "v8");
  g_assert_cmpuint (gst_encord_output_get_n_classes (output), ==, N_CLASSES);

  return decode (output, &tensor[0][0], 4 + N_CLASSES, N_BOXES, how, counts);
}

static void
test_v8 (void)
{
  V8 tensor = { { 0 } };
  g_autoptr (GArray) found = NULL;
  GstEncordOutputCounts counts;

  set_box (tensor, 20, 10, 12, 4, 1, 0.75f);
  tensor[4][20] = 0.5f; /* the other class is less likely */
  found = decode_v8 (tensor, &options, &counts);

  g_assert_cmpuint (found->len, ==, 1);
  g_assert_cmpuint (nth (found, 0)->class_index, ==, 1);
  g_assert_cmpfloat (nth (found, 0)->x1, ==, 8.0f);
  g_assert_cmpfloat (nth (found, 0)->y1, ==, 10.0f);
  g_assert_cmpfloat (nth (found, 0)->x2, ==, 12.0f);
  g_assert_cmpfloat (nth (found, 0)->y2, ==, 14.0f);
  g_assert_cmpfloat (nth (found, 0)->score, ==, 0.75f);
}

static void
test_v8_suppression_is_per_class (void)
{
  V8 tensor = { { 0 } };
  g_autoptr (GArray) found = NULL;
  GstEncordOutputCounts counts;

  set_box (tensor, 0, 8, 8, 8, 0, 0.8f);
  set_box (tensor, 1, 9, 8, 8, 0, 0.9f);  /* covers the first */
  set_box (tensor, 2, 8, 8, 8, 1, 0.7f);  /* another class */
  set_box (tensor, 3, 24, 8, 8, 0, 0.6f); /* another place */
  found = decode_v8 (tensor, &options, &counts);

  g_assert_cmpuint (found->len, ==, 3);
  g_assert_cmpfloat (nth (found, 0)->score, ==, 0.9f);
  g_assert_cmpfloat (nth (found, 1)->score, ==, 0.7f);
  g_assert_cmpfloat (nth (found, 2)->score, ==, 0.6f);
  g_assert_cmpuint (counts.candidates, ==, 4);
  g_assert_cmpuint (counts.suppressed, ==, 1);
}

/* two boxes of side 8, 2 apart: 48 shared of 80 in all, 0.6 */
static void
test_v8_iou_threshold (void)
{
  static const GstEncordOutputOptions below = { 0.25, 0.59, 300 };
  static const GstEncordOutputOptions above = { 0.25, 0.61, 300 };
  V8 tensor = { { 0 } };
  g_autoptr (GArray) few = NULL;
  g_autoptr (GArray) all = NULL;
  GstEncordOutputCounts counts;

  set_box (tensor, 0, 8, 8, 8, 0, 0.8f);
  set_box (tensor, 1, 10, 8, 8, 0, 0.9f);
  few = decode_v8 (tensor, &below, &counts);
  all = decode_v8 (tensor, &above, &counts);

  g_assert_cmpuint (few->len, ==, 1);
  g_assert_cmpuint (all->len, ==, 2);
}

static void
test_v8_invalid (void)
{
  V8 tensor = { { 0 } };
  g_autoptr (GArray) found = NULL;
  GstEncordOutputCounts counts;

  set_box (tensor, 0, NAN, 8, 8, 0, 0.8f);
  set_box (tensor, 1, 8, 8, 0, 0, 0.8f);
  set_box (tensor, 2, 8, 8, -8, 0, 0.8f);
  set_box (tensor, 3, 8, 8, 8, 0, NAN);
  set_box (tensor, 4, 8, INFINITY, 8, 0, 0.8f);
  found = decode_v8 (tensor, &options, &counts);

  g_assert_cmpuint (found->len, ==, 0);
  g_assert_cmpuint (counts.invalid, ==, 4);
}

static void
test_v8_best_score_below_threshold (void)
{
  V8 tensor = { { 0 } };
  g_autoptr (GArray) found = NULL;
  GstEncordOutputCounts counts;

  set_box (tensor, 5, 8, 8, 8, 1, 0.125f);
  found = decode_v8 (tensor, &options, &counts);

  g_assert_cmpuint (found->len, ==, 0);
  g_assert_cmpfloat (counts.best_score, ==, 0.125);
}

/* Recognising */

static const struct
{
  const char *name;
  GstEncordTensorInfo outputs[2];
  guint n_outputs;
  const char *task;
  guint n_names;
  gboolean final_rows;
  const char *layout; /* NULL: refused */
} shapes[] = {
  { "v8", { { NULL, FLOAT, 3, { 1, 84, 8400 } } }, 1, NULL, 80, 0, "v8" },
  { "v8-one-class",
    { { NULL, FLOAT, 3, { 1, 5, 8400 } } },
    1,
    NULL,
    0,
    0,
    "v8" },
  { "v8-wrong-names",
    { { NULL, FLOAT, 3, { 1, 84, 8400 } } },
    1,
    "detect",
    7,
    0,
    "v8" },
  { "rows", { { NULL, FLOAT, 3, { 1, 300, 6 } } }, 1, "detect", 80, 0, "rows" },
  { "rows-none", { { NULL, FLOAT, 3, { 1, 0, 6 } } }, 1, NULL, 0, 0, "rows" },
  { "rows-dynamic",
    { { NULL, FLOAT, 3, { -1, -1, 6 } } },
    1,
    NULL,
    0,
    0,
    "rows" },
  { "second-output",
    { { NULL, FLOAT, 4, { 1, 3, 32, 32 } }, { NULL, FLOAT, 3, { 1, 300, 6 } } },
    2,
    NULL,
    0,
    0,
    "rows" },
  { "final-v8",
    { { NULL, FLOAT, 3, { 1, 84, 8400 } } },
    1,
    NULL,
    0,
    TRUE,
    NULL },
  { "v5", { { NULL, FLOAT, 3, { 1, 25200, 85 } } }, 1, NULL, 80, 0, NULL },
  { "v5-one-class",
    { { NULL, FLOAT, 3, { 1, 25200, 6 } } },
    1,
    NULL,
    1,
    0,
    NULL },
  { "pose", { { NULL, FLOAT, 3, { 1, 56, 8400 } } }, 1, "pose", 1, 0, NULL },
  { "pose-without-task",
    { { NULL, FLOAT, 3, { 1, 56, 8400 } } },
    1,
    NULL,
    1,
    0,
    NULL },
  { "segment",
    { { NULL, FLOAT, 3, { 1, 116, 8400 } },
      { NULL, FLOAT, 4, { 1, 32, 160, 160 } } },
    2,
    NULL,
    80,
    0,
    NULL },
  { "obb-rows", { { NULL, FLOAT, 3, { 1, 300, 7 } } }, 1, NULL, 0, 0, NULL },
  { "classifier", { { NULL, FLOAT, 2, { 1, 1000 } } }, 1, NULL, 0, 0, NULL },
  { "batch", { { NULL, FLOAT, 3, { 4, 84, 8400 } } }, 1, NULL, 0, 0, NULL },
  { "integers",
    { { NULL, GST_ENCORD_TENSOR_I64, 3, { 1, 300, 6 } } },
    1,
    NULL,
    0,
    0,
    NULL },
  { "detr",
    { { NULL, FLOAT, 3, { 1, 300, 92 } }, { NULL, FLOAT, 3, { 1, 300, 4 } } },
    2,
    NULL,
    0,
    0,
    NULL },
  { "unknown-rank", { { NULL, FLOAT, 0, { 0 } } }, 1, NULL, 0, 0, NULL },
  { "no-outputs", { { NULL } }, 0, NULL, 0, 0, NULL },
};

static void
test_shape (gconstpointer data)
{
  const gsize i = GPOINTER_TO_SIZE (data);
  g_auto (GStrv) names = g_new0 (char *, shapes[i].n_names + 1);
  const GstEncordModelInfo info = {
    .names = shapes[i].n_names > 0 ? names : NULL,
    .task = (char *) shapes[i].task,
    .has_final_rows = shapes[i].final_rows,
  };
  g_autoptr (GstEncordOutput) output = NULL;
  g_autoptr (GError) error = NULL;

  for (guint n = 0; n < shapes[i].n_names; n++)
    names[n] = g_strdup ("name");
  output = gst_encord_output_new (shapes[i].outputs, shapes[i].n_outputs, &info,
                                  &error);

  if (shapes[i].layout != NULL) {
    g_assert_no_error (error);
    g_assert_cmpstr (gst_encord_output_get_layout (output), ==,
                     shapes[i].layout);
    return;
  }
  g_assert_null (output);
  g_assert_error (error, GST_STREAM_ERROR, GST_STREAM_ERROR_FORMAT);
  g_assert_nonnull (strstr (error->message, "[1,boxes,6]"));
  g_assert_nonnull (strstr (error->message, "[1,4+classes,boxes]"));
}

static void
test_refusal_shows_shapes (void)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (make_output (25200, 85, &error));
  g_assert_nonnull (strstr (error->message, "output0 float[1,25200,85]"));
}

static const struct
{
  const char *name;
  GstEncordTensorType type;
  gint64 dims[2];
  gsize size;
} liars[] = {
  { "rows", FLOAT, { 2, 6 }, 48 },
  { "columns", FLOAT, { 1, 7 }, 28 },
  { "type", GST_ENCORD_TENSOR_I32, { 1, 6 }, 24 },
  { "size", FLOAT, { 1, 6 }, 20 },
};

/* what a run gives is held against what the model promised */
static void
test_changed_tensor (gconstpointer data)
{
  const gsize i = GPOINTER_TO_SIZE (data);
  static const float rows[12] = { 0 };
  g_autoptr (GstEncordOutput) output = make_output (1, 6, NULL);
  g_autoptr (GArray) found =
      g_array_new (FALSE, FALSE, sizeof (GstEncordDetection));
  g_autoptr (GError) error = NULL;
  const GstEncordTensor tensor = { liars[i].type,
                                   3,
                                   { 1, liars[i].dims[0], liars[i].dims[1] },
                                   rows,
                                   liars[i].size };
  GstEncordOutputCounts counts = { 0 };

  g_assert_false (gst_encord_output_decode (output, &tensor, 1, &options, found,
                                            &counts, &error));
  g_assert_error (error, GST_STREAM_ERROR, GST_STREAM_ERROR_FORMAT);
}

/* Pictures */

static const struct
{
  const char *name;
  GstEncordTensorInfo input;
  int imgsz;
  GstEncordPicture picture; /* width 0: refused */
} inputs[] = {
  { "nchw",
    { NULL, FLOAT, 4, { 1, 3, 480, 640 } },
    0,
    { 640, 480, TRUE, 255 } },
  { "nhwc",
    { NULL, FLOAT, 4, { 1, 480, 640, 3 } },
    0,
    { 640, 480, FALSE, 255 } },
  { "half",
    { NULL, GST_ENCORD_TENSOR_F16, 4, { 1, 3, 32, 32 } },
    0,
    { 32, 32, TRUE, 255 } },
  { "bytes",
    { NULL, GST_ENCORD_TENSOR_U8, 4, { 1, 128, 128, 3 } },
    0,
    { 128, 128, FALSE, 1 } },
  { "dynamic",
    { NULL, FLOAT, 4, { -1, 3, -1, -1 } },
    320,
    { 320, 320, TRUE, 255 } },
  { "size-unknown", { NULL, FLOAT, 4, { -1, 3, -1, -1 } }, 0, { 0 } },
  { "grey", { NULL, FLOAT, 4, { 1, 1, 480, 640 } }, 0, { 0 } },
  { "batch", { NULL, FLOAT, 4, { 8, 3, 480, 640 } }, 0, { 0 } },
  { "text", { NULL, GST_ENCORD_TENSOR_I64, 2, { 1, 77 } }, 0, { 0 } },
};

static void
test_input (gconstpointer data)
{
  const gsize i = GPOINTER_TO_SIZE (data);
  const GstEncordModelInfo info = { .width = inputs[i].imgsz,
                                    .height = inputs[i].imgsz };
  const GstEncordPicture *expected = &inputs[i].picture;
  g_autoptr (GError) error = NULL;
  GstEncordPicture picture;

  if (expected->width == 0) {
    g_assert_false (
        gst_encord_picture_init (&picture, &inputs[i].input, 1, &info, &error));
    g_assert_error (error, GST_STREAM_ERROR, GST_STREAM_ERROR_FORMAT);
    return;
  }
  g_assert_true (
      gst_encord_picture_init (&picture, &inputs[i].input, 1, &info, &error));
  g_assert_no_error (error);
  g_assert_cmpint (picture.width, ==, expected->width);
  g_assert_cmpint (picture.height, ==, expected->height);
  g_assert_cmpint (picture.planar, ==, expected->planar);
  g_assert_cmpfloat (picture.divisor, ==, expected->divisor);
}

/* Letterbox */

static void
test_letterbox (void)
{
  GstEncordLetterbox box;

  gst_encord_letterbox_init (&box, 176, 144, 128, 128);
  g_assert_cmpint (box.width, ==, 128);
  g_assert_cmpint (box.height, ==, 105);
  g_assert_cmpint (box.x, ==, 0);
  g_assert_cmpint (box.y, ==, 11);

  gst_encord_letterbox_init (&box, 1, 10000, 640, 640);
  g_assert_cmpint (box.width, ==, 1);
  g_assert_cmpint (box.height, ==, 640);
}

/* a box that is mapped into a random letterbox comes back as it was */
static void
test_letterbox_inverse (void)
{
  for (guint n = 0; n < 1000; n++) {
    const int width = g_test_rand_int_range (1, 4000);
    const int height = g_test_rand_int_range (1, 4000);
    const double left = g_test_rand_double_range (0.0, 0.9);
    const double top = g_test_rand_double_range (0.0, 0.9);
    const double right = g_test_rand_double_range (left + 0.05, 1.0);
    const double bottom = g_test_rand_double_range (top + 0.05, 1.0);
    GstEncordLetterbox box;
    EncordBox back;

    gst_encord_letterbox_init (&box, width, height,
                               g_test_rand_int_range (32, 1280),
                               g_test_rand_int_range (32, 1280));
    g_assert_true (gst_encord_letterbox_to_frame (
        &box, box.x + left * box.width, box.y + top * box.height,
        box.x + right * box.width, box.y + bottom * box.height, &back));

    g_assert_cmpfloat_with_epsilon (back.x, left, 1e-9);
    g_assert_cmpfloat_with_epsilon (back.y, top, 1e-9);
    g_assert_cmpfloat_with_epsilon (back.x + back.width, right, 1e-9);
    g_assert_cmpfloat_with_epsilon (back.y + back.height, bottom, 1e-9);
  }
}

static void
test_letterbox_clips (void)
{
  GstEncordLetterbox box;
  EncordBox back;

  gst_encord_letterbox_init (&box, 200, 100, 100, 100); /* bars of 25 */
  g_assert_true (gst_encord_letterbox_to_frame (&box, -10, 0, 50, 50, &back));
  g_assert_cmpfloat (back.x, ==, 0.0);
  g_assert_cmpfloat (back.y, ==, 0.0);
  g_assert_cmpfloat (back.width, ==, 0.5);
  g_assert_cmpfloat (back.height, ==, 0.5);

  g_assert_false (gst_encord_letterbox_to_frame (&box, 0, 0, 50, 25, &back));
  g_assert_false (
      gst_encord_letterbox_to_frame (&box, 200, 30, 300, 60, &back));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/rows/rows", test_rows);
  g_test_add_func ("/rows/none", test_no_rows);
  g_test_add_func ("/rows/many", test_many_dynamic_rows);
  g_test_add_func ("/rows/padding", test_padding_at_threshold_zero);
  g_test_add_func ("/v8/box", test_v8);
  g_test_add_func ("/v8/suppression", test_v8_suppression_is_per_class);
  g_test_add_func ("/v8/iou-threshold", test_v8_iou_threshold);
  g_test_add_func ("/v8/invalid", test_v8_invalid);
  g_test_add_func ("/v8/best-score", test_v8_best_score_below_threshold);
  g_test_add_func ("/output/refusal", test_refusal_shows_shapes);
  g_test_add_func ("/letterbox/sizes", test_letterbox);
  g_test_add_func ("/letterbox/inverse", test_letterbox_inverse);
  g_test_add_func ("/letterbox/clips", test_letterbox_clips);
  for (gsize i = 0; i < G_N_ELEMENTS (shapes); i++) {
    g_autofree char *path = g_strdup_printf ("/output/%s", shapes[i].name);

    g_test_add_data_func (path, GSIZE_TO_POINTER (i), test_shape);
  }
  for (gsize i = 0; i < G_N_ELEMENTS (liars); i++) {
    g_autofree char *path =
        g_strdup_printf ("/output/changed/%s", liars[i].name);

    g_test_add_data_func (path, GSIZE_TO_POINTER (i), test_changed_tensor);
  }
  for (gsize i = 0; i < G_N_ELEMENTS (inputs); i++) {
    g_autofree char *path = g_strdup_printf ("/picture/%s", inputs[i].name);

    g_test_add_data_func (path, GSIZE_TO_POINTER (i), test_input);
  }

  return g_test_run ();
}
