/* auth/encord-hex-private.h - bytes as hexadecimal digits
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <encord/encord-macros.h>

G_BEGIN_DECLS

/* lower-case digits */
char *encord_hex_encode (const guint8 *bytes, gsize length);
/* FALSE unless text is 2 × length digits of either case and nothing else */
gboolean encord_hex_decode (const char *text, gsize text_length,
                            guint8 *ret_bytes, gsize length);

G_END_DECLS
