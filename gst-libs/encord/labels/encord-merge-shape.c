/* labels/encord-merge-shape.c - shapes besides boxes, as merging compares and keeps them; pure
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <encord/labels/encord-merge-shape-private.h>

#include <math.h>
#include <string.h>

#include <encord/labels/encord-merge-object-private.h>
#include <encord/labels/encord-merge-rings-private.h>
#include <encord/model/encord-run-length-private.h>

/* a thousandth of a pixel in a picture a thousand pixels wide */
#define SAME 1e-6
#define FARTHEST ((double) ENCORD_MERGE_FARTHEST)

/* of the picture's longer side: 60 pixels of 1920, within which a person points at the
 * same thing twice */
#define THINNEST (1. / 32)

/* made of points, and carried */
static gboolean
has_points (EncordShape shape)
{
  return shape == ENCORD_SHAPE_POLYGON || shape == ENCORD_SHAPE_POLYLINE ||
         shape == ENCORD_SHAPE_POINT;
}

gboolean
encord_merge_has_shape (EncordShape shape)
{
  return shape == ENCORD_SHAPE_BITMASK || has_points (shape);
}

/* FALSE: a coordinate is no number, or too far away */
static gboolean
quantise_ring (const EncordMergeRing *ring, EncordPoint *exact)
{
  for (guint i = 0; i < ring->n_points; i++) {
    const EncordPoint *point = &ring->points[i];

    if (!(fabs (point->x) <= FARTHEST && fabs (point->y) <= FARTHEST))
      return FALSE;
    exact[i].x = encord_merge_quantise (point->x);
    exact[i].y = encord_merge_quantise (point->y);
  }

  return TRUE;
}

static EncordGeometry *
quantise_points (const EncordGeometry *geometry)
{
  const EncordShape shape = encord_geometry_get_shape (geometry);
  g_autoptr (GArray) rings = encord_merge_rings_list (geometry);
  g_autoptr (EncordGeometry) exact = NULL;

  if (rings->len > ENCORD_MERGE_MOST_RINGS)
    return NULL;
  for (guint i = 0; i < rings->len; i++) {
    EncordMergeRing ring = g_array_index (rings, EncordMergeRing, i);
    g_autofree EncordPoint *points = g_new (EncordPoint, ring.n_points);

    if (!quantise_ring (&ring, points))
      return NULL;
    ring.points = points;
    exact = encord_merge_rings_add (g_steal_pointer (&exact), shape, &ring);
    if (exact == NULL)
      return NULL;
  }

  return g_steal_pointer (&exact);
}

/* the next run of pixels that are set; FALSE: there is none */
static gboolean
next_set (EncordRunLengthReader *reader, EncordRun *run)
{
  while (encord_run_length_reader_next (reader, run))
    if (run->value && run->length > 0)
      return TRUE;

  return FALSE;
}

gboolean
encord_merge_is_mask (const char *text, int width, int height)
{
  EncordRunLengthReader reader;
  EncordRun run;
  gboolean any = FALSE;

  if (width <= 0 || height <= 0 ||
      (gint64) width * height > ENCORD_BITMASK_MAX_PIXELS)
    return FALSE;
  encord_run_length_reader_init (&reader, text, (gint64) width * height);
  while (next_set (&reader, &run))
    any = TRUE;

  return any && reader.reason == NULL;
}

static EncordGeometry *
check_mask (EncordGeometry *mask)
{
  int width, height;
  const char *text = encord_geometry_get_bitmask (mask, &width, &height);
  g_autoptr (EncordGeometry) whole = NULL;

  if (!encord_merge_is_mask (text, width, height))
    return NULL;
  whole = encord_geometry_new_bitmask (width, height, text);

  return encord_geometry_equal (whole, mask) ? g_steal_pointer (&whole) : NULL;
}

EncordGeometry *
encord_merge_shape_new (EncordGeometry *geometry)
{
  const EncordShape shape = encord_geometry_get_shape (geometry);

  if (shape == ENCORD_SHAPE_BITMASK)
    return check_mask (geometry);
  return has_points (shape) ? quantise_points (geometry) : NULL;
}

