/* row-text.h - a label row as text to compare
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <encord/encord.h>

G_BEGIN_DECLS

/* (transfer full): the project's only row, object by object, in the order of their
 * texts; hashes and times are left out */
char *row_text_new (EncordClient *client, const char *project_hash);

G_END_DECLS
