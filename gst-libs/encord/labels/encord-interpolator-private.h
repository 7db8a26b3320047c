/* labels/encord-interpolator-private.h - frames written without objects between
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <encord/labels/encord-interpolator.h>

G_BEGIN_DECLS

/* the wire form of what encord_interpolator_at() gives */
void encord_interpolator_append (EncordInterpolator *self, double position,
                                 GString *json);

G_END_DECLS
