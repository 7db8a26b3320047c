/* outlines-common.c - polygons to interpolate between, and what must hold for them
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "outlines.h"

#include <math.h>
#include <stdlib.h>

#include <json-glib/json-glib.h>

static Outline *
outline_new (void)
{
  return g_array_new (FALSE, FALSE, sizeof (EncordPoint));
}

static Outline *
read_polygon (JsonObject *frames, const char *frame)
{
  JsonObject *polygon = json_object_get_object_member (
      json_array_get_object_element (
          json_object_get_array_member (
              json_object_get_object_member (frames, frame), "objects"),
          0),
      "polygon");
  Outline *self = outline_new ();

  for (guint i = 0; i < json_object_get_size (polygon); i++) {
    g_autofree char *key = g_strdup_printf ("%u", i);
    JsonObject *at = json_object_get_object_member (polygon, key);
    const EncordPoint point = { json_object_get_double_member (at, "x"),
                                json_object_get_double_member (at, "y") };

    g_array_append_val (self, point);
  }

  return self;
}

void
outline_load_pair (Outline **ret_a, Outline **ret_b)
{
  g_autofree char *path = g_build_filename (
      g_getenv ("ENCORD_TEST_DATA"), "interpolation", "polygons.json", NULL);
  g_autoptr (JsonParser) parser = json_parser_new ();
  g_autoptr (GError) error = NULL;
  JsonObject *frames;

  json_parser_load_from_file (parser, path, &error);
  g_assert_no_error (error);
  frames = json_node_get_object (json_parser_get_root (parser));
  *ret_a = read_polygon (frames, "0");
  *ret_b = read_polygon (frames, "9");
}

static int
compare_doubles (const void *a, const void *b)
{
  const double p = *(const double *) a, q = *(const double *) b;

  return (p > q) - (p < q);
}

static Outline *
new_around (guint n_points, double least_radius)
{
  Outline *self = outline_new ();
  g_autofree double *angles = g_new (double, n_points);
  const double width = g_test_rand_double_range (0.05, 0.5);
  const double height = g_test_rand_double_range (0.05, 0.5);
  const double turn = g_test_rand_double_range (0, 2 * G_PI);

  for (guint i = 0; i < n_points; i++)
    angles[i] =
        2 * G_PI * (i + g_test_rand_double_range (-0.4, 0.4)) / n_points;
  qsort (angles, n_points, sizeof *angles, compare_doubles);
  for (guint i = 0; i < n_points; i++) {
    const double radius =
        least_radius < 1 ? g_test_rand_double_range (least_radius, 1) : 1;
    const double x = radius * width * cos (angles[i]);
    const double y = radius * height * sin (angles[i]);
    const EncordPoint point = { 0.5 + x * cos (turn) - y * sin (turn),
                                0.5 + x * sin (turn) + y * cos (turn) };

    g_array_append_val (self, point);
  }

  return self;
}

Outline *
outline_new_convex (guint n_points)
{
  return new_around (n_points, 1);
}

Outline *
outline_new_star (guint n_points)
{
  return new_around (n_points, 0.25);
}

Outline *
outline_dup_rotated (const Outline *self, guint first)
{
  Outline *copy = outline_new ();

  for (guint i = 0; i < self->len; i++) {
    const EncordPoint point = outline_get (self, first + i);

    g_array_append_val (copy, point);
  }

  return copy;
}

Outline *
outline_dup_reversed (const Outline *self)
{
  Outline *copy = outline_new ();

  for (guint i = self->len; i > 0; i--) {
    const EncordPoint point = outline_get (self, i - 1);

    g_array_append_val (copy, point);
  }

  return copy;
}

Outline *
outline_dup_moved (const Outline *self, double x, double y)
{
  Outline *copy = outline_new ();

  for (guint i = 0; i < self->len; i++) {
    EncordPoint point = outline_get (self, i);

    point.x += x;
    point.y += y;
    g_array_append_val (copy, point);
  }

  return copy;
}

static int
compare_points (const void *a, const void *b)
{
  const EncordPoint *p = a, *q = b;

  return p->x != q->x ? (p->x > q->x) - (p->x < q->x)
                      : (p->y > q->y) - (p->y < q->y);
}

Outline *
outline_dup_sorted (const Outline *self)
{
  Outline *copy = outline_dup_rotated (self, 0);

  g_array_sort (copy, compare_points);

  return copy;
}

EncordGeometry *
outline_to_polygon (const Outline *self)
{
  return encord_geometry_new_polygon ((const EncordPoint *) self->data,
                                      self->len);
}

EncordGeometry *
outline_to_polyline (const Outline *self)
{
  return encord_geometry_new_polyline ((const EncordPoint *) self->data,
                                       self->len);
}

Outline *
outline_from_geometry (const EncordGeometry *geometry)
{
  Outline *self = outline_new ();
  guint n;
  const EncordPoint *points = encord_geometry_get_points (geometry, &n);

  g_array_append_vals (self, points, n);

  return self;
}

double
outline_get_area (const Outline *self)
{
  double sum = 0;

  for (guint i = 0; i < self->len; i++) {
    const EncordPoint p = outline_get (self, i), q = outline_get (self, i + 1);

    sum += p.x * q.y - q.x * p.y;
  }

  return fabs (sum) / 2;
}

static double
side (EncordPoint a, EncordPoint b, EncordPoint p)
{
  return (b.x - a.x) * (p.y - a.y) - (b.y - a.y) * (p.x - a.x);
}

guint
outline_count_crossings (const Outline *self)
{
  guint n = 0;

  for (guint i = 0; i < self->len; i++)
    for (guint j = i + 1; j < self->len; j++) {
      const EncordPoint a = outline_get (self, i),
                        b = outline_get (self, i + 1);
      const EncordPoint c = outline_get (self, j),
                        d = outline_get (self, j + 1);

      n += side (a, b, c) * side (a, b, d) < 0 &&
           side (c, d, a) * side (c, d, b) < 0;
    }

  return n;
}

void
outline_assert_equal (const Outline *a, const Outline *b, double epsilon)
{
  g_assert_cmpuint (a->len, ==, b->len);
  for (guint i = 0; i < a->len; i++) {
    const EncordPoint p = outline_get (a, i), q = outline_get (b, i);

    g_assert_cmpfloat (fabs (p.x - q.x), <=, epsilon);
    g_assert_cmpfloat (fabs (p.y - q.y), <=, epsilon);
  }
}
