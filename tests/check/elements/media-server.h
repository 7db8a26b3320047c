/* media-server.h - a server with two videos and an image group
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "emulator-process.h"

G_BEGIN_DECLS

#define N_VIDEO 20

typedef struct
{
  EmulatorProcess *emulator;
  char *project_hash;
  char *data_hashes[3]; /* "first", "group" and "second" */
} MediaServer;

/* of the test that runs: a checked fixture makes it anew for each of them */
extern MediaServer media_server;

void media_server_set_up (void);
void media_server_tear_down (void);
/* (transfer full): a video in the server's folder, 10 frames a second */
GFile *media_server_make_video (const char *name, guint n_frames, int width);

G_END_DECLS
