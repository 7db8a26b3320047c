/* model/encord-geometry-private.h - the wire form of coordinates
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <encord/model/encord-geometry.h>
#include <encord/model/encord-json-scanner-private.h>

G_BEGIN_DECLS

/* Read the value of a shape's member ("boundingBox", ...) at the scanner. With
 * ret NULL it is checked only, and nothing is allocated. A mistake is left in
 * the scanner. */
gboolean encord_geometry_scan_box (EncordJsonScanner *scanner, gboolean rotated,
                                   EncordBox *ret_box);
gboolean encord_geometry_scan (EncordJsonScanner *scanner, EncordShape shape,
                               EncordGeometry **ret_geometry);

void encord_geometry_append_box (GString *json, const EncordBox *box,
                                 gboolean rotated);
void encord_geometry_append (GString *json, const EncordGeometry *geometry);
/* the members of a joint but for its place, each behind a comma */
void encord_geometry_append_joint (GString *json, const EncordJoint *joint);

/* every coordinate is a number that JSON can hold */
gboolean encord_geometry_is_finite (const EncordGeometry *self);

/* one ring of a polygon that has several: of each part the outer one, then its holes */
typedef struct
{
  guint end;  /* of its points among those of all */
  guint part; /* from 0, ascending */
} EncordRing;

/* (transfer none): the points of all rings, or NULL for a shape without points; and
 * the rings, or NULL where there is only one */
GArray *encord_geometry_get_parts (const EncordGeometry *self,
                                   GArray **ret_rings);
/* a polygon; takes both arrays */
EncordGeometry *encord_geometry_new_rings_take (GArray *points, GArray *rings);
/* (transfer full) (nullable): the value of `polygons`; NULL: it is of another form,
 * or empty */
EncordGeometry *encord_geometry_new_from_rings (EncordJsonSlice value);
/* that value, of a polygon with several rings */
void encord_geometry_append_rings (GString *json,
                                   const EncordGeometry *geometry);

EncordGeometry *encord_geometry_new_skeleton_take (GArray *joints,
                                                   GStringChunk *strings);
EncordGeometry *encord_geometry_new_points_take (EncordShape shape,
                                                 GArray *points);
EncordGeometry *encord_geometry_new_bitmask_at (int top, int left, int width,
                                                int height,
                                                const char *rle_string,
                                                gsize length);
void encord_geometry_get_offset (const EncordGeometry *self, int *ret_top,
                                 int *ret_left);

G_END_DECLS
