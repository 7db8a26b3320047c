/* labelsmeta.c - tests of what labels survive, and of their mirror
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <gst/encord/encord.h>
#include <gst/video/video.h>

static GstBuffer *
make_labelled (void)
{
  GstBuffer *buffer = gst_buffer_new_allocate (NULL, 64, NULL);
  GstEncordLabelsMeta *meta =
      gst_buffer_add_encord_labels_meta (buffer, GST_ENCORD_LABELS_INFERRED);
  GstEncordLabel label = {
    .class_index = 3,
    .class_name = g_quark_from_static_string ("cat"),
    .shape = ENCORD_SHAPE_BOUNDING_BOX,
    .box = { 0.25, 0.5, 0.125, 0.25, 0.0 },
    .confidence = 0.75,
    .track_id = -1,
    .origin = g_quark_from_static_string ("test"),
  };

  gst_encord_labels_meta_append (meta, &label);

  return buffer;
}

static void
assert_labelled (GstBuffer *buffer)
{
  GstEncordLabelsMeta *meta = gst_buffer_get_encord_labels_meta (buffer);
  const GstEncordLabel *label;

  g_assert_nonnull (meta);
  g_assert_cmpint (meta->state, ==, GST_ENCORD_LABELS_INFERRED);
  g_assert_cmpuint (meta->labels->len, ==, 1);
  label = &g_array_index (meta->labels, GstEncordLabel, 0);
  g_assert_cmpuint (label->class_index, ==, 3);
  g_assert_cmpstr (g_quark_to_string (label->class_name), ==, "cat");
  g_assert_cmpfloat (label->box.x, ==, 0.25);
  g_assert_cmpfloat (label->box.height, ==, 0.25);
}

static void
test_copy (void)
{
  g_autoptr (GstBuffer) buffer = make_labelled ();
  g_autoptr (GstBuffer) copy = gst_buffer_copy (buffer);
  g_autoptr (GstBuffer) deep = gst_buffer_copy_deep (buffer);

  assert_labelled (copy);
  assert_labelled (deep);
}

static void
test_region_copy (void)
{
  g_autoptr (GstBuffer) buffer = make_labelled ();
  g_autoptr (GstBuffer) part =
      gst_buffer_copy_region (buffer, GST_BUFFER_COPY_ALL, 0, 32);

  g_assert_null (gst_buffer_get_encord_labels_meta (part));
}

static void
test_replaced (void)
{
  g_autoptr (GstBuffer) buffer = make_labelled ();
  GstEncordLabelsMeta *meta =
      gst_buffer_add_encord_labels_meta (buffer, GST_ENCORD_LABELS_SKIPPED);

  g_assert_true (gst_buffer_get_encord_labels_meta (buffer) == meta);
  g_assert_cmpint (meta->state, ==, GST_ENCORD_LABELS_SKIPPED);
  g_assert_cmpuint (meta->labels->len, ==, 0);
}

static const struct
{
  const char *name;
  int in[4]; /* width, height, pixel aspect ratio */
  int out[4];
  gboolean kept;
} scales[] = {
  { "half", { 1280, 720, 1, 1 }, { 640, 360, 1, 1 }, TRUE },
  { "twice", { 176, 144, 128, 117 }, { 352, 288, 128, 117 }, TRUE },
  { "square-pixels", { 720, 576, 16, 15 }, { 768, 576, 1, 1 }, TRUE },
  { "rounded-width", { 1280, 720, 1, 1 }, { 427, 240, 1, 1 }, TRUE },
  { "rounded-height", { 1000, 333, 1, 1 }, { 100, 33, 1, 1 }, TRUE },
  { "one-pixel-off", { 1280, 720, 1, 1 }, { 640, 361, 1, 1 }, TRUE },
  { "two-pixels-off", { 1280, 720, 1, 1 }, { 640, 363, 1, 1 }, FALSE },
  { "borders", { 1280, 720, 1, 1 }, { 640, 640, 1, 1 }, FALSE },
  { "stretched", { 640, 480, 1, 1 }, { 1280, 720, 1, 1 }, FALSE },
  { "stretched-for-display", { 640, 480, 1, 1 }, { 1280, 480, 1, 2 }, TRUE },
  { "no-width", { 0, 480, 1, 1 }, { 640, 480, 1, 1 }, FALSE },
};

static void
set_info (GstVideoInfo *info, const int values[4])
{
  gst_video_info_set_format (info, GST_VIDEO_FORMAT_RGB, 1, 1);
  info->width = values[0];
  info->height = values[1];
  info->par_n = values[2];
  info->par_d = values[3];
}

