/* labels/encord-merge-shape-bytes.c - shapes besides boxes, as the journal keeps them; pure
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <encord/labels/encord-merge-shape-private.h>

#include <math.h>
#include <string.h>

#include <encord/labels/encord-merge-object-private.h>
#include <encord/labels/encord-merge-rings-private.h>
#include <encord/labels/encord-packed-number-private.h>

#define MOST_STEPS ((gint64) ENCORD_MERGE_FARTHEST * ENCORD_MERGE_STEPS)

/* Layout: a letter for the shape, then what follows in packed numbers. Points: how
 * many, then of each the way from the one before (the first: from the corner of the
 * picture) in steps. Rings of a polygon that has several: how many, then of each what
 * stands for points, but for their number, which is doubled, and one more in a hole.
 * Mask: width, height, and the length of the text, which comes last. */
static const struct
{
  EncordShape shape;
  guint8 letter;
} letters[] = {
  { ENCORD_SHAPE_POLYGON, 'p' },
  { ENCORD_SHAPE_POLYLINE, 'l' },
  { ENCORD_SHAPE_POINT, 'o' },
  { ENCORD_SHAPE_BITMASK, 'm' },
};

#define RINGS_LETTER 'r'

static void
put_points (const EncordMergeRing *ring, GByteArray *bytes)
{
  gint64 x = 0, y = 0;

  for (guint i = 0; i < ring->n_points; i++) {
    const gint64 next_x = llrint (ring->points[i].x * ENCORD_MERGE_STEPS);
    const gint64 next_y = llrint (ring->points[i].y * ENCORD_MERGE_STEPS);

    encord_packed_number_put_signed (bytes, next_x - x);
    encord_packed_number_put_signed (bytes, next_y - y);
    x = next_x;
    y = next_y;
  }
}

static void
put_rings (const GArray *rings, GByteArray *bytes)
{
  encord_packed_number_put (bytes, rings->len);
  for (guint i = 0; i < rings->len; i++) {
    const EncordMergeRing *ring = &g_array_index (rings, EncordMergeRing, i);

    encord_packed_number_put (bytes, (guint64) ring->n_points * 2 +
                                         (ring->hole ? 1 : 0));
    put_points (ring, bytes);
  }
}

static guint8
find_letter (const EncordGeometry *shape, const GArray *rings)
{
  if (rings->len > 1)
    return RINGS_LETTER;
  for (gsize i = 0; i < G_N_ELEMENTS (letters); i++)
    if (letters[i].shape == encord_geometry_get_shape (shape))
      return letters[i].letter;
  g_return_val_if_reached (0);
}

static void
put_mask (const EncordGeometry *shape, GByteArray *bytes)
{
  int width, height;
  const char *text = encord_geometry_get_bitmask (shape, &width, &height);
  const gsize length = strlen (text);

  encord_packed_number_put (bytes, (guint64) width);
  encord_packed_number_put (bytes, (guint64) height);
  encord_packed_number_put (bytes, length);
  g_byte_array_append (bytes, (const guint8 *) text, (guint) length);
}

void
encord_merge_shape_put (const EncordGeometry *shape, GByteArray *bytes)
{
  g_autoptr (GArray) rings = encord_merge_rings_list (shape);
  const EncordMergeRing *first = &g_array_index (rings, EncordMergeRing, 0);
  const guint8 letter = find_letter (shape, rings);

  g_byte_array_append (bytes, &letter, 1);
  if (encord_geometry_get_shape (shape) == ENCORD_SHAPE_BITMASK) {
    put_mask (shape, bytes);
  } else if (rings->len > 1) {
    put_rings (rings, bytes);
  } else {
    encord_packed_number_put (bytes, first->n_points);
    put_points (first, bytes);
  }
}

