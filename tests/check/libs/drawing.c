/* drawing.c - labels end up where they belong, and nowhere else
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <math.h>

#include <gst/encord/encord.h>

static const GstEncordDrawingStyle outlines_only = { 0 };

static GstEncordLabel
box_label (double x, double y, double width, double height)
{
  return (GstEncordLabel){
    .class_name = g_quark_from_static_string ("face"),
    .shape = ENCORD_SHAPE_BOUNDING_BOX,
    .box = { x, y, width, height, 0.0 },
    .confidence = 0.87,
    .track_id = 12,
  };
}

static cairo_surface_t *
draw (int width, int height, const GstEncordLabel *labels, guint n_labels,
      const GstEncordDrawingStyle *style)
{
  cairo_surface_t *surface =
      cairo_image_surface_create (CAIRO_FORMAT_ARGB32, width, height);
  cairo_t *cr = cairo_create (surface);

  gst_encord_draw_labels (cr, width, height, labels, n_labels, style);
  g_assert_cmpint (cairo_status (cr), ==, CAIRO_STATUS_SUCCESS);
  cairo_destroy (cr);
  cairo_surface_flush (surface);

  return surface;
}

static guint32
pixel (cairo_surface_t *surface, int x, int y)
{
  const guint8 *data = cairo_image_surface_get_data (surface);

  return *(const guint32 *) (data +
                             y * cairo_image_surface_get_stride (surface) +
                             x * 4);
}

static guint
count_ink (cairo_surface_t *surface, int left, int top, int right, int bottom)
{
  guint n = 0;

  for (int y = top; y < bottom; y++) {
    for (int x = left; x < right; x++)
      n += pixel (surface, x, y) != 0;
  }

  return n;
}

static void
test_outline (void)
{
  const GstEncordLabel label = box_label (0.25, 0.25, 0.5, 0.5);
  cairo_surface_t *surface = draw (200, 100, &label, 1, &outlines_only);

  g_assert_cmpuint (pixel (surface, 50, 50), !=, 0);
  g_assert_cmpuint (pixel (surface, 149, 50), !=, 0);
  g_assert_cmpuint (pixel (surface, 100, 25), !=, 0);
  g_assert_cmpuint (pixel (surface, 100, 74), !=, 0);
  /* inside and outside stay clean */
  g_assert_cmpuint (count_ink (surface, 55, 30, 145, 70), ==, 0);
  g_assert_cmpuint (count_ink (surface, 0, 0, 200, 20), ==, 0);
  g_assert_cmpuint (count_ink (surface, 0, 80, 200, 100), ==, 0);
  g_assert_cmpuint (count_ink (surface, 0, 0, 45, 100), ==, 0);
  g_assert_cmpuint (count_ink (surface, 155, 0, 200, 100), ==, 0);
  cairo_surface_destroy (surface);
}

static void
test_rotation (void)
{
  GstEncordLabel label = box_label (0.25, 0.45, 0.5, 0.1);
  cairo_surface_t *surface;

  label.shape = ENCORD_SHAPE_ROTATABLE_BOUNDING_BOX;
  label.box.theta = 90.0;
  surface = draw (100, 100, &label, 1, &outlines_only);

  /* upright now: 10 wide, 50 high */
  g_assert_cmpuint (pixel (surface, 45, 50), !=, 0);
  g_assert_cmpuint (pixel (surface, 50, 25), !=, 0);
  g_assert_cmpuint (count_ink (surface, 0, 0, 40, 100), ==, 0);
  g_assert_cmpuint (count_ink (surface, 60, 0, 100, 100), ==, 0);
  cairo_surface_destroy (surface);
}

