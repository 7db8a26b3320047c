/* named-stream.h - frames without a word about what they are, for an encordlabelsink that knows
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "labelsink-world.h"

G_BEGIN_DECLS

#define NAMED_STREAM_WIDTH 64
#define NAMED_STREAM_HEIGHT 48

/* a sink that has the hashes of the world's video, with caps on its pad */
GstHarness *named_stream_new (World *world, const char *bare_frames);
/* (transfer full): a frame as a decoder gives it, with no word about labels or its
 * number */
GstBuffer *named_stream_make_frame (GstHarness *harness, guint frame);
/* as a detector does that is not ours */
void named_stream_add_region (GstBuffer *buffer, const char *name, guint x);
void named_stream_push (GstHarness *harness, GstBuffer *buffer);
/* n frames, with a face on the first n_seen */
void named_stream_push_all (GstHarness *harness, guint n, guint n_seen);
/* (transfer full): the summary of a whole stream of such frames */
GstStructure *named_stream_run (World *world, const char *bare_frames, guint n,
                                guint n_seen);

G_END_DECLS
