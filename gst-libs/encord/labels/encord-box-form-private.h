/* labels/encord-box-form-private.h - one rectangle, described in four ways; pure
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <encord/model/encord-geometry.h>

G_BEGIN_DECLS

/* The same rectangle as box, with its sides turned by as many quarters as make its
 * numbers the nearest to those of other; the angle is the one nearest to that of
 * other. aspect: width of the picture by its height. */
EncordBox encord_box_form_near (const EncordBox *box, const EncordBox *other,
                                double aspect);

G_END_DECLS
