/* emulator-folder.h - folders on the disk
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* with all that is in it; links are removed, not followed */
void emulator_folder_remove (const char *path);
/* what has come into it, or was renamed in it, survives a power cut; FALSE with errno */
gboolean emulator_folder_sync (const char *path);

G_END_DECLS
