/* gstencorddecodebin.h - what decodebin is told, and what it does not tell
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gst/gst.h>

G_BEGIN_DECLS

/* (transfer floating) (nullable): decodes the first video of a file, or a still, by
 * software and leaves the rest as it is */
GstElement *gst_encord_decodebin_new (void);

gboolean gst_encord_decodebin_caps_are_pictures (GstCaps *caps);

/* A demuxer has ended without a stream. decodebin keeps to itself what an element
 * reports while it is being put in, and a demuxer may have read a short file by
 * then: nothing else says that nothing will come. */
gboolean gst_encord_decodebin_has_given_up (GstElement *decodebin);

G_END_DECLS
