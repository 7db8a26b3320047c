/* labels/encord-interpolator.h - coordinates between two key frames; pure
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#if !defined(ENCORD_INSIDE) && !defined(ENCORD_COMPILATION)
#error "Only <encord/encord.h> can be included directly."
#endif

#include <encord/encord-macros.h>
#include <encord/model/encord-geometry.h>

G_BEGIN_DECLS

/**
 * EncordInterpolator:
 *
 * What is known about the way from one key frame to the next: which points of the
 * two belong together, worked out once for all frames between them. Immutable and
 * reference-counted; any thread may use it.
 *
 * Since: 0.1
 */
typedef struct _EncordInterpolator EncordInterpolator;

#define ENCORD_TYPE_INTERPOLATOR (encord_interpolator_get_type ())
ENCORD_API
GType encord_interpolator_get_type (void) G_GNUC_CONST;

ENCORD_API
EncordInterpolator *encord_interpolator_new (EncordGeometry *a,
                                             EncordGeometry *b, int width,
                                             int height);
ENCORD_API
EncordInterpolator *encord_interpolator_ref (EncordInterpolator *self);
ENCORD_API
void encord_interpolator_unref (EncordInterpolator *self);
ENCORD_API
EncordGeometry *encord_interpolator_at (const EncordInterpolator *self,
                                        double position);
ENCORD_API
gboolean encord_interpolator_get_box (const EncordInterpolator *self,
                                      double position, EncordBox *ret_box);

ENCORD_API
EncordGeometry *encord_interpolate_geometry (EncordGeometry *a,
                                             EncordGeometry *b, double position,
                                             int width, int height);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (EncordInterpolator, encord_interpolator_unref)

G_END_DECLS