static gboolean
rings_agree (const EncordMergeRing *a, const EncordMergeRing *b)
{
  if (a->n_points != b->n_points || a->hole != b->hole)
    return FALSE;
  for (guint i = 0; i < a->n_points; i++)
    if (!(fabs (a->points[i].x - b->points[i].x) < SAME &&
          fabs (a->points[i].y - b->points[i].y) < SAME))
      return FALSE;

  return TRUE;
}

static gboolean
points_agree (const EncordGeometry *a, const EncordGeometry *b)
{
  g_autoptr (GArray) rings = encord_merge_rings_list (a);
  g_autoptr (GArray) others = encord_merge_rings_list (b);

  if (rings->len != others->len)
    return FALSE;
  for (guint i = 0; i < rings->len; i++)
    if (!rings_agree (&g_array_index (rings, EncordMergeRing, i),
                      &g_array_index (others, EncordMergeRing, i)))
      return FALSE;

  return TRUE;
}

static gboolean
boxes_agree (const EncordGeometry *a, const EncordGeometry *b)
{
  EncordBox one, other;

  return encord_geometry_get_box (a, &one) &&
         encord_geometry_get_box (b, &other) &&
         encord_merge_box_equal (&one, &other);
}

/* people's editors write the same pixels in other words */
static gboolean
masks_agree (const EncordGeometry *a, const EncordGeometry *b)
{
  EncordRunLengthReader one, other;
  EncordRun run, same;
  int width, height, width_b, height_b;
  const char *text_a = encord_geometry_get_bitmask (a, &width, &height);
  const char *text_b = encord_geometry_get_bitmask (b, &width_b, &height_b);

  if (width != width_b || height != height_b || width <= 0 || height <= 0)
    return FALSE;
  encord_run_length_reader_init (&one, text_a, (gint64) width * height);
  encord_run_length_reader_init (&other, text_b, (gint64) width * height);
  while (next_set (&one, &run))
    if (!next_set (&other, &same) || run.start != same.start ||
        run.length != same.length)
      return FALSE;

  return !next_set (&other, &same) && one.reason == NULL &&
         other.reason == NULL;
}

gboolean
encord_merge_shape_equal (const EncordGeometry *a, const EncordGeometry *b)
{
  const EncordShape shape = encord_geometry_get_shape (a);

  if (a == b)
    return TRUE;
  if (shape != encord_geometry_get_shape (b))
    return FALSE;
  if (shape == ENCORD_SHAPE_BITMASK)
    return masks_agree (a, b);
  return has_points (shape) ? points_agree (a, b) : boxes_agree (a, b);
}

/* about its middle */
static void
widen (double *start, double *length, double least)
{
  const double more = least - *length;

  if (!(more > 0))
    return;
  *start -= more / 2;
  *length = least;
}

gboolean
encord_merge_shape_get_bounds (const EncordGeometry *shape, int width,
                               int height, EncordBox *ret_box, GError **error)
{
  const double least = THINNEST * MAX (MAX (width, height), 1);

  if (!encord_fit_box (shape, width, height, ret_box, error))
    return FALSE;
  widen (&ret_box->x, &ret_box->width, least / MAX (width, 1));
  widen (&ret_box->y, &ret_box->height, least / MAX (height, 1));
  encord_merge_quantise_box (ret_box);

  return TRUE;
}

gsize
encord_merge_shape_get_size (const EncordGeometry *shape)
{
  int width, height;
  const char *mask = encord_geometry_get_bitmask (shape, &width, &height);
  g_autoptr (GArray) rings = NULL;
  gsize n_points = 0;

  if (mask != NULL)
    return strlen (mask);
  rings = encord_merge_rings_list (shape);
  for (guint i = 0; i < rings->len; i++)
    n_points += g_array_index (rings, EncordMergeRing, i).n_points;

  return n_points * sizeof (EncordPoint);
}
