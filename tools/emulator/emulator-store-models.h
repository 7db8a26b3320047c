/* emulator-store-models.h - model rows and their training iterations
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "emulator-records.h"
#include "emulator-store.h"

G_BEGIN_DECLS

/* the JSON of the project's ontology */
char *emulator_store_get_editor (EmulatorStore *self, const char *project,
                                 GError **error);

/* returns the hash */
char *emulator_store_add_model (EmulatorStore *self, const char *project,
                                const char *title, const char *description,
                                const char *type, const char *features,
                                GError **error);
/* of EmulatorModel, oldest first */
GPtrArray *emulator_store_list_models (EmulatorStore *self, const char *project,
                                       GError **error);
/* RESOURCE_NOT_FOUND also when it belongs to another project than that one
 * (nullable: any) */
EmulatorModel *emulator_store_get_model (EmulatorStore *self,
                                         const char *project, const char *hash,
                                         GError **error);
/* with all its iterations */
gboolean emulator_store_delete_model (EmulatorStore *self, const char *project,
                                      const char *hash, GError **error);

/* RESOURCE_EXISTS when the UUID is taken */
gboolean emulator_store_add_iteration (EmulatorStore *self,
                                       const EmulatorIteration *iteration,
                                       GError **error);
/* a model row and its first iteration, both or none; the row's hash is
 * iteration->model */
gboolean emulator_store_add_model_with_iteration (
    EmulatorStore *self, const EmulatorModel *model,
    const EmulatorIteration *iteration, GError **error);
/* project NULL: any */
EmulatorIteration *emulator_store_get_iteration (EmulatorStore *self,
                                                 const char *project,
                                                 const char *uuid,
                                                 GError **error);
/* of EmulatorIteration, oldest first; model and status (nullable) filter */
GPtrArray *emulator_store_list_iterations (EmulatorStore *self,
                                           const char *model,
                                           const char *status, GError **error);
/* status, file, result, failure and final_loss are stored; nothing happens
 * where the iteration has been deleted */
gboolean emulator_store_finish_iteration (EmulatorStore *self,
                                          const EmulatorIteration *iteration,
                                          GError **error);

G_END_DECLS
