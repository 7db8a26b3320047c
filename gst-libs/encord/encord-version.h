/* encord-version.h - which libencord this is
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#if !defined(ENCORD_INSIDE) && !defined(ENCORD_COMPILATION)
#error "Only <encord/encord.h> can be included directly."
#endif

#include <encord/encord-macros.h>

G_BEGIN_DECLS

ENCORD_API
const char *encord_get_version (void);

G_END_DECLS