static gboolean
get_step (const guint8 **at, const guint8 *end, gint64 *value)
{
  gint64 way;

  if (!encord_packed_number_get_signed (at, end, &way) ||
      way > 2 * MOST_STEPS || way < -2 * MOST_STEPS)
    return FALSE;
  *value += way;

  return *value <= MOST_STEPS && *value >= -MOST_STEPS;
}

/* (transfer full) (nullable) */
static EncordPoint *
get_points (guint64 n, const guint8 **at, const guint8 *end)
{
  g_autofree EncordPoint *points = NULL;
  gint64 x = 0, y = 0;

  /* a point takes two bytes or more */
  if (n > (guint64) (end - *at) / 2)
    return NULL;
  points = g_new (EncordPoint, n + 1);
  for (guint64 i = 0; i < n; i++) {
    if (!get_step (at, end, &x) || !get_step (at, end, &y))
      return NULL;
    points[i].x = (double) x / ENCORD_MERGE_STEPS;
    points[i].y = (double) y / ENCORD_MERGE_STEPS;
  }

  return g_steal_pointer (&points);
}

/* takes so, as encord_merge_rings_add() does */
static EncordGeometry *
add_ring (EncordGeometry *so, EncordShape shape, guint64 n, gboolean hole,
          const guint8 **at, const guint8 *end)
{
  g_autoptr (EncordGeometry) before = so;
  g_autofree EncordPoint *points = get_points (n, at, end);
  const EncordMergeRing ring = { points, (guint) n, hole };

  return points != NULL
             ? encord_merge_rings_add (g_steal_pointer (&before), shape, &ring)
             : NULL;
}

static EncordGeometry *
get_one (EncordShape shape, const guint8 **at, const guint8 *end)
{
  guint64 n;

  if (!encord_packed_number_get (at, end, &n) ||
      (shape == ENCORD_SHAPE_POINT && n > 1))
    return NULL;

  return add_ring (NULL, shape, n, FALSE, at, end);
}

static EncordGeometry *
get_rings (const guint8 **at, const guint8 *end)
{
  g_autoptr (EncordGeometry) polygon = NULL;
  guint64 n_rings, size;

  if (!encord_packed_number_get (at, end, &n_rings) || n_rings < 2 ||
      n_rings > ENCORD_MERGE_MOST_RINGS)
    return NULL;
  for (guint64 i = 0; i < n_rings; i++) {
    const gboolean first = i == 0;

    if (!encord_packed_number_get (at, end, &size) || (first && size % 2 > 0))
      return NULL;
    polygon = add_ring (g_steal_pointer (&polygon), ENCORD_SHAPE_POLYGON,
                        size / 2, size % 2 > 0, at, end);
    if (polygon == NULL)
      return NULL;
  }

  return g_steal_pointer (&polygon);
}

static EncordGeometry *
get_mask (const guint8 **at, const guint8 *end)
{
  g_autofree char *text = NULL;
  guint64 width, height, length;

  if (!encord_packed_number_get (at, end, &width) ||
      !encord_packed_number_get (at, end, &height) ||
      !encord_packed_number_get (at, end, &length) || width > G_MAXINT ||
      height > G_MAXINT || length > (guint64) (end - *at))
    return NULL;
  text = g_strndup ((const char *) *at, length);
  *at += length;

  return strlen (text) == length &&
                 encord_merge_is_mask (text, (int) width, (int) height)
             ? encord_geometry_new_bitmask ((int) width, (int) height, text)
             : NULL;
}

EncordGeometry *
encord_merge_shape_get (const guint8 **at, const guint8 *end)
{
  guint8 letter;

  if (*at >= end)
    return NULL;
  letter = *(*at)++;
  if (letter == RINGS_LETTER)
    return get_rings (at, end);
  for (gsize i = 0; i < G_N_ELEMENTS (letters); i++)
    if (letters[i].letter == letter)
      return letters[i].shape == ENCORD_SHAPE_BITMASK
                 ? get_mask (at, end)
                 : get_one (letters[i].shape, at, end);

  return NULL;
}
