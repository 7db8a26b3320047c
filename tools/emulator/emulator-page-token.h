/* emulator-page-token.h - where the next page of a listing begins; pure
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The last entry of a page, by the two texts that the listing is ordered by. It
 * goes on behind that one, whatever has come or gone in between. */
typedef struct
{
  char *first;
  char *second;
} EmulatorPageToken;

void emulator_page_token_clear (EmulatorPageToken *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (EmulatorPageToken, emulator_page_token_clear)

char *emulator_page_token_format (const char *first, const char *second);
/* INVALID_ARGUMENTS unless it is one that was handed out, or might have been */
gboolean emulator_page_token_parse (const char *text, EmulatorPageToken *ret,
                                    GError **error);

/* how many entries: 100 when the text is NULL */
gboolean emulator_page_size_parse (const char *text, guint *ret,
                                   GError **error);

G_END_DECLS
