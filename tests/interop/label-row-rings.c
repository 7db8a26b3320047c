/* label-row-rings.c - writes polygons with holes for label-row-rings.py
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <string.h>

#include "row-files.h"

/* build METADATA ONTOLOGY BODY: the empty body with a polygon on frames 0 to 2 on
 * stdout; again METADATA ONTOLOGY BODY: a body in which every ring of every polygon
 * was read, and put together anew */

typedef struct
{
  EncordPoint corners[4];
} Square;

static Square
square (double left, double top, double size)
{
  return (Square){ { { left, top },
                     { left + size, top },
                     { left + size, top + size },
                     { left, top + size } } };
}

/* takes polygon */
static EncordGeometry *
add (EncordGeometry *polygon, Square ring, gboolean hole)
{
  g_autoptr (EncordGeometry) before = polygon;

  return hole ? encord_geometry_with_hole (before, ring.corners, 4)
              : encord_geometry_with_polygon (before, ring.corners, 4);
}

static EncordGeometry *
make_polygon (int frame)
{
  const Square first = square (0.1, 0.1, 0.3);
  EncordGeometry *polygon = encord_geometry_new_polygon (first.corners, 4);

  if (frame == 1)
    return add (polygon, square (0.2, 0.2, 0.1), TRUE);
  if (frame == 2) {
    polygon = add (polygon, square (0.5, 0.5, 0.4), FALSE);
    polygon = add (polygon, square (0.6, 0.6, 0.1), TRUE);
    polygon = add (polygon, square (0.8, 0.8, 0.05), TRUE);
  }

  return polygon;
}

static void
set (EncordObjectInstance *instance, int frame, EncordGeometry *geometry)
{
  g_autoptr (GError) error = NULL;

  encord_object_instance_set_geometry (instance, frame, geometry, NULL, &error);
  g_assert_no_error (error);
}

static void
build (EncordLabelRow *row)
{
  GPtrArray *objects = encord_ontology_structure_get_objects (
      encord_label_row_get_ontology_structure (row));
  g_autoptr (GError) error = NULL;
  EncordObjectInstance *instance = encord_label_row_add_object_instance (
      row, objects->pdata[0], NULL, &error);

  g_assert_no_error (error);
  for (int frame = 0; frame < 3; frame++) {
    g_autoptr (EncordGeometry) polygon = make_polygon (frame);

    set (instance, frame, polygon);
  }
}

/* (transfer full): the same out of its rings */
static EncordGeometry *
rebuild (const EncordGeometry *polygon)
{
  EncordGeometry *built = NULL;

  for (guint p = 0; p < encord_geometry_get_n_polygons (polygon); p++)
    for (guint r = 0; r < encord_geometry_get_n_rings (polygon, p); r++) {
      g_autoptr (EncordGeometry) before = built;
      guint n;
      const EncordPoint *ring = encord_geometry_get_ring (polygon, p, r, &n);

      built = before == NULL ? encord_geometry_new_polygon (ring, n)
              : r > 0        ? encord_geometry_with_hole (before, ring, n)
                             : encord_geometry_with_polygon (before, ring, n);
    }

  return built;
}

static void
set_again (EncordLabelRow *row)
{
  g_autoptr (GPtrArray) instances = encord_label_row_get_object_instances (row);
  EncordObjectInstance *instance = instances->pdata[0];
  guint n_frames;
  const int *frames = encord_object_instance_get_frames (instance, &n_frames);

  for (guint i = 0; i < n_frames; i++) {
    g_autoptr (EncordGeometry) polygon =
        encord_object_instance_get_geometry (instance, frames[i]);
    g_autoptr (EncordGeometry) again = rebuild (polygon);

    g_assert_true (encord_geometry_equal (polygon, again));
    set (instance, frames[i], again);
  }
}

int
main (int argc, char *argv[])
{
  g_autoptr (EncordLabelRow) row = NULL;

  g_assert_cmpint (argc, ==, 5);
  row = row_files_open (argv + 2);
  if (strcmp (argv[1], "build") == 0)
    build (row);
  else
    set_again (row);
  row_files_print (row);

  return 0;
}
