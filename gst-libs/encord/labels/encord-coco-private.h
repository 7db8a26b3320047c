/* labels/encord-coco-private.h - labels of a COCO document; pure
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <json-glib/json-glib.h>

#include <encord/encord-macros.h>
#include <encord/model/encord-geometry.h>

G_BEGIN_DECLS

typedef struct
{
  gint64 id;
  gint64 image_id;
  gint64 category_id;
  int width, height;      /* of the image in pixels; 0: the document lacks it */
  double x, y, w, h;      /* the box in pixels */
  JsonNode *segmentation; /* (nullable) belongs to the document */
} EncordCocoAnnotation;

/* The annotations of a document (transfer full, element-type
 * EncordCocoAnnotation), which has to have all that the format asks for; members
 * nobody knows are ignored. ENCORD_ERROR_BAD_DATA names the place. */
GArray *encord_coco_read (JsonNode *document, GError **error);

/* (transfer full): where the annotation is, as an object of this shape: a box of
 * the box, a polygon of the first ring or, without segmentation, of the box's
 * corners, a bitmask of the run lengths. What does not fit is
 * ENCORD_ERROR_BAD_DATA. */
EncordGeometry *
encord_coco_get_geometry (const EncordCocoAnnotation *annotation,
                          EncordShape shape, GError **error);

G_END_DECLS
