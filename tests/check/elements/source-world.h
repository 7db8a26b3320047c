/* source-world.h - an encordsrc and what comes out of it
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gst/check/gstcheck.h>
#include <gst/encord/encord.h>

#include "media-server.h"

G_BEGIN_DECLS

typedef struct
{
  GstElement *pipeline;
  GstElement *src;
  GstElement *sink;
  GstBus *bus;

  /* streaming thread until EOS */
  GString *log; /* what came out, a line for each unit */
  GstSegment segment;
  GstClockTime last;
  guint n_frames;
  guint stop_after;
  guint64 enter_videos; /* what somebody downstream asks for; 0: nobody does */
  guint64 enter_groups;

  GString *warnings; /* read until EOS or an error */
  GString *remedies;
} World;

/* the log of the three units; base is the running time at which one begins, in
 * milliseconds */
#define FIRST "stream unit=first width=64 base=0 frame0 frame19 complete=20\n"
#define GROUP(base)                                                            \
  "stream unit=group width=64 base=" base                                      \
  " image0 width=96 image1 width=64 image2 complete=3\n"
#define SECOND(base)                                                           \
  "stream unit=second width=80 base=" base " frame0 frame19 complete=20\n"

/* plays this project (nullable) of the media server */
World *world_new (const char *project);
void world_free (World *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (World, world_free)

void world_play (World *self);
/* (transfer full): notes warnings on the way */
GstMessage *world_wait_for (World *self, GstMessageType types);
/* fails at an error */
void world_wait_for_eos (World *self);
/* the one error, which names what failed and gives nothing away */
void world_check_error (World *self, GQuark domain, int code, const char *what);
/* exactly one warning came, which says this */
void world_check_warning (World *self, const char *what);

G_END_DECLS
