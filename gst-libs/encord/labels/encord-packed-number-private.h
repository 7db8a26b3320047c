/* labels/encord-packed-number-private.h - whole numbers as few bytes
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* 7 bits a byte, low first; small numbers are short */
void encord_packed_number_put (GByteArray *bytes, guint64 number);
/* the same with the sign in the lowest bit */
void encord_packed_number_put_signed (GByteArray *bytes, gint64 number);

/* Both move *at behind the number. FALSE: it does not end before end. */
gboolean encord_packed_number_get (const guint8 **at, const guint8 *end,
                                   guint64 *ret_number);
gboolean encord_packed_number_get_signed (const guint8 **at, const guint8 *end,
                                          gint64 *ret_number);

G_END_DECLS
