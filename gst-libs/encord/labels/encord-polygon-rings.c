/* labels/encord-polygon-rings.c - polygons with holes between key frames; pure
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <encord/labels/encord-polygon-rings-private.h>

#include <math.h>

#include <encord/labels/encord-assignment-private.h>
#include <encord/labels/encord-interpolation.h>
#include <encord/labels/encord-outline-private.h>
#include <encord/model/encord-geometry-private.h>

/* matching takes the third power of them */
#define MOST_RINGS 128

static GArray *
copy_ring (const EncordGeometry *geometry, guint polygon, guint ring)
{
  GArray *points = g_array_new (FALSE, FALSE, sizeof (EncordPoint));
  guint n_points;
  const EncordPoint *corners =
      encord_geometry_get_ring (geometry, polygon, ring, &n_points);

  if (n_points > 0)
    g_array_append_vals (points, corners, n_points);

  return points;
}

static GPtrArray *
copy_rings (const EncordGeometry *geometry, guint polygon)
{
  GPtrArray *rings =
      g_ptr_array_new_with_free_func ((GDestroyNotify) g_array_unref);

  for (guint i = 0; i < encord_geometry_get_n_rings (geometry, polygon); i++)
    g_ptr_array_add (rings, copy_ring (geometry, polygon, i));

  return rings;
}

EncordPolygonRings *
encord_polygon_rings_new (EncordJsonSlice value)
{
  g_autoptr (EncordGeometry) geometry = encord_geometry_new_from_rings (value);
  g_autoptr (EncordPolygonRings) self = NULL;
  GArray *rings;

  if (geometry == NULL)
    return NULL;
  encord_geometry_get_parts (geometry, &rings);
  if (rings != NULL && rings->len > MOST_RINGS)
    return NULL;
  self = g_new0 (EncordPolygonRings, 1);
  self->n_rings = rings != NULL ? rings->len : 1;
  self->polygons =
      g_ptr_array_new_with_free_func ((GDestroyNotify) g_ptr_array_unref);
  for (guint i = 0; i < encord_geometry_get_n_polygons (geometry); i++)
    g_ptr_array_add (self->polygons, copy_rings (geometry, i));

  return g_steal_pointer (&self);
}

void
encord_polygon_rings_free (EncordPolygonRings *self)
{
  g_ptr_array_unref (self->polygons);
  g_free (self);
}

/* ---- which belong together ---- */

static EncordBox
get_bounds (GArray *ring)
{
  double left = INFINITY, top = INFINITY, right = -INFINITY, bottom = -INFINITY;

  for (guint i = 0; i < ring->len; i++) {
    const EncordPoint *point = &g_array_index (ring, EncordPoint, i);

    left = fmin (left, point->x);
    top = fmin (top, point->y);
    right = fmax (right, point->x);
    bottom = fmax (bottom, point->y);
  }
  if (ring->len == 0)
    return (EncordBox){ 0 };

  return (EncordBox){ left, top, right - left, bottom - top, 0 };
}

/* Each ring of a gets the number of its partner in b, or -1. */
static int *
match (GPtrArray *a, GPtrArray *b)
{
  g_autofree double *gains = g_new (double, (gsize) a->len * b->len);
  int *partners = g_new (int, a->len);

  for (guint i = 0; i < a->len; i++)
    for (guint j = 0; j < b->len; j++) {
      const EncordBox p = get_bounds (g_ptr_array_index (a, i));
      const EncordBox q = get_bounds (g_ptr_array_index (b, j));

      gains[(gsize) i * b->len + j] = encord_box_iou (&p, &q);
    }
  encord_assignment_solve (gains, a->len, b->len, partners);

  return partners;
}

/* (transfer container): the outer ring of each polygon */
static GPtrArray *
list_outer_rings (GPtrArray *polygons)
{
  GPtrArray *rings = g_ptr_array_new ();

  for (guint i = 0; i < polygons->len; i++)
    g_ptr_array_add (
        rings,
        g_ptr_array_index ((GPtrArray *) g_ptr_array_index (polygons, i), 0));

  return rings;
}

/* (transfer container): those of one polygon, or none */
static GPtrArray *
list_holes (GPtrArray *polygon)
{
  GPtrArray *rings = g_ptr_array_new ();

  for (guint i = 1; polygon != NULL && i < polygon->len; i++)
    g_ptr_array_add (rings, g_ptr_array_index (polygon, i));

  return rings;
}

/* ---- the text ---- */

typedef struct
{
  EncordMovingText *text;
  double width, height;
} Writer;

#define add_literal(writer, literal)                                           \
  encord_json_append_literal ((writer)->text->fixed, literal)

static void
add_points (const Writer *self, GArray *from, GArray *to)
{
  for (guint i = 0; i < from->len; i++) {
    const EncordPoint *p = &g_array_index (from, EncordPoint, i);
    const EncordPoint *q = &g_array_index (to, EncordPoint, i);

    if (i > 0)
      add_literal (self, ",");
    encord_moving_text_add_number (self->text, p->x, q->x);
    add_literal (self, ",");
    encord_moving_text_add_number (self->text, p->y, q->y);
  }
}

static void
add_ring (const Writer *self, GArray *from, GArray *to)
{
  g_autoptr (EncordOutlinePairs) pairs =
      to != NULL ? encord_outline_match_points (
                       (const EncordPoint *) from->data, from->len,
                       (const EncordPoint *) to->data, to->len, TRUE,
                       self->width, self->height)
                 : NULL;

  add_literal (self, "[");
  add_points (self, pairs != NULL ? pairs->from : from,
              pairs != NULL ? pairs->to : from);
  add_literal (self, "]");
}

static void
add_polygon (const Writer *self, GPtrArray *from, GPtrArray *to)
{
  g_autoptr (GPtrArray) holes = list_holes (from);
  g_autoptr (GPtrArray) other_holes = list_holes (to);
  g_autofree int *partners = match (holes, other_holes);

  add_literal (self, "[");
  add_ring (self, g_ptr_array_index (from, 0),
            to != NULL ? g_ptr_array_index (to, 0) : NULL);
  for (guint i = 0; i < holes->len; i++) {
    add_literal (self, ",");
    add_ring (self, g_ptr_array_index (holes, i),
              partners[i] >= 0 ? g_ptr_array_index (other_holes, partners[i])
                               : NULL);
  }
  add_literal (self, "]");
}

void
encord_polygon_rings_add_text (const EncordPolygonRings *from,
                               const EncordPolygonRings *to, int width,
                               int height, EncordMovingText *text)
{
  const gboolean known = width > 0 && height > 0;
  const Writer writer = { text, known ? width : 1, known ? height : 1 };
  g_autoptr (GPtrArray) rings = list_outer_rings (from->polygons);
  g_autoptr (GPtrArray) other_rings = list_outer_rings (to->polygons);
  g_autofree int *partners = match (rings, other_rings);

  add_literal (&writer, "[");
  for (guint i = 0; i < rings->len; i++) {
    if (i > 0)
      add_literal (&writer, ",");
    add_polygon (&writer, g_ptr_array_index (from->polygons, i),
                 partners[i] >= 0
                     ? g_ptr_array_index (to->polygons, partners[i])
                     : NULL);
  }
  add_literal (&writer, "]");
}
