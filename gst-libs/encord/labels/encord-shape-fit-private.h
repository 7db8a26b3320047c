/* labels/encord-shape-fit-private.h - labels in the shape that an ontology asks for; pure
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <encord/encord.h>

G_BEGIN_DECLS

/* the ontology object that labels of a class go to */
typedef struct
{
  const char *class_name;
  const char *object_name;
  EncordShape shape;
  gboolean takes_boxes; /* boxes can be drawn as that, and may be */
  int width,
      height; /* of the picture; 0 where that is not known, or no matter */
} EncordShapeFit;

/* What is written for a label of this geometry (NULL: it is a box) on a frame.
 * ret_fitted, (transfer full) (nullable): made by encord_merge_shape_new(), or NULL:
 * its box, which is always so where the object is a box. The same shape stays what it
 * is; of a mask a polygon is the outline of its largest part, to a pixel.
 *
 * FALSE with ENCORD_ERROR_REJECTED where one does not become the other, or for a mask
 * that is not as large as the picture. */
gboolean encord_shape_fit (const EncordShapeFit *self, int frame,
                           EncordGeometry *geometry,
                           EncordGeometry **ret_fitted, GError **error);

/* Of a geometry that is no box, for an object that is a box which may be turned: the
 * smallest one around it, described as near as may be to the one before it (nullable),
 * with an angle from 0 to below 360 degrees.
 * FALSE: the object is another, the size of the picture is not known, or there is
 * nothing to turn. */
gboolean encord_shape_fit_turned_box (const EncordShapeFit *self,
                                      const EncordGeometry *geometry,
                                      const EncordBox *before,
                                      EncordBox *ret_box);

/* sets ENCORD_ERROR_REJECTED: boxes do not become what the object is */
void encord_shape_fit_set_boxes_error (const EncordShapeFit *self,
                                       GError **error);

G_END_DECLS
