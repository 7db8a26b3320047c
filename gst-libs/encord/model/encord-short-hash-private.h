/* model/encord-short-hash-private.h - names for new labels and answers
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* (transfer full): 8 random characters of base64, as every client makes them */
char *encord_short_hash_new (void);

G_END_DECLS
