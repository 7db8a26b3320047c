/* encord-geometry-rings-json.c - the wire form of polygons with several rings
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <encord/model/encord-geometry-private.h>
#include <encord/model/encord-json-number-private.h>
#include <encord/model/encord-json-text-private.h>

/* `polygons`, which later releases of the platform write beside `polygon`: of each
 * part the outer ring, then its holes, and of each ring its coordinates in turn,
 * [[[x, y, x, y, ...], ...], ...]. */

static void
scan_ring (EncordJsonScanner *scanner, GArray *points)
{
  EncordPoint point = { 0, 0 };
  gboolean has_x = FALSE;

  encord_json_scanner_enter_array (scanner);
  while (encord_json_scanner_next_element (scanner)) {
    EncordJsonSlice text;

    if (!encord_json_scanner_read_number (scanner, &text))
      break;
    if (!encord_json_number_parse (text, has_x ? &point.y : &point.x)) {
      encord_json_scanner_fail (scanner, "number too large");
      break;
    }
    if (has_x)
      g_array_append_val (points, point);
    has_x = !has_x;
  }
  if (has_x)
    encord_json_scanner_fail (scanner, "an x without its y");
}

static void
scan_polygon (EncordJsonScanner *scanner, guint part, GArray *points,
              GArray *rings)
{
  const guint n_before = rings->len;

  encord_json_scanner_enter_array (scanner);
  while (encord_json_scanner_next_element (scanner)) {
    EncordRing ring = { 0, part };

    scan_ring (scanner, points);
    ring.end = points->len;
    g_array_append_val (rings, ring);
  }
  if (rings->len == n_before)
    encord_json_scanner_fail (scanner, "a polygon without rings");
}

EncordGeometry *
encord_geometry_new_from_rings (EncordJsonSlice value)
{
  g_autoptr (GArray) points = g_array_new (FALSE, FALSE, sizeof (EncordPoint));
  g_autoptr (GArray) rings = g_array_new (FALSE, FALSE, sizeof (EncordRing));
  EncordJsonScanner scanner;
  guint part = 0;

  encord_json_scanner_init (&scanner, value.text, value.length);
  encord_json_scanner_enter_array (&scanner);
  while (encord_json_scanner_next_element (&scanner))
    scan_polygon (&scanner, part++, points, rings);
  if (!encord_json_scanner_finish (&scanner) || rings->len == 0)
    return NULL;

  return encord_geometry_new_rings_take (g_steal_pointer (&points),
                                         g_steal_pointer (&rings));
}

static void
append_ring (GString *json, const EncordPoint *points, guint n_points)
{
  g_string_append_c (json, '[');
  for (guint i = 0; i < n_points; i++) {
    if (i > 0)
      g_string_append_c (json, ',');
    encord_json_append_number (json, points[i].x);
    g_string_append_c (json, ',');
    encord_json_append_number (json, points[i].y);
  }
  g_string_append_c (json, ']');
}

void
encord_geometry_append_rings (GString *json, const EncordGeometry *geometry)
{
  GArray *rings;
  const GArray *points = encord_geometry_get_parts (geometry, &rings);
  guint start = 0;

  g_string_append_c (json, '[');
  for (guint i = 0; i < rings->len; i++) {
    const EncordRing *ring = &g_array_index (rings, EncordRing, i);
    const gboolean hole = i > 0 && ring[-1].part == ring->part;

    if (i > 0)
      g_string_append (json, hole ? "," : "],");
    if (!hole)
      g_string_append_c (json, '[');
    append_ring (json, (const EncordPoint *) points->data + start,
                 ring->end - start);
    start = ring->end;
  }
  g_string_append (json, "]]");
}
