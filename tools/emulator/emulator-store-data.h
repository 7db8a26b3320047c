/* emulator-store-data.h - media files, data units, upload jobs
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "emulator-records.h"
#include "emulator-store.h"

G_BEGIN_DECLS

/* a place for a file that is about to be uploaded; returns its id */
char *emulator_store_add_media (EmulatorStore *self, const char *dataset,
                                const char *user, const char *title,
                                GError **error);
/* the ids of n places for files of which nobody has said yet what they are called
 * and for which dataset they are */
char **emulator_store_add_loose_media (EmulatorStore *self, const char *user,
                                       guint n, GError **error);
gboolean emulator_store_set_media_size (EmulatorStore *self, const char *id,
                                        gint64 size, GError **error);
EmulatorMedia *emulator_store_get_media (EmulatorStore *self, const char *id,
                                         GError **error);

/* whether a unit or an image is made of it */
gboolean emulator_store_media_is_used (EmulatorStore *self, const char *id);

typedef struct
{
  const char *dataset_eq; /* all datasets of project when NULL */
  const char *project;
  const char *title_eq;
  const char *title_like;
  gint64 created_before;
  gint64 created_after;
  const char *types; /* JSON lists, or NULL */
  const char *hashes;
} EmulatorUnitFilter;

/* of EmulatorUnit, in order of upload */
GPtrArray *emulator_store_list_units (EmulatorStore *self,
                                      const EmulatorUnitFilter *filter,
                                      GError **error);
/* the unit if it belongs to the project, or the dataset; one is NULL */
EmulatorUnit *emulator_store_get_unit (EmulatorStore *self, const char *project,
                                       const char *dataset, const char *hash,
                                       GError **error);
/* texts that are NULL stay as they are; client_metadata is JSON */
gboolean emulator_store_update_unit (EmulatorStore *self, const char *dataset,
                                     const char *hash, const char *title,
                                     const char *client_metadata,
                                     GError **error);
/* The units (a JSON list) leave the dataset, and all projects with what these
 * have on them; all or none. The ids of files that nothing needs any more. */
GPtrArray *emulator_store_delete_units (EmulatorStore *self,
                                        const char *dataset, const char *units,
                                        GError **error);
/* of EmulatorImage, in order; empty for a video */
GPtrArray *emulator_store_list_images (EmulatorStore *self, const char *unit,
                                       GError **error);

char *emulator_store_add_job (EmulatorStore *self, const char *dataset,
                              const char *user, const char *request,
                              GError **error);
EmulatorJob *emulator_store_get_job (EmulatorStore *self, const char *uuid,
                                     GError **error);
/* of EmulatorJob: those a killed emulator left undone */
GPtrArray *emulator_store_list_pending_jobs (EmulatorStore *self,
                                             GError **error);
/* adds the units (of EmulatorUnit, each with its images in the same place of
 * images, of GPtrArray or NULL) and ends the job, all or nothing */
gboolean emulator_store_finish_job (EmulatorStore *self, const char *uuid,
                                    GPtrArray *units, GPtrArray *images,
                                    const char *status, const char *result,
                                    GError **error);

G_END_DECLS
