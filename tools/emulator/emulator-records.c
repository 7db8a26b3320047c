/* emulator-records.c - what the store hands out, as plain records
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "emulator-records.h"

void
emulator_ontology_free (EmulatorOntology *self)
{
  g_free (self->hash);
  g_free (self->title);
  g_free (self->description);
  g_free (self->editor);
  g_free (self);
}

void
emulator_dataset_free (EmulatorDataset *self)
{
  g_free (self->hash);
  g_free (self->title);
  g_free (self->description);
  g_free (self->folder);
  g_free (self);
}

void
emulator_project_free (EmulatorProject *self)
{
  g_free (self->hash);
  g_free (self->title);
  g_free (self->description);
  g_free (self->ontology);
  g_free (self);
}

void
emulator_stage_free (EmulatorStage *self)
{
  g_free (self->uuid);
  g_free (self->type);
  g_free (self->title);
  g_free (self);
}

void
emulator_group_free (EmulatorGroup *self)
{
  g_free (self->hash);
  g_free (self->name);
  g_free (self->description);
  g_free (self);
}

void
emulator_media_free (EmulatorMedia *self)
{
  g_free (self->id);
  g_free (self->user);
  g_free (self->title);
  g_free (self);
}

void
emulator_probe_clear (EmulatorProbe *self)
{
  g_clear_pointer (&self->mime, g_free);
}

void
emulator_image_free (EmulatorImage *self)
{
  g_free (self->hash);
  g_free (self->title);
  g_free (self->media);
  g_free (self->mime);
  g_free (self);
}

void
emulator_unit_free (EmulatorUnit *self)
{
  g_free (self->hash);
  g_free (self->dataset);
  g_free (self->dataset_title);
  g_free (self->type);
  g_free (self->title);
  g_free (self->media);
  g_free (self->mime);
  g_free (self->item);
  g_free (self->client_metadata);
  g_free (self);
}

void
emulator_row_free (EmulatorRow *self)
{
  emulator_unit_free (self->unit);
  g_free (self->label_hash);
  g_free (self->branch);
  g_free (self->label_status);
  g_free (self->task_status);
  g_free (self->stage_uuid);
  g_free (self->stage_title);
  g_free (self);
}

void
emulator_task_free (EmulatorTask *self)
{
  g_free (self->uuid);
  g_free (self->status);
  g_free (self->unit);
  g_free (self->unit_title);
  g_free (self->assignee);
  g_free (self);
}

void
emulator_log_free (EmulatorLog *self)
{
  g_free (self->hash);
  g_free (self->user);
  g_free (self->user_hash);
  g_free (self->unit);
  g_free (self->identifier);
  g_free (self->feature);
  g_free (self->name);
  g_free (self);
}

void
emulator_timer_free (EmulatorTimer *self)
{
  g_free (self->user);
  g_free (self->unit);
  g_free (self->title);
  g_free (self);
}

void
emulator_review_free (EmulatorReview *self)
{
  g_free (self->uuid);
  g_free (self->label_type);
  g_free (self->label_id);
  g_free (self->status);
  g_free (self);
}

void
emulator_job_free (EmulatorJob *self)
{
  g_free (self->uuid);
  g_free (self->dataset);
  g_free (self->user);
  g_free (self->request);
  g_free (self->status);
  g_free (self->result);
  g_free (self);
}

void
emulator_model_free (EmulatorModel *self)
{
  g_free (self->hash);
  g_free (self->project);
  g_free (self->title);
  g_free (self->description);
  g_free (self->type);
  g_free (self->features);
  g_free (self);
}

void
emulator_iteration_free (EmulatorIteration *self)
{
  g_free (self->uuid);
  g_free (self->model);
  g_free (self->project);
  g_free (self->status);
  g_free (self->file);
  g_free (self->class_map);
  g_free (self->request);
  g_free (self->result);
  g_free (self->failure);
  g_free (self);
}
