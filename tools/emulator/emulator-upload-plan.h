/* emulator-upload-plan.h - the files of an upload job and what becomes of them
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <json-glib/json-glib.h>

#include "emulator-records.h"
#include "emulator-store.h"

G_BEGIN_DECLS

typedef struct
{
  char *media;
  char *title;
  gint64 size;
  gboolean wants_image;
  EmulatorProbe probe;
} EmulatorUploadFile;

typedef struct
{
  GPtrArray *files; /* of EmulatorUploadFile, in the order of the request */
  GPtrArray *items; /* private */
} EmulatorUploadPlan;

/* checks that every file is there and was uploaded by the job's user */
EmulatorUploadPlan *emulator_upload_plan_new (const EmulatorJob *job,
                                              EmulatorStore *store,
                                              GError **error);
void emulator_upload_plan_free (EmulatorUploadPlan *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (EmulatorUploadPlan, emulator_upload_plan_free)

/* whether a file is of the kind that the request said */
gboolean emulator_upload_file_check (const EmulatorUploadFile *file,
                                     GError **error);
/* when all files have been probed: appends to units (EmulatorUnit) and to
 * images (a GPtrArray of EmulatorImage, or NULL, for each unit) */
void emulator_upload_plan_make_units (EmulatorUploadPlan *self,
                                      const char *dataset, GPtrArray *units,
                                      GPtrArray *images);
void emulator_upload_plan_free_images (GPtrArray *images);

G_END_DECLS
