/* labels/encord-shape-fit.c - labels in the shape that an ontology asks for; pure
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <encord/labels/encord-shape-fit-private.h>

#include <math.h>

#include <encord/labels/encord-box-form-private.h>
#include <encord/labels/encord-merge-object-private.h>
#include <encord/labels/encord-merge-shape-private.h>

/* of an outline from the border of its mask, in pixels: less than anyone sees, and
 * without the stairs of the pixels */
#define MOST_ERROR 1

void
encord_shape_fit_set_boxes_error (const EncordShapeFit *self, GError **error)
{
  g_set_error (
      error, ENCORD_ERROR, ENCORD_ERROR_REJECTED,
      "class \"%s\": the ontology object \"%s\" is a %s, the labels are boxes",
      self->class_name, self->object_name,
      encord_shape_to_string (self->shape));
}

static void
set_shape_error (const EncordShapeFit *self, int frame,
                 const EncordGeometry *geometry, GError **error)
{
  g_set_error (
      error, ENCORD_ERROR, ENCORD_ERROR_REJECTED,
      "class \"%s\": the ontology object \"%s\" is a %s, and the label "
      "on frame %d is a %s, which does not become one",
      self->class_name, self->object_name, encord_shape_to_string (self->shape),
      frame, encord_shape_to_string (encord_geometry_get_shape (geometry)));
}

/* FALSE with error set */
static gboolean
check_size (const EncordShapeFit *self, int frame, EncordGeometry *mask,
            GError **error)
{
  int width, height;

  encord_geometry_get_bitmask (mask, &width, &height);
  if (self->width <= 0 || self->height <= 0 ||
      (width == self->width && height == self->height))
    return TRUE;
  g_set_error (error, ENCORD_ERROR, ENCORD_ERROR_REJECTED,
               "class \"%s\": the mask on frame %d has %d x %d pixels, the "
               "picture has %d x %d: make masks as large as the picture",
               self->class_name, frame, width, height, self->width,
               self->height);

  return FALSE;
}

static guint
find_largest (const EncordMaskOutlines *outlines)
{
  guint largest = 0;

  for (guint i = 1; i < encord_mask_outlines_get_n_polygons (outlines); i++)
    if (encord_mask_outlines_get_area (outlines, i) >
        encord_mask_outlines_get_area (outlines, largest))
      largest = i;

  return largest;
}

static EncordGeometry *
outline (const EncordShapeFit *self, int frame, const EncordGeometry *mask,
         GError **error)
{
  g_autoptr (EncordMaskOutlines) outlines = encord_mask_outlines_new (
      mask, self->width, self->height, MOST_ERROR, error);
  g_autoptr (EncordGeometry) ring = NULL;
  EncordGeometry *exact = NULL;

  if (outlines == NULL) {
    g_prefix_error (error, "class \"%s\", frame %d: ", self->class_name, frame);
    return NULL;
  }
  if (encord_mask_outlines_get_n_polygons (outlines) > 0) {
    ring = encord_mask_outlines_get_ring (outlines, find_largest (outlines), 0);
    exact = encord_merge_shape_new (ring);
  }
  if (exact == NULL)
    set_shape_error (self, frame, mask, error);

  return exact;
}

gboolean
encord_shape_fit (const EncordShapeFit *self, int frame,
                  EncordGeometry *geometry, EncordGeometry **ret_fitted,
                  GError **error)
{
  const EncordShape shape = geometry != NULL
                                ? encord_geometry_get_shape (geometry)
                                : ENCORD_SHAPE_BOUNDING_BOX;

  *ret_fitted = NULL;
  if (self->shape == ENCORD_SHAPE_BOUNDING_BOX ||
      self->shape == ENCORD_SHAPE_ROTATABLE_BOUNDING_BOX)
    return TRUE;
  if (geometry == NULL) {
    if (!self->takes_boxes)
      encord_shape_fit_set_boxes_error (self, error);
    return self->takes_boxes;
  }
  if (shape == ENCORD_SHAPE_BITMASK &&
      !check_size (self, frame, geometry, error))
    return FALSE;
  if (shape == self->shape)
    *ret_fitted = encord_geometry_ref (geometry);
  else if (shape == ENCORD_SHAPE_BITMASK && self->shape == ENCORD_SHAPE_POLYGON)
    *ret_fitted = outline (self, frame, geometry, error);
  else
    set_shape_error (self, frame, geometry, error);

  return *ret_fitted != NULL;
}

gboolean
encord_shape_fit_turned_box (const EncordShapeFit *self,
                             const EncordGeometry *geometry,
                             const EncordBox *before, EncordBox *ret_box)
{
  EncordBox box;

  if (self->shape != ENCORD_SHAPE_ROTATABLE_BOUNDING_BOX || self->width <= 0 ||
      self->height <= 0 ||
      !encord_fit_rotated_box (geometry, self->width, self->height, &box,
                               NULL) ||
      !(box.width > 0 && box.height > 0))
    return FALSE;
  if (before != NULL)
    box = encord_box_form_near (&box, before,
                                (double) self->width / self->height);
  /* what turns and turns does not count its turns */
  box.theta -= 360 * floor (box.theta / 360);
  encord_merge_quantise_box (&box);
  *ret_box = box;

  return TRUE;
}
