/* transport/encord-origin-private.h - what may be sent where; pure
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <encord/encord-macros.h>

G_BEGIN_DECLS

/* https, or http that does not leave this machine */
gboolean encord_origin_is_private (GUri *uri);
gboolean encord_origin_equals (GUri *a, GUri *b);
/* scheme, host and port: of a signed URL path and query are secrets */
char *encord_origin_describe (GUri *uri);

G_END_DECLS
