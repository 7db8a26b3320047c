/* labels/encord-mask-outlines.h - polygons around the pixels of a mask; pure
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#if !defined(ENCORD_INSIDE) && !defined(ENCORD_COMPILATION)
#error "Only <encord/encord.h> can be included directly."
#endif

#include <encord/encord-macros.h>
#include <encord/model/encord-geometry.h>

G_BEGIN_DECLS

/**
 * EncordMaskOutlines:
 *
 * The polygons that a mask consists of: one for each part of it, with a ring around
 * its pixels and one around each of its holes. Immutable and reference-counted; any
 * thread may use it.
 *
 * Since: 0.1
 */
typedef struct _EncordMaskOutlines EncordMaskOutlines;

#define ENCORD_TYPE_MASK_OUTLINES (encord_mask_outlines_get_type ())
ENCORD_API
GType encord_mask_outlines_get_type (void) G_GNUC_CONST;

ENCORD_API
EncordMaskOutlines *encord_mask_outlines_new (const EncordGeometry *mask,
                                              int width, int height,
                                              double most_error,
                                              GError **error);
ENCORD_API
EncordMaskOutlines *encord_mask_outlines_ref (EncordMaskOutlines *self);
ENCORD_API
void encord_mask_outlines_unref (EncordMaskOutlines *self);
ENCORD_API
guint encord_mask_outlines_get_n_polygons (const EncordMaskOutlines *self);
ENCORD_API
gint64 encord_mask_outlines_get_area (const EncordMaskOutlines *self,
                                      guint polygon);
ENCORD_API
guint encord_mask_outlines_get_n_rings (const EncordMaskOutlines *self,
                                        guint polygon);
ENCORD_API
EncordGeometry *encord_mask_outlines_get_ring (const EncordMaskOutlines *self,
                                               guint polygon, guint ring);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (EncordMaskOutlines, encord_mask_outlines_unref)

G_END_DECLS
