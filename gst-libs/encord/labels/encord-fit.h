/* labels/encord-fit.h - boxes around other shapes; pure
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#if !defined(ENCORD_INSIDE) && !defined(ENCORD_COMPILATION)
#error "Only <encord/encord.h> can be included directly."
#endif

#include <json-glib/json-glib.h>

#include <encord/encord-macros.h>
#include <encord/model/encord-geometry.h>

G_BEGIN_DECLS

ENCORD_API
gboolean encord_fit_box (const EncordGeometry *geometry, int width, int height,
                         EncordBox *ret_box, GError **error);
ENCORD_API
gboolean encord_fit_rotated_box (const EncordGeometry *geometry, int width,
                                 int height, EncordBox *ret_box,
                                 GError **error);
ENCORD_API
JsonNode *encord_fit_bounding_boxes (JsonNode *labels, int width, int height,
                                     GError **error);

G_END_DECLS
