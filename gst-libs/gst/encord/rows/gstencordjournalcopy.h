/* gstencordjournalcopy.h - a journal to try things out with
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* (transfer full): a new folder with a copy of the journal in directory (NULL: the
 * usual one), or an empty one where that holds none. The original is only read. */
char *gst_encord_journal_copy_new (const char *directory, GError **error);
/* removes it, once no journal in it is open */
void gst_encord_journal_copy_remove (const char *copy);

G_END_DECLS