static void
test_scale (gconstpointer data)
{
  const gsize i = GPOINTER_TO_SIZE (data);
  g_autoptr (GstBuffer) buffer = make_labelled ();
  g_autoptr (GstBuffer) scaled = gst_buffer_new ();
  GstEncordLabelsMeta *meta = gst_buffer_get_encord_labels_meta (buffer);
  GstVideoInfo in;
  GstVideoInfo out;
  GstVideoMetaTransform transform = { &in, &out };
  gboolean kept;

  set_info (&in, scales[i].in);
  set_info (&out, scales[i].out);
  kept = meta->meta.info->transform_func (
      scaled, &meta->meta, buffer, gst_video_meta_transform_scale_get_quark (),
      &transform);

  g_assert_cmpint (kept, ==, scales[i].kept);
  if (kept)
    assert_labelled (scaled);
  else
    g_assert_null (gst_buffer_get_encord_labels_meta (scaled));
}

static void
test_other_transform (void)
{
  g_autoptr (GstBuffer) buffer = make_labelled ();
  g_autoptr (GstBuffer) other = gst_buffer_new ();
  GstEncordLabelsMeta *meta = gst_buffer_get_encord_labels_meta (buffer);

  g_assert_false (meta->meta.info->transform_func (
      other, &meta->meta, buffer, g_quark_from_static_string ("rotate"), NULL));
  g_assert_null (gst_buffer_get_encord_labels_meta (other));
}

static void
test_geometry_is_shared (void)
{
  g_autoptr (EncordGeometry) point = encord_geometry_new_point (0.5, 0.5);
  g_autoptr (GstBuffer) buffer = gst_buffer_new ();
  g_autoptr (GstBuffer) copy = NULL;
  GstEncordLabel label = { .shape = ENCORD_SHAPE_POINT, .geometry = point };
  GstEncordLabelsMeta *meta =
      gst_buffer_add_encord_labels_meta (buffer, GST_ENCORD_LABELS_INFERRED);

  gst_encord_labels_meta_append (meta, &label);
  copy = gst_buffer_copy (buffer);
  meta = gst_buffer_get_encord_labels_meta (copy);

  g_assert_true (g_array_index (meta->labels, GstEncordLabel, 0).geometry ==
                 point);
}

static void
test_mirror (void)
{
  g_autoptr (GstBuffer) buffer = make_labelled ();
  GstVideoRegionOfInterestMeta *foreign =
      gst_buffer_add_video_region_of_interest_meta (buffer, "dog", 1, 2, 3, 4);
  gpointer state = NULL;
  guint n_mirrored = 0;
  GstMeta *meta;

  gst_encord_labels_mirror (buffer, 200, 101);

  while ((meta = gst_buffer_iterate_meta_filtered (
              buffer, &state, GST_VIDEO_REGION_OF_INTEREST_META_API_TYPE))) {
    GstVideoRegionOfInterestMeta *region =
        (GstVideoRegionOfInterestMeta *) meta;

    if (!gst_encord_region_is_mirror (region))
      continue;
    n_mirrored++;
    g_assert_cmpstr (g_quark_to_string (region->roi_type), ==, "cat");
    g_assert_cmpuint (region->x, ==, 50);
    g_assert_cmpuint (region->y, ==, 50); /* of 50.5 */
    g_assert_cmpuint (region->w, ==, 25);
    g_assert_cmpuint (region->h, ==, 26); /* to 75.75 */
  }
  g_assert_cmpuint (n_mirrored, ==, 1);
  g_assert_false (gst_encord_region_is_mirror (foreign));
}

int
main (int argc, char **argv)
{
  gst_init (&argc, &argv);
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/labels-meta/copy", test_copy);
  g_test_add_func ("/labels-meta/region-copy", test_region_copy);
  g_test_add_func ("/labels-meta/replaced", test_replaced);
  g_test_add_func ("/labels-meta/other-transform", test_other_transform);
  g_test_add_func ("/labels-meta/geometry-is-shared", test_geometry_is_shared);
  g_test_add_func ("/labels-meta/mirror", test_mirror);
  for (gsize i = 0; i < G_N_ELEMENTS (scales); i++) {
    g_autofree char *path =
        g_strdup_printf ("/labels-meta/scale/%s", scales[i].name);

    g_test_add_data_func (path, GSIZE_TO_POINTER (i), test_scale);
  }

  return g_test_run ();
}
