/* emulator-process.h - a real encord-emulator in a temporary folder
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <encord/encord.h>

G_BEGIN_DECLS

typedef struct _EmulatorProcess EmulatorProcess;

/* runs the program that ENCORD_EMULATOR names; its one user has the key of
 * test-keys.h */
EmulatorProcess *emulator_process_new (void);
void emulator_process_free (EmulatorProcess *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (EmulatorProcess, emulator_process_free)

const char *emulator_process_get_uri (EmulatorProcess *self);
const char *emulator_process_get_folder (EmulatorProcess *self);
const char *emulator_process_get_key_file (EmulatorProcess *self);
EncordClient *emulator_process_get_client (EmulatorProcess *self);

/* the address survives, for whoever is to find it again */
void emulator_process_stop (EmulatorProcess *self);
void emulator_process_start (EmulatorProcess *self);

/* it neither answers nor refuses, as a server behind a dead network does; until
 * it goes on it can neither be stopped nor freed */
void emulator_process_pause (EmulatorProcess *self);
void emulator_process_go_on (EmulatorProcess *self);

/* how often a call was made, e.g. "labelrow POST" */
gint64 emulator_process_count (EmulatorProcess *self, const char *call);

/* (transfer full): path of a clip of such pictures (10 a second), each of one grey
 * from 0 to 255 */
char *emulator_process_make_grey_clip (EmulatorProcess *self, guint n_frames,
                                       guint8 (*get_brightness) (guint frame));
/* (transfer full): its hash; one clip is in it */
char *emulator_process_make_dataset (EmulatorProcess *self, const char *path,
                                     char **ret_data_hash);
/* (transfer full): its hash; see emulator_process_make_project() */
char *emulator_process_make_project_over (EmulatorProcess *self,
                                          const char *dataset_hash,
                                          const char *const *classes,
                                          EncordShape shape);

/* A clip of n_frames pictures (10 a second) and a project over it with the
 * workflow Annotate, Review, Complete and boxes named by classes. */
char *emulator_process_make_project (EmulatorProcess *self, guint n_frames,
                                     const char *const *classes,
                                     char **ret_data_hash);
/* the same with any ontology */
char *emulator_process_make_project_with (EmulatorProcess *self, guint n_frames,
                                          EncordOntologyStructure *structure,
                                          char **ret_data_hash);

G_END_DECLS
