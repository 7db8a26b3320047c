/* labels/encord-merge-shape-private.h - shapes besides boxes, as merging compares and keeps them; pure
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <encord/encord.h>

G_BEGIN_DECLS

/* points reach beyond the picture, but not so far that steps overflow */
#define ENCORD_MERGE_FARTHEST 200

/* whether labels are carried as that shape: polygon, polyline, point, bitmask */
gboolean encord_merge_has_shape (EncordShape shape);

/* (transfer full) (nullable): the same with coordinates in steps of
 * ENCORD_MERGE_STEPS; all other functions here take what this has made. NULL: it has
 * another shape, too few points, too many rings or a coordinate that is no number or far beyond the
 * picture, or it is a mask that is malformed, empty, or cut out of its picture. */
EncordGeometry *encord_merge_shape_new (EncordGeometry *geometry);

/* whether text is the runs of a mask of that size, with a pixel that is set */
gboolean encord_merge_is_mask (const char *text, int width, int height);

/* Whether both are the same shape in the same place; differences too small to be
 * anyone's intention do not count, nor do other words for the same pixels. Of any
 * shape, also of boxes and of what a row holds. */
gboolean encord_merge_shape_equal (const EncordGeometry *a,
                                   const EncordGeometry *b);

/* The box that stands for a shape of any sort where boxes are compared: encord_fit_box(),
 * but no thinner than a share of the picture, about the middle, so that a point that
 * moves a little is the same point. FALSE: there is nothing that a box could be put
 * around. */
gboolean encord_merge_shape_get_bounds (const EncordGeometry *shape, int width,
                                        int height, EncordBox *ret_box,
                                        GError **error);

/* in memory, about */
gsize encord_merge_shape_get_size (const EncordGeometry *shape);

/* The form in which the journal keeps it: exact, a few bytes a point. get() moves
 * *at behind it; NULL: there is no such shape before end. */
void encord_merge_shape_put (const EncordGeometry *shape, GByteArray *bytes);
EncordGeometry *encord_merge_shape_get (const guint8 **at, const guint8 *end);

G_END_DECLS
