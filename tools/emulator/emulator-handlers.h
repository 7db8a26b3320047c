/* emulator-handlers.h - one function a call: decode, ask the store, encode
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "emulator-call.h"

G_BEGIN_DECLS

/* FALSE with an error of EMULATOR_ERROR; on success the handler has replied or
 * deferred */
gboolean emulator_handle_project_get (EmulatorCall *call, GError **error);
gboolean emulator_handle_project_create (EmulatorCall *call, GError **error);
gboolean emulator_handle_projects_list (EmulatorCall *call, GError **error);
gboolean emulator_handle_project_add_users (EmulatorCall *call, GError **error);
gboolean emulator_handle_project_add_datasets (EmulatorCall *call,
                                               GError **error);
gboolean emulator_handle_label_rows_list (EmulatorCall *call, GError **error);
gboolean emulator_handle_label_row_get (EmulatorCall *call, GError **error);
gboolean emulator_handle_label_row_create (EmulatorCall *call, GError **error);
gboolean emulator_handle_label_row_save (EmulatorCall *call, GError **error);
gboolean emulator_handle_label_status (EmulatorCall *call, GError **error);
gboolean emulator_handle_review (EmulatorCall *call, GError **error);
gboolean emulator_handle_workflow_move (EmulatorCall *call, GError **error);
gboolean emulator_handle_labeling_algorithm (EmulatorCall *call,
                                             GError **error);
gboolean emulator_handle_data_get (EmulatorCall *call, GError **error);
gboolean emulator_handle_dataset_get (EmulatorCall *call, GError **error);
gboolean emulator_handle_dataset_add_users (EmulatorCall *call, GError **error);
gboolean emulator_handle_data_rows_list (EmulatorCall *call, GError **error);
gboolean emulator_handle_data_row_get (EmulatorCall *call, GError **error);
gboolean emulator_handle_signed_video_url (EmulatorCall *call, GError **error);
gboolean emulator_handle_signed_images_url (EmulatorCall *call, GError **error);
gboolean emulator_handle_presigned_urls (EmulatorCall *call, GError **error);
gboolean emulator_handle_upload_start (EmulatorCall *call, GError **error);
gboolean emulator_handle_upload_poll (EmulatorCall *call, GError **error);
gboolean emulator_handle_bearer_token (EmulatorCall *call, GError **error);
gboolean emulator_handle_project_get_v2 (EmulatorCall *call, GError **error);
gboolean emulator_handle_projects_list_v2 (EmulatorCall *call, GError **error);
gboolean emulator_handle_project_datasets (EmulatorCall *call, GError **error);
gboolean emulator_handle_priorities (EmulatorCall *call, GError **error);
gboolean emulator_handle_validation_state (EmulatorCall *call, GError **error);
gboolean emulator_handle_tasks_list (EmulatorCall *call, GError **error);
gboolean emulator_handle_task_actions (EmulatorCall *call, GError **error);
gboolean emulator_handle_label_reviews (EmulatorCall *call, GError **error);
gboolean emulator_handle_label_review_actions (EmulatorCall *call,
                                               GError **error);
gboolean emulator_handle_ontologies_list (EmulatorCall *call, GError **error);
gboolean emulator_handle_ontology_create (EmulatorCall *call, GError **error);
gboolean emulator_handle_ontology_get (EmulatorCall *call, GError **error);
gboolean emulator_handle_ontology_save (EmulatorCall *call, GError **error);
gboolean emulator_handle_datasets_list (EmulatorCall *call, GError **error);
gboolean emulator_handle_dataset_create (EmulatorCall *call, GError **error);
gboolean emulator_handle_organisation_groups (EmulatorCall *call,
                                              GError **error);
gboolean emulator_handle_groups_list (EmulatorCall *call, GError **error);
gboolean emulator_handle_project_groups_add (EmulatorCall *call,
                                             GError **error);
gboolean emulator_handle_part_groups_add (EmulatorCall *call, GError **error);
gboolean emulator_handle_groups_remove (EmulatorCall *call, GError **error);
gboolean emulator_handle_cloud_integrations (EmulatorCall *call,
                                             GError **error);
gboolean emulator_handle_project_ontology (EmulatorCall *call, GError **error);
gboolean emulator_handle_project_remove_datasets (EmulatorCall *call,
                                                  GError **error);
gboolean emulator_handle_data_row_update (EmulatorCall *call, GError **error);
gboolean emulator_handle_data_delete (EmulatorCall *call, GError **error);
gboolean emulator_handle_label_logs (EmulatorCall *call, GError **error);
gboolean emulator_handle_timers (EmulatorCall *call, GError **error);
gboolean emulator_handle_project_copy (EmulatorCall *call, GError **error);

gboolean emulator_handle_model_create (EmulatorCall *call, GError **error);
gboolean emulator_handle_model_delete (EmulatorCall *call, GError **error);
gboolean emulator_handle_model_inference (EmulatorCall *call, GError **error);
gboolean emulator_handle_models_list (EmulatorCall *call, GError **error);
gboolean emulator_handle_training_metadata (EmulatorCall *call, GError **error);
gboolean emulator_handle_training_start (EmulatorCall *call, GError **error);
gboolean emulator_handle_training_poll (EmulatorCall *call, GError **error);

G_END_DECLS