static void
test_tag (void)
{
  const GstEncordLabel label = box_label (0.25, 0.5, 0.5, 0.4);
  const GstEncordDrawingStyle names = { .names = TRUE };
  cairo_surface_t *plain = draw (400, 300, &label, 1, &outlines_only);
  cairo_surface_t *named = draw (400, 300, &label, 1, &names);
  cairo_surface_t *full = draw (400, 300, &label, 1, NULL);

  g_assert_cmpuint (count_ink (plain, 0, 0, 400, 145), ==, 0);
  g_assert_cmpuint (count_ink (named, 100, 130, 300, 145), >, 0);
  g_assert_cmpuint (count_ink (full, 0, 0, 400, 145), >,
                    count_ink (named, 0, 0, 400, 145));
  cairo_surface_destroy (plain);
  cairo_surface_destroy (named);
  cairo_surface_destroy (full);
}

static void
test_classes_differ (void)
{
  GstEncordLabel label = box_label (0.25, 0.25, 0.5, 0.5);
  g_autoptr (GHashTable) seen = g_hash_table_new (NULL, NULL);

  for (guint i = 0; i < 80; i++) {
    cairo_surface_t *surface;

    label.class_index = i;
    surface = draw (400, 400, &label, 1, &outlines_only);
    g_hash_table_add (seen, GUINT_TO_POINTER (pixel (surface, 200, 100)));
    cairo_surface_destroy (surface);
  }
  g_assert_cmpuint (g_hash_table_size (seen), ==, 80);
}

static void
test_any_size (void)
{
  static const int sizes[][2] = {
    { 1, 1 }, { 16, 16 }, { 3, 2000 }, { 176, 144 }, { 3840, 2160 }
  };
  const GstEncordLabel label = box_label (0.9, 0.0, 0.1, 0.1);

  for (guint i = 0; i < G_N_ELEMENTS (sizes); i++) {
    cairo_surface_t *surface = draw (sizes[i][0], sizes[i][1], &label, 1, NULL);

    g_assert_cmpuint (count_ink (surface, 0, 0, sizes[i][0], sizes[i][1]), >,
                      0);
    cairo_surface_destroy (surface);
  }
}

static void
test_absurd_numbers (void)
{
  const double absurd[] = { NAN, INFINITY, -INFINITY, 1e300, -1e300 };

  for (guint i = 0; i < G_N_ELEMENTS (absurd); i++) {
    const GstEncordLabel labels[] = { box_label (absurd[i], 0.1, 0.5, 0.5),
                                      box_label (0.1, absurd[i], 0.5, 0.5),
                                      box_label (0.1, 0.1, absurd[i], 0.5),
                                      box_label (0.1, 0.1, 0.5, absurd[i]) };
    cairo_surface_t *surface =
        draw (64, 64, labels, G_N_ELEMENTS (labels), NULL);

    g_assert_cmpuint (count_ink (surface, 0, 0, 64, 64), ==, 0);
    cairo_surface_destroy (surface);
  }
}

static void
test_odd_name (void)
{
  g_autofree char *name = g_strnfill (4000, 'x');
  GstEncordLabel label = box_label (0.1, 0.5, 0.5, 0.4);
  cairo_surface_t *surface;

  label.class_name = g_quark_from_static_string ("\xff\xfe<b>\n\xd7\xa4");
  cairo_surface_destroy (draw (320, 240, &label, 1, NULL));
  label.class_name = g_quark_from_string (name);
  surface = draw (320, 240, &label, 1, NULL);
  g_assert_cmpuint (count_ink (surface, 0, 0, 320, 240), >, 0);
  cairo_surface_destroy (surface);
}

static void
test_nothing (void)
{
  cairo_surface_t *surface = draw (64, 64, NULL, 0, NULL);

  g_assert_cmpuint (count_ink (surface, 0, 0, 64, 64), ==, 0);
  cairo_surface_destroy (surface);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_func ("/drawing/outline", test_outline);
  g_test_add_func ("/drawing/rotation", test_rotation);
  g_test_add_func ("/drawing/tag", test_tag);
  g_test_add_func ("/drawing/classes-differ", test_classes_differ);
  g_test_add_func ("/drawing/any-size", test_any_size);
  g_test_add_func ("/drawing/absurd-numbers", test_absurd_numbers);
  g_test_add_func ("/drawing/odd-name", test_odd_name);
  g_test_add_func ("/drawing/nothing", test_nothing);

  return g_test_run ();
}
