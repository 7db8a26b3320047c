/* training-fixture.h - a model that trainers of all kinds train
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * The trainers here are shell scripts that train nothing. */
#pragma once

#include "emulator-fixture.h"

G_BEGIN_DECLS

typedef struct
{
  Fixture fixture;
  char *model;
  char *rows[2]; /* of the video and of the group */
} Training;

void training_set_up (Training *self, gconstpointer data);
void training_tear_down (Training *self, gconstpointer data);

/* what a script does to succeed */
#define METRICS "echo '{\"finalLoss\":0.25}' >\"$1/out/metrics.json\"\n"
#define MODEL "cat \"$1\"/media/* >\"$1/out/model.onnx\"\n"

/* (transfer full): the quoted path of a script, to which $1 is the job's folder
 * and $0 a file near it */
char *training_write_trainer (Training *self, const char *script);
/* the emulator runs such a script from now on */
void training_use_trainer (Training *self, const char *script);

/* (transfer full): the body of a good request */
char *training_make_request (Training *self);
/* (transfer full): the hash of a training that was accepted */
char *training_start (Training *self);
/* (transfer none): the answer, which belongs to ret; the second one never says
 * PENDING */
JsonObject *training_poll (Training *self, const char *training, guint seconds,
                           Answer *ret);
JsonObject *training_poll_to_the_end (Training *self, const char *training,
                                      Answer *ret);
/* it ends well, and the weights are what the trainer made of the media */
void training_check_result (Training *self, const char *training);

gboolean folder_is_empty (const char *path);

G_END_DECLS
