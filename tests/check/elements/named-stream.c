/* named-stream.c - frames without a word about what they are, for an encordlabelsink that knows
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "named-stream.h"

#include <gst/video/video.h>

GstBuffer *
named_stream_make_frame (GstHarness *harness, guint frame)
{
  GstBuffer *buffer = gst_harness_create_buffer (
      harness, NAMED_STREAM_WIDTH * NAMED_STREAM_HEIGHT * 3 / 2);

  GST_BUFFER_PTS (buffer) = frame * GST_SECOND / 10;

  return buffer;
}

void
named_stream_push (GstHarness *harness, GstBuffer *buffer)
{
  fail_unless_equals_int (gst_harness_push (harness, buffer), GST_FLOW_OK);
}

GstHarness *
named_stream_new (World *world, const char *bare_frames)
{
  GstHarness *harness = world_make_harness_with (
      world, "project-hash", world->project_hash, "data-hash", world->data_hash,
      "bare-frames", bare_frames, NULL);

  gst_harness_set_src_caps_str (harness, WORLD_CAPS);

  return harness;
}

void
named_stream_add_region (GstBuffer *buffer, const char *name, guint x)
{
  GstVideoRegionOfInterestMeta *region =
      gst_buffer_add_video_region_of_interest_meta (buffer, name, x, 12, 16,
                                                    24);

  gst_video_region_of_interest_meta_add_param (
      region,
      gst_structure_new ("detection", "confidence", G_TYPE_DOUBLE, 0.75, NULL));
}

void
named_stream_push_all (GstHarness *harness, guint n, guint n_seen)
{
  for (guint i = 0; i < n; i++) {
    GstBuffer *buffer = named_stream_make_frame (harness, i);

    if (i < n_seen)
      named_stream_add_region (buffer, "face", 16);
    named_stream_push (harness, buffer);
  }
}

GstStructure *
named_stream_run (World *world, const char *bare_frames, guint n, guint n_seen)
{
  GstHarness *harness = named_stream_new (world, bare_frames);

  named_stream_push_all (harness, n, n_seen);

  return world_finish (world, harness);
}
