/* emulator-training-folder.h - what a trainer is given, and what it gives back
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "emulator.h"

#include "emulator-records.h"

G_BEGIN_DECLS

/* A training's folder is filled step by step, so that others are served
 * meanwhile. docs/trainer.md is the contract. */
typedef struct _EmulatorTrainingFolder EmulatorTrainingFolder;

/* makes the folder, empty but for ontology.json */
EmulatorTrainingFolder *emulator_training_folder_new (
    Emulator *emulator, const EmulatorIteration *iteration, GError **error);
/* removes it from the disk */
void emulator_training_folder_free (EmulatorTrainingFolder *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (EmulatorTrainingFolder,
                               emulator_training_folder_free)

/* writes one label row, or job.json in the end; TRUE with *ret_done set when
 * there is nothing left to be written */
gboolean emulator_training_folder_step (EmulatorTrainingFolder *self,
                                        gboolean *ret_done, GError **error);
const char *emulator_training_folder_get_path (EmulatorTrainingFolder *self);

/* What the trainer made: the weights go into the folder of weights, the file and
 * final_loss into iteration, and all of it into its result, the wire's. */
gboolean emulator_training_folder_read (EmulatorTrainingFolder *self,
                                        gint64 duration_s,
                                        EmulatorIteration *iteration,
                                        GError **error);

/* what metrics.json holds; framework belongs to node */
gboolean emulator_training_parse_metrics (const char *text, gsize length,
                                          double *ret_final_loss,
                                          char **ret_framework, GError **error);

G_END_DECLS
