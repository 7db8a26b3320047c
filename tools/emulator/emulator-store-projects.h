/* emulator-store-projects.h - ontologies, datasets, projects
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "emulator-records.h"
#include "emulator-store.h"

G_BEGIN_DECLS

char *emulator_store_add_ontology (EmulatorStore *self, const char *title,
                                   const char *description, const char *editor,
                                   const char *user, GError **error);
/* members that are NULL stay as they are */
gboolean emulator_store_update_ontology (EmulatorStore *self, const char *hash,
                                         const char *title,
                                         const char *description,
                                         const char *editor, GError **error);
EmulatorOntology *emulator_store_get_ontology (EmulatorStore *self,
                                               const char *hash,
                                               const char *user,
                                               GError **error);

/* what a listing asks for; texts may be NULL, times 0 */
typedef struct
{
  const char *title_eq;
  const char *title_like;
  const char *description_eq;
  const char *description_like;
  gint64 created_before;
  gint64 created_after;
  gint64 edited_before;
  gint64 edited_after;
} EmulatorFilter;

/* of EmulatorOntology, EmulatorDataset, EmulatorProject: those user may see;
 * all of them when everything is set */
GPtrArray *emulator_store_list_ontologies (EmulatorStore *self,
                                           const EmulatorFilter *filter,
                                           const char *user,
                                           gboolean everything, GError **error);
GPtrArray *emulator_store_list_datasets (EmulatorStore *self,
                                         const EmulatorFilter *filter,
                                         const char *user, gboolean everything,
                                         GError **error);
GPtrArray *emulator_store_list_projects (EmulatorStore *self,
                                         const EmulatorFilter *filter,
                                         const char *user, gboolean everything,
                                         GError **error);

gboolean emulator_store_add_dataset (EmulatorStore *self, const char *title,
                                     const char *description, const char *user,
                                     char **ret_hash, char **ret_folder,
                                     GError **error);
EmulatorDataset *emulator_store_get_dataset (EmulatorStore *self,
                                             const char *hash, GError **error);

/* workflow: with the stages Annotate, Review, Complete */
char *emulator_store_add_project (EmulatorStore *self, const char *title,
                                  const char *description, const char *ontology,
                                  const char *const *datasets,
                                  gboolean workflow, const char *user,
                                  GError **error);
EmulatorProject *emulator_store_get_project (EmulatorStore *self,
                                             const char *hash, GError **error);
/* who made the project, and whether anybody has begun to label */
gboolean emulator_store_get_standing (EmulatorStore *self, const char *project,
                                      char **ret_creator, gboolean *ret_started,
                                      GError **error);
/* of EmulatorStage, in order; empty without workflow */
GPtrArray *emulator_store_list_stages (EmulatorStore *self, const char *project,
                                       GError **error);
/* of EmulatorDataset */
GPtrArray *emulator_store_list_project_datasets (EmulatorStore *self,
                                                 const char *project,
                                                 GError **error);
gboolean emulator_store_attach_datasets (EmulatorStore *self,
                                         const char *project,
                                         const char *const *datasets,
                                         GError **error);
/* with all that the project has on their data, RESOURCE_NOT_FOUND when it does
 * not have one of them */
gboolean emulator_store_detach_datasets (EmulatorStore *self,
                                         const char *project,
                                         const char *const *datasets,
                                         GError **error);
/* what a benchmark project was made from; NULL-terminated */
gboolean emulator_store_set_sources (EmulatorStore *self, const char *project,
                                     const char *const *sources,
                                     GError **error);
char **emulator_store_list_sources (EmulatorStore *self, const char *project,
                                    GError **error);
/* one role for all of these users, or for none of them */
gboolean emulator_store_grant (EmulatorStore *self, const char *resource,
                               const char *const *users, int role,
                               GError **error);

G_END_DECLS
