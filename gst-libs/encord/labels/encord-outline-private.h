/* labels/encord-outline-private.h - a polygon or line by length along it; pure
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <encord/model/encord-geometry.h>

G_BEGIN_DECLS

/* Points without repetitions, in an order that does not depend on where the drawing
 * began and which way it went: a ring runs clockwise as seen on the picture and
 * starts at its smallest rotation, a line at its smaller end. offsets[i] is the
 * length from points[0] to points[i] as a fraction of the whole; a ring has one
 * more, which is 1. Lengths are in pixels, points are not. */
typedef struct
{
  gboolean closed;
  EncordPoint *points;
  double *offsets;
  guint n_points;
  double length;     /* in pixels */
  gboolean reversed; /* against the order in which it was given */
  EncordPoint first; /* of the order in which it was given */
  double scale_x, scale_y;
} EncordOutline;

/* n_points is not 0; the size of the picture is in pixels, 1 if unknown. More than
 * ENCORD_OUTLINE_MAX_POINTS are replaced by fewer at equal distances. */
#define ENCORD_OUTLINE_MAX_POINTS 2048
EncordOutline *encord_outline_new (const EncordPoint *points, guint n_points,
                                   gboolean closed, double width,
                                   double height);
void encord_outline_free (EncordOutline *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (EncordOutline, encord_outline_free)

/* the point at a fraction of the length, 0..1 */
EncordPoint encord_outline_sample (const EncordOutline *self, double offset);
/* the mean of points at equal distances, in pixels */
EncordPoint encord_outline_middle (const EncordOutline *self);
/* in pixels */
double encord_outline_area (const EncordOutline *self);

/* Points of two outlines that belong together: a straight way from each to its
 * partner turns one outline into the other. */
typedef struct
{
  GArray *from; /* EncordPoint */
  GArray *to;
} EncordOutlinePairs;

EncordOutlinePairs *encord_outline_pairs_new (void);
void encord_outline_pairs_free (EncordOutlinePairs *self);
/* last to first */
void encord_outline_pairs_turn (EncordOutlinePairs *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (EncordOutlinePairs, encord_outline_pairs_free)

/* NULL, too, without points, and where numbers are none or too large */
EncordOutlinePairs *encord_outline_match_points (const EncordPoint *a,
                                                 guint n_a,
                                                 const EncordPoint *b,
                                                 guint n_b, gboolean closed,
                                                 double width, double height);
/* NULL: no way was found that keeps the outline simple */
EncordOutlinePairs *encord_outline_match_rings (const EncordOutline *a,
                                                const EncordOutline *b);
EncordOutlinePairs *encord_outline_match_lines (const EncordOutline *a,
                                                const EncordOutline *b);
/* the older step: point i of a to the point i of b whose lengths agree, with b
 * begun at start */
EncordOutlinePairs *encord_outline_pairs_at (const EncordOutline *a,
                                             const EncordOutline *b,
                                             double start);
EncordOutlinePairs *encord_outline_pairs_warped (const EncordOutline *a,
                                                 const EncordOutline *b,
                                                 double start);

/* Whether the ring stays simple and keeps its area all the way, both ends being
 * simple. Exact for every position, not only for some. */
gboolean encord_outline_pairs_keep_simple (const EncordOutlinePairs *self,
                                           double width, double height);
gboolean encord_outline_pairs_keep_area (const EncordOutlinePairs *self);
gboolean encord_outline_is_simple (const EncordOutline *self);

/* least area on the way, by the smaller area of the ends */
#define ENCORD_OUTLINE_LEAST_AREA 0.5

G_END_DECLS
