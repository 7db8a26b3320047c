/* labels/encord-polygon-rings-private.h - polygons with holes between key frames; pure
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <encord/labels/encord-moving-text-private.h>
#include <encord/model/encord-json-scanner-private.h>

G_BEGIN_DECLS

/* The value of `polygons`, which later releases of the platform write beside
 * `polygon`: of each polygon the outer ring, then its holes, and of each ring its
 * coordinates in turn, [[[x, y, x, y, ...], ...], ...]. */
typedef struct
{
  GPtrArray *polygons; /* GPtrArray of GArray of EncordPoint */
  guint n_rings;
} EncordPolygonRings;

/* NULL: it is of another form, or has more rings than are matched */
EncordPolygonRings *encord_polygon_rings_new (EncordJsonSlice value);
void encord_polygon_rings_free (EncordPolygonRings *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (EncordPolygonRings, encord_polygon_rings_free)

/* Adds the same for what lies between two keys. Of rings those belong together whose
 * boxes have most in common; those of the first key that have no partner stay. */
void encord_polygon_rings_add_text (const EncordPolygonRings *from,
                                    const EncordPolygonRings *to, int width,
                                    int height, EncordMovingText *text);

G_END_DECLS
