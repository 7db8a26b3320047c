/* emulator-import.h - weights from outside into a data folder
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct
{
  const char *iteration; /* UUID, chosen by who imports */
  const char *file;
  const char *model;     /* the row; NULL: one is made in project */
  const char *project;   /* NULL where there is a model */
  const char *title;     /* of a new row; NULL: the file's name */
  const char *class_map; /* JSON, nullable */
} EmulatorImport;

/* Works while another process serves the folder. Returns the hash of the model
 * row. */
char *emulator_import_model (const char *data_dir, const EmulatorImport *import,
                             GError **error);

G_END_DECLS
