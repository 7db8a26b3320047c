/* row-files.h - a label row out of the files that the SDK's side wrote
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <encord/encord.h>

/* paths of the row's metadata, its ontology and its body, all of them JSON */
EncordLabelRow *row_files_open (char **paths);
/* its body on standard output */
void row_files_print (EncordLabelRow *row);
