/* emulator-page.h - where a listing goes on; pure
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* A token says after which entry the next page begins, not how many entries
 * have been seen: clients act on what they list, and then entries go. after is
 * not negative. */
char *emulator_page_make_token (gint64 after);
/* token NULL: the first page, *ret_after 0; INVALID_ARGUMENTS when the token
 * is none of the emulator's */
gboolean emulator_page_parse_token (const char *token, gint64 *ret_after,
                                    GError **error);

G_END_DECLS
